// The versions of one part of the drafts, out of the journal: what was saved and handed in, what was returned and why,
// and what lies between two of them. Identifiers stay sealed here, and are no part of what is compared.
import type { Knex } from 'knex';
import type { LocalDate } from '../../machines/calendar.ts';
import type { Founding, Stage } from '../../machines/founding/data.ts';
import type { Part } from '../../machines/founding/parts.ts';
import type { Remark } from '../../machines/founding/remarks.ts';
import type { Text } from '../../machines/text.ts';
import { readSeal } from '../../machines/personal.ts';
import { Problem } from '../problem.ts';
import { changesOf, type Change } from './comparison.ts';
import { entryView, type EntryView } from './history.ts';
import { readEntry } from './journal.ts';
import { readRow, type CaseRow } from './reading.ts';
import type { Person } from './rights.ts';

/** One act on the part. `version` is that of the case after it. */
export type PartVersion = {
  version: number;
  type: 'SAVE_DRAFT' | 'SUBMIT_DRAFT' | 'RETURN_PART' | 'ACCEPT_PART';
  title: Text;
  by: string;
  on: LocalDate;
};

export type PartView = {
  id: string;
  version: number;
  part: Part;
  stage: Stage;
  /** Newest first. */
  versions: PartVersion[];
  /** The latest return, with what had been handed in then; null when it was never returned. */
  returned: {
    version: number;
    by: string;
    on: LocalDate;
    comments: string;
    remarks: readonly Remark[];
  } | null;
  /** Versions compared; null where there is nothing to compare. */
  from: number | null;
  to: number | null;
  /** Contents of the two, without identifiers. */
  before: Record<string, unknown> | null;
  now: Record<string, unknown>;
  changes: Change[];
};

export type Between = { from?: number | undefined; to?: number | undefined };

const acts = ['SAVE_DRAFT', 'SUBMIT_DRAFT', 'RETURN_PART', 'ACCEPT_PART'] as const;

/**
 * Returns a part with its versions. Compared are the two asked for, or else what was returned last with what stands now.
 * @throws Problem `not-found`, also for a case of another process and for a version that is none of this part
 */
export async function readPart(
  db: Knex,
  person: Person,
  { id, part, from, to }: { id: string; part: Part } & Between,
): Promise<PartView> {
  const row = await foundingRow(db, person, id);
  const entries = await actsOn(db, row, person, part);
  const written = entries.filter((entry) => part in entry.payload);
  const returned = entries.findLast(({ type }) => type === 'RETURN_PART');
  const before = from === undefined ? handedInBefore(written, returned) : chosen(written, from);
  const now = to === undefined ? written.at(-1) : chosen(written, to);
  const data = row.snapshot.data as unknown as Founding;
  const [then, is] = [contentOf(before, part), contentOf(now, part) ?? {}];
  return {
    id,
    version: row.version,
    part,
    stage: data.parts[part].stage,
    versions: entries.map(versionOf).toReversed(),
    returned: returned ? returnOf(returned) : null,
    from: before?.version ?? null,
    to: now?.version ?? null,
    before: then,
    now: is,
    changes: then ? changesOf(then, is) : [],
  };
}

/** The row of a founding case the person may see. @throws Problem `not-found` */
export async function foundingRow(db: Knex, person: Person, id: string): Promise<CaseRow> {
  const row = await readRow(db, person, id);
  if (!row.process.startsWith('founding@')) throw new Problem('not-found');
  return row;
}

async function actsOn(db: Knex, row: CaseRow, person: Person, part: Part): Promise<EntryView[]> {
  const rows = await db('case_events')
    .where({ case_id: row.id })
    .whereIn('type', [...acts])
    .orderBy('version')
    .select<{ hash: Buffer; canonical: string }[]>('hash', 'canonical');
  return rows
    .map(({ hash, canonical }) => entryView(row, person, readEntry(canonical), hash))
    .filter(({ payload }) => payload['part'] === part);
}

/** What the adviser had before them when they returned it. */
function handedInBefore(
  written: readonly EntryView[],
  returned: EntryView | undefined,
): EntryView | undefined {
  return returned && written.findLast(({ version }) => version < returned.version);
}

function chosen(written: readonly EntryView[], version: number): EntryView {
  const entry = written.find((each) => each.version === version);
  if (!entry) throw new Problem('not-found');
  return entry;
}

function versionOf({ version, type, title, by, occurredOn: on }: EntryView): PartVersion {
  return { version, type: type as PartVersion['type'], title, by: by.name, on };
}

function returnOf({ version, by, occurredOn: on, payload }: EntryView): PartView['returned'] {
  const { comments, remarks = [] } = payload as { comments: string; remarks?: readonly Remark[] };
  return { version, by: by.name, on, comments, remarks };
}

function contentOf(entry: EntryView | undefined, part: Part): Record<string, unknown> | null {
  return entry ? (withoutSeals(entry.payload[part]) as Record<string, unknown>) : null;
}

/** Each time it is given, an identifier gets another seal: two of them say nothing about what changed. */
function withoutSeals(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutSeals);
  if (typeof value !== 'object' || value === null) return value;
  const kept = Object.entries(value).filter(
    ([, each]) => typeof each !== 'string' || readSeal(each) === undefined,
  );
  return Object.fromEntries(kept.map(([name, each]) => [name, withoutSeals(each)]));
}
