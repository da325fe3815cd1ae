// Files that people send in, and remarks on them.
import type { Knex } from 'knex';

export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    -- One row for every version of every place in a dossier. The bytes lie in the store of files, by their hash.
    create table files (
      id uuid primary key,
      case_id uuid not null,
      alliance_id uuid not null references alliances,
      slot text not null,
      -- 1, 2, 3 within the place; null for what was refused and is kept nowhere.
      version int,
      name text not null,
      type text not null,
      bytes bigint not null,
      sha256 bytea not null,
      -- received: sound, but not scanned yet; available: may be read; quarantined: kept, never served.
      state text not null,
      refusal text,
      -- Pages, size of the picture, names of the sheets.
      outline jsonb not null default '{}',
      sent_by text not null,
      sent_at timestamptz not null,
      scanned_at timestamptz,
      withdrawn_at timestamptz,
      constraint file_state check (state in ('received', 'available', 'refused', 'quarantined')),
      constraint refused_has_a_reason check ((state in ('refused', 'quarantined')) = (refusal is not null)),
      constraint kept_has_a_version check ((state = 'refused') = (version is null)),
      constraint digest_is_sha256 check (octet_length(sha256) = 32)
    );
    create unique index one_file_per_version on files (case_id, slot, version);
    create unique index one_refusal_per_content on files (case_id, slot, sha256, sent_by) where state = 'refused';
    create index files_by_content on files (sha256);
    create index files_by_sender on files (sent_by, sent_at);
    create index files_to_scan on files (sent_at) where state = 'received';

    create table file_remarks (
      id uuid primary key,
      file_id uuid not null references files,
      text text not null,
      made_by text not null,
      made_at timestamptz not null
    );
    create index remarks_of_file on file_remarks (file_id);

    create view audit_v1.file as
      select id as file_id, case_id, slot, version, name, type, bytes, sha256, state, sent_by, sent_at, withdrawn_at
      from files;
    do $$ begin
      grant select on audit_v1.file to sang_lap_app;
    exception when insufficient_privilege or undefined_object then
      raise notice 'role sang_lap_app is not there: %', sqlerrm;
    end $$;
  `);
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw('drop view audit_v1.file; drop table file_remarks, files');
}
