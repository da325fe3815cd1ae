// One case taken out of the database with everything its proof needs: `export --case` writes it, `proof verify` reads it.
import type { Knex } from 'knex';
import { z } from 'zod';
import type { CalendarDay } from '../../machines/calendar.ts';
import type { PublishedSet } from '../../machines/criteria/set.ts';
import type { Almanac, Settings } from './almanac.ts';
import type { Anchors } from './anchor.ts';
import { readEntry } from './journal.ts';

/** What decisions were made on, by revision. */
type Bases = Record<string, { settings: Settings; criteria?: readonly PublishedSet[] }>;

/** The case as it stands, its journal with proofs, its papers, and the calendars and settings it was decided on. */
export async function bundleOf(
  db: Knex,
  id: string,
  { almanac, anchors }: { almanac: Almanac; anchors: Pick<Anchors, 'proof'> },
): Promise<object> {
  const row = await db('cases')
    .where({ id })
    .first('id', 'number', 'process', 'version', 'state', 'title', 'opened_on', 'snapshot');
  const events = await db('case_events').where({ case_id: id }).orderBy('version');
  const proofs = await Promise.all(
    events.map(({ version }) => anchors.proof(id, version as number)),
  );
  const entries = events.map(({ canonical }) => readEntry(canonical as string));
  return {
    format: 'sang-lap/case/1',
    case: row,
    events: events.map((event, index) => ({
      version: event.version,
      prevHash: event.prev_hash.toString('hex'),
      hash: event.hash.toString('hex'),
      canonical: event.canonical,
      entry: entries[index],
      ...(proofs[index] ? { proof: proofs[index] } : {}),
    })),
    documents: await papersOf(db, id),
    ...(await groundsOf(almanac, entries)),
  };
}

async function papersOf(db: Knex, id: string): Promise<object[]> {
  const papers = await db('documents')
    .where({ case_id: id })
    .orderBy('id')
    .select('id', 'kind', 'symbol', 'state', 'sha256', 'issued_at');
  return papers.map((paper) => ({ ...paper, sha256: paper.sha256?.toString('hex') ?? null }));
}

type Named = { calendar: string; settings: string };

async function groundsOf(
  almanac: Almanac,
  entries: readonly Named[],
): Promise<{ calendars: Record<string, CalendarDay[]>; bases: Bases }> {
  const calendars: Record<string, CalendarDay[]> = {};
  const bases: Bases = {};
  for (const { calendar: days, settings: given } of entries) {
    if (calendars[days] && bases[given]) continue;
    const { calendar, settings, criteria } = await almanac.earlier(days, given);
    calendars[days] = [...calendar.days.values()];
    bases[given] = { settings, ...(criteria ? { criteria } : {}) };
  }
  return { calendars, bases };
}

const hex = z.string().regex(/^[0-9a-f]{64}$/);
const anchor = z.object({
  number: z.int(),
  at: z.string(),
  events: z.int(),
  untilSeq: z.int(),
  root: hex,
  chain: hex,
});

/** What a proof looks at; more may stand in a bundle. */
export const bundleShape = z.object({
  format: z.literal('sang-lap/case/1'),
  case: z.object({
    id: z.string(),
    number: z.string(),
    process: z.string(),
    version: z.int(),
    state: z.string(),
    snapshot: z.record(z.string(), z.unknown()),
  }),
  events: z
    .array(
      z.object({
        version: z.int(),
        prevHash: hex,
        hash: hex,
        canonical: z.string(),
        proof: z
          .object({
            anchor,
            hash: hex,
            path: z.array(z.object({ side: z.enum(['left', 'right']), hash: hex })),
          })
          .optional(),
      }),
    )
    .min(1),
  documents: z.array(
    z.object({
      id: z.string(),
      kind: z.string(),
      symbol: z.string().nullable(),
      state: z.string(),
      sha256: hex.nullable(),
    }),
  ),
  calendars: z.record(z.string(), z.array(z.any())).optional(),
  bases: z
    .record(
      z.string(),
      z.object({ settings: z.record(z.string(), z.any()), criteria: z.any().optional() }),
    )
    .optional(),
});

export type Bundle = z.output<typeof bundleShape>;
