// A field check from a phone: a picture goes into its place of the dossier, and the minutes name it by its file. What the
// board then asks for is handed in from the phone, item by item, and checked by staff.
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { jpeg } from '../files/samples.ts';
import { acceptedMatter, boardOf, type Matter } from '../http/board.ts';
import { startService, type Service } from '../http/service.ts';
import { openBrowser } from './chromium.ts';
import { barriers, excess, signedIn } from './signed.ts';

let service: Service;
let browser: Browser;
let matter: Matter;

beforeAll(async () => {
  [service, browser] = await Promise.all([startService(), openBrowser()]);
  matter = await acceptedMatter(service, '5400000740');
  await matter.does(matter.leader, 'FORM_BOARD', boardOf(matter.board));
  for (const each of matter.board)
    await matter.does(each, 'DECLARE_CONFLICT', { conflict: 'none' });
  await matter.does(matter.officer, 'START_FIELD_CHECK', { team: ['Trần Thị Thư', 'Lê Văn Nông'] });
}, 180_000);
afterAll(async () => {
  await browser.close();
  await service.close();
});

it('is recorded with its photos and who signed', async () => {
  const context = await signedIn(service, browser, matter.officer, { width: 390 });
  const page = await context.newPage();
  await page.goto(`${service.url}/cases/${matter.id}/dossier`);
  const file = { name: 'kho-lua.jpg', mimeType: 'image/jpeg', buffer: jpeg };
  await page.locator('#file-FIELD_PHOTO').setInputFiles(file);
  await page.locator('form[action$="/dossier/FIELD_PHOTO"] button').click();
  await page.goto(`${service.url}/cases/${matter.id}/acts/RECORD_FIELD`);
  expect(await barriers(page)).toEqual([]);
  expect(await excess(page)).toBe(0);
  await page.setViewportSize({ width: 390, height: 900 });
  await page.locator('[name="findings"]').fill('Kho lúa đúng như báo cáo.');
  await page.getByLabel('Ảnh kiểm tra thực tế: kho-lua.jpg').check();
  await page.locator('[name="signedByCooperative"]').check();
  await page.locator('[name="signedByCommune"]').check();
  await page.locator('[name="cooperativeSigner"]').fill('Trần Văn An');
  await page.locator('[name="communeSigner"]').fill('Lê Thị Xã');
  await page.getByRole('button', { name: 'Tiếp tục' }).last().click();
  expect(await page.locator('main').innerText()).toContain('kho-lua.jpg');
  await page
    .getByRole('button', { name: /Gửi|Xác nhận/ })
    .last()
    .click();
  const { body } = await matter.officer.get(`/api/cases/${matter.id}`);
  expect([body.state, body.data.field.photos.length]).toEqual(['scoring', 1]);
  expect(body.data.field.signers).toEqual({ cooperative: 'Trần Văn An', commune: 'Lê Thị Xã' });
  const { knex } = service.engine.database;
  const kept = await knex('files').where({ id: body.data.field.photos[0] }).first('slot');
  expect(kept.slot).toBe('FIELD_PHOTO');
  const minutes = await knex('documents')
    .where({ case_id: matter.id, kind: 'FIELD_MINUTES' })
    .first();
  expect(minutes.data.members).toEqual([{ name: 'Trần Thị Thư' }, { name: 'Lê Văn Nông' }]);
  expect(JSON.stringify(minutes.data.items)).toContain('Lê Thị Xã');
  await context.close();
});

it('what the board asks for is handed in from a phone item by item, and checked', async () => {
  const [chair] = matter.board as [(typeof matter.board)[0]];
  for (const each of matter.board) await matter.does(each, 'SCORE');
  await matter.does(chair, 'OPEN', { present: matter.board.map(({ person }) => person.id) });
  for (const each of matter.board) await matter.does(each, 'CAST_BALLOT', { ballot: 'against' });
  const items = [{ item: 'Bổ sung biên bản Đại hội', dueOn: '2030-01-10' }, { item: 'Trích quỹ' }];
  await matter.does(chair, 'VOTE_CONDITIONAL', { items });
  const path = `${service.url}/cases/${matter.id}/checklist`;
  const [coop, staff] = await Promise.all(
    [matter.coop, matter.officer].map(async (client) => {
      const context = await signedIn(service, browser, client, { width: 390 });
      return context.newPage();
    }),
  );
  if (!coop || !staff) throw new Error('no pages');
  await coop.goto(path);
  expect(await barriers(coop)).toEqual([]);
  expect(await excess(coop)).toBe(0);
  await coop.setViewportSize({ width: 390, height: 900 });
  await coop
    .getByRole('button', { name: /Nộp nội dung này/ })
    .first()
    .click();
  expect(await coop.locator('[role=alert]').innerText()).toContain('Có ghi đã làm gì hoặc có tệp');
  const wrong = { name: 'bien-ban.pdf', mimeType: 'application/pdf', buffer: Buffer.from('abc') };
  await coop.locator('#text-1').fill('Đã họp lại ngày 15/3.');
  await coop.locator('#file-1').setInputFiles(wrong);
  await coop
    .getByRole('button', { name: /Nộp nội dung này/ })
    .first()
    .click();
  expect(await coop.locator('[role=alert]').innerText()).toContain('Chưa ghi nhận được');
  expect(await coop.locator('#text-1').inputValue()).toBe('Đã họp lại ngày 15/3.');
  await coop.locator('#file-1').setInputFiles({ name: 'bb.jpg', mimeType: 'image/jpeg', buffer: jpeg }); // prettier-ignore
  await coop
    .getByRole('button', { name: /Nộp nội dung này/ })
    .first()
    .click();
  expect(await coop.locator('#item-1').innerText()).toMatch(/Đã nộp, chờ xem xét[^]*bb\.jpg/);
  await staff.goto(path);
  await staff.locator('#item-1 summary').click();
  await staff.locator('#reason-1').fill('Thiếu chữ ký thư ký.');
  await staff.locator('#due-1').fill('15/1/2030');
  await staff.getByRole('button', { name: 'Trả lại nội dung này' }).click();
  expect(await staff.locator('#item-1').innerText()).toContain('15/01/2030');
  await coop.goto(path);
  expect(await coop.locator('#item-1').innerText()).toContain('Thiếu chữ ký thư ký.');
  for (const no of [1, 2]) {
    await coop.locator(`#text-${no}`).fill(`Đã làm xong ${no}.`);
    await coop.locator(`#item-${no} button`).click();
  }
  expect(await coop.locator('[role=status]').innerText()).toContain('Đã nộp đủ');
  await staff.goto(path);
  expect(await barriers(staff)).toEqual([]);
  await staff
    .locator('#item-1')
    .getByRole('button', { name: /^Chấp nhận/ })
    .click();
  expect(await staff.locator('#item-1').innerText()).toContain('Đã chấp nhận');
  const { body } = await matter.officer.get(`/api/cases/${matter.id}`);
  expect(body.state).toBe('review.documents');
  expect(body.data.remediation[0].handed.files).toHaveLength(1);
  await coop.goto(`${service.url}/cases/${matter.id}`);
  expect(await coop.locator('main').innerText()).toContain('Nộp, xem xét từng nội dung');
  await Promise.all([coop.context().close(), staff.context().close()]);
});
