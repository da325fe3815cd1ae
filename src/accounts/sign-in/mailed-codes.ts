// Six digits sent to an address, good once, for ten minutes, in the browser that asked. What is kept is a keyed hash.
import { randomInt, randomUUID, timingSafeEqual } from 'node:crypto';
import type { Knex } from 'knex';
import type { Tx } from '../../db.ts';
import type { Keys } from './keys.ts';
import type { Language, Letters } from './letters.ts';
import { stepLastsMs, wrongCode, type Step, type Steps } from './steps.ts';

/** What a code is for: signing in, proving again who one is, or a new address. */
export type CodeUse = 'code' | 'proof' | 'email';

export type AskedCode = {
  use: CodeUse;
  browser: Buffer;
  to: string;
  language: Language;
  /** Whoever is signed in; nobody when signing in. */
  accountId?: string;
};

export type GivenCode = {
  use: CodeUse;
  browser: Buffer;
  code: string;
  /** Runs before the code is looked at. @param to address that the code was sent to */
  guard?: (to: string) => Promise<void>;
};

export type MailedCodes = {
  /** Begins an attempt and posts its code, in one transaction. */
  send(asked: AskedCode): Promise<void>;
  /**
   * Does the work in the transaction that uses the code up, and returns its answer. The step tells the address.
   * @throws Problem `invalid` at `/code`, always the same, unless the code is the one that was sent
   */
  take<T>(given: GivenCode, work: (tx: Tx, step: Step) => Promise<T>): Promise<T>;
};

type Deps = { db: Knex; keys: Keys; steps: Steps; letters: Letters; now: () => number };

export function createMailedCodes({ db, keys, steps, letters, now }: Deps): MailedCodes {
  const macOf = (id: string, code: string): Buffer => keys.mac('code', `${id} ${code}`);
  return {
    async send({ use, browser, to, language, accountId }) {
      const [id, code] = [randomUUID(), String(randomInt(1_000_000)).padStart(6, '0')];
      const step = { id, browser, kind: use, accountId, mac: macOf(id, code), kept: to };
      await db.transaction(async (tx) => {
        await steps.begin(step, tx);
        const letter = { about: use, to, language, code, endsAt: now() + stepLastsMs };
        await letters.post(letter, tx);
      });
    },
    async take({ use, browser, code, guard }, work) {
      const step = await steps.attempt(browser, use);
      if (step) await guard?.(step.kept);
      const given = macOf(step?.id ?? '', code);
      if (!step?.mac || !timingSafeEqual(given, step.mac)) throw wrongCode();
      return db.transaction(async (tx) => {
        if (!(await steps.finish(step, tx))) throw wrongCode();
        return work(tx, step);
      });
    },
  };
}
