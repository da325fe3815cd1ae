// The inbox: what a person was told, whether or not the mail arrived. Behind the one rights filter: who may not see a
// case any more sees nothing that was said of it.
import type { Knex } from 'knex';
import type { Instant } from '../../machines/calendar.ts';
import type { Tx } from '../db.ts';
import { Problem } from '../problem.ts';
import { readCursor, writeCursor } from './cursor.ts';
import type { AskedEffect } from './effects.ts';
import type { Asked } from './list.ts';
import type { Condition } from './narrowing.ts';
import { shownId, storedId } from './queue.ts';
import { visibleCases, type Person } from './rights.ts';
import type { Unseal } from './unseal.ts';

type Notice = Extract<AskedEffect, { kind: 'notify' }>;

export type InboxItem = {
  /** `case.version.index`. */
  id: string;
  /** Null for what is said of no case. */
  case: { id: string; number: string; title: string } | null;
  /** What is owed, with identifiers in the clear; not yet in words. */
  notice: Omit<Notice, 'data'> & { data: Record<string, unknown> };
  at: Instant;
  readAt: Instant | null;
};

export type InboxFilter = { unread?: boolean | undefined };

/** `unread` counts at most `unreadUpTo`. */
export type Inbox = { items: InboxItem[]; next: string | null; unread: number };

export const unreadUpTo = 1_000;

/** One page, newest first. @throws Problem `invalid` for a cursor that is none */
export async function listInbox(
  { db, unseal }: { db: Knex; unseal: Unseal },
  person: Person,
  { filter, limit, cursor }: Asked<InboxFilter>,
): Promise<Inbox> {
  const after = readCursor(cursor, 'inbox');
  const mine = mineOf(person);
  const narrowed = [
    mine.sql,
    ...(filter.unread ? ['n.read_at is null'] : []),
    ...(after ? ['(n.at, n.notice_id) < (?::timestamptz, ?)'] : []),
  ];
  const bindings = [...mine.bindings, ...(after ? [after.at, after.id] : []), limit + 1];
  const [{ rows }, unread] = await Promise.all([
    db.raw<{ rows: Row[] }>(
      `select n.notice_id, n.at, n.read_at, o.payload, c.id as case_id, c.number, c.title ${tables}
         join outbox o on o.id = n.notice_id
       where ${narrowed.join(' and ')} order by n.at desc, n.notice_id desc limit ?`,
      bindings as never,
    ),
    countUnread(db, mine),
  ]);
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  const more = rows.length > limit && last;
  return {
    items: await Promise.all(shown.map((row) => itemOf(unseal, person, row))),
    next: more
      ? writeCursor({ order: 'inbox', at: last.at.toISOString(), id: last.notice_id })
      : null,
    unread,
  };
}

/** Marks one notice as read; nothing changes when it was. @throws Problem `not-found` */
export async function markRead(tx: Tx, person: Person, id: string, at: Instant): Promise<number> {
  const mine = mineOf(person);
  const { rows } = await tx.raw<{ rows: { notice_id: string }[] }>(
    `update inbox set read_at = coalesce(read_at, ?::timestamptz) where person_id = ? and notice_id in
       (select n.notice_id ${tables} where n.notice_id = ? and ${mine.sql}) returning notice_id`,
    [at, person.id, storedId(id), ...mine.bindings] as never,
  );
  if (rows.length === 0) throw new Problem('not-found');
  return countUnread(tx, mine);
}

/** Marks all that the person may see as read; answers with what is left, which is nothing. */
export async function markAllRead(tx: Tx, person: Person, at: Instant): Promise<number> {
  const mine = mineOf(person);
  await tx.raw(
    `update inbox set read_at = ?::timestamptz where person_id = ? and notice_id in
       (select n.notice_id ${tables} where n.read_at is null and ${mine.sql})`,
    [at, person.id, ...mine.bindings] as never,
  );
  return countUnread(tx, mine);
}

const tables = 'from inbox n left join cases c on c.id = n.case_id';

function mineOf(person: Person): Condition {
  const visible = visibleCases(person);
  return {
    sql: `n.person_id = ? and (n.case_id is null or (${visible.sql}))`,
    bindings: [person.id, ...visible.bindings],
  };
}

async function countUnread(db: Knex, mine: Condition): Promise<number> {
  const { rows } = await db.raw<{ rows: { count: number }[] }>(
    `select count(*) as count from (select 1 ${tables} where n.read_at is null and ${mine.sql} limit ?) found`,
    [...mine.bindings, unreadUpTo] as never,
  );
  return rows[0]?.count ?? 0;
}

type Row = {
  notice_id: string;
  at: Date;
  read_at: Date | null;
  payload: Notice;
  case_id: string | null;
  number: string;
  title: string;
};

async function itemOf(unseal: Unseal, person: Person, row: Row): Promise<InboxItem> {
  const { case_id, number, title, payload } = row;
  const given = payload.data as Record<string, unknown>;
  const data =
    case_id === null ? given : await unseal(case_id, given, { person, operation: 'listInbox' });
  return {
    id: shownId(row.notice_id),
    case: case_id === null ? null : { id: case_id, number, title },
    notice: { ...payload, data },
    at: row.at.toISOString(),
    readAt: row.read_at?.toISOString() ?? null,
  };
}
