// The one rights filter: who sees a case at all, and whose identifiers are shown to whom. As a predicate for one case and
// as SQL for lists, counts, search, work items, figures and exports; what is hidden answers exactly like what does not
// exist. Who may do what is said by each process, act by act; all of it together is printed in docs/rights.md.
import type { Actor } from '../../machines/define.ts';
import { overseeingRoles, roles, type Role } from '../../machines/roles.ts';

/** A person with an account, in one alliance. */
export type Person = Actor & { allianceId: string };

/** Every case of the alliance, or those in which one has a part. Who is recused from a case sees nothing of it. */
export type Sight = 'alliance' | 'part';

/** What a role gives apart from acts. */
export type Right = {
  sight: Sight;
  /** Whether numbers, birth dates, phones and addresses of persons are shown, in data, journal and papers. */
  identifiers: boolean;
};

/** They keep the machine running, or judge papers that need no identifiers. */
const withoutIdentifiers: ReadonlySet<Role> = new Set([
  'administrator',
  'board-chair',
  'board-member',
  'board-secretary',
]);

/** The table of what each role gives; a person has what any of their roles gives. */
export const rights = Object.fromEntries(
  (Object.keys(roles) as Role[]).map((role): [Role, Right] => [
    role,
    {
      sight: overseeingRoles.includes(role) ? 'alliance' : 'part',
      identifiers: !withoutIdentifiers.has(role),
    },
  ]),
) as Readonly<Record<Role, Right>>;

/** A case as far as its visibility goes. */
export type Visible = {
  alliance_id: string;
  parties: readonly string[];
  /** Whether this person, by whatever account, is recused from it or from the case it came from. */
  recused: boolean;
};

/** Whether somebody has at least one of these roles. */
export function hasOneOf(person: Pick<Actor, 'roles'>, wanted: readonly Role[]): boolean {
  return wanted.some((role) => person.roles.includes(role));
}

/** True when the person may know that the case exists. */
export function sees(person: Person, row: Visible): boolean {
  if (person.id === 'system') return true;
  if (row.alliance_id !== person.allianceId || row.recused) return false;
  return oversees(person) || row.parties.includes(person.id);
}

/** True for people who see every case of their alliance unless recused from it. */
export function oversees(person: Actor): boolean {
  return person.roles.some((role) => rights[role].sight === 'alliance');
}

/** True when identifiers in a case that the person sees are shown to them. */
export function readsIdentifiers(person: Actor): boolean {
  return person.roles.some((role) => rights[role].identifiers);
}

/**
 * Whether somebody, given as SQL, is recused from the case `alias`. Who is recused from a case is so from what came of
 * it, a complaint or the next appraisal; and a person is recused, not an account.
 */
export function recusedFrom(alias: string, person: string): string {
  return `(${alias}.recused && (select accounts_of(${person})) or ${alias}.parent_id is not null and exists (select from cases origin
    where origin.id = ${alias}.parent_id and origin.recused && (select accounts_of(${person}))))`;
}

/** The same filter as a condition on the table alias `c`, with its bindings in order. */
export function visibleCases(person: Person): { sql: string; bindings: unknown[] } {
  const base = `c.alliance_id = ?::uuid and not ${recusedFrom('c', '?')}`;
  const bindings = [person.allianceId, person.id, person.id];
  if (oversees(person)) return { sql: base, bindings };
  return { sql: `${base} and c.parties @> array[?::text]`, bindings: [...bindings, person.id] };
}

/**
 * The same filter on a table of the alliance's rows that each belong to a case, by the column that names it, without
 * reading those cases: for who oversees them, only what they are recused from is hidden. Undefined for others.
 */
export function visibleRows(
  person: Person,
  column: string,
): { sql: string; bindings: unknown[] } | undefined {
  if (!oversees(person)) return undefined;
  const mine = `select own.id from cases own where own.recused <> '{}' and own.recused && (select accounts_of(?))`;
  return {
    sql: `${column} not in (${mine} union all select child.id from cases child where child.parent_id in (${mine}))`,
    bindings: [person.id, person.id],
  };
}
