// The form of a set, and a self-assessment as people read it.
import { expect, test } from 'vitest';
import { assess } from '../../../machines/criteria/assess.ts';
import { formOf } from '../../../machines/criteria/form.ts';
import { shippedSet } from '../../../machines/criteria/shipped.ts';
import type { CriteriaSet } from '../../../machines/criteria/set.ts';
import { changed, small } from './sets.ts';

test('the form: figures, lines with what is computed of them, slots for evidence', () => {
  const form = formOf(shippedSet('BL_NC_3_2') as CriteriaSet);
  expect(form.lines.map(({ criterion, kind, computed }) => [criterion, kind, computed])).toEqual([
    ['a', 'met', false],
    ['b', 'met', false],
    ['c', 'met', true],
    ['d', 'met', true],
    ['e', 'met', true],
    ['f', 'met', true],
    ['g', 'met', true],
    ['h', 'met', false],
    ['i', 'met', true],
  ]);
  expect(form.evidence).toMatchObject([{ id: 'contract', criterion: 'g', required: true }]);
  const scored = formOf(small);
  expect(scored.figures.map(({ id }) => id)).toEqual(['start', 'end', 'members', 'profit']);
  expect(scored.lines[0]).toMatchObject({
    criterion: '1',
    group: 'I',
    computed: true,
    parts: [
      { key: '1.a', max: 30, computed: true },
      { key: '1.b', max: 10, computed: true },
    ],
  });
  expect(scored.lines[1]).toMatchObject({ criterion: '2', computed: false, parts: [] });
  const bare = changed((set) => {
    delete set.figures;
  });
  expect(formOf(bare).figures).toEqual([]);
});

test('a self-assessment in points as people write them', () => {
  const self = [
    { criterion: '1', points: 3550 },
    { criterion: '2', points: 1000 },
    { criterion: 'b', met: true },
  ];
  const told = assess(
    small,
    { figures: { start: 900, end: 1300, members: 4, profit: 1 }, self },
    65,
  );
  expect(told).toMatchObject({
    total: 65,
    grade: { id: 'fair' },
    next: { id: 'good' },
    missing: 15,
    passes: true,
    unmet: [],
  });
  expect(told.lines[0]).toMatchObject({
    criterion: '1',
    name: { vi: 'Vốn' },
    max: 40,
    self: 35.5,
    computed: 30,
    difference: 5.5,
  });
  expect(told.lines[1]).toMatchObject({ self: 10, computed: null, difference: null });
  expect(told.parts[0]).toEqual({ key: '1.a', points: 20, max: 30, band: 1, value: 1100 });
  expect(told.parts[2]).toEqual({ key: '2', points: null, max: 20, band: null, value: null });
  expect(told.ways[0]).toMatchObject({ gain: 10 });
  expect(told.enough.reduce((sum, { gain }) => sum + gain, 0)).toBeGreaterThanOrEqual(15);
  const list = changed((set) => {
    set.groups = [];
    set.grades = [];
  });
  expect(assess(list, { figures: {}, self: [], excluded: ['fined'] }, 65)).toMatchObject({
    grade: null,
    next: null,
    passes: false,
    unmet: [{ id: 'a', support: [] }, { id: 'b' }],
  });
});
