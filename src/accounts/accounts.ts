// Accounts: people of one alliance with their roles. How they sign in is not decided here.
import { randomUUID } from 'node:crypto';
import type { Knex } from 'knex';
import { z } from 'zod';
import type { Instant } from '../../machines/calendar.ts';
import { isRole, roles as knownRoles, type Role } from '../../machines/roles.ts';
import type { Text } from '../../machines/text.ts';
import { Problem } from '../problem.ts';

export type Account = {
  id: string;
  allianceId: string;
  /** Lower case. */
  email: string;
  name: string;
  roles: Role[];
  createdAt: Instant;
  /** Absent while the account may be used. */
  disabledAt?: Instant;
};

export type NewAccount = {
  allianceId: string;
  email: string;
  name: string;
  /** `unit head`, `unit_head`, `unitHead` and `unit-head` are one; `admin` is the administrator. */
  roles: readonly string[];
};

/**
 * Makes an account and returns it.
 * @throws Problem `invalid` for a wrong address, name or role, or an address that is taken
 */
export async function createAccount(db: Knex, given: NewAccount, at: Instant): Promise<Account> {
  const row = {
    id: randomUUID(),
    alliance_id: given.allianceId,
    email: emailOf(given.email),
    name: nameOf(given.name),
    roles: rolesOf(given.roles),
    created_at: at,
  };
  try {
    await db('accounts').insert(row);
  } catch (error) {
    const { code, constraint } = error as { code?: string; constraint?: string };
    if (code !== '23505' || constraint !== 'one_account_per_address') throw error;
    throw fault('/email', 'taken', {
      vi: `Địa chỉ ${row.email} đã có tài khoản`,
      en: `The address ${row.email} already has an account`,
    });
  }
  return accountOf({ ...row, created_at: new Date(at), disabled_at: null });
}

/** Returns the account with this address, in whatever case; undefined when there is none. */
export async function findAccount(db: Knex, email: string): Promise<Account | undefined> {
  const row = await db('accounts')
    .whereRaw('lower(email) = ?', [email.trim().normalize('NFC').toLowerCase()])
    .first();
  return row && accountOf(row as Row);
}

/** Ends the use of an account; false when there is none. Its name stays in the journals. */
export async function disableAccount(db: Knex, email: string, at: Instant): Promise<boolean> {
  const account = await findAccount(db, email);
  if (!account) return false;
  await db('accounts')
    .where({ id: account.id })
    .whereNull('disabled_at')
    .update({ disabled_at: at });
  return true;
}

/**
 * Gives an account of the alliance other roles; false when there is none.
 * @throws Problem `invalid` for a role that is none
 */
export async function changeRoles(
  db: Knex,
  { allianceId, id }: { allianceId: string; id: string },
  roles: readonly string[],
): Promise<boolean> {
  const given = { roles: rolesOf(roles) };
  return (await db('accounts').where({ id, alliance_id: allianceId }).update(given)) === 1;
}

/** Ends or takes up again the use of an account of the alliance; false when there is none. */
export async function setDisabled(
  db: Knex,
  { allianceId, id }: { allianceId: string; id: string },
  at: Instant | null,
): Promise<boolean> {
  const given = { disabled_at: at };
  return (await db('accounts').where({ id, alliance_id: allianceId }).update(given)) === 1;
}

/** Returns the accounts by address, of one alliance or of all. */
export async function listAccounts(db: Knex, allianceId?: string): Promise<Account[]> {
  const rows = await db('accounts')
    .where(allianceId === undefined ? {} : { alliance_id: allianceId })
    .orderBy('email');
  return rows.map((row) => accountOf(row as Row));
}

/** Returns the accounts in use of those who work in an alliance, not of those who come to it, by address. */
export async function listAtWork(db: Knex, allianceId: string): Promise<Account[]> {
  const rows = await inUse(db, allianceId).whereRaw(`not ${comes}`).orderBy('email');
  return rows.map((row) => accountOf(row as Row));
}

/** Returns the accounts in use of those who come to an alliance; undefined when they are more than `most`. */
export async function listComing(
  db: Knex,
  allianceId: string,
  most: number,
): Promise<Account[] | undefined> {
  const rows = await inUse(db, allianceId)
    .whereRaw(comes)
    .limit(most + 1);
  return rows.length > most ? undefined : rows.map((row) => accountOf(row as Row));
}

const comes = `roles <@ '{founder,cooperative}'`;
const inUse = (db: Knex, allianceId: string) =>
  db('accounts').where({ alliance_id: allianceId }).whereNull('disabled_at');

/**
 * Returns the roles of these names, each once.
 * @throws Problem `invalid` naming the roles there are
 */
export function rolesOf(names: readonly string[]): Role[] {
  const found = names.flatMap((name) => name.split(',')).map((name) => roleOf(name));
  if (found.length > 0) return [...new Set(found)];
  throw fault('/roles', 'missing', {
    vi: `Thiếu vai trò. ${known.vi}`,
    en: `A role is missing. ${known.en}`,
  });
}

const shortNames: Readonly<Record<string, Role>> = {
  admin: 'administrator',
  chair: 'board-chair',
  member: 'board-member',
  secretary: 'board-secretary',
  head: 'unit-head',
};

const list = Object.keys(knownRoles).join(', ');
const known: Text = { vi: `Các vai trò: ${list}`, en: `Roles: ${list}` };

function roleOf(given: string): Role {
  const name = given
    .trim()
    .replace(/([a-z])([A-Z])/g, '$1-$2')
    .toLowerCase()
    .replace(/[\s_]+/g, '-');
  const full = Object.hasOwn(shortNames, name) ? (shortNames[name] as Role) : name;
  if (isRole(full)) return full;
  throw fault('/roles', 'unknown', {
    vi: `Không có vai trò “${given.trim()}”. ${known.vi}`,
    en: `There is no role “${given.trim()}”. ${known.en}`,
  });
}

const address = z.email().max(254);

/** The address as it is kept. @throws Problem `invalid` when it is none */
export function emailOf(given: string): string {
  const email = given.trim().normalize('NFC').toLowerCase();
  if (address.safeParse(email).success) return email;
  throw fault('/email', 'email', {
    vi: `“${given.trim()}” không phải là địa chỉ thư điện tử`,
    en: `“${given.trim()}” is not an e-mail address`,
  });
}

function nameOf(given: string): string {
  const name = given.trim().normalize('NFC').replace(/\s+/g, ' ');
  if (name.length > 0 && name.length <= 200 && !/\p{Cc}/u.test(name)) return name;
  throw fault('/name', 'name', {
    vi: 'Họ tên dài từ 1 đến 200 ký tự',
    en: 'A name has 1 to 200 characters',
  });
}

function fault(pointer: string, code: string, detail: Text): Problem {
  return new Problem('invalid', { detail, errors: [{ pointer, code, detail }] });
}

export type Row = {
  id: string;
  alliance_id: string;
  email: string;
  name: string;
  roles: Role[];
  created_at: Date;
  disabled_at: Date | null;
};

export function accountOf({
  id,
  alliance_id,
  email,
  name,
  roles,
  created_at,
  disabled_at,
}: Row): Account {
  return {
    id,
    allianceId: alliance_id,
    email,
    name,
    roles,
    createdAt: created_at.toISOString(),
    ...(disabled_at ? { disabledAt: disabled_at.toISOString() } : {}),
  };
}
