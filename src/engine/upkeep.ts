// Effects that wait or have failed, for those who run the service.
import type { Knex } from 'knex';
import type { Instant } from '../../machines/calendar.ts';
import type { Tx } from '../db.ts';
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
