// What those who run the service look at: processes that are alive, backups that were made, what was done to accounts;
// and the journal in the order in which it is read there.
import type { Knex } from 'knex';

export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    -- One row for every process, written anew every few seconds. Times by the clock of the database.
    create table processes (
      name text primary key,
      role text not null,
      version text not null,
      started_at timestamptz not null,
      seen_at timestamptz not null,
      -- Null while it lives, and for ever when it was cut off.
      stopped_at timestamptz,
      -- How far its clock is ahead of the database's.
      ahead_ms bigint not null,
      -- Room on its disks: [{place, folder, free, total}] in bytes.
      disks jsonb not null,
      constraint process_role check (role in ('web', 'worker', 'all'))
    );

    create table backups (
      id bigint generated always as identity primary key,
      folder text not null,
      began_at timestamptz not null,
      ended_at timestamptz not null,
      bytes bigint not null,
      files int not null,
      -- Why it cannot be relied on; null when all of it was read back and is what was written.
      fault text
    );
    create index backups_by_end on backups (ended_at);

    create table account_acts (
      id bigint generated always as identity primary key,
      alliance_id uuid not null references alliances,
      account_id uuid not null references accounts,
      act text not null,
      -- Roles that were given.
      roles text[],
      -- Null: from the command line.
      made_by uuid references accounts,
      made_at timestamptz not null
    );
    create index account_acts_by_alliance on account_acts (alliance_id, id);
    comment on table account_acts is 'What was done to accounts by those who keep them. Append-only.';
    create function account_act_stays() returns trigger language plpgsql as $$
      begin
        raise exception 'what was done to an account is not changed' using errcode = 'insufficient_privilege';
      end $$;
    create trigger account_act_stays before update or delete or truncate on account_acts
      for each statement execute function account_act_stays();
    create view audit_v1.account_act as
      select id as act_id, account_id, act, roles, made_by, made_at from account_acts;
    do $$ begin
      grant select on audit_v1.account_act to sang_lap_app;
    exception when insufficient_privilege or undefined_object then
      raise notice 'role sang_lap_app is not there: %', sqlerrm;
    end $$;

    -- HMAC of the code that an administrator hands over in person; the link alone then opens nothing.
    alter table sign_in_links add column spoken bytea;

    create index outbox_failed on outbox (id) where state = 'failed';
    drop index events_by_arrival;
    create index events_by_arrival on case_events (seq);
    create index events_by_day on case_events using brin (at);
  `);
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw(`
    drop index events_by_day;
    drop index events_by_arrival;
    create index events_by_arrival on case_events using brin (seq);
    drop index outbox_failed;
    alter table sign_in_links drop column spoken;
    drop view audit_v1.account_act;
    drop table account_acts;
    drop function account_act_stays;
    drop table backups;
    drop table processes;
  `);
}
