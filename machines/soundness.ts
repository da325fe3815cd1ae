// What makes a definition complete and sound. Read at load, so that a fault stops the service and not a case.
import type { z } from 'zod';
import { list } from './compile.ts';
import type { Act, Definition, EventDefinition, State } from './define.ts';
import { around, edges, entered, places, reachable, resolve, type Place } from './statechart.ts';
import type { Text } from './text.ts';

type Opaque = Definition<Record<string, unknown>>;

const stateKeys = new Set<string>([
  'id', 'title', 'type', 'history', 'initial', 'turn', 'terms', 'work', 'closed', 'hidden', 'on', 'always', 'states',
] satisfies (keyof State)[]); // prettier-ignore
const actKeys = new Set<string>([
  'to', 'by', 'law', 'name', 'when', 'rules', 'effects', 'reenter',
] satisfies (keyof Act)[]); // prettier-ignore

/** All faults of a definition, each a sentence that names the place and what is missing. */
export function faultsOf(definition: Opaque): string[] {
  const all = places(definition.states);
  return [
    ...all.flatMap((place) => stateFaults(definition, all, place)),
    ...Object.entries(definition.events).flatMap(([name, event]) => eventFaults(name, event)),
    ...catalogueFaults(definition),
    ...openingFaults(definition, all),
    ...flowFaults(definition, all),
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
      actFaults(definition, all, place, act).map((fault) => `${path} › ${event}: ${fault}`),
    ),
  ]);
  const steps = list(state.always ?? []).flatMap((act) => [
    ...(act.name ? [] : [`${path} › always: no name`]),
    ...actFaults(definition, all, place, act).map(
      (fault) => `${path} › ${act.name ?? 'always'}: ${fault}`,
    ),
  ]);
  return [
    ...strange,
    ...acts,
    ...steps,
    ...termFaults(definition, all, place),
    ...leafFaults(definition, all, place),
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

function termFaults(definition: Opaque, all: readonly Place[], { path, state }: Place): string[] {
  const faults = (state.terms ?? []).flatMap((name) => {
    const term = definition.terms[name];
    if (term === undefined) return [`state ${path}: unknown term ${name}`];
    const handled = around(all, path).some((place) =>
      Object.hasOwn(place.state.on ?? {}, term.lapse),
    );
    return handled ? [] : [`state ${path}: nothing happens when ${name} lapses (${term.lapse})`];
  });
  const needsId = (state.terms?.length ?? 0) > 0 || state.work !== undefined;
  return needsId && !state.id
    ? [...faults, `state ${path}: a term or work item needs a state with an explicit id`]
    : faults;
}

function leafFaults(
  definition: Opaque,
  all: readonly Place[],
  { path, state, leaf }: Place,
): string[] {
  if (!leaf || path === 'new') return [];
  const circle = around(all, path);
  const closed = circle.some((place) => place.state.closed);
  const waits = circle.some(
    (place) => place.state.work || (place.state.terms?.length ?? 0) > 0 || place.state.always,
  );
  const turns = [state.turn, state.work?.for].filter((name) => name !== undefined);
  return [
    ...(complete(state.title) ? [] : [`state ${path}: no title in vi and en`]),
    ...(closed || waits ? [] : [`state ${path}: open, with neither work item nor term`]),
    ...turns
      .filter((name) => !Object.hasOwn(definition.actors, name))
      .map((name) => `state ${path}: unknown actor ${name}`),
  ];
}

function eventFaults(name: string, event: EventDefinition<Record<string, unknown>>): string[] {
  const schema = event.payload as z.ZodType | undefined;
  if (schema === undefined) return [`event ${name}: no schema`];
  const examples = event.examples?.map((example) => schema.safeParse(example)) ?? [];
  return [
    ...(complete(event.title) ? [] : [`event ${name}: no title in vi and en`]),
    ...unlabelled(schema).map((path) => `event ${name}: field ${path} has no label in vi and en`),
    ...(examples.length > 0 ? [] : [`event ${name}: no example`]),
    ...examples.flatMap(({ error }) =>
      error ? [`event ${name}: an example does not pass: ${problems(error)}`] : [],
    ),
  ];
}

function problems(error: z.ZodError): string {
  return error.issues.map((issue) => `${issue.path.join('.')} ${issue.message}`).join('; ');
}

type Def = {
  type: string;
  innerType?: z.ZodType;
  element?: z.ZodType;
  shape?: Record<string, z.ZodType>;
  options?: z.ZodType[];
};

/** Paths of fields that carry no label. */
function unlabelled(schema: z.ZodType, path = ''): string[] {
  const def = schema.def as unknown as Def;
  const inner = def.innerType ?? def.element;
  if (inner) return unlabelled(inner, path);
  return Object.entries(def.shape ?? {}).flatMap(([name, child]) => {
    const at = path === '' ? name : `${path}.${name}`;
    return [...(complete(labelOf(child)) ? [] : [at]), ...unlabelled(child, at)];
  });
}

function labelOf(schema: z.ZodType): Text | undefined {
  const own = (schema.meta() as { 'x-label'?: Text } | undefined)?.['x-label'];
  const inner = (schema.def as unknown as Def).innerType;
  return own ?? (inner ? labelOf(inner) : undefined);
}

function catalogueFaults({ rules, terms, effects, settings, actors, events }: Opaque): string[] {
  const titled = Object.entries({ ...rules, ...terms, ...settings, ...actors })
    .filter(([, entry]) => !complete(entry.title))
    .map(([name]) => `${name}: no title in vi and en`);
  const lawless = Object.entries({ ...rules, ...terms })
    .filter(([, entry]) => !entry.law.trim())
    .map(([name]) => `${name}: no law`);
  const terminal = Object.entries(terms).flatMap(([name, term]) => [
    ...(Object.hasOwn(events, term.lapse)
      ? []
      : [`term ${name}: its lapse ${term.lapse} is not an event`]),
    ...(term.reminders && !Object.hasOwn(effects, term.reminders.notice)
      ? [`term ${name}: unknown notice ${term.reminders.notice}`]
      : []),
  ]);
  return [...titled, ...lawless, ...terminal];
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

function complete(text: Text | undefined): boolean {
  return Boolean(text?.vi?.trim() && text.en?.trim());
}
