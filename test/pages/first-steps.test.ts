// The first minutes in front of the service: what it is about, told once; keys for those who work here every day; the
// language somebody wants.
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openFounding, startService, type Service } from '../http/service.ts';
import { openBrowser } from './chromium.ts';
import { barriers, excess, visitor } from './signed.ts';

let service: Service;
let browser: Browser;
beforeAll(async () => {
  [service, browser] = await Promise.all([startService(), openBrowser()]);
}, 180_000);
afterAll(async () => {
  await browser.close();
  await service.close();
});

describe.each([
  ['founder', '/cases', 'vi-VN'],
  ['staff', '/desk', 'vi-VN'],
  ['board-member', '/desk', 'en-GB'],
] as const)('a new %s', (role, path, locale) => {
  it('is told what the service is about until it is read', async () => {
    const { page, context } = await visitor(service, browser, [role], { width: 390, locale });
    await page.goto(service.url + path);
    expect(await page.locator('#tour').count()).toBe(1);
    expect(await barriers(page)).toEqual([]);
    expect(await excess(page)).toBeLessThanOrEqual(0);
    await page.locator('form[action="/tour"] button').click();
    expect(new URL(page.url()).pathname).toBe(path);
    expect(await page.locator('#tour').count()).toBe(0);
    await context.close();
  });
});

it('keys lead staff from place to place, and hold still while somebody types', async () => {
  const { page, context, client } = await visitor(service, browser, ['unit-head']);
  const id = await openFounding(await service.client('founder'));
  const at = async (path: string): Promise<void> => page.waitForURL(service.url + path);
  const press = (key: string): Promise<void> => page.keyboard.press(`Alt+Shift+${key}`);
  await page.goto(`${service.url}/inbox`);
  for (const [key, path] of [
    ['KeyD', '/desk'],
    ['KeyW', '/desk/work'],
    ['KeyE', '/desk/agenda'],
    ['KeyI', '/inbox'],
    ['Slash', '/keys'],
  ] as const) {
    await press(key);
    await at(path);
  }
  expect(await barriers(page)).toEqual([]);
  expect(await excess(page)).toBeLessThanOrEqual(0);
  await page.goto(`${service.url}/desk/work?role=any`);
  await press('KeyN');
  await page.keyboard.press('Enter');
  await at(`/cases/${id}`);
  for (const [key, path] of [
    ['KeyB', 'dossier'],
    ['KeyJ', 'journal'],
    ['KeyM', 'messages'],
    ['KeyO', 'notes'],
  ] as const) {
    await press(key);
    await at(`/cases/${id}/${path}`);
  }
  await page.locator('#text').fill('Gọi lại vào thứ Hai');
  await press('KeyD');
  expect(await page.inputValue('#text')).toBe('Gọi lại vào thứ Hai');
  await press('KeyS');
  await page.getByText(client.person.name).last().waitFor();
  expect(await page.locator('.sl-said__text').innerText()).toBe('Gọi lại vào thứ Hai');
  await page.goto(`${service.url}/desk`);
  await press('KeyF');
  await page.keyboard.type('rau');
  expect(await page.inputValue('input[type=search]')).toBe('rau');
  await page.goto(`${service.url}/cases/${id}`);
  await press('KeyA');
  await page.waitForURL(/\/acts\//);
  await context.close();
});

it('the language of letters and pages is chosen once, on the page of one’s account', async () => {
  const { page, context, client } = await visitor(service, browser, ['founder'], { width: 390 });
  await page.goto(`${service.url}/cases`);
  await page.locator('header a[href="/account"]').click();
  await page.locator('#language').selectOption('en');
  await page.locator('#digest').check();
  await page.locator('form[action="/account/preferences"] button').click();
  expect(await page.locator('h1').innerText()).toBe('My account');
  expect(await barriers(page)).toEqual([]);
  expect(await excess(page)).toBeLessThanOrEqual(0);
  const { body } = await client.get('/api/me/preferences');
  expect(body).toEqual({ language: 'en', digest: true });
  await context.close();
});
