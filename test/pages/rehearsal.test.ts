// A draft rehearsed in a browser without scripts, and open appraisals kept on their version or moved, case by case.
import { randomUUID } from 'node:crypto';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { acceptedMatter, boardOf, type Matter } from '../http/board.ts';
import { startService, type Service } from '../http/service.ts';
import { openBrowser } from './chromium.ts';
import { barriers, excess, visitor, type Visitor } from './signed.ts';

let service: Service;
let browser: Browser;
let head: Visitor;
let officer: Visitor;
let recognised: Matter;
let open: Matter[];

beforeAll(async () => {
  [service, browser] = await Promise.all([startService(), openBrowser()]);
  head = await visitor(service, browser, ['unit-head'], { scripts: false });
  officer = await visitor(service, browser, ['staff'], { scripts: false });
  recognised = await acceptedMatter(service, '5400000001');
  const { board, leader, officer: staff } = recognised;
  const does: Matter['does'] = (...given) => recognised.does(...given);
  await does(leader, 'FORM_BOARD', boardOf(board));
  for (const each of board) await does(each, 'DECLARE_CONFLICT', { conflict: 'none' });
  await does(staff, 'START_FIELD_CHECK');
  await does(staff, 'RECORD_FIELD');
  for (const each of board) await does(each, 'SCORE');
  await does(board[0]!, 'OPEN', { present: board.map(({ person }) => person.id) });
  for (const each of board) await does(each, 'CAST_BALLOT');
  await does(board[1]!, 'VOTE_PASS');
  await does(leader, 'SIGN');
  open = [
    await acceptedMatter(service, '5400000002'),
    await acceptedMatter(service, '5400000003'),
    await acceptedMatter(service, '5400000004'),
  ];
}, 180_000);
afterAll(async () => {
  await browser.close();
  await service.close();
});

const path = '/desk/criteria/TT01_2020/1/rehearsal';
const main = ({ page }: Visitor) => page.locator('main').innerText();
const go = ({ page }: Visitor) => page.goto(service.url + path);
const versionOf = async ({ id }: Matter) =>
  (await head.client.get(`/api/cases/${id}`)).body.data.set?.version ?? 0;

/** Every item confirmed, with its source. */
function confirmed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(confirmed);
  if (typeof value !== 'object' || value === null) return value;
  const all = Object.entries(value).map(([name, each]) => [name, confirmed(each)]);
  const sure = 'confidence' in value ? { confidence: 'confirmed', source: 'QĐ 1/QĐ-LM' } : {};
  return { ...Object.fromEntries(all), ...sure };
}

describe('a rehearsal', () => {
  it('lists who keeps, gains or loses under the draft; open cases keep their version until it is published', async () => {
    const made = await officer.client.send('POST', '/api/criteria-sets', { from: { set: 'TT01_2020', version: 0 } });
    await go(officer);
    expect(await main(officer)).toMatch(/Hợp tác xã Hòa Bình[\s\S]*84 điểm, Tốt; được công nhận[\s\S]*giữ/);
    const { content, edition } = made.body;
    content.grades[0].from = 85;
    content.groups[0].criteria[2].max = 9;
    content.groups[0].criteria[2].sub[2].max = 2;
    content.groups[0].max = 28;
    content.groups[1].max += 2;
    content.groups[1].criteria[0].max += 2;
    if (content.groups[1].criteria[0].sub) content.groups[1].criteria[0].sub[0].max += 2;
    const changed = await officer.client.send('PUT', '/api/criteria-sets/TT01_2020/1', { edition, content: confirmed(content) });
    expect(changed.body.faults).toEqual([]);
    await go(officer);
    expect(await main(officer)).toMatch(/83,5 điểm, Khá[\s\S]*tụt/);
    expect(await main(officer)).toMatch(/đang mở trên phiên bản khác: 3/);
    expect(await main(officer)).toContain('Sau khi bản này được ban hành');
    await officer.page.getByLabel('Đọc điểm cũ').selectOption('reset');
    await officer.page.getByRole('button', { name: 'Chấm thử' }).click();
    expect(await main(officer)).toMatch(/chưa rõ\s+còn thiếu/i);
    expect((await head.client.send('POST', '/api/criteria-sets/TT01_2020/1/publish', { from: '2026-03-01' })).status).toBe(200);
  }); // prettier-ignore
});

describe('open appraisals', () => {
  it('move by clamp, in proportion or from nothing, each as it is said, with the reason; others stay', async () => {
    await go(head);
    const { page } = head;
    const select = (matter: Matter) => page.locator(`select[name="how.${matter.id}"]`);
    await page.getByRole('button', { name: 'Chuyển các hồ sơ' }).click();
    expect(await page.locator('[role=alert]').innerText()).toMatch(/ít nhất một hồ sơ[\s\S]*lý do/);
    const [kept, clamped, dropped] = open as [Matter, Matter, Matter];
    await select(clamped).selectOption('clamp');
    await select(dropped).selectOption('reset');
    await page.getByRole('button', { name: 'Chuyển các hồ sơ' }).click();
    expect(await page.locator('[role=alert]').innerText()).toContain('lý do');
    expect(await select(dropped).inputValue()).toBe('reset');
    await page.locator('#reason').fill('Áp dụng một bộ tiêu chí cho cả năm');
    await page.getByRole('button', { name: 'Chuyển các hồ sơ' }).click();
    expect(await main(head)).toContain('2/2 hồ sơ');
    expect(await Promise.all([kept, clamped, dropped].map(versionOf))).toEqual([0, 1, 1]);
    const { data } = (await head.client.get(`/api/cases/${clamped.id}`)).body;
    expect(data.moved).toMatchObject([{ how: 'clamp', reason: 'Áp dụng một bộ tiêu chí cho cả năm', from: 0, to: 1 }]);
    const lines = data.selfScore as { criterion: string; points?: number }[];
    expect(lines.find(({ criterion }) => criterion === '3')?.points).toBe(900);
    expect((await head.client.get(`/api/cases/${dropped.id}`)).body.data.selfScore).toEqual([]);
    await go(head);
    expect(await main(head)).toMatch(/phiên bản khác: 1/);
  }); // prettier-ignore

  it('is told when a case changed meanwhile; staff see and do not move', async () => {
    await go(officer);
    expect(await main(officer)).toContain('Trưởng phòng hoặc lãnh đạo quyết định');
    await go(head);
    const [kept] = open as [Matter];
    const about = { 'idempotency-key': randomUUID(), 'if-match': '"2"' };
    const payload = { version: 1, how: 'rescale', reason: 'Trước' };
    const first = await head.client.send('POST', `/api/cases/${kept.id}/events`, { type: 'MOVE_SET', payload }, about);
    expect(first.status).toBe(201);
    await head.page.locator(`select[name="how.${kept.id}"]`).selectOption('clamp');
    await head.page.locator('#reason').fill('Sau');
    await head.page.getByRole('button', { name: 'Chuyển các hồ sơ' }).click();
    expect(await main(head)).toMatch(/0\/1 hồ sơ[\s\S]*chưa được/i);
  }); // prettier-ignore

  it('and the page has no barrier and fits a small phone', async () => {
    const leader = await visitor(service, browser, ['leader']);
    const other = '/desk/criteria/TT01_2020/0/rehearsal';
    for (const at of [path, other]) {
      for (const lang of ['en', 'vi']) {
        await leader.page.setViewportSize({ width: 1280, height: 900 });
        await leader.page.goto(`${service.url}${at}?lang=${lang}`);
        expect([await barriers(leader.page), await excess(leader.page)]).toEqual([[], 0]);
      }
    }
    await leader.context.close();
  });
});
