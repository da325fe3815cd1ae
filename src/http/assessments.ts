// One self-assessment over HTTP: as it is shown with its gap, and as a spreadsheet both ways.
import { buffer } from 'node:stream/consumers';
import { z } from 'zod';
import { setOf, type ClassificationData } from '../../machines/classification/data.ts';
import { classification } from '../../machines/classification/index.ts';
import { assess } from '../../machines/criteria/assess.ts';
import { formOf } from '../../machines/criteria/form.ts';
import { readAssessment, writeAssessment } from '../criteria/spreadsheet.ts';
import type { Almanac } from '../engine/almanac.ts';
import type { Cases } from '../engine/cases.ts';
import type { Inside, Reading } from '../engine/reading.ts';
import type { Person } from '../engine/rights.ts';
import { Problem } from '../problem.ts';
import { noFile, spreadsheet, spreadsheetAnswer } from './campaign-tables.ts';
import { thresholdOf } from './criteria-preview.ts';
import { assessed, setView } from './criteria-shapes.ts';
import { operation, type Operation, type RequestKey } from './operation.ts';
import { id, said } from './shapes.ts';

export type AssessmentDeps = {
  reading: Reading;
  almanac: Almanac;
  cases: Pick<Cases, 'advance'>;
};

const view = z.strictObject({
  set: z.strictObject({ id: said(40), version: z.int(), code: said(20), confidence: said(20) }),
  form: setView.shape.form,
  figures: z.record(said(40), z.number()),
  evidence: z
    .array(z.strictObject({ slot: said(40), title: said(200), file: said(120).optional() }))
    .max(100),
  assessed,
});

export function assessmentOperations(deps: AssessmentDeps): Operation[] {
  return [readOperation(deps), downloadOperation(deps), uploadOperation(deps)];
}

const path = '/api/cases/{id}/assessment';

/** The case with its data as they are. @throws Problem `not-found` for a case of another process */
export async function assessmentIn(
  { reading }: Pick<AssessmentDeps, 'reading'>,
  person: Person,
  caseId: string,
): Promise<Inside & { data: ClassificationData }> {
  const found = await reading.inside(person, caseId);
  if (found.process.id !== classification.id) throw new Problem('not-found');
  return { ...found, data: found.data as unknown as Inside['data'] & ClassificationData };
}

/** A self-assessment with its scores side by side. @throws Problem `not-found` */
export async function readAssessmentOf(
  deps: Pick<AssessmentDeps, 'reading' | 'almanac'>,
  person: Person,
  caseId: string,
): Promise<z.infer<typeof view>> {
  const { data, facts } = await assessmentIn(deps, person, caseId);
  const set = setOf(data, facts);
  const { figures, self, evidence } = data;
  const threshold = await thresholdOf(deps.almanac, person);
  const { id: setId, code, confidence } = set;
  return {
    set: { id: setId, version: data.set?.version ?? 0, code, confidence },
    form: formOf(set) as z.infer<typeof view>['form'],
    figures,
    evidence: [...evidence],
    assessed: assess(set, { figures, self }, threshold),
  };
}

/** Saves what a filled spreadsheet says. @throws Problem `invalid` naming every row that cannot be read; `refused` */
export async function saveSheet(
  deps: AssessmentDeps,
  { person, caseId, key }: { person: Person; caseId: string; key: RequestKey },
  file: Uint8Array,
): Promise<{ id: string; version: number }> {
  const { data, facts } = await assessmentIn(deps, person, caseId);
  const payload = await readAssessment(setOf(data, facts), file);
  const asked = { by: person, type: 'SAVE_ASSESSMENT', payload, key };
  const { answer } = await deps.cases.advance(caseId, asked);
  return { id: answer.id, version: answer.version };
}

function readOperation(deps: AssessmentDeps): Operation {
  return operation({
    id: 'readAssessment',
    method: 'GET',
    path,
    tag: 'cases',
    title: { vi: 'Phiếu tự đánh giá', en: 'A self-assessment' },
    params: { id },
    answers: { 200: { title: 'Form, scores side by side, gap to the next grade', schema: view } },
    problems: ['not-found'],
    handle: async ({ person, params }) => ({
      body: await readAssessmentOf(deps, person, params.id),
    }),
  });
}

function downloadOperation(deps: AssessmentDeps): Operation {
  return operation({
    id: 'downloadAssessment',
    method: 'GET',
    path: `${path}/sheet`,
    tag: 'cases',
    title: { vi: 'Tải mẫu tự đánh giá', en: 'The self-assessment as a spreadsheet' },
    params: { id },
    answers: { 200: { title: 'XLSX with what has been filled in', ...spreadsheetAnswer } },
    problems: ['not-found'],
    async handle({ person, params }) {
      const { data, facts } = await assessmentIn(deps, person, params.id);
      const bytes = await writeAssessment(setOf(data, facts), data);
      return spreadsheet(bytes, `tu-danh-gia-${data.period}`);
    },
  });
}

function uploadOperation(deps: AssessmentDeps): Operation {
  return operation({
    id: 'uploadAssessment',
    method: 'POST',
    path: `${path}/sheet`,
    tag: 'cases',
    title: { vi: 'Nộp mẫu tự đánh giá đã điền', en: 'Take in the filled spreadsheet' },
    params: { id },
    upload: { files: 1, fileBytes: 2 * 1024 * 1024 },
    body: {},
    answers: {
      201: { title: 'Saved as a draft', schema: z.strictObject({ id, version: z.int() }) },
    },
    problems: ['invalid', 'forbidden', 'not-found', 'refused'],
    async handle({ person, params, receive }) {
      // Who may not see the case sends nothing.
      await assessmentIn(deps, person, params.id);
      const { files, key } = await receive(({ content }) => buffer(content));
      const [file] = files;
      if (!file) throw noFile();
      const asked = { person, caseId: params.id, key };
      return { status: 201, body: await saveSheet(deps, asked, file) };
    },
  });
}
