// A real SMTP server for tests: takes, refuses, postpones or hangs, as a test wants.
import { once } from 'node:events';
import { createServer, type AddressInfo, type Socket } from 'node:net';
import { simpleParser } from 'mailparser';
import { SMTPServer } from 'smtp-server';

export type Taken = { raw: Buffer; recipients: string[] };
export type TestServer = { url: string; taken: Taken[]; close(): Promise<void> };
/** Answers RCPT TO: undefined takes the recipient, a code refuses it, 'hang' never answers. */
export type Verdict = (address: string) => number | 'hang' | undefined;

/** Returns a running server that keeps what it takes. */
export async function startServer(verdict: Verdict = () => undefined): Promise<TestServer> {
  const taken: Taken[] = [];
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['AUTH', 'STARTTLS'],
    onRcptTo({ address }, _session, callback) {
      const code = verdict(address);
      if (code === 'hang') return;
      callback(code === undefined ? null : Object.assign(new Error('No'), { responseCode: code }));
    },
    onData(stream, session, callback) {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', () => {
        const recipients = session.envelope.rcptTo.map(({ address }) => address);
        taken.push({ raw: Buffer.concat(chunks), recipients });
        callback();
      });
    },
  });
  server.listen(0, '127.0.0.1');
  await once(server.server, 'listening');
  const { port } = server.server.address() as AddressInfo;
  const close = () => new Promise<void>((resolve) => server.close(() => resolve()));
  return { url: `smtp://127.0.0.1:${port}`, taken, close };
}

/** Returns a server that takes connections and never says a word. */
export async function startSilentServer(): Promise<Omit<TestServer, 'taken'>> {
  const sockets: Socket[] = [];
  const server = createServer((socket) => sockets.push(socket.on('error', () => undefined)));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const close = async () => {
    for (const socket of sockets) socket.destroy();
    server.close();
    await once(server, 'close');
  };
  return { url: `smtp://127.0.0.1:${port}`, close };
}

/** Returns what a mail program would show of each message, in the order they came. */
export function mailsOf({ taken }: { taken: Taken[] }) {
  return Promise.all(
    taken.map(async ({ raw, recipients }) => {
      const mail = await simpleParser(raw);
      const header = (name: string) => mail.headerLines.find(({ key }) => key === name)?.line;
      return {
        subject: mail.subject,
        from: mail.from?.text,
        text: mail.text?.trim(),
        html: mail.html || '',
        messageId: mail.messageId,
        noticeId: header('x-notice-id'),
        automatic: header('auto-submitted'),
        attachments: mail.attachments.map(({ filename, content }) => [filename, String(content)]),
        raw: raw.toString('latin1'),
        recipients,
      };
    }),
  );
}
