// The register of cooperatives in full: particulars, keys of the name, what each row was before, merged doubles.
import type { Knex } from 'knex';

export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    alter table cooperatives
      add column address text not null default '',
      add column old_district text not null default '',
      add column capital bigint,
      add column members int,
      add column representative text not null default '',
      add column sector text not null default '',
      -- Under which the name and those like it are found; see machines/founding/likeness.ts.
      add column name_key text not null default '',
      -- The row this one is a double of.
      add column merged_into text,
      -- Where the row comes from, a file or a case, and since when it stands.
      add column source text not null default '',
      add column updated_at timestamptz,
      add constraint capital_is_not_negative check (capital >= 0),
      add constraint members_is_not_negative check (members >= 0),
      add constraint not_merged_into_itself check (merged_into <> code);
    create index cooperatives_by_name on cooperatives (name_key);
    create index cooperatives_by_words on cooperatives
      using gin (to_tsvector('simple', public.fold(code || ' ' || name || ' ' || commune)));

    -- Rows as they were, written by the database whoever changes one.
    create table cooperative_history (
      alliance_id uuid not null,
      code text not null,
      no bigint generated always as identity,
      "row" jsonb not null,
      primary key (alliance_id, code, no)
    );
    create function keep_cooperative() returns trigger language plpgsql as $$
      begin
        if old is distinct from new then
          insert into cooperative_history (alliance_id, code, "row")
            values (old.alliance_id, old.code, to_jsonb(old) - 'name_key' - 'alliance_id' - 'persons');
        end if;
        return new;
      end $$;
    create trigger cooperative_is_kept before update on cooperatives
      for each row execute function keep_cooperative();
  `);
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw(`
    drop trigger cooperative_is_kept on cooperatives;
    drop function keep_cooperative;
    drop table cooperative_history;
    drop index cooperatives_by_words, cooperatives_by_name;
    alter table cooperatives drop column address, drop column old_district, drop column capital, drop column members,
      drop column representative, drop column sector, drop column name_key, drop column merged_into, drop column source,
      drop column updated_at;
  `);
}
