// Somebody at the door: what is known of the browser that asks, and how it is let in once it has shown who it is.
import type { Tx } from '../../db.ts';
import type { Account } from '../accounts.ts';
import { newOpaque } from '../opaque.ts';
import type { Devices } from './devices.ts';
import type { Language, Letters } from './letters.ts';
import type { Begun, Method, Sessions } from './sessions.ts';

export type Arrival = {
  /** Digest of what only this browser holds: attempts are bound to it. */
  browser: Buffer;
  /** Network address, from the socket or from proxies that are believed. */
  network: string;
  /** What the browser was given at an earlier sign-in. */
  device: string | undefined;
  /** What it says of itself. */
  agent: string;
  /** Token of the session it holds: it ends when another begins. */
  replaces: string | undefined;
  language: Language;
};

/** A session begun, and what makes the browser known next time. */
export type Welcome = { begun: Begun; device: string };

export type LetIn = (
  tx: Tx,
  account: Pick<Account, 'id' | 'email'>,
  method: Method,
  arrival: Arrival,
) => Promise<Welcome>;

export const devicePrefix = 'sld_';

type Deps = { sessions: Sessions; devices: Devices; letters: Letters };

/** Lets people in, in the transaction that uses up what they showed. */
export function createLetIn({ sessions, devices, letters }: Deps): LetIn {
  return async (tx, { id: accountId, email }, method, arrival) => {
    const { agent, replaces, language, device = newOpaque(devicePrefix) } = arrival;
    const begun = await sessions.begin({ accountId, method, device: agent, replaces }, tx);
    const isNew = await devices.note(accountId, device, tx);
    // A mailed code tells its reader by itself that somebody is signing in.
    if (isNew && method !== 'code') {
      const letter = { about: 'changed', change: 'newDevice', to: email, language } as const;
      await letters.post({ ...letter, device: agent }, tx);
    }
    return { begun, device };
  };
}
