// Units of an alliance: who is in them, who heads them, and which territories and processes come to them.
import type { Knex } from 'knex';
import type { Instant, LocalDate } from '../../machines/calendar.ts';
import { currentProcess } from '../../machines/index.ts';
import { territoryOf, type TerritoryKind } from '../../machines/territory/territory.ts';
import type { Text } from '../../machines/text.ts';
import type { Tx } from '../db.ts';
import { Problem } from '../problem.ts';
import { checkStaff, standIns, wrong } from './absences.ts';
import { newId } from './id.ts';
import type { Person } from './rights.ts';

export type Member = {
  id: string;
  name: string;
  head: boolean;
  /** Who stands in today; the member itself when present, null when nobody does. */
  present: string | null;
  /** Open cases in their hands. */
  cases: number;
};

/** What comes to a unit. Without a process: of every one. */
export type UnitTerritory = {
  process: string | null;
  kind: TerritoryKind | 'everywhere';
  code: string | null;
  name: string | null;
};

export type Unit = {
  id: string;
  code: string;
  name: Text;
  members: Member[];
  territories: UnitTerritory[];
  /** Open cases of the unit, and those of them in nobody's hands. */
  cases: { open: number; unassigned: number };
};

/** Units in use, by code. */
export async function listUnits(db: Knex, allianceId: string, on: LocalDate): Promise<Unit[]> {
  const units = await db('units')
    .where({ alliance_id: allianceId })
    .whereNull('closed_at')
    .orderBy('code');
  return Promise.all(units.map((row) => unitOf(db, row as UnitRow, on)));
}

/** @throws Problem `invalid` when the code is taken */
export async function addUnit(
  tx: Tx,
  { allianceId }: Person,
  { code, name }: { code: string; name: Text },
  { at, on }: { at: Instant; on: LocalDate },
): Promise<Unit> {
  const row = {
    id: newId(at),
    alliance_id: allianceId,
    code,
    name: name.vi,
    name_en: name.en,
    created_at: at,
  };
  const [added] = await tx('units')
    .insert(row)
    .onConflict(['alliance_id', 'code'])
    .ignore()
    .returning('*');
  if (!added) throw wrong('/code', 'taken', codeTaken);
  return unitOf(tx, added as UnitRow, on);
}

export type UnitChange = {
  name?: Text | undefined;
  members?: readonly { account: string; head?: boolean | undefined }[] | undefined;
  territories?:
    | readonly {
        process?: string | undefined;
        kind: UnitTerritory['kind'];
        code?: string | undefined;
      }[]
    | undefined;
};

/** Replaces what is given. @throws Problem `not-found`, `invalid` for unknown people, places or processes */
export async function changeUnit(
  tx: Tx,
  person: Person,
  { id, on }: { id: string; on: LocalDate },
  { name, members, territories }: UnitChange,
): Promise<Unit> {
  const row = await unitRow(tx, person, id);
  if (name) await tx('units').where({ id }).update({ name: name.vi, name_en: name.en });
  if (members) await replaceMembers(tx, person, id, members);
  if (territories) await replaceTerritories(tx, id, territories);
  return unitOf(tx, name ? { ...row, name: name.vi, name_en: name.en } : row, on);
}

/** Takes a unit out of use; its cases keep its code. @throws Problem `not-found` */
export async function closeUnit(
  tx: Tx,
  person: Person,
  { id, at, on }: { id: string; at: Instant; on: LocalDate },
): Promise<Unit> {
  const row = await unitRow(tx, person, id);
  await tx('units').where({ id }).update({ closed_at: at });
  return unitOf(tx, row, on);
}

/** Heads of a unit who are there on the day, or who stand in for them; without a unit or head, every head of unit. */
export async function headsOf(
  db: Knex,
  { alliance, unit, on }: { alliance: string; unit: string; on: LocalDate },
): Promise<{ id: string; name: string }[]> {
  const own = await db('unit_members as m')
    .join('units as u', 'u.id', 'm.unit_id')
    .where({ 'u.alliance_id': alliance, 'u.code': unit, 'm.head': true })
    .whereNull('u.closed_at')
    .pluck<string[]>('m.account_id');
  const all = own.length > 0 ? own : await allHeads(db, alliance);
  const present = [...(await standIns(db, all, on)).values()].filter((id) => id !== null);
  return db('accounts')
    .whereIn('id', [...new Set(present)])
    .orderBy('id')
    .select('id', 'name');
}

async function allHeads(db: Knex, alliance: string): Promise<string[]> {
  return db('accounts')
    .where({ alliance_id: alliance })
    .whereNull('disabled_at')
    .whereRaw(`'unit-head' = any(roles)`)
    .pluck('id');
}

/** True for a head of the unit, for who stands in for one, and where no unit is named for every head of unit. */
export async function heads(
  db: Knex,
  person: Person,
  { unit, on }: { unit: string; on: LocalDate },
): Promise<boolean> {
  const all = await headsOf(db, { alliance: person.allianceId, unit, on });
  return all.some(({ id }) => id === person.id);
}

type UnitRow = { id: string; alliance_id: string; code: string; name: string; name_en: string };

async function unitRow(tx: Tx, { allianceId }: Person, id: string): Promise<UnitRow> {
  const row = await tx('units')
    .where({ id, alliance_id: allianceId })
    .whereNull('closed_at')
    .forUpdate()
    .first<UnitRow | undefined>();
  if (!row) throw new Problem('not-found');
  return row;
}

async function replaceMembers(
  tx: Tx,
  person: Person,
  unit: string,
  members: NonNullable<UnitChange['members']>,
): Promise<void> {
  for (const [index, { account }] of members.entries())
    await checkStaff(tx, person, { pointer: `/members/${index}/account`, id: account });
  await tx('unit_members').where({ unit_id: unit }).delete();
  const rows = new Map(
    members.map(({ account, head = false }) => [
      account,
      { unit_id: unit, account_id: account, head },
    ]),
  );
  if (rows.size > 0) await tx('unit_members').insert([...rows.values()]);
}

async function replaceTerritories(
  tx: Tx,
  unit: string,
  territories: NonNullable<UnitChange['territories']>,
): Promise<void> {
  const rows = new Map(
    territories.map((given, index) => {
      const row = { unit_id: unit, ...checkedTerritory(given, `/territories/${index}`) };
      return [JSON.stringify(row), row];
    }),
  );
  await tx('unit_territories').where({ unit_id: unit }).delete();
  if (rows.size > 0) await tx('unit_territories').insert([...rows.values()]);
}

type GivenTerritory = NonNullable<UnitChange['territories']>[number];

/** @throws Problem `invalid` for a process or place that does not exist */
function checkedTerritory({ process = '', kind, code = '' }: GivenTerritory, place: string) {
  if (process !== '' && !currentProcess(process))
    throw wrong(`${place}/process`, 'unknown', noProcess);
  if (kind === 'everywhere' && code === '') return { process, kind, code, name: '' };
  const found = kind === 'everywhere' ? undefined : territoryOf(kind, code);
  if (!found) throw wrong(`${place}/code`, 'unknown', noPlace);
  return { process, kind, code, name: found.name };
}

async function unitOf(db: Knex, row: UnitRow, on: LocalDate): Promise<Unit> {
  const { id, code, name, name_en } = row;
  // One after the other: within a transaction there is one line to the database.
  const members = await membersOf(db, row, on);
  const territories = await db('unit_territories')
    .where({ unit_id: id })
    .orderBy(['process', 'kind', 'code']);
  const [cases] = await db('cases')
    .where({ alliance_id: row.alliance_id, unit: code, open: true })
    .select(db.raw('count(*) as open, count(*) filter (where assignee is null) as unassigned'));
  return {
    id,
    code,
    name: { vi: name, en: name_en },
    members,
    territories: territories.map((each) => ({
      process: each.process || null,
      kind: each.kind,
      code: each.code || null,
      name: each.name || null,
    })),
    cases: cases as unknown as Unit['cases'],
  };
}

async function membersOf(db: Knex, { id, alliance_id }: UnitRow, on: LocalDate): Promise<Member[]> {
  const rows = await db('unit_members as m')
    .join('accounts as a', 'a.id', 'm.account_id')
    .where('m.unit_id', id)
    .whereNull('a.disabled_at')
    .orderBy([{ column: 'm.head', order: 'desc' }, 'a.name', 'a.id'])
    .select('a.id', 'a.name', 'm.head')
    .select(
      db.raw(
        `(select count(*) from cases c where c.alliance_id = ? and c.open and c.assignee = a.id::text) as cases`,
        [alliance_id],
      ),
    );
  const present = await standIns(
    db,
    rows.map((row) => row.id as string),
    on,
  );
  return rows.map((row) => ({
    id: row.id,
    name: row.name,
    head: row.head,
    present: present.get(row.id as string) ?? null,
    cases: row.cases,
  }));
}

const codeTaken: Text = {
  vi: 'Mã phòng này đã có; hãy chọn mã khác',
  en: 'A unit has this code already; choose another',
};
const noProcess: Text = {
  vi: 'Không có quy trình này; danh sách ở /api/processes',
  en: 'There is no such process; see /api/processes',
};
const noPlace: Text = {
  vi: 'Không có đơn vị hành chính với mã này; danh sách ở /api/territories. Với “everywhere” thì không ghi mã',
  en: 'There is no such commune or district; see /api/territories. “everywhere” takes no code',
};
