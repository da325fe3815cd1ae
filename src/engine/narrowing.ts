// What lists of cases and of work narrow by, as conditions on the tables `c` (cases) and `w` (work items).
import { allProcesses } from '../../machines/index.ts';
import type { LocalDate } from '../../machines/calendar.ts';
import { wordsQuery } from '../words.ts';
import type { Person } from './rights.ts';

/** A condition with its bindings in order. */
export type Condition = { sql: string; bindings: readonly unknown[] };

/** All conditions at once. */
export function joined(parts: readonly Condition[]): Condition {
  return {
    sql: parts.map(({ sql }) => `(${sql})`).join(' and '),
    bindings: parts.flatMap(({ bindings }) => bindings),
  };
}

/** Rows of one process, in one version or in all, on the table alias. */
export function processCondition(alias: 'c' | 'w', process: string | undefined): Condition[] {
  if (process === undefined) return [];
  const versions = allProcesses().flatMap(({ id, key }) => (id === process ? [key] : []));
  const wanted = process.includes('@') ? [process] : versions;
  return [{ sql: `${alias}.process = any(?::text[])`, bindings: [wanted] }];
}

/** Due within the days given, on the table alias. */
export function dueConditions(
  alias: 'c' | 'w',
  { dueFrom, dueTo }: { dueFrom?: LocalDate | undefined; dueTo?: LocalDate | undefined },
): Condition[] {
  const parts: Condition[] = [];
  if (dueFrom !== undefined) parts.push({ sql: `${alias}.due_on >= ?::date`, bindings: [dueFrom] });
  if (dueTo !== undefined) parts.push({ sql: `${alias}.due_on <= ?::date`, bindings: [dueTo] });
  return parts;
}

/**
 * The number of a case in full, or words: all of the case (number, title, commune), or all of the name of somebody who
 * has a part in it. Words without any letter or digit find nothing.
 */
export function textCondition({ allianceId }: Person, text: string): Condition {
  const number = text.trim().toUpperCase();
  if (wholeNumber.test(number)) return { sql: 'c.number = ?', bindings: [number] };
  const query = wordsQuery(text);
  if (query === undefined) return { sql: 'false', bindings: [] };
  const people = `array(select a.id::text from accounts a where a.alliance_id = ?::uuid
    and to_tsvector('simple', public.fold(a.name)) @@ to_tsquery('simple', ?))`;
  return {
    sql: `c.words @@ to_tsquery('simple', ?) or c.parties && ${people}`,
    bindings: [query, allianceId, query],
  };
}

/** "TL-2026-0012": with all its digits no other number begins like it, but one that is longer. */
const wholeNumber = /^[A-Z]+-\d{4}-\d{4,}$/;

/** A text column as an account's key, or null when it is none. */
export function accountId(column: string): string {
  return `case when ${column} ~ '^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$' then ${column}::uuid end`;
}

/** How far rows are counted: where words are looked for, as far as anybody would read. */
export function mostCounted({ text }: { text?: string | undefined }): number {
  return text === undefined ? 20_000 : 1_000;
}
