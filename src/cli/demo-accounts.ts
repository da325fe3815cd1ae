// Accounts to try the service with: one of each role, made at the first start outside production. Their tokens are
// random, kept in the data folder for their owner's eyes, and printed when the service is ready.
import { randomBytes } from 'node:crypto';
import { readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Knex } from 'knex';
import { createAccount, findAccount, type Account, type NewAccount } from '../accounts/accounts.ts';
import { ensureAlliance } from '../accounts/alliances.ts';
import { newGenerator } from '../accounts/sign-in/generator.ts';
import { maySignInByCode } from '../accounts/sign-in/sessions.ts';
import { createTokens } from '../accounts/tokens.ts';
import { roles, type Role } from '../../machines/roles.ts';
import type { Person } from '../engine/rights.ts';
import type { Parts } from '../parts.ts';
import { prepareUnits } from './demo-units.ts';

type Demo = {
  email: string;
  role: Role;
  token: string;
  /** Only where mail stays in the built-in mailbox, and for roles that do not sign in by a mailed code. */
  password?: string;
  totpSecret?: string;
};

const fileOf = ({ config }: Pick<Parts, 'config'>): string =>
  join(config.dataDir, 'demo-accounts.json');

/** The demo accounts as they were made; none before. */
export async function demoAccounts(parts: Pick<Parts, 'config'>): Promise<Demo[]> {
  return readFile(fileOf(parts), 'utf8').then(
    (text) => JSON.parse(text) as Demo[],
    () => [],
  );
}

/** True where people may be shown secrets: nothing leaves this machine, and nobody depends on it. */
export function showsSecrets({ smtpUrl, nodeEnv }: Parts['config']): boolean {
  return smtpUrl === undefined && nodeEnv !== 'production';
}

/** Lines that name the demo accounts; made when they are missing. Passwords are told once, then by /dev/accounts.json. */
export async function prepareDemo(parts: Parts): Promise<string[]> {
  const known = await demoAccounts(parts);
  const standing = await allStand(parts, known);
  const accounts = standing ? known : await make(parts, fileOf(parts));
  const secrets = standing ? [] : accounts.filter(({ password }) => password !== undefined);
  return [
    'Demo accounts (bearer tokens):',
    ...accounts.map(
      ({ email, role, token }) => `  ${role.padEnd(16)} ${email.padEnd(32)} ${token}`,
    ),
    ...(secrets.length === 0 ? [] : ['Demo passwords and TOTP secrets, told once:']),
    ...secrets.map(
      ({ email, password, totpSecret }) => `  ${email.padEnd(32)} ${password}  ${totpSecret}`,
    ),
  ];
}

/** The file may be of another database. */
async function allStand({ database }: Parts, known: readonly Demo[]): Promise<boolean> {
  if (known.length !== Object.keys(roles).length) return false;
  const tokens = createTokens(database.knex);
  const people = await Promise.all(known.map(({ token }) => tokens.personOf(token)));
  return people.every((person) => person !== undefined);
}

async function make(parts: Parts, file: string): Promise<Demo[]> {
  const { database, clock } = parts;
  const { knex } = database;
  const alliance = await ensureAlliance(knex);
  const tokens = createTokens(knex);
  const made: Demo[] = [];
  const people: Partial<Record<Role, Person>> = {};
  for (const role of Object.keys(roles) as Role[]) {
    const email = `${role}@demo.example`;
    const given = {
      allianceId: alliance.id,
      email,
      name: `${roles[role].vi} (thử)`,
      roles: [role],
    };
    const account = await ensureAccount(knex, given, clock.now());
    const { token } = await tokens.create(account.id, 'demo', clock.now());
    made.push({ email, role, token, ...(await giveSecrets(parts, account)) });
    people[role] = account;
  }
  await prepareUnits(knex, clock, people);
  const draft = `${file}.draft-${process.pid}`;
  await writeFile(draft, `${JSON.stringify(made, null, 2)}\n`, { mode: 0o600 });
  await rename(draft, file);
  return made;
}

/** A password and a generator for whoever signs in by them. */
async function giveSecrets(
  { config, signIn }: Parts,
  account: Account,
): Promise<Pick<Demo, 'password' | 'totpSecret'>> {
  if (!showsSecrets(config) || maySignInByCode(account.roles)) return {};
  const [password, totpSecret] = [randomBytes(12).toString('base64url'), newGenerator()];
  await signIn.credentials.setPassword(account, password);
  await signIn.credentials.setGenerator(account.id, totpSecret);
  return { password, totpSecret };
}

/** Two processes may make their demo accounts at the same moment. */
async function ensureAccount(knex: Knex, given: NewAccount, at: string): Promise<Account> {
  const known = await findAccount(knex, given.email);
  if (known) return known;
  return createAccount(knex, given, at).catch(async (error: unknown) => {
    const other = await findAccount(knex, given.email);
    if (!other) throw error;
    return other;
  });
}
