// Finding an account to name, over HTTP: forms and clients that know a person by name or address.
import type { Knex } from 'knex';
import { z } from 'zod';
import { findPeople } from '../accounts/people.ts';
import { permissions } from '../engine/permissions.ts';
import { operation, type Operation } from './operation.ts';
import { id, role, said, text } from './shapes.ts';

const most = 20;

const found = z.strictObject({
  items: z
    .array(z.strictObject({ id, name: said(200), email: said(254), roles: z.array(role).max(20) }))
    .max(most),
});

export function peopleOperations(knex: Knex): Operation[] {
  return [
    operation({
      id: 'findPeople',
      method: 'GET',
      path: '/api/people',
      tag: 'account',
      title: {
        vi: 'Tìm tài khoản theo họ tên, thư điện tử',
        en: 'Find accounts by name or e-mail',
      },
      roles: permissions.oversee,
      query: {
        text: text(200).meta({
          description: 'An address in full, or words; diacritics do not matter',
        }),
      },
      answers: { 200: { title: `Accounts in use by name, at most ${most}`, schema: found } },
      problems: ['invalid'],
      async handle({ person, query }) {
        const people = await findPeople(knex, person.allianceId, query.text, most);
        const items = people.map(({ id: account, name, email, roles }) => {
          return { id: account, name, email, roles };
        });
        return { body: { items } };
      },
    }),
  ];
}
