import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { once } from 'node:events';
import { afterEach, describe, expect, test } from 'vitest';
import { messageIdOf, smtpMailer } from '../../src/notices/mail.ts';
import { DeliveryRefused, type Channel, type Message } from '../../src/notices/channel.ts';
import { renderNotice } from '../../src/notices/notice.ts';
import { mailsOf, startServer, startSilentServer } from './server.ts';

const FROM = 'Liên minh HTX tỉnh <thongbao@example.vn>';
const ending: (() => unknown)[] = [];

afterEach(async () => {
  for (const end of ending.splice(0).toReversed()) await end();
});

function mailerTo(url: string, timeoutMs?: number): Channel {
  const options = { url, from: FROM, hostname: 'app.example.vn' };
  const mailer = smtpMailer(timeoutMs === undefined ? options : { ...options, timeoutMs });
  ending.push(() => mailer.close());
  return mailer;
}

async function running(...verdict: Parameters<typeof startServer>) {
  const server = await startServer(...verdict);
  ending.push(() => server.close());
  return server;
}

function message(over: Partial<Message> = {}): Message {
  return {
    noticeId: '0199-case/12/3',
    to: 'nhom@example.vn',
    subject: 'Đã nhận đề nghị tư vấn của Hợp tác xã Ưỡng Ẫ Ỹ Đặng Thuỷ Nguyễn số 0012/2026 rất dài',
    text: 'Kính gửi Nguyễn Thị Ưỡng,\n\nĐã nhận.',
    html: '<p>Kính gửi Nguyễn Thị Ưỡng</p>',
    ...over,
  };
}

describe('a message that is taken', () => {
  test('arrives with its letters, headers, attachment and one recipient', async () => {
    const server = await running();
    const given = message({
      attachments: [
        {
          filename: 'Giấy chứng nhận số 012.pdf',
          content: new Uint8Array([37, 80, 68, 70]),
          contentType: 'application/pdf',
        },
      ],
    });
    const { messageId } = await mailerTo(server.url).send(given);
    const [mail] = await mailsOf(server);
    expect(mail).toMatchObject({
      subject: given.subject,
      text: given.text,
      from: '"Liên minh HTX tỉnh" <thongbao@example.vn>',
      noticeId: 'X-Notice-Id: 0199-case/12/3',
      automatic: 'Auto-Submitted: auto-generated',
      messageId,
      attachments: [['Giấy chứng nhận số 012.pdf', '%PDF']],
      recipients: ['nhom@example.vn'],
    });
    expect(mail?.html).toContain('Nguyễn Thị Ưỡng');
    expect(mail?.raw).not.toMatch(/[\u0080-\u00ff]/);
  });

  test('of a template arrives as it was rendered', async () => {
    const server = await running();
    const rendered = renderNotice('registered', 'vi', {
      recipient: { name: 'Ông Tý' },
      items: ['Mã số: 1'],
    });
    await mailerTo(server.url).send(message(rendered));
    const [mail] = await mailsOf(server);
    expect(mail).toMatchObject({ subject: rendered.subject, text: rendered.text.trim() });
  });

  test('sent twice has the same Message-ID, and another notice has another', async () => {
    const server = await running();
    const first = await mailerTo(server.url).send(message());
    const again = await mailerTo(server.url).send(message({ subject: 'Khác' }));
    const other = await mailerTo(server.url).send(message({ noticeId: '0199-case/12/4' }));
    expect((await mailsOf(server)).map((mail) => mail.messageId)).toEqual([
      first.messageId,
      first.messageId,
      other.messageId,
    ]);
    expect(again).toEqual(first);
    expect(other.messageId).not.toBe(first.messageId);
    expect(first.messageId).toBe(messageIdOf('0199-case/12/3', 'app.example.vn'));
    expect(first.messageId).toMatch(/^<[\w.-]+@app\.example\.vn>$/);
  });

  test('in numbers goes over few connections and none is lost', async () => {
    const server = await running();
    const mailer = mailerTo(server.url);
    const ids = Array.from({ length: 60 }, (_, index) => `case/1/${index}`);
    await Promise.all(ids.map((noticeId) => mailer.send(message({ noticeId }))));
    const seen = (await mailsOf(server)).map((mail) => mail.noticeId?.split(' ')[1]);
    expect(new Set(seen)).toEqual(new Set(ids));
    expect(seen).toHaveLength(ids.length);
  });
});

describe('nothing can be slipped into the headers', () => {
  test('line breaks in subject and file name become spaces', async () => {
    const server = await running();
    const subject = 'Chào\r\nBcc: evil@example.vn\nX-Evil: 1\u2028x';
    const file = {
      filename: 'a\r\nX-Evil: 2.pdf',
      content: new Uint8Array([1]),
      contentType: 'application/pdf\r\nX-Evil: 3',
    };
    await mailerTo(server.url).send(message({ subject, attachments: [file] }));
    const [mail] = await mailsOf(server);
    expect(mail?.subject).toBe('Chào Bcc: evil@example.vn X-Evil: 1 x');
    expect(mail?.raw).not.toMatch(/^(X-Evil|Bcc):/im);
    expect(mail?.recipients).toEqual(['nhom@example.vn']);
  });

  test.each([
    'a@example.vn\r\nRCPT TO:<evil@example.vn>',
    'a@example.vn, evil@example.vn',
    'Evil <evil@example.vn>',
    'a@b@example.vn',
    'a@example.vn>',
    '',
  ])('the address %j is refused for good', async (to) => {
    const server = await running();
    await expect(mailerTo(server.url).send(message({ to }))).rejects.toThrow(DeliveryRefused);
    expect(server.taken).toEqual([]);
  });

  test('a notice id with a line break is refused', async () => {
    const server = await running();
    const sent = mailerTo(server.url).send(message({ noticeId: 'a\r\nBcc: evil@example.vn' }));
    await expect(sent).rejects.toThrow(DeliveryRefused);
    expect(server.taken).toEqual([]);
  });
});

describe('when the server does not take it', () => {
  const codes: Record<string, number> = { 'later@example.vn': 451, 'never@example.vn': 550 };

  test('4xx is temporary, 5xx is final, and the mailer goes on', async () => {
    const server = await running((address) => codes[address]);
    const mailer = mailerTo(server.url);
    const later = await mailer
      .send(message({ to: 'later@example.vn' }))
      .catch((error: unknown) => error);
    expect(later).toBeInstanceOf(Error);
    expect(later).not.toBeInstanceOf(DeliveryRefused);
    const never = mailer.send(message({ to: 'never@example.vn' }));
    await expect(never).rejects.toThrow(DeliveryRefused);
    await mailer.send(message());
    expect(server.taken).toHaveLength(1);
  });

  test('nobody listening is temporary', async () => {
    const probe = createServer().listen(0, '127.0.0.1');
    await once(probe, 'listening');
    const { port } = probe.address() as AddressInfo;
    probe.close();
    const error = await mailerTo(`smtp://127.0.0.1:${port}`)
      .send(message())
      .catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(Error);
    expect(error).not.toBeInstanceOf(DeliveryRefused);
  });

  test('a server that hangs is given up in time, whatever the address says', async () => {
    const server = await startSilentServer();
    ending.push(() => server.close());
    const url = `${server.url}/?greetingTimeout=60000&socketTimeout=60000&connectionTimeout=60000`;
    const started = performance.now();
    const error = await mailerTo(url, 400)
      .send(message())
      .catch((reason: unknown) => reason);
    const tookMs = performance.now() - started;
    expect(error).toBeInstanceOf(Error);
    expect(error).not.toBeInstanceOf(DeliveryRefused);
    expect(tookMs).toBeGreaterThan(300);
    expect(tookMs).toBeLessThan(50_000);
  });

  test('more hung messages than connections all end in time', async () => {
    const server = await startSilentServer();
    ending.push(() => server.close());
    const mailer = mailerTo(server.url, 400);
    const started = performance.now();
    const sent = Array.from({ length: 12 }, () => mailer.send(message()));
    const results = await Promise.allSettled(sent);
    expect(results.map(({ status }) => status)).toEqual(Array(12).fill('rejected'));
    expect(performance.now() - started).toBeLessThan(50_000);
  });

  test('a hung recipient does not hold up the others', async () => {
    const server = await running((address) => (address === 'slow@example.vn' ? 'hang' : undefined));
    const mailer = mailerTo(server.url, 6_000);
    const ended: string[] = [];
    const slow = mailer.send(message({ to: 'slow@example.vn' })).catch(() => ended.push('slow'));
    await Promise.all([1, 2, 3].map((index) => mailer.send(message({ noticeId: `n/${index}` }))));
    expect(ended).toEqual([]);
    await slow;
    expect(ended).toEqual(['slow']);
  });
});
