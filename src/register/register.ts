// The register of cooperatives: found by words or code, with what each was before; doubles merged into one.
import type { Knex } from 'knex';
import type { Instant, LocalDate } from '../../machines/calendar.ts';
import { Problem } from '../problem.ts';
import { wordsQuery } from '../words.ts';
import type { Cooperative } from './cooperative.ts';

export type Kept = Omit<Cooperative, 'capital' | 'members'> & {
  capital: number | null;
  members: number | null;
  /** The row this one is a double of. */
  mergedInto: string | null;
  /** The founding case it comes from. */
  caseId: string | null;
  /** `case`, or the name of the file it was imported from. */
  source: string;
  since: Instant | null;
};

export type CooperativeFilter = {
  text?: string | undefined;
  status?: string | undefined;
  commune?: string | undefined;
  /** Code of the last row of the page before. */
  after?: string | undefined;
  limit: number;
};

const shown = {
  code: 'code',
  name: 'name',
  kind: 'kind',
  status: 'status',
  registeredOn: 'registered_on',
  commune: 'commune',
  oldDistrict: 'old_district',
  address: 'address',
  capital: 'capital',
  members: 'members',
  representative: 'representative',
  sector: 'sector',
  mergedInto: 'merged_into',
  caseId: 'case_id',
  source: 'source',
  since: 'updated_at',
} as const;

/** One page by code, without merged doubles, and how many there are in all. */
export async function listCooperatives(
  db: Knex,
  allianceId: string,
  { after, limit, ...filter }: CooperativeFilter,
): Promise<{ items: Kept[]; next: string | null; total: number }> {
  const found = filtered(db, allianceId, filter);
  const [counted] = await found.clone().count({ n: '*' });
  if (after !== undefined) void found.where('code', '>', after);
  const rows = await found
    .orderBy('code')
    .limit(limit + 1)
    .select(shown);
  const items = rows.slice(0, limit).map(keptOf);
  const next = rows.length > limit ? (items.at(-1)?.code ?? null) : null;
  return { items, next, total: Number(counted?.['n'] ?? 0) };
}

/** Communes that cooperatives here lie in, for a filter. */
export async function communesOf(db: Knex, allianceId: string): Promise<string[]> {
  return db('cooperatives')
    .where({ alliance_id: allianceId, merged_into: null })
    .whereNot('commune', '')
    .distinct()
    .orderBy('commune')
    .limit(1_000)
    .pluck('commune');
}

/** Text without a letter or digit finds nothing. */
function filtered(
  db: Knex,
  allianceId: string,
  { text, status, commune }: Pick<CooperativeFilter, 'text' | 'status' | 'commune'>,
): Knex.QueryBuilder {
  const found = db('cooperatives').where({ alliance_id: allianceId, merged_into: null });
  if (status !== undefined) void found.where({ status });
  if (commune !== undefined) void found.where({ commune });
  if (text === undefined) return found;
  return found.whereRaw(
    "to_tsvector('simple', public.fold(code || ' ' || name || ' ' || commune)) @@ to_tsquery('simple', ?)",
    [wordsQuery(text) ?? ''],
  );
}

/** A cooperative and what it was before, latest first. @throws Problem `not-found` */
export async function readCooperative(
  db: Knex,
  allianceId: string,
  code: string,
): Promise<{ cooperative: Kept; history: Kept[] }> {
  const row = await db('cooperatives').where({ alliance_id: allianceId, code }).first(shown);
  if (!row) throw new Problem('not-found');
  const before = await db('cooperative_history')
    .where({ alliance_id: allianceId, code })
    .orderBy('no', 'desc')
    .limit(1_000)
    .pluck('row');
  const history = before.map((old: Record<string, unknown>) =>
    keptOf(Object.fromEntries(Object.entries(shown).map(([key, column]) => [key, old[column]]))),
  );
  return { cooperative: keptOf(row), history };
}

/**
 * Marks one row as a double of another; its cases and certificates stay where they are.
 * @throws Problem `invalid` when a row is missing, merged already, or the two are one
 */
export async function mergeCooperatives(
  db: Knex,
  allianceId: string,
  { keep, double }: { keep: string; double: string },
  at: Instant,
): Promise<void> {
  const standing = db('cooperatives')
    .where({ alliance_id: allianceId, merged_into: null })
    .whereIn('code', [keep, double]);
  await db.transaction(async (trx) => {
    const rows = await standing.clone().transacting(trx).forUpdate().pluck('code');
    for (const [field, code] of Object.entries({ keep, double }))
      if (!rows.includes(code) || keep === double) throw notStanding(field, code);
    await trx('cooperatives')
      .where({ alliance_id: allianceId, code: double })
      .update({ merged_into: keep, updated_at: at });
  });
}

function notStanding(field: string, code: string): Problem {
  const detail = {
    vi: `Mã số ${code} không có trong sổ, đã được gộp, hoặc trùng với mã số kia`,
    en: `The code ${code} is not in the register, was merged already, or equals the other one`,
  };
  return new Problem('invalid', { errors: [{ pointer: `/${field}`, code: 'merge', detail }] });
}

type Row = Record<keyof typeof shown, unknown>;

function keptOf(row: Partial<Row>): Kept {
  const { capital, since, members } = row;
  return {
    ...(row as Kept),
    registeredOn: row.registeredOn as LocalDate,
    // `numeric` and `bigint` come as text; capital fits a double up to 9 million billion VND.
    capital: capital === null || capital === undefined ? null : Number(capital),
    members: (members ?? null) as number | null,
    since: since ? new Date(since as string | Date).toISOString() : null,
  };
}
