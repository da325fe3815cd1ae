// The hall of a founding conference: who is there, what is said, what comes next. Entries wait for nobody, so a phone
// with a bad line keeps them and sends them later; without scripts each entry is a form.
import { leastMembers, membersOf, type Founding } from '../../machines/founding/data.ts';
import type { Cases } from '../engine/cases.ts';
import type { Reading } from '../engine/reading.ts';
import { one } from '../http/page-form.ts';
import type { Fields, Operation } from '../http/operation.ts';
import { id } from '../http/shapes.ts';
import { Problem } from '../problem.ts';
import type { PageMaker } from './page.ts';

export type HallDeps = { page: PageMaker; reading: Reading; cases: Pick<Cases, 'advance'> };

/** Acts of the hall itself; the others lead to their own pages. */
const entries = ['CHECK_IN', 'NOTE'] as const;

export function hallPages({ page, reading, cases }: HallDeps): Operation[] {
  const about = {
    path: '/cases/{id}/hall',
    title: { vi: 'Tại hội nghị thành lập', en: 'At the founding conference' },
    params: { id },
  } as const;
  return [
    page({
      ...about,
      id: 'hallPage',
      async handle({ person, params }) {
        const [view, { actions }] = await Promise.all([
          reading.read(person, params.id),
          reading.actions(person, params.id),
        ]);
        const data = view.data as unknown as Founding;
        if (view.process.id !== 'founding' || data.conference.on === undefined)
          throw new Problem('not-found');
        const isEntry = (type: string): boolean => (entries as readonly string[]).includes(type);
        const acts = actions.filter(({ type, enabled }) => enabled && !isEntry(type));
        const closed = actions.find(({ type }) => type === 'NOTE');
        return { view: 'hall', model: { case: view, hall: hallOf(data), acts, entry: closed } };
      },
    }),
    page({
      ...about,
      id: 'hallEntryPage',
      method: 'POST',
      async handle({ person, params, fields, key }) {
        const request = { by: person, ...entryIn(fields), key };
        await cases.advance(params.id, request);
        return { to: `/cases/${params.id}/hall` };
      },
    }),
  ];
}

type Seat = { no: number; name: string; official: boolean; present: boolean };

type Hall = {
  conference: Founding['conference'];
  seats: Seat[];
  official: { present: number; all: number; least: number };
};

function hallOf(data: Founding): Hall {
  const { conference } = data;
  const here = new Set(conference.present);
  const seats = membersOf(data).map(({ no, name, membership }) => ({
    no,
    name,
    official: membership === 'official',
    present: here.has(no),
  }));
  const official = seats.filter((seat) => seat.official);
  const present = official.filter((seat) => seat.present).length;
  const counts = { present, all: official.length, least: leastMembers(data) };
  return { conference, seats, official: counts };
}

/** One entry by its own form: `arrive` or `leave` with a number, or `text` with a note. */
function entryIn(fields: Fields): { type: string; payload: object } {
  const text = one(fields, 'text');
  if (text !== undefined) return { type: 'NOTE', payload: { text } };
  const arrive = one(fields, 'arrive');
  const member = Number(arrive ?? one(fields, 'leave'));
  return { type: 'CHECK_IN', payload: { member, present: arrive !== undefined, how: 'list' } };
}
