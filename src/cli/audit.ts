// replay and audit: the journal checked against snapshots, against itself, and against the anchors.
import type { Config } from '../config.ts';
import { verifyAnchors, verifyChains, verifyReplay, type Report } from '../engine/audit.ts';
import { openParts } from '../parts.ts';
import { flagsOf, report } from './report.ts';

export async function replayVerb(config: Config, args: string[]): Promise<number> {
  const { values } = flagsOf(args, ['case'], ['verify']);
  if (!values['verify']) throw new Error('usage: replay --verify [--case ID]');
  const parts = await openParts(config, 4);
  try {
    const found = await verifyReplay(
      parts.database.knex,
      parts.almanac,
      values['case'] as string | undefined,
    );
    report(values['json'], found, linesOf(found, 'replayed'));
    return found.breaks.length === 0 ? 0 : 1;
  } finally {
    await parts.close();
  }
}

export async function audit(config: Config, args: string[]): Promise<number> {
  const { values, positionals } = flagsOf(args, ['anchor']);
  const parts = await openParts(config, 4);
  const folder = (values['anchor'] as string | undefined) ?? config.auditAnchorDir;
  try {
    if (positionals[0] === 'anchor') {
      const anchor = await parts.anchors.write();
      report(values['json'], anchor ?? null, [
        anchor
          ? `anchor ${anchor.number}: ${anchor.events} events, root ${anchor.root}`
          : 'nothing new to anchor',
      ]);
      return 0;
    }
    if (positionals[0] !== 'verify')
      throw new Error('usage: audit verify [--anchor DIR] | audit anchor');
    const chains = await verifyChains(parts.database.knex);
    const anchors = await verifyAnchors(parts.database.knex, folder);
    const lines = [...linesOf(chains, 'checked'), `${anchors.anchors} anchors`, ...anchors.breaks];
    report(values['json'], { ...chains, anchors }, lines);
    return chains.breaks.length + anchors.breaks.length === 0 ? 0 : 1;
  } finally {
    await parts.close();
  }
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
