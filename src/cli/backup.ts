// backup DIR and restore DIR: every table as lines of JSON from one moment, and every stored file. No pg_dump needed.
import { createHash } from 'node:crypto';
import { createReadStream, existsSync } from 'node:fs';
import { chmod, copyFile, cp, mkdir, open, readFile, readdir, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import pg from 'pg';
import type { Config } from '../config.ts';
import { logRead } from '../engine/unseal.ts';
import { openParts, type Parts } from '../parts.ts';
import { recordBackup } from '../engine/health.ts';
import { checkStored, restoreFiles, saveFiles, sizeOf } from './backup-files.ts';
import { flagsOf, report } from './report.ts';
import { emptyTables, resumeNumbering, tablesOf } from './tables.ts';

type Manifest = {
  format: 'sang-lap/backup/1';
  migrations: string[];
  /** Keys of the identifiers in the backup, told by their prints; the keys themselves are kept elsewhere. */
  keys: Record<string, string>;
  tables: Record<string, { rows: number; sha256: string }>;
};

/** In a backup only where the key was made by the service itself, outside production. */
const keyFile = 'personal-key';
const pageSize = 1_000;

/** Made, read back, and kept in mind: the page of administration and `/metrics` tell of the last one. */
export async function backup(config: Config, args: string[]): Promise<number> {
  const { values, positionals } = flagsOf(args, []);
  const folder = folderOf(positionals, 'backup');
  await mkdir(folder, { recursive: true, mode: 0o700 });
  if ((await readdir(folder)).length > 0) throw new Error(`${folder} is not empty`);
  const parts = await openParts(config, 2);
  const { knex } = parts.database;
  const about = { folder: resolve(folder), beganAt: new Date() };
  try {
    const manifest = await save(parts, folder);
    const proof = await prove(folder, manifest);
    await recordBackup(knex, { ...about, ...proof });
    report(values['json'], { ...manifest, proof }, [
      ...Object.entries(manifest.tables).map(([name, { rows }]) => `${rows}\t${name}`),
      `read back and proven: ${proof.bytes} bytes, ${proof.files} stored files`,
    ]);
    return 0;
  } catch (error) {
    const fault = error instanceof Error ? error.message : String(error);
    await recordBackup(knex, { ...about, bytes: 0, files: 0, fault }).catch(() => undefined);
    throw error;
  } finally {
    await parts.close();
  }
}

async function save(parts: Parts, folder: string): Promise<Manifest> {
  const { config, database, clock, files } = parts;
  const manifest = await dump(parts, folder);
  await saveFiles(files, join(folder, 'files'));
  await copy(config.auditAnchorDir, join(folder, 'anchors'));
  if (config.personalKeyFile) await copyFile(config.personalKeyFile, join(folder, keyFile));
  await logRead(database.knex, clock, { id: 'cli', operation: 'backup' }, null);
  await writeFile(join(folder, 'manifest.json'), `${JSON.stringify(manifest, null, 2)}\n`);
  return manifest;
}

/** Reads the whole backup from its folder. @throws Error for what is not what was written */
async function prove(
  folder: string,
  manifest: Manifest,
): Promise<{ bytes: number; files: number }> {
  await checkFiles(folder, manifest);
  await checkPapers(folder);
  const { files } = await checkStored(join(folder, 'files'));
  return { bytes: await sizeOf(folder), files };
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
      keys: printsOf(parts),
      tables: {},
    };
    for (const table of await tablesOf(client))
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
async function fill(
  { url, config, vault, files }: Parts,
  folder: string,
  manifest: Manifest,
): Promise<void> {
  const key = config.personalKeyFile && keyIn(folder);
  if (!key) checkKeysOf(vault, manifest);
  const client = new pg.Client({ connectionString: url });
  client.on('error', () => undefined);
  await client.connect();
  try {
    await checkTarget(client, manifest);
    await client.query('begin');
    const tables = await tablesOf(client);
    await emptyTables(client, tables);
    for (const table of tables.filter((name) => name in manifest.tables))
      await fillTable(client, table, join(folder, `${table}.jsonl`));
    await resumeNumbering(client);
    if (key) await copyKey(key, config.personalKeyFile);
    await restoreFiles(join(folder, 'files'), files);
    await client.query('commit');
  } finally {
    await client.end();
  }
}

function keyIn(folder: string): string | undefined {
  const file = join(folder, keyFile);
  return existsSync(file) ? file : undefined;
}

async function copyKey(from: string, to: string): Promise<void> {
  await copyFile(from, to);
  await chmod(to, 0o600);
}

function printsOf({ vault }: Pick<Parts, 'vault'>): Manifest['keys'] {
  return Object.fromEntries([...vault.prints].map(([id, print]) => [id, print.toString('hex')]));
}

/** Identifiers that cannot be opened are lost; said before anything is written. */
function checkKeysOf(vault: Parts['vault'], { keys }: Manifest): void {
  const here = printsOf({ vault });
  const other = Object.keys(keys).filter((id) => here[id] !== keys[id]);
  if (other.length > 0)
    throw new Error(
      `the identifiers in the backup are under key ${other.join(', ')}, which PERSONAL_KEY does not give`,
    );
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

/** Every paper that was issued is among the files. */
async function checkPapers(folder: string): Promise<void> {
  const input = createReadStream(join(folder, 'documents.jsonl'));
  for await (const line of createInterface({ input })) {
    const { state, path, id } = JSON.parse(line) as { state: string; path: string; id: string };
    if (state === 'issued' && !existsSync(join(folder, 'files', path)))
      throw new Error(`paper ${id} is issued, but its file ${path} is not in the store`);
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
