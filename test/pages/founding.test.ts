// A founder's way on a phone: from the first question to the drafts, with scripts and without, in both languages.
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { founding } from '../../machines/founding/index.ts';
import { startService, type Client, type Service } from '../http/service.ts';
import { openBrowser } from './chromium.ts';
import { barriers, excess, visitor, type Visitor } from './signed.ts';

let service: Service;
let browser: Browser;
beforeAll(async () => {
  [service, browser] = await Promise.all([startService(), openBrowser()]);
}, 180_000);
afterAll(async () => {
  await browser.close();
  await service.close();
});

const english = {
  start: 'Founding a cooperative or a union',
  go: 'Continue',
  send: 'Send',
  change: 'Change',
  done: 'Recorded',
  add: 'Add',
  remove: 'Remove',
  changed: 'The case changed while you were working',
  closed: 'This cannot be done now',
};
const vietnamese: typeof english = {
  start: 'Thành lập hợp tác xã',
  go: 'Tiếp tục',
  send: 'Gửi',
  change: 'Sửa lại',
  done: 'Đã ghi nhận',
  add: 'Thêm',
  remove: 'Bỏ dòng này',
  changed: 'Hồ sơ đã thay đổi trong lúc bạn làm',
  closed: 'Chưa thể làm việc này',
};

async function act(client: Client, id: string, type: string, payload: unknown): Promise<void> {
  const { headers } = await client.get(`/api/cases/${id}`);
  const version = { 'if-match': headers.get('etag') ?? '' };
  const done = await client.send('POST', `/api/cases/${id}/events`, { type, payload }, version);
  expect([done.status, done.text]).toEqual([201, done.text]);
}

const example = (type: string) => founding.events[type]?.examples[0];

/** Staff do their part, so that the founders may draft. */
async function consulted(id: string): Promise<void> {
  const [head, adviser] = [await service.client('unit-head'), await service.client('staff')];
  const named = { adviser: adviser.person.id, adviserName: 'Nguyễn Thị Hoa', noInterest: true };
  await act(head, id, 'ASSIGN', named);
  await act(adviser, id, 'RECORD_SESSION', example('RECORD_SESSION'));
  await act(adviser, id, 'CONCLUDE_VIABLE', example('CONCLUDE_VIABLE'));
}

describe.each([
  ['with scripts', 'vi-VN', true],
  ['without scripts', 'vi-VN', false],
  ['in English', 'en-GB', true],
])('a founder on a phone, %s', (_, locale, scripts) => {
  const words = locale === 'vi-VN' ? vietnamese : english;
  let founder: Visitor;
  let page: Page;
  let id: string;
  const press = async (name: string): Promise<void> => {
    const exact = name !== words.add && name !== words.remove;
    await page.locator('main').getByRole('button', { name, exact }).last().click();
  };

  // The checker is itself a script.
  const inTheWay = (): Promise<string[]> => (scripts ? barriers(page) : Promise.resolve([]));

  beforeAll(async () => {
    founder = await visitor(service, browser, ['founder'], { width: 390, locale, scripts });
    ({ page } = founder);
  });
  afterAll(() => founder.context.close());

  it('is told what is missing, and finds again what was written', async () => {
    await page.goto(`${service.url}/cases`);
    await page.getByRole('link', { name: words.start }).click();
    await page.locator('[name="group"]').fill('Nhóm rau sạch Hòa Bình');
    await press(words.go);
    expect(await page.locator('.govuk-error-summary li').count()).toBe(3);
    expect(await page.inputValue('[name="group"]')).toBe('Nhóm rau sạch Hòa Bình');
    expect(await inTheWay()).toEqual([]);
  });

  it('looks through the answers and opens the case', async () => {
    await page.locator('input[name="kind"][value="cooperative"]').check();
    await page.locator('[name="commune"]').fill('Xã Hòa Bình');
    await page.locator('[name="representativeName"]').fill('Trần Văn An');
    await page.locator('[name="phone"]').fill('0912345678');
    await press(words.go);
    expect(await page.textContent('main')).toContain('0912345678');
    expect(await inTheWay()).toEqual([]);
    await press(words.change);
    await page.locator('[name="commune"]').fill('Xã Vĩnh Mỹ');
    await press(words.go);
    await press(words.send);
    expect(await page.textContent('main')).toContain(words.done);
    expect(await page.textContent('h1')).toContain('Nhóm rau sạch Hòa Bình');
    id = new URL(page.url()).pathname.split('/')[2] ?? '';
    const { body } = await founder.client.get(`/api/cases/${id}`);
    expect(body.commune).toBe('Xã Vĩnh Mỹ');
    expect(await inTheWay()).toEqual([]);
  });

  it('saves a draft of the members, entry by entry, and finds it again', async () => {
    await consulted(id);
    await page.goto(`${service.url}/cases/${id}/acts/SAVE_DRAFT`);
    await page.locator('a[href$="pick=members"]').click();
    await page.getByRole('button', { name: words.add, exact: false }).first().click();
    await page.locator('[name="members.list.0.name"]').fill('Trần Văn An');
    await page.locator('[name="members.list.0.capital"]').fill('5.000.000');
    await page.getByRole('button', { name: words.add, exact: false }).first().click();
    await page.locator('[name="members.list.1.name"]').fill('Lê Thị Bảy');
    expect(await page.inputValue('[name="members.list.1.no"]')).toBe('2');
    expect(await excess(page)).toBeLessThanOrEqual(0);
    expect(await inTheWay()).toEqual([]);
    await press(words.go);
    await press(words.send);
    expect(await page.textContent('main')).toContain(words.done);
    await page.goto(`${service.url}/cases/${id}/acts/SUBMIT_DRAFT?pick=members`);
    expect(await page.inputValue('[name="members.list.1.name"]')).toBe('Lê Thị Bảy');
    expect(await page.inputValue('[name="members.list.0.capital"]')).toBe('5000000');
  });

  it('hands a draft in, and is told what follows from it', async () => {
    await page.goto(`${service.url}/cases/${id}/acts/SUBMIT_DRAFT?pick=name`);
    await page.locator('[name="name.name"]').fill('Hợp tác xã Rau sạch Hòa Bình');
    await press(words.go);
    expect(await page.textContent('main')).toContain('Hợp tác xã Rau sạch Hòa Bình');
    const sending = page.waitForRequest((request) => request.method() === 'POST');
    await press(words.send);
    const { body } = await founder.client.get(`/api/cases/${id}`);
    expect(body.data.parts.name.stage).toBe('underReview');
    // The same form sent again, as by an impatient thumb, changes nothing and leads to the same page.
    const sent = await sending;
    const headers = { 'content-type': 'application/x-www-form-urlencoded', accept: 'text/html' };
    const options = { data: sent.postData() ?? '', headers, maxRedirects: 0 };
    const again = await page.request.post(sent.url(), options);
    expect([again.status(), again.headers()['location']]).toEqual([
      303,
      `/cases/${id}?done=SUBMIT_DRAFT`,
    ]);
    const after = await founder.client.get(`/api/cases/${id}`);
    expect(after.body.version).toBe(body.version);
  });

  it('learns that somebody was quicker, and what they did', async () => {
    await page.goto(`${service.url}/cases/${id}/acts/WITHDRAW`);
    await act(founder.client, id, 'SAVE_DRAFT', example('SAVE_DRAFT'));
    await press(words.go);
    expect(await page.textContent('h1')).toContain(words.changed);
    expect(await page.textContent('main')).toContain(
      (locale === 'vi-VN' ? founding.events['SAVE_DRAFT']?.title.vi : 'Save a draft') ?? '',
    );
    expect(await inTheWay()).toEqual([]);
  });

  it('learns why something is not possible, and what would make it so', async () => {
    const answer = await page.goto(`${service.url}/cases/${id}/acts/FILE`);
    expect(answer?.status()).toBe(409);
    expect(await page.textContent('h1')).toContain(words.closed);
    expect(await inTheWay()).toEqual([]);
  });

  it('sees nothing of other people’s cases, as if there were none', async () => {
    const other = await visitor(service, browser, ['founder'], { width: 390, locale, scripts });
    const hidden = await other.page.goto(`${service.url}/cases/${id}`);
    const absent = await other.page.goto(
      `${service.url}/cases/00000000-0000-4000-8000-000000000000`,
    );
    expect([hidden?.status(), absent?.status()]).toEqual([404, 404]);
    await other.context.close();
  });
});

describe('nobody', () => {
  it('is led to signing in, and back to the page asked for', async () => {
    const answer = await fetch(`${service.url}/cases?lang=en`, {
      headers: { accept: 'text/html' },
      redirect: 'manual',
    });
    expect(answer.status).toBe(303);
    expect(answer.headers.get('location')).toBe('/sign-in?next=%2Fcases%3Flang%3Den');
  });

  it('can send no form that is not our own', async () => {
    const founder = await visitor(service, browser, ['founder']);
    const [{ value } = { value: '' }] = await founder.context.cookies();
    const sent = await fetch(`${service.url}/cases/new/founding`, {
      method: 'POST',
      headers: { cookie: `session=${value}`, accept: 'text/html' },
      body: new URLSearchParams({ _key: 'k'.repeat(20), _step: 'send', csrf: 'a.b' }),
    });
    expect(sent.status).toBe(403);
    await founder.context.close();
  });
});
