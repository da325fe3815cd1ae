// The arithmetic of score sheets: whole hundredths, so that a boundary of a grade is never a matter of rounding.
import type { CriteriaSet, Grade, Requirement } from './set.ts';

/** One line of a sheet: points (whole hundredths) of a criterion, or whether a requirement is met. */
export type Line = { criterion: string; points?: number; met?: boolean; comment?: string };

/** Returns points as whole hundredths: 64.99 → 6499. */
export const hundredths = (points: number): number => Math.round(points * 100);

/** Returns hundredths as people read them: 6499 → "64,99". */
export const shownPoints = (amount: number): string => String(amount / 100).replace('.', ',');

/** Returns the criteria that may have points with the most they can have, in hundredths. */
export function maxima(set: CriteriaSet): ReadonlyMap<string, number> {
  return new Map(
    set.groups.flatMap(({ max, criteria }) =>
      criteria.map((each) => [each.id, hundredths(each.max ?? max)]),
    ),
  );
}

/** Returns what is wrong with the lines one by one: unknown, twice, of the wrong kind, or out of range. */
export function strayLines(set: CriteriaSet, lines: readonly Line[]): string[] {
  const most = maxima(set);
  const required = new Set(set.requirements.map(({ id }) => id));
  const seen = new Set<string>();
  const single = lines.flatMap(({ criterion, points, met }) => {
    const twice = seen.has(criterion);
    seen.add(criterion);
    const max = most.get(criterion);
    const scored =
      max !== undefined &&
      points !== undefined &&
      met === undefined &&
      points >= 0 &&
      points <= max;
    const judged = required.has(criterion) && met !== undefined && points === undefined;
    return !twice && (scored || judged) ? [] : [criterion];
  });
  const groups = set.groups.filter(({ max, criteria }) => {
    const inside = new Set(criteria.map(({ id }) => id));
    return totalOf(lines.filter(({ criterion }) => inside.has(criterion))) > hundredths(max);
  });
  return [...single, ...groups.map(({ id }) => id)];
}

/** Returns the criteria and requirements that the lines leave out. */
export function missingLines(set: CriteriaSet, lines: readonly Line[]): string[] {
  const given = new Set(lines.map(({ criterion }) => criterion));
  return [...maxima(set).keys(), ...set.requirements.map(({ id }) => id)].filter(
    (id) => !given.has(id),
  );
}

/**
 * Returns the lines that need a comment and have none: more than `share` of the criterion's maximum away from the
 * self-score, or of another opinion on a requirement.
 * @law TT 01/2020/TT-BKHĐT (self-score); ? the share is local
 */
export function uncommented(
  set: CriteriaSet,
  lines: readonly Line[],
  self: readonly Line[],
  share: number,
): string[] {
  const most = maxima(set);
  const said = new Map(self.map((line) => [line.criterion, line]));
  return lines.flatMap(({ criterion, points, met, comment }) => {
    const own = said.get(criterion);
    if (own === undefined || comment !== undefined) return [];
    const apart = Math.abs((points ?? 0) - (own.points ?? 0)) * 100;
    const far = apart > hundredths(share) * (most.get(criterion) ?? 0);
    return far || met !== own.met ? [criterion] : [];
  });
}

/** Returns the sum of the points, in hundredths. */
export function totalOf(lines: readonly Line[]): number {
  return lines.reduce((sum, { points = 0 }) => sum + points, 0);
}

/** A score as an exact fraction: `sum` hundredths over `count`. */
export type Score = { sum: number; count: number };

/** Returns the grade of a score: 80, 65 and 50 belong to the higher one. @law TT 01/2020/TT-BKHĐT; TT 09/2017/TT-BNNPTNT */
export function gradeOf(grades: readonly Grade[], score: Score): Grade | undefined {
  return grades.find(({ from }) => reaches(score, from));
}

/** Returns whether the score is at least so many points, exactly. */
export function reaches({ sum, count }: Score, points: number): boolean {
  return sum >= hundredths(points) * count;
}

/**
 * What the sheets say together. `sum / count` is their mean, or their median where the alliance counts so; `mean` shows
 * it cut off after two decimals.
 */
export type Result = Score & {
  mean?: string;
  grade?: Grade;
  unmet: Pick<Requirement, 'id' | 'name' | 'confidence'>[];
  rule?: 'median';
};

/** Returns the mean or median, its grade, and the requirements that not more than half of the sheets find met. */
export function resultOf(
  set: CriteriaSet,
  sheets: readonly (readonly Line[])[],
  rule: 'mean' | 'median' = 'mean',
): Result {
  const met = (id: string) =>
    sheets.filter((sheet) => sheet.some((line) => line.criterion === id && line.met)).length;
  const unmet = set.requirements
    .filter(({ id }) => met(id) * 2 <= sheets.length)
    .map(({ id, name, confidence }) => ({ id, name, confidence }));
  const totals = sheets.map((sheet) => totalOf(sheet));
  const score = rule === 'median' ? medianOf(totals) : meanOf(totals);
  if (set.groups.length === 0 || sheets.length === 0) return { ...score, unmet };
  const grade = gradeOf(set.grades, score);
  return {
    ...score,
    unmet,
    mean: shownPoints(Math.floor(score.sum / score.count)),
    ...(grade ? { grade } : {}),
    ...(rule === 'median' ? { rule } : {}),
  };
}

/** Returns the mean of the totals as sum and count. */
export function meanOf(totals: readonly number[]): Score {
  return { count: totals.length, sum: totals.reduce((sum, each) => sum + each, 0) };
}

/** Returns the middle total, or the two middle ones over 2. */
export function medianOf(totals: readonly number[]): Score {
  const ordered = totals.toSorted((one, other) => one - other);
  const half = Math.floor(ordered.length / 2);
  const middle = ordered.length % 2 === 1 ? [half] : [half - 1, half];
  return meanOf(middle.flatMap((index) => ordered[index] ?? []));
}
