// The accounts that staff choose from where a form asks for one: all of them while they are few; else those who work here
// and those whom the case knows, and anybody else by a name or an address that is written instead.
import type { Knex } from 'knex';
import { overseeingRoles, roles as titles } from '../../machines/roles.ts';
import type { Text } from '../../machines/text.ts';
import { listAtWork, listComing, type Account } from '../accounts/accounts.ts';
import { accountsAmong, findPeople } from '../accounts/people.ts';
import { hasOneOf, type Person } from '../engine/rights.ts';
import type { Fields } from '../http/operation.ts';
import type { Fault } from '../problem.ts';
import { writtenName } from './form/drawing.ts';
import type { Value } from './form/shape.ts';
import type { SheetSource } from './form/sheet.ts';

/** Of those who come to the alliance: more would be no list to choose from. */
const longestList = 300;
const mostMatches = 20;
const mostWritten = 50;

export type Choosing = Pick<SheetSource, 'accounts' | 'written'>;

/**
 * Accounts of the person's alliance to choose among; undefined for people who do not see who else is there.
 * @param fields what the form brought @param known whatever may name accounts that belong here, such as data of the case
 */
export async function accountsFor(
  knex: Knex,
  person: Person,
  fields: Fields,
  known?: unknown,
): Promise<Choosing> {
  if (!hasOneOf(person, overseeingRoles)) return { accounts: undefined };
  const { allianceId } = person;
  const [atWork, coming] = await Promise.all([
    listAtWork(knex, allianceId),
    listComing(knex, allianceId, longestList),
  ]);
  if (coming) return { accounts: byName([...atWork, ...coming]) };
  const found = await Promise.all(
    writtenIn(fields).map(async ({ path, text }) => {
      return { path, text, people: await findPeople(knex, allianceId, text, mostMatches + 1) };
    }),
  );
  const matches = found.flatMap(({ people }) => people.slice(0, mostMatches));
  const mentioned = await accountsAmong(knex, allianceId, idsIn([fields, known]));
  const first = new Map(matches.map((each) => [each.id, each]));
  const rest = new Map([...atWork, ...mentioned].map((each) => [each.id, each]));
  const unmatched = [...rest.values()].filter(({ id }) => !first.has(id));
  return {
    accounts: [...[...first.values()].map(withAddress), ...byName(unmatched)],
    written: {
      fields: Object.fromEntries(found.map(({ path, people }) => [path, [only(people)]])),
      texts: Object.fromEntries(
        found.flatMap(({ path, text, people }) => (people.length === 0 ? [[path, text]] : [])),
      ),
      faults: found.flatMap(faultOf),
    },
  };
}

type Written = { path: string; text: string };
type Found = Written & { people: readonly Account[] };

/** Names and addresses that were written, with the fields they stand for. */
function writtenIn(fields: Fields): Written[] {
  const suffix = writtenName('');
  return Object.entries(fields)
    .flatMap(([name, [given = '']]) => {
      const text = given.trim().slice(0, 200);
      return name.endsWith(suffix) && text !== ''
        ? [{ path: name.slice(0, -suffix.length), text }]
        : [];
    })
    .slice(0, mostWritten);
}

function only(people: readonly Account[]): string {
  return people.length === 1 ? (people[0] as Account).id : '';
}

function faultOf({ path, text, people }: Found): Fault[] {
  if (people.length === 1) return [];
  const detail = people.length === 0 ? nobody(text) : several(text, people.length);
  return [{ pointer: `/${path.replaceAll('.', '/')}`, code: 'person', detail }];
}

function nobody(text: string): Text {
  return {
    vi: `không có ai khớp “${text}”; hãy ghi lại họ tên hoặc thư điện tử, hay xóa ô đó rồi chọn trong danh sách`,
    en: `nobody fits “${text}”; write the name or e-mail again, or empty that box and choose from the list`,
  };
}

function several(text: string, count: number): Text {
  if (count > mostMatches)
    return {
      vi: `có hơn ${mostMatches} người khớp “${text}”; hãy ghi thư điện tử, hoặc chọn trong những người đứng đầu danh sách`,
      en: `more than ${mostMatches} people fit “${text}”; write the e-mail, or choose from the first of the list`,
    };
  return {
    vi: `có ${count} người khớp “${text}”, đứng đầu danh sách; hãy chọn một`,
    en: `${count} people fit “${text}”, the first of the list; choose one`,
  };
}

/** Whatever looks like the id of an account. */
function idsIn(values: unknown): string[] {
  const text = JSON.stringify(values) ?? '';
  return [...new Set(text.match(/\b[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b/g))].slice(
    0,
    5_000,
  );
}

function byName(accounts: readonly Account[]): Value[] {
  return accounts
    .toSorted((a, b) => a.name.localeCompare(b.name, 'vi'))
    .map((each) => valueOf(each, ''));
}

/** Many people have the same name. */
function withAddress(account: Account): Value {
  return valueOf(account, ` (${account.email})`);
}

function valueOf({ id, name, roles }: Account, more: string): Value {
  const said = (language: 'vi' | 'en'): string =>
    `${name} – ${roles.map((role) => titles[role][language]).join(', ')}${more}`;
  return { value: id, words: { vi: said('vi'), en: said('en') } };
}
