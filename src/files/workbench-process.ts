// The process behind src/files/workbench.ts: opens files that strangers sent, with no right to write, to start
// anything or to read beyond the product and the folder of incoming files.
import { readFile } from 'node:fs/promises';
import { answerJobs } from '../apart.ts';
import { check } from './checks/check.ts';
import { merge } from './merge.ts';
import type { Job } from './workbench.ts';

answerJobs(async (job: Job) => {
  if ('merge' in job) return merge(job.merge);
  return check(await readFile(job.check.path), job.check.kind);
});
