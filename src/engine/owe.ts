// Notices owed beside the events of a case: told once under their id, to the inbox and by mail.
import type { Instant } from '../../machines/calendar.ts';
import type { Recipient } from '../../machines/define.ts';
import type { Tx } from '../db.ts';
import type { AskedEffect } from './effects.ts';

export type OwedNotice = {
  /** `case/what/index`; the same notice is owed once. */
  id: string;
  /** Null for what is said of no case. */
  caseId: string | null;
  template: string;
  recipient: Recipient;
  data: object;
  /** Waits for working hours, and for the daily mail of those who want one. */
  reminder?: true;
  /** When it may go out, when that is not at once. */
  from?: Instant;
};

/** Owes the notices, in the caller's transaction; those owed already stay as they are. */
export async function oweNotices(
  tx: Tx,
  notices: readonly OwedNotice[],
  at: Instant,
): Promise<void> {
  if (notices.length === 0) return;
  const rows = notices.map(({ id, caseId, from, ...notice }) => {
    const payload: AskedEffect = { kind: 'notify', ...notice };
    return {
      id,
      case_id: caseId,
      kind: payload.kind,
      payload: JSON.stringify(payload),
      next_at: from ?? at,
      created_at: at,
    };
  });
  await tx('outbox').insert(rows).onConflict('id').ignore();
  const read = notices.flatMap(({ id, caseId, recipient: { person } }) =>
    person === undefined ? [] : [{ person_id: person, notice_id: id, case_id: caseId, at }],
  );
  if (read.length > 0) await tx('inbox').insert(read).onConflict().ignore();
}
