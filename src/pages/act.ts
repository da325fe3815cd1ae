// One act on a case, from the empty form to the record: filled in, looked through with what it will bring about, sent.
// Nothing is kept between these steps but in the form itself, so every step can be gone back to.
import type { Knex } from 'knex';
import { z } from 'zod';
import type { Guide } from '../../machines/guide.ts';
import { allianceRoles } from '../../machines/roles.ts';
import type { Action } from '../engine/actions.ts';
import type { Clock } from '../clock.ts';
import type { Almanac } from '../engine/almanac.ts';
import type { Cases } from '../engine/cases.ts';
import { writeCursor } from '../engine/cursor.ts';
import type { ReadGuidance } from '../engine/guidance.ts';
import { listEntries } from '../engine/history.ts';
import type { Foresee } from '../engine/preview.ts';
import type { CaseView, Reading } from '../engine/reading.ts';
import { hasOneOf, type Person } from '../engine/rights.ts';
import type { Unseal } from '../engine/unseal.ts';
import type { Operation } from '../http/operation.ts';
import { one } from '../http/page-form.ts';
import { id, localDate } from '../http/shapes.ts';
import type { Process } from '../../machines/define.ts';
import { Problem } from '../problem.ts';
import { accountsFor } from './accounts.ts';
import { boardChoice, type BoardChoice } from './board-choice.ts';
import { filesFor } from './files.ts';
import { blankSheet, sheetOf, type Sheet, type SheetSource } from './form/sheet.ts';
import type { PageAnswer, PageCall, PageMaker } from './page.ts';
import { seatsFor } from './seats.ts';

export type ActDeps = {
  page: PageMaker;
  knex: Knex;
  cases: Pick<Cases, 'advance'>;
  reading: Reading;
  guidance: ReadGuidance;
  foresee: Foresee;
  unseal: Unseal;
  clock: Clock;
  almanac: Almanac;
};

const about = {
  path: '/cases/{id}/acts/{event}',
  title: { vi: 'Một việc trong hồ sơ', en: 'An act on a case' },
  params: { id, event: z.string().max(64) },
} as const;

type Params = { id: string; event: string };
type Call = PageCall<Params, { pick?: string | undefined; board?: string | undefined }>;

export function actPages(deps: ActDeps): Operation[] {
  const { page } = deps;
  const pick = z.string().max(100).optional();
  return [
    page({
      ...about,
      id: 'actPage',
      query: { pick, board: pick },
      handle: (call) => asked(deps, call),
    }),
    page({ ...about, id: 'sendActPage', method: 'POST', handle: (call) => sent(deps, call) }),
  ];
}

type Place = {
  view: CaseView;
  process: Process;
  action: Action;
  source: SheetSource;
  offered?: BoardChoice['offered'];
  /** What one should know before this act. */
  guides: readonly Guide[];
};

/** The case, and the act on it that this person asks for. @throws Problem `not-found` */
export async function placeOf(deps: ActDeps, call: Call): Promise<Place> {
  const { reading, knex } = deps;
  const { person, params, query, fields } = call;
  const [view, { process, actions }] = await Promise.all([
    reading.read(person, params.id),
    reading.actions(person, params.id),
  ]);
  const action = actions.find(({ type }) => type === params.event);
  const event = process.events[params.event];
  if (!action || !event) throw new Problem('not-found');
  const choosing = await accountsFor(knex, person, fields, [view.data, view.parties]);
  const seats = seatsFor(process, view.data);
  const parties = view.parties.flatMap(({ id: value, name }) =>
    name === null ? [] : [{ value, words: { vi: name, en: name } }],
  );
  const files = await filesFor(knex, process, params.id, deps.clock.today());
  const asks = { event: params.event, taken: query.board };
  const { offered, ...choice } = await boardChoice(deps, person, process, asks);
  const source = { event, ...choosing, parties, seats, files, ...choice, data: view.data };
  const guides = await guidesBefore(deps, process, { person, params });
  return { view, process, action, source, guides, ...(offered ? { offered } : {}) };
}

/** What the process tells of the place where the case stands that concerns this act. */
async function guidesBefore(
  { guidance }: ActDeps,
  process: Process,
  { person, params }: Pick<Call, 'person' | 'params'>,
): Promise<readonly Guide[]> {
  if (!process.guides) return [];
  const { guides } = await guidance(person, params.id);
  return guides.filter(({ acts = [] }) => acts.includes(params.event));
}

/** Acts that take more than a form, with the part of the case where they are done. */
const elsewhere: Readonly<Record<string, string>> = { INVITE_FOUNDER: 'founders' };

async function asked(deps: ActDeps, call: Call): Promise<PageAnswer> {
  const place = await placeOf(deps, call);
  if (!place.action.enabled) return closed(place);
  const part = elsewhere[place.action.type];
  if (part !== undefined) return { to: `/cases/${place.view.id}/${part}` };
  const sheet = blankSheet(place.source, call.query.pick);
  const standing = { person: call.person, version: place.view.version, fresh: true };
  return drawn(place, sheet, standing);
}

function closed({ view, action }: Place): PageAnswer {
  return { view: 'act-closed', model: { case: view, action }, status: 409 };
}

type Standing = {
  person: Person;
  version: number;
  on?: string | undefined;
  status?: number;
  concurrent?: boolean;
  /** Not yet sent by this person: what they wrote earlier may be filled in. */
  fresh?: boolean;
};

/** The form, with what is wrong with it. */
function drawn(place: Place, sheet: Sheet, standing: Standing): PageAnswer {
  const { person, version, on, status, fresh } = standing;
  const { view, action, offered, guides } = place;
  const dated = hasOneOf(person, allianceRoles);
  const shown = { case: view, action, sheet, version, dated, on };
  const model = { ...shown, offered, fresh, guides };
  return { view: sheet.choose ? 'act-choose' : 'act', model, status: status ?? 200 };
}

async function sent(deps: ActDeps, call: Call): Promise<PageAnswer> {
  const place = await placeOf(deps, call);
  const { fields, person } = call;
  const version = Number(one(fields, '_version') ?? place.view.version);
  const on = localDate.safeParse(one(fields, '_on')).data;
  const sheet = sheetOf(place.source, fields);
  const standing: Standing = { person, version, on, concurrent: place.action.concurrent };
  const filled = { place, sheet, standing };
  try {
    // What was recorded under this key before is answered again, whatever has become of the case since.
    if (sheet.step === 'send' && sheet.faults.length === 0)
      return await record(deps, call, sheet, standing);
    if (version !== place.view.version && !place.action.concurrent)
      return await stale(deps, call, version);
    if (!place.action.enabled) return closed(place);
    if (sheet.step === 'change') return drawn(place, sheet, standing);
    if (sheet.faults.length > 0) return drawn(place, sheet, { ...standing, status: 422 });
    return await check(deps, call, filled);
  } catch (error) {
    return refused(deps, call, { ...filled, error });
  }
}

async function record(
  { cases }: ActDeps,
  { person, params, key }: Call,
  { payload }: Sheet,
  { version, on, concurrent }: Standing,
): Promise<PageAnswer> {
  await cases.advance(params.id, {
    by: person,
    type: params.event,
    payload,
    key,
    ...(concurrent ? {} : { expect: version }),
    ...(on === undefined ? {} : { occurredOn: on }),
  });
  return { to: `/cases/${params.id}?done=${params.event}` };
}

type Filled = { place: Place; sheet: Sheet; standing: Standing };

/** What was filled in, and what sending it will bring about. */
async function check(
  { foresee }: ActDeps,
  { person, params }: Call,
  { place, sheet, standing }: Filled,
): Promise<PageAnswer> {
  const { payload } = sheet;
  const { version, on } = standing;
  const looked = { type: params.event, payload, occurredOn: on };
  const preview = await foresee(person, params.id, looked);
  const { view, action } = place;
  return { view: 'act-check', model: { case: view, action, sheet, preview, version, on } };
}

/** A refusal brings the form back with everything that was filled in. */
async function refused(
  deps: ActDeps,
  call: Call,
  { place, sheet, standing, error }: Filled & { error: unknown },
): Promise<PageAnswer> {
  if (!(error instanceof Problem)) throw error;
  const { code, extra } = error;
  if (code === 'stale') return stale(deps, call, standing.version);
  if (code === 'invalid') {
    const faults = sheet.faultsOf(extra.errors ?? [], '/payload');
    return drawn(place, { ...sheet, ...faults }, { ...standing, status: 422 });
  }
  if (code !== 'refused') throw error;
  if (!place.action.enabled) return closed(place);
  const reasons = extra.reasons ?? [];
  return drawn(place, { ...sheet, reasons }, { ...standing, status: 409 });
}

/** Somebody did something in the meantime: what, so that the person can judge whether to go on. */
async function stale(
  { knex, unseal, reading }: ActDeps,
  { person, params }: Call,
  version: number,
): Promise<PageAnswer> {
  const cursor = writeCursor({ order: 'version', version: Math.max(0, Math.trunc(version) || 0) });
  const [view, { items }] = await Promise.all([
    reading.read(person, params.id),
    listEntries({ knex, unseal }, person, params.id, { limit: 100, cursor }),
  ]);
  return {
    view: 'act-stale',
    model: { case: view, event: params.event, entries: items },
    status: 412,
  };
}
