// A day at the desk in a real browser: what is due, work claimed and given out, filters kept, several rows at once.
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { example, openFounding, startService, type Client, type Service } from '../http/service.ts';
import { openBrowser } from './chromium.ts';
import { barriers, excess, signedIn, visitor, type Visitor } from './signed.ts';

let service: Service;
let browser: Browser;
let founder: Client;
let head: Visitor;
let leader: Client;

beforeAll(async () => {
  [service, browser] = await Promise.all([startService(), openBrowser()]);
  founder = await service.client('founder');
  leader = await service.client('leader');
  for (const group of ['Nhóm rau sạch', 'Nhóm lúa tôm', 'Nhóm vận tải'])
    await openFounding(founder, { group });
  service.engine.at('2026-03-30T02:00:00.000Z');
  await openFounding(founder, { group: 'Nhóm đan lát' });
  head = await visitor(service, browser, ['unit-head']);
}, 180_000);
afterAll(async () => {
  await browser.close();
  await service.close();
});

describe('the first page of the desk', () => {
  it('shows figures that lead to as many rows', async () => {
    const { page } = head;
    await page.goto(`${service.url}/desk`);
    const figures = await page.locator('.sl-figures__one').allInnerTexts();
    expect(figures.map((text) => text.replaceAll(/\s+/g, ' ').trim())).toEqual([
      '3 Quá hạn',
      '0 Đến hạn hôm nay',
      '3 Chờ quá 14 ngày',
      '4 Chưa ai nhận',
      '0 Tôi đang làm',
    ]);
    await page.getByRole('link', { name: 'Quá hạn' }).click();
    expect(await page.locator('tbody tr').count()).toBe(3);
    expect(await page.getByText(/Quá hạn \d+ ngày làm việc/).count()).toBe(3);
  });
});

describe('the list of work', () => {
  it('lets one row be claimed and released, with scripts or without', async () => {
    for (const scripts of [true, false]) {
      const context = await signedIn(service, browser, head.client, { scripts });
      const page = await context.newPage();
      await page.goto(`${service.url}/desk/work`);
      const row = page.locator('tbody tr').first();
      await row.getByRole('button', { name: /Nhận/ }).click();
      expect(await row.innerText()).toContain(head.client.person.name);
      await row.getByRole('button', { name: /Trả lại/ }).click();
      expect(await row.getByRole('button', { name: /Nhận/ }).count()).toBe(1);
      await context.close();
    }
  });

  it('tells of each of several rows what became of it', async () => {
    const { page } = head;
    const list = await leader.get('/api/work-items');
    await leader.send('PUT', list.body.items[0].links.claim);
    await page.goto(`${service.url}/desk/work`);
    for (const index of [0, 1]) await page.locator('input[name=id]').nth(index).check();
    await page.locator('button[name=many][value=claim]').click();
    expect(await page.locator('h1').innerText()).toContain('1/2');
    expect(await page.getByText('đang nhận việc này').count()).toBe(1);
    await page.getByRole('link', { name: 'Về danh sách' }).click();
    await page.locator('input[name=id]').nth(1).check();
    await page.locator('#person').selectOption(leader.person.id);
    await page.locator('button[name=many][value=assign]').click();
    expect(await page.locator('tbody tr').nth(1).innerText()).toContain(leader.person.name);
  });

  it('keeps filters and columns', async () => {
    const { page } = head;
    await page.goto(`${service.url}/desk/work?role=any`);
    await page.locator('#text').fill('lua tom');
    await page.getByRole('button', { name: 'Lọc', exact: true }).click();
    expect(await page.locator('tbody tr').count()).toBe(1);
    await page.getByText('Cột và bộ lọc đã lưu').click();
    await page.locator('#filter-name').fill('Lúa tôm');
    await page.getByRole('button', { name: 'Lưu bộ lọc' }).click();
    await page.goto(`${service.url}/desk/work`);
    await page.getByRole('link', { name: 'Lúa tôm' }).click();
    expect(await page.locator('tbody tr').count()).toBe(1);
    await page.getByText('Cột và bộ lọc đã lưu').click();
    await page.locator('#column-commune').uncheck();
    await page.getByRole('button', { name: 'Hiện các cột này' }).click();
    expect(await page.locator('thead').innerText()).not.toContain('Xã, phường');
    expect(await page.locator('tbody tr').count()).toBe(1);
  });
});

describe('finding cases', () => {
  it('takes words without diacritics and counts what it shows', async () => {
    const { page } = head;
    await page.goto(`${service.url}/desk`);
    await page.locator('#text').fill('rau sach');
    await page.getByRole('button', { name: 'Tìm' }).click();
    expect(await page.locator('tbody tr').count()).toBe(1);
    expect(await page.getByRole('status').innerText()).toContain('1 hồ sơ');
  });
});

describe('one act on several cases', () => {
  it('is chosen, filled in once, and told case by case', async () => {
    const { page } = head;
    const staff = await service.client('staff');
    await service.engine.database
      .knex('accounts')
      .where({ id: staff.person.id })
      .update({ name: 'Chuyên viên Bình' });
    const ids = [];
    for (const group of ['Nhóm gốm một', 'Nhóm gốm hai'])
      ids.push(await openFounding(founder, { group }));
    await page.goto(`${service.url}/desk/cases?text=gom`);
    for (const box of await page.locator('input[name=case]').all()) await box.check();
    await page.getByRole('button', { name: /hồ sơ đã đánh dấu/ }).click();
    await page.getByRole('link', { name: 'Phân công' }).first().click();
    expect(await barriers(page)).toEqual([]);
    const adviser = { ...example('ASSIGN'), adviser: staff.person.id };
    // Somebody was quicker with one of them.
    const match = { 'if-match': '"1"' };
    const call = { type: 'ASSIGN', payload: adviser };
    await head.client.send('POST', `/api/cases/${ids[0]}/events`, call, match);
    await page.locator('select[name=adviser]').selectOption(staff.person.id);
    await page.locator('input[name=adviserName]').fill('Chuyên viên Bình');
    await page.locator('input[name=noInterest]').check();
    await page.getByRole('button', { name: 'Thực hiện cho tất cả' }).click();
    expect(await page.locator('h1').innerText()).toContain('1/2');
    expect(await page.getByText('Hồ sơ đã thay đổi').count()).toBe(1);
    expect(await barriers(page)).toEqual([]);
  });
});

describe('a case', () => {
  it('keeps notes among staff apart from messages to its founders', async () => {
    const { page } = head;
    const id = await openFounding(founder, { group: 'Nhóm mây tre' });
    await page.goto(`${service.url}/cases/${id}/notes`);
    await page.locator('#text').fill('Gọi lại vào thứ hai.');
    await page.getByRole('button', { name: 'Lưu ghi chú' }).click();
    expect(await page.locator('.sl-said').innerText()).toContain('Gọi lại vào thứ hai.');
    await page.getByRole('link', { name: 'Trao đổi' }).click();
    await page.locator('#text').fill('Mời nhóm bổ sung danh sách.');
    await page.getByRole('button', { name: 'Gửi' }).click();
    const context = await signedIn(service, browser, founder);
    const theirs = await context.newPage();
    await theirs.goto(`${service.url}/cases/${id}/messages`);
    expect(await theirs.locator('main').innerText()).toContain('Mời nhóm bổ sung danh sách.');
    expect(await theirs.getByText('Mới', { exact: true }).count()).toBe(1);
    expect(await theirs.getByText('Ghi chú nội bộ').count()).toBe(0);
    const refused = await theirs.goto(`${service.url}/cases/${id}/notes`);
    expect(refused?.status()).toBe(403);
    await context.close();
  });

  it('shows its way and its journal, and what changed between two submissions', async () => {
    const { page } = head;
    const staff = await service.client('staff');
    const id = await openFounding(founder, { group: 'Nhóm nấm rơm' });
    const act = (by: Client, type: string, payload: object, version: number) =>
      by.send('POST', `/api/cases/${id}/events`, { type, payload }, { 'if-match': `"${version}"` });
    const adviser = { ...example('ASSIGN'), adviser: staff.person.id };
    await act(head.client, 'ASSIGN', adviser, 1);
    await act(staff, 'CONCLUDE_VIABLE', example('CONCLUDE_VIABLE'), 2);
    const name = { name: 'Hợp tác xã Nấm rơm Hòa Bình' };
    await act(founder, 'SUBMIT_DRAFT', { part: 'name', name }, 3);
    await act(staff, 'RETURN_PART', { part: 'name', comments: 'Trùng tên.' }, 4);
    const other = { name: 'Hợp tác xã Nấm rơm Vĩnh Hậu' };
    await act(founder, 'SUBMIT_DRAFT', { part: 'name', name: other }, 5);
    await page.goto(`${service.url}/cases/${id}/journal`);
    await page.locator('#v6 summary').click();
    await page.locator('a[href$="/journal/6"]').click();
    expect(await page.locator('del').innerText()).toBe(name.name);
    expect(await page.locator('ins').innerText()).toBe(other.name);
    for (const part of ['journal', 'journal/6', 'notes', 'messages', 'path']) {
      const width = { width: 1280, height: 900 };
      await page.setViewportSize(width);
      expect((await page.goto(`${service.url}/cases/${id}/${part}`))?.status()).toBe(200);
      expect([part, await barriers(page)]).toEqual([part, []]);
      expect([part, await excess(page)]).toEqual([part, 0]);
    }
    expect(await page.locator('.sl-diagram img').evaluate('each => each.naturalWidth')).not.toBe(0);
  });
});

describe('a form that asks for an account, where thousands come to the alliance', () => {
  const knex = () => service.engine.database.knex;
  beforeAll(async () => {
    await knex().raw(
      `insert into accounts (id, alliance_id, email, name, roles, created_at)
       select gen_random_uuid(), ?, 'nguoi' || n || '@example.vn', 'Người Thứ ' || n, array['founder'], now() + n * interval '1 second'
       from generate_series(1, 310) n`,
      [head.client.person.allianceId],
    );
    await knex()('accounts').whereIn('email', ['nguoi1@example.vn', 'nguoi2@example.vn']).update({ name: 'Lê Văn Sáu' });
  });
  afterAll(() => knex()('accounts').whereLike('email', 'nguoi%@example.vn').delete());

  it('takes a name or an address that is written; whoever is meant among several is chosen, without scripts', async () => {
    const id = await openFounding(founder, { group: 'Nhóm thêu' });
    const context = await signedIn(service, browser, head.client, { scripts: false });
    const page = await context.newPage();
    const written = page.locator('input[name="adviser.written"]');
    const write = async (text: string) => {
      await written.fill(text);
      await page.getByRole('button', { name: 'Tiếp tục' }).last().click();
    };
    await page.goto(`${service.url}/cases/${id}/acts/ASSIGN`);
    await page.locator('input[name=adviserName]').fill('Lê Văn Sáu');
    await page.locator('input[name=noInterest]').check();
    await write('không có ai như vậy');
    expect(await page.locator('[role=alert]').innerText()).toMatch(/không có ai khớp “không có ai như vậy”/);
    expect(await written.inputValue()).toBe('không có ai như vậy');
    await write('le van sau');
    expect(await page.locator('[role=alert]').innerText()).toMatch(/có 2 người khớp “le van sau”/);
    const options = await page.locator('select[name=adviser] option').allInnerTexts();
    expect(options.slice(1, 3).toSorted()).toEqual([
      'Lê Văn Sáu – Sáng lập viên (nguoi1@example.vn)',
      'Lê Văn Sáu – Sáng lập viên (nguoi2@example.vn)',
    ]);
    expect(options.join()).not.toContain('Người Thứ');
    expect(options.join()).toContain(`${founder.person.name} – `);
    await write('Lê Văn Sáu (nguoi2@example.vn)');
    expect(await page.locator('main dl').first().innerText()).toContain('Lê Văn Sáu – Sáng lập viên');
    await page.getByRole('button', { name: /Gửi|Xác nhận/ }).last().click();
    const meant = await knex()('accounts').where({ email: 'nguoi2@example.vn' }).first();
    expect((await head.client.get(`/api/cases/${id}`)).body.data.adviser.id).toBe(meant.id);
    await context.close();
  });

  it('offers whom somebody may mean while they type, and tells nobody else who is there', async () => {
    const id = await openFounding(founder, { group: 'Nhóm gốm' });
    const { page } = head;
    await page.goto(`${service.url}/cases/${id}/acts/ASSIGN`);
    await page.locator('input[name="adviser.written"]').fill('le van s');
    await page.locator('datalist option').nth(1).waitFor({ state: 'attached' });
    const offered = await page.locator('datalist option').evaluateAll((all) => all.map((each) => each.getAttribute('value')));
    expect(offered.toSorted()).toEqual(['Lê Văn Sáu (nguoi1@example.vn)', 'Lê Văn Sáu (nguoi2@example.vn)']);
    await page.locator('input[name="adviser.written"]').fill('le van sau');
    await page.getByRole('button', { name: 'Tiếp tục' }).last().click();
    await page.locator('[role=alert]').waitFor();
    expect([await barriers(page), await excess(page)]).toEqual([[], 0]);
    expect((await head.client.get('/api/people?text=nguoi%20thu')).body.items).toHaveLength(20);
    expect((await founder.get('/api/people?text=sau')).status).toBe(403);
  });
}); // prettier-ignore

const lists = ['/desk', '/desk/work?role=any', '/desk/cases', '/desk/states', '/desk/agenda'];
describe.each(lists)('%s', (path) => {
  it.each(['vi-VN', 'en-GB'])('has no barrier in %s and fits a small phone', async (locale) => {
    const context = await signedIn(service, browser, head.client, { locale });
    const page = await context.newPage();
    expect((await page.goto(service.url + path))?.status()).toBe(200);
    expect(await barriers(page)).toEqual([]);
    expect(await excess(page)).toBeLessThanOrEqual(0);
    await context.close();
  });

  it('is not for founders', async () => {
    const stranger = await visitor(service, browser, ['founder']);
    const answer = await stranger.page.goto(service.url + path);
    expect(answer?.status()).toBe(403);
    await stranger.context.close();
  });
});
