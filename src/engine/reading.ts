// What a person reads of one case: where it stands, what it knows, what may be done, its journal and its papers. All
// of it behind the one rights filter, in the view that the process gives this person, with identifiers unsealed.
import type { Knex } from 'knex';
import type { Instant, LocalDate } from '../../machines/calendar.ts';
import type { Actor, Facts, Found, Process } from '../../machines/define.ts';
import type { LooksUp } from '../../machines/lookup.ts';
import type { BriefSection, ScoreSheet } from '../../machines/glance.ts';
import { processOf } from '../../machines/index.ts';
import type { Role } from '../../machines/roles.ts';
import type { Text } from '../../machines/text.ts';
import type { Clock } from '../clock.ts';
import { Problem } from '../problem.ts';
import { actionsOf, type Action } from './actions.ts';
import type { Almanac } from './almanac.ts';
import { lookUp } from './found.ts';
import { isId } from './id.ts';
import { accountId } from './narrowing.ts';
import { shownId } from './queue.ts';
import { visibleCases, type Person } from './rights.ts';
import { standingOf, thaw, type CaseSnapshot } from './snapshot.ts';
import { termOf } from './terms.ts';
import { stateById, titleOf } from './titles.ts';
import type { Unseal } from './unseal.ts';

export type Who = { id: string; name: string | null };

export type TermView = {
  term: string;
  title: Text;
  law: string;
  /** `unconfirmed` is a figure that staff must confirm, never law. */
  confidence: 'verified' | 'unconfirmed';
  state: string;
  since: LocalDate;
  due: LocalDate;
  paused: boolean;
};

export type OpenWork = { id: string; title: Text; roles: Role[]; dueOn: LocalDate | null };

export type CaseView = {
  id: string;
  number: string;
  process: { id: string; version: number; title: Text };
  version: number;
  state: string;
  stateTitle: Text;
  /** Every active leaf: several while work goes on side by side. */
  states: { state: string; title: Text }[];
  /** Whose turn it is. */
  turns: { name: string; title: Text }[];
  open: boolean;
  title: string;
  commune: string;
  unit: string;
  parent: string | null;
  assignee: Who | null;
  parties: Who[];
  openedOn: LocalDate;
  dueOn: LocalDate | null;
  terms: TermView[];
  data: Record<string, unknown>;
  workItems: OpenWork[];
  /** The case at a glance, out of the data this person may read. */
  brief: readonly BriefSection[];
  /** The sheet that people of this case score, each by themselves; null when there is none. */
  scoring: ({ event: string } & ScoreSheet) | null;
  updatedAt: Instant;
};

export type ActionList = {
  id: string;
  version: number;
  state: string;
  on: LocalDate;
  actions: Action[];
};

export type Reading = {
  /** @throws Problem `not-found`, also for what is hidden from the person */
  version(person: Person, id: string): Promise<number>;
  /** @throws Problem `not-found` */
  read(person: Person, id: string): Promise<CaseView>;
  /** Every action of the process with reasons why not. @throws Problem `not-found` */
  actions(person: Person, id: string): Promise<ActionList & { process: Process }>;
  /** Where the case stands. @throws Problem `not-found` */
  standing(person: Person, id: string): Promise<{ process: Process; leaves: string[] }>;
  /** The case for a read model of its process: all of it, and what this person may see. @throws Problem `not-found` */
  inside(person: Person, id: string): Promise<Inside>;
};

export type Inside = {
  version: number;
  state: string;
  terms: TermView[];
  process: Process;
  data: Record<string, unknown>;
  seen: Record<string, unknown>;
  facts: Facts;
};

export type CaseRow = {
  id: string;
  alliance_id: string;
  process: string;
  number: string;
  version: number;
  state: string;
  open: boolean;
  snapshot: CaseSnapshot;
  title: string;
  commune: string;
  unit: string;
  parent_id: string | null;
  assignee: string | null;
  assignee_name: string | null;
  due_on: LocalDate | null;
  parties: string[];
  opened_on: LocalDate;
  updated_at: Date;
};

export type ReadingDeps = { knex: Knex; almanac: Almanac; clock: Clock; unseal: Unseal };

export function createReading({ knex: db, almanac, clock, unseal }: ReadingDeps): Reading {
  const factsOf = factsBy(almanac, clock);

  /** @throws Problem `not-found` */
  async function opened(person: Person, id: string): Promise<Opened> {
    const row = await readRow(db, person, id);
    const process = processOf(row.process);
    return { row, process, facts: await factsOf(row, process, person) };
  }

  return {
    version: (person, id) => readVersion(db, person, id),
    async read(person, id) {
      const { row, process, facts } = await opened(person, id);
      return viewOf({ db, unseal }, row, process, facts);
    },
    async actions(person, id) {
      const row = await readRow(db, person, id);
      const process = processOf(row.process);
      const found = await foundFor(db, row, process, person);
      const facts = await factsOf(row, process, person, found);
      const actions = actionsOf(process, row.snapshot, facts);
      return { process, id, version: row.version, state: row.state, on: facts.on, actions };
    },
    async standing(person, id) {
      const { row, process, facts } = await opened(person, id);
      return { process, leaves: standingOf(thaw(process, row.snapshot, facts)).leaves };
    },
    async inside(person, id) {
      const { row, process, facts } = await opened(person, id);
      const { data } = row.snapshot;
      const at = { version: row.version, state: row.state, terms: termsOf(process, row.snapshot) };
      return { ...at, process, data, seen: process.view?.(data, facts.by) ?? data, facts };
    },
  };
}

type FactsOf = (row: CaseRow, process: Process, by: Actor, found?: Found) => Promise<Facts>;

function factsBy(almanac: Almanac, clock: Clock): FactsOf {
  return async (row, process, by, found = {}) => {
    const { settingsRevision: _revision, ...basis } = await almanac.basis(row.alliance_id, process);
    const { id, name, roles } = by;
    const moment = { at: clock.now(), on: clock.today(), by: { id, name, roles } };
    return { caseId: row.id, number: row.number, ...moment, ...basis, found };
  };
}

type Opened = { row: CaseRow; process: Process; facts: Facts };

type Source = { db: Knex; unseal: Unseal };

async function viewOf(
  { db, unseal }: Source,
  row: CaseRow,
  process: Process,
  facts: Facts,
): Promise<CaseView> {
  const seen = process.view?.(row.snapshot.data, facts.by) ?? row.snapshot.data;
  const [data, workItems, parties] = await Promise.all([
    unseal(row.id, seen, { person: facts.by, operation: 'readCase' }),
    openWork(db, row.id),
    peopleOf(db, row.parties),
  ]);
  const brief = process.brief?.(data, facts) ?? [];
  const scoring = scoringOf(process, data, facts);
  return { ...headingOf(row, process, facts), parties, data, workItems, brief, scoring };
}

function scoringOf(
  { scoring }: Process,
  data: Record<string, unknown>,
  facts: Facts,
): CaseView['scoring'] {
  return scoring ? { event: scoring.event, ...scoring.sheet(data, facts) } : null;
}

async function readVersion(db: Knex, person: Person, id: string): Promise<number> {
  const visible = visibleCases(person);
  const { rows } = await db.raw<{ rows: { version: number }[] }>(
    `select c.version from cases c where c.id = ?::uuid and ${visible.sql}`,
    [checkedId(id), ...visible.bindings] as never,
  );
  const row = rows[0];
  if (!row) throw new Problem('not-found');
  return row.version;
}

/** The row of a case the person may see. @throws Problem `not-found` */
export async function readRow(db: Knex, person: Person, id: string): Promise<CaseRow> {
  const visible = visibleCases(person);
  const { rows } = await db.raw<{ rows: CaseRow[] }>(
    `select c.id, c.alliance_id, c.process, c.number, c.version, c.state, c.open, c.snapshot, c.title, c.commune, c.unit,
       c.parent_id, c.assignee, a.name as assignee_name, c.due_on, c.parties, c.opened_on, c.updated_at
     from cases c left join accounts a on a.id = ${accountId('c.assignee')} where c.id = ?::uuid and ${visible.sql}`,
    [checkedId(id), ...visible.bindings] as never,
  );
  const row = rows[0];
  if (!row) throw new Problem('not-found');
  return row;
}

function checkedId(id: string): string {
  if (!isId(id)) throw new Problem('not-found');
  return id;
}

function headingOf(
  row: CaseRow,
  process: Process,
  facts: Facts,
): Omit<CaseView, 'parties' | 'data' | 'workItems' | 'brief' | 'scoring'> {
  const { id, number, version, state, open, title, commune, unit, assignee } = row;
  const standing = standingOf(thaw(process, row.snapshot, facts));
  return {
    id,
    number,
    process: { id: process.id, version: process.version, title: process.title },
    version,
    state,
    stateTitle: standing.title,
    states: standing.leaves.map((leaf) => ({ state: leaf, title: titleOf(process, leaf) })),
    turns: standing.turns.map((name) => ({
      name,
      title: process.actors[name]?.title ?? { vi: name, en: name },
    })),
    open,
    title,
    commune,
    unit,
    parent: row.parent_id,
    assignee: assignee === null ? null : { id: assignee, name: row.assignee_name },
    openedOn: row.opened_on,
    dueOn: row.due_on,
    terms: termsOf(process, row.snapshot),
    updatedAt: row.updated_at.toISOString(),
  };
}

function termsOf(process: Process, { terms }: CaseSnapshot): TermView[] {
  return Object.entries(terms).flatMap(([key, { since, due, left }]) => {
    const term = termOf(process, key);
    if (!term) return [];
    const [id = '', name = ''] = key.split('/');
    const { title, law, confidence } = term;
    const state = stateById(process, id) ?? id;
    return [{ term: name, title, law, confidence, state, since, due, paused: left !== undefined }];
  });
}

/** Claims are left out: they change without a new version of the case. */
async function openWork(db: Knex, caseId: string): Promise<OpenWork[]> {
  const rows = await db('work_items')
    .where({ case_id: caseId })
    .whereNull('closed_at')
    .orderBy('id')
    .select('id', 'title', 'roles', 'due_on');
  return rows.map(({ id, title, roles, due_on }) => ({
    id: shownId(id as string),
    title: title as Text,
    roles: roles as Role[],
    dueOn: due_on as LocalDate | null,
  }));
}

/** Accounts with their names, in the order given. */
async function peopleOf(db: Knex, ids: readonly string[]): Promise<Who[]> {
  if (ids.length === 0) return [];
  const rows = await db('accounts').whereIn('id', ids.filter(isId)).select('id', 'name');
  const names = new Map(rows.map(({ id, name }) => [id as string, name as string]));
  return ids.map((id) => ({ id, name: names.get(id) ?? null }));
}

/** What the events that can follow would look up by the case's own data; what a payload names is not known yet. */
async function foundFor(
  db: Knex,
  row: CaseRow,
  process: Process,
  { id: by }: Person,
): Promise<Found> {
  const asked = Object.entries(process.events).flatMap(([type, { looksUp }]) =>
    looksUp && type !== process.opensWith ? [lookedUp(looksUp, row.snapshot.data)] : [],
  );
  const { found } = await lookUp(
    db,
    { allianceId: row.alliance_id, caseId: row.id, by },
    Object.assign({}, ...asked.toReversed()) as ReturnType<LooksUp>,
  );
  return found;
}

function lookedUp(looksUp: LooksUp, data: Record<string, unknown>): ReturnType<LooksUp> {
  try {
    return looksUp({}, data);
  } catch {
    return {};
  }
}
