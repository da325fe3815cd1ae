// Grades over the years, over HTTP.
import type { Knex } from 'knex';
import { z } from 'zod';
import { permissions } from '../engine/permissions.ts';
import { gradesOver, recognisedOver } from '../reports/grades.ts';
import { operation, type Operation } from './operation.ts';
import { bilingual, said, wholeNumber } from './shapes.ts';

const share = z.number().min(0).max(1);
const count = z.int().min(0);
const year = wholeNumber(1990, 2200);

export function gradeOperations({ knex }: { knex: Knex }): Operation[] {
  return [
    operation({
      id: 'readGrades',
      method: 'GET',
      path: '/api/reports/grades',
      tag: 'reports',
      title: { vi: 'Xếp loại qua các năm', en: 'Grades over the years' },
      roles: permissions.oversee,
      query: { from: year, to: year },
      answers: { 200: { title: 'Both years included', schema: answer } },
      problems: ['invalid'],
      async handle({ person: { allianceId }, query: { from, to } }) {
        const [years, recognised] = await Promise.all([
          gradesOver(knex, allianceId, from, to),
          recognisedOver(knex, allianceId, from, to),
        ]);
        return { body: { years, recognised } };
      },
    }),
  ];
}

const answer = z.strictObject({
  years: z
    .array(
      z.strictObject({
        period: z.int(),
        set: said(40),
        graded: count,
        notGraded: count,
        goodOrFair: share.nullable().meta({ description: 'Share of the graded: khá, giỏi' }),
        weak: share.nullable().meta({ description: 'Share of the graded: yếu' }),
        grades: z.array(z.strictObject({ id: said(40), name: bilingual, count, share })).max(20),
      }),
    )
    .max(1_000),
  recognised: z.array(z.strictObject({ year: z.int(), criterion: said(40), count })).max(10_000),
});
