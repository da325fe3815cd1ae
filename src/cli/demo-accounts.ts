// Accounts to try the service with: one of each role, made at the first start outside production. Their tokens are
// random, kept in the data folder for their owner's eyes, and printed when the service is ready.
import { readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Knex } from 'knex';
import { createAccount, findAccount, type Account, type NewAccount } from '../accounts/accounts.ts';
import { ensureAlliance } from '../accounts/alliances.ts';
import { createTokens } from '../accounts/tokens.ts';
import { roles, type Role } from '../../machines/roles.ts';
import type { Person } from '../engine/rights.ts';
import type { Parts } from '../parts.ts';
import { prepareUnits } from './demo-units.ts';

type Demo = { email: string; role: Role; token: string };

/** Lines that name the demo accounts; made when they are missing. */
export async function prepareDemo(parts: Parts): Promise<string[]> {
  const file = join(parts.config.dataDir, 'demo-accounts.json');
  const known = await readFile(file, 'utf8').then(
    (text) => JSON.parse(text) as Demo[],
    () => [],
  );
  const accounts = (await allStand(parts, known)) ? known : await make(parts, file);
  return [
    'Demo accounts (bearer tokens):',
    ...accounts.map(
      ({ email, role, token }) => `  ${role.padEnd(16)} ${email.padEnd(32)} ${token}`,
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

async function make({ database, clock }: Parts, file: string): Promise<Demo[]> {
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
    made.push({ email, role, token });
    people[role] = account;
  }
  await prepareUnits(knex, clock, people);
  const draft = `${file}.draft-${process.pid}`;
  await writeFile(draft, `${JSON.stringify(made, null, 2)}\n`, { mode: 0o600 });
  await rename(draft, file);
  return made;
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
