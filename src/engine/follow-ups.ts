// The cases that came of a case: a complaint, the duties after registration. Behind the one rights filter.
import type { Knex } from 'knex';
import type { LocalDate } from '../../machines/calendar.ts';
import { processOf } from '../../machines/index.ts';
import type { Text } from '../../machines/text.ts';
import { visibleCases, type Person } from './rights.ts';

export type FollowUp = {
  id: string;
  number: string;
  process: Text;
  open: boolean;
  /** Next last day; null when none runs. */
  dueOn: LocalDate | null;
};

const most = 20;

/** Returns those that this person may see, the newest first. */
export async function followUps(db: Knex, person: Person, caseId: string): Promise<FollowUp[]> {
  const visible = visibleCases(person);
  const { rows } = await db.raw<{ rows: (Omit<FollowUp, 'process'> & { key: string })[] }>(
    `select c.id, c.number, c.process as key, c.open, c.due_on as "dueOn" from cases c
     where c.parent_id = ?::uuid and ${visible.sql} order by c.opened_at desc, c.id limit ?`,
    [caseId, ...visible.bindings, most] as never,
  );
  return rows.map(({ key, ...row }) => ({ ...row, process: processOf(key).title }));
}
