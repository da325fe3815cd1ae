// The meeting: called in time, enough people, one ballot each, the sum of the vote, the second vote.
import { expect, test } from 'vitest';
import {
  chair,
  codes,
  example,
  fifth,
  fourth,
  inSession,
  officer,
  president,
  refused,
  scheduled,
  seats,
  secretary,
  sheet,
  sixth,
  third,
  votes,
} from './board.ts';

const all = seats.map(({ id }) => id);

test('three days of notice, unless everybody who may vote is there', () => {
  const four = { present: all.slice(0, 4) };
  const story = scheduled().as(chair);
  expect(story.refused('OPEN', four).reasons).toMatchObject([
    { code: 'noticeGiven', need: '2026-03-05', have: '2026-03-02' },
  ]);
  expect(scheduled().as(chair).does('OPEN', { present: all }).state).toBe('meeting.inSession');
  expect(story.on('2026-03-05').does('OPEN', { ...four, place: 'Phòng họp số 2' }).state).toBe(
    'meeting.inSession',
  );
  expect(story.data['meeting']).toMatchObject({
    openedOn: '2026-03-05',
    place: 'Phòng họp số 2',
    round: 1,
  });
});

test('70 % of those who may vote: four of five', () => {
  const story = scheduled().on('2026-03-09').as(chair);
  expect(story.refused('OPEN', { present: all.slice(0, 3) }).reasons).toMatchObject([
    {
      code: 'quorumReached',
      need: 4,
      have: {
        vi: 'Cần từ 70 % trở lên của 5 thành viên = 3,5, tức ít nhất 4 người có quyền biểu quyết có mặt; có 3: không đạt.',
      },
    },
  ]);
  expect(codes(story.refused('OPEN_NO_QUORUM', { present: all.slice(0, 4) }))).toEqual([
    'quorumMissing',
  ]);
  expect(codes(story.refused('OPEN_NO_QUORUM', { present: ['nobody'] }))).toEqual(['onlyMembers']);
  expect(codes(story.refused('OPEN', { present: [...all, 'nobody'] }))).toEqual(['onlyMembers']);
});

test('no quorum: minutes, another attempt, a fresh invitation', () => {
  const story = scheduled()
    .on('2026-03-09')
    .as(chair)
    .does('OPEN_NO_QUORUM', { present: all.slice(0, 3) });
  expect(story.state).toBe('meeting.scheduled');
  expect(story.data['meeting']).toMatchObject({
    attempt: 2,
    invitedOn: '2026-03-09',
    expectedOn: '2026-03-12',
  });
  expect(story.notices).toEqual(seats.map(() => 'meetingNoQuorum'));
  expect(story.effects.at(-1)).toMatchObject({
    document: 'BOARD_MINUTES',
    data: { text: expect.stringContaining('Không đủ') },
  });
  expect(story.told.at(-1)?.outcome.work).toMatchObject({
    opened: [{ state: 'meetingScheduled' }],
    closed: ['meetingScheduled'],
  });
});

test('the recused are not in the base of the quorum', () => {
  const story = scheduled()
    .as(fifth)
    .does('DECLARE_CONFLICT', example('DECLARE_CONFLICT', 1))
    .on('2026-03-09')
    .as(chair);
  expect(codes(story.refused('OPEN', { present: all.slice(0, 2) }))).toEqual(['quorumReached']);
  expect(story.does('OPEN', { present: all.slice(0, 3) }).state).toBe('meeting.inSession');
});

test('figures that are no rule give way to the default', () => {
  const lax = scheduled(undefined, { quorumPart: 0 }).on('2026-03-09').as(chair);
  expect(lax.refused('OPEN', { present: all.slice(0, 3) }).reasons).toMatchObject([
    { code: 'quorumReached', need: 4 },
  ]);
  const minority = votes(
    inSession(undefined, { passPart: 40 }),
    'for',
    'for',
    'against',
    'against',
    'against',
  );
  expect(minority.refused('VOTE_PASS').reasons).toMatchObject([{ code: 'votePasses', need: 5 }]);
  const unknown = votes(
    inSession(undefined, { passBase: 'everybody' }),
    'for',
    'for',
    'for',
    'for',
    'against',
  );
  expect(unknown.refused('VOTE_PASS').reasons).toMatchObject([{ code: 'votePasses', need: 5 }]);
});

test('the alternative: more than half of those who may vote', () => {
  const half = { passBase: 'eligible', passCompare: '>', passPart: 1, passWhole: 2 };
  expect(
    votes(inSession(undefined, half), 'for', 'for', 'for', 'against', 'abstain').does('VOTE_PASS')
      .state,
  ).toBe('decision.pending');
  expect(
    codes(
      votes(inSession(undefined, half), 'for', 'for', 'against', 'against', 'abstain').refused(
        'VOTE_PASS',
      ),
    ),
  ).toEqual(['votePasses']);
});

test('one ballot each, of those present, in a round', () => {
  const story = scheduled()
    .on('2026-03-09')
    .as(chair)
    .does('OPEN', { present: all.slice(0, 4) });
  expect(codes(story.as(fifth).refused('CAST_BALLOT'))).toEqual(['attends']);
  story.as(fourth).does('CAST_BALLOT');
  expect(codes(story.refused('CAST_BALLOT'))).toEqual(['notVotedYet']);
  expect(story.as(officer).refused('CAST_BALLOT').code).toBe('forbidden');
});

test('no conclusion before everybody present has voted', () => {
  const story = votes(inSession(), 'for', 'for', 'for', 'for');
  expect(story.refused('VOTE_PASS').reasons[0]).toMatchObject({
    code: 'everybodyVoted',
    have: ['Võ Văn Hội'],
  });
  expect(story.as(third).refused('VOTE_PASS').code).toBe('forbidden');
});

test('who leaves without a ballot is not waited for, and who has voted cannot be sent away', () => {
  const story = votes(inSession(), 'for', 'for', 'for', 'for');
  expect(codes(story.refused('MEMBER_LEFT', { person: 'board-1' }))).toEqual(['leaverHasNotVoted']);
  story.as(secretary).does('MEMBER_LEFT').does('VOTE_PASS');
  expect(story.data['votes']).toMatchObject([
    { tally: { for: 4 }, quorum: { vi: expect.stringContaining('có 4: đạt') } },
  ]);
  const minutes = story.effects.find((effect) => effect.kind === 'issue');
  expect(minutes).toMatchObject({
    data: {
      members: expect.arrayContaining([
        { name: 'Võ Văn Hội', role: 'Thành viên', value: 'Vắng mặt' },
      ]),
    },
  });
});

test('a quorum lost in session ends the session without a decision', () => {
  const story = inSession();
  for (const person of ['board-3', 'board-4', 'board-5']) story.does('MEMBER_LEFT', { person });
  votes(story, 'for', 'for');
  expect(codes(story.refused('VOTE_PASS'))).toEqual(['quorumReached']);
  story.does('OPEN_NO_QUORUM', { present: ['board-1', 'board-2'] });
  expect(story.state).toBe('meeting.scheduled');
  expect(story.data).toMatchObject({ ballots: {}, meeting: { attempt: 2, present: [] } });
});

test('the vote fails when those against reach the majority', () => {
  const story = votes(inSession(), 'against', 'against', 'against', 'against', 'against');
  expect(codes(story.refused('VOTE_PASS'))).toEqual(['votePasses']);
  expect(codes(story.refused('VOTE_SPLIT'))).toEqual(['voteSplits']);
  story.does('VOTE_FAIL');
  expect(story.state).toBe('decision.negative');
  expect(story.data['votes']).toMatchObject([{ result: 'failed', tally: { against: 5 } }]);
});

test('neither side: one second vote, with empty ballots', () => {
  const story = votes(inSession(), 'for', 'for', 'for', 'for', 'against');
  expect(codes(story.refused('VOTE_FAIL'))).toEqual(['voteFails']);
  story.does('VOTE_SPLIT');
  expect(story.state).toBe('meeting.revote');
  expect(story.data).toMatchObject({
    ballots: {},
    meeting: { round: 2 },
    votes: [{ result: 'split', round: 1 }],
  });
  expect(story.refused('VOTE_SPLIT').reasons).toMatchObject([{ code: 'state' }]);
  votes(story, 'for', 'for', 'for', 'for', 'for').does('VOTE_PASS');
  expect(story.state).toBe('decision.pending');
  expect(story.data['votes']).toMatchObject([{ round: 1 }, { round: 2, result: 'passed' }]);
});

test('split twice: without a casting vote it has failed', () => {
  const story = votes(inSession(), 'for', 'for', 'for', 'for', 'against').does('VOTE_SPLIT');
  votes(story, 'for', 'for', 'for', 'for', 'against');
  expect(codes(story.refused('VOTE_PASS'))).toEqual(['votePasses']);
  expect(story.does('VOTE_FAIL').state).toBe('decision.negative');
});

test.each([
  ['for', 'VOTE_PASS', 'decision.pending'],
  ['against', 'VOTE_FAIL', 'decision.negative'],
] as const)(
  'split twice: where the alliance says so, the chair’s ballot %s decides',
  (ballot, event, state) => {
    const story = votes(
      inSession(undefined, { castingVote: true }),
      'for',
      'for',
      'for',
      'for',
      'against',
    ).does('VOTE_SPLIT');
    votes(story, ballot, 'for', 'for', 'abstain', 'against');
    expect(story.does(event).state).toBe(state);
  },
);

test('no casting vote without the chair', () => {
  const story = votes(
    inSession(undefined, { castingVote: true }),
    'for',
    'for',
    'for',
    'for',
    'against',
  ).does('VOTE_SPLIT');
  story.does('MEMBER_LEFT', { person: 'board-1' });
  for (const each of [third, fourth, fifth]) story.as(each).does('CAST_BALLOT');
  story.as(secretary).does('CAST_BALLOT', { ballot: 'against' });
  expect(codes(story.refused('VOTE_PASS'))).toEqual(['votePasses']);
  expect(story.does('VOTE_FAIL').state).toBe('decision.negative');
});

test('what can be remedied is listed, and the applicant told', () => {
  const story = votes(inSession(sheet(60)), 'against', 'against', 'against', 'against', 'against');
  story.does('VOTE_CONDITIONAL', {
    items: [
      { item: 'Nộp báo cáo tài chính', dueOn: '2026-04-15' },
      { item: 'Họp Đại hội thành viên' },
    ],
  });
  expect(story.state).toBe('remediation');
  const notice = story.effects.find((effect) => effect.kind === 'notify');
  expect(notice).toMatchObject({
    template: 'remediationRequested',
    recipient: { person: 'coop' },
    data: {
      items: [
        {
          vi: 'Nộp báo cáo tài chính (trước ngày 15/04/2026)',
          en: 'Nộp báo cáo tài chính (by 15/04/2026)',
        },
        'Họp Đại hội thành viên',
      ],
    },
  });
});

test('nothing is left to remedy when the vote passes and all is met', () => {
  const story = votes(inSession(), 'for', 'for', 'for', 'for', 'for');
  expect(codes(story.refused('VOTE_CONDITIONAL'))).toEqual(['notPassed']);
  expect(
    votes(inSession(sheet(100, false)), 'for', 'for', 'for', 'for', 'for').does('VOTE_CONDITIONAL')
      .state,
  ).toBe('remediation');
});

test('a decision changed by a complaint is taken by other members', () => {
  const story = refused()
    .as({ id: 'coop', name: 'coop', roles: ['cooperative'] })
    .does('COMPLAIN');
  story.as({ id: 'system', name: 'Hệ thống', roles: [] }).does('MODIFIED').as(president);
  const incoming = (person: string, role: string, body: string) => ({
    person,
    name: person,
    role,
    body,
    voting: true,
  });
  expect(codes(story.as(chair).refused('OPEN'))).toEqual(['otherMembers']);
  story.as(president);
  const bodies = [
    'Liên minh Hợp tác xã tỉnh',
    'Liên minh Hợp tác xã tỉnh',
    'Sở Nông nghiệp và Môi trường',
    'Sở Tài chính',
    'Hội Nông dân',
  ];
  const roles = ['chair', 'secretary', 'member', 'member', 'member'];
  const back = {
    outgoing: 'board-1',
    incoming: incoming('board-1', 'chair', 'Liên minh'),
    reason: 'x',
  };
  expect(codes(story.refused('REPLACE_MEMBER', back))).toEqual(['independent']);
  for (const [index, outgoing] of all.entries()) {
    story.does('REPLACE_MEMBER', {
      outgoing,
      incoming: incoming(`new-${index}`, roles[index] as string, bodies[index] as string),
      reason: 'Khiếu nại',
    });
  }
  const fresh = all.map((_, index) => ({ ...sixth, id: `new-${index}` }));
  for (const each of fresh) story.as(each).does('DECLARE_CONFLICT').does('SCORE');
  story.as(fresh[0] as typeof sixth).does('OPEN', { present: fresh.map(({ id }) => id) });
  for (const each of fresh) story.as(each).does('CAST_BALLOT');
  expect(story.as(fresh[1] as typeof sixth).does('VOTE_PASS').state).toBe('decision.pending');
});
