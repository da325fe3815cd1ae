// A virus scanner that speaks the protocol of clamd (zINSTREAM) and knows one signature: the EICAR test file.
import { createServer, type Server, type Socket } from 'node:net';

export const eicar = [
  'X5O!P%@AP[4\\PZX54(P^)7CC)7}$',
  'EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*',
].join('');

export type FakeClamd = {
  port: number;
  /** Bytes of every file it was asked about. */
  asked: number[];
  /** How it behaves from now on. */
  mood: 'well' | 'silent' | 'limit' | 'cut';
  close(): Promise<void>;
};

export async function startClamd(): Promise<FakeClamd> {
  const lines = new Set<Socket>();
  const server = createServer((line) => {
    lines.add(line);
    line.on('error', () => undefined).on('close', () => lines.delete(line));
    serve(line, clamd);
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const clamd: FakeClamd = {
    port: (server.address() as { port: number }).port,
    asked: [],
    mood: 'well',
    close: () => closed(server, lines),
  };
  return clamd;
}

function closed(server: Server, lines: Set<Socket>): Promise<void> {
  for (const line of lines) line.destroy();
  return new Promise((done) => server.close(() => done()));
}

function serve(line: Socket, clamd: FakeClamd): void {
  let bytes = Buffer.alloc(0);
  line.on('data', (chunk: Buffer) => {
    bytes = Buffer.concat([bytes, chunk]);
    if (clamd.mood === 'cut') return void line.destroy();
    if (clamd.mood === 'limit') return void line.end('INSTREAM size limit exceeded. ERROR\0');
    const file = fileIn(bytes);
    if (!file || clamd.mood === 'silent') return;
    clamd.asked.push(file.length);
    const isInfected = file.includes(eicar);
    line.end(isInfected ? 'stream: Eicar-Test-Signature FOUND\0' : 'stream: OK\0');
  });
}

/** The file, once all of its chunks and the last, empty one are there. */
function fileIn(bytes: Buffer): Buffer | undefined {
  const command = 'zINSTREAM\0';
  if (bytes.length < command.length) return undefined;
  if (bytes.toString('latin1', 0, command.length) !== command) throw new Error('no INSTREAM');
  const chunks: Buffer[] = [];
  for (let at = command.length; at + 4 <= bytes.length;) {
    const length = bytes.readUInt32BE(at);
    if (length === 0) return Buffer.concat(chunks);
    if (at + 4 + length > bytes.length) return undefined;
    chunks.push(bytes.subarray(at + 4, at + 4 + length));
    at += 4 + length;
  }
  return undefined;
}
