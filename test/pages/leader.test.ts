// The leader signs in a real browser: what signing brings about is said before, and the paper that comes of it proves
// itself to anybody.
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { checkSignatures } from '../../src/documents/signature-check.ts';
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
    await page.getByRole('button', { name: /Ký quyết định công nhận/ }).click();
    await page.locator('main button[name=_step][value=review]').last().click();
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
