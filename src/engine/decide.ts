// From a request on a loaded case to the row that commits it, or to the problem that ends it. No I/O.
import { createHash, randomBytes, randomUUID } from 'node:crypto';
import type { Instant, LocalDate } from '../../machines/calendar.ts';
import type { Actor, Facts, Found, Process } from '../../machines/define.ts';
import type { PersonalKind } from '../../machines/personal.ts';
import { Problem } from '../problem.ts';
import type { Vault } from '../vault.ts';
import type { Basis } from './almanac.ts';
import type { CommitRow } from './commit.ts';
import { workingMoment } from './hours.ts';
import { newId } from './id.ts';
import { link, type Entry } from './journal.ts';
import { legalDate } from './legal-date.ts';
import type { Person } from './rights.ts';
import { sealPayload, type PutAway } from './seal.ts';
import type { CaseSnapshot } from './snapshot.ts';
import { generalEvents, step, type CaseEvent, type Outcome } from './step.ts';
import { parse } from './validate.ts';

/** What someone asks of a case. */
export type Request = {
  by: Person;
  type: string;
  payload: unknown;
  /** The version the person saw; undefined when the event does not depend on it. */
  expect?: number;
  occurredOn?: LocalDate;
  clientRef?: string;
  /** Idempotency key with the digest of the request's bytes. */
  key?: { key: string; request: string };
};

/** A case as read for a decision. */
export type Loaded = {
  id: string;
  alliance: string;
  number: string;
  /** Public state; `new` before the first event. */
  state: string;
  snapshot: CaseSnapshot;
  head: Buffer;
  openedOn: LocalDate;
  parent: string | null;
};

/** What came of a request, as answered and as kept for the same key. */
export type Answer = {
  id: string;
  eventId: string;
  version: number;
  state: string;
  occurredOn: LocalDate;
  number: string;
};

export type Decision = { row: CommitRow; answer: Answer };

export type Surroundings = {
  process: Process;
  basis: Basis;
  at: Instant;
  found: Found;
  /** A new, unguessable verification code for a paper. */
  newCode: () => string;
  /** Encrypts what is put away. */
  vault: Pick<Vault, 'lock' | 'mark'>;
};

/** Decides on an event asked for by a person. @throws Problem */
export function decide(loaded: Loaded, request: Request, around: Surroundings): Decision {
  const { process } = around;
  const definition = Object.hasOwn(process.events, request.type)
    ? process.events[request.type]
    : undefined;
  if (!definition) throw unknownEvent(process, request.type);
  checkVersion(loaded, request, definition.concurrent);
  const parsed = parse(definition.payload, request.payload ?? {}, '/payload');
  if (!parsed.ok) throw new Problem('invalid', { errors: parsed.faults });
  const on = legalDate(loaded, request, around);
  const persons: NonNullable<CommitRow['persons']> = [];
  const payload = sealPayload(definition.payload, parsed.value, on, putAway(persons, around.vault));
  const decision = decideEvent(
    loaded,
    { type: request.type, payload },
    { ...around, on, by: request.by },
    request,
  );
  if (persons.length > 0) decision.row.persons = persons;
  return decision;
}

function unknownEvent(process: Process, type: string): Problem {
  const known = Object.keys(process.events).join(', ');
  return new Problem('invalid', {
    errors: [
      {
        pointer: '/type',
        code: 'unknown',
        detail: {
          vi: `Không có việc “${type}” trong quy trình này. Các việc: ${known}`,
          en: `This process has no event “${type}”. Events: ${known}`,
        },
      },
    ],
  });
}

function checkVersion({ snapshot }: Loaded, { expect }: Request, concurrent: boolean): void {
  if (expect === undefined && !concurrent && snapshot.version > 0)
    throw new Problem('version-missing');
  if (expect !== undefined && expect !== snapshot.version) {
    throw new Problem('stale', {
      detail: {
        vi: `Hồ sơ đang ở phiên bản ${snapshot.version}`,
        en: `The case is at version ${snapshot.version}`,
      },
    });
  }
}

/** Keeps each identifier with its own salt, so that equal values do not show as equal digests. */
function putAway(rows: NonNullable<CommitRow['persons']>, vault: Surroundings['vault']): PutAway {
  return (kind: PersonalKind, value: string) => {
    const salt = randomBytes(16);
    const id = randomUUID();
    const cipher = vault.lock(id, kind, { value, salt }).toString('hex');
    rows.push({ id, kind, cipher, mark: vault.mark(kind, value)?.toString('hex') ?? null });
    return {
      row: id,
      digest: createHash('sha256').update(salt).update(value, 'utf8').digest('hex'),
    };
  };
}

type Moment = Omit<Surroundings, 'vault'> & { on: LocalDate; by: Actor };

type Caller = Pick<Request, 'clientRef' | 'key'> & { by?: Person };

/** Decides on an event whose payload is already sealed: a person's, a timer's, a linked case's. @throws Problem */
export function decideEvent(
  loaded: Loaded,
  event: CaseEvent,
  moment: Moment,
  caller: Caller = {},
): Decision {
  const { process } = moment;
  const facts = factsOf(loaded, moment);
  const stepped = step(process, loaded.snapshot, event, facts);
  if (!stepped.ok) throw new Problem(stepped.refusal.code, { reasons: stepped.refusal.reasons });
  const { outcome } = stepped;
  const { id: caseId, state: from } = loaded;
  const entry = entryOf(event, moment, { caseId, from, outcome, ref: caller.clientRef });
  const answer: Answer = {
    id: loaded.id,
    eventId: entry.eventId,
    version: entry.version,
    state: entry.to,
    occurredOn: entry.occurredOn,
    number: loaded.number,
  };
  const unit = String(moment.basis.settings['unit'] ?? '');
  const row = { ...rowOf(loaded, entry, outcome, process), unit };
  addEffects(row, entry, outcome, moment.newCode);
  if (event.type === generalEvents.reminder) keepHours(row, moment);
  if (caller.key && caller.by) row.key = { person: caller.by.id, ...caller.key, answer };
  return { row, answer };
}

/** Reminders wait for working hours. */
function keepHours({ outbox = [] }: CommitRow, { at, basis }: Moment): void {
  const from = workingMoment(basis.calendar, basis.settings, at);
  for (const owed of outbox) owed.at = from;
}

function factsOf({ id, number }: Loaded, { at, on, by, basis, found }: Moment): Facts {
  const { calendar, settings, criteria } = basis;
  return {
    caseId: id,
    number,
    at,
    on,
    by: { id: by.id, name: by.name, roles: by.roles },
    calendar,
    settings,
    ...(criteria ? { criteria } : {}),
    found,
  };
}

type Written = { caseId: string; from: string; outcome: Outcome; ref: string | undefined };

function entryOf(event: CaseEvent, moment: Moment, { caseId, from, outcome, ref }: Written): Entry {
  const { at, on, by, basis, process, found } = moment;
  return {
    actor: { id: by.id, name: by.name, roles: by.roles },
    at,
    calendar: basis.calendar.revision,
    caseId,
    eventId: newId(at),
    from,
    law: outcome.law,
    occurredOn: on,
    payload: event.payload,
    process: process.key,
    settings: basis.settingsRevision,
    to: outcome.standing.state,
    type: event.type,
    version: outcome.snapshot.version,
    ...(ref === undefined ? {} : { clientRef: ref }),
    ...(Object.keys(found).length > 0 ? { found } : {}),
  };
}

function rowOf(
  loaded: Loaded,
  entry: Entry,
  outcome: Outcome,
  process: Process,
): Omit<CommitRow, 'unit'> {
  const { standing, snapshot, timers, work } = outcome;
  return {
    id: loaded.id,
    alliance: loaded.alliance,
    expect: snapshot.version - 1,
    process: process.key,
    state: standing.state,
    open: !standing.closed,
    snapshot,
    ...headingOf(outcome, loaded.parent),
    ...assigneeOf(outcome, loaded, process),
    parties: outcome.parties,
    recused: outcome.recused,
    at: entry.at,
    event: journalRow(entry, outcome, loaded.head),
    ...(snapshot.version === 1 ? { series: process.series } : {}),
    ...(timers.set.length > 0 ? { timers: timers.set } : {}),
    ...(timers.clear.length > 0 ? { cleared: timers.clear } : {}),
    ...(work.closed.length > 0 ? { closed: work.closed } : {}),
  };
}

type Heading = Pick<CommitRow, 'title' | 'commune' | 'subject' | 'parent' | 'due'>;

function headingOf({ heading, dueOn }: Outcome, parent: string | null): Heading {
  return {
    title: heading.title.slice(0, 300),
    commune: heading.commune ?? '',
    subject: heading.subject ?? null,
    parent: heading.parent ?? parent,
    due: dueOn ?? null,
  };
}

/** Who has the case in hand by the process; what a head of unit decided beside it stands until the process speaks. */
function assigneeOf(
  { heading }: Outcome,
  { snapshot }: Loaded,
  process: Process,
): Pick<CommitRow, 'assignee' | 'assigned'> {
  const before = snapshot.version === 0 ? undefined : process.heading(snapshot.data).assignee;
  return { assignee: heading.assignee ?? null, assigned: heading.assignee !== before };
}

function journalRow(entry: Entry, outcome: Outcome, head: Buffer): CommitRow['event'] {
  const { canonical, hash } = link(head, entry);
  return {
    id: entry.eventId,
    ref: entry.clientRef ?? null,
    type: entry.type,
    actor: entry.actor.id,
    on: entry.occurredOn,
    counts: outcome.counts.length > 0 ? outcome.counts : null,
    prev: head.toString('hex'),
    hash: hash.toString('hex'),
    canonical,
  };
}

function addEffects(
  row: CommitRow,
  entry: Entry,
  { effects, work }: Outcome,
  newCode: () => string,
): void {
  const key = (index: number): string => `${entry.caseId}/${entry.version}/${index}`;
  const lists: Pick<
    CommitRow,
    'outbox' | 'documents' | 'cooperatives' | 'certificates' | 'votes' | 'opened'
  > = {};
  const push = <K extends keyof typeof lists>(
    name: K,
    item: NonNullable<(typeof lists)[K]>[number],
  ): void => {
    (lists[name] ??= [] as never).push(item as never);
  };
  effects.forEach((effect, index) => {
    if (effect.kind === 'keep') push(`${effect.register}s`, effect.row);
    else push('outbox', { id: key(index), kind: effect.kind, payload: effect });
    if (effect.kind === 'issue') {
      push('documents', { id: key(index), ...paperOf(effect, entry.occurredOn), code: newCode() });
    }
  });
  work.opened.forEach(({ state, title, roles, dueOn }, index) => {
    push('opened', { id: key(effects.length + index), state, title, roles, due: dueOn ?? null });
  });
  Object.assign(row, lists);
}

type Issue = Extract<Outcome['effects'][number], { kind: 'issue' }>;
type PaperRow = Omit<NonNullable<CommitRow['documents']>[number], 'id' | 'code'>;

function paperOf(
  { document: kind, title, register, data, ...rest }: Issue,
  on: LocalDate,
): PaperRow {
  const { hands = null, supersedes = false } = rest;
  const { series = null, symbol = null } = register ?? {};
  return { kind, title, series, symbol, data, on, hands, supersedes };
}

/** The reminder of a term as an event. */
export function reminderEvent(timer: string, term: string, days: number): CaseEvent {
  return { type: generalEvents.reminder, payload: { timer, term, days } };
}
