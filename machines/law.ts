// Owns the cooperative laws as dated data (legal-profiles.json) and the statutory terms of other laws.
// Gives values with their article and confidence; decides nothing about a case.

import type { LocalDate, Span, TermUnit } from './calendar.ts';
import data from './legal-profiles.json' with { type: 'json' };
import type { Text } from './text.ts';

/** An exact fraction: 0.3 is 3/10. */
export type Share = { part: bigint; whole: bigint };
/** Anything but 'verified' is shown as unconfirmed and never as law. */
export type Confidence = 'verified' | 'memory' | 'memory-low';
/** A value of a law; `basis` is its article ("Điều 74.1"), empty when it is not known. */
export type Parameter<T> = { value: T; basis: string; confidence: Confidence };
export type LegalProfileId = 'LAW_HTX_2023' | 'LAW_HTX_2012' | 'LAW_HTX_2003';
export type CooperativeKind = 'cooperative' | 'union';
/** A closed range, both ends included. */
export type Range = { min: number; max: number };

export type LegalProfile = {
  id: LegalProfileId;
  /** Full Vietnamese name. */
  law: string;
  /** As cited: "Luật 17/2023/QH15". */
  shortLaw: string;
  effectiveFrom: LocalDate;
  /** Last day in force; null while it is. */
  effectiveTo: LocalDate | null;
  parameters: ReadonlyMap<string, Parameter<unknown>>;
};

type RawProfile = Pick<LegalProfile, 'id' | 'law' | 'effectiveFrom' | 'effectiveTo'> & {
  params: Record<string, { value: unknown; basis?: string; c: Confidence }>;
};

/** The laws that cases may be under, the newest first. */
export const legalProfiles: readonly LegalProfile[] = (
  data.profiles as unknown as RawProfile[]
).map(({ id, law, effectiveFrom, effectiveTo, params }) => {
  const shortLaw = `Luật ${law.match(/\d+\/\d{4}\/QH\d+/)![0]}`;
  const parameters = Object.entries(params).map(
    ([name, { value, basis = '', c }]) => [name, { value, basis, confidence: c }] as const,
  );
  return { id, law, shortLaw, effectiveFrom, effectiveTo, parameters: new Map(parameters) };
});

/** Returns the profile of that id. @throws RangeError unknown id */
export function profile(id: string): LegalProfile {
  const found = legalProfiles.find((candidate) => candidate.id === id);
  if (!found) throw new RangeError(`unknown legal profile: ${id}`);
  return found;
}

/** Returns the cooperative law in force that day. @throws RangeError before 2004-07-01 */
export function profileInForce(on: LocalDate): LegalProfile {
  const found = legalProfiles.find(({ effectiveFrom }) => effectiveFrom <= on);
  if (!found) throw new RangeError(`no cooperative law is known for ${on}`);
  return found;
}

/**
 * Returns the least number of official members, of member cooperatives for a union.
 * @law Luật 17/2023/QH15 Đ4.7, Đ4.8
 * @throws RangeError the profile does not say (a union under the 2003 law)
 */
export function minFounders(law: LegalProfile, kind: CooperativeKind): Parameter<number> {
  return requiredNumber(law, `minFounders.${kind}`);
}

/**
 * Returns the largest share of the charter capital one official member may hold, itself allowed.
 * @law Luật 17/2023/QH15 Đ74.1
 * @throws RangeError the profile does not say (a union under the 2003 law)
 */
export function maxMemberShare(law: LegalProfile, kind: CooperativeKind): Parameter<Share> {
  const older = kind === 'union' ? 'memberCoop.union' : 'member.cooperative';
  const share =
    readShare(law, `maxCapitalShare.officialMember.${kind}`) ??
    readShare(law, `maxCapitalShare.${older}`) ??
    (kind === 'cooperative' ? readShare(law, 'maxCapitalShare.member') : undefined);
  return required(law, `maxCapitalShare.${kind}`, share);
}

/**
 * Returns the largest share all associate contributing members may hold together; undefined under laws
 * that do not know them.
 * @law Luật 17/2023/QH15 Đ74.2
 */
export function maxAssociateTotal(
  law: LegalProfile,
  kind: CooperativeKind,
): Parameter<Share> | undefined {
  return readShare(law, `maxTotalShare.associateContributing.${kind}`);
}

/** Returns the largest share all foreign members may hold together. @law Luật 17/2023/QH15 Đ74.3 */
export const maxForeignTotal = (law: LegalProfile) => readShare(law, 'maxTotalShare.foreign');

/**
 * Returns the ratio of foreign among official members that must not be reached: test with `belowShare`.
 * @law Luật 17/2023/QH15 Đ30.7, Đ34.6
 */
export const maxForeignMemberRatio = (law: LegalProfile) =>
  readShare(law, 'maxRatio.foreignOfficialMembers');

/** Returns the least age of a member, in years. @law Luật 17/2023/QH15 Đ30.1a, Đ30.2b */
export const memberMinAge = (law: LegalProfile, member: 'official' | 'associateNonContributing') =>
  read<number>(law, `memberMinAge.${member}`);

/** Returns the working days the registry has to answer. @law Luật 17/2023/QH15 Đ42.4 @throws RangeError 2003 law */
export const registrationWorkingDays = (law: LegalProfile) =>
  requiredNumber(law, 'registration.workingDays');

/** Returns for how many days a registration stays published. @law Luật 17/2023/QH15 Đ49.3 */
export const publicationDays = (law: LegalProfile) =>
  read<number>(law, 'registration.publicationDays');

/** Returns the months from the certificate to pay in capital. @law Luật 17/2023/QH15 Đ74.4 @throws RangeError 2003 law */
export const capitalMonths = (law: LegalProfile) =>
  requiredNumber(law, 'capitalContributionDeadlineMonths');

/** Returns the calendar days after that deadline to register the real capital. @law Luật 17/2023/QH15 Đ74.7 */
export const capitalFilingDays = (law: LegalProfile) =>
  read<number>(law, 'capitalAdjustRegistrationDays');

/** Returns the calendar days to file a change. @law Luật 17/2023/QH15 Đ47.1a, Đ48.2a */
export const changeFilingDays = (law: LegalProfile) => read<number>(law, 'change.filingDays');

/** Returns the months after the financial year to hold the annual meeting. @law Luật 17/2023/QH15 Đ59.1 @throws RangeError 2003 law */
export const annualMeetingMonths = (law: LegalProfile) =>
  requiredNumber(law, 'agm.deadlineMonthsAfterFY');

/** Returns the days of notice of a members' meeting; for founding by analogy. @law Luật 17/2023/QH15 Đ60.1 */
export const meetingNoticeDays = (law: LegalProfile) => read<number>(law, 'agm.noticeDays');

/** Returns how many members the management board may have. @law Luật 17/2023/QH15 Đ65.1 */
export const boardSize = (law: LegalProfile) => readRange(law, 'board.size');

/** Returns how many years the board may serve, from 0 where only the maximum is given. @law Luật 17/2023/QH15 Đ65.2 */
export const boardTermYears = (law: LegalProfile) =>
  readRange(law, 'board.termYears') ?? readMaximum(law, 'board.termYearsMax');

/** Returns how many members the supervisory board may have, from 0 likewise. @law Luật 17/2023/QH15 Đ69.1 */
export const supervisorySize = (law: LegalProfile) =>
  readRange(law, 'supervisory.size') ?? readMaximum(law, 'supervisory.max');

export type SizeClass = 'micro' | 'small' | 'medium' | 'large';

/**
 * Returns whether full governance is compulsory; undefined under laws without the distinction. The size
 * class itself comes from thresholds that are configuration (NĐ 113/2024, unconfirmed).
 * @law Luật 17/2023/QH15 Đ56.2, Đ56.3
 */
export function fullGovernanceRequired(
  law: LegalProfile,
  founded: { kind: 'cooperative'; size: SizeClass } | { kind: 'union'; members: number },
): Parameter<boolean> | undefined {
  const rule = read<string>(law, 'governance.fullRequired');
  if (!rule) return undefined;
  const value = founded.kind === 'union' ? founded.members >= 10 : founded.size !== 'micro';
  return { ...rule, value };
}

/**
 * Returns whether part/whole is at most the share, exactly. Whole numbers only: VND or members.
 * @throws RangeError a number is not whole
 */
export function withinShare(part: number | bigint, whole: number | bigint, share: Share): boolean {
  return BigInt(part) * share.whole <= BigInt(whole) * share.part;
}

/** Returns whether part/whole is strictly less than the share, exactly. @throws RangeError a number is not whole */
export function belowShare(part: number | bigint, whole: number | bigint, share: Share): boolean {
  return BigInt(part) * share.whole < BigInt(whole) * share.part;
}

/**
 * Returns the citation to print: "Luật 17/2023/QH15 Đ74.1". A basis that names another instrument stands
 * by itself; without an article only the law is named.
 */
export function cite(basis: string, law: LegalProfile): string {
  const articles = basis.replaceAll(/Điều\s+/g, 'Đ').replaceAll(/\s*;\s*| \/ /g, ', ');
  if (articles === '') return law.shortLaw;
  return articles.startsWith('Đ') ? `${law.shortLaw} ${articles}` : articles;
}

/** Who registers; `note` says which part of it is confirmed when not all of it is. */
export type RegistryAuthority = {
  name: string;
  basis: string;
  confidence: Confidence;
  note?: string;
};

/** Returns who registers that day; undefined where the table has a gap (before 2013-11, 2024-07-01 to 17). */
export function registryAuthorityOn(
  on: LocalDate,
  kind: CooperativeKind,
): RegistryAuthority | undefined {
  const found = data.registryAuthority.find(
    ({ from, to }) => from.padEnd(10, '-01') <= on && (to === null || on <= to),
  );
  if (!found) return undefined;
  const { basis, c } = found;
  const name = kind === 'union' && found.union !== 'same' ? found.union : found.cooperative;
  return c === 'verified' || c === 'memory'
    ? { name, basis, confidence: c }
    : { name, basis, confidence: 'memory', note: c };
}

/** A term some other law sets. `until` is the last day on which it began to run, where the rule has changed. */
export type StatutoryTerm = Span & {
  law: string;
  confidence: Confidence;
  until?: LocalDate;
  caveat?: Text;
};

const complaintCaveat: Text = {
  vi: 'Luật 136/2025/QH15 đã sửa đổi Luật Khiếu nại, cần đối chiếu lại. Liên minh không phải cơ quan nhà nước: với quyết định của Liên minh, thời hạn này là mặc định, không phải nghĩa vụ.',
  en: 'Law 136/2025/QH15 amended the Complaints Law: to be re-checked. The Alliance is not a state body: for its own decisions this is a default, not an obligation.',
};

function verified(amount: number, unit: TermUnit, law: string): StatutoryTerm {
  return { amount, unit, law, confidence: 'verified' };
}

function complaintTerm(days: number, article: string): StatutoryTerm {
  const term = verified(days, 'calendarDays', `Luật Khiếu nại 02/2011/QH13 ${article}`);
  return { ...term, caveat: complaintCaveat };
}

/** Terms outside the cooperative law, and the one inside it that has no parameter (Đ103.1d). */
export const statutoryTerms = {
  supplementWindow: verified(60, 'calendarDays', 'NĐ 92/2024/NĐ-CP Đ19.6'),
  stopRequestAnswer: verified(3, 'workingDays', 'NĐ 92/2024/NĐ-CP Đ19.7'),
  membersBelowMinimum: verified(12, 'months', 'Luật 17/2023/QH15 Đ103.1d'),
  complaintLimitation: complaintTerm(90, 'Đ9'),
  complaintAcceptance: {
    ...verified(7, 'workingDays', 'NĐ 155/2026/NĐ-CP Đ10'),
    caveat: complaintCaveat,
  },
  complaintAcceptanceEarlier: { ...complaintTerm(10, 'Đ27'), until: '2026-06-30' },
  firstDecision: complaintTerm(30, 'Đ28'),
  firstDecisionComplex: complaintTerm(45, 'Đ28'),
  firstDecisionRemote: complaintTerm(45, 'Đ28'),
  firstDecisionRemoteComplex: complaintTerm(60, 'Đ28'),
  secondComplaint: complaintTerm(30, 'Đ33'),
  secondComplaintRemote: complaintTerm(45, 'Đ33'),
  secondDecision: complaintTerm(45, 'Đ37'),
  secondDecisionComplex: complaintTerm(60, 'Đ37'),
  secondDecisionRemote: complaintTerm(60, 'Đ37'),
  secondDecisionRemoteComplex: complaintTerm(70, 'Đ37'),
} satisfies Readonly<Record<string, StatutoryTerm>>;

/** Returns the term to accept a complaint received that day: 10 days, since 2026-07-01 7 working days. */
export function complaintAcceptanceOn(on: LocalDate): StatutoryTerm {
  const { complaintAcceptance, complaintAcceptanceEarlier: earlier } = statutoryTerms;
  return on <= earlier.until ? earlier : complaintAcceptance;
}

function read<T>(law: LegalProfile, name: string): Parameter<T> | undefined {
  return law.parameters.get(name) as Parameter<T> | undefined;
}

function readShare(law: LegalProfile, name: string): Parameter<Share> | undefined {
  const found = read<number>(law, name);
  return found && { ...found, value: shareOf(found.value) };
}

function readRange(law: LegalProfile, name: string): Parameter<Range> | undefined {
  const found = read<[number, number]>(law, name);
  return found && { ...found, value: { min: found.value[0], max: found.value[1] } };
}

function readMaximum(law: LegalProfile, name: string): Parameter<Range> | undefined {
  const found = read<number>(law, name);
  return found && { ...found, value: { min: 0, max: found.value } };
}

/** A decimal of the table as an exact fraction, through its digits: 0.35 → 35/100. */
function shareOf(decimal: number): Share {
  const decimals = String(decimal).slice(2);
  return { part: BigInt(decimals), whole: 10n ** BigInt(decimals.length) };
}

function required<T>(
  law: LegalProfile,
  name: string,
  found: Parameter<T> | undefined,
): Parameter<T> {
  if (!found) throw new RangeError(`${law.id} does not give ${name}`);
  return found;
}

function requiredNumber(law: LegalProfile, name: string): Parameter<number> {
  return required(law, name, read<number>(law, name));
}

/** The law's name as papers print it, without the day it was passed. */
export function printedName({ law }: LegalProfile): string {
  return law.replace(/ \(.*\)$/, '');
}
