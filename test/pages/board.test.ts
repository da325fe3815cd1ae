// A board of five in a real browser, from the declarations to the decision: sheets stay one's own while they are
// sealed, the room follows by itself, and a recused member sees nothing.
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { appraisal } from '../../machines/appraisal/index.ts';
import { startService, type Client, type Service } from '../http/service.ts';
import { openBrowser } from './chromium.ts';
import { barriers, excess, visitor, type Visitor } from './signed.ts';

const example = (type: string): Record<string, unknown> =>
  appraisal.events[type]?.examples[0] ?? {};

let service: Service;
let browser: Browser;
let board: Visitor[];
let staff: Client;
let leader: Client;
let id: string;

const at = (index: number): Visitor => board[index] as Visitor;

async function act(by: Client, type: string, payload: object = example(type)): Promise<void> {
  const { body } = await by.get(`/api/cases/${id}`);
  const match = { 'if-match': `"${body.version}"` };
  const answer = await by.send('POST', `/api/cases/${id}/events`, { type, payload }, match);
  if (answer.status !== 201) throw new Error(answer.text);
}

async function appoint(): Promise<void> {
  await service.engine.database.knex('cooperatives').insert({
    alliance_id: staff.person.allianceId,
    code: '5400000001',
    name: 'Hợp tác xã Lúa tôm Vĩnh Hậu',
    kind: 'cooperative',
    status: 'Đang hoạt động',
    registered_on: '2020-01-15',
    commune: 'Xã Vĩnh Hậu',
    persons: [],
  });
  const opened = await staff.send('POST', '/api/cases', {
    process: 'appraisal',
    payload: example('SUBMIT'),
  });
  if (opened.status !== 201) throw new Error(opened.text);
  id = opened.body.id;
  await act(staff, 'ACCEPT');
  const posts = ['chair', 'secretary', 'member', 'member', 'member'];
  const bodies = [
    'Liên minh',
    'Liên minh',
    'Sở Nông nghiệp và Môi trường',
    'Sở Tài chính',
    'UBND xã',
  ];
  const members = board.map(({ client: { person } }, index) => ({
    person: person.id,
    name: person.name,
    role: posts[index],
    body: bodies[index],
    voting: true,
  }));
  await act(leader, 'FORM_BOARD', { ...example('FORM_BOARD'), members });
}

beforeAll(async () => {
  [service, browser] = await Promise.all([startService(), openBrowser()]);
  staff = await service.client('staff');
  leader = await service.client('leader');
  board = [];
  for (const role of ['board-chair', 'board-secretary', 'board-member'] as const)
    board.push(await visitor(service, browser, [role]));
  // One of them has a browser without scripts, another a tablet.
  board.push(await visitor(service, browser, ['board-member'], { scripts: false }));
  board.push(await visitor(service, browser, ['commune'], { width: 820 }));
  for (const [index, { client }] of board.entries())
    await service.engine.database
      .knex('accounts')
      .where({ id: client.person.id })
      .update({ name: `Thành viên ${index + 1}` });
  for (const [index, { client }] of board.entries()) client.person.name = `Thành viên ${index + 1}`;
  await appoint();
}, 180_000);
afterAll(async () => {
  await browser.close();
  await service.close();
});

type Line = { criterion: string; points?: number; met?: boolean };

async function fillSheet(page: Page, comment: string): Promise<void> {
  await page.goto(`${room()}/sheet`);
  const { scores } = example('SCORE') as { scores: Line[] };
  for (const { criterion, points, met = false } of scores) {
    const field = page.locator(`[id="value.${criterion}"]`);
    if (points === undefined) await field.setChecked(met);
    else await field.fill(String(points).replace('.', ','));
  }
  await page.locator('[name="comment.1"]').fill(comment);
}

const room = (): string => `${service.url}/boards/${id}`;

describe.sequential('a board', () => {
  it('declares, member by member', async () => {
    for (const { page } of board) {
      await page.goto(`${service.url}/boards`);
      await page.getByRole('link', { name: /TĐ-/ }).click();
      await page.getByLabel('Tôi không có liên hệ nào với hợp tác xã này').check();
      await page.getByRole('button', { name: 'Kê khai xung đột lợi ích' }).click();
    }
    await at(0).page.goto(room());
    expect(await at(0).page.getByText('Đã kê khai').count()).toBe(5);
    expect((await staff.get(`/api/cases/${id}`)).body.state).toBe('review.documents');
    await act(staff, 'START_FIELD_CHECK');
    await act(staff, 'RECORD_FIELD');
  });

  it('keeps a sheet for later: its writer finds it again, and nobody else can read it', async () => {
    const { page } = at(0);
    await page.goto(`${room()}/sheet`);
    await page.locator('[id="value.1"]').fill('4,25');
    await page.locator('[name="comment.1"]').fill('Bản nháp kín.');
    await page.getByRole('button', { name: /Lưu nháp/ }).click();
    expect(await page.locator('[id="value.1"]').inputValue()).toBe('4,25');
    expect(await page.getByText('chưa nộp').count()).toBe(1);
    const { knex } = service.engine.database;
    const [row, ...more] = await knex('sheet_drafts').select();
    expect([row.account_id, more]).toEqual([at(0).client.person.id, []]);
    expect(row.sealed.toString('latin1')).not.toContain('4,25');
    // Filled up: a long draft is as long as a short one.
    const length = row.sealed.length;
    await page.locator('[name="comment.1"]').fill('x'.repeat(150));
    await page.getByRole('button', { name: /Lưu nháp/ }).click();
    expect((await knex('sheet_drafts').first()).sealed.length).toBe(length);
    for (const { page: other } of board.slice(1)) {
      await other.goto(`${room()}/sheet`);
      expect(await other.locator('[id="value.1"]').inputValue()).toBe('');
    }
    // Another's row under one's own name opens nothing.
    await knex('sheet_drafts').update({ account_id: at(1).client.person.id });
    await at(1).page.goto(`${room()}/sheet`);
    expect(await at(1).page.locator('[id="value.1"]').inputValue()).toBe('');
    await knex('sheet_drafts').update({ account_id: at(0).client.person.id });
    const { data } = (await at(0).client.get(`/api/cases/${id}`)).body;
    expect(data.sheets).toEqual({});
  });

  it('scores on sheets that nobody else reads while they are sealed', async () => {
    for (const [index, { page }] of board.entries()) {
      await fillSheet(page, `Nhận xét kín ${index + 1}.`);
      if (index === board.length - 1) break;
      await page.getByRole('button', { name: 'Nộp phiếu' }).click();
      expect(await page.locator('[role=alert]').allInnerTexts()).toEqual([]);
    }
    await at(2).page.goto(`${room()}/sheet`);
    expect(await barriers(at(2).page)).toEqual([]);
    expect(await excess(at(2).page)).toBe(0);
    await at(2).page.setViewportSize({ width: 1280, height: 900 });
    // Four sheets are in, one is owed: nobody reads another's, on no page.
    for (const [index, { page }] of board.entries()) {
      if (index === board.length - 1) continue;
      for (const path of [
        room(),
        `${service.url}/cases/${id}/journal`,
        `${service.url}/cases/${id}/brief`,
      ]) {
        expect((await page.goto(path))?.status()).toBe(200);
        const html = await page.content();
        for (const other of [1, 2, 3, 4].filter((each) => each !== index + 1))
          expect(html).not.toContain(`Nhận xét kín ${other}.`);
      }
    }
    await at(1).page.goto(`${room()}/scores`);
    const sealed = await at(1).page.locator('main').innerText();
    expect([sealed.includes('4/5'), sealed.includes('Thành viên 5')]).toEqual([true, true]);
    expect([sealed.includes('trung vị'), sealed.includes('Từng phiếu')]).toEqual([false, false]);
    expect(await service.engine.database.knex('sheet_drafts').select()).toEqual([]);
    await at(4).page.getByRole('button', { name: 'Nộp phiếu' }).click();
    await at(1).page.reload();
    const opened = await at(1).page.locator('main').innerText();
    expect([opened.includes('5/5'), opened.includes('trung vị')]).toEqual([true, true]);
    await at(1).page.locator('summary', { hasText: 'Từng phiếu' }).first().click();
    expect(await at(1).page.getByText('Nhận xét kín 5.').count()).toBe(1);
    expect(await barriers(at(1).page)).toEqual([]);
    expect(await excess(at(1).page)).toBe(0);
    await at(1).page.setViewportSize({ width: 1280, height: 900 });
    expect((await staff.get(`/api/cases/${id}`)).body.state).toBe('meeting.scheduled');
  });

  it('meets, with the quorum on every screen without anybody reloading', async () => {
    service.engine.at('2026-03-10T02:00:00.000Z');
    const watching = at(2).page;
    await watching.goto(room());
    expect(await watching.getByText('Túc số').count()).toBe(0);
    const chair = at(0).page;
    await chair.goto(room());
    await chair.locator('input[name=present]').first().check();
    await chair.getByRole('button', { name: 'Khai mạc phiên họp' }).click();
    expect(await chair.locator('[role=alert]').innerText()).toContain('Chưa ghi nhận được');
    const boxes = await chair.locator('input[name=present]').all();
    for (const box of boxes.slice(0, -1)) await box.check();
    await chair.getByRole('button', { name: 'Khai mạc phiên họp' }).click();
    expect(await chair.getByText('Có mặt', { exact: true }).count()).toBeGreaterThanOrEqual(4);
    await watching.getByText('Túc số: đủ').waitFor();
    await watching.getByText('4 người có mặt = 3,6').waitFor();
    expect(await barriers(watching)).toEqual([]);
  });

  it('lets in who comes late; the base of the vote follows on every screen', async () => {
    const [chair, watching] = [at(0).page, at(2).page];
    await chair.locator('summary', { hasText: 'đến họp' }).click();
    const form = chair.locator('details', { hasText: 'đến họp' });
    await form.locator('select[name=person]').selectOption(at(4).client.person.id);
    await form.locator('input[name=at]').fill('9 giờ');
    await form.getByRole('button', { name: 'Ghi nhận thành viên đến họp' }).click();
    expect(await chair.locator('[role=alert]').innerText()).toContain('ví dụ 08:30');
    const again = chair.locator('details', { hasText: 'đến họp' });
    if (!(await again.locator('select[name=person]').isVisible()))
      await chair.locator('summary', { hasText: 'đến họp' }).click();
    await again.locator('input[name=at]').fill('8:50');
    await again.getByRole('button', { name: 'Ghi nhận thành viên đến họp' }).click();
    expect(await chair.locator('main').innerText()).toContain('Thành viên 5 đến họp lúc 08:50');
    await watching.getByText('5 người có mặt = 4,5').waitFor();
    expect(await watching.locator('.sl-members').innerText()).toContain('đến lúc 08:50');
    expect(await barriers(chair)).toEqual([]);
    expect(await excess(watching)).toBe(0);
  });

  it('votes; nobody knows another ballot before the round is over', async () => {
    for (const { page } of board) {
      await page.goto(room());
      await page.getByRole('button', { name: 'Tán thành', exact: true }).click();
      expect(await page.getByText('Bạn đã bỏ phiếu: tán thành.').count()).toBe(1);
    }
    const { body } = await at(0).client.get(`/api/cases/${id}`);
    expect(body.data.ballots).toEqual({ [at(0).client.person.id]: 'for' });
    await at(0).page.goto(`${service.url}/cases/${id}/journal`);
    expect(await at(0).page.getByText('Nội dung chưa được mở cho bạn.').count()).toBe(4);
    await act(at(0).client, 'VOTE_PASS');
    await at(1).page.goto(room());
    expect(await at(1).page.locator('.sl-briefs').innerText()).toContain('Thông qua');
    expect((await leader.get(`/api/cases/${id}`)).body.state).toBe('decision.pending');
  });

  it('is read by its members only', async () => {
    const stranger = await visitor(service, browser, ['board-member']);
    expect((await stranger.page.goto(room()))?.status()).toBe(404);
    await stranger.page.goto(`${service.url}/boards`);
    expect(await stranger.page.locator('main').innerText()).not.toContain('TĐ-');
    const { knex } = service.engine.database;
    const recused = [at(3).client.person.id];
    await knex('cases').where({ id }).update({ recused });
    for (const path of [
      `/boards/${id}`,
      `/cases/${id}/brief`,
      `/cases/${id}/journal`,
      `/cases/${id}/live`,
    ])
      expect([path, (await at(3).page.goto(service.url + path))?.status()]).toEqual([path, 404]);
    await stranger.context.close();
  });
});
