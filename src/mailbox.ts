// The mailbox of development: messages are kept in the database and shown at /dev/mail instead of being sent.
import type { Knex } from 'knex';
import type { Clock } from './clock.ts';
import type { Attachment, Channel } from './notices/channel.ts';
import { messageIdOf } from './notices/mail.ts';

export function mailboxMailer(db: Knex, clock: Clock, hostname: string): Channel {
  return {
    async send({ noticeId, to, subject, text, html, attachments = [] }) {
      const messageId = messageIdOf(noticeId, hostname);
      await db('dev_mailbox')
        .insert({
          notice_id: noticeId,
          message_id: messageId,
          recipient: to,
          subject,
          body_text: text,
          body_html: html,
          attachments: JSON.stringify(attachments.map(readable)),
          at: clock.now(),
        })
        .onConflict('notice_id')
        .ignore();
      return { messageId };
    },
    close: () => undefined,
  };
}

/** Pictures as base64: a text column takes no zero bytes. */
function readable({ filename, contentType, content }: Attachment): object {
  const encoding = contentType.startsWith('text/') ? 'utf8' : 'base64';
  return { filename, contentType, text: Buffer.from(content).toString(encoding) };
}
