// What holds on every way through every process, and that every act of every process lies on one.
import { existsSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { Actor, Process } from '../../machines/define.ts';
import { allProcesses } from '../../machines/index.ts';
import type { Role } from '../../machines/roles.ts';
import { around, edges, places } from '../../machines/statechart.ts';
import { actionsOf, peopleEvents } from '../../src/engine/actions.ts';
import { replay } from '../../src/engine/replay.ts';
import { freeze, standingOf, thaw } from '../../src/engine/snapshot.ts';
import { generalEvents, runSlowly, step } from '../../src/engine/step.ts';
import { factsOf, actsNamed, advance, idsIn, wayTo, type Step, type Visit } from './paths.ts';
import { processes, waysThrough } from './ways.ts';

/** Acts on no way explored, and why. Each is told by a scenario of its process or cannot happen. */
const untaken: Readonly<Record<string, readonly [name: RegExp, why: string][]>> = {
  'loan@1': [[/^open\.gate › SUPPLY_OVERDUE 0$/, 'the state is left at once, its term never runs']],
  'founding@1': [
    [/^open\.drafting › ALL_PARTS_ACCEPTED 1$/, 'the drafts become ready a second time'],
    [
      /^open\.drafting\.\w+\.resume › resume [0-3]$/,
      'coming back to drafts in every mixture of stages',
    ],
    [
      /^open\.postRegistration\.obligations › OBLIGATIONS_DONE 0$/,
      'register and meeting are recorded before the capital',
    ],
    [/^closed › REOPEN 2$/, 'the law has changed when the case is opened again'],
    [/^open\.drafting\.\w+\.accepted › NO_LONGER_LAWFUL 0$/, 'the law changes meanwhile'],
    [
      /^open\.assembly\.listAdopted › NOTHING_TO_VALUE 0$/,
      'the example members bring assets in kind',
    ],
  ],
};

describe.each(processes.map((process) => [process.key, process] as const))('%s', (_, process) => {
  const { visits, steps } = waysThrough(process);
  const states = new Map(places(process.states).map((place) => [place.path, place]));
  const ids = new Map(places(process.states).map((place) => [place.state.id, place.path]));

  it('is explored within bounds, and from end to end', () => {
    expect(steps.length).toBeGreaterThan(100);
    expect(visits.some(({ standing }) => standing.closed)).toBe(true);
  });

  it('comes to every state', () => {
    const transient = (path: string) =>
      around([...states.values()], path).some(({ state }) => state.always);
    const leaves = new Set(visits.flatMap(({ snapshot }) => leavesOf(snapshot.value)));
    const missing = [...states.values()]
      .filter(({ leaf, path }) => leaf && !leaves.has(path) && !transient(path))
      .map(({ path }) => path);
    expect(missing).toEqual([]);
  });

  it('takes every act', () => {
    const taken = new Set(steps.flatMap(({ acts }) => acts));
    const excused = untaken[process.key] ?? [];
    const missing = actsNamed(process).filter(
      (name) => !taken.has(name) && !excused.some(([pattern]) => pattern.test(name)),
    );
    expect(missing).toEqual([]);
    for (const [pattern] of excused) {
      expect(
        actsNamed(process).some((name) => pattern.test(name)),
        String(pattern),
      ).toBe(true);
    }
  });

  it('knows every act it took by its name in the definition', () => {
    const names = new Set(actsNamed(process));
    expect(steps.flatMap(({ acts }) => acts).filter((name) => !names.has(name))).toEqual([]);
    expect(steps.filter(({ acts }) => acts.length === 0)).toEqual([]);
  });

  it('closed: no term runs and no work item is open, but those of the closed state itself', () => {
    const within = (key: string, path: string) =>
      path.startsWith(ids.get(key.split('/')[0]) ?? '?');
    const closed = visits.filter(({ standing }) => standing.closed);
    for (const { snapshot, work, timers } of closed) {
      const [leaf] = leavesOf(snapshot.value) as [string];
      const strange = [...Object.keys(snapshot.terms), ...timers, ...work].filter(
        (key) => !within(key, leaf),
      );
      expect(strange, leaf).toEqual([]);
    }
  });

  it('open: somebody has a work item or a clock runs, and there is a way out', () => {
    for (const { snapshot, standing, work } of visits.slice(1)) {
      if (standing.closed) continue;
      const running = Object.values(snapshot.terms).some(({ left }) => left === undefined);
      expect(work.size > 0 || running, standing.state).toBe(true);
      expect(exits(process, leavesOf(snapshot.value)), standing.state).not.toEqual([]);
    }
  });

  it('every act has a law and an actor, every event its law', () => {
    for (const { act, event } of edges([...states.values()])) {
      expect(act.law.trim() && act.by.length > 0, event).toBeTruthy();
    }
    for (const { outcome, event } of steps) expect(outcome.law.trim(), event.type).not.toBe('');
  });

  it('every step raises the version by one', () => {
    for (const { before, after } of steps) {
      expect(after.snapshot.version).toBe(before.snapshot.version + 1);
    }
  });

  it('every snapshot, written down, thaws and freezes to the same', () => {
    for (const { snapshot, standing, date } of visits) {
      const stored = JSON.parse(JSON.stringify(snapshot)) as typeof snapshot;
      const live = thaw(process, stored, factsOf(process, nobody, date, {}));
      const { version, terms } = snapshot;
      expect({ version, ...freeze(live), terms }).toEqual(snapshot);
      expect(standingOf(live)).toEqual(standing);
    }
  });

  it('every way, written down, replays to its snapshot', () => {
    for (const visit of oneForEach(visits, ({ standing }) => standing.state, 4)) {
      const journal = wayTo(visit).map(({ event, facts }) => ({
        event: JSON.parse(JSON.stringify(event)) as typeof event,
        facts,
      }));
      expect(replay(process, journal)).toEqual({ ok: true, snapshot: visit.snapshot });
    }
  });

  it("every decision is that of XState's own function: state, data and what is asked for", () => {
    for (const { before, event, facts, outcome } of oneForEach(steps, edgeOf, 1)) {
      const [slow, actions] = runSlowly(process, thaw(process, before.snapshot, facts), event);
      expect(freeze(slow)).toMatchObject({
        value: outcome.snapshot.value,
        data: outcome.snapshot.data,
      });
      expect(standingOf(slow)).toEqual(outcome.standing);
      const counts = actions.flatMap(({ type }) =>
        process.effects[type]?.kind === 'count' ? [type] : [],
      );
      expect(counts).toEqual(outcome.counts);
      const opened = actions.filter(({ type }) => type === 'openWork').length;
      expect(opened).toBeGreaterThanOrEqual(outcome.work.opened.length);
    }
  });

  it('every running term is watched by one timer, and nothing else is', () => {
    for (const { snapshot, timers, standing } of visits) {
      const running = Object.entries(snapshot.terms)
        .filter(([, { left }]) => left === undefined)
        .map(([key]) => key);
      expect([...timers].toSorted(), standing.state).toEqual(running.toSorted());
    }
  });

  it('every reminder can be told', () => {
    for (const visit of oneForEach(visits, ({ standing }) => standing.state, 2)) {
      for (const [key, { due, version, left }] of Object.entries(visit.snapshot.terms)) {
        const term = process.terms[key.slice(key.lastIndexOf('/') + 1)];
        if (!term?.reminders || left) continue;
        const payload = { timer: `${version}/${due}-1/${key}`, term: key, days: 1 };
        const event = { type: generalEvents.reminder, payload };
        const taken = step(
          process,
          visit.snapshot,
          event,
          factsOf(process, nobody, visit.date, {}),
        );
        expect(taken.ok && taken.outcome.effects.every(resolves), key).toBe(true);
        expect(taken.ok && taken.outcome.standing).toEqual(visit.standing);
      }
    }
  });

  it('a changed calendar moves nothing but ends', () => {
    for (const visit of oneForEach(visits.slice(1), ({ standing }) => standing.state, 1)) {
      const event = { type: generalEvents.calendar, payload: {} };
      const taken = step(process, visit.snapshot, event, factsOf(process, nobody, visit.date, {}));
      const { version } = visit.snapshot;
      expect(taken.ok && taken.outcome.snapshot).toEqual({
        ...visit.snapshot,
        version: version + 1,
      });
    }
  });

  it('every effect resolves: notices and papers have templates, linked cases their events', () => {
    const unresolved = steps.flatMap(({ outcome, event }) =>
      outcome.effects.filter((effect) => !resolves(effect)).map((effect) => [event.type, effect]),
    );
    expect(unresolved).toEqual([]);
    for (const effect of Object.values(process.effects)) {
      if (effect.kind === 'notify') expect(noticed(effect.template), effect.template).toBe(true);
      if (effect.kind === 'issue') expect(drawn(effect.document), effect.document).toBe(true);
    }
  });

  it('every notice has a recipient by account or sealed e-mail, never in the clear', () => {
    for (const { outcome } of steps) {
      for (const effect of outcome.effects) {
        if (effect.kind !== 'notify') continue;
        const { recipient, template } = effect;
        expect(recipient.name, template).not.toBe('');
        expect(recipient.email ?? 'sealed:', template).toMatch(/^sealed:/);
      }
    }
  });

  it('no personal identifier stays in event, snapshot, heading or effects', () => {
    for (const { event, outcome, away } of oneForEach(steps, edgeOf, 3)) {
      const { snapshot, heading, effects, work } = outcome;
      const text = JSON.stringify([event, snapshot, heading, effects, work]);
      expect(away.filter((value) => text.includes(JSON.stringify(value).slice(1, -1)))).toEqual([]);
    }
  });

  it('has a heading and parties without doubles at every point', () => {
    for (const { outcome, event } of steps) {
      expect(outcome.heading.title.trim(), event.type).not.toBe('');
      expect(outcome.parties.every((id) => typeof id === 'string' && id !== '')).toBe(true);
    }
  });

  it('an action that is enabled is never forbidden, a disabled one has its reasons', () => {
    for (const visit of oneForEach(visits.slice(1), ({ standing }) => standing.state, 2)) {
      for (const by of people(process, visit)) agree(process, visit, by);
    }
  });

  it('the lists of all people together hold every act that was taken from there', () => {
    for (const { before, event, facts } of oneForEach(steps, edgeOf, 1)) {
      if (facts.by.id === 'system' || event.type === process.opensWith) continue;
      const actions = actionsOf(process, before.snapshot, facts);
      expect(actions.find(({ type }) => type === event.type)?.enabled, event.type).toBe(true);
    }
  });

  it('offers no action that people never have', () => {
    const caused = new Set(
      steps.flatMap(({ event, facts }) => (facts.by.id === 'system' ? [] : [event.type])),
    );
    expect(peopleEvents(process).filter((type) => !caused.has(type))).toEqual([]);
  });

  it('an event by nobody in particular is refused with a reason in both languages', () => {
    for (const visit of oneForEach(visits.slice(1), ({ standing }) => standing.state, 1)) {
      for (const [type, { examples, payload }] of Object.entries(process.events)) {
        const event = { type, payload: payload.parse(examples[0]) };
        const facts = factsOf(process, nobody, visit.date, {});
        const taken = step(process, visit.snapshot, event, facts);
        expect(taken.ok, `${visit.standing.state} ${type}`).toBe(false);
        if (taken.ok) continue;
        for (const { title, remedy, law } of taken.refusal.reasons) {
          expect([title.vi, title.en, remedy.vi, remedy.en, law].every((text) => text !== '')).toBe(
            true,
          );
        }
      }
    }
  });

  it('the exploration itself is true: a step refused by the core is no step', () => {
    const [first] = visits as [Visit];
    const event = { type: process.opensWith, payload: {} };
    expect(
      advance(process, first, event, factsOf(process, nobody, first.date, {})),
    ).toBeUndefined();
  });
});

const nobody: Actor = { id: 'nobody', name: 'Không ai', roles: ['auditor'] };

/** Paths of the active leaves of a stored state value. */
function leavesOf(value: unknown, path = ''): string[] {
  if (typeof value === 'string') return [path === '' ? value : `${path}.${value}`];
  return Object.entries(value as object).flatMap(([name, inner]) => {
    const at = path === '' ? name : `${path}.${name}`;
    const children = typeof inner === 'object' && Object.keys(inner as object).length === 0;
    return children ? [at] : leavesOf(inner, at);
  });
}

/** Acts that lead from the leaves to somewhere else. */
function exits(process: Process, leaves: readonly string[]): string[] {
  return edges(places(process.states))
    .filter(({ from, to }) =>
      leaves.some((leaf) => (leaf === from || leaf.startsWith(`${from}.`)) && !leaf.startsWith(to)),
    )
    .map(({ event }) => event);
}

function edgeOf({ before, after, acts, event }: Step): string {
  return JSON.stringify([event.type, acts, before.standing.state, after.standing.state]);
}

/** At most so many of each kind. */
function oneForEach<T>(all: readonly T[], kindOf: (one: T) => string, most: number): T[] {
  return [...Map.groupBy(all, kindOf).values()].flatMap((same) => same.slice(0, most));
}

const root = new URL('../../templates/', import.meta.url);
const noticed = (name: string): boolean => existsSync(new URL(`notices/${name}.njk`, root));
const drawn = (kind: string): boolean => existsSync(new URL(`documents/${kind}.njk`, root));

type Effect = Step['outcome']['effects'][number];

function resolves(effect: Effect): boolean {
  const all = [...allProcesses(), ...processes];
  switch (effect.kind) {
    case 'notify':
      return noticed(effect.template);
    case 'issue':
      return drawn(effect.document) && effect.title.vi !== '' && effect.title.en !== '';
    case 'open': {
      const opened = all.find(({ id }) => id === effect.process);
      return opened !== undefined && effect.event === opened.opensWith;
    }
    case 'send':
      return all.some(
        ({ events }) => events[effect.event]?.payload.safeParse(effect.payload).success,
      );
    case 'keep':
      return Object.keys(effect.row).length > 0;
  }
}

/** Everybody the case knows in every capacity, and a stranger in each role. */
function people(process: Process, { snapshot }: Visit): Actor[] {
  const roles = new Set(Object.values(process.actors).flatMap((actor) => actor.roles));
  const known = [...new Set([...process.parties(snapshot.data), ...idsIn(snapshot.data)])];
  const strangers = [...roles].map((role): Actor => ({ id: 'stranger', name: 'x', roles: [role] }));
  const parties = known
    .slice(0, 8)
    .map((id): Actor => ({ id, name: id, roles: [...roles] satisfies Role[] }));
  return [...strangers, ...parties];
}

/** Holds the list of actions for one person against what the core decides. */
function agree(process: Process, { snapshot, date }: Visit, by: Actor): void {
  const facts = factsOf(process, by, date, {});
  for (const { type, enabled, reasons, options } of actionsOf(process, snapshot, facts)) {
    expect(reasons.length > 0, `${by.id} ${type}`).toBe(!enabled);
    for (const { law, title, remedy } of reasons) {
      expect([law, title.vi, title.en, remedy.vi, remedy.en].every((text) => text !== '')).toBe(
        true,
      );
    }
    const { examples, payload: schema } = process.events[type] as Process['events'][string];
    for (const payload of examples.map((example) => schema.parse(example))) {
      const option = options?.find(({ when }) =>
        Object.entries(when).every(([key, value]) => payload[key] === value),
      );
      const taken = step(process, snapshot, { type, payload }, facts);
      const forbidden = !taken.ok && taken.refusal.code === 'forbidden';
      const open = options ? option?.enabled === true : enabled;
      if (open) expect(forbidden, `${by.id} ${type}`).toBe(false);
      else expect(taken.ok, `${by.id} ${type}`).toBe(false);
    }
  }
}
