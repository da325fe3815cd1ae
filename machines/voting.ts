// Owns the arithmetic of quorum and majority, with the sum written out for people. Which rule applies to
// a meeting is given by its process; whether the people may vote is not decided here.

import type { Confidence } from './law.ts';
import type { Text } from './text.ts';

/**
 * Votes for must be more than (`>`) or at least (`>=`) part/whole of the base: members present, all but
 * the recused, or all. Abstentions that do not count are taken out of the base.
 */
export type VoteRule = {
  base: 'present' | 'eligible' | 'all';
  compare: '>' | '>=';
  part: number;
  whole: number;
  abstentionsCount: boolean;
};
export type QuorumRule = {
  base: 'eligible' | 'all';
  compare: '>=' | '>';
  part: number;
  whole: number;
};
/** `present` counts only members who may vote: a recused member in the room is not among them. */
export type Board = { all: number; recused: number; present: number };
export type Tally = { for: number; against: number; abstain: number };
/** `need` and `have` are members (quorum) or votes for. */
export type Count = { met: boolean; need: number; have: number; arithmetic: Text };

/** Where a rule comes from. `isLaw: false` is a default of the organisation and must be shown as such. */
export type Sourced<R> = { rule: R; law: string; confidence: Confidence; isLaw: boolean };

/**
 * The founding conference: more than half of its official members, one vote each; a tie does not pass.
 * @law Luật 17/2023/QH15 Đ39.5
 */
export const foundingVote: Sourced<VoteRule> = {
  rule: { base: 'all', compare: '>', part: 1, whole: 2, abstentionsCount: true },
  law: 'Luật 17/2023/QH15 Đ39.5',
  confidence: 'verified',
  isLaw: true,
};

/** Assets valued by an appraisal body: more than half of those at the conference. @law Luật 17/2023/QH15 Đ77.1 */
export const valuationByAppraiser: Sourced<VoteRule> = {
  rule: { base: 'present', compare: '>', part: 1, whole: 2, abstentionsCount: true },
  law: 'Luật 17/2023/QH15 Đ77.1',
  confidence: 'verified',
  isLaw: true,
};

/** Assets valued by the members themselves: all of them agree. @law Luật 17/2023/QH15 Đ77.1 */
export const valuationByMembers: Sourced<VoteRule> = {
  rule: { base: 'all', compare: '>=', part: 1, whole: 1, abstentionsCount: true },
  law: 'Luật 17/2023/QH15 Đ77.1',
  confidence: 'verified',
  isLaw: true,
};

const byAnalogy = {
  law: '? mặc định của Liên minh, phỏng theo QĐ 18/2022/QĐ-TTg',
  confidence: 'memory',
  isLaw: false,
} as const;

/**
 * The appraisal board where an alliance has not set its own rules: 70 % present, 90 % of those present
 * for; the alternative is more than half of the members who may vote.
 * @law ? local rule, configurable (no national rule fixes a board for one cooperative)
 */
export const defaultBoard: {
  quorum: Sourced<QuorumRule>;
  vote: Sourced<VoteRule>;
  alternativeVote: Sourced<VoteRule>;
} = {
  quorum: { rule: { base: 'eligible', compare: '>=', part: 7, whole: 10 }, ...byAnalogy },
  vote: {
    rule: { base: 'present', compare: '>=', part: 9, whole: 10, abstentionsCount: true },
    ...byAnalogy,
  },
  alternativeVote: {
    rule: { base: 'eligible', compare: '>', part: 1, whole: 2, abstentionsCount: true },
    ...byAnalogy,
  },
};

/**
 * Returns whether a vote rule is a majority: with a lower threshold (half included, when half is enough)
 * both sides could win the same vote. Configuration must be refused otherwise.
 */
export function isMajority({ compare, part, whole }: VoteRule): boolean {
  return isFraction(part, whole) && (compare === '>' ? part * 2 >= whole : part * 2 > whole);
}

/** Returns whether such counts can exist: whole numbers, no more present than may vote, nor votes than present. */
export function isPossible(board: Board, tally?: Tally): boolean {
  const { all, recused, present } = board;
  const votes = tally ? [tally.for, tally.against, tally.abstain] : [];
  const whole = [all, recused, present, ...votes].every((n) => Number.isSafeInteger(n) && n >= 0);
  return whole && recused + present <= all && votes.reduce((sum, n) => sum + n, 0) <= present;
}

/**
 * Returns whether enough members are present; at least one must be.
 * @throws RangeError impossible counts or fraction: check with `isPossible` first
 */
export function quorum(rule: QuorumRule, board: Board): Count {
  demand(isPossible(board) && isFraction(rule.part, rule.whole), 'quorum');
  const base = baseOf(rule.base, board, 0);
  return count(rule, base, board.present, {
    vi: 'người có quyền biểu quyết có mặt',
    en: 'voting members present',
  });
}

/**
 * Returns whether the votes for reach the rule; at least one is needed. A tie never does.
 * @throws RangeError impossible counts, or a rule that is no majority: check with `isPossible`, `isMajority`
 */
export function passes(rule: VoteRule, board: Board, tally: Tally): Count {
  demand(isPossible(board, tally) && isMajority(rule), 'vote');
  const base = baseOf(rule.base, board, rule.abstentionsCount ? 0 : tally.abstain);
  return count(rule, base, tally.for, votesFor);
}

/**
 * Returns what a vote of those who are there needs, in words; abstentions are not known yet.
 * @throws RangeError as `passes`
 */
export function neededFor(rule: VoteRule, board: Board): Text {
  demand(isPossible(board) && isMajority(rule), 'vote');
  const { text } = threshold(rule, baseOf(rule.base, board, 0), votesFor);
  const less = rule.abstentionsCount
    ? { vi: '', en: '' }
    : { vi: ', phiếu trắng không tính', en: ', abstentions not counted' };
  return { vi: `${text.vi}${less.vi}.`, en: `${text.en}${less.en}.` };
}

/**
 * Returns 'pass' when the votes for reach the rule, 'fail' when those against do, else 'split'.
 * @throws RangeError as `passes`
 */
export function outcome(rule: VoteRule, board: Board, tally: Tally): 'pass' | 'fail' | 'split' {
  if (passes(rule, board, tally).met) return 'pass';
  const reversed = { ...tally, for: tally.against, against: tally.for };
  return passes(rule, board, reversed).met ? 'fail' : 'split';
}

type Base = { size: number; name: Text };

const votesFor: Text = { vi: 'phiếu thuận', en: 'votes for' };

function baseOf(base: VoteRule['base'], board: Board, abstaining: number): Base {
  const less = {
    vi: abstaining > 0 ? `, trừ ${abstaining} phiếu trắng` : '',
    en: abstaining > 0 ? `, less ${abstaining} abstaining` : '',
  };
  const named = (size: number, vi: string, en: string): Base => ({
    size: size - abstaining,
    name: { vi: `${size} ${vi}${less.vi}`, en: `${size} ${en}${less.en}` },
  });
  if (base === 'present') return named(board.present, 'người có mặt', 'present');
  if (base === 'all' || board.recused === 0) return named(board.all, 'thành viên', 'members');
  const { all, recused } = board;
  const vi = `người có quyền biểu quyết (${all} thành viên, ${recused} người không tham gia do xung đột lợi ích)`;
  return named(all - recused, vi, `who may vote (${all} members, ${recused} recused)`);
}

type Threshold = { compare: '>' | '>='; part: number; whole: number };

function count(rule: Threshold, base: Base, have: number, what: Text): Count {
  const { need, text } = threshold(rule, base, what);
  const met = have >= need;
  const arithmetic = {
    vi: `${text.vi}; có ${have}: ${met ? 'đạt' : 'không đạt'}.`,
    en: `${text.en}; there are ${have}: ${met ? 'reached' : 'not reached'}.`,
  };
  return { met, need, have, arithmetic };
}

/** How many are needed, and the sum that says so. */
function threshold(rule: Threshold, base: Base, what: Text): { need: number; text: Text } {
  const scaled = base.size * rule.part;
  const below = (scaled - (scaled % rule.whole)) / rule.whole;
  const enough = rule.compare === '>' || scaled % rule.whole > 0 ? below + 1 : below;
  // A threshold of nothing is reached by nobody: someone must be there, someone must say yes.
  const need = Math.max(1, enough);
  const [share, exact] = [percent(rule), decimal(scaled, rule.whole)];
  const more =
    rule.compare === '>'
      ? { vi: `quá ${share}`, en: `more than ${share}` }
      : { vi: `từ ${share} trở lên`, en: `at least ${share}` };
  const text = {
    vi: `Cần ${more.vi} của ${base.name.vi} ${exact.vi}, tức ít nhất ${need} ${what.vi}`,
    en: `Needs ${more.en} of ${base.name.en} ${exact.en}, that is at least ${need} ${what.en}`,
  };
  return { need, text };
}

/** "70 %", or "2/3" where percent would round. */
function percent({ part, whole }: Threshold): string {
  const hundred = (part * 100) / whole;
  return Number.isInteger(hundred) ? `${hundred} %` : `${part}/${whole}`;
}

/** "= 6,3" (vi), "= 6.3" (en); "≈" where two decimals do not suffice. */
function decimal(part: number, whole: number): Text {
  const hundredths = Math.round((part * 100) / whole);
  const exact = hundredths * whole === part * 100;
  const text = `${exact ? '=' : '≈'} ${hundredths / 100}`;
  return { vi: text.replace('.', ','), en: text };
}

/** A share above nothing and at most the whole. */
function isFraction(part: number, whole: number): boolean {
  return Number.isSafeInteger(part) && Number.isSafeInteger(whole) && part > 0 && part <= whole;
}

function demand(possible: boolean, what: string): void {
  if (!possible) throw new RangeError(`impossible counts or rule of a ${what}`);
}
