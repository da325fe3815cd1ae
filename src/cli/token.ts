// token create: a bearer token for an API client, shown once.
import { findAccount } from '../accounts/accounts.ts';
import { createTokens } from '../accounts/tokens.ts';
import type { Config } from '../config.ts';
import { openParts } from '../parts.ts';
import { flagsOf, need, report } from './report.ts';

export async function token(config: Config, args: string[]): Promise<number> {
  const { values, positionals } = flagsOf(args, ['user', 'label']);
  if (positionals[0] !== 'create')
    throw new Error('usage: token create --user ADDRESS --label LABEL');
  const [address, label] = [need(values, 'user'), need(values, 'label')];
  const parts = await openParts(config, 2);
  try {
    const { knex } = parts.database;
    const account = await findAccount(knex, address);
    if (!account) throw new Error(`there is no account ${address}`);
    if (account.disabledAt) throw new Error(`the account ${address} is disabled`);
    const made = await createTokens(knex).create(account.id, label, parts.clock.now());
    report(values['json'], made, [made.token]);
    return 0;
  } finally {
    await parts.close();
  }
}
