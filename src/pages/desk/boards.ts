// Boards: the cases I sit on, the room where one of them meets, and the sheet I fill in. What others have handed in is
// shown as the process lets me see it: these pages know no more than the reading of the case.
import { z } from 'zod';
import { allProcesses } from '../../../machines/index.ts';
import type { Action } from '../../engine/actions.ts';
import { listCases, type CaseItem } from '../../engine/list.ts';
import type { CaseView } from '../../engine/reading.ts';
import type { Person } from '../../engine/rights.ts';
import type { Operation } from '../../http/operation.ts';
import { id } from '../../http/shapes.ts';
import { Problem } from '../../problem.ts';
import type { PageAnswer } from '../page.ts';
import { remainingFor } from '../due.ts';
import type { DeskPageDeps } from './desk.ts';

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

/** Processes in which people score. */
function boardProcesses(): string[] {
  return [...new Set(allProcesses().flatMap((each) => (each.scoring ? [each.id] : [])))];
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
  return { view: 'boards/list', model: { dense: true, open, decided } };
}

type Seated = CaseItem & { seat: Seat; todo: Action[] };

/** The case with my seat and what I can do; undefined where I have a part but no seat. */
async function seatIn(
  { reading }: DeskPageDeps,
  person: Person,
  item: CaseItem,
): Promise<Seated | undefined> {
  const [{ data }, { actions }] = await Promise.all([
    reading.read(person, item.id),
    reading.actions(person, item.id),
  ]);
  const seat = seatsOf(data).find((each) => each.person === person.id);
  return seat && { ...item, seat, todo: actions.filter(({ enabled }) => enabled) };
}

const seat = z.object({
  person: z.string(),
  name: z.string(),
  role: z.enum(['chair', 'secretary', 'member']),
  body: z.string(),
  voting: z.boolean(),
});
export type Seat = z.infer<typeof seat>;

const roomData = z.object({
  board: z.array(seat),
  declared: z.array(z.string()),
  recusals: z.array(z.object({ person: z.string() })),
  sheets: z.record(z.string(), z.unknown()),
  ballots: z.record(z.string(), z.string()),
  meeting: z.object({ present: z.array(z.string()), openedOn: z.string().optional() }).optional(),
});

function seatsOf(data: Record<string, unknown>): Seat[] {
  return roomData.safeParse(data).data?.board ?? [];
}

export type Room = {
  view: CaseView;
  actions: Action[];
  members: (Seat & { recused: boolean; declared: boolean; present: boolean; me: boolean })[];
  opened: boolean;
  sheet: boolean;
  ballot: string | undefined;
};

/** What the reader may know of the room. @throws Problem `not-found` where there is no board */
export async function roomOf(
  { reading }: DeskPageDeps,
  person: Person,
  caseId: string,
): Promise<Room> {
  const [view, { actions }] = await Promise.all([
    reading.read(person, caseId),
    reading.actions(person, caseId),
  ]);
  const data = roomData.safeParse(view.data).data;
  if (!data || !view.scoring) throw new Problem('not-found');
  const { board, declared, recusals, meeting, sheets, ballots } = data;
  const members = board.map((each) => ({
    ...each,
    recused: recusals.some(({ person: who }) => who === each.person),
    declared: declared.includes(each.person),
    present: meeting?.present.includes(each.person) ?? false,
    me: each.person === person.id,
  }));
  const opened = meeting?.openedOn !== undefined;
  const mine = { sheet: person.id in sheets, ballot: ballots[person.id] };
  return { view, actions, members, opened, ...mine };
}

/** Acts with a form of their own in the room. */
const inRoom = new Set([
  'DECLARE_CONFLICT',
  'OPEN',
  'OPEN_NO_QUORUM',
  'CAST_BALLOT',
  'MEMBER_LEFT',
]);

export type Refusal = { status: number; reasons?: unknown[]; faults?: unknown[]; stale?: boolean };

export async function room(
  deps: DeskPageDeps,
  person: Person,
  caseId: string,
  refusal?: Refusal,
): Promise<PageAnswer> {
  const found = await roomOf(deps, person, caseId);
  const { view, actions } = found;
  const seated = found.members.some(({ me }) => me);
  const mine = actions.filter(({ reasons }) => reasons[0]?.code !== 'role');
  const open = Object.fromEntries(
    mine.flatMap((action) => (action.enabled ? [[action.type, action]] : [])),
  );
  const waiting = mine.filter(({ enabled, reasons }) => !enabled && reasons[0]?.code !== 'state');
  const others = Object.values(open).filter(
    ({ type }) => !inRoom.has(type) && type !== view.scoring?.event,
  );
  const model = { ...found, case: view, open, waiting, others, seated, refusal, dense: true };
  return { view: 'boards/room', model, status: refusal?.status ?? 200 };
}
