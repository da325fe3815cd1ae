// Delivers a notice that is owed: to whom, in which language, by which channel. A second attempt says the same under
// the same Message-ID.
import { daysBetween, type LocalDate } from '../machines/calendar.ts';
import type { Recipient } from '../machines/define.ts';
import type { Meeting } from '../machines/meeting.ts';
import { passCode, passLink } from './documents/pass.ts';
import { createDigests, type DigestDeps } from './digest.ts';
import type { AskedEffect } from './engine/effects.ts';
import { Permanent, type Digest, type Owed } from './engine/outbox.ts';
import { forGood } from './for-good.ts';
import { calendarFile } from './notices/calendar-file.ts';
import type { Attachment } from './notices/channel.ts';
import { qrPicture } from './notices/qr-picture.ts';
import { letterOf, type Letter } from './notices/letter.ts';
import type { Vault } from './vault.ts';
import { caseOf, readerOf, type CaseRow } from './reader.ts';
import { wordingAt } from './wording/wordings.ts';

export type DeliverDeps = DigestDeps & {
  /** Who invites to meetings: `Name <address>`. */
  mailFrom: string;
  vault: Pick<Vault, 'derive' | 'derivations'>;
};

type Notify = Extract<AskedEffect, { kind: 'notify' }>;

export type Deliver = {
  /** @throws Permanent when nobody can be reached or the server refuses for good; anything else is tried again */
  notice(owed: Owed, notice: Notify): Promise<void>;
  digest(owed: Owed, digest: Digest): Promise<void>;
};

export function createDeliver(deps: DeliverDeps): Deliver {
  const { knex, unseal, mailer, clock } = deps;
  const digests = createDigests(deps);
  return {
    async notice(owed, notice) {
      const about = owed.case_id === '' ? undefined : await caseOf(knex, owed.case_id);
      const reader = await readerOf(deps, owed.case_id, notice.recipient);
      if (!reader) throw new Permanent(`no address for ${notice.recipient.name}`);
      if (about && notice.reminder && (await digests.takes(owed, notice, about, reader))) return;
      const given = await unseal(owed.case_id, notice.data as Record<string, unknown>);
      const data = notice.reminder ? asOf(given, clock.today()) : given;
      const door = doorOf(deps, owed.case_id, notice.recipient);
      const recipient = { name: notice.recipient.name, ...door };
      const wording = await wordingFor(deps, about, notice.template, owed.created_at);
      const owing = { ...notice, recipient, data };
      const letter = letterOf(owing, about, { ...reader, ...deps, wording });
      const attendee = { name: notice.recipient.name, email: reader.address };
      const attachments = [
        ...meetingOf(deps, owed, { ...letter, data, attendee }),
        ...(door.link ? [await qrPicture(door.link)] : []),
      ];
      const message = { noticeId: owed.id, to: reader.address, ...letter, attachments };
      await mailer.send(message).catch(forGood);
    },
    digest: (owed, digest) => digests.send(owed, digest),
  };
}

/** The code of somebody who is expected at a door, and what its QR code opens. */
function doorOf(
  { vault, publicUrl }: DeliverDeps,
  caseId: string,
  { pass }: Recipient,
): { code?: string; link?: string } {
  if (pass === undefined) return {};
  const code = passCode(vault, caseId, pass);
  return { code, link: passLink(publicUrl, caseId, code) };
}

/** Of the moment the notice was owed, so that each attempt says the same. */
async function wordingFor(
  { knex }: Pick<DeliverDeps, 'knex'>,
  about: CaseRow | undefined,
  name: string,
  at: Date,
): Promise<string | undefined> {
  if (!about) return undefined;
  const named = { allianceId: about.alliance_id, kind: 'notice', name } as const;
  return (await wordingAt(knex, named, at))?.text;
}

/** A reminder that waited for working hours counts the days from the day it goes out. */
function asOf(data: Record<string, unknown>, today: LocalDate): Record<string, unknown> {
  const { term } = data as { term?: { dueOn?: LocalDate; daysLeft?: number } };
  if (term?.dueOn === undefined || term.daysLeft === undefined) return data;
  return { ...data, term: { ...term, daysLeft: daysBetween(today, term.dueOn) } };
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
