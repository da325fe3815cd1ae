// The register of processes: every version that a case may still run on.
import { appraisal } from './appraisal/index.ts';
import { classification } from './classification/index.ts';
import { complaint } from './complaint/index.ts';
import { dataRequest } from './data-request/index.ts';
import type { Process } from './define.ts';
import { duties } from './duties/index.ts';
import { founding } from './founding/index.ts';
import { opinion } from './opinion/index.ts';

const released: readonly Process[] = [
  founding,
  appraisal,
  complaint,
  classification,
  dataRequest,
  opinion,
  duties,
];

/** The version of a process that new cases start on; undefined when there is no such process. */
export function currentProcess(id: string): Process | undefined {
  const versions = released.filter((process) => process.id === id);
  return versions.find(({ version }) => versions.every((other) => other.version <= version));
}

/** The version a case runs on, by its key `founding@1`. */
export function processOf(key: string): Process {
  const process = released.find((each) => each.key === key);
  if (!process) throw new RangeError(`no process ${key}`);
  return process;
}

export function allProcesses(): readonly Process[] {
  return released;
}
