// What the page of the hall shows of a founding conference: the agenda, who may vote, how many are there and how many must
// be, motions with their counts. Pure.
import { createHash } from 'node:crypto';
import {
  agendaOf,
  leastPresent,
  type AgendaItem,
  type Least,
} from '../../machines/founding/agenda.ts';
import { membersOf, type Founding, type Motion } from '../../machines/founding/data.ts';
import { passOf } from '../../machines/founding/invited.ts';
import { passCodes } from '../documents/pass.ts';
import type { Action } from '../engine/actions.ts';
import type { CaseView } from '../engine/reading.ts';
import type { Vault } from '../vault.ts';

export type Secret = Pick<Vault, 'derive' | 'derivations'>;

export type Seat = {
  no: number;
  name: string;
  /** Official members vote, one vote each; associates do not. */
  official: boolean;
  present: boolean;
  /** Digests of the codes that are this member's, apart by a space. */
  digests: string;
};

export type HallRoom = {
  conference: Founding['conference'];
  /** Salt of the digests. */
  salt: string;
  seats: Seat[];
  present: number;
  associates: number;
  least: Least;
  /** Votes for that carry an item: more than half of all official members. */
  carries: number;
  agenda: (AgendaItem & { act: Action | undefined })[];
  motions: Motion[];
};

/** The conference of a case as it is called. */
export function hallOf(
  view: Pick<CaseView, 'id' | 'state'>,
  data: Founding,
  given: {
    actions: readonly Action[];
    settings: Readonly<Record<string, unknown>>;
    secret: Secret;
  },
): HallRoom {
  const { conference } = data;
  const seats = seatsOf(view.id, data, given.secret);
  const here = seats.filter(({ present }) => present);
  const present = here.filter(({ official }) => official).length;
  const least = leastPresent(data, given.settings);
  return {
    conference,
    salt: saltOf(view.id, conference.attempt),
    seats,
    present,
    associates: here.length - present,
    least,
    carries: Math.floor(least.all / 2) + 1,
    agenda: agendaOf(data, view.state).map((item) => ({
      ...item,
      act: given.actions.find(({ type }) => type === item.event),
    })),
    motions: conference.motions ?? [],
  };
}

function seatsOf(caseId: string, data: Founding, secret: Secret): Seat[] {
  const here = new Set(data.conference.present);
  const salt = saltOf(caseId, data.conference.attempt);
  return membersOf(data).map((member) => ({
    no: member.no,
    name: member.name,
    official: member.membership === 'official',
    present: here.has(member.no),
    digests: passCodes(secret, caseId, passOf(data, member))
      .map((code) => createHash('sha256').update(`${salt}/${member.no}/${code}`).digest('hex'))
      .join(' '),
  }));
}

const saltOf = (caseId: string, attempt: number) => `${caseId}/assembly-${attempt}`;

/** The member whose code it is; undefined when it is nobody's of this conference. */
export function ownerOf(
  caseId: string,
  data: Founding,
  secret: Secret,
  code: string,
): number | undefined {
  return membersOf(data).find((member) =>
    passCodes(secret, caseId, passOf(data, member)).includes(code),
  )?.no;
}
