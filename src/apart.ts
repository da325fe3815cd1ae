// What strangers sent is opened apart: in a process of its own with little memory, little time and few rights. Whatever
// the bytes do to it, the service goes on.
import { fork, type ChildProcess } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

export type Limits = { timeMs: number; heapMb: number; memoryMb: number };
export const usualLimits: Limits = { timeMs: 20_000, heapMb: 384, memoryMb: 900 };

type Asked = { id: number; job: unknown };
type Answer = { id: number; value?: unknown; fault?: string };

const lookEveryMs = 100;
const root = join(import.meta.dirname, '..');

/** Thrown when a job took more than it may have. */
export class Overtaxed extends Error {
  override readonly name = 'Overtaxed';
}

/**
 * Starts a process that may read the product's own code and `folders` and may neither write nor start anything; it knows
 * no setting and no secret.
 */
export function startApart(script: URL, { heapMb }: Limits, folders: string[] = []): ChildProcess {
  // Not the whole folder of the product: the data may lie in it.
  const own = ['src', 'node_modules', 'package.json'].map((name) => join(root, name));
  const started = fork(script, {
    execArgv: [
      '--permission',
      ...[...own, ...folders].map((place) => `--allow-fs-read=${place}`),
      `--max-old-space-size=${heapMb}`,
      '--no-warnings',
    ],
    env: {},
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    serialization: 'advanced',
  });
  started.on('error', () => undefined);
  started.unref();
  started.channel?.unref();
  return started;
}

/** In the process apart: answers jobs one after the other for as long as somebody waits for them. */
export function answerJobs(perform: (job: never) => unknown): void {
  let turn = Promise.resolve();
  process.on('message', (given: Asked) => {
    turn = turn.then(() => answer(given, perform));
  });
  // Without the service there is nobody to work for.
  process.on('disconnect', () => process.exit());
}

async function answer({ id, job }: Asked, perform: (job: never) => unknown): Promise<void> {
  try {
    process.send?.({ id, value: await perform(job as never) } satisfies Answer);
  } catch (error) {
    process.send?.({ id, fault: String(error) } satisfies Answer);
  }
}

let last = 0;

/**
 * Answers with what the process says.
 * @throws Overtaxed when it ends, takes too long or too much memory; Error with what the job itself failed with
 */
export function ask(
  apart: ChildProcess,
  job: unknown,
  { timeMs, memoryMb }: Limits,
): Promise<unknown> {
  const id = (last += 1);
  return new Promise((resolve, reject) => {
    const over = (settle: () => void): void => {
      clearTimeout(late);
      clearInterval(watch);
      apart.off('message', heard).off('exit', ended).off('error', ended);
      settle();
    };
    const ended = (): void => over(() => reject(new Overtaxed('it ended')));
    const stop = (why: string): void => {
      apart.kill('SIGKILL');
      if (apart.connected) apart.disconnect();
      over(() => reject(new Overtaxed(why)));
    };
    const heard = ({ id: of, value, fault }: Answer): void => {
      if (of !== id) return;
      over(() => (fault === undefined ? resolve(value) : reject(new Error(fault))));
    };
    const late = setTimeout(() => stop(`more than ${timeMs} ms`), timeMs);
    const watch = setInterval(() => {
      void memoryOf(apart.pid).then((mb) => mb > memoryMb && stop(`more than ${memoryMb} MB`));
    }, lookEveryMs);
    apart.on('message', heard).on('exit', ended).on('error', ended);
    apart.send({ id, job } satisfies Asked, (error) => error && ended());
  });
}

/** Resident memory; 0 where the system does not tell, and the heap's own limit alone holds. */
async function memoryOf(pid: number | undefined): Promise<number> {
  const text = await readFile(`/proc/${pid}/statm`, 'utf8').catch(() => '');
  return (Number(text.split(' ')[1] ?? 0) * 4_096) / 1024 / 1024;
}
