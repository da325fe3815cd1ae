// Giving work out: a head of unit or leader puts an open work item into somebody's hands.
import type { Instant } from '../../machines/calendar.ts';
import { roles as roleTitles } from '../../machines/roles.ts';
import type { Tx } from '../db.ts';
import { Problem } from '../problem.ts';
import { closedWork } from './claims.ts';
import { isId } from './id.ts';
import { itemOf, lockedRow, type WorkItem, type WorkRow } from './queue.ts';
import { may } from './permissions.ts';
import { visibleCases, type Person } from './rights.ts';

/**
 * Puts an open work item into somebody's hands, as a head of unit or leader; who holds it now loses it.
 * @throws Problem `not-found`, `forbidden`, `invalid` for somebody who cannot do this work, `refused` when it is closed
 */
export async function assignWork(
  tx: Tx,
  person: Person,
  id: string,
  { holder, at }: { holder: string; at: Instant },
): Promise<WorkItem> {
  const row = await lockedRow(tx, person, id);
  if (!may(person, 'assignWork')) throw notYoursToGive();
  if (row.closed_at !== null) throw closedWork();
  const account = await workerOf(tx, person, row, holder);
  if (!account) throw cannotDo(row);
  await tx('work_items').where({ id: row.id }).update({ claimed_by: holder, claimed_at: at });
  return itemOf({ ...row, claimed_by: holder, claimed_at: new Date(at), holder: account.name });
}

/** An account that may do this work: of the alliance, in use, of a role that does it, seeing the case. */
async function workerOf(
  tx: Tx,
  { allianceId }: Person,
  row: WorkRow,
  holder: string,
): Promise<Person | undefined> {
  if (!isId(holder)) return undefined;
  const account = await tx('accounts')
    .where({ id: holder, alliance_id: allianceId })
    .whereNull('disabled_at')
    .first<Omit<Person, 'allianceId'> | undefined>('id', 'name', 'roles');
  if (!account?.roles.some((role) => row.roles.includes(role))) return undefined;
  const person = { ...account, allianceId };
  const visible = visibleCases(person);
  const { rows } = await tx.raw<{ rows: unknown[] }>(
    `select 1 from cases c where c.id = ? and ${visible.sql}`,
    [row.case_id, ...visible.bindings] as never,
  );
  return rows.length > 0 ? person : undefined;
}

function notYoursToGive(): Problem {
  const detail = {
    vi: 'Việc này do trưởng phòng hoặc lãnh đạo giao',
    en: 'Work is given out by heads of unit and leaders',
  };
  return new Problem('forbidden', { detail });
}

function cannotDo({ roles }: WorkRow): Problem {
  const names = roles.map((role) => roleTitles[role]);
  const detail = {
    vi: `Người này không làm được việc này; hãy chọn: ${names.map(({ vi }) => vi).join(', ')}`,
    en: `This person cannot do this work; choose: ${names.map(({ en }) => en).join(', ')}`,
  };
  return new Problem('invalid', { errors: [{ pointer: '/person', code: 'role', detail }] });
}
