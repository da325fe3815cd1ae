// The one decision: (process, snapshot, event, facts) → outcome, or refusal with reasons. Pure.
import { transition } from 'xstate';
import { holds, picked, type ActMeta } from '../../machines/compile.ts';
import type { Actor, Cooperative, Effect, Facts, Process, Recipient, Register } from '../../machines/define.ts';
import type { Text } from '../../machines/text.ts';
import { candidatesOf, freeze, nodesOf, scopeOf, standingOf, thaw, type Asked, type CaseSnapshot, type Standing } from './snapshot.ts';
import { arm, firstDue, paused, recomputed, termOf, timerChange, touched, type Terms, type TimerChange } from './terms.ts';

export type CaseEvent = { type: string; payload: Record<string, unknown> };

/** Something asked of the shell. Its place among the effects of its event makes the key `case/version/index`. */
export type AskedEffect =
  | { kind: 'notify'; template: string; recipient: Recipient; data: object }
  | { kind: 'issue'; document: string; title: Text; register?: Register; data: object }
  | { kind: 'open'; process: string; event: string; payload: object }
  | { kind: 'send'; caseId: string; event: string; payload: object }
  | { kind: 'keep'; register: 'cooperative' | 'certificate' | 'vote'; row: Cooperative | object };

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

/** Why something is not possible now, and what would make it so. */
export type Reason = { code: string; title: Text; need?: unknown; have?: unknown; law: string; remedy: Text };

export type Refusal = { code: 'forbidden' | 'refused'; reasons: Reason[] };

export type Stepped = { ok: true; outcome: Outcome } | { ok: false; refusal: Refusal };

/** Events every case knows: a reminder of a term, and due dates by a changed calendar. They change no state. */
export const generalEvents = { reminder: 'TERM_REMINDER', calendar: 'CALENDAR_CHANGED' } as const;

/** Advances a case by one event. A refused event changes nothing and says why. */
export function step(process: Process, before: CaseSnapshot, event: CaseEvent, facts: Facts): Stepped {
  if (event.type === generalEvents.calendar) return { ok: true, outcome: calendarChanged(process, before, facts) };
  if (event.type === generalEvents.reminder) return { ok: true, outcome: reminded(process, before, event, facts) };
  const live = thaw(process, before, facts);
  const offered = candidatesOf(live).filter((candidate) => candidate.event === event.type);
  const acts = offered.map(({ act }) => act);
  const taken = acts.find((act) => allowed(process, before.data, event, facts, act));
  if (taken === undefined) return { ok: false, refusal: refusal(process, before, standingOf(live), event, facts, acts) };
  const [next, asked] = run(process, live, event);
  const version = before.version + 1;
  const { data } = freeze(process, next);
  const names = new Set(nodesOf(next).map(({ id }) => id));
  const armed = applyTerms(process, before.terms, asked, { data, version, facts, event });
  const current = facts.by.id === 'system' ? armed : touched(process, armed, facts);
  const terms = paused(process, current, names, facts);
  const snapshot: CaseSnapshot = { version, ...freeze(process, next), terms };
  return { ok: true, outcome: outcomeOf(process, before, snapshot, standingOf(next), { asked, event, facts, law: taken.law }) };
}

function run(process: Process, live: ReturnType<typeof thaw>, event: CaseEvent): [ReturnType<typeof thaw>, Asked[]] {
  const asked: Asked[] = [];
  const scope = scopeOf(process.machine);
  scope.actionExecutor = (action) => void asked.push(action);
  return [process.machine.transition(live as never, event as never, scope as never) as never, asked];
}

/** The same decision through XState's public function; slower, kept to prove `run` equal. */
export function runSlowly(process: Process, live: ReturnType<typeof thaw>, event: CaseEvent): [ReturnType<typeof thaw>, Asked[]] {
  return transition(process.machine, live as never, event as never) as never;
}

function allowed(process: Process, data: Record<string, unknown>, event: CaseEvent, facts: Facts, act: ActMeta): boolean {
  return (
    picked(act.when, event.payload) &&
    holds(process, data, facts.by, act.by) &&
    act.rules.every((rule) => process.rules[rule]?.test({ data, payload: event.payload, facts }).met === true)
  );
}

/** Reasons of the act that came closest, or of the state when no act is offered at all. */
function refusal(
  process: Process,
  before: CaseSnapshot,
  standing: Standing,
  event: CaseEvent,
  facts: Facts,
  acts: readonly ActMeta[],
): Refusal {
  const fitting = acts.filter((act) => picked(act.when, event.payload));
  if (fitting.length === 0) return { code: 'refused', reasons: [notHere(process, standing)] };
  const open = fitting.filter((act) => holds(process, before.data, facts.by, act.by));
  if (open.length === 0) return { code: 'forbidden', reasons: [notYours(process, fitting)] };
  const unmet = open.map((act) => unmetRules(process, before.data, event.payload, facts, act.rules));
  return { code: 'refused', reasons: unmet.toSorted((a, b) => a.length - b.length)[0] as Reason[] };
}

/** The rules that are not met, as reasons. */
export function unmetRules(
  process: Process,
  data: Record<string, unknown>,
  payload: Record<string, unknown>,
  facts: Facts,
  rules: readonly string[],
): Reason[] {
  return rules.flatMap((code) => {
    const rule = process.rules[code] as Process['rules'][string];
    const { met, need, have, law } = rule.test({ data, payload, facts });
    if (met) return [];
    const shown = { ...(need === undefined ? {} : { need }), ...(have === undefined ? {} : { have }) };
    return [{ code, title: rule.title, ...shown, law: law ?? rule.law, remedy: rule.remedy }];
  });
}

export function notHere(process: Process, standing: Standing): Reason {
  return {
    code: 'state',
    title: { vi: 'Bước này không làm được ở trạng thái hiện tại', en: 'Not possible in the present state' },
    have: standing.state,
    law: process.title.vi,
    remedy: {
      vi: `Hồ sơ đang ở bước “${standing.title.vi}”. Hãy làm một trong các việc đang mở của bước này.`,
      en: `The case is at “${standing.title.en}”. Take one of the actions open at this step.`,
    },
  };
}

export function notYours(process: Process, acts: readonly ActMeta[]): Reason {
  const names = [...new Set(acts.flatMap(({ by }) => by))].filter((name) => name !== 'system');
  const titles = names.map((name) => (process.actors[name] as Process['actors'][string]).title);
  return {
    code: 'role',
    title: { vi: 'Việc này do người khác thực hiện', en: 'Somebody else does this' },
    need: names,
    law: acts[0]?.law ?? '',
    remedy: {
      vi: `Người thực hiện: ${titles.map(({ vi }) => vi).join(', ') || 'hệ thống'}.`,
      en: `To be done by: ${titles.map(({ en }) => en).join(', ') || 'the system'}.`,
    },
  };
}

type Moment = { data: Record<string, unknown>; version: number; facts: Facts; event: CaseEvent };

/** Folds arm and disarm in their order: a state may be entered and left within one step. */
function applyTerms(process: Process, before: Terms, asked: readonly Asked[], moment: Moment): Terms {
  const terms: Record<string, Terms[string]> = { ...before };
  const lapsed = lapsedKey(process, moment.event);
  if (lapsed !== undefined) delete terms[lapsed];
  const armTerm = arm(process, moment.data, moment.version, moment.facts);
  for (const { type, params } of asked) {
    if (type !== 'arm' && type !== 'disarm') continue;
    const { state, term } = params as { state: string; term: string };
    const key = `${state}/${term}`;
    if (type === 'arm') terms[key] = armTerm(term);
    else delete terms[key];
  }
  return terms;
}

/** A timer id is `version/what/state/term`. */
function lapsedKey(process: Process, { type, payload }: CaseEvent): string | undefined {
  const key = String(payload['timer']).split('/').slice(2).join('/');
  return termOf(process, key)?.lapse === type ? key : undefined;
}

type Happened = { asked: readonly Asked[]; event: CaseEvent; facts: Facts; law: string };

function outcomeOf(process: Process, before: CaseSnapshot, snapshot: CaseSnapshot, standing: Standing, happened: Happened): Outcome {
  const { asked, event, facts, law } = happened;
  const { data, terms } = snapshot;
  const due = firstDue(process, terms);
  const shared = { ...describe(process, standing, facts, terms), reason: event.payload['reason'] };
  const effects = asked.flatMap(({ type }) => {
    const effect = process.effects[type];
    return effect ? resolveEffect(effect, { data, payload: event.payload, facts }, shared) : [];
  });
  return {
    snapshot,
    standing,
    law,
    effects,
    counts: asked.flatMap(({ type }) => (process.effects[type]?.kind === 'count' ? [type] : [])),
    work: workOf(process, asked, terms),
    timers: timerChange(process, before.terms, terms, facts.on),
    dueOn: due?.on,
    heading: process.heading(data),
    parties: process.parties(data),
    recused: process.recused?.(data) ?? [],
  };
}

/** What every notice and paper may say of the case. */
function describe(process: Process, standing: Standing, facts: Facts, terms: Terms): object {
  const due = firstDue(process, terms);
  const term = due ? (termOf(process, due.key) as Process['terms'][string]) : undefined;
  return {
    case: { id: facts.caseId, number: facts.number, process: process.title, state: standing.title },
    ...(due && term ? { term: { title: term.title, dueOn: due.on, law: term.law } } : {}),
  };
}

function resolveEffect(
  effect: Effect<Record<string, unknown>>,
  scope: { data: Record<string, unknown>; payload: Record<string, unknown>; facts: Facts },
  shared: object,
): AskedEffect[] {
  const { data, facts } = scope;
  switch (effect.kind) {
    case 'notify':
      return effect.to(data, facts).map((recipient) => ({
        kind: 'notify',
        template: effect.template,
        recipient,
        data: { ...shared, ...effect.with?.(data) },
      }));
    case 'issue': {
      const { document, title, register } = effect;
      return [{ kind: 'issue', document, title, ...(register ? { register } : {}), data: { ...shared, ...effect.with(data, facts) } }];
    }
    case 'open':
      return [{ kind: 'open', process: effect.process, event: effect.event, payload: effect.payload(data, facts) }];
    case 'send': {
      const caseId = effect.to(data);
      return caseId === undefined ? [] : [{ kind: 'send', caseId, event: effect.event, payload: effect.payload(data) }];
    }
    case 'keep':
      return [{ kind: 'keep', register: effect.register, row: effect.row(scope) }];
    case 'count':
      return [];
  }
}

function workOf(process: Process, asked: readonly Asked[], terms: Terms): Outcome['work'] {
  const opened = new Map<string, WorkOpened>();
  const closed = new Set<string>();
  for (const { type, params } of asked) {
    if (type !== 'openWork' && type !== 'closeWork') continue;
    const { state } = params as { state: string };
    if (type === 'closeWork') {
      opened.delete(state);
      closed.add(state);
    } else {
      const work = process.works[state] as Process['works'][string];
      const due = Object.entries(terms).find(([key]) => key.startsWith(`${state}/`))?.[1].due;
      const roles = (process.actors[work.for] as Process['actors'][string]).roles;
      opened.set(state, { state, title: work.title, roles: [...roles], ...(due ? { dueOn: due } : {}) });
    }
  }
  return { opened: [...opened.values()], closed: [...closed] };
}

/** Nothing moves but the due dates. */
function calendarChanged(process: Process, before: CaseSnapshot, facts: Facts): Outcome {
  const snapshot = { ...before, version: before.version + 1, terms: recomputed(before.terms, facts) };
  return unmoved(process, before, snapshot, facts, []);
}

function reminded(process: Process, before: CaseSnapshot, event: CaseEvent, facts: Facts): Outcome {
  const { term: key, days } = event.payload as { term: string; days: number };
  const armed = before.terms[key] as Terms[string];
  const terms = { ...before.terms, [key]: { ...armed, reminded: [...(armed.reminded ?? []), days] } };
  const snapshot = { ...before, version: before.version + 1, terms };
  const term = termOf(process, key) as Process['terms'][string];
  const notice = process.effects[term.reminders?.notice ?? ''];
  const standing = standingOf(thaw(process, before, facts));
  const shared = {
    ...describe(process, standing, facts, terms),
    term: { title: term.title, dueOn: armed.due, daysLeft: days, law: term.law },
  };
  const effects = notice ? resolveEffect(notice, { data: before.data, payload: event.payload, facts }, shared) : [];
  return unmoved(process, before, snapshot, facts, effects);
}

function unmoved(process: Process, before: CaseSnapshot, snapshot: CaseSnapshot, facts: Facts, effects: AskedEffect[]): Outcome {
  const standing = standingOf(thaw(process, before, facts));
  const happened = { asked: [], event: { type: '', payload: {} }, facts, law: '' };
  return { ...outcomeOf(process, before, snapshot, standing, happened), effects };
}

export type { Actor };
