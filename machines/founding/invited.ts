// Who is called to the founding conference, each once, and the code each listed member shows at the door. The code
// itself follows from a secret that processes do not know; here it has a name, which whoever delivers it looks up.
import type { Recipient } from '../define.ts';
import type { Meeting } from '../meeting.ts';
import { membersOf, type Conference, type Founding, type Person } from './data.ts';
import type { Member } from './parts.ts';

/** The conference as calendars know it: one called anew keeps its place, one after another that was opened does not. */
export function called({ conference }: Founding): Meeting {
  const { attempt, on, at, place } = conference as Required<Conference>;
  return { id: `assembly-${attempt}`, on, at, place };
}

/** Name of a member's code: it stays when the conference is moved, a second conference has new ones. */
export function passOf({ conference }: Founding, { no }: Pick<Member, 'no'>): string {
  return `assembly-${conference.attempt}/${no}`;
}

export function reachable({ name, account, email }: Person): Recipient[] {
  if (account !== undefined) return [{ name, person: account }];
  return email === undefined ? [] : [{ name, email }];
}

export function adviser(data: Founding): Recipient[] {
  return data.adviser ? [{ name: data.adviser.name, person: data.adviser.id }] : [];
}

const folded = (name: string) => name.normalize('NFC').trim().toLowerCase();

/** The member of this name when there is one only: two neighbours may well be called the same. */
function memberCalled(data: Founding, name: string): Member[] {
  const found = membersOf(data).filter((member) => folded(member.name) === folded(name));
  return found.length === 1 ? found : [];
}

/** Founders who can be reached; who is on the list is told their code. */
function founders(data: Founding): Recipient[] {
  return [data.representative, ...data.founders].flatMap((person) =>
    reachable(person).map((recipient) => {
      const [member] = memberCalled(data, person.name);
      return member ? { ...recipient, pass: passOf(data, member) } : recipient;
    }),
  );
}

/** Everybody who is told of the conference: founders, adviser, members with an address of their own, those invited. */
export function invited(data: Founding): Recipient[] {
  const { invitees } = data.conference as Required<Conference>;
  const known = founders(data);
  const told = new Set(known.map(({ pass }) => pass));
  const others = membersOf(data).flatMap((member) => {
    const [{ name, email }, pass] = [member, passOf(data, member)];
    return email === undefined || told.has(pass) ? [] : [{ name, email, pass }];
  });
  const guests = invitees.flatMap(({ name, email }) =>
    email === undefined ? [] : [{ name, email }],
  );
  return [...known, ...adviser(data), ...others, ...guests];
}
