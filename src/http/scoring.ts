// The scores of a case whose board scores, over HTTP: three side by side, and while sheets are sealed only how many are in.
import { z } from 'zod';
import type { Scoring } from '../../machines/scoring.ts';
import type { Inside, Reading } from '../engine/reading.ts';
import type { Person } from '../engine/rights.ts';
import { Problem } from '../problem.ts';
import { operation, type Operation } from './operation.ts';
import { bilingual, id, localDate, said } from './shapes.ts';

const value = z.union([z.number(), z.boolean()]).nullable();
const number = z.number().nullable();
const comment = said(200).nullable();

const line = z.strictObject({
  criterion: said(40),
  name: bilingual,
  max: number,
  self: value,
  computed: value.meta({ description: 'From the figures handed in and counted in the field' }),
  mine: value,
  comment,
  board: z
    .strictObject({
      mean: number,
      median: number,
      lowest: number,
      highest: number,
      met: z.int().nullable(),
      sheets: z
        .array(z.strictObject({ person: said(64), name: said(200), said: value, comment }))
        .max(15),
    })
    .nullable()
    .meta({ description: 'Null until this person may read all sheets' }),
  spread: number.meta({ description: 'Largest difference as a part of the maximum' }),
});

const scores = z.strictObject({
  round: z.int().min(1),
  rounds: z
    .array(z.strictObject({ round: z.int(), on: localDate, by: said(200), reason: said(4_000) }))
    .max(100),
  sealed: z.strictObject({ in: z.int(), of: z.int(), awaited: z.array(said(200)).max(15) }),
  open: z.boolean(),
  lines: z.array(line).max(1_000),
  moderation: z
    .array(said(40))
    .max(1_000)
    .meta({ description: 'Criteria with differences, the largest first; empty while sealed' }),
  totals: z.strictObject({
    self: z.number(),
    computed: z.number(),
    mine: number,
    mean: number,
    median: number,
    rule: z.enum(['mean', 'median']),
    grade: z.strictObject({ id: said(40), name: bilingual, from: z.number() }).nullable(),
    unmet: z.array(said(40)).max(100),
  }),
});

export function scoringOperations({ reading }: { reading: Reading }): Operation[] {
  return [
    operation({
      id: 'readScoring',
      method: 'GET',
      path: '/api/cases/{id}/scoring',
      tag: 'cases',
      title: { vi: 'Bảng điểm của hồ sơ thẩm định', en: 'Scores of an appraisal' },
      params: { id },
      answers: { 200: { title: 'Self, computed and board scores side by side', schema: scores } },
      problems: ['not-found'],
      async handle({ person, params }) {
        return { body: await scoresFor(reading, person, params.id) };
      },
    }),
  ];
}

/** The scores as this person may read them. @throws Problem `not-found` */
export async function scoresFor(
  reading: Reading,
  person: Person,
  caseId: string,
): Promise<Scoring> {
  return scoresOf(await reading.inside(person, caseId));
}

/** The same of a case that was read. @throws Problem `not-found` where nobody scores */
export function scoresOf({ process, data, seen, facts }: Omit<Inside, 'row'>): Scoring {
  const compare = process.scoring?.compare;
  if (!compare) throw new Problem('not-found');
  return compare(data, seen, facts);
}
