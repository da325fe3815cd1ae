// A meeting as notices tell of it.
import type { LocalDate } from './calendar.ts';

/** A meeting that a notice invites to or calls off, as `meeting` among what it says; a calendar file goes along. */
export type Meeting = {
  /** Tells it from other meetings of its case: `assembly-1`. */
  id: string;
  on: LocalDate;
  /** "08:00" in Vietnam; left out, the whole day. */
  at?: string;
  place?: string;
  /** It does not take place. */
  off?: boolean;
};
