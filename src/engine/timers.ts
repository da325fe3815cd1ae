// Timers whose moment has come: fired one per case at a time, in the order they fell due.
import type { Knex } from 'knex';
import type { Clock } from '../clock.ts';
import type { Cases, DueTimer } from './cases.ts';

export type Timers = {
  /** Fires a batch of due timers; answers with how many were due. */
  work(limit: number): Promise<number>;
};

export function createTimers(db: Knex, clock: Clock, cases: Pick<Cases, 'fire'>): Timers {
  async function due(limit: number): Promise<DueTimer[]> {
    const { rows } = await db.raw<{ rows: DueTimer[] }>(
      `select case_id as "caseId", id, term from (
         select distinct on (case_id) case_id, id, term, due_at from timers where due_at <= ?::timestamptz
         order by case_id, due_at) first
       order by due_at limit ?`,
      [clock.now(), limit],
    );
    return rows;
  }

  async function fire(timer: DueTimer): Promise<void> {
    const fired = await cases.fire(timer);
    const row = { case_id: timer.caseId, term: timer.term, id: timer.id };
    if (fired.kind === 'stale') await db('timers').where(row).delete();
    if (fired.kind === 'later')
      await db('timers').where(row).update({ id: fired.timer.id, due_at: fired.timer.at });
  }

  return {
    async work(limit) {
      const timers = await due(limit);
      const settled = await Promise.allSettled(timers.map(fire));
      const failed = settled.find((result) => result.status === 'rejected');
      if (failed) throw failed.reason;
      return timers.length;
    },
  };
}
