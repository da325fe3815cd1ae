// Puts the parts of the service together by hand: what the web, the worker and the command line share.
import { hostname } from 'node:os';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { randomBytes } from 'node:crypto';
import type { Config } from './config.ts';
import { createSignIn, type SignIn } from './accounts/sign-in/sign-in.ts';
import { realTime, systemClock, type Clock } from './clock.ts';
import { migrate, openDatabase, type Database } from './db.ts';
import { verificationCode } from './documents/code.ts';
import { openPress } from './documents/press.ts';
import { createAlmanac, type Almanac } from './engine/almanac.ts';
import { createAnchors, type Anchors } from './engine/anchor.ts';
import { createCases, type Cases } from './engine/cases.ts';
import { checkKeys, renewRows } from './engine/keys.ts';
import { createOutbox, type Outbox } from './engine/outbox.ts';
import { createTimers, type Timers } from './engine/timers.ts';
import { createUnseal, type Unseal } from './engine/unseal.ts';
import { folderStore } from './files/folder.ts';
import { zipDossier as zip, type DossierAbout, type DossierEntry } from './files/dossier.ts';
import { bucketStore } from './files/bucket.ts';
import { createIntake, type Intake } from './files/intake.ts';
import { clamd, type Scanner } from './files/scanner.ts';
import { createStaging, type Staging } from './files/staging.ts';
import type { FileStore } from './files/store.ts';
import { openWorkbench, type Workbench } from './files/workbench.ts';
import type { Channel } from './notices/channel.ts';
import { smtpMailer } from './notices/mail.ts';
import { mailboxMailer } from './mailbox.ts';
import { createPerform } from './perform.ts';
import { inkFor, type SigningInk } from './signing.ts';
import { startPostgres } from './postgres/supervisor.ts';
import { createVault, type Vault } from './vault.ts';

type ZipDossier = (about: DossierAbout, entries: readonly DossierEntry[]) => Promise<Readable>;

/** How what people send in is taken. */
type Incoming = {
  intake: Intake;
  staging: Staging;
  /** Absent: files are not scanned. */
  scanner: Scanner | undefined;
  zipDossier: ZipDossier;
};

export type Parts = {
  /** Of this process: the machine, its number, letters. */
  name: string;
  config: Config;
  clock: Clock;
  database: Database;
  almanac: Almanac;
  anchors: Anchors;
  cases: Cases;
  files: FileStore;
  incoming: Incoming;
  mailer: Channel;
  /** What papers are signed with; opened at the first question. */
  ink: () => Promise<SigningInk>;
  outbox: Outbox;
  timers: Timers;
  unseal: Unseal;
  signIn: SignIn;
  vault: Vault;
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
    return await assemble(config, url, database, async () => server?.stop());
  } catch (error) {
    await server?.stop();
    throw error;
  }
}

async function assemble(
  config: Config,
  url: string,
  database: Database,
  stopServer: () => Promise<void>,
): Promise<Parts> {
  const clock = systemClock();
  const { knex, pool } = database;
  const vault = await openVault(config, database);
  const almanac = createAlmanac(knex);
  const anchors = createAnchors(knex, clock, config.auditAnchorDir);
  const newCode = (): string => verificationCode(randomBytes(16));
  const { fresh: mayCertify } = anchors;
  const cases = createCases({ pool, knex, clock, almanac, newCode, vault, mayCertify });
  const unseal = createUnseal(knex, vault, clock);
  const { files, incoming, workbench } = filesOf(config);
  const mailer = mailerOf(config, database, clock);
  const ink = inkFor(config);
  const press = openPress(ink);
  const { publicUrl, mailFrom } = config;
  const signIn = signInOf(config, database, clock);
  const { letters } = signIn;
  const shared = { knex, clock, cases, unseal, vault, mailer, files, letters };
  const issuing = { press, ink, publicUrl, ownSigning: config.signerRoots.length > 0 };
  const perform = createPerform({ ...issuing, mailFrom, almanac, ...shared });
  const name = processName();
  const outbox = createOutbox(knex, clock, name, perform);
  const timers = createTimers(knex, clock, cases);
  const close = async (): Promise<void> => {
    await cases.idle();
    mailer.close();
    await press.close();
    await workbench.close();
    files.close?.();
    await database.close();
    await stopServer();
  };
  const parts = { config, clock, database, almanac, anchors, cases, files, incoming, mailer, ink };
  return { name, ...parts, outbox, timers, unseal, vault, signIn, url, close };
}

function signInOf(
  { sessionKeys, publicUrl, oidc: provider }: Config,
  { knex: db }: Database,
  clock: Clock,
): SignIn {
  return createSignIn({ db, secrets: sessionKeys, publicUrl, provider, now: realTime(clock) });
}

/** With the wrong keys nothing starts: new rows could not be told from old ones. */
async function openVault(config: Config, database: Database): Promise<Vault> {
  const vault = createVault(config.personalKeys);
  try {
    await checkKeys(database.knex, vault);
    await renewRows(database.knex, vault, 'clear');
    return vault;
  } catch (error) {
    await database.close();
    throw error;
  }
}

type Filing = Pick<Parts, 'files' | 'incoming'> & { workbench: Workbench };

function filesOf({ files, dataDir, clamdAddr }: Config): Filing {
  const store = 'folder' in files ? folderStore(files.folder) : bucketStore(files);
  const staging = createStaging(join(dataDir, 'incoming'));
  const workbench = openWorkbench(staging.folder);
  const scanner = clamdAddr && clamd(clamdAddr);
  const intake = createIntake({ staging, workbench, store, scanner });
  const zipDossier: ZipDossier = (about, entries) =>
    zip({ store, staging, workbench }, about, entries);
  return { files: store, workbench, incoming: { intake, staging, scanner, zipDossier } };
}

/** With letters of its own: after a restart in a container the process has the same number again. */
function processName(): string {
  return `${hostname()}/${process.pid}/${randomBytes(4).toString('hex')}`;
}

function mailerOf(config: Config, { knex }: Database, clock: Clock): Channel {
  const host = new URL(config.publicUrl).hostname;
  if (config.smtpUrl === undefined) return mailboxMailer(knex, clock, host);
  return smtpMailer({ url: config.smtpUrl, from: config.mailFrom, hostname: host });
}
