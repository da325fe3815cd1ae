// Finding accounts of an alliance by words of their names and addresses, by role, by unit: for lists and for forms.
import type { Knex } from 'knex';
import type { Role } from '../../machines/roles.ts';
import type { Text } from '../../machines/text.ts';
import { wordsQuery } from '../words.ts';
import { accountOf, type Account, type Row } from './accounts.ts';

/** All of them must hold; absent ones do not narrow. */
export type PeopleFilter = {
  /** An address in full, or words or their beginnings of name and address; with or without diacritics. */
  text?: string | undefined;
  role?: Role | undefined;
  /** Id of a unit. */
  unit?: string | undefined;
};

/** Where a page ended: the name as it is sorted, and the id. */
export type PeoplePlace = { name: string; id: string };

export type People = { items: Account[]; next: PeoplePlace | null; total: number };

type Condition = { sql: string; bindings: readonly unknown[] };

/** One page of the accounts of an alliance by name, those out of use too, with how many fit the filter. */
export async function listPeople(
  db: Knex,
  allianceId: string,
  {
    filter,
    limit,
    after,
  }: { filter: PeopleFilter; limit: number; after?: PeoplePlace | undefined },
): Promise<People> {
  const where = joined([{ sql: 'alliance_id = ?::uuid', bindings: [allianceId] }, ...narrowing(filter)]); // prettier-ignore
  const from = after
    ? [{ sql: `(${sorted}, id) > (?, ?::uuid)`, bindings: [after.name, after.id] }]
    : [];
  const [page, count] = await Promise.all([
    rowsOf(db, joined([where, ...from]), limit + 1),
    db.raw<{ rows: { total: number }[] }>(
      `select count(*) as total from accounts where ${where.sql}`,
      where.bindings as never,
    ),
  ]);
  const shown = page.slice(0, limit);
  const last = page.length > limit ? shown.at(-1) : undefined;
  return {
    items: shown.map(accountOf),
    next: last ? { name: last.sorted, id: last.id } : null,
    total: count.rows[0]?.total ?? 0,
  };
}

/** Accounts in use that somebody may mean by an address, or by words of a name or address, by name. */
export async function findPeople(
  db: Knex,
  allianceId: string,
  text: string,
  most: number,
): Promise<Account[]> {
  const own = { sql: 'alliance_id = ?::uuid and disabled_at is null', bindings: [allianceId] };
  return (await rowsOf(db, joined([own, ...narrowing({ text })]), most)).map(accountOf);
}

/** The accounts in use among these ids. Others are left out. */
export async function accountsAmong(
  db: Knex,
  allianceId: string,
  ids: readonly string[],
): Promise<Account[]> {
  if (ids.length === 0) return [];
  const rows = await db('accounts')
    .where({ alliance_id: allianceId })
    .whereNull('disabled_at')
    .whereIn('id', [...ids]);
  return rows.map((row) => accountOf(row as Row));
}

/** Units in use with their names, for a filter. */
export async function unitNames(
  db: Knex,
  allianceId: string,
): Promise<{ id: string; name: Text }[]> {
  const rows = await db('units')
    .where({ alliance_id: allianceId })
    .whereNull('closed_at')
    .orderBy('code');
  return rows.map(({ id, name: vi, name_en: en }) => ({ id, name: { vi, en } }));
}

const sorted = `public.fold(name) collate "C"`;

async function rowsOf(
  db: Knex,
  { sql, bindings }: Condition,
  limit: number,
): Promise<(Row & { sorted: string })[]> {
  const { rows } = await db.raw<{ rows: (Row & { sorted: string })[] }>(
    `select *, ${sorted} as sorted from accounts where ${sql} order by ${sorted}, id limit ?`,
    [...bindings, limit] as never,
  );
  return rows;
}

function narrowing({ text, role, unit }: PeopleFilter): Condition[] {
  const parts: Condition[] = [];
  if (text !== undefined) parts.push(wordsCondition(text));
  if (role !== undefined) parts.push({ sql: 'roles @> array[?]', bindings: [role] });
  if (unit !== undefined)
    parts.push({
      sql: 'id in (select account_id from unit_members where unit_id = ?::uuid)',
      bindings: [unit],
    });
  return parts;
}

/** An address in full is one person's. Words without any letter or digit find nobody. */
function wordsCondition(text: string): Condition {
  const [address] = /[^\s<>()]+@[^\s<>()]+\.[^\s<>()]+/.exec(text) ?? [];
  if (address !== undefined)
    return { sql: 'lower(email) = ?', bindings: [address.normalize('NFC').toLowerCase()] };
  const query = wordsQuery(text);
  if (query === undefined) return { sql: 'false', bindings: [] };
  return { sql: `public.person_words(name, email) @@ to_tsquery('simple', ?)`, bindings: [query] };
}

function joined(parts: readonly Condition[]): Condition {
  return {
    sql: parts.map(({ sql }) => `(${sql})`).join(' and '),
    bindings: parts.flatMap(({ bindings }) => bindings),
  };
}
