// Homes of the service for the command line: a database and a data folder each, new, lived in, or tampered with.
import { cpSync } from 'node:fs';
import pg from 'pg';
import { expect } from 'vitest';
import { execute, urlOf } from '../database.ts';
import { freshDatabase } from '../support.ts';
import { call, drafting, openFounding, type Place } from './calls.ts';
import { dataFolder, endAll, run, start, tokensIn, until } from './running.ts';

type Told = { code: number | null; out: string; err: string };
export type Home = { DATABASE_URL: string; DATA_DIR: string };
export type Lived = Home & { id: string };

/** Databases to remove, the youngest first: some are made from others. */
const drops: (() => Promise<void>)[] = [];

export async function home(): Promise<Home> {
  const { url, drop } = await freshDatabase();
  drops.unshift(drop);
  return { DATABASE_URL: url, DATA_DIR: dataFolder() };
}

/** A home with an empty database, without a schema. */
export async function bareHome(): Promise<Home> {
  const { DATABASE_URL, DATA_DIR } = await home();
  const url = await another(DATABASE_URL, 'template0');
  return { DATABASE_URL: url, DATA_DIR };
}

/** Makes one more database on the same server. */
async function another(databaseUrl: string, template: string): Promise<string> {
  const name = `${new URL(databaseUrl).pathname.slice(1)}_${drops.length}`;
  const server = urlOf(databaseUrl, 'postgres');
  await execute(server, `create database ${name} template ${template}`);
  drops.unshift(() => execute(server, `drop database ${name} with (force)`));
  return urlOf(databaseUrl, name);
}

/** A home in which a case has come as far as drafting, with its papers made and its journal anchored. */
export async function lived(): Promise<Lived> {
  const settings = await home();
  const service = await start(settings);
  const place: Place = { url: service.url, tokens: tokensIn(settings.DATA_DIR) };
  const founding = await openFounding(place);
  await drafting(place, founding);
  const papers = async () =>
    (await call(place, 'GET', `/api/cases/${founding.id}/documents`, { by: 'auditor' })).body.items;
  await until(async () =>
    (await papers()).every(({ state }: { state: string }) => state === 'issued'),
  );
  await service.kill();
  const anchored = await verb(settings, 'audit', 'anchor');
  expect(anchored.out).toMatch(/^anchor 1: 3 events, root [0-9a-f]{64}\n$/);
  expect((await verb(settings, 'audit', 'anchor')).out).toBe('nothing new to anchor\n');
  return { ...settings, id: founding.id };
}

/** A home once more, after what a superuser does to its database. */
export async function tampered(old: Home, ...statements: string[]): Promise<Home> {
  const template = new URL(old.DATABASE_URL).pathname.slice(1);
  const settings = {
    DATABASE_URL: await another(old.DATABASE_URL, template),
    DATA_DIR: dataFolder(),
  };
  cpSync(old.DATA_DIR, settings.DATA_DIR, { recursive: true });
  const client = new pg.Client({ connectionString: settings.DATABASE_URL });
  await client.connect();
  try {
    await client.query('set session_replication_role = replica');
    for (const statement of statements) await client.query(statement);
  } finally {
    await client.end();
  }
  return settings;
}

/** Runs a verb of the command line there. */
export const verb = (settings: Home, ...args: string[]): Promise<Told> => run(args, settings);
export const json = ({ out }: Told) => JSON.parse(out);

export async function leaveHomes(): Promise<void> {
  await endAll();
  for (const drop of drops.splice(0)) await drop();
}
