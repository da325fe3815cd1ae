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
export type Timer = { id: string; term: string; at: Instant };

export type TimerChange = { set: Timer[]; clear: string[] };

export function termOf(process: Process, key: string): Term<Record<string, unknown>> | undefined {
  return process.terms[key.slice(key.lastIndexOf('/') + 1)];
}

export function arm(
  process: Process,
  data: Record<string, unknown>,
  version: number,
  facts: Facts,
): (name: string) => ArmedTerm {
  return (name) => {
    const term = process.terms[name] as Term<Record<string, unknown>>;
    const span =
      typeof term.span === 'function'
        ? term.span({ data, payload: undefined as never, facts })
        : term.span;
    const since = term.from?.(data) ?? facts.on;
    return { since, span, due: dueOn(facts.calendar, since, span), version };
  };
}

/** Stops the clock of terms whose pausing state was entered and starts it again where it was left. */
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
    const { left, ...rest } = armed;
    const span = left as Span;
    return { ...rest, since: facts.on, span, due: dueOn(facts.calendar, facts.on, span) };
  });
}

/** A rolling term counts from the latest act. */
export function touched(process: Process, terms: Terms, facts: Facts): Terms {
  return mapTerms(terms, (armed, key) => {
    if (!termOf(process, key)?.rolling || compareDates(armed.since, facts.on) >= 0) return armed;
    const { reminded: _, ...rest } = armed;
    return { ...rest, since: facts.on, due: dueOn(facts.calendar, facts.on, armed.span) };
  });
}

/** Due dates by a changed calendar. */
export function recomputed(terms: Terms, facts: Facts): Terms {
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
  return days === undefined
    ? { id: `${armed.version}/lapse/${key}`, term: key, at: startOfDay(addDays(armed.due, 1)) }
    : {
        id: `${armed.version}/${armed.due}-${days}/${key}`,
        term: key,
        at: reminderAt(addDays(armed.due, -days)),
      };
}

/** Eight in the morning in Vietnam, when people read. */
function reminderAt(date: LocalDate): Instant {
  return `${date}T01:00:00.000Z`;
}

/**
 * The timers to set and clear between two moments of a case. A rolling term keeps the timer it has: that one, when
 * it comes, sees the later end and moves on, which spares a write with every act.
 */
export function timerChange(
  process: Process,
  before: Terms,
  after: Terms,
  today: LocalDate,
): TimerChange {
  const set = Object.entries(after).flatMap(([key, armed]) => {
    const old = before[key];
    if (old === armed) return [];
    if (old !== undefined && old.version === armed.version && termOf(process, key)?.rolling)
      return [];
    return nextTimer(process, key, armed, today) ?? [];
  });
  const kept = new Set(
    Object.entries(after).flatMap(([key, armed]) => (armed.left === undefined ? [key] : [])),
  );
  return { set, clear: Object.keys(before).filter((key) => !kept.has(key)) };
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
  const asked = nextTimer(process, timer.term, armed, addDays(today, -1));
  const days = asked?.id === timer.id ? latestPassed(term, armed, today) : undefined;
  if (days !== undefined) return { kind: 'reminder', key: timer.term, days, on: today };
  const next = nextTimer(process, timer.term, armed, today);
  return next === undefined ? { kind: 'stale' } : { kind: 'later', timer: next };
}

/** Of the reminders whose day has come, the one closest to the end. */
function latestPassed(
  term: Term<Record<string, unknown>>,
  armed: ArmedTerm,
  today: LocalDate,
): number | undefined {
  return term.reminders?.days
    .filter(
      (each) =>
        !armed.reminded?.includes(each) && compareDates(today, addDays(armed.due, -each)) >= 0,
    )
    .toSorted((a, b) => a - b)[0];
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
