// Checks the journal against itself, against the stored snapshots, and against the anchors outside the database.
import canonicalize from 'canonicalize';
import type { Knex } from 'knex';
import { processOf } from '../../machines/index.ts';
import type { Facts } from '../../machines/define.ts';
import type { Almanac } from './almanac.ts';
import { chainOf, readAnchors, type Anchor } from './anchor.ts';
import { firstHash, hashOf, readEntry, type Entry } from './journal.ts';
import { rootOf } from './merkle.ts';
import { replay, type Recorded } from './replay.ts';
import type { CaseSnapshot } from './snapshot.ts';

/** A broken link: which case, at which version, what is wrong. */
export type Break = { caseId: string; version: number; what: string };

export type Report = { cases: number; events: number; breaks: Break[] };

type Row = {
  case_id: string;
  version: number;
  event_id: string;
  client_ref: string | null;
  type: string;
  actor_id: string;
  occurred_on: string;
  at: Date;
  prev_hash: Buffer;
  hash: Buffer;
  canonical: string;
};
type Case = {
  id: string;
  process: string;
  number: string;
  state: string;
  version: number;
  head: Buffer;
  snapshot: CaseSnapshot;
};

const columns = [
  'case_id',
  'version',
  'event_id',
  'client_ref',
  'type',
  'actor_id',
  'occurred_on',
  'at',
  'prev_hash',
  'hash',
  'canonical',
] as const;

const page = 200;

/** Walks the cases in pages, or one of them, each with its journal in order. */
async function* histories(db: Knex, only?: string): AsyncGenerator<{ row: Case; events: Row[] }> {
  for (let after = '00000000-0000-0000-0000-000000000000'; ;) {
    const query = db<Case>('cases')
      .orderBy('id')
      .limit(page)
      .select('id', 'process', 'number', 'state', 'version', 'head', 'snapshot');
    const rows = (await (only
      ? query.where({ id: only })
      : query.where('id', '>', after))) as Case[];
    if (rows.length === 0) return;
    const events = await db<Row>('case_events')
      .whereIn(
        'case_id',
        rows.map(({ id }) => id),
      )
      .orderBy(['case_id', 'version'])
      .select(...columns);
    const byCase = Map.groupBy(events as Row[], ({ case_id }) => case_id);
    for (const row of rows) yield { row, events: byCase.get(row.id) ?? [] };
    after = (rows.at(-1) as Case).id;
    if (only || rows.length < page) return;
  }
}

/** Versions without gaps, every hash right, every case's head the hash of its last event. */
export async function verifyChains(db: Knex, only?: string): Promise<Report> {
  const report: Report = { cases: 0, events: 0, breaks: [] };
  for await (const { row, events } of histories(db, only)) {
    report.cases += 1;
    report.events += events.length;
    report.breaks.push(...chainBreaks(row, events));
  }
  if (only === undefined) report.breaks.push(...(await homeless(db)));
  return report;
}

/** Events whose case is gone. */
async function homeless(db: Knex): Promise<Break[]> {
  const rows: { case_id: string; version: number }[] = await db('case_events as e')
    .whereNotExists(db('cases as c').whereRaw('c.id = e.case_id').select(db.raw('1')))
    .groupBy('case_id')
    .orderBy('case_id')
    .select('case_id')
    .max({ version: 'version' });
  return rows.map(({ case_id, version }) => ({
    caseId: case_id,
    version,
    what: 'the case is gone',
  }));
}

function chainBreaks(row: Case, events: readonly Row[]): Break[] {
  const breaks: Break[] = [];
  let previous: Buffer = firstHash;
  events.forEach((event, index) => {
    const fault = linkFault(event, index + 1, previous);
    if (fault) breaks.push({ caseId: row.id, version: event.version, what: fault });
    previous = event.hash;
  });
  if (events.length !== row.version)
    breaks.push({
      caseId: row.id,
      version: row.version,
      what: `the journal has ${events.length} events`,
    });
  if (!previous.equals(row.head))
    breaks.push({
      caseId: row.id,
      version: row.version,
      what: 'the head is not the hash of the last event',
    });
  return breaks;
}

function linkFault(event: Row, version: number, previous: Buffer): string | undefined {
  if (event.version !== version) return `version ${version} is missing`;
  if (!event.prev_hash.equals(previous)) return 'does not follow the event before';
  if (!hashOf(event.prev_hash, event.canonical).equals(event.hash))
    return 'the hash does not fit the content';
  return columnFault(event, readEntry(event.canonical));
}

/** The columns repeat what the canonical text says. */
function columnFault(event: Row, entry: Entry): string | undefined {
  if (entry.caseId !== event.case_id || entry.version !== event.version)
    return 'belongs to another place';
  const same: [name: string, column: unknown, said: unknown][] = [
    ['event_id', event.event_id, entry.eventId],
    ['client_ref', event.client_ref, entry.clientRef ?? null],
    ['type', event.type, entry.type],
    ['actor_id', event.actor_id, entry.actor.id],
    ['occurred_on', event.occurred_on, entry.occurredOn],
    ['at', event.at.toISOString(), entry.at],
  ];
  const other = same.find(([, column, said]) => column !== said);
  return other && `${other[0]} differs from what the hash covers`;
}

/** Replays journals through the processes they ran on and compares with the stored snapshots. */
export async function verifyReplay(db: Knex, almanac: Almanac, only?: string): Promise<Report> {
  const report: Report = { cases: 0, events: 0, breaks: [] };
  for await (const { row, events } of histories(db, only)) {
    report.cases += 1;
    report.events += events.length;
    const entries = events.map(({ canonical }) => readEntry(canonical));
    const what = await replayFault(almanac, row, entries);
    if (what) report.breaks.push({ caseId: row.id, version: row.version, what });
  }
  return report;
}

async function replayFault(
  almanac: Almanac,
  row: Case,
  entries: readonly Entry[],
): Promise<string | undefined> {
  const recorded: Recorded[] = [];
  for (const entry of entries)
    recorded.push({
      event: { type: entry.type, payload: entry.payload },
      facts: await factsOf(almanac, row, entry),
    });
  const replayed = replay(processOf(row.process), recorded);
  if (!replayed.ok)
    return `event ${replayed.version} would be refused: ${replayed.refusal.reasons.map(({ code }) => code).join(', ')}`;
  if (canonicalize(replayed.snapshot) !== canonicalize(row.snapshot))
    return 'replaying gives another snapshot';
  const state = entries.at(-1)?.to;
  return state === row.state
    ? undefined
    : `the journal ends in ${state}, the case says ${row.state}`;
}

async function factsOf(almanac: Almanac, row: Case, entry: Entry): Promise<Facts> {
  const { calendar, settings, criteria } = await almanac.earlier(entry.calendar, entry.settings);
  const number = entry.version === 1 ? '' : row.number;
  return {
    caseId: row.id,
    number,
    at: entry.at,
    on: entry.occurredOn,
    by: entry.actor,
    calendar,
    settings,
    ...(criteria ? { criteria } : {}),
    found: entry.found ?? {},
  };
}

/** Recomputes every anchor from the journal and compares it with the file outside, and the file with the database. */
export async function verifyAnchors(
  db: Knex,
  folder: string,
): Promise<{ anchors: number; breaks: string[] }> {
  const anchors = await readAnchors(folder);
  const breaks: string[] = [];
  let before: Anchor | undefined;
  for (const anchor of anchors) {
    const faults = await anchorFaults(db, before, anchor);
    breaks.push(...faults.map((fault) => `anchor ${anchor.number}: ${fault}`));
    before = anchor;
  }
  return { anchors: anchors.length, breaks: [...breaks, ...(await missing(db, anchors))] };
}

async function anchorFaults(
  db: Knex,
  before: Anchor | undefined,
  anchor: Anchor,
): Promise<string[]> {
  const rows = await db('case_events')
    .where('seq', '>', before?.untilSeq ?? 0)
    .andWhere('seq', '<=', anchor.untilSeq)
    .orderBy('seq')
    .select('hash');
  const root = rootOf(rows.map(({ hash }) => hash as Buffer)).toString('hex');
  const follows =
    anchor.number === (before?.number ?? 0) + 1 &&
    anchor.chain === chainOf(before?.chain, Buffer.from(anchor.root, 'hex'));
  return [
    ...(rows.length === anchor.events
      ? []
      : [`${anchor.events} events anchored, ${rows.length} found`]),
    ...(root === anchor.root ? [] : ['the events have changed']),
    ...(follows ? [] : ['does not follow the anchor before']),
  ];
}

/** Anchors that the database remembers and the file has not, or has otherwise. */
async function missing(db: Knex, anchors: readonly Anchor[]): Promise<string[]> {
  const chains = new Map(anchors.map(({ number, chain }) => [number, chain]));
  const rows = await db('anchors').orderBy('number').select('number', 'chain');
  return rows
    .filter(({ number, chain }) => chains.get(number) !== (chain as Buffer).toString('hex'))
    .map(({ number }) => `anchor ${number}: the database remembers one that the file has not`);
}
