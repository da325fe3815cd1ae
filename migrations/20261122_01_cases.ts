// Alliances and accounts, cases and their journal, and all that is written with an event.
import type { Knex } from 'knex';

export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    create extension if not exists unaccent with schema public;

    -- Search without diacritics. Immutable, because the dictionary is named.
    create function public.fold(words text) returns text language sql immutable parallel safe as
      $$ select replace(lower(public.unaccent('public.unaccent', normalize(words, nfc))), 'đ', 'd') $$;

    create table alliances (
      id uuid primary key,
      slug text not null unique,
      name text not null,
      parent text,
      abbreviation text not null,
      place text not null,
      settings jsonb not null default '{}'
    );

    create table accounts (
      id uuid primary key,
      alliance_id uuid not null references alliances,
      email text not null,
      name text not null,
      roles text[] not null,
      -- Null: this account has no password.
      password text,
      created_at timestamptz not null,
      disabled_at timestamptz,
      constraint account_has_a_role check (cardinality(roles) > 0)
    );
    create unique index one_account_per_address on accounts (lower(email));

    -- Bearer tokens of API clients: only the SHA-256 of a token is kept.
    create table api_tokens (
      id uuid primary key,
      account_id uuid not null references accounts,
      label text not null,
      hash bytea not null unique,
      created_at timestamptz not null,
      revoked_at timestamptz
    );

    -- Calendars and settings as they were when an event was decided: a replay reads them by revision.
    create table calendars (
      revision text primary key,
      alliance_id uuid not null references alliances,
      days jsonb not null,
      created_at timestamptz not null
    );
    create table settings (
      revision text primary key,
      settings jsonb not null
    );

    -- The register of cooperatives known here; codes are unique in the country.
    create table cooperatives (
      alliance_id uuid not null references alliances,
      code text not null,
      name text not null,
      kind text not null,
      status text not null,
      registered_on date not null,
      commune text not null default '',
      persons text[] not null default '{}',
      case_id uuid,
      primary key (alliance_id, code)
    );

    -- Yearly number series. The row is locked by the statement that takes a number, so numbers have no gap.
    create table registers (
      alliance_id uuid not null references alliances,
      series text not null,
      year int not null,
      last int not null,
      primary key (alliance_id, series, year)
    );

    create table cases (
      id uuid primary key,
      alliance_id uuid not null references alliances,
      process text not null,
      number text not null,
      version int not null,
      state text not null,
      open boolean not null,
      snapshot jsonb not null,
      head bytea not null,
      title text not null,
      commune text not null default '',
      subject text,
      parent_id uuid,
      unit text not null default '',
      assignee text,
      due_on date,
      parties text[] not null default '{}',
      recused text[] not null default '{}',
      opened_on date not null,
      opened_at timestamptz not null,
      updated_at timestamptz not null,
      constraint version_counts_events check (version > 0)
      -- Half of every page stays free, so that an update finds room beside the old row and touches no index.
    ) with (fillfactor = 50);
    -- A snapshot of about 2 KB stays in the row: out-of-line storage costs a third of the commits.
    alter table cases alter column snapshot set storage main;
    alter table cases set (toast_tuple_target = 8160);
    create unique index case_number_is_unique on cases (alliance_id, number);
    create unique index one_open_case_per_subject on cases (alliance_id, subject) where open and subject is not null;
    create index cases_by_opening on cases (alliance_id, opened_at, id);
    create index open_cases_by_due on cases (alliance_id, due_on, id) where open;
    create index cases_by_party on cases using gin (parties);
    create index cases_by_words on cases using gin (to_tsvector('simple', public.fold(number || ' ' || title || ' ' || commune)));
    create index cases_by_parent on cases (parent_id) where parent_id is not null;

    -- No foreign key to cases: the one statement that writes an event also writes its case, and the key's row lock
    -- would cost every commit.
    create table case_events (
      case_id uuid not null,
      version int not null,
      event_id uuid not null,
      client_ref text,
      type text not null,
      actor_id text not null,
      occurred_on date not null,
      at timestamptz not null,
      counts text[],
      prev_hash bytea not null,
      hash bytea not null,
      canonical text not null,
      -- Order of arrival over all cases, with gaps where a statement failed: what an anchor covers.
      seq bigint generated always as identity,
      primary key (case_id, version),
      constraint versions_start_at_one check (version > 0)
    );
    create index counted_events on case_events (occurred_on) where counts is not null;
    create index events_by_arrival on case_events using brin (seq);
    comment on table case_events is
      'Append-only journal. hash = SHA-256(prev_hash || canonical); the first prev_hash is 32 zero bytes. No update, no delete, no truncate.';
    create function journal_is_append_only() returns trigger language plpgsql as
      $$ begin raise exception 'the journal is append-only' using errcode = 'insufficient_privilege'; end $$;
    create trigger journal_stays before update or delete or truncate on case_events
      for each statement execute function journal_is_append_only();

    -- Personal identifiers live here and nowhere else; erasing a row leaves the chain of digests whole.
    create table person_rows (
      id uuid primary key,
      case_id uuid not null,
      kind text not null,
      value text,
      salt bytea,
      erased_at timestamptz,
      constraint erased_means_gone check (erased_at is null or (value is null and salt is null))
    );
    create index person_rows_of_case on person_rows (case_id);

    -- Answers to unsafe calls, by person and key.
    create table idempotency (
      person_id text not null,
      key text not null,
      request bytea not null,
      status int not null,
      answer jsonb not null,
      at timestamptz not null,
      primary key (person_id, key)
    );
    create index idempotency_by_time on idempotency using brin (at);
  `);
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw(`
    drop table idempotency, person_rows, case_events, cases, registers, cooperatives, settings, calendars, api_tokens,
      accounts, alliances;
    drop function journal_is_append_only; drop function fold;
  `);
}
