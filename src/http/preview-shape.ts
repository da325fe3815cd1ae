// What a preview answers, as a schema.
import { z } from 'zod';
import { bilingual, id, law, localDate, role, said } from './shapes.ts';

const termChange = {
  term: said(100),
  title: bilingual,
  law,
  state: said(200),
};

export const previewAnswer = z.strictObject({
  id,
  version: z.int().min(1),
  type: said(64),
  occurredOn: localDate,
  state: said(200),
  stateTitle: bilingual,
  open: z.boolean(),
  notices: z
    .array(
      z.strictObject({
        template: said(60),
        name: said(300).nullable().meta({ description: 'Null for somebody you may not know of' }),
        reach: z.enum(['account', 'address', 'none']),
      }),
    )
    .max(5_000)
    .meta({ description: 'Who will be told, one entry for each message' }),
  papers: z
    .array(
      z.strictObject({
        kind: said(60),
        title: bilingual,
        register: z.strictObject({ series: said(60), symbol: said(60) }).nullable(),
      }),
    )
    .max(100)
    .meta({ description: 'Papers made, with the register a number is taken from' }),
  terms: z.strictObject({
    armed: z.array(z.strictObject({ ...termChange, due: localDate })).max(50),
    closed: z.array(z.strictObject(termChange)).max(50),
  }),
  work: z.strictObject({
    opened: z
      .array(
        z.strictObject({
          title: bilingual,
          roles: z.array(role).max(20),
          dueOn: localDate.nullable(),
        }),
      )
      .max(50),
    closed: z.array(bilingual).max(50),
  }),
  linked: z
    .array(z.strictObject({ process: said(60).nullable(), event: said(64) }))
    .max(50)
    .meta({ description: 'Linked cases that open, and events sent to linked cases' }),
});
