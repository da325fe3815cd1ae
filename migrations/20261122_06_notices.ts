// Who is told, in which language and how; and the staff's life: units, territories, absences, assignments.
import type { Knex } from 'knex';

export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    alter table accounts
      add column language text not null default 'vi',
      add column digest boolean not null default false,
      add constraint account_language check (language in ('vi', 'en'));

    -- What belongs to no case: a daily digest, a reminder of the alliance's own calendar.
    alter table outbox alter column case_id drop not null;
    alter table outbox add column alliance_id uuid;
    alter table dev_mailbox add column attachments jsonb not null default '[]';

    -- One row for each notice owed to a person with an account, written with what owes it.
    create table inbox (
      person_id text not null,
      notice_id text not null,
      case_id uuid,
      at timestamptz not null,
      read_at timestamptz,
      primary key (person_id, notice_id)
    );
    create index inbox_by_time on inbox (person_id, at desc, notice_id desc);
    create index inbox_unread on inbox (person_id, case_id) where read_at is null;
    insert into inbox (person_id, notice_id, case_id, at)
      select payload #>> '{recipient,person}', id, case_id, created_at from outbox
      where kind = 'notify' and payload #>> '{recipient,person}' is not null;

    -- Reminders that wait for their reader's daily mail; the digest is itself a row of the outbox.
    create table digest_items (
      notice_id text primary key,
      digest_id text not null
    );
    create index items_of_digest on digest_items (digest_id);

    create table units (
      id uuid primary key,
      alliance_id uuid not null references alliances,
      -- Stands in the cases; never changes.
      code text not null,
      name text not null,
      name_en text not null,
      created_at timestamptz not null,
      closed_at timestamptz,
      constraint unit_code_is_unique unique (alliance_id, code)
    );
    create table unit_members (
      unit_id uuid not null references units,
      account_id uuid not null references accounts,
      head boolean not null default false,
      primary key (unit_id, account_id)
    );
    create index units_of_member on unit_members (account_id);

    -- What comes to a unit: communes of 2025, districts before, or everything; of one process or of all ('').
    create table unit_territories (
      unit_id uuid not null references units,
      process text not null default '',
      kind text not null,
      code text not null default '',
      name text not null default '',
      primary key (unit_id, process, kind, code),
      constraint territory_kind check (kind in ('commune', 'district', 'everywhere')),
      constraint territory_has_a_code check ((kind = 'everywhere') = (code = ''))
    );

    create table absences (
      id uuid primary key,
      alliance_id uuid not null references alliances,
      account_id uuid not null references accounts,
      deputy_id uuid references accounts,
      first_on date not null,
      last_on date not null,
      reason text not null default '',
      made_by uuid not null references accounts,
      made_at timestamptz not null,
      ended_at timestamptz,
      constraint absence_has_days check (first_on <= last_on),
      constraint deputy_is_another check (deputy_id <> account_id)
    );
    create index absences_of_account on absences (account_id, last_on) where ended_at is null;

    -- Who gave a case to whom, and why; the case row has the latest.
    create table assignments (
      id uuid primary key,
      case_id uuid not null,
      unit text not null,
      assignee text,
      by_id text not null,
      at timestamptz not null,
      reason text not null default ''
    );
    create index assignments_of_case on assignments (case_id, id);
    create index open_cases_by_assignee on cases (assignee) where open and assignee is not null;

    -- Cases whose nearing end, and late work items, the heads of the unit have been told of; a moved end is told anew.
    create table escalations (
      subject text not null,
      due_on date not null,
      at timestamptz not null,
      primary key (subject, due_on)
    );
  `);
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw(`
    drop table escalations, assignments, absences, unit_territories, unit_members, units, digest_items, inbox;
    drop index open_cases_by_assignee;
    alter table dev_mailbox drop column attachments;
    delete from outbox where case_id is null;
    alter table outbox drop column alliance_id, alter column case_id set not null;
    alter table accounts drop column language, drop column digest;
  `);
}
