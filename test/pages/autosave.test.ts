// What is written in a long form and not sent survives a reload, in a browser with scripts; identifiers are not kept.
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openFounding, startService, type Client, type Service } from '../http/service.ts';
import { toDrafting } from '../http/play.ts';
import { openBrowser } from './chromium.ts';
import { barriers, signedIn } from './signed.ts';

let service: Service;
let browser: Browser;
let founder: Client;
let page: Page;
let id: string;

beforeAll(async () => {
  [service, browser] = await Promise.all([startService(), openBrowser()]);
  founder = await service.client('founder');
  const head = await service.client('unit-head');
  id = await openFounding(founder);
  await toDrafting(head, id);
  page = await (await signedIn(service, browser, founder)).newPage();
}, 180_000);
afterAll(async () => {
  await browser.close();
  await service.close();
});

const go = (path: string) => page.goto(`${service.url}/cases/${id}${path}`);
const kept = (): Promise<string> => page.evaluate('JSON.stringify({ ...localStorage })');
const field = (name: string) => page.locator(`[name="${name}"]`);

describe('an unsent form', () => {
  it('is filled in again after a reload, until it is dropped', async () => {
    await go('/acts/SAVE_DRAFT?pick=plan');
    await field('plan.market').fill('Chợ huyện');
    await page.reload();
    await page.getByText('Đã điền lại nội dung').waitFor();
    expect(await field('plan.market').inputValue()).toBe('Chợ huyện');
    expect(await barriers(page)).toEqual([]);
    await page.getByRole('button', { name: 'Bỏ, dùng bản đã lưu' }).click();
    await expect.poll(() => field('plan.market').inputValue()).toBe('');
    expect(await kept()).not.toContain('Chợ huyện');
  });

  it('is brought back with the rows that were added, and without identifiers', async () => {
    await go('/acts/SAVE_DRAFT?pick=members');
    for (let row = 0; row < 2; row += 1) {
      await page.locator('button[value="add:members.list"]').click();
      await field(`members.list.${row}.name`).waitFor();
      await field(`members.list.${row}.name`).fill(`Trần ${row}`);
      await field(`members.list.${row}.idNumber`).fill('012345678901');
    }
    await expect.poll(kept).toContain('Trần 1');
    expect(await kept()).not.toContain('012345678901');
    await go('/acts/SAVE_DRAFT?pick=members');
    await page.getByText('Có nội dung bạn viết mà chưa gửi').waitFor();
    await page.getByRole('button', { name: 'Lấy lại' }).click();
    await field('members.list.1.name').waitFor();
    expect(await field('members.list.1.name').inputValue()).toBe('Trần 1');
    expect(await field('members.list.1.idNumber').inputValue()).toBe('');
  });

  it('is forgotten once it is recorded, and another part stays', async () => {
    await go('/charter');
    await field('item-2').fill('Trồng rau');
    await expect.poll(kept).toContain('Trồng rau');
    await go('/acts/SAVE_DRAFT?pick=plan');
    await field('plan.market').fill('Chợ tỉnh');
    await page.getByRole('button', { name: 'Tiếp tục' }).last().click();
    await page.getByRole('button', { name: 'Gửi' }).click();
    await page.waitForURL(/done=SAVE_DRAFT/);
    await expect.poll(kept).not.toContain('Chợ tỉnh');
    expect(await kept()).toContain('Trồng rau');
    await go('/charter');
    expect(await field('item-2').inputValue()).toBe('Trồng rau');
    await page.getByRole('button', { name: 'Lưu nháp', exact: true }).click();
    await page.getByText('Đã lưu nháp').first().waitFor();
    await expect.poll(kept).not.toContain('Trồng rau');
  });

  it('is gone from this browser when its writer signs out', async () => {
    await go('/acts/SAVE_DRAFT?pick=plan');
    await field('plan.needs').fill('Mua chung giống');
    await expect.poll(kept).toContain('Mua chung');
    await page.getByRole('button', { name: 'Đăng xuất' }).click();
    await page.waitForURL((url) => !url.pathname.includes('/acts/'));
    expect(await kept()).not.toContain('Mua chung');
  });
});
