// Finding cases: words, filters, counts by state, columns people choose, and rows to act on together.
import { z } from 'zod';
import { permissions } from '../../engine/permissions.ts';
import { listCases, type CaseFilter, type CaseItem } from '../../engine/list.ts';
import { listFilters } from '../../engine/saved-filters.ts';
import { sharedFilters } from '../../http/case-lists.ts';
import type { Operation } from '../../http/operation.ts';
import { flag, id, localDate } from '../../http/shapes.ts';
import { remainingFor, type Remaining } from '../due.ts';
import type { DeskPageDeps } from './desk.ts';
import { caseColumns, columnsOf } from './list-columns.ts';
import { addressOf, choice } from './query.ts';
import { processNames } from './work.ts';

const rowsShown = 25;

const query = {
  process: choice(sharedFilters.process),
  state: choice(sharedFilters.state),
  unit: choice(sharedFilters.unit),
  assignee: choice(sharedFilters.assignee),
  dueFrom: choice(localDate),
  dueTo: choice(localDate),
  text: choice(sharedFilters.text),
  open: choice(z.union([z.literal('any'), flag])),
  parent: choice(id),
  cursor: choice(z.string().max(400)),
  columns: choice(z.string().max(200)),
};

type Query = z.output<z.ZodObject<typeof query>>;

export function casesPages(deps: DeskPageDeps): Operation[] {
  return [listPage(deps)];
}

function listPage(deps: DeskPageDeps): Operation {
  const { page, knex } = deps;
  return page({
    id: 'deskCasesPage',
    path: '/desk/cases',
    title: { vi: 'Tra cứu hồ sơ', en: 'Find cases' },
    roles: permissions.oversee,
    query,
    async handle({ person, query: asked }) {
      const [list, saved, remaining] = await Promise.all([
        listCases(knex, person, { ...filterOf(asked), limit: rowsShown }),
        listFilters(knex, person),
        remainingFor(deps, person),
      ]);
      const { cursor: _, ...first } = plain(asked);
      const next = list.next && addressOf('/desk/cases', { ...first, cursor: list.next });
      const model = {
        dense: true,
        asked: plain(asked),
        here: addressOf('/desk/cases', first),
        columns: columnsOf(caseColumns, asked.columns),
        processes: processNames(),
        rows: list.items.map((item) => rowOf(item, remaining)),
        next,
        counts: list.counts,
        states: list.counts.states.map((each) => ({
          ...each,
          href: addressOf('/desk/cases', { ...first, state: each.state }),
        })),
        saved: saved.filter(({ list: of }) => of === 'cases'),
      };
      return { view: 'desk/cases', model };
    },
  });
}

/** Open cases, unless all are asked for. */
function filterOf(asked: Query): { filter: CaseFilter; cursor?: string } {
  const { open = true, cursor, columns: _columns, ...rest } = asked;
  const filter = { ...rest, ...(open === 'any' ? {} : { open }) };
  return { filter, ...(cursor ? { cursor } : {}) };
}

/** The query as texts again. */
function plain({ open, ...rest }: Query): Record<string, string | undefined> {
  return { ...rest, ...(open === undefined ? {} : { open: String(open) }) };
}

function rowOf(item: CaseItem, remaining: Remaining): object {
  return { ...item, due: item.open ? remaining(item.dueOn) : undefined };
}
