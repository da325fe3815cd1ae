// What people should know at one place of a process, in plain words: where to go, what is owed until when, and what
// may be done next; and the stages of the usual way.
import type { LocalDate, Span } from './calendar.ts';
import type { Facts } from './define.ts';
import type { Text } from './text.ts';

/** Anything but 'verified' is shown as unconfirmed, never as law. */
type Source = { law: string; confidence: 'verified' | 'unconfirmed' };

/** A line's value is a text, a local date, or a figure. */
export type GuideLine = { label: Text; value: Text | LocalDate | number } & Partial<Source>;

export type Duty = Source & {
  code: string;
  title: Text;
  /** What to do about it, or what was done. */
  how: Text;
  /** Last day; absent where nothing sets one. */
  due?: LocalDate;
  /** The day it was done; `true` where the day is not known. */
  done?: LocalDate | true;
};

/** An act that leads on from here, and what it means for those who choose it. */
export type GuideOption = { event: string; text: Text };

export type Guide = {
  code: string;
  title: Text;
  text: readonly Text[];
  lines: readonly GuideLine[];
  duties: readonly Duty[];
  options: readonly GuideOption[];
  /** Acts on whose page it stands as well. */
  acts?: readonly string[];
};

/** Where the case stands: its public state, and the last days of the terms that run, by their names. */
export type Whereabouts = { state: string; due: Readonly<Record<string, LocalDate>> };

export type TellGuides<D> = (data: D, facts: Facts, at: Whereabouts) => readonly Guide[];

/** A guide of which only some parts are told. */
export function guide(told: Pick<Guide, 'code' | 'title'> & Partial<Guide>): Guide {
  return { text: [], lines: [], duties: [], options: [], ...told };
}

/** A stage of the usual way, by its public name, and the time that must pass before it can begin. */
export type Milestone = {
  state: string;
  least?: (settings: Facts['settings']) => Span;
  /** What goes on side by side in it. */
  beside?: Text;
  /** What people wait for, when reaching this stage brings it: "the certificate". */
  goal?: Text;
};
