// What follows from events: timers, the outbox, work items, papers, certificates, votes.
import type { Knex } from 'knex';

export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    -- The next moment each running term of a case asks for something.
    create table timers (
      case_id uuid not null,
      term text not null,
      id text not null,
      due_at timestamptz not null,
      primary key (case_id, term)
    );
    create index timers_by_due on timers (due_at);

    -- Effects that leave the database; the id is case/version/index and stays the same over retries.
    create table outbox (
      id text primary key,
      case_id uuid not null,
      kind text not null,
      payload jsonb not null,
      state text not null default 'pending',
      attempts int not null default 0,
      next_at timestamptz not null,
      leased_by text,
      leased_until timestamptz,
      error text,
      created_at timestamptz not null,
      done_at timestamptz,
      constraint outbox_state check (state in ('pending', 'done', 'failed')),
      constraint done_has_a_time check ((state = 'done') = (done_at is not null))
    ) with (fillfactor = 80);
    create index outbox_waiting on outbox (next_at) where state = 'pending';
    create index outbox_of_case on outbox (case_id);

    -- Work of the staff: opens and closes with a state of its case, claimed by one person at a time.
    create table work_items (
      id text primary key,
      case_id uuid not null,
      alliance_id uuid not null,
      state text not null,
      title jsonb not null,
      roles text[] not null,
      due_on date,
      opened_at timestamptz not null,
      closed_at timestamptz,
      claimed_by text,
      claimed_at timestamptz,
      constraint claimed_has_a_time check ((claimed_by is null) = (claimed_at is null))
    );
    create unique index one_open_item_per_state on work_items (case_id, state) where closed_at is null;
    create index open_work_by_due on work_items (alliance_id, due_on, id) where closed_at is null;

    -- Papers issued by events; the number is taken in the transaction of the event.
    create table documents (
      id text primary key,
      case_id uuid not null,
      alliance_id uuid not null,
      kind text not null,
      title jsonb not null,
      series text,
      year int,
      number int,
      symbol text,
      code text not null unique,
      data jsonb not null,
      issued_on date not null,
      state text not null default 'owed',
      path text,
      bytes bigint,
      sha256 bytea,
      issued_at timestamptz,
      voided_at timestamptz,
      constraint document_state check (state in ('owed', 'issued', 'voided')),
      constraint issued_has_bytes check (state <> 'issued' or (path is not null and sha256 is not null and bytes > 0)),
      constraint number_is_whole check ((series is null) = (number is null))
    );
    create unique index document_number_is_unique on documents (alliance_id, series, year, number) where number is not null;
    create index documents_of_case on documents (case_id);

    create table certificates (
      case_id uuid primary key,
      alliance_id uuid not null,
      status text not null,
      holder text not null,
      cooperative text,
      criterion text not null,
      data jsonb not null,
      issued_on date not null,
      valid_until date,
      status_on date not null,
      reason text
    );

    create table votes (
      id text primary key,
      case_id uuid not null,
      board_member text not null,
      person_id text not null,
      ballot text not null,
      -- Which meeting of the case, and which vote of it.
      attempt int not null,
      round int not null,
      at timestamptz not null,
      void boolean not null default false
    );
    create unique index one_ballot_per_person_and_round on votes (case_id, attempt, round, person_id) where not void;

    -- Messages kept where no SMTP server is set.
    create table dev_mailbox (
      notice_id text primary key,
      message_id text not null,
      recipient text not null,
      subject text not null,
      body_text text not null,
      body_html text not null,
      at timestamptz not null
    );

    -- The clock of development: how far it is ahead.
    create table dev_clock (
      single boolean primary key default true check (single),
      offset_ms bigint not null
    );

    -- Merkle roots over the journal, chained; the same lines are written outside the database.
    create table anchors (
      number int primary key,
      at timestamptz not null,
      events bigint not null,
      until_seq bigint not null,
      root bytea not null,
      chain bytea not null
    );
  `);
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw(
    'drop table anchors, dev_clock, dev_mailbox, votes, certificates, documents, work_items, outbox, timers',
  );
}
