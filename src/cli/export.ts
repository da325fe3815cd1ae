// export --case ID: one case with its journal, papers and anchors, as JSON on the standard output.
import { bundleOf } from '../engine/bundle.ts';
import { logRead } from '../engine/unseal.ts';
import type { Config } from '../config.ts';
import { openParts } from '../parts.ts';
import { flagsOf, namedCase, need } from './report.ts';

export async function exportCase(config: Config, args: string[]): Promise<number> {
  const { values } = flagsOf(args, ['case']);
  need(values, 'case');
  const parts = await openParts(config, 2);
  const db = parts.database.knex;
  try {
    const id = (await namedCase(values, db)) as string;
    await logRead(db, parts.clock, { id: 'cli', operation: 'export' }, id);
    process.stdout.write(`${JSON.stringify(await bundleOf(db, id, parts), null, 2)}\n`);
    return 0;
  } finally {
    await parts.close();
  }
}
