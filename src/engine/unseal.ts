// The way back from a seal to the identifier it stands for, for those who may read it.
import type { Knex } from 'knex';
import { readSeal } from '../../machines/personal.ts';

/** What stands where an identifier was erased or may not be read. */
export const masked = '•••';

/** A copy with every seal of this case replaced by its value; erased ones are masked. */
export async function unsealed<T>(db: Knex, caseId: string, value: T): Promise<T> {
  const rows = new Set<string>();
  const collect = (text: string): string => {
    const seal = readSeal(text);
    if (seal) rows.add(seal.row);
    return text;
  };
  mapTexts(value, collect);
  if (rows.size === 0) return value;
  const found = await db('person_rows')
    .where({ case_id: caseId })
    .whereIn('id', [...rows])
    .select('id', 'value');
  const values = new Map(
    found.map(({ id, value: plain }) => [id as string, plain as string | null]),
  );
  return mapTexts(value, (text) => {
    const seal = readSeal(text);
    return seal ? (values.get(seal.row) ?? masked) : text;
  }) as T;
}

function mapTexts(value: unknown, change: (text: string) => string): unknown {
  if (typeof value === 'string') return value.startsWith('sealed:') ? change(value) : value;
  if (Array.isArray(value)) return value.map((item) => mapTexts(item, change));
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [key, mapTexts(item, change)]),
  );
}
