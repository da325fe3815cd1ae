// What the registry asked to be amended, point by point: founders tick what is done with what shows it, in words or as a
// file of the dossier; staff see each point beside its file.
import { z } from 'zod';
import type { Founding } from '../../machines/founding/data.ts';
import type { Cases } from '../engine/cases.ts';
import type { ReadGuidance } from '../engine/guidance.ts';
import type { Reading } from '../engine/reading.ts';
import { receiveFile, mostBytes } from '../http/file-sending.ts';
import { readDossier, type FileDeps } from '../http/files.ts';
import { one } from '../http/page-form.ts';
import type { Fields, Operation, Receive } from '../http/operation.ts';
import { problemOf, statusOf } from '../http/problems.ts';
import { slotId } from '../http/file-shapes.ts';
import { id, wholeNumber } from '../http/shapes.ts';
import { problemTexts, Problem, type ProblemCode } from '../problem.ts';
import type { Text } from '../../machines/text.ts';
import type { PageAnswer, PageCall, PageMaker } from './page.ts';

export type SupplementDeps = FileDeps & {
  page: PageMaker;
  reading: Reading;
  guidance: ReadGuidance;
  cases: Pick<Cases, 'advance'>;
};

type Call = PageCall<{ id: string }>;

/** What is wrong with what was sent for one point. */
type Fault = { point: number; text: Text; where: 'evidence' | 'upload'; status: number };

export function supplementPages(deps: SupplementDeps): Operation[] {
  const { page } = deps;
  const about = {
    path: '/cases/{id}/supplement',
    title: { vi: 'Những điểm phải bổ sung', en: 'What must be amended' },
    params: { id },
  } as const;
  return [
    page({ ...about, id: 'supplementPage', handle: (call) => listed(deps, call) }),
    page({ ...about, id: 'tickPage', method: 'POST', handle: (call) => ticked(deps, call) }),
    page({
      ...about,
      id: 'tickWithFilePage',
      method: 'POST',
      path: `${about.path}/file`,
      upload: { files: 1, fileBytes: mostBytes },
      body: { point: wholeNumber(1, 50), slot: slotId, evidence: z.string().max(1_000).optional() },
      handle: (call) => tickedWithFile(deps, call),
    }),
  ];
}

/** @throws Problem `not-found` when nothing is asked for */
async function listed(
  deps: SupplementDeps,
  { person, params }: Call,
  fault?: Fault,
): Promise<PageAnswer> {
  const { reading, guidance } = deps;
  const [view, { guides }, { actions }, dossier] = await Promise.all([
    reading.read(person, params.id),
    guidance(person, params.id),
    reading.actions(person, params.id),
    readDossier(deps, person, params.id),
  ]);
  const asked = guides.find(({ code }) => code === 'supplement');
  if (!asked) throw new Problem('not-found');
  const may = (event: string): boolean =>
    actions.some(({ type, enabled }) => type === event && enabled);
  const { done = {} } = (view.data as unknown as Founding).filing.supplement ?? {};
  const answerOf = (no: number) => answering(dossier, done[no]?.file);
  const points = asked.duties.map((duty, index) => ({
    ...duty,
    no: index + 1,
    evidence: done[index + 1]?.evidence,
    answer: answerOf(index + 1),
  }));
  const model = {
    case: view,
    guide: asked,
    points,
    left: points.filter(({ done: on }) => on === undefined).length,
    files: dossier.slots.flatMap(choice),
    places: dossier.slots.filter(({ maySend }) => maySend && view.open),
    mostMb: dossier.limits.fileBytes / 1024 / 1024,
    mayTick: may('TICK_POINT'),
    mayHandIn: may('RESUBMIT'),
    fault,
  };
  return { view: 'supplement', model, status: fault?.status ?? 200 };
}

type Dossier = Awaited<ReturnType<typeof readDossier>>;
type Slot = Dossier['slots'][number];

/** The version of a place that counts, to be chosen. */
function choice({ title, current, versions }: Slot) {
  const file = versions.find((each) => each.id === current);
  return file ? [{ id: file.id, title, version: file.version, name: file.name }] : [];
}

/** The file that a point names, and what became of it since: `newer` stands in its place now. */
function answering({ slots }: Dossier, wanted: string | undefined) {
  if (wanted === undefined) return undefined;
  for (const { id: slot, title, current, versions } of slots) {
    const file = versions.find((each) => each.id === wanted);
    if (!file) continue;
    const newer = versions.find((each) => each.id === current && each.id !== wanted);
    return { slot, title, file, newer: file.withdrawnAt ? undefined : newer };
  }
  return {};
}

async function ticked(deps: SupplementDeps, call: Call): Promise<PageAnswer> {
  const { person, params, fields, key } = call;
  const payload = tickIn(fields);
  if (payload.done && payload.evidence === undefined && payload.file === undefined)
    return listed(deps, call, {
      point: payload.point,
      text: sayWhat,
      where: 'evidence',
      status: 422,
    });
  await deps.cases.advance(params.id, { by: person, type: 'TICK_POINT', payload, key });
  return { to: `/cases/${params.id}/supplement#point-${payload.point}` };
}

const sayWhat: Text = {
  vi: 'Hãy ghi ngắn gọn đã làm gì, hoặc chọn tệp',
  en: 'Say shortly what was done, or choose a file',
};

type Tick = { point: number; done: boolean; evidence?: string; file?: string };

function tickIn(fields: Fields): Tick {
  const evidence = one(fields, 'evidence')?.trim();
  const file = one(fields, 'answer');
  const done = one(fields, 'untick') === undefined;
  const point = Number(one(fields, 'point'));
  if (!done) return { point, done };
  return { point, done, ...(evidence ? { evidence } : {}), ...(file ? { file } : {}) };
}

const told: ReadonlySet<ProblemCode> = new Set(['invalid', 'too-large', 'too-many', 'unavailable']);

type Sent = { point: number; slot: string; evidence?: string };

/** Keeps the file in its place of the dossier, then ticks the point with it. Sent again, both are done once. */
async function tickedWithFile(deps: SupplementDeps, call: Call): Promise<PageAnswer> {
  const { person, params } = call;
  const got: { fields?: Sent; key?: PageCall['key'] } = {};
  const receive: Receive<Sent> = async (take) =>
    Object.assign(got, (await call.receive(take)) as Awaited<ReturnType<Receive<Sent>>>) as never;
  try {
    const { body } = await receiveFile(deps, {
      person,
      caseId: params.id,
      receive,
      slotOf: ({ slot }) => slot,
    });
    const { point, evidence } = got.fields as Sent;
    const words = evidence?.trim();
    const file = (body as { id: string }).id;
    const payload = { point, done: true, ...(words ? { evidence: words } : {}), file };
    const key = got.key as PageCall['key'];
    const once = { ...key, key: `${key.key}-tick` };
    await deps.cases.advance(params.id, { by: person, type: 'TICK_POINT', payload, key: once });
    return { to: `/cases/${params.id}/supplement#point-${point}` };
  } catch (error) {
    const { code, extra } = problemOf(error);
    if (got.fields === undefined || !told.has(code)) throw error;
    const text = extra.errors?.[0]?.detail ?? extra.detail ?? problemTexts[code];
    const { point } = got.fields;
    return listed(deps, call, { point, text, where: 'upload', status: statusOf[code] });
  }
}
