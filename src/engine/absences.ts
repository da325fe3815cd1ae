// Who is away and who stands in. What would come to somebody who is away comes to their deputy, or to the deputy's.
import type { Knex } from 'knex';
import type { Instant, LocalDate } from '../../machines/calendar.ts';
import type { Text } from '../../machines/text.ts';
import type { Tx } from '../db.ts';
import { Problem } from '../problem.ts';
import { newId } from './id.ts';
import { may } from './permissions.ts';
import { oversees, type Person } from './rights.ts';

export type Absence = {
  id: string;
  account: { id: string; name: string };
  deputy: { id: string; name: string } | null;
  /** First and last day, both away. */
  firstOn: LocalDate;
  lastOn: LocalDate;
  reason: string;
};

export type NewAbsence = {
  account: string;
  deputy?: string | undefined;
  firstOn: LocalDate;
  lastOn: LocalDate;
  reason?: string | undefined;
};

/** Absences of the alliance that have not ended by a day, by their first day; staff only see them. */
export async function listAbsences(
  db: Knex,
  { allianceId }: Person,
  { from, account }: { from: LocalDate; account?: string | undefined },
): Promise<Absence[]> {
  const rows: Row[] = await absencesIn(db, allianceId)
    .where('b.last_on', '>=', from)
    .where(account === undefined ? {} : { 'b.account_id': account });
  return rows.map(absenceOf);
}

/**
 * Writes down an absence: one's own, or as head of a unit, leader or administrator anybody's.
 * @throws Problem `forbidden`, `invalid` for people who are not of the alliance, or days the wrong way round
 */
export async function addAbsence(
  tx: Tx,
  person: Person,
  given: NewAbsence,
  at: Instant,
): Promise<Absence> {
  if (given.account !== person.id && !may(person, 'planAbsences')) throw notYours();
  if (given.lastOn < given.firstOn) throw wrong('/lastOn', 'order', daysOrder);
  if (given.deputy === given.account) throw wrong('/deputy', 'same', anotherDeputy);
  await checkStaff(tx, person, { pointer: '/account', id: given.account });
  if (given.deputy !== undefined)
    await checkStaff(tx, person, { pointer: '/deputy', id: given.deputy });
  const id = newId(at);
  await tx('absences').insert({
    id,
    alliance_id: person.allianceId,
    account_id: given.account,
    deputy_id: given.deputy ?? null,
    first_on: given.firstOn,
    last_on: given.lastOn,
    reason: given.reason ?? '',
    made_by: person.id,
    made_at: at,
  });
  return absenceWithId(tx, person, id);
}

/** Ends an absence before its time, or calls it off. @throws Problem `not-found`, `forbidden` */
export async function endAbsence(
  tx: Tx,
  person: Person,
  id: string,
  at: Instant,
): Promise<Absence> {
  const absence = await absenceWithId(tx, person, id);
  if (absence.account.id !== person.id && !may(person, 'planAbsences')) throw notYours();
  await tx('absences').where({ id }).update({ ended_at: at });
  return absence;
}

/** Standing in for whom: the account itself when present, else the first deputy in turn who is; null for nobody. */
export async function standIns(
  db: Knex,
  accounts: readonly string[],
  on: LocalDate,
): Promise<Map<string, string | null>> {
  if (accounts.length === 0) return new Map();
  const { rows } = await db.raw<{ rows: { id: string; present: string }[] }>(
    `with recursive chain as (
       select a.id, a.id as now, 0 as step from accounts a where a.id = any(?::uuid[])
       union all
       select c.id, b.deputy_id, c.step + 1 from chain c join absences b on b.account_id = c.now
       where c.step < ? and b.deputy_id is not null and ${awayOn('b')})
     select distinct on (c.id) c.id, c.now as present from chain c join accounts a on a.id = c.now
     where a.disabled_at is null and not exists (select from absences b where b.account_id = c.now and ${awayOn('b')})
     order by c.id, c.step, c.now`,
    [[...accounts], longestChain, on, on],
  );
  const present = new Map(rows.map((row) => [row.id, row.present]));
  return new Map(accounts.map((id) => [id, present.get(id) ?? null]));
}

/** Deputies of deputies are followed so far. */
const longestChain = 5;

/** Takes one binding: the day. */
function awayOn(alias: string): string {
  return `${alias}.ended_at is null and ?::date between ${alias}.first_on and ${alias}.last_on`;
}

function absencesIn(db: Knex, allianceId: string) {
  return db('absences as b')
    .join('accounts as a', 'a.id', 'b.account_id')
    .leftJoin('accounts as d', 'd.id', 'b.deputy_id')
    .where('b.alliance_id', allianceId)
    .whereNull('b.ended_at')
    .orderBy(['b.first_on', 'b.id'])
    .select('b.*', 'a.name', 'd.name as deputy_name');
}

async function absenceWithId(tx: Tx, { allianceId }: Person, id: string): Promise<Absence> {
  const row = await absencesIn(tx, allianceId).where('b.id', id).first();
  if (!row) throw new Problem('not-found');
  return absenceOf(row as Row);
}

type Row = {
  id: string;
  account_id: string;
  name: string;
  deputy_id: string | null;
  deputy_name: string;
  first_on: LocalDate;
  last_on: LocalDate;
  reason: string;
};

function absenceOf(row: Row): Absence {
  return {
    id: row.id,
    account: { id: row.account_id, name: row.name },
    deputy: row.deputy_id === null ? null : { id: row.deputy_id, name: row.deputy_name },
    firstOn: row.first_on,
    lastOn: row.last_on,
    reason: row.reason,
  };
}

/** An account of the alliance's own people, in use. @throws Problem `invalid` */
export async function checkStaff(
  tx: Tx,
  { allianceId }: Person,
  { pointer, id }: { pointer: string; id: string },
): Promise<Person> {
  const account = await tx('accounts')
    .where({ id, alliance_id: allianceId })
    .whereNull('disabled_at')
    .first<Omit<Person, 'allianceId'> | undefined>('id', 'name', 'roles');
  if (!account || !oversees(account)) throw wrong(pointer, 'account', noColleague);
  return { ...account, allianceId };
}

const daysOrder: Text = {
  vi: 'Ngày cuối phải từ ngày đầu trở đi',
  en: 'The last day must not be before the first',
};
const anotherDeputy: Text = {
  vi: 'Người thay phải là người khác',
  en: 'The deputy must be somebody else',
};
const noColleague: Text = {
  vi: 'Không phải tài khoản đang dùng của cán bộ Liên minh; hãy chọn người khác',
  en: 'Not an account of the alliance’s staff in use; choose somebody else',
};

export function wrong(pointer: string, code: string, detail: Text): Problem {
  return new Problem('invalid', { errors: [{ pointer, code, detail }] });
}

function notYours(): Problem {
  const detail = {
    vi: 'Chỉ ghi vắng mặt cho chính mình; trưởng phòng, lãnh đạo ghi được cho người khác',
    en: 'You may enter your own absence; heads of unit and leaders may enter anybody’s',
  };
  return new Problem('forbidden', { detail });
}
