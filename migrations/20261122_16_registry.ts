// Keys of names computed anew: "Hoà Bình" and "Hòa Bình" are one name, however its tone is placed.
import type { Knex } from 'knex';
import { nameKey } from '../machines/founding/likeness.ts';

const together = 5_000;

export async function up(knex: Knex): Promise<void> {
  // What a row was before does not change by this, so nothing is written to its history.
  await knex.raw('alter table cooperatives disable trigger cooperative_is_kept');
  const rows = await knex('cooperatives').select('alliance_id', 'code', 'name', 'name_key');
  const changed = rows
    .map((row) => ({ a: row.alliance_id, c: row.code, k: nameKey(row.name), was: row.name_key }))
    .filter(({ k, was }) => k !== was);
  for (let from = 0; from < changed.length; from += together) {
    await knex.raw(
      `update cooperatives set name_key = k.k from jsonb_to_recordset(?::jsonb) as k(a uuid, c text, k text)
        where alliance_id = k.a and code = k.c`,
      [JSON.stringify(changed.slice(from, from + together))],
    );
  }
  await knex.raw('alter table cooperatives enable trigger cooperative_is_kept');
}

/** Keys stay as they are: an import writes its own. */
export async function down(): Promise<void> {
  await Promise.resolve();
}
