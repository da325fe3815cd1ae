// The files of a dossier, for forms that name some of them: pictures of a field check.
import type { Knex } from 'knex';
import type { Process } from '../../machines/define.ts';
import { filesOf } from '../files/shelf.ts';
import type { Value } from './form/shape.ts';

/** Files that can be read, by their place; the case must have been read by the person before. */
export async function filesFor(
  knex: Knex,
  { dossier, data }: Process,
  caseId: string,
  on: string,
): Promise<Value[]> {
  const places = dossier?.(data(), { on }) ?? [];
  const rows = places.length === 0 ? [] : await filesOf(knex, caseId);
  return rows
    .filter(({ state, withdrawn_at: gone }) => state === 'available' && gone === null)
    .map(({ id, slot, name }) => {
      const title = places.find((place) => place.id === slot)?.title ?? { vi: slot, en: slot };
      return { value: id, words: { vi: `${title.vi}: ${name}`, en: `${title.en}: ${name}` } };
    });
}
