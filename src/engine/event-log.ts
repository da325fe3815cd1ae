// The journals of all cases as one log, the newest entry first: who did what, when, in which case, and nothing of what
// was handed in.
import type { Knex } from 'knex';
import type { Instant, LocalDate } from '../../machines/calendar.ts';
import { processOf } from '../../machines/index.ts';
import type { Text } from '../../machines/text.ts';
import { readEntry } from './journal.ts';
import { visibleCases, type Person } from './rights.ts';

export type Logged = {
  caseId: string;
  caseNumber: string;
  version: number;
  process: Text;
  title: Text;
  by: string;
  occurredOn: LocalDate;
  at: Instant;
  /** Its place in the log. */
  seq: number;
};

/** Empty texts ask for nothing. */
export type LogFilter = {
  /** Number of a case. */
  number?: string | undefined;
  /** Part of a name. */
  actor?: string | undefined;
  /** `founding/REQUEST_CONSULTATION` */
  kind?: string | undefined;
  /** First and last day of recording, in Vietnam. */
  from?: LocalDate | undefined;
  to?: LocalDate | undefined;
};

/** Entries of the cases this person may see. @param before of the entry read last */
export async function readLog(
  db: Knex,
  person: Person,
  filter: LogFilter,
  { before, most }: { before?: number | undefined; most: number },
): Promise<Logged[]> {
  const parts = [
    visibleCases(person),
    ...narrowing(filter, person),
    ...(before === undefined ? [] : [{ sql: 'e.seq < ?', bindings: [before] }]),
  ];
  const { rows } = await db.raw<{ rows: { canonical: string; number: string; seq: number }[] }>(
    `select e.canonical, e.seq, c.number from case_events e join cases c on c.id = e.case_id
     where ${parts.map(({ sql }) => sql).join(' and ')} order by e.seq desc limit ?`,
    [...parts.flatMap(({ bindings }) => bindings), most] as never,
  );
  return rows.map(({ canonical, number, seq }) => {
    const { caseId, version, type, process, actor, occurredOn, at } = readEntry(canonical);
    const of = processOf(process);
    const title = of.events[type]?.title ?? { vi: type, en: type };
    const about = { caseId, caseNumber: number, version, process: of.title, title };
    return { ...about, by: actor.name, occurredOn, at, seq };
  });
}

const zone = `at time zone 'Asia/Ho_Chi_Minh'`;

type Part = { sql: string; bindings: unknown[] };

/** Names are looked up among the accounts first: the journal is found by who acted, not read for names. */
function narrowing({ number, actor, kind, from, to }: LogFilter, { allianceId }: Person): Part[] {
  const [process, type] = kind?.split('/') ?? [];
  const asked: [string, unknown[] | undefined][] = [
    [
      'e.case_id = (select id from cases where alliance_id = ? and number = ?)',
      number?.trim() ? [allianceId, number.trim()] : undefined,
    ],
    [
      `e.actor_id = any(array(select id::text from accounts where alliance_id = ?
         and strpos(public.fold(name), public.fold(?)) > 0
       union all select 'system' where strpos(public.fold('Hệ thống'), public.fold(?)) > 0))`,
      actor?.trim() ? [allianceId, actor.trim(), actor.trim()] : undefined,
    ],
    [
      "split_part(c.process, '@', 1) = ? and e.type = ?",
      type === undefined ? undefined : [process, type],
    ],
    [`e.at >= ?::timestamp ${zone}`, from ? [from] : undefined],
    [`e.at < (?::date + 1)::timestamp ${zone}`, to ? [to] : undefined],
  ];
  return asked.flatMap(([sql, bindings]) => (bindings ? [{ sql, bindings }] : []));
}
