// What calls about campaigns answer, as schemas.
import { z } from 'zod';
import { stages } from '../criteria/campaigns.ts';
import { bilingual, id, instant, localDate, said } from './shapes.ts';

export const stage = z.enum(stages);
const count = z.int().min(0);
const counts = z.strictObject({
  refused: count,
  waiting: count,
  filling: count,
  saved: count,
  handedIn: count,
  graded: count,
  notGraded: count,
});

export const campaignItem = z.strictObject({
  id,
  title: said(200),
  set: said(40),
  period: z.int(),
  handInBy: localDate,
  registryBy: localDate,
  provinceBy: localDate,
  createdAt: instant,
  openedAt: instant.nullable().meta({ description: 'Null while some are still to be opened' }),
});

const part = { total: count, late: count, stages: counts };

export const campaignView = campaignItem.extend({
  progress: z.strictObject({
    ...part,
    communes: z.array(z.strictObject({ commune: said(300), ...part })).max(5_000),
    grades: z.record(said(40), count),
  }),
});

export const memberList = z.strictObject({
  items: z
    .array(
      z.strictObject({
        cooperative: said(30),
        name: said(300).nullable(),
        commune: said(300),
        caseId: id.nullable(),
        number: said(60).nullable(),
        stage,
        handedInOn: localDate.nullable(),
        total: z.number().nullable(),
        grade: z.strictObject({ id: said(40), name: bilingual }).nullable(),
        refused: z.unknown(),
      }),
    )
    .max(100_000),
});

export const importAnswer = z.strictObject({
  saved: count,
  refused: count,
  rows: z
    .array(
      z.strictObject({
        line: z.int(),
        cooperative: said(30),
        outcome: z.enum(['saved', 'refused']),
        faults: z.array(z.strictObject({ field: said(60), detail: bilingual })).max(100),
      }),
    )
    .max(100_000),
});
