// The server process: is it there, launch it, shut it down. Its own postmaster.pid is the one
// record of process and port; nothing else is written that could contradict it.
import { spawn, type ChildProcess } from 'node:child_process';
import { closeSync, constants, openSync, readFileSync, renameSync, statSync } from 'node:fs';
import { fchownSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { spawnOptions } from './account.ts';
import { lastLines, type Cluster } from './cluster.ts';

export type Postmaster = { pid: number; port: number };
export type Launch = { child: ChildProcess; logStart: number };

const LOG_LIMIT_BYTES = 5_000_000;

const SETTINGS = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  max_connections: '100',
  shared_buffers: '128MB',
  TimeZone: 'UTC',
  log_timezone: 'UTC',
  wal_compression: 'pglz',
  fsync: 'on',
  log_line_prefix: '%m [%p] ',
};

/** The living server of this cluster, or undefined. */
export function findPostmaster(cluster: Cluster): Postmaster | undefined {
  const recorded = readRecord(cluster);
  return recorded && isPostmasterOf(cluster, recorded.pid) ? recorded : undefined;
}

/** Starts the server on 127.0.0.1, apart from the terminal, so that Ctrl-C reaches only Node. */
export function launch(cluster: Cluster, port: number): Launch {
  const log = openLog(cluster);
  const options = spawnOptions(cluster.account);
  const settings = Object.entries(SETTINGS).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  // A process number left in postmaster.pid may belong to a zombie or a stranger by now, and the
  // server would take it for a rival. It exempts this one number; its other checks stay.
  const stale = readRecord(cluster)?.pid;
  const env = stale ? { ...options.env, PG_GRANDPARENT_PID: String(stale) } : options.env;
  const child = spawn(
    cluster.binaries.postgres,
    ['-D', cluster.data, '-p', String(port), ...settings],
    { ...options, env, detached: true, stdio: ['ignore', log.fd, log.fd] },
  );
  child.on('error', () => {}); // A failed spawn also ends `exitCode` waiting; `explain` reports it.
  child.unref();
  closeSync(log.fd);
  return { child, logStart: log.size };
}

/** Whether a launched server has ended (or never began). */
export function hasEnded({ child }: Launch): boolean {
  return child.pid === undefined || child.exitCode !== null || child.signalCode !== null;
}

/** The error for a server that did not come up, with the end of its log. */
export function explain(cluster: Cluster, { child, logStart }: Launch): Error {
  const written = readFileSync(cluster.logFile).subarray(logStart).toString();
  const how = child.signalCode ?? `exit ${child.exitCode ?? 'unknown'}`;
  return new Error(
    `The embedded PostgreSQL did not start (${how}). ${cluster.logFile} ends with:\n${lastLines(written)}`,
  );
}

/** Ends the server in order (open transactions roll back) and waits until it is gone. */
export async function shutDown(cluster: Cluster): Promise<void> {
  const running = findPostmaster(cluster);
  if (!running) return;
  for (const [signal, waitMs] of [['SIGINT', 30_000] as const, ['SIGQUIT', 10_000] as const]) {
    process.kill(running.pid, signal);
    if (await isGone(cluster, running.pid, waitMs)) return;
  }
  throw new Error(`The embedded PostgreSQL (process ${running.pid}) does not stop.`);
}

/** A port nobody listens on just now. */
export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (address === null || typeof address === 'string') throw new Error('No free port.');
  return address.port;
}

async function isGone(cluster: Cluster, pid: number, waitMs: number): Promise<boolean> {
  for (const endsAt = performance.now() + waitMs; performance.now() < endsAt; await sleep(20)) {
    if (!isPostmasterOf(cluster, pid)) return true;
  }
  return false;
}

/** postmaster.pid: line 1 process, line 4 port. */
function readRecord(cluster: Cluster): Postmaster | undefined {
  try {
    const lines = readFileSync(join(cluster.data, 'postmaster.pid'), 'utf8').split('\n');
    const [pid, port] = [Number(lines[0]), Number(lines[3])];
    return pid > 0 && port > 0 ? { pid, port } : undefined;
  } catch {
    return undefined;
  }
}

function isPostmasterOf(cluster: Cluster, pid: number): boolean {
  if (process.platform !== 'linux') return isAlive(pid);
  try {
    // Not /proc/<pid>/cwd: root in a container may not read that of another account.
    const state = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)?.[0];
    const words = readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0');
    return state !== 'Z' && state !== 'X' && words[words.indexOf('-D') + 1] === cluster.data;
  } catch {
    return false;
  }
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

function openLog(cluster: Cluster): { fd: number; size: number } {
  const before = statSync(cluster.logFile, { throwIfNoEntry: false })?.size ?? 0;
  if (before > LOG_LIMIT_BYTES) renameSync(cluster.logFile, `${cluster.logFile}.1`);
  // No link is followed: root writes here into a folder that belongs to another account.
  const { O_APPEND, O_CREAT, O_NOFOLLOW, O_WRONLY } = constants;
  const fd = openSync(cluster.logFile, O_APPEND | O_CREAT | O_NOFOLLOW | O_WRONLY, 0o600);
  if (cluster.account) fchownSync(fd, cluster.account.uid, cluster.account.gid);
  return { fd, size: before > LOG_LIMIT_BYTES ? 0 : before };
}
