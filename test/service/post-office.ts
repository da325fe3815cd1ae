// A real SMTP server that may take its time, refuse, put off or hang, message by message.
import { once } from 'node:events';
import type { AddressInfo, Socket } from 'node:net';
import { SMTPServer } from 'smtp-server';

export type Letter = {
  noticeId: string;
  messageId: string;
  to: string;
  atMs: number;
  /** Hung connections that had been given up when it came. */
  givenUp: number;
};
/**
 * For one recipient: undefined takes the message, a number of milliseconds later at that; a code refuses; 'hang' never
 * answers; 'drop' cuts the line; 'lost' takes the message and cuts the line before saying so.
 */
export type Whim = (
  address: string,
  attempt: number,
) => { code: number } | 'hang' | 'drop' | 'lost' | number | undefined;
export type PostOffice = {
  url: string;
  letters: Letter[];
  /** Attempts by address. */
  attempts: Map<string, number>;
  close(): Promise<void>;
};

type Line = { id: string; _socket: Socket };

export async function openPostOffice(whim: Whim = () => undefined): Promise<PostOffice> {
  const letters: Letter[] = [];
  const attempts = new Map<string, number>();
  const losing = new Set<string>();
  const hanging = new Set<string>();
  let givenUp = 0;
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['AUTH', 'STARTTLS'],
    onRcptTo({ address }, session, callback) {
      const attempt = (attempts.get(address) ?? 0) + 1;
      attempts.set(address, attempt);
      const wish = whim(address, attempt);
      if (wish === 'hang') return void hanging.add(session.id);
      if (wish === 'drop') return cut(session.id);
      if (wish === 'lost') losing.add(session.id);
      if (typeof wish === 'object')
        callback(Object.assign(new Error('No'), { responseCode: wish.code }));
      else setTimeout(callback, typeof wish === 'number' ? wish : 0);
    },
    onClose({ id }) {
      if (hanging.delete(id)) givenUp += 1;
    },
    onData(stream, session, callback) {
      let raw = '';
      stream.setEncoding('latin1').on('data', (chunk: string) => (raw += chunk));
      stream.on('end', () => {
        const to = session.envelope.rcptTo.map(({ address }) => address).join();
        letters.push({
          noticeId: header(raw, 'X-Notice-Id'),
          messageId: header(raw, 'Message-ID'),
          to,
          atMs: performance.now(),
          givenUp,
        });
        if (losing.delete(session.id)) cut(session.id);
        else callback();
      });
    },
  });
  /** As when the line is pulled. */
  function cut(sessionId: string): void {
    const lines = (server as unknown as { connections: Set<Line> }).connections;
    for (const { id, _socket } of lines) if (id === sessionId) _socket.destroy();
  }
  server.on('error', () => undefined);
  server.listen(0, '127.0.0.1');
  await once(server.server, 'listening');
  const { port } = server.server.address() as AddressInfo;
  const close = () => new Promise<void>((done) => server.close(() => done()));
  return { url: `smtp://127.0.0.1:${port}`, letters, attempts, close };
}

/** A header may be folded over two lines. */
function header(raw: string, name: string): string {
  const found = new RegExp(`^${name}:\\s*(.+)$`, 'im').exec(raw);
  return found?.[1]?.trim() ?? '';
}
