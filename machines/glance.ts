// What a process says of its cases at a glance: sections of lines, the sheet its people score, days to be somewhere.
import type { LocalDate } from './calendar.ts';
import type { Text } from './text.ts';

/** A line's value is a text, a local date, or a figure. */
export type BriefSection = {
  title: Text;
  lines: readonly { label: Text; value: Text | LocalDate | number }[];
};

/** Lines with a `most` are given points, up to it; the others are met or not. `self` is what the applicant says. */
export type ScoreSheet = {
  groups: readonly {
    title: Text;
    lines: readonly {
      criterion: string;
      title: Text;
      most?: number;
      unconfirmed: boolean;
      self?: number | boolean;
    }[];
  }[];
};

/** A meeting or conference; `on` is undefined while no day is set. */
export type Appointment<D> = {
  title: Text;
  on: (data: D) => LocalDate | undefined;
  /** "08:30" */
  at?: (data: D) => string | undefined;
  place?: (data: D) => string | undefined;
};

/** What must be put right, item by item, by when, and what was handed in for it. */
export type Checklist = {
  title: Text;
  items: readonly ChecklistItem[];
  /** Events that hand one item in (`item`, `text`) and check it (`item`, `verdict`, `reason`, `dueOn`). */
  acts?: { handsIn: string; checks: string };
};

export type ChecklistItem = {
  text: string;
  dueOn?: LocalDate;
  /** What was handed in, in words. */
  done?: string;
  state?: 'open' | 'handedIn' | 'accepted' | 'notAccepted';
  /** Why it was not accepted. */
  reason?: string;
  /** Ids of files in the dossier that were handed in for it. */
  files?: readonly string[];
  /** The place of the dossier that takes files for it. */
  slot?: string;
};
