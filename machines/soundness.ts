// What makes a definition complete and sound. Read at load, so that a fault stops the service and not a case.
import { asks, list, picked } from './compile.ts';
import type { Act, Definition, State } from './define.ts';
import { dossierFaults } from './dossier.ts';
import { complete, eventFaults } from './payload.ts';
import {
  around,
  edges,
  entered,
  hiddenPaths,
  places,
  publicName,
  reachable,
  resolve,
  type Place,
} from './statechart.ts';

type Opaque = Definition<Record<string, unknown>>;

const stateKeys = new Set<string>([
  'id', 'title', 'type', 'history', 'initial', 'turn', 'terms', 'work', 'closed', 'hidden', 'on', 'always', 'states',
] satisfies (keyof State)[]); // prettier-ignore
const actKeys = new Set<string>([
  'to', 'by', 'law', 'name', 'when', 'rules', 'effects', 'reenter', 'aside',
] satisfies (keyof Act)[]); // prettier-ignore

/** All faults of a definition, each a sentence that names the place and what is missing. */
export function faultsOf(definition: Opaque): string[] {
  const all = places(definition.states);
  return [
    ...all.flatMap((place) => stateFaults(definition, all, place)),
    ...Object.entries(definition.events).flatMap(([name, event]) => eventFaults(name, event)),
    ...catalogueFaults(definition, all),
    ...openingFaults(definition, all),
    ...flowFaults(definition, all),
    ...dossierFaults(definition),
    ...wayFaults(definition, all),
    ...boardFaults(definition, all),
  ];
}

function wayFaults({ way = [] }: Opaque, all: readonly Place[]): string[] {
  const known = new Set(all.map(({ path }) => publicName(path, hiddenPaths(all))));
  return way.flatMap(({ state }) => (known.has(state) ? [] : [`way: no state ${state}`]));
}

/** The room of a board is drawn from what this names. */
function boardFaults({ board, events }: Opaque, all: readonly Place[]): string[] {
  if (board === undefined) return [];
  const known = all.some(({ path }) => publicName(path, hiddenPaths(all)) === board.meets);
  return [
    ...(known ? [] : [`board: no state ${board.meets}`]),
    ...[board.formedBy.event, board.opensBy, ...Object.values(board.movesBy ?? {})].flatMap(
      (name) => (Object.hasOwn(events, name) ? [] : [`board: no event ${name}`]),
    ),
  ];
}

function stateFaults(definition: Opaque, all: readonly Place[], place: Place): string[] {
  const { path, state } = place;
  const strange = Object.keys(state)
    .filter((key) => !stateKeys.has(key))
    .map((key) => `state ${path}: ${strangeKeys[key] ?? `unknown key ${key}`}`);
  const acts = Object.entries(state.on ?? {}).flatMap(([event, given]) => [
    ...(definition.events[event] ? [] : [`state ${path}: event ${event} has no definition`]),
    ...list(given).flatMap((act) =>
      [...actFaults(definition, all, place, act), ...pickFaults(definition, event, act)].map(
        (fault) => `${path} › ${event}: ${fault}`,
      ),
    ),
  ]);
  const steps = list(state.always ?? []).flatMap((act) =>
    [...actFaults(definition, all, place, act), ...stepFaults(act)].map(
      (fault) => `${path} › ${act.name ?? 'always'}: ${fault}`,
    ),
  );
  return [
    ...strange,
    ...acts,
    ...steps,
    ...shapeFaults(all, place),
    ...termFaults(definition, all, place),
    ...waitingFaults(definition, all, place),
  ];
}

const strangeKeys: Record<string, string> = {
  entry: 'inline entry action; name an effect on the act instead',
  exit: 'inline exit action; name an effect on the act instead',
  invoke: 'child actor; open a linked case instead',
  after: 'XState delay; use a term instead',
};

function actFaults(definition: Opaque, all: readonly Place[], place: Place, act: Act): string[] {
  const names = (given: readonly unknown[] | undefined, known: object, what: string) =>
    (given ?? []).flatMap((name) => {
      if (typeof name !== 'string') return [`inline ${what}; give it a name`];
      return Object.hasOwn(known, name) ? [] : [`unknown ${what} ${name}`];
    });
  return [
    ...Object.keys(act)
      .filter((key) => !actKeys.has(key))
      .map((key) => `inline ${key}; only named rules and effects`),
    ...(act.law?.trim() ? [] : ['no law']),
    ...(act.by?.length > 0 ? [] : ['no actor']),
    ...names(act.by, { ...definition.actors, system: true }, 'actor'),
    ...names(act.rules, definition.rules, 'guard'),
    ...names(act.effects, definition.effects, 'action'),
    ...(resolve(all, place, act.to) === undefined ? [`no state ${String(act.to)}`] : []),
  ];
}

/** An act that someone performs: `name` would open it to everybody, a value without example leaves it untested. */
function pickFaults({ events }: Opaque, event: string, { name, when }: Act): string[] {
  const shown = events[event]?.examples?.some((example) => picked(when, example)) ?? true;
  return [
    ...(name === undefined ? [] : ['a name; only automatic steps have one']),
    ...(when === undefined || shown ? [] : [`no example for ${JSON.stringify(when)}`]),
  ];
}

/** An automatic step: nobody performs it and no payload picks it. */
function stepFaults({ name, by, when }: Act): string[] {
  return [
    ...(name ? [] : ['no name']),
    ...(by?.every((actor) => actor === 'system') ? [] : ['an automatic step is by the system']),
    ...(when ? ['an automatic step is picked by no payload'] : []),
  ];
}

/** What XState would notice late or never: an id given twice, a state without its first one. */
function shapeFaults(all: readonly Place[], { path, state, leaf }: Place): string[] {
  const { id, type, initial = '', states = {} } = state;
  const many = !leaf && type === undefined;
  return [
    ...(id === undefined ? [] : idFaults(all, path, id)),
    ...(many && !Object.hasOwn(states, initial)
      ? [`state ${path}: no initial state ${initial}`]
      : []),
    ...(type === 'parallel' ? parallelFaults(path, state) : []),
  ];
}

function idFaults(all: readonly Place[], path: string, id: string): string[] {
  const first = all.find((place) => place.state.id === id)?.path;
  return [
    ...(first === path ? [] : [`state ${path}: the id ${id} is taken`]),
    ...(/[./#]/.test(id) ? [`state ${path}: the id ${id} has one of . / #`] : []),
  ];
}

/** A parallel state is shown in the place of its leaves. */
function parallelFaults(path: string, { title, hidden }: State): string[] {
  return [
    ...(hidden ? [`state ${path}: a parallel state cannot be hidden`] : []),
    ...(complete(title) ? [] : [`state ${path}: no title in vi and en`]),
  ];
}

function termFaults(definition: Opaque, all: readonly Place[], { path, state }: Place): string[] {
  const faults = (state.terms ?? []).flatMap((name) => {
    const term = definition.terms[name];
    if (term === undefined) return [`state ${path}: unknown term ${name}`];
    const handled = around(all, path).some((place) =>
      list(place.state.on?.[term.lapse] ?? []).some((act) => act.by?.includes('system')),
    );
    return handled ? [] : [`state ${path}: nothing happens when ${name} lapses (${term.lapse})`];
  });
  const needsId = (state.terms?.length ?? 0) > 0 || state.work !== undefined;
  return needsId && !state.id
    ? [...faults, `state ${path}: a term or work item needs a state with an explicit id`]
    : faults;
}

function waitingFaults(definition: Opaque, all: readonly Place[], place: Place): string[] {
  const { path, state, leaf } = place;
  const turns = [state.turn, state.work?.for].filter((name) => name !== undefined);
  const unknown = turns
    .filter((name) => !Object.hasOwn(definition.actors, name))
    .map((name) => `state ${path}: unknown actor ${name}`);
  if (!leaf || path === 'new') return unknown;
  const circle = around(all, path);
  const closed = circle.some((each) => each.state.closed);
  const inside = new Set(circle.map((each) => each.state.id));
  const stands = (term: string) => definition.terms[term]?.pausedIn?.some((id) => inside.has(id));
  const waits = circle.some(
    ({ state: { work, terms = [] } }) => work ?? terms.some((term) => !stands(term)),
  );
  // A state that is always left at once keeps nobody waiting.
  const passes = list(state.always ?? []).some(({ rules = [] }) => rules.length === 0);
  return [
    ...unknown,
    ...(complete(state.title) ? [] : [`state ${path}: no title in vi and en`]),
    ...(closed || waits || passes ? [] : [`state ${path}: open, with neither work item nor term`]),
  ];
}

function catalogueFaults(definition: Opaque, all: readonly Place[]): string[] {
  const { rules, terms, effects, settings, actors } = definition;
  const kinds = { rule: rules, term: terms, setting: settings, actor: actors };
  const untitled = Object.entries(kinds).flatMap(([kind, entries]) =>
    Object.entries(entries).flatMap(([name, entry]) =>
      complete(entry.title) ? [] : [`${kind} ${name}: no title in vi and en`],
    ),
  );
  const lawless = Object.entries({ rule: rules, term: terms }).flatMap(([kind, entries]) =>
    Object.entries(entries).flatMap(([name, { law }]) =>
      law?.trim() ? [] : [`${kind} ${name}: no law`],
    ),
  );
  const taken = Object.keys(effects).filter((name) => reserved.has(name));
  return [
    ...untitled,
    ...lawless,
    ...narrowedFaults(definition),
    ...taken.map((name) => `effect ${name}: the name is taken`),
    ...Object.keys(terms).flatMap((name) => clockFaults(definition, all, name)),
  ];
}

/** Who reads what is printed for people, so it is said beside the function that does it. */
function narrowedFaults({ view, narrowed = {} }: Opaque): string[] {
  const fields = Object.entries(narrowed);
  return [
    ...((view === undefined) === (fields.length === 0)
      ? []
      : ['view: goes together with the fields it narrows']),
    ...fields.flatMap(([name, said]) =>
      complete(said) ? [] : [`narrowed ${name}: no words in vi and en`],
    ),
  ];
}

const reserved = new Set<string>([...asks, 'record']);

/** What a term names: the event of its lapse, its notice, the states it stands still in. */
function clockFaults(
  { events, effects, terms }: Opaque,
  all: readonly Place[],
  name: string,
): string[] {
  const { lapse, reminders, pausedIn = [] } = terms[name] as Opaque['terms'][string];
  const known = new Set(all.map(({ state }) => state.id));
  return [
    ...(Object.hasOwn(events, lapse) ? [] : [`term ${name}: its lapse ${lapse} is not an event`]),
    ...(reminders && effects[reminders.notice]?.kind !== 'notify'
      ? [`term ${name}: unknown notice ${reminders.notice}`]
      : []),
    ...pausedIn
      .filter((id) => !known.has(id))
      .map((id) => `term ${name}: paused in no state ${id}`),
  ];
}

function openingFaults(definition: Opaque, all: readonly Place[]): string[] {
  const start = all.find((place) => place.path === 'new');
  const opened = start && Object.hasOwn(start.state.on ?? {}, definition.opensWith);
  return opened ? [] : [`state new: does not take the opening event ${definition.opensWith}`];
}

function flowFaults(definition: Opaque, all: readonly Place[]): string[] {
  const leaves = all.filter((place) => place.leaf);
  const seen = reachable(all, entered(all, 'new'));
  const closed = (path: string) => around(all, path).some((place) => place.state.closed);
  const handled = new Set(edges(all).map((edge) => edge.event));
  return [
    ...leaves
      .filter(({ path }) => path !== 'new' && !seen.has(path))
      .map(({ path }) => `state ${path}: cannot be reached`),
    ...leaves
      .filter(({ path }) => !closed(path) && ![...reachable(all, [path])].some(closed))
      .map(({ path }) => `state ${path}: no way to an end`),
    ...Object.keys(definition.events)
      .filter((event) => !handled.has(event))
      .map((event) => `event ${event}: no transition takes it`),
  ];
}
