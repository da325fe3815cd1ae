// The board of one case: whether it is well composed, who is there, and how it has voted.
import type { Facts } from '../define.ts';
import type { Text } from '../text.ts';
import {
  defaultBoard,
  isMajority,
  outcome,
  passes,
  quorum,
  neededFor,
  type Board,
  type Count,
  type QuorumRule,
  type Tally,
  type VoteRule,
} from '../voting.ts';
import {
  called,
  eligible,
  personOf,
  recusedPersons,
  type AppraisalData,
  type Ballot,
  type Meeting,
  type Member,
  type Vote,
} from './data.ts';
import { inForce as attendanceInForce } from './attendance.ts';
import { inForce } from './hands.ts';
import { isOn, numberOf, textOf, voteRuleOf } from './settings.ts';

/** What a board can lack; the words are in `boardFaultTexts`. */
export type BoardFault = 'size' | 'odd' | 'chair' | 'secretary' | 'twice';

/** Returns what is wrong with the composition; nothing when it is sound. Size counts those who vote. */
export function boardFaults(
  members: readonly Member[],
  facts: Pick<Facts, 'settings'>,
): BoardFault[] {
  const votes = members.filter(({ voting }) => voting).length;
  const has = (role: Member['role']) => members.filter((each) => each.role === role);
  const chairs = has('chair');
  const faults: [BoardFault, boolean][] = [
    ['size', votes < numberOf(facts, 'boardSizeMin') || votes > numberOf(facts, 'boardSizeMax')],
    ['odd', isOn(facts, 'boardOdd') && votes % 2 === 0],
    ['chair', chairs.length !== 1 || !chairs[0]?.voting],
    ['secretary', has('secretary').length !== 1],
    ['twice', new Set(members.map(({ person }) => person)).size !== members.length],
  ];
  return faults.flatMap(([fault, found]) => (found ? [fault] : []));
}

/** Returns the required bodies that nobody on the board comes from. */
export function missingBodies(
  members: readonly Member[],
  facts: Pick<Facts, 'settings'>,
): string[] {
  const bodies = members.map(({ body }) => body.toLowerCase());
  return textOf(facts, 'requiredBodies')
    .split(';')
    .map((each) => each.trim())
    .filter((each) => !bodies.some((body) => body.includes(each.toLowerCase())));
}

/** Returns the members with one seat taken by somebody else. */
export function replaced(members: readonly Member[], outgoing: string, incoming: Member): Member[] {
  return members.map((each) => (each.person === outgoing ? incoming : each));
}

/** Returns the members who may vote and are in the room. */
export function attending(
  data: AppraisalData,
  present = (data.meeting as Meeting).present,
): Member[] {
  return eligible(data).filter(({ person }) => present.includes(person));
}

/** Returns whether enough of those who may vote are there; the recused are not in the base. */
export function quorumOf(data: AppraisalData, facts: Facts, present?: readonly string[]): Count {
  return quorum(quorumRule(facts), seats(data, attending(data, present).length));
}

function seats(data: AppraisalData, present: number): Board {
  const voting = data.board.filter((each) => each.voting);
  return { all: voting.length, recused: voting.length - eligible(data).length, present };
}

/** The alliance's rule; the default where its figures are no fraction. */
function quorumRule(facts: Facts): QuorumRule {
  const [part, whole] = [numberOf(facts, 'quorumPart'), numberOf(facts, 'quorumWhole')];
  const usable =
    Number.isSafeInteger(part) && Number.isSafeInteger(whole) && part > 0 && part <= whole;
  const base = textOf(facts, 'quorumBase') === 'all' ? 'all' : 'eligible';
  return usable ? { base, compare: '>=', part, whole } : defaultBoard.quorum.rule;
}

/** The alliance's rule; the default where it would be no majority. */
function voteRule(facts: Facts): VoteRule {
  const rule = voteRuleOf(facts.settings);
  const known =
    ['present', 'eligible', 'all'].includes(rule.base) && ['>', '>='].includes(rule.compare);
  return known && isMajority(rule) ? rule : defaultBoard.vote.rule;
}

/** Returns the ballots of those who may vote and are there. */
export function validBallots(data: AppraisalData): [string, Ballot][] {
  const here = new Set(attending(data).map(({ person }) => person));
  return Object.entries(data.ballots).filter(([person]) => here.has(person));
}

export function tallyOf(data: AppraisalData): Tally {
  const ballots = validBallots(data);
  const count = (wanted: Ballot) => ballots.filter(([, ballot]) => ballot === wanted).length;
  return { for: count('for'), against: count('against'), abstain: count('abstain') };
}

/** Returns who is there, may vote, and has not done so in this round. */
export function awaited(data: AppraisalData): Member[] {
  return attending(data).filter(({ person }) => data.ballots[person] === undefined);
}

/** Returns the sum behind the vote, in words. */
export function arithmeticOf(data: AppraisalData, facts: Facts): Count {
  return passes(voteRule(facts), seats(data, attending(data).length), tallyOf(data));
}

/** Returns what the vote that is running needs, by who is there now, in words. */
export function neededOf(data: AppraisalData, facts: Facts): Text {
  return neededFor(voteRule(facts), seats(data, attending(data).length));
}

/**
 * Returns how the vote stands. A second split is decided by the chair's ballot where the alliance says so, and is
 * else a vote against.
 * @law ? local rule, configurable
 */
export function verdict(data: AppraisalData, facts: Facts): 'pass' | 'fail' | 'split' {
  const plain = outcome(voteRule(facts), seats(data, attending(data).length), tallyOf(data));
  if (plain !== 'split' || data.meeting?.round !== 2) return plain;
  const chair = attending(data).find(({ role }) => role === 'chair');
  const casting =
    isOn(facts, 'castingVote') && chair !== undefined && data.ballots[chair.person] === 'for';
  return casting ? 'pass' : 'fail';
}

/** Returns the data with the round closed and its arithmetic kept. */
export function closedVote(
  data: AppraisalData,
  facts: Facts,
  result: Vote['result'],
): AppraisalData {
  const { attempt, round } = data.meeting as Meeting;
  const vote: Vote = {
    attempt,
    round,
    on: facts.on,
    result,
    tally: tallyOf(data),
    ballots: Object.fromEntries(validBallots(data)),
    quorum: quorumOf(data, facts).arithmetic,
    arithmetic: arithmeticOf(data, facts).arithmetic,
    ...(inForce(facts) ? { by: personOf(facts.by) } : {}),
    ...(attendanceInForce(facts) ? { present: attending(data).map(({ person }) => person) } : {}),
  };
  return { ...data, ballots: {}, votes: [...data.votes, vote] };
}

/** Returns the data without anything a person did on the board: no declaration, sheet or ballot of theirs counts. */
export function without(data: AppraisalData, person: string): AppraisalData {
  const { [person]: _sheet, ...sheets } = data.sheets;
  const { [person]: _ballot, ...ballots } = data.ballots;
  return { ...data, sheets, ballots, declared: data.declared.filter((each) => each !== person) };
}

/** Returns the members who have neither declared nor been replaced after a conflict. */
export function unsettled(data: AppraisalData): Member[] {
  const recused = recusedPersons(data);
  return data.board.filter(
    ({ person, voting }) => recused.includes(person) || (voting && !data.declared.includes(person)),
  );
}

/** The last sheet, or the last one awaited being recused, calls the meeting; automatic steps keep nothing themselves. */
export function calledIfScored(data: AppraisalData, facts: Facts): AppraisalData {
  return allScored(data) && data.meeting === undefined ? called(data, facts) : data;
}

/** Returns whether the board is scoring and no sheet is awaited. */
export function allScored(data: AppraisalData): boolean {
  return data.field !== undefined && eligible(data).length > 0 && unscored(data).length === 0;
}

/** Returns the members whose sheet is awaited. */
export function unscored(data: AppraisalData): Member[] {
  return eligible(data).filter(({ person }) => data.sheets[person] === undefined);
}
