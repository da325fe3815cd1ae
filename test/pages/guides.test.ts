// What founders are told where their case stands: where to file, the points of a supplement to tick, the ways on after
// a refusal, what is owed after registration.
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { system } from '../../machines/define.ts';
import { act, exampleOf, toFiling } from '../http/play.ts';
import { openFounding, startService, type Client, type Service } from '../http/service.ts';
import { paper } from '../files/samples.ts';
import { openBrowser } from './chromium.ts';
import { barriers, excess, signedIn } from './signed.ts';

let service: Service;
let browser: Browser;
let founder: Client;
let head: Client;
let page: Page;
let id: string;

beforeAll(async () => {
  [service, browser] = await Promise.all([startService(), openBrowser()]);
  founder = await service.client('founder');
  head = await service.client('unit-head');
  id = await openFounding(founder);
  await toFiling(founder, head, id);
  const context = await signedIn(service, browser, founder, { width: 390 });
  page = await context.newPage();
}, 180_000);
afterAll(async () => {
  await browser.close();
  await service.close();
});

const go = (path = '') => page.goto(`${service.url}/cases/${id}${path}`);
const main = async () => (await page.locator('main').innerText()).replaceAll(/\s+/g, ' ');

async function inNobodysWay(path: string): Promise<void> {
  for (const lang of ['vi', 'en']) {
    await go(`${path}?lang=${lang}`);
    expect(await barriers(page)).toEqual([]);
  }
  expect(await excess(page)).toBeLessThanOrEqual(0);
  await page.setViewportSize({ width: 390, height: 900 });
  await go(`${path}?lang=vi`);
}

describe('a founding case', () => {
  it('says where to file, on its page and on the page of filing', async () => {
    await inNobodysWay('');
    expect(await main()).toContain('Cơ quan đăng ký kinh doanh cấp xã, Xã Hòa Bình');
    await go('/acts/FILE');
    expect(await main()).toContain('Nộp hồ sơ ở đâu');
    expect(await main()).toMatch(/Lệ phí .* chưa xác nhận/i);
    const { body } = await founder.get(`/api/cases/${id}/guidance`);
    expect(body.guides[0]).toMatchObject({ code: 'whereToFile', acts: ['FILE'] });
    const stranger = await service.client('founder');
    expect((await stranger.get(`/api/cases/${id}/guidance`)).status).toBe(404);
    expect((await go('/supplement'))?.status()).toBe(404);
  });

  it('ticks the points of a supplement with what shows it; staff see the same', async () => {
    await act(founder, id, 'FILE');
    await act(head, id, 'RECEIPT_RECORDED');
    await go();
    expect(await main()).toContain('Chờ cơ quan đăng ký trả lời');
    const points = ['Ghi rõ địa chỉ trụ sở chính', 'Ký từng trang điều lệ'];
    await act(head, id, 'SUPPLEMENT_NOTICE', { points });
    await go();
    await page.getByRole('link', { name: 'xem và đánh dấu từng điểm' }).click();
    await page.getByRole('button', { name: /Đánh dấu đã làm.*điểm 2/ }).click();
    expect(await page.getByRole('alert').innerText()).toContain('Điểm 2');
    await page.locator('#evidence-2').fill('Đã ký đủ 12 trang');
    await page.getByRole('button', { name: /Đánh dấu đã làm.*điểm 2/ }).click();
    expect(await main()).toContain('Còn 1 / 2 điểm');
    await inNobodysWay('/supplement');
    const staff = await signedIn(service, browser, head);
    const seen = await staff.newPage();
    await seen.goto(`${service.url}/cases/${id}/supplement`);
    expect(await seen.locator('main').innerText()).toContain('Đã ký đủ 12 trang');
    await staff.close();
    await page.getByRole('button', { name: /bỏ đánh dấu.*điểm 2/ }).click();
    expect(await main()).toContain('Còn 2 / 2 điểm');
  });

  it('binds a file of the dossier to a point, and says when it was replaced or taken back', async () => {
    const send = async (point: number, name: string): Promise<void> => {
      await go('/supplement');
      await page.locator(`#point-${point} summary`).click();
      await page.locator(`#slot-${point}`).selectOption('CHARTER');
      const buffer = await paper(name);
      await page
        .locator(`#upload-${point}`)
        .setInputFiles({ name, mimeType: 'application/pdf', buffer });
      await page
        .getByRole('button', { name: new RegExp(`Gửi tệp và đánh dấu.*điểm ${point}`) })
        .click();
      await page.waitForURL(/#point-/);
    };
    await send(1, 'dieu-le-1.pdf');
    expect(await page.locator('#point-1').innerText()).toMatch(/Đã làm.*bản 1: dieu-le-1\.pdf/is);
    await page.locator('#answer-2').selectOption({ label: 'Điều lệ – bản 1 (dieu-le-1.pdf)' });
    await page.getByRole('button', { name: /Đánh dấu đã làm.*điểm 2/ }).click();
    expect(await page.locator('#point-2').innerText()).toContain('dieu-le-1.pdf');
    await page.getByRole('button', { name: /bỏ đánh dấu.*điểm 1/ }).click();
    await send(1, 'dieu-le-2.pdf');
    const staff = await signedIn(service, browser, head);
    const seen = await staff.newPage();
    const told = async (point: number): Promise<string> => {
      await seen.goto(`${service.url}/cases/${id}/supplement`);
      return seen.locator(`#point-${point}`).innerText();
    };
    expect(await told(2)).toMatch(/dieu-le-1.*Đã có bản mới.*bản 2, dieu-le-2/is);
    await inNobodysWay('/supplement');
    const dossier = (await founder.get(`/api/cases/${id}/files`)).body;
    const charter = dossier.slots.find((slot: { id: string }) => slot.id === 'CHARTER');
    await founder.send('POST', `/api/files/${charter.current}/withdrawal`);
    expect(await told(1)).toMatch(/dieu-le-2.*Tệp đã rút/is);
    expect(await told(2)).not.toContain('Đã có bản mới');
    await staff.close();
    const other = { point: 1, done: true, file: '0190a000-0000-7000-8000-00000000f11e' };
    const answer = await founder.send('POST', `/api/cases/${id}/events`, {
      type: 'TICK_POINT',
      payload: other,
    });
    expect([answer.status, answer.body.reasons?.[0]?.code]).toEqual([409, 'fileKept']);
  });

  it('a refusal says why, what to mend, and the ways on', async () => {
    await act(founder, id, 'RESUBMIT');
    await act(head, id, 'REFUSE');
    await inNobodysWay('');
    const told = await main();
    expect(told).toContain('Tên không đúng quy định');
    expect(told).toContain('Tên gây nhầm lẫn với hợp tác xã đã đăng ký');
    expect(told).toMatch(/Khiếu nại trước hết ngày \d\d\/\d\d\/2026/);
    expect(told).toContain('vẫn còn nguyên');
    const guide = page.locator('.sl-guide');
    expect(await guide.locator('a[href*="/acts/"]').allInnerTexts()).toEqual([
      'Khắc phục và nộp lại',
      'Khiếu nại việc từ chối',
      'Chấp nhận từ chối, dừng hồ sơ',
    ]);
  });

  it('after registration shows what is owed, until when, and what is done', async () => {
    await act(founder, id, 'FIX_AND_REFILE');
    await act(founder, id, 'COMPLETE_DOSSIER');
    await act(founder, id, 'FILE');
    await act(head, id, 'RECEIPT_RECORDED');
    await act(head, id, 'GRANT', exampleOf('GRANT'));
    await act(founder, id, 'MEMBER_REGISTER_KEPT');
    await inNobodysWay('');
    const duties = await page.locator('.sl-duties').innerText();
    expect(duties).toMatch(/Góp đủ vốn điều lệ.*Còn \d+ ngày/);
    expect(duties).toMatch(/Lập sổ đăng ký thành viên.*đã xong/i);
    expect(duties).toMatch(/Họp đại hội thường niên đầu tiên.*2027/);
    expect(duties).toContain('Luật 17/2023/QH15 Đ74.4');
  });

  it('once it has ended, what is still owed goes on in a case of its own, done by a click', async () => {
    await act(founder, id, 'CAPITAL_FULL');
    expect((await founder.get(`/api/cases/${id}`)).body.state).toBe('completed');
    const { cases, database } = service.engine;
    const owed = await database.knex('outbox').where({ case_id: id, kind: 'open' }).first();
    const by = { ...system, allianceId: founder.person.allianceId };
    const { process, event: type } = owed.payload;
    const payload = await service.engine.unseal(id, owed.payload.payload);
    await cases.open(process, { by, type, payload, key: { key: owed.id, request: 'ab' } }, id);
    await inNobodysWay('/founders');
    expect(await main()).toMatch(
      /Nghĩa vụ của hợp tác xã sau đăng ký \(NV-2026-0001\) hạn gần nhất/,
    );
    await page.getByRole('link', { name: /Nghĩa vụ của hợp tác xã/ }).click();
    expect(await main()).toMatch(
      /Lập sổ đăng ký thành viên.*đã xong.*Họp đại hội thường niên đầu tiên/i,
    );
    const staff = await signedIn(service, browser, head);
    const seen = await staff.newPage();
    await seen.goto(`${service.url}/desk/agenda?month=2027-05`);
    expect(await seen.locator('main').innerText()).toContain('Họp đại hội thường niên đầu tiên');
    await staff.close();
    await page.getByRole('link', { name: 'Đã họp đại hội thường niên đầu tiên' }).click();
    await page.getByLabel('Căn cứ').fill('Biên bản số 01/BB-ĐHTV');
    await page.getByRole('button', { name: 'Tiếp tục' }).click();
    await page.getByRole('button', { name: 'Gửi' }).click();
    expect(await main()).toContain('Đã làm đủ');
    await go('/founders');
    expect(await main()).toMatch(/NV-2026-0001\) đã xong/);
  });
});
