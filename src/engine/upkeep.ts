// What those who run the service look at: effects that wait or have failed, the state of things, the latest events.
import type { Knex } from 'knex';
import type { Instant, LocalDate } from '../../machines/calendar.ts';
import { processOf } from '../../machines/index.ts';
import type { Text } from '../../machines/text.ts';
import type { Tx } from '../db.ts';
import { readEntry } from './journal.ts';
import { visibleCases, type Person } from './rights.ts';

/** One effect that has not been brought about. */
export type OwedView = {
  id: string;
  kind: string;
  /** Template of a notice, kind of a paper, process of a linked case. */
  what: string;
  caseId: string;
  caseNumber: string;
  state: 'pending' | 'failed';
  attempts: number;
  nextAt: Instant;
  error: string | null;
  createdAt: Instant;
};

const shown = 100;

/** Effects of the cases this person may see that are not done, failed ones first; at most 100. */
export async function listOwed(db: Knex, person: Person): Promise<OwedView[]> {
  const visible = visibleCases(person);
  const { rows } = await db.raw<{ rows: OwedRow[] }>(
    `select o.id, o.kind, o.state, o.attempts, o.next_at, o.error, o.created_at, c.id as case_id, c.number,
       coalesce(o.payload->>'template', o.payload->>'document', o.payload->>'process', o.payload->>'event', '') as what
     from outbox o join cases c on c.id = o.case_id
     where o.state <> 'done' and ${visible.sql} order by o.state, o.next_at limit ?`,
    [...visible.bindings, shown] as never,
  );
  return rows.map(({ case_id, number, next_at, created_at, ...rest }) => ({
    ...rest,
    caseId: case_id,
    caseNumber: number,
    nextAt: next_at.toISOString(),
    createdAt: created_at.toISOString(),
  }));
}

type OwedRow = Omit<OwedView, 'caseId' | 'caseNumber' | 'nextAt' | 'createdAt'> & {
  case_id: string;
  number: string;
  next_at: Date;
  created_at: Date;
};

/** Puts failed effects of visible cases back in line, one or all. Returns how many. */
export async function retryOwed(
  tx: Tx,
  person: Person,
  { id, at }: { id?: string; at: Instant },
): Promise<number> {
  const visible = visibleCases(person);
  const { rowCount } = await tx.raw<{ rowCount: number }>(
    `update outbox o set state = 'pending', attempts = 0, next_at = ?::timestamptz, error = null, leased_until = null
     from cases c where c.id = o.case_id and o.state = 'failed' and (?::text is null or o.id = ?) and ${visible.sql}`,
    [at, id ?? null, id ?? null, ...visible.bindings] as never,
  );
  return rowCount;
}

/** An event without what was handed in: who did what, when, in which case. */
export type Logged = {
  caseId: string;
  caseNumber: string;
  version: number;
  title: Text;
  by: string;
  occurredOn: LocalDate;
  at: Instant;
};

/** Empty texts ask for nothing. */
export type LogFilter = {
  /** Number of a case. */
  number?: string | undefined;
  /** Part of a name. */
  actor?: string | undefined;
  /** First and last day of recording. */
  from?: LocalDate | undefined;
  to?: LocalDate | undefined;
};

/** The latest events of the cases this person may see, newest first; at most 100. */
export async function latestEvents(
  db: Knex,
  person: Person,
  filter: LogFilter = {},
): Promise<Logged[]> {
  const visible = visibleCases(person);
  const narrowed = narrowing(filter);
  const { rows } = await db.raw<{ rows: { canonical: string; number: string }[] }>(
    `select e.canonical, c.number from
       (select * from case_events e ${narrowed.sql} order by e.at desc, e.seq desc limit 1000) e
     join cases c on c.id = e.case_id where ${visible.sql} order by e.at desc, e.seq desc limit ?`,
    [...narrowed.bindings, ...visible.bindings, shown] as never,
  );
  return rows.map(({ canonical, number }) => {
    const { caseId, version, type, process, actor, occurredOn, at } = readEntry(canonical);
    const title = processOf(process).events[type]?.title ?? { vi: type, en: type };
    return { caseId, caseNumber: number, version, title, by: actor.name, occurredOn, at };
  });
}

const zone = `at time zone 'Asia/Ho_Chi_Minh'`;

function narrowing({ number, actor, from, to }: LogFilter): { sql: string; bindings: string[] } {
  const asked: [string, string | undefined][] = [
    ['e.case_id in (select id from cases where number = ?)', number?.trim()],
    ["public.fold(e.canonical::jsonb #>> '{actor,name}') like '%' || public.fold(?) || '%'", actor],
    [`e.at >= ?::timestamp ${zone}`, from],
    [`e.at < (?::date + 1)::timestamp ${zone}`, to],
  ];
  const given = asked.flatMap(([sql, value]) => (value ? [{ sql, value }] : []));
  const sql = given.length > 0 ? `where ${given.map((each) => each.sql).join(' and ')}` : '';
  return { sql, bindings: given.map(({ value }) => value) };
}
