// The register of boards: which there are, who sits on them by which decision, and until when they are in office.
import type { Knex } from 'knex';
import { addDays, daysBetween, type Instant, type LocalDate } from '../../machines/calendar.ts';
import { currentProcess } from '../../machines/index.ts';
import type { Process } from '../../machines/define.ts';
import type { RegisteredBoard } from '../../machines/lookup.ts';
import type { SeatGiven } from '../../machines/sitting.ts';
import type { Text } from '../../machines/text.ts';
import type { Tx } from '../db.ts';
import { Problem, type Fault } from '../problem.ts';
import { wrong } from './absences.ts';
import { isId, newId } from './id.ts';
import type { Person } from './rights.ts';

/** `ending`: its last day is within 60 days. */
export type TermOfOffice = 'ahead' | 'running' | 'ending' | 'ended';

export type StandingBoard = RegisteredBoard & {
  process: string;
  kind: 'standing' | 'adhoc';
  seats: SeatGiven[];
  term: TermOfOffice;
  /** Days until its last one; null without one, negative once it is over. */
  daysLeft: number | null;
  /** What is wrong with its composition by today's settings. */
  faults: Text[];
};

/** What a board is made of. */
export type BoardGiven = {
  process: string;
  name: string;
  kind: StandingBoard['kind'];
  decision?: string | undefined;
  from: LocalDate;
  to?: LocalDate | undefined;
  seats: readonly Omit<SeatGiven, 'name'>[];
};

/** What the composition is judged by. */
export type Judging = {
  settings: Readonly<Record<string, string | number | boolean>>;
  on: LocalDate;
};

const endingDays = 60;

/** Boards in use, those in office first; of one process when it is named. */
export async function listBoards(
  db: Knex | Tx,
  { allianceId }: Person,
  judging: Judging,
  process?: string,
): Promise<StandingBoard[]> {
  const rows = await db('boards')
    .where({ alliance_id: allianceId, ...(process === undefined ? {} : { process }) })
    .whereNull('closed_at')
    .orderBy(['name', 'id']);
  const order: readonly TermOfOffice[] = ['running', 'ending', 'ahead', 'ended'];
  return rows
    .map((row) => boardOf(row as Row, judging))
    .toSorted((a, b) => order.indexOf(a.term) - order.indexOf(b.term));
}

/** @throws Problem `not-found` */
export async function readBoard(
  db: Knex | Tx,
  person: Person,
  id: string,
  judging: Judging,
): Promise<StandingBoard> {
  return boardOf(await rowOf(db, person, id), judging);
}

/** @throws Problem `invalid` for a process without boards, unknown people, or a composition that is not allowed */
export async function addBoard(
  tx: Tx,
  person: Person,
  given: BoardGiven,
  { at, ...judging }: Judging & { at: Instant },
): Promise<StandingBoard> {
  const row = {
    id: newId(at),
    alliance_id: person.allianceId,
    ...(await checked(tx, person, given, judging)),
    created_by: person.id,
    created_at: at,
    changed_by: person.id,
    changed_at: at,
  };
  const [added] = await tx('boards').insert(row).returning('*');
  return boardOf(added as Row, judging);
}

/** Cases that were formed from it keep the board they have. @throws Problem `not-found`, and as `addBoard` */
export async function changeBoard(
  tx: Tx,
  person: Person,
  { id, ...given }: BoardGiven & { id: string },
  { at, ...judging }: Judging & { at: Instant },
): Promise<StandingBoard> {
  await rowOf(tx, person, id);
  const row = await checked(tx, person, given, judging);
  const [changed] = await tx('boards')
    .where({ id })
    .update({ ...row, changed_by: person.id, changed_at: at })
    .returning('*');
  return boardOf(changed as Row, judging);
}

/** Takes a board out of use. @throws Problem `not-found` */
export async function closeBoard(
  tx: Tx,
  person: Person,
  id: string,
  { at, ...judging }: Judging & { at: Instant },
): Promise<StandingBoard> {
  const row = await rowOf(tx, person, id);
  await tx('boards').where({ id }).update({ closed_at: at, changed_by: person.id, changed_at: at });
  return boardOf(row, judging);
}

/** What a case may know of a board in use; undefined when there is none of that id. */
export async function registeredBoard(
  db: Knex,
  allianceId: string,
  id: string,
): Promise<RegisteredBoard | undefined> {
  if (!isId(id)) return undefined;
  const row = await db('boards')
    .where({ id, alliance_id: allianceId })
    .whereNull('closed_at')
    .first<Row | undefined>();
  if (!row) return undefined;
  const { name, decision, term_from: from, term_to: to } = row;
  return { id, name, decision, from, to };
}

type Row = {
  id: string;
  process: string;
  name: string;
  kind: StandingBoard['kind'];
  decision: string;
  term_from: LocalDate;
  term_to: LocalDate | null;
  seats: SeatGiven[];
};

async function rowOf(db: Knex | Tx, { allianceId }: Person, id: string): Promise<Row> {
  const row = isId(id)
    ? await db('boards')
        .where({ id, alliance_id: allianceId })
        .whereNull('closed_at')
        .first<Row | undefined>()
    : undefined;
  if (!row) throw new Problem('not-found');
  return row;
}

function boardOf(row: Row, { settings, on }: Judging): StandingBoard {
  const { id, process, name, kind, decision, term_from: from, term_to: to, seats } = row;
  const faults = [...(currentProcess(process)?.board?.faults(seats, { settings }) ?? [])];
  const daysLeft = to === null ? null : daysBetween(on, to);
  return {
    id,
    process,
    name,
    kind,
    decision,
    from,
    to,
    seats,
    term: termOf(row, on),
    daysLeft,
    faults,
  };
}

function termOf({ term_from: from, term_to: to }: Row, on: LocalDate): TermOfOffice {
  if (on < from) return 'ahead';
  if (to === null || addDays(on, endingDays) < to) return 'running';
  return on <= to ? 'ending' : 'ended';
}

type Kept = Omit<Row, 'id' | 'seats'> & { seats: string };

async function checked(
  tx: Tx,
  person: Person,
  { process, name, kind, decision = '', from, to, seats: given }: BoardGiven,
  { settings }: Judging,
): Promise<Kept> {
  const { board } = currentProcess(process) ?? ({} as Partial<Process>);
  if (!board) throw wrong('/process', 'unknown', noBoard);
  if (to !== undefined && to < from) throw wrong('/to', 'order', termOrder);
  const seats = await named(tx, person, given);
  const faults = board.faults(seats, { settings });
  if (faults.length > 0) throw new Problem('invalid', { errors: faults.map(composition) });
  const term = { term_from: from, term_to: to ?? null };
  return { process, name, kind, decision, ...term, seats: JSON.stringify(seats) };
}

const composition = (detail: Text): Fault => ({ pointer: '/seats', code: 'composition', detail });

/** With the names of their accounts. @throws Problem `invalid` for somebody who has none in use here */
async function named(
  tx: Tx,
  { allianceId }: Person,
  seats: BoardGiven['seats'],
): Promise<SeatGiven[]> {
  const rows = await tx('accounts')
    .whereIn('id', seats.map(({ person }) => person).filter(isId))
    .where({ alliance_id: allianceId })
    .whereNull('disabled_at')
    .select<{ id: string; name: string }[]>('id', 'name');
  const names = new Map(rows.map(({ id, name }) => [id, name]));
  return seats.map((seat, index) => {
    const name = names.get(seat.person);
    if (name === undefined) throw wrong(`/seats/${index}/person`, 'account', noAccount);
    return { ...seat, name };
  });
}

const noBoard: Text = {
  vi: 'Quy trình này không có Hội đồng',
  en: 'No board sits on cases of this process',
};
const termOrder: Text = {
  vi: 'Ngày hết nhiệm kỳ phải từ ngày bắt đầu trở đi',
  en: 'The term must not end before it begins',
};
const noAccount: Text = {
  vi: 'Không phải tài khoản đang dùng của Liên minh này; hãy chọn người khác',
  en: 'Not an account in use of this alliance; choose somebody else',
};
