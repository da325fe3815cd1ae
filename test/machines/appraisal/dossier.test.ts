// Handed in, supplemented, turned away, withdrawn, taken up again.
import { expect, test } from 'vitest';
import { appraisal } from '../../../machines/appraisal/index.ts';
import { system } from '../../../machines/define.ts';
import { given, person } from '../given.ts';
import {
  applicant,
  certified,
  codes,
  coop,
  example,
  head,
  officer,
  refused,
  submitted,
} from './board.ts';

const start = () => given(appraisal).found({ cooperative: coop, openCases: 0 }).as(applicant);
const asked = (payload: Record<string, unknown>) => ({ ...example('SUBMIT'), ...payload });

test('NĐ 92 Đ27: only a registered cooperative in operation is appraised', () => {
  const story = start();
  expect(codes(story.found({}).refused('SUBMIT'))).toEqual(['registered', 'active', 'mayAsk']);
  const stopped = { ...coop, status: 'Tạm ngừng hoạt động' };
  expect(story.found({ cooperative: stopped }).refused('SUBMIT').reasons).toMatchObject([
    {
      code: 'active',
      need: 'Đang hoạt động',
      have: 'Tạm ngừng hoạt động',
      law: 'NĐ 92/2024/NĐ-CP Đ27',
    },
  ]);
});

test('one open case for each cooperative and criterion', () => {
  const looked = appraisal.events['SUBMIT']?.looksUp?.(example('SUBMIT'), appraisal.data());
  expect(looked).toEqual({ cooperative: coop.code, subject: 'appraisal:TT01:5400000001' });
  expect(codes(start().found({ cooperative: coop, openCases: 1 }).refused('SUBMIT'))).toEqual([
    'oneOpenCase',
  ]);
  expect(start().found({ cooperative: coop }).does('SUBMIT').state).toBe('intake');
});

test('the cooperative, its commune or the alliance asks, and no other cooperative', () => {
  expect(codes(start().as(person('other', 'cooperative')).refused('SUBMIT'))).toEqual(['mayAsk']);
  expect(start().as(person('auditor', 'auditor')).refused('SUBMIT').code).toBe('forbidden');
  expect(start().as(person('xa', 'commune')).does('SUBMIT').data['applicant']).toEqual({
    name: 'xa',
    person: 'xa',
  });
  expect(start().as(officer).does('SUBMIT').state).toBe('intake');
});

test('code and self-score must fit the criteria set', () => {
  expect(start().refused('SUBMIT', asked({ criterion: '3.2' })).reasons).toMatchObject([
    { code: 'criterionOfSet', need: 'TT01', have: '3.2' },
  ]);
  const selfScore = [
    { criterion: '1', points: 7.01 },
    { criterion: '2', points: 1 },
    { criterion: '2', points: 1 },
    { criterion: '99', points: 1 },
    { criterion: 'a', points: 1 },
    { criterion: '3', met: true },
  ];
  expect(start().refused('SUBMIT', asked({ selfScore })).reasons).toMatchObject([
    { code: 'selfScoreFits', have: ['1', '2', '99', 'a', '3'] },
  ]);
  expect(
    start().does('SUBMIT', asked({ selfScore: [{ criterion: '1', points: 6.99 }] })).data[
      'selfScore'
    ],
  ).toEqual([{ criterion: '1', points: 699 }]);
});

test('points have two decimals at most', () => {
  expect(() =>
    start().does('SUBMIT', asked({ selfScore: [{ criterion: '1', points: 6.999 }] })),
  ).toThrow();
});

test('only the system may ask in the name of somebody else', () => {
  const named = asked({
    applicantName: 'Hợp tác xã',
    applicantAccount: 'coop',
    previousCase: 'before',
  });
  expect(start().as(officer).does('SUBMIT', named).data['applicant']).toEqual({
    name: 'staff',
    person: 'staff',
  });
  const linked = start().as(system).does('SUBMIT', named);
  expect(linked.data['applicant']).toEqual({ name: 'Hợp tác xã', person: 'coop' });
  expect(linked.told.at(-1)?.outcome.heading.parent).toBe('before');
  expect(start().as(system).does('SUBMIT').data['applicant']).toEqual({ name: 'Hệ thống' });
});

test('all that is missing is asked for once; the supplement brings the case back', () => {
  const story = submitted({}, { documents: [] });
  expect(story.notices).toEqual(['appraisalReceived']);
  expect(story.as(officer).refused('ACCEPT').reasons).toMatchObject([
    { code: 'dossierComplete', need: ['APPRAISAL_REQUEST', 'SELF_SCORE', 'FIN_REPORT'] },
  ]);
  story.does('REQUEST_SUPPLEMENT', { missing: ['Tờ trình', 'Báo cáo tài chính'] });
  expect(story.state).toBe('supplement');
  expect(story.effects).toMatchObject([
    {
      kind: 'notify',
      template: 'appraisalSupplement',
      data: { items: ['Tờ trình', 'Báo cáo tài chính'], term: { dueOn: '2026-04-01' } },
    },
    {
      kind: 'issue',
      document: 'TB',
      register: { series: 'TB', symbol: 'TB-LMHTX' },
      data: { reasons: ['Tờ trình', 'Báo cáo tài chính'] },
    },
  ]);
  const bad = [{ criterion: '1', points: 99 }];
  expect(codes(story.as(applicant).refused('RESUBMIT', { documents: [], selfScore: bad }))).toEqual(
    ['selfScoreFits'],
  );
  story.does('RESUBMIT', { ...example('RESUBMIT'), selfScore: [{ criterion: '1', points: 5 }] });
  expect(story.state).toBe('intake');
  expect(story.data['selfScore']).toEqual([{ criterion: '1', points: 500 }]);
  expect(story.effects).toMatchObject([{ recipient: { person: 'staff' } }]);
  expect(story.as(officer).does('ACCEPT').state).toBe('accepted');
});

test('a supplement without a new self-score keeps the old one', () => {
  const story = submitted().as(officer).does('REQUEST_SUPPLEMENT').as(applicant);
  const { selfScore } = story.data;
  expect(story.does('RESUBMIT').data['selfScore']).toEqual(selfScore);
});

test('a supplement that does not come ends the case on the day after', () => {
  const story = submitted().as(officer).does('REQUEST_SUPPLEMENT').passes('2026-04-01');
  expect(story.state).toBe('supplement');
  expect(story.told.filter(({ event }) => event.type === 'TERM_REMINDER')).toHaveLength(4);
  story.passes('2026-04-02');
  expect(story.state).toBe('closed.expired');
  expect(story.notices).toEqual(['appraisalExpired']);
  expect(story.standing.closed).toBe(true);
});

test('TT 01/2020: under 12 months of operation there is no grading', () => {
  const young = { ...coop, registeredOn: '2025-03-03' };
  const story = given(appraisal)
    .found({ cooperative: young })
    .as(applicant)
    .does('SUBMIT')
    .as(officer);
  expect(story.refused('ACCEPT').reasons).toMatchObject([
    { code: 'operatedLongEnough', need: '2026-03-03' },
  ]);
  story
    .as(head)
    .does('REJECT_INELIGIBLE', { reasons: ['underTwelveMonths'], facts: 'Đăng ký ngày 3/3/2025.' });
  expect(story.state).toBe('closed.ineligible');
  expect(story.effects).toMatchObject([
    {
      template: 'appraisalIneligible',
      data: { items: [{ vi: 'Hoạt động dưới 12 tháng', en: 'Less than 12 months of operation' }] },
    },
    { document: 'TB', data: { reasons: ['Hoạt động dưới 12 tháng'] } },
  ]);
});

test('at twelve months it is accepted, and no longer young', () => {
  const story = given(appraisal)
    .found({ cooperative: { ...coop, registeredOn: '2025-03-02' } })
    .as(applicant)
    .does('SUBMIT');
  expect(
    codes(
      story.as(head).refused('REJECT_INELIGIBLE', { reasons: ['underTwelveMonths'], facts: 'x' }),
    ),
  ).toEqual(['reallyYoung']);
  expect(story.as(officer).does('ACCEPT').state).toBe('accepted');
});

test('TT 09/2017 Đ6: a fine excludes; TT 01/2020 does not know it', () => {
  const fined = { reasons: ['fined'], facts: 'Quyết định xử phạt ngày 5/6/2025.' };
  expect(codes(submitted().as(head).refused('REJECT_INELIGIBLE', fined))).toEqual(['reasonsOfSet']);
  const agricultural = submitted(
    {},
    { criterionSet: 'TT09_2017', criterion: 'TT09', selfScore: [] },
  );
  expect(agricultural.as(head).does('REJECT_INELIGIBLE', fined).state).toBe('closed.ineligible');
  expect(submitted().as(head).does('REJECT_INELIGIBLE').state).toBe('closed.ineligible');
});

test('a set without a minimum age takes a young cooperative', () => {
  const young = { ...coop, registeredOn: '2026-01-05' };
  const story = given(appraisal).found({ cooperative: young }).as(applicant);
  story.does('SUBMIT', asked({ criterionSet: 'BL_TCSX_13_1', criterion: '13.1', selfScore: [] }));
  expect(story.as(officer).does('ACCEPT').state).toBe('accepted');
});

test('3.2 and 1.5 also ask for the linkage contract', () => {
  const story = submitted(
    {},
    { criterionSet: 'BL_NC_3_2', criterion: '3.2', selfScore: [{ criterion: 'g', met: true }] },
  );
  expect(story.as(officer).refused('ACCEPT').reasons).toMatchObject([
    { code: 'dossierComplete', need: ['LINK_CONTRACT'] },
  ]);
});

test('a cooperative that has stopped meanwhile is not accepted', () => {
  const story = submitted();
  expect(appraisal.events['ACCEPT']?.looksUp?.({}, story.data)).toEqual({ cooperative: coop.code });
  expect(
    codes(
      story
        .found({ cooperative: { ...coop, status: 'Đã giải thể' } })
        .as(officer)
        .refused('ACCEPT'),
    ),
  ).toEqual(['active']);
  expect(story.found({}).does('ACCEPT').state).toBe('accepted');
});

test('the applicant may withdraw until the signature, and nobody else', () => {
  const story = submitted();
  expect(story.as(person('other', 'cooperative')).refused('WITHDRAW').code).toBe('forbidden');
  expect(story.as(applicant).does('WITHDRAW').state).toBe('closed.withdrawn');
  expect(codes(certified().as(applicant).refused('WITHDRAW'))).toEqual(['notSigned']);
});

test('a withdrawn case is taken up again in a new, linked one, once', () => {
  const story = submitted().does('WITHDRAW').does('REOPEN', { period: 2026 });
  expect(story.effects).toEqual([
    {
      kind: 'open',
      process: 'appraisal',
      event: 'SUBMIT',
      payload: {
        cooperative: coop.code,
        criterionSet: 'TT01_2020',
        criterion: 'TT01',
        period: 2026,
        documents: [],
        previousCase: '0190a000-0000-7000-8000-000000000001',
        applicantName: 'coop',
        applicantAccount: 'coop',
      },
    },
  ]);
  expect(codes(story.refused('REOPEN'))).toEqual(['onlyOnce']);
});

test('a case the system opened can be taken up again by the cooperative', () => {
  const story = given(appraisal)
    .found({ cooperative: coop })
    .as(system)
    .does('SUBMIT')
    .as(applicant)
    .does('WITHDRAW')
    .does('REOPEN');
  expect(story.effects).toMatchObject([{ payload: { applicantName: 'Hệ thống', period: 2025 } }]);
  const payload = story.effects[0]?.kind === 'open' ? story.effects[0].payload : {};
  expect(payload).not.toHaveProperty('applicantAccount');
  expect(appraisal.events['SUBMIT']?.payload.safeParse(payload).success).toBe(true);
});

test('after a refusal: remedied, or a later year', () => {
  const story = refused().as(applicant);
  expect(story.refused('REOPEN', {}).reasons).toMatchObject([
    { code: 'remediedOrNextPeriod', need: 2026 },
  ]);
  expect(codes(story.refused('REOPEN', { period: 2025 }))).toEqual(['remediedOrNextPeriod']);
  expect(refused().as(applicant).does('REOPEN', { period: 2026 }).effects).toMatchObject([
    { payload: { period: 2026 } },
  ]);
  expect(story.does('REOPEN').effects).toMatchObject([{ payload: { period: 2025 } }]);
});
