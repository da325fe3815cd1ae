// Administration in a real browser: people, what the system could not do, and what everybody may look up.
import { randomUUID } from 'node:crypto';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openFounding, startService, type Service } from '../http/service.ts';
import { openBrowser } from './chromium.ts';
import { recordBackup } from '../../src/engine/health.ts';
import { beat, farewell } from '../../src/engine/pulse.ts';
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

describe('how the service stands', () => {
  const shown = async () => {
    await admin.page.goto(`${service.url}/admin`);
    expect(new URL(admin.page.url()).pathname).toBe('/admin/health');
    const wrong = await admin.page.locator('section.sl-wrong').allInnerTexts();
    const fine = await admin.page.locator('.govuk-summary-list__row').allInnerTexts();
    return { wrong, fine, all: await admin.page.locator('main').innerText() };
  };
  const metrics = async () => (await service.anonymous.get('/metrics')).text;
  const knex = () => service.engine.database.knex;
  const disk = { place: 'files' as const, folder: '/srv/files', free: 2 ** 40, total: 2 ** 41 };
  const worker = { name: 'may-1/7/ab', role: 'worker' as const, version: '1.2.3', disks: [disk] };
  const backup = { folder: '/b', beganAt: new Date(), bytes: 3_000_000, files: 4 };

  /** The clock of tests stands somewhere else. */
  const movedClock = expect.stringMatching(/Đồng hồ thử nghiệm đang chạy (nhanh|chậm) \d+ ngày/);

  it('tells what is wrong first, with the command; then the same in figures', async () => {
    const { wrong } = await shown();
    expect(wrong).toEqual([
      expect.stringMatching(/Tiến trình nền[^]*npm run cli -- work/),
      movedClock,
      expect.stringMatching(/Sao lưu[^]*Chưa có bản sao lưu nào[^]*npm run cli -- backup/),
    ]);
    expect(await metrics()).toMatch(/sang_lap_processes_alive\{role="worker"\} 0/);
    expect(await metrics()).not.toContain('sang_lap_backup_age_seconds ');

    await beat(knex(), worker, Date.now());
    await recordBackup(knex(), backup);
    const { wrong: none, fine, all } = await shown();
    expect(none).toEqual([movedClock]);
    expect(fine.join()).toMatch(/Sao lưu[^]*0 giây trước \(2,9 MB\)/);
    expect(fine.join()).toContain('Còn 1.024 GB trong 2.048 GB');
    expect(all).toMatch(/may-1\/7\/ab[^]*Đang chạy[^]*1\.2\.3/);
    expect(await metrics()).toMatch(/sang_lap_backup_bytes 3000000/);
    expect(await metrics()).toMatch(
      /sang_lap_disk_free_bytes\{host="may-1",place="files"\} 1099511627776/,
    );
  });

  it('notices a silent worker, a full disk, a clock that goes wrong and a backup that failed or is old', async () => {
    const full = { ...disk, free: 2 ** 30 };
    await beat(knex(), { ...worker, disks: [full] }, Date.now() + 90_000);
    await recordBackup(knex(), { ...backup, fault: 'files.jsonl has changed' });
    const { wrong } = await shown();
    expect(wrong).toEqual([
      expect.stringMatching(/Sắp đầy: chỉ còn 1 GB trong 2.048 GB ở \/srv\/files/),
      expect.stringMatching(/lệch nhau (89|90|91)[^]*timedatectl/),
      expect.stringContaining('hỏng: files.jsonl has changed'),
    ]);
    expect(await metrics()).toContain('sang_lap_backup_failed 1');
    await recordBackup(knex(), backup);
    await knex()('backups').update({ ended_at: knex().raw("now() - interval '3 days 1 hour'") });
    await knex()('processes').update({ seen_at: knex().raw("now() - interval '2 minutes'") });
    const later = await shown();
    expect(later.all).toMatch(/may-1\/7\/ab[^]*Mất liên lạc/);
    expect(later.wrong.join()).toMatch(/Không có tiến trình nền[^]*làm 3 ngày trước/);
    expect(await metrics()).toMatch(/sang_lap_backup_age_seconds 26\d{4}/);
    await farewell(knex(), worker.name);
    expect((await shown()).all).toMatch(/may-1\/7\/ab[^]*Đã dừng/);
  });
});

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
    await row.locator('summary').click();
    expect(await row.getByRole('button', { name: /Mất điện thoại/ }).count()).toBe(0);
    await row.getByRole('button', { name: /Gửi liên kết/ }).click();
    expect(await page.getByText('đã gửi qua thư').count()).toBe(1);
    expect(await links()).toEqual([
      ['accountEnrol', true],
      ['accountEnrol', true],
    ]);
    await row.locator('summary').click();
    await row.locator(`[id="${made.id}-unit-head"]`).check();
    await row.getByRole('button', { name: 'Lưu vai trò' }).click();
    await row.locator('summary').click();
    await row.getByRole('button', { name: 'Khóa tài khoản' }).click();
    expect(await row.innerText()).toContain('Đã khóa');
    const now = await accounts().where({ id: made.id }).first();
    expect([now.roles, now.disabled_at !== null]).toEqual([['staff', 'unit-head'], true]);
    await page.getByRole('link', { name: 'Những thay đổi đã làm' }).click();
    const acts = await page.locator('tbody tr').allInnerTexts();
    expect(acts.map((act) => act.split('\t')[2])).toEqual([
      'Khóa tài khoản',
      'Đổi vai trò: Chuyên viên Liên minh, Trưởng phòng',
      'Gửi liên kết mở tài khoản',
      'Thêm tài khoản: Chuyên viên Liên minh',
    ]);
    expect(acts.every((act) => act.endsWith('administrator'))).toBe(true);
    const kept = service.engine.database.knex('account_acts');
    await expect(kept.clone().delete()).rejects.toThrow('not changed');
    await expect(kept.clone().update({ act: 'x' })).rejects.toThrow('not changed');
  });

  it('are found by words, by role and by unit, page by page, with as many rows as are counted', async () => {
    const { page } = admin;
    const { knex } = service.engine.database;
    const { allianceId } = admin.client.person;
    await knex.raw(
      `insert into accounts (id, alliance_id, email, name, roles, created_at)
       select gen_random_uuid(), ?, 'sang.lap' || n || '@hop-tac.example', 'Đặng Thị Út ' || n, array['founder'], now()
       from generate_series(1, 120) n`,
      [allianceId],
    );
    const [unit] = await knex('units').insert({ id: randomUUID(), alliance_id: allianceId, code: 'kt', name: 'Phòng Kinh tế', name_en: 'Economy', created_at: new Date() }).returning('id');
    const one = await accounts().where({ email: 'sang.lap7@hop-tac.example' }).first();
    await knex('unit_members').insert({ unit_id: unit.id, account_id: one.id });
    const filter = async (given: Record<string, string>) => {
      const names: string[] = [];
      await page.goto(`${service.url}/admin/people?${new URLSearchParams(given).toString()}`);
      const total = Number((await page.locator('p[role=status] strong').innerText()).replaceAll('.', ''));
      for (;;) {
        names.push(...(await page.locator('tbody th').allInnerTexts()));
        const next = page.getByRole('link', { name: 'Trang sau' });
        if ((await next.count()) === 0) break;
        await next.click();
      }
      expect(names.length).toBe(total);
      return new Set(names).size;
    };
    expect(await filter({ text: 'dang thi ut' })).toBe(120);
    expect(await filter({ text: 'ut', role: 'founder' })).toBe(120);
    expect(await filter({ text: 'ut', role: 'staff' })).toBe(0);
    expect(await filter({ text: 'sang.lap7@hop-tac.example' })).toBe(1);
    expect(await filter({ text: 'hop-tac lap12' })).toBe(2);
    expect(await filter({ unit: unit.id })).toBe(1);
    expect(await filter({})).toBe(Number((await accounts().count().first())?.['count']));
    await page.goto(`${service.url}/admin/people?text=ut+7`);
    const row = page.locator('tr', { hasText: 'Đặng Thị Út 7' }).first();
    await row.locator('summary').click();
    await row.getByRole('button', { name: 'Khóa tài khoản' }).click();
    expect([new URL(page.url()).searchParams.get('text'), await row.innerText()]).toEqual(['ut 7', expect.stringContaining('Đã khóa')]);
    await page.goto(`${service.url}/admin/people?cursor=x`);
    expect(await page.locator('main').innerText()).toContain('Vị trí trang');
    await knex('unit_members').where({ unit_id: unit.id }).delete();
    await knex('units').where({ id: unit.id }).delete();
    await accounts().where('email', 'like', 'sang.lap%').whereNot({ id: one.id }).delete();
  }); // prettier-ignore

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
    expect(await rows(`number=${number}&kind=founding/REQUEST_CONSULTATION`)).toBe(1);
    expect(await rows(`number=${number}&kind=appraisal/REQUEST_CONSULTATION`)).toBe(0);
    expect(await page.locator('#kind').inputValue()).toBe('');
  });

  it('is paged from the newest to the oldest, and taken along as a table by who may see it', async () => {
    const founder = await service.client('founder');
    for (let more = 0; more < 52; more += 1)
      await openFounding(founder, { group: more === 0 ? '=1+1' : `Nhóm ${more}` });
    const auditor = await visitor(service, browser, ['auditor']);
    const { page } = auditor;
    await page.goto(`${service.url}/admin/audit`);
    const seen: string[] = [];
    for (;;) {
      seen.push(...(await page.locator('tbody a').allInnerTexts()));
      const older = page.getByRole('link', { name: 'Cũ hơn' });
      if ((await older.count()) === 0) break;
      await older.click();
    }
    const { knex } = service.engine.database;
    const { n } = (await knex('case_events').count({ n: '*' }).first()) as { n: number };
    expect([seen.length, new Set(seen).size]).toEqual([n, n]);
    const table = await page.request.get(`${service.url}/admin/audit.csv?actor=founder`);
    const lines = (await table.text()).trim().split('\r\n');
    expect(lines[0]).toBe('Lúc,Số hồ sơ,Lần,Quy trình,Việc,Người thực hiện,Ngày pháp lý');
    expect(lines).toHaveLength(n + 1);
    expect(lines[1]).toMatch(/^"\d\d:\d\d, \d\d\/\d\d\/\d{4}",TL-/);
    const unit = await visitor(service, browser, ['unit-head']);
    expect((await unit.page.request.get(`${service.url}/admin/audit.csv`)).status()).toBe(403);

    // What one is recused from is neither on the page nor in the table.
    await knex('cases')
      .where({ id })
      .update({ recused: [auditor.client.person.id] });
    const { number } = await knex('cases').where({ id }).first('number');
    const without = await page.request.get(`${service.url}/admin/audit.csv`);
    expect(await without.text()).not.toContain(number);
    await knex('cases').where({ id }).update({ recused: [] });
    await auditor.context.close();
    await unit.context.close();
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
    expect(await page.locator('main').innerText()).toContain('npm run cli -- outbox retry');
    await page
      .locator('section', { hasText: 'không thực hiện được' })
      .getByRole('link', { name: /Mở danh sách/ })
      .click();
    expect(await page.getByText(error).count()).toBe(Number(failed?.['n']));
    await page.getByRole('button', { name: /Thử lại tất cả/ }).click();
    expect(await knex('outbox').where({ state: 'failed' })).toEqual([]);
  });
});

const paths = [
  '/health',
  '/people',
  '/people/acts',
  '/outbox',
  '/audit',
  '/numbers',
  '/texts?name=filed',
].map((path) => `/admin${path}`);
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
