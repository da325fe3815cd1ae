// The leader signs in a real browser: what signing brings about is said before, and the paper that comes of it proves
// itself to anybody.
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { checkSignatures } from '../../src/documents/signature-check.ts';
import { pagesOf, qrOf } from '../documents/reading.ts';
import { startOffice, type Office } from '../papers/certified.ts';
import { openBrowser } from './chromium.ts';
import { barriers, excess, signedIn } from './signed.ts';

let office: Office;
let browser: Browser;
let id: string;

beforeAll(async () => {
  [office, browser] = await Promise.all([startOffice(), openBrowser()]);
  id = await office.passed();
  await office.settle();
}, 180_000);
afterAll(async () => {
  await browser.close();
  await office.close();
});

describe('a leader', () => {
  it('signs what waits, having seen what it brings about', async () => {
    const { service, people } = office;
    const context = await signedIn(service, browser, people.leader, {});
    const page = await context.newPage();
    await page.goto(`${service.url}/signatures`);
    expect(await page.locator('h1').innerText()).toContain('Chờ ký: 1');
    expect(await page.locator('article').innerText()).toContain('Giấy chứng nhận');
    expect(await barriers(page)).toEqual([]);
    expect(await excess(page)).toBe(0);
    await page.setViewportSize({ width: 1280, height: 900 });
    const numbers = () => service.engine.database.knex('registers').select('series', 'last');
    const before = await numbers();
    const link = page.getByRole('link', { name: /dự thảo/ }).first();
    const draft = await page.request.get(`${service.url}${await link.getAttribute('href')}`);
    expect(draft.headers()['content-type']).toBe('application/pdf');
    const read = (await pagesOf(await draft.body())).join(' ');
    expect(read.replaceAll(' ', '')).toContain('DỰTHẢO');
    expect(read).toContain('Số: ……');
    expect(await qrOf(await draft.body())).toBeUndefined();
    expect(await numbers()).toEqual(before);
    const outsider = await signedIn(service, browser, await service.client('founder'), {});
    const hidden = await outsider.request.get(`${service.url}${await link.getAttribute('href')}`);
    expect(hidden.status()).toBe(404);
    await outsider.close();
    await page.getByRole('button', { name: /Ký quyết định công nhận/ }).click();
    await page.locator('main button[name=_step][value=review]').last().click();
    const opening = page
      .context()
      .waitForEvent('response', (answer) => answer.url().endsWith('/draft'));
    await page.locator('button[name=_paper]').first().click();
    const filled = await opening;
    expect([filled.status(), filled.headers()['content-type']]).toEqual([200, 'application/pdf']);
    await page.locator('button[name=_step][value=send]').click();
    await page.getByText('Đã ghi nhận').waitFor();
    await page.goto(`${service.url}/signatures`);
    expect(await page.locator('h1').innerText()).toContain('Chờ ký: 0');
    await context.close();
  });

  it('gives a certificate that its file and its code prove', async () => {
    const { service } = office;
    await office.settle();
    const [row] = await office.papers(id, 'RECOGNITION_CERT');
    if (!row) throw new Error('no certificate');
    const [verdict] = await checkSignatures(await office.bytes(row), [], new Date());
    expect(verdict).toMatchObject({ intact: true, coversFile: true });
    const page = await browser.newPage();
    await page.goto(`${service.url}/verify/${row.code}`);
    expect(await page.locator('body').innerText()).toContain(row.symbol);
    await page.close();
  });
});
