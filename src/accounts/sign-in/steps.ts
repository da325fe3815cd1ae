// Attempts under way, each known to one browser only. A try is counted before its answer is looked at, and success is
// one guarded delete: of thirty right answers at once one wins.
import { randomUUID } from 'node:crypto';
import type { Knex } from 'knex';
import type { Tx } from '../../db.ts';
import { Problem, type Fault } from '../../problem.ts';
import type { Keys } from './keys.ts';

/**
 * `code`: signing in by a mailed code. `second`: the password was right, the one-time code is awaited. `proof`: proving
 * again who one is, by a mailed code. `email`: a new address is being proven. `oidc`: away at the identity provider.
 * `generator`: a new generator of codes is being set up.
 */
export type StepKind = 'code' | 'second' | 'proof' | 'email' | 'oidc' | 'generator';

export type Step = {
  id: string;
  accountId: string | null;
  mac: Buffer | null;
  /** What the attempt remembers, opened. */
  kept: string;
};

export type NewStep = {
  id?: string;
  browser: Buffer;
  kind: StepKind;
  accountId?: string | undefined;
  mac?: Buffer;
  kept: string;
  /** Ten minutes when left out. */
  lastsMs?: number;
};

export type Steps = {
  /** Begins an attempt; an earlier one of its kind in this browser is over. */
  begin(given: NewStep, within?: Knex): Promise<void>;
  /** Counts a try and returns the attempt; undefined when there is none, it is over, or was tried too often. */
  attempt(browser: Buffer, kind: StepKind): Promise<Step | undefined>;
  /** Ends an attempt in the transaction of what it brings about; false when another call was first. */
  finish(step: Step, tx: Tx): Promise<boolean>;
};

/** ASVS 6.5.5: a mailed code lives ten minutes at most. */
export const stepLastsMs = 10 * 60_000;
/** Wrong answers that one attempt takes. */
export const mostTries = 5;

/** @param now real time in milliseconds */
export function createSteps(db: Knex, keys: Keys, now: () => number): Steps {
  return {
    async begin({ id = randomUUID(), browser, kind, accountId, mac, kept, lastsMs }, within = db) {
      const row = {
        id,
        browser,
        kind,
        account_id: accountId ?? null,
        mac: mac ?? null,
        sealed: keys.seal(id, kept),
        tries: 0,
        created_at: new Date(now()),
        ends_at: new Date(now() + (lastsMs ?? stepLastsMs)),
      };
      await within('sign_in_steps').insert(row).onConflict(['browser', 'kind']).merge();
    },
    async attempt(browser, kind) {
      const [row] = await db('sign_in_steps')
        .where({ browser, kind })
        .where('tries', '<', mostTries)
        .where('ends_at', '>', new Date(now()))
        .update({ tries: db.raw('tries + 1') })
        .returning(['id', 'account_id as accountId', 'mac', 'sealed']);
      if (!row) return undefined;
      const { id, accountId, mac, sealed } = row as Omit<Step, 'kept'> & { sealed: Buffer };
      return { id, accountId, mac, kept: keys.open(id, sealed) };
    },
    finish: async ({ id }, tx) => (await tx('sign_in_steps').where({ id }).delete()) === 1,
  };
}

/** Says the same whether the code is wrong, used, too old, or was never asked for here. */
export function wrongCode(pointer = '/code'): Problem {
  const detail = {
    vi: 'Mã không đúng hoặc đã hết hạn. Hãy kiểm tra lại, hoặc yêu cầu mã mới.',
    en: 'The code is wrong or no longer valid. Check it, or ask for a new one.',
  };
  const fault: Fault = { pointer, code: 'code', detail };
  return new Problem('invalid', { errors: [fault] });
}
