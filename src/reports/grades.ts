// Grades over the years: how many cooperatives of each grade, and the shares of good and fair, and of weak.
import type { Knex } from 'knex';
import type { LocalDate } from '../../machines/calendar.ts';
import { shippedSet } from '../../machines/criteria/shipped.ts';
import type { Text } from '../../machines/text.ts';

export type GradeYear = {
  period: number;
  set: string;
  graded: number;
  notGraded: number;
  /** Shares of the graded, from 0 to 1; null for nobody graded. Grades by the ids that the sets share. */
  goodOrFair: number | null;
  weak: number | null;
  grades: { id: string; name: Text; count: number; share: number }[];
};

export type RecognisedYear = { year: number; criterion: string; count: number };

type Row = {
  period: number;
  set: string;
  state: string;
  grade: { id: string; name: Text } | null;
  n: number;
};

/** Returns the yearly gradings that are at an end, the earliest year first; of all alliances when none is named. */
export async function gradesOver(
  db: Knex,
  allianceId: string | undefined,
  from: number,
  to: number,
): Promise<GradeYear[]> {
  const { rows } = await db.raw<{ rows: Row[] }>(
    `select (snapshot #>> '{data,period}')::int as period, snapshot #>> '{data,criterionSet}' as set, state,
       snapshot #> '{data,result,grade}' as grade, count(*)::int as n
     from cases where alliance_id = coalesce(?::uuid, alliance_id) and process like 'classification@%' and not open
       and (snapshot #>> '{data,period}')::int between ? and ?
     group by 1, 2, 3, 4 order by 1, 2`,
    [allianceId ?? null, from, to] as never,
  );
  const groups = Map.groupBy(rows, ({ period, set }) => `${period} ${set}`);
  return [...groups.values()].map(yearOf);
}

function yearOf(rows: Row[]): GradeYear {
  const { period, set } = rows[0] as Row;
  const graded = rows.filter(({ state }) => state === 'closed.graded');
  const total = graded.reduce((sum, { n }) => sum + n, 0);
  const share = (n: number): number | null => (total === 0 ? null : n / total);
  const of = (...ids: string[]): number =>
    graded.reduce((sum, { grade, n }) => sum + (grade && ids.includes(grade.id) ? n : 0), 0);
  const named = graded.flatMap(({ grade, n }) =>
    grade ? [{ ...grade, count: n, share: n / total }] : [],
  );
  return {
    period,
    set,
    graded: total,
    notGraded: rows.reduce((sum, { state, n }) => sum + (state === 'closed.notGraded' ? n : 0), 0),
    goodOrFair: share(of('good', 'fair')),
    weak: share(of('weak')),
    grades: named,
  };
}

/** Returns how many cooperatives were recognised in each year on each criterion. */
export async function recognisedOver(
  db: Knex,
  allianceId: string | undefined,
  from: number,
  to: number,
): Promise<RecognisedYear[]> {
  const { rows } = await db.raw<{ rows: RecognisedYear[] }>(
    `select extract(year from issued_on)::int as year, criterion, count(*)::int as count
     from certificates where alliance_id = coalesce(?::uuid, alliance_id) and extract(year from issued_on) between ? and ?
     group by 1, 2 order by 1, 2`,
    [allianceId ?? null, from, to] as never,
  );
  return rows;
}

/** An opinion given for the dossier of a commune; the alliance recognises nobody by it. */
export type OpinionGiven = {
  id: string;
  number: string;
  commune: string;
  /** Code of the criterion, "1.5". */
  criterion: string;
  year: number;
  conclusion: 'met' | 'partly' | 'notMet';
  on: LocalDate;
};

/** Returns the opinions signed in these years, the latest first; of all alliances when none is named. */
export async function opinionsOver(
  db: Knex,
  allianceId: string | undefined,
  from: number,
  to: number,
): Promise<OpinionGiven[]> {
  const { rows } = await db.raw<{ rows: (OpinionGiven & { set: string; code: string | null })[] }>(
    `select id, number, data ->> 'commune' as commune, data ->> 'criterionSet' as set, data #>> '{set,code}' as code,
       (data #>> '{signed,on}')::date as "on", extract(year from (data #>> '{signed,on}')::date)::int as year,
       data #>> '{prepared,conclusion}' as conclusion
     from cases, lateral (select snapshot -> 'data' as data) d
     where alliance_id = coalesce(?::uuid, alliance_id) and process like 'opinion@%' and not open
       and extract(year from (data #>> '{signed,on}')::date) between ? and ?
     order by "on" desc, number desc limit 1000`,
    [allianceId ?? null, from, to] as never,
  );
  return rows.map(({ set, code, ...row }) => ({
    ...row,
    criterion: code ?? shippedSet(set)?.code ?? set,
  }));
}
