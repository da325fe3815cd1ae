// Stories about one case, told to the pure core: given a process, when someone does something, then.
import { makeCalendar, nationalDays, startOfDay, type LocalDate } from '../../machines/calendar.ts';
import {
  system,
  type Actor,
  type Facts,
  type Found,
  type Process,
  type SettingValue,
} from '../../machines/define.ts';
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
import { firing, nextTimer } from '../../src/engine/terms.ts';

export const calendar = makeCalendar(nationalDays, 'national');

export function person(id: string, ...roles: Role[]): Actor {
  return { id, name: id, roles };
}

export type Told = { event: CaseEvent; outcome: Outcome };

export type Story = {
  readonly snapshot: CaseSnapshot;
  readonly standing: Standing;
  readonly state: string;
  readonly data: Record<string, unknown>;
  readonly told: readonly Told[];
  /** Effects of the latest event. */
  readonly effects: readonly AskedEffect[];
  /** Templates of the notices of the latest event. */
  readonly notices: string[];
  on(date: LocalDate): Story;
  as(who: Actor): Story;
  found(found: Found): Story;
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
  const told: Told[] = [];
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
    const result = step(process, snapshot, event, facts(by, on));
    if (!result.ok) throw new Error(`${event.type} refused: ${JSON.stringify(result.refusal)}`);
    snapshot = result.outcome.snapshot;
    told.push({ event, outcome: result.outcome });
  };
  const fireDue = (): boolean => {
    const due = Object.entries(snapshot.terms)
      .flatMap(([key, armed]) => nextTimer(process, key, armed, armed.since) ?? [])
      .flatMap((timer) => {
        const fired = firing(process, snapshot.terms, timer, date);
        return fired.kind === 'lapse' || fired.kind === 'reminder' ? [{ timer, fired }] : [];
      })
      .toSorted((a, b) => a.fired.on.localeCompare(b.fired.on))[0];
    if (!due) return false;
    const { timer, fired } = due;
    if (fired.kind === 'lapse')
      happen({ type: fired.event, payload: { timer: timer.id } }, system, fired.on);
    else
      happen(
        {
          type: generalEvents.reminder,
          payload: { timer: timer.id, term: fired.key, days: fired.days },
        },
        system,
        date,
      );
    return true;
  };
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
        while (fireDue());
      }
      return story;
    },
  };
  return story;
}

function nextDay(date: LocalDate): LocalDate {
  return new Date(Date.parse(`${date}T00:00:00Z`) + 86_400_000).toISOString().slice(0, 10);
}
