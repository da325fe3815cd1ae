// Signing in, put together: one set of tables, keys and limits behind every way in.
import type { Knex } from 'knex';
import { createLetIn } from './arrival.ts';
import { createByOidc, type ByOidc, type Provider } from './by-oidc.ts';
import { createByPassword, createCheckPassword, type ByPassword } from './by-password.ts';
import { createByCode, type ByCode } from './by-code.ts';
import { createCredentials, type Credentials } from './credentials.ts';
import { createDevices } from './devices.ts';
import { createEnrolment, type Enrolment } from './enrolment.ts';
import { createGenerators, type Generators } from './generator.ts';
import { createKeys, type SessionKey } from './keys.ts';
import { createLetters, type Letters } from './letters.ts';
import { createSignInLimits } from './limits.ts';
import { createLinks } from './links.ts';
import { createLostPhone, type LostPhone } from './lost-phone.ts';
import { createMailedCodes } from './mailed-codes.ts';
import { createOwn, type Own } from './own.ts';
import { createReset, type Reset } from './reset.ts';
import { createSecondFactors } from './second-factor.ts';
import { createSessions, type Sessions } from './sessions.ts';
import { createSteps } from './steps.ts';
import { createSweep } from './sweep.ts';

export type SignIn = {
  sessions: Sessions;
  byCode: ByCode;
  byPassword: ByPassword;
  byOidc: ByOidc;
  enrolment: Enrolment;
  reset: Reset;
  own: Own;
  /** Removes what is over, and seals anew what an older secret sealed; now and then. */
  sweep: () => Promise<void>;
  credentials: Credentials;
  generators: Generators;
  letters: Letters;
  lostPhone: LostPhone;
};

export type SignInSettings = {
  db: Knex;
  /** The first writes, all of them read. */
  secrets: readonly [SessionKey, ...SessionKey[]];
  publicUrl: string;
  /** Identity provider of the organisation, when it has one. */
  provider?: Provider | undefined;
  /** Real time in milliseconds: phones and mail know no other. */
  now: () => number;
};

export function createSignIn(settings: SignInSettings): SignIn {
  const { db, secrets, publicUrl, now } = settings;
  const keys = createKeys(secrets);
  const sessions = createSessions(db, now);
  const devices = createDevices(db, now);
  const limits = createSignInLimits(db, keys, now);
  const steps = createSteps(db, keys, now);
  const links = createLinks(db, keys, now);
  const letters = createLetters({ db, keys, links, publicUrl, now });
  const generators = createGenerators(db, keys, now);
  const seconds = createSecondFactors({ limits, devices, generators, letters });
  const letIn = createLetIn({ sessions, devices, letters });
  const codes = createMailedCodes({ db, keys, steps, letters, now });
  const checkPassword = createCheckPassword(limits, devices);
  const shared = { ...settings, sessions, devices, limits, steps, links, letters };
  const ways = { ...shared, generators, seconds, letIn, codes, checkPassword };
  return {
    sessions,
    generators,
    letters,
    byCode: createByCode(ways),
    byPassword: createByPassword(ways),
    byOidc: createByOidc({ ...ways, provider: settings.provider }),
    credentials: createCredentials(ways),
    lostPhone: createLostPhone({ ...ways, keys }),
    enrolment: createEnrolment(ways),
    reset: createReset(ways),
    own: createOwn(ways),
    sweep: createSweep(ways),
  };
}
