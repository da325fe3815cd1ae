// A cooperative assesses itself on a phone without scripts: draft, arithmetic, gap, spreadsheet out and in, handed in.
import { readXlsx, writeXlsx } from 'hucre/xlsx';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { paper } from '../files/samples.ts';
import { small } from '../machines/criteria/sets.ts';
import { startService, type Client, type Service } from '../http/service.ts';
import { openBrowser } from './chromium.ts';
import { standingOf } from '../../src/pages/criteria/assessment.ts';
import { barriers, excess, signedIn, visitor, type Visitor } from './signed.ts';

let service: Service;
let browser: Browser;
let coop: Visitor;
let officer: Client;
let id: string;

const support = [
  { criterion: '1', name: { vi: 'Lớp quản lý vốn', en: 'Capital class' }, link: '/words' },
];

beforeAll(async () => {
  [service, browser] = await Promise.all([startService(), openBrowser()]);
  coop = await visitor(service, browser, ['cooperative'], { scripts: false, width: 390 });
  officer = await service.client('staff');
  const head = await service.client('unit-head');
  await service.engine.database.knex('cooperatives').insert({
    alliance_id: officer.person.allianceId,
    code: '5400000001',
    name: 'Hợp tác xã Hòa Bình',
    kind: 'cooperative',
    status: 'Đang hoạt động',
    registered_on: '2022-05-10',
    commune: 'Xã An',
    persons: [coop.client.person.id],
  });
  await officer.send('POST', '/api/criteria-sets', { from: { set: 'TT01_2020', version: 0 }, as: 'SMALL' });
  const evidence = [{ id: 'e1', name: { vi: 'Báo cáo tài chính', en: 'Accounts' }, required: true }];
  const requirements = small.requirements.map((each) => (each.id === 'b' ? { ...each, evidence } : each));
  const content = { ...small, requirements, support };
  await officer.send('PUT', '/api/criteria-sets/SMALL/1', { edition: 1, content });
  await head.send('POST', '/api/criteria-sets/SMALL/1/publish', { from: '2026-01-01' });
  const payload = { cooperative: '5400000001', criterionSet: 'SMALL', period: 2026 };
  const opened = await officer.send('POST', '/api/cases', { process: 'classification', payload });
  if (opened.status !== 201) throw new Error(opened.text);
  id = opened.body.id;
}, 180_000); // prettier-ignore
afterAll(async () => {
  await browser.close();
  await service.close();
});

const go = () => coop.page.goto(`${service.url}/cases/${id}/assessment`);
const field = (name: string) => coop.page.locator(`[name="${name}"]`);
const press = (name: string) => coop.page.getByRole('button', { name }).last().click();
const main = () => coop.page.locator('main').innerText();
const data = async () => (await coop.client.get(`/api/cases/${id}`)).body.data;

describe('a self-assessment', () => {
  it('is filled in part by part and kept; what cannot be read comes back with its field', async () => {
    await coop.page.goto(`${service.url}/cases/${id}`);
    await coop.page.getByRole('link', { name: 'Phiếu tự đánh giá' }).first().click();
    expect(await main()).toContain('đến hết ngày 15/12/2026');
    await field('figure.start').fill('một nghìn');
    await field('figure.end').fill('2.000');
    await field('line.2').fill('21');
    await press('Lưu bản nháp');
    const said = await coop.page.locator('.govuk-error-summary').innerText();
    expect(said).toContain('Đầu năm: ghi một số');
    expect(said).toContain('Quản lý vốn: ghi số điểm từ 0 đến 20');
    expect([await field('figure.start').inputValue(), await field('figure.end').inputValue()]).toEqual(['một nghìn', '2.000']);
    await field('figure.start').fill('1.000');
    await field('line.2').fill('10');
    await press('Lưu bản nháp');
    expect(await main()).toContain('Đã lưu bản nháp');
    expect(await data()).toMatchObject({ figures: { start: 1000, end: 2000 }, self: [{ criterion: '2', points: 1000 }] });
    expect(await main()).toContain('Còn thiếu: Thành viên');
  }); // prettier-ignore

  it('shows the computed score beside its own with the arithmetic worked by hand, and the way up', async () => {
    await go();
    for (const [name, value] of [
      ['figure.members', '3'],
      ['figure.profit', '5,5'],
      ['line.1', '40'],
      ['line.4', '5'],
      ['evidence.e1', 'Báo cáo tài chính 2026'],
    ] as const)
      await field(name).fill(value);
    await field('line.b').selectOption('yes');
    await press('Lưu bản nháp');
    const text = await main();
    // Capital (1000 + 2000) / 2 = 1500: 20; growth 100 %: 10; 1500 / 3 = 500 for each: 25; own 10 + 5. In all 70.
    expect(text).toContain('70 điểm, xếp loại Khá');
    expect(text).toContain('Còn thiếu 10 điểm để đạt loại Tốt (từ 80)');
    expect(text).toContain('Bình quân: (1.000 + 2.000) : 2 = 1.500 đồng → từ 1.000 đến dưới 5.000: 20 điểm');
    expect(text).toContain('Tăng: (2.000 − 1.000) : |1.000| × 100 = 100 % → trên 0: 10 điểm');
    expect(text).toMatch(/lệch 10/i);
    expect(text).toContain('Bình quân nay 1.500, cần từ 5.000 đồng: +10 điểm');
    expect(await coop.page.getByRole('link', { name: 'Lớp quản lý vốn' }).first().getAttribute('href')).toBe('/words');
    expect(text).not.toContain('chưa đưa lên lớp tập huấn');
  }); // prettier-ignore

  it('goes out as a spreadsheet and comes back; a broken or dangerous file is told and changes nothing', async () => {
    const path = `/api/cases/${id}/assessment/sheet`;
    const got = await coop.context.request.get(service.url + path);
    const { sheets } = await readXlsx(new Uint8Array(await got.body()));
    const rows = sheets[0]?.rows as (string | number)[][];
    const row = (mark: string) => rows.find(([each]) => each === mark) as (string | number)[];
    expect([row('SL:end')[3], row('TC:2')[3], row('MC:e1')[3]]).toEqual([2000, 10, 'Báo cáo tài chính 2026']);
    row('SL:end')[3] = '3.000';
    const bytes = async () => Buffer.from(await writeXlsx({ sheets: [{ name: 'S', rows }] }));
    const send = async (buffer: Buffer, name = 'phieu.xlsx') => {
      await go();
      await coop.page.locator('summary', { hasText: 'Điền bằng bảng tính' }).click();
      await coop.page.locator('#file').setInputFiles({ name, mimeType: 'application/octet-stream', buffer });
      await press('Gửi bảng');
    };
    await send(await bytes());
    expect(await main()).toContain('Đã nhận bảng tính');
    expect((await data()).figures.end).toBe(3000);
    row('TC:2')[3] = 'nhiều';
    await send(await bytes());
    expect(await coop.page.locator('[role=alert]').innerText()).toMatch(/Dòng \d+: Phải là một số/);
    row('TC:2')[3] = '99';
    await send(await bytes());
    expect(await coop.page.locator('[role=alert]').innerText()).toContain('Điểm theo đúng bộ tiêu chí');
    await send(Buffer.from(`PK\u0003\u0004${'x'.repeat(400)}`));
    expect(await coop.page.locator('[role=alert]').count()).toBe(1);
    await send(Buffer.from('Mã,Giá trị\nSL:end,"4.000"\n'), 'phieu.csv');
    expect((await data()).figures).toEqual({ end: 4000 });
    await go();
    await coop.page.locator('summary', { hasText: 'Điền bằng bảng tính' }).click();
    await press('Gửi bảng');
    expect(await coop.page.locator('[role=alert]').innerText()).toContain('Hãy chọn một tệp');
  }); // prettier-ignore

  it('takes files of evidence beside their criterion; one that is refused is told there', async () => {
    await go();
    const slot = coop.page.locator('#evidence-EV_E1');
    const send = async (name: string, buffer: Buffer) => {
      await coop.page.locator('#file-EV_E1').setInputFiles({ name, mimeType: 'application/pdf', buffer });
      await coop.page.locator('button[form="send-EV_E1"]').click();
    };
    expect(await slot.innerText()).toContain('Xem trong bộ hồ sơ');
    await send('Báo cáo 2026.pdf', await paper('Báo cáo tài chính'));
    expect(await main()).toContain('Đã nhận tệp minh chứng');
    expect(await slot.innerText()).toMatch(/Báo cáo 2026\.pdf\s+Đã (nhận|quét, sạch)/i);
    const kept = slot.getByRole('link', { name: 'Báo cáo 2026.pdf' });
    expect((await coop.context.request.get(service.url + (await kept.getAttribute('href')))).status()).toBe(200);
    await send('hỏng.pdf', Buffer.from('không phải PDF'));
    expect(await coop.page.title()).toMatch(/^Lỗi: /);
    const summary = coop.page.locator('.govuk-error-summary a[href="#file-EV_E1"]');
    expect(await coop.page.locator('#file-EV_E1-error').innerText()).toContain(await summary.innerText());
    expect(await slot.locator('li').allInnerTexts()).toEqual([expect.stringMatching(/hỏng\.pdf\s+Không nhận/i), expect.stringContaining('Báo cáo 2026.pdf')]);
    expect(await excess(coop.page)).toBe(0);
    await coop.page.locator('button[form="send-EV_E1"]').click();
    expect(await coop.page.locator('.govuk-error-summary').innerText()).toContain('Hãy chọn một tệp');
    await slot.getByRole('link', { name: 'Xem trong bộ hồ sơ' }).click();
    expect(coop.page.url()).toMatch(/dossier#EV_E1$/);
    expect(await coop.page.locator('#title-EV_E1').innerText()).toContain('Minh chứng cho tiêu chí b: Báo cáo tài chính');
  }); // prettier-ignore

  it('is handed in from here once every line is there; afterwards it is read', async () => {
    await go();
    for (const [name, value] of [
      ['figure.start', '1000'],
      ['figure.members', '3'],
      ['figure.profit', '1'],
      ['line.2', '10'],
      ['line.4', '5'],
    ] as const)
      await field(name).fill(value);
    await field('line.b').selectOption('no');
    await press('Lưu và nộp');
    await coop.page.locator('#checkedBy').fill('Lê Thị Soát');
    await press('Tiếp tục');
    await press('Gửi');
    await go();
    expect(await main()).toContain('Chờ xác nhận xếp loại');
    expect(await main()).toContain('Điều kiện bắt buộc chưa đạt: Đúng điều lệ');
    expect(await coop.page.getByRole('button', { name: 'Lưu bản nháp' }).count()).toBe(0);
    const context = await signedIn(service, browser, officer, { width: 390 });
    const page = await context.newPage();
    await page.goto(`${service.url}/cases/${id}/assessment`);
    const row = page.locator('.govuk-summary-list__row', {
      hasText: 'Tiêu chí b: Báo cáo tài chính',
    });
    expect(await row.innerText()).toMatch(/hỏng\.pdf[^]*Báo cáo 2026\.pdf/);
    expect(await row.locator('a[download]').innerText()).toBe('Báo cáo 2026.pdf');
    await context.close();
    // The journal has the digest of the file that counted.
    const { slots } = (await officer.get(`/api/cases/${id}/files`)).body;
    const files = slots[0].versions as { name: string; handedInBy: number[] }[];
    const handed = files.filter(({ handedInBy }) => handedInBy.length === 1);
    expect(handed.map(({ name }) => name)).toEqual(['Báo cáo 2026.pdf']);
  });

  it('is nobody else’s, has no barrier and fits a small phone', async () => {
    const other = await visitor(service, browser, ['cooperative']);
    expect((await other.page.goto(`${service.url}/cases/${id}/assessment`))?.status()).toBe(404);
    await other.context.close();
    const payload = { cooperative: '5400000001', criterionSet: 'TT01_2020', period: 2026 };
    const { body } = await officer.send('POST', '/api/cases', { process: 'classification', payload });
    const context = await signedIn(service, browser, coop.client);
    const page = await context.newPage();
    for (const at of [id, body.id as string]) {
      for (const lang of ['en', 'vi']) {
        await page.setViewportSize({ width: 1280, height: 900 });
        await page.goto(`${service.url}/cases/${at}/assessment?lang=${lang}`);
        expect([await barriers(page), await excess(page)]).toEqual([[], 0]);
      }
    }
    await context.close();
  }, 60_000); // prettier-ignore
});

it('says whom to ask where help is listed for nothing that is lacking', () => {
  const [way, listed] = [
    { key: '1', support: [] },
    { key: '2', support: [{ name: 'Lớp' }] },
  ];
  const told = (ways: { key: string; support: object[] }[]) =>
    standingOf(small, { ways, unmet: [], lines: [] });
  expect([told([way]), told([way, listed]), told([])]).toMatchObject([
    { unhelped: true },
    { unhelped: false },
    { unhelped: false },
  ]);
});

describe('the preview of a set', () => {
  it('is the form a cooperative will see, and counts without keeping anything', async () => {
    const staff = await visitor(service, browser, ['staff']);
    const { page } = staff;
    await page.goto(`${service.url}/desk/criteria/SMALL/1`);
    await page.getByRole('link', { name: 'Xem thử phiếu' }).click();
    for (const [name, value] of [['start', '5000'], ['end', '5000'], ['members', '1'], ['profit', '1']] as const)
      await page.locator(`[name="figure.${name}"]`).fill(value);
    await page.locator('[name="line.2"]').fill('20');
    await page.locator('[name="line.4"]').fill('15');
    await page.getByRole('button', { name: 'Tính thử' }).click();
    expect(await page.locator('main').innerText()).toContain('90 điểm, xếp loại Tốt');
    expect(await page.locator('[name="line.4"]').inputValue()).toBe('15');
    expect([await barriers(page), await excess(page)]).toEqual([[], 0]);
    await page.locator('[name="line.4"]').fill('16');
    await page.getByRole('button', { name: 'Tính thử' }).click();
    expect(await page.locator('.govuk-error-summary').innerText()).toContain('Đời sống: ghi số điểm từ 0 đến 15');
    await staff.context.close();
  }); // prettier-ignore

  it.each([
    ['49,5', { 1: '40', 2: '9,5' }, 'Yếu'],
    ['50', { 1: '40', 2: '10' }, 'Trung bình'],
    ['64,99', { 1: '40', 3: '24,99' }, 'Trung bình'],
    ['65', { 1: '40', 3: '25' }, 'Khá'],
    ['80', { 1: '40', 3: '25', 4: '15' }, 'Tốt'],
    ['100', { 1: '40', 2: '20', 3: '25', 4: '15' }, 'Tốt'],
  ])('at %s points grades as the set says, and names what must be met at any score', async (total, lines, grade) => {
    const staff = await visitor(service, browser, ['staff'], { scripts: false });
    const { page } = staff;
    await page.goto(`${service.url}/desk/criteria/SMALL/1/form`);
    for (const [line, value] of Object.entries(lines)) await page.locator(`[name="line.${line}"]`).fill(value);
    await page.locator('[name="line.a"]').selectOption('no');
    await page.locator('[name="line.b"]').selectOption('yes');
    await page.getByRole('button', { name: 'Tính thử' }).click();
    const text = await page.locator('main').innerText();
    expect(text).toContain(`${total} điểm, xếp loại ${grade}`);
    expect(text).toContain('Điều kiện bắt buộc chưa đạt: Có lãi.');
    await staff.context.close();
  }); // prettier-ignore
});
