// Boards: the cases I sit on, and the room where one of them meets. What others have handed in is shown as the process
// lets me see it: these pages know no more than the reading of the case.
import { allProcesses } from '../../../machines/index.ts';
import type { BriefSection } from '../../../machines/glance.ts';
import type { BoardPart, Resolution, Seat, Sitting } from '../../../machines/sitting.ts';
import type { Process } from '../../../machines/define.ts';
import type { Action } from '../../engine/actions.ts';
import { listCases, type CaseItem } from '../../engine/list.ts';
import { readMeetings } from '../../engine/meetings.ts';
import type { CaseView, Inside } from '../../engine/reading.ts';
import type { Person } from '../../engine/rights.ts';
import type { Operation } from '../../http/operation.ts';
import { id } from '../../http/shapes.ts';
import { Problem } from '../../problem.ts';
import type { PageAnswer } from '../page.ts';
import { remainingFor } from '../due.ts';
import type { DeskPageDeps } from './desk.ts';
import { roomForms, type Filled } from './room-forms.ts';

const shown = 20;

export function boardPages(deps: DeskPageDeps): Operation[] {
  const { page } = deps;
  return [
    page({
      id: 'boardsPage',
      path: '/boards',
      title: { vi: 'Hội đồng của tôi', en: 'My boards' },
      handle: ({ person }) => listed(deps, person),
    }),
    page({
      id: 'boardPage',
      path: '/boards/{id}',
      title: { vi: 'Phòng họp Hội đồng', en: 'Board room' },
      params: { id },
      handle: ({ person, params }) => room(deps, person, params.id),
    }),
  ];
}

/** Processes on whose cases a board sits. */
function boardProcesses(): string[] {
  return [...new Set(allProcesses().flatMap((each) => (each.board ? [each.id] : [])))];
}

async function listed(deps: DeskPageDeps, person: Person): Promise<PageAnswer> {
  const lists = await Promise.all(
    boardProcesses().flatMap((process) =>
      [true, false].map((open) =>
        listCases(deps.knex, person, { filter: { process, open, party: 'me' }, limit: shown }),
      ),
    ),
  );
  const items = lists.flatMap((list) => list.items);
  const remaining = await remainingFor(deps, person);
  const rows = await Promise.all(items.map((item) => seatIn(deps, person, item)));
  const sat = rows.flatMap((row) => row ?? []);
  const open = sat.filter((row) => row.open).map((row) => ({ ...row, due: remaining(row.dueOn) }));
  const decided = sat.filter((row) => !row.open);
  const all = await readMeetings(deps.knex, person, deps.clock.today());
  const mine = all.filter(({ seats }) => seats.some((each) => each.person === person.id));
  const meetings = mine.map(({ key, cases }) => ({
    key,
    called: cases.filter(({ meets }) => meets),
    decided: cases.filter(({ meets }) => !meets).length,
  }));
  return { view: 'boards/list', model: { dense: true, meetings, open, decided } };
}

type Seated = CaseItem & { seat: Seat; todo: Action[] };

/** The case with my seat and what I can do; undefined where I have a part but no seat. */
async function seatIn(
  { reading }: DeskPageDeps,
  person: Person,
  item: CaseItem,
): Promise<Seated | undefined> {
  const [{ process, seen }, { actions }] = await Promise.all([
    reading.inside(person, item.id),
    reading.actions(person, item.id),
  ]);
  const { board, events } = process;
  const seat = board?.seats(seen).find((each) => each.person === person.id);
  if (!board || !seat) return undefined;
  const enabled = actions.filter((each) => each.enabled);
  const owed = board.owed(seen, person);
  const pressing = enabled.filter(({ type }) => owed.includes(type));
  const others = enabled.filter(({ type }) => !events[type]?.inRoom);
  return { ...item, seat, todo: pressing.length > 0 ? pressing : others };
}

export type Room = {
  view: CaseView;
  process: Process;
  board: BoardPart<Record<string, unknown>>;
  seen: Inside['seen'];
  actions: Action[];
  members: (Seat & { me: boolean })[];
  sitting: Sitting | undefined;
  resolutions: readonly Resolution[];
  said: BriefSection['lines'];
};

/** What the reader may know of the room. @throws Problem `not-found` where there is no board */
export async function roomOf(
  { reading }: Pick<DeskPageDeps, 'reading'>,
  person: Person,
  caseId: string,
): Promise<Room> {
  const [view, { actions }, { process, seen, facts }] = await Promise.all([
    reading.read(person, caseId),
    reading.actions(person, caseId),
    reading.inside(person, caseId),
  ]);
  const { board } = process;
  if (!board) throw new Problem('not-found');
  return {
    view,
    process,
    board,
    seen,
    actions,
    members: board.seats(seen).map((each) => ({ ...each, me: each.person === person.id })),
    sitting: board.sitting(seen, facts),
    resolutions: board.resolutions(seen),
    said: board.said(seen, person),
  };
}

export type Refusal = { status: number; reasons?: unknown[]; faults?: unknown[]; stale?: boolean };

/** @param filled the form that was sent and could not be recorded */
export async function room(
  deps: DeskPageDeps,
  person: Person,
  caseId: string,
  { refusal, filled }: { refusal?: Refusal; filled?: Filled } = {},
): Promise<PageAnswer> {
  const found = await roomOf(deps, person, caseId);
  const { view, actions } = found;
  const mine = actions.filter(({ reasons }) => reasons[0]?.code !== 'role');
  const waiting = mine.filter(({ enabled, reasons }) => !enabled && reasons[0]?.code !== 'state');
  const sheet = actions.find(({ type, enabled }) => enabled && type === view.scoring?.event);
  const forms = roomForms(found, person, filled);
  const drawn = new Set([...forms.flatMap((form) => form.events), sheet].map((each) => each?.type));
  const others = mine.filter(({ enabled, type }) => enabled && !drawn.has(type));
  const model = { ...found, case: view, forms, sheet, waiting, others, refusal, dense: true };
  return { view: 'boards/room', model, status: refusal?.status ?? 200 };
}
