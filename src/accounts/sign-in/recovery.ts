// Recovery codes: ten texts of 120 random bits, each good once in place of a one-time code. Long enough that a plain
// SHA-256 keeps them.
import { randomInt } from 'node:crypto';
import type { Knex } from 'knex';
import type { Tx } from '../../db.ts';
import { digestOf } from '../opaque.ts';

const howMany = 10;
/** Crockford's alphabet: nothing that is taken for something else. */
const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const groups = 4;
const groupLength = 6;

/** Makes new codes in place of all before; they are told once. `7G2K9Q-…` */
export async function makeRecoveryCodes(tx: Tx, accountId: string, at: Date): Promise<string[]> {
  const codes = Array.from({ length: howMany }, newCode);
  await tx('recovery_codes').where({ account_id: accountId }).delete();
  await tx('recovery_codes').insert(
    codes.map((code) => ({ account_id: accountId, hash: digestOf(plain(code)), created_at: at })),
  );
  return codes;
}

/** Uses a code up; false when it is wrong or was used. */
export async function useRecoveryCode(tx: Tx, accountId: string, code: string): Promise<boolean> {
  const used = await tx('recovery_codes')
    .where({ account_id: accountId, hash: digestOf(plain(code)) })
    .delete();
  return used === 1;
}

/** How many are left. */
export async function recoveryCodesLeft(db: Knex, accountId: string): Promise<number> {
  const hashes = await db('recovery_codes').where({ account_id: accountId }).pluck('hash');
  return hashes.length;
}

function newCode(): string {
  const group = (): string =>
    Array.from({ length: groupLength }, () => alphabet[randomInt(alphabet.length)]).join('');
  return Array.from({ length: groups }, group).join('-');
}

/** As people type it: in any case, with or without hyphens, O for 0, I or L for 1. */
function plain(code: string): string {
  return code
    .toUpperCase()
    .replaceAll(/[^0-9A-Z]/g, '')
    .replaceAll('O', '0')
    .replaceAll(/[IL]/g, '1');
}
