// Keeps the embedded PostgreSQL running for as long as some Node process uses it. Each holds one
// idle session: it shows that the process lives, and its end shows that the server died.
import { closeSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client, DatabaseError } from 'pg';
import { openCluster, OWNER, type Cluster } from './cluster.ts';
import { explain, findPostmaster, freePort, hasEnded } from './postmaster.ts';
import { launch, shutDown, type Launch } from './postmaster.ts';
import { holdPipe, watch } from './watchdog.ts';

const DATABASE = 'sang_lap';
const SESSION_NAME = 'sang-lap supervisor';
const SILENCE_LIMIT_MS = 60_000;
const CANNOT_CONNECT_NOW = '57P03';
// Another server was quicker or took the port, or the children of a killed one are still leaving.
const PASSING_TROUBLE = /already exists|still in use|could not create any TCP/;
const RETRIES = 20;
const DUPLICATES = new Set(['42P04', '23505']);

export type Postgres = {
  /** Login of the cluster's owner to the product's database. Stays the same over restarts. */
  url: string;
  /** Gives the server up; the last of several processes also ends it. */
  stop: () => Promise<void>;
};

type Options = {
  dataDir: string;
  log?: (line: string) => void;
  /** Folder with bin, lib and share. Default: what npm brought. */
  native?: string;
};

type Session = { client: Client; port: number };
type Attempt = { launched: Launch | undefined; failures: number };

/**
 * The server of the data folder: created on first use, joined when another process already runs
 * it, started again whenever it dies.
 * @throws when it cannot be created or started, with the end of the server's log
 */
export async function startPostgres({ dataDir, log, native }: Options): Promise<Postgres> {
  const cluster = openCluster(dataDir, native);
  const pipe = holdPipe(cluster);
  const letGo = () => pipe !== undefined && closeSync(pipe);
  try {
    const session = await ensureRunning(cluster);
    const leave = guard(cluster, session, log ?? (() => {}));
    await ensureDatabase(session).catch(async (error: unknown) => {
      await leave();
      throw error;
    });
    let leaving: Promise<void> | undefined;
    const stop = () => (leaving ??= leave().finally(letGo));
    return { url: urlOf(cluster, session.port, DATABASE), stop };
  } catch (error) {
    letGo();
    throw error;
  }
}

/** Brings the server back whenever its session ends. Returns how to leave it for good. */
function guard(cluster: Cluster, first: Session, log: (line: string) => void) {
  let session = first;
  let stopping = false;
  let reviving = Promise.resolve();

  const attend = () => {
    session.client.once('end', () => {
      if (!stopping) reviving = revive();
    });
  };
  const revive = async () => {
    log('The embedded PostgreSQL went away; starting it again.');
    for (let pauseMs = 100; !stopping; pauseMs = Math.min(pauseMs * 2, 5_000)) {
      try {
        session = await ensureRunning(cluster, first.port);
        attend();
        return;
      } catch (error) {
        log(String(error));
        await sleep(pauseMs);
      }
    }
  };
  attend();
  return async () => {
    stopping = true;
    await reviving;
    const others = await countOthers(session);
    await session.client.end();
    if (others === 0) await shutDown(cluster);
  };
}

/** Joins the living server, or launches one (on `port` when one is known) and waits for it. */
async function ensureRunning(cluster: Cluster, port?: number): Promise<Session> {
  const attempt: Attempt = { launched: undefined, failures: 0 };
  let silentSince = performance.now();
  for (;;) {
    const running = findPostmaster(cluster);
    const answer = running ? await connect(cluster, running.port) : 'silent';
    if (typeof answer === 'object') return answer;
    if (answer === 'busy') silentSince = performance.now();
    if (performance.now() - silentSince > SILENCE_LIMIT_MS) {
      const who = running ? `process ${running.pid}` : 'no process yet';
      throw new Error(`The embedded PostgreSQL (${who}) does not answer; see ${cluster.logFile}.`);
    }
    if (!running) await launchOnce(cluster, attempt, port);
    await sleep(25);
  }
}

/** Does nothing while a launch is under way; tries again after a failure that passes by itself. */
async function launchOnce(cluster: Cluster, attempt: Attempt, port?: number): Promise<void> {
  if (attempt.launched) {
    if (!hasEnded(attempt.launched)) return;
    const failure = explain(cluster, attempt.launched);
    attempt.failures += 1;
    if (!PASSING_TROUBLE.test(failure.message) || attempt.failures > RETRIES) throw failure;
    await sleep(250);
  }
  attempt.launched = launch(cluster, port ?? (await freePort()));
  watch(cluster);
}

/** 'busy': it lives but is starting, recovering or stopping. 'silent': no answer at all. */
async function connect(cluster: Cluster, port: number): Promise<Session | 'busy' | 'silent'> {
  const client = new Client({
    connectionString: urlOf(cluster, port, 'postgres'),
    application_name: SESSION_NAME,
    connectionTimeoutMillis: 2_000,
    query_timeout: 30_000,
  });
  client.on('error', () => {}); // Without a listener a cut session would end this process.
  try {
    await client.connect();
    return { client, port };
  } catch (error) {
    await client.end().catch(() => {});
    if (error instanceof DatabaseError && error.code === CANNOT_CONNECT_NOW) return 'busy';
    if (error instanceof DatabaseError && error.code?.startsWith('28')) {
      const text = `The embedded PostgreSQL in ${cluster.place} refuses the login kept in its file "password".`;
      throw new Error(text, { cause: error });
    }
    return 'silent';
  }
}

async function ensureDatabase({ client }: Session): Promise<void> {
  const found = await client.query('select 1 from pg_database where datname = $1', [DATABASE]);
  if (found.rowCount !== 0) return;
  try {
    await client.query(`create database ${DATABASE}`);
  } catch (error) {
    const code = error instanceof DatabaseError ? error.code : undefined;
    if (!code || !DUPLICATES.has(code)) throw error;
  }
}

/** How many other processes use the server. None when it cannot be asked: then it is down. */
async function countOthers({ client }: Session): Promise<number> {
  try {
    const found = await client.query(
      'select 1 from pg_stat_activity where application_name = $1 and pid <> pg_backend_pid()',
      [SESSION_NAME],
    );
    return found.rowCount ?? 0;
  } catch {
    return 0;
  }
}

function urlOf(cluster: Cluster, port: number, database: string): string {
  return `postgres://${OWNER}:${cluster.password}@127.0.0.1:${port}/${database}`;
}
