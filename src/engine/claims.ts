// Claims on work items: one person at a time holds an item, and gives it back or has it taken away.
import type { Instant, LocalDate } from '../../machines/calendar.ts';
import { roles as roleTitles } from '../../machines/roles.ts';
import type { Tx } from '../db.ts';
import { Problem } from '../problem.ts';
import { itemOf, lockedRow, type WorkItem, type WorkRow } from './queue.ts';
import { may } from './permissions.ts';
import { hasOneOf, type Person } from './rights.ts';
import { heads } from './units.ts';

/**
 * Gives an open work item to the person; nothing changes when they hold it already.
 * @throws Problem `not-found`, `forbidden` for a role that does not do this work, `held` by somebody else, `refused`
 * when the work is closed
 */
export async function claimWork(
  tx: Tx,
  person: Person,
  id: string,
  at: Instant,
): Promise<WorkItem> {
  const row = await lockedRow(tx, person, id);
  if (!hasOneOf(person, row.roles)) throw notYourWork(row);
  if (row.closed_at !== null) throw closedWork();
  if (row.claimed_by !== null && row.claimed_by !== person.id) throw heldBy(row);
  if (row.claimed_by === person.id) return itemOf(row);
  await tx('work_items').where({ id: row.id }).update({ claimed_by: person.id, claimed_at: at });
  return itemOf({ ...row, claimed_by: person.id, claimed_at: new Date(at), holder: person.name });
}

/**
 * Takes a claim away: one's own, or as head of a unit or who stands in for one anybody's. Nothing changes when nobody holds it.
 * @throws Problem `not-found`, `forbidden`, `refused` when the work is closed
 */
export async function releaseWork(
  tx: Tx,
  person: Person,
  id: string,
  on: LocalDate,
): Promise<WorkItem> {
  const row = await lockedRow(tx, person, id);
  if (row.closed_at !== null) throw closedWork();
  if (row.claimed_by === null) return itemOf(row);
  if (row.claimed_by !== person.id && !(await supervises(tx, person, row, on)))
    throw notYourClaim(row);
  await tx('work_items').where({ id: row.id }).update({ claimed_by: null, claimed_at: null });
  return itemOf({ ...row, claimed_by: null, claimed_at: null, holder: null });
}

/** Heads of unit, and who stands in for the head of the case's unit. */
async function supervises(
  tx: Tx,
  person: Person,
  { unit }: WorkRow,
  on: LocalDate,
): Promise<boolean> {
  if (may(person, 'releaseWork')) return true;
  return heads(tx, person, { unit, on });
}

function notYourWork({ roles }: WorkRow): Problem {
  const names = roles.map((role) => roleTitles[role]);
  const detail = {
    vi: `Việc này dành cho: ${names.map(({ vi }) => vi).join(', ')}`,
    en: `This work is for: ${names.map(({ en }) => en).join(', ')}`,
  };
  return new Problem('forbidden', { detail });
}

export function closedWork(): Problem {
  const detail = { vi: 'Việc này đã xong', en: 'This work is done' };
  return new Problem('refused', {
    detail,
    reasons: [
      {
        code: 'closed',
        title: detail,
        law: 'Quy chế của Liên minh (cấu hình)',
        remedy: { vi: 'Hãy tải lại danh sách việc.', en: 'Please reload the list of work.' },
      },
    ],
  });
}

function heldBy({ holder }: WorkRow): Problem {
  const name = holder ?? '?';
  return new Problem('held', {
    detail: { vi: `${name} đang nhận việc này`, en: `${name} holds this work item` },
  });
}

function notYourClaim({ holder }: WorkRow): Problem {
  const name = holder ?? '?';
  return new Problem('forbidden', {
    detail: {
      vi: `${name} đang nhận việc này; chỉ người đó hoặc trưởng phòng được trả lại`,
      en: `${name} holds this work item; only they or a head of unit can release it`,
    },
  });
}
