// What an act handed in, beside what an earlier act of the same kind had handed in: field by field, in the view that
// the process gives the reader.
import type { Knex } from 'knex';
import { processOf } from '../../machines/index.ts';
import { Problem } from '../problem.ts';
import { entryView, type EntryView } from './history.ts';
import { readEntry } from './journal.ts';
import { readRow } from './reading.ts';
import type { Person } from './rights.ts';
import type { Unseal } from './unseal.ts';

export type Change = {
  /** JSON pointer into the payload; entries of a list are named by their number, criterion or name. */
  pointer: string;
  kind: 'added' | 'removed' | 'changed';
  before: unknown;
  after: unknown;
};

export type Comparison = {
  type: string;
  title: EntryView['title'];
  version: number;
  /** The earlier act compared with; null when there is none. */
  before: number | null;
  changes: Change[];
};

/**
 * Compares the payload of an event with the latest earlier one of the same type that gave the same fields, or with
 * the opening event for what only that gave. @throws Problem `not-found`
 */
export async function compareEvent(
  { knex: db, unseal }: { knex: Knex; unseal: Unseal },
  person: Person,
  caseId: string,
  version: number,
): Promise<Comparison> {
  const row = await readRow(db, person, caseId);
  const rows = await db('case_events')
    .where({ case_id: caseId })
    .andWhere('version', '<=', version)
    .orderBy('version')
    .select('version', 'hash', 'canonical');
  const entries = rows.map(({ hash, canonical }) =>
    entryView(row, person, readEntry(canonical as string), hash as Buffer),
  );
  const entry = entries.at(-1);
  if (entry?.version !== version) throw new Problem('not-found');
  const opens = processOf(row.process).opensWith;
  const earlier = entries.slice(0, -1).findLast((each) => isForerunner(each, entry, opens));
  const both = [entry.payload, shared(earlier, entry)];
  const [now, then] = await unseal(caseId, both, { person, operation: 'compareEvent' });
  const { type, title } = entry;
  const changes = earlier ? changesOf(then, now) : [];
  return { type, title, version, before: earlier?.version ?? null, changes };
}

function isForerunner(earlier: EntryView, entry: EntryView, opens: string): boolean {
  const fields = Object.entries(entry.payload).filter(([, value]) => typeof value === 'object');
  const gives = fields.some(([name]) => typeof earlier.payload[name] === 'object');
  return gives && (earlier.type === entry.type || earlier.type === opens);
}

/** Of the earlier payload, what the later one speaks of too. */
function shared(earlier: EntryView | undefined, entry: EntryView): Record<string, unknown> {
  const given = Object.entries(earlier?.payload ?? {});
  const same = earlier?.type === entry.type;
  return Object.fromEntries(given.filter(([name]) => same || name in entry.payload));
}

/** Returns every place at which two values differ. */
export function changesOf(before: unknown, after: unknown): Change[] {
  const [then, now] = [placesOf(before), placesOf(after)];
  const pointers = [...new Set([...now.keys(), ...then.keys()])];
  return pointers.flatMap((pointer): Change[] => {
    const [was, is] = [then.get(pointer), now.get(pointer)];
    if (Object.is(was, is)) return [];
    const kind = kindOf(was, is);
    return [{ pointer, kind, before: was ?? null, after: is ?? null }];
  });
}

function kindOf(before: unknown, after: unknown): Change['kind'] {
  if (before === undefined) return 'added';
  return after === undefined ? 'removed' : 'changed';
}

/** Every value that is not made of others, by its pointer. */
function placesOf(
  value: unknown,
  at = '',
  found = new Map<string, unknown>(),
): Map<string, unknown> {
  if (typeof value !== 'object' || value === null) {
    if (value !== undefined) found.set(at, value);
    return found;
  }
  const members = Array.isArray(value) ? named(value) : Object.entries(value);
  for (const [name, member] of members) {
    placesOf(member, `${at}/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`, found);
  }
  return found;
}

const names = ['no', 'criterion', 'name', 'kind'] as const;

/** Entries of a list keep their name when another is put before them; without a name of their own they are counted. */
function named(list: readonly unknown[]): [string, unknown][] {
  const key = names.find((each) => {
    const values = list.map((entry) => (entry as Record<string, unknown> | null)?.[each]);
    return values.every((value) => value !== undefined) && new Set(values).size === list.length;
  });
  return list.map((entry, index) => {
    const own = key === undefined ? index + 1 : (entry as Record<string, unknown>)[key];
    return [String(own), entry];
  });
}
