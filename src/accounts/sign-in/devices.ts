// Browsers that somebody has signed in from. A known one has tries of its own, so that strangers who guess at an
// address cannot lock its holder out (ASVS 6.1.1), and its holder is told when an unknown one comes in.
import type { Knex } from 'knex';
import { digestOf } from '../opaque.ts';

export type Devices = {
  /** True when the account of this address has signed in from this browser before. */
  isKnown(email: string, device: string | undefined): Promise<boolean>;
  /** Notes a good sign-in; true when the account had been used from other browsers only. */
  note(accountId: string, device: string, within?: Knex): Promise<boolean>;
};

/** How long a browser stays known after its last use. */
export const deviceLastsMs = 180 * 24 * 60 * 60_000;

/** @param now real time in milliseconds */
export function createDevices(db: Knex, now: () => number): Devices {
  return {
    async isKnown(email, device) {
      if (device === undefined) return false;
      const row = await db('known_devices as d')
        .join('accounts as a', 'a.id', 'd.account_id')
        .where('d.hash', digestOf(device))
        .where('d.seen_at', '>', new Date(now() - deviceLastsMs))
        .whereRaw('lower(a.email) = ?', [email])
        .first('d.account_id');
      return row !== undefined;
    },
    async note(accountId, device, within = db) {
      const at = new Date(now());
      const others = await within('known_devices').where({ account_id: accountId }).first('hash');
      const key = { hash: digestOf(device), account_id: accountId };
      const seen = await within('known_devices').where(key).update({ seen_at: at });
      if (seen > 0) return false;
      await within('known_devices')
        .insert({ ...key, created_at: at, seen_at: at })
        .onConflict(['hash', 'account_id'])
        .ignore();
      return others !== undefined;
    },
  };
}
