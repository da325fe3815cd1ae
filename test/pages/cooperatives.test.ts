// The register of cooperatives for staff: found without diacritics, page by page; one with its history and its places;
// doubles merged after a look at both; a table taken in row by row.
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { columns } from '../../src/register/cooperative.ts';
import { importCooperatives } from '../../src/register/import.ts';
import { readGrid } from '../../src/sheets/grid.ts';
import { startService, type Service } from '../http/service.ts';
import { openBrowser } from './chromium.ts';
import { barriers, excess, visitor, type Visitor } from './signed.ts';

let service: Service;
let browser: Browser;
let head: Visitor;
let page: Page;

const titles =
  'Mã số,Tên,Tình trạng,Ngày đăng ký,Xã,Huyện,Địa chỉ,Vốn điều lệ,Số thành viên,Người đại diện';
const row = (no: number, rest: string): string => `19000000${String(no).padStart(2, '0')},${rest}`;
const known = [
  row(
    1,
    'Hợp tác xã Rau sạch,Đang hoạt động,05/01/2024,Xã Vĩnh Lợi,Huyện Vĩnh Lợi,Ấp 1,500000000,12,Trần Văn An',
  ),
  row(2, 'Hợp tác xã Muối biển,Tạm ngừng kinh doanh,05/01/2024,Xã Đông Hải,,Ấp 2,,9,Lê Thị Bảy'),
  row(3, 'HTX Rau sạch,Đang hoạt động,05/01/2024,Xã Vĩnh Lợi,,Ấp 1,,11,Trần Văn An'),
  ...Array.from({ length: 50 }, (_, at) =>
    row(at + 10, `Hợp tác xã Lúa ${at},Đang hoạt động,05/01/2024,Xã Tân Hòa,,,,,`),
  ),
];

async function take(rows: readonly string[], at: string): Promise<void> {
  const { knex } = service.engine.database;
  const grid = await readGrid(new TextEncoder().encode([titles, ...rows].join('\n')), columns);
  const { allianceId } = head.client.person;
  await importCooperatives(knex, { allianceId, rows: grid, source: 'so.csv' }, at);
}

beforeAll(async () => {
  [service, browser] = await Promise.all([startService(), openBrowser()]);
  head = await visitor(service, browser, ['unit-head']);
  page = head.page;
  await take(known, '2026-01-02T01:00:00.000Z');
  const moved = row(
    1,
    'Hợp tác xã Rau an toàn,Đang hoạt động,05/01/2024,Xã Vĩnh Lợi,,Ấp 7,800000000,15,Phạm Thị Ba',
  );
  await take([moved], '2026-02-03T01:00:00.000Z');
}, 180_000);
afterAll(async () => {
  await browser.close();
  await service.close();
});

const go = (path: string) => page.goto(`${service.url}/desk/register${path}`);
const main = async () => (await page.locator('main').innerText()).replaceAll(/\s+/g, ' ');

async function inNobodysWay(path: string): Promise<void> {
  for (const lang of ['vi', 'en']) {
    await go(`${path}${path.includes('?') ? '&' : '?'}lang=${lang}`);
    expect(await barriers(page)).toEqual([]);
  }
  expect(await excess(page)).toBeLessThanOrEqual(0);
  await page.setViewportSize({ width: 1280, height: 900 });
  await go(`${path}${path.includes('?') ? '&' : '?'}lang=vi`);
}

describe('the list', () => {
  it('is found without diacritics, by status and by commune', async () => {
    await inNobodysWay('');
    await page.getByLabel('Tên, mã số, xã').fill('rau an toan');
    await page.getByRole('button', { name: 'Lọc' }).click();
    expect(await page.locator('tbody tr').count()).toBe(1);
    await go(`?status=${encodeURIComponent('Tạm ngừng kinh doanh')}`);
    expect(await page.locator('tbody').innerText()).toContain('Muối biển');
    await go('');
    await page.getByLabel('Xã, phường').selectOption('Xã Đông Hải');
    await page.getByRole('button', { name: 'Lọc' }).click();
    expect(await main()).toContain('1 hợp tác xã, liên hiệp');
    await go('?text=kh%C3%B4ng-c%C3%B3');
    expect(await main()).toContain('Không có hợp tác xã nào khớp');
  });

  it('goes on page by page, every row once', async () => {
    await go('');
    const first = await page.locator('tbody tr').count();
    await page.getByRole('link', { name: 'Trang sau' }).click();
    expect([first, await page.locator('tbody tr').count()]).toEqual([50, 3]);
  });

  it('is for the alliance’s own people', async () => {
    for (const role of ['founder', 'cooperative', 'board-member'] as const) {
      const other = await visitor(service, browser, [role]);
      for (const path of ['', '/import', '/merge', '/cooperatives/1900000001']) {
        const answer = await other.page.goto(`${service.url}/desk/register${path}`);
        expect([path, answer?.status()]).toEqual([path, 403]);
      }
      await other.context.close();
    }
    const staff = await visitor(service, browser, ['staff']);
    const answer = await staff.page.goto(`${service.url}/desk/register/merge`);
    expect(answer?.status()).toBe(403);
    await staff.page.goto(`${service.url}/desk/register`);
    expect(await staff.page.getByRole('link', { name: 'Gộp hai dòng trùng' }).count()).toBe(0);
    await staff.context.close();
  });
});

describe('one cooperative', () => {
  it('shows every value with the day it changed, and its places before and after 1 July 2025', async () => {
    await inNobodysWay('/cooperatives/1900000001');
    const shown = await main();
    expect(shown).toContain('800.000.000 đồng');
    expect(shown).toContain('Tên: Hợp tác xã Rau sạch → Hợp tác xã Rau an toàn');
    expect(shown).toContain('Địa chỉ: Ấp 1 → Ấp 7');
    expect(shown).toContain('Số thành viên: 12 → 15');
    expect(shown).toContain('Người đại diện: Trần Văn An → Phạm Thị Ba');
    expect(shown).toContain('03/02/2026');
    expect(shown).toContain('Ghi vào sổ lần đầu');
    expect(shown).toMatch(/Trước 01\/07\/2025: Huyện Vĩnh Lợi, Tỉnh Bạc Liêu.*→ Tỉnh Cà Mau/);
    expect(shown).toMatch(/Từ 01\/07\/2025: Xã Vĩnh Lợi/);
    await go('/cooperatives/1900000002');
    expect(await main()).toMatch(/Xã Đông Hải/);
    expect((await go('/cooperatives/none'))?.status()).toBe(404);
  });
});

describe('merging', () => {
  it('shows both and what differs, merges once, and says what cannot be merged', async () => {
    await go('/cooperatives/1900000001');
    await page.getByRole('link', { name: 'Gộp một dòng trùng' }).click();
    await page.getByLabel('Mã số của dòng trùng').fill('1900000003');
    await page.getByRole('button', { name: 'So sánh' }).click();
    expect(await page.locator('table').innerText()).toMatch(
      /Tên\s+Hợp tác xã Rau an toàn\s+HTX Rau sạch/,
    );
    await inNobodysWay('/merge?keep=1900000001&double=1900000003');
    await page.getByRole('button', { name: 'Gộp 1900000003 vào 1900000001' }).click();
    expect(page.url()).toContain('/cooperatives/1900000001');
    await go('/cooperatives/1900000003');
    expect(await main()).toContain('Dòng này đã được gộp vào 1900000001');
    await go('/merge?keep=1900000001&double=1900000003');
    await page.getByRole('button', { name: /^Gộp/ }).click();
    expect(await page.getByRole('alert').innerText()).toContain('đã được gộp');
    await go('/merge?keep=1900000001&double=1900000001');
    expect(await main()).toContain('Hai mã số phải khác nhau');
    await go('/merge?keep=none&double=1900000001');
    expect(await main()).toContain('Không có mã số none');
  });
});

describe('taking a table in', () => {
  const send = async (name: string, content: string, button: string): Promise<void> => {
    await go('/import');
    const buffer = Buffer.from(content);
    await page
      .getByLabel('Tệp .xlsx hoặc .csv')
      .setInputFiles({ name, mimeType: 'text/csv', buffer });
    await page.getByRole('button', { name: button }).click();
  };
  const table = [
    titles,
    row(90, 'Hợp tác xã Tôm,Đang hoạt động,05/01/2026,Xã Vĩnh Lợi,,,,,'),
    row(91, 'Hợp tác xã Cua,Ngủ đông,05/01/2026,,,,nhiều,,'),
    row(2, 'Hợp tác xã Muối biển,Đang hoạt động,05/01/2024,,,,,,'),
  ].join('\n');

  it('is tried without writing, then written, with the outcome of each row', async () => {
    await inNobodysWay('/import');
    await send('htx.csv', table, 'Thử trước, chưa ghi');
    expect(await main()).toContain('Mới thử, chưa ghi gì: htx.csv');
    expect((await go('/cooperatives/1900000090'))?.status()).toBe(404);
    await send('htx.csv', table, 'Nhập vào sổ');
    expect(await main()).toContain('Thêm mới 1 · Cập nhật 1 · Không đổi 0 · Không nhận 1');
    const refused = await page.locator('tbody tr').first().innerText();
    expect(refused).toMatch(/3\s+1900000091\s+Không nhận/i);
    expect(refused).toContain('Ghi số đồng');
    expect(await barriers(page)).toEqual([]);
    await go('/cooperatives/1900000002');
    expect(await main()).toContain('Tình trạng: Tạm ngừng kinh doanh → Đang hoạt động');
  });

  it('says what is wrong with the file', async () => {
    await send('htx.csv', 'không phải bảng', 'Nhập vào sổ');
    expect(await page.getByRole('alert').innerText()).toMatch(/Tệp chưa dùng được/);
  });
});
