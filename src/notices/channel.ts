// A way by which a notice leaves the house. Mail is the one there is; a text-message gateway of the alliance's choice
// would be another: a function that gives a `Channel`, put in place of (or beside) the mailer in src/parts.ts.
//
// What a channel promises:
// - `send` takes one message for one recipient and answers once the other side has taken it, within ten seconds;
// - `noticeId` is the same over retries: the other side may use it to drop what it already has;
// - `DeliveryRefused` means "never": it becomes a work item of the staff. Any other error means "later": the outbox
//   tries again, up to five minutes apart;
// - it keeps nothing, and waits for nobody: retries, leases and hours belong to the outbox.
// A text message says `subject` and the link of `text`; `to` is then a phone number.

export type Attachment = { filename: string; content: Uint8Array; contentType: string };

export type Message = {
  /** Stable over retries, "case/version/index"; goes out as X-Notice-Id. */
  noticeId: string;
  /** One plain address; a message has one recipient. */
  to: string;
  subject: string;
  text: string;
  html: string;
  attachments?: Attachment[];
};

export type Channel = {
  /**
   * Returns the Message-ID once the server has taken the message.
   * @throws DeliveryRefused when trying again cannot help; any other error is temporary
   */
  send(message: Message): Promise<{ messageId: string }>;
  /** Drops every connection, also those in the middle of a message. */
  close(): void;
};

/** The other side or the address makes delivery impossible: do not try again. */
export class DeliveryRefused extends Error {
  override readonly name = 'DeliveryRefused';
}
