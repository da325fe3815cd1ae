// How each alliance writes the numbers of its papers, and who declared a number void.
import type { Knex } from 'knex';

export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    -- By series, such as {"QD": "{no}/{type}-{org}"}; a series that is not named is written {no}/{year}/{symbol}.
    alter table alliances add column number_patterns jsonb not null default '{}';
    alter table documents add column voided_by text;
  `);
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw(`
    alter table alliances drop column number_patterns;
    alter table documents drop column voided_by;
  `);
}
