// The generator of one-time codes that a person holds (TOTP, RFC 6238): its secret is kept sealed, each code is good
// once, and only for its own half minute and ten seconds of typing.
import type { Knex } from 'knex';
import { generate, generateSecret, generateURI, verify } from 'otplib';
import type { Tx } from '../../db.ts';
import type { Keys } from './keys.ts';

/** Seconds after its half minute in which a code is still taken. */
const lateSeconds = 10;

export type Generators = {
  has(accountId: string): Promise<boolean>;
  /** Gives an account this generator instead of any before. @param step of the code that proved it, used with that */
  set(tx: Tx, accountId: string, secret: string, step: number): Promise<void>;
  /** Step of a code of this secret; undefined when it is none of now. */
  stepOf(secret: string, code: string): Promise<number | undefined>;
  /** Uses a code up; false when it is wrong or was used. */
  use(tx: Tx, accountId: string, code: string): Promise<boolean>;
  /** Takes the generator away; false when there was none. */
  remove(accountId: string, within?: Knex): Promise<boolean>;
  /** Seals anew what was sealed under an older secret. Returns how many. */
  renew(): Promise<number>;
};

/** 160 random bits in base32. */
export function newGenerator(): string {
  return generateSecret({ length: 20 });
}

/** What an authenticator app reads from a QR code. */
export function generatorUri(secret: string, email: string): string {
  return generateURI({ issuer: 'Sáng Lập', label: email, secret });
}

/** The code of this moment. @param now in milliseconds */
export function codeAt(secret: string, now: number): Promise<string> {
  return generate({ secret, epoch: Math.floor(now / 1_000) });
}

const placeOf = (accountId: string): string => `generator/${accountId}`;

/** @param now real time in milliseconds */
export function createGenerators(db: Knex, keys: Keys, now: () => number): Generators {
  return {
    has: async (accountId) => {
      const held = db('authenticators').where({ account_id: accountId });
      return (await held.first('last_step')) !== undefined;
    },
    stepOf: (secret, code) => stepOf({ secret, token: code, now: now() }),
    async set(tx, accountId, secret, step) {
      const sealed = keys.seal(placeOf(accountId), secret);
      const row = { account_id: accountId, sealed, last_step: step, created_at: new Date(now()) };
      await tx('authenticators').insert(row).onConflict('account_id').merge();
    },
    async use(tx, accountId, token) {
      const mine = () => tx('authenticators').where({ account_id: accountId });
      const row = await mine().forUpdate().first('sealed', 'last_step');
      if (!row) return false;
      const secret = keys.open(placeOf(accountId), row.sealed);
      const step = await stepOf({ secret, token, now: now(), after: row.last_step });
      if (step === undefined) return false;
      return (await mine().where('last_step', '<', step).update({ last_step: step })) === 1;
    },
    remove: async (accountId, within = db) => {
      const held = within('authenticators').where({ account_id: accountId });
      return (await held.delete()) === 1;
    },
    renew: () => renewAll(db, keys),
  };
}

type Typed = { secret: string; token: string; now: number; after?: number };

async function stepOf({ secret, token, now, after }: Typed): Promise<number | undefined> {
  const found = await verify({
    secret,
    token,
    epoch: Math.floor(now / 1_000),
    epochTolerance: [lateSeconds, 0],
    ...(after === undefined ? {} : { afterTimeStep: after }),
  });
  return found.valid && 'timeStep' in found ? found.timeStep : undefined;
}

async function renewAll(db: Knex, keys: Keys): Promise<number> {
  const rows = await db('authenticators').select('account_id', 'sealed');
  const older = rows.filter(({ sealed }) => !keys.isCurrent(sealed as Buffer));
  for (const { account_id: accountId, sealed } of older) {
    const place = placeOf(accountId as string);
    const anew = keys.seal(place, keys.open(place, sealed as Buffer));
    // A generator set up meanwhile stays.
    await db('authenticators').where({ account_id: accountId, sealed }).update({ sealed: anew });
  }
  return older.length;
}
