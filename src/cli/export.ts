// export --case ID: one case with its journal, papers and anchors, as JSON on the standard output.
import { readEntry } from '../engine/journal.ts';
import { logRead } from '../engine/unseal.ts';
import type { Config } from '../config.ts';
import { openParts, type Parts } from '../parts.ts';
import { flagsOf, namedCase, need } from './report.ts';

export async function exportCase(config: Config, args: string[]): Promise<number> {
  const { values } = flagsOf(args, ['case']);
  need(values, 'case');
  const parts = await openParts(config, 2);
  const db = parts.database.knex;
  try {
    const id = (await namedCase(values, db)) as string;
    process.stdout.write(`${JSON.stringify(await bundleOf(parts, id), null, 2)}\n`);
    return 0;
  } finally {
    await parts.close();
  }
}

async function bundleOf(parts: Parts, id: string): Promise<object> {
  const db = parts.database.knex;
  const row = await db('cases')
    .where({ id })
    .first('id', 'number', 'process', 'version', 'state', 'title', 'opened_on', 'snapshot');
  await logRead(db, parts.clock, { id: 'cli', operation: 'export' }, id);
  const events = await db('case_events').where({ case_id: id }).orderBy('version');
  const documents = await db('documents')
    .where({ case_id: id })
    .orderBy('id')
    .select('id', 'kind', 'symbol', 'state', 'sha256', 'issued_at');
  const proofs = await Promise.all(
    events.map(({ version }) => parts.anchors.proof(id, version as number)),
  );
  return {
    format: 'sang-lap/case/1',
    case: row,
    events: events.map((event, index) => ({
      version: event.version,
      prevHash: event.prev_hash.toString('hex'),
      hash: event.hash.toString('hex'),
      canonical: event.canonical,
      entry: readEntry(event.canonical),
      ...(proofs[index] ? { proof: proofs[index] } : {}),
    })),
    documents: documents.map((paper) => ({
      ...paper,
      sha256: paper.sha256?.toString('hex') ?? null,
    })),
  };
}
