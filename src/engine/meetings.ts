// Which cases one board takes together: the same people in the same seats are one board, over any number of
// cooperatives. Each case is still opened, voted and concluded on its own.
import { createHash } from 'node:crypto';
import type { Knex } from 'knex';
import { addDays, startOfDay, type LocalDate } from '../../machines/calendar.ts';
import { allProcesses, processOf } from '../../machines/index.ts';
import type { Seat } from '../../machines/sitting.ts';
import { visibleCases, type Person } from './rights.ts';

export type MeetingCase = {
  id: string;
  number: string;
  title: string;
  version: number;
  /** In the state in which meetings are called and held. */
  meets: boolean;
  /** Days on which a vote of it was closed. */
  resolvedOn: readonly LocalDate[];
};

export type Meeting = {
  /** The same for the same people in the same seats. */
  key: string;
  seats: readonly Seat[];
  cases: MeetingCase[];
};

type Row = {
  id: string;
  number: string;
  title: string;
  version: number;
  process: string;
  state: string;
  data: Record<string, unknown>;
};

/** A case that has been decided stays with its meeting for so long. */
const shownDays = 7;
const most = 500;

/** Meetings with their cases, as far as the person may see them, by number of the case. */
export async function readMeetings(db: Knex, person: Person, on: LocalDate): Promise<Meeting[]> {
  const boards = allProcesses().flatMap(({ key, board }) => (board ? [{ key, board }] : []));
  const visible = visibleCases(person);
  const since = startOfDay(addDays(on, -shownDays));
  const { rows } = await db.raw<{ rows: Row[] }>(
    `select c.id, c.number, c.title, c.version, c.process, c.state, c.snapshot -> 'data' as data from cases c
     where ${visible.sql} and c.process = any(?::text[])
       and (c.open and split_part(c.state, '.', 1) = any(?::text[]) or c.updated_at >= ?)
     order by c.number limit ?`,
    [
      ...visible.bindings,
      boards.map(({ key }) => key),
      boards.map(({ board }) => board.meets),
      since,
      most,
    ] as never,
  );
  const placed = rows.flatMap((row) => placeOf(row, person, addDays(on, -shownDays)));
  return [...Map.groupBy(placed, ({ key }) => key)].map(([key, group]) => ({
    key,
    seats: (group[0] as Placed).seats,
    cases: group.map(({ entry }) => entry),
  }));
}

type Placed = { key: string; seats: readonly Seat[]; entry: MeetingCase };

function placeOf(row: Row, person: Person, since: LocalDate): Placed[] {
  const { id, number, title, version, state } = row;
  const process = processOf(row.process);
  const { board } = process;
  const seen = process.view?.(row.data, person) ?? row.data;
  const seats = board?.seats(seen) ?? [];
  if (!board || seats.length === 0) return [];
  const meets = state === board.meets || state.startsWith(`${board.meets}.`);
  const resolved = board.resolutions(seen).map(({ on }) => on);
  const resolvedOn = resolved.filter((day) => day >= since);
  if (!meets && resolvedOn.length === 0) return [];
  const entry = { id, number, title, version, meets, resolvedOn };
  return [{ key: keyOf(seats), seats, entry }];
}

function keyOf(seats: readonly Seat[]): string {
  const all = seats.map(({ person, post }) => `${person} ${post.en}`).toSorted();
  return createHash('sha256').update(all.join('\n')).digest('hex').slice(0, 16);
}
