// Old rows of signing in, removed from time to time; and secrets sealed anew after SESSION_SECRET was changed.
import type { Knex } from 'knex';
import { deviceLastsMs } from './devices.ts';
import type { Generators } from './generator.ts';

/** Letters stay this long after they were sent, without what they said. */
const lettersLastMs = 30 * 24 * 60 * 60_000;

type Deps = { db: Knex; generators: Generators; now: () => number };

export function createSweep({ db, generators, now }: Deps): () => Promise<void> {
  return async () => {
    const at = new Date(now());
    await db('sessions').where('ends_at', '<', at).orWhere('idle_ends_at', '<', at).delete();
    for (const table of ['sign_in_steps', 'sign_in_links', 'sign_in_limits'])
      await db(table).where('ends_at', '<', at).delete();
    const unseen = new Date(now() - deviceLastsMs);
    await db('known_devices').where('seen_at', '<', unseen).delete();
    await db('outbox')
      .where({ kind: 'letter' })
      .whereNot({ state: 'pending' })
      .where('created_at', '<', new Date(now() - lettersLastMs))
      .delete();
    await generators.renew();
  };
}
