// What a board has before it: its called meetings, with the cooperatives that can be taken together.
import type { Knex } from 'knex';
import { z } from 'zod';
import type { AppraisalData } from '../../machines/appraisal/data.ts';
import { eligible } from '../../machines/appraisal/data.ts';
import type { LocalDate } from '../../machines/calendar.ts';
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

type Row = { id: string; number: string; title: string; state: string; data: AppraisalData };

async function called(knex: Knex, person: Person): Promise<Row[]> {
  const visible = visibleCases(person);
  const { rows } = await knex.raw<{ rows: Row[] }>(
    `select c.id, c.number, c.title, c.state, c.snapshot -> 'data' as data from cases c
     where c.open and c.process like 'appraisal@%' and c.state like 'meeting.%' and ${visible.sql} order by c.number`,
    visible.bindings as never,
  );
  return rows;
}

/** The same people in the same seats are one board. */
function boardsOf(rows: readonly Row[]): object[] {
  const seats = ({ data }: Row): string =>
    data.board
      .map(({ person, role }) => `${person} ${role}`)
      .toSorted()
      .join(',');
  return [...Map.groupBy(rows, seats).values()].map((group) => {
    const items = group.map(itemOf);
    const days = items.map(({ from }) => from).toSorted();
    const members = (group[0] as Row).data.board.map(({ person, name, role, body }) => ({
      person,
      name,
      role,
      body,
    }));
    return { from: days.at(-1), members, items };
  });
}

type Item = { from: LocalDate } & Record<string, unknown>;

function itemOf({ id: caseId, number, title, state, data }: Row): Item {
  const voters = eligible(data);
  return {
    case: caseId,
    number,
    title,
    state,
    attempt: data.meeting?.attempt ?? 0,
    from: data.meeting?.expectedOn ?? '',
    mayVote: voters.map(({ person }) => person),
    sheets: {
      in: voters.filter(({ person }) => data.sheets[person] !== undefined).length,
      of: voters.length,
    },
  };
}
