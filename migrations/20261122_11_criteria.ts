// Criteria sets of the alliances in versions, and the yearly campaigns of self-assessment.
import type { Knex } from 'knex';

export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    -- A draft may change; what was published stays as it was for ever: cases are decided on it.
    create table criteria_sets (
      alliance_id uuid not null references alliances,
      set_id text not null,
      version int not null,
      status text not null default 'draft',
      content jsonb not null,
      -- SHA-256 of the content, taken when it is published: decisions name it.
      revision text,
      -- Counts the changes of a draft.
      edition int not null default 1,
      based_on text not null,
      valid_from date,
      valid_to date,
      reason text,
      created_by text not null,
      created_at timestamptz not null,
      changed_by text not null,
      changed_at timestamptz not null,
      published_by text,
      published_at timestamptz,
      primary key (alliance_id, set_id, version),
      constraint criteria_set_status check (status in ('draft', 'published', 'retired')),
      constraint versions_count_from_one check (version > 0),
      constraint published_is_complete check (
        (status = 'draft') = (revision is null) and (status = 'draft') = (valid_from is null)
          and (status = 'draft') = (published_at is null))
    );
    create unique index one_draft_per_set on criteria_sets (alliance_id, set_id) where status = 'draft';
    create function published_criteria_stay() returns trigger language plpgsql as
      $$ begin raise exception 'a published criteria set does not change' using errcode = 'insufficient_privilege'; end $$;
    create trigger criteria_stay before update on criteria_sets for each row
      when (old.status <> 'draft' and (old.content is distinct from new.content or old.revision is distinct from new.revision
        or new.status = 'draft')) execute function published_criteria_stay();
    create trigger criteria_are_kept before delete on criteria_sets for each row
      when (old.status <> 'draft') execute function published_criteria_stay();

    -- Published contents by the hash that decisions name.
    create table criteria_contents (
      revision text primary key,
      content jsonb not null
    );

    -- Who changed which setting of the alliance, and why; cases name the revision they were decided on.
    create table setting_changes (
      id bigint generated always as identity primary key,
      alliance_id uuid not null references alliances,
      process text not null,
      name text not null,
      before jsonb,
      after jsonb,
      reason text not null,
      changed_by text not null,
      changed_at timestamptz not null
    );
    create index setting_changes_of_alliance on setting_changes (alliance_id, id);

    create table campaigns (
      id uuid primary key,
      alliance_id uuid not null references alliances,
      title text not null,
      set_id text not null,
      period int not null,
      hand_in_by date not null,
      registry_by date not null,
      province_by date not null,
      created_by text not null,
      created_at timestamptz not null,
      opened_at timestamptz,
      constraint days_follow_each_other check (hand_in_by <= registry_by and registry_by <= province_by)
    );
    create unique index one_campaign_per_set_and_period on campaigns (alliance_id, set_id, period);

    -- The cooperatives of a campaign, and the case that was opened for each.
    create table campaign_members (
      campaign_id uuid not null references campaigns,
      cooperative text not null,
      commune text not null default '',
      case_id uuid,
      refused jsonb,
      primary key (campaign_id, cooperative)
    );
    create index campaign_of_case on campaign_members (case_id) where case_id is not null;
  `);
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw(`
    drop table campaign_members, campaigns, setting_changes, criteria_contents, criteria_sets;
    drop function published_criteria_stay;
  `);
}
