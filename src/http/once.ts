// Calls that change something besides cases, answered once per person and key: the answer is kept with the change in
// one transaction. Cases keep theirs with the event.
import type { Knex } from 'knex';
import type { Clock } from '../clock.ts';
import type { Tx } from '../db.ts';
import { Problem } from '../problem.ts';
import type { Call, Reply } from './operation.ts';

export type Once = (
  call: Pick<Call, 'person' | 'key'>,
  change: (tx: Tx) => Promise<object>,
  status?: number,
) => Promise<Reply>;

export const replayedHeader = { 'Idempotency-Replayed': 'true' } as const;

/**
 * Runs the change and answers with its value, or with the answer already given to the same key. A refusal is not kept.
 * @throws Problem `in-progress`, `key-reused`, and what the change throws
 */
export function createOnce(db: Knex, clock: Clock): Once {
  return (call, change, status = 200) =>
    db.transaction(async (tx): Promise<Reply> => {
      const { person, key } = call;
      await claimKey(tx, person.id, key.key);
      const kept = await tx('idempotency').where({ person_id: person.id, key: key.key }).first();
      if (kept) {
        if (kept.request.toString('hex') !== key.request) throw new Problem('key-reused');
        return { status: kept.status, body: kept.answer, headers: replayedHeader };
      }
      const answer = JSON.stringify(await change(tx));
      const request = Buffer.from(key.request, 'hex');
      const row = { person_id: person.id, key: key.key, request, status, answer, at: clock.now() };
      // Answered as read back, so that the first answer and its replay are the same to the byte.
      const [written] = await tx('idempotency').insert(row).returning('answer');
      return { status, body: (written as { answer: object }).answer };
    });
}

/** Until the transaction ends nobody else works under this key. */
async function claimKey(tx: Tx, person: string, key: string): Promise<void> {
  const { rows } = await tx.raw<{ rows: { mine: boolean }[] }>(
    'select pg_try_advisory_xact_lock(hashtextextended(?, 0)) as mine',
    [`${person} ${key}`],
  );
  if (!rows[0]?.mine) throw new Problem('in-progress', { retryAfterSeconds: 1 });
}
