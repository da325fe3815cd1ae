// What lies ahead of a case, over HTTP.
import { z } from 'zod';
import type { ReadOutlook } from '../engine/outlook.ts';
import { operation, type Operation } from './operation.ts';
import { bilingual, id, localDate, said } from './shapes.ts';

const stage = z.strictObject({
  state: said(100),
  title: bilingual,
  where: z.enum(['behind', 'here', 'ahead']),
  turn: bilingual.nullable(),
  beside: bilingual.nullable().meta({ description: 'What goes on side by side in it' }),
  earliest: localDate.nullable().meta({ description: 'Not before this day' }),
  likely: z
    .strictObject({ half: localDate, most: localDate, cases: z.int() })
    .nullable()
    .meta({ description: 'Half of earlier cases, and nine in ten, were there by these days' }),
});

export function outlookOperations({ outlook }: { outlook: ReadOutlook }): Operation[] {
  return [
    operation({
      id: 'readOutlook',
      method: 'GET',
      path: '/api/cases/{id}/outlook',
      tag: 'cases',
      title: { vi: 'Các chặng còn lại và dự kiến', en: 'What lies ahead, and by when' },
      params: { id },
      answers: {
        200: {
          title: 'Stages of the usual way; none where a case has left it',
          schema: z.strictObject({
            id,
            version: z.int(),
            on: localDate,
            stages: z.array(stage).max(50),
            forecast: z
              .strictObject({ goal: bilingual, half: localDate, most: localDate, cases: z.int() })
              .nullable()
              .meta({
                description: 'What people wait for; null while too few cases came that far',
              }),
          }),
        },
      },
      problems: ['not-found'],
      handle: async ({ person, params }) => ({ body: await outlook(person, params.id) }),
    }),
  ];
}
