// Open cases as columns of cards, one column for each state.
import { z } from 'zod';
import { permissions } from '../../engine/permissions.ts';
import { readColumns } from '../../engine/columns.ts';
import type { Operation } from '../../http/operation.ts';
import { remainingFor } from '../due.ts';
import type { DeskPageDeps } from './desk.ts';
import { addressOf, choice } from './query.ts';
import { processNames } from './work.ts';

export function columnPages(deps: DeskPageDeps): Operation[] {
  const { page, knex } = deps;
  const known = z.string().regex(/^[a-z][a-zA-Z0-9-]{0,59}$/);
  return [
    page({
      id: 'columnsOfCasesPage',
      path: '/desk/states',
      title: { vi: 'Hồ sơ theo trạng thái', en: 'Cases by state' },
      roles: permissions.oversee,
      query: { process: choice(known) },
      async handle({ person, query: { process = 'founding' } }) {
        const [{ process: found, columns }, remaining] = await Promise.all([
          readColumns(knex, person, process),
          remainingFor(deps, person),
        ]);
        const shown = columns.map(({ items, ...column }) => ({
          ...column,
          href: addressOf('/desk/cases', { process, state: column.state }),
          items: items.map((item) => ({ ...item, due: remaining(item.dueOn) })),
        }));
        const model = { dense: true, process: found, columns: shown, processes: processNames() };
        return { view: 'desk/states', model };
      },
    }),
  ];
}
