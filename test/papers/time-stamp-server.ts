// A time-stamp server as others run one: `openssl ts` behind HTTP, with certificates made for the occasion. It can be
// told to misbehave.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** How it answers; `stale` repeats the last stamp it gave, `stalls` stops in the middle of its answer. */
export type Manner = 'well' | 'garbage' | 'fails' | 'refuses' | 'stale' | 'hangs' | 'stalls';

export type TimeStampServer = {
  url: string;
  /** Certificate of the root, PEM. */
  root: string;
  folder: string;
  manner: Manner;
  openssl(...args: string[]): string;
  close(): void;
};

const settings = `[req]
distinguished_name = name
[name]
[authority]
basicConstraints = critical, CA:TRUE
keyUsage = critical, keyCertSign
[stamps]
basicConstraints = critical, CA:FALSE
keyUsage = critical, digitalSignature
extendedKeyUsage = critical, timeStamping
[tsa]
default_tsa = server
[server]
serial = serial
signer_cert = tsa.pem
signer_key = tsa.key
certs = root.pem
signer_digest = sha256
default_policy = 1.2.3.4.1
digests = sha256, sha384, sha512
accuracy = secs:1
ess_cert_id_alg = sha256
`;

export async function startTimeStamps(): Promise<TimeStampServer> {
  const folder = mkdtempSync(join(tmpdir(), 'sang-lap-tsa-'));
  const openssl = (...args: string[]): string =>
    execFileSync('openssl', args, { cwd: folder, encoding: 'utf8', stdio: 'pipe' });
  certify(folder, openssl);
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => answer(request, response, Buffer.concat(chunks)));
  });
  const answer = (request: IncomingMessage, response: ServerResponse, query: Buffer): void => {
    if (request.headers['content-type'] !== 'application/timestamp-query') response.writeHead(415);
    answers[state.manner](response, () => stamp(query));
  };
  function stamp(query: Buffer): Buffer {
    writeFileSync(join(folder, 'query.tsq'), query);
    openssl('ts', '-reply', '-config', 'tsa.cnf', '-queryfile', 'query.tsq', '-out', 'reply.tsr');
    return last();
  }
  const last = (): Buffer => readFileSync(join(folder, 'reply.tsr'));
  const answers: Record<Manner, (response: ServerResponse, stamp: () => Buffer) => void> = {
    well: (response, made) =>
      response.setHeader('content-type', 'application/timestamp-reply').end(made()),
    garbage: (response) => response.end('<html>Welcome to the hotel network</html>'),
    fails: (response) => response.writeHead(500).end(),
    // PKIStatus 2, rejection.
    refuses: (response) => response.end(Buffer.from('30053003020102', 'hex')),
    stale: (response) => response.end(last()),
    hangs: () => undefined,
    stalls: (response) => void response.writeHead(200).write(Buffer.from('3082', 'hex')),
  };
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  const state: TimeStampServer = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/tsr`,
    root: join(folder, 'root.pem'),
    folder,
    manner: 'well',
    openssl,
    close() {
      server.closeAllConnections();
      server.close();
      rmSync(folder, { recursive: true });
    },
  };
  return state;
}

function certify(folder: string, openssl: TimeStampServer['openssl']): void {
  writeFileSync(join(folder, 'tsa.cnf'), settings);
  writeFileSync(join(folder, 'serial'), '01');
  const made = (name: string, extensions: string, ...more: string[]): string =>
    openssl('req', '-x509', '-config', 'tsa.cnf', '-newkey', 'rsa:2048', '-nodes', '-days', '30', '-subj', `/CN=${name}`, '-extensions', extensions, ...more); // prettier-ignore
  made('Root of time', 'authority', '-keyout', 'root.key', '-out', 'root.pem');
  made('Time-stamp server', 'stamps', '-keyout', 'tsa.key', '-out', 'tsa.pem', '-CA', 'root.pem', '-CAkey', 'root.key'); // prettier-ignore
}
