// The check of a name, open to everybody: each rule with its article, names like it, names still free.
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { columns } from '../../src/register/cooperative.ts';
import { importCooperatives } from '../../src/register/import.ts';
import { readGrid } from '../../src/sheets/grid.ts';
import { toDrafting } from '../http/play.ts';
import { openFounding, startService, type Service } from '../http/service.ts';
import { openBrowser } from './chromium.ts';
import { barriers, excess, signedIn } from './signed.ts';

let service: Service;
let browser: Browser;

const table = `Mã số,Tên,Tình trạng,Ngày đăng ký,Xã,Người đại diện
1900000001,Hợp tác xã Rau sạch,Đang hoạt động,05/01/2026,Xã Hòa Bình,Lê Thị Kín
1900000002,Hợp tác xã Rau sạch Hòa Bình,Đang hoạt động,05/01/2026,Xã Hòa Bình,Lê Thị Kín`;

beforeAll(async () => {
  [service, browser] = await Promise.all([startService(), openBrowser()]);
  const rows = await readGrid(new TextEncoder().encode(table), columns);
  const [{ id: allianceId }] = await service.engine.database.knex('alliances').select('id');
  const asked = { allianceId, rows, source: 'so.csv' };
  await importCooperatives(service.engine.database.knex, asked, '2026-11-23T01:00:00.000Z');
}, 180_000);
afterAll(async () => {
  await browser.close();
  await service.close();
});

async function checked(query: Record<string, string>): Promise<string> {
  const path = `/name-check?${new URLSearchParams(query).toString()}`;
  const { status, text } = await service.anonymous.get(path, {
    accept: 'text/html',
    'accept-language': 'vi',
  });
  expect(status).toBe(200);
  return text.replaceAll(/\s+/g, ' ');
}

describe('a name', () => {
  it('that is like another is shown with it, why, by which article, and what is free', async () => {
    const page = await checked({ name: 'HTX Rau sạch 2', words: 'xã Hòa Bình, Vĩnh Lợi' });
    expect(page).toContain('Hợp tác xã Rau sạch 2');
    expect(page).toContain('Tên này còn vướng');
    expect(page).toContain('<strong>Hợp tác xã Rau sạch</strong>, Xã Hòa Bình');
    expect(page).toContain('Chỉ khác một số');
    expect(page).toContain('NĐ 92/2024/NĐ-CP Đ17');
    expect(page).toContain('>Hợp tác xã Rau sạch 2 Vĩnh Lợi</a>');
    expect(page).not.toContain('>Hợp tác xã Rau sạch 2 Hòa Bình</a>');
  });

  it('tells of others only what a registration publishes', async () => {
    const page = await checked({ name: 'Hợp tác xã Rau sạch' });
    expect(page).not.toContain('1900000001');
    expect(page).not.toContain('Lê Thị Kín');
    expect(page).toContain('Hãy ghi thêm tên xã');
  });

  it('breaks a rule of form with its remedy, and is good when it breaks none', async () => {
    expect(await checked({ name: 'Hợp tác xã Рис' })).toContain('Bỏ những chữ không có');
    const good = await checked({ name: 'Hợp tác xã Muối biển Đông Hải' });
    expect(good).toContain('Chúng tôi chưa thấy vướng gì');
    expect(good).not.toContain('Chưa đạt');
    const union = await checked({ name: 'Hợp tác xã Muối biển', kind: 'union' });
    expect(union).toContain('Viết “Hợp tác xã” hoặc “Liên hiệp hợp tác xã” ở đầu tên');
  });

  it('is asked for when none is given, also by a form sent empty', async () => {
    expect(await checked({ name: '', words: '' })).toContain('Ghi tên bạn định đặt');
  });
});

describe('the page', () => {
  it('is reached from the start page and from the name in the drafting room', async () => {
    const founder = await service.client('founder');
    const head = await service.client('unit-head');
    const id = await openFounding(founder);
    await toDrafting(head, id);
    const context = await signedIn(service, browser, founder, { width: 390 });
    const page = await context.newPage();
    await page.goto(`${service.url}/`);
    await page.getByRole('link', { name: 'Tên định đặt có dùng được không?' }).click();
    await page.getByLabel('Tên định đặt').fill('Hợp tác xã Rau sạch');
    await page.getByRole('button', { name: 'Kiểm tra' }).click();
    await page.getByText('Những tên gần giống').waitFor();
    await page.goto(`${service.url}/cases/${id}/drafting`);
    await page.getByRole('link', { name: 'Kiểm tra tên có trùng' }).click();
    expect(await page.locator('#words').inputValue()).toBe('Xã Hòa Bình');
    for (const lang of ['vi', 'en']) {
      await page.goto(`${service.url}/name-check?name=HTX+Rau+sạch+1&words=Vĩnh+Lợi&lang=${lang}`);
      expect(await barriers(page)).toEqual([]);
    }
    expect(await excess(page)).toBeLessThanOrEqual(0);
    await context.close();
  });
});
