// The working-day calendar in a real browser, without scripts: which due dates a day off would move, and that they do.
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addWorkingDays, makeCalendar, nationalDays } from '../../machines/calendar.ts';
import { openFounding, startService, type Service } from '../http/service.ts';
import { openBrowser } from './chromium.ts';
import { barriers, excess, visitor, type Visitor } from './signed.ts';

let service: Service;
let browser: Browser;
let admin: Visitor;
let id: string;

beforeAll(async () => {
  [service, browser] = await Promise.all([
    startService({ onCalendarChanged: async () => service.engine.cases.recompute(id) }),
    openBrowser(),
  ]);
  admin = await visitor(service, browser, ['administrator'], { scripts: false });
  id = await openFounding(await service.client('founder'));
}, 180_000);
afterAll(async () => {
  await browser.close();
  await service.close();
});

const dueOn = async (): Promise<string> => {
  const row = await service.engine.database.knex('cases').where({ id }).first('due_on');
  return row.due_on as string;
};
const slashed = (date: string) => date.split('-').toReversed().join('/');
const button = (name: string | RegExp) => admin.page.getByRole('button', { name });
const day = '2026-03-05';

async function fill({ page }: Visitor): Promise<void> {
  await page.goto(`${service.url}/admin/calendar?year=2026`);
  await page.locator('summary', { hasText: 'Thêm ngày' }).click();
  await page.locator('#date').fill(day);
  await page.locator('#kind').selectOption('swap-off');
  await page.locator('#name').fill('Nghỉ của tỉnh');
  await page.locator('#basis').fill('Công văn 12/UBND ngày 01/3/2026');
}

describe('a day of the alliance', () => {
  it('shows the due dates it would move, and moves none before it is saved', async () => {
    const before = await dueOn();
    const { page } = admin;
    await fill(admin);
    await button('Xem thời hạn').click();
    const [first] = await page.locator('tbody tr').allInnerTexts();
    const after = addWorkingDays(makeCalendar(nationalDays, 'national'), before, 1);
    expect(first).toContain(slashed(before));
    expect(first).toContain(slashed(after));
    expect(await dueOn()).toBe(before);
    await button('Ghi và tính lại').click();
    expect(await dueOn()).toBe(after);
    const row = page.locator('tr', { hasText: 'Nghỉ của tỉnh' });
    expect(await row.innerText()).toMatch(/của Liên minh[^]*12\/UBND[^]*chưa xác nhận/);
    await row.getByRole('button', { name: /Bỏ/ }).click();
    expect(await page.locator('tbody tr').first().innerText()).toContain(slashed(before));
    await button('Ghi và tính lại').click();
    expect(await dueOn()).toBe(before);
    expect(await row.count()).toBe(0);
  });

  it('is not saved over a change made meanwhile, nor without a paper', async () => {
    const { page, client } = admin;
    await fill(admin);
    await page.locator('#basis').fill(' ');
    await button('Xem thời hạn').click();
    expect(await page.locator('[role=alert]').innerText()).toContain('Căn cứ:');
    await page.locator('#basis').fill('Công văn 12/UBND');
    await button('Xem thời hạn').click();
    const other = { date: '2026-03-10', kind: 'swap-off', name: 'Khác', basis: 'CV 2' };
    const days = [{ ...other, confidence: 'verified' }];
    expect((await client.send('POST', '/api/calendar', { days })).status).toBe(201);
    await button('Ghi và tính lại').click();
    expect(await page.locator('[role=alert]').innerText()).toContain('người khác thay đổi');
    const now = (await client.get('/api/calendar?year=2026')).body.days;
    expect(now.map(({ date }: { date: string }) => date)).toContain('2026-03-10');
    expect(now.map(({ date }: { date: string }) => date)).not.toContain(day);
  });
});

describe('the page', () => {
  it('has no barrier, fits a small phone; staff read it, founders do not', async () => {
    const staff = await visitor(service, browser, ['staff']);
    const other = await visitor(service, browser, ['administrator']);
    for (const { page } of [other, staff])
      for (const lang of ['en', 'vi']) {
        await page.setViewportSize({ width: 1280, height: 900 });
        await page.goto(`${service.url}/admin/calendar?year=2026&lang=${lang}`);
        for (const each of await page.locator('summary').all()) await each.click();
        expect(await barriers(page)).toEqual([]);
        expect(await excess(page)).toBe(0);
      }
    await fill(other);
    await other.page.getByRole('button', { name: 'Xem thời hạn' }).click();
    expect(await other.page.locator('tbody tr').count()).toBeGreaterThan(0);
    expect(await barriers(other.page)).toEqual([]);
    expect(await excess(other.page)).toBe(0);
    expect(await staff.page.locator('main form').count()).toBe(0);
    const founder = await visitor(service, browser, ['founder']);
    expect((await founder.page.goto(`${service.url}/admin/calendar`))?.status()).toBe(403);
  });
});
