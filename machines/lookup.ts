// What an event wants to know from outside its case, and the ties that may make a person partial.
import type { LocalDate } from './calendar.ts';

/** Something that may make a person partial to a cooperative, and how it is known. */
export type Tie = {
  kind: 'memberOrOfficial' | 'family' | 'creditor' | 'drafter' | 'other';
  source: 'actsFor' | 'identity' | 'kinship' | 'address' | 'loan' | 'charter' | 'administrator';
};

/**
 * What the case must know from outside: the cooperative of this code, open cases on the subject, what ties people and the
 * one who acts to a cooperative, the board of this id, the file of this id.
 */
export type LooksUp<P = Record<string, unknown>, D = Record<string, unknown>> = (
  payload: P,
  data: D,
) => {
  cooperative?: string;
  subject?: string;
  ties?: { cooperative: string; persons: readonly string[] };
  /** A board of the register. */
  board?: string;
  /** A file of the case's own dossier. */
  file?: string;
};

/** A board as the register has it: by which decision, and for how long it is in office. */
export type RegisteredBoard = {
  id: string;
  name: string;
  decision: string;
  from: LocalDate;
  to: LocalDate | null;
};

/** What a process has to do with ties. */
export type TiePart = {
  /** Events by which a charter is written, when their payload says so. */
  charterBy?: { events: readonly string[]; when: Readonly<Record<string, string>> };
  /** The event that records a tie found later; it takes the `person`. */
  foundBy?: string;
};

/** What was found of ties. */
export type FoundTies = {
  /** What ties people to the cooperative, by account; absent when nobody is. */
  ties?: Readonly<Record<string, readonly Tie[]>>;
  /** Further accounts of the person who acts. */
  same?: readonly string[];
};
