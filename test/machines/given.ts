// Stories about one case, told to the pure core: given a process, when someone does something, then.
import {
  localDateOf,
  makeCalendar,
  nationalDays,
  startOfDay,
  type LocalDate,
} from '../../machines/calendar.ts';
import {
  system,
  type Actor,
  type Facts,
  type Found,
  type Process,
  type SettingValue,
} from '../../machines/define.ts';
import type { PublishedSet } from '../../machines/criteria/set.ts';
import type { Role } from '../../machines/roles.ts';
import { sealPayload } from '../../src/engine/seal.ts';
import {
  newSnapshot,
  standingOf,
  thaw,
  type CaseSnapshot,
  type Standing,
} from '../../src/engine/snapshot.ts';
import type { AskedEffect } from '../../src/engine/effects.ts';
import type { Refusal } from '../../src/engine/reasons.ts';
import { generalEvents, step, type CaseEvent, type Outcome } from '../../src/engine/step.ts';
import { firing, type Timer } from '../../src/engine/terms.ts';

export const calendar = makeCalendar(nationalDays, 'national');

export function person(id: string, ...roles: Role[]): Actor {
  return { id, name: id, roles };
}

export type Told = { event: CaseEvent; facts: Facts; outcome: Outcome };

export type Story = {
  readonly snapshot: CaseSnapshot;
  readonly standing: Standing;
  readonly state: string;
  readonly data: Record<string, unknown>;
  readonly told: readonly Told[];
  /** The timers a worker would watch, kept by what each event set and cleared. */
  readonly timers: readonly Timer[];
  /** Effects of the latest event. */
  readonly effects: readonly AskedEffect[];
  /** Templates of the notices of the latest event. */
  readonly notices: string[];
  on(date: LocalDate): Story;
  as(who: Actor): Story;
  found(found: Found): Story;
  /** The alliance has these criteria sets in force. */
  published(sets: readonly PublishedSet[]): Story;
  /** The event happens; left out, the payload is the example of the definition. Throws when it is refused. */
  does(type: string, payload?: Record<string, unknown>): Story;
  /** The event is refused; answers with the refusal. Throws when it is not. */
  refused(type: string, payload?: Record<string, unknown>): Refusal;
  /** Days go by; timers that fall due fire in their order. */
  passes(to: LocalDate): Story;
};

/** A story of a new case. */
export function given(process: Process, settings: Record<string, SettingValue> = {}): Story {
  let snapshot = newSnapshot(process);
  let date: LocalDate = '2026-03-02';
  let actor: Actor = system;
  let found: Found = {};
  let criteria: readonly PublishedSet[] | undefined;
  const told: Told[] = [];
  const timers = new Map<string, Timer>();
  const defaults = Object.fromEntries(
    Object.entries(process.settings).map(([name, { value }]) => [name, value]),
  );
  let row = 0;
  const facts = (by = actor, on = date): Facts => ({
    caseId: '0190a000-0000-7000-8000-000000000001',
    number: `${process.series}-2026-0001`,
    at: startOfDay(on).replace('T17', 'T20'),
    on,
    by,
    calendar,
    settings: { ...defaults, ...settings },
    ...(criteria ? { criteria } : {}),
    found,
  });
  const put = (): { row: string; digest: string } => {
    row += 1;
    return {
      row: `00000000-0000-4000-8000-${String(row).padStart(12, '0')}`,
      digest: 'd'.repeat(64),
    };
  };
  const sealed = (type: string, payload?: Record<string, unknown>): CaseEvent => {
    const definition = process.events[type];
    if (!definition) throw new Error(`no event ${type}`);
    const parsed = definition.payload.parse(payload ?? definition.examples[0]);
    return { type, payload: sealPayload(definition.payload, parsed, date, put) };
  };
  const happen = (event: CaseEvent, by: Actor, on: LocalDate): void => {
    const known = facts(by, on);
    const result = step(process, snapshot, event, known);
    if (!result.ok) throw new Error(`${event.type} refused: ${JSON.stringify(result.refusal)}`);
    const { outcome } = result;
    snapshot = outcome.snapshot;
    told.push({ event, facts: known, outcome });
    for (const term of outcome.timers.clear) timers.delete(term);
    for (const timer of outcome.timers.set) timers.set(timer.term, timer);
  };
  const fire = (timer: Timer): void => {
    const fired = firing(process, snapshot.terms, timer, date);
    if (fired.kind === 'stale') return void timers.delete(timer.term);
    if (fired.kind === 'later') return void timers.set(timer.term, fired.timer);
    const { id, term } = timer;
    const event =
      fired.kind === 'lapse'
        ? { type: fired.event, payload: { timer: id } }
        : { type: generalEvents.reminder, payload: { timer: id, term, days: fired.days } };
    happen(event, system, fired.on);
    // Used up, unless the event set another in its place.
    if (fired.kind === 'lapse' && timers.get(term) === timer) timers.delete(term);
  };
  /** The first timer that is due, as the worker picks it. */
  const due = (): Timer | undefined =>
    [...timers.values()]
      .filter(({ at }) => localDateOf(at) <= date)
      .toSorted((a, b) => a.at.localeCompare(b.at))[0];
  const story: Story = {
    get snapshot() {
      return snapshot;
    },
    get standing() {
      return standingOf(thaw(process, snapshot, facts()));
    },
    get state() {
      return story.standing.state;
    },
    get data() {
      return snapshot.data;
    },
    told,
    get timers() {
      return [...timers.values()];
    },
    get effects() {
      return told.at(-1)?.outcome.effects ?? [];
    },
    get notices() {
      return story.effects.flatMap((effect) => (effect.kind === 'notify' ? [effect.template] : []));
    },
    on(to) {
      date = to;
      return story;
    },
    as(who) {
      actor = who;
      return story;
    },
    found(what) {
      found = what;
      return story;
    },
    published(sets) {
      criteria = sets;
      return story;
    },
    does(type, payload) {
      happen(sealed(type, payload), actor, date);
      return story;
    },
    refused(type, payload) {
      const result = step(process, snapshot, sealed(type, payload), facts());
      if (result.ok) throw new Error(`${type} was not refused`);
      return result.refusal;
    },
    passes(to) {
      for (let day = date; day <= to; day = nextDay(day)) {
        date = day;
        for (let timer = due(); timer; timer = due()) fire(timer);
      }
      return story;
    },
  };
  return story;
}

function nextDay(date: LocalDate): LocalDate {
  return new Date(Date.parse(`${date}T00:00:00Z`) + 86_400_000).toISOString().slice(0, 10);
}
