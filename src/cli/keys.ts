// keys renew: identifiers that older keys of PERSONAL_KEY hold, written anew under the first one.
import type { Config } from '../config.ts';
import { renewRows } from '../engine/keys.ts';
import { openParts } from '../parts.ts';
import { flagsOf, report } from './report.ts';

export async function keys(config: Config, args: string[]): Promise<number> {
  const { values, positionals } = flagsOf(args, []);
  if (positionals[0] !== 'renew') throw new Error('usage: keys renew');
  const parts = await openParts(config, 2);
  try {
    const { knex } = parts.database;
    const renewed = await renewRows(knex, parts.vault, 'older');
    // A key that no row needs may be taken out of PERSONAL_KEY.
    await knex('personal_keys').whereNot({ id: parts.vault.current }).delete();
    report(values['json'], { renewed }, [`${renewed} identifiers written anew`]);
    return 0;
  } finally {
    await parts.close();
  }
}
