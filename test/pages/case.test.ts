// The page of a case and its dossier: papers sent in by a phone, with scripts and without; told at once when the case
// moves on, and told nothing more when one may not see it or has signed out.
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { createSessions } from '../../src/accounts/sign-in/sessions.ts';
import { mostLines } from '../../src/pages/live.ts';
import { execute } from '../database.ts';
import { paper } from '../files/samples.ts';
import { example, openFounding, startService, type Client, type Service } from '../http/service.ts';
import { act, toDrafting, toFiling } from '../http/play.ts';
import { openBrowser } from './chromium.ts';
import { barriers, excess, visitor } from './signed.ts';

let service: Service;
let browser: Browser;
let head: Client;
let staff: Client;
beforeAll(async () => {
  [service, browser] = await Promise.all([startService(), openBrowser()]);
  head = await service.client('unit-head');
  staff = await service.client('staff');
}, 180_000);
afterAll(async () => {
  await browser.close();
  await service.close();
});

async function assign(id: string): Promise<void> {
  const payload = { ...example('ASSIGN'), adviser: staff.person.id };
  const { headers } = await head.get(`/api/cases/${id}`);
  const match = { 'if-match': headers.get('etag') ?? '' };
  const done = await head.send(
    'POST',
    `/api/cases/${id}/events`,
    { type: 'ASSIGN', payload },
    match,
  );
  expect(done.status).toBe(201);
}

describe.each([
  ['with scripts', true, 'vi-VN'],
  ['without scripts', false, 'vi-VN'],
  ['in English', true, 'en-GB'],
])('a dossier on a phone, %s', (_, scripts, locale) => {
  it('takes a file, refuses another with the reason, shows versions and remarks', async () => {
    const founder = await visitor(service, browser, ['founder'], { width: 390, scripts, locale });
    const { page } = founder;
    const id = await openFounding(founder.client);
    await page.goto(`${service.url}/cases/${id}`);
    await page.locator(`main a[href="/cases/${id}/dossier"]`).last().click();
    const charter = page.locator('#CHARTER');
    const send = async (name: string, buffer: Buffer): Promise<void> => {
      const mimeType = 'application/pdf';
      await charter.locator('input[type=file]').setInputFiles({ name, mimeType, buffer });
      await charter.locator('form[enctype] button').click();
    };
    await send('Điều lệ.pdf', await paper('Điều lệ', 2));
    expect(await page.locator('.govuk-notification-banner').count()).toBe(1);
    expect(await charter.locator('.sl-file').innerText()).toContain('Điều lệ.pdf');
    await send('Điều lệ hỏng.pdf', Buffer.from('không phải PDF'));
    expect(await page.locator('.govuk-error-summary li').count()).toBe(1);
    expect(await charter.locator('.govuk-form-group--error').count()).toBe(1);
    await send('Điều lệ (sửa).pdf', await paper('Điều lệ sửa', 3));
    const { body } = await founder.client.get(`/api/cases/${id}/files`);
    const kept = body.slots.find((slot: { id: string }) => slot.id === 'CHARTER').versions;
    const states = kept.map((each: { version: number; state: string }) => [
      each.version,
      each.state,
    ]);
    expect(states).toEqual([
      [1, 'available'],
      [2, 'available'],
      [null, 'refused'],
    ]);
    const remarks = `/api/files/${kept[1].id}/remarks`;
    await head.send('POST', remarks, { text: 'Điều 5 chưa ghi số vốn.' });
    await page.goto(`${service.url}/cases/${id}/dossier`);
    expect(await charter.innerText()).toContain('Điều 5 chưa ghi số vốn.');
    expect(scripts ? await barriers(page) : []).toEqual([]);
    expect(await excess(page)).toBeLessThanOrEqual(0);
    const current = charter.locator(`#file-${kept[1].id}`);
    await current.locator('summary').click();
    await current.locator('button[value=withdraw]').click();
    const after = await founder.client.get(`/api/cases/${id}/files`);
    expect(after.body.slots.find((slot: { id: string }) => slot.id === 'CHARTER').current).toBe(
      kept[0].id,
    );
    await page.goto(`${service.url}/cases/${id}`);
    expect(scripts ? await barriers(page) : []).toEqual([]);
    expect(await excess(page)).toBeLessThanOrEqual(0);
    await founder.context.close();
  });
});

it('a dossier of a hidden case is as one that does not exist', async () => {
  const id = await openFounding(await service.client('founder'));
  const other = await visitor(service, browser, ['founder']);
  for (const path of ['dossier', 'live']) {
    const answer = await other.page.goto(`${service.url}/cases/${id}/${path}`);
    expect([path, answer?.status()]).toEqual([path, 404]);
  }
  await other.context.close();
});

describe('a page that is open while the case moves on', () => {
  it('offers to be loaded again, in every browser that has it, without losing what was typed', async () => {
    const [one, two] = await Promise.all([
      visitor(service, browser, ['founder'], { width: 390 }),
      visitor(service, browser, ['staff']),
    ]);
    const id = await openFounding(one.client);
    await one.page.goto(`${service.url}/cases/${id}`);
    await two.page.goto(`${service.url}/cases/${id}/messages`);
    await two.page.locator('#text').fill('Đang viết dở');
    await assign(id);
    for (const { page } of [one, two]) {
      const said = page.getByRole('status').getByRole('link');
      await said.waitFor();
      expect(await page.getByRole('status').innerText()).toContain('Hồ sơ vừa có thay đổi');
    }
    expect(await two.page.inputValue('#text')).toBe('Đang viết dở');
    expect(await barriers(one.page)).toEqual([]);
    expect(await excess(one.page)).toBeLessThanOrEqual(0);
    await one.page.getByRole('status').getByRole('link').click();
    expect(await one.page.locator('.sl-timeline__item').count()).toBe(2);
    expect(await one.page.getByRole('status').getByRole('link').count()).toBe(0);
    await Promise.all([one.context.close(), two.context.close()]);
  });
});

type Heard = { status: number; next(): Promise<string>; cancel(): Promise<void> };

async function signedInBy({ person }: Client) {
  const sessions = createSessions(service.engine.database.knex, () => Date.now());
  return sessions.begin({ accountId: person.id, method: 'password', device: 'Thử' });
}

/** A line as a browser holds it; `next` is the next version told, or `end`. */
async function follow(token: string, id: string): Promise<Heard> {
  const headers = { cookie: `session=${token}`, accept: 'text/event-stream' };
  const answer = await fetch(`${service.url}/cases/${id}/live`, { headers });
  const reader = answer.body?.pipeThrough(new TextDecoderStream()).getReader();
  return {
    status: answer.status,
    async next() {
      for (;;) {
        const read = await reader?.read();
        if (!read || read.done) return 'end';
        const [, version] = /^data: (.*)$/m.exec(read.value) ?? [];
        if (version !== undefined) return version;
      }
    },
    cancel: async () => reader?.cancel(),
  };
}

describe('a line that tells of changes', () => {
  it('is left without a word in the log', async () => {
    const id = await openFounding(await service.client('founder'));
    const { token } = await signedInBy(head);
    const before = service.logged.length;
    const line = await follow(token, id);
    await assign(id);
    expect(await line.next()).toBe('2');
    await line.cancel();
    const again = await follow(token, id);
    await again.cancel();
    await service.anonymous.get('/healthz');
    expect(service.logged.slice(before)).toEqual([]);
  });

  it('says the version and nothing else, and ends for who is recused', async () => {
    const id = await openFounding(await service.client('founder'));
    const { token } = await signedInBy(staff);
    const line = await follow(token, id);
    await assign(id);
    expect(await line.next()).toBe('2');
    const { knex } = service.engine.database;
    await knex('cases')
      .where({ id })
      .update({ recused: [staff.person.id], version: 3 });
    expect(await line.next()).toBe('end');
  });

  it('ends with its session, which it does not keep alive', async () => {
    const id = await openFounding(await service.client('founder'));
    const begun = await signedInBy(head);
    const { knex } = service.engine.database;
    const line = await follow(begun.token, id);
    const seen = await knex('sessions').where({ id: begun.id }).first('seen_at');
    await knex('sessions').where({ id: begun.id }).update({ idle_ends_at: '2020-01-01' });
    expect(await line.next()).toBe('end');
    expect(await knex('sessions').where({ id: begun.id }).first('seen_at')).toEqual(seen);
  }, 20_000);

  it('is held a few times by one person, and not by programs', async () => {
    const founder = await service.client('founder');
    const id = await openFounding(founder);
    const { token } = await signedInBy(founder);
    const lines = [];
    for (let index = 0; index < mostLines.person; index += 1) lines.push(await follow(token, id));
    expect(lines.map(({ status }) => status)).toEqual(lines.map(() => 200));
    expect((await follow(token, id)).status).toBe(429);
    await Promise.all(lines.map((line) => line.cancel()));
    const accept = { accept: 'text/event-stream' };
    expect((await founder.get(`/cases/${id}/live`, accept)).status).toBe(403);
  });

  it('goes on when the database was away', async () => {
    const founder = await service.client('founder');
    const id = await openFounding(founder);
    const { token } = await signedInBy(founder);
    const line = await follow(token, id);
    const { rows } = await service.engine.database.knex.raw('select current_database() as name');
    await execute(
      inject('testServer').url,
      `select pg_terminate_backend(pid) from pg_stat_activity where datname = '${rows[0].name}'`,
    );
    await assign(id).catch(() => assign(id));
    expect(await line.next()).toBe('2');
    await line.cancel();
  });

  it('ends when the service stops, and no other begins', async () => {
    const stopping = await startService();
    const founder = await stopping.client('founder');
    const id = await openFounding(founder);
    const sessions = createSessions(stopping.engine.database.knex, () => Date.now());
    const { token } = await sessions.begin({
      accountId: founder.person.id,
      method: 'code',
      device: 'Thử',
    });
    const headers = { cookie: `session=${token}`, accept: 'text/event-stream' };
    const open = await fetch(`${stopping.url}/cases/${id}/live`, { headers });
    stopping.app.stopping();
    expect(await open.text()).not.toContain('data:');
    expect((await fetch(`${stopping.url}/cases/${id}/live`, { headers })).status).toBe(503);
    await stopping.close();
  });
});

describe('what comes next', () => {
  it('stands where the state is said: one step of one’s own, before what can be done at any time', async () => {
    const founder = await visitor(service, browser, ['founder'], { width: 390 });
    const { page } = founder;
    const id = await openFounding(founder.client);
    await page.goto(`${service.url}/cases/${id}`);
    expect(await page.locator('.sl-turn .govuk-button').count()).toBe(0);
    await toFiling(founder.client, head, id);
    await page.reload();
    const step = page.locator('.sl-turn .govuk-button');
    expect(await step.innerText()).toBe('Làm tiếp: Nộp hồ sơ đăng ký');
    expect((await step.boundingBox())?.y).toBeLessThan(844);
    const acts = await page.locator('#tasks + ul a').allInnerTexts();
    expect([acts[0], acts.at(-1)]).toEqual(['Nộp hồ sơ đăng ký', 'Rút hồ sơ']);
    const drafting = await openFounding(founder.client);
    await toDrafting(head, drafting);
    await page.goto(`${service.url}/cases/${drafting}`);
    expect(await step.getAttribute('href')).toBe(`/cases/${drafting}/drafting`);
    expect([await barriers(page), await excess(page)]).toEqual([[], 0]);
    await founder.context.close();
  });

  it('is printed without the addresses of links', async () => {
    const { page, context, client } = await visitor(service, browser, ['founder']);
    await page.goto(`${service.url}/cases/${await openFounding(client)}`);
    await page.emulateMedia({ media: 'print' });
    const shown = `[...document.querySelectorAll('a[href]')].map((a) => getComputedStyle(a, '::after').content)`;
    expect(new Set(await page.evaluate<string[]>(shown))).toEqual(new Set(['none']));
    await context.close();
  });

  it('names no step where several would do', async () => {
    const founder = await visitor(service, browser, ['founder'], { locale: 'en-GB' });
    const { page } = founder;
    const id = await openFounding(founder.client);
    await toFiling(founder.client, head, id);
    await act(founder.client, id, 'FILE');
    await act(head, id, 'RECEIPT_RECORDED');
    await act(head, id, 'REFUSE');
    await page.goto(`${service.url}/cases/${id}`);
    expect(await page.locator('.sl-turn').innerText()).toContain('It is your turn');
    expect(await page.locator('.sl-turn .govuk-button').count()).toBe(0);
    await founder.context.close();
  });

  it('is not what may befall a cooperative', async () => {
    const founder = await visitor(service, browser, ['founder']);
    const { page } = founder;
    const id = await openFounding(founder.client);
    await toFiling(founder.client, head, id);
    await act(founder.client, id, 'FILE');
    await act(head, id, 'RECEIPT_RECORDED');
    await act(head, id, 'GRANT');
    await page.goto(`${service.url}/cases/${id}`);
    expect(await page.locator('main').innerText()).toContain('Số thành viên xuống dưới');
    expect(await page.locator('.sl-turn .govuk-button').count()).toBe(0);
    await founder.context.close();
  });
});
