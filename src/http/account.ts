// Who is calling, over HTTP.
import type { Knex } from 'knex';
import { z } from 'zod';
import { roles as roleTitles } from '../../machines/roles.ts';
import { operation, type Operation } from './operation.ts';
import { peopleOperations } from './people.ts';
import { bilingual, id, role, said } from './shapes.ts';

const me = z.strictObject({
  id,
  name: said(200),
  roles: z.array(z.strictObject({ role, title: bilingual })).max(20),
  alliance: z.strictObject({
    id,
    slug: said(100),
    name: said(300),
    abbreviation: said(60),
    place: said(200),
  }),
});

export function accountOperations(knex: Knex): Operation[] {
  return [
    ...peopleOperations(knex),
    operation({
      id: 'me',
      method: 'GET',
      path: '/api/me',
      tag: 'account',
      title: { vi: 'Tài khoản của tôi', en: 'My account' },
      answers: { 200: { title: 'Who the token stands for', schema: me } },
      problems: [],
      async handle({ person }) {
        const alliance: unknown = await knex('alliances')
          .where({ id: person.allianceId })
          .first('id', 'slug', 'name', 'abbreviation', 'place');
        const named = person.roles.map((each) => ({ role: each, title: roleTitles[each] }));
        return { body: { id: person.id, name: person.name, roles: named, alliance } };
      },
    }),
  ];
}
