// token create | list | revoke: bearer tokens of API clients; each is shown once.
import { findAccount } from '../accounts/accounts.ts';
import { createTokens } from '../accounts/tokens.ts';
import type { Config } from '../config.ts';
import { isId } from '../engine/id.ts';
import { openParts, type Parts } from '../parts.ts';
import { flagsOf, need, report, type Flags } from './report.ts';

export async function token(config: Config, args: string[]): Promise<number> {
  const flags = flagsOf(args, ['user', 'label', 'id']);
  const verbs: Record<string, (parts: Parts, flags: Flags) => Promise<number>> = {
    create,
    list,
    revoke,
  };
  const verb = verbs[flags.positionals[0] ?? ''];
  if (!verb)
    throw new Error(
      'usage: token create --user ADDRESS --label LABEL | token list --user ADDRESS | token revoke --id ID',
    );
  const parts = await openParts(config, 2);
  try {
    return await verb(parts, flags);
  } finally {
    await parts.close();
  }
}

async function create({ database, clock }: Parts, { values }: Flags): Promise<number> {
  const [address, label] = [need(values, 'user'), need(values, 'label')];
  const account = await findAccount(database.knex, address);
  if (!account) throw new Error(`there is no account ${address}`);
  if (account.disabledAt) throw new Error(`the account ${address} is disabled`);
  const made = await createTokens(database.knex).create(account.id, label, clock.now());
  report(values['json'], made, [made.token]);
  return 0;
}

async function list({ database }: Parts, { values }: Flags): Promise<number> {
  const address = need(values, 'user');
  const account = await findAccount(database.knex, address);
  if (!account) throw new Error(`there is no account ${address}`);
  const tokens = await createTokens(database.knex).list(account.id);
  report(
    values['json'],
    tokens,
    tokens.map(({ id, label, createdAt, revokedAt }) =>
      [id, createdAt, revokedAt ? `revoked ${revokedAt}` : 'in use', label].join('  '),
    ),
  );
  return 0;
}

async function revoke({ database, clock }: Parts, { values }: Flags): Promise<number> {
  const id = need(values, 'id');
  const revoked = isId(id) && (await createTokens(database.knex).revoke(id, clock.now()));
  if (!revoked) throw new Error(`there is no token ${id} in use`);
  report(values['json'], { id, revoked }, [`${id} is revoked`]);
  return 0;
}
