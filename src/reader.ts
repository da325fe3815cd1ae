// Who reads a notice: where they are reached, how they want to be written to, and what the case is called now.
import type { Knex } from 'knex';
import type { Recipient } from '../machines/define.ts';
import { isId } from './engine/id.ts';
import { Permanent } from './engine/outbox.ts';
import type { Unseal } from './engine/unseal.ts';
import type { AboutCase } from './notices/letter.ts';
import type { Language } from './notices/notice.ts';

export type Reader = {
  address: string;
  language: Language;
  /** Wants reminders together, once a working day. */
  digest: boolean;
};

/** An account as it stands today; undefined when it is not in use. */
export async function accountReader(knex: Knex, account: string): Promise<Reader | undefined> {
  const row = await knex('accounts')
    .where({ id: account })
    .whereNull('disabled_at')
    .first('email as address', 'language', 'digest');
  return row as Reader | undefined;
}

/** An account; else the address kept in the case, in Vietnamese. */
export async function readerOf(
  { knex, unseal }: { knex: Knex; unseal: Unseal },
  caseId: string,
  { person, email }: Recipient,
): Promise<Reader | undefined> {
  if (person !== undefined && isId(person)) {
    const account = await accountReader(knex, person);
    if (account) return account;
  }
  if (email === undefined) return undefined;
  const { email: plain } = await unseal(caseId, { email });
  const usable = typeof plain === 'string' && plain.includes('@');
  return usable ? { address: plain, language: 'vi', digest: false } : undefined;
}

export type CaseRow = AboutCase & { alliance_id: string; process: string };

/** @throws Permanent when there is no such case */
export async function caseOf(knex: Knex, caseId: string): Promise<CaseRow> {
  const row = await knex('cases')
    .where({ id: caseId })
    .first('id', 'number', 'title', 'alliance_id', 'process');
  if (!row) throw new Permanent(`no case ${caseId}`);
  return row as CaseRow;
}
