// Complaints: in time, accepted or not, verified, decided once and twice, and what the case complained of hears of it.
import { expect, test } from 'vitest';
import { complaint } from '../../../machines/complaint/index.ts';
import { system, type SettingValue } from '../../../machines/define.ts';
import { given, person, type Story } from '../given.ts';

const coop = person('coop', 'cooperative');
const officer = person('staff', 'staff');
const leader = person('leader', 'leader');
const other = person('leader-2', 'leader');
const parent = '0190a000-0000-7000-8000-000000000001';

const example = (index = 0) =>
  complaint.events['FILE_COMPLAINT']?.examples[index] as Record<string, unknown>;
const codes = (refusal: { reasons: { code: string }[] }) => refusal.reasons.map(({ code }) => code);
const sent = (story: Story) =>
  story.effects.flatMap((effect) =>
    effect.kind === 'send' ? [[effect.caseId, effect.event]] : [],
  );
const issued = (story: Story) =>
  story.effects.flatMap((effect) => (effect.kind === 'issue' ? [effect.document] : []));

const filed = (
  payload: Record<string, unknown> = {},
  settings: Record<string, SettingValue> = {},
) =>
  given(complaint, settings)
    .as(coop)
    .does('FILE_COMPLAINT', { ...example(), ...payload });
const verifying = (payload?: Record<string, unknown>, accept: Record<string, unknown> = {}) =>
  filed(payload).as(officer).does('ACCEPT', accept).does('START_VERIFICATION');
const decided = (outcome: string, payload?: Record<string, unknown>) =>
  verifying(payload).as(leader).does('DECIDE', { outcome, reasons: 'Căn cứ hồ sơ.' });
const against = { ...example(1) };
const registry = () =>
  given(complaint).as(person('founder', 'founder')).does('FILE_COMPLAINT', against);

test('the examples alone lead from the letter to the second decision', () => {
  const story = given(complaint).as(coop).does('FILE_COMPLAINT');
  expect(story.state).toBe('filed');
  story.as(officer).does('ACCEPT');
  expect(story.state).toBe('accepted');
  story.does('START_VERIFICATION');
  expect(story.state).toBe('verifying');
  story.does('HOLD_DIALOGUE');
  expect(story.state).toBe('dialogue');
  story.does('RECORD_DIALOGUE');
  expect(story.state).toBe('verifying');
  story.as(leader).does('DECIDE');
  expect(story.state).toBe('decided.upheld');
  story.as(coop).does('SECOND_COMPLAINT');
  expect(story.state).toBe('second');
  story.as(other).does('DECIDE_SECOND');
  expect(story.state).toBe('decided2');
  story.as(officer).does('GO_TO_COURT');
  expect(story.state).toBe('court');
  expect(story.told.every(({ outcome }) => outcome.law.length > 0)).toBe(true);
});

test('the letter is received, counted and linked to the case complained of', () => {
  const story = filed({ complainantEmail: 'htx@example.vn', decidedBy: 'leader' });
  const { heading, counts, parties } = story.told[0]?.outcome ?? {};
  expect(heading).toEqual({ title: 'Khiếu nại của Hợp tác xã Nông nghiệp Hòa Bình', parent });
  expect(counts).toEqual(['complaintsReceived']);
  expect(parties).toEqual(['coop']);
  expect(story.effects).toMatchObject([
    {
      template: 'complaintReceived',
      recipient: { person: 'coop', email: expect.stringMatching(/^sealed:/) },
    },
  ]);
  expect(complaint.heading(complaint.data())).toEqual({ title: 'Khiếu nại của ' });
  expect(story.as(officer).does('ACCEPT').told.at(-1)?.outcome).toMatchObject({
    heading: { assignee: 'staff' },
    parties: ['coop', 'staff'],
  });
});

test('staff and linked cases file for somebody else; nobody else may', () => {
  const named = { ...example(), complainantAccount: 'coop' };
  expect(
    given(complaint).as(system).does('FILE_COMPLAINT', named).data['complainant'],
  ).toMatchObject({ person: 'coop' });
  expect(
    given(complaint).as(officer).does('FILE_COMPLAINT', named).data['complainant'],
  ).toMatchObject({ person: 'coop' });
  expect(filed({ complainantAccount: 'other' }).data['complainant']).toMatchObject({
    person: 'coop',
  });
  const paper = given(complaint).as(officer).does('FILE_COMPLAINT');
  expect(paper.data['complainant']).toEqual({ name: 'Hợp tác xã Nông nghiệp Hòa Bình' });
  expect(paper.effects).toEqual([]);
  expect(given(complaint).as(person('auditor', 'auditor')).refused('FILE_COMPLAINT').code).toBe(
    'forbidden',
  );
});

test('Đ9: ninety days from the decision, hindrances apart', () => {
  const on = '2025-12-02';
  expect(filed({ decision: { on } }).as(officer).does('ACCEPT').state).toBe('accepted');
  const late = filed({ decision: { on: '2025-11-28' } }).as(officer);
  expect(late.refused('ACCEPT').reasons).toMatchObject([
    { code: 'inTime', need: '2026-02-26', have: '2026-03-02' },
  ]);
  expect(late.does('ACCEPT', { hindrance: 'Lũ lụt cô lập xã.' }).state).toBe('accepted');
});

test('Đ27: ten days to accept, seven working days since 1 July 2026', () => {
  expect(filed().snapshot.terms['filed/acceptance']).toMatchObject({ due: '2026-03-12' });
  const later = given(complaint).as(coop).on('2026-07-01').does('FILE_COMPLAINT');
  expect(later.snapshot.terms['filed/acceptance']).toMatchObject({ due: '2026-07-10' });
});

test('acceptance overdue: told, nothing else', () => {
  const story = filed().passes('2026-03-13');
  expect(story.told.at(-1)?.event.type).toBe('ACCEPTANCE_OVERDUE');
  expect(story.state).toBe('filed');
  expect(story.notices).toEqual(['termLapsed']);
});

test('acceptance by the alliance issues a numbered notice', () => {
  const story = filed({ decision: { on: '2026-02-20', number: '7/TB-LMHTX' } })
    .as(leader)
    .does('ACCEPT');
  expect(story.effects).toMatchObject([
    {
      document: 'COMPLAINT_ACCEPT',
      register: { series: 'TB', symbol: 'TB-LMHTX' },
      data: {
        holder: { name: 'Hợp tác xã Nông nghiệp Hòa Bình' },
        items: [{ value: '7/TB-LMHTX ngày 20/02/2026' }, { value: '02/03/2026' }],
      },
    },
    { template: 'complaintAccepted' },
  ]);
});

test('inadmissible: reasons are given, the appraisal hears that it is over', () => {
  const story = filed()
    .as(officer)
    .does('DECLARE_INADMISSIBLE', { reasons: ['timeBarred'], text: 'Đã quá 90 ngày.' });
  expect(story.state).toBe('inadmissible');
  expect(story.standing.closed).toBe(true);
  expect(story.effects).toMatchObject([
    {
      template: 'complaintInadmissible',
      data: {
        text: 'Đã quá 90 ngày.',
        reason: { vi: 'Hết thời hiệu khiếu nại', en: 'Out of time' },
      },
    },
    {
      kind: 'send',
      caseId: parent,
      event: 'COMPLAINT_ENDED',
      payload: { case: '0190a000-0000-7000-8000-000000000001' },
    },
  ]);
  expect(sent(registry().as(officer).does('DECLARE_INADMISSIBLE'))).toEqual([]);
});

test.each([
  [{}, '2026-04-01'],
  [{ complex: true }, '2026-04-16'],
  [{ remote: true }, '2026-04-16'],
  [{ complex: true, remote: true }, '2026-05-04'],
])('Đ28: the first decision is due %o on %s', (accept, due) => {
  expect(verifying({}, accept).snapshot.terms['resolving/firstDecision']).toMatchObject({
    since: '2026-03-02',
    due,
  });
});

test('a complex case is extended once, and goes on where it was', () => {
  const story = verifying().does('HOLD_DIALOGUE').on('2026-03-10').does('EXTEND');
  expect(story.state).toBe('dialogue');
  expect(story.snapshot.terms['resolving/firstDecision']).toMatchObject({
    since: '2026-03-02',
    due: '2026-04-16',
  });
  expect(codes(story.refused('EXTEND'))).toEqual(['notExtended']);
  expect(codes(verifying().passes('2026-04-02').as(officer).refused('EXTEND'))).toEqual([
    'notExtended',
  ]);
});

test('Đ30: the parties are called to a dialogue and its record is kept', () => {
  const story = verifying().does('HOLD_DIALOGUE');
  expect(story.notices).toEqual(['complaintDialogue']);
  story.does('RECORD_DIALOGUE', { text: 'Thống nhất.', people: ['Ông A', 'Bà B'] });
  expect(story.data['dialogue']).toEqual({
    on: '2026-03-02',
    text: 'Thống nhất.',
    people: ['Ông A', 'Bà B'],
  });
});

test.each([
  ['upheld', 'UPHELD', 'Giữ nguyên'],
  ['modified', 'MODIFIED', 'Sửa đổi'],
  ['cancelled', 'CANCELLED', 'Hủy bỏ'],
])('Đ31: %s goes back to the appraisal as %s', (outcome, event, text) => {
  const story = decided(outcome);
  expect(story.state).toBe(`decided.${outcome}`);
  expect(sent(story)).toEqual([[parent, event]]);
  expect(story.effects).toMatchObject([
    {
      document: 'COMPLAINT_DECISION',
      register: { symbol: 'QĐ-LMHTX' },
      data: { text: expect.stringContaining(text), reasons: ['Căn cứ hồ sơ.'] },
    },
    { kind: 'send', payload: { reason: 'Căn cứ hồ sơ.' } },
    { template: 'complaintDecided', recipient: { person: 'coop' } },
    { template: 'complaintDecided', recipient: { person: 'staff' } },
  ]);
  expect(story.told.at(-1)?.outcome.counts).toEqual(['complaintsResolved']);
});

test('who decided does not resolve the complaint, unless the alliance allows it', () => {
  const story = verifying({ decidedBy: 'leader' }).as(leader);
  expect(codes(story.refused('DECIDE'))).toEqual(['notDecider']);
  expect(story.as(other).does('DECIDE').state).toBe('decided.upheld');
  const allowed = filed({ decidedBy: 'leader' }, { deciderMayResolve: true })
    .as(officer)
    .does('ACCEPT')
    .does('START_VERIFICATION');
  expect(allowed.as(leader).does('DECIDE').state).toBe('decided.upheld');
});

test('staff do not decide on the alliance’s own decisions', () => {
  expect(verifying().as(officer).refused('DECIDE').code).toBe('forbidden');
});

test('against the registry: staff record what it decides; the alliance issues nothing and tells no appraisal', () => {
  const story = registry().as(officer).does('ACCEPT');
  expect(issued(story)).toEqual([]);
  story.does('START_VERIFICATION');
  expect(story.as(leader).refused('DECIDE').code).toBe('forbidden');
  story.as(officer).does('DECIDE', {
    outcome: 'cancelled',
    reasons: 'Cơ quan đăng ký hủy thông báo.',
    number: '9/QĐ-UBND',
  });
  expect(story.state).toBe('decided.cancelled');
  expect([issued(story), sent(story)]).toEqual([[], []]);
  expect(story.data['first']).toMatchObject({ number: '9/QĐ-UBND', outcome: 'cancelled' });
  story.as(person('founder', 'founder')).does('SECOND_COMPLAINT').as(officer).does('DECIDE_SECOND');
  expect([issued(story), sent(story), story.state]).toEqual([[], [], 'decided2']);
});

test('NĐ 92 Đ15.2: on a refused name the registry is final; the way is to court', () => {
  const story = given(complaint)
    .as(person('founder', 'founder'))
    .does('FILE_COMPLAINT', { ...against, nameRefusal: true });
  story
    .as(officer)
    .does('ACCEPT')
    .does('START_VERIFICATION')
    .does('DECIDE')
    .as(person('founder', 'founder'));
  expect(story.refused('SECOND_COMPLAINT').reasons).toMatchObject([
    { code: 'secondPossible', law: 'NĐ 92/2024/NĐ-CP Đ15.2' },
  ]);
  story.does('GO_TO_COURT', { court: 'Tòa án nhân dân khu vực 1', filedOn: '2026-03-01' });
  expect(story.state).toBe('court');
  expect(story.data['court']).toEqual({ name: 'Tòa án nhân dân khu vực 1', on: '2026-03-01' });
});

test('Đ33: thirty days for a second complaint; then the decision is final', () => {
  const story = decided('upheld');
  expect(story.snapshot.terms['decided/secondWindow']).toMatchObject({ due: '2026-04-01' });
  story.passes('2026-04-01');
  expect(story.state).toBe('decided.upheld');
  expect(story.told.at(-1)).toMatchObject({
    event: { type: 'TERM_REMINDER' },
    outcome: { effects: [{ recipient: { person: 'coop' } }] },
  });
  story.passes('2026-04-02');
  expect(story.state).toBe('closed.final');
  expect(story.snapshot.terms).toEqual({});
});

test('Đ33: forty-five days in remote areas', () => {
  const story = verifying({}, { remote: true }).as(leader).does('DECIDE');
  expect(story.snapshot.terms['decided/secondWindow']).toMatchObject({ due: '2026-04-16' });
});

test('Đ33: no first decision in time opens the second complaint and the court', () => {
  const story = verifying().as(coop);
  expect(codes(story.refused('SECOND_COMPLAINT'))).toEqual(['firstOverdue']);
  expect(codes(story.refused('GO_TO_COURT'))).toEqual(['firstOverdue']);
  story.passes('2026-04-02');
  expect(story.told.at(-1)?.event.type).toBe('FIRST_OVERDUE');
  expect(story.state).toBe('verifying');
  story.on('2026-05-05').as(coop);
  // 30 days after 1 April fall on a holiday, and move past the days off.
  expect(story.refused('SECOND_COMPLAINT').reasons).toMatchObject([
    { code: 'firstOverdue', need: '2026-05-04' },
  ]);
  story.on('2026-05-04').does('SECOND_COMPLAINT');
  expect(story.state).toBe('second');
  expect(story.notices).toEqual(['complaintSecond', 'complaintSecond']);
  expect(sent(story.as(other).does('DECIDE_SECOND'))).toEqual([[parent, 'UPHELD']]);
});

test('in the case of no first decision the complainant may go to court', () => {
  const story = verifying().passes('2026-04-02').as(coop).does('GO_TO_COURT');
  expect(story.state).toBe('court');
  expect(story.notices).toEqual(['complaintToCourt', 'complaintToCourt']);
});

test.each([
  [{}, '2026-04-16'],
  [{ complex: true }, '2026-05-04'],
  [{ remote: true }, '2026-05-04'],
  [{ complex: true, remote: true }, '2026-05-11'],
])('Đ37: the second decision is due %o on %s', (accept, due) => {
  const story = verifying({}, accept).as(leader).does('DECIDE').as(coop).does('SECOND_COMPLAINT');
  expect(story.snapshot.terms['second/secondDecision']).toMatchObject({ since: '2026-03-02', due });
});

test('the second decision is overdue: told, and the court is open', () => {
  const story = decided('upheld').as(coop).does('SECOND_COMPLAINT').passes('2026-04-17');
  expect(story.told.at(-1)?.event.type).toBe('SECOND_OVERDUE');
  expect(story.state).toBe('second');
  expect(story.as(coop).does('GO_TO_COURT').state).toBe('court');
});

test('the second time somebody else decides; the appraisal hears of it only where it still stands', () => {
  const story = decided('upheld', { decidedBy: 'leader-3' }).as(coop).does('SECOND_COMPLAINT');
  expect(codes(story.as(leader).refused('DECIDE_SECOND'))).toEqual(['notFirstResolver']);
  expect(codes(story.as(person('leader-3', 'leader')).refused('DECIDE_SECOND'))).toEqual([
    'notFirstResolver',
  ]);
  story.as(other).does('DECIDE_SECOND', { outcome: 'cancelled', reasons: 'Không có căn cứ.' });
  expect([issued(story), sent(story)]).toEqual([['COMPLAINT_DECISION'], [[parent, 'CANCELLED']]]);
  expect(story.effects[0]).toMatchObject({ data: { text: 'Hủy bỏ quyết định bị khiếu nại' } });
  expect(story.standing.closed).toBe(true);
  const moved = decided('modified')
    .as(coop)
    .does('SECOND_COMPLAINT')
    .as(officer)
    .does('DECIDE_SECOND', { outcome: 'modified', reasons: 'Như lần đầu.' });
  expect([issued(moved), sent(moved)]).toEqual([[], []]);
});

test('Đ10: withdrawn in writing at any time before a decision', () => {
  const early = filed().does('WITHDRAW', { writtenOn: '2026-03-01', reason: 'Đã thỏa thuận.' });
  expect(early.state).toBe('decided.withdrawn');
  expect(early.standing.closed).toBe(true);
  expect(early.data['withdrawal']).toEqual({ writtenOn: '2026-03-01', reason: 'Đã thỏa thuận.' });
  expect(sent(early)).toEqual([[parent, 'COMPLAINT_ENDED']]);
  const resolving = verifying().as(officer).does('WITHDRAW');
  expect(resolving.state).toBe('decided.withdrawn');
  expect(resolving.data['withdrawal']).toEqual({ writtenOn: '2026-03-02' });
  const second = decided('modified').as(coop).does('SECOND_COMPLAINT').does('WITHDRAW');
  expect([second.state, sent(second)]).toEqual(['decided.withdrawn', []]);
  expect(filed().as(person('other', 'cooperative')).refused('WITHDRAW').code).toBe('forbidden');
});

test('what goes back to the appraisal passes the schema of its event', async () => {
  const { appraisal } = await import('../../../machines/appraisal/index.ts');
  for (const outcome of ['upheld', 'modified', 'cancelled']) {
    const effect = decided(outcome).effects.find(({ kind }) => kind === 'send');
    if (effect?.kind !== 'send') throw new Error('nothing is sent');
    expect(appraisal.events[effect.event]?.payload.safeParse(effect.payload).success).toBe(true);
  }
});
