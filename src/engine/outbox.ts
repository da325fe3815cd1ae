// Effects that leave the database, worked off by any number of processes under short leases. At least once, each
// under the same id; after the last attempt it becomes a work item that people see.
import type { Knex } from 'knex';
import type { Instant, LocalDate } from '../../machines/calendar.ts';
import { Away } from '../away.ts';
import type { Clock } from '../clock.ts';
import type { AskedEffect } from './effects.ts';
import type { Person } from './rights.ts';

export type Owed = {
  id: string;
  /** Empty for what belongs to no case. */
  case_id: string;
  kind: Payload['kind'];
  payload: Payload;
  attempts: number;
  created_at: Date;
};

/** Asked for by an event; or a letter about an account, which only whoever sends it can read. */
type Payload = AskedEffect | { kind: 'letter'; sealed: string } | Digest | Opening;

/** The cases of a campaign, in the name of whoever acted. */
export type Opening = { kind: 'campaign'; campaign: string; by: Person };

/** The reminders of one person and one working day, in one mail. */
export type Digest = { kind: 'digest'; person: string; on: LocalDate };

/** Performs one effect. Throwing `Permanent` ends the attempts; any other error is tried again later. */
export type Perform = (owed: Owed) => Promise<void>;

/** An effect that no further attempt can bring about. */
export class Permanent extends Error {
  override readonly name = 'Permanent';
}

/** Not now: the effect waits for its time, which is no failed attempt. */
export class Later extends Error {
  override readonly name = 'Later';
  readonly until: Instant;

  constructor(until: Instant) {
    super(`waits until ${until}`);
    this.until = until;
  }
}

export type Outbox = {
  /**
   * Begins what is due, as far as there is room, and answers with how many; waits for room when there is none.
   * @throws what set an earlier one back besides the effect itself, such as a database that is away
   */
  work(): Promise<number>;
  /** Resolves when nothing is under way. */
  idle(): Promise<void>;
  /** Puts failed effects back in line; answers with how many. */
  retry(): Promise<number>;
};

/** Twice the longest time a mail may take; asked for anew before each effect. */
const leaseSeconds = 20;
/** Effects under way at once: one that hangs holds its own place and no other. */
const places = 16;
/** A server of others may be away for a day; what fails inside the house is soon a matter for people. */
const mostAttempts = (kind: Payload['kind'], error: unknown): number =>
  error instanceof Away || kind === 'notify' || kind === 'digest' ? 300 : 12;
const longestPauseMs = 5 * 60_000;

/** @param worker name of this process in leases */
export function createOutbox(db: Knex, clock: Clock, worker: string, perform: Perform): Outbox {
  const underWay = new Set<Promise<void>>();
  let trouble: { error: unknown } | undefined;

  async function claim(limit: number): Promise<Owed[]> {
    const { rows } = await db.raw<{ rows: Owed[] }>(
      `update outbox set leased_by = ?, leased_until = now() + make_interval(secs => ?), attempts = attempts + 1
       where id in (select id from outbox where state = 'pending' and next_at <= ?::timestamptz
         and (leased_until is null or leased_until < now()) order by next_at limit ? for update skip locked)
       returning id, coalesce(case_id::text, '') as case_id, kind, payload, attempts, created_at`,
      [worker, leaseSeconds, clock.now(), limit],
    );
    return rows;
  }

  /** A process that was stopped and continued may have lost its lease to another. */
  async function holds({ id }: Owed): Promise<boolean> {
    const kept = await db('outbox')
      .where({ id, leased_by: worker, state: 'pending' })
      .andWhere('leased_until', '>', db.fn.now())
      .update({ leased_until: db.raw('now() + make_interval(secs => ?)', [leaseSeconds]) });
    return kept === 1;
  }

  async function deliver(owed: Owed): Promise<void> {
    if (!(await holds(owed))) return;
    try {
      await perform(owed);
    } catch (error) {
      await setBack(owed, error);
      return;
    }
    // Done is done, even when the lease was lost meanwhile; so is the work that an earlier failure made for people.
    await db.raw(
      `with done as (update outbox set state = 'done', done_at = ?::timestamptz, leased_by = null, leased_until = null,
         error = null where id = ? and state = 'pending' returning id)
       update work_items w set closed_at = ?::timestamptz from done where w.id = done.id || '/failed' and w.closed_at is null`,
      [clock.now(), owed.id, clock.now()],
    );
  }

  function begin(owed: Owed): void {
    const work: Promise<void> = deliver(owed)
      .catch((error: unknown) => {
        trouble = { error };
      })
      .finally(() => underWay.delete(work));
    underWay.add(work);
  }

  async function setBack(owed: Owed, error: unknown): Promise<void> {
    const message = error instanceof Error ? error.message.slice(0, 1_000) : String(error);
    const freed = { leased_by: null, leased_until: null, error: message };
    if (error instanceof Later) {
      const waits = { next_at: error.until, attempts: owed.attempts - 1, error: null };
      await db('outbox')
        .where({ id: owed.id, leased_by: worker })
        .update({ ...freed, ...waits });
      return;
    }
    if (!(error instanceof Permanent) && owed.attempts < mostAttempts(owed.kind, error)) {
      const pauseMs = Math.min(longestPauseMs, 1_000 * 2 ** Math.min(owed.attempts - 1, 20));
      const next = new Date(Date.parse(clock.now()) + pauseMs).toISOString();
      await db('outbox')
        .where({ id: owed.id, leased_by: worker })
        .update({ ...freed, next_at: next });
      return;
    }
    await db.transaction(async (tx) => {
      const failed = await tx('outbox')
        .where({ id: owed.id, leased_by: worker })
        .update({ ...freed, state: 'failed' });
      if (failed === 1) await openFailure(tx, owed, clock.now());
    });
  }

  return {
    async work() {
      if (trouble) {
        const { error } = trouble;
        trouble = undefined;
        throw error;
      }
      if (underWay.size >= places) await Promise.race(underWay);
      const claimed = await claim(places - underWay.size);
      claimed.forEach(begin);
      return claimed.length;
    },
    async idle() {
      await Promise.all(underWay);
    },
    async retry() {
      return db('outbox').where({ state: 'failed' }).update({
        state: 'pending',
        attempts: 0,
        next_at: clock.now(),
        error: null,
        leased_until: null,
      });
    },
  };
}

/** What the system could not do lands on somebody's desk. */
export async function openFailure(
  tx: Knex.Transaction,
  owed: Pick<Owed, 'id' | 'case_id' | 'kind'>,
  at: Instant,
): Promise<void> {
  const title = {
    vi: `Hệ thống chưa thực hiện được: ${owed.kind === 'notify' ? 'gửi thông báo' : 'tạo giấy tờ hoặc hồ sơ liên quan'}. Cần xử lý thủ công.`,
    en: `The system could not ${owed.kind === 'notify' ? 'send a notice' : 'make a paper or linked case'}. Please see to it by hand.`,
  };
  await tx.raw(
    `insert into work_items (id, case_id, alliance_id, process, state, title, roles, opened_at)
     select ?, id, alliance_id, process, ?, ?::jsonb, ?::text[], ?::timestamptz from cases where id = nullif(?, '')::uuid
     on conflict (id) do update set closed_at = null, opened_at = excluded.opened_at`,
    [
      `${owed.id}/failed`,
      `effect:${owed.id}`,
      JSON.stringify(title),
      ['unit-head', 'clerk', 'administrator'],
      at,
      owed.case_id,
    ],
  );
}
