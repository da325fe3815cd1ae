// Comments in place: what advisers and founders say to each other beside a field of the drafts of a founding case.
import type { Knex } from 'knex';

export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    create table draft_comments (
      id uuid primary key,
      case_id uuid not null,
      -- A part of the drafts, a field of it, an entry of that field's list; '' for the whole of what stands before.
      part text not null,
      field text not null default '',
      no text not null default '',
      side text not null,
      author_id uuid not null references accounts,
      at timestamptz not null,
      body text not null,
      constraint comment_side check (side in ('alliance', 'applicant')),
      constraint entry_of_a_field check (no = '' or field <> '')
    );
    create index draft_comments_of_case on draft_comments (case_id, part, at);
    comment on table draft_comments is
      'Both sides of a case read these; notes among staff are in case_notes.';
    do $$ begin
      grant select, insert, update, delete on draft_comments to sang_lap_app;
    exception when undefined_object or insufficient_privilege then
      raise notice 'role sang_lap_app has no rights here: %', sqlerrm;
    end $$;
  `);
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw('drop table draft_comments');
}
