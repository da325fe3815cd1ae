// The certificate's life: near its end, at its end, in doubt, revoked, complained of.
import { expect, test } from 'vitest';
import { appraisal } from '../../../machines/appraisal/index.ts';
import { complaint } from '../../../machines/complaint/index.ts';
import { system } from '../../../machines/define.ts';
import { person, type Story } from '../given.ts';
import {
  applicant,
  certified,
  chair,
  codes,
  coop,
  example,
  officer,
  passed,
  president,
  refused,
  seats,
} from './board.ts';

const row = (story: Story) => story.effects.find((effect) => effect.kind === 'keep');
const reviewed = (settings = {}) => certified(settings).as(officer).does('REPORT_VIOLATION');
const revoked = () => reviewed().as(applicant).does('EXPLAIN').as(president).does('REVOKE');

test('sixty days before the end the cooperative is told to be appraised anew', () => {
  const story = certified().passes('2026-12-31');
  expect(story.state).toBe('certified');
  story.passes('2027-01-01');
  expect(story.state).toBe('certified.reappraisalDue');
  expect(story.effects).toMatchObject([
    {
      template: 'certificateNearExpiry',
      recipient: { person: 'coop' },
      data: {
        items: [
          { vi: 'Từ ngày 02/03/2026 đến hết ngày 02/03/2027', en: 'From 02/03/2026 to 02/03/2027' },
        ],
      },
    },
  ]);
  story.as(applicant).does('START_REAPPRAISAL', { period: 2026 });
  expect(story.state).toBe('certified.reappraisalDue');
  expect(story.effects).toMatchObject([
    {
      kind: 'open',
      process: 'appraisal',
      event: 'SUBMIT',
      payload: { period: 2026, cooperative: coop.code },
    },
  ]);
  expect(codes(story.refused('START_REAPPRAISAL'))).toEqual(['onlyOnce']);
});

test('the certificate ends the day after its last day', () => {
  const story = certified().passes('2027-03-02');
  expect(story.state).toBe('certified.reappraisalDue');
  story.passes('2027-03-03');
  expect(story.state).toBe('certificate.expired');
  expect(story.standing.closed).toBe(true);
  expect(row(story)).toMatchObject({
    register: 'certificate',
    row: { status: 'expired', on: '2027-03-03', validUntil: '2027-03-02' },
  });
  expect(story.told.at(-1)?.outcome.counts).toEqual(['certificatesEnded']);
  expect(story.notices).toEqual(['certificateExpired']);
  expect(story.snapshot.terms).toEqual({});
});

test('its last day does not move past a day off', () => {
  // 6 March 2027 is a Saturday.
  const story = passed().on('2026-03-06').as(president).does('SIGN');
  expect(story.snapshot.terms['certified/validity']).toMatchObject({ due: '2027-03-06' });
});

test('a new grade below the threshold also calls for a re-appraisal', () => {
  const story = certified().as(officer);
  expect(story.refused('REPORT_LOW_GRADE', { score: 65 }).reasons).toMatchObject([
    { code: 'gradeDropped', need: 65, have: 65 },
  ]);
  expect(story.does('REPORT_LOW_GRADE', { score: 64.99 }).state).toBe('certified.reappraisalDue');
});

test('a violation is put to the cooperative; an accepted explanation leaves the certificate as it was', () => {
  const story = reviewed();
  expect(story.state).toBe('certificate.underReview');
  expect(row(story)).toMatchObject({ row: { status: 'valid' } });
  expect(story.effects).toMatchObject([
    { kind: 'keep' },
    { document: 'TB', data: { reasons: ['Doanh nghiệp đã thanh lý hợp đồng liên kết.'] } },
    {
      template: 'explanationRequested',
      data: { text: 'Doanh nghiệp đã thanh lý hợp đồng liên kết.' },
    },
  ]);
  expect(codes(story.as(president).refused('REVOKE'))).toEqual(['heard']);
  story.as(applicant).does('EXPLAIN');
  expect(story.notices).toEqual(['workItemOpened', 'workItemOpened']);
  story.as(chair).does('EXPLANATION_ACCEPTED');
  expect(story.state).toBe('certified');
  expect(story.notices).toEqual(['explanationAccepted']);
  expect(story.snapshot.terms['certified/validity']).toMatchObject({ due: '2027-03-02' });
});

test('where the alliance says so, the certificate is suspended meanwhile', () => {
  const story = reviewed({ suspendUnderReview: true });
  expect(row(story)).toMatchObject({ row: { status: 'suspended' } });
  expect(row(story.as(president).does('EXPLANATION_ACCEPTED'))).toMatchObject({
    row: { status: 'valid' },
  });
});

test('fifteen days to explain; then it may be revoked unheard', () => {
  const story = reviewed().passes('2026-03-17');
  expect(codes(story.as(president).refused('REVOKE'))).toEqual(['heard']);
  story.passes('2026-03-18');
  expect(story.told.at(-1)?.event.type).toBe('EXPLANATION_OVERDUE');
  expect(story.as(president).does('REVOKE').state).toBe('certificate.revoked');
});

test('a second violation is heard anew', () => {
  const story = reviewed()
    .passes('2026-03-18')
    .as(president)
    .does('EXPLANATION_ACCEPTED')
    .as(officer)
    .does('REPORT_VIOLATION');
  expect(codes(story.as(president).refused('REVOKE'))).toEqual(['heard']);
});

test('revoking ends the certificate with its reason, and is counted', () => {
  const story = revoked();
  expect(story.state).toBe('certificate.revoked');
  expect(row(story)).toMatchObject({
    row: { status: 'revoked', reason: 'Hợp tác xã không còn hợp đồng liên kết chuỗi giá trị.' },
  });
  expect(story.effects).toMatchObject([
    { document: 'REVOKE_DECISION', register: { symbol: 'QĐ-LMHTX' } },
    { kind: 'keep' },
    { template: 'certificateRevoked' },
  ]);
  expect(story.told.at(-1)?.outcome.counts).toEqual(['certificatesEnded']);
});

test('the commune may report a violation; a certificate under review runs out all the same', () => {
  const story = certified()
    .as(person('xa', 'commune'))
    .does('REPORT_VIOLATION')
    .passes('2027-03-03');
  expect(story.state).toBe('certificate.expired');
});

test('back from a review near its end, the re-appraisal is due at once', () => {
  const story = certified()
    .on('2027-02-01')
    .as(officer)
    .does('REPORT_VIOLATION')
    .as(president)
    .does('EXPLANATION_ACCEPTED')
    .passes('2027-02-01');
  expect(story.state).toBe('certified.reappraisalDue');
});

test('Luật Khiếu nại Đ9: ninety days to complain of a refusal', () => {
  const late = refused().on('2026-06-02').as(applicant);
  expect(late.refused('COMPLAIN').reasons).toMatchObject([
    { code: 'withinLimitation', need: '2026-06-01' },
  ]);
  const story = refused()
    .on('2026-05-31')
    .as(applicant)
    .does('COMPLAIN', { grounds: 'Chưa xét báo cáo.', name: 'Hợp tác xã Hòa Bình' });
  expect(story.state).toBe('closed.notRecognised');
  expect(story.effects).toMatchObject([
    {
      kind: 'open',
      process: 'complaint',
      event: 'FILE_COMPLAINT',
      payload: {
        parentCase: '0190a000-0000-7000-8000-000000000001',
        against: 'appraisal',
        decision: { on: '2026-03-02' },
        decidedBy: 'leader',
        grounds: 'Chưa xét báo cáo.',
        complainantName: 'Hợp tác xã Hòa Bình',
        complainantAccount: 'coop',
      },
    },
    { template: 'complaintReceived', recipient: { person: 'staff' } },
    { template: 'complaintReceived', recipient: { person: 'leader' } },
  ]);
  expect(codes(story.refused('COMPLAIN'))).toEqual(['noComplaintPending']);
  const opening = story.effects.find((effect) => effect.kind === 'open');
  expect(
    complaint.events['FILE_COMPLAINT']?.payload.safeParse(opening?.payload).error,
  ).toBeUndefined();
});

test('a result needs a complaint', () => {
  expect(codes(refused().as(system).refused('UPHELD'))).toEqual(['complained']);
  expect(refused().as(applicant).does('COMPLAIN').refused('UPHELD').code).toBe('forbidden');
});

test('upheld: the refusal stays; withdrawn: a new complaint is possible', () => {
  const upheld = refused().as(applicant).does('COMPLAIN').as(system).does('UPHELD');
  expect(upheld.state).toBe('closed.notRecognised');
  expect(upheld.notices).toEqual(['complaintDecided', 'complaintDecided', 'complaintDecided']);
  const ended = refused().as(applicant).does('COMPLAIN').as(system).does('COMPLAINT_ENDED');
  expect(ended.as(applicant).does('COMPLAIN').state).toBe('closed.notRecognised');
});

test('modified: the board meets again, other members, a fresh overall term', () => {
  const story = refused()
    .as(applicant)
    .does('COMPLAIN')
    .on('2026-04-20')
    .as(system)
    .does('MODIFIED');
  expect(story.state).toBe('meeting.scheduled');
  expect(story.data).toMatchObject({
    contested: ['board-1', 'board-2', 'board-3', 'board-4', 'board-5'],
    complaint: { ended: 'modified' },
  });
  expect(story.snapshot.terms['handling/overall']).toMatchObject({ since: '2026-04-20' });
});

test('cancelled: a refusal goes back to the board, a revoked certificate is restored', () => {
  const back = refused().as(applicant).does('COMPLAIN').as(system).does('CANCELLED');
  expect(back.state).toBe('meeting.scheduled');
  expect(back.data).toMatchObject({ contested: [] });
  const story = revoked().as(applicant).does('COMPLAIN').as(system).does('CANCELLED');
  expect(story.state).toBe('certified');
  expect(row(story)).toMatchObject({
    row: { status: 'valid', issuedOn: '2026-03-02', validUntil: '2027-03-02' },
  });
  expect(row(story)).not.toHaveProperty('row.reason');
  expect(story.told.at(-1)?.outcome.counts).toEqual(['certificatesRestored']);
});

test('cancelled, where the alliance wants others to decide: nobody of the old board sits, another may be formed', () => {
  const story = refused({ cancelledByOthers: true }).as(applicant).does('COMPLAIN').as(system);
  story.does('CANCELLED').as(chair);
  expect(story.refused('OPEN').reasons).toMatchObject([{ code: 'otherMembers' }]);
  const { members } = example('FORM_BOARD') as { members: { person: string }[] };
  const others = { members: members.map((each) => ({ ...each, person: `${each.person}-b` })) };
  story.as(president);
  expect(codes(story.refused('FORM_BOARD'))).toEqual(['independent']);
  story.does('FORM_BOARD', others);
  expect(story.state).toBe('meeting.scheduled');
  expect(story.notices).toEqual(members.map(() => 'boardAppointed'));
  expect(story.data).toMatchObject({ sheets: {}, declared: [], board: others.members });
  expect(codes(story.refused('FORM_BOARD', others))).toEqual(['boardContested']);
  for (const each of seats) {
    const other = { ...each, id: `${each.id}-b`, name: each.id };
    story.as(other).does('DECLARE_CONFLICT', { conflict: 'none' }).does('SCORE');
  }
  story.as({ ...chair, id: 'board-1-b' });
  const present = others.members.map((each) => each.person);
  expect(story.does('OPEN', { present }).state).toBe('meeting.inSession');
});

test('who was complained of before does not come back after a second complaint', () => {
  const story = refused().as(applicant).does('COMPLAIN').as(system).does('MODIFIED');
  const { MODIFIED: modified } = appraisal.events;
  const facts = story.told.at(-1)!.facts;
  const second = { ...story.data, board: [{ person: 'board-9' }] };
  const again = (given: typeof facts) =>
    modified?.record({ data: second, payload: {}, facts: given })['contested'];
  expect(again(facts)).toEqual([...seats.map(({ id }) => id), 'board-9']);
  const { cancelledByOthers: _new, ...before } = facts.settings;
  expect(again({ ...facts, settings: before })).toEqual(['board-9']);
});

test('a revocation modified goes to a board of others; the old certificate is no more', () => {
  const story = revoked().as(applicant).does('COMPLAIN').as(system).does('MODIFIED');
  expect(story.state).toBe('meeting.scheduled');
  expect(story.data).not.toHaveProperty('certificate');
});

test('restored after its end, the certificate expires at once', () => {
  const story = certified()
    .on('2027-02-20')
    .as(officer)
    .does('REPORT_VIOLATION')
    .as(applicant)
    .does('EXPLAIN')
    .as(president)
    .does('REVOKE');
  story
    .as(applicant)
    .does('COMPLAIN')
    .on('2027-04-01')
    .as(system)
    .does('CANCELLED')
    .passes('2027-04-01');
  expect(story.state).toBe('certificate.expired');
});
