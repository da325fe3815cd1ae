// From a definition to the XState machine it describes. States with terms or work items get named entry and exit
// actions; every guard is the one named guard `lawful`. Nothing here runs an effect.
import { assign, setup, type AnyStateMachine } from 'xstate';
import type { Act, Actor, Definition, Facts, State } from './define.ts';

export type Machine = AnyStateMachine;
export type Context = { data: Record<string, unknown>; facts: Facts };
export type MachineEvent = { type: string; payload: Record<string, unknown> };

/** What the guard and the list of actions both read from a transition. */
export type ActMeta = Pick<Act, 'by' | 'law' | 'name' | 'when'> & {
  rules: readonly string[];
  effects: readonly string[];
};

type Opaque = Definition<Record<string, unknown>>;

/** What a machine asks of the core itself. */
export const asks = ['arm', 'disarm', 'openWork', 'closeWork'] as const;

/** True when the person acts in one of the named capacities. */
export function holds(
  definition: Pick<Opaque, 'actors'>,
  data: Record<string, unknown>,
  actor: Actor,
  by: readonly string[],
): boolean {
  return by.some((name) => {
    if (name === 'system') return actor.id === 'system';
    const known = definition.actors[name];
    if (known === undefined || !known.roles.some((role) => actor.roles.includes(role)))
      return false;
    return known.is?.(data, actor) ?? true;
  });
}

/** True when the payload has every value that picks this act. */
export function picked(when: Act['when'], payload: Record<string, unknown>): boolean {
  return Object.entries(when ?? {}).every(([key, value]) => payload[key] === value);
}

/** The machine of a definition. Its context is the case's data and, while a step runs, the facts. */
export function compile(definition: Opaque): Machine {
  const lawful = (
    { context, event }: { context: Context; event: MachineEvent },
    act: ActMeta,
  ): boolean => {
    const { data, facts } = context;
    const scope = { data, facts, payload: event.payload };
    return (
      (act.name !== undefined ||
        (picked(act.when, event.payload) && holds(definition, data, facts.by, act.by))) &&
      act.rules.every((rule) => definition.rules[rule]?.test(scope).met === true)
    );
  };
  const record = assign({
    data: ({ context, event }: { context: Context; event: MachineEvent }) => {
      const { record: after } = definition.events[event.type] as Opaque['events'][string];
      return after({ ...context, payload: event.payload });
    },
  });
  const asked = Object.fromEntries(
    [...Object.keys(definition.effects), ...asks].map((name) => [name, ask]),
  );
  const machine = setup({
    types: {},
    guards: { lawful: lawful as never },
    actions: { ...asked, record: record as never },
  }).createMachine({
    id: definition.id,
    initial: 'new',
    // Also run without facts by every transition: total, and cheap.
    context: () => ({ data: definition.data(), facts: undefined as unknown as Facts }),
    states: Object.fromEntries(
      Object.entries(definition.states).map(([name, state]) => [name, node(state)]),
    ),
  } as never);
  return machine as unknown as Machine;
}

/** Effects are performed by the shell; a machine only asks. */
function ask(): void {
  throw new Error('effects are performed by the shell');
}

function node(state: State): Record<string, unknown> {
  const { id, type, history, initial, always, on, states } = state;
  const given = Object.entries({ id, type, history, initial }).filter(
    ([, value]) => value !== undefined,
  );
  return {
    ...Object.fromEntries(given),
    ...(type === 'history' ? {} : doorways(state)),
    ...(always ? { always: list(always).map((act) => transition(act, false)) } : {}),
    ...(on ? { on: mapValues(on, (acts) => list(acts).map((act) => transition(act, true))) } : {}),
    ...(states ? { states: mapValues(states, node) } : {}),
  };
}

/** What happens on the way in and out: terms run and work items are open while the state is active. */
function doorways({
  id,
  title,
  turn,
  closed = false,
  hidden = false,
  terms = [],
  work,
}: State): Record<string, unknown> {
  const timed = terms.map((term) => ({ state: id, term }));
  const worked = work ? [{ state: id }] : [];
  const named = (type: string, all: object[]): object[] => all.map((params) => ({ type, params }));
  return {
    entry: [...named('arm', timed), ...named('openWork', worked)],
    exit: [...named('disarm', timed), ...named('closeWork', worked)],
    meta: { title, turn, closed, hidden },
  };
}

function mapValues<T, R>(
  given: Readonly<Record<string, T>>,
  change: (value: T) => R,
): Record<string, R> {
  return Object.fromEntries(Object.entries(given).map(([key, value]) => [key, change(value)]));
}

/** `record` belongs to the acts people and timers perform, never to the automatic steps that follow. */
function transition(act: Act, records: boolean): Record<string, unknown> {
  const { to, effects = [], reenter } = act;
  const meta = metaOf(act);
  return {
    ...(to ? { target: to } : {}),
    ...(reenter ? { reenter } : {}),
    guard: { type: 'lawful', params: meta },
    actions: [...(records ? ['record'] : []), ...effects],
    meta,
  };
}

/** What is known of an act apart from where it leads. */
export function metaOf({ by, law, name, when, rules = [], effects = [] }: Act): ActMeta {
  return { by, law, rules, effects, ...(name ? { name } : {}), ...(when ? { when } : {}) };
}

/** One act or several, as several. */
export function list<T>(one: T | readonly T[]): readonly T[] {
  return Array.isArray(one) ? (one as readonly T[]) : [one as T];
}
