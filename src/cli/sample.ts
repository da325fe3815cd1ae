// sample: fills an empty installation with invented cases, for people who learn or teach. Never beside real ones.
import type { Role } from '../../machines/roles.ts';
import { createTokens } from '../accounts/tokens.ts';
import type { Config } from '../config.ts';
import type { Person } from '../engine/rights.ts';
import { openParts, type Parts } from '../parts.ts';
import { demoAccounts, prepareDemo } from './demo-accounts.ts';
import { flagsOf, report } from './report.ts';
import { playSamples } from './sample-cases.ts';

/** @throws Error in production, and where there is a case already */
export async function sample(config: Config, args: string[]): Promise<number> {
  const { values } = flagsOf(args, []);
  if (config.nodeEnv === 'production')
    throw new Error('sample data are for a training installation, not for production');
  const parts = await openParts(config, 4);
  try {
    const { knex } = parts.database;
    if (await knex('cases').first('id'))
      throw new Error('there are cases already: sample data go into an empty installation only');
    await prepareDemo(parts);
    const { cases, clock } = parts;
    const people = await peopleOf(parts);
    const played = await playSamples({ cases, clock, people });
    report(values['json'], played, [
      ...played.map(({ number, state, name }) => `${number}  ${state.padEnd(28)}  ${name}`),
      'Accounts to look at them with: ROLE@demo.example; `npm start` tells how each signs in.',
    ]);
    return 0;
  } finally {
    await parts.close();
  }
}

async function peopleOf(parts: Parts): Promise<Record<Role, Person>> {
  const tokens = createTokens(parts.database.knex);
  const found = (await demoAccounts(parts)).map(async ({ role, token }) => {
    const person = await tokens.personOf(token);
    if (!person) throw new Error(`the demo account of ${role} is gone`);
    return [role, person] as const;
  });
  return Object.fromEntries(await Promise.all(found)) as Record<Role, Person>;
}
