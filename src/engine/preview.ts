// What an act would bring about, before it is done: where the case goes, who is told, which papers, terms and work
// follow. The same decision as the act itself, refused for the same reasons; nothing of it is kept.
import type { Knex } from 'knex';
import type { LocalDate } from '../../machines/calendar.ts';
import type { Process, Recipient, Register } from '../../machines/define.ts';
import { processOf } from '../../machines/index.ts';
import type { Role } from '../../machines/roles.ts';
import type { Text } from '../../machines/text.ts';
import type { Clock } from '../clock.ts';
import type { Almanac } from './almanac.ts';
import type { CommitRow } from './commit.ts';
import { decide, type Loaded, type Request } from './decide.ts';
import type { AskedEffect } from './effects.ts';
import { createFindOut } from './found.ts';
import { firstHash } from './journal.ts';
import { readRow, type CaseRow } from './reading.ts';
import type { Person } from './rights.ts';
import { termOf, type Terms } from './terms.ts';
import { stateById, titleOf } from './titles.ts';
import type { Unseal } from './unseal.ts';

export type Told = {
  template: string;
  /** Null for somebody the person may not know of. */
  name: string | null;
  /** Whether an account, only an address, or nothing at all is known. */
  reach: 'account' | 'address' | 'none';
};

export type Paper = { kind: string; title: Text; register: Register | null };

export type TermChange = { term: string; title: Text; law: string; state: string };

export type Preview = {
  id: string;
  /** Version of the case that was looked at. */
  version: number;
  type: string;
  occurredOn: LocalDate;
  state: string;
  stateTitle: Text;
  open: boolean;
  notices: Told[];
  papers: Paper[];
  terms: { armed: (TermChange & { due: LocalDate })[]; closed: TermChange[] };
  work: { opened: { title: Text; roles: Role[]; dueOn: LocalDate | null }[]; closed: Text[] };
  /** Processes in which a linked case opens, and events sent to linked cases. */
  linked: { process: string | null; event: string }[];
};

type Looked = Pick<Request, 'type' | 'payload'> & { occurredOn?: LocalDate | undefined };

/** @throws Problem as the act itself would, the anchoring of certificates aside */
export type Foresee = (person: Person, caseId: string, looked: Looked) => Promise<Preview>;

export type PreviewDeps = {
  knex: Knex;
  clock: Clock;
  almanac: Almanac;
};

/** What is not kept need not be encrypted. */
const unkept = { lock: () => Buffer.alloc(0), mark: () => undefined };

export function createPreview(deps: PreviewDeps): Foresee {
  const ahead = lookingAhead(deps);
  return async (person, caseId, looked) => {
    const { process, loaded, written, answer } = await ahead(person, caseId, looked);
    const { state, occurredOn } = answer;
    const { version } = loaded.snapshot;
    const about = { id: caseId, version, type: looked.type, occurredOn, state };
    const stateTitle = titleOf(process, state);
    const follows = consequences(process, loaded, written, person);
    return { ...about, stateTitle, open: written.open, ...follows };
  };
}

/** A paper that an act would bring about, with what it would say. */
export type DraftPaper = { kind: string; title: Text; data: Record<string, unknown> };

/** In the order of a preview's papers; identifiers as this person may read them. @throws Problem as the act itself */
export type DraftPapers = (person: Person, caseId: string, looked: Looked) => Promise<DraftPaper[]>;

export function createDraftPapers({
  unseal,
  ...deps
}: PreviewDeps & { unseal: Unseal }): DraftPapers {
  const ahead = lookingAhead(deps);
  return async (person, caseId, looked) => {
    const { written } = await ahead(person, caseId, looked);
    const effects = (written.outbox ?? []).map(({ payload }) => payload as AskedEffect);
    const papers = effects.flatMap((effect) =>
      effect.kind === 'issue'
        ? [{ kind: effect.document, title: effect.title, data: effect.data as DraftPaper['data'] }]
        : [],
    );
    return unseal(caseId, papers, { person, operation: 'draftPaper' });
  };
}

type Ahead = {
  process: Process;
  loaded: Loaded;
  written: CommitRow;
  answer: { state: string; occurredOn: LocalDate };
};

/** Decides as the act would, and keeps nothing. */
function lookingAhead({ knex, clock, almanac }: PreviewDeps) {
  const findOut = createFindOut(knex);
  return async (
    person: Person,
    caseId: string,
    { type, payload, occurredOn }: Looked,
  ): Promise<Ahead> => {
    const row = await readRow(knex, person, caseId);
    const process = processOf(row.process);
    const loaded = loadedOf(row);
    const about = { caseId: row.id, allianceId: row.alliance_id, process };
    const asked = { ...about, type, payload, by: person.id };
    const { found } = await findOut(asked, loaded.snapshot.data);
    const expect = loaded.snapshot.version;
    const dated = occurredOn === undefined ? {} : { occurredOn };
    const basis = await almanac.basis(row.alliance_id, process);
    const { row: written, answer } = decide(
      loaded,
      { by: person, type, payload, expect, ...dated },
      { process, basis, at: clock.now(), found, newCode: () => '', vault: unkept },
    );
    return { process, loaded, written, answer };
  };
}

/** Nothing is chained to what is not kept. */
function loadedOf({ id, number, state, snapshot, ...row }: CaseRow): Loaded {
  const { alliance_id: alliance, opened_on: openedOn, parent_id: parent } = row;
  return { id, alliance, number, state, snapshot, head: firstHash, openedOn, parent };
}

type Consequences = Pick<Preview, 'notices' | 'papers' | 'terms' | 'work' | 'linked'>;

function consequences(
  process: Process,
  { snapshot }: Loaded,
  row: CommitRow,
  person: Person,
): Consequences {
  const after = row.snapshot as Loaded['snapshot'];
  const effects = (row.outbox ?? []).map(({ payload }) => payload as AskedEffect);
  const known = knownTo(process, person, { data: after.data, parties: row.parties });
  return {
    notices: effects.flatMap((effect) =>
      effect.kind === 'notify' ? [toldOf(effect.template, effect.recipient, known)] : [],
    ),
    papers: effects.flatMap((effect) => (effect.kind === 'issue' ? [paperOf(effect)] : [])),
    terms: termChanges(process, snapshot.terms, after.terms),
    work: {
      opened: (row.opened ?? []).map(({ title, roles, due }) => ({
        title: title as Text,
        roles: roles as Role[],
        dueOn: due,
      })),
      closed: (row.closed ?? []).flatMap((state) => process.works[state]?.title ?? []),
    },
    linked: effects.flatMap(linkOf),
  };
}

function linkOf(effect: AskedEffect): Preview['linked'] {
  if (effect.kind === 'open') return [{ process: effect.process, event: effect.event }];
  return effect.kind === 'send' ? [{ process: null, event: effect.event }] : [];
}

/** A name is shown to those who can read it in the case, in the view that the process gives them. */
function knownTo(
  process: Process,
  person: Person,
  { data, parties }: { data: Record<string, unknown>; parties: readonly string[] },
): (recipient: Recipient) => boolean {
  const shown = JSON.stringify(process.view?.(data, person) ?? data);
  return ({ person: account, name }) =>
    account === person.id ||
    (account !== undefined && parties.includes(account)) ||
    shown.includes(JSON.stringify(name));
}

function toldOf(
  template: string,
  recipient: Recipient,
  known: (recipient: Recipient) => boolean,
): Told {
  const { name, person, email } = recipient;
  const reach = person === undefined ? (email === undefined ? 'none' : 'address') : 'account';
  return { template, name: known(recipient) ? name : null, reach };
}

function paperOf({ document, title, register }: Extract<AskedEffect, { kind: 'issue' }>): Paper {
  return { kind: document, title, register: register ?? null };
}

/** Terms that begin or get another end, and terms that end. */
function termChanges(process: Process, before: Terms, after: Terms): Preview['terms'] {
  const armed = Object.entries(after).flatMap(([key, { due }]) =>
    before[key]?.due === due || termOf(process, key)?.rolling
      ? []
      : [{ ...changeOf(process, key), due }],
  );
  const closed = Object.keys(before).flatMap((key) =>
    after[key] === undefined ? [changeOf(process, key)] : [],
  );
  return { armed, closed };
}

function changeOf(process: Process, key: string): TermChange {
  const { title, law } = termOf(process, key) as Process['terms'][string];
  const [id = '', term = ''] = key.split('/');
  return { term, title, law, state: stateById(process, id) ?? id };
}
