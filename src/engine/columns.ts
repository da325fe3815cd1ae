// Open cases by the state they stand in, column by column as their process goes, with those due first on top.
import type { Knex } from 'knex';
import { currentProcess } from '../../machines/index.ts';
import type { Process } from '../../machines/define.ts';
import type { Text } from '../../machines/text.ts';
import { Problem } from '../problem.ts';
import { listCases, processCondition, joined, type CaseItem } from './list.ts';
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
  const counts = await countsOf(db, person, processId);
  const columns = await Promise.all(
    statesOf(process).flatMap(({ state, title }) => {
      const count = counts.get(state) ?? 0;
      return count === 0 ? [] : [columnOf(db, person, { process: processId, state, title, count })];
    }),
  );
  return { process, columns };
}

type Wanted = { process: string; state: string; title: Text; count: number };

async function columnOf(
  db: Knex,
  person: Person,
  { process, state, title, count }: Wanted,
): Promise<Column> {
  const filter = { process, state, open: true };
  const { items } = await listCases(db, person, { filter, limit: cardsShown });
  return { state, title, count, items };
}

async function countsOf(
  db: Knex,
  person: Person,
  process: string,
): Promise<ReadonlyMap<string, number>> {
  const where = joined([
    visibleCases(person),
    ...processCondition(process),
    { sql: 'c.open', bindings: [] },
  ]);
  const { rows } = await db.raw<{ rows: { state: string; count: number }[] }>(
    `select c.state, count(*) as count from cases c where ${where.sql} group by c.state`,
    where.bindings as never,
  );
  return new Map(rows.map(({ state, count }) => [state, count]));
}
