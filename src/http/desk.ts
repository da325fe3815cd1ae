// The desk over HTTP: first figures, what lies ahead, cases by state; filters, talk and acts on many cases beside them.
import { z } from 'zod';
import { permissions } from '../engine/permissions.ts';
import { addDays, compareDates, daysBetween } from '../../machines/calendar.ts';
import { readAgenda } from '../engine/agenda.ts';
import { readColumns } from '../engine/columns.ts';
import { figureNames, readDesk } from '../engine/desk.ts';
import { Problem } from '../problem.ts';
import { bulkOperations, type BulkDeps } from './bulk.ts';
import { caseItem } from './case-shapes.ts';
import { linksOf } from './cases.ts';
import { filterOperations, type FilterDeps } from './filters.ts';
import { operation, type Operation } from './operation.ts';
import { bilingual, id, localDate, said } from './shapes.ts';
import { talkOperations } from './talk.ts';

export type DeskDeps = FilterDeps & BulkDeps;

/** Longest period that an agenda shows. */
const mostDays = 100;

const query = z.record(z.string().max(40), z.string().max(400));

const figures = z.strictObject({
  on: localDate,
  figures: z
    .array(
      z.strictObject({
        name: z.enum(figureNames),
        title: bilingual,
        count: z.int().min(0),
        capped: z.boolean(),
        filter: query.meta({ description: 'Query of /api/work-items that gives these rows' }),
      }),
    )
    .max(20),
});

const agenda = z.strictObject({
  from: localDate,
  to: localDate,
  items: z
    .array(
      z.strictObject({
        kind: z.enum(['term', 'appointment']),
        on: localDate,
        at: said(20).nullable(),
        title: bilingual,
        place: said(300).nullable(),
        confidence: z.enum(['verified', 'unconfirmed']),
        case: z.strictObject({
          id,
          number: said(60),
          title: said(300),
          process: said(60),
          stateTitle: bilingual,
        }),
      }),
    )
    .max(1_000),
  counts: z.strictObject({ total: z.int().min(0), capped: z.boolean() }),
});

const columns = z.strictObject({
  process: said(60),
  title: bilingual,
  columns: z
    .array(
      z.strictObject({
        state: said(200),
        title: bilingual,
        count: z.int().min(1),
        items: z.array(caseItem).max(10).meta({ description: 'Those due first' }),
      }),
    )
    .max(200),
});

export function deskOperations(deps: DeskDeps): Operation[] {
  return [
    deskOperation(deps),
    agendaOperation(deps),
    columnsOperation(deps),
    ...filterOperations(deps),
    ...talkOperations(deps),
    ...bulkOperations(deps),
  ];
}

function deskOperation({ knex, clock }: DeskDeps): Operation {
  return operation({
    id: 'readDesk',
    method: 'GET',
    path: '/api/desk',
    tag: 'work',
    title: { vi: 'Việc cần xem trước tiên', en: 'What to look at first' },
    answers: { 200: { title: 'Figures of my own work, each with its list', schema: figures } },
    problems: [],
    async handle({ person }) {
      const on = clock.today();
      return { body: { on, figures: await readDesk(knex, person, on) } };
    },
  });
}

function agendaOperation({ knex, clock }: DeskDeps): Operation {
  return operation({
    id: 'readAgenda',
    method: 'GET',
    path: '/api/agenda',
    tag: 'work',
    title: { vi: 'Lịch thời hạn và cuộc họp', en: 'Deadlines and meetings ahead' },
    query: {
      from: localDate.optional().meta({ description: 'First day; today when left out' }),
      to: localDate.optional().meta({ description: 'Last day; 30 days on when left out' }),
    },
    answers: { 200: { title: 'In the order of the days', schema: agenda } },
    problems: ['invalid'],
    async handle({ person, query: { from = clock.today(), to = addDays(from, 30) } }) {
      if (compareDates(from, to) > 0 || daysBetween(from, to) > mostDays) throw badPeriod();
      return { body: { from, to, ...(await readAgenda(knex, person, { from, to })) } };
    },
  });
}

function badPeriod(): Problem {
  const detail = {
    vi: `Ngày cuối sau ngày đầu nhiều nhất ${mostDays} ngày`,
    en: `The last day is at most ${mostDays} days after the first`,
  };
  return new Problem('invalid', { errors: [{ pointer: '/query/to', code: 'period', detail }] });
}

function columnsOperation({ knex }: DeskDeps): Operation {
  return operation({
    id: 'readColumns',
    method: 'GET',
    path: '/api/processes/{process}/cases',
    tag: 'cases',
    title: { vi: 'Hồ sơ đang mở theo trạng thái', en: 'Open cases by state' },
    roles: permissions.oversee,
    params: {
      process: z
        .string()
        .max(60)
        .regex(/^[a-z][a-zA-Z0-9-]*$/),
    },
    answers: { 200: { title: 'In the order of the process', schema: columns } },
    problems: ['not-found', 'forbidden'],
    async handle({ person, params }) {
      const { process, columns: found } = await readColumns(knex, person, params.process);
      const shown = found.map(({ items, ...column }) => ({
        ...column,
        items: items.map((item) => ({ ...item, links: linksOf(item.id) })),
      }));
      return { body: { process: process.id, title: process.title, columns: shown } };
    },
  });
}
