// The ways through a process that its own examples open: every act by everybody who may, every lapse. A visit is known
// by its leaves, its terms, the rules met and the shape of its data, so that counters do not grow without end.
import type { PublishedSet } from '../../machines/criteria/set.ts';
import { shippedSets } from '../../machines/criteria/shipped.ts';
import { getMicrosteps, getNextTransitions } from 'xstate';
import { addDays, compareDates, startOfDay, type LocalDate } from '../../machines/calendar.ts';
import { holds, list, picked, type ActMeta } from '../../machines/compile.ts';
import { system, type Actor, type Facts, type Found, type Process } from '../../machines/define.ts';
import type { Role } from '../../machines/roles.ts';
import { around, places } from '../../machines/statechart.ts';
import { sealPayload } from '../../src/engine/seal.ts';
import {
  newSnapshot,
  nodesOf,
  standingOf,
  thaw,
  type CaseSnapshot,
  type Standing,
} from '../../src/engine/snapshot.ts';
import { step, type CaseEvent, type Outcome } from '../../src/engine/step.ts';
import { calendar } from './given.ts';

/** A point some way has come to. */
export type Visit = {
  snapshot: CaseSnapshot;
  standing: Standing;
  date: LocalDate;
  /** Ids of states with an open work item, kept by what each event opened and closed. */
  work: ReadonlySet<string>;
  /** Terms with a timer, kept by what each event set and cleared. */
  timers: ReadonlySet<string>;
  /** How it was come to; nothing for a case before its first event. */
  by?: Step;
};

/** One event on a way. */
export type Step = {
  before: Visit;
  after: Visit;
  event: CaseEvent;
  facts: Facts;
  outcome: Outcome;
  /** Names of the acts taken, automatic ones included: `open.gate › INTACT 1`. */
  acts: readonly string[];
  /** What was put away of the payload. */
  away: readonly string[];
};

export type Explored = { visits: readonly Visit[]; steps: readonly Step[] };

export type Bounds = {
  /** Points from which one goes on, in all and for each state. */
  visits: number;
  each: number;
};

/** Settings as they are in the definition. */
export function settingsOf(process: Process): Facts['settings'] {
  return Object.fromEntries(
    Object.entries(process.settings).map(([name, { value }]) => [name, value]),
  );
}

/** Names of all acts of a process, `from › EVENT index`. */
export function actsNamed(process: Process): string[] {
  return places(process.states).flatMap(({ path, state }) => [
    ...Object.entries(state.on ?? {}).flatMap(([event, acts]) =>
      list(acts).map((_, index) => `${path} › ${event} ${index}`),
    ),
    ...list(state.always ?? []).map((act, index) => `${path} › ${act.name ?? ''} ${index}`),
  ]);
}

/**
 * Goes on from the ends of the ways it begins with, then from points that offer an act not taken yet, then from the state
 * that was gone on from least. The ways it begins with belong to what was explored.
 */
export function explore(
  process: Process,
  bounds: Bounds,
  from: readonly (readonly Visit[])[] = [],
): Explored {
  const seen = new Set<string>();
  const [visits, steps]: [Visit[], Step[]] = [[], []];
  const [tried, taken] = [new Map<string, number>(), new Set<string>()];
  let waiting: { visit: Visit; acts: string[] }[] = [];
  const add = (visit: Visit): void => {
    const offered = offeredAt(process, visit);
    const identity = identityOf(process, visit, offered);
    if (seen.has(identity)) return;
    seen.add(identity);
    visits.push(visit);
    waiting.push({ visit, acts: offered.map(nameOf) });
  };
  const walk = (gone: Step): void => {
    steps.push(gone);
    for (const name of gone.acts) taken.add(name);
  };
  const times = (name: string): number => tried.get(name) ?? 0;
  // Breadth and depth in turn.
  const pick = (count: number, fits: (each: (typeof waiting)[number]) => boolean) =>
    (count % 2 === 0 ? waiting.findLast(fits) : waiting.find(fits))?.visit;
  const next = (count: number): Visit | undefined => {
    const wanted = (name: string) => !taken.has(name) && times(name) < bounds.each;
    const novel = pick(count, ({ acts }) => acts.some(wanted));
    if (novel) return novel;
    const least = Math.min(...waiting.map(({ visit }) => times(visit.standing.state)));
    if (least >= bounds.each) return undefined;
    return pick(count, ({ visit }) => times(visit.standing.state) === least);
  };
  const ends = from.flatMap((way) => way.at(-1) ?? []);
  [start(process), ...from.flat()].forEach(add);
  from.flat().forEach(({ by }) => by && walk(by));
  for (let count = 0; count < bounds.visits; count += 1) {
    const visit = ends.shift() ?? next(count);
    if (!visit) break;
    const acts = waiting.find((each) => each.visit === visit)?.acts ?? [];
    waiting = waiting.filter((each) => each.visit !== visit);
    for (const name of [visit.standing.state, ...acts]) tried.set(name, times(name) + 1);
    for (const gone of stepsFrom(process, visit)) {
      walk(gone);
      add(gone.after);
    }
  }
  return { visits, steps };
}

/** The steps that led to a visit, in their order. */
export function wayTo(visit: Visit): Step[] {
  const way: Step[] = [];
  for (let at = visit.by; at; at = at.before.by) way.unshift(at);
  return way;
}

/** The points of a way that was told elsewhere, the last one last. */
export function visitsOf(
  process: Process,
  told: readonly Pick<Step, 'event' | 'facts'>[],
): Visit[] {
  const visits = [start(process)];
  for (const { event, facts } of told) {
    const taken = advance(process, visits.at(-1) as Visit, event, facts);
    if (!taken) throw new Error(`${event.type} is refused`);
    visits.push(taken.after);
  }
  return visits;
}

function start(process: Process): Visit {
  const snapshot = newSnapshot(process);
  const facts = factsOf(process, system, '2026-03-02', {});
  const standing = standingOf(thaw(process, snapshot, facts));
  return { snapshot, standing, date: '2026-03-02', work: new Set(), timers: new Set() };
}

export function factsOf(process: Process, by: Actor, on: LocalDate, found: Found): Facts {
  return {
    caseId: '0190a000-0000-7000-8000-000000000001',
    number: `${process.series}-2026-0001`,
    at: startOfDay(on).replace('T17', 'T20'),
    on,
    by,
    calendar,
    settings: settingsOf(process),
    ...(process.usesCriteria ? { criteria: published } : {}),
    found,
  };
}

/** Cases open on the set as shipped and may move to what comes into force later. */
const published: readonly PublishedSet[] = shippedSets.map((set) => ({
  version: 1,
  from: '2040-01-01',
  set,
}));

/** Everything that can happen at a point: each example by each person, and the lapse that comes first. */
export function stepsFrom(process: Process, before: Visit): Step[] {
  const offered = offeredAt(process, before);
  const events = [...new Set(offered.map(({ event }) => event))];
  const people = events.flatMap((type) => {
    const acts = offered.filter(({ event }) => event === type).map(({ act }) => act);
    return actorsFor(process, before, acts).flatMap((by) =>
      (process.events[type]?.examples ?? []).flatMap((example) =>
        attempt(process, before, { type, payload: example }, by, offered),
      ),
    );
  });
  return [...people, ...lapses(process, before, offered)];
}

/** The name of an act, as `actsNamed` lists it. */
function nameOf({ from, event, index }: Offered): string {
  return `${from} › ${event} ${index}`;
}

type Offered = { event: string; from: string; index: number; act: ActMeta };

/** Acts of the active states, innermost first, each by its place in the definition. */
function offeredAt(process: Process, { snapshot, date }: Visit): Offered[] {
  const live = thaw(process, snapshot, factsOf(process, system, date, {}));
  const counts = new Map<string, number>();
  return getNextTransitions(live)
    .filter(({ eventType }) => eventType !== '')
    .map(({ eventType, source, meta }) => {
      const from = source.path.join('.');
      const index = counts.get(`${from} ${eventType}`) ?? 0;
      counts.set(`${from} ${eventType}`, index + 1);
      return { event: eventType, from, index, act: meta as never };
    })
    .toSorted((a, b) => b.from.split('.').length - a.from.split('.').length);
}

function attempt(
  process: Process,
  before: Visit,
  { type, payload }: CaseEvent,
  by: Actor,
  offered: readonly Offered[],
): Step[] {
  const definition = process.events[type] as Process['events'][string];
  const away: string[] = [];
  const put = (_: string, value: string) => {
    away.push(value);
    const row = `00000000-0000-4000-8000-${String(away.length).padStart(12, '0')}`;
    return { row, digest: 'd'.repeat(64) };
  };
  const parsed = definition.payload.parse(payload);
  const event = { type, payload: sealPayload(definition.payload, parsed, before.date, put) };
  for (const found of foundFor(process, definition, parsed, before, by)) {
    const facts = factsOf(process, by, before.date, found);
    const taken = advance(process, before, event, facts, offered);
    if (taken) {
      taken.away = away;
      return [taken];
    }
  }
  return [];
}

/** What may have been looked up: nothing, or a cooperative of the person that acts. */
function foundFor(
  process: Process,
  definition: Process['events'][string],
  payload: Record<string, unknown>,
  { snapshot }: Visit,
  by: Actor,
): Found[] {
  const code = definition.looksUp?.(payload, snapshot.data).cooperative;
  if (code === undefined) return [{}];
  const cooperative = {
    code,
    name: 'Hợp tác xã Nông nghiệp Hòa Bình',
    kind: 'cooperative' as const,
    status: 'Đang hoạt động',
    registeredOn: '2022-05-10',
    commune: 'Xã Hòa Bình',
    persons: [by.id],
  };
  return [{ cooperative, openCases: 0 }, {}];
}

/** The lapse of the term that ends first, and of rolling ones: people may have acted up to then. */
function lapses(process: Process, before: Visit, offered: readonly Offered[]): Step[] {
  const running = Object.entries(before.snapshot.terms)
    .filter(([, armed]) => armed.left === undefined)
    .map(([key, { due, version }]) => ({ key, due, version, term: termNamed(process, key) }))
    .toSorted((a, b) => compareDates(a.due, b.due));
  const first = running.find(({ term }) => !term.rolling);
  return running
    .filter((each) => each === first || each.term.rolling)
    .flatMap(({ key, due, version, term }) => {
      const ended = addDays(due, 1);
      const on = compareDates(ended, before.date) > 0 ? ended : before.date;
      const event = { type: term.lapse, payload: { timer: `${version}/lapse/${key}` } };
      const taken = advance(process, before, event, factsOf(process, system, on, {}), offered);
      return taken ? [taken] : [];
    });
}

function termNamed(process: Process, key: string): Process['terms'][string] {
  return process.terms[key.slice(key.lastIndexOf('/') + 1)] as Process['terms'][string];
}

/** The step, when the event is not refused. */
export function advance(
  process: Process,
  before: Visit,
  event: CaseEvent,
  facts: Facts,
  offered: readonly Offered[] = offeredAt(process, before),
): Step | undefined {
  const stepped = step(process, before.snapshot, event, facts);
  if (!stepped.ok) return undefined;
  const { outcome } = stepped;
  const { snapshot, standing, work, timers } = outcome;
  const after: Visit = {
    snapshot,
    standing,
    date: facts.on,
    work: changed(
      before.work,
      work.closed,
      work.opened.map(({ state }) => state),
    ),
    timers: changed(
      lapsed(event, before.timers),
      timers.clear,
      timers.set.map(({ term }) => term),
    ),
  };
  const scope = { data: before.snapshot.data, payload: event.payload, facts };
  const own = offered.find(
    ({ event: type, act }) =>
      type === event.type &&
      picked(act.when, event.payload) &&
      holds(process, scope.data, facts.by, act.by) &&
      act.rules.every((rule) => process.rules[rule]?.test(scope).met),
  );
  const acts = own ? [nameOf(own)] : [];
  const taken: Step = { before, after, event, facts, outcome, acts, away: [] };
  taken.acts = [...acts, ...automaticOnce(process, taken)];
  after.by = taken;
  return taken;
}

/** A lapse uses its timer up. */
function lapsed({ payload }: CaseEvent, timers: ReadonlySet<string>): ReadonlySet<string> {
  const key = String(payload['timer']).split('/').slice(2).join('/');
  return new Set([...timers].filter((timer) => timer !== key));
}

function changed(
  given: ReadonlySet<string>,
  gone: readonly string[],
  come: readonly string[],
): ReadonlySet<string> {
  return new Set([...[...given].filter((each) => !gone.includes(each)), ...come]);
}

const memory = new Map<string, string[]>();

/** XState's small steps are slow; the same act between the same leaves goes through the same ones. */
function automaticOnce(process: Process, taken: Step): string[] {
  const { before, after, acts } = taken;
  const key = JSON.stringify([process.key, acts, before.standing.leaves, after.standing.leaves]);
  const known = memory.get(key) ?? automatic(process, taken);
  memory.set(key, known);
  return known;
}

/** The automatic steps gone through, told by XState's own small steps: in each, the innermost of every leaf. */
function automatic(process: Process, { before, event, facts }: Step): string[] {
  const all = places(process.states);
  if (!all.some(({ state }) => state.always)) return [];
  const live = thaw(process, before.snapshot, facts);
  const small = getMicrosteps(process.machine, live as never, event as never);
  return small.slice(0, -1).flatMap(([snapshot]) => {
    const { data } = snapshot.context as { data: Record<string, unknown> };
    const scope = { data, payload: event.payload, facts };
    const paths = new Set(nodesOf(snapshot as never).map(({ path }) => path.join('.')));
    const leaves = all.filter(({ path, leaf }) => leaf && paths.has(path));
    const taken = leaves.map(({ path }) => {
      const automatics = around(all, path).flatMap((place) =>
        list(place.state.always ?? []).map((act, index) => ({ path: place.path, act, index })),
      );
      const first = automatics.find(({ act: { rules = [] } }) =>
        rules.every((rule) => process.rules[rule]?.test(scope).met),
      );
      return first ? `${first.path} › ${first.act.name ?? ''} ${first.index}` : '';
    });
    return [...new Set(taken)].filter((name) => name !== '');
  });
}

/** People who may take one of the acts: those the case knows, and two it does not. */
function actorsFor(process: Process, { snapshot }: Visit, acts: readonly ActMeta[]): Actor[] {
  const names = new Set(acts.flatMap(({ by }) => by));
  const ids = [...strangers, ...idsIn(snapshot.data)];
  const found = [...names].flatMap((name) => {
    if (name === 'system') return [system];
    const { roles, is } = process.actors[name] as Process['actors'][string];
    return (is ? ids : strangers).flatMap((id) => {
      const fits = roles.find((role) => holds(process, snapshot.data, person(id, role), [name]));
      return fits ? [person(id, fits)] : [];
    });
  });
  return [...new Map(found.map((actor) => [`${actor.id} ${actor.roles.join()}`, actor])).values()];
}

const strangers = ['somebody', 'somebody-else'];

function person(id: string, role: Role): Actor {
  return { id, name: id, roles: [role] };
}

/** Texts that may be accounts: short, without spaces, neither dates nor seals. */
export function idsIn(value: unknown, found = new Set<string>()): string[] {
  if (typeof value === 'string') {
    if (/^[\w.-]{1,40}$/.test(value) && !/^\d{4}-\d\d-\d\d$/.test(value)) found.add(value);
  } else if (typeof value === 'object' && value !== null) {
    for (const [key, item] of Object.entries(value)) {
      if (/\d/.test(key) && !Array.isArray(value)) idsIn(key, found);
      idsIn(item, found);
    }
  }
  return [...found];
}

function identityOf(process: Process, visit: Visit, offered: readonly Offered[]): string {
  const { snapshot, standing, date } = visit;
  const scope = { data: snapshot.data, payload: {}, facts: factsOf(process, system, date, {}) };
  // Rules of the acts offered here: elsewhere a rule may find nothing to read.
  const rules = new Set(offered.flatMap(({ act }) => act.rules));
  const met = [...rules].filter((name) => {
    const { reads, test } = process.rules[name] as Process['rules'][string];
    return reads === 'case' && test(scope).met;
  });
  const terms = Object.entries(snapshot.terms).map(
    ([key, { left }]) => key + (left ? ' paused' : ''),
  );
  return JSON.stringify([standing.leaves, terms.toSorted(), met, shapeOf(snapshot.data)]);
}

/** Data without what tells one person, day or amount from another. */
function shapeOf(value: unknown): unknown {
  if (typeof value === 'string') return /^([a-z][A-Za-z]{0,24})?$/.test(value) ? value : 'text';
  if (typeof value === 'number') return value === 0 ? 0 : 'number';
  if (typeof value !== 'object' || value === null) return value;
  const items = Object.entries(value).filter(([, item]) => item !== undefined);
  const named = !Array.isArray(value) && !items.some(([key]) => /[\d-]/.test(key));
  if (named)
    return Object.fromEntries(
      items.toSorted(([a], [b]) => a.localeCompare(b)).map(([key, item]) => [key, shapeOf(item)]),
    );
  return items
    .map(([, item]) => JSON.stringify(shapeOf(item)))
    .toSorted()
    .slice(0, 8);
}
