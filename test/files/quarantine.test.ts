// Files in quarantine: let out or deleted by the operator, with the reason kept for good.
import { randomBytes, randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openDatabase, type Database } from '../../src/db.ts';
import { folderStore } from '../../src/files/folder.ts';
import { quarantined, rule } from '../../src/files/quarantine.ts';
import type { FileStore } from '../../src/files/store.ts';
import { freshDatabase, type TestDatabase } from '../support.ts';

let template: TestDatabase;
let database: Database;
let folder: string;
let store: FileStore;
const alliance = randomUUID();

beforeAll(async () => {
  template = await freshDatabase();
  database = await openDatabase(template.url, 2);
  folder = await mkdtemp(join(tmpdir(), 'sang-lap-quarantine-'));
  store = folderStore(folder);
  const named = { slug: 'x', name: 'x', abbreviation: 'x', place: 'x' };
  await database.knex('alliances').insert({ id: alliance, ...named });
});
afterAll(async () => {
  await database.close();
  await template.drop();
  await rm(folder, { recursive: true });
});

async function caught(bytes: Buffer): Promise<{ id: string; path: string }> {
  const { sha256, path } = await store.put(bytes);
  const id = randomUUID();
  const file = { name: 'a.pdf', type: 'application/pdf', bytes: 50, sha256, slot: 'OTHER' };
  const from = { case_id: randomUUID(), alliance_id: alliance, sent_by: 'x', sent_at: new Date() };
  const state = { state: 'quarantined', refusal: 'virus', version: 1 };
  await database.knex('files').insert({ id, ...file, ...from, ...state });
  return { id, path };
}

const ruling = (fileId: string, what: 'released' | 'deleted') =>
  rule(database.knex, store, {
    fileId,
    ruling: what,
    reason: 'Máy quét nhầm',
    by: 'hoa',
    at: '2026-03-02T02:00:00.000Z',
  });
const isThere = async (path: string): Promise<boolean> => {
  const content = await store.read(path);
  content?.destroy();
  return content !== undefined;
};
const idsHeld = async () => (await quarantined(database.knex)).map(({ id }) => id);

it('is let out once, with who did it and why', async () => {
  const { id, path } = await caught(randomBytes(50));
  expect(await idsHeld()).toEqual([id]);
  expect(await ruling(id, 'released')).toBe(true);
  const row = await database.knex('files').where({ id }).first();
  expect(row).toMatchObject({ state: 'available', refusal: null, version: 1 });
  expect(await isThere(path)).toBe(true);
  expect(await idsHeld()).toEqual([]);
  expect([await ruling(id, 'released'), await ruling(id, 'deleted')]).toEqual([false, false]);
  const kept = await database.knex('file_rulings').where({ file_id: id });
  expect(kept).toMatchObject([{ ruling: 'released', reason: 'Máy quét nhầm', made_by: 'hoa' }]);
  await expect(database.knex('file_rulings').delete()).rejects.toThrow(/append-only|permission/);
});

it('is deleted with its bytes, unless the same bytes are kept elsewhere', async () => {
  const bytes = randomBytes(50);
  const [one, other] = [await caught(bytes), await caught(bytes)];
  expect(await ruling(one.id, 'deleted')).toBe(true);
  expect(await isThere(one.path)).toBe(true);
  expect(await idsHeld()).toEqual([other.id]);
  expect(await ruling(other.id, 'deleted')).toBe(true);
  expect(await isThere(one.path)).toBe(false);
  expect(await database.knex('files').where({ id: one.id }).first()).toMatchObject({
    state: 'quarantined',
    withdrawn_at: expect.any(Date) as Date,
  });
});
