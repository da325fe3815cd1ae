// serve and work: the running service. Starts, says where it is, and stops cleanly on SIGTERM and SIGINT.
import { createServer, type Server } from 'node:http';
import { createApp, type App } from '../app.ts';
import type { Config } from '../config.ts';
import { createEscalation } from '../engine/escalation.ts';
import { createOccasions } from '../engine/occasions.ts';
import { eraseExpired } from '../engine/retention.ts';
import { startWorker, type Worker } from '../engine/worker.ts';
import { rescan } from '../files/rescan.ts';
import { sweep } from '../files/sweep.ts';
import { openParts, type Parts } from '../parts.ts';
import { createLog, type Log } from '../log.ts';
import { sealOf, signingFaults } from '../signing.ts';
import { demoAccounts, prepareDemo } from './demo-accounts.ts';
import { startPulse, type Pulse } from './pulse.ts';
import { productVersion } from './version.ts';

const webConnections = 16;
/** A caller is told to come back rather than kept waiting for a database that says nothing. */
const longestQueryMs = 10_000;
/** All in all; below the ten seconds that are promised. */
const longestStopMs = 9_500;
const longestDrainMs = 7_500;
const shortestDrainMs = 300;
const lastAnswersMs = 1_000;
const anchorEveryMs = 10 * 60_000;
const tellEveryMs = 5 * 60_000;
const sweepEveryMs = 60 * 60_000;
/** Longer than any upload may take. */
const staleUploadMs = 60 * 60_000;
const rescanEveryMs = 30_000;
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
  ignoreLostOutput();
  const log = createLog(config.logLevel);
  const faults = await signingFaults(config);
  if (faults.length > 0) {
    for (const fault of faults) process.stderr.write(`${fault}\n`);
    return 78;
  }
  const parts = await openParts(config, webConnections, longestQueryMs);
  const running: { stop(): Promise<void> }[] = [];
  let code = 1;
  try {
    if (config.devClock) await followClock(parts);
    const worker = role === 'web' ? undefined : startWork(parts, log);
    if (worker) running.push(worker);
    const web = role === 'worker' ? undefined : await startWeb(parts, log, worker);
    if (web) running.push(web);
    running.push(await pulseOf(parts, role, log));
    await announce(parts, web);
    await stop;
    code = 0;
  } finally {
    log('info', 'stopping', {});
    // Whatever still hangs then is cut; effects under way are found again under their lease.
    setTimeout(() => process.exit(code), longestStopMs).unref();
    await stopAll(parts, running);
  }
  return code;
}

function pulseOf(parts: Parts, role: Config['processRole'], log: Log): Promise<Pulse> {
  const onError = (error: unknown): void =>
    log('warn', 'the pulse was not written', { error: String(error) });
  return startPulse(parts, { role, version: productVersion(), onError });
}

/** Web and worker stop together; mail that hangs is dropped in time to be put back in line. */
async function stopAll(parts: Parts, running: readonly { stop(): Promise<void> }[]): Promise<void> {
  const dropMail = setTimeout(() => parts.mailer.close(), longestStopMs / 2);
  await Promise.allSettled(running.map((each) => each.stop()));
  clearTimeout(dropMail);
  await parts.close();
}

/** The first signal counts. More may come of one Ctrl-C: from the terminal, and passed on by npm. */
function stopSignal(): Promise<void> {
  return new Promise((done) => {
    process.on('SIGTERM', () => done());
    process.on('SIGINT', () => done());
  });
}

/** A reader that went away or a full disk must not end the service with its next line. */
function ignoreLostOutput(): void {
  process.stdout.on('error', () => undefined);
  process.stderr.on('error', () => undefined);
}

function startWork(parts: Parts, log: Log): Worker {
  const { database, clock, timers, outbox, anchors, almanac, files, incoming, config } = parts;
  const { staging, scanner } = incoming;
  const { knex } = database;
  const escalation = createEscalation(knex, clock, almanac);
  const occasions = createOccasions(knex, clock, almanac);
  const chores = [
    { everyMs: anchorEveryMs, run: async () => void (await anchors.write()) },
    { everyMs: tellEveryMs, run: async () => void (await escalation.run()) },
    { everyMs: tellEveryMs, run: async () => void (await occasions.run()) },
    {
      everyMs: sweepEveryMs,
      run: async () =>
        void (await database.knex.raw(`delete from idempotency where at < now() - ${keptKeys}`)),
    },
    { everyMs: sweepEveryMs, run: async () => void (await sweep({ knex, store: files, staging })) },
    {
      everyMs: rescanEveryMs,
      run: async () => void (await rescan({ knex, clock, store: files, scanner })),
    },
    { everyMs: sweepEveryMs, run: () => parts.signIn.sweep() },
    {
      everyMs: sweepEveryMs,
      run: async () => void (await eraseExpired(knex, parts.almanac, clock)),
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

type Web = { server: Server; stop(): Promise<void> };

async function startWeb(parts: Parts, log: Log, worker: Worker | undefined): Promise<Web> {
  const { config } = parts;
  const app = appOf(parts, log, worker);
  const answer = app.koa.callback();
  const server = createServer((asked, told) => void answer(asked, told));
  server.keepAliveTimeout = 65_000;
  // Uploads over slow lines take their time; what is not an upload has its own, shorter limit.
  server.headersTimeout = 30_000;
  server.requestTimeout = 10 * 60_000;
  await parts.incoming.staging.sweep(staleUploadMs);
  const underWay = answersUnderWay(server);
  await listen(server, config);
  const follow =
    config.devClock && !worker
      ? setInterval(() => void followClock(parts).catch(() => undefined), followEveryMs)
      : undefined;
  return {
    server,
    async stop() {
      clearInterval(follow);
      app.stopping();
      await soonDone(underWay());
      await closeServer(server);
    },
  };
}

/** Tells which answers are under way. */
function answersUnderWay(server: Server): () => Promise<unknown> {
  const open = new Map<object, Promise<void>>();
  server.on('request', (_, answer) => {
    const done = new Promise<void>((over) => answer.once('close', over));
    open.set(answer, done);
    void done.then(() => open.delete(answer));
  });
  return () => Promise.all(open.values());
}

/** The door stays open meanwhile, so that whoever asks whether the service is ready is told that it is not. */
async function soonDone(answers: Promise<unknown>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise((over) => (timer = setTimeout(over, longestDrainMs)));
  const early = new Promise((over) => setTimeout(over, shortestDrainMs));
  await Promise.race([Promise.all([answers, early]), late]);
  clearTimeout(timer);
}

function appOf(parts: Parts, log: Log, worker: Worker | undefined): App {
  const { config, database, clock, almanac, cases, unseal, vault } = parts;
  const { files, incoming, anchors, timers } = parts;
  return createApp({
    knex: database.knex,
    pool: database.pool,
    clock,
    almanac,
    cases,
    unseal,
    vault,
    config: {
      publicUrl: config.publicUrl,
      trustProxy: config.trustProxy,
      devClock: config.devClock,
      mailbox: config.smtpUrl === undefined && config.nodeEnv !== 'production',
      version: productVersion(),
    },
    log,
    ready: () => true,
    signIn: parts.signIn,
    demoAccounts: () => demoAccounts(parts),
    openFile: (path) => files.read(path),
    intake: incoming.intake,
    zipDossier: incoming.zipDossier,
    proof: (caseId, version) => anchors.proof(caseId, version),
    seal: sealOf(parts.ink),
    ownSigning: { roots: config.signerRoots, put: (bytes) => files.put(bytes) },
    onClockMoved: async () => {
      // Else what came before the jump would seem to have waited too long, and certifying would stop.
      await anchors.write();
      if (worker) await worker.settle();
      else while ((await timers.work(50)) > 0);
      await anchors
        .write()
        .catch((error: unknown) => log('error', 'no anchor was written', { error: String(error) }));
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

async function announce({ config, ...parts }: Parts, web: Web | undefined): Promise<void> {
  if (!web) return void process.stdout.write('worker ready\n');
  const address = web.server.address();
  const port = typeof address === 'object' && address ? address.port : config.port;
  const url = config.port === 0 ? `http://localhost:${port}` : config.publicUrl;
  const lines = config.nodeEnv === 'production' ? [] : await prepareDemo({ config, ...parts });
  process.stdout.write([...lines, `Sáng Lập is ready: ${url}`, ''].join('\n'));
}

/** Takes no more lines; those still open soon after are cut. */
function closeServer(server: Server): Promise<void> {
  return new Promise((done) => {
    const cut = setTimeout(() => server.closeAllConnections(), lastAnswersMs);
    server.close(() => {
      clearTimeout(cut);
      done();
    });
    server.closeIdleConnections();
  });
}
