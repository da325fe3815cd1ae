// A case's state at rest and in motion: what is stored, how XState is handed it, and which acts a state offers.
// Only this file and step.ts touch XState.
import { createActor, getNextTransitions, type AnyMachineSnapshot } from 'xstate';
import type { ActMeta, Machine } from '../../machines/compile.ts';
import type { Facts, Process } from '../../machines/define.ts';
import { publicName } from '../../machines/statechart.ts';
import type { Text } from '../../machines/text.ts';
import type { Terms } from './terms.ts';

/** A case at rest: a cache of its journal, small enough to live in the case row. */
export type CaseSnapshot = {
  version: number;
  value: unknown;
  /** History states remember by id. */
  history?: unknown;
  data: Record<string, unknown>;
  terms: Terms;
};

/** Where a case stands, in the words that leave the engine. */
export type Standing = {
  /** `registration.supplement`; a parallel state shows its own name. */
  state: string;
  /** Every active leaf. */
  leaves: string[];
  title: Text;
  /** Actors whose turn it is. */
  turns: string[];
  closed: boolean;
};

export type Asked = { type: string; params: unknown };

type Scope = { actionExecutor: (action: Asked) => void };
type Node = {
  id: string;
  /** Place in the definition, from the outside in. */
  order: number;
  path: string[];
  type: string;
  meta?: { title?: Text; turn?: string; closed?: boolean; hidden?: boolean };
};

const scopes = new WeakMap<Machine, Scope>();

/**
 * One inert scope per machine. XState's own `transition()` builds an actor for every call, which costs more than the
 * transition; a test holds the two against each other.
 */
export function scopeOf(machine: Machine): Scope {
  const known = scopes.get(machine);
  if (known) return known;
  const self = createActor(machine);
  const nothing = (): void => undefined;
  const scope = {
    self,
    defer: nothing,
    id: '',
    logger: nothing,
    sessionId: '',
    stopChild: nothing,
    system: self.system,
    emit: nothing,
    actionExecutor: nothing,
  };
  scopes.set(machine, scope);
  return scope;
}

/** A case before its first event. */
export function newSnapshot(process: Process): CaseSnapshot {
  return { version: 0, value: 'new', data: process.data(), terms: {} };
}

/**
 * Revives a stored snapshot with the facts of the moment. `restoreSnapshot`, because `resolveState` loses history; the
 * context is put in afterwards, because XState would walk through all of it in search of child actors.
 */
export function thaw(process: Process, stored: CaseSnapshot, facts: Facts): AnyMachineSnapshot {
  const { value, history = {}, data } = stored;
  const persisted = { status: 'active', value, historyValue: history, context: {}, children: {} };
  const scope = scopeOf(process.machine) as never;
  const live = process.machine.restoreSnapshot(persisted as never, scope) as AnyMachineSnapshot;
  return Object.assign(live, { context: { data, facts } });
}

/** What is stored of a live snapshot; the facts are left behind, history keeps ids in place of nodes. */
export function freeze(live: AnyMachineSnapshot): Pick<CaseSnapshot, 'value' | 'history' | 'data'> {
  const { data } = live.context as { data: Record<string, unknown> };
  const remembered = Object.entries(live.historyValue as Record<string, { id: string }[]>);
  if (remembered.length === 0) return { value: live.value, data };
  const history = Object.fromEntries(
    remembered.map(([key, nodes]) => [key, nodes.map(({ id }) => ({ id }))]),
  );
  return { value: live.value, history, data };
}

export function nodesOf(live: AnyMachineSnapshot): Node[] {
  return (live as unknown as { _nodes: Node[] })._nodes;
}

export function standingOf(live: AnyMachineSnapshot): Standing {
  // In the order of the definition, whichever way the case came here.
  const nodes = nodesOf(live).toSorted((a, b) => a.order - b.order);
  const leaves = nodes.filter(({ type }) => type === 'atomic' || type === 'final');
  const shown =
    leaves.length === 1
      ? (leaves[0] as Node)
      : (nodes.find(({ type, path }) => type === 'parallel' && path.length > 0) as Node);
  // What surrounds an active leaf is active too.
  const hidden = new Set(nodes.flatMap(({ path, meta }) => (meta?.hidden ? [path.join('.')] : [])));
  return {
    state: publicName(shown.path.join('.'), hidden),
    leaves: leaves.map(({ path }) => publicName(path.join('.'), hidden)),
    title: shown.meta?.title ?? { vi: shown.path.join('.'), en: shown.path.join('.') },
    turns: [...new Set(nodes.flatMap(({ meta }) => meta?.turn ?? []))],
    closed: nodes.some(({ meta }) => meta?.closed),
  };
}

/** One act a state offers for an event, guards aside. */
export type Candidate = { event: string; act: ActMeta };

/**
 * The acts the active states offer, innermost first, automatic steps left out. XState lists them region by region,
 * what surrounds a region before the next one; the act taken is the innermost.
 */
export function candidatesOf(live: AnyMachineSnapshot): Candidate[] {
  return getNextTransitions(live)
    .filter(({ eventType }) => eventType !== '')
    .toSorted((a, b) => b.source.path.length - a.source.path.length)
    .map(({ eventType, meta }) => ({ event: eventType, act: meta as ActMeta }));
}
