// Keys of names with their tones placed one way: "Hoà Bình" and "Hòa Bình" are one name.
import type { Knex } from 'knex';

/** As `placements` in machines/founding/likeness.ts. */
const from = 'òa óa ỏa õa ọa òe óe ỏe õe ọe uì uí uỉ uĩ uị';
const to = 'oà oá oả oã oạ oè oé oẻ oẽ oẹ ùi úi ủi ũi ụi';

export async function up(knex: Knex): Promise<void> {
  const written = to.split(' ');
  const key = from
    .split(' ')
    .reduce((told, each, at) => `replace(${told}, '${each}', '${written[at]}')`, 'name_key');
  // What a row was before does not change by this, so nothing is written to its history.
  await knex.raw(`
    alter table cooperatives disable trigger cooperative_is_kept;
    update cooperatives set name_key = ${key} where name_key <> ${key};
    alter table cooperatives enable trigger cooperative_is_kept;
  `);
}

/** Keys stay as they are: an import writes its own. */
export async function down(): Promise<void> {
  await Promise.resolve();
}
