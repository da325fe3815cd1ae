// What the service is about, told once to whoever is new to it, until they say that they have read it.
import type { Knex } from 'knex';
import type { Clock } from '../clock.ts';
import { may } from '../engine/permissions.ts';
import type { Person } from '../engine/rights.ts';
import type { Operation } from '../http/operation.ts';
import type { PageMaker } from './page.ts';

export type Tour = 'applicant' | 'staff' | 'board';

const sits = ({ roles }: Person): boolean => roles.some((role) => role.startsWith('board-'));
const works = (person: Person): boolean => may(person, 'oversee');

/** Which words are for this person; nothing once they are read. */
export async function tourFor(knex: Knex, person: Person): Promise<Tour | undefined> {
  const row = await knex('accounts').where({ id: person.id }).first('tour_seen_at');
  if (row?.tour_seen_at !== null) return undefined;
  if (works(person)) return 'staff';
  return sits(person) ? 'board' : 'applicant';
}

type TourDeps = { page: PageMaker; knex: Knex; clock: Clock };

export function tourPages({ page, knex, clock }: TourDeps): Operation[] {
  return [
    page({
      id: 'seeTourPage',
      method: 'POST',
      path: '/tour',
      keyless: true,
      title: { vi: 'Đã đọc giới thiệu', en: 'The introduction is read' },
      async handle({ person }) {
        await knex('accounts').where({ id: person.id }).update({ tour_seen_at: clock.now() });
        return { to: works(person) || sits(person) ? '/desk' : '/cases' };
      },
    }),
  ];
}
