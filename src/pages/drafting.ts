// The drafting room: the six parts side by side, what each still lacks and by which article; the charter item by item
// with suggested clauses; members pasted from a spreadsheet. What is saved need not be complete.
import { buffer } from 'node:stream/consumers';
import { z } from 'zod';
import type { Founding } from '../../machines/founding/data.ts';
import type { Contents } from '../../machines/founding/parts.ts';
import { capitalTable } from '../drafting/capital.ts';
import { memberColumns, membersIn } from '../drafting/members.ts';
import type { Cases } from '../engine/cases.ts';
import { readDraftingRoom, type DraftingDeps } from '../engine/drafting.ts';
import type { CaseView, Reading } from '../engine/reading.ts';
import { guideOf } from '../http/charter.ts';
import { problemOf } from '../http/problems.ts';
import { one } from '../http/page-form.ts';
import type { Fields, Operation } from '../http/operation.ts';
import { id } from '../http/shapes.ts';
import { Problem } from '../problem.ts';
import { readGrid } from '../sheets/grid.ts';
import type { PageAnswer, PageCall, PageMaker } from './page.ts';

export type DraftingPageDeps = DraftingDeps & {
  page: PageMaker;
  reading: Reading;
  cases: Pick<Cases, 'advance'>;
};

const mostBytes = 2 * 1024 * 1024;

type Call = PageCall<{ id: string }, { done?: string | undefined }>;

export function draftingPages(deps: DraftingPageDeps): Operation[] {
  const { page } = deps;
  const room = {
    path: '/cases/{id}/drafting',
    title: { vi: 'Phòng soạn thảo', en: 'Drafting room' },
  };
  const charter = {
    path: '/cases/{id}/charter',
    title: { vi: 'Soạn điều lệ', en: 'Write the charter' },
  };
  return [
    page({ ...room, ...seen, id: 'draftingPage', handle: (call) => roomOf(deps, call) }),
    page({ ...charter, ...seen, id: 'charterPage', handle: (call) => charterOf(deps, call) }),
    page({
      ...charter,
      params: { id },
      id: 'saveCharterPage',
      method: 'POST',
      handle: (call) => saveCharter(deps, call),
    }),
    ...membersPages(deps),
  ];
}

const seen = { params: { id }, query: { done: z.enum(['saved']).optional() } } as const;

function membersPages(deps: DraftingPageDeps): Operation[] {
  const { page } = deps;
  const path = '/cases/{id}/members';
  const title = { vi: 'Danh sách thành viên', en: 'List of members' };
  const sent = { title, params: { id }, method: 'POST' } as const;
  return [
    page({ path, title, ...seen, id: 'membersPage', handle: (call) => membersOf(deps, call) }),
    page({ ...sent, path, id: 'saveMembersPage', handle: (call) => saveMembers(deps, call) }),
    page({
      ...sent,
      path: `${path}/file`,
      id: 'takeMembersPage',
      upload: { files: 1, fileBytes: mostBytes },
      handle: (call) => takeMembers(deps, call),
    }),
  ];
}

/** @throws Problem `not-found` for a case of another process */
async function foundingOf({ reading }: DraftingPageDeps, call: Pick<Call, 'person' | 'params'>) {
  const view = await reading.read(call.person, call.params.id);
  if (view.process.id !== 'founding') throw new Problem('not-found');
  const { actions } = await reading.actions(call.person, call.params.id);
  const mayWrite = actions.some(({ type, enabled }) => type === 'SAVE_DRAFT' && enabled);
  return { view, data: view.data as unknown as Founding, mayWrite };
}

async function roomOf(deps: DraftingPageDeps, call: Call): Promise<PageAnswer> {
  const [{ view, mayWrite }, room] = await Promise.all([
    foundingOf(deps, call),
    readDraftingRoom(deps, call.person, call.params.id),
  ]);
  return { view: 'drafting', model: { case: view, room, mayWrite, done: call.query.done } };
}

async function charterOf(deps: DraftingPageDeps, call: Call): Promise<PageAnswer> {
  const { view, data, mayWrite } = await foundingOf(deps, call);
  const guide = guideOf(data, {});
  return { view: 'charter', model: { case: view, guide, mayWrite, done: call.query.done } };
}

/** Saves the items as written; the button `fill` puts suggestions where nothing stands. */
async function saveCharter(deps: DraftingPageDeps, call: Call & { fields: Fields }) {
  const { fields } = call;
  const { view, data } = await foundingOf(deps, call);
  const chosen = Object.fromEntries(
    Object.keys(fields).flatMap((name) =>
      name.startsWith('choice-') ? [[name.slice('choice-'.length), one(fields, name) ?? '']] : [],
    ),
  );
  const fill = one(fields, 'do') === 'fill';
  const items = guideOf(data, chosen).items.flatMap(({ no, suggestion }) => {
    const text = one(fields, `item-${no}`)?.trim() || (fill ? suggestion : undefined);
    return text === undefined || text === '' ? [] : [{ no, text }];
  });
  const charter = { ...written(data, 'charter'), items };
  await save(deps, call, view, { part: 'charter', charter });
  return { to: `/cases/${view.id}/charter?done=saved` };
}

function written(data: Founding, part: keyof Contents): object {
  const { sketch, content } = data.parts[part];
  return { ...content, ...(sketch as object | undefined) };
}

async function save(
  { cases }: DraftingPageDeps,
  { person, key, fields }: Call & { fields: Fields },
  view: CaseView,
  payload: object,
): Promise<void> {
  const expect = Number(one(fields, '_version') ?? view.version);
  await cases.advance(view.id, { by: person, type: 'SAVE_DRAFT', payload, expect, key });
}

async function membersOf(deps: DraftingPageDeps, call: Call) {
  const { view, data, mayWrite } = await foundingOf(deps, call);
  const capital = capitalTable(data);
  const model = { case: view, capital, mayWrite, done: call.query.done };
  return { view: 'members', model };
}

/** Rows pasted from a spreadsheet. */
async function saveMembers(deps: DraftingPageDeps, call: Call & { fields: Fields }) {
  const table = one(call.fields, 'table') ?? '';
  return replaceMembers(deps, call, { bytes: Buffer.from(table), table });
}

/** The spreadsheet itself. */
async function takeMembers(deps: DraftingPageDeps, call: Call) {
  const { files, key } = await call.receive(({ content }) => buffer(content));
  return replaceMembers(deps, { ...call, key }, { bytes: (files as Buffer[])[0] });
}

/** The table takes the place of the saved list when every cell of it can be read. */
async function replaceMembers(
  deps: DraftingPageDeps,
  call: Call & { fields: Fields },
  { bytes = Buffer.alloc(0), table }: { bytes?: Buffer | undefined; table?: string },
): Promise<PageAnswer> {
  const { view, data } = await foundingOf(deps, call);
  const { members, faults, wrong } = await readMembers(bytes);
  if (wrong.length + faults.length > 0 || members.list.length === 0) {
    const { model } = await membersOf(deps, call);
    const refused = { ...model, table, tableFaults: faults, wrong, refused: true };
    return { view: 'members', model: refused, status: 422 };
  }
  const payload = { part: 'members', members: { ...written(data, 'members'), ...members } };
  await save(deps, call, view, payload);
  return { to: `/cases/${view.id}/members?done=saved` };
}

/** `wrong`: why it is no table at all. */
async function readMembers(bytes: Buffer) {
  const none = { members: { list: [] }, faults: [], wrong: [] };
  if (bytes.length === 0) return none;
  try {
    return { ...membersIn(await readGrid(bytes, memberColumns)), wrong: [] };
  } catch (error) {
    const { code, extra } = problemOf(error);
    if (code !== 'invalid') throw error;
    return { ...none, wrong: extra.errors ?? [] };
  }
}
