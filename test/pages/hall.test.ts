// The founding conference at the village hall, on a phone whose line breaks: every entry recorded once, in its order.
import { randomUUID } from 'node:crypto';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { passCode } from '../../src/documents/pass.ts';
import { partNames } from '../../machines/founding/parts.ts';
import { openFounding, startService, type Client, type Service } from '../http/service.ts';
import { act, exampleOf, toDrafting } from '../http/play.ts';
import { openBrowser } from './chromium.ts';
import { barriers, excess, signedIn } from './signed.ts';

let service: Service;
let browser: Browser;
let founder: Client;
let caseId: string;

const members = 30;
const conferenceDay = '2026-03-06T01:00:00.000Z';

function manyMembers(): Record<string, unknown> {
  const draft = exampleOf('SUBMIT_DRAFT', 2) as { members: { list: object[] } };
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
  await toDrafting(head, caseId);
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
      caseId,
      'SUBMIT_DRAFT',
      part === 'members' ? manyMembers() : exampleOf('SUBMIT_DRAFT', at),
    );
    await act(head, caseId, 'ACCEPT_PART', { part });
  }
  expect(partNames).toHaveLength(6);
  await act(founder, caseId, 'SCHEDULE_ASSEMBLY', exampleOf('SCHEDULE_ASSEMBLY'));
  service.engine.at(conferenceDay);
}

const entries = new Set(['CHECK_IN', 'NOTE', 'MOTION', 'COUNT_MOTION']);

async function entriesRecorded(): Promise<{ type: string; clientRef: string; payload: object }[]> {
  const { body } = await founder.get(`/api/cases/${caseId}/events?limit=100`);
  return body.items.filter(({ type }: { type: string }) => entries.has(type));
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
    await page.locator('#text').fill(text);
    await page.getByRole('button', { name: 'Ghi lại' }).click();
  }
}

async function move(page: Page, text: string, how: 'giơ tay' | 'bỏ phiếu kín'): Promise<void> {
  await page.locator('#moved').fill(text);
  await page.getByLabel(how, { exact: true }).last().check();
  await page.getByRole('button', { name: 'Đưa ra biểu quyết' }).click();
}

/** Fills in the count of the motion at this place, in the order of its form. */
async function count(page: Page, at: number, ...figures: number[]): Promise<void> {
  const form = page.locator('#hall-motions > li').nth(at).locator('form');
  for (const [index, figure] of figures.entries())
    await form.locator('input[inputmode=numeric]').nth(index).fill(String(figure));
  await form.getByRole('button', { name: 'Ghi kết quả' }).click();
}

const online = async (page: Page): Promise<void> => {
  await page.context().setOffline(false);
  await page.getByText('Mọi mục đã được ghi').waitFor({ timeout: 60_000 });
};

const keptPage = (page: Page) =>
  page.waitForFunction(
    "caches.open('sang-lap-hall').then((cache) => cache.keys()).then((keys) => keys.length > 3)",
  );

describe('the hall', () => {
  it('keeps 40 entries of every kind through two cuts of the line, and records each once, in order', async () => {
    const context = await signedIn(service, browser, founder, { width: 390 });
    const page = await context.newPage();
    await page.goto(`${service.url}/cases/${caseId}/hall`);
    await keptPage(page);
    await checkIn(page, 1, 10);
    await context.setOffline(true);
    await checkIn(page, 11, 20);
    await note(page, 'Ý kiến 1', 'Ý kiến 2', 'Ý kiến 3');
    await move(page, 'Nâng mức góp vốn', 'giơ tay');
    await count(page, 0, 16, 4, 0);
    expect(await page.locator('#hall-line').innerText()).toMatch(/Đang mất mạng: \d+ mục chưa gửi/);
    // The phone is put away and the page opened again, still without a line.
    await page.reload();
    expect(await page.locator('#hall-count').innerText()).toBe('20');
    expect(await page.locator('#hall-enough').innerText()).toBe('Đủ để họp.');
    expect(await page.locator('#hall-motions').innerText()).toMatch(
      /Nâng mức góp vốn[^]*16 – 4 – 0[^]*tức từ 16 phiếu thuận; có 16: được thông qua/,
    );
    await page.getByText('Xem các mục chưa gửi').click();
    const unsent = await page.locator('#hall-waiting li').allInnerTexts();
    expect(unsent.slice(-3)).toEqual([
      'Ý kiến: Ý kiến 3',
      'Đề nghị: Nâng mức góp vốn',
      'Kết quả: Nâng mức góp vốn 16 – 4 – 0',
    ]);
    await note(page, 'Ý kiến 4');
    await online(page);
    await context.setOffline(true);
    await move(page, 'Bầu tổ kiểm phiếu', 'bỏ phiếu kín');
    await count(page, 1, 20, 20, 2, 9, 9, 0);
    await checkIn(page, 21, 28);
    await note(page, 'Ý kiến 5', 'Ý kiến 6', 'Ý kiến 7', 'Ý kiến 8');
    await online(page);

    const recorded = await entriesRecorded();
    expect(recorded.map(({ clientRef }) => clientRef)).toEqual(
      Array.from({ length: 40 }, (_, at) => `hall-${at + 1}`),
    );
    const kinds = recorded.map(({ type }) => type);
    expect(kinds.slice(23, 26)).toEqual(['MOTION', 'COUNT_MOTION', 'NOTE']);
    const { body } = await founder.get(`/api/cases/${caseId}`);
    const { present, notes, motions } = body.data.conference;
    expect(present).toHaveLength(28);
    expect(notes).toEqual(Array.from({ length: 8 }, (_, at) => `Ý kiến ${at + 1}`));
    expect(motions).toMatchObject([
      { text: 'Nâng mức góp vốn', result: { passed: true, present: 20, how: 'open' } },
      {
        text: 'Bầu tổ kiểm phiếu',
        how: 'secret',
        result: {
          passed: false,
          votes: { for: 9, against: 9, abstain: 0 },
          ballots: { given: 20, collected: 20, invalid: 2 },
          arithmetic: { vi: expect.stringContaining('bằng nhau: không thông qua') },
        },
      },
    ]);
    await context.close();
  }, 180_000);

  it('keeps what was refused with its reason, goes on with the rest, and sends it again on demand', async () => {
    const context = await signedIn(service, browser, founder, { width: 390 });
    const page = await context.newPage();
    await page.goto(`${service.url}/cases/${caseId}/hall`);
    await context.setOffline(true);
    await page.evaluate(`document.querySelector('[data-no="3"] button').value = '99'`);
    await checkIn(page, 3, 3);
    await move(page, 'Đếm quá số người', 'giơ tay');
    await count(page, 2, 30, 0, 0);
    await checkIn(page, 29, 29);
    await context.setOffline(false);
    const refused = page.locator('#hall-refused li');
    await expect
      .poll(() => refused.allInnerTexts(), { timeout: 30_000 })
      .toEqual([
        expect.stringMatching(/^Không ghi được: .*99.*danh sách/),
        expect.stringMatching(/^Không ghi được: Kết quả: Đếm quá số người.*Điểm danh đủ/),
      ]);
    await page.getByText('Mọi mục đã được ghi').waitFor({ timeout: 30_000 });
    await page.reload();
    expect(await page.locator('[data-no="29"]').innerText()).toContain('Có mặt');
    // Kept over the reload. One is dropped; the other is right once everybody is checked in, and is taken.
    await refused.first().getByRole('button', { name: 'Bỏ mục này' }).click();
    await checkIn(page, 30, 30);
    await refused.getByRole('button', { name: 'Gửi lại' }).click();
    await expect.poll(() => refused.count(), { timeout: 30_000 }).toBe(0);
    await page.getByText('Mọi mục đã được ghi').waitFor({ timeout: 30_000 });
    const { body } = await founder.get(`/api/cases/${caseId}`);
    expect(body.data.conference.motions[2].result.votes).toEqual({
      for: 30,
      against: 0,
      abstain: 0,
    });
    await context.close();
  }, 90_000);

  it('checks in by a code, typed or scanned, without a line; a wrong code is explained, twice counts once', async () => {
    const context = await signedIn(service, browser, founder, { width: 390 });
    const page = await context.newPage();
    const hall = `${service.url}/cases/${caseId}/hall`;
    const code = (no: number) => passCode(service.engine.vault, caseId, `assembly-1/${no}`);
    await act(founder, caseId, 'CHECK_IN', { member: 5, present: false });
    await act(founder, caseId, 'CHECK_IN', { member: 6, present: false });
    await page.goto(hall);
    await keptPage(page);
    expect(await page.content()).not.toContain(code(5));
    await context.setOffline(true);
    const type = async (text: string): Promise<void> => {
      await page.locator('#code').fill(text);
      await page.getByRole('button', { name: 'Điểm danh bằng mã' }).click();
    };
    const slip = code(5).replace(/.$/, (last) => (last === '3' ? '4' : '3'));
    await type(slip);
    await page.getByText('Mã gõ chưa đúng').waitFor();
    await type(passCode(service.engine.vault, caseId, 'assembly-2/5'));
    await page.getByText('Mã này không thuộc hội nghị này').waitFor();
    await type(code(5).toLowerCase().replaceAll('-', ' '));
    await page
      .getByText('Đã điểm danh: 5. Thành viên số 5, thành viên chính thức, có quyền')
      .waitFor();
    await type(code(5));
    await page.getByText('Đã điểm danh từ trước, không ghi lần nữa: 5.').waitFor();
    await page.goto(`${hall}#${code(6)}`);
    await page.getByText('Đã điểm danh: 6. Thành viên số 6').waitFor();
    expect(page.url()).toBe(hall);
    await online(page);
    const recorded = await entriesRecorded();
    expect(recorded.slice(-2).map(({ payload }) => payload)).toEqual([
      { member: 5, present: true, how: 'code' },
      { member: 6, present: true, how: 'code' },
    ]);
    await context.close();
  }, 90_000);

  it('works without scripts, fits a small phone, and is in nobody’s way', async () => {
    const plain = await signedIn(service, browser, founder, { width: 390, scripts: false });
    const page = await plain.newPage();
    await page.goto(`${service.url}/cases/${caseId}/hall`);
    await page.locator('[data-no="4"] button').click();
    await page.locator('[data-no="4"]').getByText('Chưa đến').waitFor();
    await note(page, 'Không có tập lệnh');
    await page.locator('#hall-notes').getByText('Không có tập lệnh').waitFor();
    const code = passCode(service.engine.vault, caseId, 'assembly-1/4');
    for (const [typed, said] of [
      ['7KM4', 'Mã gõ chưa đúng'],
      [passCode(service.engine.vault, caseId, 'assembly-2/4'), 'không thuộc hội nghị này'],
      [code, 'Đã điểm danh: 4. Thành viên số 4, thành viên chính thức'],
      [code, 'Đã điểm danh từ trước'],
    ] as const) {
      await page.locator('#code').fill(typed);
      await page.getByRole('button', { name: 'Điểm danh bằng mã' }).click();
      await page.getByText(said).waitFor();
    }
    await move(page, 'Mở điểm thu mua', 'giơ tay');
    const motion = page.locator('#hall-motions > li').last();
    await motion.getByText('Đếm phiếu').click();
    await count(page, (await page.locator('#hall-motions > li').count()) - 1, 20, 3, 0);
    await motion.getByText('Cần quá 50 % của 30 thành viên = 15').waitFor();
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
