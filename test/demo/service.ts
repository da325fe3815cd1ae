// The service the demonstration plays against: one that runs already, or one of its own in a folder of its own.
import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { chmod, mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

export type Account = { email: string; role: string; token: string };
export type Service = {
  url: string;
  accounts: Account[];
  /**
   * To be called once the clock is set. Where the service is our own: starts a second worker, so that papers are
   * drawn on another core, and makes a second leader, whose account it answers with.
   */
  help(): Promise<Account[]>;
  stop(): Promise<void>;
};

const main = new URL('../../src/main.ts', import.meta.url).pathname;
const longestStartMs = 60_000;
const longestStopMs = 15_000;
const run = promisify(execFile);

/** The running service that SANG_LAP_URL and SANG_LAP_TOKENS name, or a new one. */
export async function findService(environment: NodeJS.ProcessEnv): Promise<Service> {
  const { SANG_LAP_URL: url, SANG_LAP_TOKENS: tokens } = environment;
  if (url === undefined) return startService();
  if (tokens === undefined)
    throw new Error('SANG_LAP_TOKENS: thiếu tệp tài khoản (như data/demo-accounts.json)');
  const accounts = JSON.parse(await readFile(tokens, 'utf8')) as Account[];
  const origin = url.replace(/\/$/, '');
  const ahead = await clockOffset(origin);
  return {
    url: origin,
    accounts,
    help: () => Promise.resolve([]),
    stop: () => setClock(origin, ahead),
  };
}

/** How far the clock of the service is ahead, in milliseconds: it is put back afterwards. */
async function clockOffset(url: string): Promise<number> {
  const answer = await fetch(`${url}/dev/clock`);
  if (!answer.ok) throw new Error('Dịch vụ phải chạy với DEV_CLOCK=1');
  const { now } = (await answer.json()) as { now: string };
  return Date.parse(now) - Date.now();
}

async function setClock(url: string, ahead: number): Promise<void> {
  const now = new Date(Date.now() + ahead).toISOString();
  await fetch(`${url}/dev/clock`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ now }),
  });
}

/** A service with a database of its own and one leader more, gone without a trace when it is stopped. */
async function startService(): Promise<Service> {
  const folder = await mkdtemp(join(tmpdir(), 'sang-lap-demo-'));
  // Open to the account that runs the server for root, so that nothing is left outside this folder.
  await chmod(folder, 0o755);
  const port = await freePort();
  const env = ownEnvironment(folder, port);
  const children = [begin('serve', env)];
  const stop = async (): Promise<void> => {
    const stopped = await Promise.allSettled(children.map(ended));
    await rm(folder, { recursive: true, force: true, maxRetries: 5 });
    for (const each of stopped) if (each.status === 'rejected') throw each.reason;
  };
  try {
    await ready(children[0] as ChildProcess, 'Sáng Lập is ready');
    const accounts = JSON.parse(
      await readFile(join(folder, 'demo-accounts.json'), 'utf8'),
    ) as Account[];
    const help = async (): Promise<Account[]> => {
      const worker = begin('work', env);
      children.push(worker);
      await ready(worker, 'worker ready');
      return [await secondLeader(env)];
    };
    return { url: `http://127.0.0.1:${port}`, accounts, help, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

function begin(verb: string, env: NodeJS.ProcessEnv): ChildProcess {
  return spawn(process.execPath, [main, verb], {
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
    // Ctrl-C goes to this program, which then stops the service in good order.
    detached: true,
  });
}

function ownEnvironment(folder: string, port: number): NodeJS.ProcessEnv {
  const { PATH, HOME, LANG, TMPDIR } = process.env;
  const kept = Object.fromEntries(
    Object.entries({ PATH, HOME, LANG, TMPDIR }).filter(([, value]) => value !== undefined),
  );
  return {
    ...kept,
    DATA_DIR: folder,
    PORT: String(port),
    HOST: '127.0.0.1',
    DEV_CLOCK: '1',
    LOG_LEVEL: 'warn',
  };
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const { port } = server.address() as AddressInfo;
  await new Promise((closed) => server.close(closed));
  return port;
}

/** Whoever decided may not decide the complaint about it: another leader is needed. */
async function secondLeader(env: NodeJS.ProcessEnv): Promise<Account> {
  const email = 'leader-2@demo.example';
  const cli = async (...args: string[]): Promise<string> =>
    (await run(process.execPath, [main, ...args], { env })).stdout.trim();
  await cli('user', 'create', '--email', email, '--role', 'leader', '--name', 'Phó lãnh đạo (thử)');
  const token = await cli('token', 'create', '--user', email, '--label', 'demo');
  return { email, role: 'leader', token };
}

/** @throws Error with what the service wrote, when it ends or is not ready in time */
function ready(child: ChildProcess, line: string): Promise<void> {
  let written = '';
  return new Promise((done, failed) => {
    const fail = (why: string): void => failed(new Error(`${why}\n${written}`));
    const late = setTimeout(() => fail('dịch vụ không sẵn sàng kịp thời'), longestStartMs);
    const listen = (chunk: Buffer): void => {
      written = (written + chunk.toString()).slice(-20_000);
      if (!written.includes(line)) return;
      clearTimeout(late);
      done();
    };
    child.stdout?.on('data', listen);
    child.stderr?.on('data', listen);
    child.once('error', (error) => fail(error.message));
    child.once('exit', () => {
      clearTimeout(late);
      fail('dịch vụ đã dừng khi khởi động');
    });
  });
}

/** @throws Error when the service did not stop by itself */
async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = new Promise<void>((done) => child.once('exit', () => done()));
  child.kill('SIGTERM');
  const cut = setTimeout(() => child.kill('SIGKILL'), longestStopMs);
  await gone;
  clearTimeout(cut);
  if (child.signalCode === 'SIGKILL')
    throw new Error(`dịch vụ không dừng trong ${longestStopMs / 1_000} giây`);
}
