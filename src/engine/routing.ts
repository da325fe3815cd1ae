// Which unit a new case comes to, and into whose hands: by commune and process, then by who has the least to do. Asked
// once, when a case opens. Where nothing fits, or the question fails, the case waits in the queue of nobody.
import type { Knex } from 'knex';
import type { LocalDate } from '../../machines/calendar.ts';
import type { Process } from '../../machines/define.ts';
import type { Role } from '../../machines/roles.ts';
import { nameFits } from '../../machines/territory/territory.ts';
import { standIns } from './absences.ts';
import type { CommitRow } from './commit.ts';

export type NewCase = {
  alliance: string;
  /** Id of the process, without its version. */
  process: string;
  /** As the applicant wrote it: `Xã Hòa Bình`, `xã A, huyện B`. */
  commune: string;
  recused: readonly string[];
  /** The case it came from: who is recused from that takes nothing that came of it. */
  parent: string | null;
  on: LocalDate;
};

/** The unit's code, and an account of it. */
export type Routed = { unit: string; assignee: string | null };

/** Roles that take cases in hand. */
const workers: readonly Role[] = ['staff'];

/**
 * Puts a case that opens into its unit and hands. What the process has decided stands; whoever cannot be asked decides
 * nothing.
 */
export function createRoute(db: Knex): (row: CommitRow, process: Process) => Promise<CommitRow> {
  return async (row, process) => {
    const { alliance, commune, recused, parent, event, assigned } = row;
    const given = { alliance, process: process.id, commune, recused, parent, on: event.on };
    const routed = await routeOf(db, given).catch(() => undefined);
    if (!routed) return row;
    const { unit, assignee } = routed;
    return { ...row, unit, ...(assigned ? {} : { assignee }) };
  };
}

/** Returns where the case goes; undefined when no unit takes it. */
export async function routeOf(db: Knex, given: NewCase): Promise<Routed | undefined> {
  const units = await fittingUnits(db, given);
  if (units.length === 0) return undefined;
  const people = await atWork(db, units, given);
  const least = people.toSorted((a, b) => a.cases - b.cases || (a.id < b.id ? -1 : 1))[0];
  const unit = units.find(({ id }) => id === least?.unit) ?? units[0];
  return { unit: (unit as FittingUnit).code, assignee: least?.id ?? null };
}

type FittingUnit = { id: string; code: string };
type TerritoryRow = FittingUnit & { process: string; kind: string; name: string };

/** The units whose territories name the case most closely: place before process. */
async function fittingUnits(
  db: Knex,
  { alliance, process, commune }: NewCase,
): Promise<FittingUnit[]> {
  const rows: TerritoryRow[] = await db('unit_territories as t')
    .join('units as u', 'u.id', 't.unit_id')
    .where('u.alliance_id', alliance)
    .whereNull('u.closed_at')
    .whereIn('t.process', ['', process])
    .orderBy('u.code')
    .select('u.id', 'u.code', 't.process', 't.kind', 't.name');
  const fits = rows.map((row) => ({ row, closeness: closenessOf(row, commune) }));
  const best = Math.max(0, ...fits.map(({ closeness }) => closeness));
  if (best === 0) return [];
  const fitting = fits.filter(({ closeness }) => closeness === best).map(({ row }) => row);
  return fitting.filter(({ id }, index) => fitting.findIndex((each) => each.id === id) === index);
}

/** 0 when it does not fit at all. */
function closenessOf({ kind, name, process }: TerritoryRow, commune: string): number {
  const ownProcess = process === '' ? 0 : 1;
  if (kind === 'everywhere') return 1 + ownProcess;
  const fit = nameFits(commune, name);
  if (fit === 0) return 0;
  return (kind === 'commune' ? 7 : 3) + 2 * (fit - 1) + ownProcess;
}

type Worker = { id: string; unit: string; cases: number };

/** Members who take cases, in the person of who stands in for them, with the open cases each has. */
async function atWork(
  db: Knex,
  units: readonly FittingUnit[],
  { on, recused, parent }: NewCase,
): Promise<Worker[]> {
  const members: { id: string; unit: string }[] = await db('unit_members')
    .whereIn(
      'unit_id',
      units.map(({ id }) => id),
    )
    .select('account_id as id', 'unit_id as unit');
  const present = await standIns(db, [...new Set(members.map(({ id }) => id))], on);
  const people = members.flatMap(({ id, unit }) => {
    const person = present.get(id);
    return person ? [{ id: person, unit }] : [];
  });
  const { rows } = await db.raw<{ rows: { id: string; cases: number }[] }>(
    `select a.id, (select count(*) from cases c where c.assignee = a.id::text and c.open) as cases
     from accounts a where a.id = any(?::uuid[]) and a.roles && ?::text[] and not ?::text[] && accounts_of(a.id::text)
       and not exists (select from cases origin where origin.id = ?::uuid and origin.recused && accounts_of(a.id::text))`,
    [people.map(({ id }) => id), [...workers], [...recused], parent],
  );
  const loads = new Map(rows.map(({ id, cases }) => [id, cases]));
  return people.flatMap((each) => {
    const cases = loads.get(each.id);
    return cases === undefined ? [] : [{ ...each, cases }];
  });
}
