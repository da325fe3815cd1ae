// What lies ahead in the cases a person may see: ends of terms, meetings, conferences, day by day.
import type { Knex } from 'knex';
import type { LocalDate } from '../../machines/calendar.ts';
import { allProcesses, processOf } from '../../machines/index.ts';
import type { Process } from '../../machines/define.ts';
import type { Text } from '../../machines/text.ts';
import { visibleCases, type Person } from './rights.ts';
import type { CaseSnapshot } from './snapshot.ts';
import { termOf } from './terms.ts';
import { titleOf } from './titles.ts';

export type AgendaItem = {
  kind: 'term' | 'appointment';
  on: LocalDate;
  /** "08:30"; null for the whole day. */
  at: string | null;
  title: Text;
  place: string | null;
  /** `unconfirmed` for a term whose length staff must confirm. */
  confidence: 'verified' | 'unconfirmed';
  case: { id: string; number: string; title: string; process: string; stateTitle: Text };
};

export type Agenda = {
  items: AgendaItem[];
  counts: { total: number; capped: boolean };
};

export type Period = { from: LocalDate; to: LocalDate };

/** One day that has something: its first entries, and how many it has in all. */
export type AgendaDay = { on: LocalDate; items: AgendaItem[]; total: number };

const most = 1_000;

/** Returns what is due and what takes place in the days given, both included, in their order; at most 1,000. */
export async function readAgenda(db: Knex, person: Person, period: Period): Promise<Agenda> {
  const days = await readDays(db, person, period, most + 1);
  const all = days.flatMap(({ items }) => items);
  const items = all.slice(0, most);
  return { items, counts: { total: items.length, capped: all.length > most } };
}

/** Returns the days that have something with the first entries of each, at most 1,000 in all. */
export async function readDays(
  db: Knex,
  person: Person,
  period: Period,
  perDay: number,
): Promise<AgendaDay[]> {
  const [terms, appointments] = await Promise.all([
    termsIn(db, person, period, perDay),
    appointmentsIn(db, person, period),
  ]);
  const byDay = Map.groupBy([...terms.items, ...appointments].toSorted(inOrder), ({ on }) => on);
  return [...byDay].map(([on, found]) => ({
    on,
    items: found.slice(0, perDay),
    total: (terms.ofDay.get(on) ?? 0) + found.filter(({ kind }) => kind === 'appointment').length,
  }));
}

function inOrder(a: AgendaItem, b: AgendaItem): number {
  const place = ({ on, at, case: { number } }: AgendaItem): string =>
    `${on} ${at ?? '24'} ${number}`;
  return place(a) < place(b) ? -1 : 1;
}

type Row = {
  id: string;
  number: string;
  title: string;
  process: string;
  state: string;
};

const columns = 'c.id, c.number, c.title, c.process, c.state';

type Terms = { items: AgendaItem[]; ofDay: Map<LocalDate, number> };

/** A case is due with the first of its terms, so no later one can end before that; rolling terms never count. */
async function termsIn(
  db: Knex,
  person: Person,
  { from, to }: Period,
  perDay: number,
): Promise<Terms> {
  const visible = visibleCases(person);
  const { rows } = await db.raw<{ rows: (Row & { term: string; due: LocalDate; n: number })[] }>(
    `select * from (
       select ${columns}, t.key as term, t.value->>'due' as due, count(*) over (partition by t.value->>'due') as n,
         row_number() over (partition by t.value->>'due' order by c.number collate "C", t.key) as place
       from cases c cross join lateral jsonb_each(c.snapshot->'terms') t
       where ${visible.sql} and c.open and c.due_on <= ?::date and not t.value \\? 'left'
         and (t.value->>'due')::date between ?::date and ?::date
         and not (c.process || ' ' || split_part(t.key, '/', 2)) = any(?::text[])) found
     where place <= ? order by due, place limit ?`,
    [...visible.bindings, to, from, to, rolling(), perDay, most + 1] as never,
  );
  return { items: rows.flatMap(termItem), ofDay: new Map(rows.map(({ due, n }) => [due, n])) };
}

function termItem(row: Row & { term: string; due: LocalDate }): AgendaItem[] {
  const process = processOf(row.process);
  const term = termOf(process, row.term);
  if (!term) return [];
  const { title, confidence } = term;
  const when = { on: row.due, at: null, place: null };
  return [{ kind: 'term', ...when, title, confidence, case: caseOf(process, row) }];
}

/** Terms that start anew with every act are housekeeping: `founding@1 inactivity`. */
function rolling(): string[] {
  return allProcesses().flatMap(({ key, terms }) =>
    Object.entries(terms).flatMap(([name, term]) => (term.rolling ? [`${key} ${name}`] : [])),
  );
}

async function appointmentsIn(
  db: Knex,
  person: Person,
  { from, to }: Period,
): Promise<AgendaItem[]> {
  const visible = visibleCases(person);
  const places = allProcesses().flatMap(({ key, appointments = {} }) =>
    Object.keys(appointments).map((state) => `${key} ${state}`),
  );
  const { rows } = await db.raw<{ rows: (Row & { data: CaseSnapshot['data'] })[] }>(
    `select ${columns}, c.snapshot->'data' as data from cases c
     where ${visible.sql} and c.open and c.process = any(?::text[]) and c.state = any(?::text[])
       and c.process || ' ' || c.state = any(?::text[])`,
    [
      ...visible.bindings,
      [...new Set(places.map((place) => place.split(' ')[0]))],
      [...new Set(places.map((place) => place.split(' ')[1]))],
      places,
    ] as never,
  );
  return rows.flatMap((row) => {
    const item = appointmentOf(row);
    return item && item.on >= from && item.on <= to ? [item] : [];
  });
}

function appointmentOf(row: Row & { data: CaseSnapshot['data'] }): AgendaItem | undefined {
  const process = processOf(row.process);
  const appointment = process.appointments?.[row.state];
  const on = appointment?.on(row.data);
  if (!appointment || on === undefined) return undefined;
  const { title, at = unset, place = unset } = appointment;
  const shared = { kind: 'appointment', confidence: 'verified' } as const;
  const where = { at: at(row.data) ?? null, place: place(row.data) ?? null };
  return { ...shared, on, ...where, title, case: caseOf(process, row) };
}

const unset = (): undefined => undefined;

function caseOf(process: Process, { id, number, title, state }: Row): AgendaItem['case'] {
  return { id, number, title, process: process.key, stateTitle: titleOf(process, state) };
}
