// One throw-away PostgreSQL for the whole test run, with a migrated database to clone.
// TEST_DATABASE_URL (an owner's login that may create databases) uses another server instead.
import { randomBytes } from 'node:crypto';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import type { TestProject } from 'vitest/node';
import { migrate } from '../src/db.ts';
import { startPostgres, type Postgres } from '../src/postgres/supervisor.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    /** Owner's login to the server, and the migrated database to clone, or why there is none. */
    testServer: { url: string; template: string; fault?: string };
  }
}

/** Vitest's global set-up; what it returns clears everything away. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const given = process.env['TEST_DATABASE_URL'];
  const server = given ? { url: given, stop: () => Promise.resolve() } : await startServer();
  const template = `sang_lap_template_${randomBytes(6).toString('hex')}`;
  await execute(server.url, `create database ${template}`);
  // A broken migration fails the tests that need a database, not the pure ones.
  const fault = await migrate(urlOf(server.url, template)).then(
    () => undefined,
    (error: unknown) => String(error).split('\n').at(-1)?.trim(),
  );
  project.provide('testServer', { url: server.url, template, ...(fault && { fault }) });
  return async () => {
    if (given) await execute(server.url, `drop database ${template} with (force)`);
    await server.stop();
  };
}

/** Runs one statement on a connection of its own. */
export async function execute(url: string, sql: string): Promise<void> {
  const client = new Client({ connectionString: url });
  client.on('error', () => {});
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}

/** The same server and login, another database. */
export function urlOf(serverUrl: string, database: string): string {
  const url = new URL(serverUrl);
  url.pathname = `/${database}`;
  return url.href;
}

async function startServer(): Promise<Postgres> {
  const folder = mkdtempSync(join(tmpdir(), 'sang-lap-test-'));
  chmodSync(folder, 0o755); // Open to the account that runs the server for root.
  const postgres = await startPostgres({ dataDir: folder });
  const stop = async () => {
    await postgres.stop();
    rmSync(folder, { recursive: true });
  };
  return { url: postgres.url, stop };
}
