// Accounts are found by words of their names and addresses, and walked in the order of their names.
import type { Knex } from 'knex';

export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    -- An address would be one word; by its parts somebody is found who is known by half of it.
    create function public.person_words(name text, email text) returns tsvector
      language sql immutable parallel safe as
      $$ select to_tsvector('simple', public.fold(name || ' ' || translate(email, '@._+-', '     '))) $$;
    create index accounts_by_words on accounts using gin (public.person_words(name, email));
    create index accounts_in_order on accounts (alliance_id, (public.fold(name) collate "C"), id);
  `);
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw(`
    drop index accounts_in_order, accounts_by_words;
    drop function public.person_words;
  `);
}
