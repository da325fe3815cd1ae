// The first page of the desk: figures that lead to their rows, what is due, what is stuck, what comes this week.
import { permissions } from '../../engine/permissions.ts';
import { addDays } from '../../../machines/calendar.ts';
import { readDays } from '../../engine/agenda.ts';
import { figureFilter, readDesk, type Figure } from '../../engine/desk.ts';
import { readWork, type WorkFilter } from '../../engine/queue.ts';
import type { Person } from '../../engine/rights.ts';
import type { Operation } from '../../http/operation.ts';
import { remainingFor } from '../due.ts';
import { tourFor } from '../tour.ts';
import type { DeskPageDeps } from './desk.ts';
import { addressOf } from './query.ts';
import { workRow } from './work-row.ts';

const rowsShown = 10;
const daysAhead = 7;

export function homePages(deps: DeskPageDeps): Operation[] {
  const { page, knex, clock } = deps;
  return [
    page({
      id: 'deskPage',
      path: '/desk',
      title: { vi: 'Bàn làm việc', en: 'Desk' },
      roles: permissions.desk,
      async handle({ person }) {
        const today = clock.today();
        const period = { from: today, to: addDays(today, daysAhead) };
        const [figures, due, stuck, days, tour] = await Promise.all([
          readDesk(knex, person, today),
          rowsOf(deps, person, { role: 'mine', dueTo: today }),
          rowsOf(deps, person, figureFilter('stuck', today)),
          readDays(knex, person, period, rowsShown),
          tourFor(knex, person),
        ]);
        const ahead = days.flatMap(({ items }) => items).slice(0, rowsShown);
        return {
          view: 'desk/home',
          model: { dense: true, today, figures: figures.map(linked), due, stuck, ahead, tour },
        };
      },
    }),
  ];
}

function linked({ filter, ...figure }: Figure): object {
  // The list shows the work of one's own roles unless told otherwise.
  const query = { ...filter, role: filter.role ?? 'any' };
  return { ...figure, href: addressOf('/desk/work', query) };
}

async function rowsOf(deps: DeskPageDeps, person: Person, filter: WorkFilter): Promise<object[]> {
  const [{ items }, remaining] = await Promise.all([
    readWork(deps.knex, person, { filter, limit: rowsShown }),
    remainingFor(deps, person),
  ]);
  return items.map((item) => workRow(item, { remaining, today: deps.clock.today(), person }));
}
