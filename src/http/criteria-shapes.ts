// What calls about criteria sets take and answer, as schemas.
import { z } from 'zod';
import { confidences, criteriaSet } from '../../machines/criteria/set.ts';
import { bilingual, instant, localDate, said, wholeNumber } from './shapes.ts';

export const setId = z
  .string()
  .max(40)
  .regex(/^[A-Za-z0-9_.]{1,40}$/);
export const version = wholeNumber(0, 999_999);

export const setItem = z.strictObject({
  set: said(40),
  version: z.int().min(0).meta({ description: '0 is the set as shipped with the product' }),
  status: z.enum(['shipped', 'draft', 'published', 'retired']),
  edition: z.int().min(0),
  basedOn: said(60).nullable(),
  from: localDate.nullable(),
  to: localDate.nullable(),
  reason: said(2_000).nullable(),
  changedAt: instant.nullable(),
  publishedAt: instant.nullable(),
  code: said(20),
  name: bilingual,
  law: said(500),
  confidence: z.enum(confidences),
});

export const setFault = z.strictObject({
  pointer: said(300),
  code: said(40),
  blocks: z.enum(['publish', 'nothing']),
  detail: bilingual,
});
const faults = z.array(setFault).max(2_000);

const points = z.number().nullable();
const form = z.strictObject({
  figures: z
    .array(
      z.strictObject({ id: said(40), name: bilingual, unit: said(20), hint: bilingual.optional() }),
    )
    .max(100),
  lines: z
    .array(
      z.strictObject({
        criterion: said(40),
        name: bilingual,
        kind: z.enum(['points', 'met']),
        group: said(40).nullable(),
        max: points,
        parts: z
          .array(
            z.strictObject({ key: said(90), name: bilingual, max: points, computed: z.boolean() }),
          )
          .max(20),
        computed: z.boolean(),
        confidence: z.enum(confidences),
      }),
    )
    .max(1_000),
  evidence: z
    .array(
      z.strictObject({
        id: said(40),
        criterion: said(40),
        name: bilingual,
        required: z.boolean(),
      }),
    )
    .max(2_000),
});

export const setView = setItem.extend({ content: criteriaSet, faults, form });

export const changes = z.strictObject({
  before: z.strictObject({ set: said(40), version: z.int() }),
  after: z.strictObject({ set: said(40), version: z.int() }),
  changes: z
    .array(
      z.strictObject({
        kind: z.enum(['added', 'removed', 'changed']),
        part: z.enum([
          'set',
          'group',
          'criterion',
          'sub',
          'requirement',
          'figure',
          'indicator',
          'grade',
        ]),
        id: said(90),
        what: said(40).optional(),
        before: z.unknown().optional(),
        after: z.unknown().optional(),
      }),
    )
    .max(5_000),
});

/** Points of a self-score as people write them. */
export const selfLines = z
  .array(
    z.strictObject({
      criterion: said(40),
      points: z.number().min(0).max(1_000).multipleOf(0.01).optional(),
      met: z.boolean().optional(),
    }),
  )
  .max(1_000);

export const figureValues = z.record(
  z.string().min(1).max(40),
  z.number().min(-1e13).max(1e13).multipleOf(0.01),
);

const support = z.array(z.strictObject({ name: bilingual, link: said(300).optional() })).max(100);
const grade = z.strictObject({ id: said(40), name: bilingual, from: z.number() });
const way = z.strictObject({
  key: said(90),
  criterion: said(40),
  name: bilingual,
  gain: z.number().meta({ description: 'Points won' }),
  indicator: z
    .strictObject({
      id: said(40),
      name: bilingual,
      unit: said(20),
      now: z.number().nullable(),
      need: z.number(),
      above: z.boolean().meta({ description: 'True: more than `need`, not as much' }),
    })
    .optional(),
  effort: z.number().optional().meta({ description: 'Change as a part of what there is now' }),
  support,
});

const scored = z.union([z.number(), z.boolean()]).nullable();

export const assessed = z.strictObject({
  total: z.number(),
  grade: grade.nullable(),
  next: grade.nullable(),
  missing: z.number().meta({ description: 'Points to the next grade' }),
  passes: z.boolean(),
  lines: z
    .array(
      z.strictObject({
        criterion: said(40),
        name: bilingual,
        max: points,
        self: scored,
        computed: scored,
        difference: z.number().nullable(),
      }),
    )
    .max(1_000),
  parts: z
    .array(
      z.strictObject({
        key: said(90),
        points,
        max: points,
        band: z.int().nullable(),
        value: z.number().nullable(),
      }),
    )
    .max(2_000),
  unmet: z
    .array(z.strictObject({ id: said(40), name: bilingual, confidence: said(40), support }))
    .max(100),
  ways: z.array(way).max(2_000),
  enough: z
    .array(way)
    .max(1_000)
    .meta({ description: 'The cheapest ways that together reach the next grade' }),
});
