// A board that sits on a case, as its room shows it: the seats, what each owes and has said, the meeting, the results.
// A process that tells this of itself gets the room, the agenda of its boards and their list of decisions.
import type { LocalDate } from './calendar.ts';
import type { Actor, Facts } from './define.ts';
import type { BriefSection } from './glance.ts';
import type { Text } from './text.ts';

export type Seat = {
  person: string;
  name: string;
  post: Text;
  body: string;
  voting: boolean;
  /** `clear` has said that nothing ties them to the matter, `recused` takes no part in it. */
  standing: 'clear' | 'undeclared' | 'recused';
  /** Is at the meeting that is running. */
  present: boolean;
  /** When they came, or left, after the meeting was opened. */
  moved?: Text;
};

/** The meeting that is called, or running. */
export type Sitting = {
  attempt: number;
  /** From this day it may be opened. */
  from: LocalDate;
  openedOn?: LocalDate;
  /** Who is there against who must be, with the sum; only once it is open. */
  quorum?: { met: boolean; arithmetic: Text };
  /** What the vote that is running needs, by who is there now. */
  needs?: Text;
  /** Who came and went since it was opened, a line each. */
  movements?: readonly Text[];
};

/** A vote that is closed. */
export type Resolution = {
  attempt: number;
  round: number;
  on: LocalDate;
  result: Text;
  /** Quorum and vote, with their sums. */
  arithmetic: readonly Text[];
};

/** A meeting among others of the same board. */
export type BoardAgenda = {
  members: readonly Omit<SeatGiven, 'voting'>[];
  attempt: number;
  /** From this day it may be opened. */
  from: LocalDate;
  /** Accounts of those who may vote. */
  mayVote: readonly string[];
  /** Of those who may vote, how many have handed in a sheet. */
  sheetsIn: number;
};

/** All of it is told out of the data that the reader may see. */
export type BoardPart<D> = {
  /** The public name of the state in which its meetings are called and held. */
  meets: string;
  /** The event that appoints the board, and the field of its payload that takes the seats. */
  formedBy: { event: string; field: string };
  /** The event that opens a meeting; takes `present`, and a `place`. */
  opensBy: string;
  /** The events by which somebody comes or goes in session; each takes `person`, and an hour `at`. */
  movesBy?: { arrived: string; left: string };
  seats: (data: D) => readonly Seat[];
  /** Events that this member owes the board now, the most pressing one first. */
  owed: (data: D, actor: Actor) => readonly string[];
  /** What this member has said so far; for nobody else. */
  said: (data: D, actor: Actor) => BriefSection['lines'];
  sitting: (data: D, facts: Facts) => Sitting | undefined;
  resolutions: (data: D) => readonly Resolution[];
  /** What the agenda of the boards says of the meeting; asked in the state in which meetings are called and held. */
  agenda: (data: D) => BoardAgenda;
  /** What is wrong with a board of these seats, by the settings of the alliance. */
  faults: (seats: readonly SeatGiven[], facts: Pick<Facts, 'settings'>) => readonly Text[];
};

/** Somebody who is to be appointed. */
export type SeatGiven = {
  person: string;
  name: string;
  role: 'chair' | 'secretary' | 'member';
  body: string;
  voting: boolean;
};
