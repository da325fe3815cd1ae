// An opinion for a commune's dossier: guided, prepared, returned, signed by somebody else.
import { expect, test } from 'vitest';
import type { PublishedSet } from '../../../machines/criteria/set.ts';
import type { OpinionData } from '../../../machines/opinion/data.ts';
import { opinion } from '../../../machines/opinion/index.ts';
import { codes, officer, president } from '../appraisal/board.ts';
import { small } from '../criteria/sets.ts';
import { given, person } from '../given.ts';
import { asked, communeOfficer } from './story.ts';

test('the commune is guided, the opinion prepared, returned, and signed with a number', () => {
  const story = asked();
  expect(story.told[0]?.outcome.heading).toEqual({
    title: 'Xã Hòa Bình: ý kiến về tiêu chí 1.5 năm 2026',
    commune: 'Xã Hòa Bình',
  });
  expect(opinion.applicants?.(story.data)).toEqual(['commune']);
  story.as(officer).does('GUIDE_COMMUNE');
  expect([story.state, story.notices, story.told.at(-1)?.outcome.counts]).toEqual(['preparing', ['opinionGuidance'], ['communesGuided']]);
  story.does('PREPARE_OPINION').as(president).does('RETURN_OPINION');
  expect([story.notices, (story.data as OpinionData).returned?.by.person]).toEqual([['opinionReturned'], 'leader']);
  story.as(officer).does('PREPARE_OPINION').as(president).does('SIGN_OPINION');
  expect([story.state, story.standing.closed, story.told.at(-1)?.outcome.counts]).toEqual(['closed.given', true, ['opinionsGiven']]);
  expect(story.effects[0]).toMatchObject({
    document: 'CRITERION_OPINION',
    register: { series: 'CV' },
    data: {
      holder: { name: 'UBND Xã Hòa Bình' },
      items: [{ value: expect.stringMatching(/^1\.5 \(/) }, { value: '2026' }, { label: 'Hợp tác xã' }, { value: 'Đạt' }],
      reasons: expect.arrayContaining([expect.stringMatching(/: đạt$/)]),
    },
  });
}); // prettier-ignore

test('every requirement is judged, on the set in force; who prepared it does not sign', () => {
  const story = asked().as(officer);
  const draft = (lines: object[]) => ({ lines, conclusion: 'notMet', text: 'Chưa đủ.' });
  const lines = 'abcdefgh'.split('').map((criterion) => ({ criterion, met: false, comment: 'Thiếu' }));
  expect(story.refused('PREPARE_OPINION', draft(lines)).reasons).toMatchObject([{ code: 'everyLine', have: ['i'] }]);
  story.as(person('both', 'staff', 'leader'));
  story.does('PREPARE_OPINION', draft([...lines, { criterion: 'i', met: true }]));
  expect(codes(story.refused('SIGN_OPINION'))).toEqual(['otherSigner']);
  story.as(president).does('SIGN_OPINION');
  expect(story.effects[0]).toMatchObject({ data: { reasons: expect.arrayContaining([expect.stringMatching(/: chưa đạt \(Thiếu\)$/)]) } });
  const other = { ...(opinion.events['ASK_OPINION']?.examples[0] as object), criterionSet: 'NONE' };
  expect(codes(given(opinion).as(communeOfficer).refused('ASK_OPINION', other))).toEqual(['setUsable']);
}); // prettier-ignore

test('on a scored set of the alliance the points are printed, and the version is kept', () => {
  const published: PublishedSet = { version: 2, from: '2026-01-01', set: small };
  const example = opinion.events['ASK_OPINION']?.examples[0] as Record<string, unknown>;
  const story = given(opinion).published([published]).as(communeOfficer);
  story.does('ASK_OPINION', { ...example, criterionSet: 'SMALL' }).as(officer);
  const lines = [
    ...['1', '2', '3', '4'].map((criterion) => ({ criterion, points: 7.5 })),
    { criterion: 'a', met: true },
    { criterion: 'b', met: true },
  ];
  story.does('PREPARE_OPINION', { lines, conclusion: 'partly', text: 'Một phần.' });
  expect(story.as(president).does('SIGN_OPINION').effects[0]).toMatchObject({
    data: { reasons: expect.arrayContaining(['Vốn: 7,5 điểm']), items: expect.arrayContaining([{ label: 'Kết luận', value: 'Đạt một phần' }]) },
  });
  expect(story.data['set']).toMatchObject({ version: 2, code: 'S' });
}); // prettier-ignore

test('late it is said to who works on it, and who asked may withdraw', () => {
  const story = asked().passes('2026-03-20');
  expect(story.told.at(-1)?.event.type).toBe('OPINION_OVERDUE');
  expect(story.effects).toMatchObject([{ template: 'termLapsed', recipient: { person: 'commune' } }]);
  expect(story.as(person('other', 'commune')).refused('WITHDRAW').code).toBe('forbidden');
  expect(story.as(communeOfficer).does('WITHDRAW').state).toBe('closed.withdrawn');
  const later = asked().as(officer).does('PREPARE_OPINION').passes('2026-03-20');
  expect(later.effects).toMatchObject([{ recipient: { person: 'staff' } }]);
}); // prettier-ignore
