// The register of boards: standing ones and those of a season, with their seats and terms of office.
import type { Knex } from 'knex';

export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    create table boards (
      id uuid primary key,
      alliance_id uuid not null references alliances,
      -- Whose cases it decides: the id of a process.
      process text not null,
      name text not null,
      kind text not null,
      -- Number and day of the decision that set it up, as written.
      decision text not null default '',
      term_from date not null,
      -- Without one it is in office until it is closed.
      term_to date,
      -- Person, name, role, body and vote, in the order of the decision.
      seats jsonb not null,
      created_by text not null,
      created_at timestamptz not null,
      changed_by text not null,
      changed_at timestamptz not null,
      closed_at timestamptz,
      constraint board_kind check (kind in ('standing', 'adhoc')),
      constraint board_term check (term_to >= term_from)
    );
    create index boards_of_alliance on boards (alliance_id, process, term_to) where closed_at is null;

    -- Boards as they were, written by the database whoever changes one.
    create table board_history (
      board_id uuid not null,
      no bigint generated always as identity,
      "row" jsonb not null,
      primary key (board_id, no)
    );
    create function keep_board() returns trigger language plpgsql as $$
      begin
        insert into board_history (board_id, "row") values (old.id, to_jsonb(old));
        return new;
      end $$;
    create trigger board_is_kept before update on boards for each row
      when (old is distinct from new) execute function keep_board();

    -- A score sheet before it is handed in, sealed for its writer alone: not even the database can read it.
    create table sheet_drafts (
      case_id uuid not null,
      account_id uuid not null references accounts,
      sealed bytea not null,
      saved_at timestamptz not null,
      primary key (case_id, account_id)
    );
  `);
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw(`
    drop table sheet_drafts, board_history;
    drop trigger board_is_kept on boards;
    drop function keep_board;
    drop table boards;
  `);
}
