// The self-assessment of a cooperative: figures and evidence kept as a draft, the computed score beside its own with the
// arithmetic, how far the next grade is and the cheapest ways there; the same as a spreadsheet out and in; files of
// evidence beside what they show.
import { buffer } from 'node:stream/consumers';
import { setOf } from '../../../machines/classification/data.ts';
import type { CriteriaSet } from '../../../machines/criteria/set.ts';
import type { Action } from '../../engine/actions.ts';
import type { CaseView } from '../../engine/reading.ts';
import {
  assessmentIn,
  readAssessmentOf,
  saveSheet,
  type AssessmentDeps,
} from '../../http/assessments.ts';
import { noFile } from '../../http/campaign-tables.ts';
import { mostBytes, receiveFile } from '../../http/file-sending.ts';
import { slotId } from '../../http/file-shapes.ts';
import { readDossier, type FileDeps } from '../../http/files.ts';
import { one } from '../../http/page-form.ts';
import type { Operation } from '../../http/operation.ts';
import { problemOf, statusOf } from '../../http/problems.ts';
import { id } from '../../http/shapes.ts';
import type { Fault } from '../../problem.ts';
import type { Text } from '../../../machines/text.ts';
import { headingFor } from '../desk/case-heading.ts';
import { faultIn } from '../file-place.ts';
import type { FieldFault } from '../form/words.ts';
import type { PageAnswer, PageCall, PageMaker } from '../page.ts';
import { workedOut } from './arithmetic.ts';
import { evidenceView } from './evidence.ts';
import { drawnSheet, sheetIn } from './sheet-form.ts';
import { confidenceWords, unitWords } from './words.ts';
import { z } from 'zod';

export type AssessmentPageDeps = AssessmentDeps & FileDeps & { page: PageMaker };

const path = '/cases/{id}/assessment';
const title = { vi: 'Phiếu tự đánh giá', en: 'Self-assessment' };

export function assessmentPages(deps: AssessmentPageDeps): Operation[] {
  const { page } = deps;
  return [
    page({
      id: 'assessmentPage',
      path,
      title,
      params: { id },
      query: { done: z.enum(['saved', 'taken', 'sent']).optional() },
      handle: (call) => shown(deps, call),
    }),
    page({
      id: 'saveAssessmentPage',
      method: 'POST',
      path,
      title,
      params: { id },
      handle: (call) => saved(deps, call),
    }),
    page({
      id: 'takeAssessmentPage',
      method: 'POST',
      path: `${path}/sheet`,
      title: { vi: 'Nộp phiếu đã điền trên bảng tính', en: 'Send the filled spreadsheet' },
      params: { id },
      upload: { files: 1, fileBytes: 2 * 1024 * 1024 },
      handle: (call) => taken(deps, call),
    }),
    page({
      id: 'sendEvidencePage',
      method: 'POST',
      path: `${path}/files/{slot}`,
      title: { vi: 'Gửi tệp minh chứng', en: 'Send a file of evidence' },
      params: { id, slot: slotId },
      upload: { files: 1, fileBytes: mostBytes },
      handle: (call) => sent(deps, call),
    }),
  ];
}

type Call = PageCall<{ id: string }, { done?: string | undefined }>;
type Standing = {
  status?: number;
  /** Of the form. */
  faults?: readonly FieldFault[];
  /** Of the file, row by row, or of the whole. */
  wrong?: readonly Pick<Fault, 'detail'>[];
  /** Of a file of evidence, by its place. */
  refused?: { place: string; text: Text };
};

async function shown(
  deps: AssessmentPageDeps,
  call: Call,
  { status = 200, faults = [], wrong = [], refused }: Standing = {},
): Promise<PageAnswer> {
  const { person, params, fields, query } = call;
  const [heading, { data, facts }, read, { actions }, view, dossier] = await Promise.all([
    headingFor(deps.knex, person, params.id, '/assessment'),
    assessmentIn(deps, person, params.id),
    readAssessmentOf(deps, person, params.id),
    deps.reading.actions(person, params.id),
    deps.reading.read(person, params.id),
    readDossier(deps, person, params.id),
  ]);
  const set = setOf(data, facts);
  const typed = faults.length > 0 ? { fields, faults } : undefined;
  const model = {
    case: heading,
    term: termOf(view),
    set: { ...set, sure: confidenceWords[set.confidence] },
    data,
    assessed: read.assessed,
    ...standingOf(set, read.assessed),
    worked: workedOut(set, data.figures),
    sheet: drawnSheet(set, data, typed),
    evidence: evidenceView(set, data, dossier, view.open),
    may: mayOf(actions),
    done: query?.done,
    faults,
    wrong,
    refused,
    units: unitWords,
  };
  return { view: 'criteria/assessment', model, status };
}

const termOf = ({ terms, open }: CaseView) => (open ? terms[0] : undefined);

function mayOf(actions: readonly Action[]) {
  const of = (type: string) => actions.find((each) => each.type === type);
  const handIn = of('HAND_IN');
  const forMe = handIn?.reasons[0]?.code;
  return {
    save: of('SAVE_ASSESSMENT')?.enabled === true,
    // Why it cannot be handed in yet is said to those who may.
    handIn: forMe === 'role' || forMe === 'state' ? undefined : handIn,
  };
}

type Assessed = {
  ways: readonly { key: string; support: readonly unknown[] }[];
  unmet: readonly { support: readonly unknown[] }[];
  lines: readonly { computed: unknown }[];
};

/** What pages say of a score, of a case or of a trial. */
export function standingOf(set: CriteriaSet, { ways, lines, unmet }: Assessed): object {
  const lacking = [...ways, ...unmet];
  return {
    scored: set.groups.length > 0,
    computedCount: lines.filter(({ computed }) => computed !== null).length,
    moreWays: ways.slice(0, 12),
    /** Nothing is listed that helps with what is lacking. */
    unhelped: lacking.length > 0 && lacking.every(({ support }) => support.length === 0),
  };
}

async function saved(deps: AssessmentPageDeps, call: Call): Promise<PageAnswer> {
  const { person, params, fields, key } = call;
  const { data, facts } = await assessmentIn(deps, person, params.id);
  const { faults, ...payload } = sheetIn(setOf(data, facts), fields, data.evidence);
  if (faults.length > 0) return shown(deps, call, { faults, status: 422 });
  const asked = { by: person, type: 'SAVE_ASSESSMENT', payload, key };
  return orAgain(deps, call, async () => {
    await deps.cases.advance(params.id, asked);
    const next = one(fields, '_next') === 'handIn' ? '/acts/HAND_IN' : '/assessment?done=saved';
    return { to: `/cases/${params.id}${next}` };
  });
}

async function taken(deps: AssessmentPageDeps, call: Call): Promise<PageAnswer> {
  const { person, params, receive } = call;
  await assessmentIn(deps, person, params.id);
  return orAgain(deps, call, async () => {
    const { files, key } = await receive(({ content }) => buffer(content));
    const [file] = files;
    if (!file) throw noFile();
    await saveSheet(deps, { person, caseId: params.id, key }, file);
    return { to: `/cases/${params.id}/assessment?done=taken` };
  });
}

/** Into its place of the dossier; what is refused comes back beside it. */
async function sent(
  deps: AssessmentPageDeps,
  call: PageCall<{ id: string; slot: string }, Call['query']>,
): Promise<PageAnswer> {
  const { person, params, receive } = call;
  const { id: caseId, slot: place } = params;
  await assessmentIn(deps, person, caseId);
  try {
    await receiveFile(deps, { person, caseId, receive, slotOf: () => place });
    return { to: `/cases/${caseId}/assessment?done=sent#evidence-${place}` };
  } catch (error) {
    const { text, status } = faultIn(error);
    return shown(deps, { ...call, query: {} }, { refused: { place, text }, status });
  }
}

/** What people can mend comes back with the page. */
async function orAgain(
  deps: AssessmentPageDeps,
  call: Call,
  work: () => Promise<PageAnswer>,
): Promise<PageAnswer> {
  try {
    return await work();
  } catch (error) {
    const { code, extra } = problemOf(error);
    if (code !== 'invalid' && code !== 'refused' && code !== 'too-large') throw error;
    const reasons = (extra.reasons ?? []) as { title: Fault['detail']; remedy: Fault['detail'] }[];
    const said = reasons.map(({ title: { vi, en }, remedy }) => ({
      detail: { vi: `${vi}. ${remedy.vi}`, en: `${en}. ${remedy.en}` },
    }));
    const whole = extra.detail ? [{ detail: extra.detail }] : [];
    const wrong = extra.errors ?? (said.length > 0 ? said : whole);
    return shown(deps, call, { wrong, status: statusOf[code] });
  }
}
