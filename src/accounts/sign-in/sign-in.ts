// Signing in, put together: one set of tables, keys and limits behind every way in.
import type { Knex } from 'knex';
import { createLetIn } from './arrival.ts';
import { createByCode, type ByCode } from './by-code.ts';
import { createDevices } from './devices.ts';
import { createKeys, type SessionKey } from './keys.ts';
import { createLetters, type Letters } from './letters.ts';
import { createSignInLimits } from './limits.ts';
import { createLinks } from './links.ts';
import { createMailedCodes } from './mailed-codes.ts';
import { createSessions, type Sessions } from './sessions.ts';
import { createSteps } from './steps.ts';

export type SignIn = { sessions: Sessions; byCode: ByCode; letters: Letters };

export type SignInSettings = {
  db: Knex;
  /** The first writes, all of them read. */
  secrets: readonly [SessionKey, ...SessionKey[]];
  publicUrl: string;
  /** Real time in milliseconds: phones and mail know no other. */
  now: () => number;
};

export function createSignIn({ db, secrets, publicUrl, now }: SignInSettings): SignIn {
  const keys = createKeys(secrets);
  const sessions = createSessions(db, now);
  const devices = createDevices(db, now);
  const limits = createSignInLimits(db, keys, now);
  const steps = createSteps(db, keys, now);
  const links = createLinks(db, keys, now);
  const letters = createLetters({ db, keys, links, publicUrl, now });
  const letIn = createLetIn({ sessions, devices, letters });
  const codes = createMailedCodes({ db, keys, steps, letters, now });
  const byCode = createByCode({ db, codes, limits, devices, letIn, now });
  return { sessions, byCode, letters };
}
