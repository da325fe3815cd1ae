// The way from the request to the certificate, and what it leaves behind.
import { expect, test } from 'vitest';
import { appraisal } from '../../../machines/appraisal/index.ts';
import { given } from '../given.ts';
import {
  applicant,
  certified,
  chair,
  coop,
  officer,
  passed,
  president,
  seats,
  secretary,
} from './board.ts';

test('the examples alone lead from the request to the certificate', () => {
  const story = given(appraisal).found({ cooperative: coop });
  story.as(applicant).does('SUBMIT');
  expect(story.state).toBe('intake');
  story.as(officer).does('ACCEPT');
  expect(story.state).toBe('accepted');
  story.as(president).does('FORM_BOARD');
  expect(story.state).toBe('board.formed');
  for (const each of seats) story.as(each).does('DECLARE_CONFLICT');
  expect(story.state).toBe('review.documents');
  story.as(officer).does('START_FIELD_CHECK');
  expect(story.state).toBe('review.field');
  story.does('RECORD_FIELD');
  expect(story.state).toBe('scoring');
  for (const each of seats) story.as(each).does('SCORE');
  expect(story.state).toBe('meeting.scheduled');
  story.as(chair).does('OPEN');
  expect(story.state).toBe('meeting.inSession');
  for (const each of seats) story.as(each).does('CAST_BALLOT');
  story.as(secretary).does('VOTE_PASS');
  expect(story.state).toBe('decision.pending');
  story.as(president).does('SIGN');
  expect(story.state).toBe('certified');
  expect(story.standing).toMatchObject({ closed: false, title: { vi: 'Đã công nhận' } });
});

test('every act cites its law and its papers carry the number of their register', () => {
  const story = certified();
  expect(story.told.every(({ outcome }) => outcome.law.length > 0)).toBe(true);
  const issued = story.told.flatMap(({ outcome }) =>
    outcome.effects.flatMap((effect) =>
      effect.kind === 'issue' ? [[effect.document, effect.register?.symbol]] : [],
    ),
  );
  expect(issued).toEqual([
    ['ALLIANCE_RECEIPT', undefined],
    ['BOARD_DECISION', 'QĐ-LMHTX'],
    ['FIELD_MINUTES', 'BB-LMHTX'],
    ...seats.map(() => ['SCORE_SHEET', undefined]),
    ['GM', 'GM-LMHTX'],
    ['BOARD_MINUTES', 'BB-LMHTX'],
    ['APPRAISAL_REPORT', 'BC-LMHTX'],
    ['RECOGNITION_DECISION', 'QĐ-LMHTX'],
    ['RECOGNITION_CERT', 'GCN-LMHTX'],
  ]);
});

test('the minutes show the sum of the vote', () => {
  const story = passed();
  const minutes = story.effects.find((effect) => effect.kind === 'issue');
  expect(minutes).toMatchObject({
    document: 'BOARD_MINUTES',
    data: {
      holder: { name: coop.name, address: coop.commune },
      text: expect.stringContaining(
        'Cần từ 90 % trở lên của 5 người có mặt = 4,5, tức ít nhất 5 phiếu thuận; có 5: đạt.',
      ),
      members: expect.arrayContaining([
        { name: 'Nguyễn Văn Chủ', role: 'Chủ tịch', value: 'Có mặt' },
      ]),
      reasons: ['Điểm trung bình: 84', 'Xếp loại: Tốt', 'Yêu cầu chưa đạt: Không'],
    },
  });
  expect(story.data['votes']).toMatchObject([
    { result: 'passed', round: 1, attempt: 1, tally: { for: 5, against: 0, abstain: 0 } },
  ]);
});

test('signing keeps the certificate, counts it and tells everybody concerned', () => {
  const copies = [{ name: 'UBND xã Hòa Bình', email: 'ubnd@hoabinh.example.vn' }];
  const story = given(appraisal).found({ cooperative: coop });
  story.as(applicant).does('SUBMIT', { ...appraisal.events['SUBMIT']?.examples[0], copies });
  story.as(officer).does('ACCEPT').as(president).does('FORM_BOARD');
  for (const each of seats) story.as(each).does('DECLARE_CONFLICT');
  story.as(officer).does('START_FIELD_CHECK').does('RECORD_FIELD');
  for (const each of seats) story.as(each).does('SCORE');
  story.as(chair).does('OPEN');
  for (const each of seats) story.as(each).does('CAST_BALLOT');
  story.as(chair).does('VOTE_PASS').on('2026-03-20').as(president).does('SIGN');
  expect(story.effects.find(({ kind }) => kind === 'keep')).toEqual({
    kind: 'keep',
    register: 'certificate',
    row: {
      status: 'valid',
      cooperative: coop.code,
      holder: coop.name,
      criterion: 'TT01',
      criterionSet: 'TT01_2020',
      issuedOn: '2026-03-20',
      validUntil: '2027-03-20',
      on: '2026-03-20',
    },
  });
  expect(story.told.at(-1)?.outcome.counts).toEqual(['recognised']);
  const told = story.effects.flatMap((effect) =>
    effect.kind === 'notify' ? [effect.recipient] : [],
  );
  expect(told).toEqual([
    { name: coop.name, person: 'coop' },
    { name: 'UBND xã Hòa Bình', email: expect.stringMatching(/^sealed:/) },
  ]);
});

test('lists show cooperative and criterion; a recognised cooperative may be appraised anew', () => {
  const heading = passed().told.at(-1)?.outcome.heading;
  expect(heading).toEqual({
    title: 'Hợp tác xã Nông nghiệp Hòa Bình: TT01 (Bộ 15 tiêu chí đánh giá hợp tác xã)',
    commune: coop.commune,
    assignee: 'staff',
    subject: 'appraisal:TT01:5400000001',
  });
  expect(certified().told.at(-1)?.outcome.heading).not.toHaveProperty('subject');
});
