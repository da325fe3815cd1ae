// Every limit the law sets to a founding, on both sides of it: the last that is allowed and the first that is not, with
// the article that the refusal cites; and what the calendar makes of every term of the law.
import { describe, expect, it } from 'vitest';
import type { Part } from '../../machines/founding/parts.ts';
import {
  accepted,
  adviser,
  clerk,
  completed,
  draft,
  drafting,
  example,
  founder,
  inConsultation,
  listAdopted,
  membersWith,
  ready,
  underReview,
  valued,
  type Told,
} from './founding/story.ts';
import type { Story } from './given.ts';

type Payload = Record<string, unknown>;
/** An act that is about to be tried. */
type Try = { story: Story; event: string; payload?: Payload };
type Limit = {
  article: string;
  at: string;
  rule: string;
  last: () => Try;
  over: () => Try;
};

const law = 'Luật 17/2023/QH15';
const older: Told = { on: '2022-03-01' };
const union: Told = { kind: 'union' };
const olderUnion: Told = { ...older, ...union };

/** The adviser is about to accept a part as the founders handed it in. */
function part(name: Part, payload: Payload, story = drafting()): Try {
  story.as(founder).does('SUBMIT_DRAFT', payload).as(adviser);
  return { story, event: 'ACCEPT_PART', payload: { part: name } };
}

function changed(name: Part, change: object, told?: Told): Try {
  const payload = draft(name, told);
  const content = { ...(payload[name] as object), ...change };
  return part(name, { ...payload, [name]: content }, drafting(told));
}

type Changes = Record<number, Payload>;
const everybody = (change: Payload): Changes =>
  Object.fromEntries([1, 2, 3, 4, 5, 6, 7].map((no) => [no, change]));
const members = (changes: Changes, told?: Told, upTo?: number): Try =>
  part('members', membersWith(changes, told, upTo), drafting(told));

const million = 1_000_000;
/** Seven members of whom the seventh has this, six others 700 or 600 million together. */
const seventh = (capital: number, rest: Payload = {}): Changes => ({
  ...everybody({ capital: 100 * million }),
  6: { capital: 200 * million },
  7: { ...rest, capital },
});
const seventhOfUnion = (capital: number, rest: Payload = {}): Changes => ({
  ...everybody({ capital: 100 * million }),
  7: { ...rest, capital },
});
const exactly = 300 * million;

/** Twenty members of whom so many are foreign investors with little capital. */
function foreignOf20(foreign: number): Try {
  const [one] = (draft('members')['members'] as { list: Payload[] }).list;
  const list = Array.from({ length: 20 }, (_, at) => ({
    ...one,
    no: at + 1,
    name: `Thành viên ${at + 1}`,
    ...(at < foreign ? { who: 'foreignInvestor', capital: 10 * million } : {}),
  }));
  return part('members', { part: 'members', members: { list } });
}

const viable = (founders: number, told?: Told): Try => ({
  story: inConsultation(told),
  event: 'CONCLUDE_VIABLE',
  payload: { ...example('CONCLUDE_VIABLE'), founders },
});

const older2012 = 'Luật 23/2012/QH13';

const howMany: Limit[] = [
  {
    article: `${law} Đ4.7`,
    at: '5 founders of a cooperative, not 4',
    rule: 'enoughFounders',
    last: () => viable(5),
    over: () => viable(4),
  },
  {
    article: `${law} Đ4.8`,
    at: '3 founding cooperatives of a union, not 2',
    rule: 'enoughFounders',
    last: () => viable(3, union),
    over: () => viable(2, union),
  },
  {
    article: `${older2012} Đ3.1`,
    at: '7 founders until June 2024, not 6',
    rule: 'enoughFounders',
    last: () => viable(7, older),
    over: () => viable(6, older),
  },
  {
    article: `${older2012} Đ3.2`,
    at: '4 founding cooperatives until June 2024, not 3',
    rule: 'enoughFounders',
    last: () => viable(4, olderUnion),
    over: () => viable(3, olderUnion),
  },
  {
    article: `${law} Đ4.7`,
    at: '5 official members on the list, not 4',
    rule: 'membersEnough',
    last: () => members({}, {}, 5),
    over: () => members({}, {}, 4),
  },
  {
    article: `${law} Đ4.8`,
    at: '3 cooperatives on the list, not 2',
    rule: 'membersEnough',
    last: () => members({}, union, 3),
    over: () => members({}, union, 2),
  },
  {
    article: `${older2012} Đ3.1`,
    at: '7 on the list until June 2024, not 6',
    rule: 'membersEnough',
    last: () => members({}, older, 7),
    over: () => members({}, older, 6),
  },
  {
    article: `${law} Đ30.7`,
    at: 'foreign official members below 35 %: 6 of 20, not 7',
    rule: 'foreignMembers',
    last: () => foreignOf20(6),
    over: () => foreignOf20(7),
  },
];

const born = (birthDate: string, on = '2026-03-02', rest: Payload = {}): Try =>
  part('members', membersWith({ 7: { ...rest, birthDate } }), drafting({ on }));
const young = { membership: 'noncontributing', capital: 0, capable: false };

const howOld: Limit[] = [
  {
    article: `${law} Đ30.1`,
    at: '18 on the day, not a day before',
    rule: 'membersEligible',
    last: () => born('2008-03-02'),
    over: () => born('2008-03-03'),
  },
  {
    article: `${law} Đ30.1`,
    at: 'born on 29 February: 18 on 1 March, not on 28 February',
    rule: 'membersEligible',
    last: () => born('2008-02-29', '2026-03-01'),
    over: () => born('2008-02-29', '2026-02-28'),
  },
  {
    article: 'Đ30.1, 30.2',
    at: 'associates without capital: 15 on the day, not a day before',
    rule: 'membersEligible',
    last: () => born('2011-03-02', '2026-03-02', young),
    over: () => born('2011-03-03', '2026-03-02', young),
  },
];

const dong = 1;
const howMuch: Limit[] = [
  {
    article: `${law} Đ74.1`,
    at: 'a member of a cooperative: 30 %, not a dong more',
    rule: 'memberShares',
    last: () => members(seventh(exactly)),
    over: () => members(seventh(exactly + dong)),
  },
  {
    article: `${law} Đ74.1`,
    at: 'a member of a union: 40 %, not a dong more',
    rule: 'memberShares',
    last: () => members(seventhOfUnion(400 * million), union),
    over: () => members(seventhOfUnion(400 * million + dong), union),
  },
  {
    article: `${older2012} Đ17.1`,
    at: 'until June 2024: 20 %, not a dong more',
    rule: 'memberShares',
    last: () =>
      members({ ...everybody({ capital: 200 * million }), 7: { capital: exactly } }, older),
    over: () =>
      members({ ...everybody({ capital: 200 * million }), 7: { capital: exactly + dong } }, older),
  },
  {
    article: `${older2012} Đ17.2`,
    at: 'in a union until June 2024: 30 %, not a dong more',
    rule: 'memberShares',
    last: () => members(seventh(exactly), olderUnion),
    over: () => members(seventh(exactly + dong), olderUnion),
  },
  {
    article: `${law} Đ74.2`,
    at: 'associates together: 30 % in a cooperative, not a dong more',
    rule: 'associateShares',
    last: () => members(seventh(exactly, { membership: 'contributing' })),
    over: () => members(seventh(exactly + dong, { membership: 'contributing' })),
  },
  {
    article: `${law} Đ74.2`,
    at: 'associates together: 40 % in a union, not a dong more',
    rule: 'associateShares',
    last: () => members(seventhOfUnion(400 * million, { membership: 'contributing' }), union),
    over: () =>
      members(seventhOfUnion(400 * million + dong, { membership: 'contributing' }), union),
  },
  {
    article: `${law} Đ74.3`,
    at: 'foreign investors together: 30 %, not a dong more',
    rule: 'foreignShares',
    last: () => members(twoForeign(150 * million)),
    over: () => members(twoForeign(150 * million + dong)),
  },
  {
    article: `${law} Đ73, 76`,
    at: 'assets up to what was committed, not a dong more',
    rule: 'assetsListed',
    last: () => assets(40 * million),
    over: () => assets(40 * million + dong),
  },
  {
    article: `${law} Đ84.2`,
    at: 'indivisible fund: 5 % of a cooperative, not 4',
    rule: 'charterFund',
    last: () => changed('charter', { fundPercent: 5 }),
    over: () => changed('charter', { fundPercent: 4 }),
  },
  {
    article: `${law} Đ84.2`,
    at: 'indivisible fund: 10 % of a union, not 9',
    rule: 'charterFund',
    last: () => changed('charter', { fundPercent: 10 }, union),
    over: () => changed('charter', { fundPercent: 9 }, union),
  },
  {
    article: `${law} Đ86.3a`,
    at: '51 % by use and labour, not 50',
    rule: 'charterDistribution',
    last: () => changed('charter', { usePercent: 51 }),
    over: () => changed('charter', { usePercent: 50 }),
  },
];

/** Two foreign investors among seven, with 700 million of the others. */
function twoForeign(second: number): Changes {
  const foreign = { who: 'foreignInvestor' };
  return {
    ...everybody({ capital: 140 * million }),
    6: { ...foreign, capital: 150 * million },
    7: { ...foreign, capital: second },
  };
}

/** The first member has committed 100 million and brings two things. */
function assets(second: number): Try {
  const list = [60 * million, second].map((value) => ({ member: 1, what: 'Máy bơm', value }));
  const story = accepted(drafting(), 'members', draft('members'));
  return part('assets', { part: 'assets', assets: { cashOnly: false, list } }, story);
}

const simplified = { variant: 'simplified', board: 0 };

function unionOf(count: number): Try {
  const [one] = (draft('members', union)['members'] as { list: Payload[] }).list;
  const list = Array.from({ length: count }, (_, at) => ({ ...one, no: at + 1 }));
  const story = accepted(drafting(union), 'members', { part: 'members', members: { list } });
  const { governance } = draft('governance') as { governance: object };
  const payload = { part: 'governance', governance: { ...governance, ...simplified } };
  return part('governance', payload, story);
}

const governance: Limit[] = [
  {
    article: `${law} Đ56.2`,
    at: 'a union of 9 may be governed simply, one of 10 may not',
    rule: 'governanceVariant',
    last: () => unionOf(9),
    over: () => unionOf(10),
  },
  {
    article: `${law} Đ65.1`,
    at: 'a board of 3, not of 2',
    rule: 'boardSize',
    last: () => changed('governance', { board: 3 }),
    over: () => changed('governance', { board: 2 }),
  },
  {
    article: `${law} Đ65.1`,
    at: 'a board of 15, not of 16',
    rule: 'boardSize',
    last: () => changed('governance', { board: 15 }),
    over: () => changed('governance', { board: 16 }),
  },
  {
    article: `${law} Đ69.1`,
    at: '1 supervisor, not none',
    rule: 'supervisorSize',
    last: () => changed('governance', { supervisors: 1 }),
    over: () => changed('governance', { supervisors: 0 }),
  },
  {
    article: `${law} Đ69.1`,
    at: '7 supervisors, not 8',
    rule: 'supervisorSize',
    last: () => changed('governance', { supervisors: 7 }),
    over: () => changed('governance', { supervisors: 8 }),
  },
  {
    article: `${law} Đ65.2`,
    at: 'posts for 5 years, not for 6',
    rule: 'governanceTerm',
    last: () => changed('governance', { termYears: 5 }),
    over: () => changed('governance', { termYears: 6 }),
  },
  {
    article: `${law} Đ65.2`,
    at: 'a charter with terms of 5 years, not of 6',
    rule: 'charterTerm',
    last: () => changed('charter', { termYears: 5 }),
    over: () => changed('charter', { termYears: 6 }),
  },
  {
    article: `${older2012} Đ35.2`,
    at: 'until June 2024: at least 2 years, not 1',
    rule: 'charterTerm',
    last: () => changed('charter', { termYears: 2 }, older),
    over: () => changed('charter', { termYears: 1 }, older),
  },
  {
    article: `${law} Đ74.4`,
    at: '6 months to pay in capital, not 7',
    rule: 'charterContribution',
    last: () => changed('charter', { contributionMonths: 6 }),
    over: () => changed('charter', { contributionMonths: 7 }),
  },
];

/** Three of a family; the board is these. */
function family(...board: number[]): Try {
  const kin = (first: number, second: number) => ({ first, second, relation: 'sibling' });
  const payload = {
    ...example('DECIDE'),
    board: board.map((member) => ({ member, votes: 7 })),
    chair: board[0],
    kinships: [kin(1, 2), kin(2, 3), kin(1, 3)],
  };
  return { story: valued(), event: 'DECIDE', payload };
}

const opened = (official: number): Story =>
  ready()
    .does('SCHEDULE_ASSEMBLY')
    .does('OPEN', { ...example('OPEN'), official });
const vote = (yes: number, against: number) => ({ for: yes, against, abstain: 0 });

const conference: Limit[] = [
  {
    article: `${law} Đ4.11`,
    at: 'a board of three with one of a family of three, not with all three',
    rule: 'noFamily',
    last: () => family(1, 5, 6),
    over: () => family(1, 2, 3),
  },
  {
    article: `${law} Đ4.11`,
    at: 'nor with two of them',
    rule: 'noFamily',
    last: () => family(3, 5, 6),
    over: () => family(2, 3, 5),
  },
  {
    article: `${law} Đ4.7`,
    at: '5 official members present, not 4',
    rule: 'quorum',
    last: () => ({ story: opened(5), event: 'RECORD_VOTE', payload: vote(5, 0) }),
    over: () => ({ story: opened(4), event: 'RECORD_VOTE', payload: vote(4, 0) }),
  },
  {
    article: `${law} Đ39.5`,
    at: 'the plan by 4 of 7, not by 3',
    rule: 'planPassed',
    last: () => decided({ plan: vote(4, 3) }),
    over: () => decided({ plan: vote(3, 4) }),
  },
  {
    article: `${law} Đ39.5`,
    at: 'a post by 4 of 7, not by 3',
    rule: 'electedByMajority',
    last: () => decided({ supervisors: [{ member: 4, votes: 4 }] }),
    over: () => decided({ supervisors: [{ member: 4, votes: 3 }] }),
  },
  {
    article: `${law} Đ39.4, 77.1`,
    at: 'a valuation by all 7 who contribute, not by 6',
    rule: 'valuationAgreed',
    last: () => valuation({ method: 'unanimous', for: 7 }),
    over: () => valuation({ method: 'unanimous', for: 6 }),
  },
  {
    article: `${law} Đ39.4, 77.1`,
    at: 'by an appraiser and 5 of 8 present, not by half',
    rule: 'valuationAgreed',
    last: () => valuation({ method: 'appraiser', appraiser: 'Công ty', for: 5, present: 8 }),
    over: () => valuation({ method: 'appraiser', appraiser: 'Công ty', for: 4, present: 8 }),
  },
];

function decided(change: object): Try {
  return { story: valued(), event: 'DECIDE', payload: { ...example('DECIDE'), ...change } };
}

function valuation(payload: Payload): Try {
  return { story: listAdopted(), event: 'VALUE_ASSETS', payload };
}

/** A supplement asked for on a day, handed in on another. */
const supplement = (noticed: string, on: string): Try => ({
  story: underReview().on(noticed).does('SUPPLEMENT_NOTICE').as(founder).on(on),
  event: 'RESUBMIT',
});
const complaint = (refused: string, on: string): Try => ({
  story: underReview().on(refused).does('REFUSE').as(founder).on(on),
  event: 'COMPLAIN',
});

function conversion(operatingSince: string): Try {
  const payload = example('CONCLUDE_VIABLE') as { group: object };
  const group = { ...payload.group, operatingSince };
  return {
    story: inConsultation({ kind: 'conversion' }),
    event: 'CONCLUDE_VIABLE',
    payload: { ...payload, group },
  };
}

const inTime: Limit[] = [
  {
    article: 'NĐ 92/2024/NĐ-CP Đ19.6',
    at: 'a supplement on the 60th day, not on the 61st',
    rule: 'inSupplementWindow',
    last: () => supplement('2026-03-16', '2026-05-15'),
    over: () => supplement('2026-03-16', '2026-05-16'),
  },
  {
    article: 'NĐ 92/2024/NĐ-CP Đ19.6',
    at: 'the 60th day a Saturday: on Monday still, not on Tuesday',
    rule: 'inSupplementWindow',
    last: () => supplement('2026-03-10', '2026-05-11'),
    over: () => supplement('2026-03-10', '2026-05-12'),
  },
  {
    article: 'NĐ 92/2024/NĐ-CP Đ19.6',
    at: 'the 60th day in Tết: on the first working day after, not on the next',
    rule: 'inSupplementWindow',
    last: () => supplement('2025-12-18', '2026-02-23'),
    over: () => supplement('2025-12-18', '2026-02-24'),
  },
  {
    article: 'Luật Khiếu nại 02/2011/QH13 Đ9',
    at: 'a complaint on the 90th day, not on the 91st',
    rule: 'inComplaintWindow',
    last: () => complaint('2026-09-25', '2026-12-24'),
    over: () => complaint('2026-09-25', '2026-12-25'),
  },
  {
    article: 'Luật Khiếu nại 02/2011/QH13 Đ9',
    at: 'the 90th day on 24 November 2026: on the 25th still, not on the 26th',
    rule: 'inComplaintWindow',
    last: () => complaint('2026-08-26', '2026-11-25'),
    over: () => complaint('2026-08-26', '2026-11-26'),
  },
  {
    article: `${law} Đ108`,
    at: 'a group that has worked for 12 months to the day, not a day less',
    rule: 'conversionReady',
    last: () => conversion('2025-03-02'),
    over: () => conversion('2025-03-03'),
  },
];

describe.each([
  ['how many', howMany],
  ['how old', howOld],
  ['how much', howMuch],
  ['how governed', governance],
  ['the conference', conference],
  ['in time', inTime],
])('%s', (_, limits) => {
  it.each(limits)('$article, $rule: $at', ({ article, rule, last, over }) => {
    const allowed = last();
    allowed.story.does(allowed.event, allowed.payload);
    const { story, event, payload } = over();
    expect(story.refused(event, payload).reasons).toContainEqual(
      expect.objectContaining({ code: rule, law: expect.stringContaining(article) as string }),
    );
  });
});

describe('terms of the law', () => {
  const received = (on: string, told: Told = {}): Story =>
    completed(told).on(on).does('FILE').as(clerk).does('RECEIPT_RECORDED');
  const granted = (on: string): Story => received(on).does('GRANT');
  const result = 'registrationUnderReview/result';
  const window = 'registrationSupplement/supplementWindow';
  const capital = 'postRegistration/capitalContribution';

  it.each([
    ['Đ42.4: three working days from Monday', '2026-03-02', '2026-03-05'],
    ['Đ42.4: over a weekend', '2026-03-05', '2026-03-10'],
    ['Đ42.4: received on a Saturday', '2026-03-07', '2026-03-11'],
    ['Đ42.4: over Tết', '2026-02-13', '2026-02-25'],
    [
      'Đ42.4: over Giỗ Tổ on a Sunday, made up on Monday, 30 April and 1 May',
      '2026-04-24',
      '2026-05-04',
    ],
    ['Đ42.4: over National Day', '2026-08-31', '2026-09-07'],
    ['Đ42.4: a Saturday in January that is worked', '2026-01-09', '2026-01-13'],
    ['Đ42.4: a Saturday in August that is worked', '2026-08-20', '2026-08-24'],
    ['NQ 28/2026/QH16 Đ2: over 24 November 2026', '2026-11-20', '2026-11-26'],
    ['NQ 28/2026/QH16 Đ2: 24 November 2025 was worked', '2025-11-20', '2025-11-25'],
  ])('%s', (_, on, due) => {
    expect(received(on).snapshot.terms[result]?.due).toBe(due);
  });

  it('Luật 23/2012/QH13 Đ23.4: five working days until June 2024', () => {
    expect(received('2022-03-07', older).snapshot.terms[result]?.due).toBe('2022-03-14');
  });

  it.each([
    ['NĐ 92 Đ19.6: sixty days', '2026-03-16', '2026-05-15'],
    ['NĐ 92 Đ19.6: ending on a Saturday', '2026-03-10', '2026-05-11'],
    ['NĐ 92 Đ19.6: ending on the Saturday of August that is worked', '2026-06-23', '2026-08-22'],
  ])('%s', (_, on, due) => {
    expect(received(on).does('SUPPLEMENT_NOTICE').snapshot.terms[window]?.due).toBe(due);
  });

  it.each([
    ['Đ74.4: six months', '2026-01-15', '2026-07-15'],
    ['Đ74.4: ending on National Day', '2026-03-02', '2026-09-03'],
    ['Đ74.4: from 31 August to the end of February, a Sunday', '2026-08-31', '2027-03-01'],
  ])('%s', (_, on, due) => {
    expect(granted(on).snapshot.terms[capital]?.due).toBe(due);
  });

  it('NĐ 92 Đ19.6: void when the 60th day has passed, not on it', () => {
    const on = (day: string): string =>
      received('2026-03-16').does('SUPPLEMENT_NOTICE').passes(day).state;
    expect([on('2026-05-15'), on('2026-05-16')]).toEqual([
      'registration.supplement',
      'registration.void',
    ]);
  });
});
