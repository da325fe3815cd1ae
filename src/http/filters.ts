// Saved filters over HTTP.
import type { Knex } from 'knex';
import { z } from 'zod';
import type { Clock } from '../clock.ts';
import { dropFilter, listFilters, saveFilter } from '../engine/saved-filters.ts';
import type { Once } from './once.ts';
import { operation, type Operation } from './operation.ts';
import { id, said, text } from './shapes.ts';

export type FilterDeps = { knex: Knex; clock: Clock; once: Once };

const query = z.record(z.string().max(40), z.string().max(400));

const savedFilter = z.strictObject({
  id,
  list: z.enum(['cases', 'work']),
  name: said(80),
  filter: query,
});

const headers = ['Idempotency-Replayed'];

export function filterOperations(deps: FilterDeps): Operation[] {
  return [listOperation(deps), saveOperation(deps), dropOperation(deps)];
}

function listOperation({ knex }: FilterDeps): Operation {
  return operation({
    id: 'listFilters',
    method: 'GET',
    path: '/api/filters',
    tag: 'work',
    title: { vi: 'Bộ lọc đã lưu của tôi', en: 'My saved filters' },
    answers: {
      200: { title: 'By name', schema: z.strictObject({ items: z.array(savedFilter).max(100) }) },
    },
    problems: [],
    handle: async ({ person }) => ({ body: { items: await listFilters(knex, person) } }),
  });
}

function saveOperation({ clock, once }: FilterDeps): Operation {
  return operation({
    id: 'saveFilter',
    method: 'POST',
    path: '/api/filters',
    tag: 'work',
    title: { vi: 'Lưu bộ lọc', en: 'Save a filter' },
    body: {
      list: z.enum(['cases', 'work']),
      name: text(80).meta({ description: 'A filter of the same name is replaced' }),
      filter: query.refine((given) => Object.keys(given).length <= 20, 'most'),
    },
    answers: { 201: { title: 'Saved', schema: savedFilter, headers } },
    problems: ['invalid'],
    handle: (call) => once(call, (tx) => saveFilter(tx, call.person, call.body, clock.now()), 201),
  });
}

function dropOperation({ once }: FilterDeps): Operation {
  return operation({
    id: 'dropFilter',
    method: 'DELETE',
    path: '/api/filters/{id}',
    tag: 'work',
    title: { vi: 'Xóa bộ lọc', en: 'Remove a filter' },
    params: { id },
    answers: {
      200: { title: 'Removed', schema: z.strictObject({ removed: z.literal(true) }), headers },
    },
    problems: ['not-found'],
    handle: (call) =>
      once(call, async (tx) => {
        await dropFilter(tx, call.person, call.params.id);
        return { removed: true };
      }),
  });
}
