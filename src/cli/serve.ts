// serve and work: the running service. Starts, says where it is, and stops cleanly on SIGTERM and SIGINT.
import { createServer, type Server } from 'node:http';
import { readFileSync } from 'node:fs';
import { createApp, type App } from '../app.ts';
import type { Config } from '../config.ts';
import { startWorker, type Worker } from '../engine/worker.ts';
import { openParts, type Parts } from '../parts.ts';
import { createLog, type Log } from '../log.ts';
import { prepareDemo } from './demo-accounts.ts';

const webConnections = 16;
const longestStopMs = 10_000;
const anchorEveryMs = 10 * 60_000;
const sweepEveryMs = 60 * 60_000;
const followEveryMs = 500;
const keptKeys = "interval '48 hours'";

/** Runs until told to stop; web, worker or both as PROCESS_ROLE says. */
export async function serve(config: Config): Promise<number> {
  return run(config, config.processRole);
}

/** Runs a worker only. */
export async function work(config: Config): Promise<number> {
  return run(config, 'worker');
}

async function run(config: Config, role: Config['processRole']): Promise<number> {
  const stop = stopSignal();
  const log = createLog(config.logLevel);
  const parts = await openParts(config, webConnections);
  if (config.devClock) await followClock(parts);
  const worker = role === 'web' ? undefined : startWork(parts, log);
  const web = role === 'worker' ? undefined : await startWeb(parts, log, worker);
  if (role === 'worker') process.stdout.write('worker ready\n');
  await stop;
  log('info', 'stopping', {});
  await web?.stop();
  await worker?.stop();
  await parts.close();
  return 0;
}

function stopSignal(): Promise<void> {
  return new Promise((done) => {
    process.once('SIGTERM', () => done());
    process.once('SIGINT', () => done());
  });
}

function startWork(parts: Parts, log: Log): Worker {
  const { database, timers, outbox, anchors, config } = parts;
  const chores = [
    { everyMs: anchorEveryMs, run: async () => void (await anchors.write()) },
    {
      everyMs: sweepEveryMs,
      run: async () =>
        void (await database.knex.raw(`delete from idempotency where at < now() - ${keptKeys}`)),
    },
    ...(config.devClock ? [{ everyMs: followEveryMs, run: () => followClock(parts) }] : []),
  ];
  return startWorker({
    timers,
    outbox,
    chores,
    onError: (error) => log('error', 'the worker was set back', { error: String(error) }),
  });
}

/** The clock of development is kept in the database, so that all processes move together. */
async function followClock({ database, clock }: Parts): Promise<void> {
  const row = await database.knex('dev_clock').first('offset_ms');
  clock.setOffset(Number(row?.offset_ms ?? 0));
}

type Web = { stop(): Promise<void> };

async function startWeb(parts: Parts, log: Log, worker: Worker | undefined): Promise<Web> {
  const { config } = parts;
  const app = appOf(parts, log, worker);
  const server = createServer(app.koa.callback());
  server.keepAliveTimeout = 65_000;
  server.requestTimeout = 30_000;
  await listen(server, config);
  const follow =
    config.devClock && !worker
      ? setInterval(() => void followClock(parts).catch(() => undefined), followEveryMs)
      : undefined;
  await announce(parts, server);
  return {
    async stop() {
      clearInterval(follow);
      app.stopping();
      await closeServer(server);
    },
  };
}

function appOf(parts: Parts, log: Log, worker: Worker | undefined): App {
  const { config, database, clock, almanac, cases, files, anchors, timers } = parts;
  return createApp({
    knex: database.knex,
    pool: database.pool,
    clock,
    almanac,
    cases,
    config: {
      publicUrl: config.publicUrl,
      trustProxy: config.trustProxy,
      devClock: config.devClock,
      mailbox: config.smtpUrl === undefined && config.nodeEnv !== 'production',
      version: productVersion(),
    },
    log,
    ready: () => true,
    openFile: (path) => files.read(path),
    proof: (caseId, version) => anchors.proof(caseId, version),
    onClockMoved: async () => {
      if (worker) await worker.settle();
      else while ((await timers.work(50)) > 0);
      await anchors.write();
      worker?.wake();
    },
    onCalendarChanged: (allianceId) => recomputeAll(parts, allianceId),
  });
}

/** Every open case of an alliance with a running term gets its due dates by the new calendar. */
async function recomputeAll(
  { database, almanac, cases }: Parts,
  allianceId: string,
): Promise<void> {
  almanac.forget();
  const ids = await database
    .knex('cases')
    .where({ alliance_id: allianceId })
    .whereIn('id', database.knex('timers').select('case_id'))
    .pluck('id');
  await Promise.all(ids.map((id: string) => cases.recompute(id)));
}

function listen(server: Server, { port, host }: Config): Promise<void> {
  return new Promise((done, failed) => {
    server.once('error', failed);
    server.listen(port, host, () => {
      server.off('error', failed);
      done();
    });
  });
}

async function announce(parts: Parts, server: Server): Promise<void> {
  const { config } = parts;
  const address = server.address();
  const port = typeof address === 'object' && address ? address.port : config.port;
  const url = config.port === 0 ? `http://localhost:${port}` : config.publicUrl;
  const lines = config.nodeEnv === 'production' ? [] : await prepareDemo(parts);
  process.stdout.write([...lines, `Sáng Lập is ready: ${url}`, ''].join('\n'));
}

/** Lets requests under way finish; lines still open after ten seconds are cut. */
function closeServer(server: Server): Promise<void> {
  return new Promise((done) => {
    const cut = setTimeout(() => server.closeAllConnections(), longestStopMs - 1_000);
    server.close(() => {
      clearTimeout(cut);
      done();
    });
    server.closeIdleConnections();
  });
}

function productVersion(): string {
  const text = readFileSync(new URL('../../package.json', import.meta.url), 'utf8');
  return (JSON.parse(text) as { version: string }).version;
}
