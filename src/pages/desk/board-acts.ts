// What is done in a board's room, as the process marks it, and the sheet that is handed in there.
import { z } from 'zod';
import type { CaseView } from '../../engine/reading.ts';
import type { Person } from '../../engine/rights.ts';
import { one } from '../../http/page-form.ts';
import type { Fields, Operation, RequestKey } from '../../http/operation.ts';
import { problemOf, statusOf } from '../../http/problems.ts';
import { id } from '../../http/shapes.ts';
import { Problem } from '../../problem.ts';
import type { PageAnswer } from '../page.ts';
import { room, roomOf, type Refusal } from './boards.ts';
import type { DeskPageDeps } from './desk.ts';
import { roomSheet } from './room-forms.ts';

const params = { id };

export function boardActPages(deps: DeskPageDeps): Operation[] {
  const { page } = deps;
  const sheet = { path: '/boards/{id}/sheet', title: { vi: 'Phiếu chấm điểm', en: 'Score sheet' } };
  return [
    page({
      id: 'boardActPage',
      method: 'POST',
      path: '/boards/{id}',
      title: { vi: 'Việc trong phòng họp', en: 'Act in the board room' },
      params,
      handle: ({ person, params: { id: caseId }, fields, key }) =>
        actIn(deps, { person, caseId, fields, key }),
    }),
    page({
      ...sheet,
      id: 'sheetPage',
      params,
      handle: ({ person, params: { id: caseId } }) => sheetOf(deps, person, caseId, {}),
    }),
    page({
      ...sheet,
      id: 'sendSheetPage',
      method: 'POST',
      params,
      handle: ({ person, params: { id: caseId }, fields, key }) =>
        handIn(deps, { person, caseId, fields, key }),
    }),
  ];
}

type Act = { person: Person; caseId: string; fields: Fields; key: RequestKey };

const version = z
  .string()
  .regex(/^[1-9]\d{0,8}$/)
  .transform(Number);

/** Any event that the process marks for the room; what is filled in is recorded at once. */
async function actIn(deps: DeskPageDeps, act: Act): Promise<PageAnswer> {
  const { person, caseId, fields, key } = act;
  const type = one(fields, 'event') ?? '';
  const found = await roomOf(deps, person, caseId);
  if (!found.process.events[type]?.inRoom) throw new Problem('not-found');
  const filled = { type, fields };
  const { payload, faults } = roomSheet(found, filled);
  const wrong = faults.map(({ text }) => ({ detail: text }));
  if (wrong.length > 0)
    return room(deps, person, caseId, { filled, refusal: { status: 422, faults: wrong } });
  const expect = version.safeParse(one(fields, 'version')).data;
  try {
    const seen = expect === undefined ? {} : { expect };
    await deps.cases.advance(caseId, { by: person, type, payload, key, ...seen });
    return { to: `/boards/${caseId}` };
  } catch (error) {
    return room(deps, person, caseId, { filled, refusal: refusalOf(error) });
  }
}

/** What stands in the way, for the page to say; anything else goes its way. */
export function refusalOf(error: unknown): Refusal {
  const { code, extra } = problemOf(error);
  if (!['refused', 'invalid', 'stale'].includes(code)) throw error;
  const { reasons = [], errors: faults = [] } = extra;
  return { status: statusOf[code], reasons, faults, ...(code === 'stale' ? { stale: true } : {}) };
}

type Filled = { values?: Fields; refusal?: Refusal };

async function sheetOf(
  deps: DeskPageDeps,
  person: Person,
  caseId: string,
  { values = {}, refusal }: Filled,
): Promise<PageAnswer> {
  const { view, actions } = await roomOf(deps, person, caseId);
  const action = actions.find(({ type }) => type === view.scoring?.event);
  const model = {
    dense: true,
    case: view,
    action,
    groups: groupsOf(view, values),
    refusal,
  };
  return { view: 'boards/sheet', model, status: refusal?.status ?? 200 };
}

type Group = { title: unknown; lines: object[] };

function groupsOf({ scoring }: CaseView, values: Fields): Group[] {
  return (scoring?.groups ?? []).map(({ title, lines }) => ({
    title,
    lines: lines.map((line) => ({
      ...line,
      value: one(values, `value.${line.criterion}`),
      comment: one(values, `comment.${line.criterion}`),
    })),
  }));
}

async function handIn(deps: DeskPageDeps, act: Act): Promise<PageAnswer> {
  const { person, caseId, fields, key } = act;
  const { view } = await roomOf(deps, person, caseId);
  const { scoring } = view;
  if (!scoring) throw new Problem('not-found');
  const payload = {
    scores: scoring.groups.flatMap(({ lines }) => lines.flatMap(filledIn(fields))),
  };
  try {
    const request = { by: person, type: scoring.event, payload, key };
    await deps.cases.advance(caseId, { ...request, expect: view.version });
    return { to: `/boards/${caseId}` };
  } catch (error) {
    return sheetOf(deps, person, caseId, { values: fields, refusal: refusalOf(error) });
  }
}

type SheetLine = NonNullable<CaseView['scoring']>['groups'][number]['lines'][number];

/** A line left empty is not handed in; points may be written with a comma. */
function filledIn(fields: Fields): (line: SheetLine) => object[] {
  return ({ criterion, most }) => {
    const value = one(fields, `value.${criterion}`)?.trim();
    if (value === undefined || value === '') return [];
    const comment = one(fields, `comment.${criterion}`)?.trim();
    const said = comment ? { criterion, comment } : { criterion };
    if (most === undefined) return [{ ...said, met: value === 'true' }];
    const points = Number(value.replace(',', '.'));
    return [{ ...said, points: Number.isFinite(points) ? points : value }];
  };
}
