// Every verb of the command line, as people call it.
import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { freshDatabase } from '../support.ts';
import { execute, urlOf } from '../database.ts';
import { call, drafting, idOf, openFounding, type Place } from './calls.ts';
import { dataFolder, endAll, run, start, tokensIn, until } from './running.ts';

type Told = { code: number | null; out: string; err: string };
type Home = { DATABASE_URL: string; DATA_DIR: string };

const drops: (() => Promise<void>)[] = [];

async function home(): Promise<Home> {
  const { url, drop } = await freshDatabase();
  drops.push(drop);
  return { DATABASE_URL: url, DATA_DIR: dataFolder() };
}

/** A home in which a case has come as far as drafting, with its papers made and its journal anchored. */
async function lived(): Promise<Home & { id: string }> {
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

let old: Home & { id: string };
beforeAll(async () => {
  old = await lived();
});

/** The old home once more, after what a superuser does to its database. */
async function changedBy(...statements: string[]): Promise<Home> {
  const template = new URL(old.DATABASE_URL).pathname.slice(1);
  const name = `${template}_${drops.length}`;
  const server = urlOf(old.DATABASE_URL, 'postgres');
  await execute(server, `create database ${name} template ${template}`);
  drops.unshift(() => execute(server, `drop database ${name} with (force)`));
  const settings = { DATABASE_URL: urlOf(old.DATABASE_URL, name), DATA_DIR: dataFolder() };
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

const verb = (settings: Home, ...args: string[]): Promise<Told> => run(args, settings);
const json = ({ out }: Told) => JSON.parse(out);

afterAll(async () => {
  await endAll();
  for (const drop of drops) await drop();
});

describe('migrate', () => {
  it('tells what ran, then that nothing is left', async () => {
    const { DATABASE_URL, DATA_DIR } = await home();
    const name = `${new URL(DATABASE_URL).pathname.slice(1)}_empty`;
    await execute(DATABASE_URL, `create database ${name}`);
    drops.unshift(() => execute(DATABASE_URL, `drop database ${name} with (force)`));
    const settings = { DATABASE_URL: urlOf(DATABASE_URL, name), DATA_DIR };
    const before = json(await verb(settings, 'migrate', '--status', '--json'));
    expect(before.done).toEqual([]);
    expect(before.pending.length).toBeGreaterThan(2);
    expect(json(await verb(settings, 'migrate', '--json'))).toEqual({ ran: before.pending });
    expect(await verb(settings, 'migrate')).toEqual({
      code: 0,
      err: '',
      out: 'the schema is up to date\n',
    });
    const after = await verb(settings, 'migrate', '--status');
    expect(after.out.trimEnd().split('\n')).toEqual(
      before.pending.map((each: string) => `done     ${each}`),
    );
  });
});

describe('user and token', () => {
  it('make an account and a token that opens the door, and close it again', async () => {
    const settings = await home();
    const args = ['--email', 'Hoa@Example.vn', '--role', 'staff', '--name', 'Nguyễn Thị Hoa'];
    const made = json(await verb(settings, 'user', 'create', ...args, '--json'));
    expect(made).toMatchObject({
      email: 'hoa@example.vn',
      roles: ['staff'],
      name: 'Nguyễn Thị Hoa',
    });
    const again = await verb(settings, 'user', 'create', ...args);
    expect([again.code, again.out]).toEqual([1, '']);
    expect(again.err).toContain('hoa@example.vn');
    const unknown = await verb(
      settings,
      'user',
      'create',
      '--email',
      'a@b.vn',
      '--role',
      'king',
      '--name',
      'A',
    );
    expect([unknown.code, unknown.err]).toEqual([1, expect.stringContaining('king')]);

    const shown = await verb(
      settings,
      'token',
      'create',
      '--user',
      'hoa@example.vn',
      '--label',
      'máy quét',
    );
    expect(shown).toMatchObject({ code: 0, out: expect.stringMatching(/^slt_[\w-]{43}\n$/) });
    const service = await start(settings);
    const me = () =>
      fetch(`${service.url}/api/me`, { headers: { authorization: `Bearer ${shown.out.trim()}` } });
    expect(await (await me()).json()).toMatchObject({ id: made.id, name: 'Nguyễn Thị Hoa' });

    expect((await verb(settings, 'user', 'disable', '--email', 'hoa@example.vn')).out).toBe(
      'hoa@example.vn is disabled\n',
    );
    await until(async () => (await me()).status === 401, 5_000);
    const twice = json(
      await verb(settings, 'user', 'disable', '--email', 'hoa@example.vn', '--json'),
    );
    expect(twice).toEqual({ email: 'hoa@example.vn', disabled: false });
    const listed = json(await verb(settings, 'user', 'list', '--json'));
    expect(listed.find(({ id }: { id: string }) => id === made.id).disabledAt).toMatch(/^\d{4}-/);
    const late = await verb(
      settings,
      'token',
      'create',
      '--user',
      'hoa@example.vn',
      '--label',
      'x',
    );
    expect([late.code, late.err]).toEqual([1, expect.stringContaining('disabled')]);
  });

  it.each([
    ['user', 'create', '--email', 'a@b.vn'],
    ['user', 'disable', '--email', 'nobody@example.vn'],
    ['user', 'promote'],
    ['user', 'create', '--colour', 'red'],
    ['token', 'create', '--user', 'nobody@example.vn', '--label', 'x'],
    ['token', 'burn'],
    ['replay'],
    ['audit'],
    ['outbox'],
    ['export'],
    ['export', '--case', 'not-an-id'],
    ['export', '--case', '0190a000-0000-7000-8000-000000000001'],
    ['replay', '--verify', '--case', 'not-an-id'],
    ['replay', '--verify', '--case', '0190a000-0000-7000-8000-000000000001'],
    ['backup'],
    ['restore', '/nowhere/at/all'],
  ])('%s %s %s: one line and exit code 1', async (...args) => {
    const { code, out, err } = await verb(old, ...args);
    expect([code, out]).toEqual([1, '']);
    expect(err.trimEnd().split('\n')).toHaveLength(1);
    expect(err).not.toMatch(/select|invalid input syntax|undefined/);
  });
});

describe('version', () => {
  it('names product, Node and processes', async () => {
    const told = json(await verb(await home(), 'version', '--json'));
    expect(told).toEqual({
      version: expect.stringMatching(/^\d+\.\d+\.\d+/),
      node: process.version,
      processes: expect.arrayContaining([expect.stringMatching(/^founding@\d+$/)]),
    });
  });
});

describe('export', () => {
  it('gives a case with its chain, its papers and proofs of what is anchored', async () => {
    const told = await verb(old, 'export', '--case', old.id);
    expect([told.code, told.err]).toEqual([0, '']);
    const bundle = json(told);
    expect(bundle.format).toBe('sang-lap/case/1');
    expect(bundle.events.map(({ version }: { version: number }) => version)).toEqual([1, 2, 3]);
    expect(bundle.events[1].prevHash).toBe(bundle.events[0].hash);
    expect(bundle.events[2].proof.hash).toBe(bundle.events[2].hash);
    expect(bundle.documents.length).toBeGreaterThan(0);
    expect(bundle.documents[0].sha256).toMatch(/^[0-9a-f]{64}$/);
    expect(told.out).not.toContain('0912345678');
  });
});

describe('backup and restore', () => {
  it('bring everything to a new database, whole and verified', async () => {
    const { id } = old;
    const folder = join(dataFolder(), 'copy');
    const made = await verb(old, 'backup', folder, '--json');
    expect([made.code, made.err]).toEqual([0, '']);
    expect(json(made).tables.case_events.rows).toBe(3);

    const elsewhere = await home();
    const restored = await verb(elsewhere, 'restore', folder);
    expect(restored).toEqual({ code: 0, err: '', out: 'restored 1 cases, 3 events\n' });
    const checked = json(await verb(elsewhere, 'audit', 'verify', '--json'));
    expect(checked).toEqual({
      cases: 1,
      events: 3,
      breaks: [],
      anchors: { anchors: 1, breaks: [] },
    });
    const replayed = await verb(elsewhere, 'replay', '--verify');
    expect(replayed).toMatchObject({ code: 0, out: '1 cases, 3 events replayed: whole\n' });
    const one = json(await verb(elsewhere, 'replay', '--verify', '--case', id, '--json'));
    expect(one).toEqual({ cases: 1, events: 3, breaks: [] });
    expect((await verb(elsewhere, 'export', '--case', id)).out).toBe(
      (await verb(old, 'export', '--case', id)).out,
    );

    // The tokens of the first home open the second, where work goes on and papers can be read.
    const service = await start(elsewhere);
    const place = { url: service.url, tokens: tokensIn(old.DATA_DIR) };
    const { body } = await call(place, 'GET', `/api/cases/${id}/documents`, { by: 'auditor' });
    const paper = await fetch(`${service.url}/api/cases/${id}/documents/${body.items[0].id}`, {
      headers: { authorization: `Bearer ${place.tokens.auditor}` },
    });
    expect(
      Buffer.from(await paper.arrayBuffer())
        .subarray(0, 5)
        .toString(),
    ).toBe('%PDF-');
    expect(await idOf(place, 'founder')).toBeTruthy();
    const second = await openFounding(place);
    expect(second.number).toMatch(/-0002$/);
    await service.kill();
    expect((await verb(elsewhere, 'audit', 'anchor')).out).toContain('anchor 2: 1 events');
    expect((await verb(elsewhere, 'audit', 'verify')).code).toBe(0);
  });

  it('refuse a folder or a database that is not empty, and a backup that was changed', async () => {
    const folder = join(dataFolder(), 'copy');
    await verb(old, 'backup', folder);
    expect(await verb(old, 'backup', folder)).toMatchObject({
      code: 1,
      err: expect.stringContaining('not empty'),
    });
    expect(await verb(old, 'restore', folder)).toMatchObject({
      code: 1,
      err: expect.stringContaining('not empty'),
    });
    const cases = join(folder, 'cases.jsonl');
    writeFileSync(cases, readFileSync(cases, 'utf8').replace('Hòa Bình', 'Hoà Bình'));
    const elsewhere = await home();
    expect(await verb(elsewhere, 'restore', folder)).toMatchObject({
      code: 1,
      err: expect.stringContaining('cases.jsonl'),
    });
    expect(json(await verb(elsewhere, 'audit', 'verify', '--json')).cases).toBe(0);
  });
});

describe('a change behind the back of the service', () => {
  it('none: the chain, the anchors and the replay are whole', async () => {
    const untouched = await changedBy();
    const { code, out } = await verb(untouched, 'audit', 'verify');
    expect([code, out]).toEqual([0, '1 cases, 3 events checked: whole\n1 anchors\n']);
  });

  it.each([
    [
      'another payload',
      `update case_events set canonical = replace(canonical, 'Hòa Bình', 'Hòa Lợi') where version = 1`,
      'the hash does not fit the content',
    ],
    [
      'another actor in the column',
      `update case_events set actor_id = 'somebody' where version = 2`,
      'actor_id differs from what the hash covers',
    ],
    [
      'another date in the column',
      `update case_events set occurred_on = occurred_on - 1 where version = 2`,
      'occurred_on differs from what the hash covers',
    ],
    [
      'an event taken out of the middle',
      `delete from case_events where version = 2`,
      'version 2 is missing',
    ],
    [
      'the newest event cut',
      `delete from case_events where version = 3`,
      'the journal has 2 events',
    ],
    ['the case taken away', `delete from cases`, 'the case is gone'],
  ])('%s is found in the chain', async (_, statement, what) => {
    const changed = await changedBy(statement);
    const { code, out } = await verb(changed, 'audit', 'verify');
    expect(code).toBe(1);
    expect(out).toContain(`BROKEN ${old.id} version`);
    expect(out).toContain(what);
  });

  it('the newest event cut together with all traces of it is found by the anchor alone', async () => {
    const cut = await changedBy(
      `update cases c set version = 2, head = e.hash, state = (e.canonical::jsonb ->> 'to') from case_events e where e.case_id = c.id and e.version = 2`,
      'delete from case_events where version = 3',
      'delete from anchors',
    );
    const told = await verb(cut, 'audit', 'verify', '--json');
    expect(told.code).toBe(1);
    expect(json(told)).toMatchObject({
      breaks: [],
      anchors: {
        breaks: ['anchor 1: 3 events anchored, 2 found', 'anchor 1: the events have changed'],
      },
    });
    expect((await verb(cut, 'replay', '--verify')).code).toBe(1);
  });

  it('a chain written anew from the first event on is found by the anchor alone', async () => {
    const forged = await changedBy(
      `update case_events set canonical = replace(canonical, 'Hòa Bình', 'Hòa Lợi')`,
      `do $$ declare e record; last bytea := decode(repeat('00', 32), 'hex'); begin
         for e in select * from case_events order by version loop
           update case_events set prev_hash = last, hash = sha256(last || convert_to(e.canonical, 'UTF8'))
             where case_id = e.case_id and version = e.version returning hash into last;
         end loop;
         update cases set head = last; end $$`,
    );
    const told = await verb(forged, 'audit', 'verify', '--json');
    expect(told.code).toBe(1);
    expect(json(told)).toMatchObject({
      breaks: [],
      anchors: { breaks: ['anchor 1: the events have changed'] },
    });
  });

  it('another snapshot or state is found by the replay', async () => {
    const snapshot = await changedBy(
      `update cases set snapshot = jsonb_set(snapshot, '{data,commune}', '"Xã Khác"')`,
    );
    const told = await verb(snapshot, 'replay', '--verify');
    expect([told.code, told.out]).toEqual([
      1,
      expect.stringContaining('replaying gives another snapshot'),
    ]);
    const state = await changedBy(`update cases set state = 'completed'`);
    expect((await verb(state, 'replay', '--verify')).out).toContain('the case says completed');
  });

  it('an anchor taken out of the file is missed', async () => {
    const untouched = await changedBy();
    const told = await verb(untouched, 'audit', 'verify', '--anchor', dataFolder());
    expect([told.code, told.out]).toEqual([
      1,
      expect.stringContaining('anchor 1: the database remembers one that the file has not'),
    ]);
  });
});

describe('the anchor file', () => {
  it('is made good when a power cut tore its last line, and keeps its chain', async () => {
    const settings = await changedBy();
    const file = join(settings.DATA_DIR, 'anchors', 'anchors.jsonl');
    const whole = readFileSync(file, 'utf8');
    writeFileSync(file, whole.slice(0, 40));
    expect((await verb(settings, 'audit', 'verify')).code).toBe(1);
    expect((await verb(settings, 'audit', 'anchor')).out).toBe('nothing new to anchor\n');
    expect(readFileSync(file, 'utf8')).toBe(`${whole.slice(0, 40)}\n${whole}`);
    expect((await verb(settings, 'audit', 'verify')).code).toBe(0);
  });

  it('counts when the service was killed before the database had it too', async () => {
    const settings = await changedBy('delete from anchors');
    expect((await verb(settings, 'audit', 'anchor')).out).toBe('nothing new to anchor\n');
    expect((await verb(settings, 'audit', 'verify')).code).toBe(0);
  });

  it('of another journal is not gone on with', async () => {
    const { DATABASE_URL } = await home();
    const told = await verb({ ...old, DATABASE_URL }, 'audit', 'anchor');
    expect([told.code, told.err]).toEqual([1, expect.stringContaining('is not of this journal')]);
  });
});
