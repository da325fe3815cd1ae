// The register of boards in a real browser: entered, mended, prolonged, and taken for a case.
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { acceptedMatter, type Matter } from '../http/board.ts';
import { startService, type Service } from '../http/service.ts';
import { openBrowser } from './chromium.ts';
import { barriers, excess, signedIn, visitor } from './signed.ts';

let service: Service;
let browser: Browser;
let matter: Matter;
let staff: Page;
let leader: Page;

beforeAll(async () => {
  [service, browser] = await Promise.all([startService(), openBrowser()]);
  matter = await acceptedMatter(service, '5400000710');
  staff = await (await signedIn(service, browser, matter.officer)).newPage();
  leader = await (await signedIn(service, browser, matter.leader)).newPage();
}, 180_000);
afterAll(async () => {
  await browser.close();
  await service.close();
});

const bodies = [
  'Liên minh',
  'Liên minh',
  'Sở Nông nghiệp và Môi trường',
  'Sở Tài chính',
  'Hội Nông dân',
];
const posts = ['chair', 'secretary', 'member', 'member', 'member'];
const save = () => staff.getByRole('button', { name: 'Lưu Hội đồng' }).click();

async function fillSeat(at: number): Promise<void> {
  const field = (name: string) => staff.locator(`[name="seats.${at}.${name}"]`);
  await field('person').selectOption(matter.board[at]?.person.id ?? '');
  await staff.locator(`[name="seats.${at}.role"][value="${posts[at]}"]`).check();
  await field('body').fill(bodies[at] ?? '');
  await field('voting').check();
}

async function sound(page: Page): Promise<void> {
  expect(await barriers(page)).toEqual([]);
  expect(await excess(page)).toBe(0);
  await page.setViewportSize({ width: 1280, height: 900 });
}

describe.sequential('a standing board', () => {
  it('is entered row by row; what is wrong with it is said before it is kept', async () => {
    await staff.goto(`${service.url}/admin/boards`);
    await staff.getByRole('button', { name: 'Thêm Hội đồng' }).click();
    await sound(staff);
    await staff.locator('[name="name"]').fill('Hội đồng thẩm định năm 2026');
    await staff.locator('[name="kind"]').first().check();
    await staff.locator('[name="decision"]').fill('45/QĐ-LMHTX ngày 05/01/2026');
    await staff.locator('[name="from"]').fill('2026-01-05');
    await staff.locator('[name="to"]').fill('2026-04-15');
    for (const at of [0, 1, 2]) await fillSeat(at);
    await save();
    expect(await staff.locator('[role=alert]').innerText()).toContain('từ 5 đến 9 thành viên');
    for (const at of [3, 4]) {
      await staff.locator('[value="add:seats"]').click();
      await fillSeat(at);
    }
    await save();
    expect(staff.url()).toBe(`${service.url}/admin/boards`);
    expect(await staff.getByText('Sắp hết nhiệm kỳ').count()).toBe(1);
    await sound(staff);
  });

  it('is prolonged', async () => {
    await staff.getByRole('link', { name: 'Sửa, gia hạn hoặc thôi dùng' }).click();
    expect(await staff.locator('[name="seats.4.body"]').inputValue()).toBe('Hội Nông dân');
    await staff.locator('[name="to"]').fill('2026-12-31');
    await save();
    expect(await staff.getByText('Trong nhiệm kỳ').count()).toBe(1);
  });

  it('is taken as it is when a board is formed for a case', async () => {
    await leader.goto(`${service.url}/cases/${matter.id}/acts/FORM_BOARD`);
    await leader.getByRole('link', { name: 'Hội đồng thẩm định năm 2026' }).click();
    await sound(leader);
    expect(await leader.locator('[name="members.2.body"]').inputValue()).toBe(bodies[2]);
    await leader.getByRole('button', { name: 'Tiếp tục' }).last().click();
    await leader
      .getByRole('button', { name: /Gửi|Xác nhận/ })
      .last()
      .click();
    const { body } = await matter.leader.get(`/api/cases/${matter.id}`);
    expect([body.state, body.data.boardFrom.name, body.data.board.length]).toEqual([
      'board.formed',
      'Hội đồng thẩm định năm 2026',
      5,
    ]);
  });

  it('answers to rules that a head of unit sets on the same page', async () => {
    const { page, context } = await visitor(service, browser, ['unit-head']);
    await page.goto(`${service.url}/admin/boards`);
    await page.locator('#requiredBodies').fill('Liên minh; Công an tỉnh');
    await page.getByRole('button', { name: 'Lưu quy định' }).click();
    expect(await page.locator('[role=alert]').innerText()).toContain('lý do');
    expect(await page.locator('#requiredBodies').inputValue()).toBe('Liên minh; Công an tỉnh');
    await page.locator('#reason').fill('Theo quy chế mới.');
    await page.getByRole('button', { name: 'Lưu quy định' }).click();
    expect(await page.getByText('Chưa có người của Công an tỉnh').count()).toBe(1);
    await sound(page);
    await page.goto(`${service.url}/admin/boards?lang=en`);
    expect(await barriers(page)).toEqual([]);
    await context.close();
  });
});
