// The cases of a person, and opening a new one.
import type { Knex } from 'knex';
import { z } from 'zod';
import { may } from '../engine/permissions.ts';
import { currentProcess } from '../../machines/index.ts';
import type { Process } from '../../machines/define.ts';
import type { Clock } from '../clock.ts';
import type { Almanac } from '../engine/almanac.ts';
import type { Cases } from '../engine/cases.ts';
import { listCases } from '../engine/list.ts';
import { actsOf } from '../engine/acts.ts';
import type { Person } from '../engine/rights.ts';
import type { Operation } from '../http/operation.ts';
import { Problem } from '../problem.ts';
import { accountsFor } from './accounts.ts';
import { dueOf } from './due.ts';
import { blankSheet, sheetOf, type Sheet, type SheetSource } from './form/sheet.ts';
import { tourFor } from './tour.ts';
import type { PageAnswer, PageCall, PageMaker } from './page.ts';

export type CasesPageDeps = {
  page: PageMaker;
  knex: Knex;
  clock: Clock;
  almanac: Almanac;
  cases: Pick<Cases, 'open'>;
};

const perPage = 25;
const process = z.string().max(60);
const about = {
  path: '/cases/new/{process}',
  title: { vi: 'Mở hồ sơ', en: 'Open a case' },
} as const;

export function casesPages(deps: CasesPageDeps): Operation[] {
  const { page } = deps;
  return [
    page({
      id: 'casesPage',
      path: '/cases',
      title: { vi: 'Hồ sơ của tôi', en: 'My cases' },
      query: { after: z.string().max(400).optional() },
      handle: (call) => listed(deps, call),
    }),
    page({ ...about, id: 'newCasePage', params: { process }, handle: (call) => asked(deps, call) }),
    page({
      ...about,
      id: 'openCasePage',
      method: 'POST',
      params: { process },
      handle: (call) => opened(deps, call),
    }),
  ];
}

async function listed(
  { knex, clock, almanac }: CasesPageDeps,
  { person, query }: PageCall<unknown, { after?: string | undefined }>,
): Promise<PageAnswer> {
  const asking = { filter: {}, limit: perPage, cursor: query.after };
  const { items, next, counts } = await listCases(knex, person, asking);
  const { calendar } = await almanac.basis(person.allianceId, founding());
  const today = clock.today();
  const cases = items.map((item) => ({
    ...item,
    due: item.dueOn && item.open ? dueOf(calendar, today, item.dueOn) : undefined,
  }));
  const tour = await tourFor(knex, person);
  const joins = may(person, 'joinFoundings');
  return { view: 'cases', model: { cases, next, counts, opens: opensFor(person), joins, tour } };
}

function founding(): Process {
  return currentProcess('founding') as Process;
}

/** Processes that this person may open a case of. */
function opensFor(person: Person): Pick<Process, 'id' | 'title'>[] {
  return ['founding', 'appraisal', 'complaint'].flatMap((name) => {
    const found = currentProcess(name);
    return found && mayOpen(found, person) ? [{ id: found.id, title: found.title }] : [];
  });
}

function mayOpen(given: Process, person: Person): boolean {
  const names = actsOf(given, given.opensWith).flatMap(({ by }) => by);
  return names.some((name) =>
    given.actors[name]?.roles.some((role) => person.roles.includes(role)),
  );
}

type Call = PageCall<{ process: string }>;

/** @throws Problem `not-found`, `forbidden` */
async function sourceOf(
  { knex }: CasesPageDeps,
  { person, params, fields }: Call,
): Promise<{ process: Process; source: SheetSource }> {
  const found = currentProcess(params.process);
  const event = found?.events[found.opensWith];
  if (!found || !event) throw new Problem('not-found');
  if (!mayOpen(found, person)) throw new Problem('forbidden');
  const choosing = await accountsFor(knex, person, fields);
  return { process: found, source: { event, ...choosing, data: {} } };
}

async function asked(deps: CasesPageDeps, call: Call): Promise<PageAnswer> {
  const { process: found, source } = await sourceOf(deps, call);
  return drawn(found, blankSheet(source, undefined));
}

function drawn(found: Process, sheet: Sheet, status = 200): PageAnswer {
  return { view: 'act', model: { ...modelOf(found), sheet }, status };
}

function modelOf(found: Process): object {
  const law = [...new Set(actsOf(found, found.opensWith).map((act) => act.law))];
  const { title } = found.events[found.opensWith] as Process['events'][string];
  return { action: { title, law }, action_path: `/cases/new/${found.id}` };
}

const next = {
  vi: 'Hồ sơ được mở và có số. Liên minh phân công chuyên viên; bạn theo dõi từng bước trên trang hồ sơ.',
  en: 'The case is opened and gets a number. The Alliance assigns an adviser; you follow every step on its page.',
};

async function opened(deps: CasesPageDeps, call: Call): Promise<PageAnswer> {
  const { process: found, source } = await sourceOf(deps, call);
  const sheet = sheetOf(source, call.fields);
  if (sheet.step === 'change') return drawn(found, sheet);
  if (sheet.faults.length > 0) return drawn(found, sheet, 422);
  if (sheet.step === 'review')
    return { view: 'act-check', model: { ...modelOf(found), sheet, next } };
  const request = { by: call.person, type: found.opensWith, payload: sheet.payload, key: call.key };
  try {
    const { answer } = await deps.cases.open(found.id, request);
    return { to: `/cases/${answer.id}?done=${found.opensWith}` };
  } catch (error) {
    return refused(found, sheet, error);
  }
}

function refused(found: Process, sheet: Sheet, error: unknown): PageAnswer {
  if (!(error instanceof Problem)) throw error;
  const { code, extra } = error;
  if (code === 'invalid')
    return drawn(found, { ...sheet, ...sheet.faultsOf(extra.errors ?? [], '/payload') }, 422);
  if (code !== 'refused') throw error;
  return drawn(found, { ...sheet, reasons: extra.reasons ?? [] }, 409);
}
