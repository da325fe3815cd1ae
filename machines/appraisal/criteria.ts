// The criteria sets that an appraisal can use (criteria.json) and the arithmetic of score sheets. Points are whole
// hundredths, so that a boundary of a grade is never a matter of rounding.
import type { Text } from '../text.ts';
import table from './criteria.json' with { type: 'json' };

export const criterionSetIds = [
  'TT01_2020',
  'TT09_2017',
  'BL_TCSX_13_1',
  'BL_NC_3_2',
  'BL_KM_1_5',
] as const;
export type CriterionSetId = (typeof criterionSetIds)[number];

/** Why a cooperative is not appraised at all; each set names those that count. */
export const exclusions = ['underTwelveMonths', 'stopped', 'notRegistered', 'fined'] as const;
export type Exclusion = (typeof exclusions)[number];

export const exclusionTexts: Readonly<Record<Exclusion, Text>> = {
  underTwelveMonths: { vi: 'Hoạt động dưới 12 tháng', en: 'Less than 12 months of operation' },
  stopped: {
    vi: 'Ngừng hoạt động quá 3 tháng trong năm',
    en: 'Stopped for more than 3 months of the year',
  },
  notRegistered: { vi: 'Không có đăng ký', en: 'Not registered' },
  fined: {
    vi: 'Bị cơ quan có thẩm quyền xử phạt trong năm (xếp loại yếu)',
    en: 'Fined by an authority in the year (graded weak)',
  },
};

export type Requirement = { id: string; name: Text; confidence: string };
/** `max` in points; null where only the maximum of the group is known. */
export type Criterion = Requirement & { max: number | null };
export type Group = {
  id: string;
  name: Text;
  max: number;
  confidence: string;
  criteria: readonly Criterion[];
};

export type CriterionSet = {
  id: CriterionSetId;
  /** As in the dossiers of communes: "3.2". */
  code: string;
  name: Text;
  law: string;
  /** Anything but 'verified' is shown as unconfirmed. */
  confidence: string;
  note: string;
  /** Full months of operation before the set can be used; 0 when it does not say. */
  minimumMonths: number;
  exclusions: readonly string[];
  /** Kinds of papers without which a dossier is not complete. */
  documents: readonly string[];
  /** Scored by points. */
  groups: readonly Group[];
  /** Each must be met. */
  requirements: readonly Requirement[];
};

/** One line of a sheet: points (whole hundredths) of a criterion, or whether a requirement is met. */
export type Line = { criterion: string; points?: number; met?: boolean; comment?: string };
export type Grade = { id: string; name: Text; from: number };

const sets = table.sets as readonly CriterionSet[];
const grades: readonly Grade[] = table.grades;

/** Returns the set of that id, less the requirements that an alliance waives ("BL_NC_3_2.g; TT01_2020.a"). */
export function criterionSet(id: CriterionSetId, waived = ''): CriterionSet {
  const set = sets.find((each) => each.id === id) as CriterionSet;
  const without = new Set(waived.split(';').map((each) => each.trim()));
  return {
    ...set,
    requirements: set.requirements.filter((each) => !without.has(`${id}.${each.id}`)),
  };
}

/** Returns points as whole hundredths: 64.99 → 6499. */
export const hundredths = (points: number): number => Math.round(points * 100);

/** Returns hundredths as people read them: 6499 → "64,99". */
export const shownPoints = (amount: number): string => String(amount / 100).replace('.', ',');

/** Returns the criteria that may have points with the most they can have, in hundredths. */
export function maxima(set: CriterionSet): ReadonlyMap<string, number> {
  return new Map(
    set.groups.flatMap(({ max, criteria }) =>
      criteria.map((each) => [each.id, hundredths(each.max ?? max)]),
    ),
  );
}

/** Returns what is wrong with the lines one by one: unknown, twice, of the wrong kind, or out of range. */
export function strayLines(set: CriterionSet, lines: readonly Line[]): string[] {
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
export function missingLines(set: CriterionSet, lines: readonly Line[]): string[] {
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
  set: CriterionSet,
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

/** What the sheets say together. `sum` of all sheets in hundredths; the mean is sum / count ; `mean` shows it cut off. */
export type Result = {
  count: number;
  sum: number;
  mean?: string;
  grade?: Grade;
  unmet: Requirement[];
};

/** Returns the mean, its grade, and the requirements that not more than half of the sheets find met. */
export function resultOf(set: CriterionSet, sheets: readonly (readonly Line[])[]): Result {
  const count = sheets.length;
  const sum = sheets.reduce((total, sheet) => total + totalOf(sheet), 0);
  const met = (id: string) =>
    sheets.filter((sheet) => sheet.some((line) => line.criterion === id && line.met)).length;
  const unmet = set.requirements.filter(({ id }) => met(id) * 2 <= count);
  if (set.groups.length === 0 || count === 0) return { count, sum, unmet };
  return {
    count,
    sum,
    unmet,
    mean: shownPoints(Math.floor(sum / count)),
    grade: gradeOf(sum, count),
  };
}

/** Returns the grade of a mean: 80, 65 and 50 belong to the higher one. @law TT 01/2020/TT-BKHĐT; TT 09/2017/TT-BNNPTNT */
export function gradeOf(sum: number, count: number): Grade {
  return grades.find(({ from }) => reaches(sum, count, from)) as Grade;
}

/** Returns whether the mean is at least so many points, exactly. */
export function reaches(sum: number, count: number, points: number): boolean {
  return sum >= hundredths(points) * count;
}
