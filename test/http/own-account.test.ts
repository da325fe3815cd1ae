// What people change about their own account over HTTP: only after proving who they are, and never unheard.
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { codeAt } from '../../src/accounts/sign-in/generator.ts';
import { changes } from '../../src/accounts/sign-in/letters.ts';
import { openBrowser, type Browser } from './browser.ts';
import { startService, type Answer, type Service } from './service.ts';
import { goodPassword, hire, signInAs, signedInStaff, type Staff } from './staff.ts';

const minute = 60_000;
const newPassword = 'cá rô đồng nướng trui';

let service: Service;
let staff: Staff;
let browser: Browser;
let count = 0;

beforeAll(async () => {
  service = await startService();
});
beforeEach(async () => {
  // Every test has an hour of its own.
  service.ahead.ms += 61 * minute;
  count += 1;
  staff = await hire(service, 'staff');
  browser = await signedInStaff(service, staff);
});
afterAll(() => service.close());

const knex = () => service.engine.database.knex;
const faultOf = ({ status, body }: Answer): unknown[] => [
  status,
  body.errors?.[0]?.pointer ?? body.code,
];
const told = async (email: string): Promise<unknown[]> =>
  (await service.lettersTo(email)).map(({ data }) => data.text);
const change = (current: string, password: string) =>
  browser.send('PUT', '/api/session/password', { current, password });

async function prove(): Promise<Answer> {
  service.ahead.ms += 30_000;
  const code = await staff.code();
  return browser.send('POST', '/api/session/proof', { password: goodPassword, code });
}

async function founder(): Promise<{ email: string; there: Browser }> {
  const [email, there] = [`sang-lap-${count}@example.vn`, openBrowser(service.url)];
  await there.send('POST', '/api/sign-in/code', { email });
  const code = (await service.lettersTo(email)).at(-1)?.data.text;
  await there.send('POST', '/api/sign-in/code/check', { code });
  return { email, there };
}

describe('a proof', () => {
  it('is asked for by every change, fifteen minutes after the last one', async () => {
    service.ahead.ms += 15 * minute + 1_000;
    const answers = [
      await change(goodPassword, newPassword),
      await browser.send('POST', '/api/session/recovery-codes'),
      await browser.send('POST', '/api/session/generator'),
      await browser.send('POST', '/api/session/email', { email: 'khac@example.vn' }),
      await browser.send('POST', '/api/session/tokens', { label: 'máy' }),
    ];
    expect(answers.map(({ status, body }) => [status, body.code])).toEqual(
      answers.map(() => [409, 'refused']),
    );
    expect((await prove()).status).toBe(200);
    expect((await change(goodPassword, newPassword)).status).toBe(204);
  });

  it('needs both factors, and gives the session a new id', async () => {
    const before = browser.cookies.get('session') as string;
    service.ahead.ms += 30_000;
    const code = await staff.code();
    const path = '/api/session/proof';
    expect(faultOf(await browser.send('POST', path, { password: 'sai rồi nhé', code }))).toEqual([
      422,
      '/password',
    ]);
    expect(faultOf(await browser.send('POST', path, { password: goodPassword }))).toEqual([
      422,
      '/code',
    ]);
    expect((await browser.send('POST', path, { password: goodPassword, code })).status).toBe(200);
    expect(browser.cookies.get('session')).not.toBe(before);
    const other = openBrowser(service.url);
    other.cookies.set('session', before);
    expect((await other.get('/api/me')).status).toBe(401);
    expect(await knex()('sessions').where({ account_id: staff.id })).toHaveLength(1);
  });

  it('by one-time code stops after ten tries, also for somebody signed in', async () => {
    const statuses: number[] = [];
    for (let tried = 0; tried < 12; tried += 1)
      statuses.push(
        (
          await browser.send('POST', '/api/session/proof', {
            password: goodPassword,
            code: '000000',
          })
        ).status,
      );
    expect(statuses.filter((status) => status === 422).length).toBeLessThanOrEqual(10);
    expect(statuses.at(-1)).toBe(429);
  });

  it('is a mailed code for a founder, bound to the browser and the person', async () => {
    const { email, there } = await founder();
    service.ahead.ms += 20 * minute;
    expect((await there.send('POST', '/api/session/proof/code')).status).toBe(202);
    const code = (await service.lettersTo(email)).at(-1)?.data.text;
    const path = '/api/session/proof/code/check';
    expect(faultOf(await browser.send('POST', path, { code }))).toEqual([422, '/code']);
    expect((await there.send('POST', path, { code })).status).toBe(200);
    expect((await there.send('POST', '/api/session/tokens', { label: 'máy' })).status).toBe(201);
    // Who has two factors proves with both.
    expect((await browser.send('POST', '/api/session/proof/code')).status).toBe(409);
  });

  it('is nothing that a bearer token can do', async () => {
    const client = await service.client('staff');
    const refused = await client.send('POST', '/api/session/tokens', { label: 'máy' });
    expect([refused.status, refused.body.code]).toEqual([403, 'forbidden']);
    expect((await client.get('/api/session/list')).status).toBe(403);
  });
});

describe('a new password', () => {
  it('needs the old one, keeps the rules, ends every other session, and is told of', async () => {
    const other = await signedInStaff(service, staff);
    expect(faultOf(await change('không phải', newPassword))).toEqual([422, '/current']);
    expect(faultOf(await change(goodPassword, 'hoptacxa2026'))).toEqual([422, '/password']);
    expect((await change(goodPassword, newPassword)).status).toBe(204);
    expect((await browser.get('/api/me')).status).toBe(200);
    expect((await other.get('/api/me')).status).toBe(401);
    expect(await told(staff.email)).toContainEqual(changes.password);
    service.ahead.ms += 30_000;
    const door = openBrowser(service.url);
    expect((await signInAs(door, staff, { password: goodPassword })).status).toBe(422);
    expect((await signInAs(door, staff, { password: newPassword })).status).toBe(200);
  });
});

describe('another generator', () => {
  it('replaces the old one when its first code is right, and is told of', async () => {
    const { secret } = (await browser.send('POST', '/api/session/generator')).body;
    const path = '/api/session/generator/check';
    const now = (): number => Date.now() + service.ahead.ms;
    expect(faultOf(await browser.send('POST', path, { code: await staff.code() }))).toEqual([
      422,
      '/code',
    ]);
    const code = await codeAt(secret, now());
    expect((await browser.send('POST', path, { code })).status).toBe(204);
    expect(await told(staff.email)).toContainEqual(changes.generator);
    service.ahead.ms += 30_000;
    expect((await signInAs(openBrowser(service.url), staff)).status).toBe(422);
    const anew = { ...staff, code: () => codeAt(secret, now()) };
    expect((await signInAs(openBrowser(service.url), anew)).status).toBe(200);
  });

  it('and new recovery codes are for whoever has a password', async () => {
    const { there } = await founder();
    expect((await there.send('POST', '/api/session/generator')).status).toBe(409);
    expect((await there.send('POST', '/api/session/recovery-codes')).status).toBe(409);
    const made = await browser.send('POST', '/api/session/recovery-codes');
    expect(made.body.recoveryCodes).toHaveLength(10);
    expect((await browser.get('/api/session/account')).body).toEqual({
      email: staff.email,
      hasPassword: true,
      hasGenerator: true,
      recoveryCodesLeft: 10,
    });
  });
});

describe('a new address', () => {
  it('is proven by a code sent to it; the old one is told', async () => {
    const { email, there } = await founder();
    const next = `moi-${count}@example.vn`;
    expect((await there.send('POST', '/api/session/email', { email: next })).status).toBe(202);
    const code = (await service.lettersTo(next)).at(-1)?.data.text;
    expect(faultOf(await browser.send('POST', '/api/session/email/check', { code }))).toEqual([
      422,
      '/code',
    ]);
    expect((await there.send('POST', '/api/session/email/check', { code })).status).toBe(204);
    expect((await there.get('/api/session/account')).body.email).toBe(next);
    expect(await told(email)).toContainEqual(changes.email);
  });

  it('is never one that somebody has: that one is sent nothing, whoever asks is told nothing', async () => {
    const { there } = await founder();
    const answer = await there.send('POST', '/api/session/email', { email: staff.email });
    expect(answer.status).toBe(202);
    expect(await service.lettersTo(staff.email)).toEqual([]);
  });
});

describe('sessions', () => {
  it('are listed and ended by their owner alone', async () => {
    const other = await signedInStaff(service, staff);
    const { items } = (await browser.get('/api/session/list')).body;
    expect(items.map(({ current }: { current: boolean }) => current).toSorted()).toEqual([
      false,
      true,
    ]);
    expect(JSON.stringify(items)).not.toContain('sls_');
    const { id } = items.find(({ current }: { current: boolean }) => !current);
    const stranger = await signedInStaff(service, await hire(service, 'staff'));
    expect((await stranger.send('DELETE', `/api/session/list/${id}`)).status).toBe(404);
    expect((await browser.send('DELETE', `/api/session/list/${id}`)).status).toBe(204);
    expect((await other.get('/api/me')).status).toBe(401);
  });

  it('end all but the one in use', async () => {
    const others = [await signedInStaff(service, staff), await signedInStaff(service, staff)];
    expect((await browser.send('DELETE', '/api/session/list')).status).toBe(204);
    for (const other of others) expect((await other.get('/api/me')).status).toBe(401);
    expect((await browser.get('/api/me')).status).toBe(200);
  });
});

it('tokens are made, listed without their text, and revoked by their owner alone', async () => {
  const { id, token } = (await browser.send('POST', '/api/session/tokens', { label: 'máy' })).body;
  const headers = { authorization: `Bearer ${token}` };
  expect((await openBrowser(service.url).get('/api/me', headers)).body.id).toBe(staff.id);
  const listed = await browser.get('/api/session/tokens');
  expect(listed.body.items).toMatchObject([{ id, label: 'máy' }]);
  expect(listed.text).not.toContain(token);
  const stranger = await signedInStaff(service, await hire(service, 'staff'));
  expect((await stranger.send('DELETE', `/api/session/tokens/${id}`)).status).toBe(404);
  expect((await browser.send('DELETE', `/api/session/tokens/${id}`)).status).toBe(204);
  expect((await openBrowser(service.url).get('/api/me', headers)).status).toBe(401);
});

describe('sweeping', () => {
  it('removes what is over and keeps what is in force', async () => {
    const tables = ['sessions', 'sign_in_steps', 'sign_in_limits', 'known_devices'];
    const counts = () => Promise.all(tables.map(async (table) => (await knex()(table)).length));
    await service.signIn.sweep();
    expect((await browser.get('/api/me')).status).toBe(200);
    service.ahead.ms += 200 * 24 * 60 * minute;
    await service.signIn.sweep();
    expect(await counts()).toEqual([0, 0, 0, 0]);
    service.ahead.ms -= 200 * 24 * 60 * minute;
  });
});
