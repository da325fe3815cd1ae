// How a person wants to be told: the language of notices, and whether reminders come together once a day.
import type { Knex } from 'knex';

export type Preferences = { language: 'vi' | 'en'; digest: boolean };

/** Returns the preferences of an account; of no account, the usual ones. */
export async function preferencesOf(db: Knex, account: string): Promise<Preferences> {
  const row = await db('accounts').where({ id: account }).first('language', 'digest');
  return (row as Preferences | undefined) ?? { language: 'vi', digest: false };
}

/** Changes what is given and returns all of them. */
export async function changePreferences(
  db: Knex,
  account: string,
  { language, digest }: { language?: 'vi' | 'en' | undefined; digest?: boolean | undefined },
): Promise<Preferences> {
  const changed = {
    ...(language === undefined ? {} : { language }),
    ...(digest === undefined ? {} : { digest }),
  };
  if (Object.keys(changed).length > 0) await db('accounts').where({ id: account }).update(changed);
  return preferencesOf(db, account);
}
