// Grades over the years: how many cooperatives of each grade, and the shares of good and fair, and of weak.
import type { Knex } from 'knex';
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

/** Returns the yearly gradings of an alliance that are at an end, the earliest year first. */
export async function gradesOver(
  db: Knex,
  allianceId: string,
  from: number,
  to: number,
): Promise<GradeYear[]> {
  const { rows } = await db.raw<{ rows: Row[] }>(
    `select (snapshot #>> '{data,period}')::int as period, snapshot #>> '{data,criterionSet}' as set, state,
       snapshot #> '{data,result,grade}' as grade, count(*)::int as n
     from cases where alliance_id = ? and process like 'classification@%' and not open
       and (snapshot #>> '{data,period}')::int between ? and ?
     group by 1, 2, 3, 4 order by 1, 2`,
    [allianceId, from, to],
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
  allianceId: string,
  from: number,
  to: number,
): Promise<RecognisedYear[]> {
  const { rows } = await db.raw<{ rows: RecognisedYear[] }>(
    `select extract(year from issued_on)::int as year, criterion, count(*)::int as count
     from certificates where alliance_id = ? and extract(year from issued_on) between ? and ?
     group by 1, 2 order by 1, 2`,
    [allianceId, from, to],
  );
  return rows;
}
