// The drafting room of a founding case: where each part stands, what its form still lacks, and which rules of the law it
// does not meet, judged on what is written so far and not only on what was handed in.
import type { Knex } from 'knex';
import type { Facts, Process } from '../../machines/define.ts';
import type { Founding, Stage } from '../../machines/founding/data.ts';
import { rulesOf } from '../../machines/founding/lawfulness.ts';
import {
  drafts,
  partNames,
  partTitles,
  planYears,
  type Contents,
  type Part,
} from '../../machines/founding/parts.ts';
import { committedBy, planFigures, type PlanFigures } from '../../machines/founding/plan.ts';
import { processOf } from '../../machines/index.ts';
import type { Text } from '../../machines/text.ts';
import type { Clock } from '../clock.ts';
import { Problem, type Fault } from '../problem.ts';
import type { Almanac } from './almanac.ts';
import { readRow } from './reading.ts';
import { unmetRules, type Reason } from './reasons.ts';
import type { Person } from './rights.ts';
import type { Unseal } from './unseal.ts';
import { parse } from './validate.ts';

export type DraftPart = {
  part: Part;
  title: Text;
  stage: Stage;
  /** What the adviser asks to be changed. */
  comments: string | null;
  /** Saved, and not yet handed in as it is now. */
  unsent: boolean;
  /** What the form lacks; the rules are judged once nothing is lacking. */
  faults: Fault[];
  /** Rules not met, with their articles. */
  reasons: Reason[];
};

export type DraftingRoom = {
  id: string;
  version: number;
  state: string;
  parts: DraftPart[];
  /** The business plan in figures as it is written now; null while its years are not complete. */
  plan: PlanFigures | null;
};

export type DraftingDeps = { knex: Knex; almanac: Almanac; clock: Clock; unseal: Unseal };

/** @throws Problem `not-found`, also for a case of another process */
export async function readDraftingRoom(
  { knex, almanac, clock, unseal }: DraftingDeps,
  person: Person,
  id: string,
): Promise<DraftingRoom> {
  const row = await readRow(knex, person, id);
  const process = processOf(row.process);
  if (process.id !== 'founding') throw new Problem('not-found');
  const { settingsRevision: _, ...basis } = await almanac.basis(row.alliance_id, process);
  const by = { id: person.id, name: person.name, roles: person.roles };
  const moment = { at: clock.now(), on: clock.today(), by };
  const facts = { caseId: row.id, number: row.number, ...moment, ...basis, found: {} };
  const read = { person, operation: 'readDrafting' };
  const sealed = row.snapshot.data as unknown as Founding;
  const plain = (await unseal(row.id, row.snapshot.data, read)) as unknown as Founding;
  return {
    id: row.id,
    version: row.version,
    state: row.state,
    parts: partsOf(process, { sealed, plain }, facts),
    plan: planOf({ sealed, plain }),
  };
}

/** Years need not wait for the other headings of the plan. */
function planOf(told: Told): PlanFigures | null {
  const { years } = (toldIn(told.sealed, 'plan') ?? {}) as { years?: unknown };
  const parsed = planYears.safeParse(years);
  const members = writtenOf(told, 'members')?.value as Contents['members'] | undefined;
  return (parsed.success && planFigures(parsed.data, committedBy(members?.list))) || null;
}

/** Forms are checked on what people wrote; rules read what is kept, where identifiers are sealed. */
type Told = { sealed: Founding; plain: Founding };

type Written = { value?: unknown; faults: Fault[] };

/** What is written of a part: what was saved last, or handed in. */
function writtenOf({ sealed, plain }: Told, part: Part): Written | undefined {
  const value = toldIn(sealed, part);
  if (value === undefined) return undefined;
  const parsed = parse(drafts[part], toldIn(plain, part), `/${part}`);
  return parsed.ok ? { value, faults: [] } : { faults: parsed.faults };
}

function toldIn({ parts }: Founding, part: Part): unknown {
  const { stage, sketch, content } = parts[part];
  return stage === 'draft' ? (sketch ?? content) : content;
}

/** The case as if all that is complete had been handed in: parts are judged against each other. */
function asWritten(data: Founding, written: ReadonlyMap<Part, Written | undefined>): Founding {
  const parts = { ...data.parts } as Record<Part, object>;
  for (const [part, { value } = {} as Written] of written)
    if (value !== undefined)
      parts[part] = { ...data.parts[part], content: value, profile: data.profile };
  return { ...data, parts: parts as Founding['parts'] };
}

function partsOf(process: Process, told: Told, facts: Facts): DraftPart[] {
  const { sealed: data } = told;
  const written = new Map(partNames.map((part) => [part, writtenOf(told, part)]));
  const seen = asWritten(data, written) as unknown as Record<string, unknown>;
  return partNames.map((part) => {
    const { stage, sketch, comments } = data.parts[part];
    const { value, faults } = written.get(part) ?? { faults: [] };
    const judged = value === undefined ? [] : rulesOf[part];
    return {
      part,
      title: partTitles[part],
      stage,
      comments: comments ?? null,
      unsent: stage === 'draft' && sketch !== undefined,
      faults,
      reasons: unmetRules(process, { data: seen, facts, payload: {} }, judged),
    };
  });
}
