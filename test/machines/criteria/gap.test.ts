// The way to the next grade: what is missing, what each change would bring, which are the cheapest that suffice.
import { expect, test } from 'vitest';
import { gapOf } from '../../../machines/criteria/gap.ts';
import type { CriteriaSet } from '../../../machines/criteria/set.ts';
import { shippedSet } from '../../../machines/criteria/shipped.ts';
import { changed, small } from './sets.ts';

const figures = { start: 900, end: 900, members: 4, profit: -1 };
const self = [
  { criterion: '2', points: 1500 },
  { criterion: '4', points: 1500 },
  { criterion: 'b', met: true },
];

test('the gap, the ways in order of their cost, and the cheapest that suffice', () => {
  // 5 + 0 (no growth) + 15 + 10 (225 a member) + 15 = 45: weak, 5 short of average.
  const gap = gapOf(small, self, figures);
  expect([gap.total, gap.grade?.id, gap.next?.id, gap.missing]).toEqual([
    4500,
    'weak',
    'average',
    500,
  ]);
  expect(gap.unmet).toMatchObject([{ id: 'a', support: [] }]);
  expect(gap.ways.map(({ key, gain, effort }) => [key, gain, effort && Math.round(effort * 1000)])).toEqual([
    ['1.a', 1500, 111],
    ['3', 1500, 113],
    ['1.a', 2500, 4556],
    ['1.b', 1000, undefined],
    ['2', 500, undefined],
  ]); // prettier-ignore
  expect(gap.ways[1]).toMatchObject({
    criterion: '3',
    indicator: { id: 'perMember', now: 225, need: 250.5, above: false, unit: 'dong' },
    support: [{ name: { vi: 'Tư vấn' } }],
  });
  expect(gap.enough.map(({ key }) => key)).toEqual(['1.a']);
});

test('what was taken first and proves needless is left out', () => {
  // 35 + 12 = 47 short of 80: taken in order 1.a (25 in the end), 3 (15), 1.b (10): all needed but none besides.
  const gap = gapOf(small, [{ criterion: '2', points: 2000 }], { ...figures, profit: 5 });
  expect([gap.total, gap.missing]).toEqual([3500, 1500]);
  expect(gap.enough.map(({ key, gain }) => [key, gain])).toEqual([['1.a', 1500]]);
  const far = gapOf(
    changed((set) => {
      set.grades = [
        { id: 'top', name: set.name, from: 62 },
        { id: 'rest', name: set.name, from: 0 },
      ];
    }),
    [{ criterion: '2', points: 2000 }],
    figures,
  );
  // 27 short: 1.a for 15 and 3 for 15 do.
  expect(far.enough.map(({ key, gain }) => [key, gain])).toEqual([
    ['1.a', 1500],
    ['3', 1500],
  ]);
  const once = gapOf(
    changed((set) => {
      set.groups[1].criteria[0].measure.bands[1].from = 226;
      set.grades = [
        { id: 'top', name: set.name, from: 52 },
        { id: 'rest', name: set.name, from: 0 },
      ];
    }),
    [{ criterion: '2', points: 2000 }],
    figures,
  );
  // 27 short: 3 for 10, then 1.a for 15, then 3 for 25 instead: without 1.a that is too little.
  expect(once.enough.map(({ key, gain }) => [key, gain])).toEqual([
    ['3', 2500],
    ['1.a', 1500],
  ]);
});

test('a cheap first step that a later one makes needless is taken back; a lesser band is never added to a better', () => {
  const near = (from: number, best: number, threshold: number) =>
    changed((set) => {
      const { bands } = set.groups[1].criteria[0].measure;
      [bands[1].from, bands[2].from] = [from, best];
      set.grades = [
        { id: 'top', name: set.name, from: threshold },
        { id: 'rest', name: set.name, from: 0 },
      ];
    });
  const claims = [{ criterion: '2', points: 2000 }];
  // 25 now, 37 wanted: 10 for one more dong a member, then 15 by capital, which alone is enough.
  const back = gapOf(near(226, 2505, 37), claims, figures);
  expect(back.enough.map(({ key, gain }) => [key, gain])).toEqual([['1.a', 1500]]);
  // The best band is only just above the next one: it comes first, and stays alone.
  const best = gapOf(near(250, 250.5, 90), claims, { ...figures, end: 901 });
  expect(best.enough.filter(({ key }) => key === '3').map(({ gain }) => gain)).toEqual([2500]);
});

test('without figures every band is still to be won, and the highest grade has no next', () => {
  const start = gapOf(small, [], {});
  expect(start.ways.map(({ key }) => key)).toContain('1.b');
  expect(start.ways.find(({ key }) => key === '3')?.indicator?.now).toBeNull();
  const top = gapOf(
    small,
    [
      { criterion: '2', points: 2000 },
      { criterion: '4', points: 1500 },
      { criterion: 'b', met: true },
    ],
    { start: 5000, end: 6000, members: 4, profit: 1 },
  );
  expect([top.total, top.grade?.id, top.next, top.missing, top.enough]).toEqual([
    10_000,
    'good',
    undefined,
    0,
    [],
  ]);
  expect(top.ways).toEqual([]);
});

test('a gap that nothing closes has no way', () => {
  const poor = changed((set) => {
    set.groups[0].criteria[1].max = null;
    set.groups[1].criteria[1].max = null;
    delete set.grades[1];
    set.grades = [set.grades[0], set.grades[3]];
  });
  expect(gapOf(poor, [], { start: 900, end: 900, members: 400 }).enough).toEqual([]);
});

test('a list of requirements: what is not met, with where help is found; nothing about grades', () => {
  const set = changed((copy) => {
    copy.groups = [];
    copy.grades = [];
    copy.support = [{ criterion: 'a', name: copy.name, link: '/dao-tao' }];
  });
  expect(gapOf(set, [], {})).toMatchObject({
    missing: 0,
    unmet: [{ id: 'a', support: [{ link: '/dao-tao' }] }, { id: 'b' }],
    ways: [],
  });
});

test('a criterion with measured and judged parts tells both apart', () => {
  const tt01 = shippedSet('TT01_2020') as CriteriaSet;
  const ways = (points: number, end: number) =>
    gapOf(tt01, [{ criterion: '1', points }], { equityStart: 100, equityEnd: end }).ways.filter(
      ({ criterion }) => criterion === '1',
    );
  // 4 of 7 claimed, none of it by growth: 2 of the 6 for judgement, and 1 for growth.
  expect(ways(400, 100).map(({ key, gain }) => [key, gain])).toEqual([
    ['1', 200],
    ['1.b', 100],
  ]);
  expect(ways(400, 101).map(({ key, gain }) => [key, gain])).toEqual([['1', 300]]);
  expect(ways(700, 101)).toEqual([]);
});

test('a draft without figures, indicators or help still says what is judged', () => {
  const bare = changed((copy) => {
    for (const name of ['figures', 'indicators', 'support']) delete copy[name];
    copy.groups[1].criteria[1].max = null;
    copy.groups[0].criteria[0].sub[1].max = null;
    delete copy.groups[0].criteria[0].sub[1].measure;
  });
  expect(gapOf(bare, [], {}).ways.filter(({ indicator }) => !indicator)).toEqual([
    { key: '2', criterion: '2', name: bare.name && small.groups[0]?.criteria[1]?.name, gain: 2000, support: [] },
  ]); // prettier-ignore
});

test('an indicator nobody named is shown by the name of its part', () => {
  const set = changed((copy) => {
    copy.groups[1].criteria[0].measure.indicator = 'unknown';
  });
  expect(gapOf(set, [], {}).ways.find(({ key }) => key === '3')?.indicator).toMatchObject({
    id: 'unknown',
    unit: 'points',
  });
});
