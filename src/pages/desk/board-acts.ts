// What is done in a board's room, as the process marks it.
import { z } from 'zod';
import type { Person } from '../../engine/rights.ts';
import { one } from '../../http/page-form.ts';
import type { Fields, Operation, RequestKey } from '../../http/operation.ts';
import { problemOf, statusOf } from '../../http/problems.ts';
import { id } from '../../http/shapes.ts';
import { Problem } from '../../problem.ts';
import type { PageAnswer } from '../page.ts';
import { room, roomOf, type Refusal } from './boards.ts';
import type { DeskPageDeps } from './desk.ts';
import { backOf } from './query.ts';
import { roomSheet } from './room-forms.ts';

const params = { id };

export function boardActPages(deps: DeskPageDeps): Operation[] {
  const { page } = deps;
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
  // What waits for nobody is not refused because somebody else was quicker.
  const free = expect === undefined || found.process.events[type].concurrent;
  try {
    const seen = free ? {} : { expect };
    await deps.cases.advance(caseId, { by: person, type, payload, key, ...seen });
    return { to: backOf(one(fields, 'back'), `/boards/${caseId}`) };
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
