// What figures score under a set, and what is wrong with a content: asked while somebody types, nothing is kept.
import type { Knex } from 'knex';
import { z } from 'zod';
import { permissions } from '../engine/permissions.ts';
import { assess } from '../../machines/criteria/assess.ts';
import { formOf } from '../../machines/criteria/form.ts';
import { criteriaSet } from '../../machines/criteria/set.ts';
import { hundredths, strayLines, type Line } from '../../machines/criteria/sheet.ts';
import { faultsOfSet } from '../../machines/criteria/validate.ts';
import type { Process } from '../../machines/define.ts';
import { currentProcess } from '../../machines/index.ts';
import { readSet } from '../criteria/sets.ts';
import type { Almanac } from '../engine/almanac.ts';
import type { Person } from '../engine/rights.ts';
import { Problem } from '../problem.ts';
import {
  assessed,
  figureValues,
  selfLines,
  setFault,
  setId,
  setView,
  version,
} from './criteria-shapes.ts';
import { operation, type Operation } from './operation.ts';

export type PreviewDeps = { knex: Knex; almanac: Almanac };

export function criteriaPreviewOperations(deps: PreviewDeps): Operation[] {
  return [previewOperation(), scoreOperation(deps)];
}

const asking = { method: 'POST', tag: 'criteria', keyless: true } as const;

function previewOperation(): Operation {
  return operation({
    ...asking,
    id: 'previewCriteriaSet',
    path: '/api/criteria-sets/preview',
    roles: permissions.draftCriteria,
    title: { vi: 'Kiểm tra nội dung trước khi lưu', en: 'Check a content before keeping it' },
    body: { content: criteriaSet },
    answers: {
      200: {
        title: 'What is wrong with it, and its form',
        schema: z.strictObject({
          faults: z.array(setFault).max(2_000),
          form: setView.shape.form,
        }),
      },
    },
    problems: ['invalid', 'forbidden'],
    handle: ({ body: { content } }) =>
      Promise.resolve({ body: { faults: faultsOfSet(content), form: formOf(content) } }),
  });
}

function scoreOperation({ knex, almanac }: PreviewDeps): Operation {
  return operation({
    ...asking,
    id: 'previewScore',
    path: '/api/criteria-sets/{set}/{version}/preview',
    params: { set: setId, version },
    title: { vi: 'Tính thử điểm từ số liệu', en: 'What figures score under a set' },
    body: { figures: figureValues.default({}), self: selfLines.default([]) },
    answers: {
      200: { title: 'Self-score beside computed score, gap to the next grade', schema: assessed },
    },
    problems: ['invalid', 'not-found'],
    async handle({ person, params: at, body: { figures, self } }) {
      const { content } = await readSet(knex, { allianceId: person.allianceId, ...at });
      const lines = linesOf(self);
      const stray = strayLines(content, lines);
      if (stray.length > 0) throw strayed(stray);
      return {
        body: assess(content, { figures, self: lines }, await thresholdOf(almanac, person)),
      };
    },
  });
}

/** Points in hundredths. */
export function linesOf(given: z.infer<typeof selfLines>): Line[] {
  return given.map(({ criterion, points, met }) => ({
    criterion,
    ...(points === undefined ? {} : { points: hundredths(points) }),
    ...(met === undefined ? {} : { met }),
  }));
}

function strayed(criteria: readonly string[]): Problem {
  const detail = {
    vi: `Dòng chấm không khớp bộ tiêu chí: ${criteria.join(', ')}`,
    en: `These lines do not fit the set: ${criteria.join(', ')}`,
  };
  return new Problem('invalid', { errors: [{ pointer: '/self', code: 'stray', detail }] });
}

/** The alliance's mean for recognition, where a set names none. */
export async function thresholdOf(almanac: Almanac, { allianceId }: Person): Promise<number> {
  const appraisal = currentProcess('appraisal') as Process;
  const { settings } = await almanac.basis(allianceId, appraisal);
  return Number(settings['passScore']);
}
