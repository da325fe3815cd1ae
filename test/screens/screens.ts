// Takes the pictures: one by one, as a founder on a phone and as a visitor, in both languages.
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { startService } from '../http/service.ts';
import { openBrowser } from '../pages/chromium.ts';
import { visitor } from '../pages/signed.ts';
import { example, openFounding } from '../http/service.ts';

const folder = join(import.meta.dirname, '../../docs/screens');

async function picture(page: Page, name: string): Promise<void> {
  await page.evaluate('document.fonts.ready');
  await page.screenshot({ path: join(folder, `${name}.png`), fullPage: true });
}

it('takes pictures', async () => {
  mkdirSync(folder, { recursive: true });
  const [service, browser] = await Promise.all([startService(), openBrowser()]);
  for (const locale of ['vi-VN', 'en-GB'] as const) {
    const tag = locale.slice(0, 2);
    const { client, page, context } = await visitor(service, browser, ['founder'], {
      width: 390,
      locale,
    });
    const id = await openFounding(client, {
      group: `Nhóm sản xuất rau sạch, nấm và thủy sản Hòa Bình`,
    });
    await page.goto(`${service.url}/`);
    await picture(page, `start-${tag}`);
    await page.goto(`${service.url}/cases/new/founding`);
    await picture(page, `new-case-${tag}`);
    await page
      .getByRole('button', { name: tag === 'vi' ? 'Tiếp tục' : 'Continue' })
      .last()
      .click();
    await picture(page, `new-case-errors-${tag}`);
    await page.goto(`${service.url}/cases`);
    await picture(page, `cases-${tag}`);
    await page.goto(`${service.url}/cases/${id}`);
    await picture(page, `case-${tag}`);
    await context.close();
  }
  await browser.close();
  await service.close();
  expect(example('FILE')).toBeDefined();
});
