// The one rights filter: who sees a case at all. As a predicate for one case and as SQL for lists, counts, search,
// work items and exports; what is hidden answers exactly like what does not exist.
import type { Actor } from '../../machines/define.ts';
import { overseeingRoles } from '../../machines/roles.ts';

/** A person with an account, in one alliance. */
export type Person = Actor & { allianceId: string };

export type Visible = {
  alliance_id: string;
  parties: readonly string[];
  recused: readonly string[];
};

/** True when the person may know that the case exists. */
export function sees(person: Person, row: Visible): boolean {
  if (person.id === 'system') return true;
  if (row.alliance_id !== person.allianceId || row.recused.includes(person.id)) return false;
  return oversees(person) || row.parties.includes(person.id);
}

/** True for people who see every case of their alliance unless recused from it. */
export function oversees(person: Actor): boolean {
  return person.roles.some((role) => overseeingRoles.includes(role));
}

/** The same filter as a condition on the table alias `c`, with its bindings in order. */
export function visibleCases(person: Person): { sql: string; bindings: unknown[] } {
  const base = 'c.alliance_id = ?::uuid and not (?::text = any(c.recused))';
  const bindings = [person.allianceId, person.id];
  if (oversees(person)) return { sql: base, bindings };
  return { sql: `${base} and c.parties @> array[?::text]`, bindings: [...bindings, person.id] };
}
