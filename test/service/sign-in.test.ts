// Signing in at a running service: demo accounts, mail that goes through the outbox, links of the command line.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { codeAt } from '../../src/accounts/sign-in/generator.ts';
import { openBrowser } from '../http/browser.ts';
import { home, json, leaveHomes, verb, type Home } from './homes.ts';
import { run, start, tokensIn, until, type Running } from './running.ts';

let place: Home;
let service: Running;
let origin: string;

beforeAll(async () => {
  place = await home();
  service = await start(place);
  origin = service.url;
});
afterAll(leaveHomes);

const fresh = () => openBrowser(service.url, origin);

describe('demo accounts', () => {
  it('are told with their secrets once, and sign in with what this machine is told', async () => {
    const { items, secondsLeft } = (await fresh().get('/dev/accounts.json')).body;
    expect(secondsLeft).toBeGreaterThan(0);
    const staff = items.find(({ role }: { role: string }) => role === 'staff');
    expect(service.out()).toContain(staff.password);
    expect(service.out()).toContain(staff.totpSecret);
    const browser = fresh();
    const { email, password, code } = staff;
    expect((await browser.send('POST', '/api/sign-in/password', { email, password })).status).toBe(
      200,
    );
    expect((await browser.send('POST', '/api/sign-in/second', { code })).body.person.roles).toEqual(
      ['staff'],
    );
    const founder = items.find(({ role }: { role: string }) => role === 'founder');
    expect(founder).toEqual({
      email: 'founder@demo.example',
      role: 'founder',
      signIn: 'code',
      mailbox: expect.any(String),
    });
  });

  it('are not told to other hosts, nor to pages under other names', async () => {
    for (const headers of [{ 'x-forwarded-for': '203.0.113.5' }, { forwarded: 'for=203.0.113.5' }])
      expect((await fetch(`${service.url}/dev/accounts.json`, { headers })).status).toBe(404);
    const { request } = await import('node:http');
    const status = await new Promise((told) => {
      const headers = { host: 'rebound.example' };
      request(`${service.url}/dev/accounts.json`, { headers }, (answer) => {
        answer.resume();
        told(answer.statusCode);
      }).end();
    });
    expect(status).toBe(404);
  });

  it('go on signing in by their bearer tokens', async () => {
    const headers = { authorization: `Bearer ${tokensIn(place.DATA_DIR).leader}` };
    expect((await fetch(`${service.url}/api/me`, { headers })).status).toBe(200);
  });
});

describe('a code', () => {
  it('reaches its reader through the outbox, and is not left behind in it', async () => {
    const email = 'nguoi.moi@example.vn';
    const browser = fresh();
    expect((await browser.send('POST', '/api/sign-in/code', { email })).status).toBe(202);
    const read = async () => (await fresh().get(`/dev/mail.json?to=${email}`)).body;
    await until(async () => (await read()).items.length === 1);
    const [letter] = (await read()).items;
    expect(letter.subject).toBe('Mã đăng nhập Sáng Lập');
    expect(letter.noticeId).toMatch(/^letter\//);
    const [, code = ''] = /: (\d{6})/.exec(letter.text) ?? [];
    expect(
      (await browser.send('POST', '/api/sign-in/code/check', { code })).body.person.roles,
    ).toEqual(['founder']);
    const dump = await verb(place, 'user', 'list', '--json');
    expect(json(dump).map((account: { email: string }) => account.email)).toContain(email);
  });
});

describe('the command line', () => {
  const email = 'la@example.vn';

  it('makes an account whose link sets it up, and sets it up anew when the phone is lost', async () => {
    const args = ['--email', email, '--role', 'clerk', '--name', 'Sùng A Lả'];
    const made = await run(
      ['user', 'create', ...args, '--password-stdin', '--json'],
      place,
      'gạo mới thơm bếp\n',
    );
    expect(made).toMatchObject({ code: 0, err: '' });
    expect(made.out).not.toContain('gạo mới');
    const { url } = json(await verb(place, 'user', 'enrol', '--email', email, '--json'));
    const token = url.split('/').at(-1);
    const browser = fresh();
    const { secret, choosesPassword } = (
      await browser.send('POST', '/api/sign-in/enrol', { token })
    ).body;
    expect(choosesPassword).toBe(false);
    const code = await codeAt(secret, Date.now());
    const done = await browser.send('POST', '/api/sign-in/enrol/finish', {
      token,
      password: 'gạo mới thơm bếp',
      code,
    });
    expect(done.body.recoveryCodes).toHaveLength(10);

    const reset = await verb(place, 'user', 'reset-totp', '--email', email);
    expect(reset.out).toContain(`user enrol --email ${email}`);
    await until(async () => (await browser.get('/api/me')).status === 401);
    const refused = await fresh().send('POST', '/api/sign-in/password', {
      email,
      password: 'gạo mới thơm bếp',
    });
    expect(refused.status).toBe(409);
    expect(json(await verb(place, 'user', 'reset-totp', '--email', email, '--json'))).toEqual({
      email,
      reset: false,
      told: expect.any(Number),
    });
  });

  it('makes no account with a bad password', async () => {
    const args = ['--email', 'xau@example.vn', '--role', 'clerk', '--name', 'Ai Đó'];
    const refused = await run(['user', 'create', ...args, '--password-stdin'], place, '12345678\n');
    expect([refused.code, refused.out]).toEqual([1, '']);
    const listed = json(await verb(place, 'user', 'list', '--json'));
    expect(listed.map((account: { email: string }) => account.email)).not.toContain(
      'xau@example.vn',
    );
  });

  it('lists and revokes tokens', async () => {
    const made = json(
      await verb(place, 'token', 'create', '--user', email, '--label', 'máy', '--json'),
    );
    expect((await verb(place, 'token', 'list', '--user', email)).out).toContain(`${made.id}  `);
    expect((await verb(place, 'token', 'revoke', '--id', made.id)).out).toBe(
      `${made.id} is revoked\n`,
    );
    expect((await verb(place, 'token', 'revoke', '--id', made.id)).code).toBe(1);
    const [listed] = json(await verb(place, 'token', 'list', '--user', email, '--json'));
    expect(listed.revokedAt).toMatch(/^\d{4}-/);
  });

  it.each([
    'user enrol --email nobody@example.vn',
    'user enrol --email founder@demo.example',
    'user reset-totp --email nobody@example.vn',
    'token revoke --id not-an-id',
    'token list --user nobody@example.vn',
  ])('%s: one line and exit code 1', async (line) => {
    const { code, out, err } = await verb(place, ...line.split(' '));
    expect([code, out]).toEqual([1, '']);
    expect(err.trimEnd().split('\n')).toHaveLength(1);
  });
});
