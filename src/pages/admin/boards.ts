// The register of boards on pages: which are in office and until when, and the form that a board is entered with.
import { z } from 'zod';
import { may, permissions } from '../../engine/permissions.ts';
import { currentProcess } from '../../../machines/index.ts';
import type { Process } from '../../../machines/define.ts';
import { changeSettings } from '../../criteria/settings.ts';
import {
  addBoard,
  changeBoard,
  closeBoard,
  listBoards,
  readBoard,
  type StandingBoard,
} from '../../engine/boards.ts';
import { type Person } from '../../engine/rights.ts';
import { judgingOf, momentOf, newBoard } from '../../http/boards.ts';
import { one } from '../../http/page-form.ts';
import { problemOf, statusOf } from '../../http/problems.ts';
import type { Operation } from '../../http/operation.ts';
import { id } from '../../http/shapes.ts';
import { Problem, type Fault } from '../../problem.ts';
import { accountsFor } from '../accounts.ts';
import { blankSheet, sheetOf, type Sheet, type SheetSource } from '../form/sheet.ts';
import type { PageAnswer, PageCall } from '../page.ts';
import type { CalendarPageDeps } from './calendar.ts';

/** The process whose boards are kept here. */
const of = 'appraisal';
const ruled = ['requiredBodies', 'boardSizeMin', 'boardSizeMax', 'boardOdd'] as const;
const title = { vi: 'Danh sách Hội đồng', en: 'Register of boards' };
const form = { vi: 'Hội đồng', en: 'Board' };

export function boardRegisterPages(deps: CalendarPageDeps): Operation[] {
  const { page } = deps;
  const list = { path: '/admin/boards', title } as const;
  const added = { path: '/admin/boards/new', title: form, roles: permissions.keepBoards } as const;
  const known = { path: '/admin/boards/{id}', title: form, roles: permissions.keepBoards } as const;
  const params = { id };
  return [
    page({
      ...list,
      id: 'boardRegisterPage',
      roles: permissions.oversee,
      handle: (call) => listed(deps, call),
    }),
    page({
      ...list,
      id: 'boardRulesPage',
      method: 'POST',
      roles: permissions.changeSettings,
      handle: (call) => ruledBy(deps, call),
    }),
    page({ ...added, id: 'newBoardPage', handle: (call) => asked(deps, call) }),
    page({ ...added, id: 'addBoardPage', method: 'POST', handle: (call) => sent(deps, call) }),
    page({
      ...known,
      id: 'boardFormPage',
      params,
      handle: (call) => asked(deps, call, call.params.id),
    }),
    page({
      ...known,
      id: 'changeBoardPage',
      method: 'POST',
      params,
      handle: (call) => sent(deps, call, call.params.id),
    }),
  ];
}

type Wrong = { faults?: readonly Fault[]; status?: number };

async function listed(
  deps: CalendarPageDeps,
  { person, fields }: PageCall,
  { faults = [], status = 200 }: Wrong = {},
): Promise<PageAnswer> {
  const judging = await judgingOf(deps, person, of);
  const { settings: all } = currentProcess(of) as Process;
  const rules = ruled.map((name) => ({
    name,
    title: all[name]?.title,
    value: one(fields, name) ?? judging.settings[name],
  }));
  const allowed = {
    keep: may(person, 'keepBoards'),
    rule: may(person, 'changeSettings'),
    run: may(person, 'keepRunning'),
  };
  const boards = await listBoards(deps.knex, person, judging, of);
  return {
    view: 'admin/boards',
    model: { dense: true, boards, rules, may: allowed, faults },
    status,
  };
}

/** Composition rules: the same change of settings as over the API, with its reason. */
async function ruledBy(deps: CalendarPageDeps, call: PageCall): Promise<PageAnswer> {
  const { person, fields } = call;
  const { almanac, clock, once } = deps;
  const whole = (name: string): number | string => {
    const text = one(fields, name) ?? '';
    return /^\d{1,3}$/.test(text) ? Number(text) : text;
  };
  const values = {
    requiredBodies: one(fields, 'requiredBodies') ?? '',
    boardSizeMin: whole('boardSizeMin'),
    boardSizeMax: whole('boardSizeMax'),
    boardOdd: one(fields, 'boardOdd') !== undefined,
  };
  const reason = one(fields, 'reason');
  try {
    if (reason === undefined) throw new Problem('invalid', { errors: [noReason] });
    const change = { allianceId: person.allianceId, process: currentProcess(of) as Process };
    const who = { by: person.id, at: clock.now() };
    await once(call, async (tx) => {
      return { settings: await changeSettings(tx, { ...change, ...who, values, reason }) };
    });
    almanac.forget();
    return { to: '/admin/boards' };
  } catch (error) {
    const { code, extra } = problemOf(error);
    if (code !== 'invalid') throw error;
    return listed(deps, call, { faults: extra.errors ?? [], status: statusOf[code] });
  }
}

const noReason: Fault = {
  pointer: '/reason',
  code: 'missing',
  detail: { vi: 'Ghi lý do thay đổi', en: 'Say why' },
};

async function sourceOf(
  { knex }: CalendarPageDeps,
  { person, fields }: Pick<PageCall, 'person' | 'fields'>,
  board?: StandingBoard,
): Promise<SheetSource> {
  const choosing = await accountsFor(knex, person, fields, board);
  const event = { payload: newBoard as z.ZodObject, examples: [] };
  return { event, ...choosing, data: {}, ...(board ? { start: { ...board } } : {}) };
}

async function boardIn(
  deps: CalendarPageDeps,
  person: Person,
  boardId: string | undefined,
): Promise<StandingBoard | undefined> {
  if (boardId === undefined) return undefined;
  return readBoard(deps.knex, person, boardId, await judgingOf(deps, person, of));
}

async function asked(
  deps: CalendarPageDeps,
  call: PageCall,
  boardId?: string,
): Promise<PageAnswer> {
  const board = await boardIn(deps, call.person, boardId);
  return drawn(blankSheet(await sourceOf(deps, call, board), undefined), board);
}

function drawn(sheet: Sheet, board: StandingBoard | undefined, status = 200): PageAnswer {
  return { view: 'admin/board', model: { sheet, board }, status };
}

async function sent(deps: CalendarPageDeps, call: PageCall, boardId?: string): Promise<PageAnswer> {
  const { person, fields } = call;
  const board = await boardIn(deps, person, boardId);
  const moment = await momentOf(deps, person, of);
  if (board && one(fields, '_step') === 'close') {
    await deps.once(call, (tx) => closeBoard(tx, person, board.id, moment));
    return { to: '/admin/boards' };
  }
  const sheet = sheetOf(await sourceOf(deps, call), fields);
  if (sheet.step === 'change') return drawn(sheet, board);
  if (sheet.faults.length > 0) return drawn(sheet, board, 422);
  try {
    const given = { ...newBoard.parse(sheet.payload), process: of };
    await deps.once(call, (tx) =>
      board
        ? changeBoard(tx, person, { ...given, id: board.id }, moment)
        : addBoard(tx, person, given, moment),
    );
    return { to: '/admin/boards' };
  } catch (error) {
    const { code, extra } = problemOf(error);
    if (code !== 'invalid') throw error;
    return drawn({ ...sheet, ...sheet.faultsOf(extra.errors ?? [], '') }, board, 422);
  }
}
