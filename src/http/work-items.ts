// Work items over HTTP. A claim is a resource: put it there, delete it again.
import type { Knex } from 'knex';
import { z } from 'zod';
import { permissions } from '../engine/permissions.ts';
import type { Clock } from '../clock.ts';
import { assignWork } from '../engine/assignment.ts';
import { claimWork, releaseWork } from '../engine/claims.ts';
import { listWork, type WorkItem } from '../engine/queue.ts';
import { workItem, workList } from './case-shapes.ts';
import { sharedFilters } from './case-lists.ts';
import type { Once } from './once.ts';
import { operation, type Operation } from './operation.ts';
import { id, localDate, paging, placedId, role, usualLimit } from './shapes.ts';

export type WorkDeps = { knex: Knex; clock: Clock; once: Once };

export function workOperations(deps: WorkDeps): Operation[] {
  return [listOperation(deps), ...claimOperations(deps), assignOperation(deps)];
}

function listOperation({ knex }: WorkDeps): Operation {
  return operation({
    id: 'listWorkItems',
    method: 'GET',
    path: '/api/work-items',
    tag: 'work',
    title: { vi: 'Hàng việc', en: 'List open work' },
    query: {
      ...sharedFilters,
      role: z
        .union([z.literal('mine'), role])
        .optional()
        .meta({ description: 'Role that does the work; `mine`: any of mine' }),
      claimedBy: z.union([z.enum(['me', 'none']), id]).optional(),
      case: id.optional(),
      waitingSince: localDate.optional().meta({ description: 'Opened before this day' }),
      ...paging,
    },
    answers: { 200: { title: 'One page by due date, with counts', schema: workList } },
    problems: ['invalid'],
    async handle({ person, query }) {
      const { limit = usualLimit, cursor, case: caseId, ...filter } = query;
      const { items, next, counts } = await listWork(knex, person, {
        filter: { ...filter, caseId },
        limit,
        cursor,
      });
      return { body: { items: items.map(shown), next, counts } };
    },
  });
}

function claimOperations({ clock, once }: WorkDeps): Operation[] {
  const shared = {
    path: '/api/work-items/{id}/claim',
    tag: 'work',
    params: { id: placedId },
  } as const;
  const headers = ['Idempotency-Replayed'];
  return [
    operation({
      ...shared,
      id: 'claimWorkItem',
      method: 'PUT',
      title: { vi: 'Nhận việc', en: 'Claim a work item' },
      answers: { 200: { title: 'It is yours', schema: workItem, headers } },
      problems: ['forbidden', 'not-found', 'held', 'refused'],
      handle: (call) => {
        const { person, params } = call;
        return once(call, async (tx) => shown(await claimWork(tx, person, params.id, clock.now())));
      },
    }),
    operation({
      ...shared,
      id: 'releaseWorkItem',
      method: 'DELETE',
      title: { vi: 'Trả lại việc', en: 'Release a work item' },
      answers: { 200: { title: 'Nobody holds it', schema: workItem, headers } },
      problems: ['forbidden', 'not-found', 'refused'],
      handle: (call) => {
        const { person, params } = call;
        return once(call, async (tx) =>
          shown(await releaseWork(tx, person, params.id, clock.today())),
        );
      },
    }),
  ];
}

function assignOperation({ clock, once }: WorkDeps): Operation {
  return operation({
    id: 'assignWorkItem',
    method: 'PUT',
    path: '/api/work-items/{id}/holder',
    tag: 'work',
    title: { vi: 'Giao việc', en: 'Give a work item to somebody' },
    roles: permissions.assignWork,
    params: { id: placedId },
    body: { person: id },
    answers: {
      200: { title: 'It is theirs', schema: workItem, headers: ['Idempotency-Replayed'] },
    },
    problems: ['invalid', 'forbidden', 'not-found', 'refused'],
    handle: (call) => {
      const { person, params, body } = call;
      const given = { holder: body.person, at: clock.now() };
      return once(call, async (tx) => shown(await assignWork(tx, person, params.id, given)));
    },
  });
}

function shown(item: WorkItem): object {
  const links = { case: `/api/cases/${item.case.id}`, claim: `/api/work-items/${item.id}/claim` };
  return { ...item, links };
}
