// The one read before a decision: cases of a group as they are, and answers already given to the same keys.
import type pg from 'pg';
import type { LocalDate } from '../../machines/calendar.ts';
import type { Answer, Loaded, Request } from './decide.ts';
import { recusedFrom } from './rights.ts';
import type { CaseSnapshot } from './snapshot.ts';

export type CaseRow = {
  id: string;
  alliance_id: string;
  process: string;
  number: string;
  state: string;
  version: number;
  snapshot: CaseSnapshot;
  head: Buffer;
  parties: string[];
  /** Whether the one who asks is; see the rights filter. */
  recused: boolean;
  opened_on: LocalDate;
  parent_id: string | null;
};

/** An answer given before, and the digest of the request it was given to. */
export type Kept = { request: string; answer: Answer };

export type Read = { row: CaseRow | undefined; kept: Kept | undefined };

/** A case, and the request on it when a person makes one. */
export type Wanted = { caseId: string; request: Request | undefined };

const readText = `select c.id, c.alliance_id, c.process, c.number, c.state, c.version, c.snapshot, c.head, c.parties,
    coalesce(${recusedFrom('c', 'q.person')}, false) as recused, c.opened_on, c.parent_id, encode(i.request, 'hex') as request, i.answer
  from unnest($1::uuid[], $2::text[], $3::text[]) with ordinality as q(id, person, key, n)
  left join cases c on c.id = q.id
  left join idempotency i on i.person_id = q.person and i.key = q.key
  order by q.n`;

/** One read for a whole group: the cases, and answers already given to the same keys. */
export async function readCases(
  pool: Pick<pg.Pool, 'query'>,
  wanted: readonly Wanted[],
): Promise<Read[]> {
  const values = [
    wanted.map(({ caseId }) => caseId),
    wanted.map(({ request }) => request?.by.id ?? null),
    wanted.map(({ request }) => request?.key?.key ?? null),
  ];
  const { rows } = await pool.query<CaseRow & { request: string | null; answer: Answer }>({
    name: 'read-cases',
    text: readText,
    values,
  });
  return rows.map((row) => ({
    row: row.id === null ? undefined : row,
    kept: row.request === null ? undefined : { request: row.request, answer: row.answer },
  }));
}

export function loadedOf(row: CaseRow): Loaded {
  const { id, number, state, snapshot, head, opened_on, parent_id } = row;
  return {
    id,
    alliance: row.alliance_id,
    number,
    state,
    snapshot,
    head,
    openedOn: opened_on,
    parent: parent_id,
  };
}
