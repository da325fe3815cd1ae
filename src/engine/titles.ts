// The names of a process's states as people and addresses see them: public name, title, and the id that work items
// and terms are kept under.
import { allProcesses } from '../../machines/index.ts';
import type { Process } from '../../machines/define.ts';
import { hiddenPaths, places, publicName } from '../../machines/statechart.ts';
import type { Text } from '../../machines/text.ts';

/** A state under its public name, `registration.supplement`. */
export type Named = { state: string; title: Text; path: string; id?: string };

const known = new WeakMap<Process, readonly Named[]>();

/** Every state of a process, outermost first; hidden groups and those without a title are left out. */
export function statesOf(process: Process): readonly Named[] {
  const before = known.get(process);
  if (before) return before;
  const all = places(process.states);
  const hidden = hiddenPaths(all);
  const named = all.flatMap(({ path, state }): Named[] => {
    if (state.type === 'history' || state.hidden || state.title === undefined) return [];
    const shown = { state: publicName(path, hidden), title: state.title, path };
    return [state.id ? { ...shown, id: state.id } : shown];
  });
  known.set(process, named);
  return named;
}

/** Title of a state by its public name; the name itself when the process has no such state. */
export function titleOf(process: Process, state: string): Text {
  return statesOf(process).find((each) => each.state === state)?.title ?? { vi: state, en: state };
}

/** Public name of the state with this id; undefined when there is none. */
export function stateById(process: Process, id: string): string | undefined {
  return statesOf(process).find((each) => each.id === id)?.state;
}

/** Ids of the states with this public name, or inside it, in every process. */
export function idsOf(state: string): string[] {
  return [...new Set(within(state).flatMap(({ id }) => (id ? [id] : [])))];
}

/** Public names of the state and of those inside it, in every process. */
export function namesWithin(state: string): string[] {
  return [...new Set(within(state).map((each) => each.state))];
}

function within(state: string): Named[] {
  const fits = (name: string): boolean => name === state || name.startsWith(`${state}.`);
  return allProcesses().flatMap((process) => statesOf(process).filter((each) => fits(each.state)));
}
