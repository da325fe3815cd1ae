// What the running service tells, and what it keeps to itself.
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, describe, expect, it } from 'vitest';
import { freshDatabase } from '../support.ts';
import { call, openFounding, type Place } from './calls.ts';
import { startProxy } from './proxy.ts';
import { dataFolder, endAll, freePort, run, start, tokensIn, until } from './running.ts';
import type { Running, Settings } from './running.ts';

const endings: (() => Promise<unknown>)[] = [];

afterEach(async () => {
  await endAll();
  for (const end of endings.splice(0)) await end();
});

/** A day with everything that is worth a line: mail that cannot go, a wrong token, a database that goes away. */
async function badDay(settings: Settings): Promise<{ service: Running; place: Place }> {
  const { url, drop } = await freshDatabase();
  const line = await startProxy(url);
  endings.push(() => line.close(), drop);
  const dataDir = dataFolder();
  const SMTP_URL = `smtp://poster:mail-word@127.0.0.1:${await freePort()}`;
  const service = await start({ DATABASE_URL: line.url, DATA_DIR: dataDir, SMTP_URL, ...settings });
  const place = { url: service.url, tokens: tokensIn(dataDir) };
  await openFounding(place, { phone: '0987654321', email: 'kin@example.vn' });
  const stranger = { ...place, tokens: { ...place.tokens, staff: `slt_${'x'.repeat(43)}` } };
  expect((await call(stranger, 'GET', '/api/me', { by: 'staff' })).status).toBe(401);
  await line.cut();
  await sleep(3_200);
  expect((await call(place, 'GET', '/api/cases', { by: 'founder' })).status).toBe(503);
  await line.mend();
  await until(async () => (await call(place, 'GET', '/readyz')).status === 200);
  service.signal('SIGTERM');
  await service.ended;
  return { service, place };
}

describe('the log', () => {
  it('is lines of JSON without a secret or a personal identifier, at every level of detail', async () => {
    const word = 'a-long-word-that-only-this-session-knows';
    const { service, place } = await badDay({ LOG_LEVEL: 'debug', SESSION_SECRET: word });
    const lines = service
      .err()
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(lines.map(({ message }) => message)).toEqual(
      expect.arrayContaining(['the worker was set back', 'request failed', 'stopping']),
    );
    for (const each of lines)
      expect(each).toMatchObject({
        at: expect.stringMatching(/^\d{4}-.*Z$/),
        level: expect.any(String),
      });
    const secrets = [
      ...Object.values(place.tokens),
      word,
      'mail-word',
      '0987654321',
      'kin@example.vn',
      `slt_${'x'.repeat(43)}`,
    ];
    expect(secrets.filter((secret) => service.err().includes(secret))).toEqual([]);
    // The list of demo accounts is the one place where tokens are shown.
    const shown = service
      .out()
      .split('\n')
      .filter((line) => /slt_/.test(line));
    expect(shown).toHaveLength(Object.keys(place.tokens).length);
  });

  it('is empty when it is to be silent, and tells of errors only at that level', async () => {
    const [silent, errors] = [
      await badDay({ LOG_LEVEL: 'silent' }),
      await badDay({ LOG_LEVEL: 'error' }),
    ];
    expect(silent.service.err()).toBe('');
    expect(silent.service.out()).toMatch(/is ready: \S+\n$/);
    const levels = errors.service
      .err()
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line).level);
    expect([...new Set(levels)]).toEqual(['error']);
  });
});

describe('in production', () => {
  it('makes no demo accounts and has no mailbox; its own people come from the command line', async () => {
    const { url, drop } = await freshDatabase();
    endings.push(drop);
    const settings = {
      DATABASE_URL: url,
      DATA_DIR: dataFolder(),
      NODE_ENV: 'production',
      PUBLIC_URL: 'https://htx.example.vn',
      SMTP_URL: `smtp://127.0.0.1:${await freePort()}`,
      SESSION_SECRET: '0f1e2d3c4b5a69788796a5b4c3d2e1f00f1e2d3c',
      PERSONAL_KEY: '1f2e3d4c5b6a79808897a6b5c4d3e2f10f1e2d3c',
    };
    const PORT = String(await freePort());
    const service = await start({ ...settings, PORT });
    expect(service.out()).toBe('Sáng Lập is ready: https://htx.example.vn\n');
    const there = `http://127.0.0.1:${PORT}`;
    expect((await fetch(`${there}/dev/mail`)).status).toBe(404);
    expect((await fetch(`${there}/healthz`)).headers.get('strict-transport-security')).toContain(
      'max-age',
    );

    const person = [
      '--email',
      'truong@example.vn',
      '--role',
      'unit-head',
      '--name',
      'Lê Văn Trưởng',
    ];
    expect((await run(['user', 'create', ...person], settings)).code).toBe(0);
    const { out } = await run(
      ['token', 'create', '--user', 'truong@example.vn', '--label', 'máy'],
      settings,
    );
    const me = await fetch(`${there}/api/me`, {
      headers: { authorization: `Bearer ${out.trim()}` },
    });
    expect([me.status, await me.json()]).toEqual([
      200,
      expect.objectContaining({ name: 'Lê Văn Trưởng' }),
    ]);
    const listed = JSON.parse((await run(['user', 'list', '--json'], settings)).out);
    expect(listed).toHaveLength(1);
  });
});
