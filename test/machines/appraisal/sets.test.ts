// A case keeps to the version of its criteria set that was in force when it was opened.
import { expect, test } from 'vitest';
import type { CriteriaSet, PublishedSet } from '../../../machines/criteria/set.ts';
import { shippedSet } from '../../../machines/criteria/shipped.ts';
import { given, type Story } from '../given.ts';
import { small } from '../criteria/sets.ts';
import {
  applicant,
  chair,
  coop,
  everyoneClear,
  example,
  officer,
  president,
  process,
  seats,
  votes,
} from './board.ts';

const first: PublishedSet = { version: 1, from: '2026-01-01', set: { ...small, passScore: 90 } };
const second: PublishedSet = { version: 2, from: '2026-03-02', set: small };

const payload = {
  ...example('SUBMIT'),
  criterionSet: 'SMALL',
  criterion: 'S',
  selfScore: [{ criterion: '1', points: 40 }],
  documents: [],
};

function opened(...published: PublishedSet[]): Story {
  return given(process)
    .found({ cooperative: coop, openCases: 0 })
    .published(published)
    .as(applicant);
}

function inSession(story: Story, total: number): Story {
  story.as(officer).does('ACCEPT').as(president).does('FORM_BOARD');
  everyoneClear(story).as(officer).does('START_FIELD_CHECK').does('RECORD_FIELD');
  const scores = [
    { criterion: '1', points: Math.min(40, total), comment: 'Sổ' },
    { criterion: '2', points: 20 },
    { criterion: '3', points: 25 },
    { criterion: '4', points: total - 85, comment: 'Sổ' },
    { criterion: 'a', met: true },
    { criterion: 'b', met: true },
  ];
  for (const each of seats) story.as(each).does('SCORE', { scores });
  story.as(chair).does('OPEN');
  return votes(story, 'for', 'for', 'for', 'for', 'for');
}

test('opens on the newest version in force and stays on it, also after that is no longer in force', () => {
  const story = opened(first).does('SUBMIT', payload);
  expect(story.data['set']).toEqual({ version: 1, code: 'S', name: small.name });
  const ended = { ...first, to: '2026-03-01' };
  inSession(story.published([ended, second]), 86);
  // Its own version asks for 90 points.
  expect(story.refused('VOTE_PASS').reasons).toMatchObject([{ code: 'criteriaMet', need: '90' }]);
});

test('the newest of two versions is taken', () => {
  const story = opened(first, second).does('SUBMIT', payload);
  expect(story.data['set']).toMatchObject({ version: 2 });
  expect(inSession(story, 86).does('VOTE_PASS').state).toBe('decision.pending');
});

test('without a version in force there is no case; a set never published is used as shipped', () => {
  const over = opened({ ...first, to: '2026-03-01' });
  expect(over.refused('SUBMIT', payload).reasons.map(({ code }) => code)).toEqual([
    'criterionOfSet',
    'selfScoreFits',
  ]);
  expect(opened(first).refused('SUBMIT', { ...payload, criterionSet: 'NONE' }).code).toBe(
    'refused',
  );
  const shipped = opened(first).does('SUBMIT');
  expect(shipped.data['set']).toBeUndefined();
  // The first version of the alliance begins later.
  const later = { ...first, from: '2027-01-01', set: shippedSet('TT01_2020') as CriteriaSet };
  expect(opened(later).does('SUBMIT').data['set']).toBeUndefined();
});

test('how long a recognition is valid is said by the set, or else by the alliance', () => {
  const until = (set: PublishedSet) => {
    const story = inSession(opened(set).does('SUBMIT', payload), 86).does('VOTE_PASS');
    story.as(president).does('SIGN');
    return (story.data['certificate'] as { validUntil: string }).validUntil;
  };
  expect(until(second)).toBe('2027-03-02');
  expect(until({ ...second, set: { ...small, validityMonths: 36 } })).toBe('2029-03-02');
});

test('by the alliance’s rule the median of the sheets counts', () => {
  const story = given(process, { scoreRule: 'median', passScore: 86 })
    .found({ cooperative: coop, openCases: 0 })
    .published([second])
    .as(applicant)
    .does('SUBMIT', payload);
  expect(inSession(story, 86).does('VOTE_PASS').effects).toContainEqual(
    expect.objectContaining({
      document: 'APPRAISAL_REPORT',
      data: expect.objectContaining({
        items: expect.arrayContaining([{ label: 'Điểm trung vị', value: '86' }]),
      }),
    }),
  );
});
