// Grades over the years: everybody sees shares and counts, the alliance's own people which commune had which opinion.
import { randomUUID } from 'node:crypto';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { opinion } from '../../machines/opinion/index.ts';
import { startService, type Client, type Service } from '../http/service.ts';
import { openBrowser } from './chromium.ts';
import { barriers, excess, signedIn } from './signed.ts';

let service: Service;
let browser: Browser;
let staff: Client;

const example = (type: string): Record<string, unknown> =>
  structuredClone(opinion.events[type]?.examples[0] ?? {});

async function opinionGiven(): Promise<void> {
  const commune = await service.client('commune');
  const leader = await service.client('leader');
  const payload = example(opinion.opensWith);
  const opened = await commune.send('POST', '/api/cases', { process: 'opinion', payload });
  const { id } = opened.body as { id: string };
  for (const [who, type, version] of [
    [staff, 'PREPARE_OPINION', 1],
    [leader, 'SIGN_OPINION', 2],
  ] as const) {
    const about = { type, payload: example(type) };
    const match = { 'if-match': `"${version}"` };
    const done = await who.send('POST', `/api/cases/${id}/events`, about, match);
    expect(done.status, done.text).toBe(201);
  }
}

/** Cases of the yearly grading that ended with a grade: as one that is there, with another content. */
async function graded(name: string, grade: string, count: number): Promise<void> {
  const { knex } = service.engine.database;
  for (let n = 0; n < count; n += 1) {
    const result = { grade: { id: grade, name: { vi: name, en: name } } };
    const row = {
      id: randomUUID(),
      process: 'classification@1',
      number: `XL-${grade}-${n}`,
      state: 'closed.graded',
      subject: null,
      snapshot: { data: { period: 2025, criterionSet: 'TT01_2020', result } },
    };
    await knex.raw(
      `insert into cases select (jsonb_populate_record(c, ?::jsonb)).* from cases c where process like 'opinion@%' limit 1`,
      [JSON.stringify(row)],
    );
  }
}

beforeAll(async () => {
  [service, browser] = await Promise.all([startService(), openBrowser()]);
  staff = await service.client('staff');
  await opinionGiven();
  await graded('Giỏi', 'good', 2);
  await graded('Khá', 'fair', 3);
  await graded('Trung bình', 'average', 2);
  await graded('Yếu', 'weak', 1);
}, 180_000);
afterAll(async () => {
  await browser.close();
  await service.close();
});

const { commune } = example(opinion.opensWith) as { commune: string };

describe('grades over the years', () => {
  it('are open to everybody: shares of the graded, opinions as counts', async () => {
    const context = await browser.newContext({
      locale: 'vi-VN',
      viewport: { width: 1280, height: 900 },
    });
    const page = await context.newPage();
    await page.goto(`${service.url}/statistics`);
    await page.getByRole('link', { name: /qua các năm/ }).click();
    const row = await page.locator('tbody tr').first().innerText();
    expect(row.split(/\s*\t\s*/)).toEqual([
      '2025',
      '8',
      '62,5 %',
      '12,5 %',
      expect.stringContaining('Khá 3'),
    ]);
    const text = await page.locator('main').innerText();
    expect([text.includes('Ý kiến về tiêu chí'), text.includes(commune)]).toEqual([true, false]);
    expect(await barriers(page)).toEqual([]);
    expect(await excess(page)).toBe(0);
    await page.goto(`${service.url}/statistics/grades?from=2031&to=2030&lang=en`);
    expect(await page.locator('#from').inputValue()).toBe('2030');
    expect(await page.getByText('Nothing was graded').count()).toBe(1);
    expect(await barriers(page)).toEqual([]);
    await context.close();
  });

  it('name the communes to the alliance’s own people', async () => {
    const context = await signedIn(service, browser, staff);
    const page = await context.newPage();
    await page.goto(`${service.url}/statistics/grades`);
    expect(await page.locator('main').innerText()).toContain(commune);
    expect(await barriers(page)).toEqual([]);
    expect(await excess(page)).toBe(0);
    await context.close();
  });
});
