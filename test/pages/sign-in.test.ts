// The pages at the door, in a real browser with scripts switched off.
import jsQR from 'jsqr';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createAccount } from '../../src/accounts/accounts.ts';
import { codeAt } from '../../src/accounts/sign-in/generator.ts';
import { localPath } from '../../src/pages/sign-in/next.ts';
import { qrPath } from '../../src/pages/sign-in/qr.ts';
import { startService, type Service } from '../http/service.ts';
import { goodPassword, hire, type Staff } from '../http/staff.ts';
import { openBrowser } from './chromium.ts';
import { barriers, excess } from './signed.ts';

let service: Service;
let browser: Browser;
beforeAll(async () => {
  [service, browser] = await Promise.all([startService(), openBrowser()]);
}, 180_000);
beforeEach(() => {
  service.ahead.ms += 60 * 60_000;
});
afterAll(async () => {
  await browser.close();
  await service.close();
});

async function door(
  path = '/sign-in',
  locale = 'vi-VN',
): Promise<{ page: Page; context: BrowserContext }> {
  const viewport = { width: 390, height: 844 };
  const context = await browser.newContext({ locale, viewport, javaScriptEnabled: false });
  const page = await context.newPage();
  await page.goto(service.url + path);
  return { page, context };
}

const code = async (email: string): Promise<string> =>
  (await service.lettersTo(email)).at(-1)?.data.text as string;
/** The same page in a browser with scripts, as looking for barriers needs them. */
async function seeingCopy(page: Page): Promise<Page> {
  const seeing = await (await browser.newContext()).newPage();
  await seeing.goto(page.url());
  return seeing;
}
const press = (page: Page, name: string) => page.getByRole('button', { name, exact: true }).click();
const pathOf = (page: Page): string => page.url().slice(service.url.length);

describe('a founder with a phone', () => {
  it('signs in by a mailed code and comes back to where they wanted to go', async () => {
    const { page, context } = await door('/sign-in?next=%2Fsign-in%2Freset%3Flang%3Dvi');
    await page.getByLabel('Địa chỉ thư điện tử').fill('Mai@Example.vn');
    await press(page, 'Gửi mã cho tôi');
    expect(pathOf(page)).toMatch(/^\/sign-in\/code\?next=/);
    await page.getByLabel('Mã sáu số').fill('000 00');
    await press(page, 'Đăng nhập');
    expect(await page.locator('.govuk-error-summary').textContent()).toContain('Mã không đúng');
    expect(await page.title()).toMatch(/^Lỗi: /);
    await page.getByLabel('Mã sáu số').fill(await code('mai@example.vn'));
    await page.getByLabel('Họ và tên').fill('Hà Thị Mai');
    await press(page, 'Đăng nhập');
    expect(pathOf(page)).toBe('/sign-in/reset?lang=vi');
    expect(await page.locator('.sl-header').textContent()).toContain('Hà Thị Mai');
    await context.close();
  });

  it('is told what is wrong with an address, in English too', async () => {
    const { page, context } = await door('/sign-in', 'en-GB');
    await page.getByLabel('E-mail address').fill('mai');
    await press(page, 'Send me a code');
    expect(await page.locator('#email-error').textContent()).toContain('is not an e-mail address');
    expect(await page.getByLabel('E-mail address').inputValue()).toBe('mai');
    await context.close();
  });
});

describe('a member of staff', () => {
  it('signs in by password and one-time code, and out again', async () => {
    const staff = await hire(service, 'clerk');
    const { page, context } = await door('/sign-in/staff');
    await page.getByLabel('Địa chỉ thư điện tử').fill(staff.email);
    await page.getByLabel('Mật khẩu', { exact: true }).fill('sai mật khẩu rồi');
    await press(page, 'Tiếp tục');
    expect(await page.locator('#password-error').textContent()).toContain('không đúng');
    await page.getByLabel('Mật khẩu', { exact: true }).fill(goodPassword);
    await press(page, 'Tiếp tục');
    await page.getByLabel('Mã sáu số').fill(await staff.code());
    await press(page, 'Đăng nhập');
    expect(pathOf(page)).toBe('/');
    expect(await page.locator('.sl-header').textContent()).toContain('clerk');
    await context.close();
  });

  it('sets up the account by the link: scans, chooses, keeps the recovery codes, and uses one', async () => {
    const { knex } = service.engine.database;
    const { id: allianceId } = await knex('alliances').first('id');
    const email = 'moi@example.vn';
    const given = { allianceId, email, name: 'Vàng A Páo', roles: ['staff'] };
    const { id } = await createAccount(knex, given, '2026-03-02T02:00:00Z');
    const { url } = await service.signIn.enrolment.invite(id);
    const { page, context } = await door(new URL(url).pathname);
    const seeing = await (await browser.newContext()).newPage();
    await seeing.goto(service.url + new URL(url).pathname);
    expect(await barriers(seeing)).toEqual([]);
    await seeing.context().close();
    const secret = (await page.locator('code').textContent()) as string;
    await page.getByLabel('Chọn mật khẩu').fill('12345678');
    await page.getByLabel('Mã sáu số').fill(await codeAt(secret, Date.now() + service.ahead.ms));
    await press(page, 'Kích hoạt');
    expect(await page.locator('#password-error').textContent()).toContain('hay bị đoán nhất');
    expect(await page.locator('code').textContent()).toBe(secret);
    await page.getByLabel('Chọn mật khẩu').fill(goodPassword);
    await page.getByLabel('Mã sáu số').fill(await codeAt(secret, Date.now() + service.ahead.ms));
    await press(page, 'Kích hoạt');
    const kept = await page.locator('ol code').allTextContents();
    expect(kept).toHaveLength(10);
    await press(page, 'Tôi đã cất, tiếp tục');
    expect(await page.locator('.sl-header').textContent()).toContain('Vàng A Páo');
    await page.goto(service.url + new URL(url).pathname);
    expect(await page.locator('h1').textContent()).toBe('Liên kết không còn dùng được');
    await context.close();

    const second = await door('/sign-in/staff');
    await second.page.getByLabel('Địa chỉ thư điện tử').fill(email);
    await second.page.getByLabel('Mật khẩu', { exact: true }).fill(goodPassword);
    await press(second.page, 'Tiếp tục');
    await second.page.getByText('Không có điện thoại bên mình').click();
    await second.page.getByLabel('Mã khôi phục').fill(kept[4] as string);
    await press(second.page, 'Đăng nhập bằng mã khôi phục');
    expect(pathOf(second.page)).toBe('/');
    await second.context.close();
  });

  it('who lost the phone sets up another with the mailed link, the password and a code given by hand', async () => {
    const [admin, staff, leader] = [
      await hire(service, 'administrator'),
      await hire(service, 'staff'),
      await hire(service, 'leader'),
    ];
    const signedIn = async (who: Staff): Promise<Page> => {
      const { page } = await door('/sign-in/staff');
      await page.getByLabel('Địa chỉ thư điện tử').fill(who.email);
      await page.getByLabel('Mật khẩu', { exact: true }).fill(goodPassword);
      await press(page, 'Tiếp tục');
      await page.getByLabel('Mã sáu số').fill(await who.code());
      await press(page, 'Đăng nhập');
      expect(pathOf(page)).toBe('/');
      return page;
    };
    const [desk, theirs] = [await signedIn(admin), await signedIn(staff)];
    const told = async (who: Staff) =>
      (await service.lettersTo(who.email)).map(({ template }) => template);

    // After a while the administrator proves anew who they are, and comes back to the people.
    service.ahead.ms += 16 * 60_000;
    await desk.goto(`${service.url}/admin/people`);
    expect(await desk.getByText('Thay đổi:').count()).toBe(0);
    await desk.getByLabel('Mật khẩu của bạn').fill(goodPassword);
    await desk.getByLabel('Mã từ ứng dụng').fill(await admin.code());
    await press(desk, 'Xác nhận');
    expect(pathOf(desk)).toBe('/admin/people');
    const row = desk.locator('tr', { hasText: staff.email });
    await row.locator('summary').click();
    await row.getByRole('button', { name: /Mất điện thoại/ }).click();
    const banner = await desk.locator('[role=alert]').innerText();
    const [, ...digits] = /: (\d{4}) (\d{4})/.exec(banner) ?? [];
    expect(banner).toContain('1 quản trị viên, lãnh đạo khác đã được báo');
    expect(await told(leader)).toContain('accountWitness');
    expect(await told(staff)).toEqual(expect.arrayContaining(['accountChanged', 'accountAnew']));
    const letter = (await service.lettersTo(staff.email)).find(
      ({ template }) => template === 'accountAnew',
    );
    expect(JSON.stringify(letter)).not.toContain(digits.join(''));
    const kept = await service.engine.database.knex('idempotency').select('answer');
    expect(JSON.stringify(kept)).not.toContain(digits.join(''));
    await theirs.goto(`${service.url}/account`);
    expect(pathOf(theirs)).toMatch(/^\/sign-in\?next=/);

    const { page } = await door(new URL(letter?.data.text as string).pathname);
    expect(await barriers(await seeingCopy(page))).toEqual([]);
    const secret = (await page.locator('code').textContent()) as string;
    const setUp = async (spoken: string): Promise<void> => {
      await page.getByLabel('Mật khẩu hiện nay').fill(goodPassword);
      const first = await codeAt(secret, Date.now() + service.ahead.ms);
      await page.getByLabel('Mã sáu số').fill(first);
      await page.getByLabel('Mã tám số').fill(spoken);
      await press(page, 'Kích hoạt');
    };
    await setUp('00000000');
    expect(await page.locator('#spoken-error').textContent()).toContain('không đúng');
    await setUp(digits.join(' '));
    expect(await page.locator('ol code').count()).toBe(10);
    await press(page, 'Tôi đã cất, tiếp tục');
    expect(await page.locator('.sl-header').textContent()).toContain('staff');
    const acts = await service.engine.database
      .knex('account_acts')
      .where({ account_id: staff.id })
      .orderBy('id');
    expect(acts.map(({ act, made_by }) => [act, made_by])).toEqual([
      ['generatorTaken', admin.id],
      ['enrolled', staff.id],
    ]);
    for (const each of [desk, theirs, page]) await each.context().close();
  });

  it('sets a forgotten password anew', async () => {
    const staff = await hire(service, 'clerk');
    const { page, context } = await door('/sign-in/reset');
    await page.getByLabel('Địa chỉ thư điện tử').fill(staff.email);
    await press(page, 'Gửi liên kết');
    expect(await page.locator('h1').textContent()).toBe('Hãy xem hộp thư của bạn');
    await page.goto(service.url + new URL(await code(staff.email)).pathname);
    await page.getByLabel('Mật khẩu mới').fill('lá chuối xanh non tơ');
    await press(page, 'Đặt mật khẩu');
    expect(await page.locator('h1').textContent()).toBe('Đã đặt mật khẩu mới');
    await context.close();
  });
});

describe('my account', () => {
  async function arrived(): Promise<{
    page: Page;
    context: BrowserContext;
    staff: Awaited<ReturnType<typeof hire>>;
  }> {
    const staff = await hire(service, 'clerk');
    const { page, context } = await door('/sign-in/staff?next=%2Faccount');
    await page.getByLabel('Địa chỉ thư điện tử').fill(staff.email);
    await page.getByLabel('Mật khẩu', { exact: true }).fill(goodPassword);
    await press(page, 'Tiếp tục');
    await page.getByLabel('Mã sáu số').fill(await staff.code());
    await press(page, 'Đăng nhập');
    return { page, context, staff };
  }

  it('has no barrier, fits a small phone, and is told in English too', async () => {
    const { page, context } = await arrived();
    expect(await page.locator('h1').textContent()).toBe('Tài khoản của tôi');
    const seeing = await browser.newContext({ locale: 'en-GB' });
    await seeing.addCookies(await context.cookies());
    const there = await seeing.newPage();
    await there.goto(`${service.url}/account`);
    expect(await there.locator('h1').textContent()).toBe('My account');
    expect(await barriers(there)).toEqual([]);
    expect(await excess(there)).toBeLessThanOrEqual(0);
    await Promise.all([context.close(), seeing.close()]);
  });

  it('changes the password, shows what is wrong with a bad one, and makes and revokes a token', async () => {
    const { page, context } = await arrived();
    await page.getByLabel('Mật khẩu hiện nay').fill(goodPassword);
    await page.getByLabel('Mật khẩu mới').fill('sanglap2026');
    await press(page, 'Đổi mật khẩu');
    expect(await page.locator('#password-error').textContent()).toContain('từ quen thuộc');
    await page.getByLabel('Mật khẩu hiện nay').fill(goodPassword);
    await page.getByLabel('Mật khẩu mới').fill('mưa rào trên mái lá');
    await press(page, 'Đổi mật khẩu');
    expect(await page.locator('h1').textContent()).toBe('Đã đổi mật khẩu');
    await page.goto(`${service.url}/account`);
    await page.getByLabel('Tên mã mới').fill('máy quét');
    await press(page, 'Tạo mã truy cập');
    expect(await page.locator('code').textContent()).toMatch(/^slt_/);
    await press(page, 'Thu hồi');
    expect(await page.getByText('Chưa có mã nào.').count()).toBe(1);
    await context.close();
  });

  it('asks for a proof after a while, then lets the recovery codes be made anew', async () => {
    const { page, context, staff } = await arrived();
    service.ahead.ms += 20 * 60_000;
    await page.goto(`${service.url}/account`);
    expect(await page.getByRole('button', { name: 'Tạo mã khôi phục mới' }).count()).toBe(0);
    await page.getByLabel('Mật khẩu', { exact: true }).fill(goodPassword);
    await page.getByLabel('Mã từ ứng dụng xác thực').fill(await staff.code());
    await press(page, 'Xác nhận');
    await press(page, 'Tạo mã khôi phục mới');
    expect(await page.locator('ol code').count()).toBe(10);
    await context.close();
  });

  it('moves to another address and signs out', async () => {
    const { page, context } = await arrived();
    const next = 'dia-chi-moi@example.vn';
    await page.getByLabel('Địa chỉ mới').fill(next);
    await press(page, 'Gửi mã đến địa chỉ mới');
    await page.getByLabel('Mã sáu số').fill(await code(next));
    await press(page, 'Đổi địa chỉ');
    expect(await page.locator('h1').textContent()).toBe('Đã đổi địa chỉ thư');
    await page.goto(`${service.url}/account`);
    expect(await page.locator('main').textContent()).toContain(next);
    await page.locator('main').getByRole('button', { name: 'Đăng xuất' }).click();
    await page.waitForURL((url) => url.pathname !== '/account');
    await page.goto(`${service.url}/account`);
    expect(pathOf(page)).toBe('/sign-in?next=%2Faccount');
    await context.close();
  });
});

describe('every page at the door', () => {
  const paths = [
    '/sign-in',
    '/sign-in/code',
    '/sign-in/staff',
    '/sign-in/second',
    '/sign-in/reset',
    '/sign-in/enrol/x',
  ];
  it.each(paths)('%s has no barrier and fits a small phone', async (path) => {
    for (const locale of ['vi-VN', 'en-GB']) {
      const { page, context } = await door(path, locale);
      // The scripts of the examiner need scripts.
      const seeing = await (await browser.newContext({ locale })).newPage();
      await seeing.goto(service.url + path);
      expect([locale, await barriers(seeing)]).toEqual([locale, []]);
      expect(await excess(seeing)).toBeLessThanOrEqual(0);
      await Promise.all([context.close(), page.close(), seeing.context().close()]);
    }
  });

  it('signs nobody in and out by GET', async () => {
    const headers = { accept: 'text/html' };
    for (const path of ['/sign-out', '/sign-in/code?code=123456', '/sign-in/second?code=123456']) {
      const answer = await service.anonymous.get(path, headers);
      expect([path, answer.headers.get('set-cookie') ?? '']).toEqual([
        path,
        expect.not.stringContaining('session='),
      ]);
      expect(answer.status).toBeGreaterThanOrEqual(path === '/sign-out' ? 405 : 200);
    }
  });

  it('takes no form from another site, and none without the token of this browser', async () => {
    const { page, context } = await door('/sign-in/staff');
    const cookies = await context.cookies();
    const step = cookies.find(({ name }) => name === 'step')?.value;
    const csrf = await page.locator('input[name=csrf]').getAttribute('value');
    const body = (token: string) =>
      new URLSearchParams({ csrf: token, email: 'a@example.vn', password: 'x' });
    const send = (token: string, headers: Record<string, string>) =>
      fetch(`${service.url}/sign-in/staff`, {
        method: 'POST',
        headers: { accept: 'text/html', cookie: `step=${step}`, ...headers },
        body: body(token),
      });
    const own = { origin: 'http://localhost', 'sec-fetch-site': 'same-origin' };
    expect((await send(csrf as string, own)).status).toBe(422);
    expect((await send('', own)).status).toBe(403);
    expect((await send(`${csrf}x`, own)).status).toBe(403);
    expect((await send(csrf as string, { origin: 'https://evil.example' })).status).toBe(403);
    expect((await send(csrf as string, { ...own, cookie: '' })).status).toBe(403);
    await context.close();
  });
});

describe('where a person goes on to', () => {
  it.each([
    ['/cases/1?tab=a#b', '/cases/1?tab=a'],
    ['/hồ-sơ', '/h%E1%BB%93-s%C6%A1'],
    ['/', '/'],
  ])('is %j, written %j', (given, path) => expect(localPath(given)).toBe(path));

  it.each([
    undefined,
    '',
    'cases',
    'https://evil.example/',
    '//evil.example',
    '///evil.example',
    '/\\evil.example',
    '\\\\evil.example',
    '/\t/evil.example',
    '/\n/evil.example',
    '/.//evil.example',
    '/x/..//evil.example',
    'javascript:alert(1)',
    '/%2F/../..//evil.example',
    'http:evil.example',
    ' //evil.example',
    '@evil.example',
  ])('is never %j', (given) => expect(localPath(given)).toBe('/'));

  it('cannot break into another header', () => {
    expect(localPath('/a\r\nSet-Cookie: session=x')).toBe('/aSet-Cookie:%20session=x');
  });
});

it('draws a QR code that reads as what it was made of', () => {
  const text =
    'otpauth://totp/S%C3%A1ng%20L%E1%BA%ADp:a%40example.vn?secret=ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
  const { side, path } = qrPath(text);
  const scale = 4;
  const pixels = new Uint8ClampedArray((side * scale) ** 2 * 4).fill(255);
  for (const [, x, y, run] of path.matchAll(/M(\d+) (\d+)h(\d+)v1h-\d+z/g))
    for (let row = Number(y) * scale; row < (Number(y) + 1) * scale; row += 1)
      for (let at = Number(x) * scale; at < (Number(x) + Number(run)) * scale; at += 1)
        pixels.fill(0, (row * side * scale + at) * 4, (row * side * scale + at) * 4 + 3);
  const read = jsQR as unknown as typeof jsQR.default;
  expect(read(pixels, side * scale, side * scale)?.data).toBe(text);
});
