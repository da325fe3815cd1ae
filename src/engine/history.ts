// The journal of a case as people read it, and its papers: behind the rights filter, in the view of the process.
import type { Knex } from 'knex';
import type { Instant, LocalDate } from '../../machines/calendar.ts';
import { processOf } from '../../machines/index.ts';
import type { Role } from '../../machines/roles.ts';
import type { Text } from '../../machines/text.ts';
import { Problem } from '../problem.ts';
import { readCursor, writeCursor } from './cursor.ts';
import { readEntry, type Entry } from './journal.ts';
import { shownId, storedId } from './queue.ts';
import { readRow, type CaseRow } from './reading.ts';
import { readsIdentifiers, type Person } from './rights.ts';
import { generalEvents } from './step.ts';
import type { Unseal } from './unseal.ts';

export type EntryView = {
  version: number;
  /**
   * Null where the payload is hidden from the reader: a ballot has so few possible contents that its hash would give
   * it away, were the id, which is random and part of what is hashed, not hidden with it.
   */
  eventId: string | null;
  type: string;
  title: Text;
  by: { id: string; name: string; roles: readonly Role[] };
  occurredOn: LocalDate;
  recordedAt: Instant;
  law: string;
  from: string;
  to: string;
  payload: Record<string, unknown>;
  clientRef: string | null;
  /** Hex; SHA-256 of the previous hash and the entry. */
  hash: string;
};

export type EntryList = {
  items: EntryView[];
  next: string | null;
  counts: { total: number; capped: boolean };
};

export type DocumentView = {
  /** `case.version.index`. */
  id: string;
  kind: string;
  title: Text;
  /** `05/2026/GCN`; null for papers outside a register. */
  number: string | null;
  code: string;
  /** `owed` until the file is made. */
  state: 'owed' | 'issued' | 'voided';
  bytes: number | null;
  /** Hex. */
  sha256: string | null;
  issuedOn: LocalDate;
  issuedAt: Instant | null;
  voidedAt: Instant | null;
  voidReason: string | null;
  /** Ids of the paper that this one corrects, and of the one that corrects it. */
  supersedes: string | null;
  supersededBy: string | null;
  supersededAt: Instant | null;
  /** How the file is signed; null for papers from before signing, and while it is being made. */
  signature: Record<string, unknown> | null;
};

/** Events in their order. @throws Problem `not-found`, `invalid` for a cursor that is none */
export async function listEntries(
  { knex: db, unseal }: { knex: Knex; unseal: Unseal },
  person: Person,
  id: string,
  { limit, cursor }: { limit: number; cursor?: string | undefined },
): Promise<EntryList> {
  const row = await readRow(db, person, id);
  const after = readCursor(cursor, 'version')?.version ?? 0;
  const rows = await db('case_events')
    .where({ case_id: id })
    .andWhere('version', '>', after)
    .orderBy('version')
    .limit(limit)
    .select('version', 'hash', 'canonical');
  const shown = rows.map(({ hash, canonical }) =>
    entryView(row, person, readEntry(canonical), hash),
  );
  const items = await unseal(id, shown, { person, operation: 'listEvents' });
  const last = items.at(-1)?.version ?? row.version;
  const next = last < row.version ? writeCursor({ order: 'version', version: last }) : null;
  return { items, next, counts: { total: row.version, capped: false } };
}

export function entryView(row: CaseRow, person: Person, entry: Entry, hash: Buffer): EntryView {
  const process = processOf(entry.process);
  const { type, payload, actor, version, eventId, occurredOn, at, law, from, to } = entry;
  const { id, name, roles } = person;
  const reader = { id, name, roles };
  const about = { type, payload, by: actor.id };
  const seen = process.viewEvent?.(about, row.snapshot.data, reader) ?? payload;
  return {
    version,
    eventId: seen === payload ? eventId : null,
    type,
    title: process.events[type]?.title ?? generalTitles[type] ?? { vi: type, en: type },
    by: actor,
    occurredOn,
    recordedAt: at,
    law,
    from,
    to,
    payload: seen,
    clientRef: entry.clientRef ?? null,
    hash: hash.toString('hex'),
  };
}

const generalTitles: Readonly<Record<string, Text>> = {
  [generalEvents.reminder]: { vi: 'Nhắc thời hạn', en: 'Reminder of a term' },
  [generalEvents.calendar]: {
    vi: 'Tính lại thời hạn theo lịch mới',
    en: 'Due dates by a changed calendar',
  },
};

/** Papers of a case in the order of their events. @throws Problem `not-found` */
export async function listDocuments(db: Knex, person: Person, id: string): Promise<DocumentView[]> {
  const row = await readRow(db, person, id);
  const all = await papersOf(db, person, id).select<DocumentRow[]>(columns);
  const hidden = await hiddenVersions(db, row, person);
  const rows = all.filter(({ id: key }) => !hidden.has(versionOf(key)));
  const placeOf = ({ id: key }: DocumentRow): number[] => key.split('/').slice(1).map(Number);
  return rows
    .toSorted((a, b) => {
      const [versionA = 0, indexA = 0] = placeOf(a);
      const [versionB = 0, indexB = 0] = placeOf(b);
      return versionA - versionB || indexA - indexB;
    })
    .map(documentView);
}

/** One paper with the place of its file, null while that is still being made. @throws Problem `not-found` */
export async function findDocument(
  db: Knex,
  person: Person,
  id: string,
  documentId: string,
): Promise<DocumentView & { path: string | null }> {
  const home = await readRow(db, person, id);
  const row = await papersOf(db, person, id)
    .andWhere({ id: storedId(documentId) })
    .first<DocumentRow | undefined>(columns);
  const hidden = await hiddenVersions(db, home, person);
  if (!row || hidden.has(versionOf(row.id))) throw new Problem('not-found');
  return { ...documentView(row), path: row.path };
}

/** Papers that print identifiers are there for those only to whom identifiers are shown. */
function papersOf(db: Knex, person: Person, id: string): Knex.QueryBuilder {
  const papers = db('documents').where({ case_id: id });
  return readsIdentifiers(person) ? papers : papers.whereRaw(`data::text not like '%"sealed:%'`);
}

/** Versions whose event this person may not read: its papers say the same. */
async function hiddenVersions(
  db: Knex,
  row: CaseRow,
  person: Person,
): Promise<ReadonlySet<number>> {
  const { viewEvent } = processOf(row.process);
  if (!viewEvent) return new Set();
  const events = await db('case_events').where({ case_id: row.id }).select('version', 'canonical');
  const { id, name, roles } = person;
  const unseen = events.filter(({ canonical }) => {
    const { type, payload, actor } = readEntry(canonical as string);
    const event = { type, payload, by: actor.id };
    return viewEvent(event, row.snapshot.data, { id, name, roles }) !== payload;
  });
  return new Set(unseen.map(({ version }) => version as number));
}

/** A document's id is `case/version/index`. */
function versionOf(id: string): number {
  return Number(id.split('/')[1]);
}

const columns = [
  'id',
  'kind',
  'title',
  'symbol',
  'code',
  'state',
  'path',
  'bytes',
  'sha256',
  'issued_on',
  'issued_at',
  'voided_at',
  'void_reason',
  'supersedes',
  'superseded_by',
  'superseded_at',
  'signature',
];

type DocumentRow = {
  id: string;
  kind: string;
  title: Text;
  symbol: string | null;
  code: string;
  state: DocumentView['state'];
  path: string | null;
  bytes: number | null;
  sha256: Buffer | null;
  issued_on: LocalDate;
  issued_at: Date | null;
  voided_at: Date | null;
  void_reason: string | null;
  supersedes: string | null;
  superseded_by: string | null;
  superseded_at: Date | null;
  signature: Record<string, unknown> | null;
};

const instant = (at: Date | null): Instant | null => at?.toISOString() ?? null;

function documentView(row: DocumentRow): DocumentView {
  const { id, kind, title, symbol, code, state, bytes, sha256, issued_on, issued_at, voided_at } =
    row;
  return {
    id: shownId(id),
    kind,
    title,
    number: symbol,
    code,
    state,
    bytes,
    sha256: sha256?.toString('hex') ?? null,
    issuedOn: issued_on,
    issuedAt: instant(issued_at),
    voidedAt: instant(voided_at),
    voidReason: row.void_reason,
    supersedes: row.supersedes && shownId(row.supersedes),
    supersededBy: row.superseded_by && shownId(row.superseded_by),
    supersededAt: instant(row.superseded_at),
    signature: row.signature,
  };
}
