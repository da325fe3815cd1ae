// What comes next in a case for the one who reads: acts of the place it stands at before those it offers anywhere, and
// the one step to take, when there is one.
import type { Process } from '../../machines/define.ts';
import { edges, hiddenPaths, places, publicName } from '../../machines/statechart.ts';
import type { Text } from '../../machines/text.ts';
import type { Action } from '../engine/actions.ts';
import type { CaseView } from '../engine/reading.ts';
import type { CaseHeading } from './desk/case-heading.ts';

export type Step = { href: string; title: Text };

/** How far inside the state of the case each of its acts is declared; acts of other states are left out. */
function depths(process: Process, state: string): Map<string, number> {
  const all = places(process.states);
  const hidden = hiddenPaths(all);
  const here = all.find(({ path }) => publicName(path, hidden) === state)?.path ?? '';
  const within = (one: string, other: string): boolean => `${one}.`.startsWith(`${other}.`);
  const found = edges(all).filter(({ from }) => within(here, from) || within(from, here));
  const depth = new Map<string, number>();
  for (const { event, from, act } of found)
    if (!act.aside) depth.set(event, Math.max(depth.get(event) ?? 0, from.split('.').length));
  return depth;
}

/** The same acts, those of the innermost state first, otherwise in their order. */
export function nearestFirst(
  process: Process,
  { state }: CaseView,
  acts: readonly Action[],
): Action[] {
  const depth = depths(process, state);
  const of = ({ type }: Action): number => depth.get(type) ?? 0;
  return acts.toSorted((one, other) => of(other) - of(one));
}

/** Rooms where the work of a state is done. */
const rooms = /\/(drafting|hall|assessment)$/;

/**
 * The room of this state, or the one open act that is declared innermost. Undefined where several would do: which of
 * them is right is not for the page to say.
 */
export function stepOf(
  process: Process,
  { id, state }: CaseView,
  acts: readonly Action[],
  links: CaseHeading['links'],
): Step | undefined {
  const room = links.find(({ href }) => rooms.test(href));
  if (room) return { href: room.href, title: room.title };
  const depth = depths(process, state);
  const asked = acts.filter(({ type }) => depth.has(type));
  const deepest = Math.max(...asked.map(({ type }) => depth.get(type) ?? 0));
  const [only, ...others] = asked.filter(({ type }) => depth.get(type) === deepest);
  if (only === undefined || others.length > 0) return undefined;
  return { href: `/cases/${id}/acts/${only.type}`, title: only.title };
}
