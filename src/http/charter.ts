// The charter of a founding as a guide: each item of the law's list with what to decide, a suggestion, and the draft.
import { z } from 'zod';
import { charterGuide } from '../../machines/founding/charter-guide.ts';
import type { Founding } from '../../machines/founding/data.ts';
import { suggestedClause } from '../drafting/clauses.ts';
import type { Reading } from '../engine/reading.ts';
import { Problem } from '../problem.ts';
import { operation, type Operation } from './operation.ts';
import { bilingual, id, law, said } from './shapes.ts';

const option = z.strictObject({ value: said(40), title: bilingual });

const guided = z.strictObject({
  no: said(4),
  title: said(500),
  text: said(5_000).optional().meta({ description: 'As drafted so far' }),
  suggestion: said(5_000)
    .optional()
    .meta({ description: 'Wording of this service, for the group to change; not a text of law' }),
  choice: z
    .strictObject({
      key: said(40),
      title: bilingual,
      law: law.optional(),
      options: z.array(option).max(10),
    })
    .optional(),
  checks: z
    .array(z.strictObject({ code: said(40), title: bilingual, law: law.optional() }))
    .max(10)
    .meta({ description: 'What is still to be done about it' }),
});

const chosen = z
  .string()
  .max(300)
  .regex(/^[a-z]+=[a-z]+(,[a-z]+=[a-z]+)*$/)
  .optional()
  .meta({ description: 'What the group chose: `congress=delegates,emblem=yes`' });

export function charterOperations({ reading }: { reading: Reading }): Operation[] {
  return [
    operation({
      id: 'guideCharter',
      method: 'GET',
      path: '/api/cases/{id}/charter',
      tag: 'cases',
      title: { vi: 'Hướng dẫn soạn điều lệ', en: 'Guide to the charter' },
      params: { id },
      query: { chosen },
      answers: {
        200: {
          title: 'Items the law asks of this case, with suggested clauses',
          schema: z.strictObject({ profile: said(40), items: z.array(guided).max(40) }),
        },
      },
      problems: ['not-found', 'invalid'],
      async handle({ person, params, query }) {
        const view = await reading.read(person, params.id);
        if (view.process.id !== 'founding') throw new Problem('not-found');
        const given = query.chosen?.split(',').map((pair) => pair.split('=')) ?? [];
        return {
          body: guideOf(
            view.data as unknown as Founding,
            Object.fromEntries(given) as Record<string, string>,
          ),
        };
      },
    }),
  ];
}

/** Items with their suggestions; pages show the same. */
export function guideOf(
  data: Founding,
  picked: Readonly<Record<string, string>>,
): z.output<z.ZodObject<{ profile: z.ZodString; items: z.ZodArray<typeof guided> }>> {
  const { profile, items, values } = charterGuide(data);
  const known = values(picked);
  return {
    profile,
    items: items.map((item) => {
      const suggestion = suggestedClause(profile, item.no, known);
      const { choice, ...rest } = item;
      const asked = choice && { ...choice, options: [...choice.options] };
      return {
        ...rest,
        ...(suggestion ? { suggestion } : {}),
        ...(asked ? { choice: asked } : {}),
      };
    }),
  };
}
