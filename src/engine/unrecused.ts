// Of people who would be told of a case, those who may know of it.
import type { Knex } from 'knex';
import { recusedFrom } from './rights.ts';

/** Returns the accounts that are not recused from the case, nor from the one it came from. */
export async function unrecused(
  db: Knex,
  caseId: string,
  accounts: readonly string[],
): Promise<string[]> {
  const { rows } = await db.raw<{ rows: { id: string }[] }>(
    `select a.id from unnest(?::text[]) as a(id) join cases c on c.id = ?::uuid
     where not ${recusedFrom('c', 'a.id')}`,
    [[...accounts], caseId],
  );
  return rows.map(({ id }) => id);
}
