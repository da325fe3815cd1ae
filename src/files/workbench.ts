// Where files of strangers are opened: a process of its own with little memory, little time and few rights. Whatever a
// file does to it, the service goes on, and the next file finds a new process.
import { fork, type ChildProcess } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Kind } from './kinds.ts';
import type { Merging } from './merge.ts';
import type { Verdict } from './verdict.ts';

export type Workbench = {
  /** The verdict on a file in the folder of incoming files. */
  check(this: void, path: string, kind: Kind): Promise<Verdict>;
  /** The bytes of one PDF out of many, or undefined when that takes too much. */
  merge(this: void, merging: Merging): Promise<Uint8Array | undefined>;
  close(this: void): Promise<void>;
};

export type Job = { check: { path: string; kind: Kind } } | { merge: Merging };
export type JobAnswer = { id: number; value?: unknown; fault?: string };

export type WorkbenchLimits = { timeMs: number; heapMb: number; memoryMb: number };
export const usualLimits: WorkbenchLimits = { timeMs: 20_000, heapMb: 384, memoryMb: 900 };

const mergeMs = 60_000;
const lookEveryMs = 100;
const root = join(import.meta.dirname, '../..');

/** Thrown when a job took more than it may have. */
export class Overtaxed extends Error {
  override readonly name = 'Overtaxed';
}

/** @param incoming absolute path of the folder that the process may read besides the product */
export function openWorkbench(incoming: string, limits = usualLimits): Workbench {
  let bench: ChildProcess | undefined;
  let last = 0;
  let queue: Promise<unknown> = Promise.resolve();

  /** One job at a time, so that the one that goes wrong is known. */
  function run(job: Job, timeMs = limits.timeMs): Promise<unknown> {
    const done = queue.then(() => {
      last += 1;
      bench = bench?.connected ? bench : start(incoming, limits);
      return attempt(bench, { id: last, job }, { ...limits, timeMs });
    });
    queue = done.catch(() => undefined);
    return done;
  }

  return {
    async check(path, kind) {
      try {
        return (await run({ check: { path, kind } })) as Verdict;
      } catch (error) {
        if (error instanceof Overtaxed) return { sound: false, refusal: 'heavy' };
        throw error;
      }
    },
    async merge(merging) {
      try {
        return (await run({ merge: merging }, mergeMs)) as Uint8Array;
      } catch (error) {
        if (error instanceof Overtaxed) return undefined;
        throw error;
      }
    },
    async close() {
      await queue;
      bench?.kill('SIGKILL');
    },
  };
}

function start(incoming: string, { heapMb }: WorkbenchLimits): ChildProcess {
  const started = fork(new URL('./workbench-process.ts', import.meta.url), {
    execArgv: [
      '--permission',
      // Not the whole folder of the product: the data may lie in it.
      ...['src', 'node_modules', 'package.json'].map(
        (name) => `--allow-fs-read=${join(root, name)}`,
      ),
      `--allow-fs-read=${incoming}`,
      `--max-old-space-size=${heapMb}`,
      '--no-warnings',
    ],
    // No setting, no secret.
    env: {},
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    serialization: 'advanced',
  });
  started.on('error', () => undefined);
  started.unref();
  started.channel?.unref();
  return started;
}

/** Answers with what the process says. @throws Overtaxed when it ends, takes too long or too much memory */
function attempt(
  bench: ChildProcess,
  given: { id: number; job: Job },
  { timeMs, memoryMb }: WorkbenchLimits,
): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const over = (settle: () => void): void => {
      clearTimeout(late);
      clearInterval(watch);
      bench.off('message', heard).off('exit', ended).off('error', ended);
      settle();
    };
    const ended = (): void => over(() => reject(new Overtaxed('it ended')));
    const stop = (why: string): void => {
      bench.kill('SIGKILL');
      bench.disconnect();
      over(() => reject(new Overtaxed(why)));
    };
    const heard = ({ id, value, fault }: JobAnswer): void => {
      if (id !== given.id) return;
      over(() => (fault === undefined ? resolve(value) : reject(new Error(fault))));
    };
    const late = setTimeout(() => stop(`more than ${timeMs} ms`), timeMs);
    const watch = setInterval(() => {
      void memoryOf(bench.pid).then((mb) => mb > memoryMb && stop(`more than ${memoryMb} MB`));
    }, lookEveryMs);
    bench.on('message', heard).on('exit', ended).on('error', ended);
    bench.send(given, (error) => error && ended());
  });
}

/** Resident memory; 0 where the system does not tell, and the heap's own limit alone holds. */
async function memoryOf(pid: number | undefined): Promise<number> {
  const text = await readFile(`/proc/${pid}/statm`, 'utf8').catch(() => '');
  return (Number(text.split(' ')[1] ?? 0) * 4_096) / 1024 / 1024;
}
