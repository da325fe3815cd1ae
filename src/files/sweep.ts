// Clearing away: what came in and was never acknowledged, and content that no row knows any more.
import type { Knex } from 'knex';
import type { Staging } from './staging.ts';
import { pathOf, type FileStore } from './store.ts';

export type SweepParts = { knex: Knex; store: FileStore; staging: Staging };

/** An upload takes minutes at most, and a paper is noted as soon as it is kept. */
const incomingMs = 60 * 60_000;
const orphanMs = 24 * 60 * 60_000;
/** What was withdrawn stays for a while, should it have been a mistake. */
const withdrawnMs = 30 * 24 * 60 * 60_000;
const batch = 500;
/** Some event of the case names the file. */
const handedIn = `exists (select from case_events e where e.case_id = files.case_id
  and e.canonical::jsonb -> 'found' -> 'files' @> jsonb_build_array(jsonb_build_object('id', files.id)))`;

export type Swept = { incoming: number; orphans: number };

/** @param now by the real time, in which stores note when a file was put there */
export async function sweep(parts: SweepParts, now = Date.now()): Promise<Swept> {
  const incoming = await parts.staging.sweep(incomingMs);
  const before = new Date(now - orphanMs);
  let orphans = 0;
  let old: string[] = [];
  const clear = async (): Promise<void> => {
    const unknown = await unknownOf(parts.knex, old, new Date(now - withdrawnMs));
    old = [];
    await Promise.all(unknown.map((path) => parts.store.remove(path, before)));
    orphans += unknown.length;
  };
  for await (const { path, at } of parts.store.list()) {
    if (at < before) old.push(path);
    if (old.length >= batch) await clear();
  }
  await clear();
  return { incoming, orphans };
}

/** Those that neither a paper nor a file still refers to. Files that an event refers to stay for ever. */
async function unknownOf(knex: Knex, paths: readonly string[], withdrawn: Date): Promise<string[]> {
  if (paths.length === 0) return [];
  const digests = paths.map((path) => Buffer.from(path.slice(3), 'hex'));
  const [papers, prepared, files] = await Promise.all([
    knex('documents').whereIn('path', paths).pluck('path'),
    knex('prepared_papers').whereIn('path', paths).pluck('path'),
    knex('files')
      .whereIn('sha256', digests)
      .whereNot({ state: 'refused' })
      .where(
        (kept) =>
          void kept
            .whereNull('withdrawn_at')
            .orWhere('withdrawn_at', '>', withdrawn)
            .orWhereRaw(handedIn),
      )
      .pluck('sha256'),
  ]);
  const kept = [...papers, ...prepared] as string[];
  const known = new Set<string>([...kept, ...(files as Buffer[]).map(pathOf)]);
  return paths.filter((path) => !known.has(path));
}
