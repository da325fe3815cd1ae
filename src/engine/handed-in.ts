// Which events of a case handed which files in, as the journal says it.
import type { Knex } from 'knex';

/** Versions of events by the id of the file. */
export async function handedIn(db: Knex, caseId: string): Promise<ReadonlyMap<string, number[]>> {
  const { rows } = await db.raw<{ rows: { id: string; version: number }[] }>(
    `select e.version, f ->> 'id' as id
     from case_events e, jsonb_array_elements(e.canonical::jsonb -> 'found' -> 'files') f
     where e.case_id = ?::uuid and jsonb_exists(e.canonical::jsonb -> 'found', 'files') order by e.version`,
    [caseId],
  );
  const files = new Map<string, number[]>();
  for (const { id, version } of rows) files.set(id, [...(files.get(id) ?? []), version]);
  return files;
}
