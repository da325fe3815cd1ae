// What an appraisal case knows, and the questions its rules and papers ask of it.
import { addDays, nextWorkingDay, type LocalDate } from '../calendar.ts';
import { vocabulary, type Actor, type Cooperative, type Facts, type Recipient } from '../define.ts';
import type { Text } from '../text.ts';
import type { Tally } from '../voting.ts';
import { shippedSet } from '../criteria/shipped.ts';
import type { Moving } from '../criteria/move.ts';
import type { CriteriaSet, Exclusion, Figures } from '../criteria/set.ts';
import { resultOf, type Line, type Result } from '../criteria/sheet.ts';
import { frozenSet, withoutWaived, type Frozen } from './criteria.ts';
import { numberOf, textOf } from './settings.ts';

export type Person = { person: string; name: string };
export type Member = Person & {
  role: 'chair' | 'secretary' | 'member';
  body: string;
  voting: boolean;
};
export type Paper = { kind: string; title: string };
export type Ballot = 'for' | 'against' | 'abstain';
export type Conflict = 'memberOrOfficial' | 'family' | 'creditor' | 'drafter' | 'other';

/** A round of voting that is closed; its ballots may be read from then on. */
export type Vote = {
  attempt: number;
  round: number;
  on: LocalDate;
  result: 'passed' | 'failed' | 'split' | 'conditional';
  tally: Tally;
  ballots: Readonly<Record<string, Ballot>>;
  quorum: Text;
  arithmetic: Text;
  /** Who concluded it: the approver of the decision. */
  by?: Person;
  /** Who may vote and was there for it. */
  present?: readonly string[];
};

/** Somebody of the board who came to the meeting, or left it, after it was opened. */
export type Movement = {
  person: string;
  way: 'arrived' | 'left';
  on: LocalDate;
  /** "08:30"; left out where the hour is not known. */
  at?: string;
};

/** `expectedOn` is the first day on which the invitation was given in time. */
export type Meeting = {
  attempt: number;
  invitedOn: LocalDate;
  expectedOn: LocalDate;
  round: 1 | 2;
  present: readonly string[];
  openedOn?: LocalDate;
  place?: string;
  /** In their order. Who left after voting stays among the present until the round is closed. */
  movements?: readonly Movement[];
  /** The meeting before this one, which too few had come to. */
  notHeld?: { present: readonly string[]; quorum: Text };
};

export type Decision = {
  kind: 'recognised' | 'notRecognised' | 'revoked';
  on: LocalDate;
  by: Person;
  reason?: string;
};
export type Certificate = {
  issuedOn: LocalDate;
  validUntil: LocalDate;
  reappraisalFrom: LocalDate;
  result: Result;
};

/** What a linked appraisal starts with, as its opening event takes it. */
export type Next = { period: number; documents: readonly Paper[] };

/** What is looked at in the field, by whom and where. */
export type FieldPlan = {
  on?: LocalDate;
  place?: string;
  team: readonly string[];
  items: readonly string[];
};
export type FieldCheck = {
  on: LocalDate;
  findings: string;
  points: readonly string[];
  /** As counted on the spot. */
  figures?: Figures;
  checks?: readonly { criterion: string; finding: string; agrees: boolean }[];
  photos?: readonly string[];
  signers?: { cooperative: string; commune: string };
};

/** A round of scoring that was opened again, with the sheets it had. */
export type Round = {
  round: number;
  on: LocalDate;
  by: Person;
  reason: string;
  /** Of the meeting that was called on it. */
  attempt: number;
  sheets: Readonly<Record<string, readonly Line[]>>;
};

/** From one version of the criteria set to another, while the case ran. */
export type Moved = {
  on: LocalDate;
  by: Person;
  reason: string;
  how: Moving;
  /** 0 is the set as shipped. */
  from: number;
  to: number;
  /** Of the meeting that had been called. */
  attempt?: number;
};
export type Complaint = {
  on: LocalDate;
  grounds: string;
  name: string;
  person: string;
  ended?: string;
};

/** Of what an issued certificate says. */
export type Correction = {
  reason: string;
  name?: string;
  address?: string;
  by: Person;
  approvedBy?: Person;
  signedOn?: LocalDate;
};

/** What a conditional pass asks for, with what was handed in for it and how that was checked. */
export type RemedyItem = {
  item: string;
  dueOn?: LocalDate;
  evidence?: string;
  /** By itself, not with all the others. */
  handed?: { on: LocalDate; by: Person; files: readonly string[] };
  checked?: { on: LocalDate; by: Person; accepted: boolean; reason?: string };
  /** Its day has passed, and that was told. */
  late?: true;
};

export type AppraisalData = {
  cooperative: Cooperative;
  /** Id of the criteria set. */
  criterionSet: string;
  /** The version it was opened on; left out, the set as shipped. */
  set?: Frozen;
  period: number;
  previousCase?: string;
  /** The previous case holds a certificate, which the one of this case replaces. */
  renews?: true;
  applicant: { name: string; person?: string };
  /** Who gets the result besides: the commune, a department. */
  copies: readonly Recipient[];
  selfScore: readonly Line[];
  /** By the ids of the criteria set. */
  figures?: Figures;
  documents: readonly Paper[];
  missing: readonly string[];
  exclusions: readonly Exclusion[];
  assignee?: Person;
  leader?: Person;
  acceptedOn?: LocalDate;
  board: readonly Member[];
  /** The board of the register it was formed from. */
  boardFrom?: { id: string; name: string; decision: string };
  /** Members who have said that nothing ties them to the cooperative. */
  declared: readonly string[];
  /** Members, present and former, who must have no part in the case. */
  recusals: readonly (Person & { kinds: readonly Conflict[] })[];
  fieldPlan?: FieldPlan;
  field?: FieldCheck;
  /** Earlier rounds of scoring. */
  rounds?: readonly Round[];
  moved?: readonly Moved[];
  /** Sealed when handed in: nobody reads another’s before all are in, and none changes. */
  sheets: Readonly<Record<string, readonly Line[]>>;
  meeting?: Meeting;
  /** Of the round that is running. */
  ballots: Readonly<Record<string, Ballot>>;
  votes: readonly Vote[];
  /** Members whose decision was successfully complained of: others must decide. */
  contested: readonly string[];
  remediation: readonly RemedyItem[];
  remedies: readonly string[];
  decision?: Decision;
  certificate?: Certificate;
  violation?: { kind: string; facts: string; by?: Person };
  correction?: Correction;
  explanation?: string;
  /** The time to explain has passed. */
  explanationDue?: true;
  complaint?: Complaint;
  next?: Next;
};

export const words = vocabulary<AppraisalData>();

export const localRule = 'Quy chế của Liên minh (cấu hình)';

const nobody: Cooperative = {
  code: '',
  name: '',
  kind: 'cooperative',
  status: '',
  registeredOn: '',
  commune: '',
  persons: [],
};

/** A case before its first event. */
export function emptyData(): AppraisalData {
  return {
    cooperative: nobody,
    criterionSet: 'TT01_2020',
    period: 0,
    applicant: { name: '' },
    copies: [],
    selfScore: [],
    documents: [],
    missing: [],
    exclusions: [],
    board: [],
    declared: [],
    recusals: [],
    sheets: {},
    ballots: {},
    votes: [],
    contested: [],
    remediation: [],
    remedies: [],
  };
}

/** Returns the criteria set of the case, as the alliance uses it. */
export function setOf(data: AppraisalData, facts: Facts): CriteriaSet {
  return withoutWaived(wholeSet(data, facts), textOf(facts, 'waivedRequirements'));
}

/** Returns the criteria set of the case with every requirement. */
export function wholeSet({ criterionSet, set }: AppraisalData, facts: Facts): CriteriaSet {
  return frozenSet(criterionSet, set, facts) as CriteriaSet;
}

/** Returns code and name of the criteria set, which need no more than the case itself. */
export function nameOfSet({ criterionSet, set }: AppraisalData): Pick<Frozen, 'code' | 'name'> {
  return set ?? (shippedSet(criterionSet) as CriteriaSet);
}

/** Returns what the sheets say together, by the alliance's rule: their mean, or their median. */
export function resultFor(data: AppraisalData, facts: Facts): Result {
  const rule = textOf(facts, 'scoreRule') === 'median' ? 'median' : 'mean';
  return resultOf(setOf(data, facts), Object.values(data.sheets), rule);
}

/** Returns the account that acts, as a person of the case. */
export const personOf = ({ id, name }: Actor): Person => ({ person: id, name });

/** Returns the accounts of the one who asked and of those who act for the cooperative. */
export function applicants({ applicant, cooperative }: AppraisalData): string[] {
  return [...new Set([...(applicant.person ? [applicant.person] : []), ...cooperative.persons])];
}

/** Returns whether this account is one of those of the person who acts. */
export const actsAs = ({ by, found: { same = [] } }: Facts, person: string): boolean =>
  by.id === person || same.includes(person);

export const recusedPersons = ({ recusals }: AppraisalData): string[] =>
  recusals.map(({ person }) => person);

/** Returns the member of the board who is this person, unless recused. */
export function seat(data: AppraisalData, person: string): Member | undefined {
  return recusedPersons(data).includes(person)
    ? undefined
    : data.board.find((each) => each.person === person);
}

/** Returns the members who may vote: those with a vote, less the recused. */
export function eligible(data: AppraisalData): Member[] {
  return data.board.filter((each) => each.voting && seat(data, each.person));
}

/** Meetings of the case before the board began anew, so that none is counted twice. */
function heldBefore({ votes, rounds = [], moved = [] }: AppraisalData): number {
  return Math.max(0, ...[...votes, ...rounds, ...moved].map(({ attempt = 0 }) => attempt));
}

/** Returns the data with a meeting called: the next attempt, nobody there yet, no ballot cast. */
export function called(data: AppraisalData, facts: Facts): AppraisalData {
  const { on: invitedOn, calendar } = facts;
  const expectedOn = nextWorkingDay(
    calendar,
    addDays(invitedOn, numberOf(facts, 'meetingNoticeDays')),
  );
  const attempt = (data.meeting?.attempt ?? heldBefore(data)) + 1;
  return {
    ...data,
    ballots: {},
    meeting: { attempt, invitedOn, expectedOn, round: 1, present: [] },
  };
}
