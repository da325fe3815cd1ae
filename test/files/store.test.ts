// The stores of files: what both promise, in a folder and in a bucket; what becomes of what nobody knows any more.
import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { mkdtemp, readdir, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openDatabase, type Database } from '../../src/db.ts';
import { folderStore } from '../../src/files/folder.ts';
import { createStaging, type Staging } from '../../src/files/staging.ts';
import { pathOf, type FileStore } from '../../src/files/store.ts';
import { sweep } from '../../src/files/sweep.ts';
import { Problem } from '../../src/problem.ts';
import { freshDatabase, type TestDatabase } from '../support.ts';
import { startS3, type TestBucket } from './s3.ts';

let folder: string;
let staging: Staging;
let s3: TestBucket;
const stores: Record<string, FileStore> = {};
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sang-lap-store-'));
  staging = createStaging(join(folder, 'incoming'));
  s3 = await startS3();
  stores['a folder'] = folderStore(join(folder, 'store'));
  stores['a bucket'] = s3.store;
});
afterAll(async () => {
  await s3.close();
  await rm(folder, { recursive: true });
});

const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest();

async function pathsIn(store: FileStore): Promise<string[]> {
  const paths: string[] = [];
  for await (const { path } of store.list()) paths.push(path);
  return paths;
}

async function contentAt(store: FileStore, path: string): Promise<Buffer | undefined> {
  const content = await store.read(path);
  return content && buffer(content);
}

describe.each(['a folder', 'a bucket'])('%s', (name) => {
  it('keeps bytes under their hash and gives them back', async () => {
    const store = stores[name] as FileStore;
    const bytes = randomBytes(100_000);
    const stored = await store.put(bytes);
    expect(stored).toEqual({ path: pathOf(sha256(bytes)), bytes: 100_000, sha256: sha256(bytes) });
    expect((await contentAt(store, stored.path))?.equals(bytes)).toBe(true);
    expect(await pathsIn(store)).toContain(stored.path);
  });

  it('keeps a file that came in, once, however often it comes', async () => {
    const store = stores[name] as FileStore;
    const bytes = randomBytes(9 * 1024 * 1024);
    const staged = await staging.receive(Readable.from([bytes]));
    const [one, two] = [await store.keep(staged), await store.keep(staged)];
    await staged.drop();
    expect(two).toEqual(one);
    expect((await contentAt(store, one.path))?.equals(bytes)).toBe(true);
    expect((await pathsIn(store)).filter((path) => path === one.path)).toHaveLength(1);
  });

  it('knows nothing of other paths', async () => {
    const store = stores[name] as FileStore;
    const others = [pathOf(randomBytes(32)), '../../etc/passwd', 'ab/abc', '', randomUUID()];
    for (const path of others) expect(await store.read(path)).toBeUndefined();
  });

  it('removes only what was put there before a moment', async () => {
    const store = stores[name] as FileStore;
    const { path } = await store.put(randomBytes(100));
    await store.remove(path, new Date(Date.now() - 60_000));
    expect(await contentAt(store, path)).toBeDefined();
    await store.remove(path, new Date(Date.now() + 60_000));
    expect(await contentAt(store, path)).toBeUndefined();
  });
});

describe('a bucket that is away', () => {
  it('says so instead of losing anything, and has all when it is back', async () => {
    const bytes = randomBytes(1_000);
    const { path } = await s3.store.put(bytes);
    const staged = await staging.receive(Readable.from([randomBytes(500)]));
    await s3.away();
    const { store } = s3;
    const calls = [() => store.put(bytes), () => store.keep(staged), () => store.read(path)];
    for (const call of calls) {
      const error = await call().catch((caught: unknown) => caught);
      expect(error).toBeInstanceOf(Problem);
      expect(error).toMatchObject({ code: 'unavailable', extra: { retryAfterSeconds: 10 } });
    }
    await s3.back();
    expect((await contentAt(s3.store, path))?.equals(bytes)).toBe(true);
    expect((await s3.store.keep(staged)).bytes).toBe(500);
    await staged.drop();
  });
});

describe('the folder of incoming files', () => {
  it('keeps nothing of what fails on its way', async () => {
    const cut = Readable.from(
      (function* () {
        yield Buffer.from('x');
        throw new Problem('malformed');
      })(),
    );
    await expect(staging.receive(cut)).rejects.toEqual(
      expect.objectContaining({ code: 'malformed' }),
    );
    expect(await readdir(staging.folder)).toEqual([]);
  });

  it('is unavailable when the disk is', async () => {
    await writeFile(join(folder, 'no-folder'), '');
    const broken = createStaging(join(folder, 'no-folder'));
    const call = broken.receive(Readable.from([Buffer.from('x')]));
    await expect(call).rejects.toEqual(expect.objectContaining({ code: 'unavailable' }));
  });
});

describe('sweeping', () => {
  let template: TestDatabase;
  let database: Database;
  beforeAll(async () => {
    template = await freshDatabase();
    database = await openDatabase(template.url, 2);
  });
  afterAll(async () => {
    await database.close();
    await template.drop();
  });

  it('clears what was never acknowledged and what nothing refers to, and nothing else', async () => {
    const store = folderStore(join(folder, 'swept'));
    const place = createStaging(join(folder, 'swept-incoming'));
    const { knex } = database;
    const alliance = randomUUID();
    await knex('alliances').insert({
      id: alliance,
      slug: 'x',
      name: 'x',
      abbreviation: 'x',
      place: 'x',
    });
    const now = Date.now();
    const days = (count: number) => new Date(now - count * 24 * 60 * 60_000);
    const put = async (age: number): Promise<{ path: string; sha256: Buffer }> => {
      const stored = await store.put(randomBytes(50));
      await utimes(join(folder, 'swept', stored.path), days(age), days(age));
      return stored;
    };
    const row = (content: { sha256: Buffer }, more: object, version = 1) => ({
      id: randomUUID(), case_id: randomUUID(), alliance_id: alliance, slot: 'OTHER', version, name: 'a.pdf',
      type: 'application/pdf', bytes: 50, sha256: content.sha256, state: 'available', sent_by: 'x', sent_at: days(40), ...more,
    }); // prettier-ignore
    const [known, paper, young, orphan] = [
      await put(9),
      await put(9),
      await put(0.5),
      await put(9),
    ];
    const [withdrawn, lately, handedIn] = [await put(40), await put(40), await put(40)];
    const event = row(handedIn, { withdrawn_at: days(35) });
    await knex('files').insert([
      row(known, {}),
      row(withdrawn, { withdrawn_at: days(35) }),
      row(lately, { withdrawn_at: days(3) }),
      event,
    ]);
    await knex('case_events').insert({
      case_id: event.case_id, version: 1, event_id: randomUUID(), type: 'FILE', actor_id: 'x', occurred_on: '2026-01-01',
      at: days(40), prev_hash: Buffer.alloc(32), hash: Buffer.alloc(32),
      canonical: JSON.stringify({ found: { files: [{ id: event.id, slot: 'OTHER' }] } }),
    }); // prettier-ignore
    await knex('documents').insert({
      id: `${randomUUID()}/1/0`, case_id: randomUUID(), alliance_id: alliance, kind: 'TB', title: {}, code: 'x', data: {},
      issued_on: '2026-01-01', state: 'issued', path: paper.path, bytes: 50, sha256: paper.sha256,
    }); // prettier-ignore
    const [stale, fresh] = [
      await place.receive(Readable.from([Buffer.from('x')])),
      await place.receive(Readable.from([Buffer.from('y')])),
    ];
    await utimes(stale.place, days(1), days(1));
    expect(await sweep({ knex, store, staging: place }, now)).toEqual({ incoming: 1, orphans: 2 });
    expect((await pathsIn(store)).toSorted()).toEqual(
      [known, paper, young, lately, handedIn].map(({ path }) => path).toSorted(),
    );
    expect(await store.read(orphan.path)).toBeUndefined();
    expect(await readdir(place.folder)).toEqual([fresh.place.split('/').at(-1)]);
  });
});
