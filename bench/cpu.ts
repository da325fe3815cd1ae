// CPU that processes used, as the kernel counts it; Linux only.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const tickMs = 10;

/** Milliseconds of a process itself and of its ended children; 0 for one that is gone. */
export function cpuOf(pid: number): { parent: number; own: number; ended: number } {
  let text: string;
  try {
    text = readFileSync(`/proc/${pid}/stat`, 'utf8');
  } catch {
    return { parent: 0, own: 0, ended: 0 };
  }
  const fields = text
    .slice(text.lastIndexOf(')') + 2)
    .split(' ')
    .map(Number);
  const at = (index: number): number => fields[index] ?? 0;
  return { parent: at(1), own: (at(11) + at(12)) * tickMs, ended: (at(13) + at(14)) * tickMs };
}

/** Milliseconds of the postmaster of a data folder and all its children, ended ones included. */
export function postgresCpuMs(folder: string): number {
  const file = join(folder, 'postgres', 'cluster', 'postmaster.pid');
  const postmaster = Number(readFileSync(file, 'utf8').split('\n', 1)[0]);
  const { own, ended } = cpuOf(postmaster);
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map((name) => cpuOf(Number(name)))
    .filter(({ parent }) => parent === postmaster)
    .reduce((total, child) => total + child.own, own + ended);
}
