// The term of the whole case, remediation, signing, returning, refusing.
import { expect, test } from 'vitest';
import { appraisal } from '../../../machines/appraisal/index.ts';
import {
  applicant,
  certified,
  chair,
  codes,
  coop,
  example,
  formed,
  inSession,
  officer,
  passed,
  president,
  refused,
  scheduled,
  scoring,
  seats,
  sheet,
  submitted,
  votes,
  everyoneClear,
} from './board.ts';
import { person } from '../given.ts';

const conditional = () =>
  votes(inSession(sheet(60)), 'for', 'for', 'for', 'for', 'for').does('VOTE_CONDITIONAL', {
    items: [{ item: 'Một' }, { item: 'Hai' }],
  });

test('twenty working days from acceptance; the lapse tells and changes nothing', () => {
  const story = submitted().as(officer).does('ACCEPT');
  expect(story.snapshot.terms['handling/overall']).toMatchObject({
    since: '2026-03-02',
    due: '2026-03-30',
  });
  story.as(president).does('FORM_BOARD').passes('2026-03-30');
  expect(story.told.at(-1)?.event.type).toBe('TERM_REMINDER');
  story.passes('2026-03-31');
  expect(story.told.at(-1)?.event.type).toBe('OVERALL_OVERDUE');
  expect(story.state).toBe('board.formed');
  expect(story.effects).toMatchObject([
    { template: 'termLapsed', recipient: { person: 'staff' } },
    { template: 'termLapsed', recipient: { person: 'leader' } },
  ]);
});

test('overdue before there is a board: the officer in charge is told', () => {
  const story = submitted().as(officer).does('ACCEPT').passes('2026-03-31');
  expect(story.effects).toMatchObject([{ template: 'termLapsed', recipient: { person: 'staff' } }]);
});

test('the clock stands still during remediation and keeps the remaining time', () => {
  const story = inSession(sheet(60)).on('2026-03-09');
  votes(story, 'for', 'for', 'for', 'for', 'for').does('VOTE_CONDITIONAL');
  expect(story.snapshot.terms['handling/overall']?.left).toEqual({
    amount: 15,
    unit: 'workingDays',
  });
  story.passes('2026-04-27');
  expect(story.state).toBe('remediation');
  expect(story.told.some(({ event }) => event.type === 'OVERALL_OVERDUE')).toBe(false);
  story.as(applicant).does('FIXED');
  // 15 working days after 27 April 2026, of which 30 April and 1 May are holidays.
  expect(story.snapshot.terms['handling/overall']).toMatchObject({
    since: '2026-04-27',
    due: '2026-05-20',
  });
});

test('what was asked for is answered item by item; then the board looks again from the beginning', () => {
  const story = conditional().as(applicant);
  expect(story.refused('FIXED', { evidence: ['Biên bản'] }).reasons).toMatchObject([
    { code: 'allRemedied', need: ['Một', 'Hai'], have: 1 },
  ]);
  story.does('FIXED', { evidence: ['Biên bản', 'Báo cáo'] });
  expect(story.state).toBe('review.documents');
  expect(story.data).toMatchObject({
    sheets: {},
    remediation: [
      { item: 'Một', evidence: 'Biên bản' },
      { item: 'Hai', evidence: 'Báo cáo' },
    ],
  });
  expect(story.data).not.toHaveProperty('meeting');
  story.as(officer).does('START_FIELD_CHECK').does('RECORD_FIELD');
  for (const each of seats) story.as(each).does('SCORE');
  story.as(chair).does('OPEN');
  expect(votes(story, 'for', 'for', 'for', 'for', 'for').does('VOTE_PASS').state).toBe(
    'decision.pending',
  );
});

test('sixty days without a remedy end in a refusal', () => {
  const story = conditional().passes('2026-05-04');
  expect(story.state).toBe('remediation');
  story.passes('2026-05-05');
  expect(story.state).toBe('decision.negative');
  expect(story.notices).toEqual(['decisionAwaited']);
  story.as(president).does('ISSUE');
  expect(story.state).toBe('closed.notRecognised');
});

test('the leader signs, unless recused or of the cooperative', () => {
  const conflicted = formed();
  const incoming = {
    person: 'board-7',
    name: 'Bảy',
    role: 'chair',
    body: 'Liên minh Hợp tác xã tỉnh',
    voting: true,
  };
  conflicted
    .as(chair)
    .does('DECLARE_CONFLICT', example('DECLARE_CONFLICT', 1))
    .as(president)
    .does('REPLACE_MEMBER', { outgoing: 'board-1', incoming, reason: 'Xung đột' });
  const board = [person('board-7', 'leader'), ...seats.slice(1)];
  for (const each of board) conflicted.as(each).does('DECLARE_CONFLICT');
  conflicted.as(officer).does('START_FIELD_CHECK').does('RECORD_FIELD');
  for (const each of board) conflicted.as(each).does('SCORE');
  conflicted.as(board[0] as typeof chair).does('OPEN', { present: board.map(({ id }) => id) });
  for (const each of board) conflicted.as(each).does('CAST_BALLOT');
  conflicted.as(board[0] as typeof chair).does('VOTE_PASS');
  expect(codes(conflicted.as(chair).refused('SIGN'))).toEqual(['signerClear']);
  expect(codes(passed().as(person('coop', 'leader')).refused('SIGN'))).toEqual(['signerClear']);
  expect(passed().as(officer).refused('SIGN').code).toBe('forbidden');
});

test('a cooperative that has stopped meanwhile is not certified', () => {
  const story = passed()
    .found({ cooperative: { ...coop, status: 'Tạm ngừng hoạt động' } })
    .as(president);
  expect(codes(story.refused('SIGN'))).toEqual(['active']);
});

test('five working days to sign; the lapse reminds the office once more', () => {
  const story = passed().passes('2026-03-10');
  expect(story.told.at(-1)?.event.type).toBe('DECISION_OVERDUE');
  expect(story.state).toBe('decision.pending');
  expect(story.notices).toEqual(['termLapsed', 'termLapsed']);
});

test('the leader returns the case with a reason: the board meets again, ballots empty, sheets kept', () => {
  const story = passed().as(president).does('RETURN');
  expect(story.state).toBe('meeting.scheduled');
  expect(story.data).toMatchObject({ ballots: {}, meeting: { attempt: 2, round: 1 } });
  expect(Object.keys(story.data['sheets'] as object)).toHaveLength(5);
  expect(story.effects[0]).toMatchObject({
    template: 'decisionReturned',
    data: { reason: 'Cần làm rõ kết quả kiểm tra thực tế.' },
  });
  story.as(chair).does('OPEN');
  votes(story, 'for', 'for', 'for', 'for', 'for').does('VOTE_PASS');
  expect(story.data['votes']).toMatchObject([{ attempt: 1 }, { attempt: 2, round: 1 }]);
});

test('a refusal gives reasons, remedies and the right to complain, and is counted', () => {
  const story = votes(inSession(), 'against', 'against', 'against', 'against', 'against')
    .does('VOTE_FAIL')
    .as(president);
  story.does('ISSUE', { reason: 'Hội đồng không thông qua.', remedies: ['Bổ sung hợp đồng'] });
  expect(story.state).toBe('closed.notRecognised');
  expect(story.effects).toMatchObject([
    {
      document: 'NOT_RECOGNISED',
      register: { symbol: 'TB-LMHTX' },
      data: {
        reasons: [
          'Hội đồng không thông qua.',
          'Điểm trung bình: 84',
          'Xếp loại: Tốt',
          'Yêu cầu chưa đạt: Không',
        ],
        articles: ['Bổ sung hợp đồng'],
      },
    },
    {
      template: 'notRecognised',
      data: { reason: 'Hội đồng không thông qua.', items: ['Bổ sung hợp đồng'] },
    },
  ]);
  expect(story.told.at(-1)?.outcome.counts).toEqual(['notRecognised']);
});

test('the applicant withdraws at any step before the signature; the board is told', () => {
  for (const story of [
    formed(),
    everyoneClear(formed()),
    scoring(),
    scheduled(),
    inSession(),
    conditional(),
    passed(),
  ]) {
    expect(story.as(applicant).does('WITHDRAW').state).toBe('closed.withdrawn');
    expect(story.notices).toHaveLength(6);
  }
});

test('a closed case has no term running', () => {
  expect(refused().snapshot.terms).toEqual({});
  expect(passed().as(applicant).does('WITHDRAW').snapshot.terms).toEqual({});
  expect(Object.keys(certified().snapshot.terms)).toEqual([
    'certified/validity',
    'certifiedValid/nearExpiry',
  ]);
  expect(appraisal.events['SIGN']?.looksUp?.({}, certified().data)).toEqual({
    cooperative: coop.code,
    ties: { cooperative: coop.code, persons: [] },
  });
});

test('a conditional pass is a list with days, ticked off by evidence, of which reminders name what is left', () => {
  const { checklist, appointments } = appraisal as Required<typeof appraisal>;
  const items = [
    { item: 'Bổ sung biên bản Đại hội.', dueOn: '2026-04-20' },
    { item: 'Trích lập quỹ.', dueOn: '2026-04-10' },
    { item: 'Sửa điều lệ.' },
  ];
  expect(checklist(inSession().data)).toBeUndefined();
  const ballots = ['against', 'against', 'against', 'against', 'for'] as const;
  const story = votes(inSession(), ...ballots).does('VOTE_CONDITIONAL', { items });
  expect(checklist(story.data)).toMatchObject({
    title: { vi: 'Các nội dung phải khắc phục', en: 'Items to remedy' },
    items: [
      { text: 'Bổ sung biên bản Đại hội.', dueOn: '2026-04-20' },
      { text: 'Trích lập quỹ.', dueOn: '2026-04-10' },
      { text: 'Sửa điều lệ.' },
    ],
  });
  expect(appointments['remediation']?.on(story.data)).toBe('2026-04-10');
  const reminder = appraisal.effects['remindApplicant'] as { with: (data: object) => object };
  expect(reminder.with(story.data)).toEqual({
    items: [
      {
        vi: 'Bổ sung biên bản Đại hội. (trước ngày 20/04/2026)',
        en: 'Bổ sung biên bản Đại hội. (by 20/04/2026)',
      },
      { vi: 'Trích lập quỹ. (trước ngày 10/04/2026)', en: 'Trích lập quỹ. (by 10/04/2026)' },
      'Sửa điều lệ.',
    ],
  });
  const { fill } = appraisal.events['FIXED'] as Required<(typeof appraisal.events)[string]>;
  expect(fill(story.data)).toEqual({ evidence: ['', '', ''] });
  const evidence = ['Biên bản.', 'Nghị quyết.', 'Điều lệ.'];
  const fixed = story.as(applicant).does('FIXED', { evidence });
  expect(fill(fixed.data)).toEqual({ evidence });
  expect(checklist(fixed.data)?.items.map(({ done }) => done)).toEqual(evidence);
  expect(reminder.with(fixed.data)).toEqual({ items: [] });
});
