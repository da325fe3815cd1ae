// Papers that a person signs outside the service, with a token of their own: whose certificates are known, who signs
// so, and what was prepared for it.
import type { Knex } from 'knex';

export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    create table signer_certificates (
      id uuid primary key default gen_random_uuid(),
      alliance_id uuid not null references alliances,
      account_id uuid not null references accounts,
      sha256 bytea not null,
      -- Name, office and organisation only: certificates of persons carry their identity number too.
      subject text not null,
      issuer text not null,
      valid_from timestamptz not null,
      valid_to timestamptz not null,
      added_by uuid not null references accounts,
      added_at timestamptz not null,
      withdrawn_by uuid references accounts,
      withdrawn_at timestamptz,
      constraint known_by_another check (added_by <> account_id)
    );
    comment on table signer_certificates is
      'Which certificate is whose, as an administrator who is not that person has seen. Rows are withdrawn, not deleted.';
    create unique index one_person_for_a_certificate on signer_certificates (sha256) where withdrawn_at is null;

    -- Null: the service signs the papers of this person.
    alter table accounts add column signs_own_since timestamptz;

    create table prepared_papers (
      document_id text primary key references documents deferrable initially deferred,
      account_id uuid not null references accounts,
      path text not null,
      sha256 bytea not null,
      bytes int not null,
      -- Where the picture of the signature may stand.
      place jsonb,
      wording int,
      prepared_at timestamptz not null,
      outcome text,
      settled_at timestamptz,
      constraint prepared_outcome check (outcome in ('signed', 'handed-over')),
      constraint outcome_has_its_time check ((outcome is null) = (settled_at is null))
    );
    create index prepared_papers_waiting on prepared_papers (account_id) where settled_at is null;
    comment on table prepared_papers is
      'Papers whose number and bytes are fixed and which wait for, or have got, the signature of that person.';
  `);
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw(`
    drop table prepared_papers;
    alter table accounts drop column signs_own_since;
    drop table signer_certificates;
  `);
}
