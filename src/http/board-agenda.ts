// What a board has before it: its called meetings, with the cooperatives that can be taken together.
import type { Knex } from 'knex';
import { z } from 'zod';
import type { Process } from '../../machines/define.ts';
import { allProcesses } from '../../machines/index.ts';
import type { BoardAgenda } from '../../machines/sitting.ts';
import { visibleCases, type Person } from '../engine/rights.ts';
import { operation, type Operation } from './operation.ts';
import { id, localDate, said } from './shapes.ts';

const member = z.strictObject({
  person: said(64),
  name: said(200),
  role: z.enum(['chair', 'secretary', 'member']),
  body: said(200),
});

const agenda = z.strictObject({
  boards: z
    .array(
      z.strictObject({
        from: localDate.meta({ description: 'From this day all items may be taken together' }),
        members: z.array(member).max(15),
        items: z
          .array(
            z.strictObject({
              case: id,
              number: said(60),
              title: said(300),
              state: said(100),
              attempt: z.int(),
              from: localDate,
              mayVote: z.array(said(64)).max(15),
              sheets: z.strictObject({ in: z.int(), of: z.int() }),
            }),
          )
          .max(1_000),
      }),
    )
    .max(1_000),
});

export function boardAgendaOperations({ knex }: { knex: Knex }): Operation[] {
  return [
    operation({
      id: 'readBoardAgenda',
      method: 'GET',
      path: '/api/board-agenda',
      tag: 'work',
      title: { vi: 'Chương trình họp Hội đồng', en: 'Agenda of the boards' },
      answers: {
        200: {
          title: 'Called and running meetings, by board; each item is opened and voted on its own',
          schema: agenda,
        },
      },
      problems: [],
      handle: async ({ person }) => ({ body: { boards: boardsOf(await called(knex, person)) } }),
    }),
  ];
}

type Row = { id: string; number: string; title: string; state: string; told: BoardAgenda };

/** The cases of these processes that the person may see, in the state in which each holds its meetings. */
export async function called(
  knex: Knex,
  person: Person,
  processes: readonly Process[] = allProcesses(),
): Promise<Row[]> {
  const boards = new Map(processes.flatMap(({ key, board }) => (board ? [[key, board]] : [])));
  const visible = visibleCases(person);
  type Found = Omit<Row, 'told'> & { process: string; data: Record<string, unknown> };
  const { rows } = await knex.raw<{ rows: Found[] }>(
    `select c.id, c.number, c.title, c.state, c.process, c.snapshot -> 'data' as data from cases c
     where c.open and c.process = any(?::text[]) and ${visible.sql} order by c.number`,
    [[...boards.keys()], ...visible.bindings] as never,
  );
  return rows.flatMap(({ process, data, ...row }) => {
    const board = boards.get(process) as NonNullable<Process['board']>;
    const meets = row.state === board.meets || row.state.startsWith(`${board.meets}.`);
    return meets ? [{ ...row, told: board.agenda(data) }] : [];
  });
}

/** The same people in the same seats are one board. */
export function boardsOf(rows: readonly Row[]): object[] {
  const seats = ({ told: { members } }: Row): string =>
    members
      .map(({ person, role }) => `${person} ${role}`)
      .toSorted()
      .join(',');
  return [...Map.groupBy(rows, seats).values()].map((group) => {
    const days = group.map(({ told }) => told.from).toSorted();
    const { members } = (group[0] as Row).told;
    return { from: days.at(-1), members, items: group.map(itemOf) };
  });
}

function itemOf({ id: caseId, number, title, state, told }: Row): object {
  const { attempt, from, mayVote, sheetsIn } = told;
  const sheets = { in: sheetsIn, of: mayVote.length };
  return { case: caseId, number, title, state, attempt, from, mayVote, sheets };
}
