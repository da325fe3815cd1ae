// proof verify BUNDLE [--files DIR] [--anchor DIR]: whether an exported case holds. Needs no database and no settings.
import { createHash } from 'node:crypto';
import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { readAnchors, type Anchor } from '../engine/anchor.ts';
import { bundleShape, type Bundle } from '../engine/bundle.ts';
import { proveBundle, type Given, type ProofReport } from '../engine/proof.ts';
import { flagsOf, report } from './report.ts';

const usage = 'usage: proof verify BUNDLE [--files DIR] [--anchor DIR]';

export async function proof(args: string[]): Promise<number> {
  const { values, positionals } = flagsOf(args, ['files', 'anchor']);
  const [verb, path] = positionals;
  if (verb !== 'verify' || path === undefined) throw new Error(usage);
  const bundle = await bundleIn(path);
  const files = values['files'] as string | undefined;
  const folder = values['anchor'] as string | undefined;
  const found = proveBundle(
    bundle,
    files === undefined ? undefined : await filesIn(files),
    folder === undefined ? undefined : await anchorsIn(folder),
  );
  report(values['json'], { ok: found.breaks.length === 0, ...found }, linesOf(found));
  return found.breaks.length === 0 ? 0 : 1;
}

/** @throws Error in one line when the file is no bundle */
async function bundleIn(path: string): Promise<Bundle> {
  const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    throw new Error(`${path} cannot be read: ${error.code}`);
  });
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new Error(`${path} is no JSON`);
  }
  const parsed = bundleShape.safeParse(value);
  if (parsed.success) return parsed.data;
  const [first] = parsed.error.issues;
  throw new Error(`${path} is no exported case: ${first?.path.join('.')} ${first?.message}`);
}

async function filesIn(folder: string): Promise<Given[]> {
  const names = (await readdir(folder, { withFileTypes: true }))
    .filter((entry) => entry.isFile())
    .map(({ name }) => name)
    .toSorted();
  const given: Given[] = [];
  for (const name of names) {
    const bytes = await readFile(join(folder, name));
    given.push({ name, sha256: createHash('sha256').update(bytes).digest('hex') });
  }
  return given;
}

async function anchorsIn(folder: string): Promise<Anchor[]> {
  const anchors = await readAnchors(folder);
  if (anchors.length === 0) throw new Error(`there are no anchors in ${folder}`);
  return anchors;
}

function linesOf(found: ProofReport): string[] {
  const { number, events, anchored, papers, files, breaks } = found;
  const told = `case ${number}: ${events} events, ${anchored} anchored, ${papers} papers, ${files} compared with files`;
  return breaks.length === 0
    ? [`YES ${told}: whole`]
    : [`NO ${told}`, ...breaks.map((each) => `BROKEN ${each}`)];
}
