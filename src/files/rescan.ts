// Files that came in while the scanner was away: asked about again until it answers.
import type { Knex } from 'knex';
import type { Clock } from '../clock.ts';
import type { Scanner } from './scanner.ts';
import { pathOf, type FileStore } from './store.ts';

export type RescanParts = {
  knex: Knex;
  clock: Clock;
  store: FileStore;
  scanner: Scanner | undefined;
};

const batch = 50;

/** Scans what waits, oldest first. Without a scanner nothing has to wait. Returns how many were decided. */
export async function rescan({ knex, clock, store, scanner }: RescanParts): Promise<number> {
  const waiting = await knex('files')
    .where({ state: 'received' })
    .orderBy('sent_at')
    .limit(batch)
    .select('id', 'sha256');
  let decided = 0;
  for (const { id, sha256 } of waiting as { id: string; sha256: Buffer }[]) {
    const content = await store.read(pathOf(sha256));
    if (!content) continue;
    const found = scanner ? await scanner.scan(content) : 'clean';
    content.destroy();
    if (found === 'away') break;
    const state =
      found === 'clean' ? { state: 'available' } : { state: 'quarantined', refusal: 'virus' };
    const scannedAt = scanner ? { scanned_at: clock.now() } : {};
    decided += await knex('files')
      .where({ id, state: 'received' })
      .update({ ...state, ...scannedAt });
  }
  return decided;
}
