// A field check from a phone: a picture goes into its place of the dossier, and the minutes name it by its file.
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
