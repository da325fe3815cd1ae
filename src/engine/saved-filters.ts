// Filters of lists that a person keeps under a name. They are the person's own; nobody else reads them.
import type { Knex } from 'knex';
import type { Instant } from '../../machines/calendar.ts';
import type { Tx } from '../db.ts';
import { Problem } from '../problem.ts';
import { isId, newId } from './id.ts';
import type { Person } from './rights.ts';

export type SavedFilter = {
  id: string;
  list: 'cases' | 'work';
  name: string;
  /** The query of the list, as its address carries it. */
  filter: Record<string, string>;
};

export type NewFilter = Omit<SavedFilter, 'id'>;

/** Most filters a person keeps for one list. */
const mostKept = 30;

/** Returns the person's filters by name. */
export async function listFilters(db: Knex, person: Person): Promise<SavedFilter[]> {
  return db('saved_filters')
    .where({ account_id: person.id })
    .orderBy('name')
    .select('id', 'list', 'name', 'filter');
}

/** Keeps a filter; one of the same name is replaced. @throws Problem `invalid` above 30 filters for a list */
export async function saveFilter(
  tx: Tx,
  person: Person,
  { list, name, filter }: NewFilter,
  at: Instant,
): Promise<SavedFilter> {
  const others = await tx('saved_filters')
    .where({ account_id: person.id, list })
    .whereNot({ name })
    .count({ n: '*' });
  if (Number(others[0]?.['n'] ?? 0) >= mostKept) throw tooMany();
  const row = { id: newId(at), account_id: person.id, list, name, created_at: at };
  const [kept] = await tx('saved_filters')
    .insert({ ...row, filter: JSON.stringify(filter) })
    .onConflict(['account_id', 'list', 'name'])
    .merge(['filter'])
    .returning(['id', 'list', 'name', 'filter']);
  return kept as SavedFilter;
}

/** Forgets a filter. @throws Problem `not-found` for one that is not the person's own */
export async function dropFilter(tx: Tx, person: Person, id: string): Promise<void> {
  if (!isId(id)) throw new Problem('not-found');
  const dropped = await tx('saved_filters').where({ id, account_id: person.id }).delete();
  if (dropped === 0) throw new Problem('not-found');
}

function tooMany(): Problem {
  const detail = {
    vi: `Mỗi danh sách lưu được nhiều nhất ${mostKept} bộ lọc; hãy xóa bớt`,
    en: `A list keeps at most ${mostKept} filters; please remove some`,
  };
  return new Problem('invalid', { errors: [{ pointer: '/name', code: 'too_many', detail }] });
}
