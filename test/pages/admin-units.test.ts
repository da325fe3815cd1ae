// Units and absences in a real browser, without scripts: made, filled, given communes, and who stands in for whom.
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openFounding, startService, type Client, type Service } from '../http/service.ts';
import { openBrowser } from './chromium.ts';
import { barriers, excess, signedIn, visitor, type Visitor } from './signed.ts';

let service: Service;
let browser: Browser;
let admin: Visitor;
let [staff, deputy]: Client[] = [];

beforeAll(async () => {
  [service, browser] = await Promise.all([startService(), openBrowser()]);
  admin = await visitor(service, browser, ['administrator'], { scripts: false });
  staff = await service.client('staff');
  deputy = await service.client('unit-head');
}, 180_000);
afterAll(async () => {
  await browser.close();
  await service.close();
});

const units = async () => (await admin.client.get('/api/units')).body.items;
const button = (name: string | RegExp) => admin.page.getByRole('button', { name });
const open = () => admin.page.goto(`${service.url}/admin/units`);
const change = () => admin.page.locator('summary', { hasText: 'Thay đổi' }).click();

describe('units', () => {
  it('are made from a form; a code that cannot be is told with its field', async () => {
    const { page } = admin;
    await page.goto(`${service.url}/admin`);
    await page.getByRole('link', { name: 'Phòng và người thay' }).first().click();
    await page.locator('summary', { hasText: 'Lập phòng' }).click();
    await page.locator('#code').fill('Phòng 1');
    await page.locator('#name').fill('Phòng Tư vấn');
    await page.locator('#nameEn').fill('Advice');
    await button('Lập phòng').click();
    expect(await page.locator('[role=alert]').innerText()).toContain('Mã phòng:');
    expect(await page.locator('#name').inputValue()).toBe('Phòng Tư vấn');
    await page.locator('#code').fill('phong-tu-van');
    await button('Lập phòng').click();
    expect(await units()).toMatchObject([{ code: 'phong-tu-van', name: { en: 'Advice' } }]);
  });

  it('get members and communes, and so the cases from there', async () => {
    const { page } = admin;
    await open();
    for (const [who, heads] of [
      [staff, false],
      [deputy, true],
    ] as const) {
      await change();
      await page.getByLabel('Đưa vào phòng').selectOption(who?.person.id ?? '');
      if (heads) await page.getByLabel('là trưởng phòng').check();
      await button('Đưa vào').click();
    }
    await change();
    await page.getByLabel('Thêm xã, phường').fill('Xã Không Có Thật');
    await button('Thêm địa bàn').click();
    expect(await page.locator('[role=alert]').innerText()).toContain('Không có xã, phường nào');
    await button('Nhận từ mọi nơi').click();
    await change();
    await page.getByLabel('Thêm xã, phường').fill('10417');
    await button('Thêm địa bàn').click();
    const [unit] = await units();
    expect(unit.members.map(({ id, head }: { id: string; head: boolean }) => [id, head])).toEqual([
      [deputy?.person.id, true],
      [staff?.person.id, false],
    ]);
    expect(unit.territories).toHaveLength(2);
    await openFounding(await service.client('founder'));
    await open();
    expect(await page.locator('section').innerText()).toMatch(/Hồ sơ đang mở\s+1/);
    await button(/Bỏ địa bàn.*Mọi nơi/).click();
    await button(/Đưa khỏi phòng.*staff/).click();
    const [less] = await units();
    expect([less.members.length, less.territories.length]).toEqual([1, 1]);
  });
});

describe('absences', () => {
  it('are entered with a deputy and ended; days the wrong way round are told', async () => {
    const { page } = admin;
    const absences = async () => (await admin.client.get('/api/absences')).body.items;
    await open();
    await page.locator('summary', { hasText: 'Báo vắng mặt' }).click();
    await page.locator('#account').selectOption(deputy?.person.id ?? '');
    await page.locator('#deputy').selectOption(staff?.person.id ?? '');
    await page.locator('#lastOn').fill('2020-01-01');
    await button('Ghi').click();
    expect(await page.locator('[role=alert]').innerText()).toContain('Ngày cuối phải từ ngày đầu');
    await page.locator('#lastOn').fill('2030-01-01');
    await button('Ghi').click();
    expect(await absences()).toMatchObject([{ deputy: { id: staff?.person.id } }]);
    expect(await page.locator('section').innerText()).toContain(`thay bởi: ${staff?.person.name}`);
    await button(/Kết thúc/).click();
    expect(await absences()).toEqual([]);
  });
});

describe('rights', () => {
  it('let staff look and enter their own absence, change no unit; founders see nothing', async () => {
    const context = await signedIn(service, browser, staff as Client);
    const page = await context.newPage();
    await page.goto(`${service.url}/admin/units`);
    expect(await page.getByText('Thay đổi').count()).toBe(0);
    expect(await page.locator('#account').count()).toBe(0);
    const [unit] = await units();
    const csrf = await page.locator('[name=csrf]').first().inputValue();
    const form = { what: 'close', id: unit.id, csrf, _key: 'a-key-of-nobody' };
    const headers = { origin: service.url };
    const answer = await page.request.post(`${service.url}/admin/units`, { form, headers });
    expect([answer.status(), (await units()).length]).toEqual([403, 1]);
    await context.close();
    const founder = await visitor(service, browser, ['founder']);
    expect((await founder.page.goto(`${service.url}/admin/units`))?.status()).toBe(403);
    await founder.context.close();
  });

  it('and the page has no barrier and fits a small phone', async () => {
    const { context, page } = await visitor(service, browser, ['leader']);
    for (const lang of ['en', 'vi']) {
      await page.setViewportSize({ width: 1280, height: 900 });
      await page.goto(`${service.url}/admin/units?lang=${lang}`);
      for (const each of await page.locator('summary').all()) await each.click();
      expect(await barriers(page)).toEqual([]);
      expect(await excess(page)).toBe(0);
    }
    await context.close();
  });
});
