// What lists, counts and searches read when there are a hundred thousand cases.
import type { Knex } from 'knex';

export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    -- The words a case is found by, kept beside it: to fold them again for each row costs more than to read the row.
    create function public.case_words(number text, title text, commune text) returns tsvector
      language sql immutable parallel safe as
      $$ select to_tsvector('simple', public.fold(number || ' ' || title || ' ' || commune)) $$;
    alter table cases add column words tsvector;
    update cases set words = public.case_words(number, title, commune);
    drop index cases_by_words;
    create index cases_by_words on cases using gin (words);

    -- What lists of cases count and narrow by, without reading the cases themselves: their snapshots are large.
    drop index cases_by_standing;
    create index cases_by_standing on cases (alliance_id, open, process, state, due_on, id)
      include (recused, parent_id, unit, assignee);
    -- What has no due day stands last, by its id.
    create index open_cases_undated on cases (alliance_id, id) where open and due_on is null;
    create index open_work_undated on work_items (alliance_id, id) where closed_at is null and due_on is null;

    -- Few cases have somebody recused; what is hidden from a person is found from them.
    create index cases_with_recusals on cases (id) where recused <> '{}';
    -- So that what is counted from the index alone need not look whether a row is there.
    alter table cases set (autovacuum_vacuum_scale_factor = 0.05);
    alter table work_items set (autovacuum_vacuum_scale_factor = 0.05);

    -- Those who work in the alliance are few beside those who come to it.
    create index accounts_at_work on accounts (alliance_id) where not roles <@ '{founder,cooperative}';
  `);
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw(`
    drop index accounts_at_work;
    alter table work_items reset (autovacuum_vacuum_scale_factor);
    alter table cases reset (autovacuum_vacuum_scale_factor);
    drop index cases_with_recusals;
    drop index open_work_undated;
    drop index open_cases_undated;
    drop index cases_by_standing;
    create index cases_by_standing on cases (alliance_id, open, process, state) include (recused);
    alter table cases drop column words;
    create index cases_by_words on cases
      using gin (to_tsvector('simple', public.fold(number || ' ' || title || ' ' || commune)));
    drop function public.case_words;
  `);
}
