// What the registry asked to be amended, point by point: founders tick what is done with what shows it, staff see it.
import type { Cases } from '../engine/cases.ts';
import type { ReadGuidance } from '../engine/guidance.ts';
import type { Reading } from '../engine/reading.ts';
import { one } from '../http/page-form.ts';
import type { Fields, Operation } from '../http/operation.ts';
import { id } from '../http/shapes.ts';
import { Problem } from '../problem.ts';
import type { PageAnswer, PageCall, PageMaker } from './page.ts';

export type SupplementDeps = {
  page: PageMaker;
  reading: Reading;
  guidance: ReadGuidance;
  cases: Pick<Cases, 'advance'>;
};

type Call = PageCall<{ id: string }>;

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
  ];
}

/** @throws Problem `not-found` when nothing is asked for */
async function listed(
  { reading, guidance }: SupplementDeps,
  { person, params }: Call,
  lacking?: number,
): Promise<PageAnswer> {
  const [view, { guides }, { actions }] = await Promise.all([
    reading.read(person, params.id),
    guidance(person, params.id),
    reading.actions(person, params.id),
  ]);
  const asked = guides.find(({ code }) => code === 'supplement');
  if (!asked) throw new Problem('not-found');
  const may = (event: string): boolean =>
    actions.some(({ type, enabled }) => type === event && enabled);
  const points = asked.duties.map((duty, index) => ({ ...duty, no: index + 1 }));
  const model = {
    case: view,
    guide: asked,
    points,
    left: points.filter(({ done }) => done === undefined).length,
    mayTick: may('TICK_POINT'),
    mayHandIn: may('RESUBMIT'),
    lacking,
  };
  return { view: 'supplement', model, status: lacking === undefined ? 200 : 422 };
}

async function ticked(deps: SupplementDeps, call: Call): Promise<PageAnswer> {
  const { person, params, fields, key } = call;
  const payload = tickIn(fields);
  if (payload.done && payload.evidence === undefined) return listed(deps, call, payload.point);
  await deps.cases.advance(params.id, { by: person, type: 'TICK_POINT', payload, key });
  return { to: `/cases/${params.id}/supplement#point-${payload.point}` };
}

type Tick = { point: number; done: boolean; evidence?: string };

function tickIn(fields: Fields): Tick {
  const evidence = one(fields, 'evidence')?.trim();
  const done = one(fields, 'untick') === undefined;
  const point = Number(one(fields, 'point'));
  return { point, done, ...(done && evidence ? { evidence } : {}) };
}
