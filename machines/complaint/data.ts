// What a complaint case knows, and the questions its rules ask of it.
import type { LocalDate } from '../calendar.ts';
import type { Text } from '../text.ts';
import { vocabulary, type Actor } from '../define.ts';

export type Person = { person: string; name: string };
export type Outcome = 'upheld' | 'modified' | 'cancelled';
export type Resolution = {
  outcome: Outcome;
  on: LocalDate;
  by: Person;
  reasons: string;
  number?: string;
};

export const inadmissibleTexts = {
  timeBarred: { vi: 'Hết thời hiệu khiếu nại', en: 'Out of time' },
  notConcerned: {
    vi: 'Người khiếu nại không chịu tác động trực tiếp',
    en: 'Not directly concerned',
  },
  alreadyResolved: { vi: 'Đã được giải quyết', en: 'Already resolved' },
  inCourt: { vi: 'Tòa án đã thụ lý', en: 'Before a court' },
  other: { vi: 'Lý do khác', en: 'Another reason' },
} satisfies Record<string, Text>;
export type Inadmissible = keyof typeof inadmissibleTexts;

export type ComplaintData = {
  /** This case, for the one complained of to refer to. */
  caseId: string;
  parentCase: string;
  /** Whose decision it is: the registry's, or the alliance's own. */
  against: 'registration' | 'appraisal';
  decision: { on: LocalDate; number?: string };
  /** Account of who took the decision, where known. */
  decidedBy?: string;
  grounds: string;
  /** Only a name was refused: final at the registry. */
  nameRefusal: boolean;
  complainant: { name: string; person?: string; email?: string };
  filedOn: LocalDate;
  acceptedOn?: LocalDate;
  complex: boolean;
  remote: boolean;
  assignee?: Person;
  inadmissible?: { reasons: readonly Inadmissible[]; text: string };
  extension?: string;
  dialogue?: { on: LocalDate; text: string; people: readonly string[] };
  first?: Resolution;
  /** The time for the first decision passed without one. */
  firstOverdueOn?: LocalDate;
  secondFiledOn?: LocalDate;
  secondGrounds?: string;
  second?: Resolution;
  withdrawal?: { writtenOn: LocalDate; reason?: string };
  court?: { name: string; on: LocalDate };
};

export const words = vocabulary<ComplaintData>();

export const localRule = 'Quy chế của Liên minh (cấu hình)';

/** An article of the Complaints Law; the alliance applies it to its own decisions by analogy. */
export const article = (number: string) =>
  `Luật Khiếu nại 02/2011/QH13 ${number} (với quyết định của Liên minh: áp dụng tương tự)`;

/** An article known from memory only. */
export const recalled = (number: string) => `? ${article(number)}, chưa đối chiếu`;

/** A case before its first event. */
export function emptyData(): ComplaintData {
  return {
    caseId: '',
    parentCase: '',
    against: 'appraisal',
    decision: { on: '' },
    grounds: '',
    nameRefusal: false,
    complainant: { name: '' },
    filedOn: '',
    complex: false,
    remote: false,
  };
}

/** Returns the account that acts, as a person of the case. */
export const personOf = ({ id, name }: Actor): Person => ({ person: id, name });
