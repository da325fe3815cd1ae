// What the figures of a cooperative score under a set, beside what it scored itself.
import { hundredths, type Line } from './sheet.ts';
import { measured, reachesStart, shown, valuesOf, type Fraction } from './measure.ts';
import {
  criteriaOf,
  leavesOf,
  type CriteriaSet,
  type Exclusion,
  type Figures,
  type Grade,
  type Requirement,
  type Scored,
} from './set.ts';
import { gradeOf } from './sheet.ts';

/** One leaf of the set. Points in hundredths; null where no figure says. */
export type ComputedLeaf = {
  key: string;
  criterion: string;
  points: number | null;
  max: number | null;
  /** Position of the band, and the value that fell into it, to six decimals. */
  band?: number;
  value?: number;
};

export type Computed = {
  leaves: ComputedLeaf[];
  /** Criteria and requirements that the figures decide. */
  lines: Line[];
  /** Criteria and requirements that figures do not decide, or not yet. */
  open: string[];
  /** Sum of the computed criteria, in hundredths. */
  total: number;
};

/** Returns what the figures alone say. A criterion is computed when each of its sub-criteria is. */
export function computed(set: CriteriaSet, figures: Figures): Computed {
  const values = valuesOf(set, figures);
  const leaves = leavesOf(set).map(({ criterion, leaf, key }) =>
    leafScore(leaf, { key, criterion: criterion.id }, values),
  );
  const lines = [
    ...criteriaOf(set).flatMap(({ id }) => criterionLine(id, leaves)),
    ...set.requirements.flatMap((each) => requirementLine(each, values)),
  ];
  const known = new Set(lines.map(({ criterion }) => criterion));
  const all = [...criteriaOf(set), ...set.requirements].map(({ id }) => id);
  return {
    leaves,
    lines,
    open: all.filter((id) => !known.has(id)),
    total: lines.reduce((sum, { points = 0 }) => sum + points, 0),
  };
}

function leafScore(
  { max, measure }: Scored,
  place: { key: string; criterion: string },
  values: ReadonlyMap<string, Fraction>,
): ComputedLeaf {
  const most = max === null ? null : hundredths(max);
  const known = measured(measure, values);
  if (known === undefined) return { ...place, points: null, max: most };
  const { value, band, points } = known;
  return { ...place, points, max: most, band, value: shown(value) };
}

function criterionLine(id: string, leaves: readonly ComputedLeaf[]): Line[] {
  const own = leaves.filter(({ criterion }) => criterion === id);
  const known = own.flatMap(({ points }) => points ?? []);
  if (known.length < own.length) return [];
  return [{ criterion: id, points: known.reduce((sum, points) => sum + points, 0) }];
}

function requirementLine(
  { id, check }: Requirement,
  values: ReadonlyMap<string, Fraction>,
): Line[] {
  if (check === undefined) return [];
  const value = values.get(check.indicator);
  return value === undefined ? [] : [{ criterion: id, met: reachesStart(value, check) }];
}

/** Three scores of one criterion side by side; points in hundredths, requirements as met or not. */
export type Compared = {
  criterion: string;
  max: number | null;
  self: number | boolean | null;
  computed: number | boolean | null;
  /** Set when both are known and differ. */
  difference?: number;
};

/** Returns the self-score beside the computed one, criterion by criterion. */
export function compared(set: CriteriaSet, self: readonly Line[], figures: Figures): Compared[] {
  const [own, counted] = [byCriterion(self), byCriterion(computed(set, figures).lines)];
  const rows = [
    ...criteriaOf(set).map(({ id, max }) => ({ id, max: max === null ? null : hundredths(max) })),
    ...set.requirements.map(({ id }) => ({ id, max: null })),
  ];
  return rows.map(({ id, max }) => {
    const [mine, theirs] = [saidOf(own.get(id)), saidOf(counted.get(id))];
    const row = { criterion: id, max, self: mine, computed: theirs };
    const both = typeof mine === 'number' && typeof theirs === 'number';
    return both && mine !== theirs ? { ...row, difference: mine - theirs } : row;
  });
}

const byCriterion = (lines: readonly Line[]): ReadonlyMap<string, Line> =>
  new Map(lines.map((line) => [line.criterion, line]));
const saidOf = (line: Line | undefined): number | boolean | null =>
  line?.points ?? line?.met ?? null;

/** Returns the lines with what the figures decide in place of what was claimed. */
export function corrected(set: CriteriaSet, self: readonly Line[], figures: Figures): Line[] {
  const { lines } = computed(set, figures);
  const decided = new Set(lines.map(({ criterion }) => criterion));
  return [...lines, ...self.filter(({ criterion }) => !decided.has(criterion))];
}

export type Standing = {
  /** Sum in hundredths. */
  total: number;
  /** Undefined for a set without points. */
  grade?: Grade;
  unmet: Requirement[];
  /** True when no requirement is open or failed and the score reaches the threshold. */
  passes: boolean;
};

/**
 * Returns where a cooperative stands with these lines. A requirement left out counts as not met. An exclusion that the
 * set grades (`gradedAs`) decides the grade whatever the points.
 * @law TT 09/2017/TT-BNNPTNT: fined in the year → weak
 */
export function standing(
  set: CriteriaSet,
  lines: readonly Line[],
  threshold: number,
  excluded: readonly Exclusion[] = [],
): Standing {
  const met = new Set(lines.flatMap((line) => (line.met ? [line.criterion] : [])));
  const total = lines.reduce((sum, { points = 0 }) => sum + points, 0);
  const unmet = set.requirements.filter(({ id }) => !met.has(id));
  const forced = excluded.map((each) => set.gradedAs?.[each]).find((each) => each !== undefined);
  const scored = set.groups.length > 0;
  const passes = unmet.length === 0 && excluded.length === 0;
  if (!scored) return { total, unmet, passes };
  const grade =
    set.grades.find(({ id }) => id === forced) ?? gradeOf(set.grades, { sum: total, count: 1 });
  const enough = total >= hundredths(set.passScore ?? threshold);
  return { total, unmet, passes: passes && enough, ...(grade ? { grade } : {}) };
}
