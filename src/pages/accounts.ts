// The accounts that staff choose from where a form asks for one.
import type { Knex } from 'knex';
import { overseeingRoles, roles as titles } from '../../machines/roles.ts';
import { hasOneOf, type Person } from '../engine/rights.ts';
import { listAtWork, listNewcomers } from '../accounts/accounts.ts';
import type { Value } from './form/shape.ts';

/** Of those who come to the alliance, the ones whose accounts were made last: more would be no list to choose from. */
const newcomers = 300;

/** Accounts of the person's alliance by name; undefined for people who do not see who else is there. */
export async function accountsFor(knex: Knex, person: Person): Promise<Value[] | undefined> {
  if (!hasOneOf(person, overseeingRoles)) return undefined;
  const [atWork, others] = await Promise.all([
    listAtWork(knex, person.allianceId),
    listNewcomers(knex, person.allianceId, newcomers),
  ]);
  return [...atWork, ...others]
    .toSorted((a, b) => a.name.localeCompare(b.name, 'vi'))
    .map(({ id, name, roles }) => {
      const said = (language: 'vi' | 'en'): string =>
        `${name} – ${roles.map((role) => titles[role][language]).join(', ')}`;
      return { value: id, words: { vi: said('vi'), en: said('en') } };
    });
}
