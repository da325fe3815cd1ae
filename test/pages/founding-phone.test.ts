// A founding on a phone with scripts, from the first page to the certificate; in between the line of scripts is cut for
// one act of the conference, and a stranger follows the case in English by the code on its paper. Every page passed is
// free of barriers and fits a phone of 320 px, which is 400 % on a desk and more than 200 % on this phone.
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { founding } from '../../machines/founding/index.ts';
import { startService, type Client, type Service } from '../http/service.ts';
import { openBrowser } from './chromium.ts';
import { fillIn } from './form-filling.ts';
import { barriers, excess } from './signed.ts';

const phone = { width: 390, height: 844 };
const email = 'an@example.vn';

let service: Service;
let browser: Browser;
let context: BrowserContext;
let page: Page;
let head: Client;
let path: string;

beforeAll(async () => {
  [service, browser] = await Promise.all([startService(), openBrowser()]);
  head = await service.client('unit-head');
  context = await browser.newContext({ locale: 'vi-VN', viewport: phone });
  page = await context.newPage();
}, 180_000);
afterAll(async () => {
  await browser.close();
  await service.close();
});

const example = (type: string, at = 0): Record<string, unknown> =>
  structuredClone(founding.events[type]?.examples[at]) as Record<string, unknown>;

const looked = new Set<string>();

/** Whether anything on this page is in somebody's way; each kind of page is looked at once. */
async function passable(): Promise<void> {
  const { searchParams } = new URL(page.url());
  const kind = `${await page.locator('h1').innerText()} ${searchParams.get('pick') ?? ''}`;
  if (looked.has(kind)) return;
  looked.add(kind);
  expect([kind, await barriers(page)]).toEqual([kind, []]);
  expect([kind, await excess(page)]).toEqual([kind, 0]);
  await page.setViewportSize(phone);
}

const button = (name: string) => page.locator('main').getByRole('button', { name, exact: true });
const link = (name: string) => page.locator('main').getByRole('link', { name, exact: true });

/** Fills in the form that is open, looks it through, sends it. */
async function send(values: Record<string, unknown> = {}): Promise<void> {
  await passable();
  await fillIn(page, values);
  await button('Tiếp tục').last().click();
  await page.getByRole('heading', { name: 'Xem lại trước khi gửi' }).waitFor();
  await passable();
  await button('Gửi').click();
  await page.getByText('Đã ghi nhận').waitFor();
}

/** From the page of the case to one of its acts. */
async function act(name: string, values: Record<string, unknown> = {}): Promise<void> {
  await page.goto(service.url + path);
  await passable();
  await link(name).first().click();
  await send(values);
}

/** What staff do meanwhile. */
async function staff(type: string, payload: object = example(type)): Promise<void> {
  const { body } = await head.get(`/api${path}`);
  const match = { 'if-match': `"${body.version}"` };
  const answer = await head.send('POST', `/api${path}/events`, { type, payload }, match);
  if (answer.status !== 201) throw new Error(`${type}: ${answer.text}`);
}

/** With the clauses that are suggested. */
async function writeCharter(): Promise<void> {
  await page.goto(`${service.url}${path}/charter`);
  await passable();
  await page.getByRole('button', { name: /điền gợi ý/ }).click();
  await page.getByText('Đã lưu nháp').waitFor();
}

/** As copied from a spreadsheet. */
async function pasteMembers(): Promise<void> {
  await page.goto(`${service.url}${path}/members`);
  await passable();
  const columns =
    'STT\tHọ và tên\tVốn góp\tLoại thành viên\tĐối tượng\tNgày sinh\tĐã có đơn\tĐủ năng lực hành vi dân sự';
  const rows = ['An', 'Bảy', 'Cường', 'Dung', 'Em', 'Gấm', 'Hải'].map(
    (name, at) =>
      `${at + 1}\tTrần ${name}\t100.000.000\tChính thức\tCông dân Việt Nam\t20/05/1970\tCó\tCó`,
  );
  await page.locator('#table').fill([columns, ...rows].join('\n'));
  await button('Lưu nháp').click();
  await page.getByText('7 thành viên').waitFor();
}

const standing = (): Promise<string> => page.locator('.sl-turn').innerText();

describe.sequential('a founder on a phone', () => {
  it('comes from the first page to a case of their own', async () => {
    await page.goto(service.url);
    await passable();
    await link('Nhóm của bạn đã đủ điều kiện?').click();
    await passable();
    await fillIn(page, { people: 7, age: 'yes', need: 'yes', share: 'yes' });
    await button('Xem kết quả').click();
    await page.getByText('Có vẻ đã đủ để bắt đầu').waitFor();
    await passable();
    await page.getByRole('button', { name: 'Gửi đề nghị tư vấn' }).click();
    await passable();
    await page.getByLabel('Địa chỉ thư điện tử').fill(email);
    await button('Gửi mã cho tôi').click();
    await passable();
    const code = (await service.lettersTo(email)).at(-1)?.data.text as string;
    await page.getByLabel('Mã sáu số').fill(code);
    await page.getByLabel('Họ và tên').fill('Trần Văn An');
    await button('Đăng nhập').click();
    const { email: _, ...asked } = example('REQUEST_CONSULTATION');
    await send(asked);
    path = new URL(page.url()).pathname;
    expect(await standing()).toContain('Chờ phân công tư vấn');
  }, 120_000);

  it('invites others', async () => {
    await page.getByRole('link', { name: 'Nhóm sáng lập', exact: true }).click();
    await passable();
    await button('Lấy mã mời').click();
    expect(await page.locator('.govuk-error-summary').innerText()).toContain('họ tên');
    await page.locator('#name').fill('Lê Thị Bảy');
    await button('Lấy mã mời').click();
    expect(await page.locator('code').innerText()).toMatch(/^[0-9A-Z]{4}( [0-9A-Z]{4}){3}$/);
    expect([await barriers(page), await excess(page)]).toEqual([[], 0]);
    await page.setViewportSize(phone);
    for (const place of [
      '/join',
      '/join?lang=en',
      `${path}/founders`,
      `${path}/founders?lang=vi`,
    ]) {
      await page.goto(service.url + place);
      expect([place, await barriers(page), await excess(page)]).toEqual([place, [], 0]);
      await page.setViewportSize(phone);
    }
  });

  it('writes six drafts', async () => {
    await staff('ASSIGN', { ...example('ASSIGN'), adviser: head.person.id });
    await staff('RECORD_SESSION');
    await staff('CONCLUDE_VIABLE');
    await writeCharter();
    await pasteMembers();
    const parts = ['charter', 'plan', 'members', 'name', 'governance', 'assets'];
    for (const [at, part] of parts.entries()) {
      await page.goto(`${service.url}${path}/drafting`);
      await passable();
      await page.locator(`a[href$="SUBMIT_DRAFT?pick=${part}"]`).click();
      const { [part]: content } = example('SUBMIT_DRAFT', at);
      const { items: _, ...rest } = content as Record<string, unknown>;
      await send(part === 'members' ? {} : { [part]: rest });
      await staff('ACCEPT_PART', { part });
    }
    await page.goto(service.url + path);
    expect(await standing()).toContain('Có thể triệu tập hội nghị thành lập');
  }, 120_000);

  it('holds the conference, opening it where no script runs', async () => {
    await act('Triệu tập hội nghị thành lập', example('SCHEDULE_ASSEMBLY'));
    service.engine.at('2026-03-06T01:00:00.000Z');
    await page.goto(`${service.url}${path}/hall`);
    await passable();
    const plain = await browser.newContext({ viewport: phone, javaScriptEnabled: false });
    await plain.addCookies(await context.cookies());
    const quiet = await plain.newPage();
    await quiet.goto(`${service.url}${path}/hall`);
    await quiet.getByRole('link', { name: 'Khai mạc hội nghị' }).click();
    await fillIn(quiet, example('OPEN'));
    await quiet.getByRole('button', { name: 'Tiếp tục', exact: true }).last().click();
    await quiet.getByRole('button', { name: 'Gửi', exact: true }).click();
    expect(await quiet.locator('main').innerText()).toContain('Đã ghi nhận');
    await plain.close();
    await act('Ghi kết quả biểu quyết điều lệ', example('RECORD_VOTE'));
    await act('Thông qua danh sách thành viên');
    await act('Định giá tài sản góp vốn', example('VALUE_ASSETS'));
    await act('Quyết định và bầu cử', example('DECIDE'));
    await act('Bế mạc, ký biên bản', example('CLOSE_ASSEMBLY'));
    expect(await standing()).toContain('Đang lập hồ sơ đăng ký');
  }, 120_000);

  it('files, and is registered', async () => {
    await act('Hoàn thiện hồ sơ đăng ký', example('COMPLETE_DOSSIER'));
    await act('Nộp hồ sơ đăng ký', example('FILE'));
    expect(await standing()).toContain('Đến lượt: Cán bộ ghi kết quả');
    await staff('RECEIPT_RECORDED');
    await staff('GRANT');
    await page.goto(service.url + path);
    expect(await standing()).toContain('Đang góp vốn');
    await passable();
    await page.getByRole('link', { name: 'Thông báo', exact: true }).first().click();
    await passable();
    expect(await page.locator('main').innerText()).toContain('đã được cấp Giấy chứng nhận đăng ký');
  }, 120_000);

  it('is followed in English by the code on a paper, by anybody', async () => {
    const { knex } = service.engine.database;
    const { code } = await knex('documents').first('code');
    const stranger = await browser.newContext({ locale: 'en-GB', viewport: phone });
    page = await stranger.newPage();
    await page.goto(service.url);
    await page.getByRole('link', { name: 'Follow it by a code, without an account' }).click();
    await passable();
    await page.getByLabel('Code', { exact: true }).fill(String(code).toLowerCase());
    await button('Look up').click();
    expect(await page.getByRole('status').innerText()).toContain('Capital being paid in');
    expect([await barriers(page), await excess(page)]).toEqual([[], 0]);
    await stranger.close();
  });
});
