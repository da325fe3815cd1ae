// What changed between two versions of a criteria set, item by item.
import type { CriteriaSet, Criterion } from './set.ts';

export type Change = {
  kind: 'added' | 'removed' | 'changed';
  /** Where: `criterion 3`, `requirement a`; ids, not positions. */
  part: 'set' | 'group' | 'criterion' | 'sub' | 'requirement' | 'figure' | 'indicator' | 'grade';
  id: string;
  /** Which property, of a change. */
  what?: string;
  before?: unknown;
  after?: unknown;
};

type Item = { id: string } & Record<string, unknown>;
type Part = Change['part'];

const ofSet = [
  'code', 'name', 'scope', 'law', 'confidence', 'source', 'note', 'inForce', 'minimumMonths', 'exclusions', 'gradedAs',
  'documents', 'passScore', 'validityMonths', 'reappraisal', 'calendar', 'support',
] as const satisfies readonly (keyof CriteriaSet)[]; // prettier-ignore

/** Returns the changes that make one version of the other, in the order of the newer one. */
export function changesBetween(before: CriteriaSet, after: CriteriaSet): Change[] {
  const list = (part: Part, of: (set: CriteriaSet) => readonly object[] | undefined) =>
    listChanges(part, (of(before) ?? []) as Item[], (of(after) ?? []) as Item[]);
  return [
    ...properties('set', before.id, [before, after], ofSet),
    ...list('group', ({ groups }) => groups.map(({ criteria: _inside, ...rest }) => rest)),
    ...list('criterion', criteriaWithGroup),
    ...list('sub', ({ groups }) => groups.flatMap(({ criteria }) => criteria.flatMap(subsOf))),
    ...list('requirement', ({ requirements }) => requirements),
    ...list('figure', ({ figures }) => figures),
    ...list('indicator', ({ indicators }) => indicators),
    ...list('grade', ({ grades }) => grades),
  ];
}

/** A criterion that moves to another group has changed. */
const criteriaWithGroup = ({ groups }: CriteriaSet): object[] =>
  groups.flatMap(({ id: group, criteria }) =>
    criteria.map(({ sub: _parts, ...rest }) => ({ ...rest, group })),
  );

const subsOf = ({ id, sub = [] }: Criterion): object[] =>
  sub.map((each) => ({ ...each, id: `${id}.${each.id}` }));

function listChanges(part: Part, before: readonly Item[], after: readonly Item[]): Change[] {
  const [old, now] = [before, after].map((all) => new Map(all.map((each) => [each.id, each])));
  const removed = before
    .filter(({ id }) => !now?.has(id))
    .map((each): Change => ({ kind: 'removed', part, id: each.id, before: each }));
  const rest = after.flatMap((each): Change[] => {
    const known = old?.get(each.id);
    if (known === undefined) return [{ kind: 'added', part, id: each.id, after: each }];
    const names = [...new Set([...Object.keys(known), ...Object.keys(each)])];
    return properties(part, each.id, [known, each], names);
  });
  return [...removed, ...rest];
}

function properties(
  part: Part,
  id: string,
  [before, after]: readonly [object, object],
  names: readonly string[],
): Change[] {
  const [old, now] = [before, after] as [Record<string, unknown>, Record<string, unknown>];
  return names.flatMap((what): Change[] =>
    JSON.stringify(ordered(old[what])) === JSON.stringify(ordered(now[what]))
      ? []
      : [
          {
            kind: 'changed',
            part,
            id,
            what,
            ...(old[what] === undefined ? {} : { before: old[what] }),
            ...(now[what] === undefined ? {} : { after: now[what] }),
          },
        ],
  );
}

/** The same value whatever the order its properties were written in. */
function ordered(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(ordered);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).toSorted(([one], [other]) => (one < other ? -1 : 1));
  return entries.map(([key, each]) => [key, ordered(each)]);
}
