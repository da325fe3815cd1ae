// What was different about a cooperative, and since when: its rows as they were, compared one with the next.
import type { Instant } from '../../machines/calendar.ts';
import { columns, type Field } from './cooperative.ts';
import type { Kept } from './register.ts';

export type Change = {
  field: Field;
  from: Kept[Field];
  to: Kept[Field];
};

/** `changes` is empty for the first row known. */
export type Step = {
  since: Instant | null;
  source: string;
  changes: Change[];
  mergedInto: string | null;
};

/** Steps of a cooperative, latest first. @param rows as it is, then as it was, latest first */
export function stepsOf(rows: readonly Kept[]): Step[] {
  return rows.map((row, index) => {
    const before = rows[index + 1];
    const { since, source } = row;
    const mergedInto = row.mergedInto !== before?.mergedInto ? row.mergedInto : null;
    return { since, source, changes: before ? changesOf(before, row) : [], mergedInto };
  });
}

function changesOf(before: Kept, after: Kept): Change[] {
  return columns
    .filter(({ key }) => before[key] !== after[key])
    .map(({ key }) => ({ field: key, from: before[key], to: after[key] }));
}

/** What would differ between two rows that may be one cooperative. */
export function differences(keep: Kept, double: Kept): Change[] {
  return changesOf(double, keep);
}
