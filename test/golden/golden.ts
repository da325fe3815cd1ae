// A recorded story of one version of a process: its journal, what was known when it was told, and where it ended. It
// must replay to the same snapshot for ever, whatever becomes of calendars, settings and the wording of laws.
import { makeCalendar, nationalDays, type CalendarDay } from '../../machines/calendar.ts';
import type { Facts, Process } from '../../machines/define.ts';
import { firstHash, link, readEntry, type Entry } from '../../src/engine/journal.ts';
import { newSnapshot, standingOf, thaw, type CaseSnapshot } from '../../src/engine/snapshot.ts';
import { step } from '../../src/engine/step.ts';
import type { Recorded } from '../../src/engine/replay.ts';
import type { Told } from '../machines/given.ts';

export type Golden = {
  process: string;
  number: string;
  calendar: { revision: string; days: readonly CalendarDay[] };
  settings: { revision: string; values: Facts['settings'] };
  journal: readonly { entry: Entry; hash: string }[];
  snapshot: CaseSnapshot;
};

const revision = 'golden';

/** Records a story. Days off are those of the year it begins in, kept with it. */
export function record(process: Process, told: readonly Told[]): Golden {
  const [first] = told;
  if (!first) throw new Error('nothing was told');
  const year = first.facts.on.slice(0, 4);
  const days = nationalDays.filter(({ date }) => date.startsWith(year));
  const { number, settings } = first.facts;
  const calendar = makeCalendar(days, revision);
  const journal: { entry: Entry; hash: string }[] = [];
  let snapshot = newSnapshot(process);
  let head: Buffer = firstHash;
  for (const { event, facts: known } of told) {
    const facts = { ...known, calendar };
    const stepped = step(process, snapshot, event, facts);
    if (!stepped.ok) throw new Error(`${event.type} is refused`);
    const { outcome } = stepped;
    const entry: Entry = {
      actor: facts.by,
      at: facts.at,
      calendar: revision,
      caseId: facts.caseId,
      eventId: `0190a000-0000-7000-9000-${String(outcome.snapshot.version).padStart(12, '0')}`,
      from: standingOf(thaw(process, snapshot, facts)).state,
      law: outcome.law,
      occurredOn: facts.on,
      payload: event.payload,
      process: process.key,
      settings: revision,
      to: outcome.standing.state,
      type: event.type,
      version: outcome.snapshot.version,
      ...(Object.keys(facts.found).length > 0 ? { found: facts.found } : {}),
    };
    const { canonical, hash } = link(head, entry);
    journal.push({ entry: readEntry(canonical), hash: hash.toString('hex') });
    ({ snapshot } = outcome);
    head = hash;
  }
  return {
    process: process.key,
    number,
    calendar: { revision, days },
    settings: { revision, values: settings },
    journal,
    snapshot: JSON.parse(JSON.stringify(snapshot)) as CaseSnapshot,
  };
}

/** The journal as replaying takes it. */
export function recordedOf({ journal, calendar, settings, number }: Golden): Recorded[] {
  const days = makeCalendar(calendar.days, calendar.revision);
  return journal.map(({ entry: { type, payload, caseId, at, occurredOn, actor, found = {} } }) => ({
    event: { type, payload },
    facts: {
      caseId,
      number,
      at,
      on: occurredOn,
      by: actor,
      calendar: days,
      settings: settings.values,
      found,
    },
  }));
}
