// Sixteen people who write at the same time and do not give up, and what must be true of the records afterwards.
import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { expect } from 'vitest';
import type { Role } from '../../machines/roles.ts';
import { call, drafting, example, openFounding, persist, type Place } from './calls.ts';

/** One answered write. */
export type Acknowledged = {
  caseId: string;
  version: number;
  eventId: string;
  clientRef: string;
  by: Role;
  path: string;
  key: string;
  body: object;
};

export type Writers = { acknowledged: Acknowledged[]; stopped: Promise<void> };

/** Cases that are being drafted, for the writers to share. */
export async function draftingCases(place: Place, count: number): Promise<string[]> {
  const ids: string[] = [];
  for (let made = 0; made < count; made += 1) {
    const founding = await openFounding(place);
    await drafting(place, founding);
    ids.push(founding.id);
  }
  return ids;
}

/** Writes until `enough` says so: twelve save drafts of shared cases, two open cases, two have complaints accepted. */
export function startWriters(
  place: () => Place,
  cases: readonly string[],
  enough: (acknowledged: readonly Acknowledged[]) => boolean,
): Writers {
  const acknowledged: Acknowledged[] = [];
  const jobs = [
    ...Array.from({ length: 12 }, (_, index) =>
      saveDraft(place, cases[index % cases.length] ?? ''),
    ),
    ...Array.from({ length: 2 }, () => openCase(place)),
    ...Array.from({ length: 2 }, () => acceptComplaint(place)),
  ];
  const writer = async (job: Job): Promise<void> => {
    while (!enough(acknowledged)) acknowledged.push(...(await job()));
  };
  const stopped = Promise.all(jobs.map(writer)).then(() => undefined);
  return { acknowledged, stopped };
}

type Job = () => Promise<Acknowledged[]>;
type Wanted = { by: Role; path: string; body: object; version?: number };

/** The key and the reference stay the same over all attempts, also over those after somebody else was first. */
async function write(place: () => Place, wanted: Wanted): Promise<Acknowledged> {
  const [key, clientRef] = [randomUUID(), randomUUID()];
  const { by, path } = wanted;
  const body = { ...wanted.body, clientRef };
  for (let { version } = wanted; ;) {
    const given = { by, key, body, ...(version === undefined ? {} : { version }) };
    const answer = await persist(place, 'POST', path, given);
    if (answer.status === 201) {
      const { id: caseId, version: done, eventId } = answer.body;
      return { caseId, version: done, eventId, clientRef, by, path, key, body };
    }
    if (answer.status !== 412) throw new Error(JSON.stringify(answer.body));
    const now = await persist(place, 'GET', path.replace(/\/events$/, ''), { by });
    version = now.body.version;
  }
}

function saveDraft(place: () => Place, id: string): Job {
  let version = 1;
  return async () => {
    const body = { type: 'SAVE_DRAFT', payload: example('founding', 'SAVE_DRAFT') };
    const done = await write(place, {
      by: 'founder',
      path: `/api/cases/${id}/events`,
      body,
      version,
    });
    version = done.version;
    return [done];
  };
}

function openCase(place: () => Place): Job {
  const payload = example('founding', 'REQUEST_CONSULTATION');
  const body = { process: 'founding', payload };
  return async () => [await write(place, { by: 'founder', path: '/api/cases', body })];
}

/** Accepting gives a paper with a number. */
function acceptComplaint(place: () => Place): Job {
  return async () => {
    const payload = { ...example('complaint', 'FILE_COMPLAINT'), parentCase: randomUUID() };
    const body = { process: 'complaint', payload };
    const opened = await write(place, { by: 'staff', path: '/api/cases', body });
    const path = `/api/cases/${opened.caseId}/events`;
    const accept = { type: 'ACCEPT', payload: { hindrance: 'Thiên tai' } };
    return [opened, await write(place, { by: 'staff', path, body: accept, version: 1 })];
  };
}

/** All that must hold of the records, whatever happened to the processes meanwhile. */
export async function checkRecords(
  url: string,
  acknowledged: readonly Acknowledged[],
): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const events = await client.query<Event>(
      'select case_id, version, event_id, client_ref from case_events order by case_id, version',
    );
    checkAcknowledged(events.rows, acknowledged);
    await checkNumbers(client);
    await checkEffects(client);
    expect(await gapsIn(client)).toEqual([]);
  } finally {
    await client.end();
  }
}

type Event = { case_id: string; version: number; event_id: string; client_ref: string | null };

function checkAcknowledged(events: readonly Event[], acknowledged: readonly Acknowledged[]): void {
  const refs = events.flatMap(({ client_ref }) => client_ref ?? []);
  expect(refs.length - new Set(refs).size, 'applied twice').toBe(0);
  const byRef = new Map(events.map((event) => [event.client_ref, event]));
  const lost = acknowledged.filter(({ caseId, version, eventId, clientRef }) => {
    const kept = byRef.get(clientRef);
    return kept?.case_id !== caseId || kept.version !== version || kept.event_id !== eventId;
  });
  expect(lost, 'acknowledged and lost').toEqual([]);
}

/** Cases whose versions are not 1..n, or whose row is not at n. */
async function gapsIn(client: pg.Client): Promise<unknown[]> {
  const { rows } = await client.query(
    `select c.id, c.version, count(e.*), min(e.version), max(e.version) from cases c left join case_events e on e.case_id = c.id
     group by c.id having count(e.*) <> c.version or min(e.version) <> 1 or max(e.version) <> c.version`,
  );
  return rows;
}

/** Numbers of cases and of papers: 1..n in each series and year. */
async function checkNumbers(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ series: string; numbers: number[]; last: number }>(
    `select series, array_agg(n order by n) as numbers, (select last from registers r
       where r.series = all_numbers.register and r.year = all_numbers.year) as last
     from (select series, series as register, year, number as n from documents where number is not null union all
       select split_part(number, '-', 1), 'case:' || split_part(number, '-', 1), split_part(number, '-', 2)::int,
         split_part(number, '-', 3)::int from cases) all_numbers group by series, register, year`,
  );
  expect(rows.map(({ series }) => series).toSorted()).toEqual(['KN', 'TB', 'TL']);
  for (const { series, numbers, last } of rows) {
    expect(numbers, series).toEqual(numbers.map((_, index) => index + 1));
    expect(last, series).toBe(numbers.length);
  }
}

/** Every effect belongs to an event, every accepted complaint owes one paper and only one. */
async function checkEffects(client: pg.Client): Promise<void> {
  const { rows } = await client.query(
    `select (select count(*)::int from outbox o where not exists (select from case_events e
         where e.case_id = o.case_id and o.id like e.case_id || '/' || e.version || '/%')) as strays,
       (select count(*) - count(distinct id) from outbox)::int as doubles,
       (select count(*)::int from case_events where type = 'ACCEPT') as accepted,
       (select count(*)::int from documents where series = 'TB') as papers,
       (select count(*)::int from outbox where kind = 'issue' and payload ->> 'document' = 'COMPLAINT_ACCEPT') as owed`,
  );
  const accepted = rows[0]?.accepted as number;
  expect(accepted).toBeGreaterThan(0);
  expect(rows[0]).toEqual({ strays: 0, doubles: 0, accepted, papers: accepted, owed: accepted });
}

/** The same key gives the same answer still. */
export async function checkReplays(
  place: Place,
  acknowledged: readonly Acknowledged[],
): Promise<void> {
  for (const { by, path, key, body, version, eventId } of acknowledged) {
    const seen = version > 1 ? { version: version - 1 } : {};
    const answer = await call(place, 'POST', path, { by, key, body, ...seen });
    expect(answer.headers.get('idempotency-replayed')).toBe('true');
    expect([answer.status, answer.body.eventId]).toEqual([201, eventId]);
  }
}
