// Work items: open work of the cases a person may see. They open and close with the states of their cases, never from
// here.
import type { Knex } from 'knex';
import { startOfDay, type Instant, type LocalDate } from '../../machines/calendar.ts';
import { processOf } from '../../machines/index.ts';
import type { Role } from '../../machines/roles.ts';
import type { Text } from '../../machines/text.ts';
import type { Tx } from '../db.ts';
import { Problem } from '../problem.ts';
import { readCursor, writeCursor, type Cursor } from './cursor.ts';
import type { Asked } from './list.ts';
import {
  accountId,
  dueConditions,
  joined,
  mostCounted,
  processCondition,
  textCondition,
  type Condition,
} from './narrowing.ts';
import { visibleCases, visibleRows, type Person } from './rights.ts';
import { idsOf, stateById } from './titles.ts';

export type WorkFilter = {
  process?: string | undefined;
  /** A state's public name; everything inside it counts. */
  state?: string | undefined;
  unit?: string | undefined;
  /** Assignee of the case: an account, `me`, or `none`. */
  assignee?: string | undefined;
  /** Work that this role does; `mine`: any role I hold. */
  role?: Role | 'mine' | undefined;
  /** Work of this role and no other. */
  solely?: Role;
  /** An account, `me`, or `none`. */
  claimedBy?: string | undefined;
  caseId?: string | undefined;
  dueFrom?: LocalDate | undefined;
  dueTo?: LocalDate | undefined;
  /** Waiting since before this day. */
  waitingSince?: LocalDate | undefined;
  text?: string | undefined;
};

export type WorkItem = {
  /** `case.version.index`. */
  id: string;
  case: {
    id: string;
    number: string;
    title: string;
    process: string;
    commune: string;
    /** Code of the unit, empty for none. */
    unit: string;
    unitName: Text | null;
    assignee: { id: string; name: string | null } | null;
  };
  /** Public name of the state that asks for the work; null for what the system could not do. */
  state: string | null;
  title: Text;
  roles: Role[];
  dueOn: LocalDate | null;
  openedAt: Instant;
  claimedBy: { id: string; name: string | null } | null;
  claimedAt: Instant | null;
};

export type WorkCounts = { total: number; capped: boolean; unclaimed: number; mine: number };

export type WorkList = { items: WorkItem[]; next: string | null; counts: WorkCounts };

/** One page of open work by due date, what has none last. @throws Problem `invalid` for a cursor that is none */
export async function listWork(
  db: Knex,
  person: Person,
  asked: Asked<WorkFilter>,
): Promise<WorkList> {
  const [page, counts] = await Promise.all([
    readWork(db, person, asked),
    countWork(db, person, asked.filter),
  ]);
  return { ...page, counts };
}

/** The same page where nobody asks how many there are. */
export async function readWork(
  db: Knex,
  person: Person,
  { filter, limit, cursor }: Asked<WorkFilter>,
): Promise<Omit<WorkList, 'counts'>> {
  const where = conditionOf(person, filter);
  const page = pageOf(where, limit + 1, readCursor(cursor, 'due'));
  const { rows } = await db.raw<{ rows: WorkRow[] }>(page.sql, page.bindings as never);
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  const next =
    rows.length > limit && last
      ? writeCursor({ order: 'due', on: last.due_on, id: last.id })
      : null;
  return { items: shown.map(itemOf), next };
}

/** The id as stored, `case/version/index`, of the one that addresses carry. */
export function storedId(shown: string): string {
  return shown.replaceAll('.', '/');
}

/** The id as addresses carry it: proxies mangle encoded slashes. */
export function shownId(stored: string): string {
  return stored.replaceAll('/', '.');
}

function conditionOf(person: Person, filter: WorkFilter): Condition {
  return joined([visibleCases(person), ...ofWork(person, filter), ...ofCases(person, filter)]);
}

/** What is said of the work itself. */
function ofWork(person: Person, filter: WorkFilter): Condition[] {
  const { process, state, caseId, waitingSince } = filter;
  const parts: Condition[] = [
    { sql: 'w.closed_at is null and w.alliance_id = ?::uuid', bindings: [person.allianceId] },
    ...processCondition('w', process),
    ...dueConditions('w', filter),
    ...roleConditions(person, filter),
    ...personCondition('w.claimed_by', person, filter.claimedBy),
  ];
  if (state !== undefined)
    parts.push({ sql: 'w.state = any(?::text[])', bindings: [idsOf(state)] });
  if (caseId !== undefined) parts.push({ sql: 'w.case_id = ?::uuid', bindings: [caseId] });
  if (waitingSince !== undefined)
    parts.push({ sql: 'w.opened_at < ?', bindings: [startOfDay(waitingSince)] });
  return parts;
}

/** What is said of the case it is done for. */
function ofCases(person: Person, { assignee, unit, text }: WorkFilter): Condition[] {
  const parts = personCondition('c.assignee', person, assignee);
  if (unit !== undefined) parts.push({ sql: 'c.unit = ?', bindings: [unit] });
  if (text !== undefined) parts.push(textCondition(person, text));
  return parts;
}

function roleConditions(person: Person, { role, solely }: WorkFilter): Condition[] {
  const anyOf = role === 'mine' ? [...person.roles] : role && [role];
  return [
    ...(anyOf ? [{ sql: 'w.roles && ?::text[]', bindings: [anyOf] }] : []),
    ...(solely ? [{ sql: 'w.roles = ?::text[]', bindings: [[solely]] }] : []),
  ];
}

function personCondition(column: string, person: Person, wanted: string | undefined): Condition[] {
  if (wanted === undefined) return [];
  if (wanted === 'none') return [{ sql: `${column} is null`, bindings: [] }];
  return [{ sql: `${column} = ?`, bindings: [wanted === 'me' ? person.id : wanted] }];
}

const columns = `w.id, w.state, w.title, w.roles, w.due_on, w.opened_at, w.closed_at, w.claimed_by, w.claimed_at,
  c.id as case_id, c.alliance_id, c.number, c.title as case_title, c.process, c.commune, c.unit, c.assignee`;
const tables = 'work_items w join cases c on c.id = w.case_id';

/** Names of the people and the unit that a row speaks of; few, and looked up by their keys. */
const nameColumns =
  'a.name as holder, s.name as assignee_name, u.name as unit_vi, u.name_en as unit_en';
const named = (row: string): string =>
  `left join accounts a on a.id = ${accountId(`${row}.claimed_by`)}`;
const namedCase = (row: string): string =>
  `left join accounts s on s.id = ${accountId(`${row}.assignee`)}
   left join units u on u.alliance_id = ${row}.alliance_id and u.code = ${row}.unit`;

function pageOf(
  where: Condition,
  limit: number,
  after: Extract<Cursor, { order: 'due' }> | undefined,
): Condition {
  const branches: Condition[] = [];
  if (after?.on !== null) {
    const from = after
      ? [{ sql: '(w.due_on, w.id) > (?::date, ?)', bindings: [after.on, after.id] }]
      : [];
    branches.push(
      branch(
        joined([where, { sql: 'w.due_on is not null', bindings: [] }, ...from]),
        'w.due_on, w.id',
        limit,
      ),
    );
  }
  const from = after?.on === null ? [{ sql: 'w.id > ?', bindings: [after.id] }] : [];
  branches.push(
    branch(joined([where, { sql: 'w.due_on is null', bindings: [] }, ...from]), 'w.id', limit),
  );
  return {
    sql: `select page.*, ${nameColumns} from (${branches.map(({ sql }) => `(${sql})`).join(' union all ')}) page
      ${named('page')} ${namedCase('page')} order by page.due_on nulls last, page.id limit ?`,
    bindings: [...branches.flatMap(({ bindings }) => bindings), limit],
  };
}

function branch({ sql, bindings }: Condition, order: string, limit: number): Condition {
  return {
    sql: `select ${columns} from ${tables} where ${sql} order by ${order} limit ?`,
    bindings: [...bindings, limit],
  };
}

async function countWork(db: Knex, person: Person, filter: WorkFilter): Promise<WorkCounts> {
  const { from, where } = counted(person, ofCases(person, filter));
  const all = joined([where, ...ofWork(person, filter)]);
  const most = mostCounted(filter);
  const { rows } = await db.raw<{ rows: Omit<WorkCounts, 'capped'>[] }>(
    `select count(*) as total, count(*) filter (where claimed_by is null) as unclaimed,
       count(*) filter (where claimed_by = ?) as mine
     from (select w.claimed_by from ${from} where ${all.sql} limit ?) found`,
    [person.id, ...all.bindings, most + 1] as never,
  );
  const { total, unclaimed, mine } = rows[0] as Omit<WorkCounts, 'capped'>;
  return { total: Math.min(total, most), capped: total > most, unclaimed, mine };
}

/** Filters that ask nothing of the cases. */
export type OwnFilter = Omit<WorkFilter, 'unit' | 'assignee' | 'text'>;

/** Returns how much open work fits each of the filters, read once for all of them. */
export async function countEach(
  db: Knex,
  person: Person,
  filters: readonly OwnFilter[],
): Promise<number[]> {
  const { from, where } = counted(person, []);
  const all = joined([where, ...ofWork(person, {})]);
  const each = filters.map((filter) => joined(ofWork(person, filter)));
  const counts = each.map(({ sql }, index) => `count(*) filter (where ${sql}) as n${index}`);
  const { rows } = await db.raw<{ rows: Record<string, number>[] }>(
    `select ${counts.join(', ')} from ${from} where ${all.sql}`,
    [...each.flatMap(({ bindings }) => bindings), ...all.bindings] as never,
  );
  return filters.map((_, index) => rows[0]?.[`n${index}`] ?? 0);
}

/** Where work is counted: the cases are read only when something is asked of them. */
function counted(person: Person, asked: readonly Condition[]): { from: string; where: Condition } {
  const visible = visibleRows(person, 'w.case_id');
  if (visible && asked.length === 0) return { from: 'work_items w', where: visible };
  return { from: tables, where: joined([visibleCases(person), ...asked]) };
}

/** The item of a visible case, locked so that of two claims one wins. */
export async function lockedRow(tx: Tx, person: Person, id: string): Promise<WorkRow> {
  const visible = visibleCases(person);
  const { rows } = await tx.raw<{ rows: WorkRow[] }>(
    `select ${columns}, ${nameColumns} from ${tables} ${named('w')} ${namedCase('c')}
     where w.id = ? and ${visible.sql} for update of w`,
    [storedId(id), ...visible.bindings] as never,
  );
  const row = rows[0];
  if (!row) throw new Problem('not-found');
  return row;
}

export type WorkRow = {
  id: string;
  state: string;
  title: Text;
  roles: Role[];
  due_on: LocalDate | null;
  opened_at: Date;
  closed_at: Date | null;
  claimed_by: string | null;
  claimed_at: Date | null;
  holder: string | null;
  case_id: string;
  number: string;
  case_title: string;
  process: string;
  commune: string;
  unit: string;
  unit_vi: string | null;
  unit_en: string | null;
  assignee: string | null;
  assignee_name: string | null;
};

export function itemOf(row: WorkRow): WorkItem {
  const { claimed_by, claimed_at } = row;
  return {
    id: shownId(row.id),
    case: aboutCase(row),
    state: stateById(processOf(row.process), row.state) ?? null,
    title: row.title,
    roles: row.roles,
    dueOn: row.due_on,
    openedAt: row.opened_at.toISOString(),
    claimedBy: claimed_by === null ? null : { id: claimed_by, name: row.holder },
    claimedAt: claimed_at?.toISOString() ?? null,
  };
}

function aboutCase(row: WorkRow): WorkItem['case'] {
  const { case_id: id, number, case_title: title, process, commune, unit, assignee } = row;
  const { unit_vi: vi, unit_en: en, assignee_name: name } = row;
  return {
    id,
    number,
    title,
    process,
    commune,
    unit,
    unitName: vi === null || en === null ? null : { vi, en },
    assignee: assignee === null ? null : { id: assignee, name },
  };
}
