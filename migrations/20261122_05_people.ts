// Personal identifiers encrypted under a key outside the database, and who read them.
import type { Knex } from 'knex';

export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    -- value and salt are only in rows written before there was a key; the next start encrypts those.
    alter table person_rows
      add column cipher bytea,
      add column mark bytea,
      drop constraint erased_means_gone,
      add constraint erased_means_gone check (erased_at is null or
        (value is null and salt is null and cipher is null and mark is null)),
      add constraint never_both_ways check (value is null or cipher is null);
    comment on column person_rows.cipher is
      'Key number, nonce, AES-256-GCM of salt and value, tag; bound to id and kind. The keys are in PERSONAL_KEY, never here.';
    comment on column person_rows.mark is 'Key number and HMAC-SHA-256 of the value, to look a row up by.';
    create index person_rows_by_mark on person_rows (mark) where mark is not null;
    create index person_rows_in_the_clear on person_rows (id) where value is not null;

    -- One person may have several accounts; whoever has only one is told by that account.
    alter table accounts add column person uuid;
    create index accounts_by_person on accounts (person) where person is not null;
    comment on column accounts.person is 'Same in all accounts of one person; null where there is only one.';
    create function accounts_of(account text) returns text[] language sql stable parallel safe as $$
      select coalesce(array_agg(other.id::text), '{}') || account
      from accounts mine join accounts other on other.person = mine.person
      where mine.id = case when account ~ '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$' then account::uuid end
    $$;

    -- What people declare of themselves and their relatives; the identifiers are person rows under the id.
    create table relations (
      id uuid primary key,
      account_id uuid not null references accounts,
      alliance_id uuid not null references alliances,
      relation text not null,
      name text not null,
      -- Account of the relative, where known.
      relative uuid,
      -- Code of the cooperative that is lent to.
      cooperative text,
      declared_at timestamptz not null,
      withdrawn_at timestamptz,
      constraint known_relation check (relation in ('self', 'spouse', 'parent', 'child', 'sibling', 'inLaw', 'creditor')),
      constraint creditor_of_somebody check ((relation = 'creditor') = (cooperative is not null))
    );
    create index relations_of_account on relations (account_id) where withdrawn_at is null;

    -- Codes by which people join a founding group: only the SHA-256 of a code is kept.
    create table invitations (
      id uuid primary key,
      case_id uuid not null,
      hash bytea not null unique,
      expires_on date not null
    );

    -- Changes with everything that ties are computed from. A vote is written only if it is still the number it was
    -- decided on, by the statement that writes it.
    alter table alliances add column ties int not null default 0;
    create function ties_changed() returns trigger language plpgsql as $$
      begin
        update alliances set ties = ties + 1 where id = coalesce(new.alliance_id, old.alliance_id);
        return null;
      end $$;
    create trigger relation_changes_ties after insert or update or delete on relations
      for each row execute function ties_changed();
    create trigger person_changes_ties after update of person, roles on accounts
      for each row when (old.person is distinct from new.person or old.roles is distinct from new.roles)
      execute function ties_changed();
    create trigger persons_change_ties after update of persons on cooperatives
      for each row when (old.persons is distinct from new.persons) execute function ties_changed();

    -- What tells whether the keys at hand are those that the rows were written with.
    create table personal_keys (
      id smallint primary key,
      print bytea not null
    );

    create table personal_reads (
      seq bigint generated always as identity primary key,
      at timestamptz not null,
      reader text not null,
      -- Null for what takes all cases at once, such as a backup.
      case_id uuid,
      operation text not null,
      identifiers int not null
    );
    comment on table personal_reads is
      'Append-only: every time identifiers of a case were handed to a person, written by the statement that reads them.';
    create index personal_reads_of_case on personal_reads (case_id, seq);
    create trigger reads_stay before update or delete or truncate on personal_reads
      for each statement execute function journal_is_append_only();
    create view audit_v1.personal_read as
      select seq, at, reader, case_id, operation, identifiers from personal_reads;

    do $$ begin
      grant select, insert, update, delete on personal_keys, personal_reads, relations, invitations to sang_lap_app;
      grant select on audit_v1.personal_read to sang_lap_app;
      revoke update, delete, truncate on personal_reads from sang_lap_app;
    exception when undefined_object or insufficient_privilege then
      raise notice 'role sang_lap_app has no rights here: %', sqlerrm;
    end $$;
    do $$ begin
      execute format('revoke update, delete, truncate on personal_reads from %I', current_user);
    end $$;
  `);
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw(`
    drop table relations, invitations;
    drop trigger person_changes_ties on accounts;
    drop trigger persons_change_ties on cooperatives;
    drop function ties_changed, accounts_of;
    alter table alliances drop column ties;
    alter table accounts drop column person;
    drop view audit_v1.personal_read;
    drop table personal_reads, personal_keys;
    drop index person_rows_by_mark, person_rows_in_the_clear;
    alter table person_rows drop constraint never_both_ways, drop column cipher, drop column mark;
  `);
}
