// What everybody may know: the register with its exports, figures, and where a case stands for whoever holds a paper.
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openFounding, startService, type Service } from '../http/service.ts';
import { openBrowser } from './chromium.ts';
import { barriers, excess, visitor } from './signed.ts';

let service: Service;
let browser: Browser;
let founded: string;
beforeAll(async () => {
  [service, browser] = await Promise.all([startService(), openBrowser()]);
  founded = await openFounding(await service.client('founder'));
  const { knex } = service.engine.database;
  const [{ id: alliance }] = await knex('alliances').select('id');
  const certificate = (n: number, holder: string, status: string): object => ({
    case_id: `019cac46-0000-7000-8000-00000000000${n}`,
    alliance_id: alliance,
    status,
    holder,
    criterion: 'Nâng cao 3.2',
    data: {},
    issued_on: '2026-01-05',
    valid_until: '2027-01-05',
    status_on: '2026-01-05',
  });
  const paper = (n: number): object => ({
    id: `019cac46-0000-7000-8000-00000000000${n}/9/0`,
    case_id: `019cac46-0000-7000-8000-00000000000${n}`,
    alliance_id: alliance,
    kind: 'RECOGNITION_CERT',
    title: { vi: 'Giấy chứng nhận', en: 'Certificate' },
    symbol: `0${n}/2026/GCN`,
    code: codes[n],
    data: {},
    issued_on: '2026-01-05',
    state: 'owed',
  });
  await knex('certificates').insert([
    certificate(1, 'Hợp tác xã Rau sạch, "Hòa Bình"', 'valid'),
    certificate(2, '=HYPERLINK("x")', 'revoked'),
  ]);
  await knex('documents').insert([paper(1), paper(2)]);
}, 180_000);
afterAll(async () => {
  await browser.close();
  await service.close();
});

const codes = ['', 'AAAA-AAAA-AAAA', 'BBBB-BBBB-BBBB'];
const html = { accept: 'text/html', 'accept-language': 'vi' };

describe('the register', () => {
  it('is found by name and by status', async () => {
    const all = await service.anonymous.get('/register', html);
    expect(all.text).toContain('Hợp tác xã Rau sạch, &quot;Hòa Bình&quot;');
    expect(all.text).toContain('Đã bị thu hồi');
    const named = await service.anonymous.get(
      '/register?text=rau%20S%E1%BA%A0CH&status=valid',
      html,
    );
    expect(named.text).toContain('01/2026/GCN');
    expect(named.text).not.toContain('02/2026/GCN');
  });

  it('is open data: JSON, and CSV that no spreadsheet takes for a formula', async () => {
    const json = await service.anonymous.get('/register.json?status=revoked');
    expect(json.body.items).toHaveLength(1);
    expect(json.body.items[0]).toMatchObject({ number: '02/2026/GCN', status: 'revoked' });
    expect(json.headers.get('access-control-allow-origin')).toBe('*');
    const csv = await service.anonymous.get('/register.csv');
    expect(csv.text.split('\r\n')[0]).toContain('number,holder,criterion');
    expect(csv.text).toContain('"Hợp tác xã Rau sạch, ""Hòa Bình"""');
    expect(csv.text).toContain(`"'=HYPERLINK(""x"")"`);
  });

  it('fits a small phone', async () => {
    const context = await browser.newContext({ locale: 'vi-VN' });
    const page = await context.newPage();
    await page.goto(`${service.url}/register`);
    expect(await barriers(page)).toEqual([]);
    expect(await excess(page)).toBeLessThanOrEqual(0);
    await context.close();
  });
});

describe('a paper of a case', () => {
  it('tells by its code where the case stands, and nothing more', async () => {
    const { knex } = service.engine.database;
    const { code } = await knex('documents').where({ case_id: founded }).first('code');
    const page = await service.anonymous.get(`/track?code=${code}`, html);
    expect(page.text).toContain('TL-2026-0001');
    expect(page.text).toContain('Chờ phân công tư vấn');
    expect(page.text).not.toContain('Trần Văn An');
    const unknown = await service.anonymous.get('/track?code=ZZZZ-ZZZZ-ZZZZ', html);
    expect([unknown.status, unknown.text.includes('Không tìm thấy mã này')]).toEqual([404, true]);
  });
});

describe('figures', () => {
  it('are counted for any period, also when it was given turned round', async () => {
    const page = await service.anonymous.get('/statistics?from=2026-12-31&to=2026-01-01', html);
    expect(page.status).toBe(200);
    expect(page.text).toContain('value="2026-01-01"');
  });
});

describe('the inbox', () => {
  it('shows what a person was told, and is read with one button', async () => {
    const leader = await visitor(service, browser, ['unit-head'], { width: 390 });
    const { page } = leader;
    const { knex } = service.engine.database;
    const [notice] = await knex('outbox').whereRaw(`payload ->> 'kind' = 'notify'`).select('id');
    const about = { case_id: founded, at: service.engine.clock.now() };
    const told = { notice_id: notice.id, person_id: leader.client.person.id, ...about };
    await knex('inbox').insert(told);
    await page.goto(`${service.url}/inbox`);
    expect(await page.textContent('main')).toContain('1 chưa đọc');
    expect(await barriers(page)).toEqual([]);
    await page.getByRole('button', { name: 'Đánh dấu đã đọc tất cả' }).click();
    expect(await page.textContent('main')).not.toContain('chưa đọc');
    await leader.context.close();
  });
});

describe('eligibility', () => {
  it('says what is missing by the law in force, with its article', async () => {
    const short = await service.anonymous.get(
      '/eligibility?kind=cooperative&people=3&age=no',
      html,
    );
    expect(short.text).toContain('Luật 17/2023/QH15 Đ4.7');
    expect(short.text).toMatch(/Cần thêm\s+2/);
    const ready = await service.anonymous.get(
      '/eligibility?kind=union&people=3&age=yes&need=yes&share=yes',
      html,
    );
    expect(ready.text).toContain('Có vẻ đã đủ');
  });
});
