// The process behind src/files/workbench.ts: opens files that strangers sent, one after the other, with no right to
// write, to start anything or to read beyond the product and the folder of incoming files.
import { readFile } from 'node:fs/promises';
import { check } from './checks/check.ts';
import { merge } from './merge.ts';
import type { Job, JobAnswer } from './workbench.ts';

let turn = Promise.resolve();

process.on('message', (given: { id: number; job: Job }) => {
  turn = turn.then(() => answer(given));
});
// Without the service there is nobody to work for.
process.on('disconnect', () => process.exit());

async function answer({ id, job }: { id: number; job: Job }): Promise<void> {
  const given = await perform(job).then(
    (value): JobAnswer => ({ id, value }),
    (error: unknown): JobAnswer => ({ id, fault: String(error) }),
  );
  process.send?.(given);
}

async function perform(job: Job): Promise<unknown> {
  if ('merge' in job) return merge(job.merge);
  return check(await readFile(job.check.path), job.check.kind);
}
