// Every verb of the command line, as people call it.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { call, idOf, openFounding } from './calls.ts';
import { bareHome, home, json, leaveHomes, lived, verb, type Lived } from './homes.ts';
import { dataFolder, start, tokensIn, until } from './running.ts';

let old: Lived;
beforeAll(async () => {
  old = await lived();
});
afterAll(leaveHomes);

describe('migrate', () => {
  it('tells what ran, then that nothing is left', async () => {
    const settings = await bareHome();
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

describe('sample', () => {
  it('fills an empty installation with cases on their way, and never one that has cases', async () => {
    const settings = await home();
    const played = json(await verb(settings, 'sample', '--json'));
    expect(played.map(({ state }: { state: string }) => state)).toEqual([
      'postRegistration.obligations',
      'registration.supplement',
      'drafting',
      'consultation.requested',
      'intake',
    ]);
    const again = await verb(settings, 'sample');
    expect([again.code, again.err]).toEqual([1, expect.stringContaining('cases already')]);
    expect((await verb(settings, 'replay', '--verify')).code).toBe(0);
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
    await until(async () => (await me()).status === 401);
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
    'user create --email a@b.vn',
    'user disable --email nobody@example.vn',
    'user promote',
    'user create --colour red',
    'token create --user nobody@example.vn --label x',
    'token burn',
    'replay',
    'audit',
    'outbox',
    'files',
    'files release --id 0190a000-0000-7000-8000-000000000001',
    'files delete --id 0190a000-0000-7000-8000-000000000001 --reason test',
    'export',
    'export --case not-an-id',
    'export --case 0190a000-0000-7000-8000-000000000001',
    'replay --verify --case not-an-id',
    'replay --verify --case 0190a000-0000-7000-8000-000000000001',
    'backup',
    'restore /nowhere/at/all',
  ])('%s: one line and exit code 1', async (line) => {
    const { code, out, err } = await verb(old, ...line.split(' '));
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
    const { bytes, files } = json(made).proof;
    expect(files).toBeGreaterThan(0);
    const client = new pg.Client(old.DATABASE_URL);
    await client.connect();
    const kept = await client.query('select bytes::int, files, fault from backups');
    await client.end();
    expect(kept.rows).toEqual([{ bytes, files, fault: null }]);

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
    const seen = await call(place, 'GET', `/api/cases/${id}`, { by: 'staff' });
    expect(JSON.stringify(seen.body)).toMatch(/"phone":"0\d+"/);
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
