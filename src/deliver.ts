// Delivers a notice that is owed: to whom, in which language, by which channel. A second attempt says the same under
// the same Message-ID.
import type { Knex } from 'knex';
import type { Meeting } from '../machines/meeting.ts';
import { isId } from './engine/id.ts';
import type { AskedEffect } from './engine/effects.ts';
import { Permanent, type Owed } from './engine/outbox.ts';
import type { Unseal } from './engine/unseal.ts';
import { calendarFile } from './notices/calendar-file.ts';
import { DeliveryRefused, type Attachment, type Channel } from './notices/channel.ts';
import { letterOf, type AboutCase, type Letter } from './notices/letter.ts';
import type { Language } from './notices/notice.ts';

export type DeliverDeps = {
  knex: Knex;
  unseal: Unseal;
  mailer: Channel;
  publicUrl: string;
  /** Who invites to meetings: `Name <address>`. */
  mailFrom: string;
};

type Notify = Extract<AskedEffect, { kind: 'notify' }>;

/** Where a recipient is reached, and how they want to be written to. */
type Reader = { address: string; language: Language };

/** @throws Permanent when nobody can be reached or the server refuses for good; anything else is tried again */
export function createDeliver(deps: DeliverDeps) {
  const { knex, unseal, mailer, publicUrl } = deps;
  return async (owed: Owed, notice: Notify): Promise<void> => {
    const about = await caseOf(knex, owed.case_id);
    const reader = await readerOf(deps, owed.case_id, notice.recipient);
    if (!reader) throw new Permanent(`no address for ${notice.recipient.name}`);
    const data = await unseal(owed.case_id, notice.data as Record<string, unknown>);
    const { language, address } = reader;
    const { name } = notice.recipient;
    const letter = letterOf({ ...notice, data }, about, { language, publicUrl });
    const attachments = meetingOf(deps, owed, {
      ...letter,
      data,
      attendee: { name, email: address },
    });
    await mailer.send({ noticeId: owed.id, to: address, ...letter, attachments }).catch(forGood);
  };
}

type Inviting = Pick<Letter, 'subject' | 'text'> & {
  data: { meeting?: Meeting };
  attendee: { name: string; email: string };
};

/** The calendar file of a notice that speaks of a meeting. Later events of the case outrank earlier ones. */
function meetingOf(
  { publicUrl, mailFrom }: DeliverDeps,
  owed: Owed,
  { subject, text, data: { meeting }, attendee }: Inviting,
): Attachment[] {
  if (!meeting) return [];
  const uid = `${meeting.id}.${owed.case_id}@${new URL(publicUrl).hostname}`;
  const sequence = Number(owed.id.split('/')[1]);
  const about = { meeting, uid, sequence, stamp: owed.created_at };
  const words = { summary: subject, description: text };
  return [calendarFile({ ...about, ...words, organizer: mailFrom, attendee })];
}

/** @throws Permanent for what the other side will never take, else the error itself */
export function forGood(error: unknown): never {
  throw error instanceof DeliveryRefused ? new Permanent(error.message, { cause: error }) : error;
}

async function caseOf(knex: Knex, caseId: string): Promise<AboutCase> {
  const row = await knex('cases').where({ id: caseId }).first('id', 'number', 'title');
  if (!row) throw new Permanent(`no case ${caseId}`);
  return row as AboutCase;
}

/** An account as it stands today; else the address kept in the case, in Vietnamese. */
async function readerOf(
  { knex, unseal }: DeliverDeps,
  caseId: string,
  { person, email }: Notify['recipient'],
): Promise<Reader | undefined> {
  if (person !== undefined && isId(person)) {
    const account = await knex('accounts')
      .where({ id: person })
      .whereNull('disabled_at')
      .first('email', 'language');
    if (account) return { address: account.email, language: account.language };
  }
  if (email === undefined) return undefined;
  const { email: plain } = await unseal(caseId, { email });
  const usable = typeof plain === 'string' && plain.includes('@');
  return usable ? { address: plain, language: 'vi' } : undefined;
}
