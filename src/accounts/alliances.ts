// Alliances: several may share one installation; the first start makes one that can be renamed.
import { randomUUID } from 'node:crypto';
import type { Knex } from 'knex';

export type Alliance = {
  id: string;
  slug: string;
  name: string;
  abbreviation: string;
  place: string;
};

const neutral = {
  slug: 'default',
  name: 'Liên minh Hợp tác xã tỉnh',
  abbreviation: 'LMHTX',
  place: 'Tỉnh',
};

/**
 * Returns the alliance with this slug (`default`), made with neutral texts when it is missing. Several processes may
 * ask at once; an alliance that exists is left as it is.
 */
export async function ensureAlliance(
  db: Knex,
  given: Partial<Omit<Alliance, 'id'>> = {},
): Promise<Alliance> {
  const wanted = { ...neutral, ...given };
  await db('alliances')
    .insert({ id: randomUUID(), ...wanted })
    .onConflict('slug')
    .ignore();
  return (await db('alliances')
    .where({ slug: wanted.slug })
    .first('id', 'slug', 'name', 'abbreviation', 'place')) as Alliance;
}
