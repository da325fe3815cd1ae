// What became of files in quarantine, decided by whoever runs the service.
import type { Knex } from 'knex';

export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    create table file_rulings (
      id uuid primary key,
      file_id uuid not null references files,
      ruling text not null,
      reason text not null,
      -- The operator by the name they have on the machine: nobody with an account takes a file out of quarantine.
      made_by text not null,
      made_at timestamptz not null,
      constraint ruling_is_known check (ruling in ('released', 'deleted'))
    );
    create index rulings_of_file on file_rulings (file_id);
    create trigger rulings_stay before update or delete or truncate on file_rulings
      for each statement execute function journal_is_append_only();
    create view audit_v1.file_ruling as
      select id as ruling_id, file_id, ruling, reason, made_by, made_at from file_rulings;
    do $$ begin
      grant select on audit_v1.file_ruling to sang_lap_app;
    exception when insufficient_privilege or undefined_object then
      raise notice 'role sang_lap_app is not there: %', sqlerrm;
    end $$;
  `);
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw('drop view audit_v1.file_ruling; drop table file_rulings');
}
