// Giving a case to a unit and into somebody's hands, beside what its process decides: work that was routed wrongly,
// colleagues who fall ill or leave. Every change is kept with who made it and why.
import type { Knex } from 'knex';
import type { Instant, LocalDate } from '../../machines/calendar.ts';
import { processOf } from '../../machines/index.ts';
import type { Text } from '../../machines/text.ts';
import type { Tx } from '../db.ts';
import { Problem } from '../problem.ts';
import { checkStaff, standIns, wrong } from './absences.ts';
import { newId } from './id.ts';
import { readRow, type CaseRow } from './reading.ts';
import { may } from './permissions.ts';
import type { Person } from './rights.ts';
import { heads } from './units.ts';

export type Assignment = {
  unit: string;
  assignee: { id: string; name: string } | null;
  by: { id: string; name: string };
  at: Instant;
  reason: string;
};

/** What is left out stays; `null` takes the case out of anybody's hands. */
export type NewAssignment = {
  unit?: string | undefined;
  assignee?: string | null | undefined;
  reason: string;
};

/** How a case came to where it is, newest first. @throws Problem `not-found` */
export async function listAssignments(
  db: Knex,
  person: Person,
  caseId: string,
): Promise<Assignment[]> {
  await readRow(db, person, caseId);
  const { rows } = await db.raw<{ rows: Row[] }>(
    `select g.unit, g.assignee, a.name, g.by_id, b.name as by_name, g.at, g.reason from assignments g
       join accounts b on b.id::text = g.by_id left join accounts a on a.id::text = g.assignee
     where g.case_id = ? order by g.at desc, g.id desc`,
    [caseId],
  );
  return rows.map(({ unit, assignee, name, by_id, by_name, at, reason }) => ({
    unit,
    assignee: assignee === null ? null : { id: assignee, name },
    by: { id: by_id, name: by_name },
    at: at.toISOString(),
    reason,
  }));
}

type Row = {
  unit: string;
  assignee: string | null;
  name: string;
  by_id: string;
  by_name: string;
  at: Date;
  reason: string;
};

/**
 * Gives an open case to a unit, a person, or both.
 * @throws Problem `not-found`, `forbidden` for who heads neither, `invalid` for a unit or person that cannot take it,
 * `refused` when the process itself says in whose hands the case is
 */
export async function assignCase(
  tx: Tx,
  person: Person,
  { caseId, at, on }: { caseId: string; at: Instant; on: LocalDate },
  { unit, assignee, reason }: NewAssignment,
): Promise<Assignment> {
  await tx('cases').where({ id: caseId }).forUpdate().first('id');
  const row = await readRow(tx, person, caseId);
  await checkMay(tx, person, { unit: row.unit, on });
  if (!row.open) throw closedCase();
  if (unit !== undefined) await checkUnit(tx, person, unit);
  if (assignee !== undefined) checkProcess(row);
  const taker = assignee ? await takerOf(tx, person, row, { id: assignee, on }) : null;
  const next = {
    unit: unit ?? row.unit,
    assignee: assignee === undefined ? row.assignee : assignee,
  };
  await tx('cases').where({ id: caseId }).update(next);
  const given = { id: newId(at), case_id: caseId, ...next, by_id: person.id, at, reason };
  await tx('assignments').insert(given);
  const by = { id: person.id, name: person.name };
  return { unit: next.unit, assignee: taker ?? keptAssignee(row, assignee), by, at, reason };
}

function keptAssignee(
  { assignee, assignee_name }: CaseRow,
  given: NewAssignment['assignee'],
): Assignment['assignee'] {
  if (given === null || assignee === null) return null;
  return { id: assignee, name: assignee_name ?? '' };
}

/** Leaders and administrators anywhere, heads of unit in their own and where there is none. */
async function checkMay(
  tx: Tx,
  person: Person,
  where: { unit: string; on: LocalDate },
): Promise<void> {
  if (may(person, 'assignAnyCase')) return;
  if (await heads(tx, person, where)) return;
  const detail = {
    vi: 'Hồ sơ do trưởng phòng phụ trách hoặc lãnh đạo giao lại',
    en: 'A case is given on by the head of its unit or a leader',
  };
  throw new Problem('forbidden', { detail });
}

async function checkUnit(tx: Tx, { allianceId }: Person, code: string): Promise<void> {
  if (code === '') return;
  const found = await tx('units')
    .where({ alliance_id: allianceId, code })
    .whereNull('closed_at')
    .first('id');
  if (!found) throw wrong('/unit', 'unknown', noUnit);
}

/** A process that names its assignee by an act of its own is not overruled from outside. */
function checkProcess({ process: key, snapshot }: CaseRow): void {
  const process = processOf(key);
  const act = process.assigns;
  if (act === undefined || process.heading(snapshot.data).assignee === undefined) return;
  const { title } = process.events[act] as (typeof process.events)[string];
  throw new Problem('refused', {
    detail: {
      vi: `Người phụ trách do quy trình quyết định; hãy dùng việc “${title.vi}” (${act})`,
      en: `The process itself says who has the case; use “${title.en}” (${act})`,
    },
  });
}

/** @throws Problem `invalid` when the person is not there, or must know nothing of the case */
async function takerOf(
  tx: Tx,
  person: Person,
  { id: caseId }: CaseRow,
  { id, on }: { id: string; on: LocalDate },
): Promise<{ id: string; name: string }> {
  const taker = await checkStaff(tx, person, { pointer: '/assignee', id });
  // A case hidden from them is hidden, whatever the reason.
  await readRow(tx, taker, caseId).catch(() => {
    throw wrong('/assignee', 'account', cannotTake);
  });
  const present = (await standIns(tx, [id], on)).get(id);
  if (present === id) return { id, name: taker.name };
  const deputy = present && (await tx('accounts').where({ id: present }).first('name'));
  throw wrong(
    '/assignee',
    'absent',
    away(taker.name, deputy ? (deputy.name as string) : undefined),
  );
}

const noUnit: Text = {
  vi: 'Không có phòng với mã này; danh sách ở /api/units',
  en: 'There is no unit with this code; see /api/units',
};
const cannotTake: Text = {
  vi: 'Người này không nhận được hồ sơ; hãy chọn người khác',
  en: 'This person cannot take the case; choose somebody else',
};

function away(name: string, deputy: string | undefined): Text {
  if (deputy === undefined)
    return {
      vi: `${name} đang vắng mặt và không có người thay; hãy chọn người khác`,
      en: `${name} is away and nobody stands in; choose somebody else`,
    };
  return {
    vi: `${name} đang vắng mặt; người thay là ${deputy}`,
    en: `${name} is away; ${deputy} stands in`,
  };
}

function closedCase(): Problem {
  return new Problem('refused', {
    detail: { vi: 'Hồ sơ đã đóng', en: 'The case is closed' },
  });
}
