// Lists of cases: the one rights filter, filters on columns, a keyset cursor, and counts under the same conditions.
import type { Knex } from 'knex';
import type { Instant, LocalDate } from '../../machines/calendar.ts';
import { processOf } from '../../machines/index.ts';
import type { Text } from '../../machines/text.ts';
import { readCursor, writeCursor, type Cursor } from './cursor.ts';
import { isId } from './id.ts';
import {
  accountId,
  dueConditions,
  joined,
  mostCounted,
  processCondition,
  textCondition,
  type Condition,
} from './narrowing.ts';
import { visibleCases, type Person } from './rights.ts';
import { namesWithin, titleOf } from './titles.ts';

/** All of them must hold; absent ones do not narrow. */
export type CaseFilter = {
  /** `founding`, or one version of it: `founding@1`. */
  process?: string | undefined;
  /** A state's public name; everything inside it counts. */
  state?: string | undefined;
  open?: boolean | undefined;
  unit?: string | undefined;
  /** An account, `me`, or `none`. */
  assignee?: string | undefined;
  /** First and last day, both included. */
  dueFrom?: LocalDate | undefined;
  dueTo?: LocalDate | undefined;
  parent?: string | undefined;
  /** Only cases this person has a part in. */
  party?: 'me' | undefined;
  /** Words, or their beginnings, of number, title and commune, or of a party's name; with or without diacritics. */
  text?: string | undefined;
};

export type CaseItem = {
  id: string;
  number: string;
  process: string;
  processTitle: Text;
  version: number;
  state: string;
  stateTitle: Text;
  open: boolean;
  title: string;
  commune: string;
  unit: string;
  parent: string | null;
  assignee: { id: string; name: string | null } | null;
  dueOn: LocalDate | null;
  openedOn: LocalDate;
  updatedAt: Instant;
};

export type StateCount = { process: string; state: string; title: Text; count: number };

/** Above `mostCounted` rows the counts stop and say so. */
export type Counts = { total: number; capped: boolean; states: StateCount[] };

export type CaseList = { items: CaseItem[]; next: string | null; counts: Counts };

export type Asked<F> = { filter: F; limit: number; cursor?: string | undefined };

/**
 * One page of the cases a person may see: open ones by due date, those without one last; others by opening, newest
 * first. @throws Problem `invalid` for a cursor that is none
 */
export async function listCases(
  db: Knex,
  person: Person,
  { filter, limit, cursor }: Asked<CaseFilter>,
): Promise<CaseList> {
  const where = conditionOf(person, filter);
  const statement = filter.open
    ? byDue(where, limit + 1, readCursor(cursor, 'due'))
    : byOpening(where, limit + 1, readCursor(cursor, 'opened'));
  const [{ rows }, counts] = await Promise.all([
    db.raw<{ rows: Row[] }>(statement.sql, statement.bindings as never),
    countCases(db, where, filter),
  ]);
  const page = rows.slice(0, limit);
  const last = page.at(-1);
  const more = rows.length > limit && last;
  return {
    items: page.map(itemOf),
    next: more ? writeCursor(endOf(last, filter.open === true)) : null,
    counts,
  };
}

function conditionOf(person: Person, filter: CaseFilter): Condition {
  const visible = visibleCases(person);
  const parts: Condition[] = [visible, ...narrowing(person, filter)];
  return joined(parts);
}

function narrowing(person: Person, filter: CaseFilter): Condition[] {
  const { state, open, unit, parent, text } = filter;
  const parts: Condition[] = [
    ...processCondition('c', filter.process),
    ...dueConditions('c', filter),
  ];
  if (state !== undefined) {
    parts.push({ sql: 'c.state = any(?::text[])', bindings: [namesWithin(state)] });
  }
  if (open !== undefined) parts.push({ sql: open ? 'c.open' : 'not c.open', bindings: [] });
  if (unit !== undefined) parts.push({ sql: 'c.unit = ?', bindings: [unit] });
  if (parent !== undefined) parts.push({ sql: 'c.parent_id = ?::uuid', bindings: [parent] });
  if (filter.party) parts.push({ sql: 'c.parties @> array[?::text]', bindings: [person.id] });
  parts.push(...assigneeCondition(person, filter.assignee));
  if (text !== undefined) parts.push(textCondition(person, text));
  return parts;
}

function assigneeCondition(person: Person, assignee: string | undefined): Condition[] {
  if (assignee === undefined) return [];
  if (assignee === 'none') return [{ sql: 'c.assignee is null', bindings: [] }];
  return [{ sql: 'c.assignee = ?', bindings: [assignee === 'me' ? person.id : assignee] }];
}

const columns = `c.id, c.number, c.process, c.version, c.state, c.open, c.title, c.commune, c.unit, c.parent_id,
  c.assignee, c.due_on, c.opened_on, c.opened_at, c.updated_at`;

/** Returns the open cases of one version of a process in one state, those due first before the others. */
export async function firstDue(
  db: Knex,
  person: Person,
  { process, state }: { process: string; state: string },
  limit: number,
): Promise<CaseItem[]> {
  const place = { sql: 'c.open and c.process = ? and c.state = ?', bindings: [process, state] };
  const first = branch(joined([visibleCases(person), place]), 'c.due_on, c.id', limit);
  const { sql, bindings } = named(first, 'page.due_on nulls last, page.id', limit);
  const { rows } = await db.raw<{ rows: Row[] }>(sql, bindings as never);
  return rows.map(itemOf);
}

/** Two branches that each follow an index; the second is read only when the first runs out. */
function byDue(
  where: Condition,
  limit: number,
  after: Extract<Cursor, { order: 'due' }> | undefined,
): Condition {
  const dated = { sql: 'c.due_on is not null', bindings: [] };
  const undated = { sql: 'c.due_on is null', bindings: [] };
  const branches: Condition[] = [];
  if (after?.on !== null) {
    const from = after
      ? [{ sql: '(c.due_on, c.id) > (?::date, ?::uuid)', bindings: [after.on, uuid(after.id)] }]
      : [];
    branches.push(branch(joined([where, dated, ...from]), 'c.due_on, c.id', limit));
  }
  const from = after?.on === null ? [{ sql: 'c.id > ?::uuid', bindings: [uuid(after.id)] }] : [];
  branches.push(branch(joined([where, undated, ...from]), 'c.id', limit));
  return named(
    {
      sql: branches.map(({ sql }) => `(${sql})`).join(' union all '),
      bindings: branches.flatMap(({ bindings }) => bindings),
    },
    'page.due_on nulls last, page.id',
    limit,
  );
}

function byOpening(
  where: Condition,
  limit: number,
  after: Extract<Cursor, { order: 'opened' }> | undefined,
): Condition {
  const from = after
    ? [
        {
          sql: '(c.opened_at, c.id) < (?::timestamptz, ?::uuid)',
          bindings: [after.at, uuid(after.id)],
        },
      ]
    : [];
  const rows = branch(joined([where, ...from]), 'c.opened_at desc, c.id desc', limit);
  return named(rows, 'page.opened_at desc, page.id desc', limit);
}

function branch({ sql, bindings }: Condition, order: string, limit: number): Condition {
  return {
    sql: `select ${columns} from cases c where ${sql} order by ${order} limit ?`,
    bindings: [...bindings, limit],
  };
}

/** The page with the names of the assignees; accounts are few, and looked up by their key. */
function named({ sql, bindings }: Condition, order: string, limit: number): Condition {
  return {
    sql: `select page.*, a.name as assignee_name from (${sql}) page
      left join accounts a on a.id = ${accountId('page.assignee')} order by ${order} limit ?`,
    bindings: [...bindings, limit],
  };
}

function uuid(text: string): string {
  return isId(text) ? text : '00000000-0000-0000-0000-000000000000';
}

/**
 * In the order of the index by standing the rows are counted as they come; where words are looked for, or open and closed
 * ones are counted together, no index has that order and to sort them would cost more.
 */
async function countCases(db: Knex, where: Condition, filter: CaseFilter): Promise<Counts> {
  const most = mostCounted(filter);
  const ordered = filter.open !== undefined && filter.text === undefined;
  const order = ordered ? 'order by c.process, c.state' : '';
  const { rows } = await db.raw<{ rows: { process: string; state: string; count: number }[] }>(
    `select process, state, count(*) as count from (select c.process, c.state from cases c where ${where.sql} ${order} limit ?) found
     group by process, state order by process, state`,
    [...where.bindings, most + 1] as never,
  );
  const total = rows.reduce((sum, { count }) => sum + count, 0);
  return {
    total: Math.min(total, most),
    capped: total > most,
    states: rows.map(({ process, state, count }) => ({
      process,
      state,
      title: titleOf(processOf(process), state),
      count,
    })),
  };
}

type Row = {
  id: string;
  number: string;
  process: string;
  version: number;
  state: string;
  open: boolean;
  title: string;
  commune: string;
  unit: string;
  parent_id: string | null;
  assignee: string | null;
  assignee_name: string | null;
  due_on: LocalDate | null;
  opened_on: LocalDate;
  opened_at: Date;
  updated_at: Date;
};

function endOf({ id, due_on, opened_at }: Row, open: boolean): Cursor {
  return open
    ? { order: 'due', on: due_on, id }
    : { order: 'opened', at: opened_at.toISOString(), id };
}

function itemOf(row: Row): CaseItem {
  const process = processOf(row.process);
  const { id, number, version, state, open, title, commune, unit, assignee } = row;
  return {
    id,
    number,
    process: row.process,
    processTitle: process.title,
    version,
    state,
    stateTitle: titleOf(process, state),
    open,
    title,
    commune,
    unit,
    parent: row.parent_id,
    assignee: assignee === null ? null : { id: assignee, name: row.assignee_name },
    dueOn: row.due_on,
    openedOn: row.opened_on,
    updatedAt: row.updated_at.toISOString(),
  };
}
