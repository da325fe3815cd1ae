// Starting, refusing to start, and stopping: with settings right and wrong, politely and by force.
import { once } from 'node:events';
import { createServer } from 'node:net';
import { request } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, describe, expect, it } from 'vitest';
import { identity, p12Of } from '../documents/keys.ts';
import { freshDatabase } from '../support.ts';
import { call, example, openFounding } from './calls.ts';
import {
  dataFolder,
  endAll,
  freePort,
  postmasterOf,
  processesWith,
  run,
  start,
  tokensIn,
  until,
} from './running.ts';

const endings: (() => Promise<unknown>)[] = [];

afterEach(async () => {
  await endAll();
  for (const end of endings.splice(0)) await end();
});

async function externalDatabase(): Promise<string> {
  const { url, drop } = await freshDatabase();
  endings.push(drop);
  return url;
}

describe('with its own PostgreSQL', () => {
  it('starts, says where, and leaves nothing behind after Ctrl-C; starts again sooner', async () => {
    const settings = { DATA_DIR: dataFolder(), PORT: String(await freePort()) };
    const first = await start(settings);
    expect(first.out()).toContain(`is ready: http://localhost:${settings.PORT}\n`);
    expect(first.out()).toContain('Demo accounts (bearer tokens):\n');
    expect(
      (await call({ url: first.url, tokens: tokensIn(settings.DATA_DIR) }, 'GET', '/readyz'))
        .status,
    ).toBe(200);
    expect(processesWith(settings.DATA_DIR).length).toBeGreaterThan(0);

    const stopAt = performance.now();
    first.signalGroup('SIGINT');
    // npm passes the signal of the terminal on, so that it comes twice.
    first.signalGroup('SIGINT');
    expect(await first.ended).toEqual({ code: 0, signal: null });
    const stopMs = Math.round(performance.now() - stopAt);
    expect(postmasterOf(settings.DATA_DIR)).toBeUndefined();
    await until(() => processesWith(settings.DATA_DIR).length === 0);

    const second = await start(settings);
    expect(tokensIn(settings.DATA_DIR).founder).toBeDefined();
    process.stdout.write(
      `first start ${first.readyMs} ms, stop ${stopMs} ms, later start ${second.readyMs} ms\n`,
    );
  });

  it('starts again after it and the server were killed, with what was written', async () => {
    const settings = { DATA_DIR: dataFolder() };
    const first = await start(settings);
    const { id } = await openFounding({ url: first.url, tokens: tokensIn(settings.DATA_DIR) });
    process.kill(postmasterOf(settings.DATA_DIR) as number, 'SIGKILL');
    await first.kill();
    const second = await start(settings);
    process.stdout.write(`start after both were killed ${second.readyMs} ms\n`);
    const place = { url: second.url, tokens: tokensIn(settings.DATA_DIR) };
    expect((await call(place, 'GET', `/api/cases/${id}`, { by: 'founder' })).status).toBe(200);
  });

  it('starts again after it alone was killed; the server does not outlive it', async () => {
    const settings = { DATA_DIR: dataFolder() };
    const first = await start(settings);
    await first.kill();
    await until(() => postmasterOf(settings.DATA_DIR) === undefined);
    const second = await start(settings);
    expect(
      (await call({ url: second.url, tokens: tokensIn(settings.DATA_DIR) }, 'GET', '/readyz'))
        .status,
    ).toBe(200);
  });
});

describe('with wrong settings', () => {
  it('ends with 78 and one line for each, before it listens', async () => {
    const port = await freePort();
    const { code, out, err } = await run(['serve'], {
      DATA_DIR: dataFolder(),
      PORT: '0x10',
      DATABASE_URL: 'mysql://localhost/x',
      LOG_LEVEL: 'loud',
      DEV_CLOCK: 'yes',
      SMTP_URL: `http://localhost:${port}`,
    });
    expect([code, out]).toEqual([78, '']);
    const lines = err.trimEnd().split('\n');
    const named = lines.map((line) => line.split(' ', 1)[0]).toSorted();
    expect(named).toEqual(['DATABASE_URL', 'DEV_CLOCK', 'LOG_LEVEL', 'PORT', 'SMTP_URL']);
  });

  it('refuses a signing key that its password does not open, in production too', async () => {
    const p12 = await p12Of(await identity({ name: 'Liên minh' }), 'đúng');
    const { code, out, err } = await run(['serve'], {
      DATA_DIR: dataFolder(),
      NODE_ENV: 'production',
      PUBLIC_URL: 'https://htx.example.vn',
      DATABASE_URL: 'postgresql://127.0.0.1:9/nothing',
      SMTP_URL: 'smtp://127.0.0.1:9',
      SESSION_SECRET: '5f0c1e9a7b3d48266a1f0b9c8d7e6f5a',
      PERSONAL_KEY: '7a1b0c9d8e5f4a3b2c1d0e9f8a7b6c5d',
      SIGNING_P12: Buffer.from(p12).toString('base64'),
      SIGNING_PASSWORD: 'sai mật mã',
    });
    expect([code, out]).toEqual([78, '']);
    expect(err).toMatch(/^SIGNING_P12 cannot be opened with its password: .+\n$/);
  });

  it('refuses production without addresses and secrets', async () => {
    const { code, err } = await run(['serve'], {
      DATA_DIR: dataFolder(),
      NODE_ENV: 'production',
      SESSION_SECRET: 'change-me-change-me-change-me-change-me',
      DEV_CLOCK: '1',
    });
    expect(code).toBe(78);
    const named = err
      .trimEnd()
      .split('\n')
      .map((line) => line.split(' ', 1)[0])
      .toSorted();
    expect(named).toEqual([
      'DATABASE_URL',
      'DEV_CLOCK',
      'PUBLIC_URL',
      'SESSION_SECRET',
      'SMTP_URL',
    ]);
  });

  it('ends with 1 and says why when its port is taken, and leaves nothing running', async () => {
    const taken = createServer().listen(0, '127.0.0.1');
    await once(taken, 'listening');
    endings.push(() => new Promise((done) => taken.close(done)));
    const { port } = taken.address() as { port: number };
    const settings = { DATA_DIR: dataFolder(), PORT: String(port) };
    const { code, err } = await run(['serve'], settings);
    expect([code, err]).toEqual([1, expect.stringContaining('EADDRINUSE')]);
    await until(() => processesWith(settings.DATA_DIR).length === 0);
  });

  it('ends with 1 when the database is not there, and keeps its password to itself', async () => {
    const DATABASE_URL = `postgres://someone:hidden-word@127.0.0.1:${await freePort()}/nowhere`;
    const { code, out, err } = await run(['serve'], { DATA_DIR: dataFolder(), DATABASE_URL });
    expect(code).toBe(1);
    expect(err).toMatch(/ECONNREFUSED/);
    expect(out + err).not.toContain('hidden-word');
  });

  it('does not know a verb: says what there is', async () => {
    const { code, err } = await run(['dance'], { DATA_DIR: dataFolder() });
    expect(code).toBe(1);
    expect(err).toContain('usage: npm run cli -- VERB');
  });
});

describe('SIGTERM', () => {
  /** A request whose body comes in two halves, with the service stopping in between. */
  async function halfway(url: string, token: string) {
    const body = JSON.stringify({
      process: 'founding',
      payload: example('founding', 'REQUEST_CONSULTATION'),
    });
    const headers = {
      authorization: `Bearer ${token}`,
      'content-type': 'application/json',
      'content-length': Buffer.byteLength(body),
      'idempotency-key': 'halfway-through-the-body',
    };
    const asked = request(`${url}/api/cases`, { method: 'POST', headers });
    const answer = once(asked, 'response').then(([{ statusCode, headers: given }]) => [
      statusCode,
      given.connection,
    ]);
    answer.catch(() => undefined);
    asked.write(body.slice(0, 40));
    await sleep(200);
    return { answer, finish: () => void asked.end(body.slice(40)) };
  }

  it('is not ready at once, finishes what is under way, and ends with 0', async () => {
    const settings = { DATA_DIR: dataFolder(), DATABASE_URL: await externalDatabase() };
    const service = await start(settings);
    const place = { url: service.url, tokens: tokensIn(settings.DATA_DIR) };
    const { answer, finish } = await halfway(service.url, place.tokens.founder);
    const beganAt = performance.now();
    service.signal('SIGTERM');
    await until(async () => (await call(place, 'GET', '/readyz')).status === 503);
    const ready = await call(place, 'GET', '/readyz');
    expect([ready.status, ready.body.code]).toEqual([503, 'unavailable']);
    expect(ready.headers.get('retry-after')).toMatch(/^[1-9]\d*$/);
    expect((await call(place, 'GET', '/healthz')).status).toBe(200);
    finish();
    expect(await answer).toEqual([201, 'close']);
    expect(await service.ended).toEqual({ code: 0, signal: null });
    expect(performance.now() - beganAt).toBeLessThan(30_000);
  });

  it('cuts what does not end, and is gone soon', async () => {
    const settings = { DATA_DIR: dataFolder(), DATABASE_URL: await externalDatabase() };
    const service = await start(settings);
    const { answer } = await halfway(service.url, tokensIn(settings.DATA_DIR).founder);
    const beganAt = performance.now();
    service.signal('SIGTERM');
    expect(await service.ended).toEqual({ code: 0, signal: null });
    expect(performance.now() - beganAt).toBeLessThan(30_000);
    await expect(answer).rejects.toThrow(/hang up|ECONNRESET/);
  });

  it('ends a worker too', async () => {
    const settings = { DATA_DIR: dataFolder(), DATABASE_URL: await externalDatabase() };
    const worker = await start(settings, 'work');
    worker.signal('SIGTERM');
    expect(await worker.ended).toEqual({ code: 0, signal: null });
  });
});
