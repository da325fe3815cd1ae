// The product as real processes: started, signalled and ended with the test; nothing of it is shared with the test.
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, existsSync, lstatSync, mkdtempSync, readFileSync } from 'node:fs';
import { readdirSync, realpathSync, rmSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Role } from '../../machines/roles.ts';

export type Settings = Readonly<Record<string, string>>;
export type Ended = { code: number | null; signal: NodeJS.Signals | null };

export type Running = {
  pid: number;
  /** Address from the ready line. */
  url: string;
  /** From spawn to the ready line. */
  readyMs: number;
  ended: Promise<Ended>;
  out(): string;
  err(): string;
  signal(signal: NodeJS.Signals): void;
  /** To the whole group, as Ctrl-C does. */
  signalGroup(signal: NodeJS.Signals): void;
  kill(): Promise<void>;
};

const main = join(import.meta.dirname, '..', '..', 'src', 'main.ts');
const children = new Set<ChildProcess>();
const folders: string[] = [];

/** A new data folder that the account of the embedded server can enter. */
export function dataFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'sang-lap-service-'));
  chmodSync(folder, 0o755);
  folders.push(folder);
  return folder;
}

/** Starts a verb that keeps running, and waits until it says that it is ready. */
export async function start(
  settings: Settings,
  verb: 'serve' | 'work' = 'serve',
): Promise<Running> {
  const beganAt = performance.now();
  const { child, out, err, ended } = launch([verb], settings);
  const ready = verb === 'serve' ? /is ready: (\S+)\n/ : /(worker ready)\n/;
  for (let found; ; await sleep(10)) {
    found = ready.exec(out());
    if (!found && isOver(child)) throw new Error(`ended before it was ready: ${err()}${out()}`);
    if (!found) continue;
    const readyMs = Math.round(performance.now() - beganAt);
    const pid = child.pid as number;
    return {
      pid,
      url: (found[1] as string).replace('localhost', '127.0.0.1'),
      readyMs,
      ended,
      out,
      err,
      signal: (signal) => void process.kill(pid, signal),
      signalGroup: (signal) => void process.kill(-pid, signal),
      async kill() {
        if (!isOver(child)) process.kill(pid, 'SIGKILL');
        await ended;
      },
    };
  }
}

/** Runs a verb to its end. */
export async function run(
  args: readonly string[],
  settings: Settings,
  input = '',
): Promise<{ code: number | null; out: string; err: string }> {
  const { child, out, err, ended } = launch(args, settings);
  child.stdin?.on('error', () => undefined);
  child.stdin?.end(input);
  const { code } = await ended;
  return { code, out: out(), err: err() };
}

/** Ends all that is still running and clears the folders away; for afterEach. */
export async function endAll(): Promise<void> {
  for (const child of children) {
    if (isOver(child)) continue;
    process.kill(child.pid as number, 'SIGCONT');
    process.kill(child.pid as number, 'SIGKILL');
    await once(child, 'exit');
  }
  children.clear();
  for (const folder of folders.splice(0)) await clear(folder);
}

async function clear(folder: string): Promise<void> {
  const place = join(folder, 'postgres');
  await until(() => postmasterOf(folder) === undefined);
  if (lstatSync(place, { throwIfNoEntry: false })?.isSymbolicLink())
    rmSync(realpathSync(place), { recursive: true, force: true });
  rmSync(folder, { recursive: true, force: true });
}

function launch(args: readonly string[], settings: Settings) {
  const { PATH = '', HOME = '/' } = process.env;
  const child = spawn(process.execPath, [main, ...args], {
    cwd: '/',
    env: { PATH, HOME, PORT: '0', ...settings },
    detached: true,
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  children.add(child);
  const [out, err] = [textOf(child.stdout), textOf(child.stderr)];
  const ended: Promise<Ended> = once(child, 'close').then(([code, signal]) => ({ code, signal }));
  return { child, out, err, ended };
}

function textOf(stream: NodeJS.ReadableStream): () => string {
  let text = '';
  stream.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
  return () => text;
}

const isOver = (child: ChildProcess): boolean =>
  child.exitCode !== null || child.signalCode !== null;

/** Process of the embedded server while it lives. */
export function postmasterOf(dataDir: string): number | undefined {
  const record = join(dataDir, 'postgres', 'cluster', 'postmaster.pid');
  if (!existsSync(record)) return undefined;
  const pid = parseInt(readFileSync(record, 'utf8'), 10);
  return commandOf(String(pid)).includes('-D') ? pid : undefined;
}

/** Living processes whose command line names the text. */
export function processesWith(text: string): string[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map((pid) => commandOf(pid).join(' '))
    .filter((command) => command.includes(text));
}

/** Empty for what is gone, and for a zombie. */
function commandOf(pid: string): string[] {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0');
  } catch {
    return [];
  }
}

export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

/** @throws when the condition does not come true in time */
export async function until(
  condition: () => boolean | Promise<boolean>,
  withinMs = 60_000,
): Promise<void> {
  for (const endsAt = performance.now() + withinMs; performance.now() < endsAt; await sleep(25))
    if (await condition()) return;
  throw new Error(`waited ${withinMs} ms in vain: ${condition.toString()}`);
}

/** Bearer tokens of the demo accounts by role. */
export function tokensIn(dataDir: string): Record<Role, string> {
  const accounts = JSON.parse(readFileSync(join(dataDir, 'demo-accounts.json'), 'utf8')) as {
    role: Role;
    token: string;
  }[];
  return Object.fromEntries(accounts.map(({ role, token }) => [role, token])) as Record<
    Role,
    string
  >;
}
