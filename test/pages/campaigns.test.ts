// A campaign in a browser without scripts: looked at, opened, watched by commune with counts that are rows, figures taken
// in row by row, exported.
import { readXlsx, writeXlsx } from 'hucre/xlsx';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { exampleLines } from '../../machines/appraisal/fields.ts';
import { openOwed } from '../http/owed.ts';
import { startService, type Client, type Service } from '../http/service.ts';
import { openBrowser } from './chromium.ts';
import { barriers, excess, visitor, type Visitor } from './signed.ts';

let service: Service;
let browser: Browser;
let head: Visitor;
let officer: Visitor;
let coop: Client;
let address: string;

const communes = ['Xã An', 'Xã Bình', 'Xã Bình', 'Xã Châu', 'Xã Châu', 'Xã Châu'];
const code = (index: number) => `540000000${index + 1}`;

beforeAll(async () => {
  [service, browser] = await Promise.all([startService(), openBrowser()]);
  head = await visitor(service, browser, ['unit-head'], { scripts: false });
  officer = await visitor(service, browser, ['staff'], { scripts: false });
  coop = await service.client('cooperative');
  await service.engine.database.knex('cooperatives').insert(
    communes.map((commune, index) => ({
      alliance_id: coop.person.allianceId,
      code: code(index),
      name: index === 5 ? '=Hợp tác xã 6' : `Hợp tác xã ${index + 1}`,
      kind: 'cooperative',
      status: 'Đang hoạt động',
      registered_on: '2022-05-10',
      commune,
      persons: index === 0 ? [coop.person.id] : [],
    })),
  );
}, 180_000);
afterAll(async () => {
  await browser.close();
  await service.close();
});

const main = ({ page }: Visitor) => page.locator('main').innerText();
const go = ({ page }: Visitor, path: string) => page.goto(service.url + path);
const press = ({ page }: Visitor, name: string) => page.getByRole('button', { name }).click();
const caseOf = async (index: number) => {
  const { items } = (await officer.client.get(`/api${address.replace('/desk', '')}/members`)).body;
  return items.find(({ cooperative }: { cooperative: string }) => cooperative === code(index))
    .caseId as string;
};
const act = async (client: Client, id: string, type: string, payload: object) => {
  const { version } = (await officer.client.get(`/api/cases/${id}`)).body;
  const about = { 'if-match': `"${version}"` };
  return client.send('POST', `/api/cases/${id}/events`, { type, payload }, about);
};

describe('a campaign', () => {
  it('is looked at before it is opened: how many, where, by when', async () => {
    await go(head, '/desk/campaigns');
    await head.page.locator('#title').fill('');
    await press(head, 'Xem trước');
    expect(await head.page.locator('[role=alert]').innerText()).toContain('Tên đợt:');
    await head.page.locator('#title').fill('Xếp loại năm 2026');
    await head.page.locator('#set').selectOption('TT01_2020');
    await head.page.locator('#registryBy').fill('2026-12-01');
    await press(head, 'Xem trước');
    expect(await head.page.locator('[role=alert]').innerText()).toContain('phải theo thứ tự');
    expect(await head.page.locator('#title').inputValue()).toBe('Xếp loại năm 2026');
    await head.page.locator('#registryBy').fill('');
    await head.page.locator('#communes').fill('Xã An\nXã Lạ');
    await press(head, 'Xem trước');
    expect(await main(head)).toMatch(/Số hợp tác xã\s+1 đang hoạt động[\s\S]*Không có[\s\S]*Xã Lạ/);
    await go(head, '/desk/campaigns');
    await head.page.locator('#title').fill('Xếp loại năm 2026');
    await press(head, 'Xem trước');
    expect(await main(head)).toMatch(/6 đang hoạt động, ở 3 xã[\s\S]*15\/12\/2026[\s\S]*18\/12\/2026[\s\S]*21\/12\/2026/);
    expect((await head.client.get('/api/campaigns')).body.items).toEqual([]);
    await press(head, 'Mở phiếu cho tất cả');
    expect(await main(head)).toMatch(/Đã mở đợt[\s\S]*đang mở phiếu: 0\/6/);
    expect(await head.page.getByRole('button', { name: 'Mở tiếp' }).count()).toBe(0);
    await openOwed(service);
    await head.page.getByRole('link', { name: 'Tải lại' }).click();
    expect(await main(head)).not.toContain('đang mở phiếu');
    address = new URL(head.page.url()).pathname;
    await go(head, '/desk/campaigns');
    await press(head, 'Xem trước');
    await press(head, 'Mở phiếu cho tất cả');
    expect(await head.page.locator('[role=alert]').innerText()).toContain('đã có đợt');
  }); // prettier-ignore

  it('is watched by commune; every count is as many rows as it says', async () => {
    const first = await caseOf(0);
    await act(coop, first, 'SAVE_ASSESSMENT', { self: exampleLines });
    await act(coop, first, 'HAND_IN', { checkedBy: 'Lê Thị Soát' });
    await act(officer.client, first, 'CONFIRM_GRADE', {});
    await act(officer.client, await caseOf(1), 'SAVE_ASSESSMENT', { self: [] });
    service.engine.at('2026-12-16T02:00:00.000Z');
    await go(head, address);
    const links = await head.page.locator('.sl-figures a').all();
    const counts = await Promise.all(
      links.map(async (link) => [await link.getAttribute('href'), Number(await link.locator('.sl-figures__count').innerText())] as const),
    );
    expect(counts.map(([, count]) => count)).toEqual([6, 4, 1, 1, 5]);
    for (const [href, count] of counts) {
      await go(head, href as string);
      expect(await head.page.locator('tbody tr').count()).toBe(count);
    }
    await go(head, address);
    const rows = await head.page.locator('tbody tr').all();
    const table = await Promise.all(rows.map(async (row) => (await row.innerText()).split(/\s*\t\s*/)));
    expect(table.map(([commune, total, unsent, , graded, , late]) => [commune, total, unsent?.[0], graded, late])).toEqual([
      ['Xã An', '1', '0', '1', '0'],
      ['Xã Bình', '2', '2', '0', '2'],
      ['Xã Châu', '3', '3', '0', '3'],
    ]);
    await head.page.getByRole('link', { name: 'Xã Châu', exact: true }).click();
    expect(await head.page.locator('tbody tr').count()).toBe(3);
    await head.page.locator('#stage').selectOption('graded');
    await press(head, 'Lọc');
    expect(await main(head)).toContain('Không có hợp tác xã nào');
  }); // prettier-ignore

  it('goes on where it was interrupted, and says whom it could not open', async () => {
    const { knex } = service.engine.database;
    const [campaign] = (await head.client.get('/api/campaigns')).body.items;
    const lost = { campaign_id: campaign.id, cooperative: '9999', commune: 'Xã An' };
    await knex('campaign_members').insert(lost);
    await go(head, address);
    await press(head, 'Mở tiếp');
    expect(await main(head)).toContain('đang mở phiếu: 6/7');
    await openOwed(service);
    await go(head, `${address}/members?stage=refused`);
    expect(await main(head)).toContain('Hợp tác xã có đăng ký');
    await knex('campaign_members').where(lost).delete();
  });

  it('takes in figures of many and tells each row; a file that is no table is told', async () => {
    await go(officer, address);
    await officer.page.getByRole('link', { name: 'Nhập số liệu từ một bảng' }).click();
    const template = officer.page.getByRole('link', { name: /Tải bảng mẫu/ });
    const got = await officer.context.request.get(service.url + (await template.getAttribute('href')));
    const { sheets } = await readXlsx(new Uint8Array(await got.body()));
    const rows = sheets[0]?.rows as (string | number)[][];
    const place = (rows[0] as string[]).indexOf('Tổng doanh thu trong năm');
    for (const [index, row] of rows.slice(1).entries()) row[place] = index === 3 ? 'nhiều' : 3e9;
    const send = async (buffer: Buffer) => {
      await go(officer, `${address}/figures`);
      await officer.page.locator('#file').setInputFiles({ name: 'so-lieu.xlsx', mimeType: 'application/octet-stream', buffer });
      await press(officer, 'Nhập');
    };
    await send(Buffer.from(await writeXlsx({ sheets: [{ name: 'S', rows }] })));
    expect(await main(officer)).toContain('Đã lưu: 4; chưa nhận: 2');
    expect(await main(officer)).toMatch(/5400000004[\s\S]*Tổng doanh thu trong năm: Phải là một số/);
    expect((await officer.client.get(`/api/cases/${await caseOf(2)}`)).body.data.figures).toEqual({ revenue: 3e9 });
    await send(Buffer.from('không phải bảng'));
    expect(await officer.page.locator('[role=alert]').count()).toBe(1);
    expect((await go(head, `${address}/figures`))?.status()).toBe(403);
  }); // prettier-ignore

  it('is exported for the registry as a workbook and as text that no spreadsheet runs', async () => {
    await go(officer, address);
    const links = officer.page.getByRole('link', { name: /^(XLSX|CSV)$/ });
    const [xlsx, csv] = await Promise.all(
      [0, 1].map(async (index) => officer.context.request.get(service.url + (await links.nth(index).getAttribute('href')))),
    );
    const { sheets } = await readXlsx(new Uint8Array(await xlsx!.body()));
    expect(sheets[0]?.rows).toHaveLength(7);
    expect(csv!.headers()['content-type']).toBe('text/csv; charset=utf-8');
    const lines = (await csv!.text()).trimEnd().split(/\r?\n/);
    expect(lines).toHaveLength(7);
    expect(lines[0]).toBe('\uFEFFMã số hợp tác xã,Tên hợp tác xã,"Xã, phường",Số hồ sơ,Tình trạng,Ngày nộp,Tổng điểm,Xếp loại');
    expect(lines[1]).toMatch(/^5400000001,Hợp tác xã 1,Xã An,XL-2026-\d+,Đã xếp loại,2026-\d\d-\d\d,84,Tốt/);
    expect(lines[6]).toContain(`,'=Hợp tác xã 6,`);
  }); // prettier-ignore

  it('has no barrier on any page and fits a small phone; others do not come in', async () => {
    const leader = await visitor(service, browser, ['leader', 'staff']);
    for (const path of ['/desk/campaigns', address, `${address}/members`, `${address}/figures`]) {
      for (const lang of ['en', 'vi']) {
        await leader.page.setViewportSize({ width: 1280, height: 900 });
        await go(leader, `${path}?lang=${lang}`);
        expect([path, await barriers(leader.page), await excess(leader.page)]).toEqual([path, [], 0]);
      }
    }
    await go(leader, '/desk/campaigns');
    await leader.page.locator('#set').selectOption('TT09_2017');
    await press(leader, 'Xem trước');
    expect([await barriers(leader.page), await excess(leader.page)]).toEqual([[], 0]);
    await leader.context.close();
    const founder = await visitor(service, browser, ['cooperative']);
    expect((await go(founder, address))?.status()).toBe(403);
    await founder.context.close();
  }, 60_000); // prettier-ignore
});
