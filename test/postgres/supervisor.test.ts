import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import {
  chmodSync,
  chownSync,
  cpSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
} from 'node:fs';
import { readdirSync, readFileSync, realpathSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';
import { afterEach, describe, expect, it } from 'vitest';
import { canEnter, type Account } from '../../src/postgres/account.ts';
import { nativeFolder } from '../../src/postgres/binaries.ts';
import { startPostgres } from '../../src/postgres/supervisor.ts';

const HOLDER = join(import.meta.dirname, 'holder.ts');
const NOBODY: Account = { name: 'nobody', uid: 65534, gid: 65534 };
const isRoot = process.getuid?.() === 0;
const isLinux = process.platform === 'linux';

const folders: string[] = [];
const stops: (() => Promise<void>)[] = [];
const holders: ChildProcess[] = [];

afterEach(async () => {
  await Promise.all(stops.splice(0).map((stop) => stop()));
  for (const holder of holders.splice(0)) holder.kill('SIGKILL');
  for (const folder of folders.splice(0)) {
    const place = join(folder, 'data', 'postgres');
    await until(() => !existsSync(join(place, 'cluster', 'postmaster.pid')));
    if (lstatSync(place, { throwIfNoEntry: false })?.isSymbolicLink()) {
      rmSync(realpathSync(place), { recursive: true });
    }
    rmSync(folder, { recursive: true });
  }
});

describe('start and stop', () => {
  it('creates a durable UTF-8 cluster and finds it again', async () => {
    const dataDir = newDataDir();
    const first = await start(dataDir);
    await query(first.url, 'create table note as select lower($1::text) as text', ['ĐẶNG THỊ ÁNH']);
    expect(await settings(first.url)).toEqual({
      data_checksums: 'on',
      fsync: 'on',
      listen_addresses: '127.0.0.1',
      password_encryption: 'scram-sha-256',
      server_encoding: 'UTF8',
      TimeZone: 'UTC',
      unix_socket_directories: '',
    });
    await first.stop();
    await expect(query(first.url, 'select 1')).rejects.toThrow('ECONNREFUSED');

    const second = await start(dataDir);
    expect(await query(second.url, 'select text from note')).toEqual([{ text: 'đặng thị ánh' }]);
  });

  it('asks for the password, and keeps it from other accounts', async () => {
    const dataDir = newDataDir();
    const { url } = await start(dataDir);
    const wrong = new URL(url);
    wrong.password = 'guess';
    await expect(query(wrong.href, 'select 1')).rejects.toThrow('password authentication failed');
    expect(statSync(join(dataDir, 'postgres', 'password')).mode & 0o777).toBe(0o600);
    expect(statSync(join(dataDir, 'postgres')).mode & 0o777).toBe(0o700);
  });

  it('says why when the server cannot start', async () => {
    const dataDir = newDataDir();
    await (await start(dataDir)).stop();
    writeFileSync(join(dataDir, 'postgres', 'cluster', 'PG_VERSION'), '12\n');
    await expect(start(dataDir)).rejects.toThrow(
      /did not start \(exit 1\)[^]*initialized by PostgreSQL version 12/,
    );
  });
});

describe('death and return', () => {
  it('ends the server when the only process that used it is killed, and starts again', async () => {
    const dataDir = newDataDir();
    const holder = await hold(dataDir);
    await query(holder.url, 'create table kept as select 1 as one');
    const pid = postmasterOf(dataDir);
    await kill(holder.process);
    if (isLinux) await until(() => !isAlive(pid));
    const { url } = await start(dataDir);
    expect(await query(url, 'select one from kept')).toEqual([{ one: 1 }]);
  });

  it.runIf(isLinux)('joins an orphan that nothing watches any more, and ends it', async () => {
    const dataDir = newDataDir();
    const holder = await hold(dataDir);
    const pid = postmasterOf(dataDir);
    process.kill(watcherOf(dataDir), 'SIGKILL');
    await kill(holder.process);
    const postgres = await start(dataDir);
    expect(postgres.url).toBe(holder.url);
    expect(postmasterOf(dataDir)).toBe(pid);
    await postgres.stop();
    expect(isAlive(pid)).toBe(false);
  });

  it('starts the server again on the same port when it is killed', async () => {
    const dataDir = newDataDir();
    const { url } = await start(dataDir);
    await query(url, 'create table kept as select 1 as one');
    const pid = postmasterOf(dataDir);
    process.kill(pid, 'SIGKILL');
    await until(() =>
      query(url, 'select one from kept').then(
        () => true,
        () => false,
      ),
    );
    expect(await query(url, 'select one from kept')).toEqual([{ one: 1 }]);
    expect(postmasterOf(dataDir)).not.toBe(pid);
  });

  it('is not misled by a postmaster.pid that names a living stranger', async () => {
    const dataDir = newDataDir();
    const holder = await hold(dataDir);
    const cluster = join(dataDir, 'postgres', 'cluster');
    const written = readFileSync(join(cluster, 'postmaster.pid'), 'utf8');
    holder.process.kill('SIGTERM');
    await once(holder.process, 'exit');
    const { uid, gid } = statSync(cluster);
    const stranger = spawn('sleep', ['60'], { uid, gid, stdio: 'ignore' });
    holders.push(stranger);
    writeFileSync(join(cluster, 'postmaster.pid'), written.replace(/^\d+/, `${stranger.pid}`));
    const { url } = await start(dataDir);
    expect(await query(url, 'select 1 as one')).toEqual([{ one: 1 }]);
    expect(stranger.exitCode ?? stranger.signalCode).toBeNull();
  });
});

describe('several processes', () => {
  it('joins the running server and leaves it to the others', async () => {
    const dataDir = newDataDir();
    const holder = await hold(dataDir);
    const joined = await start(dataDir);
    expect(joined.url).toBe(holder.url);
    await joined.stop();
    expect(await query(holder.url, 'select 1 as one')).toEqual([{ one: 1 }]);

    const successor = await start(dataDir);
    holder.process.kill('SIGTERM');
    await once(holder.process, 'exit');
    expect(await query(successor.url, 'select 1 as one')).toEqual([{ one: 1 }]);
    await successor.stop();
    await expect(query(successor.url, 'select 1')).rejects.toThrow('ECONNREFUSED');
  });

  it.each(['SIGKILL', 'SIGINT'] as const)(
    'outlives %s to the group of the first',
    async (signal) => {
      const dataDir = newDataDir();
      const holder = await hold(dataDir);
      const joined = await start(dataDir);
      const pid = postmasterOf(dataDir);
      process.kill(-(holder.process.pid ?? NaN), signal); // Ctrl-C reaches the whole group.
      await once(holder.process, 'exit');
      await sleep(300);
      expect(await query(joined.url, 'select 1 as one')).toEqual([{ one: 1 }]);
      expect(postmasterOf(dataDir)).toBe(pid);
    },
  );

  it('makes one cluster when two begin at the same moment', async () => {
    const dataDir = newDataDir();
    const [one, other] = await Promise.all([hold(dataDir), hold(dataDir)]);
    expect(one.url).toBe(other.url);
    const left = readdirSync(join(dataDir, 'postgres')).filter((name) => name.includes('draft'));
    expect(left).toEqual([]);
  });
});

describe('accounts and folders', () => {
  it.runIf(isRoot)('works for root in a folder that no one else can enter', async () => {
    const dataDir = newDataDir({ mode: 0o700 });
    const native = copyOfNative(dirname(dataDir));
    const { url } = await start(dataDir, native);
    expect(await query(url, 'select 1 as one')).toEqual([{ one: 1 }]);
    const place = realpathSync(join(dataDir, 'postgres'));
    expect(place).toMatch(/^\/var\/lib\/sang-lap\//);
    expect(statSync(join(place, 'cluster')).uid).not.toBe(0);
    expect(readdirSync(place).filter((name) => name.startsWith('runtime-'))).toHaveLength(1);
  });

  it.runIf(isRoot)('runs the server as the owner of the data folder', async () => {
    const dataDir = newDataDir();
    mkdirSync(dataDir);
    chownSync(dataDir, NOBODY.uid, NOBODY.gid);
    await start(dataDir);
    expect(statSync(join(dataDir, 'postgres', 'cluster')).uid).toBe(NOBODY.uid);
  });

  it.runIf(isRoot && canEnter(NOBODY, import.meta.dirname))(
    'works for an ordinary user in a private folder',
    async () => {
      const dataDir = newDataDir({ mode: 0o700, owner: NOBODY });
      const holder = await hold(dataDir, NOBODY);
      expect(await query(holder.url, 'select 1 as one')).toEqual([{ one: 1 }]);
      expect(statSync(join(dataDir, 'postgres', 'cluster')).uid).toBe(NOBODY.uid);
    },
  );

  it('mends the links that npm leaves out, in place or in a copy', async () => {
    const dataDir = newDataDir();
    const native = copyOfNative(dirname(dataDir));
    await (await start(dataDir, native)).stop();
    const links = readdirSync(join(native, 'lib')).filter((name) =>
      isLink(join(native, 'lib', name)),
    );
    expect(links).toContain('libicuuc.so.60');
  });
});

function newDataDir({ mode = 0o755, owner }: { mode?: number; owner?: Account } = {}): string {
  const folder = mkdtempSync(join(tmpdir(), 'sang-lap-postgres-'));
  folders.push(folder);
  if (owner) chownSync(folder, owner.uid, owner.gid);
  chmodSync(folder, mode);
  return join(folder, 'data');
}

async function start(dataDir: string, native?: string) {
  const postgres = await startPostgres({ dataDir, ...(native && { native }) });
  stops.push(postgres.stop);
  return postgres;
}

async function hold(dataDir: string, account?: Account) {
  const child = spawn(process.execPath, [HOLDER, dataDir], {
    cwd: '/',
    detached: true,
    stdio: ['ignore', 'pipe', 'inherit'],
    ...(account && { uid: account.uid, gid: account.gid }),
  });
  holders.push(child);
  for await (const url of createInterface(child.stdout)) return { process: child, url };
  throw new Error(`The holder ended early (${child.exitCode}).`);
}

async function kill(child: ChildProcess): Promise<void> {
  child.kill('SIGKILL');
  await once(child, 'exit');
}

async function query(url: string, sql: string, values: unknown[] = []): Promise<unknown[]> {
  const client = new Client({ connectionString: url });
  client.on('error', () => {});
  try {
    await client.connect();
    return (await client.query(sql, values)).rows;
  } finally {
    await client.end().catch(() => {});
  }
}

async function settings(url: string): Promise<Record<string, string>> {
  const names =
    'data_checksums fsync listen_addresses password_encryption server_encoding TimeZone unix_socket_directories';
  const rows = await query(url, 'select name, setting from pg_settings where name = any($1)', [
    names.split(' '),
  ]);
  return Object.fromEntries(
    (rows as { name: string; setting: string }[]).map((row) => [row.name, row.setting]),
  );
}

function postmasterOf(dataDir: string): number {
  return parseInt(readFileSync(join(dataDir, 'postgres', 'cluster', 'postmaster.pid'), 'utf8'), 10);
}

function watcherOf(dataDir: string): number {
  const pipe = join(realpathSync(dataDir), 'postgres', 'users');
  const found = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .find((pid) => commandOf(pid).includes(pipe));
  if (!found) throw new Error('Nothing watches the server.');
  return Number(found);
}

function commandOf(pid: string): string[] {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0');
  } catch {
    return [];
  }
}

/** A zombie counts as dead: nothing but its parent's wait is missing. */
function isAlive(pid: number): boolean {
  try {
    return readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)?.[0] !== 'Z';
  } catch {
    return false;
  }
}

function isLink(path: string): boolean {
  return lstatSync(path).isSymbolicLink();
}

/** What npm unpacks before any install script has run: no links. */
function copyOfNative(folder: string): string {
  const source = nativeFolder();
  const copy = join(folder, 'package', 'native');
  cpSync(source, copy, { recursive: true, filter: (path) => !isLink(path) });
  cpSync(join(dirname(source), 'package.json'), join(folder, 'package', 'package.json'));
  return copy;
}

async function until(condition: () => boolean | Promise<boolean>): Promise<void> {
  for (const endsAt = performance.now() + 60_000; performance.now() < endsAt; await sleep(25)) {
    if (await condition()) return;
  }
  throw new Error('Waited 60 s in vain.');
}
