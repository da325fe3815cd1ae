// Where something stands in a criteria set ("groups.0.criteria.2"), and the set with something else in that place.
import type { CriteriaSet } from '../../../machines/criteria/set.ts';

/** What can be edited by itself. */
export const partKinds = [
  'set',
  'groups',
  'criteria',
  'sub',
  'requirements',
  'figures',
  'indicators',
  'grades',
  'support',
] as const;
export type PartKind = (typeof partKinds)[number];

export type Place = {
  at: string;
  kind: PartKind;
  /** The list it stands in; empty for the set itself. */
  list: readonly string[];
  /** Position in the list; null for one that is to be added. */
  index: number | null;
};

const some = String.raw`(?:\d{1,3}|new)`;
const one = String.raw`\d{1,3}`;
export const placeForm = new RegExp(
  `^(?:set|groups\\.${some}|groups\\.${one}\\.criteria\\.${some}|groups\\.${one}\\.criteria\\.${one}\\.sub\\.${some}|(?:requirements|figures|indicators|grades|support)\\.${some})$`,
);

/** @param at in the form of `placeForm` */
export function placeOf(at: string): Place {
  if (at === 'set') return { at, kind: 'set', list: [], index: null };
  const steps = at.split('.');
  const last = steps.at(-1);
  const list = steps.slice(0, -1);
  return { at, kind: list.at(-1) as PartKind, list, index: last === 'new' ? null : Number(last) };
}

type Item = Record<string, unknown>;
type Node = Record<string, unknown> | unknown[] | undefined;

function within(content: CriteriaSet, steps: readonly string[]): Node {
  return steps.reduce<Node>(
    (node, step) => (node as Record<string, Node> | undefined)?.[step],
    content as Node,
  );
}

/** What stands there; undefined for nothing, and for what is to be added. */
export function itemAt(content: CriteriaSet, { kind, list, index }: Place): Item | undefined {
  if (kind === 'set') return content;
  const items = within(content, list);
  return Array.isArray(items) && index !== null ? (items[index] as Item | undefined) : undefined;
}

/** False when the thing that would hold it is not there. */
export function isPlace(content: CriteriaSet, place: Place): boolean {
  if (place.kind === 'set') return true;
  if (place.index !== null) return itemAt(content, place) !== undefined;
  return within(content, place.list.slice(0, -1)) !== undefined;
}

/** The set with this item in that place, or added at the end of its list. */
export function withItem(content: CriteriaSet, place: Place, item: Item): CriteriaSet {
  if (place.kind === 'set') return item as unknown as CriteriaSet;
  return changed(content, place.list, (items) =>
    place.index === null ? [...items, item] : items.with(place.index, item),
  );
}

/** The set without the item. */
export function withoutItem(content: CriteriaSet, { list, index }: Place): CriteriaSet {
  return changed(content, list, (items) => items.toSpliced(index ?? items.length, 1));
}

/** The set with the item one place up (-1) or down (1). */
export function withItemMoved(content: CriteriaSet, place: Place, by: -1 | 1): CriteriaSet {
  const { list, index } = place;
  return changed(content, list, (items) => {
    const to = (index ?? 0) + by;
    const item = items[index ?? 0];
    if (item === undefined || to < 0 || to >= items.length) return items;
    return items.toSpliced(index ?? 0, 1).toSpliced(to, 0, item);
  });
}

function changed(
  content: CriteriaSet,
  list: readonly string[],
  change: (items: Item[]) => Item[],
): CriteriaSet {
  const copy = structuredClone(content);
  const name = list.at(-1) as string;
  const holder = within(copy, list.slice(0, -1)) as Record<string, Item[] | undefined>;
  const items = change(holder[name] ?? []);
  // Without parts a criterion is scored by itself.
  if (name === 'sub' && items.length === 0) delete holder[name];
  else holder[name] = items;
  return copy;
}

/** Where the value of a JSON pointer is edited, and the field of the form there. */
export function placeOfPointer(pointer: string): { at?: string; field: string } {
  const steps = pointer.split('/').slice(1);
  for (let length = steps.length; length > 0; length -= 1) {
    const at = steps.slice(0, length).join('.');
    if (placeForm.test(at) && at !== 'set') return { at, field: steps.slice(length).join('.') };
  }
  const [first = ''] = steps;
  const isList = (partKinds as readonly string[]).includes(first);
  if (isList) return { field: first };
  return { at: 'set', field: first === 'gradedAs' ? first : steps.join('.') };
}
