// A founding on a phone, from the first page to the certificate, with staff at their own pages: in Vietnamese with
// scripts, and in English where no script runs. Every page passed in Vietnamese is free of barriers and fits a phone of
// 320 px, which is 400 % on a desk and more than 200 % on this phone; no page passed in English has Vietnamese on it but
// what says so. The help in place of every page leads somewhere.
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { founding } from '../../machines/founding/index.ts';
import type { Language } from '../../machines/text.ts';
import { startService, type Client, type Service } from '../http/service.ts';
import { openBrowser } from './chromium.ts';
import { fillIn } from './form-filling.ts';
import { foreignOn, leadsNowhere } from './reading.ts';
import { barriers, excess, visitor } from './signed.ts';

const phone = { width: 390, height: 844 };
const email = 'an@example.vn';

let service: Service;
let browser: Browser;
let context: BrowserContext;
let page: Page;
let head: { client: Client; page: Page };
let path: string;
let language: Language;

beforeAll(async () => {
  browser = await openBrowser();
}, 180_000);
afterAll(() => browser.close());

const example = (type: string, at = 0): Record<string, unknown> =>
  structuredClone(founding.events[type]?.examples[at]) as Record<string, unknown>;
const _ = (vi: string, en: string): string => (language === 'vi' ? vi : en);
const titleOf = (type: string): string => founding.events[type]?.title[language] ?? type;

const looked = new Set<string>();

/** Whether anything on this page is in somebody's way; each kind of page is looked at once. */
async function passable(on = page): Promise<void> {
  const { searchParams } = new URL(on.url());
  const kind = `${await on.locator('h1').innerText()} ${searchParams.get('pick') ?? ''}`;
  if (looked.has(kind)) return;
  looked.add(kind);
  expect.soft([kind, await leadsNowhere(on)]).toEqual([kind, []]);
  if (language === 'en') return expect.soft([kind, await foreignOn(on)]).toEqual([kind, []]);
  if (on !== page) return;
  expect.soft([kind, await barriers(page)]).toEqual([kind, []]);
  expect.soft([kind, await excess(page)]).toEqual([kind, 0]);
  await page.setViewportSize(phone);
}

const button = (name: string, on = page) =>
  on.locator('main').getByRole('button', { name, exact: true });
const link = (name: string, on = page) =>
  on.locator('main').getByRole('link', { name, exact: true });

/** Fills in the form that is open, looks it through, sends it. */
async function send(values: Record<string, unknown> = {}, on = page): Promise<void> {
  await passable(on);
  await fillIn(on, values);
  await button(_('Tiếp tục', 'Continue'), on).last().click();
  await on
    .getByRole('heading', { name: _('Xem lại trước khi gửi', 'Check before you send') })
    .waitFor();
  await passable(on);
  await button(_('Gửi', 'Send'), on).click();
  await on.getByText(_('Đã ghi nhận', 'Recorded')).waitFor();
}

/** From the page of the case to one of its acts. */
async function act(type: string, values: Record<string, unknown> = {}, on = page): Promise<void> {
  await on.goto(service.url + path);
  await passable(on);
  await link(titleOf(type), on).first().click();
  await send(values, on);
}

/** What staff do meanwhile, at their own pages. */
const staff = (type: string, values = example(type)): Promise<void> => act(type, values, head.page);

/** With the clauses that are suggested. */
async function writeCharter(): Promise<void> {
  await page.goto(`${service.url}${path}/charter`);
  await passable();
  await page.getByRole('button', { name: _('Lưu, điền gợi ý', 'Save, with suggestions') }).click();
  await page.getByRole('alert').first().waitFor();
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
  await button(_('Lưu nháp', 'Save')).click();
  await page.getByText(_('7 thành viên', '7 members')).waitFor();
}

const standing = (): Promise<string> => page.locator('.sl-turn').innerText();

describe.sequential.each([
  ['with scripts, in Vietnamese', 'vi', 'vi-VN', true],
  ['without scripts, in English', 'en', 'en-GB', false],
] as const)('a founder on a phone, %s', (_walk, spoken, locale, scripts) => {
  beforeAll(async () => {
    language = spoken;
    service = await startService();
    head = await visitor(service, browser, ['unit-head'], { locale, scripts });
    context = await browser.newContext({ locale, viewport: phone, javaScriptEnabled: scripts });
    page = await context.newPage();
  }, 180_000);
  afterAll(() => service.close());

  it('comes from the first page to a case of their own', async () => {
    await page.goto(service.url);
    await passable();
    await link(_('Nhóm của bạn đã đủ điều kiện?', 'Is your group ready?')).click();
    await passable();
    await fillIn(page, { people: 7, age: 'yes', need: 'yes', share: 'yes' });
    await button(_('Xem kết quả', 'See the answer')).click();
    await page.getByText(_('Có vẻ đã đủ để bắt đầu', 'It seems you can begin')).waitFor();
    await passable();
    await page.getByRole('button', { name: _('Gửi đề nghị tư vấn', 'Ask for advice') }).click();
    await passable();
    await page.locator('#email').fill(email);
    await button(_('Gửi mã cho tôi', 'Send me a code')).click();
    await passable();
    const code = (await service.lettersTo(email)).at(-1)?.data.text as string;
    await page.locator('#code').fill(code);
    await page.locator('#name').fill('Trần Văn An');
    await button(_('Đăng nhập', 'Sign in')).click();
    const { email: mail, ...asked } = example('REQUEST_CONSULTATION');
    expect(mail).toBeDefined();
    await send(asked);
    path = new URL(page.url()).pathname;
    expect(await standing()).toContain(_('Chờ phân công tư vấn', 'Consultation requested'));
  }, 120_000);

  it('reads what a word means where it stands, by a tap or by keys, and goes on writing', async () => {
    const asking = `${service.url}/cases/new/founding`;
    await page.goto(asking);
    await page.locator('[name="group"]').fill('Nhóm trồng nấm');
    const word = page.locator('main form .sl-word').first();
    await word.press('Enter');
    const meaning = page.locator('.sl-meaning:target');
    const meant = (await word.innerText()).toLowerCase();
    expect((await meaning.innerText()).toLowerCase()).toContain(meant);
    expect(await meaning.isVisible()).toBe(true);
    await page.keyboard.press('Tab');
    await page.keyboard.press('Tab');
    await meaning.getByRole('link', { name: _('Đóng', 'Close') }).click();
    expect(await page.locator('.sl-meaning:visible').count()).toBe(0);
    expect(await page.inputValue('[name="group"]')).toBe('Nhóm trồng nấm');
  });

  it('invites others', async () => {
    await page.goto(service.url + path);
    await page.locator(`a[href="${path}/founders"]`).first().click();
    await passable();
    const getCode = button(_('Lấy mã mời', 'Get a code'));
    await getCode.click();
    const wrong = await page.locator('.govuk-error-summary').innerText();
    expect(wrong).toContain(_('họ tên', 'Give the name'));
    await page.locator('#name').fill('Lê Thị Bảy');
    await getCode.click();
    expect(await page.locator('code').innerText()).toMatch(/^[0-9A-Z]{4}( [0-9A-Z]{4}){3}$/);
    looked.delete(`${await page.locator('h1').innerText()} `);
    await passable();
    await page.goto(`${service.url}/join`);
    await passable();
    if (!scripts) return;
    for (const place of ['/join?lang=en', `${path}/founders`, '/join?lang=vi']) {
      await page.goto(service.url + place);
      expect([place, await barriers(page), await excess(page)]).toEqual([place, [], 0]);
      await page.setViewportSize(phone);
    }
  });

  it('writes six drafts', async () => {
    await staff('ASSIGN', { ...example('ASSIGN'), adviser: head.client.person.id });
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
      const { items, ...rest } = content as Record<string, unknown>;
      expect(Array.isArray(items ?? [])).toBe(true);
      await send(part === 'members' ? {} : { [part]: rest });
      await staff('ACCEPT_PART', { part });
    }
    await page.goto(service.url + path);
    const ready = _('Có thể triệu tập hội nghị thành lập', 'Ready for the founding conference');
    expect(await standing()).toContain(ready);
  }, 120_000);

  it('holds the conference', async () => {
    await act('SCHEDULE_ASSEMBLY', example('SCHEDULE_ASSEMBLY'));
    service.engine.at('2026-03-06T01:00:00.000Z');
    await page.goto(`${service.url}${path}/hall`);
    await passable();
    await link(titleOf('OPEN')).first().click();
    await send(example('OPEN'));
    await act('RECORD_VOTE', example('RECORD_VOTE'));
    await act('ADOPT_MEMBER_LIST');
    await act('VALUE_ASSETS', example('VALUE_ASSETS'));
    await act('DECIDE', example('DECIDE'));
    await act('CLOSE_ASSEMBLY', example('CLOSE_ASSEMBLY'));
    expect(await standing()).toContain(_('Đang lập hồ sơ đăng ký', 'Preparing the dossier'));
  }, 120_000);

  it('files, and is registered', async () => {
    await act('COMPLETE_DOSSIER', example('COMPLETE_DOSSIER'));
    await act('FILE', example('FILE'));
    const turn = _('Đến lượt: Cán bộ ghi kết quả', "Whose turn: Recorder of the registry's papers");
    expect(await standing()).toContain(turn);
    await staff('RECEIPT_RECORDED');
    await staff('GRANT');
    await page.goto(service.url + path);
    expect(await standing()).toContain(_('Đang góp vốn', 'Capital being paid in'));
    await passable();
    await page
      .getByRole('link', { name: _('Thông báo', 'Inbox'), exact: true })
      .first()
      .click();
    await passable();
    const told = _('đã được cấp Giấy chứng nhận đăng ký', 'the cooperative is registered');
    expect(await page.locator('main').innerText()).toContain(told);
  }, 120_000);

  it('is followed by the code on a paper, by anybody', async () => {
    const { knex } = service.engine.database;
    const { code } = await knex('documents').first('code');
    const stranger = await browser.newContext({
      locale,
      viewport: phone,
      javaScriptEnabled: scripts,
    });
    page = await stranger.newPage();
    await page.goto(`${service.url}/track`);
    await passable();
    await page.locator('#code').fill(String(code).toLowerCase());
    await button(_('Tra cứu', 'Look up')).click();
    expect(await page.getByRole('status').innerText()).toContain(
      _('Đang góp vốn', 'Capital being paid in'),
    );
    await stranger.close();
  });
});
