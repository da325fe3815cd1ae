// What becomes of recognised cooperatives under another version, before it is published.
import { expect, test } from 'vitest';
import { rehearse } from '../../../machines/criteria/rehearse.ts';
import { changed, small } from './sets.ts';

const sheet = (one: number, two: number, met = true) => [
  { criterion: '1', points: one * 100 },
  { criterion: '2', points: two * 100 },
  { criterion: '3', points: 2500 },
  { criterion: '4', points: 0 },
  { criterion: 'a', met },
  { criterion: 'b', met: true },
];
const judged = { sheets: [sheet(25, 15), sheet(25, 15)], figures: {} };
const rehearsal = { how: 'clamp', threshold: 65 } as const;

test('the same version changes nothing', () => {
  expect(rehearse([small, small], judged, rehearsal)).toEqual({
    before: { score: '65', grade: small.grades[1], unmet: [], recognised: true },
    after: { score: '65', grade: small.grades[1], unmet: [], recognised: true },
    outcome: 'keeps',
    missing: [],
  });
});

test('less for what it had much of: it loses; figures that say more: it gains', () => {
  const less = changed((set) => {
    set.groups[0].criteria[1].max = 5;
    set.groups[0].criteria[0].max = 55;
  });
  expect(rehearse([small, less], judged, rehearsal)).toMatchObject({
    outcome: 'loses',
    after: { score: '55', recognised: false },
  });
  // In proportion: 34,38 for the first, 3,75 for the second.
  expect(rehearse([small, less], judged, { ...rehearsal, how: 'rescale' })).toMatchObject({
    outcome: 'loses',
    after: { score: '63,13' },
  });
  const figures = { start: 5000, end: 6000, members: 2, profit: 1 };
  expect(rehearse([small, small], { ...judged, figures }, rehearsal)).toMatchObject({
    outcome: 'gains',
    after: { score: '80', grade: { id: 'good' } },
  });
  const loss = { ...figures, profit: -1 };
  expect(rehearse([small, small], { ...judged, figures: loss }, rehearsal)).toMatchObject({
    outcome: 'loses',
    after: { unmet: ['a'], recognised: false },
  });
});

test('by the median, and by the threshold of the set', () => {
  const three = { sheets: [sheet(25, 15), sheet(25, 15), sheet(0, 0)], figures: {} };
  expect(rehearse([small, small], three, { ...rehearsal, rule: 'median' }).after.recognised).toBe(
    true,
  );
  expect(rehearse([small, small], three, rehearsal).after.recognised).toBe(false);
  const strict = changed((set) => {
    set.passScore = 70;
  });
  expect(rehearse([small, strict], judged, rehearsal).outcome).toBe('loses');
});

test('what nothing is known of leaves a loss open', () => {
  const more = changed((set) => {
    set.requirements.push({ id: 'c', name: set.name, confidence: 'verified' });
  });
  expect(rehearse([small, more], judged, rehearsal)).toMatchObject({
    outcome: 'open',
    missing: ['c'],
  });
  const none = rehearse([small, small], judged, { ...rehearsal, how: 'reset' });
  expect([none.outcome, none.missing.length]).toEqual(['open', 6]);
});

test('a list of requirements has no score', () => {
  const list = changed((set) => {
    set.groups = [];
    set.grades = [];
  });
  const met = { sheets: [[{ criterion: 'a', met: true }, { criterion: 'b', met: true }]], figures: {} };
  expect(rehearse([list, list], met, rehearsal)).toMatchObject({
    outcome: 'keeps',
    after: { score: null, grade: null, recognised: true },
  });
}); // prettier-ignore
