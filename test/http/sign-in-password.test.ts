// Signing in by password and one-time code over HTTP: both factors, each good once, and a thousand guesses.
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createAccount, disableAccount } from '../../src/accounts/accounts.ts';
import { codeAt } from '../../src/accounts/sign-in/generator.ts';
import { openBrowser, type Browser } from './browser.ts';
import { startService, type Answer, type Service } from './service.ts';
import { goodPassword, hire, signInAs, signedInStaff, type Staff } from './staff.ts';

const minute = 60_000;

let service: Service;
let count = 0;
let from: Record<string, string>;

beforeAll(async () => {
  service = await startService({ config: { trustProxy: 1 } });
});
beforeEach(() => {
  // The next code and a window without tries.
  service.ahead.ms += 16 * minute;
  count += 1;
  from = { 'x-forwarded-for': `203.0.113.${count}` };
});
afterAll(() => service.close());

const knex = () => service.engine.database.knex;
const fresh = (): Browser => openBrowser(service.url);
const password = (browser: Browser, email: string, given: string, headers = from) =>
  browser.send('POST', '/api/sign-in/password', { email, password: given }, headers);
const second = (browser: Browser, body: object, headers = from) =>
  browser.send('POST', '/api/sign-in/second', body, headers);
const sessionsOf = ({ id }: Staff) => knex()('sessions').where({ account_id: id });
const faultOf = ({ status, body }: Answer): unknown[] => [status, body.errors?.[0]?.pointer];

describe('password and one-time code', () => {
  it('sign a member of staff in, the password alone does not', async () => {
    const staff = await hire(service, 'staff');
    const browser = fresh();
    expect((await password(browser, staff.email, goodPassword)).status).toBe(200);
    expect((await browser.get('/api/me')).status).toBe(401);
    expect(await sessionsOf(staff)).toEqual([]);
    const signedIn = await second(browser, { code: await staff.code() });
    expect(signedIn.body).toMatchObject({ method: 'password', person: { id: staff.id } });
    expect((await browser.get('/api/me')).body.id).toBe(staff.id);
  });

  it('take the password however its accents are composed', async () => {
    const staff = await hire(service, 'staff');
    const answer = await password(fresh(), staff.email, goodPassword.normalize('NFD'));
    expect(answer.status).toBe(200);
  });

  it.each([
    ['a wrong password', (staff: Staff) => [staff.email, `${goodPassword} `]],
    ['a password that was cut', (staff: Staff) => [staff.email, goodPassword.slice(0, -1)]],
    ['an unknown address', () => ['nobody@example.vn', goodPassword]],
  ])('refuse %s in the same words', async (_, given) => {
    const staff = await hire(service, 'staff');
    const [email = '', typed = ''] = given(staff);
    const refused = await password(fresh(), email, typed);
    expect(faultOf(refused)).toEqual([422, '/password']);
    expect(refused.body.errors[0].code).toBe('password');
    expect(refused.body.errors[0].detail.vi).toBe('Địa chỉ thư hoặc mật khẩu không đúng');
  });

  it('do the same work for an address that is known and one that is not', async () => {
    const staff = await hire(service, 'staff');
    const statements = async (email: string): Promise<string[]> => {
      const seen: string[] = [];
      const note = ({ sql }: { sql: string }): void => void seen.push(sql);
      knex().on('query', note);
      await password(fresh(), email, 'not the password');
      knex().removeListener('query', note);
      return seen;
    };
    expect(await statements(staff.email)).toEqual(await statements('nobody@example.vn'));
  });

  it('are refused for a closed account, also between the steps', async () => {
    const [one, other] = [await hire(service, 'staff'), await hire(service, 'staff')];
    await disableAccount(knex(), one.email, '2026-03-02T02:00:00Z');
    expect(faultOf(await password(fresh(), one.email, goodPassword))).toEqual([422, '/password']);
    const browser = fresh();
    await password(browser, other.email, goodPassword);
    await disableAccount(knex(), other.email, '2026-03-02T02:00:00Z');
    expect(faultOf(await second(browser, { code: await other.code() }))).toEqual([422, '/code']);
  });

  it('are refused without a generator: the password opens nothing by itself', async () => {
    const staff = await hire(service, 'staff');
    await knex().transaction((tx) => service.signIn.lostPhone.takeAway(tx, staff.id));
    const browser = fresh();
    const refused = await password(browser, staff.email, goodPassword);
    expect([refused.status, refused.body.code]).toEqual([409, 'refused']);
    expect(faultOf(await second(browser, { code: await staff.code() }))).toEqual([422, '/code']);
  });

  it('leave the second step to the browser of the first', async () => {
    const staff = await hire(service, 'staff');
    await password(fresh(), staff.email, goodPassword);
    const other = fresh();
    await other.csrf();
    expect(faultOf(await second(other, { code: await staff.code() }))).toEqual([422, '/code']);
  });

  it('leave ten minutes for the second step', async () => {
    const staff = await hire(service, 'staff');
    const browser = fresh();
    await password(browser, staff.email, goodPassword);
    service.ahead.ms += 10 * minute + 1;
    expect(faultOf(await second(browser, { code: await staff.code() }))).toEqual([422, '/code']);
  });

  it('give a new session id and end the session the browser had', async () => {
    const staff = await hire(service, 'leader');
    const browser = fresh();
    browser.cookies.set('session', `sls_${'A'.repeat(43)}`);
    await signInAs(browser, staff, { headers: from });
    const first = browser.cookies.get('session') as string;
    expect(first).not.toBe(`sls_${'A'.repeat(43)}`);
    service.ahead.ms += 30_000;
    await signInAs(browser, staff, { headers: from });
    expect(browser.cookies.get('session')).not.toBe(first);
    expect(await sessionsOf(staff)).toHaveLength(1);
  });
});

describe('a one-time code', () => {
  it('is good once, in whatever browser', async () => {
    const staff = await hire(service, 'staff');
    const code = await staff.code();
    expect((await signInAs(fresh(), staff, { code, headers: from })).status).toBe(200);
    expect(faultOf(await signInAs(fresh(), staff, { code, headers: from }))).toEqual([
      422,
      '/code',
    ]);
    expect(await sessionsOf(staff)).toHaveLength(1);
  });

  it('gives one session to eight browsers at once', async () => {
    const staff = await hire(service, 'staff');
    const browsers = Array.from({ length: 8 }, fresh);
    for (const browser of browsers) await password(browser, staff.email, goodPassword);
    const code = await staff.code();
    const answers = await Promise.all(browsers.map((browser) => second(browser, { code })));
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    expect(await sessionsOf(staff)).toHaveLength(1);
  });

  it('is good in its own half minute and ten seconds after', async () => {
    const staff = await hire(service, 'staff');
    const now = Date.now() + service.ahead.ms;
    service.ahead.ms += 30_000 - (now % 30_000) + 5_000;
    const [before, ahead] = [await staff.code(-30_000), await staff.code(30_000)];
    expect(faultOf(await signInAs(fresh(), staff, { code: ahead, headers: from }))).toEqual([
      422,
      '/code',
    ]);
    expect((await signInAs(fresh(), staff, { code: before, headers: from })).status).toBe(200);
    service.ahead.ms += 30_000 + 10_000;
    const late = await codeAt(staff.secret, Date.now() + service.ahead.ms - 30_000);
    expect(faultOf(await signInAs(fresh(), staff, { code: late, headers: from }))).toEqual([
      422,
      '/code',
    ]);
  });

  it('is kept with a secret that cannot be read in the database', async () => {
    const staff = await hire(service, 'staff');
    const rows = await knex()('authenticators').where({ account_id: staff.id });
    expect(rows).toHaveLength(1);
    expect(rows[0].sealed.toString('latin1')).not.toContain(staff.secret);
    const other = await hire(service, 'staff');
    await knex()('authenticators')
      .where({ account_id: other.id })
      .update({ sealed: rows[0].sealed });
    // Sealed for one account: under another it opens nothing.
    expect((await signInAs(fresh(), other, { headers: from })).status).toBe(500);
  });
});

describe('guessing', () => {
  it('a thousand passwords brings nobody in, and keeps out nobody who was here before', async () => {
    const staff = await hire(service, 'administrator');
    const known = await signedInStaff(service, staff);
    const statuses = new Map<number, number>();
    const browser = fresh();
    await browser.csrf();
    for (let tried = 0; tried < 1_000; tried += 1) {
      const headers = { 'x-forwarded-for': `198.51.${tried % 100}.${tried % 240}` };
      const { status } = await password(browser, staff.email, `wrong password ${tried}`, headers);
      statuses.set(status, (statuses.get(status) ?? 0) + 1);
    }
    expect([...statuses]).toEqual([
      [422, 10],
      [429, 990],
    ]);
    expect((await password(fresh(), staff.email, goodPassword)).status).toBe(429);
    service.ahead.ms += 30_000;
    expect((await signInAs(known, staff, { headers: from })).status).toBe(200);
  });

  it('stops after a hundred from one network, over all addresses', async () => {
    const statuses: number[] = [];
    for (let tried = 0; tried < 101; tried += 1)
      statuses.push((await password(fresh(), `a${tried}@example.vn`, 'wrong password')).status);
    expect(statuses.slice(0, 100).every((status) => status === 422)).toBe(true);
    expect(statuses[100]).toBe(429);
  });

  it('is answered alike for an address that is not known', async () => {
    const statuses: number[] = [];
    for (let tried = 0; tried < 12; tried += 1)
      statuses.push((await password(fresh(), 'unknown@example.vn', 'wrong password')).status);
    expect(statuses).toEqual([...Array.from({ length: 10 }, () => 422), 429, 429]);
  });

  it('at one-time codes with the right password stops after ten', async () => {
    const staff = await hire(service, 'staff');
    const right = await staff.code();
    const wrong = (tried: number): string =>
      String((Number(right) + 1 + tried) % 1_000_000).padStart(6, '0');
    const statuses: number[] = [];
    for (let tried = 0; tried < 14; tried += 1) {
      const browser = fresh();
      await password(browser, staff.email, goodPassword);
      statuses.push((await second(browser, { code: wrong(tried) })).status);
    }
    expect(statuses).toEqual([...Array.from({ length: 10 }, () => 422), 429, 429, 429, 429]);
    expect(await sessionsOf(staff)).toEqual([]);
  });
});

describe('an enrolment link', () => {
  const open = (browser: Browser, token: string) =>
    browser.send('POST', '/api/sign-in/enrol', { token }, from);
  const finish = (browser: Browser, body: object) =>
    browser.send('POST', '/api/sign-in/enrol/finish', body, from);

  async function invited(roles: string[] = ['staff']) {
    const { id: allianceId } = await knex()('alliances').first('id');
    const email = `new-${count}@example.vn`;
    const given = { allianceId, email, name: 'Lò Thị Mây', roles };
    const account = await createAccount(knex(), given, '2026-03-02T02:00:00Z');
    const { url } = await service.signIn.enrolment.invite(account.id);
    return { account, url, token: url.split('/').at(-1) as string };
  }
  const now = (): number => Date.now() + service.ahead.ms;

  it('sets password and generator, tells ten recovery codes once, and signs in', async () => {
    const { account, url, token } = await invited();
    expect(url).toMatch(/^http:\/\/localhost\/sign-in\/enrol\/sll_[\w-]{43}$/);
    const browser = fresh();
    const opened = await open(browser, token);
    expect(opened.body).toMatchObject({ email: account.email, choosesPassword: true });
    expect(opened.body.uri).toContain(`secret=${opened.body.secret}`);
    const code = await codeAt(opened.body.secret, now());
    const done = await finish(browser, { token, password: goodPassword, code });
    expect(done.body).toMatchObject({ method: 'password', person: { id: account.id } });
    expect(new Set(done.body.recoveryCodes).size).toBe(10);
    for (const each of done.body.recoveryCodes)
      expect(each).toMatch(/^(?:[0-9A-Z]{6}-){3}[0-9A-Z]{6}$/);
    const kept = await knex()('recovery_codes').where({ account_id: account.id });
    expect(kept).toHaveLength(10);
    // The code that proved the generator is used up.
    const again = { ...account, secret: opened.body.secret, code: () => Promise.resolve(code) };
    expect(faultOf(await signInAs(fresh(), again, { code, headers: from }))).toEqual([
      422,
      '/code',
    ]);
  });

  it('is good once, and for a day', async () => {
    const { token, account } = await invited();
    const browser = fresh();
    const { secret } = (await open(browser, token)).body;
    const body = { token, password: goodPassword, code: await codeAt(secret, now()) };
    expect((await finish(browser, body)).status).toBe(200);
    expect(faultOf(await open(fresh(), token))).toEqual([422, '/token']);
    const next = (await service.signIn.enrolment.invite(account.id)).url
      .split('/')
      .at(-1) as string;
    service.ahead.ms += 24 * 60 * minute + 1;
    expect(faultOf(await open(fresh(), next))).toEqual([422, '/token']);
  });

  it('needs a code of its own generator', async () => {
    const { token } = await invited();
    const browser = fresh();
    await open(browser, token);
    const stranger = await hire(service, 'staff');
    const body = { token, password: goodPassword, code: await stranger.code() };
    expect(faultOf(await finish(browser, body))).toEqual([422, '/code']);
  });

  it('needs the password of an account that has one: the link alone opens nothing', async () => {
    const staff = await hire(service, 'staff');
    const { url } = await service.signIn.enrolment.invite(staff.id);
    const token = url.split('/').at(-1) as string;
    const browser = fresh();
    const opened = await open(browser, token);
    expect(opened.body.choosesPassword).toBe(false);
    const code = await codeAt(opened.body.secret, now());
    const body = { token, password: 'another good password', code };
    expect(faultOf(await finish(browser, body))).toEqual([422, '/password']);
    expect((await finish(browser, { ...body, password: goodPassword })).status).toBe(200);
  });

  it.each([
    ['short', 'length'],
    ['a'.repeat(129), 'length'],
    ['1234567890', 'common'],
    ['Password', 'common'],
    ['LiênMinhHợpTácXã2026', 'context'],
    ['Lò Thị Mây 1990', 'context'],
  ])('does not take %s for a password: %s', async (given, code) => {
    const { token } = await invited();
    const browser = fresh();
    const { secret } = (await open(browser, token)).body;
    const refused = await finish(browser, {
      token,
      password: given,
      code: await codeAt(secret, now()),
    });
    expect([refused.status, refused.body.errors[0]]).toMatchObject([
      422,
      { pointer: '/password', code },
    ]);
  });

  it.each(['', 'x', `sll_${'a'.repeat(43)}`, "' or 1=1 --"])('is not %j', async (token) => {
    expect((await open(fresh(), token)).status).toBe(422);
  });

  it('is for nobody who signs in by a mailed code', async () => {
    const { id } = await service.engine.person('founder');
    await expect(service.signIn.enrolment.invite(id)).rejects.toMatchObject({ code: 'refused' });
  });
});

describe('a recovery code', () => {
  async function enrolled(): Promise<{ staff: Staff; codes: string[] }> {
    const staff = await hire(service, 'staff');
    const { url } = await service.signIn.enrolment.invite(staff.id);
    const token = url.split('/').at(-1) as string;
    const browser = fresh();
    const { secret } = (await browser.send('POST', '/api/sign-in/enrol', { token }, from)).body;
    const code = await codeAt(secret, Date.now() + service.ahead.ms);
    const body = { token, password: goodPassword, code };
    const done = await browser.send('POST', '/api/sign-in/enrol/finish', body, from);
    return { staff, codes: done.body.recoveryCodes };
  }

  it('takes the place of a one-time code once, however it is typed, and its holder is told', async () => {
    const { staff, codes } = await enrolled();
    const browser = fresh();
    await password(browser, staff.email, goodPassword);
    const recoveryCode = (codes[3] as string).toLowerCase().replaceAll('-', ' ');
    expect((await second(browser, { recoveryCode })).status).toBe(200);
    const letters = await service.lettersTo(staff.email);
    expect(letters.map(({ data }) => (data.text as { en: string }).en)).toContain(
      'A recovery code was used to sign in.',
    );
    const other = fresh();
    await password(other, staff.email, goodPassword);
    expect(faultOf(await second(other, { recoveryCode }))).toEqual([422, '/recoveryCode']);
    expect(await knex()('recovery_codes').where({ account_id: staff.id })).toHaveLength(9);
  });

  it('is somebody’s own', async () => {
    const [one, other] = [await enrolled(), await enrolled()];
    const browser = fresh();
    await password(browser, one.staff.email, goodPassword);
    const refused = await second(browser, { recoveryCode: other.codes[0] });
    expect(faultOf(refused)).toEqual([422, '/recoveryCode']);
  });
});

describe('a forgotten password', () => {
  const ask = (email: string) => fresh().send('POST', '/api/sign-in/reset', { email }, from);
  const finish = (token: string, given: string) =>
    fresh().send('POST', '/api/sign-in/reset/finish', { token, password: given }, from);
  const newPassword = 'cua đồng bò ngang ruộng lúa';

  async function resetToken(email: string): Promise<string> {
    const letter = (await service.lettersTo(email)).find(
      ({ template }) => template === 'accountReset',
    );
    return letter ? ((letter.data.text as string).split('/').at(-1) as string) : '';
  }

  it('is set anew by a mailed link, once; the generator stays, and every session ends', async () => {
    const staff = await hire(service, 'staff');
    const browser = await signedInStaff(service, staff);
    expect((await ask(staff.email)).status).toBe(202);
    const token = await resetToken(staff.email);
    expect((await finish(token, newPassword)).status).toBe(204);
    expect((await browser.get('/api/me')).status).toBe(401);
    expect(faultOf(await finish(token, 'yet another password'))).toEqual([422, '/token']);
    service.ahead.ms += 30_000;
    expect(faultOf(await signInAs(fresh(), staff, { headers: from }))).toEqual([422, '/password']);
    expect((await signInAs(fresh(), staff, { password: newPassword, headers: from })).status).toBe(
      200,
    );
  });

  it('is not set by a link that is half an hour old, nor to a bad one', async () => {
    const staff = await hire(service, 'staff');
    await ask(staff.email);
    const token = await resetToken(staff.email);
    expect(faultOf(await finish(token, 'sanglap2026'))).toEqual([422, '/password']);
    service.ahead.ms += 30 * minute + 1;
    expect(faultOf(await finish(token, newPassword))).toEqual([422, '/token']);
  });

  it('is asked for alike whether there is an account or not, and who has none hears nothing', async () => {
    const staff = await hire(service, 'staff');
    const { id } = await service.engine.person('founder');
    const { email: founder } = await knex()('accounts').where({ id }).first('email');
    const answers = [await ask(staff.email), await ask('nobody@example.vn'), await ask(founder)];
    expect(answers.map(({ status, body }) => [status, Object.keys(body)])).toEqual(
      Array.from({ length: 3 }, () => [202, ['csrf']]),
    );
    expect(await service.lettersTo('nobody@example.vn')).toEqual([]);
    expect((await service.lettersTo(founder)).map(({ template }) => template)).toEqual([
      'accountResetByCode',
    ]);
  });

  it('names our own address in its link, whatever host the asking call named', async () => {
    const staff = await hire(service, 'staff');
    const headers = { ...from, 'x-forwarded-host': 'evil.example', forwarded: 'host=evil.example' };
    await fresh().send('POST', '/api/sign-in/reset', { email: staff.email }, headers);
    const [letter] = await service.lettersTo(staff.email);
    expect(letter?.data.text).toMatch(/^http:\/\/localhost\/sign-in\/reset\/sll_/);
  });
});

describe('whoever comes from a new browser', () => {
  it('is told of by mail, but not the first time and not from a known one', async () => {
    const staff = await hire(service, 'staff');
    const known = await signedInStaff(service, staff);
    expect(await service.lettersTo(staff.email)).toEqual([]);
    service.ahead.ms += 30_000;
    await signInAs(known, staff, { headers: from });
    expect(await service.lettersTo(staff.email)).toEqual([]);
    await signedInStaff(service, staff);
    const letters = await service.lettersTo(staff.email);
    expect(letters.map(({ template }) => template)).toEqual(['accountChanged']);
  });
});
