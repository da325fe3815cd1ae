// PostgreSQL goes away and comes back: the service stays, says so, and goes on.
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { freshDatabase } from '../support.ts';
import { call, example, idOf, openFounding, type Place } from './calls.ts';
import { startProxy, type Proxy } from './proxy.ts';
import { dataFolder, endAll, postmasterOf, start, tokensIn, until } from './running.ts';
import type { Running } from './running.ts';

let line: Proxy;
let service: Running;
let place: Place;
let drop: () => Promise<void>;

beforeEach(async () => {
  const database = await freshDatabase();
  drop = database.drop;
  line = await startProxy(database.url);
  const dataDir = dataFolder();
  service = await start({ DATABASE_URL: line.url, DATA_DIR: dataDir });
  place = { url: service.url, tokens: tokensIn(dataDir) };
});
afterEach(async () => {
  await endAll();
  await line.close();
  await drop();
});

const openOne = (): Promise<number> =>
  call(place, 'POST', '/api/cases', {
    by: 'founder',
    body: { process: 'founding', payload: example('founding', 'REQUEST_CONSULTATION') },
  }).then(({ status }) => status);

async function expectAway(path: string, by?: 'founder' | 'auditor'): Promise<void> {
  const { status, headers, body } = await call(place, 'GET', path, by ? { by } : {});
  expect([path, status, body.code]).toEqual([path, 503, 'unavailable']);
  expect(headers.get('retry-after')).toMatch(/^[1-9]\d*$/);
}

describe('while the database is away', () => {
  it.each(['cut', 'silence'] as const)(
    'after a %s: 503 with Retry-After, alive all the same',
    async (how) => {
      const { id } = await openFounding(place);
      await line[how]();
      // Long enough that no answer kept in memory hides it.
      await sleep(3_200);
      await Promise.all([
        expectAway('/readyz'),
        expectAway(`/api/cases/${id}`, 'founder'),
        expectAway('/api/work-items', 'auditor'),
        openOne().then((status) => expect(status).toBe(503)),
      ]);
      expect((await call(place, 'GET', '/healthz')).status).toBe(200);
      expect(await openOne()).toBe(503);

      await line.mend();
      await until(async () => (await call(place, 'GET', '/readyz')).status === 200);
      await until(async () => (await openOne()) === 201);
      expect((await call(place, 'GET', `/api/cases/${id}`, { by: 'founder' })).status).toBe(200);
      const lines = service.err().trimEnd().split('\n');
      expect(lines.map((each) => JSON.parse(each)).length).toBeGreaterThan(0);
    },
  );

  it('stops in time all the same', async () => {
    line.silence();
    await sleep(500);
    const beganAt = performance.now();
    service.signal('SIGTERM');
    expect(await service.ended).toEqual({ code: 0, signal: null });
    expect(performance.now() - beganAt).toBeLessThan(30_000);
  });

  it('cut in the middle of many requests: each gets an answer, none is half done', async () => {
    const writes = Array.from({ length: 200 }, async (_, index) => {
      await sleep(index * 5);
      return openOne();
    });
    for (let times = 0; times < 3; times += 1) {
      await sleep(200);
      await line.cut();
      await sleep(50);
      await line.mend();
    }
    const counts = Object.groupBy(await Promise.all(writes), String);
    expect(Object.keys(counts).every((status) => ['201', '503'].includes(status))).toBe(true);
    expect(counts['201']?.length).toBeGreaterThan(0);
    expect(await idOf(place, 'founder')).toBeTruthy();
  });
});

it('brings its own server back when that is killed', async () => {
  const dataDir = dataFolder();
  const own = await start({ DATA_DIR: dataDir });
  const there = { url: own.url, tokens: tokensIn(dataDir) };
  const { id } = await openFounding(there);
  process.kill(postmasterOf(dataDir) as number, 'SIGKILL');
  const statuses = new Set<number>();
  await until(async () => {
    const { status } = await call(there, 'GET', `/api/cases/${id}`, { by: 'founder' });
    statuses.add(status);
    return status === 200 && postmasterOf(dataDir) !== undefined;
  });
  expect([...statuses].every((status) => status === 200 || status === 503)).toBe(true);
  expect((await call(there, 'GET', '/readyz')).status).toBe(200);
});
