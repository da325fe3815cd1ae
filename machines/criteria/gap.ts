// How far a cooperative is from the next grade, and the cheapest ways there. "Cheap" is the smallest change of the
// indicator in proportion to what it is now; what it would cost in money no set can say.
import { measured, shown, valuesOf, type Fraction } from './measure.ts';
import { corrected, standing } from './score.ts';
import {
  criteriaOf,
  leavesOf,
  type Criterion,
  type CriteriaSet,
  type Exclusion,
  type Figures,
  type Grade,
  type Requirement,
  type Scored,
} from './set.ts';
import { hundredths, type Line } from './sheet.ts';
import type { Text } from '../text.ts';

/** One thing that would bring points. */
export type Way = {
  /** `3.a`: criterion and part. */
  key: string;
  criterion: string;
  name: Text;
  /** Hundredths won. */
  gain: number;
  /** What the indicator is and what it must become; left out where points are a judgement. */
  indicator?: {
    id: string;
    name: Text;
    unit: string;
    now: number | null;
    need: number;
    above: boolean;
  };
  /** Change of the indicator, as a part of what it is; undefined where that says nothing. */
  effort?: number;
  support: { name: Text; link?: string | undefined }[];
};

type Values = ReadonlyMap<string, Fraction>;

export type Gap = {
  total: number;
  grade?: Grade;
  next?: Grade;
  /** Hundredths missing to the next grade; 0 at the highest. */
  missing: number;
  unmet: (Requirement & { support: Way['support'] })[];
  /** All single ways, the cheapest first. */
  ways: Way[];
  /** The cheapest ways that together reach the next grade; empty when it cannot be reached or there is none. */
  enough: Way[];
};

/** Returns the gap to the next grade of a self-score, with figures in place of claims where they decide. */
export function gapOf(
  set: CriteriaSet,
  self: readonly Line[],
  figures: Figures,
  excluded: readonly Exclusion[] = [],
): Gap {
  const lines = corrected(set, self, figures);
  const { total, grade, unmet } = standing(set, lines, 0, excluded);
  const next = set.grades.findLast(({ from }) => hundredths(from) > total);
  const missing = next ? hundredths(next.from) - total : 0;
  const ways = waysOf(set, lines, figures);
  return {
    total,
    ...(grade ? { grade } : {}),
    ...(next ? { next } : {}),
    missing,
    unmet: unmet.map((each) => ({ ...each, support: supportOf(set, each.id) })),
    ways,
    enough: enoughOf(ways, missing),
  };
}

function supportOf(set: CriteriaSet, criterion: string): Way['support'] {
  return (set.support ?? [])
    .filter((each) => each.criterion === criterion)
    .map(({ name, link }) => ({ name, ...(link ? { link } : {}) }));
}

function waysOf(set: CriteriaSet, lines: readonly Line[], figures: Figures): Way[] {
  const values = valuesOf(set, figures);
  const banded = leavesOf(set).flatMap(({ criterion, leaf, key }) =>
    bandWays(set, { criterion: criterion.id, key, leaf }, values),
  );
  const judged = criteriaOf(set).flatMap((each) => judgedWay(set, each, lines, values));
  return [...banded, ...judged].toSorted(cheapestFirst);
}

/** What can be won where points are a judgement; what has bands is said band by band. */
function judgedWay(
  set: CriteriaSet,
  criterion: Criterion,
  lines: readonly Line[],
  values: Values,
): Way[] {
  const { id, name } = criterion;
  const parts: readonly Scored[] = criterion.sub ?? [criterion];
  const counted = parts.reduce((sum, leaf) => sum + pointsNow(leaf, values), 0);
  const given = lines.find((line) => line.criterion === id)?.points ?? 0;
  const most = parts.reduce(
    (sum, { max, measure }) => sum + (measure ? 0 : hundredths(max ?? 0)),
    0,
  );
  const gain = most - Math.max(0, given - counted);
  return gain > 0 ? [{ key: id, criterion: id, name, gain, support: supportOf(set, id) }] : [];
}

/** Without a figure a measured leaf has no points yet. */
function pointsNow({ measure }: Scored, values: Values): number {
  return measured(measure, values)?.points ?? 0;
}

type Place = { criterion: string; key: string; leaf: Scored };

/** Every better band of a measured leaf. */
function bandWays(set: CriteriaSet, { criterion, key, leaf }: Place, values: Values): Way[] {
  const { measure, name } = leaf;
  if (measure === undefined) return [];
  const value = values.get(measure.indicator);
  const here = pointsNow(leaf, values);
  const named = [...(set.indicators ?? []), ...(set.figures ?? [])];
  const { name: title, unit } = named.find(({ id }) => id === measure.indicator) ?? leafAs(leaf);
  return measure.bands.flatMap(({ from, above = false, points }): Way[] => {
    const gain = hundredths(points) - here;
    if (from === null || gain <= 0) return [];
    const effort = value && effortOf(value, from);
    const now = value ? shown(value) : null;
    return [
      {
        key,
        criterion,
        name,
        gain,
        indicator: { id: measure.indicator, name: title, unit, now, need: from, above },
        ...(effort === undefined ? {} : { effort }),
        support: supportOf(set, criterion),
      },
    ];
  });
}

const leafAs = ({ name }: Scored): { name: Text; unit: string } => ({ name, unit: 'points' });

/** From nothing any change is out of proportion: said as undefined. */
function effortOf(value: Fraction, need: number): number | undefined {
  const now = shown(value);
  return now === 0 ? undefined : Math.abs(need - now) / Math.abs(now);
}

/** Least effort for a point first; what cannot be compared comes after, the greatest gain first. */
function cheapestFirst(one: Way, other: Way): number {
  const [first, second] = [one, other].map(({ effort = Infinity, gain }) => effort / gain);
  return first === second ? other.gain - one.gain : (first as number) - (second as number);
}

/** One band of each leaf, in order of cost, until the gap is closed; then those that turn out not to be needed go. */
function enoughOf(ways: readonly Way[], missing: number): Way[] {
  if (missing === 0) return [];
  const taken = new Map<string, Way>();
  const sum = (): number => [...taken.values()].reduce((total, { gain }) => total + gain, 0);
  for (const way of ways) {
    if (sum() >= missing) break;
    if ((taken.get(way.key)?.gain ?? 0) < way.gain) taken.set(way.key, way);
  }
  if (sum() < missing) return [];
  for (const [key, way] of [...taken].toReversed())
    if (sum() - way.gain >= missing) taken.delete(key);
  return [...taken.values()];
}
