// Takes the pictures: one by one, as a founder on a phone and as a visitor, in both languages.
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { openFounding, startService, type Service } from '../http/service.ts';
import { toDrafting } from '../http/play.ts';
import { openBrowser } from '../pages/chromium.ts';
import { visitor } from '../pages/signed.ts';

const folder = join(import.meta.dirname, '../../docs/screens');

const open: readonly (readonly [name: string, path: string])[] = [
  ['start', '/'],
  ['eligibility', '/eligibility?kind=cooperative&people=3&age=yes&need=no'],
  ['law', '/law'],
  ['words', '/words'],
  ['verify-unknown', '/verify/0000-0000-0000'],
  ['register', '/register'],
  [
    'name-check',
    '/name-check?name=H%E1%BB%A3p+t%C3%A1c+x%C3%A3+Rau+s%E1%BA%A1ch+H%C3%B2a+B%C3%ACnh',
  ],
];

/** What a group in drafting sees, on a phone. */
const own = {
  dossier: '/dossier',
  drafting: '/drafting',
  'drafting-part': '/drafting/charter',
  charter: '/charter',
  members: '/members',
  'save-draft': '/acts/SAVE_DRAFT',
};

async function picture(page: Page, name: string): Promise<void> {
  await page.evaluate('document.fonts.ready');
  await page.screenshot({ path: join(folder, `${name}.png`), fullPage: true });
}

/** The desk of a head of unit, wide and on a phone. */
async function desk(service: Service, browser: Browser): Promise<void> {
  const founder = await service.client('founder');
  for (const group of [
    'Nhóm trồng nấm Tân Phong',
    'Nhóm dệt chiếu Định Yên',
    'Nhóm nuôi tôm Hòa Bình',
  ])
    await openFounding(founder, { group });
  service.engine.at('2026-03-30T02:00:00.000Z');
  const { page, context } = await visitor(service, browser, ['unit-head', 'administrator']);
  const { body } = await (await service.client('unit-head')).get('/api/cases');
  const id = body.items[0].id as string;
  const paths = {
    desk: '/desk',
    'desk-work': '/desk/work?role=any',
    'desk-cases': '/desk/cases',
    'desk-states': '/desk/states',
    'desk-agenda': '/desk/agenda?month=2026-03',
    'case-journal': `/cases/${id}/journal`,
    'case-brief': `/cases/${id}/brief`,
    'case-notes': `/cases/${id}/notes`,
    'admin-people': '/admin/people',
    'admin-health': '/admin/health',
    'admin-process': '/processes/founding',
    'admin-texts': '/admin/texts',
    'admin-text': '/admin/texts/notice/filed',
    'admin-boards': '/admin/boards',
    'desk-register': '/desk/register',
    grades: '/statistics/grades',
    signatures: '/signatures',
    keys: '/keys',
    'criteria-sets': '/desk/criteria',
    'criteria-set': '/desk/criteria/TT01_2020/0',
    'criteria-form': '/desk/criteria/TT01_2020/0/form',
    campaigns: '/desk/campaigns',
  };
  for (const [name, path] of Object.entries(paths))
    for (const width of [1280, 390]) {
      await page.setViewportSize({ width, height: 900 });
      await page.goto(`${service.url}${path}`);
      await picture(page, `${name}-${width}`);
    }
  await context.close();
}

it('takes pictures', async () => {
  mkdirSync(folder, { recursive: true });
  const [service, browser] = await Promise.all([startService(), openBrowser()]);
  for (const [tag, locale, go] of [
    ['vi', 'vi-VN', 'Tiếp tục'],
    ['en', 'en-GB', 'Continue'],
  ] as const) {
    const look = { width: 390, locale };
    const { client, page, context } = await visitor(service, browser, ['founder'], look);
    for (const [name, path] of open) {
      await page.goto(service.url + path);
      await picture(page, `${name}-${tag}`);
    }
    const group = 'Nhóm sản xuất rau sạch, nấm và thủy sản Hòa Bình';
    const id = await openFounding(client, { group });
    await page.goto(`${service.url}/cases/new/founding`);
    await page.getByRole('button', { name: go, exact: true }).last().click();
    await picture(page, `new-case-errors-${tag}`);
    await page.locator('input[name="kind"]').first().check();
    await page.locator('[name="group"]').fill(group);
    await page.locator('[name="commune"]').fill('Xã Hòa Bình');
    await page.locator('[name="representativeName"]').fill('Nguyễn Thị Ánh Nguyệt');
    await page.getByRole('button', { name: go, exact: true }).last().click();
    await picture(page, `check-${tag}`);
    await page.goto(`${service.url}/cases`);
    await picture(page, `cases-${tag}`);
    await page.goto(`${service.url}/cases/${id}`);
    await picture(page, `case-${tag}`);
    await page.goto(`${service.url}/cases/${id}/founders`);
    await picture(page, `founders-${tag}`);
    await page.goto(`${service.url}/cases/${id}/acts/FILE`);
    await picture(page, `not-now-${tag}`);
    await toDrafting(await service.client('unit-head'), id);
    for (const [name, path] of Object.entries(own)) {
      await page.goto(`${service.url}/cases/${id}${path}`);
      await picture(page, `${name}-${tag}`);
    }
    await context.close();
  }
  await desk(service, browser);
  await browser.close();
  await service.close();
  expect(service.logged).toEqual([]);
});
