// Pages in a real browser: readable by everybody, no wider than a small phone, quick to load.
import { AxeBuilder } from '@axe-core/playwright';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startService, type Service } from '../http/service.ts';
import { openBrowser } from './chromium.ts';

let service: Service;
let browser: Browser;
beforeAll(async () => {
  [service, browser] = await Promise.all([startService(), openBrowser()]);
}, 180_000);
afterAll(async () => {
  await browser.close();
  await service.close();
});

const rules = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

async function opened(path: string, locale: string, width = 390): Promise<Page> {
  const context = await browser.newContext({ locale, viewport: { width, height: 844 } });
  const page = await context.newPage();
  await page.goto(service.url + path);
  return page;
}

const paths = [
  '/',
  '/no-such-page',
  '/eligibility',
  '/eligibility?kind=union&people=2&age=no',
  '/eligibility?kind=cooperative&people=7&age=yes&need=yes&share=yes',
  '/words',
  '/law',
  '/complain',
  '/verify',
  '/verify/0000-0000-0000',
  '/track',
  '/track?code=0000-0000-0000',
  '/register',
  '/statistics',
  '/your-data',
];

describe.each(paths)('%s', (path) => {
  it.each(['vi-VN', 'en-GB'])('has no barrier in %s', async (locale) => {
    const page = await opened(path, locale);
    const { violations } = await new AxeBuilder({ page }).withTags(rules).analyze();
    expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)).toEqual([]);
    await page.context().close();
  });

  it('does not scroll sideways at 320 pixels', async () => {
    const page = await opened(path, 'vi-VN', 320);
    const width = await page.evaluate('document.documentElement.scrollWidth');
    expect(width).toBeLessThanOrEqual(320);
    await page.context().close();
  });
});

describe('weight', () => {
  it('is at most 100 KB for the first page, with fonts', async () => {
    const context = await browser.newContext({ locale: 'vi-VN' });
    const page = await context.newPage();
    const line = await context.newCDPSession(page);
    let bytes = 0;
    line.on('Network.loadingFinished', ({ encodedDataLength }) => (bytes += encodedDataLength));
    await line.send('Network.enable');
    await page.goto(service.url, { waitUntil: 'networkidle' });
    const first = bytes;
    await page.goto(`${service.url}/?lang=vi`, { waitUntil: 'networkidle' });
    expect(first).toBeGreaterThan(60_000);
    expect(first).toBeLessThanOrEqual(100 * 1024);
    expect(bytes - first).toBeLessThanOrEqual(10 * 1024);
    await context.close();
  });
});
