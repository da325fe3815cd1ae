// Running the service: health, figures, limits, addresses, the clock and mailbox of development, calendar, papers.
import { createHash, randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { callerOf, createLimiter, usualLimits } from '../../src/http/limits.ts';
import { createServer, connect, type Socket } from 'node:net';
import { createTokens } from '../../src/accounts/tokens.ts';
import { openDatabase } from '../../src/db.ts';
import { createCases } from '../../src/engine/cases.ts';
import { example, openFounding, startService, type Client, type Service } from './service.ts';

/** A way to the database that can be cut and mended. */
async function interruptible(
  database: URL,
): Promise<{ url: string; cut(): Promise<void>; mend(): Promise<void> }> {
  const open = new Set<Socket>();
  const server = createServer((here) => {
    const there = connect(Number(database.port), database.hostname);
    for (const end of [here, there]) {
      open.add(end);
      end
        .on('error', () => undefined)
        .on('close', () => {
          open.delete(end);
          here.destroy();
          there.destroy();
        });
    }
    here.pipe(there).pipe(here);
  });
  const listen = (port: number) =>
    new Promise<void>((listening) => server.listen(port, '127.0.0.1', listening));
  await listen(0);
  const { port } = server.address() as { port: number };
  const url = new URL(database);
  url.hostname = '127.0.0.1';
  url.port = String(port);
  return {
    url: url.href,
    cut: () => {
      for (const end of open) end.destroy();
      return new Promise((closed) => server.close(() => closed()));
    },
    mend: () => listen(port),
  };
}

let service: Service;
let founder: Client;
let auditor: Client;
let administrator: Client;
let moved = 0;
const recomputed: string[] = [];

beforeAll(async () => {
  service = await startService({
    onClockMoved: () => {
      moved += 1;
      return Promise.resolve();
    },
    onCalendarChanged: (alliance) => Promise.resolve(void recomputed.push(alliance)),
  });
  founder = await service.client('founder');
  auditor = await service.client('auditor');
  administrator = await service.client('administrator');
});
afterAll(() => service.close());

describe('health', () => {
  it('is alive without the database, ready only with it', async () => {
    const other = await startService();
    expect((await other.anonymous.get('/readyz')).body).toEqual({ status: 'ready' });
    await other.engine.database.close();
    expect((await other.anonymous.get('/healthz')).status).toBe(200);
    const away = await other.anonymous.get('/readyz');
    expect([away.status, away.body.code]).toEqual([503, 'unavailable']);
    expect(Number(away.headers.get('retry-after'))).toBeGreaterThanOrEqual(1);
    await other.close().catch(() => undefined);
  });

  it('is not ready when a migration is missing, when a query is slow, or before the start is over', async () => {
    let ready = false;
    const other = await startService({ ready: () => ready });
    expect((await other.anonymous.get('/readyz')).status).toBe(503);
    ready = true;
    expect((await other.anonymous.get('/readyz')).status).toBe(200);
    const { knex } = other.engine.database;
    const { default: pg } = await import('pg');
    const owner = new pg.Client({ connectionString: other.engine.url });
    await owner.connect();
    await owner.query('begin');
    await owner.query('lock table knex_migrations');
    const slow = await other.anonymous.get('/readyz', { 'accept-language': 'en' });
    expect([slow.status, slow.body.detail]).toEqual([503, 'The database answers too slowly']);
    await owner.query('rollback');
    await owner.query("delete from knex_migrations where name like '%audit%'");
    await owner.end();
    expect((await other.anonymous.get('/readyz')).body.detail).toContain('chưa được nâng cấp');
    expect(await knex('cases').count({ n: '*' })).toEqual([{ n: 0 }]);
    await other.close();
  });

  it('ends with stopping: not ready, and every answer closes its line', async () => {
    const other = await startService();
    const client = await other.client('founder');
    other.app.stopping();
    expect((await other.anonymous.get('/readyz')).status).toBe(503);
    const last = await client.get('/api/me');
    expect([last.status, last.headers.get('connection')]).toEqual([200, 'close']);
    await other.close();
  });

  it('answers 503 with Retry-After while the database is away, and goes on when it is back', async () => {
    const { engine } = service;
    const line = await interruptible(new URL(engine.url));
    const database = await openDatabase(line.url, 4);
    const { knex, pool } = database;
    const cases = createCases({
      pool,
      knex,
      clock: engine.clock,
      almanac: engine.almanac,
      newCode: () => randomUUID(),
      vault: engine.vault,
      mayCertify: () => Promise.resolve(true),
    });
    const other = await startService({
      knex,
      pool,
      cases,
      tokens: createTokens(knex),
      almanac: engine.almanac,
    });
    const token = await service.tokens.create(founder.person.id, 'x', engine.clock.now());
    const signedIn = { authorization: `Bearer ${token.token}` };
    const calls = () =>
      Promise.all([
        other.anonymous.get('/api/cases', signedIn),
        other.anonymous.get('/api/me', signedIn),
        other.anonymous.send(
          'POST',
          '/api/cases',
          { process: 'founding', payload: example('REQUEST_CONSULTATION') },
          signedIn,
        ),
        other.anonymous.get('/readyz'),
      ]);
    expect((await calls()).map(({ status }) => status)).toEqual([200, 200, 201, 200]);
    await line.cut();
    for (const away of await calls()) {
      expect([away.status, away.body.code]).toEqual([503, 'unavailable']);
      expect(Number(away.headers.get('retry-after'))).toBeGreaterThanOrEqual(1);
      expect(away.text).not.toMatch(/pool|knex|sql|ECONN|terminated/i);
    }
    expect((await other.anonymous.get('/healthz')).status).toBe(200);
    await line.mend();
    expect((await calls()).map(({ status }) => status)).toEqual([200, 200, 201, 200]);
    await database.close();
    await other.close();
    await line.cut();
  });
});

describe('figures', () => {
  it('count calls by operation and status, and the time of events', async () => {
    await openFounding(founder);
    await founder.get('/nowhere');
    const { status, headers, text } = await service.anonymous.get('/metrics');
    expect([status, headers.get('content-type')]).toEqual([
      200,
      'text/plain; version=0.0.4; charset=utf-8',
    ]);
    expect(text).toMatch(/sang_lap_requests_total\{operation="openCase",status="201"\} [1-9]/);
    expect(text).toMatch(/sang_lap_requests_total\{operation="unknown",status="404"\} [1-9]/);
    expect(text).toMatch(/sang_lap_event_seconds_bucket\{operation="openCase",le="\+Inf"\} [1-9]/);
    expect(text).toMatch(/sang_lap_outbox_pending [1-9]/);
    expect(text).toMatch(/sang_lap_timers_due 0/);
    for (const line of text.trimEnd().split('\n'))
      expect(line).toMatch(/^(# (HELP|TYPE) \w+ .+|\w+(\{[^}]*\})? [-\d.e+]+)$/);
  });

  it('are for this machine, administrators and auditors', async () => {
    const through = { 'x-forwarded-for': '203.0.113.7' };
    expect((await service.anonymous.get('/metrics', through)).status).toBe(401);
    expect((await founder.get('/metrics', through)).status).toBe(403);
    expect((await auditor.get('/metrics', through)).status).toBe(200);
    expect((await administrator.get('/metrics', through)).status).toBe(200);
  });
});

describe('answers', () => {
  it('carry an id of their own and no more than they must', async () => {
    const [one, two] = [
      await founder.get('/api/me'),
      await founder.get('/api/me', { 'x-request-id': 'mine' }),
    ];
    expect(one.headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/);
    expect(two.headers.get('x-request-id')).not.toBe('mine');
    for (const { headers } of [one, two]) {
      expect(headers.get('x-content-type-options')).toBe('nosniff');
      expect(headers.get('cache-control')).toBe('no-store');
      expect(headers.get('content-security-policy')).toContain("frame-ancestors 'none'");
      expect(headers.get('x-powered-by')).toBeNull();
      expect(headers.get('access-control-allow-origin')).toBeNull();
      expect(headers.get('strict-transport-security')).toBeNull();
    }
    const page = await service.anonymous.get('/api/docs');
    expect(page.headers.get('content-type')).toMatch(/^text\/html/);
    expect(page.headers.get('content-security-policy')).toContain("default-src 'none'");
    expect(page.text).not.toMatch(/<script|https?:\/\/|src=/);
  });

  it('say HTTPS for good where the service stands behind it', async () => {
    const other = await startService({ config: { publicUrl: 'https://htx.example.vn' } });
    expect((await other.anonymous.get('/healthz')).headers.get('strict-transport-security')).toBe(
      'max-age=31536000',
    );
    await other.close();
  });

  it('to HEAD have no body', async () => {
    const answer = await fetch(`${service.url}/healthz`, { method: 'HEAD' });
    expect([answer.status, await answer.text()]).toEqual([200, '']);
  });
});

describe('limits', () => {
  it('answer 429 with the seconds to wait, per person', async () => {
    const other = await startService({ limits: { reads: 3, writes: 1 } });
    const [one, two] = [await other.client('founder'), await other.client('founder')];
    for (let call = 0; call < 3; call += 1) expect((await one.get('/api/me')).status).toBe(200);
    const refused = await one.get('/api/me');
    expect([refused.status, refused.body.code]).toEqual([429, 'too-many']);
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThanOrEqual(1);
    expect((await two.get('/api/me')).status).toBe(200);
    await openFounding(one);
    const more = await one.send('POST', '/api/cases', { process: 'founding' });
    expect([more.status, more.headers.get('connection')]).toEqual([429, 'close']);
    await other.close();
  });

  it('hold guessers of tokens by address, as the last proxy tells it and no one else', async () => {
    const other = await startService({ limits: { refusedTokens: 2 }, config: { trustProxy: 1 } });
    const guess = (from: string) =>
      other.anonymous.get('/api/me', {
        authorization: `Bearer slt_${randomUUID().repeat(2).slice(0, 43)}`,
        'x-forwarded-for': from,
      });
    expect((await guess('203.0.113.7')).status).toBe(401);
    expect((await guess('198.51.100.1, 203.0.113.7')).status).toBe(401);
    expect((await guess('192.0.2.9, 203.0.113.7')).status).toBe(429);
    expect((await guess('203.0.113.8')).status).toBe(401);
    const client = await other.client('founder');
    expect((await client.get('/api/me', { 'x-forwarded-for': '203.0.113.7' })).status).toBe(429);
    expect((await client.get('/api/me')).status).toBe(200);
    await other.close();
  });

  it('do not believe a proxy that is none', async () => {
    const other = await startService({ limits: { anonymous: 2 } });
    const statuses = [];
    for (const from of ['203.0.113.1', '203.0.113.2', '203.0.113.3']) {
      statuses.push((await other.anonymous.get('/api/me', { 'x-forwarded-for': from })).status);
    }
    expect(statuses).toEqual([401, 401, 429]);
    expect((await other.anonymous.get('/healthz')).status).toBe(200);
    await other.close();
  });

  it('begin anew each minute, and share one count in a flood of addresses', () => {
    let now = 0;
    const limiter = createLimiter({ ...usualLimits, anonymous: 2 }, () => now);
    const refused = (who: string): boolean => {
      try {
        limiter.count('anonymous', who);
        return false;
      } catch {
        return true;
      }
    };
    expect([refused('a'), refused('a'), refused('a')]).toEqual([false, false, true]);
    now = 60_000;
    expect(refused('a')).toBe(false);
    for (let each = 0; each < 100_000; each += 1) refused(`flood ${each}`);
    expect([refused('late 1'), refused('late 2'), refused('late 3')]).toContain(true);
  });

  it.each([
    ['::ffff:203.0.113.7', '203.0.113.7'],
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
    ['2001:db8::1', '2001:db8:0:0::/64'],
    ['::1', '0:0:0:0::/64'],
    ['fe80::1%eth0', 'fe80:0:0:0::/64'],
  ])('count %s as %s', (address, caller) => {
    expect(callerOf(address)).toBe(caller);
  });
});

describe('the clock of development', () => {
  const move = (body: unknown) => service.anonymous.send('POST', '/dev/clock', body);
  const now = async (): Promise<number> =>
    Date.parse((await service.anonymous.get('/dev/clock')).body.now);

  it.each([
    ['P60D', 60 * 86_400_000],
    ['PT1H30M', 5_400_000],
    ['P1W', 7 * 86_400_000],
    ['P1DT12H', 129_600_000],
    [{ days: 1, hours: 2, minutes: 3 }, 93_780_000],
    [90_000, 90_000],
  ])(
    'is advanced by %j, and what came due is worked off before the answer',
    async (advance, ms) => {
      const [before, times] = [await now(), moved];
      const answer = await move({ advance });
      expect(answer.status).toBe(200);
      expect(Math.abs(Date.parse(answer.body.now) - before - ms)).toBeLessThan(60_000);
      expect(moved).toBe(times + 1);
      const { offset_ms: kept } = await service.engine.database.knex('dev_clock').first();
      expect(kept).toBe(service.engine.clock.offsetMs());
    },
  );

  it('is set to an instant, and shows the local day', async () => {
    const answer = await move({ now: '2026-11-24T23:30:00+07:00' });
    expect([answer.body.today, answer.body.now.slice(0, 16)]).toEqual([
      '2026-11-24',
      '2026-11-24T16:30',
    ]);
    await move({ now: '2026-03-02T02:00:00Z' });
  });

  it.each([
    {},
    { now: '2026-11-24T00:00:00Z', advance: 1 },
    { advance: 'P1Y' },
    { advance: 'P' },
    { advance: 'PT' },
    { advance: -1 },
    { advance: 1.5 },
    { now: 'tomorrow' },
    { advance: { years: 1 } },
    { ahead: 1 },
  ])('refuses %j', async (body) => {
    const before = service.engine.clock.offsetMs();
    expect((await move(body)).status).toBe(422);
    expect(service.engine.clock.offsetMs()).toBe(before);
  });

  it('cannot be moved by a form of another site', async () => {
    expect(
      (
        await service.anonymous.send('POST', '/dev/clock', '{"advance":1}', {
          'content-type': 'text/plain',
        })
      ).status,
    ).toBe(415);
  });

  it('is not there, nor the mailbox, unless they are switched on', async () => {
    const other = await startService({ config: { devClock: false, mailbox: false } });
    const answers = [
      await other.anonymous.get('/dev/clock'),
      await other.anonymous.send('POST', '/dev/clock', { advance: 1 }),
      await other.anonymous.get('/dev/mail'),
      await other.anonymous.get('/dev/mail.json'),
    ];
    expect(answers.map(({ status }) => status)).toEqual([404, 404, 404, 404]);
    await other.close();
  });
});

describe('the mailbox of development', () => {
  it('shows messages, newest first, with nothing that runs', async () => {
    const rows = [1, 2].map((each) => ({
      notice_id: `n/${each}`,
      message_id: `<n.${each}@x>`,
      recipient: `an${each}@example.vn`,
      subject: `<script>alert(${each})</script>`,
      body_text: 'Kính gửi "An" & \'Bình\'',
      body_html: '<p>x</p>',
      at: `2026-03-02T02:0${each}:00Z`,
    }));
    await service.engine.database.knex('dev_mailbox').insert(rows);
    const page = await service.anonymous.get('/dev/mail');
    expect(page.text).not.toContain('<script>');
    expect(page.text).toContain('&lt;script&gt;alert(2)');
    expect(page.text).toContain('Kính gửi &quot;An&quot; &amp; &#39;Bình&#39;');
    const { body } = await service.anonymous.get('/dev/mail.json');
    expect(body.items.map(({ noticeId }: { noticeId: string }) => noticeId)).toEqual([
      'n/2',
      'n/1',
    ]);
    expect((await service.anonymous.get('/dev/mail.json?to=AN1@')).body.items).toHaveLength(1);
    expect((await service.anonymous.get('/dev/mail.json?to=%25')).body.items).toHaveLength(0);
  });
});

describe('the calendar', () => {
  const day = {
    date: '2026-03-12',
    kind: 'swap-off',
    name: 'Nghỉ của tỉnh',
    basis: 'CV 1/2026',
    confidence: 'verified',
  };

  it('takes days of the alliance from an administrator, once per key', async () => {
    const key = { 'idempotency-key': randomUUID() };
    const first = await administrator.send('POST', '/api/calendar', { days: [day] }, key);
    expect(first.status).toBe(201);
    expect(recomputed).toEqual([administrator.person.allianceId]);
    const again = await administrator.send('POST', '/api/calendar', { days: [day] }, key);
    expect([again.text, again.headers.get('idempotency-replayed')]).toEqual([first.text, 'true']);
    const { body } = await founder.get('/api/calendar?year=2026');
    expect(body.revision).toBe(first.body.revision);
    expect(body.days).toContainEqual(day);
    expect(body.days.every(({ date }: { date: string }) => date.startsWith('2026-'))).toBe(true);
  });

  it('refuses others, and days that are none', async () => {
    expect((await founder.send('POST', '/api/calendar', { days: [] })).status).toBe(403);
    const wrong = await administrator.send('POST', '/api/calendar', {
      days: [{ ...day, date: '2026-02-30' }],
    });
    expect([wrong.status, wrong.body.errors[0].pointer]).toEqual([422, '/days/0/date']);
  });
});

describe('papers', () => {
  it('are owed until their file is there, then read from it', async () => {
    const id = await openFounding(founder);
    const [paper] = (await founder.get(`/api/cases/${id}/documents`)).body.items;
    const owed = await founder.get(paper.links.content);
    expect([owed.status, owed.headers.get('retry-after')]).toEqual([503, '2']);
    const bytes = Buffer.from('%PDF-1.7 thử');
    service.files.set('ab/cd', bytes);
    const issued = {
      state: 'issued',
      path: 'ab/cd',
      bytes: bytes.length,
      sha256: createHash('sha256').update(bytes).digest(),
      issued_at: '2026-03-02T02:00:00Z',
    };
    await service.engine.database.knex('documents').where({ code: paper.code }).update(issued);
    const read = await fetch(service.url + paper.links.content, {
      headers: { authorization: `Bearer ${founder.token}` },
    });
    expect([
      read.status,
      read.headers.get('content-type'),
      read.headers.get('content-length'),
    ]).toEqual([200, 'application/pdf', String(bytes.length)]);
    expect(Buffer.from(await read.arrayBuffer())).toEqual(bytes);
    expect(read.headers.get('content-disposition')).toMatch(
      /^inline; filename="[a-z0-9-]+-[A-Z0-9-]+\.pdf"$/,
    );
    service.files.delete('ab/cd');
    expect((await founder.get(paper.links.content)).status).toBe(503);
    expect(
      (await founder.get(`/api/cases/${await openFounding(founder)}/documents/${paper.id}`)).status,
    ).toBe(404);
  });

  it('are not found by a code that stands on none, however it is written', async () => {
    for (const code of ['XXXX', '7KM4-XH9M-3RTC', '%27', 'a'.repeat(41)]) {
      expect((await service.anonymous.get(`/verify/${code}`)).status).toBe(404);
    }
  });

  it('have a proof once they are anchored', async () => {
    const id = await openFounding(founder);
    expect((await founder.get(`/api/cases/${id}/events/1/proof`)).status).toBe(404);
    await service.engine.anchors.write();
    const { body } = await founder.get(`/api/cases/${id}/events/1/proof`);
    expect(body).toMatchObject({ anchor: { number: expect.any(Number) }, path: expect.any(Array) });
    expect((await founder.get(`/api/cases/${id}/events/0x1/proof`)).status).toBe(404);
  });
});

describe('reports and accounts', () => {
  it('count for those who oversee', async () => {
    const period = '/api/reports/counts?from=2026-01-01&to=2026-12-31';
    expect((await founder.get(period)).status).toBe(403);
    const { body } = await auditor.get(period);
    expect(body).toMatchObject({
      from: '2026-01-01',
      to: '2026-12-31',
      figures: expect.any(Array),
      stocks: expect.any(Array),
    });
  });

  it('say who is calling', async () => {
    const { body } = await auditor.get('/api/me');
    expect(body).toMatchObject({
      id: auditor.person.id,
      roles: [{ role: 'auditor', title: { en: 'Auditor' } }],
      alliance: { slug: 'default' },
    });
  });
});
