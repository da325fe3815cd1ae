// What an alliance has put over the national days, and which ends of terms another calendar would move. Reads only.
import type { Knex } from 'knex';
import {
  nationalDays,
  type Calendar,
  type CalendarDay,
  type LocalDate,
} from '../../machines/calendar.ts';
import { processOf } from '../../machines/index.ts';
import type { Text } from '../../machines/text.ts';
import { visibleCases, type Person } from './rights.ts';
import { recomputed, termOf, type Terms } from './terms.ts';

const national = new Map(nationalDays.map((day) => [day.date, day]));

/** The days that are the alliance's own: not in the national table, or other than there. In order of entry. */
export function ownDays({ days }: Calendar): CalendarDay[] {
  return [...days.values()].filter((day) => {
    const known = national.get(day.date);
    return !known || fields.some((field) => known[field] !== day[field]);
  });
}

const fields = ['kind', 'name', 'basis', 'confidence'] as const;

export type MovedTerm = {
  case: { id: string; number: string };
  title: Text;
  before: LocalDate;
  after: LocalDate;
};

export type MovedTerms = {
  items: MovedTerm[];
  /** Open cases with a running term that were looked at; there are more when capped. */
  checked: number;
  capped: boolean;
};

const mostCases = 500;

/** Which running terms of open cases would end on another day, in the cases due first. Paused and rolling ones never count. */
export async function movedTerms(
  db: Knex,
  person: Person,
  calendar: Calendar,
): Promise<MovedTerms> {
  const visible = visibleCases(person);
  const { rows } = await db.raw<{ rows: Row[] }>(
    `select c.id, c.number, c.process, c.snapshot->'terms' as terms from cases c
     where ${visible.sql} and c.open and c.due_on is not null order by c.due_on, c.id limit ?`,
    [...visible.bindings, mostCases + 1] as never,
  );
  const looked = rows.slice(0, mostCases);
  return {
    items: looked.flatMap((row) => movedIn(row, calendar)),
    checked: looked.length,
    capped: rows.length > mostCases,
  };
}

type Row = { id: string; number: string; process: string; terms: Terms };

function movedIn({ id, number, process: key, terms }: Row, calendar: Calendar): MovedTerm[] {
  const process = processOf(key);
  const after = recomputed(terms, { calendar });
  return Object.entries(terms).flatMap(([name, { due, left }]) => {
    const moved = after[name]?.due ?? due;
    const term = termOf(process, name);
    if (!term || term.rolling || left !== undefined || moved === due) return [];
    return [{ case: { id, number }, title: term.title, before: due, after: moved }];
  });
}
