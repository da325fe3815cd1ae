// The page of one case: where it is, whose turn it is, what comes next and by when; what may be done and why not yet;
// what happened; papers; people.
import { z } from 'zod';
import type { Calendar, LocalDate } from '../../machines/calendar.ts';
import type { Process } from '../../machines/define.ts';
import { processOf } from '../../machines/index.ts';
import type { Action } from '../engine/actions.ts';
import type { Almanac } from '../engine/almanac.ts';
import { writeCursor } from '../engine/cursor.ts';
import { listDocuments, listEntries, type EntryList } from '../engine/history.ts';
import type { ReadGuidance } from '../engine/guidance.ts';
import type { Outlook, ReadOutlook } from '../engine/outlook.ts';
import { readRow, type CaseView, type Reading } from '../engine/reading.ts';
import type { Person } from '../engine/rights.ts';
import { readThread, type Message } from '../engine/talk.ts';
import type { Unseal } from '../engine/unseal.ts';
import { readDossier, type FileDeps } from '../http/files.ts';
import type { Operation } from '../http/operation.ts';
import { id, wholeNumber } from '../http/shapes.ts';
import { Problem } from '../problem.ts';
import { headingOf, type CaseHeading } from './desk/case-heading.ts';
import { dueOf, type Due } from './due.ts';
import { guidesFor } from './guides.ts';
import { nearestFirst, stepOf, type Step } from './next-step.ts';
import type { PageAnswer, PageCall, PageMaker } from './page.ts';

export type CasePageDeps = FileDeps & {
  page: PageMaker;
  almanac: Almanac;
  reading: Reading;
  outlook: ReadOutlook;
  guidance: ReadGuidance;
  unseal: Unseal;
};

const shownEntries = 50;

type Call = PageCall<{ id: string }, { done?: string | undefined; before?: number | undefined }>;

export function casePages(deps: CasePageDeps): Operation[] {
  return [
    deps.page({
      id: 'casePage',
      path: '/cases/{id}',
      title: { vi: 'Hồ sơ', en: 'Case' },
      params: { id },
      query: {
        done: z.string().max(64).optional(),
        before: wholeNumber(2, 999_999_999).optional(),
      },
      handle: (call) => shown(deps, call),
    }),
  ];
}

async function shown(deps: CasePageDeps, { person, params, query }: Call): Promise<PageAnswer> {
  const { reading, outlook, guidance, knex, clock } = deps;
  const [row, view, { actions, process }, papers, way, dossier, talk] = await Promise.all([
    readRow(knex, person, params.id),
    reading.read(person, params.id),
    reading.actions(person, params.id),
    listDocuments(knex, person, params.id),
    outlook(person, params.id),
    readDossier(deps, person, params.id),
    talkOf(deps, person, params.id),
  ]);
  const { guides } = await guidance(person, params.id);
  const [journal, calendar] = await Promise.all([
    entriesOf(deps, person, view, query.before),
    calendarOf(deps, person, view),
  ]);
  const parts = headingOf(row, person, '').links;
  const model = {
    case: view,
    ...turnOf(process, view, actions, { person, parts }),
    terms: view.terms.map((term) => ({
      ...term,
      left: dueOf(calendar, clock.today(), term.due),
    })),
    due: view.dueOn && view.open ? dueOf(calendar, clock.today(), view.dueOn) : undefined,
    papers,
    missing: dossier.slots.filter((slot) => slot.missing),
    places: dossier.slots.length,
    talk,
    people: view.parties.filter(({ id: party }) => party !== view.assignee?.id),
    ...aheadOf(way, view.open, (on) => dueOf(calendar, clock.today(), on)),
    guides: guidesFor(guides, actions, (on) => dueOf(calendar, clock.today(), on)),
    ...journal,
    parts,
    brief: view.brief,
    checklist: checklistOf(process, view, clock.today()),
    done: query.done ? process.events[query.done]?.title : undefined,
  };
  return { view: 'case', model };
}

/** The way ahead, with the words for how long; nothing of a case that is closed. */
function aheadOf(
  { stages, forecast }: Outlook,
  open: boolean,
  left: (on: LocalDate) => Due,
): object {
  if (!open) return { stages: [] };
  const spans = forecast && {
    ...forecast,
    halfIn: left(forecast.half),
    mostIn: left(forecast.most),
  };
  return { stages, forecast: spans };
}

/** Some entries, the newest first; the journal itself is read forwards. */
async function entriesOf(
  { knex, unseal }: CasePageDeps,
  person: Person,
  { id: caseId, version }: CaseView,
  before = version + 1,
): Promise<{ entries: EntryList['items']; older: number | undefined }> {
  const from = Math.max(0, before - 1 - shownEntries);
  const cursor = from > 0 ? writeCursor({ order: 'version', version: from }) : undefined;
  const limit = Math.min(shownEntries, before - 1 - from);
  const { items } = await listEntries({ knex, unseal }, person, caseId, { limit, cursor });
  return { entries: items.toReversed(), older: from > 0 ? from + 1 : undefined };
}

type Ticked = NonNullable<ReturnType<NonNullable<Process['checklist']>>>;

/** What has to be put right, with what is late. */
function checklistOf(
  { checklist }: Process,
  { data, open }: CaseView,
  today: LocalDate,
): Ticked | undefined {
  const list = checklist?.(data);
  const late = ({ dueOn, done, state }: Ticked['items'][number]): boolean => {
    const owed = state ? state === 'open' || state === 'notAccepted' : done === undefined;
    return open && owed && dueOn !== undefined && dueOn < today;
  };
  return (
    list && {
      ...list,
      items: list.items.map((each) => ({ ...each, late: late(each) })),
    }
  );
}

async function calendarOf(
  { almanac }: CasePageDeps,
  person: Person,
  { process }: CaseView,
): Promise<Calendar> {
  const version = processOf(`${process.id}@${process.version}`);
  return (await almanac.basis(person.allianceId, version)).calendar;
}

/** The last message and how many are new; nothing for people of neither side. */
async function talkOf(
  { knex }: CasePageDeps,
  person: Person,
  caseId: string,
): Promise<{ last: Message | undefined; unseen: number } | undefined> {
  try {
    const { messages, unseen } = await readThread(knex, person, caseId);
    return { last: messages.at(-1), unseen };
  } catch (error) {
    if (error instanceof Problem && error.code === 'not-found') return undefined;
    throw error;
  }
}

type Turn = {
  mine: boolean;
  tasks: ReturnType<typeof tasksOf>;
  /** What to do next, when it is this person's turn and one step is the next. */
  step: Step | undefined;
};

function turnOf(
  process: Process,
  view: CaseView,
  actions: readonly Action[],
  { person, parts }: { person: Person; parts: CaseHeading['links'] },
): Turn {
  const mine = isTurn(view, actions, rolesIn(process, person));
  const tasks = tasksOf(actions);
  const open = nearestFirst(process, view, tasks.open);
  const step = mine ? stepOf(process, view, open, parts) : undefined;
  return { mine, tasks: { ...tasks, open }, step };
}

/** Acts that lead on come first; what only waits for the state comes after what waits for a condition. */
function tasksOf(actions: readonly Action[]): { open: Action[]; soon: Action[]; later: Action[] } {
  const closed = actions.filter(({ enabled }) => !enabled);
  const mine = closed.filter(({ reasons }) => reasons[0]?.code !== 'role');
  return {
    open: actions.filter(({ enabled }) => enabled),
    soon: mine.filter(({ reasons }) => reasons[0]?.code !== 'state'),
    later: mine.filter(({ reasons }) => reasons[0]?.code === 'state'),
  };
}

/** Names of the process for people of this person's roles. */
function rolesIn({ actors }: Process, { roles }: Person): Set<string> {
  const names = Object.keys(actors);
  return new Set(names.filter((name) => actors[name]?.roles.some((role) => roles.includes(role))));
}

/** True when this person may do what one of those whose turn it is may do, and is of their kind. */
function isTurn(
  { turns, open }: CaseView,
  actions: readonly Action[],
  kinds: ReadonlySet<string>,
): boolean {
  const names = new Set(turns.flatMap(({ name }) => (kinds.has(name) ? [name] : [])));
  return (
    open && actions.some(({ enabled, by }) => enabled && by.some(({ name }) => names.has(name)))
  );
}
