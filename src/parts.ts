// Puts the parts of the service together by hand: what the web, the worker and the command line share.
import { hostname } from 'node:os';
import { randomBytes } from 'node:crypto';
import type { Config } from './config.ts';
import { systemClock, type Clock } from './clock.ts';
import { migrate, openDatabase, type Database } from './db.ts';
import { verificationCode } from './documents/code.ts';
import { openPress } from './documents/press.ts';
import { createAlmanac, type Almanac } from './engine/almanac.ts';
import { createAnchors, type Anchors } from './engine/anchor.ts';
import { createCases, type Cases } from './engine/cases.ts';
import { createOutbox, type Outbox } from './engine/outbox.ts';
import { createTimers, type Timers } from './engine/timers.ts';
import { folderStore, type FileStore } from './files/store.ts';
import { smtpMailer, type Mailer } from './notices/mail.ts';
import { mailboxMailer } from './mailbox.ts';
import { createPerform } from './perform.ts';
import { startPostgres } from './postgres/supervisor.ts';

export type Parts = {
  config: Config;
  clock: Clock;
  database: Database;
  almanac: Almanac;
  anchors: Anchors;
  cases: Cases;
  files: FileStore;
  mailer: Mailer;
  outbox: Outbox;
  timers: Timers;
  /** Address of the database, for people's own tools. */
  url: string;
  close(): Promise<void>;
};

/** Starts the database when it is our own, brings the schema up to date, and opens everything on it. */
export async function openParts(
  config: Config,
  poolSize: number,
  queryTimeoutMs?: number,
): Promise<Parts> {
  const server = config.databaseUrl ? undefined : await startPostgres({ dataDir: config.dataDir });
  const url = config.databaseUrl ?? (server as { url: string }).url;
  try {
    await migrate(url);
    const database = await openDatabase(url, poolSize, queryTimeoutMs);
    return assemble(config, url, database, async () => server?.stop());
  } catch (error) {
    await server?.stop();
    throw error;
  }
}

function assemble(
  config: Config,
  url: string,
  database: Database,
  stopServer: () => Promise<void>,
): Parts {
  const clock = systemClock();
  const { knex, pool } = database;
  const almanac = createAlmanac(knex);
  const anchors = createAnchors(knex, clock, config.auditAnchorDir);
  const newCode = (): string => verificationCode(randomBytes(16));
  const { fresh: mayCertify } = anchors;
  const cases = createCases({ pool, knex, clock, almanac, newCode, mayCertify });
  const files = folderStore(config.files.folder);
  const mailer = mailerOf(config, database, clock);
  const press = openPress();
  const { publicUrl } = config;
  const perform = createPerform({ press, knex, clock, cases, mailer, files, publicUrl });
  const outbox = createOutbox(knex, clock, workerName(), perform);
  const timers = createTimers(knex, clock, cases);
  const close = async (): Promise<void> => {
    await cases.idle();
    mailer.close();
    await press.close();
    await database.close();
    await stopServer();
  };
  const parts = { config, clock, database, almanac, anchors, cases, files, mailer };
  return { ...parts, outbox, timers, url, close };
}

/** With letters of its own: after a restart in a container the process has the same number again. */
function workerName(): string {
  return `${hostname()}/${process.pid}/${randomBytes(4).toString('hex')}`;
}

function mailerOf(config: Config, { knex }: Database, clock: Clock): Mailer {
  const host = new URL(config.publicUrl).hostname;
  if (config.smtpUrl === undefined) return mailboxMailer(knex, clock, host);
  return smtpMailer({ url: config.smtpUrl, from: config.mailFrom, hostname: host });
}
