// Boards of the register, for the act that appoints a board: taken as they are, or as a start.
import { listBoards, type StandingBoard } from '../engine/boards.ts';
import type { Person } from '../engine/rights.ts';
import type { Process } from '../../machines/define.ts';
import { judgingOf, type BoardDeps } from '../http/boards.ts';
import type { SheetSource } from './form/sheet.ts';
import type { Value } from './form/shape.ts';

export type BoardChoice = Pick<SheetSource, 'boards' | 'start'> & {
  /** In office; to be taken by `?board=`. */
  offered?: readonly StandingBoard[];
};

/** What the register offers for this event; nothing for events that appoint no board. */
export async function boardChoice(
  deps: Pick<BoardDeps, 'knex' | 'almanac' | 'clock'>,
  person: Person,
  { id, board }: Process,
  { event, taken }: { event: string; taken: string | undefined },
): Promise<BoardChoice> {
  if (!board || board.formedBy.event !== event) return {};
  const all = await listBoards(deps.knex, person, await judgingOf(deps, person, id), id);
  const offered = all.filter(({ term }) => term === 'running' || term === 'ending');
  const chosen = offered.find((each) => each.id === taken);
  const boards: Value[] = offered.map(({ id: value, name }) => ({
    value,
    words: { vi: name, en: name },
  }));
  const start = chosen && { standing: chosen.id, [board.formedBy.field]: chosen.seats };
  return { offered, boards, ...(start ? { start } : {}) };
}
