// What auditors may rely on, version 1, and the login that the service works with.
import type { Knex } from 'knex';

export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    create schema audit_v1;
    create view audit_v1.case_event as
      select case_id, version, event_id, client_ref, type, actor_id, occurred_on, at, prev_hash, hash, canonical from case_events;
    create view audit_v1.certificate as
      select d.series, d.number, d.case_id, d.sha256 as document_sha256, d.issued_at,
        case when c.status in ('revoked', 'expired', 'superseded') then c.status_on else d.voided_at::date end as voided_at
      from documents d join certificates c using (case_id) where d.kind = 'RECOGNITION_CERT';
    create view audit_v1.notice as
      select id as notice_id, case_id, payload #>> '{recipient,name}' as recipient, payload ->> 'template' as kind,
        case state when 'done' then 'sent' else state end as state, attempts, done_at as sent_at
      from outbox where kind = 'notify';
    create view audit_v1.document as
      select id as document_id, case_id, path, bytes, sha256, state from documents;
    create view audit_v1.vote as
      select case_id, board_member, person_id, ballot, at, void from votes;

    -- The service works as this role: it can add to the journal and read it, nothing else. Where the login may not
    -- create roles, the append-only triggers still hold.
    do $$ begin
      if not exists (select from pg_roles where rolname = 'sang_lap_app') then
        create role sang_lap_app nologin;
      end if;
      execute format('grant sang_lap_app to %I', current_user);
      grant usage on schema public, audit_v1 to sang_lap_app;
      grant select, insert, update, delete on all tables in schema public to sang_lap_app;
      grant select on all tables in schema audit_v1 to sang_lap_app;
      revoke update, delete, truncate on case_events from sang_lap_app;
      revoke update, delete, truncate on anchors from sang_lap_app;
      alter default privileges in schema public grant select, insert, update, delete on tables to sang_lap_app;
    exception when insufficient_privilege then
      raise notice 'role sang_lap_app not created: %', sqlerrm;
    end $$;
    do $$ begin
      execute format('revoke update, delete, truncate on case_events, anchors from %I', current_user);
    end $$;
  `);
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw('drop schema audit_v1 cascade');
}
