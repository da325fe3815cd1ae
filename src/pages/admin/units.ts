// Units on one page: who is in them, which communes come to them, what is open; and who is away with which deputy.
import type { Knex } from 'knex';
import { z } from 'zod';
import { may, permissions } from '../../engine/permissions.ts';
import { searchTerritories, territoryOf } from '../../../machines/territory/territory.ts';
import { listAtWork } from '../../accounts/accounts.ts';
import type { Tx } from '../../db.ts';
import { addAbsence, endAbsence, listAbsences, wrong } from '../../engine/absences.ts';
import { isId } from '../../engine/id.ts';
import { oversees, type Person } from '../../engine/rights.ts';
import {
  addUnit,
  changeUnit,
  closeUnit,
  listUnits,
  type Unit,
  type UnitChange,
} from '../../engine/units.ts';
import { parse } from '../../engine/validate.ts';
import type { Fields, Operation } from '../../http/operation.ts';
import { one } from '../../http/page-form.ts';
import { problemOf, statusOf } from '../../http/problems.ts';
import { newAbsence } from '../../http/staff.ts';
import { newUnit } from '../../http/units.ts';
import { Problem, type Fault } from '../../problem.ts';
import type { PageAnswer, PageCall } from '../page.ts';
import type { AdminDeps } from './admin.ts';

const about = {
  path: '/admin/units',
  title: { vi: 'Phòng và người thay', en: 'Units and deputies' },
  roles: permissions.oversee,
} as const;

export function unitPages(deps: AdminDeps): Operation[] {
  const { page } = deps;
  return [
    page({ ...about, id: 'unitsPage', handle: (call) => listed(deps, call, {}) }),
    page({ ...about, id: 'changeUnitsPage', method: 'POST', handle: (call) => sent(deps, call) }),
  ];
}

type Filled = { faults?: readonly Fault[]; status?: number };

async function listed(
  { knex, clock }: AdminDeps,
  { person, fields }: PageCall,
  { faults = [], status = 200 }: Filled,
): Promise<PageAnswer> {
  const today = clock.today();
  const [units, absences, staff] = await Promise.all([
    listUnits(knex, person.allianceId, today),
    listAbsences(knex, person, { from: today }),
    colleagues(knex, person),
  ]);
  const given = Object.fromEntries(Object.keys(fields).map((name) => [name, one(fields, name)]));
  const allowed = {
    plan: may(person, 'planUnits'),
    others: may(person, 'planAbsences'),
    run: may(person, 'keepRunning'),
  };
  const names = Object.fromEntries(staff.map(({ id, name }) => [id, name]));
  const model = { dense: true, units, absences, staff, names, may: allowed, me: person, today };
  return { view: 'admin/units', model: { ...model, faults, given }, status };
}

async function colleagues(knex: Knex, { allianceId }: Person) {
  const accounts = await listAtWork(knex, allianceId);
  return accounts
    .filter(oversees)
    .toSorted((a, b) => a.name.localeCompare(b.name, 'vi'))
    .map(({ id, name, email }) => ({ id, name, email }));
}

async function sent(deps: AdminDeps, call: PageCall): Promise<PageAnswer> {
  try {
    const change = changes[one(call.fields, 'what') ?? ''];
    if (!change) throw new Problem('not-found');
    await deps.once(call, (tx) => change(tx, call, deps));
    return { to: '/admin/units' };
  } catch (error) {
    const { code, extra } = problemOf(error);
    if (code !== 'invalid') throw error;
    return listed(deps, call, { faults: extra.errors ?? [], status: statusOf[code] });
  }
}

type Change = (tx: Tx, call: PageCall, deps: Pick<AdminDeps, 'clock'>) => Promise<object>;

const changes: Readonly<Record<string, Change>> = {
  create(tx, { person, fields }, { clock }) {
    const name = { vi: one(fields, 'name'), en: one(fields, 'nameEn') };
    const given = checked(newUnit, { code: one(fields, 'code'), name });
    return addUnit(tx, planner(person), given, { at: clock.now(), on: clock.today() });
  },
  rename: changing((_, fields) => {
    const given = { vi: one(fields, 'name'), en: one(fields, 'nameEn') };
    return { name: checked(z.strictObject({ name: newUnit.shape.name }), { name: given }).name };
  }),
  member: changing(({ members }, fields) => {
    const account = idIn(fields, 'account');
    const others = members.filter(({ id }) => id !== account);
    const added = { id: account, head: one(fields, 'head') !== undefined };
    return { members: asGiven([...others, added]) };
  }),
  leave: changing(({ members }, fields) => {
    const account = idIn(fields, 'account');
    return { members: asGiven(members.filter(({ id }) => id !== account)) };
  }),
  communes: changing(({ territories }, fields) => {
    const lines = (one(fields, 'communes') ?? '').split('\n').map((line) => line.trim());
    const codes = lines.filter((line) => line !== '').map(communeCode);
    if (codes.length === 0) throw wrong('/communes', 'empty', noCommunes);
    const added = codes.map((code) => ({ kind: 'commune' as const, code }));
    return { territories: [...territories.map(kept), ...added] };
  }),
  everywhere: changing(({ territories }) => {
    return { territories: [...territories.map(kept), { kind: 'everywhere' }] };
  }),
  drop: changing(({ territories }, fields) => {
    const dropped = one(fields, 'territory');
    return {
      territories: territories
        .filter(({ process, kind, code }) => [process, kind, code].join('/') !== dropped)
        .map(kept),
    };
  }),
  close(tx, { person, fields }, { clock }) {
    const which = { id: idIn(fields, 'id'), at: clock.now(), on: clock.today() };
    return closeUnit(tx, planner(person), which);
  },
  away(tx, { person, fields }, { clock }) {
    const names = ['account', 'deputy', 'firstOn', 'lastOn', 'reason'];
    const given = Object.fromEntries(names.map((name) => [name, one(fields, name)]));
    const absence = checked(newAbsence, given);
    return addAbsence(
      tx,
      person,
      { ...absence, account: absence.account ?? person.id },
      clock.now(),
    );
  },
  back: (tx, { person, fields }, { clock }) =>
    endAbsence(tx, person, idIn(fields, 'id'), clock.now()),
};

/** A change made to the unit as it is once nobody else can change it. */
function changing(wanted: (unit: Unit, fields: Fields) => UnitChange): Change {
  return async (tx, { person, fields }, { clock }) => {
    const which = { id: idIn(fields, 'id'), on: clock.today() };
    const unit = await changeUnit(tx, planner(person), which, {});
    return changeUnit(tx, person, which, wanted(unit, fields));
  };
}

/** @throws Problem `forbidden` for people who do not make units */
function planner(person: Person): Person {
  if (!may(person, 'planUnits')) throw new Problem('forbidden');
  return person;
}

function idIn(fields: Fields, name: string): string {
  const id = one(fields, name);
  if (id === undefined || !isId(id)) throw new Problem('not-found');
  return id;
}

function asGiven(members: readonly { id: string; head: boolean }[]) {
  return members.map(({ id, head }) => ({ account: id, head }));
}

function kept({ process, kind, code }: Unit['territories'][number]) {
  return { kind, process: process ?? undefined, code: code ?? undefined };
}

function checked<S extends z.ZodType>(schema: S, given: unknown): z.output<S> {
  const parsed = parse(schema, given);
  if (!parsed.ok) throw new Problem('invalid', { errors: parsed.faults });
  return parsed.value;
}

/** The code of the commune a line names, by its code or by a name only one has. @throws Problem `invalid` */
function communeCode(line: string): string {
  if (territoryOf('commune', line)) return line;
  const found = searchTerritories({ kind: 'commune', text: line });
  const named = found.filter(({ name }) => name.localeCompare(line, 'vi', sameLetters) === 0);
  const [only, ...more] = named.length > 0 ? named : found;
  if (only && more.length === 0) return only.code;
  const some = [...(only ? [only] : []), ...more].slice(0, 8);
  const list = some.map(({ code, name, province }) => `${code} ${name} (${province.name})`);
  throw wrong('/communes', 'unknown', {
    vi: only
      ? `“${line}” có ở nhiều nơi; hãy ghi mã: ${list.join('; ')}`
      : `Không có xã, phường nào tên “${line}”; hãy kiểm tra lại tên`,
    en: only
      ? `Several places are called “${line}”; give the code: ${list.join('; ')}`
      : `No commune is called “${line}”; check the name`,
  });
}

const sameLetters = { sensitivity: 'accent' } as const;
const noCommunes = {
  vi: 'Hãy ghi ít nhất một xã, phường',
  en: 'Give at least one commune',
};
