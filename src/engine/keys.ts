// Person rows and the keys they are written under: whether they are the right ones, and rows that must be written anew.
import type { Knex } from 'knex';
import type { PersonalKind } from '../../machines/personal.ts';
import type { Vault } from '../vault.ts';

const pageSize = 500;

/**
 * Makes sure that the keys at hand open what the database holds, and registers new ones.
 * @throws Error naming PERSONAL_KEY when a key is another than the one of its number, or is missing
 */
export async function checkKeys(db: Knex, vault: Vault): Promise<void> {
  for (const [id, print] of vault.prints) {
    await db('personal_keys').insert({ id, print }).onConflict('id').ignore();
    const known = await db('personal_keys').where({ id }).first('print');
    if (!print.equals(known.print as Buffer))
      throw new Error(
        `PERSONAL_KEY ${id} is not the key this database was written with: give that one, or the new one another number`,
      );
  }
  const given = [...vault.prints.keys()];
  const missing = await db('personal_keys').whereNotIn('id', given).pluck('id');
  for (const id of missing as number[]) {
    if (await rowOfKey(db, id))
      throw new Error(`PERSONAL_KEY lacks key ${id}, which rows still need`);
  }
}

async function rowOfKey(db: Knex, id: number): Promise<unknown> {
  return db('person_rows').whereRaw('get_byte(cipher, 0) = ?', [id]).first('id');
}

type Row = { id: string; kind: PersonalKind } & (
  { value: string; salt: Buffer; cipher: null } | { value: null; salt: null; cipher: Buffer }
);

/** Rows still in the clear, from before there was a key; or those of other keys than the current one. */
export type Outdated = 'clear' | 'older';

const outdated = {
  clear: { sql: 'value is not null', bindings: () => [] },
  older: { sql: 'get_byte(cipher, 0) <> ?', bindings: ({ current }: Vault) => [current] },
};

/** Writes outdated rows anew under the current key, page by page. Returns how many. */
export async function renewRows(db: Knex, vault: Vault, which: Outdated): Promise<number> {
  const { sql, bindings } = outdated[which];
  for (let renewed = 0; ;) {
    const rows = await db('person_rows')
      .whereRaw(sql, bindings(vault) as never)
      .limit(pageSize)
      .select<Row[]>('id', 'kind', 'value', 'salt', 'cipher');
    if (rows.length === 0) return renewed;
    for (const row of rows) await renew(db, vault, row);
    renewed += rows.length;
  }
}

/** An erasure meanwhile stays. */
async function renew(db: Knex, vault: Vault, { id, kind, ...row }: Row): Promise<void> {
  const kept = row.cipher ? vault.unlock(id, kind, row.cipher) : row;
  await db('person_rows')
    .where({ id })
    .whereNull('erased_at')
    .update({
      cipher: vault.lock(id, kind, kept),
      mark: vault.mark(kind, kept.value) ?? null,
      value: null,
      salt: null,
    });
}
