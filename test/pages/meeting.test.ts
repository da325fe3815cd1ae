// One meeting over three cooperatives in a real browser: attendance ticked once, each case with its own recusals, quorum
// and vote; the quorum on every screen; the list of what was decided.
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { acceptedMatter, boardOf, exampleOf, type Matter } from '../http/board.ts';
import { startService, type Client, type Service } from '../http/service.ts';
import { openBrowser } from './chromium.ts';
import { barriers, excess, signedIn } from './signed.ts';

let service: Service;
let browser: Browser;
let matters: Matter[];
let board: Client[];

const at = (index: number): Client => board[index] as Client;
const numberOf = async (matter: Matter): Promise<string> =>
  (await matter.leader.get(`/api/cases/${matter.id}`)).body.number;
const stateOf = async (matter: Matter): Promise<string> =>
  (await matter.leader.get(`/api/cases/${matter.id}`)).body.state;

beforeAll(async () => {
  [service, browser] = await Promise.all([startService(), openBrowser()]);
  matters = [];
  for (const code of ['5400000721', '5400000722', '5400000723'])
    matters.push(await acceptedMatter(service, code));
  board = matters[0]?.board ?? [];
  for (const matter of matters) {
    await matter.does(matter.leader, 'FORM_BOARD', boardOf(board));
    for (const each of board) await matter.does(each, 'DECLARE_CONFLICT', { conflict: 'none' });
    await matter.does(matter.officer, 'START_FIELD_CHECK');
    await matter.does(matter.officer, 'RECORD_FIELD');
    for (const each of board) await matter.does(each, 'SCORE');
  }
  const related = exampleOf('DECLARE_CONFLICT');
  Object.assign(related, { conflict: 'declared', kinds: ['family'], detail: 'Anh ruột.' });
  await matters[1]?.does(at(4), 'DECLARE_CONFLICT', related);
  service.engine.at('2026-03-20T02:00:00.000Z');
}, 180_000);
afterAll(async () => {
  await browser.close();
  await service.close();
});

async function pageOf(client: Client, width?: number) {
  const context = await signedIn(service, browser, client, width ? { width } : {});
  const page = await context.newPage();
  await page.goto(`${service.url}/boards`);
  await page.getByRole('link', { name: /^Phiên họp \d+ hồ sơ$/ }).click();
  return page;
}

describe.sequential('a meeting on three cooperatives', () => {
  it('is opened for all of them by one attendance; who is recused from one is not counted there', async () => {
    const chair = await pageOf(at(0), 820);
    const watching = await pageOf(at(2));
    expect(await watching.getByText('Túc số: đủ').count()).toBe(0);
    const numbers = await Promise.all(matters.map(numberOf));
    expect(await chair.locator('.sl-attendance').innerText()).toContain(
      `không tham gia ${numbers[1]}`,
    );
    await chair.getByRole('button', { name: /Khai mạc/ }).click();
    const alert = await chair.locator('[role=alert]').innerText();
    for (const number of numbers) expect(alert).toContain(number);
    // Four of five are there: 70 % of five ask for four, of the four who may vote on the second for three.
    for (const index of [0, 1, 2, 4]) await chair.locator(`#present-${index + 1}`).check();
    await chair.getByRole('button', { name: /Khai mạc/ }).click();
    expect(await chair.getByText('Túc số: đủ').count()).toBe(3);
    const items = await chair.locator('.sl-agenda > li').allInnerTexts();
    expect(
      items.map((text) => /= ([\d,]+), tức ít nhất (\d) .*có (\d)/.exec(text)?.slice(1)),
    ).toEqual([
      ['3,5', '4', '4'],
      ['2,8', '3', '3'],
      ['3,5', '4', '4'],
    ]);
    await watching.getByText('Túc số: đủ').nth(2).waitFor();
    expect(await barriers(chair)).toEqual([]);
    expect(await excess(chair)).toBe(0);
    await Promise.all([chair.context().close(), watching.context().close()]);
  });

  it('shows a recused member the others only, and keeps everybody else out', async () => {
    const page = await pageOf(at(4));
    const numbers = await Promise.all(matters.map(numberOf));
    const html = await page.content();
    expect(numbers.map((number) => html.includes(number))).toEqual([true, false, true]);
    const outsider = await service.client('board-member');
    const context = await signedIn(service, browser, outsider);
    const away = await context.newPage();
    expect((await away.goto(page.url()))?.status()).toBe(404);
    expect((await away.goto(`${page.url()}/live`))?.status()).toBe(404);
    await Promise.all([context.close(), page.context().close()]);
  });

  it('is voted one after the other without leaving the page, and told in one list', async () => {
    for (const [index, votes] of [
      [0, 3],
      [1, 3],
      [2, 3],
      [4, 2],
    ] as const) {
      const page = await pageOf(at(index), 820);
      for (let left: number = votes; left > 0; left -= 1) {
        const buttons = page.getByRole('button', { name: /^Tán thành/ });
        expect(await buttons.count()).toBe(left);
        await buttons.first().click();
        expect(page.url()).toContain('/boards/meeting/');
      }
      expect(await page.getByText('Bạn đã bỏ phiếu: tán thành.').count()).toBe(votes);
      await page.context().close();
    }
    for (const matter of matters) await matter.does(at(0), 'VOTE_PASS', {});
    expect(await Promise.all(matters.map(stateOf))).toEqual(Array(3).fill('decision.pending'));
    const context = await signedIn(service, browser, at(1));
    const page = await context.newPage();
    await page.goto(`${service.url}/boards`);
    await page.getByRole('link', { name: 'Kết quả phiên họp' }).click();
    const rows = await page.locator('table tbody tr').allInnerTexts();
    expect(rows).toHaveLength(3);
    for (const row of rows) expect(row).toMatch(/Thông qua.*(4|3) phiếu thuận|Thông qua/s);
    expect(await barriers(page)).toEqual([]);
    expect(await excess(page)).toBe(0);
    await context.close();
  });
});
