// Mail that came back: what a server took and later could not deliver. Whoever reads the mailbox of MAIL_FROM reports
// it by the X-Notice-Id of the returned message; the notice then stands as failed and lands on somebody's desk.
import type { Knex } from 'knex';
import type { Instant } from '../../machines/calendar.ts';
import type { Tx } from '../db.ts';
import { Problem } from '../problem.ts';
import { openFailure, type Owed } from './outbox.ts';
import { storedId } from './queue.ts';
import { visibleCases, type Person } from './rights.ts';

export type Bounced = { id: string; state: 'failed' };

/**
 * Marks a notice that was sent as failed and opens the work item; nothing changes when it has failed already.
 * @throws Problem `not-found` for no notice of a case the person may see, `refused` for one that is still on its way
 */
export async function reportBounce(
  tx: Tx,
  person: Person,
  { id, reason, at }: { id: string; reason: string; at: Instant },
): Promise<Bounced> {
  const owed = await noticeRow(tx, person, storedId(id));
  if (owed.state === 'pending') throw onItsWay();
  if (owed.state === 'done') {
    const failed = { state: 'failed', done_at: null, error: `bounced: ${reason}` };
    await tx('outbox').where({ id: owed.id }).update(failed);
    await openFailure(tx, owed, at);
  }
  return { id, state: 'failed' };
}

async function noticeRow(
  tx: Knex,
  person: Person,
  id: string,
): Promise<Pick<Owed, 'id' | 'case_id' | 'kind'> & { state: string }> {
  const visible = visibleCases(person);
  const { rows } = await tx.raw<{
    rows: (Pick<Owed, 'id' | 'case_id' | 'kind'> & { state: string })[];
  }>(
    `select o.id, o.case_id, o.kind, o.state from outbox o join cases c on c.id = o.case_id
     where o.id = ? and o.kind = 'notify' and ${visible.sql} for update of o`,
    [id, ...visible.bindings] as never,
  );
  const row = rows[0];
  if (!row) throw new Problem('not-found');
  return row;
}

function onItsWay(): Problem {
  return new Problem('refused', {
    detail: {
      vi: 'Thông báo này chưa gửi xong; hệ thống vẫn đang thử',
      en: 'This notice is still on its way; the system goes on trying',
    },
  });
}
