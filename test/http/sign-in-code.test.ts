// Signing in by a mailed code over HTTP: what is sent to whom, what a code is worth, and how often one may guess.
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { disableAccount } from '../../src/accounts/accounts.ts';
import { openBrowser, type Browser } from './browser.ts';
import { startService, type Answer, type Service } from './service.ts';

const minute = 60_000;

let service: Service;
let count = 0;
/** The proxy tells where a call comes from; every test has a network of its own. */
let network: string;

beforeAll(async () => {
  service = await startService({ config: { trustProxy: 1 } });
});
beforeEach(() => {
  service.ahead.ms = 0;
  count += 1;
  network = `203.0.113.${count}`;
});
afterAll(() => service.close());

const someone = (): string => `founder-${count}@example.vn`;
const post = (browser: Browser, path: string, body: unknown, from = network): Promise<Answer> =>
  browser.send('POST', path, body, { 'x-forwarded-for': from });
const ask = (browser: Browser, email: string, from?: string) =>
  post(browser, '/api/sign-in/code', { email }, from);
const check = (browser: Browser, code: string, from?: string) =>
  post(browser, '/api/sign-in/code/check', { code }, from);

async function codeFor(email: string): Promise<string> {
  const letter = (await service.lettersTo(email)).findLast(
    ({ template }) => template === 'accountCode',
  );
  return (letter?.data.text ?? '') as string;
}

/** Another code of six digits. */
const wrong = (code: string): string => String((Number(code) + 1) % 1_000_000).padStart(6, '0');

async function asked(email = someone()): Promise<{ browser: Browser; code: string }> {
  const browser = openBrowser(service.url);
  expect((await ask(browser, email)).status).toBe(202);
  return { browser, code: await codeFor(email) };
}

const accounts = (email: string) => service.engine.database.knex('accounts').where({ email });
const sessions = (email: string) =>
  service.engine.database
    .knex('sessions as s')
    .join('accounts as a', 'a.id', 's.account_id')
    .where({ email });

describe('a code', () => {
  it('signs a founder in, whose account is made then, in the alliance of this installation', async () => {
    const { browser, code } = await asked();
    expect(code).toMatch(/^\d{6}$/);
    expect(await accounts(someone())).toEqual([]);
    const signedIn = await check(browser, code);
    expect([signedIn.status, signedIn.body]).toMatchObject([
      200,
      { method: 'code', person: { roles: ['founder'] } },
    ]);
    const [account] = await accounts(someone());
    expect((await browser.get('/api/me')).body).toMatchObject({
      id: account.id,
      alliance: { id: account.alliance_id, slug: 'default' },
    });
    // An address is an identifier, and journals keep names for ever.
    expect(account.name).not.toContain('@');
  });

  it('takes spaces in between, and the name of a new person', async () => {
    const { browser, code } = await asked();
    const body = { code: ` ${code.slice(0, 3)} ${code.slice(3)} `, name: 'Trần Văn An' };
    const signedIn = await post(browser, '/api/sign-in/code/check', body);
    expect(signedIn.body.person.name).toBe('Trần Văn An');
  });

  it('takes a name for one line, whatever signs are in it', async () => {
    const { browser, code } = await asked();
    const name = 'An\r\nBcc: victim@example.vn';
    const signedIn = await post(browser, '/api/sign-in/code/check', { code, name });
    expect(signedIn.body.person.name).toBe('An Bcc: victim@example.vn');
    const other = await asked(`other-${someone()}`);
    const refused = await post(other.browser, '/api/sign-in/code/check', {
      code: other.code,
      name: 'An\u0007',
    });
    expect([refused.status, refused.body.errors[0].pointer]).toEqual([422, '/name']);
  });

  it('signs in to the account there is, in whatever case the address is written', async () => {
    const first = await asked();
    await check(first.browser, first.code);
    const again = openBrowser(service.url);
    await ask(again, someone().toUpperCase());
    await check(again, await codeFor(someone()));
    expect(await accounts(someone())).toHaveLength(1);
    expect(await sessions(someone())).toHaveLength(2);
  });

  it('is good once', async () => {
    const { browser, code } = await asked();
    const step = browser.cookies.get('step') as string;
    expect((await check(browser, code)).status).toBe(200);
    const second = openBrowser(service.url);
    second.cookies.set('step', step);
    expect((await check(second, code)).body).toMatchObject({ errors: [{ pointer: '/code' }] });
    expect(await sessions(someone())).toHaveLength(1);
  });

  it('is good for ten minutes', async () => {
    const { browser, code } = await asked();
    service.ahead.ms = 10 * minute - 1_000;
    const late = await asked(`late-${someone()}`);
    service.ahead.ms += 2_000;
    expect((await check(browser, code)).status).toBe(422);
    expect((await check(late.browser, late.code)).status).toBe(200);
  });

  it('is worth nothing in another browser than the one that asked', async () => {
    const { browser, code } = await asked();
    const other = openBrowser(service.url);
    expect((await check(other, code)).status).toBe(422);
    await asked(`another-${someone()}`);
    await ask(other, `another-${someone()}`);
    expect((await check(other, code)).status).toBe(422);
    expect((await check(browser, code)).status).toBe(200);
  });

  it('gives one session to thirty calls at once', async () => {
    const { browser, code } = await asked();
    const csrf = await browser.csrf();
    const headers = { 'x-csrf-token': csrf, cookie: `step=${browser.cookies.get('step')}` };
    const answers = await Promise.all(
      Array.from({ length: 30 }, () =>
        browser.send('POST', '/api/sign-in/code/check', { code }, headers),
      ),
    );
    const made = answers.filter(({ status }) => status === 200);
    expect(made).toHaveLength(1);
    expect(await sessions(someone())).toHaveLength(1);
    expect(await accounts(someone())).toHaveLength(1);
  });

  it('is tried five times, then even the right one is refused', async () => {
    const { browser, code } = await asked();
    for (let tried = 0; tried < 5; tried += 1)
      expect((await check(browser, wrong(code))).status).toBe(422);
    expect((await check(browser, code)).status).toBe(422);
  });

  it('of before is no longer good when a new one was asked for', async () => {
    const { browser, code } = await asked();
    await ask(browser, someone());
    const next = await codeFor(someone());
    if (next !== code) expect((await check(browser, code)).status).toBe(422);
    expect((await check(browser, next)).status).toBe(200);
  });

  it('is kept nowhere in the clear', async () => {
    const { code } = await asked();
    const { knex } = service.engine.database;
    const kept = JSON.stringify([
      await knex('sign_in_steps'),
      await knex('outbox').where({ kind: 'letter' }),
      await knex('sign_in_limits'),
    ]);
    expect(kept).not.toContain(code);
    expect(kept).not.toContain('@example.vn');
  });
});

describe('whoever is signed in by it', () => {
  it('gets a new session id, whatever the browser held before', async () => {
    const planted = `sls_${'A'.repeat(43)}`;
    const { browser, code } = await asked();
    const step = browser.cookies.get('step');
    browser.cookies.set('session', planted);
    expect((await check(browser, code)).status).toBe(200);
    expect(browser.cookies.get('session')).not.toBe(planted);
    expect(browser.cookies.get('step')).not.toBe(step);
    const held = browser.cookies.get('session') as string;
    await ask(browser, someone());
    await check(browser, await codeFor(someone()));
    expect(browser.cookies.get('session')).not.toBe(held);
    browser.cookies.set('session', held);
    expect((await browser.get('/api/me')).status).toBe(401);
    expect(await sessions(someone())).toHaveLength(1);
  });

  it.each(['staff', 'board-chair', 'leader', 'clerk', 'commune', 'administrator'] as const)(
    'is never a %s: the letter holds no code, and the answer is the same',
    async (role) => {
      const { id } = await service.engine.person(role, 'founder');
      const { email } = await service.engine.database.knex('accounts').where({ id }).first();
      const browser = openBrowser(service.url);
      expect((await ask(browser, email)).status).toBe(202);
      const letters = await service.lettersTo(email);
      expect(letters.map(({ template, data }) => [template, data])).toEqual([
        ['accountCodeRefused', {}],
      ]);
    },
  );

  it('is not somebody who became staff after asking', async () => {
    const first = await asked();
    await check(first.browser, first.code);
    const { browser, code } = await asked();
    await accounts(someone()).update({ roles: ['founder', 'staff'] });
    expect((await check(browser, code)).status).toBe(422);
  });

  it('is not somebody whose account is closed', async () => {
    const first = await asked();
    await check(first.browser, first.code);
    const { browser, code } = await asked();
    await disableAccount(service.engine.database.knex, someone(), '2026-03-02T02:00:00Z');
    expect((await check(browser, code)).status).toBe(422);
    await ask(browser, someone());
    expect((await service.lettersTo(someone())).at(-1)?.template).toBe('accountClosed');
  });
});

describe('asking', () => {
  it('is answered alike for an address with an account, without one, and for one of the staff', async () => {
    const { id } = await service.engine.person('staff');
    const { email } = await service.engine.database.knex('accounts').where({ id }).first();
    const known = await asked();
    await check(known.browser, known.code);
    const answers: Answer[] = [];
    for (const address of [someone(), `nobody-${someone()}`, email])
      answers.push(await ask(openBrowser(service.url), address));
    const shape = answers.map(({ status, body }) => [status, Object.keys(body)]);
    expect(shape).toEqual(Array.from({ length: 3 }, () => [202, ['csrf']]));
  });

  it('does the same work in the database for each of them', async () => {
    const { knex } = service.engine.database;
    const known = await asked();
    await check(known.browser, known.code);
    const statements = async (email: string): Promise<string[]> => {
      const seen: string[] = [];
      const note = ({ sql }: { sql: string }): void => void seen.push(sql);
      knex.on('query', note);
      await ask(openBrowser(service.url), email);
      knex.removeListener('query', note);
      return seen;
    };
    expect(await statements(someone())).toEqual(await statements(`nobody-${someone()}`));
  });

  it.each([
    'not an address',
    'a@b',
    'a@example.vn\r\nBcc: b@example.vn',
    'a@example.vn,b@example.vn',
  ])('refuses %j', async (address) => {
    const refused = await ask(openBrowser(service.url), address);
    expect([refused.status, refused.body.errors[0].pointer]).toEqual([422, '/email']);
  });

  it('is refused from another site, also for a browser that holds nothing yet', async () => {
    const browser = openBrowser(service.url);
    const headers = { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' };
    const refused = await browser.send('POST', '/api/sign-in/code', { email: someone() }, headers);
    expect([refused.status, browser.lastSet]).toEqual([403, []]);
    expect(await service.lettersTo(someone())).toEqual([]);
  });

  it('sends five mails an hour to one address from one network, whatever forwarded header is made up', async () => {
    const browser = openBrowser(service.url);
    for (let sent = 0; sent < 5; sent += 1)
      expect((await ask(browser, someone())).status).toBe(202);
    const headers = {
      'x-forwarded-for': `198.51.100.7, 192.0.2.1, ${network}`,
      forwarded: 'for=198.51.100.9',
      'x-real-ip': '198.51.100.8',
    };
    const refused = await browser.send('POST', '/api/sign-in/code', { email: someone() }, headers);
    expect([refused.status, refused.body.code]).toEqual([429, 'too-many']);
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(3_000);
    expect(await service.lettersTo(someone())).toHaveLength(5);
    service.ahead.ms = 61 * minute;
    expect((await ask(browser, someone())).status).toBe(202);
  });

  it('by strangers does not keep away whoever signed in from this browser before', async () => {
    const first = await asked();
    await check(first.browser, first.code);
    for (let sent = 0; sent < 30; sent += 1)
      await ask(openBrowser(service.url), someone(), `198.51.100.${sent}`);
    expect((await ask(openBrowser(service.url), someone(), '198.51.100.99')).status).toBe(429);
    expect((await ask(first.browser, someone())).status).toBe(202);
    expect((await check(first.browser, await codeFor(someone()))).status).toBe(200);
  });
});

describe('guessing', () => {
  it('stops at twenty codes an hour for one address, from however many browsers and networks', async () => {
    const { browser: known, code: first } = await asked();
    await check(known, first);
    let looked = 0;
    for (let round = 0; round < 8; round += 1) {
      const browser = openBrowser(service.url);
      const from = `198.51.101.${round}`;
      await ask(browser, someone(), from);
      const code = await codeFor(someone());
      for (let tried = 0; tried < 5; tried += 1)
        looked += (await check(browser, wrong(code), from)).status === 422 ? 1 : 0;
    }
    expect(looked).toBeLessThanOrEqual(20);
    await ask(known, someone());
    expect((await check(known, await codeFor(someone()))).status).toBe(200);
  });

  it('a thousand times brings nobody in', async () => {
    const { browser, code } = await asked();
    const step = browser.cookies.get('step') as string;
    const csrf = await browser.csrf();
    const statuses = new Map<number, number>();
    for (let tried = 0; tried < 1_000; tried += 1) {
      browser.cookies.set('step', step);
      const guess = String((Number(code) + 1 + tried) % 1_000_000).padStart(6, '0');
      const headers = {
        'x-csrf-token': csrf,
        'x-forwarded-for': `10.0.${tried % 250}.${tried % 249}`,
      };
      const { status } = await browser.send(
        'POST',
        '/api/sign-in/code/check',
        { code: guess },
        headers,
      );
      statuses.set(status, (statuses.get(status) ?? 0) + 1);
    }
    expect([...statuses.keys()]).toEqual([422]);
    expect(await sessions(someone())).toEqual([]);
    expect((await check(browser, code)).status).toBe(422);
  });
});
