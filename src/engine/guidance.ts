// What a process tells people of the place where their case stands: out of the data they may read.
import type { LocalDate } from '../../machines/calendar.ts';
import type { Guide } from '../../machines/guide.ts';
import type { Reading } from './reading.ts';
import type { Person } from './rights.ts';

export type Guidance = { id: string; version: number; on: LocalDate; guides: readonly Guide[] };

/** Without guides where the process has nothing to tell. @throws Problem `not-found` */
export type ReadGuidance = (person: Person, id: string) => Promise<Guidance>;

export function createGuidance(reading: Pick<Reading, 'inside'>): ReadGuidance {
  return async (person, id) => {
    const { process, seen, facts, state, terms, version } = await reading.inside(person, id);
    const due = Object.fromEntries(terms.map((term) => [term.term, term.due]));
    const guides = process.guides?.(seen, facts, { state, due }) ?? [];
    return { id, version, on: facts.on, guides };
  };
}
