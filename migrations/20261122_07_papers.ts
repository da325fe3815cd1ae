// Who made a paper, how it is signed, what replaced it, how often it was checked. An issued paper stays as it is.
import type { Knex } from 'knex';

export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    alter table documents
      add column prepared_by text,
      add column approved_by text,
      add column signed_by text,
      -- Who signed the file and how: level, subjects and fingerprints of the certificates.
      add column signature jsonb,
      -- The paper that this one corrects, and the one that corrects it.
      add column supersedes text references documents deferrable initially deferred,
      add column superseded_by text,
      add column superseded_at timestamptz,
      -- Place in the status list that others may keep a copy of.
      add column status_index bigint generated always as identity,
      add column void_reason text,
      add constraint preparer_approver_signer_differ check (
        prepared_by <> approved_by and approved_by <> signed_by and prepared_by <> signed_by),
      add constraint voided_says_why check (state <> 'voided' or void_reason is not null) not valid;
    create unique index superseded_once on documents (supersedes) where supersedes is not null;
    create index documents_by_status on documents (status_index);
    comment on constraint preparer_approver_signer_differ on documents is
      'Four eyes: who prepared, who approved and who signed are different people, where they are known.';

    -- What was issued is never made anew: only its later fate may be written.
    create function issued_paper_stays() returns trigger language plpgsql as $$
      begin
        if tg_op = 'DELETE' then
          raise exception 'an issued paper is not deleted' using errcode = 'insufficient_privilege';
        end if;
        if (old.id, old.case_id, old.alliance_id, old.kind, old.series, old.year, old.number, old.symbol, old.code,
            old.issued_on, old.path, old.bytes, old.sha256, old.issued_at, old.data, old.signature, old.prepared_by,
            old.approved_by, old.signed_by, old.supersedes, old.status_index) is distinct from
           (new.id, new.case_id, new.alliance_id, new.kind, new.series, new.year, new.number, new.symbol, new.code,
            new.issued_on, new.path, new.bytes, new.sha256, new.issued_at, new.data, new.signature, new.prepared_by,
            new.approved_by, new.signed_by, new.supersedes, new.status_index) then
          raise exception 'an issued paper is not changed' using errcode = 'insufficient_privilege';
        end if;
        return new;
      end $$;
    create trigger issued_paper_stays before update or delete on documents
      for each row when (old.state <> 'owed') execute function issued_paper_stays();

    -- How often a paper was looked up by its code, and how often a file was compared with it.
    create table paper_checks (
      document_id text not null references documents deferrable initially deferred,
      checked_on date not null,
      kind text not null,
      times int not null,
      primary key (document_id, checked_on, kind),
      constraint check_kind check (kind in ('code', 'file-same', 'file-other'))
    );

    create or replace view audit_v1.certificate as
      select d.series, d.number, d.case_id, d.sha256 as document_sha256, d.issued_at,
        case when d.superseded_at is not null then d.superseded_at::date
          when c.status in ('revoked', 'expired', 'superseded') then c.status_on else d.voided_at::date end as voided_at
      from documents d join certificates c using (case_id) where d.kind = 'RECOGNITION_CERT';
  `);
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw(`
    create or replace view audit_v1.certificate as
      select d.series, d.number, d.case_id, d.sha256 as document_sha256, d.issued_at,
        case when c.status in ('revoked', 'expired', 'superseded') then c.status_on else d.voided_at::date end as voided_at
      from documents d join certificates c using (case_id) where d.kind = 'RECOGNITION_CERT';
    drop table paper_checks;
    drop trigger issued_paper_stays on documents;
    drop function issued_paper_stays;
    alter table documents drop column prepared_by, drop column approved_by, drop column signed_by,
      drop column signature, drop column supersedes, drop column superseded_by, drop column superseded_at,
      drop column status_index, drop column void_reason;
  `);
}
