// What keeps a set from being published, one fault at a time; what changed between two; how sheets move.
import { describe, expect, it, test } from 'vitest';
import { changesBetween } from '../../../machines/criteria/compare.ts';
import { movedLines } from '../../../machines/criteria/move.ts';
import { shippedSets } from '../../../machines/criteria/shipped.ts';
import { faultsOfSet } from '../../../machines/criteria/validate.ts';
import type { CriteriaSet } from '../../../machines/criteria/set.ts';
import { changed, small } from './sets.ts';

const found = (set: CriteriaSet) =>
  faultsOfSet(set).map(({ pointer, code }) => `${code} ${pointer}`);

test('a sound set has no fault', () => {
  expect(faultsOfSet(small)).toEqual([]);
});

type Change = Parameters<typeof changed>[0];

describe('keeps a set from being published', () => {
  const faults: [string, Change, string[]][] = [
    ['nothing in it', (set) => Object.assign(set, { groups: [], requirements: [], support: [] }), ['empty /groups']],
    ['an id twice', (set) => (set.requirements[1].id = '2'), ['twice /requirements/1/id']],
    ['a part twice', (set) => (set.groups[0].criteria[0].sub[1].id = 'a'), ['twice /groups/0/criteria/0/sub/1/id']],
    ['a figure like an indicator', (set) => (set.indicators[2].id = 'members'), ['twice /indicators/2/id', 'reference /groups/1/criteria/0/measure/indicator']],
    ['groups that are not 100', (set) => { set.groups[1].max = 39; set.groups[1].criteria[1].max = 14; }, ['total /groups']],
    ['criteria that do not add up', (set) => (set.groups[0].criteria[1].max = 19), ['sum /groups/0/max']],
    ['parts that do not add up', (set) => { set.groups[0].criteria[0].sub[1].max = 9; set.groups[0].criteria[0].sub[1].measure.bands[1].points = 9; }, ['sum /groups/0/criteria/0/max']],
    ['unknown points', (set) => (set.groups[0].criteria[1].max = null), ['unknown /groups/0/criteria/1/max']],
    ['unknown points of a part', (set) => (set.groups[0].criteria[0].sub[1].max = null), ['unknown /groups/0/criteria/0/sub/1/max']],
    ['unknown points of the whole', (set) => (set.groups[0].criteria[0].max = null), ['unknown /groups/0/criteria/0/max']],
    ['bands on the whole and its parts', (set) => (set.groups[0].criteria[0].measure = set.groups[1].criteria[0].measure), ['measuredTwice /groups/0/criteria/0/measure', 'points /groups/0/criteria/0/measure/bands']],
    ['thresholds out of order', (set) => (set.grades[1].from = 80), ['order /grades/1/from']],
    ['no lowest grade', (set) => (set.grades[3].from = 1), ['bottom /grades']],
    ['no grades at all', (set) => Object.assign(set, { grades: [], gradedAs: {} }), ['bottom /grades']],
    ['a grade that is not there', (set) => (set.gradedAs.fined = 'poor'), ['reference /gradedAs/fined']],
    ['a first band with a start', (set) => (set.groups[1].criteria[0].measure.bands[0].from = 0), ['cover /groups/1/criteria/0/measure/bands']],
    ['a later band without', (set) => (set.groups[1].criteria[0].measure.bands[2].from = null), ['cover /groups/1/criteria/0/measure/bands']],
    ['bands out of order', (set) => (set.groups[1].criteria[0].measure.bands[2].from = 100), ['order /groups/1/criteria/0/measure/bands']],
    ['bands that never give all points', (set) => (set.groups[1].criteria[0].measure.bands[2].points = 24), ['points /groups/1/criteria/0/measure/bands']],
    ['an operation on what is not there', (set) => (set.indicators[0].of[1] = 'later'), ['reference /indicators/0/of']],
    ['an operation with too few', (set) => (set.indicators[1].of = ['end']), ['operands /indicators/1/of']],
    ['a check of what is not there', (set) => (set.requirements[0].check.indicator = 'gone'), ['reference /requirements/0/check/indicator']],
    ['help by a link that is not secure', (set) => (set.support[0].link = 'javascript:alert(1)'), ['secureLink /support/0/link']],
    ['help on another host without its protocol', (set) => (set.support[0].link = '//vca.org.vn'), ['secureLink /support/0/link']],
    ['help for what is not there', (set) => (set.support[0].criterion = '9'), ['reference /support/0/criterion']],
    ['an end before the beginning', (set) => (set.inForce.to = '2025-12-31'), ['period /inForce/to']],
    ['days of the year out of order', (set) => (set.calendar.registry = '12-14'), ['order /calendar']],
    ['points nobody confirmed', (set) => (set.groups[1].criteria[1].confidence = 'unconfirmed'), ['unconfirmed /groups/1/criteria/1/confidence']],
    ['bands from memory', (set) => (set.groups[1].criteria[0].measure.confidence = 'memory'), ['unconfirmed /groups/1/criteria/0/measure/confidence']],
    ['confirmed without saying by what', (set) => (set.requirements[1].confidence = 'confirmed'), ['source /requirements/1/source']],
  ]; // prettier-ignore

  it.each(faults)('%s', (_, change, expected) => {
    const set = changed(change);
    expect(found(set)).toEqual(expected);
    expect(faultsOfSet(set).every(({ blocks }) => blocks === 'publish')).toBe(true);
  });
});

test('a set without help needs none', () => {
  const set = changed((copy) => {
    delete copy.support;
  });
  expect(faultsOfSet(set)).toEqual([]);
});

test('the same start, once included and once left out, is a band of that one value', () => {
  const set = changed((copy) => {
    copy.groups[0].criteria[0].sub[1].measure.bands = [
      { from: null, points: 0 },
      { from: 0, points: 5 },
      { from: 0, above: true, points: 10 },
    ];
  });
  expect(faultsOfSet(set)).toEqual([]);
});

test('a confirmed value with its source is good; a secondary source is only pointed at', () => {
  const set = changed((copy) => {
    Object.assign(copy.requirements[1], { confidence: 'confirmed', source: 'QĐ 5/QĐ-UBND' });
    copy.requirements[0].confidence = 'secondary';
    delete copy.calendar;
    delete copy.inForce;
    delete copy.gradedAs;
    copy.figures.push({ id: 'x', name: copy.name, unit: 'count' });
  });
  expect(faultsOfSet(set)).toMatchObject([{ code: 'secondary', blocks: 'nothing' }]);
});

test('the shipped sets: none may be published before staff have confirmed what is not known', () => {
  const blocking = Object.fromEntries(
    shippedSets.map((set) => [
      set.id,
      faultsOfSet(set).flatMap(({ code, pointer, blocks }) =>
        blocks === 'publish' ? [`${code} ${pointer}`] : [],
      ),
    ]),
  );
  const third = (index: number) => `unconfirmed /groups/2/criteria/${index}/confidence`;
  expect(blocking['TT01_2020']).toEqual([
    ...[0, 1, 2, 3, 4, 5].map(third),
    'unconfirmed /requirements/0/confidence',
  ]);
  expect(blocking['TT09_2017']).toContain('unknown /groups/1/criteria/0/max');
  for (const faults of Object.values(blocking)) expect(faults.length).toBeGreaterThan(0);
  // Nothing but confirmation is missing: sums, bands and references are sound.
  const codes = Object.values(blocking).flatMap((all) => all.map((each) => each.split(' ')[0]));
  expect(new Set(codes)).toEqual(new Set(['unconfirmed', 'unknown']));
});

test('two versions: what was added, removed and changed, by ids', () => {
  const next = changed((set) => {
    set.note = 'Sửa điểm';
    set.groups[0].criteria[1].max = 15;
    const [moved] = set.groups[1].criteria.splice(1, 1);
    set.groups[0].criteria.push({ ...moved, id: '4' });
    set.groups[0].criteria[0].sub[0].measure.bands[1].from = 2000;
    set.requirements = [set.requirements[1], { id: 'c', name: set.name, confidence: 'verified' }];
    set.grades[0] = { from: 80, name: set.grades[0].name, id: 'good' };
    delete set.support;
  });
  const told = changesBetween(small, next).map(
    ({ kind, part, id, what }) => `${kind} ${part} ${id}${what ? ` ${what}` : ''}`,
  );
  expect(told).toEqual([
    'changed set SMALL note',
    'changed set SMALL support',
    'changed criterion 2 max',
    'changed criterion 4 group',
    'changed sub 1.a measure',
    'removed requirement a',
    'added requirement c',
  ]);
  expect(changesBetween(small, next)[2]).toEqual({
    kind: 'changed',
    part: 'criterion',
    id: '2',
    what: 'max',
    before: 20,
    after: 15,
  });
  expect(changesBetween(small, structuredClone(small))).toEqual([]);
  const bare = changed((set) => {
    delete set.figures;
    delete set.indicators;
    set.source = 'QĐ 2';
  });
  expect(found(bare).filter((each) => each.startsWith('reference'))).toHaveLength(4);
  expect(changesBetween(bare, small).filter(({ kind }) => kind === 'added')).toHaveLength(7);
  expect(changesBetween(small, bare).filter(({ part }) => part === 'set')).toEqual([
    { kind: 'changed', part: 'set', id: 'SMALL', what: 'source', after: 'QĐ 2' },
  ]);
});

test('a sheet moved to another version: kept up to the maximum, in proportion, or not at all', () => {
  const next = changed((set) => {
    set.groups[0].criteria[0].max = 30;
    set.groups[1].criteria[0].max = 0;
    set.groups[0].criteria[1].id = '5';
    set.requirements.shift();
  });
  const lines = [
    { criterion: '1', points: 3333, comment: 'Theo sổ' },
    { criterion: '2', points: 1000 },
    { criterion: '3', points: 1000 },
    { criterion: 'a', met: true },
    { criterion: 'b', met: false },
  ];
  const rest = [{ criterion: '3', points: 0 }, { criterion: 'b', met: false }]; // prettier-ignore
  const moved = (how: 'clamp' | 'rescale' | 'reset') => movedLines([small, next], lines, how);
  expect(moved('clamp')).toEqual([{ criterion: '1', points: 3000, comment: 'Theo sổ' }, ...rest]);
  expect(moved('rescale')).toEqual([{ criterion: '1', points: 2500, comment: 'Theo sổ' }, ...rest]);
  expect(moved('reset')).toEqual([]);
  // From nothing, nothing; a criterion of an unknown maximum keeps its points.
  expect(movedLines([next, small], [{ criterion: '3', points: 0 }], 'rescale')).toEqual([
    { criterion: '3', points: 0 },
  ]);
  expect(movedLines([next, small], [{ criterion: '2', points: 700 }], 'rescale')).toEqual([
    { criterion: '2', points: 700 },
  ]);
});
