// The list of work: filters, counts, columns people choose, claims, and acts on several rows at once.
import { z } from 'zod';
import { permissions } from '../../engine/permissions.ts';
import { allProcesses, currentProcess } from '../../../machines/index.ts';
import { roles as roleTitles, type Role } from '../../../machines/roles.ts';
import type { Process } from '../../../machines/define.ts';
import type { Text } from '../../../machines/text.ts';
import { listAtWork } from '../../accounts/accounts.ts';
import { listWork, type WorkFilter } from '../../engine/queue.ts';
import type { Person } from '../../engine/rights.ts';
import { listFilters } from '../../engine/saved-filters.ts';
import { sharedFilters } from '../../http/case-lists.ts';
import type { Operation } from '../../http/operation.ts';
import { id, localDate, role } from '../../http/shapes.ts';
import { remainingFor } from '../due.ts';
import type { DeskPageDeps } from './desk.ts';
import { columnsOf, workColumns } from './list-columns.ts';
import { addressOf, choice } from './query.ts';
import { workRow } from './work-row.ts';

const rowsShown = 25;

const query = {
  process: choice(sharedFilters.process),
  state: choice(sharedFilters.state),
  unit: choice(sharedFilters.unit),
  assignee: choice(sharedFilters.assignee),
  dueFrom: choice(localDate),
  dueTo: choice(localDate),
  waitingSince: choice(localDate),
  text: choice(sharedFilters.text),
  role: choice(z.union([z.enum(['mine', 'any']), role])),
  claimedBy: choice(z.union([z.enum(['me', 'none']), id])),
  cursor: choice(z.string().max(400)),
  columns: choice(z.string().max(200)),
};

type Query = z.output<z.ZodObject<typeof query>>;

export function workPages(deps: DeskPageDeps): Operation[] {
  const { page, knex } = deps;
  return [
    page({
      id: 'workPage',
      path: '/desk/work',
      title: { vi: 'Hàng việc', en: 'Work' },
      roles: permissions.oversee,
      query,
      async handle({ person, query: asked }) {
        const [list, saved, model] = await Promise.all([
          listWork(knex, person, { ...filterOf(asked), limit: rowsShown }),
          listFilters(knex, person),
          surroundings(deps, person, asked),
        ]);
        const { remaining, today, ...rest } = model;
        const rows = list.items.map((item) => workRow(item, { remaining, today, person }));
        const { cursor: _, ...first } = asked;
        const next = list.next && addressOf('/desk/work', { ...first, cursor: list.next });
        const filters = saved.filter(({ list: of }) => of === 'work');
        return {
          view: 'desk/work',
          model: { ...rest, dense: true, rows, next, counts: list.counts, saved: filters },
        };
      },
    }),
  ];
}

function filterOf(asked: Query): { filter: WorkFilter; cursor?: string } {
  const { role: does = 'mine', cursor, columns: _columns, ...rest } = asked;
  const filter = { ...rest, ...(does === 'any' ? {} : { role: does }) };
  return { filter, ...(cursor ? { cursor } : {}) };
}

async function surroundings(deps: DeskPageDeps, person: Person, asked: Query) {
  const gives = person.roles.some((each) => each === 'unit-head' || each === 'leader');
  const [remaining, people] = await Promise.all([
    remainingFor(deps, person),
    gives ? colleagues(deps, person) : [],
  ]);
  const { cursor: _, ...first } = asked;
  return {
    remaining,
    today: deps.clock.today(),
    asked,
    here: addressOf('/desk/work', first),
    columns: columnsOf(workColumns, asked.columns),
    processes: processNames(),
    roles: person.roles.map((each) => ({ role: each, title: roleTitles[each] })),
    people,
  };
}

/** Those who work in the alliance, by name. */
async function colleagues(
  { knex }: DeskPageDeps,
  { allianceId }: Person,
): Promise<{ id: string; name: string; roles: Text[] }[]> {
  const accounts = await listAtWork(knex, allianceId);
  return accounts
    .map(({ id: person, name, roles }) => ({ id: person, name, roles: roles.map(titleOfRole) }))
    .toSorted((a, b) => a.name.localeCompare(b.name, 'vi'));
}

function titleOfRole(name: Role): Text {
  return roleTitles[name];
}

/** The processes that new cases start on. */
export function processNames(): { id: string; title: Text }[] {
  const names = [...new Set(allProcesses().map((process) => process.id))];
  return names.map((each) => ({ id: each, title: (currentProcess(each) as Process).title }));
}
