// The register of boards over HTTP: who sits, by which decision, until when.
import type { Knex } from 'knex';
import { z } from 'zod';
import { permissions } from '../engine/permissions.ts';
import { choice, stands } from '../../machines/choice.ts';
import { currentProcess } from '../../machines/index.ts';
import { field, type Process } from '../../machines/define.ts';
import type { Clock } from '../clock.ts';
import type { Almanac } from '../engine/almanac.ts';
import {
  addBoard,
  changeBoard,
  closeBoard,
  listBoards,
  readBoard,
  type Judging,
} from '../engine/boards.ts';
import type { Person } from '../engine/rights.ts';
import { Problem } from '../problem.ts';
import type { Once } from './once.ts';
import { operation, type Operation } from './operation.ts';
import { bilingual, id, localDate, said, text } from './shapes.ts';

export type BoardDeps = { knex: Knex; clock: Clock; almanac: Almanac; once: Once };

/** Who keeps the register. */

const seat = z.strictObject({
  person: field(stands(z.string().min(1).max(64), 'account'), { vi: 'Tài khoản', en: 'Account' }),
  role: field(
    choice({
      chair: { vi: 'Chủ tịch', en: 'Chair' },
      secretary: { vi: 'Thư ký', en: 'Secretary' },
      member: { vi: 'Thành viên', en: 'Member' },
    }),
    { vi: 'Vai trò', en: 'Role' },
  ),
  body: field(text(200), { vi: 'Đơn vị', en: 'Body' }),
  voting: field(z.boolean(), { vi: 'Có quyền biểu quyết', en: 'Votes' }),
});

/** What a board is made of; the form of a page is drawn from it too. */
export const newBoard = z.strictObject({
  name: field(text(200), { vi: 'Tên Hội đồng', en: 'Name' }),
  kind: field(
    choice({
      standing: { vi: 'Hội đồng thường xuyên', en: 'Standing board' },
      adhoc: { vi: 'Hội đồng theo đợt', en: 'Board of a season' },
    }),
    { vi: 'Loại', en: 'Kind' },
  ),
  decision: field(
    text(200).optional(),
    { vi: 'Quyết định thành lập', en: 'Decision' },
    { vi: 'Số và ngày, ví dụ: 45/QĐ-LMHTX ngày 10/01/2026', en: 'Number and day' },
  ),
  from: field(localDate, { vi: 'Nhiệm kỳ từ ngày', en: 'In office from' }),
  to: field(
    localDate.optional(),
    { vi: 'Đến hết ngày', en: 'Until' },
    {
      vi: 'Bỏ trống nếu quyết định không ghi ngày hết nhiệm kỳ.',
      en: 'Left empty when the decision names no last day.',
    },
  ),
  seats: field(z.array(seat).min(3).max(15), { vi: 'Thành viên', en: 'Members' }),
});

const process = z
  .string()
  .max(60)
  .regex(/^[a-z][a-zA-Z0-9-]*$/);

const board = z.strictObject({
  id,
  process: said(60),
  name: said(200),
  kind: z.enum(['standing', 'adhoc']),
  decision: said(200),
  from: localDate,
  to: localDate.nullable(),
  seats: z
    .array(
      z.strictObject({
        person: said(64),
        name: said(200),
        role: z.enum(['chair', 'secretary', 'member']),
        body: said(200),
        voting: z.boolean(),
      }),
    )
    .max(15),
  term: z.enum(['ahead', 'running', 'ending', 'ended']).meta({
    description: '`ending`: the last day is within 60 days',
  }),
  daysLeft: z.int().nullable(),
  faults: z.array(bilingual).max(50).meta({ description: 'By the settings of today' }),
});

const headers = ['Idempotency-Replayed'];

export function boardOperations(deps: BoardDeps): Operation[] {
  return [listOperation(deps), addOperation(deps), changeOperation(deps), closeOperation(deps)];
}

const place = { path: '/api/boards', tag: 'work' } as const;
const one = { path: '/api/boards/{id}', tag: 'work', params: { id } } as const;

function listOperation(deps: BoardDeps): Operation {
  return operation({
    ...place,
    id: 'listBoards',
    method: 'GET',
    title: { vi: 'Danh sách Hội đồng', en: 'Register of boards' },
    roles: permissions.oversee,
    query: { process: process.default('appraisal') },
    answers: {
      200: {
        title: 'In use; those in office first',
        schema: z.strictObject({ items: z.array(board).max(1_000) }),
      },
    },
    problems: ['not-found'],
    async handle({ person, query }) {
      const judging = await judgingOf(deps, person, query.process);
      return { body: { items: await listBoards(deps.knex, person, judging, query.process) } };
    },
  });
}

function addOperation(deps: BoardDeps): Operation {
  return operation({
    ...place,
    id: 'addBoard',
    method: 'POST',
    title: { vi: 'Ghi Hội đồng vào danh sách', en: 'Add a board' },
    roles: permissions.keepBoards,
    body: { process: process.default('appraisal'), ...newBoard.shape },
    answers: { 201: { title: 'Added; its composition was checked', schema: board, headers } },
    problems: ['invalid', 'forbidden', 'not-found'],
    async handle(call) {
      const { person, body } = call;
      const moment = await momentOf(deps, person, body.process);
      return deps.once(call, (tx) => addBoard(tx, person, body, moment), 201);
    },
  });
}

function changeOperation(deps: BoardDeps): Operation {
  return operation({
    ...one,
    id: 'changeBoard',
    method: 'PUT',
    title: { vi: 'Sửa Hội đồng', en: 'Change a board' },
    roles: permissions.keepBoards,
    body: newBoard.shape,
    answers: { 200: { title: 'Cases keep the board they have', schema: board, headers } },
    problems: ['invalid', 'forbidden', 'not-found'],
    async handle(call) {
      const { person, body, params } = call;
      const { process: of } = await readBoard(deps.knex, person, params.id, unjudged);
      const moment = await momentOf(deps, person, of);
      const given = { ...body, id: params.id, process: of };
      return deps.once(call, (tx) => changeBoard(tx, person, given, moment));
    },
  });
}

function closeOperation(deps: BoardDeps): Operation {
  return operation({
    ...one,
    id: 'closeBoard',
    method: 'DELETE',
    title: { vi: 'Thôi dùng Hội đồng', en: 'Take a board out of use' },
    roles: permissions.keepBoards,
    answers: { 200: { title: 'Cases keep the board they have', schema: board, headers } },
    problems: ['forbidden', 'not-found'],
    async handle(call) {
      const { person, params } = call;
      const { process: of } = await readBoard(deps.knex, person, params.id, unjudged);
      const moment = await momentOf(deps, person, of);
      return deps.once(call, (tx) => closeBoard(tx, person, params.id, moment));
    },
  });
}

const unjudged: Judging = { settings: {}, on: '1900-01-01' };

/** What compositions are judged by today. @throws Problem `not-found` for a process without boards */
export async function judgingOf(
  { almanac, clock }: Pick<BoardDeps, 'almanac' | 'clock'>,
  { allianceId }: Person,
  name: string,
): Promise<Judging> {
  const { settings } = await almanac.basis(allianceId, boardProcess(name));
  return { settings, on: clock.today() };
}

/** The same at this moment. @throws Problem `not-found` */
export async function momentOf(
  deps: Pick<BoardDeps, 'almanac' | 'clock'>,
  person: Person,
  name: string,
): Promise<Judging & { at: string }> {
  return { ...(await judgingOf(deps, person, name)), at: deps.clock.now() };
}

function boardProcess(name: string): Process {
  const known = currentProcess(name);
  if (!known?.board) throw new Problem('not-found');
  return known;
}
