// One meeting of a board over several cooperatives: who is here is ticked once, then each is taken after the other, with
// its own recusals, quorum and vote; and the list of what was decided.
import { z } from 'zod';
import type { LocalDate } from '../../../machines/calendar.ts';
import { readMeetings, type Meeting, type MeetingCase } from '../../engine/meetings.ts';
import type { Person } from '../../engine/rights.ts';
import { rowKey } from '../../http/bulk.ts';
import { one } from '../../http/page-form.ts';
import type { Fields, Operation, RequestKey } from '../../http/operation.ts';
import { Problem } from '../../problem.ts';
import type { PageAnswer } from '../page.ts';
import { refusalOf } from './board-acts.ts';
import { roomOf, type Refusal, type Room } from './boards.ts';
import type { DeskPageDeps } from './desk.ts';
import { roomForms, type RoomForm } from './room-forms.ts';

/** Sixteen digits of the key of a meeting. */
export const meetingKey = z.string().regex(/^[0-9a-f]{16}$/);
const params = { key: meetingKey };
const title = { vi: 'Phiên họp Hội đồng', en: 'Board meeting' };
const path = '/boards/meeting/{key}';

/** More are taken in several meetings. */
const mostTaken = 40;

export function meetingPages(deps: DeskPageDeps): Operation[] {
  const { page } = deps;
  return [
    page({
      id: 'meetingPage',
      path,
      title,
      params,
      handle: ({ person, params: { key } }) => drawn(deps, person, key),
    }),
    page({
      id: 'openMeetingPage',
      method: 'POST',
      path,
      title: { vi: 'Điểm danh, khai mạc phiên họp', en: 'Take attendance and open' },
      params,
      async handle({ person, params: { key: meeting }, fields, key }) {
        const results = await opened(deps, { person, meeting, fields, key });
        if (results.every(({ refusal }) => !refusal)) return { to: `/boards/meeting/${meeting}` };
        return drawn(deps, person, meeting, { results, fields });
      },
    }),
  ];
}

/** @throws Problem `not-found` when the person sees no case of such a board */
export async function meetingOf(
  { knex, clock }: Pick<DeskPageDeps, 'knex' | 'clock'>,
  person: Person,
  key: string,
): Promise<Meeting> {
  const all = await readMeetings(knex, person, clock.today());
  const found = all.find((each) => each.key === key);
  if (!found) throw new Problem('not-found');
  return found;
}

type Item = Room & {
  entry: MeetingCase;
  /** What the reader owes here and can do at once. */
  forms: RoomForm[];
  others: Room['actions'];
  opens: boolean;
  here: number;
  mayVote: number;
};

async function itemOf(deps: DeskPageDeps, person: Person, entry: MeetingCase): Promise<Item> {
  const room = await roomOf(deps, person, entry.id);
  const { process, board, actions, members } = room;
  const open = actions.filter(({ enabled }) => enabled);
  const forms = roomForms(room, person).filter(
    ({ owed, events }) => owed && !events.some(({ type }) => type === board.opensBy),
  );
  const voters = members.filter(({ voting, standing }) => voting && standing !== 'recused');
  return {
    ...room,
    entry,
    forms,
    others: open.filter(({ type }) => !process.events[type]?.inRoom && entry.meets),
    opens: entry.meets && open.some(({ type }) => type === board.opensBy),
    here: voters.filter(({ present }) => present).length,
    mayVote: voters.length,
  };
}

type Opened = { number: string; refusal?: Refusal };
type Sent = { results: Opened[]; fields: Fields };

async function drawn(
  deps: DeskPageDeps,
  person: Person,
  key: string,
  sent?: Sent,
): Promise<PageAnswer> {
  const { seats, cases } = await meetingOf(deps, person, key);
  const entries = cases.slice(0, mostTaken);
  const items = await Promise.all(entries.map((entry) => itemOf(deps, person, entry)));
  const today = deps.clock.today();
  const attendance = seats.map((seat) => ({
    ...seat,
    outOf: items.filter((item) => isOut(item, seat.person)).map(({ entry }) => entry.number),
    ticked: sent?.fields['present']?.includes(seat.person) ?? false,
  }));
  const model = {
    key,
    today,
    items,
    attendance,
    opens: items.some((item) => item.opens),
    place: sent ? one(sent.fields, 'place') : undefined,
    decided: decisions(items, today),
    version: cases.reduce((sum, { version }) => sum + version, 0),
    refused: sent?.results.filter(({ refusal }) => refusal) ?? [],
    left: cases.length - entries.length,
  };
  return { view: 'boards/meeting', model: { dense: true, ...model }, status: sent ? 409 : 200 };
}

function isOut({ members }: Room, person: string): boolean {
  return members.some((each) => each.person === person && each.standing === 'recused');
}

type Decided = { number: string; title: string; on: LocalDate } & Room['resolutions'][number];

/** What was voted, the latest day first. */
function decisions(items: readonly Item[], today: LocalDate): Decided[] {
  return items
    .flatMap(({ entry: { number, title: name, resolvedOn }, resolutions }) =>
      resolutions
        .filter(({ on }) => on <= today && resolvedOn.includes(on))
        .map((each) => ({ ...each, number, title: name })),
    )
    .toSorted((a, b) => (a.on === b.on ? 0 : a.on < b.on ? 1 : -1));
}

type Opening = { person: Person; meeting: string; fields: Fields; key: RequestKey };

/** Opens every case that can be opened, one after the other; who is recused from one is not there for it. */
async function opened(
  deps: DeskPageDeps,
  { person, meeting, fields, key }: Opening,
): Promise<Opened[]> {
  const { cases } = await meetingOf(deps, person, meeting);
  const place = one(fields, 'place');
  const results: Opened[] = [];
  for (const { id, number } of cases.slice(0, mostTaken)) {
    const { board, members, actions, view } = await roomOf(deps, person, id);
    const opens = actions.some(({ type, enabled }) => enabled && type === board.opensBy);
    if (!opens) continue;
    const out = new Set(
      members.filter(({ standing }) => standing === 'recused').map((each) => each.person),
    );
    const present = (fields['present'] ?? []).filter((each) => !out.has(each));
    const payload = { present, ...(place ? { place } : {}) };
    const request = { by: person, type: board.opensBy, payload, key: rowKey(key, id) };
    try {
      await deps.cases.advance(id, { ...request, expect: view.version });
      results.push({ number });
    } catch (error) {
      results.push({ number, refusal: refusalOf(error) });
    }
  }
  return results;
}
