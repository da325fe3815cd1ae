// Connections to PostgreSQL: a raw pool for the commit path, Knex for the rest, both with limits on waiting, and
// the migrations.
import { readdirSync } from 'node:fs';
import knex, { type Knex } from 'knex';
import pg from 'pg';
import { Problem } from './problem.ts';

export type Tx = Knex.Transaction;

/** Raw pool, Knex, and how to close both. */
export type Database = { pool: pg.Pool; knex: Knex; close(): Promise<void> };

const appRole = 'sang_lap_app';
const migrationLock = 7_246_135;
/** Local dates stay texts; counters are numbers. */
pg.types.setTypeParser(pg.types.builtins.DATE, (text) => text);
pg.types.setTypeParser(pg.types.builtins.INT8, Number);

/** Compiling a query takes longer than any of ours runs. */
const limits =
  '-c jit=off -c lock_timeout=4000 -c idle_in_transaction_session_timeout=20000 -c statement_timeout=30000 -c TimeZone=UTC';

/**
 * For the commit path, whose statements are prepared: a plan made while a table is still small would read all of it,
 * and be kept while it grows.
 */
const byIndex = '-c enable_seqscan=off';

const patienceMs = 35_000;
/** Whoever asked gets the error; Knex would also write it to the terminal. */
const untold = { warn: () => undefined, error: () => undefined };

/**
 * Opens the pools. Connections work as the role that may only add to the journal, where that role exists.
 * @param size connections of each pool
 * @param queryTimeoutMs after which an answer is no longer waited for: a line may be dead without being cut
 */
export async function openDatabase(
  url: string,
  size: number,
  queryTimeoutMs = patienceMs,
): Promise<Database> {
  const role = (await roleExists(url)) ? ` -c role=${appRole}` : '';
  const connection = {
    connectionString: url,
    options: limits + role,
    connectionTimeoutMillis: 5_000,
    query_timeout: queryTimeoutMs,
    keepAlive: true,
  };
  const pool = new pg.Pool({
    ...connection,
    options: `${connection.options} ${byIndex}`,
    max: size,
    idleTimeoutMillis: 30_000,
    allowExitOnIdle: false,
  });
  // Without a listener a cut connection would end the process, idle or checked out.
  pool.on('error', () => undefined);
  pool.on('connect', (client) => client.on('error', () => undefined));
  const db = knex({
    client: 'pg',
    connection,
    pool: { min: 0, max: size, afterCreate: giveUpWhenSilent },
    acquireConnectionTimeout: 5_000,
    log: untold,
  });
  return {
    pool,
    knex: db,
    close: async () => {
      await Promise.allSettled([pool.end(), db.destroy()]);
    },
  };
}

type Told = (error: Error | null, result: unknown) => void;
type Line = {
  query(config: unknown, told?: Told): unknown;
  emit(event: 'error', error: Error): void;
};

/** A line on which an answer stayed away is not used again; Knex drops one that has told of an error. */
function giveUpWhenSilent(line: Line, done: (error: null, line: Line) => void): void {
  const query = line.query.bind(line);
  line.query = (config, told) => {
    if (!told) return query(config);
    return query(config, (error, result) => {
      if (error && isSilence(error)) line.emit('error', error);
      told(error, result);
    });
  };
  done(null, line);
}

function isSilence({ message }: Error): boolean {
  return message === 'Query read timeout';
}

async function roleExists(url: string): Promise<boolean> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5_000 });
  client.on('error', () => undefined);
  await client.connect();
  try {
    const { rows } = await client.query<{ may: boolean }>(
      `select pg_has_role(current_user, oid, 'member') as may from pg_roles where rolname = $1`,
      [appRole],
    );
    return rows[0]?.may ?? false;
  } finally {
    await client.end();
  }
}

/** Brings the schema to the newest version; returns the names of the migrations that ran. */
export async function migrate(url: string): Promise<string[]> {
  return withMigrations(url, async (db) => {
    // Several processes may start at once: the first migrates, the others wait and find nothing to do.
    await db.raw('select pg_advisory_lock(?)', [migrationLock]);
    const [, names] = (await db.migrate.latest()) as [number, string[]];
    return names;
  });
}

/** Names of migrations done and of those still to run. */
export async function migrationStatus(url: string): Promise<{ done: string[]; pending: string[] }> {
  return withMigrations(url, async (db) => {
    const [done, pending] = (await db.migrate.list()) as [{ name: string }[], { file: string }[]];
    return { done: done.map(({ name }) => name), pending: pending.map(({ file }) => file) };
  });
}

const migrations = new URL('../migrations', import.meta.url);

/** Names of the migrations that this version of the service brings. */
export function migrationNames(): string[] {
  return readdirSync(migrations).filter((name) => name.endsWith('.ts'));
}

async function withMigrations<T>(url: string, work: (db: Knex) => Promise<T>): Promise<T> {
  const db = knex({
    client: 'pg',
    connection: url,
    pool: { min: 1, max: 2 },
    migrations: { directory: migrations.pathname, loadExtensions: ['.ts'] },
  });
  try {
    return await work(db);
  } finally {
    await db.destroy();
  }
}

/** The problem a caller is told of when the database is away or a lock cannot be had; undefined for other errors. */
export function databaseProblem(error: unknown): Problem | undefined {
  const { code = '', message = '' } = error as { code?: string; message?: string };
  if (code === '55P03' || code === '57014')
    return new Problem('busy', { retryAfterSeconds: 1 }, { cause: error });
  const away =
    /^(08|57P|53300|ECONN|EPIPE|ETIMEDOUT|ENOENT)/.test(code) ||
    /timeout expired|Query read timeout|Connection terminated|timeout exceeded when trying to connect|Timeout acquiring a connection|connection (error|ended)/i.test(
      message,
    );
  return away ? new Problem('unavailable', { retryAfterSeconds: 2 }, { cause: error }) : undefined;
}
