// Sessions of browsers over HTTP: who a call is from, that it was meant, and how it ends.
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import {
  createSessions,
  mostSessions,
  type Sessions,
} from '../../src/accounts/sign-in/sessions.ts';
import type { Role } from '../../machines/roles.ts';
import { openBrowser, type Browser } from './browser.ts';
import { startService, type Service } from './service.ts';

const hour = 60 * 60_000;

let service: Service;
/** As another process would see them. */
let sessions: Sessions;
let ahead = 0;

beforeAll(async () => {
  service = await startService();
  sessions = createSessions(service.engine.database.knex, () => Date.now() + ahead);
});
beforeEach(() => {
  ahead = 0;
  sessions.forget();
});
afterAll(() => service.close());

async function signedIn(...roles: Role[]) {
  const person = await service.engine.person(...roles);
  const method = roles.includes('founder') ? ('code' as const) : ('password' as const);
  const begun = await sessions.begin({ accountId: person.id, method, device: 'Thử' });
  const browser = openBrowser(service.url);
  browser.cookies.set('session', begun.token);
  return { person, begun, browser };
}

const newCase = {
  process: 'founding',
  payload: {
    kind: 'cooperative',
    group: 'Nhóm thử',
    commune: 'Xã Hòa Bình',
    representativeName: 'Trần Văn An',
    phone: '0912345678',
  },
};
const open = (browser: Browser, headers = {}) =>
  browser.send('POST', '/api/cases', newCase, headers);

describe('who calls', () => {
  it('is the person of the session cookie, for reading and for writing', async () => {
    const { person, browser } = await signedIn('founder');
    expect((await browser.get('/api/me')).body).toMatchObject({ id: person.id });
    expect((await browser.get('/api/session')).body).toMatchObject({
      person: { id: person.id, roles: ['founder'] },
      method: 'code',
    });
    expect((await open(browser)).status).toBe(201);
  });

  it('is nobody without a cookie, with one of another form, and with one made up', async () => {
    const browser = openBrowser(service.url);
    expect((await browser.get('/api/session')).body.person).toBeNull();
    for (const token of [
      '',
      'x',
      `sls_${'a'.repeat(43)}`,
      `slb_${'a'.repeat(43)}`,
      "' or 1=1 --",
    ]) {
      browser.cookies.set('session', token);
      const refused = await browser.get('/api/me');
      expect([token, refused.status, refused.body.code]).toEqual([token, 401, 'unauthenticated']);
    }
  });

  it('is the holder of the bearer token alone when there is one: the cookie is not looked at', async () => {
    const { browser } = await signedIn('founder');
    const client = await service.client('staff');
    const bearer = { authorization: `Bearer ${client.token}` };
    expect((await browser.get('/api/me', bearer)).body.id).toBe(client.person.id);
    for (const authorization of ['Bearer slt_wrong', 'Basic eDp5', 'x'])
      expect((await browser.get('/api/me', { authorization })).status).toBe(401);
    const other = { ...bearer, origin: 'https://evil.example', 'x-csrf-token': '' };
    expect((await open(browser, { ...other, 'sec-fetch-site': 'cross-site' })).status).toBe(201);
  });

  it('is kept as a digest only', async () => {
    const { begun } = await signedIn('staff');
    const rows = await service.engine.database.knex('sessions').where({ id: begun.id });
    expect(rows).toHaveLength(1);
    expect(JSON.stringify(rows)).not.toContain(begun.token.slice(4));
    expect(rows[0].hash).toHaveLength(32);
  });
});

describe('a call that changes something', () => {
  it.each([
    ['without a token', { 'x-csrf-token': '' }],
    ['with a wrong token', { 'x-csrf-token': 'A'.repeat(43) }],
    ['with a token one sign short', { 'x-csrf-token': 'A'.repeat(42) }],
    ['from another site', { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' }],
    ['from a neighbour domain', { origin: 'https://a.localhost', 'sec-fetch-site': 'same-site' }],
    ['from an origin alone', { origin: 'https://evil.example', 'sec-fetch-site': '' }],
    [
      'from one that looks alike',
      { origin: 'http://localhost.evil.example', 'sec-fetch-site': '' },
    ],
    ['from a hidden origin', { origin: 'null', 'sec-fetch-site': 'cross-site' }],
    ['from a hidden origin that says no more', { origin: 'null', 'sec-fetch-site': '' }],
  ])('is refused %s', async (_, headers) => {
    const { person, browser } = await signedIn('founder');
    const refused = await open(browser, headers);
    expect([refused.status, refused.body.code]).toEqual([403, 'forbidden']);
    const cases = await service.engine.database
      .knex('cases')
      .whereRaw('? = any(parties)', [person.id]);
    expect(cases).toEqual([]);
  });

  it('is refused with the token of another session', async () => {
    const [mine, other] = [await signedIn('founder'), await signedIn('founder')];
    const csrf = await other.browser.csrf();
    expect((await open(mine.browser, { 'x-csrf-token': csrf })).status).toBe(403);
  });

  it('passes with the token and no word about its origin, as from a program that keeps cookies', async () => {
    const { browser } = await signedIn('founder');
    expect((await open(browser, { origin: '', 'sec-fetch-site': '' })).status).toBe(201);
  });

  it('needs the token of a browser that is not signed in but known', async () => {
    const browser = openBrowser(service.url);
    const csrf = await browser.csrf();
    expect([...browser.cookies.keys()]).toEqual(['step']);
    const wrong = { 'x-csrf-token': 'A'.repeat(43) };
    expect((await browser.send('POST', '/api/sign-out', undefined, wrong)).status).toBe(403);
    expect(await browser.csrf()).toBe(csrf);
    expect((await browser.send('POST', '/api/sign-out')).status).toBe(204);
  });
});

describe('the end of a session', () => {
  it('comes with signing out: at once, and the browser holds nothing of it', async () => {
    const { begun, browser } = await signedIn('staff');
    expect((await browser.get('/api/me')).status).toBe(200);
    const out = await browser.send('POST', '/api/sign-out');
    expect([out.status, out.headers.get('clear-site-data')]).toEqual([204, '"storage"']);
    expect(browser.cookies.has('session')).toBe(false);
    browser.cookies.set('session', begun.token);
    expect((await browser.get('/api/me')).status).toBe(401);
    expect(await service.engine.database.knex('sessions').where({ id: begun.id })).toEqual([]);
  });

  it('is not brought about by GET', async () => {
    const { browser } = await signedIn('staff');
    expect((await browser.get('/api/sign-out')).status).toBe(405);
    expect((await browser.get('/api/me')).status).toBe(200);
  });

  it.each([
    ['password' as const, hour],
    ['oidc' as const, hour],
    ['code' as const, 7 * 24 * hour],
  ])('comes by idleness: %s after %d ms', async (method, idleMs) => {
    const { id: accountId } = await service.engine.person('founder');
    const { token } = await sessions.begin({ accountId, method, device: '' });
    ahead = idleMs - 1_000;
    expect(await sessions.of(token)).toBeDefined();
    ahead += idleMs - 1_000;
    sessions.forget();
    expect(await sessions.of(token)).toBeDefined();
    ahead += idleMs + 1;
    sessions.forget();
    expect(await sessions.of(token)).toBeUndefined();
  });

  it('comes after twelve hours however busy it was', async () => {
    const { begun } = await signedIn('leader');
    for (let at = 0; at < 12 * hour; at += hour / 2) {
      ahead = at;
      sessions.forget();
      expect([at, (await sessions.of(begun.token))?.id]).toEqual([at, begun.id]);
    }
    ahead = 12 * hour;
    sessions.forget();
    expect(await sessions.of(begun.token)).toBeUndefined();
  });

  it('comes with the end of the account', async () => {
    const { person, begun } = await signedIn('clerk');
    await service.engine.database
      .knex('accounts')
      .where({ id: person.id })
      .update({ disabled_at: '2026-03-02T02:00:00Z' });
    expect(await sessions.of(begun.token)).toBeUndefined();
  });

  it('comes for whoever signed in by a code and was given more to do', async () => {
    const { person, begun } = await signedIn('founder');
    expect(await sessions.of(begun.token)).toBeDefined();
    await service.engine.database
      .knex('accounts')
      .where({ id: person.id })
      .update({ roles: ['founder', 'staff'] });
    sessions.forget();
    expect(await sessions.of(begun.token)).toBeUndefined();
  });

  it('comes for the oldest when an account has too many', async () => {
    const { person, begun } = await signedIn('staff');
    for (let made = 0; made < mostSessions; made += 1) {
      ahead += 1_000;
      await sessions.begin({ accountId: person.id, method: 'password', device: `${made}` });
    }
    expect(await sessions.of(begun.token)).toBeUndefined();
    expect(await sessions.list(person.id)).toHaveLength(mostSessions);
  });
});

describe('cookies', () => {
  it('carry __Host- under https and are for no script; plain names are not looked at there', async () => {
    const secure = await startService({ config: { publicUrl: 'https://htx.example.vn' } });
    const browser = openBrowser(secure.url, 'https://htx.example.vn');
    await browser.get('/api/session');
    expect(browser.lastSet).toEqual([
      expect.stringMatching(
        /^__Host-step=slb_[\w-]{43}; Max-Age=3600; Path=\/; HttpOnly; SameSite=Lax; Secure$/,
      ),
    ]);
    const person = await secure.engine.person('staff');
    const { token } = await createSessions(secure.engine.database.knex, Date.now).begin({
      accountId: person.id,
      method: 'password',
      device: '',
    });
    browser.cookies.set('session', token);
    expect((await browser.get('/api/me')).status).toBe(401);
    browser.cookies.set('__Host-session', token);
    expect((await browser.get('/api/me')).status).toBe(200);
    const loopback = { origin: 'http://localhost:3000', 'sec-fetch-site': '' };
    expect((await browser.send('POST', '/api/sign-out', undefined, loopback)).status).toBe(403);
    await secure.close();
  });
});

it('costs one query for calls that come together, and none for three seconds', async () => {
  const { browser } = await signedIn('founder');
  let asked = 0;
  const { knex } = service.engine.database;
  const count = ({ sql }: { sql: string }): void => void (asked += Number(/sessions/.test(sql)));
  knex.on('query', count);
  await Promise.all(Array.from({ length: 20 }, () => browser.get('/api/session')));
  knex.removeListener('query', count);
  expect(asked).toBe(1);
});
