// The states of a definition as a flat table: paths, targets, and what can be reached from where, guards aside.
import { list } from './compile.ts';
import type { Act, State } from './define.ts';

/** A state with its place: `path` is `open.registration.supplement`. */
export type Place = { path: string; parent: string; state: State; leaf: boolean };

export type Edge = { from: string; event: string; act: Act; to: string };

export function places(states: Readonly<Record<string, State>>, parent = ''): Place[] {
  return Object.entries(states).flatMap(([name, state]) => {
    const path = parent === '' ? name : `${parent}.${name}`;
    const children = state.states ?? {};
    const leaf = Object.keys(children).length === 0 && state.type !== 'history';
    return [{ path, parent, state, leaf }, ...places(children, path)];
  });
}

/** The state and everything around it, innermost first. */
export function around(all: readonly Place[], path: string): Place[] {
  return all
    .filter((place) => path === place.path || path.startsWith(`${place.path}.`))
    .toSorted((a, b) => b.path.length - a.path.length);
}

/** Path of a transition's target; undefined when there is no such state. No target means: stays where it is. */
export function resolve(
  all: readonly Place[],
  from: Place,
  target: string | undefined,
): string | undefined {
  if (target === undefined) return from.path;
  if (target.startsWith('#')) {
    const [id, ...rest] = target.slice(1).split('.');
    const holder = all.find((place) => place.state.id === id);
    return holder && existing(all, [holder.path, ...rest].join('.'));
  }
  if (target.startsWith('.')) return existing(all, from.path + target);
  return existing(all, from.parent === '' ? target : `${from.parent}.${target}`);
}

function existing(all: readonly Place[], path: string): string | undefined {
  return all.some((place) => place.path === path) ? path : undefined;
}

/** Every transition with a target that exists; automatic ones carry their own name as event. */
export function edges(all: readonly Place[]): Edge[] {
  return all.flatMap((place) => {
    const automatic = list(place.state.always ?? []).map((act): [string, Act] => [
      act.name ?? 'always',
      act,
    ]);
    const acts = Object.entries(place.state.on ?? {}).flatMap(([event, given]) =>
      list(given).map((act): [string, Act] => [event, act]),
    );
    return [...acts, ...automatic].flatMap(([event, act]) => {
      const to = resolve(all, place, act.to);
      return to === undefined ? [] : [{ from: place.path, event, act, to }];
    });
  });
}

/**
 * Leaves entered by going to a state: its initial one, all regions of a parallel one. A history state where nothing is
 * remembered enters what surrounds it; what it remembers was entered by other ways before.
 */
export function entered(all: readonly Place[], path: string): string[] {
  const place = all.find((candidate) => candidate.path === path);
  if (place === undefined) return [];
  const { type, initial, states } = place.state;
  if (type === 'history') return entered(all, place.parent);
  if (place.leaf) return [path];
  if (type === 'parallel')
    return Object.keys(states as object).flatMap((name) => entered(all, `${path}.${name}`));
  return entered(all, `${path}.${initial ?? ''}`);
}

/** Leaves that can follow from the given ones, guards aside. */
export function reachable(all: readonly Place[], start: readonly string[]): Set<string> {
  const known = edges(all);
  const seen = new Set<string>(start);
  const open = [...start];
  for (let path = open.pop(); path !== undefined; path = open.pop()) {
    const here = path;
    for (const edge of known.filter(({ from }) => here === from || here.startsWith(`${from}.`))) {
      for (const next of entered(all, edge.to).filter((leaf) => !seen.has(leaf))) {
        seen.add(next);
        open.push(next);
      }
    }
  }
  return seen;
}

/** A state's public name: the path without the wrapper that all open states share, and without hidden states. */
export function publicName(path: string, hidden: ReadonlySet<string> = nothing): string {
  const names = path.split('.');
  return names
    .filter((_, index) => {
      const upTo = names.slice(0, index + 1).join('.');
      return !hidden.has(upTo) && (upTo !== 'open' || names.length === 1);
    })
    .join('.');
}

const nothing: ReadonlySet<string> = new Set();

/** Paths of the states whose names are left out of public names. */
export function hiddenPaths(all: readonly Place[]): ReadonlySet<string> {
  return new Set(all.flatMap(({ path, state }) => (state.hidden ? [path] : [])));
}
