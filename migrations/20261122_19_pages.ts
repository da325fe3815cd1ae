// Wording that alliances put in place of the shipped one, and which of it a paper was written with; the tour that a
// person has seen.
import type { Knex } from 'knex';

export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    -- A revision without a text is the return to the shipped one.
    create table wordings (
      alliance_id uuid not null references alliances,
      kind text not null,
      name text not null,
      revision int not null,
      text text,
      made_by uuid not null references accounts,
      made_at timestamptz not null,
      primary key (alliance_id, kind, name, revision),
      constraint wording_kind check (kind in ('notice', 'document')),
      constraint revisions_count_up check (revision > 0)
    );
    comment on table wordings is 'Every revision stays: who wrote which words, and when.';
    create function wording_stays() returns trigger language plpgsql as $$
      begin
        raise exception 'a revision of a wording is not changed' using errcode = 'insufficient_privilege';
      end $$;
    create trigger wording_stays before update or delete or truncate on wordings
      for each statement execute function wording_stays();

    -- Null: written with the shipped wording.
    alter table documents add column wording int;

    alter table accounts add column tour_seen_at timestamptz;
  `);
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw(`
    alter table accounts drop column tour_seen_at;
    alter table documents drop column wording;
    drop table wordings;
    drop function wording_stays;
  `);
}
