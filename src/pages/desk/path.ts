// The way of a case: the diagram of its process with the place it stands at, and the states it has been through.
import { processOf } from '../../../machines/index.ts';
import { listEntries } from '../../engine/history.ts';
import { titleOf } from '../../engine/titles.ts';
import type { Operation } from '../../http/operation.ts';
import { id } from '../../http/shapes.ts';
import { headingFor } from './case-heading.ts';
import type { DeskPageDeps } from './desk.ts';
import { addressOf } from './query.ts';

export function pathPages({ page, knex, unseal }: DeskPageDeps): Operation[] {
  return [
    page({
      id: 'pathPage',
      path: '/cases/{id}/path',
      title: { vi: 'Sơ đồ', en: 'Diagram' },
      params: { id },
      async handle({ person, params, language }) {
        const heading = await headingFor(knex, person, params.id, '/path');
        const { id: name, key } = heading.process;
        const { items } = await listEntries({ knex, unseal }, person, params.id, { limit: 100 });
        const process = processOf(key);
        const steps = items
          .filter(({ from, to }) => from !== to)
          .map(({ to, type, title, occurredOn, by }) => {
            return { state: titleOf(process, to), type, title, occurredOn, by };
          });
        const diagram = addressOf(`/api/processes/${name}/diagram`, { case: params.id, language });
        return { view: 'case/path', model: { dense: true, heading, steps, diagram } };
      },
    }),
  ];
}
