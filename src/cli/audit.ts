// replay and audit: the journal checked against snapshots, against itself, and against the anchors.
import type { Config } from '../config.ts';
import { verifyAnchors, verifyChains, verifyReplay, type Report } from '../engine/audit.ts';
import { openParts, type Parts } from '../parts.ts';
import { flagsOf, namedCase, report, type Flags } from './report.ts';

export async function replayVerb(config: Config, args: string[]): Promise<number> {
  const { values } = flagsOf(args, ['case'], ['verify']);
  if (!values['verify']) throw new Error('usage: replay --verify [--case ID]');
  const parts = await openParts(config, 4);
  try {
    const { knex } = parts.database;
    const found = await verifyReplay(knex, parts.almanac, await namedCase(values, knex));
    report(values['json'], found, linesOf(found, 'replayed'));
    return found.breaks.length === 0 ? 0 : 1;
  } finally {
    await parts.close();
  }
}

export async function audit(config: Config, args: string[]): Promise<number> {
  const { values, positionals } = flagsOf(args, ['anchor']);
  const verb = { anchor, verify }[positionals[0] ?? ''];
  if (!verb) throw new Error('usage: audit verify [--anchor DIR] | audit anchor');
  const parts = await openParts(config, 4);
  try {
    return await verb(parts, values);
  } finally {
    await parts.close();
  }
}

async function anchor({ anchors }: Parts, values: Flags['values']): Promise<number> {
  const made = await anchors.write();
  report(values['json'], made ?? null, [
    made
      ? `anchor ${made.number}: ${made.events} events, root ${made.root}`
      : 'nothing new to anchor',
  ]);
  return 0;
}

async function verify({ config, database }: Parts, values: Flags['values']): Promise<number> {
  const folder = (values['anchor'] as string | undefined) ?? config.auditAnchorDir;
  const chains = await verifyChains(database.knex);
  const anchors = await verifyAnchors(database.knex, folder);
  const lines = [...linesOf(chains, 'checked'), `${anchors.anchors} anchors`, ...anchors.breaks];
  report(values['json'], { ...chains, anchors }, lines);
  return chains.breaks.length + anchors.breaks.length === 0 ? 0 : 1;
}

function linesOf({ cases, events, breaks }: Report, done: string): string[] {
  const found = breaks.map(
    ({ caseId, version, what }) => `BROKEN ${caseId} version ${version}: ${what}`,
  );
  return [
    `${cases} cases, ${events} events ${done}: ${breaks.length === 0 ? 'whole' : `${breaks.length} broken`}`,
    ...found,
  ];
}
