// cooperatives import FILE: takes a table of cooperatives into the register and says what became of each row.
import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { ensureAlliance } from '../accounts/alliances.ts';
import type { Config } from '../config.ts';
import { openParts } from '../parts.ts';
import { columns } from '../register/cooperative.ts';
import { importCooperatives, type RowResult } from '../register/import.ts';
import { readGrid } from '../sheets/grid.ts';
import { flagsOf, report } from './report.ts';

/** Exit code 1 when a row was refused; the good ones are taken in all the same. */
export async function cooperatives(config: Config, args: string[]): Promise<number> {
  const { values, positionals } = flagsOf(args, [], ['trial']);
  const [verb, file] = positionals;
  if (verb !== 'import' || file === undefined)
    throw new Error('usage: cooperatives import FILE.xlsx|FILE.csv [--trial]');
  const rows = await readGrid(await readFile(file), columns);
  const parts = await openParts(config, 2);
  try {
    const { id: allianceId } = await ensureAlliance(parts.database.knex);
    const asked = { allianceId, rows, source: basename(file), trial: values['trial'] === true };
    const results = await importCooperatives(parts.database.knex, asked, parts.clock.now());
    report(values['json'], results, linesOf(results));
    return results.some(({ outcome }) => outcome === 'refused') ? 1 : 0;
  } finally {
    await parts.close();
  }
}

function linesOf(results: readonly RowResult[]): string[] {
  const counts = Map.groupBy(results, ({ outcome }) => outcome);
  const refused = counts.get('refused') ?? [];
  return [
    ...refused.flatMap(({ line, code, faults }) =>
      faults.map(({ field, detail }) => `${line}\t${code}\t${field}\t${detail.vi} / ${detail.en}`),
    ),
    [...counts].map(([outcome, rows]) => `${rows.length} ${outcome}`).join(', '),
  ];
}
