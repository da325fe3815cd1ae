// What the desk keeps beside the cases: filters people saved, notes among staff, talk with the applicants.
import type { Knex } from 'knex';

export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    -- A list as one person likes to see it: the query of the list, under a name of theirs.
    create table saved_filters (
      id uuid primary key,
      account_id uuid not null references accounts,
      list text not null,
      name text not null,
      filter jsonb not null,
      created_at timestamptz not null,
      constraint saved_list check (list in ('cases', 'work')),
      constraint one_filter_per_name unique (account_id, list, name)
    );

    -- Among the alliance's own people. Not part of the journal: nothing is decided by a note.
    create table case_notes (
      id uuid primary key,
      case_id uuid not null,
      author_id uuid not null references accounts,
      body text not null,
      at timestamptz not null
    );
    create index notes_of_case on case_notes (case_id, at);

    -- Between the alliance and those who asked for the case, numbered in their order.
    create table case_messages (
      case_id uuid not null,
      number int not null,
      side text not null,
      author_id uuid not null references accounts,
      body text not null,
      at timestamptz not null,
      primary key (case_id, number),
      constraint message_side check (side in ('alliance', 'applicant'))
    );
    create table case_messages_read (
      case_id uuid not null,
      account_id uuid not null references accounts,
      number int not null,
      primary key (case_id, account_id)
    );

    -- How many cases stand where, without reading the cases themselves.
    create index cases_by_standing on cases (alliance_id, open, process, state) include (recused);
    -- Work that has waited longest.
    create index open_work_by_age on work_items (alliance_id, opened_at) where closed_at is null;
    create index accounts_by_name on accounts using gin (to_tsvector('simple', public.fold(name)));
  `);
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw(`
    drop index accounts_by_name; drop index open_work_by_age; drop index cases_by_standing;
    drop table case_messages_read, case_messages, case_notes, saved_filters;
  `);
}
