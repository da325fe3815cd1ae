// Terms of a case: armed, paused, resumed, recomputed, lapsed. Pure: dates in, dates out. The timers that the
// worker watches are derived from here; a term is the law, a timer only the next moment to look at it.
import {
  addDays,
  compareDates,
  dueOn,
  remaining,
  startOfDay,
  type Instant,
  type LocalDate,
  type Span,
} from '../../machines/calendar.ts';
import type { Facts, Process, Term } from '../../machines/define.ts';

/** A running or paused term. `since` and `span` give `due`; while paused, `left` is what remains. */
export type ArmedTerm = {
  since: LocalDate;
  span: Span;
  due: LocalDate;
  /** Version of the case whose event armed it: tells two runs of the same term apart. */
  version: number;
  left?: Span;
  /** Reminders already sent, in days before the end. */
  reminded?: number[];
};

/** Armed terms by `state/term`. */
export type Terms = Readonly<Record<string, ArmedTerm>>;

/** The next moment at which a term asks for something. One event at most comes of each timer id. */
export type Timer = { id: string; term: string; at: Instant; due: LocalDate };

export type TimerChange = { set: Timer[]; clear: string[] };

export function termOf(process: Process, key: string): Term<Record<string, unknown>> | undefined {
  return process.terms[key.slice(key.lastIndexOf('/') + 1)];
}

/** Arms terms by their names; one that has no first day does not run. */
export function arm(
  process: Process,
  data: Record<string, unknown>,
  version: number,
  facts: Facts,
): (name: string) => ArmedTerm | undefined {
  return (name) => {
    const term = process.terms[name] as Term<Record<string, unknown>>;
    const span =
      typeof term.span === 'function'
        ? term.span({ data, payload: undefined as never, facts })
        : term.span;
    const since = term.from ? term.from(data) : facts.on;
    if (since === undefined) return undefined;
    return { since, span, due: dueOn(facts.calendar, since, span), version };
  };
}

/**
 * Stops the clock of terms whose pausing state was entered and starts it again where it was left. A rolling term
 * starts anew in full; one whose first day lies ahead has lost nothing.
 */
export function paused(
  process: Process,
  terms: Terms,
  active: ReadonlySet<string>,
  facts: Facts,
): Terms {
  return mapTerms(terms, (armed, key) => {
    const stands = termOf(process, key)?.pausedIn?.some((id) => active.has(id)) ?? false;
    if (stands === (armed.left !== undefined)) return armed;
    if (stands)
      return { ...armed, left: remaining(facts.calendar, armed.since, armed.span, facts.on) };
    return resumed(armed, facts, termOf(process, key)?.rolling === true);
  });
}

/** A term that goes on, with what was left or anew. */
function resumed({ left, reminded, ...rest }: ArmedTerm, facts: Facts, anew: boolean): ArmedTerm {
  const since = compareDates(rest.since, facts.on) > 0 ? rest.since : facts.on;
  const span = anew ? rest.span : (left as Span);
  const due = dueOn(facts.calendar, since, span);
  return { ...rest, since, span, due, ...(anew || !reminded ? {} : { reminded }) };
}

/** A rolling term counts from the latest act; while it is paused, from its resumption. */
export function touched(process: Process, terms: Terms, facts: Facts): Terms {
  return mapTerms(terms, (armed, key) => {
    if (!termOf(process, key)?.rolling || armed.left !== undefined) return armed;
    if (compareDates(armed.since, facts.on) >= 0) return armed;
    const { reminded: _, ...rest } = armed;
    return { ...rest, since: facts.on, due: dueOn(facts.calendar, facts.on, armed.span) };
  });
}

/** Due dates by a changed calendar. */
export function recomputed(terms: Terms, facts: Pick<Facts, 'calendar'>): Terms {
  return mapTerms(terms, (armed) => {
    const due = dueOn(facts.calendar, armed.since, armed.span);
    return due === armed.due ? armed : { ...armed, due };
  });
}

function mapTerms(terms: Terms, change: (armed: ArmedTerm, key: string) => ArmedTerm): Terms {
  return Object.fromEntries(Object.entries(terms).map(([key, armed]) => [key, change(armed, key)]));
}

/** When a term next asks for something: a reminder still ahead, else the first moment after its last day. */
export function nextTimer(
  process: Process,
  key: string,
  armed: ArmedTerm,
  today: LocalDate,
): Timer | undefined {
  if (armed.left !== undefined) return undefined;
  const days = termOf(process, key)
    ?.reminders?.days.filter((each) => !armed.reminded?.includes(each))
    .toSorted((a, b) => b - a)
    .find((each) => compareDates(addDays(armed.due, -each), today) > 0);
  const { due } = armed;
  return days === undefined
    ? { id: `${armed.version}/lapse/${key}`, term: key, at: startOfDay(addDays(due, 1)), due }
    : { id: reminderId(armed, key, days), term: key, at: reminderAt(addDays(due, -days)), due };
}

/** Names the end it reminds of, so that one set before the end moved is known to be outdated. */
function reminderId({ version, due }: ArmedTerm, key: string, days: number): string {
  return `${version}/${due}-${days}/${key}`;
}

/** Eight in the morning in Vietnam, when people read. */
function reminderAt(date: LocalDate): Instant {
  return `${date}T01:00:00.000Z`;
}

/** The timers to set and clear between two moments of a case. */
export function timerChange(
  process: Process,
  before: Terms,
  after: Terms,
  today: LocalDate,
): TimerChange {
  const set = Object.entries(after).flatMap(([key, armed]) => {
    const old = before[key];
    const timer = old === armed ? undefined : nextTimer(process, key, armed, today);
    if (timer === undefined || (old && awaits(process, [old, armed], timer, today))) return [];
    return timer;
  });
  const runs = (armed: ArmedTerm | undefined) => armed !== undefined && armed.left === undefined;
  const clear = Object.keys(before).filter((key) => runs(before[key]) && !runs(after[key]));
  return { set, clear };
}

/**
 * True when a rolling term keeps the timer it has: that one comes in time, sees the later end and moves on, which
 * spares a write with every act. A timer that has just reminded is used up.
 */
function awaits(
  process: Process,
  [old, armed]: readonly [ArmedTerm, ArmedTerm],
  { term: key, at }: Timer,
  today: LocalDate,
): boolean {
  if (!termOf(process, key)?.rolling || old.version !== armed.version) return false;
  if ((armed.reminded?.length ?? 0) > (old.reminded?.length ?? 0)) return false;
  const had = nextTimer(process, key, old, today);
  return had !== undefined && had.at <= at;
}

/** What becomes of a timer whose moment has come. */
export type Firing =
  | { kind: 'stale' }
  | { kind: 'later'; timer: Timer }
  | { kind: 'reminder'; key: string; days: number; on: LocalDate }
  | { kind: 'lapse'; key: string; event: string; on: LocalDate };

/** Decides on a due timer: nothing armed any more, moved to later, a reminder, or the lapse with its legal date. */
export function firing(
  process: Process,
  terms: Terms,
  timer: { id: string; term: string },
  today: LocalDate,
): Firing {
  const armed = terms[timer.term];
  const term = termOf(process, timer.term);
  if (armed === undefined || term === undefined || armed.left !== undefined)
    return { kind: 'stale' };
  const day = addDays(armed.due, 1);
  if (compareDates(today, day) >= 0)
    return { kind: 'lapse', key: timer.term, event: term.lapse, on: day };
  const passed = remindersPassed(term, armed, today);
  const [days] = passed;
  const asked = passed.some((each) => reminderId(armed, timer.term, each) === timer.id);
  if (asked && days !== undefined) return { kind: 'reminder', key: timer.term, days, on: today };
  return { kind: 'later', timer: nextTimer(process, timer.term, armed, today) as Timer };
}

/** Reminders not sent whose day has come, the one closest to the end first: when several are late, one is enough. */
function remindersPassed(
  term: Term<Record<string, unknown>>,
  armed: ArmedTerm,
  today: LocalDate,
): number[] {
  const due = (days: number) => compareDates(today, addDays(armed.due, -days)) >= 0;
  return (term.reminders?.days ?? [])
    .filter((days) => !armed.reminded?.includes(days) && due(days))
    .toSorted((a, b) => a - b);
}

/** The end of a case's terms that comes first; rolling ones are housekeeping and do not count. */
export function firstDue(
  process: Process,
  terms: Terms,
): { key: string; on: LocalDate } | undefined {
  return Object.entries(terms)
    .filter(([key, armed]) => armed.left === undefined && !termOf(process, key)?.rolling)
    .map(([key, armed]) => ({ key, on: armed.due }))
    .toSorted((a, b) => compareDates(a.on, b.on))[0];
}
