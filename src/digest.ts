// The daily mail: reminders of people who want them together wait for the next digest of theirs and go out with it.
// A digest takes reminders in until its first attempt; from then on it always says the same under one Message-ID.
import type { Knex } from 'knex';
import { localDateOf, type Instant } from '../machines/calendar.ts';
import { processOf } from '../machines/index.ts';
import type { Clock } from './clock.ts';
import type { Almanac } from './engine/almanac.ts';
import type { AskedEffect } from './engine/effects.ts';
import { digestMoment } from './engine/hours.ts';
import { Later, Permanent, type Digest, type Owed } from './engine/outbox.ts';
import { unrecused } from './engine/unrecused.ts';
import type { Unseal } from './engine/unseal.ts';
import { forGood } from './for-good.ts';
import type { Channel } from './notices/channel.ts';
import { letterOf } from './notices/letter.ts';
import { renderNotice } from './notices/notice.ts';
import { accountReader, caseOf, type CaseRow, type Reader } from './reader.ts';

export type DigestDeps = {
  knex: Knex;
  clock: Clock;
  almanac: Almanac;
  unseal: Unseal;
  mailer: Channel;
  publicUrl: string;
};

type Notify = Extract<AskedEffect, { kind: 'notify' }>;

export type Digests = {
  /**
   * True when the reminder has gone out with a digest, false when it goes by itself.
   * @throws Later while its digest waits, Permanent when that could not be sent
   */
  takes(owed: Owed, notice: Notify, about: CaseRow, reader: Reader): Promise<boolean>;
  /** Sends a digest. @throws Permanent */
  send(owed: Owed, digest: Digest): Promise<void>;
};

/** A reminder looks again so long after its digest was due. */
const lookAgainMs = 30_000;
/** Digests that are on their way already are passed over. */
const mostDays = 5;

export function createDigests(deps: DigestDeps): Digests {
  const { knex, clock, mailer } = deps;
  return {
    async takes(owed, { recipient: { person } }, about, { digest: wanted }) {
      const known = await digestOf(knex, owed.id);
      if (known?.state === 'done') return true;
      if (known?.state === 'failed') throw new Permanent('the digest could not be sent');
      if (known) throw new Later(after(latest(known.nextAt, clock.now()), lookAgainMs));
      if (!wanted || person === undefined) return false;
      throw new Later(after(await join(deps, owed, person, about), lookAgainMs));
    },
    async send(owed, { person }) {
      const reader = await accountReader(knex, person);
      if (!reader) throw new Permanent(`no account ${person}`);
      const items = await itemsOf(deps, owed.id, person, reader);
      if (items.length === 0) return;
      const account = await knex('accounts').where({ id: person }).first('name');
      const recipient = { name: account.name as string };
      const letter = renderNotice('digest', reader.language, { recipient, items });
      await mailer.send({ noticeId: owed.id, to: reader.address, ...letter }).catch(forGood);
    },
  };
}

async function digestOf(
  knex: Knex,
  noticeId: string,
): Promise<{ state: string; nextAt: Instant } | undefined> {
  const row = await knex('digest_items as i')
    .join('outbox as o', 'o.id', 'i.digest_id')
    .where('i.notice_id', noticeId)
    .first('o.state', 'o.next_at');
  return row && { state: row.state, nextAt: (row.next_at as Date).toISOString() };
}

/** Puts the reminder into the next digest that is not on its way yet; returns when that goes out. */
async function join(
  { knex, clock, almanac }: DigestDeps,
  { id }: Owed,
  person: string,
  { alliance_id: alliance, process }: CaseRow,
): Promise<Instant> {
  const { calendar, settings } = await almanac.basis(alliance, processOf(process));
  let at = clock.now();
  for (let day = 0; day < mostDays; day += 1) {
    const moment = digestMoment(calendar, settings, at);
    const on = localDateOf(moment);
    const digest: Digest = { kind: 'digest', person, on };
    const row = {
      id: `${person}/digest/${on.replaceAll('-', '')}`,
      alliance_id: alliance,
      kind: digest.kind,
      payload: JSON.stringify(digest),
      next_at: moment,
      created_at: clock.now(),
    };
    if (await taken(knex, row, id)) return moment;
    at = after(moment, 1);
  }
  throw new Error('no digest to join');
}

/** True when the digest, made if need be, is still open to reminders. */
async function taken(knex: Knex, row: { id: string }, noticeId: string): Promise<boolean> {
  return knex.transaction(async (tx) => {
    await tx('outbox').insert(row).onConflict('id').ignore();
    const { state, attempts } = await tx('outbox')
      .where({ id: row.id })
      .forUpdate()
      .first('state', 'attempts');
    if (state !== 'pending' || attempts > 0) return false;
    await tx('digest_items').insert({ notice_id: noticeId, digest_id: row.id });
    return true;
  });
}

/** One line for each reminder, in the reader's language; none of a case the reader must know nothing of. */
async function itemsOf(
  { knex, unseal, publicUrl }: DigestDeps,
  digestId: string,
  person: string,
  { language }: Reader,
): Promise<string[]> {
  const rows: { case_id: string; payload: Notify }[] = await knex('digest_items as i')
    .join('outbox as o', 'o.id', 'i.notice_id')
    .where('i.digest_id', digestId)
    .orderBy('o.id')
    .select('o.case_id', 'o.payload');
  const lines = await Promise.all(
    rows.map(async ({ case_id: caseId, payload }) => {
      const about = await caseOf(knex, caseId);
      if ((await unrecused(knex, caseId, [person])).length === 0) return [];
      const data = await unseal(caseId, payload.data as Record<string, unknown>);
      const { subject } = letterOf({ ...payload, data }, about, { language, publicUrl });
      const due = dueOf(data);
      return [`${subject}${due} ${publicUrl}/cases/${caseId}`];
    }),
  );
  return lines.flat();
}

function dueOf({ term }: Record<string, unknown>): string {
  const { dueOn } = (term ?? {}) as { dueOn?: string };
  return dueOn === undefined ? '' : ` (${dueOn.split('-').toReversed().join('/')})`;
}

function after(at: Instant, ms: number): Instant {
  return new Date(Date.parse(at) + ms).toISOString();
}

function latest(one: Instant, other: Instant): Instant {
  return one > other ? one : other;
}
