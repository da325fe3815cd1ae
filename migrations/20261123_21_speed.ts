// The process of the case beside each work item, so that work of one process is counted without reading the cases.
import type { Knex } from 'knex';

export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    alter table work_items add column process text;
    update work_items w set process = c.process from cases c where c.id = w.case_id;
    alter table work_items alter column process set not null;
    comment on column work_items.process is 'As in the case, which never changes its own: a version of a process.';
  `);
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw('alter table work_items drop column process');
}
