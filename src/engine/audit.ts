// Checks the journal against itself, against the stored snapshots, and against the anchors outside the database.
import canonicalize from 'canonicalize';
import type { Knex } from 'knex';
import { processOf } from '../../machines/index.ts';
import type { Facts } from '../../machines/define.ts';
import type { Almanac } from './almanac.ts';
import { chainOf, readAnchors } from './anchor.ts';
import { firstHash, hashOf, readEntry, type Entry } from './journal.ts';
import { rootOf } from './merkle.ts';
import { replay, type Recorded } from './replay.ts';
import type { CaseSnapshot } from './snapshot.ts';

/** A broken link: which case, at which version, what is wrong. */
export type Break = { caseId: string; version: number; what: string };

export type Report = { cases: number; events: number; breaks: Break[] };

type Row = { case_id: string; version: number; prev_hash: Buffer; hash: Buffer; canonical: string };
type Case = {
  id: string;
  process: string;
  number: string;
  version: number;
  head: Buffer;
  snapshot: CaseSnapshot;
};

const page = 200;

/** Walks the cases in pages, or one of them, each with its journal in order. */
async function* histories(db: Knex, only?: string): AsyncGenerator<{ row: Case; events: Row[] }> {
  for (let after = '00000000-0000-0000-0000-000000000000'; ;) {
    const query = db<Case>('cases')
      .orderBy('id')
      .limit(page)
      .select('id', 'process', 'number', 'version', 'head', 'snapshot');
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
      .select('case_id', 'version', 'prev_hash', 'hash', 'canonical');
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
  return report;
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
  const entry = readEntry(event.canonical);
  return entry.caseId === event.case_id && entry.version === version
    ? undefined
    : 'belongs to another place';
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
  return canonicalize(replayed.snapshot) === canonicalize(row.snapshot)
    ? undefined
    : 'replaying gives another snapshot';
}

async function factsOf(almanac: Almanac, row: Case, entry: Entry): Promise<Facts> {
  const { calendar, settings } = await almanac.earlier(entry.calendar, entry.settings);
  const number = entry.version === 1 ? '' : row.number;
  return {
    caseId: row.id,
    number,
    at: entry.at,
    on: entry.occurredOn,
    by: entry.actor,
    calendar,
    settings,
    found: entry.found ?? {},
  };
}

/** Recomputes every anchor from the journal and compares it with the file outside. */
export async function verifyAnchors(
  db: Knex,
  folder: string,
): Promise<{ anchors: number; breaks: string[] }> {
  const anchors = await readAnchors(folder);
  const breaks: string[] = [];
  let after = 0;
  let chain: string | undefined;
  for (const anchor of anchors) {
    const rows = await db('case_events')
      .where('seq', '>', after)
      .andWhere('seq', '<=', anchor.untilSeq)
      .orderBy('seq')
      .select('hash');
    const root = rootOf(rows.map(({ hash }) => hash as Buffer));
    chain = chainOf(chain, root);
    if (rows.length !== anchor.events)
      breaks.push(
        `anchor ${anchor.number}: ${anchor.events} events anchored, ${rows.length} found`,
      );
    if (root.toString('hex') !== anchor.root)
      breaks.push(`anchor ${anchor.number}: the events have changed`);
    if (chain !== anchor.chain)
      breaks.push(`anchor ${anchor.number}: does not follow the anchor before`);
    after = anchor.untilSeq;
  }
  const [row] = await db('anchors').count({ n: '*' });
  if (Number(row?.['n'] ?? 0) > anchors.length)
    breaks.push(`the file has ${anchors.length} anchors, the database ${row?.['n']}`);
  return { anchors: anchors.length, breaks };
}
