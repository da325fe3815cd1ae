// Figures of a period, counted from the journal: transitions by their legal date, never present states.
import type { Knex } from 'knex';
import { addDays, type LocalDate } from '../../machines/calendar.ts';
import { allProcesses } from '../../machines/index.ts';
import type { Text } from '../../machines/text.ts';

/** One indicator: how many different cases reached it in the period, and for a stock how many stand at its end. */
export type Figure = { process: string; indicator: string; title: Text; count: number };
export type Stock = { stock: string; before: number; at: number };
export type Counts = { from: LocalDate; to: LocalDate; figures: Figure[]; stocks: Stock[] };

type Row = { process: string; indicator: string; cases: number };

/** A condition on the cases `c` that count, with its bindings in order. */
export type Condition = { sql: string; bindings: readonly unknown[] };

/** Counts over the cases of a condition from one local date to another, both included. */
export async function countEvents(
  db: Knex,
  which: Condition,
  from: LocalDate,
  to: LocalDate,
): Promise<Counts> {
  const inPeriod = await countBetween(db, which, from, to);
  const before = await countBetween(db, which, '1900-01-01', addDays(from, -1));
  const figures = allProcesses().flatMap(({ id, effects }) =>
    Object.entries(effects).flatMap(([indicator, effect]): Figure[] =>
      effect.kind === 'count'
        ? [{ process: id, indicator, title: effect.title, count: of(inPeriod, id, indicator) }]
        : [],
    ),
  );
  return { from, to, figures, stocks: stocksOf(before, inPeriod) };
}

async function countBetween(
  db: Knex,
  { sql, bindings }: Condition,
  from: LocalDate,
  to: LocalDate,
): Promise<Row[]> {
  const { rows } = await db.raw<{ rows: Row[] }>(
    `select split_part(c.process, '@', 1) as process, indicator, count(distinct e.case_id) as cases
     from case_events e join cases c on c.id = e.case_id, unnest(e.counts) as indicator
     where e.counts is not null and ${sql} and e.occurred_on between ?::date and ?::date
     group by 1, 2`,
    [...bindings, from, to] as never,
  );
  return rows;
}

function of(rows: readonly Row[], process: string, indicator: string): number {
  return rows.find((row) => row.process === process && row.indicator === indicator)?.cases ?? 0;
}

function stocksOf(before: readonly Row[], inPeriod: readonly Row[]): Stock[] {
  const parts = allProcesses().flatMap(({ id, effects }) =>
    Object.entries(effects).flatMap(([indicator, effect]) =>
      effect.kind === 'count' && effect.stock
        ? [{ stock: effect.stock, delta: effect.delta ?? 1, id, indicator }]
        : [],
    ),
  );
  return [...Map.groupBy(parts, ({ stock }) => stock)].map(([stock, group]) => {
    const sum = (rows: readonly Row[]): number =>
      group.reduce((total, { id, indicator, delta }) => total + delta * of(rows, id, indicator), 0);
    const opening = sum(before);
    return { stock, before: opening, at: opening + sum(inPeriod) };
  });
}
