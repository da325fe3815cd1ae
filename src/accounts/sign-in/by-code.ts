// Signing in by a mailed code: founders and representatives of cooperatives, who have only their own group's cases. One
// factor, by choice; nobody with more to do comes in this way.
import type { Knex } from 'knex';
import type { Tx } from '../../db.ts';
import { createAccount, emailOf, findAccount, type Account } from '../accounts.ts';
import { ensureAlliance } from '../alliances.ts';
import type { Arrival, LetIn, Welcome } from './arrival.ts';
import type { Devices } from './devices.ts';
import type { SignInLimits } from './limits.ts';
import type { MailedCodes } from './mailed-codes.ts';
import { maySignInByCode } from './sessions.ts';
import { wrongCode } from './steps.ts';

export type ByCode = {
  /**
   * Sends a code to the address. The same is done and said whether there is an account or not.
   * @throws Problem `invalid` at `/email`, `too-many`
   */
  ask(email: string, arrival: Arrival): Promise<void>;
  /**
   * Begins a session for the code; the account is made at the first one.
   * @throws Problem `invalid` at `/code` or `/name`, `too-many`
   */
  check(given: { code: string; name?: string | undefined }, arrival: Arrival): Promise<Welcome>;
};

export type ByCodeDeps = {
  db: Knex;
  codes: MailedCodes;
  limits: SignInLimits;
  devices: Devices;
  letIn: LetIn;
  now: () => number;
};

/** Until the person gives their own. An address would stand in journals that never forget. */
const unnamed = 'Sáng lập viên';

export function createByCode(deps: ByCodeDeps): ByCode {
  const { codes, limits, devices, letIn } = deps;
  return {
    async ask(given, { browser, network, device, language }) {
      const to = emailOf(given);
      await limits.countMail(to, network, (await devices.isKnown(to, device)) ? device : undefined);
      await codes.send({ use: 'code', browser, to, language });
    },
    async check({ code, name = unnamed }, arrival) {
      const { browser, device } = arrival;
      const guard = async (to: string): Promise<void> => {
        const known = (await devices.isKnown(to, device)) ? [device as string] : [];
        await limits.count('codes', to, ...known);
        await limits.count('codesByDay', to, ...known);
      };
      return codes.take({ use: 'code', browser, code, guard }, async (tx, { kept: email }) => {
        const account = await accountFor(deps, tx, email, name);
        if (account.disabledAt || !maySignInByCode(account.roles)) throw wrongCode();
        return letIn(tx, account, 'code', arrival);
      });
    },
  };
}

/** Two browsers may be the first for an address at the same moment: the account is made once. */
async function accountFor(
  { now }: ByCodeDeps,
  tx: Tx,
  email: string,
  name: string,
): Promise<Account> {
  const known = await findAccount(tx, email);
  if (known) return known;
  const { id: allianceId } = await ensureAlliance(tx);
  const given = { allianceId, email, name, roles: ['founder'] };
  return tx
    .transaction((inner) => createAccount(inner, given, new Date(now()).toISOString()))
    .catch(async (error: unknown) => {
      const other = await findAccount(tx, email);
      if (!other) throw error;
      return other;
    });
}
