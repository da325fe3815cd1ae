// Quorum and majority: the clauses used, then every vote of every small board against an oracle.
import { describe, expect, test } from 'vitest';
import {
  defaultBoard,
  foundingVote,
  isMajority,
  isPossible,
  outcome,
  passes,
  quorum,
  valuationByAppraiser,
  valuationByMembers,
} from '../../machines/voting.ts';
import type { Board, QuorumRule, Tally, VoteRule } from '../../machines/voting.ts';

const tally = (yes: number, no: number, abstain = 0): Tally => ({ for: yes, against: no, abstain });
const full = (all: number): Board => ({ all, recused: 0, present: all });

describe('the founding conference (Luật 17/2023/QH15 Đ39.5)', () => {
  const { rule } = foundingVote;

  test('3 of 5 official members pass', () => {
    expect(passes(rule, full(5), tally(3, 2))).toMatchObject({ met: true, need: 3, have: 3 });
    expect(outcome(rule, full(5), tally(2, 3))).toBe('fail');
  });

  test('a tie does not pass', () => {
    expect(passes(rule, full(6), tally(3, 3))).toMatchObject({ met: false, need: 4 });
    expect(outcome(rule, full(6), tally(3, 3))).toBe('split');
  });

  test('abstentions and absence do not lower the majority', () => {
    expect(outcome(rule, full(7), tally(3, 0, 4))).toBe('split');
    expect(outcome(rule, { all: 7, recused: 0, present: 5 }, tally(3, 2))).toBe('split');
    expect(outcome(rule, { all: 7, recused: 0, present: 5 }, tally(4, 1))).toBe('pass');
  });

  test('assets: all members agree, or more than half of those at the conference (Đ77.1)', () => {
    expect(passes(valuationByMembers.rule, full(5), tally(5, 0)).met).toBe(true);
    expect(passes(valuationByMembers.rule, full(5), tally(4, 0, 1)).met).toBe(false);
    const present = { all: 9, recused: 0, present: 6 };
    expect(passes(valuationByAppraiser.rule, present, tally(4, 2)).met).toBe(true);
    expect(passes(valuationByAppraiser.rule, present, tally(3, 2, 1)).met).toBe(false);
  });

  test('these are law, verified, with their article', () => {
    for (const { law, isLaw, confidence } of [
      foundingVote,
      valuationByAppraiser,
      valuationByMembers,
    ]) {
      expect(law).toMatch(/^Luật 17\/2023\/QH15 Đ\d+\.\d$/);
      expect({ isLaw, confidence }).toEqual({ isLaw: true, confidence: 'verified' });
    }
  });
});

describe('the appraisal board by default', () => {
  const board = { all: 9, recused: 1, present: 6 };

  test('is a default, not law, and unconfirmed', () => {
    for (const sourced of Object.values(defaultBoard)) {
      expect(sourced).toMatchObject({ isLaw: false, confidence: 'memory' });
      expect(sourced.law.startsWith('? ')).toBe(true);
    }
  });

  test('meets with 70 % of those not recused: 6 of 8, though 6 of 9 would be too few', () => {
    const { rule } = defaultBoard.quorum;
    expect(quorum(rule, board)).toMatchObject({ met: true, need: 6, have: 6 });
    expect(quorum(rule, { ...board, recused: 0 })).toMatchObject({ met: false, need: 7, have: 6 });
  });

  test('recommends with 90 % of those present', () => {
    const { rule } = defaultBoard.vote;
    expect(outcome(rule, full(9), tally(9, 0))).toBe('pass');
    expect(outcome(rule, full(9), tally(8, 1))).toBe('split');
    expect(outcome(rule, full(9), tally(0, 9))).toBe('fail');
    expect(outcome(rule, full(10), tally(9, 1))).toBe('pass');
  });

  test('the alternative asks for more than half of those who may vote', () => {
    const { rule } = defaultBoard.alternativeVote;
    expect(outcome(rule, board, tally(5, 1))).toBe('pass');
    expect(outcome(rule, board, tally(4, 2))).toBe('split');
  });
});

describe('the sum is written out', () => {
  test('for a quorum with a recused member', () => {
    expect(quorum(defaultBoard.quorum.rule, { all: 9, recused: 1, present: 5 }).arithmetic).toEqual(
      {
        vi: 'Cần từ 70 % trở lên của 8 người có quyền biểu quyết (9 thành viên, 1 người không tham gia do xung đột lợi ích) = 5,6, tức ít nhất 6 người có quyền biểu quyết có mặt; có 5: không đạt.',
        en: 'Needs at least 70 % of 8 who may vote (9 members, 1 recused) = 5.6, that is at least 6 voting members present; there are 5: not reached.',
      },
    );
  });

  test('for a majority of all members', () => {
    expect(passes(foundingVote.rule, full(5), tally(3, 2)).arithmetic).toEqual({
      vi: 'Cần quá 50 % của 5 thành viên = 2,5, tức ít nhất 3 phiếu thuận; có 3: đạt.',
      en: 'Needs more than 50 % of 5 members = 2.5, that is at least 3 votes for; there are 3: reached.',
    });
  });

  test('for two thirds of those present, abstentions out of the base', () => {
    const rule: VoteRule = {
      base: 'present',
      compare: '>=',
      part: 2,
      whole: 3,
      abstentionsCount: false,
    };
    expect(passes(rule, full(7), tally(4, 1, 2)).arithmetic).toEqual({
      vi: 'Cần từ 2/3 trở lên của 7 người có mặt, trừ 2 phiếu trắng ≈ 3,33, tức ít nhất 4 phiếu thuận; có 4: đạt.',
      en: 'Needs at least 2/3 of 7 present, less 2 abstaining ≈ 3.33, that is at least 4 votes for; there are 4: reached.',
    });
  });
});

describe('what cannot be', () => {
  test.each<[string, Board, Tally]>([
    ['more votes than present', { all: 9, recused: 0, present: 5 }, tally(4, 1, 1)],
    ['more present than may vote', { all: 9, recused: 2, present: 8 }, tally(4, 1)],
    ['a negative count', full(5), tally(-1, 2)],
    ['half a member', { all: 5.5, recused: 0, present: 5 }, tally(3, 2)],
  ])('%s is refused', (_, board, votes) => {
    expect(isPossible(board, votes)).toBe(false);
    expect(() => passes(foundingVote.rule, board, votes)).toThrow(RangeError);
    expect(() => outcome(foundingVote.rule, board, votes)).toThrow(RangeError);
  });

  test('a quorum of an impossible board is refused', () => {
    expect(() => quorum(defaultBoard.quorum.rule, { all: 5, recused: 3, present: 3 })).toThrow(
      'impossible counts or rule of a quorum',
    );
    expect(isPossible(full(5), tally(3, 2))).toBe(true);
  });

  test.each<[string, VoteRule['compare'], number, number, boolean]>([
    ['more than half', '>', 1, 2, true],
    ['at least half: a tie would win twice', '>=', 1, 2, false],
    ['at least 51 %', '>=', 51, 100, true],
    ['more than a third', '>', 1, 3, false],
    ['more than all', '>', 3, 2, false],
    ['a share of nothing', '>', 1, 0, false],
    ['nothing', '>=', 0, 1, false],
    ['half a part', '>=', 0.9, 1, false],
    ['a part of a half', '>', 1, 1.5, false],
  ])('%s', (_, compare, part, whole, majority) => {
    const rule: VoteRule = { base: 'present', compare, part, whole, abstentionsCount: true };
    expect(isMajority(rule)).toBe(majority);
    const vote = () => passes(rule, full(4), tally(2, 2));
    if (majority) expect(vote().met).toBe(false);
    else expect(vote).toThrow(RangeError);
  });

  test('nobody is no quorum, and no vote is no consent', () => {
    expect(quorum(defaultBoard.quorum.rule, { all: 3, recused: 3, present: 0 }).met).toBe(false);
    const rule: VoteRule = { ...defaultBoard.vote.rule, abstentionsCount: false };
    expect(passes(rule, full(3), tally(0, 0, 3))).toMatchObject({ met: false, need: 1 });
    expect(outcome(rule, full(3), tally(0, 0, 3))).toBe('split');
  });
});

// The oracle knows members, not counts: it asks each one, and compares fractions of whole lists.
type Seat = 'for' | 'against' | 'abstain' | 'silent' | 'absent' | 'recused';

/** Sign of a/b - c/d for positive b and d, by Euclid's algorithm on both: no product, no float. */
function compareFractions([a, b]: [bigint, bigint], [c, d]: [bigint, bigint]): number {
  const [whole, other] = [a / b, c / d];
  if (whole !== other) return whole < other ? -1 : 1;
  const [left, right] = [a % b, c % d];
  if (left === 0n || right === 0n) return Number(left > 0n) - Number(right > 0n);
  return compareFractions([d, right], [b, left]);
}

function reaches(rule: VoteRule | QuorumRule, agreeing: Seat[], base: Seat[]): boolean {
  if (agreeing.length === 0 || base.length === 0) return false;
  const share: [bigint, bigint] = [BigInt(agreeing.length), BigInt(base.length)];
  const sign = compareFractions(share, [BigInt(rule.part), BigInt(rule.whole)]);
  return rule.compare === '>' ? sign > 0 : sign >= 0;
}

function isPresent(seat: Seat): boolean {
  return seat !== 'absent' && seat !== 'recused';
}

function votingBase(rule: VoteRule, seats: Seat[]): Seat[] {
  const base = {
    present: seats.filter(isPresent),
    eligible: seats.filter((seat) => seat !== 'recused'),
    all: seats,
  }[rule.base];
  return rule.abstentionsCount ? base : base.filter((seat) => seat !== 'abstain');
}

/** Every board of 1 to 9 seats, as a multiset of what each seat does. */
function* boards(): Generator<Seat[]> {
  const kinds: Seat[] = ['for', 'against', 'abstain', 'silent', 'absent', 'recused'];
  function* fill(seats: Seat[], from: number, size: number): Generator<Seat[]> {
    if (seats.length === size) yield seats;
    else
      for (let kind = from; kind < kinds.length; kind++)
        yield* fill([...seats, kinds[kind]!], kind, size);
  }
  for (let size = 1; size <= 9; size++) yield* fill([], 0, size);
}

const counted = (seats: Seat[], kind: Seat) => seats.filter((seat) => seat === kind).length;

function facts(seats: Seat[]): { board: Board; votes: Tally } {
  return {
    board: {
      all: seats.length,
      recused: counted(seats, 'recused'),
      present: seats.filter(isPresent).length,
    },
    votes: tally(counted(seats, 'for'), counted(seats, 'against'), counted(seats, 'abstain')),
  };
}

const thresholds = [
  ['>', 1, 2],
  ['>=', 2, 3],
  ['>', 2, 3],
  ['>=', 13, 20],
  ['>=', 9, 10],
  ['>=', 1, 1],
] as const;

describe('every vote of every board of 1 to 9', () => {
  const all = [...boards()];

  test.each(thresholds)('votes %s %i/%i', (compare, part, whole) => {
    for (const base of ['present', 'eligible', 'all'] as const) {
      for (const abstentionsCount of [true, false]) {
        const rule: VoteRule = { base, compare, part, whole, abstentionsCount };
        const wrong = all.filter((seats) => {
          const { board, votes } = facts(seats);
          const within = votingBase(rule, seats);
          const agree = (kind: Seat) => seats.filter((seat) => seat === kind);
          const [won, lost] = [
            reaches(rule, agree('for'), within),
            reaches(rule, agree('against'), within),
          ];
          const expected = won ? 'pass' : lost ? 'fail' : 'split';
          const found = passes(rule, board, votes);
          const least = passes(rule, board, tally(0, 0, votes.abstain)).need;
          return (
            (won && lost) ||
            found.met !== won ||
            found.have >= least !== won ||
            outcome(rule, board, votes) !== expected
          );
        });
        expect(wrong).toEqual([]);
      }
    }
  });

  test.each([...thresholds, ['>=', 7, 10], ['>=', 1, 3], ['>', 1, 3]] as const)(
    'quorum %s %i/%i',
    (compare, part, whole) => {
      for (const base of ['eligible', 'all'] as const) {
        const rule: QuorumRule = { base, compare, part, whole };
        const wrong = all.filter((seats) => {
          const within = base === 'all' ? seats : seats.filter((seat) => seat !== 'recused');
          const found = quorum(rule, facts(seats).board);
          return found.met !== reaches(rule, seats.filter(isPresent), within);
        });
        expect(wrong).toEqual([]);
      }
    },
  );
});
