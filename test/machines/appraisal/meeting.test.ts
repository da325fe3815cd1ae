// The meeting: called in time, enough people, one ballot each, the sum of the vote, the second vote.
import { expect, test } from 'vitest';
import type { Member } from '../../../machines/appraisal/data.ts';
import type { Process } from '../../../machines/define.ts';
import type { BoardPart } from '../../../machines/sitting.ts';
import {
  chair,
  codes,
  example,
  fifth,
  fourth,
  inSession,
  officer,
  passed,
  president,
  process,
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
const { board } = process as Process & { board: BoardPart<Record<string, unknown>> };

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
    data: { text: expect.stringMatching(/Không đủ.*tức ít nhất 4 .*có 3: không đạt/) },
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

test('who leaves without a ballot is not waited for', () => {
  const story = votes(inSession(), 'for', 'for', 'for', 'for');
  story.as(secretary).does('MEMBER_LEFT');
  expect(codes(story.refused('MEMBER_LEFT'))).toEqual(['leaverIsThere']);
  story.does('VOTE_PASS');
  expect(story.data['votes']).toMatchObject([
    { tally: { for: 4 }, quorum: { vi: expect.stringContaining('có 4: đạt') } },
  ]);
  const minutes = story.effects.find((effect) => effect.kind === 'issue');
  expect(minutes).toMatchObject({
    data: {
      members: expect.arrayContaining([
        { name: 'Võ Văn Hội', role: 'Thành viên', value: 'Vắng mặt; về lúc 03:00' },
      ]),
    },
  });
});

test('who leaves after voting counts in that vote and not in the next', () => {
  const story = votes(inSession(), 'for', 'for', 'for', 'for', 'against');
  story.does('MEMBER_LEFT', { person: 'board-5', at: '2:45' });
  expect(board.seats(story.data).map(({ present, moved }) => [present, moved?.vi])).toEqual([
    ...Array.from({ length: 4 }, () => [true, undefined]),
    [false, 'về lúc 02:45'],
  ]);
  const told = () => board.sitting(story.data, story.told.at(-1)!.facts);
  expect(told()).toMatchObject({
    needs: { vi: expect.stringContaining('5 người có mặt = 4,5') },
    movements: [{ vi: 'Võ Văn Hội ra về lúc 02:45, đã bỏ phiếu nên vẫn tính trong lượt này' }],
  });
  story.does('VOTE_SPLIT');
  expect(story.data['votes']).toMatchObject([{ tally: { against: 1 }, present: all }]);
  const paper = () => story.effects.find((effect) => effect.kind === 'issue');
  const fifthRow = (value: string) => ({
    data: { members: expect.arrayContaining([expect.objectContaining({ value })]) },
  });
  expect(paper()).toMatchObject(fifthRow('Có mặt; về lúc 02:45'));
  expect(told()).toMatchObject({
    needs: { vi: expect.stringContaining('4 người có mặt = 3,6') },
    movements: [{ vi: 'Võ Văn Hội ra về lúc 02:45' }],
  });
  votes(story, 'for', 'for', 'for', 'for').does('VOTE_PASS');
  expect(paper()).toMatchObject(fifthRow('Vắng mặt; về lúc 02:45'));
  expect(story.data['votes']).toMatchObject([
    {},
    { present: all.slice(0, 4), quorum: { vi: expect.stringContaining('có 4: đạt') } },
  ]);
});

test('who has voted, left and come back is there once, and for the next vote too', () => {
  const story = votes(inSession(), 'for', 'for', 'for', 'for', 'against');
  const person = { person: 'board-5' };
  story.does('MEMBER_LEFT', person).does('MEMBER_ARRIVED', person);
  expect(story.data).toMatchObject({ meeting: { present: all } });
  expect(story.does('VOTE_SPLIT').data).toMatchObject({ meeting: { present: all } });
});

test('who comes late votes in the round that runs, once declared, and the minutes say when', () => {
  const story = scheduled().on('2026-03-09').as(chair);
  story.does('OPEN', { present: all.slice(0, 4) });
  expect(codes(story.refused('MEMBER_ARRIVED', { person: 'board-4' }))).toEqual(['mayArrive']);
  expect(codes(story.refused('MEMBER_ARRIVED', { person: 'nobody' }))).toEqual(['mayArrive']);
  expect(story.as(officer).refused('MEMBER_ARRIVED').code).toBe('forbidden');
  votes(story, 'for', 'for', 'for', 'for');
  story.does('MEMBER_ARRIVED', { person: 'board-5', at: '1:10' });
  expect(story.refused('VOTE_PASS').reasons[0]).toMatchObject({
    code: 'everybodyVoted',
    have: ['Võ Văn Hội'],
  });
  const late = { person: 'board-5', at: '00:59' };
  expect(story.refused('MEMBER_LEFT', late).reasons).toMatchObject([
    { code: 'hourFits', need: ['01:10', '03:00'], have: '00:59' },
  ]);
  expect(codes(story.refused('MEMBER_LEFT', { ...late, at: '03:01' }))).toEqual(['hourFits']);
  expect(board.seats(story.data).at(-1)?.moved?.vi).toBe('đến lúc 01:10');
  const facts = story.told.at(-1)!.facts;
  expect(process.brief?.(story.data, facts).flatMap(({ lines }) => lines)).toContainEqual({
    label: { vi: 'Đến, về', en: 'Came or left' },
    value: { vi: 'Võ Văn Hội đến họp lúc 01:10', en: 'Võ Văn Hội came at 01:10' },
  });
  // Went out and came back, the day after.
  story.does('MEMBER_LEFT', { ...late, at: '01:20' }).on('2026-03-10');
  story.does('MEMBER_ARRIVED', { person: 'board-5' });
  story.as(fifth).does('CAST_BALLOT', { ballot: 'for' }).as(chair).does('VOTE_PASS');
  const paper = story.effects.find((effect) => effect.kind === 'issue');
  expect(paper).toMatchObject({
    data: {
      text: expect.stringMatching(/có 5: đạt\. Cần .* 5 người có mặt .*có 5: đạt/),
      members: expect.arrayContaining([
        expect.objectContaining({
          value: 'Có mặt; đến lúc 01:10; về lúc 01:20; đến lúc 03:00 ngày 10/03/2026',
        }),
      ]),
    },
  });
});

test('who has not declared does so in the room before being let in', () => {
  const story = scheduled().as(president).does('REPLACE_MEMBER').on('2026-03-09').as(chair);
  story.does('OPEN', { present: all.slice(0, 4) });
  const person = { person: sixth.id };
  expect(story.refused('MEMBER_ARRIVED', person).reasons).toMatchObject([
    { code: 'arrivalDeclared', have: 'Đặng Thị Thay' },
  ]);
  story.as(sixth).does('DECLARE_CONFLICT', { conflict: 'none' });
  expect(story.as(chair).does('MEMBER_ARRIVED', person).data).toMatchObject({
    meeting: { present: [...all.slice(0, 4), sixth.id] },
  });
});

test('hours are left out where the alliance does not want them, and for a day recorded later', () => {
  const without = inSession(undefined, { attendanceHours: false }).does('MEMBER_LEFT');
  expect(without.data).toMatchObject({ meeting: { movements: [{ way: 'left' }] } });
  expect(board.seats(without.data).at(-1)?.moved?.vi).toBe('về');
  const { MEMBER_LEFT: left } = process.events;
  const facts = inSession().told.at(-1)!.facts;
  const later = { ...facts, at: '2026-03-04T02:00:00.000Z' };
  const payload = { person: 'board-5' };
  const movements = (given: typeof facts) =>
    left?.record({ data: inSession().data, payload, facts: given })['meeting'];
  expect(movements(later)).toMatchObject({ movements: [{ person: 'board-5', way: 'left' }] });
  const hourFits = process.rules['hourFits'];
  const scope = { data: inSession().data, payload: { ...payload, at: '23:30' } };
  expect(hourFits?.test({ ...scope, facts: later })).toMatchObject({ met: true });
  expect(hourFits?.test({ ...scope, facts })).toMatchObject({ met: false });
  // As it was recorded before hours were kept: the journal of that time replays to the same snapshot.
  const { attendanceHours: _new, ...before } = facts.settings;
  expect(movements({ ...facts, settings: before })).not.toHaveProperty('movements');
  const none = scheduled().on('2026-03-09').as(chair);
  const { OPEN_NO_QUORUM: again } = process.events;
  const old = { ...none.told.at(-1)!.facts, settings: before };
  const data = again?.record({ data: none.data, payload: { present: [] }, facts: old });
  expect(data?.['meeting']).not.toHaveProperty('notHeld');
  const paper = process.effects['notHeldPaper'] as { with(data: object, facts: object): object };
  expect(paper.with(data as object, old)).toMatchObject({
    text: 'Không đủ số người có quyền biểu quyết để họp.',
  });
});

test('a secretary without a vote is among those present in the minutes', () => {
  const { data, told } = passed();
  const members = (data['board'] as Member[]).map((each) => ({
    ...each,
    voting: each.role !== 'secretary',
  }));
  const paper = process.effects['minutesPaper'] as { with(data: object, facts: object): object };
  const closed = [{ ...(data['votes'] as object[])[0], present: ['board-1'] }];
  const printed = paper.with({ ...data, board: members, votes: closed }, told.at(-1)!.facts);
  expect(printed).toMatchObject({
    members: [
      { value: 'Có mặt' },
      { role: 'Thư ký', value: 'Có mặt' },
      { value: 'Vắng mặt' },
      { value: 'Vắng mặt' },
      { value: 'Vắng mặt' },
    ],
  });
});

test('abstentions that do not count are said so while the vote runs', () => {
  const story = inSession(undefined, { abstentionsCount: false });
  expect(board.sitting(story.data, story.told.at(-1)!.facts)?.needs).toMatchObject({
    vi: expect.stringContaining('phiếu trắng không tính.'),
    en: expect.stringContaining('abstentions not counted.'),
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
