// The hall of a founding conference: who is there, what is moved and said, what comes next. Entries wait for nobody, so a
// phone with a bad line keeps them and sends them later; without scripts each entry is a form.
import type { Founding } from '../../machines/founding/data.ts';
import { processOf } from '../../machines/index.ts';
import { normaliseVerificationCode } from '../documents/code.ts';
import type { Almanac } from '../engine/almanac.ts';
import type { Cases } from '../engine/cases.ts';
import type { CaseView, Reading } from '../engine/reading.ts';
import { one } from '../http/page-form.ts';
import type { Fields, Operation } from '../http/operation.ts';
import { id, wholeNumber } from '../http/shapes.ts';
import { Problem } from '../problem.ts';
import { hallOf, ownerOf, type Secret } from './hall-room.ts';
import type { PageAnswer, PageCall, PageMaker } from './page.ts';

export type HallDeps = {
  page: PageMaker;
  reading: Reading;
  cases: Pick<Cases, 'advance'>;
  almanac: Almanac;
  vault: Secret;
};

type Query = { came?: number | undefined; again?: number | undefined };
type Call = PageCall<{ id: string }, Query>;
type Entry = { type: string; payload: object };
/** What is wrong with a code that was typed. */
type CodeFault = 'mistyped' | 'unknown';

/** Acts of the hall itself; the others lead to their own pages. */
const entries: ReadonlySet<string> = new Set(['CHECK_IN', 'NOTE', 'MOTION', 'COUNT_MOTION']);

export function hallPages(deps: HallDeps): Operation[] {
  const about = {
    path: '/cases/{id}/hall',
    title: { vi: 'Tại hội nghị thành lập', en: 'At the founding conference' },
    params: { id },
  } as const;
  const no = wholeNumber(1, 10_000).optional();
  return [
    deps.page({
      ...about,
      id: 'hallPage',
      query: { came: no, again: no },
      handle: (call) => shown(deps, call),
    }),
    deps.page({
      ...about,
      id: 'hallEntryPage',
      method: 'POST',
      handle: (call) => entered(deps, call as Call),
    }),
  ];
}

/** @throws Problem `not-found` where no conference was called */
async function conferenceOf({ reading }: HallDeps, { person, params }: Call) {
  const view = await reading.read(person, params.id);
  const data = view.data as unknown as Founding;
  if (view.process.id !== 'founding' || data.conference.on === undefined)
    throw new Problem('not-found');
  return { view, data };
}

async function shown(deps: HallDeps, call: Call, fault?: CodeFault): Promise<PageAnswer> {
  const { person, params, query } = call;
  const [{ view, data }, { actions }] = await Promise.all([
    conferenceOf(deps, call),
    deps.reading.actions(person, params.id),
  ]);
  const { settings } = await deps.almanac.basis(person.allianceId, versionOf(view));
  const hall = hallOf(view, data, { actions, settings, secret: deps.vault });
  const onAgenda = new Set(hall.agenda.map(({ event }) => event));
  const acts = actions.filter(
    ({ type, enabled }) => enabled && !entries.has(type) && !onAgenda.has(type),
  );
  const seat = (of: number | undefined) => hall.seats.find((each) => each.no === of);
  const model = {
    case: view,
    hall,
    acts,
    entry: actions.find(({ type }) => type === 'NOTE'),
    fault,
    came: seat(query.came),
    again: seat(query.again),
  };
  return { view: 'hall', model, ...(fault ? { status: 422 } : {}) };
}

const versionOf = ({ process }: CaseView) => processOf(`${process.id}@${process.version}`);

async function entered(deps: HallDeps, call: Call): Promise<PageAnswer> {
  const { person, params, fields, key } = call;
  const hall = `/cases/${params.id}/hall`;
  const typed = one(fields, 'code');
  const member = typed === undefined ? undefined : await memberOf(deps, call, typed);
  if (typeof member === 'string') return shown(deps, { ...call, query: {} }, member);
  if (member?.present) return { to: `${hall}?again=${member.no}` };
  const entry = member ? checkIn(member.no, true, 'code') : entryIn(fields, key.key);
  await deps.cases.advance(params.id, { by: person, ...entry, key });
  return { to: member ? `${hall}?came=${member.no}` : hall };
}

/** Whose code was typed, and whether they were checked in before. */
async function memberOf(
  deps: HallDeps,
  call: Call,
  typed: string,
): Promise<{ no: number; present: boolean } | CodeFault> {
  const code = normaliseVerificationCode(typed);
  if (code === undefined) return 'mistyped';
  const { data } = await conferenceOf(deps, call);
  const no = ownerOf(call.params.id, data, deps.vault, code);
  if (no === undefined) return 'unknown';
  return { no, present: data.conference.present?.includes(no) ?? false };
}

function checkIn(member: number, present: boolean, how: 'list' | 'code'): Entry {
  return { type: 'CHECK_IN', payload: { member, present, how } };
}

/** One entry by its own form: a number at the door, a note, a motion, or the count of one. */
function entryIn(fields: Fields, key: string): Entry {
  const [text, moved, counted] = [one(fields, 'text'), one(fields, 'moved'), one(fields, 'count')];
  if (text !== undefined) return { type: 'NOTE', payload: { text } };
  if (moved !== undefined) {
    const payload = { motion: key.slice(0, 36), text: moved, how: one(fields, 'how') };
    return { type: 'MOTION', payload };
  }
  if (counted !== undefined) return { type: 'COUNT_MOTION', payload: countIn(fields, counted) };
  const arrive = one(fields, 'arrive');
  return checkIn(Number(arrive ?? one(fields, 'leave')), arrive !== undefined, 'list');
}

const counts = ['for', 'against', 'abstain', 'given', 'collected', 'invalid'] as const;

function countIn(fields: Fields, motion: string): object {
  const numbers = counts.flatMap((name) => {
    const given = one(fields, name)?.trim();
    return given ? [[name, Number(given)] as const] : [];
  });
  return { motion, how: one(fields, 'how'), ...Object.fromEntries(numbers) };
}
