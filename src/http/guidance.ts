// What people should know at the place where a case stands, over HTTP.
import { z } from 'zod';
import type { ReadGuidance } from '../engine/guidance.ts';
import { operation, type Operation } from './operation.ts';
import { bilingual, id, law, localDate, said } from './shapes.ts';

const confidence = z.enum(['verified', 'unconfirmed']);

const guide = z.strictObject({
  code: said(64),
  title: bilingual,
  text: z.array(bilingual).max(20),
  lines: z
    .array(
      z.strictObject({
        label: bilingual,
        value: z.union([bilingual, z.number(), localDate]),
        law: law.optional(),
        confidence: confidence.optional(),
      }),
    )
    .max(50),
  duties: z
    .array(
      z.strictObject({
        code: said(64),
        title: bilingual,
        how: bilingual,
        law,
        confidence,
        due: localDate.optional(),
        done: z.union([z.literal(true), localDate]).optional(),
      }),
    )
    .max(100),
  options: z.array(z.strictObject({ event: said(64), text: bilingual })).max(20),
  acts: z.array(said(64)).max(20).optional(),
});

export function guidanceOperations({ guidance }: { guidance: ReadGuidance }): Operation[] {
  return [
    operation({
      id: 'readGuidance',
      method: 'GET',
      path: '/api/cases/{id}/guidance',
      tag: 'cases',
      title: {
        vi: 'Nộp ở đâu, còn phải làm gì, đi tiếp thế nào',
        en: 'Where to file, what is owed, how to go on',
      },
      params: { id },
      answers: {
        200: {
          title: 'Guides for the place where the case stands; `unconfirmed` is never law',
          schema: z.strictObject({
            id,
            version: z.int(),
            on: localDate,
            guides: z.array(guide).max(10),
          }),
        },
      },
      problems: ['not-found'],
      handle: async ({ person, params }) => ({ body: await guidance(person, params.id) }),
    }),
  ];
}
