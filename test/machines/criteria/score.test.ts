// What figures score under a set: against sheets worked by hand, at the edges of bands and grades.
import { describe, expect, it, test } from 'vitest';
import { valuesOf, shown } from '../../../machines/criteria/measure.ts';
import { compared, computed, corrected, standing } from '../../../machines/criteria/score.ts';
import type { CriteriaSet } from '../../../machines/criteria/set.ts';
import { inForceOn } from '../../../machines/criteria/set.ts';
import { shippedSet } from '../../../machines/criteria/shipped.ts';
import { hundredths, medianOf, resultOf } from '../../../machines/criteria/sheet.ts';
import { changed, small } from './sets.ts';

const points = (set: CriteriaSet, figures: Record<string, number>) =>
  Object.fromEntries(computed(set, figures).leaves.map((leaf) => [leaf.key, leaf.points]));

test('indicators are exact: mean, growth, ratio, percent, sum, difference', () => {
  const set = changed((copy) => {
    copy.indicators.push(
      { id: 'sum', name: copy.name, unit: 'dong', operation: 'sum', of: ['start', 'end', 'profit'] },
      { id: 'less', name: copy.name, unit: 'dong', operation: 'difference', of: ['end', 'start'] },
      { id: 'share', name: copy.name, unit: 'percent', operation: 'percent', of: ['profit', 'end'] },
      { id: 'same', name: copy.name, unit: 'dong', operation: 'value', of: ['mean'] },
    ); // prettier-ignore
  });
  const values = valuesOf(set, { start: 1000.5, end: 2001, members: 3, profit: -100.05 });
  const read = Object.fromEntries([...values].map(([id, value]) => [id, shown(value)]));
  expect(read).toEqual({
    start: 1000.5,
    end: 2001,
    members: 3,
    profit: -100.05,
    mean: 1500.75,
    growth: 100,
    perMember: 500.25,
    sum: 2901.45,
    less: 1000.5,
    share: -5,
    same: 1500.75,
  });
});

test('a draft without figures or indicators, or with bands that leave a value out, scores what it can', () => {
  const bare = changed((set) => {
    delete set.figures;
    delete set.indicators;
  });
  expect(computed(bare, { start: 1 })).toMatchObject({ lines: [], total: 0 });
  const gappy = changed((set) => {
    set.groups[1].criteria[0].measure.bands.shift();
    set.groups[1].criteria[1].max = null;
  });
  const scored = computed(gappy, { start: 1, end: 1, members: 1 });
  expect(scored.leaves[3]).toMatchObject({ key: '3', points: 0, band: -1 });
  expect(scored.leaves[4]).toMatchObject({ key: '4', points: null, max: null });
  expect(compared(gappy, [], {})[3]).toMatchObject({ criterion: '4', max: null });
});

test('a loss shared among members is a loss for each', () => {
  const set = changed((copy) => {
    copy.indicators.push({ id: 'turned', name: copy.name, unit: 'dong', operation: 'ratio', of: ['members', 'profit'] });
  }); // prettier-ignore
  const value = valuesOf(set, { members: 4, profit: -8 }).get('turned');
  expect(value && shown(value)).toBe(-0.5);
});

test('a missing figure or a division by nothing leaves the indicator open', () => {
  const known = (figures: Record<string, number>) => [...valuesOf(small, figures).keys()];
  expect(known({ start: 1, end: 2 })).toEqual(['start', 'end', 'mean', 'growth']);
  expect(known({ start: 0, end: 2, members: 0 })).toEqual(['start', 'end', 'members', 'mean']);
  expect(known({})).toEqual([]);
});

test('growth out of a loss is seen against the size of the loss', () => {
  const growth = (start: number, end: number) =>
    shown(valuesOf(small, { start, end }).get('growth') as { n: bigint; d: bigint });
  expect(growth(-200, -100)).toBe(50);
  expect(growth(-200, -300)).toBe(-50);
});

describe('a sheet worked by hand', () => {
  // Mean capital (900 + 1300) / 2 = 1100 → 20; growth 44,4 % → 10; 1100 / 4 members = 275 → 25.
  const figures = { start: 900, end: 1300, members: 4, profit: 1 };

  it('scores each part, and a criterion when all its parts are known', () => {
    expect(points(small, figures)).toEqual({ '1.a': 2000, '1.b': 1000, '2': null, '3': 2500, '4': null });
    const { lines, open, total } = computed(small, figures);
    expect(lines).toEqual([
      { criterion: '1', points: 3000 },
      { criterion: '3', points: 2500 },
      { criterion: 'a', met: true },
    ]);
    expect([open, total]).toEqual([['2', '4', 'b'], 5500]);
  }); // prettier-ignore

  it('stands beside the self-score, and corrects what it decides', () => {
    const self = [
      { criterion: '1', points: 4000 },
      { criterion: '2', points: 1000 },
      { criterion: 'a', met: false },
    ];
    expect(compared(small, self, figures)).toEqual([
      { criterion: '1', max: 4000, self: 4000, computed: 3000, difference: 1000 },
      { criterion: '2', max: 2000, self: 1000, computed: null },
      { criterion: '3', max: 2500, self: null, computed: 2500 },
      { criterion: '4', max: 1500, self: null, computed: null },
      { criterion: 'a', max: null, self: false, computed: true },
      { criterion: 'b', max: null, self: null, computed: null },
    ]);
    expect(corrected(small, self, figures).map(({ criterion }) => criterion)).toEqual([
      '1',
      '3',
      'a',
      '2',
    ]);
  });

  it.each([
    [{ start: 999.99, end: 999.99 }, 500, 0],
    [{ start: 1000, end: 1000 }, 2000, 0],
    [{ start: 4999.99, end: 5000 }, 2000, 1000],
    [{ start: 5000, end: 5000.01 }, 3000, 1000],
    [{ start: 5000, end: 4999.99 }, 2000, 0],
  ])('at the edges of its bands: %j', (given, mean, growth) => {
    expect(points(small, given)).toMatchObject({ '1.a': mean, '1.b': growth });
  });

  it('a third of a member more or less never rounds a band', () => {
    // 250,5 × 3 members = 751,5: one hundredth less is below, by a third of a hundredth each.
    expect(points(small, { start: 751.5, end: 751.5, members: 3 })['3']).toBe(2500);
    expect(points(small, { start: 751.49, end: 751.5, members: 3 })['3']).toBe(1000);
  });
});

test('TT 09/2017, criterion 1, worked by hand', () => {
  const set = shippedSet('TT09_2017') as CriteriaSet;
  // 6,2 tỷ of 5 tỷ planned = 124 % → 8; 6,2 tỷ → 8; 260 tr / 40 = 6,5 tr → 7; 60/260 = 23 % → 5; 12/260 = 4,6 % → 0.
  const figures = {
    revenue: 6.2e9,
    planRevenue: 5e9,
    incomeAfter: 260e6,
    members: 40,
    developmentFund: 60e6,
    reserveFund: 12e6,
  };
  expect(points(set, figures)).toMatchObject({ '1.a': 800, '1.b': 800, '1.c': 700, '1.d': 500, '1.e': 0 });
  expect(computed(set, figures).lines[0]).toEqual({ criterion: '1', points: 2800 });
  expect(points(set, { ...figures, reserveFund: 13e6 })['1.e']).toBe(500);
  expect(points(set, { ...figures, incomeAfter: 0 })).toMatchObject({ '1.c': 0, '1.d': null });
}); // prettier-ignore

describe('where a cooperative stands', () => {
  const lines = (total: number, met = true) => [
    { criterion: '1', points: hundredths(total) },
    { criterion: 'a', met },
    { criterion: 'b', met: true },
  ];

  it.each([
    [49.5, 'weak', false],
    [50, 'average', false],
    [64.99, 'average', false],
    [65, 'fair', true],
    [80, 'good', true],
  ])('%d points: %s, passes %s', (total, grade, passes) => {
    const found = standing(small, lines(total), 65);
    expect([found.grade?.id, found.passes]).toEqual([grade, passes]);
  });

  it('an item that must be met fails it at 100 points', () => {
    const found = standing(small, lines(100, false), 65);
    expect([found.total, found.grade?.id, found.passes]).toEqual([10_000, 'good', false]);
    expect(found.unmet.map(({ id }) => id)).toEqual(['a']);
    // Left out is not met.
    expect(standing(small, lines(100).slice(0, 2), 65).unmet.map(({ id }) => id)).toEqual(['b']);
  });

  it('an exclusion that the set grades decides the grade; any exclusion keeps from passing', () => {
    expect(standing(small, lines(90), 65, ['fined'])).toMatchObject({
      grade: { id: 'weak' },
      passes: false,
    });
    expect(standing(small, lines(90), 65, ['underTwelveMonths'])).toMatchObject({
      grade: { id: 'good' },
      passes: false,
    });
  });

  it('the threshold of the set goes before that of the alliance; a list of requirements has none', () => {
    const strict = changed((set) => {
      set.passScore = 80;
    });
    expect(standing(strict, lines(79.99), 65).passes).toBe(false);
    const list = changed((set) => {
      set.groups = [];
    });
    expect(standing(list, lines(0), 65)).toEqual({ total: 0, unmet: [], passes: true });
    const ungraded = changed((set) => {
      set.grades = [];
    });
    expect(standing(ungraded, lines(70), 65).grade).toBeUndefined();
  });
});

describe('several sheets', () => {
  const sheets = (...totals: number[]) =>
    totals.map((total) => [
      { criterion: '1', points: hundredths(total) },
      { criterion: 'a', met: true },
      { criterion: 'b', met: true },
    ]);

  it('the median is the middle sheet, or the mean of the two middle ones, exactly', () => {
    expect(medianOf([6500, 100, 10_000])).toEqual({ sum: 6500, count: 1 });
    expect(medianOf([6499, 6500, 0, 10_000])).toEqual({ sum: 12_999, count: 2 });
    expect(medianOf([])).toEqual({ sum: 0, count: 0 });
    expect(resultOf(small, sheets(64.99, 65, 100, 0), 'median')).toEqual({
      sum: 12_999,
      count: 2,
      mean: '64,99',
      grade: small.grades[2],
      unmet: [],
      rule: 'median',
    });
    expect(resultOf(small, sheets(0, 65, 66), 'median')).toMatchObject({ grade: { id: 'fair' } });
    expect(resultOf(small, sheets(0, 65, 66))).toMatchObject({ grade: { id: 'weak' } });
  });

  it('without grades there is a score and no grade', () => {
    const ungraded = changed((set) => {
      set.grades = [];
    });
    expect(resultOf(ungraded, sheets(65)).grade).toBeUndefined();
  });
});

test('of the published versions the newest in force on the day is used', () => {
  const published = [
    { version: 1, from: '2025-01-01', set: small },
    { version: 2, from: '2026-01-01', to: '2026-06-30', set: small },
    { version: 3, from: '2027-01-01', set: small },
  ];
  const on = (day: string) => inForceOn(published, 'SMALL', day)?.version;
  expect(['2024-12-31', '2025-12-31', '2026-06-30', '2026-07-01', '2027-01-01'].map(on)).toEqual([
    undefined,
    1,
    2,
    1,
    3,
  ]);
  expect(inForceOn(published, 'OTHER', '2026-01-01')).toBeUndefined();
});
