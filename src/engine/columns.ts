// Open cases by the state they stand in, column by column as their process goes, with those due first on top.
import type { Knex } from 'knex';
import { currentProcess } from '../../machines/index.ts';
import type { Process } from '../../machines/define.ts';
import type { Text } from '../../machines/text.ts';
import { Problem } from '../problem.ts';
import { firstDue, type CaseItem } from './list.ts';
import { joined, processCondition } from './narrowing.ts';
import { visibleCases, type Person } from './rights.ts';
import { statesOf } from './titles.ts';

export type Column = {
  state: string;
  title: Text;
  count: number;
  /** Those due first, at most ten. */
  items: CaseItem[];
};

const cardsShown = 10;

/** Returns the columns of a process that have open cases. @throws Problem `not-found` for an unknown process */
export async function readColumns(
  db: Knex,
  person: Person,
  processId: string,
): Promise<{ process: Process; columns: Column[] }> {
  const process = currentProcess(processId);
  if (!process) throw new Problem('not-found');
  const standing = await standingOf(db, person, process.id);
  const columns = await Promise.all(
    statesOf(process).flatMap(({ state, title }) => {
      const places = standing.filter((place) => place.state === state);
      return places.length === 0 ? [] : [columnOf(db, person, { state, title, places })];
    }),
  );
  return { process, columns };
}

/** Open cases of one version of the process in one state. */
type Place = { process: string; state: string; count: number };
type Wanted = { state: string; title: Text; places: readonly Place[] };

async function columnOf(db: Knex, person: Person, wanted: Wanted): Promise<Column> {
  const { state, title, places } = wanted;
  const found = await Promise.all(places.map((place) => firstDue(db, person, place, cardsShown)));
  const items = found.flat().toSorted(byDueDay).slice(0, cardsShown);
  return { state, title, count: places.reduce((sum, { count }) => sum + count, 0), items };
}

function byDueDay(a: CaseItem, b: CaseItem): number {
  const place = ({ dueOn, id }: CaseItem): string => `${dueOn ?? '9999'} ${id}`;
  return place(a) < place(b) ? -1 : 1;
}

async function standingOf(db: Knex, person: Person, process: string): Promise<Place[]> {
  const where = joined([
    visibleCases(person),
    ...processCondition('c', process),
    { sql: 'c.open', bindings: [] },
  ]);
  const { rows } = await db.raw<{ rows: Place[] }>(
    `select c.process, c.state, count(*) as count from cases c where ${where.sql} group by c.process, c.state`,
    where.bindings as never,
  );
  return rows;
}
