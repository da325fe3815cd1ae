// A forgotten password: a mailed link, good once, sets a new one. The generator of codes stays what it is, so that
// whoever reads the mail is not yet in (ASVS 6.4.3).
import type { Knex } from 'knex';
import { emailOf } from '../accounts.ts';
import type { Arrival } from './arrival.ts';
import type { Devices } from './devices.ts';
import { stepLastsMs } from './steps.ts';
import { deadLink, type Links } from './links.ts';
import type { Letters } from './letters.ts';
import type { SignInLimits } from './limits.ts';
import { checkPassword, hashPassword } from './password.ts';
import type { Sessions } from './sessions.ts';

export type Reset = {
  /** Mails a link. The same is done and said whether there is an account or not. @throws Problem `invalid`, `too-many` */
  ask(email: string, arrival: Arrival): Promise<void>;
  /** Whose password a link sets. @throws Problem `invalid` at `/token`, `too-many` */
  open(token: string, arrival: Arrival): Promise<{ email: string }>;
  /**
   * Sets the password and ends every session; nobody is signed in by it.
   * @throws Problem `invalid` at `/token` or `/password`, `too-many`
   */
  finish(given: { token: string; password: string }, arrival: Arrival): Promise<void>;
};

type Deps = {
  db: Knex;
  links: Links;
  limits: SignInLimits;
  devices: Devices;
  letters: Letters;
  sessions: Sessions;
  now: () => number;
};

export function createReset(deps: Deps): Reset {
  const { limits, devices, letters, now } = deps;
  return {
    async ask(given, { network, device, language }) {
      const to = emailOf(given);
      await limits.countMail(to, network, (await devices.isKnown(to, device)) ? device : undefined);
      await letters.post({ about: 'reset', to, language, endsAt: now() + stepLastsMs });
    },
    async open(token, { network }) {
      await limits.count('linksByAddress', network);
      const { email } = await holderOf(deps, token);
      return { email };
    },
    finish: (given, arrival) => finish(deps, given, arrival),
  };
}

async function holderOf({ db, links }: Deps, token: string) {
  const link = await links.find('reset', token);
  const account = await db('accounts as a')
    .join('alliances as l', 'l.id', 'a.alliance_id')
    .where('a.id', link.accountId)
    .first('a.id', 'a.email', 'a.name', 'l.name as alliance');
  return { link, ...(account as { id: string; email: string; name: string; alliance: string }) };
}

async function finish(
  deps: Deps,
  { token, password }: { token: string; password: string },
  { network, language, agent }: Arrival,
): Promise<void> {
  const { db, links, limits, letters, sessions } = deps;
  await limits.count('linksByAddress', network);
  const { link, id, email, name, alliance } = await holderOf(deps, token);
  checkPassword(password, [email, name, alliance]);
  const hash = await hashPassword(password);
  await db.transaction(async (tx) => {
    if (!(await links.use('reset', link, tx))) throw deadLink();
    await tx('accounts').where({ id }).update({ password: hash });
    await sessions.endAll(id, undefined, tx);
    const letter = { about: 'changed', change: 'password', to: email, language } as const;
    await letters.post({ ...letter, device: agent }, tx);
  });
  sessions.forget();
}
