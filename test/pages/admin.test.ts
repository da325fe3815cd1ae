// Administration in a real browser: people, what the system could not do, and what everybody may look up.
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openFounding, startService, type Service } from '../http/service.ts';
import { openBrowser } from './chromium.ts';
import { barriers, excess, visitor, type Visitor } from './signed.ts';

let service: Service;
let browser: Browser;
let admin: Visitor;
let id: string;

beforeAll(async () => {
  [service, browser] = await Promise.all([startService(), openBrowser()]);
  admin = await visitor(service, browser, ['administrator']);
  id = await openFounding(await service.client('founder'));
}, 180_000);
afterAll(async () => {
  await browser.close();
  await service.close();
});

const accounts = () => service.engine.database.knex('accounts');

describe('people', () => {
  it('are added, given roles, put out of use; a wrong address is told', async () => {
    const { page } = admin;
    await page.goto(`${service.url}/admin/people`);
    await page.getByText('Thêm tài khoản').click();
    await page.locator('#name').fill('Lê Thị Sen');
    await page.locator('#email').fill('sen@lienminh.example');
    await page.getByRole('button', { name: 'Thêm', exact: true }).click();
    expect(await page.locator('[role=alert]').innerText()).toContain('Thiếu vai trò');
    await page.locator('#new-staff').check();
    await page.getByRole('button', { name: 'Thêm', exact: true }).click();
    const made = await accounts().where({ email: 'sen@lienminh.example' }).first();
    expect(made.roles).toEqual(['staff']);
    const links = async () =>
      (await service.lettersTo('sen@lienminh.example')).map(({ template, data }) => [
        template,
        JSON.stringify(data.text).includes('/sign-in/enrol/'),
      ]);
    expect(await links()).toEqual([['accountEnrol', true]]);
    const row = page.locator('tr', { hasText: 'Lê Thị Sen' });
    await service.signIn.credentials.setGenerator(made.id, 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP');
    await row.locator('summary').click();
    await row.getByRole('button', { name: /Mất điện thoại/ }).click();
    expect(await page.getByText('liên kết cài lại đã gửi').count()).toBe(1);
    expect(await links()).toEqual([
      ['accountEnrol', true],
      ['accountEnrol', true],
    ]);
    expect(await service.signIn.credentials.resetGenerator(made.id)).toBe(false);
    await row.locator('summary').click();
    await row.locator(`[id="${made.id}-unit-head"]`).check();
    await row.getByRole('button', { name: 'Lưu vai trò' }).click();
    await row.locator('summary').click();
    await row.getByRole('button', { name: 'Khóa tài khoản' }).click();
    expect(await row.innerText()).toContain('Đã khóa');
    const now = await accounts().where({ id: made.id }).first();
    expect([now.roles, now.disabled_at !== null]).toEqual([['staff', 'unit-head'], true]);
  });

  it('are not changed by anybody else, and nobody changes their own account', async () => {
    const auditor = await visitor(service, browser, ['auditor']);
    expect((await auditor.page.goto(`${service.url}/admin/people`))?.status()).toBe(403);
    await auditor.context.close();
    await admin.page.goto(`${service.url}/admin/people`);
    const own = admin.page.locator('tr', { hasText: /^administrator/ });
    expect(await own.locator('form').count()).toBe(0);
  });
});

describe('the log of what was done', () => {
  it('is narrowed by case, by person and by day', async () => {
    const { page } = admin;
    const rows = async (query: string): Promise<number> => {
      await page.goto(`${service.url}/admin/audit?${query}`);
      return page.locator('tbody tr').count();
    };
    const { number } = await service.engine.database.knex('cases').where({ id }).first('number');
    const all = await rows('');
    expect(all).toBeGreaterThan(0);
    expect(await rows(`number=${number}`)).toBe(1);
    expect(await rows('number=TL-0000-0000')).toBe(0);
    expect(await rows('actor=FOUNDER')).toBe(all);
    expect(await rows('actor=nobody%25')).toBe(0);
    const day = service.engine.clock.today();
    expect(await rows(`number=${number}&from=${day}&to=${day}`)).toBe(1);
    expect(await rows('to=2020-01-01')).toBe(0);
    expect(await barriers(page)).toEqual([]);
  });
});

describe('what the system could not do', () => {
  it('is shown with its error and put back in line', async () => {
    const { knex } = service.engine.database;
    const error = 'Máy chủ thư từ chối';
    await knex('outbox').where({ case_id: id }).limit(1).update({ state: 'failed', error });
    const failed = await knex('outbox').where({ state: 'failed' }).count({ n: '*' }).first();
    const { page } = admin;
    await page.goto(`${service.url}/admin`);
    await page.getByRole('link', { name: 'Xem và thử lại' }).click();
    expect(await page.getByText(error).count()).toBe(Number(failed?.['n']));
    await page.getByRole('button', { name: /Thử lại tất cả/ }).click();
    expect(await knex('outbox').where({ state: 'failed' })).toEqual([]);
  });
});

const paths = ['', '/people', '/outbox', '/audit', '/numbers', '/texts?name=filed'].map(
  (path) => `/admin${path}`,
);
describe.each([...paths, '/admin/law', '/processes', '/processes/appraisal'])('%s', (path) => {
  it('has no barrier, fits a small phone, and is not for founders', async () => {
    for (const lang of ['en', 'vi']) {
      await admin.page.setViewportSize({ width: 1280, height: 900 });
      const address = `${service.url}${path}${path.includes('?') ? '&' : '?'}lang=${lang}`;
      expect((await admin.page.goto(address))?.status()).toBe(200);
      expect(await barriers(admin.page)).toEqual([]);
      expect(await excess(admin.page)).toBe(0);
    }
    const stranger = await visitor(service, browser, ['founder']);
    expect((await stranger.page.goto(service.url + path))?.status()).toBe(403);
    await stranger.context.close();
  });
});
