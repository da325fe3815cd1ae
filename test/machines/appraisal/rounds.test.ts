// Scoring anew, moving to another version of the set, and the three scores side by side.
import { expect, test } from 'vitest';
import type { AppraisalData } from '../../../machines/appraisal/data.ts';
import { scoringOf } from '../../../machines/appraisal/moderation.ts';
import type { CriteriaSet, PublishedSet } from '../../../machines/criteria/set.ts';
import { shippedSet } from '../../../machines/criteria/shipped.ts';
import type { Actor, Process } from '../../../machines/define.ts';
import type { Story } from '../given.ts';
import {
  applicant,
  chair,
  codes,
  example,
  fifth,
  formed,
  head,
  inSession,
  officer,
  president,
  process,
  scheduled,
  scoring,
  seats,
  seen,
  sheet,
  submitted,
  third,
  votes,
} from './board.ts';

const told = (story: Story, by: Actor) => {
  const whole = story.data as AppraisalData;
  const { view } = process as Required<Process>;
  const facts = { ...(story.told.at(-1) as Story['told'][number]).facts, by };
  return scoringOf(whole, view(story.data, by) as AppraisalData, facts);
};

const tt01 = shippedSet('TT01_2020') as CriteriaSet;
/** Five points less for the first criterion, five more for the second. */
const next: PublishedSet = {
  version: 1,
  from: '2026-01-01',
  set: {
    ...tt01,
    groups: tt01.groups.map((group, index) =>
      index > 0
        ? group
        : {
            ...group,
            criteria: group.criteria.map(({ sub: _sub, ...each }) =>
              each.id === '1' ? { ...each, max: 2 } : each.id === '2' ? { ...each, max: 11 } : each,
            ),
          },
    ),
  },
};

test('the chair opens another round and says why; the old sheets stay in the case and nobody sees the new ones', () => {
  const story = scheduled().as(chair);
  expect(scheduled().as(third).refused('RESCORE').code).toBe('forbidden');
  story.does('RESCORE');
  expect(story.state).toBe('scoring');
  expect(story.data).toMatchObject({
    sheets: {},
    rounds: [{ round: 1, attempt: 1, by: { person: 'board-1' }, reason: expect.any(String) }],
  });
  expect(story.data['meeting']).toBeUndefined();
  expect(story.notices).toEqual(seats.map(() => 'scoringOpen'));
  const rounds = (who: Actor) =>
    (seen(story, who) as unknown as AppraisalData).rounds?.map(({ sheets }) => Object.keys(sheets));
  expect([rounds(third), rounds(applicant), rounds(officer)]).toEqual([[['board-3']], [[]], [[]]]);
  for (const each of seats) story.as(each).does('SCORE', { scores: sheet(70) });
  expect(story.state).toBe('meeting.scheduled');
  expect(rounds(third)?.[0]).toHaveLength(5);
  // The next meeting is the second one.
  expect(story.data['meeting']).toMatchObject({ attempt: 2 });
});

test('also while the board is in session, until somebody has voted', () => {
  expect(inSession().as(chair).does('RESCORE').state).toBe('scoring');
  const voting = inSession().as(chair).does('CAST_BALLOT', { ballot: 'for' });
  expect(codes(voting.refused('RESCORE'))).toEqual(['noBallotYet']);
  const without = scoring().passes('2026-03-17').as(chair);
  expect(codes(without.refused('RESCORE'))).toEqual(['sheetsIn']);
});

test('a board that begins anew after a remediation holds its next meeting, not the first one again', () => {
  const story = votes(inSession(sheet(60)), 'for', 'for', 'for', 'for', 'for');
  story.does('VOTE_CONDITIONAL').as(applicant).does('FIXED').as(officer);
  story.does('START_FIELD_CHECK').does('RECORD_FIELD');
  for (const each of seats) story.as(each).does('SCORE');
  expect(story.data['meeting']).toMatchObject({ attempt: 2 });
});

test('moved to another version, points are kept up to the maximum, in proportion, or scored anew', () => {
  const moved = (how: string) => {
    const story = scheduled(sheet(100)).published([next]).as(head);
    return story.does('MOVE_SET', { version: 1, how, reason: 'Áp dụng thống nhất' });
  };
  const first = (story: Story) =>
    Object.values((story.data as AppraisalData).sheets).map((lines) =>
      lines.slice(0, 2).map(({ points }) => points),
    );
  const clamped = moved('clamp');
  // Complete under the new version: the meeting is called again at once.
  expect(clamped.state).toBe('meeting.scheduled');
  expect(first(clamped)[0]).toEqual([200, 600]);
  expect(first(moved('rescale'))[0]).toEqual([200, 1100]);
  const reset = moved('reset');
  expect(reset.state).toBe('scoring');
  expect(reset.data).toMatchObject({
    sheets: {},
    selfScore: [],
    set: { version: 1, code: 'TT01' },
    moved: [{ from: 0, to: 1, how: 'reset', attempt: 1, by: { person: 'head' } }],
  });
  for (const each of seats) reset.as(each).does('SCORE', { scores: fits(sheet(90)) });
  expect(reset.data['meeting']).toMatchObject({ attempt: 2 });
});

/** Within the maxima of the new version. */
const fits = (lines: ReturnType<typeof sheet>) =>
  lines.map((line) => (line.criterion === '1' ? { ...line, points: 2 } : line));

test('before the board is formed a case moves and stays where it is; back to the set as shipped, too', () => {
  const story = submitted().published([next]).as(head);
  story.does('MOVE_SET');
  expect([story.state, (story.data as AppraisalData).set?.version]).toEqual(['intake', 1]);
  story.does('MOVE_SET', { version: 0, how: 'clamp', reason: 'Ban hành nhầm' });
  expect(story.data['set']).toBeUndefined();
  expect(story.data['moved']).toMatchObject([{ to: 1 }, { from: 1, to: 0 }]);
});

test('only to a published version other than its own, by a head of unit, before the board meets', () => {
  const story = formed().published([next]).as(head);
  const asked = (version: number) => ({ version, how: 'clamp', reason: 'Thử' });
  expect(codes(story.refused('MOVE_SET', asked(0)))).toEqual(['versionKnown']);
  expect(codes(story.refused('MOVE_SET', asked(2)))).toEqual(['versionKnown']);
  expect(story.as(officer).refused('MOVE_SET', asked(1)).code).toBe('forbidden');
  const met = inSession().published([next]).as(head);
  expect(codes(met.refused('MOVE_SET', asked(1)))).toEqual(['notYetDecided']);
});

test('the field: who goes, what is looked at, what is counted, who signs', () => {
  const story = formed();
  for (const each of seats) story.as(each).does('DECLARE_CONFLICT', { conflict: 'none' });
  story.as(officer).does('START_FIELD_CHECK', {
    agreedOn: '2026-03-05',
    place: 'Trụ sở hợp tác xã',
    team: ['Trần Thị Thư'],
    items: ['Sổ sách kế toán'],
  });
  expect(story.data['fieldPlan']).toEqual({
    on: '2026-03-05',
    place: 'Trụ sở hợp tác xã',
    team: ['Trần Thị Thư'],
    items: ['Sổ sách kế toán'],
  });
  story.does('RECORD_FIELD', {
    findings: 'Khớp hồ sơ.',
    signedByCooperative: true,
    signedByCommune: true,
    figures: [{ figure: 'equityEnd', value: 5 }],
    checks: [{ criterion: '1', finding: 'Khớp', agrees: true }],
    photos: ['anh-1'],
    cooperativeSigner: 'Lê Văn Giám',
    communeSigner: 'Võ Thị Xã',
  });
  expect(story.data['field']).toMatchObject({
    figures: { equityEnd: 5 },
    checks: [{ agrees: true }],
    photos: ['anh-1'],
    signers: { cooperative: 'Lê Văn Giám', commune: 'Võ Thị Xã' },
  });
  const planless = scoring();
  expect(planless.data['fieldPlan']).toBeUndefined();
  const some = formed();
  for (const each of seats) some.as(each).does('DECLARE_CONFLICT', { conflict: 'none' });
  some.as(officer).does('START_FIELD_CHECK', { items: ['Kho'] });
  expect(some.data['fieldPlan']).toEqual({ team: [], items: ['Kho'] });
  const place = formed();
  for (const each of seats) place.as(each).does('DECLARE_CONFLICT', { conflict: 'none' });
  place.as(officer).does('START_FIELD_CHECK', { place: 'Kho' });
  expect(place.data['fieldPlan']).toEqual({ place: 'Kho', team: [], items: [] });
});

test('while sheets are sealed: how many are in, and one’s own; afterwards all, with the largest gaps first', () => {
  const figures = [
    { figure: 'equityStart', value: 100 },
    { figure: 'equityEnd', value: 120 },
  ];
  const story = scoring({}, { figures });
  story.as(chair).does('SCORE', { scores: sheet(84) });
  story.as(third).does('SCORE', { scores: sheet(60) });
  const mine = told(story, third);
  expect(mine.sealed).toEqual({ in: 2, of: 5, awaited: ['Trần Thị Thư', 'Phạm Thị Tài', 'Võ Văn Hội'] });
  expect(mine).toMatchObject({ open: false, moderation: [], round: 1, rounds: [] });
  expect(mine.totals).toMatchObject({ self: 84, mine: 60, mean: null, median: null, grade: null });
  expect(mine.lines[0]).toMatchObject({ criterion: '1', self: 6, mine: 7, board: null, comment: 'Theo minh chứng.' });
  expect(told(story, officer).totals.mine).toBeNull();
  for (const each of [seats[1], seats[3], seats[4]]) story.as(each).does('SCORE', { scores: sheet(66) });
  const open = told(story, officer);
  expect(open.sealed).toEqual({ in: 5, of: 5, awaited: [] });
  expect(open.totals).toMatchObject({ mean: 68.4, median: 66, rule: 'mean', grade: { id: 'fair' }, unmet: [] });
  // 84: criterion 12 full (8), 13 full, 14 at 0 … ; 60: criteria up to 9 full.
  expect(open.moderation[0]).toBe('10');
  const tenth = open.lines.find(({ criterion }) => criterion === '10');
  expect(tenth?.board).toMatchObject({ lowest: 0, highest: 8, met: null });
  expect(open.lines.at(-1)).toMatchObject({ criterion: 'a', spread: 0, board: { met: 5, mean: null } });
  expect(told(story, applicant)).toMatchObject({ open: false, totals: { mean: null } });
  story.as(chair).does('RESCORE');
  expect(told(story, third)).toMatchObject({ round: 2, open: false, rounds: [{ round: 1, by: 'board-1' }] });
}); // prettier-ignore

test('a list of requirements has opinions instead of points; of one evenly split the spread is whole', () => {
  const lines = (unmet = '') =>
    'abcdefghi'.split('').map((criterion) => ({
      criterion,
      met: !unmet.includes(criterion),
      comment: 'Theo hồ sơ.',
    }));
  const story = scoring(
    {},
    {
      criterionSet: 'BL_NC_3_2',
      criterion: '3.2',
      selfScore: lines(),
      documents: [
        ...(example('SUBMIT')['documents'] as object[]),
        { kind: 'LINK_CONTRACT', title: 'Hợp đồng liên kết' },
      ],
      figures: [{ figure: 'profit', value: -1 }],
    },
  );
  for (const [index, each] of seats.entries())
    story.as(each).does('SCORE', { scores: lines(index < 3 ? 'e' : '') });
  const shown = told(story, chair);
  expect(shown.lines[4]).toMatchObject({
    criterion: 'e',
    self: true,
    computed: false,
    mine: false,
  });
  expect(shown.lines[4]?.board?.met).toBe(2);
  expect(shown.lines[4]?.spread).toBeCloseTo(0.8);
  expect(shown.moderation).toEqual(['e']);
  expect(shown.totals).toMatchObject({ mean: null, median: null, grade: null, unmet: ['e'] });
});

test('a criterion of unknown points is compared as it stands; a sheet of one who left is read without a name', () => {
  const payload = {
    criterionSet: 'TT09_2017',
    criterion: 'TT09',
    selfScore: [],
  };
  const story = scoring({}, payload);
  const scores = (points: number) => [
    { criterion: '1', points: 38 },
    ...['2', '3', '4', '5', '6'].map((criterion) => ({ criterion, points })),
    { criterion: 'a', met: true },
    { criterion: 'h', met: true },
  ];
  for (const each of seats.slice(0, 4)) story.as(each).does('SCORE', { scores: scores(10) });
  story.as(fifth).does('SCORE', { scores: scores(4) });
  const data = story.data as AppraisalData;
  const gone = { ...data, board: data.board.slice(0, 4) };
  const facts = { ...(story.told.at(-1) as Story['told'][number]).facts, by: officer };
  const shown = scoringOf(gone, gone, facts);
  expect(shown.lines[1]).toMatchObject({ criterion: '2', max: null, spread: 6 });
  expect(shown.lines[1]?.board?.sheets[4]).toMatchObject({ name: '', said: 4 });
});

test('a leader may return a case and it may then still be moved', () => {
  const story = votes(inSession(), 'for', 'for', 'for', 'for', 'for').does('VOTE_PASS');
  story.as(president).does('RETURN').published([next]).as(head);
  expect(story.does('MOVE_SET').state).toBe('meeting.scheduled');
});
