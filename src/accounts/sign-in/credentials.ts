// What an account signs in with, set from the command line: nobody is at the door to prove anything.
import type { Knex } from 'knex';
import type { Account } from '../accounts.ts';
import type { Generators } from './generator.ts';
import { checkPassword, hashPassword } from './password.ts';

export type Credentials = {
  /** Sets the password. @throws Problem `invalid` when it breaks the rules */
  setPassword(account: Account, password: string, within?: Knex): Promise<void>;
  /** Gives the account this generator. */
  setGenerator(accountId: string, secret: string): Promise<void>;
};

type Deps = { db: Knex; generators: Generators };

export function createCredentials({ db, generators }: Deps): Credentials {
  return {
    async setPassword({ id, allianceId, email, name }, password, within = db) {
      const alliance = await within('alliances').where({ id: allianceId }).first('name');
      checkPassword(password, [email, name, alliance.name as string]);
      const kept = await hashPassword(password);
      await within('accounts').where({ id }).update({ password: kept });
    },
    setGenerator: (accountId, secret) =>
      db.transaction((tx) => generators.set(tx, accountId, secret, 0)),
  };
}
