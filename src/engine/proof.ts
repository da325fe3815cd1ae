// Proves one exported case without a database: the chain of hashes, the replay of every decision, the papers that the
// decisions asked for, and the anchors. Names every broken link.
import canonicalize from 'canonicalize';
import { makeCalendar, type Calendar } from '../../machines/calendar.ts';
import type { Facts, Process } from '../../machines/define.ts';
import { processOf } from '../../machines/index.ts';
import { chainOf, type Anchor } from './anchor.ts';
import type { Bundle } from './bundle.ts';
import { firstHash, hashOf, readEntry, type Entry } from './journal.ts';
import { rootFrom } from './merkle.ts';
import { newSnapshot, type CaseSnapshot } from './snapshot.ts';
import { step } from './step.ts';

/** A file handed in beside the bundle. */
export type Given = { name: string; sha256: string };

export type ProofReport = {
  case: string;
  number: string;
  events: number;
  /** Events that lie under an anchor. */
  anchored: number;
  /** Papers with a hash, and how many of them were handed in as files. */
  papers: number;
  files: number;
  /** Where it is broken, each in one line; none when the case is proven. */
  breaks: string[];
};

/**
 * @param files undefined: papers are not compared with files
 * @param anchors lines of an anchor file kept elsewhere; undefined: anchors are taken as the bundle tells them
 */
export function proveBundle(
  bundle: Bundle,
  files: readonly Given[] | undefined,
  anchors: readonly Anchor[] | undefined,
): ProofReport {
  const papers = bundle.documents.filter(({ sha256 }) => sha256 !== null);
  const known = new Set(papers.map(({ sha256 }) => sha256));
  return {
    case: bundle.case.id,
    number: bundle.case.number,
    events: bundle.events.length,
    anchored: bundle.events.filter(({ proof }) => proof !== undefined).length,
    papers: papers.length,
    files: new Set(files?.map(({ sha256 }) => sha256).filter((hash) => known.has(hash))).size,
    breaks: [
      ...chainBreaks(bundle),
      ...replayBreaks(bundle),
      ...anchorBreaks(bundle, anchors),
      ...fileBreaks(known, files ?? []),
    ],
  };
}

function chainBreaks({ case: matter, events }: Bundle): string[] {
  const breaks: string[] = [];
  let previous: Buffer = firstHash;
  for (const [index, event] of events.entries()) {
    const hash = Buffer.from(event.hash, 'hex');
    const fault = linkFault(event, { version: index + 1, previous, caseId: matter.id });
    if (fault) breaks.push(`event ${index + 1}: ${fault}`);
    previous = hash;
  }
  if (events.length !== matter.version)
    breaks.push(`the case says ${matter.version} events, the journal has ${events.length}`);
  return breaks;
}

type Place = { version: number; previous: Buffer; caseId: string };

function linkFault(event: Bundle['events'][number], place: Place): string | undefined {
  const { version, previous, caseId } = place;
  if (event.version !== version) return `version ${event.version} stands here`;
  if (event.prevHash !== previous.toString('hex')) return 'does not follow the event before';
  if (hashOf(previous, event.canonical).toString('hex') !== event.hash)
    return 'the hash does not fit the content';
  const entry = readEntry(event.canonical);
  return entry.caseId === caseId && entry.version === version
    ? undefined
    : 'belongs to another place';
}

function replayBreaks(bundle: Bundle): string[] {
  const process = knownProcess(bundle.case.process);
  if (!process) return [`process ${bundle.case.process} is not known to this version`];
  if (!bundle.calendars || !bundle.bases)
    return ['calendars and settings are missing: export the case again with this version'];
  const asked: string[] = [];
  let snapshot: CaseSnapshot = newSnapshot(process);
  for (const { canonical } of bundle.events) {
    const entry = readEntry(canonical);
    const facts = factsOf(bundle, entry);
    if (typeof facts === 'string') return [`event ${entry.version}: ${facts}`];
    const stepped = step(process, snapshot, entry, facts);
    if (!stepped.ok) {
      const codes = stepped.refusal.reasons.map(({ code }) => code).join(', ');
      return [`event ${entry.version} (${entry.type}) would be refused: ${codes}`];
    }
    ({ snapshot } = stepped.outcome);
    stepped.outcome.effects.forEach((effect, index) => {
      if (effect.kind === 'issue')
        asked.push(`${entry.caseId}/${entry.version}/${index} ${effect.document}`);
    });
    const to = stepped.outcome.standing.state;
    if (to !== entry.to) return [`event ${entry.version}: leads to ${to}, not to ${entry.to}`];
  }
  return [...endBreaks(bundle, snapshot), ...paperBreaks(bundle, asked)];
}

function knownProcess(key: string): Process | undefined {
  try {
    return processOf(key);
  } catch {
    return undefined;
  }
}

function factsOf({ case: matter, ...grounds }: Bundle, entry: Entry): Facts | string {
  const basis = grounds.bases?.[entry.settings];
  const days = grounds.calendars?.[entry.calendar];
  if (!basis || !days) return 'the calendar or the settings it was decided on are missing';
  const calendar: Calendar = makeCalendar(days, entry.calendar);
  return {
    caseId: matter.id,
    number: entry.version === 1 ? '' : matter.number,
    at: entry.at,
    on: entry.occurredOn,
    by: entry.actor,
    calendar,
    settings: basis.settings,
    ...(basis.criteria ? { criteria: basis.criteria as Facts['criteria'] & object } : {}),
    found: entry.found ?? {},
  };
}

function endBreaks({ case: matter, events }: Bundle, snapshot: CaseSnapshot): string[] {
  const last = readEntry(events.at(-1)?.canonical ?? '{}').to;
  return [
    ...(canonicalize(snapshot) === canonicalize(matter.snapshot)
      ? []
      : ['replaying gives another snapshot']),
    ...(last === matter.state
      ? []
      : [`the journal ends in ${last}, the case says ${matter.state}`]),
  ];
}

/** Every paper was asked for by an event, and every one asked for is there. */
function paperBreaks({ documents }: Bundle, asked: readonly string[]): string[] {
  const here = documents.map(({ id, kind }) => `${id} ${kind}`);
  return [
    ...here
      .filter((paper) => !asked.includes(paper))
      .map((paper) => `paper ${paper}: no event asked for it`),
    ...asked
      .filter((paper) => !here.includes(paper))
      .map((paper) => `paper ${paper}: asked for and not there`),
  ];
}

function anchorBreaks({ events }: Bundle, anchors: readonly Anchor[] | undefined): string[] {
  const outside = anchors && new Map(anchors.map((anchor) => [anchor.number, anchor]));
  return [
    ...(anchors ? lineBreaks(anchors) : []),
    ...events.flatMap(({ version, hash, proof }) => {
      if (!proof) return [];
      const root = rootFrom(Buffer.from(hash, 'hex'), proof.path).toString('hex');
      const fault =
        proof.hash !== hash || root !== proof.anchor.root
          ? `does not lie under anchor ${proof.anchor.number}`
          : outside && outside.get(proof.anchor.number)?.root !== root
            ? `anchor ${proof.anchor.number} is not in the anchor file, or is another there`
            : undefined;
      return fault ? [`event ${version}: ${fault}`] : [];
    }),
  ];
}

/** The lines of the anchor file follow each other. */
function lineBreaks(anchors: readonly Anchor[]): string[] {
  return anchors.flatMap(({ number, root, chain }, index) => {
    const before = anchors[index - 1];
    const follows =
      number === (before?.number ?? 0) + 1 &&
      chain === chainOf(before?.chain, Buffer.from(root, 'hex'));
    return follows ? [] : [`anchor ${number} does not follow the anchor before`];
  });
}

function fileBreaks(known: ReadonlySet<string | null>, files: readonly Given[]): string[] {
  return files
    .filter(({ sha256 }) => !known.has(sha256))
    .map(({ name }) => `file ${name}: is none of the papers of this case`);
}
