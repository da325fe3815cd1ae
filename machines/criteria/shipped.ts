// The sets that come with the product (shipped.json), each value with its confidence. Where an alliance has published a
// version of its own, that one is used; until then these are, shown as what they are.
import { z } from 'zod';
import { criteriaSet, type CriteriaSet } from './set.ts';
import table from './shipped.json' with { type: 'json' };

export const shippedSets: readonly CriteriaSet[] = z
  .object({ sets: z.array(criteriaSet) })
  .parse(table).sets;

/** Returns the shipped set of that id, if there is one. */
export function shippedSet(id: string): CriteriaSet | undefined {
  return shippedSets.find((each) => each.id === id);
}
