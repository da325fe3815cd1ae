// What the figures of a cooperative come to: exact fractions, so that the edge of a band is never a matter of rounding.
import type { CriteriaSet, Figures, Indicator, Measure } from './set.ts';

/** `n / d`, d > 0. */
export type Fraction = { n: bigint; d: bigint };

/** Returns a number of at most two decimals as an exact fraction. */
export const fraction = (value: number): Fraction => ({
  n: BigInt(Math.round(value * 100)),
  d: 100n,
});

const add = (a: Fraction, b: Fraction): Fraction => ({ n: a.n * b.d + b.n * a.d, d: a.d * b.d });
const less = (a: Fraction, b: Fraction): Fraction => add(a, { n: -b.n, d: b.d });

/** Undefined where the divisor is nothing. */
function over(a: Fraction, b: Fraction): Fraction | undefined {
  if (b.n === 0n) return undefined;
  const sign = b.n < 0n ? -1n : 1n;
  return { n: a.n * b.d * sign, d: a.d * b.n * sign };
}

const hundred = (given: Fraction | undefined): Fraction | undefined =>
  given && { n: given.n * 100n, d: given.d };
const size = ({ n, d }: Fraction): Fraction => ({ n: n < 0n ? -n : n, d });

/** Returns less than 0, 0 or more than 0 as the fraction is below, at or above the number. */
export function against({ n, d }: Fraction, value: number): number {
  const { n: other, d: whole } = fraction(value);
  const difference = n * whole - other * d;
  return difference < 0n ? -1 : difference > 0n ? 1 : 0;
}

/** Returns the fraction to six decimals, for people to read. */
export function shown({ n, d }: Fraction): number {
  return Number((n * 1_000_000n) / d) / 1_000_000;
}

type Compute = (given: readonly Fraction[]) => Fraction | undefined;
const sum: Compute = (given) => given.reduce(add);
const pair =
  (compute: (one: Fraction, other: Fraction) => Fraction | undefined): Compute =>
  ([one, other]) =>
    compute(one as Fraction, other as Fraction);

const computations: Readonly<Record<Indicator['operation'], Compute>> = {
  value: ([only]) => only,
  sum,
  mean: (given) => over(sum(given) as Fraction, { n: BigInt(given.length), d: 1n }),
  difference: pair(less),
  ratio: pair(over),
  percent: pair((one, other) => hundred(over(one, other))),
  // Of a loss that becomes smaller the growth is positive: the change is seen against the size of the year before.
  growth: pair((now, before) => hundred(over(less(now, before), size(before)))),
};

/** How many figures an operation takes: exactly so many, or any number. */
export const takes: Readonly<Record<Indicator['operation'], number | undefined>> = {
  value: 1,
  sum: undefined,
  mean: undefined,
  difference: 2,
  ratio: 2,
  percent: 2,
  growth: 2,
};

/** Returns the indicators and figures that are known; what lacks a figure or divides by nothing is left out. */
export function valuesOf(set: CriteriaSet, figures: Figures): ReadonlyMap<string, Fraction> {
  const values = new Map<string, Fraction>();
  for (const { id } of set.figures ?? []) {
    const given = figures[id];
    if (given !== undefined) values.set(id, fraction(given));
  }
  for (const { id, operation, of } of set.indicators ?? []) {
    const given = of.map((each) => values.get(each));
    const value = given.every((each) => each !== undefined)
      ? computations[operation](given)
      : undefined;
    if (value !== undefined) values.set(id, value);
  }
  return values;
}

type Start = { from: number | null; above?: boolean | undefined };

/** Returns whether the value has come as far as a band or a check asks. */
export function reachesStart(value: Fraction, { from, above }: Start): boolean {
  if (from === null) return true;
  const side = against(value, from);
  return above ? side > 0 : side >= 0;
}

/** What an indicator scores: the position of the band its value falls into, and the points (hundredths) of it. */
export type Measured = { value: Fraction; band: number; points: number };

/**
 * Returns what a leaf scores by the values that are known; undefined without bands or without a value. A value that
 * the bands of a draft leave out has no points.
 */
export function measured(
  measure: Measure | undefined,
  values: ReadonlyMap<string, Fraction>,
): Measured | undefined {
  if (measure === undefined) return undefined;
  const value = values.get(measure.indicator);
  if (value === undefined) return undefined;
  const band = measure.bands.findLastIndex((each) => reachesStart(value, each));
  const points = Math.round((measure.bands[band]?.points ?? 0) * 100);
  return { value, band, points };
}
