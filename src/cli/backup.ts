// backup DIR and restore DIR: every table as lines of JSON from one moment, and every stored file. No pg_dump needed.
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { cp, mkdir, open, readFile, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import pg from 'pg';
import type { Config } from '../config.ts';
import { openParts, type Parts } from '../parts.ts';
import { flagsOf, report } from './report.ts';

/** In the order they can be filled: what is referred to first. */
const tables = [
  'alliances', 'accounts', 'api_tokens', 'calendars', 'settings', 'cooperatives', 'registers', 'cases', 'case_events',
  'person_rows', 'idempotency', 'timers', 'outbox', 'work_items', 'documents', 'certificates', 'votes', 'dev_mailbox',
  'dev_clock', 'anchors',
] as const; // prettier-ignore

type Manifest = {
  format: 'sang-lap/backup/1';
  migrations: string[];
  tables: Record<string, { rows: number; sha256: string }>;
};

const pageSize = 1_000;

export async function backup(config: Config, args: string[]): Promise<number> {
  const { values, positionals } = flagsOf(args, []);
  const folder = folderOf(positionals, 'backup');
  await mkdir(folder, { recursive: true, mode: 0o700 });
  if ((await readdir(folder)).length > 0) throw new Error(`${folder} is not empty`);
  const parts = await openParts(config, 2);
  try {
    const manifest = await dump(parts, folder);
    await copy(config.files.folder, join(folder, 'files'));
    await copy(config.auditAnchorDir, join(folder, 'anchors'));
    await writeFile(join(folder, 'manifest.json'), `${JSON.stringify(manifest, null, 2)}\n`);
    report(
      values['json'],
      manifest,
      Object.entries(manifest.tables).map(([name, { rows }]) => `${rows}\t${name}`),
    );
    return 0;
  } finally {
    await parts.close();
  }
}

async function dump(parts: Parts, folder: string): Promise<Manifest> {
  const client = new pg.Client({ connectionString: parts.url });
  client.on('error', () => undefined);
  await client.connect();
  try {
    await client.query('begin isolation level repeatable read read only');
    const manifest: Manifest = {
      format: 'sang-lap/backup/1',
      migrations: await migrationsOf(client),
      tables: {},
    };
    for (const table of tables)
      manifest.tables[table] = await dumpTable(client, table, join(folder, `${table}.jsonl`));
    await client.query('commit');
    return manifest;
  } finally {
    await client.end();
  }
}

async function dumpTable(
  client: pg.Client,
  table: string,
  path: string,
): Promise<{ rows: number; sha256: string }> {
  const file = await open(path, 'wx', 0o600);
  const hash = createHash('sha256');
  let rows = 0;
  try {
    await client.query(
      `declare all_rows no scroll cursor for select to_jsonb(t)::text as line from ${table} t`,
    );
    for (;;) {
      const { rows: batch } = await client.query<{ line: string }>(
        `fetch ${pageSize} from all_rows`,
      );
      if (batch.length === 0) break;
      const text = batch.map(({ line }) => `${line}\n`).join('');
      await file.write(text);
      hash.update(text);
      rows += batch.length;
    }
    await client.query('close all_rows');
    await file.sync();
  } finally {
    await file.close();
  }
  return { rows, sha256: hash.digest('hex') };
}

export async function restore(config: Config, args: string[]): Promise<number> {
  const { values, positionals } = flagsOf(args, []);
  const folder = folderOf(positionals, 'restore');
  const manifest = JSON.parse(await readFile(join(folder, 'manifest.json'), 'utf8')) as Manifest;
  if (manifest.format !== 'sang-lap/backup/1')
    throw new Error(`${folder} is not a backup of this product`);
  await checkFiles(folder, manifest);
  const parts = await openParts(config, 2);
  try {
    await fill(parts, folder, manifest);
    await copy(join(folder, 'anchors'), config.auditAnchorDir);
    report(values['json'], manifest, [
      `restored ${manifest.tables['cases']?.rows ?? 0} cases, ${manifest.tables['case_events']?.rows ?? 0} events`,
    ]);
    return 0;
  } finally {
    await parts.close();
  }
}

/** All tables in one transaction; the files are there before it ends. */
async function fill({ url, config }: Parts, folder: string, manifest: Manifest): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  client.on('error', () => undefined);
  await client.connect();
  try {
    await checkTarget(client, manifest);
    await client.query('begin');
    await client.query(
      'delete from api_tokens; delete from accounts; delete from calendars; delete from alliances; delete from settings',
    );
    for (const table of tables.filter((name) => name in manifest.tables))
      await fillTable(client, table, join(folder, `${table}.jsonl`));
    await client.query(
      `select setval(pg_get_serial_sequence('case_events', 'seq'), greatest(1, (select max(seq) from case_events)))`,
    );
    await copy(join(folder, 'files'), config.files.folder);
    await client.query('commit');
  } finally {
    await client.end();
  }
}

async function checkTarget(client: pg.Client, manifest: Manifest): Promise<void> {
  const { rows } = await client.query<{ n: number }>('select count(*) as n from cases');
  if (Number(rows[0]?.n) > 0) throw new Error('the database is not empty; restore into a new one');
  const here = await migrationsOf(client);
  if (here.join() !== manifest.migrations.join())
    throw new Error(`the backup is of another schema: ${manifest.migrations.join(', ')}`);
}

/** Nothing is restored from a backup that was changed or cut short. */
async function checkFiles(folder: string, manifest: Manifest): Promise<void> {
  for (const [table, { sha256 }] of Object.entries(manifest.tables)) {
    const hash = createHash('sha256');
    for await (const chunk of createReadStream(join(folder, `${table}.jsonl`)))
      hash.update(chunk as Buffer);
    if (hash.digest('hex') !== sha256)
      throw new Error(`${table}.jsonl has changed since the backup`);
  }
}

async function fillTable(client: pg.Client, table: string, path: string): Promise<void> {
  let batch: string[] = [];
  const flush = async (): Promise<void> => {
    if (batch.length === 0) return;
    await client.query(
      `insert into ${table} overriding system value select * from jsonb_populate_recordset(null::${table}, $1::jsonb)`,
      [`[${batch.join(',')}]`],
    );
    batch = [];
  };
  for await (const line of createInterface({ input: createReadStream(path) })) {
    batch.push(line);
    if (batch.length >= pageSize) await flush();
  }
  await flush();
}

async function migrationsOf(client: pg.Client): Promise<string[]> {
  const { rows } = await client.query<{ name: string }>(
    'select name from knex_migrations order by id',
  );
  return rows.map(({ name }) => name);
}

function folderOf(positionals: string[], verb: string): string {
  const [folder] = positionals;
  if (!folder) throw new Error(`usage: ${verb} DIR`);
  return folder;
}

/** What is there already stays; a source that is missing is nothing to copy. */
async function copy(from: string, to: string): Promise<void> {
  await cp(from, to, { recursive: true, force: false }).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'ENOENT') throw error;
  });
}
