// Four eyes: preparer, approver and signer are three people; a correction takes the place of what it corrects.
import { expect, test } from 'vitest';
import type { Story } from '../given.ts';
import { person } from '../given.ts';
import {
  applicant,
  certified,
  chair,
  codes,
  coop,
  correcting,
  formed,
  head,
  inSession,
  officer,
  passed,
  president,
  process,
  refused,
  secretary,
  votes,
} from './board.ts';

const issued = (story: Story) =>
  story.effects.flatMap((effect) => (effect.kind === 'issue' ? [effect] : []));

test('who concluded the vote does not sign, and is told who stands in the way', () => {
  const refusal = passed().as(chair).refused('SIGN');
  expect(refusal.reasons).toMatchObject([
    {
      code: 'fourEyes',
      law: expect.stringContaining('cấu hình'),
      need: 3,
      have: ['staff', 'board-1', 'board-1'],
    },
  ]);
  expect(passed().as(president).does('SIGN').state).toBe('certified');
});

test('who prepared the dossier neither concludes the vote nor signs', () => {
  const both = person('board-1', 'staff', 'leader', 'board-chair');
  const story = votes(inSession(), 'for', 'for', 'for', 'for', 'for');
  const prepared = structuredClone(story.data) as { assignee: { person: string } };
  expect(prepared.assignee.person).toBe('staff');
  expect(codes(passed().as(person('staff', 'leader')).refused('SIGN'))).toEqual(['fourEyes']);
  const rule = process.rules['notPreparer'];
  const { facts } = story.told.at(-1) as (typeof story.told)[number];
  const asked = (by: typeof both, settings = facts.settings) =>
    rule?.test({ data: story.data, payload: {}, facts: { ...facts, by, settings } }).met;
  expect(asked(both)).toBe(true);
  expect(asked(person('staff', 'board-secretary'))).toBe(false);
  expect(asked(person('staff', 'board-secretary'), { ...facts.settings, fourEyes: false })).toBe(
    true,
  );
});

test('the papers of the decision say who made them; the refusal too', () => {
  const hands = { preparedBy: 'staff', approvedBy: 'board-1', signedBy: 'leader' };
  expect(issued(certified())).toMatchObject([
    { document: 'RECOGNITION_DECISION', hands },
    { document: 'RECOGNITION_CERT', hands, data: { signer: { title: 'Chủ tịch' } } },
  ]);
  expect(issued(refused())).toMatchObject([{ document: 'NOT_RECOGNISED', hands }]);
});

test('the secretary may conclude in place of the chair, and is then the approver', () => {
  const story = votes(inSession(), 'for', 'for', 'for', 'for', 'for').as(secretary);
  story.does('VOTE_PASS').as(chair).does('SIGN');
  expect(issued(story)[0]?.hands).toEqual({
    preparedBy: 'staff',
    approvedBy: 'board-2',
    signedBy: 'board-1',
  });
});

test('what was decided before the rule was in force stays as it was', () => {
  const before = { fourEyes: false };
  const story = passed(before).as(chair).does('SIGN');
  expect(story.state).toBe('certified');
  expect(story.data['votes']).toMatchObject([{ result: 'passed' }]);
  expect(JSON.stringify(story.data['votes'])).not.toContain('"by"');
  expect(issued(story)[0]).not.toHaveProperty('hands');
});

test('without a recorded approver the case goes back to the board', () => {
  const old = passed({ fourEyes: false });
  const { facts } = old.told.at(-1) as (typeof old.told)[number];
  const settings = { ...facts.settings, fourEyes: true };
  const reading = process.rules['fourEyes']?.test({
    data: old.data,
    payload: {},
    facts: { ...facts, by: president, settings },
  });
  expect(reading).toMatchObject({ met: false, have: ['staff', 'leader'] });
});

test('who reported the violation does not sign the revocation', () => {
  const reporter = person('leader', 'leader', 'staff');
  const story = certified().on('2026-05-04').as(reporter).does('REPORT_VIOLATION');
  story.as(applicant).does('EXPLAIN');
  expect(codes(story.as(president).refused('REVOKE'))).toEqual(['notReporter']);
  story.as(person('leader-2', 'leader')).does('REVOKE');
  expect(issued(story)[0]?.hands).toEqual({ preparedBy: 'leader', signedBy: 'leader-2' });
  const old = certified({ fourEyes: false }).on('2026-05-04').as(reporter);
  old.does('REPORT_VIOLATION').as(applicant).does('EXPLAIN').as(president).does('REVOKE');
  expect(old.state).toBe('certificate.revoked');
  expect(issued(old)[0]).not.toHaveProperty('hands');
});

test('a misprint is put right by papers that take the place of the first, made by three people', () => {
  const story = correcting();
  expect(codes(story.as(person('head', 'leader')).refused('SIGN_CORRECTION'))).toEqual([
    'correctionByThird',
  ]);
  story.as(president).does('SIGN_CORRECTION');
  const hands = { preparedBy: 'staff', approvedBy: 'head', signedBy: 'leader' };
  const name = 'Hợp tác xã Nông nghiệp Hòa Bình 1';
  expect(issued(story)).toMatchObject([
    { document: 'RECOGNITION_DECISION', supersedes: true, hands, data: { holder: { name } } },
    { document: 'RECOGNITION_CERT', supersedes: true, hands, data: { holder: { name } } },
  ]);
  expect(story.state).toBe('certified');
  expect(story.notices).toContain('certificateCorrected');
  expect(codes(story.refused('SIGN_CORRECTION'))).toEqual(['correctionProposed']);
});

test('a correction says what is right, is approved by somebody else, and can be dropped', () => {
  const story = certified().as(officer);
  expect(codes(story.refused('PROPOSE_CORRECTION', { reason: 'Sai' }))).toEqual([
    'correctionSaysWhat',
  ]);
  expect(codes(story.as(head).refused('APPROVE_CORRECTION'))).toEqual(['correctionProposed']);
  story.as(officer).does('PROPOSE_CORRECTION', { reason: 'Sai địa chỉ', address: 'Ấp 3' });
  expect(codes(story.as(person('staff', 'unit-head')).refused('APPROVE_CORRECTION'))).toEqual([
    'correctionByOther',
  ]);
  expect(codes(story.as(president).refused('SIGN_CORRECTION'))).toEqual(['correctionApproved']);
  expect(story.as(officer).does('DROP_CORRECTION').data).not.toHaveProperty('correction');
  story.does('PROPOSE_CORRECTION', { reason: 'Sai địa chỉ', address: 'Ấp 3' });
  story.as(head).does('APPROVE_CORRECTION').as(president).does('SIGN_CORRECTION');
  expect(issued(story)[1]?.data).toMatchObject({ holder: { name: coop.name, address: 'Ấp 3' } });
});

test('a re-appraisal that is signed takes the place of the certificate before it', () => {
  const old = certified().passes('2027-01-10').as(applicant).does('START_REAPPRAISAL');
  expect(old.effects).toMatchObject([{ kind: 'open', payload: { renews: true } }]);
  const asked = { previousCase: 'before', renews: true };
  const renewed = passed(undefined);
  expect(renewed.as(president).does('SIGN').effects).not.toContainEqual(
    expect.objectContaining({ kind: 'send' }),
  );
  expect(formed({}, asked).data).not.toHaveProperty('renews');
});

test('only a certificate of the same cooperative and criteria is superseded', () => {
  const system = person('system');
  const payload = { cooperative: coop.code, criterionSet: 'TT01_2020' };
  const story = certified().as(system);
  expect(codes(story.refused('SUPERSEDED', { ...payload, cooperative: '1' }))).toEqual([
    'sameCertificate',
  ]);
  story.does('SUPERSEDED', payload);
  expect(story.state).toBe('certificate.superseded');
  expect(story.effects).toMatchObject([
    { kind: 'keep', register: 'certificate', row: { status: 'superseded' } },
  ]);
});

test('the system says which certificate is replaced when the new one is signed', () => {
  const payload = { previousCase: 'before', renews: true };
  const rule = process.effects['supersedePrevious'];
  if (rule?.kind !== 'send') throw new Error('not sent');
  const data = { ...passed().data, ...payload };
  expect(rule.to(data)).toBe('before');
  expect(rule.payload(data)).toEqual({ cooperative: coop.code, criterionSet: 'TT01_2020' });
});
