// The yearly grading: drafts, what is complete, what is late, which grade comes of it.
import { expect, test } from 'vitest';
import type { ClassificationData } from '../../../machines/classification/data.ts';
import { lastDays } from '../../../machines/classification/events.ts';
import { evidencePlaces } from '../../../machines/classification/evidence.ts';
import { classification } from '../../../machines/classification/index.ts';
import type { CriteriaSet, PublishedSet } from '../../../machines/criteria/set.ts';
import { shippedSet } from '../../../machines/criteria/shipped.ts';
import { system } from '../../../machines/define.ts';
import { applicant, codes, coop, head, officer, third } from '../appraisal/board.ts';
import { small } from '../criteria/sets.ts';
import { given, person, type Story } from '../given.ts';
import { opened } from './story.ts';

const data = (story: Story) => story.data as ClassificationData;
const published: PublishedSet = { version: 3, from: '2026-01-01', set: small };
const asked = { cooperative: coop.code, criterionSet: 'SMALL', period: 2026 };

/** Under the small set, as a campaign opens it. */
function inCampaign(payload = {}): Story {
  return given(classification)
    .on('2026-11-02')
    .published([published])
    .found({ cooperative: coop, openCases: 0 })
    .as(system)
    .does('OPEN_ASSESSMENT', { ...asked, campaign: 'dot-2026', ...payload })
    .as(applicant);
}

const figures = [
  { figure: 'start', value: 900 },
  { figure: 'end', value: 1300 },
  { figure: 'members', value: 4 },
  { figure: 'profit', value: 1 },
];
const self = [
  { criterion: '1', points: 40 },
  { criterion: '2', points: 12.5 },
  { criterion: '4', points: 10 },
  { criterion: 'b', met: true },
];

test('the last days are those of the set: in its own year, or in the next when they lie in the first half', () => {
  expect(lastDays(shippedSet('TT01_2020') as CriteriaSet, 2026)).toEqual(['2026-12-15', '2026-12-18', '2026-12-21']); // prettier-ignore
  expect(lastDays(shippedSet('TT09_2017') as CriteriaSet, 2026)).toEqual(['2027-04-01', '2027-04-10', '2027-04-15']); // prettier-ignore
  expect(lastDays(shippedSet('BL_NC_3_2') as CriteriaSet, 2026)[0]).toBe('2026-12-15');
  const leap = { ...small, calendar: { handIn: '02-29', registry: '03-01', province: '03-02' } };
  expect(lastDays(leap, 2026)[0]).toBe('2027-02-28');
  expect(lastDays(leap, 2027)[0]).toBe('2028-02-29');
});

test('opened by a campaign on the version in force, by days of its own', () => {
  const story = inCampaign({ handInBy: '2026-12-10', registryBy: '2026-12-14', provinceBy: '2026-12-20' });
  expect(data(story)).toMatchObject({
    set: { version: 3, code: 'S' },
    campaign: 'dot-2026',
    handInBy: '2026-12-10',
    registryBy: '2026-12-14',
    provinceBy: '2026-12-20',
  });
  expect(story.told[0]?.outcome.heading).toMatchObject({
    title: 'Hợp tác xã Nông nghiệp Hòa Bình: xếp loại năm 2026 (S)',
    subject: 'classification:SMALL:2026:5400000001',
  });
  expect(story.notices).toEqual(['assessmentOpened']);
  expect(classification.applicants?.(story.data)).toEqual(['coop']);
  expect(Object.values(story.snapshot.terms)[0]).toMatchObject({ due: '2026-12-10' });
}); // prettier-ignore

test('figures go before claims: the grade is of what they come to', () => {
  const story = inCampaign().does('SAVE_ASSESSMENT', {
    figures,
    self,
    evidence: [{ slot: 'e1', title: 'Báo cáo', file: 'f-1' }, { slot: 'e2', title: 'Khác' }],
  });
  expect(data(story)).toMatchObject({
    figures: { start: 900, profit: 1 },
    savedOn: '2026-11-02',
    evidence: [{ file: 'f-1' }, { slot: 'e2', title: 'Khác' }],
  });
  story.does('HAND_IN', { checkedBy: 'Lê Thị Soát' });
  expect(data(story).handedIn).toMatchObject({ checkedBy: 'Lê Thị Soát' });
  story.as(officer).does('CONFIRM_GRADE');
  // 30 of the claimed 40, 12,5, 25, 10.
  expect(data(story).result).toMatchObject({
    total: 7750,
    grade: { id: 'fair', name: small.grades[1]?.name },
    unmet: [],
    by: { person: 'staff' },
  });
  expect([story.state, story.standing.closed]).toEqual(['closed.graded', true]);
  expect(story.effects).toMatchObject([
    { template: 'assessmentGraded', data: { items: [{ vi: 'Xếp loại: Khá' }, { vi: 'Tổng điểm: 77,5' }] } },
  ]);
}); // prettier-ignore

test('nothing is handed in before every criterion has points or figures', () => {
  const story = inCampaign();
  expect(story.refused('HAND_IN').reasons).toMatchObject([
    { code: 'everyLine', have: ['1', '2', '3', '4', 'a', 'b'] },
  ]);
  story.does('SAVE_ASSESSMENT', { figures, self: self.slice(1) }).does('HAND_IN');
  expect(story.state).toBe('review');
  const strange = inCampaign();
  expect(codes(strange.refused('SAVE_ASSESSMENT', { figures: [{ figure: 'x', value: 1 }], self: [{ criterion: '2', points: 21 }] }))).toEqual(['figuresKnown', 'linesFit']);
  const bare = { ...published, set: { ...small, figures: undefined } as unknown as CriteriaSet };
  expect(codes(inCampaign().published([bare]).refused('SAVE_ASSESSMENT', { figures }))).toEqual(['figuresKnown']);
}); // prettier-ignore

test('the registry’s own points replace the claims, when they are complete', () => {
  const story = inCampaign().does('SAVE_ASSESSMENT', { figures, self }).does('HAND_IN').as(officer);
  const few = { scores: [{ criterion: '1', points: 10 }] };
  expect(codes(story.refused('CONFIRM_GRADE', few))).toEqual(['finalComplete']);
  const scores = [
    { criterion: '1', points: 10 },
    { criterion: '2', points: 20 },
    { criterion: '3', points: 10 },
    { criterion: '4', points: 9.49 },
    { criterion: 'a', met: true },
    { criterion: 'b', met: false },
  ];
  story.does('CONFIRM_GRADE', { scores });
  expect(data(story).result).toMatchObject({ total: 4949, grade: { id: 'weak' }, unmet: ['b'] });
});

test('a fine decides the grade where the set says so, and only there', () => {
  const fined = { excluded: ['fined'] };
  const story = inCampaign().does('SAVE_ASSESSMENT', { figures, self }).does('HAND_IN').as(officer);
  story.does('CONFIRM_GRADE', fined);
  expect(data(story).result).toMatchObject({ total: 7750, grade: { id: 'weak' } });
  const tt01 = opened().does('SAVE_ASSESSMENT').does('HAND_IN').as(officer);
  expect(codes(tt01.refused('CONFIRM_GRADE', fined))).toEqual(['gradedByIt']);
});

test('a set without points gives no grade', () => {
  const list: PublishedSet = { ...published, set: { ...small, groups: [], grades: [], gradedAs: {} } };
  const story = inCampaign().published([list]);
  story.does('SAVE_ASSESSMENT', { figures, self: [{ criterion: 'b', met: true }] }).does('HAND_IN');
  story.as(officer).does('CONFIRM_GRADE');
  expect(data(story).result).toMatchObject({ total: 0, unmet: [] });
  expect(data(story).result?.grade).toBeUndefined();
  expect(story.effects).toMatchObject([{ data: { items: [{ vi: 'Tổng điểm: 0' }] } }]);
}); // prettier-ignore

test('reminded, late without being shut out, returned and handed in again', () => {
  const story = opened().passes('2026-12-20');
  const types = story.told.map(({ event }) => event.type);
  expect(types.filter((type) => type === 'TERM_REMINDER')).toHaveLength(5);
  expect(types.at(-1)).toBe('HAND_IN_OVERDUE');
  expect(story.notices).toEqual(['termLapsed']);
  story.as(applicant).does('SAVE_ASSESSMENT').does('HAND_IN').as(officer).does('RETURN');
  expect([story.state, data(story).handedIn, story.notices]).toEqual(['filling', undefined, ['assessmentReturned']]); // prettier-ignore
  story.passes('2026-12-22');
  expect(story.effects.map((effect) => effect.kind === 'notify' && effect.recipient.person)).toEqual(['coop', 'staff']); // prettier-ignore
  story.as(applicant).does('HAND_IN').passes('2026-12-23');
  expect(story.told.at(-1)?.event.type).toBe('GRADING_OVERDUE');
});

test('who is not to be graded, for reasons of the set that are true', () => {
  const because = (...reasons: string[]) => ({ reasons, facts: 'Theo sổ đăng ký.' });
  const story = inCampaign().as(officer);
  expect(codes(story.refused('EXCUSE', because('stopped')))).toEqual(['reasonsHold']);
  expect(codes(story.refused('EXCUSE', because('underTwelveMonths')))).toEqual(['reasonsHold']);
  story.does('EXCUSE', because('fined'));
  expect([story.state, data(story).notGraded?.reasons]).toEqual(['closed.notGraded', ['fined']]);
  const young = given(classification)
    .on('2026-11-02')
    .found({ cooperative: { ...coop, registeredOn: '2026-01-05' }, openCases: 0 })
    .as(officer)
    .does('OPEN_ASSESSMENT');
  expect(young.does('EXCUSE', because('underTwelveMonths')).state).toBe('closed.notGraded');
});

test('opened by the cooperative itself, by staff or by a campaign, once a year, on a set in force', () => {
  const start = (found = {}) =>
    given(classification)
      .on('2026-11-02')
      .found({ cooperative: coop, openCases: 0, ...found })
      .as(applicant);
  const refusal = (story: Story, payload = {}) =>
    codes(story.refused('OPEN_ASSESSMENT', { ...asked, criterionSet: 'TT01_2020', ...payload }));
  expect(refusal(start().as(person('other', 'cooperative')))).toEqual(['mayOpen']);
  expect(refusal(start({ openCases: 1 }))).toEqual(['onePerYear']);
  expect(refusal(given(classification).as(applicant))).toEqual(['registered', 'mayOpen']);
  expect(refusal(start(), { criterionSet: 'NONE' })).toEqual(['setUsable']);
  expect(start().as(head).does('OPEN_ASSESSMENT').state).toBe('filling');
  expect(opened().as(third).refused('SAVE_ASSESSMENT').code).toBe('forbidden');
  expect(opened().as(person('other', 'cooperative')).refused('HAND_IN').code).toBe('forbidden');
});

test('each slot for evidence has its place in the dossier, for whoever fills the form in, and none is needed', () => {
  const slots = classification.dossier?.(opened().data, { on: '2026-11-02' }) ?? [];
  expect(slots.map(({ id }) => id)).toEqual(['EV_E1', 'EV_E3', 'EV_E4', 'EV_E7', 'EV_E15']);
  expect(slots[0]?.title.vi).toMatch(/^Minh chứng cho tiêu chí 1: Báo cáo tài chính năm$/);
  expect(new Set(slots.map(({ by, needed }) => `${by.join()} ${needed}`))).toEqual(new Set(['cooperative,staff false'])); // prettier-ignore
  const unknown = { ...classification.data(), criterionSet: 'NONE' };
  expect(classification.dossier?.(unknown, { on: '2026-11-02' })).toEqual([]);
});

test('places have names of their own, however the ids of the slots are written', () => {
  const ids = ['a.1', 'a_1', 'A.1', 'b'.repeat(37), 'c'.repeat(38), 'b'.repeat(37)];
  const evidence = ids.map((id) => ({ id, name: { vi: id, en: id }, required: false }));
  const [first, ...others] = small.requirements;
  const set = { ...small, requirements: [{ ...first, evidence }, ...others] } as CriteriaSet;
  const names = evidencePlaces(set).map(({ place }) => place);
  expect(names).toEqual(['EV_A_1', 'EVIDENCE_2', 'EVIDENCE_3', `EV_${'B'.repeat(37)}`, 'EVIDENCE_5']);
  for (const name of names) expect(name).toMatch(/^[A-Z][A-Z0-9_]{1,39}$/);
}); // prettier-ignore

test('is handed in with the digests of the files that count, or without any', () => {
  const files = [{ id: 'f-1', slot: 'EV_E1', version: 1, sha256: 'a'.repeat(64) }];
  const handedIn = (found: object) =>
    opened().does('SAVE_ASSESSMENT').found(found).does('HAND_IN', { checkedBy: 'Lê Thị Soát' });
  expect(classification.events['HAND_IN']?.handsIn).toBe(true);
  expect(handedIn({ files }).data).toEqual(handedIn({}).data);
});
