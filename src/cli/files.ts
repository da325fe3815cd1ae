// files quarantined | release | delete: what is in quarantine, and what becomes of it.
import { userInfo } from 'node:os';
import type { Config } from '../config.ts';
import { isId } from '../engine/id.ts';
import { quarantined, rule, type Ruling } from '../files/quarantine.ts';
import { openParts, type Parts } from '../parts.ts';
import { flagsOf, need, report, type Flags } from './report.ts';

const usage =
  'usage: files quarantined | files release --id ID --reason WHY | files delete --id ID --reason WHY';

export async function files(config: Config, args: string[]): Promise<number> {
  const flags = flagsOf(args, ['id', 'reason']);
  const verbs: Record<string, (parts: Parts) => Promise<void>> = {
    quarantined: list(flags),
    release: ruled(flags, 'released'),
    delete: ruled(flags, 'deleted'),
  };
  const verb = verbs[flags.positionals[0] ?? ''];
  if (!verb) throw new Error(usage);
  const parts = await openParts(config, 2);
  try {
    await verb(parts);
    return 0;
  } finally {
    await parts.close();
  }
}

function list({ values }: Flags) {
  return async ({ database }: Parts): Promise<void> => {
    const found = await quarantined(database.knex);
    const lines = found.map(({ id, sentAt, bytes, name }) => [id, sentAt, bytes, name].join('  '));
    report(values['json'], found, lines.length > 0 ? lines : ['nothing is in quarantine']);
  };
}

function ruled({ values }: Flags, ruling: Ruling['ruling']) {
  return async ({ database, files: store, clock }: Parts): Promise<void> => {
    const [id, reason] = [need(values, 'id'), need(values, 'reason')];
    const given = { fileId: id, ruling, reason, by: userInfo().username, at: clock.now() };
    if (!isId(id) || !(await rule(database.knex, store, given)))
      throw new Error(`there is no file ${id} in quarantine`);
    report(values['json'], given, [`${id} is ${ruling}`]);
  };
}
