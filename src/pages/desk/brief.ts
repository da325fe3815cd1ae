// One sheet of paper about a case, to be read at a table: what is known, where it stands, its papers.
import { permissions } from '../../engine/permissions.ts';
import { listDocuments } from '../../engine/history.ts';
import type { Operation } from '../../http/operation.ts';
import { id } from '../../http/shapes.ts';
import { headingFor } from './case-heading.ts';
import type { DeskPageDeps } from './desk.ts';

export function briefPages({ page, knex, reading, clock }: DeskPageDeps): Operation[] {
  return [
    page({
      id: 'briefPage',
      path: '/cases/{id}/brief',
      title: { vi: 'Bản tóm tắt để in', en: 'Brief to print' },
      roles: permissions.readBrief,
      params: { id },
      async handle({ person, params }) {
        const [heading, view, papers] = await Promise.all([
          headingFor(knex, person, params.id, '/brief'),
          reading.read(person, params.id),
          listDocuments(knex, person, params.id),
        ]);
        const { brief, terms, turns, commune } = view;
        const model = { heading, brief, terms, turns, commune, papers, today: clock.today() };
        return { view: 'case/brief', model: { dense: true, ...model } };
      },
    }),
  ];
}
