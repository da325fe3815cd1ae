// A lost phone. What the person signed in with besides the password is taken away at once, and others are told. Another
// app is set up with three things from three hands: the password, the link in the person's mailbox, and a code that the
// administrator hands over in person. None of them opens the account alone, nor do two.
import { randomInt } from 'node:crypto';
import type { Knex } from 'knex';
import type { Tx } from '../../db.ts';
import { noteAct } from '../acts.ts';
import type { Generators } from './generator.ts';
import type { Keys } from './keys.ts';
import type { Language, Letters } from './letters.ts';
import { linkLastsMs, spokenMac } from './links.ts';
import type { Sessions } from './sessions.ts';

/** Who asked for it; nobody from the command line. */
export type Asker = { id: string; name: string };

export type LostPhone = {
  /**
   * Takes app, recovery codes, links and sessions away and tells the person and every other administrator and leader of
   * the alliance. The caller says `sessions.forget` once the transaction is over.
   */
  takeAway(tx: Tx, accountId: string, by?: Asker): Promise<Taken>;
  /** Mails the link to set up another app. Returns the code that goes with it, which is kept nowhere. */
  mailLink(tx: Tx, accountId: string, by: Asker): Promise<string>;
};

export type Taken = {
  /** Whether there was an app. */
  had: boolean;
  /** How many others were told. */
  told: number;
};

type Deps = {
  generators: Generators;
  sessions: Sessions;
  letters: Letters;
  keys: Keys;
  now: () => number;
};

type Addressee = { id: string; name: string; email: string; language: Language };

export function createLostPhone({ generators, sessions, letters, keys, now }: Deps): LostPhone {
  return {
    async takeAway(tx, accountId, by) {
      const had = await generators.remove(accountId, tx);
      await tx('recovery_codes').where({ account_id: accountId }).delete();
      await tx('sign_in_links')
        .where({ account_id: accountId })
        .whereNull('used_at')
        .update({ used_at: new Date(now()) });
      await sessions.endAll(accountId, undefined, tx);
      const at = new Date(now());
      await noteAct(tx, { accountId, act: 'generatorTaken', by: by?.id, at });
      return { had, told: await tell(letters, tx, accountId, by) };
    },
    async mailLink(tx, accountId, by) {
      const { email: to, language } = await addressee(tx, accountId);
      const code = String(randomInt(100_000_000)).padStart(8, '0');
      const spoken = spokenMac(keys, accountId, code).toString('base64');
      const endsAt = now() + linkLastsMs.enrol;
      await letters.post({ about: 'anew', to, language, endsAt, spoken, by: by.name }, tx);
      return code;
    },
  };
}

/** Tells the person and the witnesses. Returns how many of these there are. */
async function tell(
  letters: Letters,
  tx: Tx,
  accountId: string,
  by: Asker | undefined,
): Promise<number> {
  const { name, email, language } = await addressee(tx, accountId);
  const change = { about: 'changed', change: 'generatorTaken', device: '' } as const;
  await letters.post({ ...change, to: email, language }, tx);
  const others = await witnesses(tx, [accountId, ...(by ? [by.id] : [])], accountId);
  const witness = { about: 'witness', whom: `${name} (${email})`, by: by?.name ?? '' } as const;
  for (const other of others)
    await letters.post({ ...witness, to: other.email, language: other.language }, tx);
  return others.length;
}

async function addressee(db: Knex, id: string): Promise<Addressee> {
  return db('accounts').where({ id }).first('id', 'name', 'email', 'language');
}

/** The other administrators and leaders of the same alliance who may use their accounts. */
async function witnesses(db: Knex, except: string[], accountId: string): Promise<Addressee[]> {
  return db('accounts')
    .where('alliance_id', db('accounts').where({ id: accountId }).select('alliance_id'))
    .whereNull('disabled_at')
    .whereNotIn('id', except)
    .whereRaw(`roles && '{administrator,leader}'`)
    .orderBy('email')
    .select('id', 'name', 'email', 'language');
}
