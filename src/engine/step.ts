// The one decision: (process, snapshot, event, facts) → outcome, or refusal with reasons. Pure.
import { transition } from 'xstate';
import { daysBetween } from '../../machines/calendar.ts';
import { holds, picked, type ActMeta } from '../../machines/compile.ts';
import type { Facts, Process } from '../../machines/define.ts';
import type { Text } from '../../machines/text.ts';
import { describeCase, resolveEffect, type AskedEffect } from './effects.ts';
import { refusalOf, type Read, type Refusal } from './reasons.ts';
import {
  candidatesOf,
  freeze,
  nodesOf,
  scopeOf,
  standingOf,
  thaw,
  type Asked,
  type CaseSnapshot,
  type Standing,
} from './snapshot.ts';
import {
  arm,
  firstDue,
  paused,
  recomputed,
  termOf,
  timerChange,
  touched,
  type Terms,
  type TimerChange,
} from './terms.ts';

export type CaseEvent = { type: string; payload: Record<string, unknown> };

/** A work item that opened with a state; it closes when the state is left. */
export type WorkOpened = { state: string; title: Text; roles: string[]; dueOn?: string };

export type Outcome = {
  snapshot: CaseSnapshot;
  standing: Standing;
  law: string;
  effects: AskedEffect[];
  /** Indicators counted by this event, with their legal date in the journal. */
  counts: string[];
  work: { opened: WorkOpened[]; closed: string[] };
  timers: TimerChange;
  dueOn: string | undefined;
  heading: ReturnType<Process['heading']>;
  parties: readonly string[];
  recused: readonly string[];
};

export type Stepped = { ok: true; outcome: Outcome } | { ok: false; refusal: Refusal };

/** Events every case knows: a reminder of a term, and due dates by a changed calendar. They change no state. */
export const generalEvents = { reminder: 'TERM_REMINDER', calendar: 'CALENDAR_CHANGED' } as const;

/** Advances a case by one event. A refused event changes nothing and says why. */
export function step(
  process: Process,
  before: CaseSnapshot,
  event: CaseEvent,
  facts: Facts,
): Stepped {
  if (event.type === generalEvents.calendar)
    return { ok: true, outcome: calendarChanged(process, before, facts) };
  if (event.type === generalEvents.reminder) return reminded(process, before, event, facts);
  const live = thaw(process, before, facts);
  const scope: Read = { data: before.data, payload: event.payload, facts };
  const acts = candidatesOf(live).flatMap((candidate) =>
    candidate.event === event.type ? candidate.act : [],
  );
  const taken = acts.find((act) => allows(process, scope, act));
  if (taken === undefined)
    return {
      ok: false,
      refusal: refusalOf(process, scope, standingOf(live), { type: event.type, acts }),
    };
  const [next, asked] = run(process, live, event);
  const rest = freeze(next);
  const active = new Set(nodesOf(next).map(({ id }) => id));
  const moment = { active, data: rest.data, version: before.version + 1, facts, event };
  const terms = termsAfter(process, before.terms, asked, moment);
  const snapshot: CaseSnapshot = { version: moment.version, ...rest, terms };
  const happened = { asked, event, facts, law: taken.law, standing: standingOf(next) };
  return { ok: true, outcome: outcomeOf(process, before, snapshot, happened) };
}

type Live = ReturnType<typeof thaw>;

function run(process: Process, live: Live, event: CaseEvent): [Live, Asked[]] {
  const asked: Asked[] = [];
  const scope = scopeOf(process.machine);
  scope.actionExecutor = (action) => void asked.push(action);
  return [process.machine.transition(live as never, event, scope as never) as never, asked];
}

/** The same decision through XState's public function; slower, kept to prove `run` equal. */
export function runSlowly(process: Process, live: Live, event: CaseEvent): [Live, Asked[]] {
  return transition(process.machine, live as never, event as never) as never;
}

function allows(process: Process, scope: Read, act: ActMeta): boolean {
  return (
    picked(act.when, scope.payload) &&
    holds(process, scope.data, scope.facts.by, act.by) &&
    act.rules.every((rule) => process.rules[rule]?.test(scope).met === true)
  );
}

type Moment = {
  /** Ids of the states active after the step. */
  active: ReadonlySet<string>;
  data: Record<string, unknown>;
  version: number;
  facts: Facts;
  event: CaseEvent;
};

/** Arms and disarms in their order: a state may be entered and left within one step. Then rolls and pauses. */
function termsAfter(
  process: Process,
  before: Terms,
  asked: readonly Asked[],
  moment: Moment,
): Terms {
  const { active, data, version, facts, event } = moment;
  const terms: Record<string, Terms[string]> = { ...before };
  const lapsed = lapsedKey(process, event);
  if (lapsed !== undefined) delete terms[lapsed];
  const armTerm = arm(process, data, version, facts);
  for (const { type, params } of asked) {
    if (type !== 'arm' && type !== 'disarm') continue;
    const { state, term } = params as { state: string; term: string };
    const key = `${state}/${term}`;
    const armed = type === 'arm' ? armTerm(term) : undefined;
    if (armed) terms[key] = armed;
    else delete terms[key];
  }
  const current = facts.by.id === 'system' ? terms : touched(process, terms, facts);
  return paused(process, current, active, facts);
}

/** A timer id is `version/what/state/term`. */
function lapsedKey(process: Process, { type, payload }: CaseEvent): string | undefined {
  const key = String(payload['timer']).split('/').slice(2).join('/');
  return termOf(process, key)?.lapse === type ? key : undefined;
}

type Happened = {
  asked: readonly Asked[];
  event: CaseEvent;
  facts: Facts;
  law: string;
  standing: Standing;
};

function outcomeOf(
  process: Process,
  before: CaseSnapshot,
  snapshot: CaseSnapshot,
  happened: Happened,
): Outcome {
  const { asked, event, facts, law, standing } = happened;
  const { data, terms } = snapshot;
  const scope: Read = { data, payload: event.payload, facts };
  const shared = {
    ...describeCase(process, standing, facts, terms),
    reason: event.payload['reason'],
  };
  const effects = asked.flatMap(({ type }) => {
    const effect = process.effects[type];
    return effect ? resolveEffect(process, effect, scope, shared) : [];
  });
  return {
    snapshot,
    standing,
    law,
    effects,
    counts: asked.flatMap(({ type }) => (process.effects[type]?.kind === 'count' ? [type] : [])),
    work: workOf(process, asked, terms),
    timers: timerChange(process, before.terms, terms, facts.on),
    dueOn: firstDue(process, terms)?.on,
    heading: process.heading(data),
    parties: process.parties(data),
    recused: process.recused?.(data) ?? [],
  };
}

function workOf(process: Process, asked: readonly Asked[], terms: Terms): Outcome['work'] {
  const opened = new Map<string, WorkOpened>();
  const closed = new Set<string>();
  for (const { type, params } of asked) {
    if (type !== 'openWork' && type !== 'closeWork') continue;
    const { state } = params as { state: string };
    if (type === 'openWork') opened.set(state, workItem(process, state, terms));
    else if (!opened.delete(state)) closed.add(state);
  }
  return { opened: [...opened.values()], closed: [...closed] };
}

function workItem(process: Process, state: string, terms: Terms): WorkOpened {
  const work = process.works[state] as Process['works'][string];
  const due = Object.entries(terms).find(([key]) => key.startsWith(`${state}/`))?.[1].due;
  const { roles } = process.actors[work.for] as Process['actors'][string];
  return { state, title: work.title, roles: [...roles], ...(due ? { dueOn: due } : {}) };
}

/** Nothing moves but the due dates. */
function calendarChanged(process: Process, before: CaseSnapshot, facts: Facts): Outcome {
  return unmoved(process, before, recomputed(before.terms, facts), facts);
}

/** A reminder of a term that does not run is refused: there is nothing to remind of. */
function reminded(
  process: Process,
  before: CaseSnapshot,
  { type, payload }: CaseEvent,
  facts: Facts,
): Stepped {
  const { term: key, days } = payload as { term: string; days: number };
  const standing = standingOf(thaw(process, before, facts));
  const scope: Read = { data: before.data, payload, facts };
  const [armed, term] = [before.terms[key], termOf(process, key)];
  const notice = process.effects[term?.reminders?.notice ?? ''];
  if (!armed || !term || !notice)
    return { ok: false, refusal: refusalOf(process, scope, standing, { type, acts: [] }) };
  const terms = {
    ...before.terms,
    [key]: { ...armed, reminded: [...(armed.reminded ?? []), days] },
  };
  const daysLeft = daysBetween(facts.on, armed.due);
  const about = { title: term.title, dueOn: armed.due, daysLeft, law: term.law };
  const shared = { ...describeCase(process, standing, facts, terms), term: about };
  const effects = resolveEffect(process, notice, scope, shared).map(
    (effect) => ({ ...effect, reminder: true }) as AskedEffect,
  );
  return {
    ok: true,
    outcome: { ...unmoved(process, before, terms, facts), law: term.law, effects },
  };
}

function unmoved(process: Process, before: CaseSnapshot, terms: Terms, facts: Facts): Outcome {
  const snapshot = { ...before, version: before.version + 1, terms };
  const standing = standingOf(thaw(process, before, facts));
  return outcomeOf(process, before, snapshot, {
    asked: [],
    event: { type: '', payload: {} },
    facts,
    law: '',
    standing,
  });
}
