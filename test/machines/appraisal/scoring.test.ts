// Score sheets: complete, explained, blind, and what they add up to.
import { expect, test } from 'vitest';
import type { Actor } from '../../../machines/define.ts';
import { gradeOf, hundredths, resultOf, shownPoints } from '../../../machines/criteria/sheet.ts';
import type { CriteriaSet } from '../../../machines/criteria/set.ts';
import { shippedSet, shippedSets } from '../../../machines/criteria/shipped.ts';
import {
  applicant,
  chair,
  codes,
  coop,
  everyoneClear,
  example,
  fifth,
  formed,
  inSession,
  officer,
  president,
  scheduled,
  scoring,
  seats,
  seen,
  secretary,
  sheet,
  sixth,
  third,
  votes,
} from './board.ts';

const tt01 = shippedSet('TT01_2020') as CriteriaSet;

test.each([
  [49.5, 'weak'],
  [49.99, 'weak'],
  [50, 'average'],
  [64.99, 'average'],
  [65, 'fair'],
  [79.99, 'fair'],
  [80, 'good'],
  [100, 'good'],
])('TT 01/2020: %d points are %s', (points, grade) => {
  const score = { sum: hundredths(points), count: 1 };
  expect(gradeOf(tt01.grades, score)?.id).toBe(grade);
});

test('a mean just below a boundary is not rounded up', () => {
  const set = tt01;
  const lines = (points: number) => [
    { criterion: '1', points: hundredths(points) },
    { criterion: 'a', met: true },
  ];
  const three = [65, 65, 64.99].map(lines);
  expect(resultOf(set, three)).toMatchObject({
    count: 3,
    sum: 19499,
    mean: '64,99',
    grade: { id: 'average' },
  });
  expect(resultOf(set, [65, 65.01, 64.99].map(lines))).toMatchObject({
    mean: '65',
    grade: { id: 'fair' },
  });
  expect(shownPoints(6450)).toBe('64,5');
});

test('the sets: 100 points where points are given, requirements marked as unconfirmed', () => {
  const sets = shippedSets;
  expect(sets.map(({ id, code }) => [id, code])).toEqual([
    ['TT01_2020', 'TT01'],
    ['TT09_2017', 'TT09'],
    ['BL_TCSX_13_1', '13.1'],
    ['BL_NC_3_2', '3.2'],
    ['BL_KM_1_5', '1.5'],
    ['NTMNC_13_1', '13.1 NC'],
  ]);
  for (const { groups } of sets.slice(0, 2))
    expect(groups.reduce((sum, { max }) => sum + max, 0)).toBe(100);
  const [first] = sets;
  const known = first?.groups.flatMap(({ criteria }) =>
    criteria.filter(({ confidence }) => confidence === 'secondary'),
  );
  expect(known?.map(({ id }) => id)).toEqual(['1', '2', '3', '4', '5', '6', '7', '8', '9']);
  for (const { groups } of sets.slice(0, 1)) {
    for (const { max, criteria } of groups)
      expect(criteria.reduce((sum, each) => sum + (each.max ?? 0), 0)).toBe(max);
  }
  for (const { requirements } of sets)
    expect(
      requirements.every(({ confidence }) => ['unconfirmed', 'memory'].includes(confidence)),
    ).toBe(true);
});

test('a sheet has every criterion, from 0 to its maximum', () => {
  const story = scoring().as(third);
  const lines = sheet(70);
  expect(story.refused('SCORE', { scores: lines.slice(1) }).reasons).toMatchObject([
    { code: 'sheetComplete', have: ['1'] },
  ]);
  expect(story.refused('SCORE', { scores: lines.slice(0, -1) }).reasons).toMatchObject([
    { code: 'sheetComplete', have: ['a'] },
  ]);
  const over = lines.map((line) => (line.criterion === '4' ? { ...line, points: 6.01 } : line));
  expect(story.refused('SCORE', { scores: over }).reasons).toMatchObject([
    { code: 'sheetComplete', have: ['4', 'I'] },
  ]);
  expect(story.does('SCORE', { scores: sheet(100) }).state).toBe('scoring');
});

test('a difference of more than 30 % of the maximum from the self-score needs a comment', () => {
  const scores = example('SCORE')['scores'] as {
    criterion: string;
    points?: number;
    met?: boolean;
    comment?: string;
  }[];
  const first = (points: number, comment?: string) =>
    scores.map((line) =>
      line.criterion === '1' ? { ...line, points, ...(comment ? { comment } : {}) } : line,
    );
  const story = scoring().as(third);
  // Self-score 6 of 7: 30 % are 2.1 points.
  expect(
    scoring()
      .as(third)
      .does('SCORE', { scores: first(3.9) }).state,
  ).toBe('scoring');
  expect(story.refused('SCORE', { scores: first(3.89) }).reasons).toMatchObject([
    { code: 'differencesExplained', have: ['1'], need: 0.3 },
  ]);
  expect(story.does('SCORE', { scores: first(0, 'Vốn bình quân không có chứng từ.') }).state).toBe(
    'scoring',
  );
  expect(story.effects).toMatchObject([
    {
      document: 'SCORE_SHEET',
      data: {
        members: [{ name: 'Lê Văn Nông', role: 'Thành viên' }],
        text: 'Tổng điểm: 78',
        reasons: ['Vốn của hợp tác xã: Vốn bình quân không có chứng từ.'],
      },
    },
  ]);
  const notMet = scores.map((line) => (line.criterion === 'a' ? { ...line, met: false } : line));
  expect(story.as(fifth).refused('SCORE', { scores: notMet }).reasons).toMatchObject([
    { code: 'differencesExplained', have: ['a'] },
  ]);
  const strict = scoring({ scoreCommentShare: 0 }).as(third);
  expect(codes(strict.refused('SCORE', { scores: first(5.99) }))).toEqual(['differencesExplained']);
});

test('without a self-score nothing is compared', () => {
  const story = scoring({}, { selfScore: [] }).as(third);
  expect(story.does('SCORE', { scores: example('SCORE')['scores'] }).state).toBe('scoring');
});

test('only voting members of the board score', () => {
  expect(scoring().as(officer).refused('SCORE').code).toBe('forbidden');
  expect(scoring().as(president).refused('SCORE').code).toBe('forbidden');
});

test('other sheets cannot be read before all are in', () => {
  const story = scoring();
  for (const each of seats.slice(0, 4)) story.as(each).does('SCORE');
  const readable = (who: Actor) => Object.keys(seen(story, who).sheets);
  expect(readable(chair)).toEqual(['board-1']);
  expect(readable(fifth)).toEqual([]);
  expect(readable(officer)).toEqual([]);
  expect(readable(president)).toEqual([]);
  story.as(fifth).does('SCORE');
  expect(story.state).toBe('meeting.scheduled');
  expect(readable(chair)).toHaveLength(5);
  expect(readable(officer)).toHaveLength(5);
  expect(readable(applicant)).toEqual([]);
});

test('who still owes a sheet reads no other before the meeting', () => {
  const story = scoring();
  for (const each of seats.slice(0, 4)) story.as(each).does('SCORE');
  story.passes('2026-03-17');
  const readable = () => Object.keys(seen(story, fifth).sheets);
  expect(story.state).toBe('meeting.scheduled');
  expect(readable()).toEqual([]);
  story.as(chair).does('OPEN');
  expect(readable()).toHaveLength(4);
});

test('ballots of a running round are secret until it is closed', () => {
  const story = votes(inSession(), 'for', 'for', 'for', 'for', 'against');
  expect(seen(story, fifth).ballots).toEqual({ 'board-5': 'against' });
  expect(seen(story, officer).ballots).toEqual({});
  story.does('VOTE_SPLIT');
  expect(seen(story, officer).votes[0]?.ballots).toMatchObject({
    'board-5': 'against',
    'board-1': 'for',
  });
  expect(seen(story, applicant).votes[0]?.ballots).toEqual({});
});

test('a sheet once handed in is sealed', () => {
  const story = scoring().as(third).does('SCORE');
  expect(codes(story.refused('SCORE', { scores: sheet(50) }))).toEqual(['sheetAwaited']);
});

test('the deadline calls the meeting with the sheets there are', () => {
  const story = scoring().as(chair).does('SCORE').passes('2026-03-16');
  expect(story.state).toBe('scoring');
  const reminded = story.told.filter(({ event }) => event.type === 'TERM_REMINDER');
  expect(
    reminded.map(({ outcome }) =>
      outcome.effects.map((effect) => (effect.kind === 'notify' ? effect.recipient.person : '')),
    ),
  ).toEqual([
    ['board-2', 'board-3', 'board-4', 'board-5'],
    ['board-2', 'board-3', 'board-4', 'board-5'],
  ]);
  story.passes('2026-03-17');
  expect(story.told.at(-1)?.event.type).toBe('DEADLINE');
  expect(story.state).toBe('meeting.scheduled');
  expect(story.data['meeting']).toMatchObject({
    attempt: 1,
    invitedOn: '2026-03-17',
    expectedOn: '2026-03-20',
  });
  expect(story.notices).toEqual(seats.map(() => 'meetingInvitation'));
  expect(story.effects.at(-1)).toMatchObject({
    document: 'GM',
    data: { items: [{ value: '20/03/2026' }] },
  });
});

test('a recused member who owes a sheet is not reminded', () => {
  const story = scoring()
    .as(fifth)
    .does('DECLARE_CONFLICT', example('DECLARE_CONFLICT', 1))
    .passes('2026-03-13');
  const reminded = story.told.find(({ event }) => event.type === 'TERM_REMINDER');
  expect(reminded?.outcome.effects).toHaveLength(4);
});

test('a newcomer in the middle of scoring declares and scores', () => {
  const story = scoring();
  for (const each of seats.slice(0, 4)) story.as(each).does('SCORE');
  story.as(president).does('REPLACE_MEMBER');
  expect(story.state).toBe('scoring');
  expect(codes(story.as(sixth).refused('SCORE'))).toEqual(['hasDeclared']);
  expect(story.does('DECLARE_CONFLICT').does('SCORE').state).toBe('meeting.scheduled');
});

test('a requirement that is not met stands in the way of 100 points', () => {
  const story = votes(inSession(sheet(100, false)), 'for', 'for', 'for', 'for', 'for');
  expect(story.refused('VOTE_PASS').reasons).toMatchObject([
    {
      code: 'criteriaMet',
      have: ['Giấy chứng nhận đăng ký còn giá trị, tình trạng “Đang hoạt động”'],
    },
  ]);
  expect(codes(story.refused('VOTE_SPLIT'))).toEqual(['criteriaMet', 'voteSplits']);
  expect(story.does('VOTE_FAIL').state).toBe('decision.negative');
});

test('64.99 points on average are not enough, 65 are', () => {
  const below = votes(inSession(sheet(64.99)), 'for', 'for', 'for', 'for', 'for');
  expect(below.refused('VOTE_PASS').reasons).toMatchObject([
    { code: 'criteriaMet', need: '65', have: ['64,99'] },
  ]);
  expect(
    votes(inSession(sheet(65)), 'for', 'for', 'for', 'for', 'for').does('VOTE_PASS').state,
  ).toBe('decision.pending');
  const mild = votes(inSession(sheet(50), { passScore: 50 }), 'for', 'for', 'for', 'for', 'for');
  expect(mild.does('VOTE_PASS').state).toBe('decision.pending');
});

test('without any sheet nobody is recognised', () => {
  const story = scoring().passes('2026-03-17').as(chair).does('OPEN');
  votes(story, 'for', 'for', 'for', 'for', 'for');
  expect(codes(story.refused('VOTE_PASS'))).toEqual(['criteriaMet']);
  expect(story.does('VOTE_FAIL').state).toBe('decision.negative');
});

test('a requirement list: met when more than half of the sheets say so', () => {
  const lines = (ids: string, unmet = '') =>
    ids.split('').map((criterion) => ({
      criterion,
      met: !unmet.includes(criterion),
      comment: 'Theo hồ sơ.',
    }));
  const payload = {
    criterionSet: 'BL_NC_3_2',
    criterion: '3.2',
    selfScore: lines('abcdefghi'),
    documents: [
      ...(example('SUBMIT')['documents'] as object[]),
      { kind: 'LINK_CONTRACT', title: 'Hợp đồng liên kết' },
    ],
  };
  const play = (settings = {}, ids = 'abcdefghi', objectors = 2) => {
    const story = everyoneClear(formed(settings, payload))
      .as(officer)
      .does('START_FIELD_CHECK')
      .does('RECORD_FIELD');
    for (const [index, each] of seats.entries())
      story.as(each).does('SCORE', { scores: lines(ids, index < objectors ? 'g' : '') });
    return votes(story.as(chair).does('OPEN'), 'for', 'for', 'for', 'for', 'for');
  };
  const story = play();
  expect(
    story.told.findLast(({ event }) => event.type === 'SCORE')?.outcome.effects[0],
  ).toMatchObject({
    data: {
      items: expect.arrayContaining([
        { label: 'Có lãi trước thuế trong năm gần nhất', value: 'Đạt' },
      ]),
    },
  });
  story.does('VOTE_PASS');
  expect(story.effects.find((effect) => effect.kind === 'issue')).toMatchObject({
    data: { reasons: ['Yêu cầu chưa đạt: Không'] },
  });
  const failing = play({}, 'abcdefghi', 3);
  expect(failing.refused('VOTE_PASS').reasons).toMatchObject([
    { have: ['Có hợp đồng liên kết chuỗi giá trị còn hiệu lực từ 12 tháng'] },
  ]);
  expect(play({ waivedRequirements: 'BL_NC_3_2.g; X.y' }, 'abcdefhi').does('VOTE_PASS').state).toBe(
    'decision.pending',
  );
  const first = failing.told.find(({ event }) => event.type === 'SCORE');
  expect(first?.outcome.effects[0]).toMatchObject({
    data: {
      items: expect.arrayContaining([
        {
          label: 'Có hợp đồng liên kết chuỗi giá trị còn hiệu lực từ 12 tháng',
          value: 'Không đạt',
        },
      ]),
    },
  });
});

test('TT 09/2017: the criteria without a known maximum share the 62 points of their group', () => {
  const lines = (two: number, three: number) => [
    { criterion: '1', points: 38 },
    { criterion: '2', points: two },
    { criterion: '3', points: three },
    ...['4', '5', '6'].map((criterion) => ({ criterion, points: 0 })),
    { criterion: 'a', met: true },
    { criterion: 'h', met: true },
  ];
  const payload = { criterionSet: 'TT09_2017', criterion: 'TT09', selfScore: [] };
  const story = everyoneClear(formed({}, payload))
    .as(officer)
    .does('START_FIELD_CHECK')
    .does('RECORD_FIELD')
    .as(third);
  expect(story.refused('SCORE', { scores: lines(40, 22.01) }).reasons).toMatchObject([
    { code: 'sheetComplete', have: ['II'] },
  ]);
  expect(story.does('SCORE', { scores: lines(40, 22) }).effects).toMatchObject([
    { data: { text: 'Tổng điểm: 100' } },
  ]);
});

test('the board is told when scoring opens; the applicant when the field check is planned', () => {
  const story = everyoneClear(formed()).as(secretary).does('START_FIELD_CHECK');
  expect(story.effects).toMatchObject([
    { template: 'fieldCheckPlanned', recipient: { name: coop.name } },
  ]);
  story.does('RECORD_FIELD');
  expect(story.effects).toMatchObject([
    { document: 'FIELD_MINUTES', register: { symbol: 'BB-LMHTX' } },
    ...seats.map(({ id }) => ({ template: 'scoringOpen', recipient: { person: id } })),
  ]);
  expect(scheduled().notices).toEqual(seats.map(() => 'meetingInvitation'));
});
