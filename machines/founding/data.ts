// What a founding case knows, and the questions other files ask of it.
import type { LocalDate } from '../calendar.ts';
import {
  minFounders,
  profile,
  profileInForce,
  type CooperativeKind,
  type LegalProfile,
} from '../law.ts';
import type { Text } from '../text.ts';
import type { Remark } from './remarks.ts';
import { partNames, type Contents, type Member, type Part } from './parts.ts';

/** A cooperative, a union of cooperatives, or a cooperative group that becomes a cooperative. */
export const kinds = ['cooperative', 'union', 'conversion'] as const;
export type Kind = (typeof kinds)[number];

export const kindTitles: Readonly<Record<Kind, Text>> = {
  cooperative: { vi: 'Hợp tác xã', en: 'A cooperative' },
  union: { vi: 'Liên hiệp hợp tác xã', en: 'A union of cooperatives' },
  conversion: {
    vi: 'Chuyển đổi tổ hợp tác thành hợp tác xã',
    en: 'A cooperative group turned into a cooperative',
  },
};

export type Stage = 'empty' | 'draft' | 'underReview' | 'returned' | 'accepted';

/** One part of the drafts. `content` is what was last handed in, `sketch` what is only saved. */
export type Draft<P extends Part> = {
  stage: Stage;
  sketch?: unknown;
  content?: Contents[P];
  /** The law it was handed in under: the same number means another item in another law. */
  profile?: string;
  comments?: string;
  remarks?: readonly Remark[];
};

export type Person = { name: string; account?: string; email?: string; phone?: string };

export type Session = { on: LocalDate; topic: string; attendees: number; notes?: string };

/** What the group has said of itself; an invitation is gone once it is used. */
export type Circle = {
  invited: readonly { id: string; name: string }[];
  /** By account: whether the data is correct, and consent with the version of the text. */
  confirmed: Readonly<
    Record<
      string,
      {
        on: LocalDate;
        correct: boolean;
        remark?: string | undefined;
        consent: boolean;
        textVersion: string;
      }
    >
  >;
  /** Whom each account wants as representative; empty again once one is replaced. */
  choices: Readonly<Record<string, string>>;
};

export type Votes = { for: number; against: number; abstain: number };

export type Attendance = { official: number; associates: number; guests: number };

/** Openly, by show of hands, or by secret ballot. */
export type How = 'open' | 'secret';

/** Secret ballots given out, collected, and invalid ones among these. */
export type Ballots = {
  given?: number | undefined;
  collected?: number | undefined;
  invalid?: number | undefined;
};

/** What came of a vote, with the sum as it was when the votes were counted. */
export type Result = {
  votes: Votes;
  how: How;
  ballots?: { given: number; collected: number; invalid: number };
  /** Official members in the hall. */
  present: number;
  passed: boolean;
  arithmetic: Text;
};

export type Correction = {
  on: LocalDate;
  by: string;
  reason: string;
  changed: { what: string; from: string; to: string }[];
};

/** A motion from the floor. Its count may be known before its words. */
export type Motion = { id: string; text?: string; how?: How; result?: Result };

export type Conference = {
  /** 1 for the first; a conference called off for want of members raises it. */
  attempt: number;
  on?: LocalDate;
  at?: string;
  place?: string;
  invitees?: { name: string; email?: string | undefined }[];
  /** Members in the room by number, as they were checked in. */
  present?: number[];
  /** Official members, associates and guests in the room. */
  attendance?: Attendance;
  /** What was said and moved, for the minutes. */
  notes?: string[];
  /** In the order in which they were first heard of. */
  motions?: Motion[];
  /** Something came in after the minutes were drawn up: they must be drawn up again before they are signed. */
  late?: true;
  /** How items of the agenda were voted on, where that was said, by item. */
  results?: Readonly<Record<string, Result>>;
  /** Ballots of the elections and votes of those elected, where they were counted. */
  election?: { ballots: Ballots; votes: { label: string; value: string }[] };
  charterVote?: Votes;
  valuation?: string;
  /** The outcome of the elections in one line each. */
  posts?: { label: string; value: string }[];
  registrant?: string;
  legalRepresentatives?: string[];
  failedOn?: string;
  /** Why it was moved the last time, where that was said. */
  movedFor?: string;
  /** What was changed in the minutes before they were signed. */
  corrections?: readonly Correction[];
  chair?: string;
  secretary?: string;
};

export type Filing = {
  channel?: string;
  filedOn?: LocalDate;
  feePaid?: boolean;
  /** In an earlier filing of this case. */
  feePaidBefore?: boolean;
  receiptNo?: string;
  receiptOn?: LocalDate;
  supplement?: {
    number?: string;
    noticeOn: LocalDate;
    points: string[];
    /** By the number of the point: when it was ticked, what shows it, and which file of the dossier answers it. */
    done?: Readonly<Record<string, { on: LocalDate; evidence: string; file?: string }>>;
  };
  stop?: { reason: string; confirmedOn?: LocalDate };
  refusal?: { number?: string; noticeOn: LocalDate; ground: string; reason: string };
  complaint?: { on: LocalDate; grounds: string };
};

export type Certificate = {
  code: string;
  grantedOn: LocalDate;
  legalRepresentative: string;
  /** Charter capital in VND. */
  capital: number;
};

/** What was paid in, in VND; `filed` when nothing is left to register. */
export type Paid = { how: 'full' | 'reduced'; amount: number; filed: boolean };

export type Founding = {
  kind: Kind;
  /** The law the case follows: that in force when it was opened, or opened again. */
  profile: string;
  /** The law its registration follows: that in force when it was filed (NĐ 92/2024 Đ65.1). */
  registrationProfile?: string;
  group: string;
  commune: string;
  need: string;
  representative: Person;
  founders: Person[];
  circle?: Circle;
  adviser?: { id: string; name: string };
  /** Counted, with the latest one in full; the journal has them all. */
  sessions: { held: number; attendees: number; latest?: Session };
  declaredFounders: number;
  /** Of a cooperative group that is converted. */
  converted?: { code: string; certificateNo: string; operatingSince: LocalDate; allAgree: boolean };
  parts: { [P in Part]: Draft<P> };
  /** How often all drafts have become accepted. */
  timesReady: number;
  conference: Conference;
  papers: string[];
  /** The day the dossier was complete. */
  dossierOn?: LocalDate;
  filing: Filing;
  certificate?: Certificate;
  capital?: Paid;
  /** The days on which other duties after registration were done. */
  duties?: { memberRegister?: LocalDate; annualMeeting?: LocalDate };
  atRiskSince?: LocalDate;
  closedOn?: LocalDate;
  closedFor?: string;
};

/** A case before its opening event. */
export function blank(): Founding {
  return {
    kind: 'cooperative',
    profile: 'LAW_HTX_2023',
    group: '',
    commune: '',
    need: '',
    representative: { name: '' },
    founders: [],
    sessions: { held: 0, attendees: 0 },
    declaredFounders: 0,
    parts: Object.fromEntries(
      partNames.map((part) => [part, { stage: 'empty' }]),
    ) as Founding['parts'],
    timesReady: 0,
    conference: { attempt: 1 },
    papers: [],
    filing: {},
  };
}

/** The oldest law a case may follow; earlier ones are not known well enough. */
export const oldestLaw: LegalProfile = profile('LAW_HTX_2012');

/** The law in force on a day, of those a case may follow. */
export function lawOn(on: LocalDate): LegalProfile {
  return on < oldestLaw.effectiveFrom ? oldestLaw : profileInForce(on);
}

export function lawOf(data: Founding): LegalProfile {
  return profile(data.profile);
}

/** The law of the registration: that of the filing date. Asked for only once filed. */
export function registrationLawOf(data: Founding): LegalProfile {
  return profile(data.registrationProfile as string);
}

/** What the law calls the case: a converted group becomes a cooperative. */
export function legalKind({ kind }: Founding): CooperativeKind {
  return kind === 'union' ? 'union' : 'cooperative';
}

/** Least number of official members under the case's law. */
export function leastMembers(data: Founding): number {
  return minFounders(lawOf(data), legalKind(data)).value;
}

/** A part's content. Rules and papers ask only for parts that have been handed in. */
export function contentOf<P extends Part>(data: Founding, part: P): Contents[P] {
  return data.parts[part].content as Contents[P];
}

export function membersOf(data: Founding): readonly Member[] {
  return data.parts.members.content?.list ?? [];
}

export function officialOf(data: Founding): readonly Member[] {
  return membersOf(data).filter(({ membership }) => membership === 'official');
}

export function isForeign({ who }: Member): boolean {
  return who === 'foreigner' || who === 'foreignInvestor';
}

/** Members' capital together, in VND. */
export function capitalOf(members: readonly Member[]): number {
  return members.reduce((sum, { capital }) => sum + capital, 0);
}

/** Its name once drafted, before that the name of the group. */
export function nameOf(data: Founding): string {
  return data.parts.name.content?.name ?? data.group;
}

/** Accounts of the founders who have one. */
export function founderAccounts(data: Founding): string[] {
  return [data.representative, ...data.founders].flatMap(({ account }) => account ?? []);
}

/** The case after an entry from the hall: one that comes after the minutes asks for new ones. */
export function late(data: Founding): Founding {
  const { posts, failedOn } = data.conference;
  if (posts === undefined && failedOn === undefined) return data;
  return { ...data, conference: { ...data.conference, late: true } };
}

/** The case without the members of these numbers. */
export function without(data: Founding, gone: readonly number[]): Founding {
  const content = contentOf(data, 'members');
  const list = content.list.filter(({ no }) => !gone.includes(no));
  const members = { ...data.parts.members, content: { ...content, list } };
  return { ...data, parts: { ...data.parts, members } };
}
