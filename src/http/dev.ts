// What only development has: a clock that can be moved, and the mailbox that keeps what would have been sent.
import type { Knex } from 'knex';
import { z } from 'zod';
import type { Clock } from '../clock.ts';
import { Problem } from '../problem.ts';
import { html, page, pagePolicy } from './html.ts';
import { operation, type Operation, type Reply } from './operation.ts';
import { usualLimit, wholeNumber } from './shapes.ts';

export type DevDeps = {
  knex: Knex;
  clock: Clock;
  /** Works off what has come due; awaited before the clock's answer. */
  onClockMoved?: (() => Promise<void>) | undefined;
};

const shared = {
  tag: 'service',
  public: true,
  unlimited: true,
  keyless: true,
  hidden: true,
  answers: {},
  problems: [],
} as const;

const whole = z.int().min(0).max(1_000_000);
const lengths = z.strictObject({
  days: whole.optional(),
  hours: whole.optional(),
  minutes: whole.optional(),
  seconds: whole.optional(),
});

/** `P60D`, `PT1H30M`, `P1DT12H`: years and months have no fixed length. */
const duration = z
  .string()
  .max(40)
  .regex(/^P(?=.)(\d{1,6}W)?(\d{1,6}D)?(T(?=.)(\d{1,6}H)?(\d{1,6}M)?(\d{1,6}S)?)?$/, 'duration');

const move = {
  now: z.iso.datetime({ offset: true }).max(40).optional(),
  advance: z
    .union([
      duration,
      lengths,
      z
        .int()
        .min(0)
        .max(3_650 * dayMs()),
    ])
    .optional(),
};

function dayMs(): number {
  return 86_400_000;
}

export function clockOperations({ knex, clock, onClockMoved }: DevDeps): Operation[] {
  const told = (): Reply => ({ body: { now: clock.now(), today: clock.today() } });
  return [
    operation({
      ...shared,
      id: 'readClock',
      method: 'GET',
      path: '/dev/clock',
      title: { vi: 'Đồng hồ thử', en: 'Clock of development' },
      handle: () => Promise.resolve(told()),
    }),
    operation({
      ...shared,
      id: 'moveClock',
      method: 'POST',
      path: '/dev/clock',
      title: { vi: 'Chỉnh đồng hồ thử', en: 'Move the clock of development' },
      body: move,
      async handle({ body }) {
        clock.setOffset(await moved(knex, body, clock));
        await onClockMoved?.();
        return told();
      },
    }),
  ];
}

type Move = { now?: string | undefined; advance?: z.output<NonNullable<(typeof move)['advance']>> };

/**
 * Keeps the new offset for all processes and answers with it. Another process may have moved the clock a moment ago,
 * so an advance goes on from what is kept, not from what this process has seen.
 * @throws Problem `invalid` unless exactly one way to move is given
 */
async function moved(knex: Knex, { now, advance }: Move, clock: Clock): Promise<number> {
  if ((now === undefined) === (advance === undefined)) {
    const detail = {
      vi: 'Ghi đúng một trong hai: now hoặc advance',
      en: 'Give exactly one of now and advance',
    };
    throw new Problem('invalid', { errors: [{ pointer: '/advance', code: 'one', detail }] });
  }
  const length = now === undefined ? lengthMs(advance as NonNullable<typeof advance>) : undefined;
  const real = Date.parse(clock.now()) - clock.offsetMs();
  const { rows } = await knex.raw<{ rows: { offset_ms: number }[] }>(
    `insert into dev_clock as kept (single, offset_ms) values (true, :first)
     on conflict (single) do update set offset_ms = ${length === undefined ? ':first' : 'kept.offset_ms + :length'}
     returning offset_ms`,
    length === undefined
      ? { first: Math.round(Date.parse(now as string) - real) }
      : { first: Math.round(clock.offsetMs() + length), length },
  );
  return (rows[0] as { offset_ms: number }).offset_ms;
}

function lengthMs(given: NonNullable<Move['advance']>): number {
  if (typeof given === 'number') return given;
  if (typeof given === 'object') {
    const { days = 0, hours = 0, minutes = 0, seconds = 0 } = given;
    return (((days * 24 + hours) * 60 + minutes) * 60 + seconds) * 1_000;
  }
  const [, weeks, days, , hours, minutes, seconds] =
    /^P(?:(\d+)W)?(?:(\d+)D)?(T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?$/.exec(given) ?? [];
  const count = (text: string | undefined): number => Number(text ?? 0);
  const inDays = count(weeks) * 7 + count(days);
  return (((inDays * 24 + count(hours)) * 60 + count(minutes)) * 60 + count(seconds)) * 1_000;
}

const mailQuery = { limit: wholeNumber(1, 1_000).optional(), to: z.string().max(254).optional() };
type MailQuery = { limit?: number | undefined; to?: string | undefined };

export function mailOperations(knex: Knex): Operation[] {
  const read = async ({ limit = usualLimit * 4, to }: MailQuery): Promise<Message[]> => {
    const rows = knex('dev_mailbox')
      .orderBy([
        { column: 'at', order: 'desc' },
        { column: 'notice_id', order: 'desc' },
      ])
      .limit(limit);
    return to === undefined
      ? rows
      : rows.whereILike('recipient', `%${to.replace(/[%_\\]/g, '\\$&')}%`);
  };
  return [
    operation({
      ...shared,
      id: 'readMail',
      method: 'GET',
      path: '/dev/mail.json',
      title: { vi: 'Thư đã gửi (thử)', en: 'Mailbox of development' },
      query: mailQuery,
      handle: async ({ query }) => ({ body: { items: (await read(query)).map(messageOf) } }),
    }),
    operation({
      ...shared,
      id: 'showMail',
      method: 'GET',
      path: '/dev/mail',
      title: { vi: 'Thư đã gửi (thử)', en: 'Mailbox of development' },
      query: mailQuery,
      async handle({ query }) {
        const body = mailPage(await read(query));
        return {
          body,
          type: 'text/html; charset=utf-8',
          headers: { 'Content-Security-Policy': pagePolicy },
        };
      },
    }),
  ];
}

type Message = {
  notice_id: string;
  message_id: string;
  recipient: string;
  subject: string;
  body_text: string;
  body_html: string;
  attachments: { filename: string; contentType: string; text: string }[];
  at: Date;
};

function messageOf({
  notice_id,
  message_id,
  recipient,
  subject,
  body_text,
  body_html,
  attachments,
  at,
}: Message): object {
  return {
    noticeId: notice_id,
    messageId: message_id,
    to: recipient,
    subject,
    text: body_text,
    html: body_html,
    attachments,
    at: at.toISOString(),
  };
}

function mailPage(messages: readonly Message[]): string {
  const shown = messages.map(
    ({ recipient, subject, body_text, at }) =>
      html`<article>
        <h2>${subject}</h2>
        <p>${recipient} · <time datetime="${at.toISOString()}">${at.toISOString()}</time></p>
        <pre>${body_text}</pre>
      </article>`,
  );
  const none = html`<p>Chưa có thư nào.</p>`;
  return page('Hộp thư thử (không gửi đi đâu)', html`${shown.length > 0 ? shown : none}`);
}
