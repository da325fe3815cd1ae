// The founding conference at the village hall, on a phone whose line breaks: every entry recorded once, in its order.
import { randomUUID } from 'node:crypto';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { founding } from '../../machines/founding/index.ts';
import { partNames } from '../../machines/founding/parts.ts';
import { openFounding, startService, type Client, type Service } from '../http/service.ts';
import { openBrowser } from './chromium.ts';
import { barriers, excess, signedIn } from './signed.ts';

let service: Service;
let browser: Browser;
let founder: Client;
let caseId: string;

const members = 30;
const conferenceDay = '2026-03-06T01:00:00.000Z';

async function act(client: Client, type: string, payload: object): Promise<void> {
  const { body } = await client.get(`/api/cases/${caseId}`);
  const headers = { 'if-match': `"${String(body.version)}"` };
  const event = { type, payload };
  const answer = await client.send('POST', `/api/cases/${caseId}/events`, event, headers);
  if (answer.status !== 201) throw new Error(`${type}: ${answer.text}`);
}

const example = (type: string, at = 0): Record<string, unknown> =>
  structuredClone(founding.events[type]?.examples[at]) as Record<string, unknown>;

function manyMembers(): Record<string, unknown> {
  const draft = example('SUBMIT_DRAFT', 2) as { members: { list: object[] } };
  const [first] = draft.members.list;
  draft.members.list = Array.from({ length: members }, (_, at) => ({
    ...first,
    no: at + 1,
    name: `Thành viên số ${at + 1}`,
    capital: 60_000_000,
  }));
  return draft;
}

/** A case whose conference is today. */
async function callConference(head: Client): Promise<void> {
  caseId = await openFounding(founder);
  await act(head, 'ASSIGN', { ...example('ASSIGN'), adviser: head.person.id });
  await act(head, 'RECORD_SESSION', example('RECORD_SESSION'));
  await act(head, 'CONCLUDE_VIABLE', example('CONCLUDE_VIABLE'));
  for (const [at, part] of [
    'charter',
    'plan',
    'members',
    'name',
    'governance',
    'assets',
  ].entries()) {
    await act(
      founder,
      'SUBMIT_DRAFT',
      part === 'members' ? manyMembers() : example('SUBMIT_DRAFT', at),
    );
    await act(head, 'ACCEPT_PART', { part });
  }
  expect(partNames).toHaveLength(6);
  await act(founder, 'SCHEDULE_ASSEMBLY', example('SCHEDULE_ASSEMBLY'));
  service.engine.at(conferenceDay);
}

async function entriesRecorded(): Promise<{ type: string; clientRef: string; payload: object }[]> {
  const { body } = await founder.get(`/api/cases/${caseId}/events?limit=100`);
  return body.items.filter(({ type }: { type: string }) => ['CHECK_IN', 'NOTE'].includes(type));
}

beforeAll(async () => {
  [service, browser] = await Promise.all([startService(), openBrowser()]);
  founder = await service.client('founder');
  await callConference(await service.client('unit-head'));
}, 180_000);
afterAll(async () => {
  await browser.close();
  await service.close();
});

async function checkIn(page: Page, from: number, to: number): Promise<void> {
  for (let no = from; no <= to; no += 1) await page.locator(`[data-no="${no}"] button`).click();
}

async function note(page: Page, ...texts: string[]): Promise<void> {
  for (const text of texts) {
    await page.getByRole('textbox').fill(text);
    await page.getByRole('button', { name: 'Ghi lại' }).click();
  }
}

describe('the hall', () => {
  it('keeps 40 entries through two cuts of the line, and records each once, in order', async () => {
    const context = await signedIn(service, browser, founder, { width: 390 });
    const page = await context.newPage();
    await page.goto(`${service.url}/cases/${caseId}/hall`);
    await page.waitForFunction(
      "caches.open('sang-lap-hall').then((cache) => cache.keys()).then((keys) => keys.length > 2)",
    );
    await checkIn(page, 1, 10);
    await context.setOffline(true);
    await checkIn(page, 11, 20);
    await note(page, 'Ý kiến 1', 'Ý kiến 2', 'Ý kiến 3', 'Ý kiến 4', 'Ý kiến 5');
    expect(await page.locator('#hall-line').innerText()).toMatch(/Đang mất mạng: \d+ mục chưa gửi/);
    // The phone is put away and the page opened again, still without a line.
    await page.reload();
    expect(await page.locator('#hall-count').innerText()).toBe('20');
    await context.setOffline(false);
    await page.getByText('Mọi mục đã được ghi').waitFor({ timeout: 30_000 });
    await context.setOffline(true);
    await checkIn(page, 21, 30);
    await note(page, 'Ý kiến 6', 'Ý kiến 7', 'Ý kiến 8', 'Ý kiến 9', 'Ý kiến 10');
    await context.setOffline(false);
    await page.getByText('Mọi mục đã được ghi').waitFor({ timeout: 30_000 });

    const recorded = await entriesRecorded();
    expect(recorded.map(({ clientRef }) => clientRef)).toEqual(
      Array.from({ length: 40 }, (_, at) => `hall-${at + 1}`),
    );
    const { body } = await founder.get(`/api/cases/${caseId}`);
    expect(body.data.conference.present).toHaveLength(30);
    expect(body.data.conference.notes).toEqual(
      Array.from({ length: 10 }, (_, at) => `Ý kiến ${at + 1}`),
    );
    await context.close();
  }, 120_000);

  it('says what was not recorded and why, and goes on with the rest', async () => {
    const context = await signedIn(service, browser, founder, { width: 390 });
    const page = await context.newPage();
    await page.goto(`${service.url}/cases/${caseId}/hall`);
    await context.setOffline(true);
    await page.evaluate(`document.querySelector('[data-no="3"] button').value = '99'`);
    await checkIn(page, 3, 4);
    await context.setOffline(false);
    await page.locator('#hall-refused li').waitFor({ timeout: 30_000 });
    expect(await page.locator('#hall-refused').innerText()).toMatch(
      /Không ghi được: 99.*danh sách/,
    );
    await page.getByText('Mọi mục đã được ghi').waitFor({ timeout: 30_000 });
    await page.reload();
    expect(await page.locator('[data-no="4"]').innerText()).toContain('Chưa đến');
    await context.close();
  }, 60_000);

  it('works without scripts, fits a small phone, and is in nobody’s way', async () => {
    const plain = await signedIn(service, browser, founder, { width: 390, scripts: false });
    const page = await plain.newPage();
    await page.goto(`${service.url}/cases/${caseId}/hall`);
    await page.locator('[data-no="4"] button').click();
    await page.locator('[data-no="4"]').getByText('Có mặt').waitFor();
    await note(page, 'Không có tập lệnh');
    await page.locator('#hall-notes').getByText('Không có tập lệnh').waitFor();
    await plain.close();
    const context = await signedIn(service, browser, founder);
    const seen = await context.newPage();
    for (const lang of ['vi', 'en']) {
      await seen.goto(`${service.url}/cases/${caseId}/hall?lang=${lang}`);
      expect(await barriers(seen)).toEqual([]);
    }
    expect(await excess(seen)).toBeLessThanOrEqual(0);
    await context.close();
    const stranger = await service.client('founder');
    const other = await signedIn(service, browser, stranger);
    const answer = await (await other.newPage()).goto(`${service.url}/cases/${caseId}/hall`);
    const absent = await (await other.newPage()).goto(`${service.url}/cases/${randomUUID()}/hall`);
    expect([answer?.status(), absent?.status()]).toEqual([404, 404]);
    await other.close();
  }, 60_000);
});
