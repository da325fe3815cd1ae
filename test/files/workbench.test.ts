// The process that opens files of strangers: a file that takes too much ends it, and the service goes on.
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { usualLimits } from '../../src/apart.ts';
import { openWorkbench, type Workbench } from '../../src/files/workbench.ts';
import { pdfOf } from './pdfs.ts';
import { paper } from './samples.ts';

let folder: string;
let bench: Workbench;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sang-lap-bench-'));
  bench = openWorkbench(folder);
});
afterEach(async () => {
  await bench.close();
  await rm(folder, { recursive: true });
});

async function put(bytes: Uint8Array): Promise<string> {
  const place = join(folder, 'incoming');
  await writeFile(place, bytes);
  return place;
}

/** Every object of it is looked at, so that all of them are held at once. */
function hungry(): Buffer {
  const many = 200_000;
  const refs = Array.from({ length: many }, (_, index) => `${index + 5} 0 R`).join(' ');
  return pdfOf({
    catalog: '/A 4 0 R',
    objects: [`[${refs}]`, ...Array.from({ length: many }, () => '<< /A [1 2 3 4 5 6] >>')],
  });
}

const sound = { sound: true, outline: { pages: 1 } };
const heavy = { sound: false, refusal: 'heavy' };

it('judges many files one after the other', async () => {
  const place = await put(await paper('x'));
  const verdicts = await Promise.all(Array.from({ length: 20 }, () => bench.check(place, 'pdf')));
  expect(verdicts).toEqual(Array.from({ length: 20 }, () => sound));
});

it('gives up a file that takes too long or too much memory', async () => {
  const place = await put(await paper('x'));
  const hasty = openWorkbench(folder, { ...usualLimits, timeMs: 1 });
  expect(await hasty.check(place, 'pdf')).toEqual(heavy);
  await hasty.close();
  // Any process is larger than this; the file is long enough to be watched.
  const poor = openWorkbench(folder, { ...usualLimits, memoryMb: 20 });
  const long = await put(hungry());
  expect(await poor.check(long, 'pdf')).toEqual(heavy);
  await poor.close();
});

it('finds a new process when the old one was ended, and the next file does not suffer', async () => {
  const place = await put(await paper('x'));
  const small = openWorkbench(folder, { ...usualLimits, heapMb: 24 });
  const long = await put(hungry());
  expect(await small.check(long, 'pdf')).toEqual(heavy);
  await put(await paper('x'));
  expect(await small.check(place, 'pdf')).toEqual(sound);
  await small.close();
});

it('may read the incoming files and the product, and nothing else', async () => {
  await expect(bench.check('/etc/hostname', 'pdf')).rejects.toThrow(/restricted/);
  const beside = join(import.meta.dirname, '../../package-lock.json');
  await expect(bench.check(beside, 'pdf')).rejects.toThrow(/restricted/);
});
