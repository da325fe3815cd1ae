// Signing in: sessions, attempts under way, what people prove themselves with, and the counts that limit guessing.
// Whatever a browser or a link carries is kept as a SHA-256 only.
import type { Knex } from 'knex';

export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    create table sessions (
      -- Public: what its owner ends it by. The cookie is another value.
      id uuid primary key,
      hash bytea not null unique,
      account_id uuid not null references accounts on delete cascade,
      method text not null,
      device text not null default '',
      created_at timestamptz not null,
      seen_at timestamptz not null,
      -- When the person last proved who they are.
      proven_at timestamptz not null,
      idle_ends_at timestamptz not null,
      ends_at timestamptz not null,
      constraint session_method check (method in ('code', 'password', 'oidc'))
    );
    create index sessions_of_account on sessions (account_id);
    create index sessions_by_end on sessions (ends_at);

    -- An attempt to sign in or to change something, known to one browser only. One of a kind for each browser.
    create table sign_in_steps (
      id uuid primary key,
      browser bytea not null,
      kind text not null,
      account_id uuid references accounts on delete cascade,
      -- HMAC of the code that was mailed.
      mac bytea,
      -- Sealed: whatever the attempt must remember.
      sealed bytea,
      tries int not null default 0,
      created_at timestamptz not null,
      ends_at timestamptz not null,
      constraint one_step_of_a_kind_per_browser unique (browser, kind)
    );
    create index sign_in_steps_by_end on sign_in_steps (ends_at);

    -- Links that were mailed or handed over: each good once.
    create table sign_in_links (
      hash bytea primary key,
      kind text not null,
      account_id uuid not null references accounts on delete cascade,
      sealed bytea,
      tries int not null default 0,
      created_at timestamptz not null,
      ends_at timestamptz not null,
      used_at timestamptz,
      constraint link_kind check (kind in ('enrol', 'reset'))
    );
    create index sign_in_links_of_account on sign_in_links (account_id);

    -- The generator of one-time codes that a person holds. last_step: the newest one that was used.
    create table authenticators (
      account_id uuid primary key references accounts on delete cascade,
      sealed bytea not null,
      last_step bigint not null,
      created_at timestamptz not null
    );

    -- At least 112 random bits each: a plain SHA-256 is enough.
    create table recovery_codes (
      account_id uuid not null references accounts on delete cascade,
      hash bytea not null,
      created_at timestamptz not null,
      primary key (account_id, hash)
    );

    -- Browsers that an account has signed in from: strangers who guess cannot lock these out.
    create table known_devices (
      hash bytea not null,
      account_id uuid not null references accounts on delete cascade,
      created_at timestamptz not null,
      seen_at timestamptz not null,
      primary key (hash, account_id)
    );
    create index known_devices_of_account on known_devices (account_id);

    -- A person at the identity provider of the organisation.
    create table identities (
      issuer text not null,
      subject text not null,
      account_id uuid not null references accounts on delete cascade,
      created_at timestamptz not null,
      primary key (issuer, subject)
    );
    create index identities_of_account on identities (account_id);

    -- How often something was tried. The name is an HMAC: no address is kept here.
    create table sign_in_limits (
      name bytea primary key,
      count int not null,
      ends_at timestamptz not null
    );
    create index sign_in_limits_by_end on sign_in_limits (ends_at);

    -- No released data: passwords are argon2id from the first one on.
    update accounts set password = null;
  `);
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw(`
    drop table sign_in_limits, identities, known_devices, recovery_codes, authenticators, sign_in_links, sign_in_steps,
      sessions;
  `);
}
