// Quorum and vote of the board, by every rule an alliance can set, against an oracle that counts people one by one:
// all boards of 1 to 9 with every number of recused, absent and abstaining members.
import { describe, expect, test } from 'vitest';
import { quorumOf, verdict, arithmeticOf, awaited } from '../../../machines/appraisal/board.ts';
import { meetingEvents } from '../../../machines/appraisal/events-meeting.ts';
import { emptyData, type AppraisalData, type Ballot } from '../../../machines/appraisal/data.ts';
import { settings, settingFaults } from '../../../machines/appraisal/settings.ts';
import type { Facts } from '../../../machines/define.ts';

type Way = 'recused' | 'absent' | Ballot;
const ways: readonly Way[] = ['for', 'against', 'abstain', 'absent', 'recused'];

/** Every board of so many, by what its members do; the chair is the first, whatever that does. */
function* boards(size: number): Generator<Way[]> {
  const counts = function* (left: number, kinds: readonly Way[]): Generator<Way[]> {
    const [first, ...rest] = kinds as [Way, ...Way[]];
    if (rest.length === 0) yield Array<Way>(left).fill(first);
    else
      for (let n = 0; n <= left; n += 1)
        for (const others of counts(left - n, rest))
          yield [...Array<Way>(n).fill(first), ...others];
  };
  for (const board of counts(size - 1, ways)) for (const chair of ways) yield [chair, ...board];
}

const usual = Object.fromEntries(
  Object.entries(settings).map(([name, { value }]) => [name, value]),
);

type Rule = Record<string, string | number | boolean>;

const factsOf = (rule: Rule): Facts =>
  ({
    settings: { ...usual, ...rule },
    on: '2026-03-02',
    at: '2026-03-02T02:00:00.000Z',
    by: { id: 'm0', name: 'm0', roles: [] },
  }) as unknown as Facts;

function dataOf(board: readonly Way[], round: 1 | 2): AppraisalData {
  const id = (index: number) => `m${index}`;
  const named = (way: Way) =>
    board.flatMap((each, index) =>
      each === way ? [{ person: id(index), name: id(index), kinds: [] }] : [],
    );
  const voted = board.flatMap((way, index): [string, Ballot][] =>
    way === 'recused' || way === 'absent' ? [] : [[id(index), way]],
  );
  return {
    ...emptyData(),
    board: board.map((_, index) => ({
      person: id(index),
      name: id(index),
      role: index === 0 ? 'chair' : 'member',
      body: '',
      voting: true,
    })),
    recusals: named('recused'),
    ballots: Object.fromEntries(voted),
    meeting: {
      attempt: 1,
      invitedOn: '2026-03-01',
      expectedOn: '2026-03-02',
      round,
      present: voted.map(([person]) => person),
    },
  };
}

/** As a person would count: no share is computed, both sides are multiplied out. */
function oracle(
  board: readonly Way[],
  rule: Rule,
  round: 1 | 2,
): { quorum: boolean; verdict: string } {
  const count = (...wanted: Way[]) => board.filter((way) => wanted.includes(way)).length;
  const present = count('for', 'against', 'abstain');
  const mayVote = board.length - count('recused');
  const need = rule['quorumBase'] === 'all' ? board.length : mayVote;
  const quorum =
    present > 0 && present * Number(rule['quorumWhole']) >= need * Number(rule['quorumPart']);
  const bases: Record<string, number> = { present, eligible: mayVote, all: board.length };
  const base =
    (bases[String(rule['passBase'])] as number) - (rule['abstentionsCount'] ? 0 : count('abstain'));
  const enough = (votes: number) => {
    const [have, ask] = [votes * Number(rule['passWhole']), base * Number(rule['passPart'])];
    return votes > 0 && (rule['passCompare'] === '>' ? have > ask : have >= ask);
  };
  if (enough(count('for'))) return { quorum, verdict: 'pass' };
  if (enough(count('against'))) return { quorum, verdict: 'fail' };
  if (round === 1) return { quorum, verdict: 'split' };
  return { quorum, verdict: rule['castingVote'] && board[0] === 'for' ? 'pass' : 'fail' };
}

const shares: [string, number, number][] = [
  ['>', 1, 2],
  ['>=', 2, 3],
  ['>=', 90, 100],
  ['>', 65, 100],
  ['>=', 1, 1],
];
const quorums: [string, number, number][] = [
  ['eligible', 70, 100],
  ['all', 2, 3],
  ['eligible', 1, 2],
  ['all', 100, 100],
  ['all', 70, 100],
  ['eligible', 100, 100],
];

const rules: Rule[] = shares.flatMap(([passCompare, passPart, passWhole]) =>
  ['present', 'eligible', 'all'].flatMap((passBase) =>
    [true, false].flatMap((abstentionsCount) =>
      [true, false].map((castingVote, index) => {
        const [quorumBase, quorumPart, quorumWhole] = quorums[(passPart + index) % 6] as (typeof quorums)[0];
        const quorum = { quorumBase, quorumPart, quorumWhole };
        return { passCompare, passPart, passWhole, passBase, abstentionsCount, castingVote, ...quorum };
      }),
    ),
  ),
); // prettier-ignore

describe.each([1, 2, 3, 4, 5, 6, 7, 8, 9])('boards of %d', (size) => {
  const all = [...boards(size)];

  test('every vote under every rule is decided as by hand', () => {
    const wrong: object[] = [];
    for (const board of all)
      for (const round of [1, 2] as const) {
        const data = dataOf(board, round);
        for (const rule of rules) {
          // The casting vote speaks in the second round only.
          if (round === 1 && rule['castingVote']) continue;
          const facts = factsOf(rule);
          const told = { quorum: quorumOf(data, facts).met, verdict: verdict(data, facts) };
          const expected = oracle(board, rule, round);
          if (told.quorum !== expected.quorum || told.verdict !== expected.verdict)
            wrong.push({ board, round, rule, told, expected });
        }
      }
    expect(wrong.slice(0, 3)).toEqual([]);
    expect(all.length).toBeGreaterThan(size);
  });
});

describe.each([1, 2, 3, 4, 5, 6, 7, 8, 9])('who is there of %d', (size) => {
  test('every quorum rule is counted as by hand, with members who have no vote in the room or not', () => {
    const wrong: object[] = [];
    // What is voted says nothing of the quorum: one ballot stands for all.
    const all = [...boards(size)].filter((board) =>
      board.every((way) => !['against', 'abstain'].includes(way)),
    );
    for (const board of all)
      for (const silent of ['none', 'there', 'away'] as const) {
        const data = withSilent(dataOf(board, 1), silent);
        for (const [quorumBase, quorumPart, quorumWhole] of quorums) {
          const rule = { ...rules[0], quorumBase, quorumPart, quorumWhole };
          const told = quorumOf(data, factsOf(rule)).met;
          if (told !== oracle(board, rule, 1).quorum) wrong.push({ board, silent, rule, told });
        }
      }
    expect(wrong.slice(0, 3)).toEqual([]);
  });
});

type Twice = readonly [Way, Way];

/** Every board of so many by what its members do in two votes, the chair first; the recused are so in both. */
function* boardsTwice(size: number): Generator<Twice[]> {
  const acts = ways.filter((way) => way !== 'recused');
  const both: Twice[] = acts.flatMap((one) => acts.map((two): Twice => [one, two]));
  const kinds: Twice[] = [...both, ['recused', 'recused']];
  const rest = function* (left: number, from: number): Generator<Twice[]> {
    if (left === 0) yield [];
    else
      for (let kind = from; kind < kinds.length; kind += 1)
        for (const others of rest(left - 1, kind)) yield [kinds[kind] as Twice, ...others];
  };
  for (const others of rest(size - 1, 0)) for (const chair of kinds) yield [chair, ...others];
}

/**
 * Goes through a vote by the events of the process. Of those who vote some are there from the beginning, some come after
 * others have voted; of those who do not, some leave without a ballot.
 */
function vote(
  start: AppraisalData,
  board: readonly Way[],
  facts: Facts,
  left: ReadonlySet<number> = new Set(),
): AppraisalData {
  let data = start;
  const happens = (type: 'MEMBER_ARRIVED' | 'MEMBER_LEFT', person: string) => {
    data = meetingEvents[type].record({ data, payload: { person }, facts });
  };
  const here = (person: string) => data.meeting?.present.includes(person) === true;
  for (const [index, way] of board.entries()) {
    const person = `m${index}`;
    if (way === 'recused') continue;
    if (way === 'absent') {
      if (here(person) && !left.has(index)) happens('MEMBER_LEFT', person);
      continue;
    }
    if (!here(person)) happens('MEMBER_ARRIVED', person);
    data = { ...data, ballots: { ...data.ballots, [person]: way } };
  }
  return data;
}

describe.each([1, 2, 3, 4])('people of %d come and go between two votes', (size) => {
  const some = rules.filter((_, index) => index % 7 === 0);

  test('each vote is decided by who was there for it', () => {
    const wrong: object[] = [];
    let compared = 0;
    const told = (data: AppraisalData, facts: Facts) => ({
      quorum: quorumOf(data, facts).met,
      verdict: verdict(data, facts),
      awaited: awaited(data).length,
    });
    let turn = 0;
    for (const board of boardsTwice(size)) {
      turn += 1;
      const [first, second] = [board.map(([one]) => one), board.map(([, two]) => two)];
      const base = dataOf(first, 1);
      // Some are there when it opens, by turns: also who will leave without voting, and not all who will vote.
      const opened = board.flatMap(([one], index) =>
        one !== 'recused' && (turn + index) % 3 !== 0 ? [`m${index}`] : [],
      );
      const rule = some[turn % some.length] as Rule;
      const facts = factsOf(rule);
      const start = { ...base, ballots: {}, meeting: { ...base.meeting!, present: opened } };
      const one = vote(start, first, facts);
      // Have voted, and do not wait for the result: they count in this vote, not in the next.
      const early = board.flatMap(([before, after], index) =>
        after === 'absent' && before !== 'absent' && (turn + index) % 2 === 0 ? [index] : [],
      );
      const closing = early.reduce((data, index) => {
        const payload = { person: `m${index}` };
        return meetingEvents.MEMBER_LEFT.record({ data, payload, facts });
      }, one);
      const split = meetingEvents.VOTE_SPLIT.record({ data: closing, payload: {}, facts });
      const two = vote(split, second, facts, new Set(early));
      for (const [data, done, round] of [
        [closing, first, 1],
        [two, second, 2],
      ] as const) {
        const expected = { ...oracle(done, rule, round), awaited: 0 };
        const found = told(data, facts);
        compared += 1;
        if (JSON.stringify(found) !== JSON.stringify(expected))
          wrong.push({ board, round, rule, found, expected });
      }
    }
    expect(wrong.slice(0, 3)).toEqual([]);
    expect(compared).toBeGreaterThan(2 * 16 ** (size - 1));
  });
});

/** The same board with a secretary who may not vote; no rule counts them. */
function withSilent(data: AppraisalData, silent: 'none' | 'there' | 'away'): AppraisalData {
  if (silent === 'none') return data;
  const { board, meeting } = data;
  const secretary = { person: 's', name: 's', role: 'secretary', body: '', voting: false } as const;
  const present = [...(meeting?.present ?? []), ...(silent === 'there' ? ['s'] : [])];
  return { ...data, board: [...board, secretary], meeting: { ...meeting!, present } };
}

test('the sum that is printed names the base, the share and both numbers', () => {
  const data = dataOf(['for', 'for', 'abstain', 'against', 'recused', 'absent', 'for'], 1);
  const facts = factsOf({
    passBase: 'eligible',
    passPart: 2,
    passWhole: 3,
    abstentionsCount: false,
  });
  expect(arithmeticOf(data, facts).arithmetic.vi).toBe(
    'Cần từ 2/3 trở lên của 6 người có quyền biểu quyết (7 thành viên, 1 người không tham gia do xung đột lợi ích), trừ 1 phiếu trắng ≈ 3,33, tức ít nhất 4 phiếu thuận; có 3: không đạt.',
  );
  expect(quorumOf(data, facts).arithmetic.vi).toContain('70 %');
});

test('rules that are no majority, or no share, are refused when they are set', () => {
  const faults = (rule: Rule) => settingFaults({ ...usual, ...rule }).map(({ name }) => name);
  expect(rules.flatMap((rule) => faults(rule))).toEqual([]);
  expect(faults({ passPart: 1, passWhole: 2, passCompare: '>=' })).toEqual(['passPart']);
  expect(faults({ quorumPart: 3, quorumWhole: 2 })).toEqual(['quorumPart']);
  expect(faults({ boardSizeMin: 9, boardSizeMax: 5 })).toEqual(['boardSizeMin']);
});
