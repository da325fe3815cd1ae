// Where files of strangers are opened: one process apart for all of them, one file after the other, so that the file
// that goes wrong is known. The next file finds a new process.
import type { ChildProcess } from 'node:child_process';
import { ask, Overtaxed, startApart, usualLimits } from '../apart.ts';
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

const mergeMs = 60_000;
const script = new URL('./workbench-process.ts', import.meta.url);

/** @param incoming absolute path of the folder that the process may read besides the product */
export function openWorkbench(incoming: string, limits = usualLimits): Workbench {
  let bench: ChildProcess | undefined;
  let queue: Promise<unknown> = Promise.resolve();

  /** Returns what the job gives, or `heavy` when it takes too much. */
  function run<T>(job: Job, heavy: T, timeMs = limits.timeMs): Promise<T> {
    const done = queue.then(async () => {
      bench = bench?.connected ? bench : startApart(script, limits, [incoming]);
      return (await ask(bench, job, { ...limits, timeMs })) as T;
    });
    queue = done.catch(() => undefined);
    return done.catch((error: unknown) => {
      if (error instanceof Overtaxed) return heavy;
      throw error;
    });
  }

  return {
    check: (path, kind) => run<Verdict>({ check: { path, kind } }, tooHeavy),
    merge: (merging) => run<Uint8Array | undefined>({ merge: merging }, undefined, mergeMs),
    async close() {
      await queue;
      bench?.kill('SIGKILL');
    },
  };
}

const tooHeavy: Verdict = { sound: false, refusal: 'heavy' };
