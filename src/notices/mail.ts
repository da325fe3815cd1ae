// Hands one rendered notice to an SMTP server. Owns addresses, headers, time limits and the
// difference between "refused for good" and "try again"; keeps nothing, retries nothing.
import { createHash } from 'node:crypto';
import { createTransport } from 'nodemailer';
import { DeliveryRefused, type Channel, type Message } from './channel.ts';

export type SmtpOptions = {
  /** "smtp://user:password@host:587", "smtps://…" */
  url: string;
  /** "Liên minh HTX tỉnh <thongbao@example.vn>"; keep the name short. */
  from: string;
  /** Our own name: greets the server and stands in every Message-ID. */
  hostname: string;
  /** Longest time one `send` may take, in milliseconds; 10,000 by default and at most. */
  timeoutMs?: number;
};

const LONGEST_MS = 10_000;
/** A connection that hangs holds one of these until its time is up; the others go on. */
const CONNECTIONS = 16;
const ADDRESS = /^[^\s@<>()[\]\\,;:"\p{Cc}]{1,64}@[\p{L}\p{N}.-]{1,253}$/u;
const NOTICE_ID = /^[\x21-\x7e]{1,200}$/;
const OUR_LIMITS = ['connectionTimeout', 'greetingTimeout', 'socketTimeout', 'dnsTimeout'];
/** 5xx answers to our login or greeting are about the settings, not about this message. */
const SETTINGS_CODES = new Set(['EAUTH', 'ETLS', 'EOAUTH2']);

/** Returns a mailer over a small pool of connections to one server. */
export function smtpMailer(options: SmtpOptions): Channel {
  const timeoutMs = Math.min(options.timeoutMs ?? LONGEST_MS, LONGEST_MS);
  const transport = createTransport({
    url: withoutLimits(options.url),
    name: options.hostname,
    pool: true,
    maxConnections: CONNECTIONS,
    maxRequeues: 1,
    connectionTimeout: timeoutMs,
    greetingTimeout: timeoutMs,
    socketTimeout: timeoutMs,
    dnsTimeout: timeoutMs,
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  // An error of a connection without a message has nobody to tell, and would end the process.
  transport.on('error', () => undefined);
  return {
    async send(message) {
      const mail = envelopeOf(message, options);
      const signal = AbortSignal.timeout(timeoutMs);
      try {
        await transport.sendMail({ ...mail, signal });
        return { messageId: mail.messageId };
      } catch (error) {
        if (signal.aborted) throw new Error(`No answer within ${timeoutMs} ms`, { cause: error });
        throw isPermanent(error) ? new DeliveryRefused(textOf(error), { cause: error }) : error;
      }
    },
    close: () => transport.close({ force: true }),
  };
}

/** Returns "<n.…@domain>", the same for the same notice: a server that sees it twice may tell. */
export function messageIdOf(noticeId: string, domain: string): string {
  const digest = createHash('sha256').update(noticeId).digest('base64url').slice(0, 32);
  return `<n.${digest}@${domain.replace(/[^A-Za-z0-9.-]/g, '')}>`;
}

function envelopeOf(message: Message, { from, hostname }: SmtpOptions) {
  const { noticeId, to, subject, text, html, attachments = [] } = message;
  if (!NOTICE_ID.test(noticeId)) throw new DeliveryRefused('The notice id does not fit a header');
  if (!ADDRESS.test(to)) throw new DeliveryRefused('The address is not one plain e-mail address');
  return {
    from,
    to: { name: '', address: to },
    subject: oneLine(subject),
    text,
    html,
    messageId: messageIdOf(noticeId, hostname),
    headers: { 'X-Notice-Id': noticeId, 'Auto-Submitted': 'auto-generated' },
    normalizeHeaderKey: (name: string) => (name === 'X-Notice-ID' ? 'X-Notice-Id' : name),
    attachments: attachments.map(({ filename, content, contentType }) => ({
      filename: oneLine(filename),
      content: Buffer.from(content),
      contentType: oneLine(contentType),
    })),
  };
}

/** A line break in a header would start another header. */
function oneLine(text: string): string {
  return text
    .normalize('NFC')
    .replace(/[\p{Cc}\u2028\u2029]+/gu, ' ')
    .trim();
}

/** Settings in the URL come last and would lift the limits above. */
function withoutLimits(url: string): string {
  const parsed = new URL(url);
  for (const name of OUR_LIMITS) parsed.searchParams.delete(name);
  return parsed.href;
}

function isPermanent(error: unknown): boolean {
  const { code, responseCode } = error as { code?: string; responseCode?: number };
  if (code !== undefined && SETTINGS_CODES.has(code)) return false;
  // without any answer of the server, an envelope error means it cannot carry this address
  if (responseCode === undefined) return code === 'EENVELOPE';
  return responseCode >= 500 && responseCode < 600;
}

function textOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
