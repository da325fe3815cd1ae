// An appraisal through the pages alone: a cooperative applies, staff check, a leader appoints a board of five, who
// declare, look, score on sheets of their own, meet and vote; the leader signs, and anybody proves the PDF by sending it
// to the public page. Scripts run only where the file is chosen.
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createSessions } from '../../src/accounts/sign-in/sessions.ts';
import type { Client } from '../http/service.ts';
import { example, startOffice, type Office } from '../papers/certified.ts';
import { openBrowser } from './chromium.ts';
import { classed, textOf } from './html.ts';
import { openPlainBrowser, type PlainBrowser } from './plain-browser.ts';
import { barriers, excess } from './signed.ts';

const cooperative = 'Hợp tác xã Lúa tôm Vĩnh Hậu';
const names = ['Nguyễn Văn Chủ', 'Trần Thị Thư', 'Lê Văn Nông', 'Phạm Thị Tài', 'Võ Văn Hội'];

let office: Office;
let browser: Browser;
let coop: PlainBrowser;
let staff: PlainBrowser;
let leader: PlainBrowser;
let board: PlainBrowser[];
let path: string;

const id = (): string => path.replace('/cases/', '');

/** This person, in front of a browser without scripts. */
async function seated({ person }: Client): Promise<PlainBrowser> {
  const { service } = office;
  const sessions = createSessions(service.engine.database.knex, () => Date.now());
  const begun = await sessions.begin({ accountId: person.id, method: 'password', device: 'Thử' });
  return openPlainBrowser(service.url, begun.token);
}

beforeAll(async () => {
  [office, browser] = await Promise.all([startOffice(), openBrowser()]);
  const { people, service } = office;
  const { knex } = service.engine.database;
  for (const [index, { person }] of office.board.entries())
    await knex('accounts').where({ id: person.id }).update({ name: names[index] });
  await knex('cooperatives').insert({
    alliance_id: people.coop.person.allianceId,
    code: '5400000001',
    name: cooperative,
    kind: 'cooperative',
    status: 'Đang hoạt động',
    registered_on: '2020-01-15',
    commune: 'Xã Vĩnh Hậu',
    persons: [people.coop.person.id],
  });
  [coop, staff, leader] = (await Promise.all(
    [people.coop, people.staff, people.leader].map(seated),
  )) as [PlainBrowser, PlainBrowser, PlainBrowser];
  board = await Promise.all(office.board.map(seated));
}, 180_000);
afterAll(async () => {
  await browser.close();
  await office.close();
});

async function confirm(by: PlainBrowser): Promise<void> {
  await by.press('Tiếp tục');
  expect([by.status, by.main]).toEqual([200, expect.stringContaining('Xem lại trước khi gửi')]);
  await by.press('Gửi');
  expect([by.status, by.main]).toEqual([200, expect.stringContaining('Đã ghi nhận')]);
}

/** From the case to one of its acts. */
async function act(by: PlainBrowser, link: string, values: Record<string, unknown> = {}) {
  await by.go(path);
  await by.follow(link);
  await by.write(values);
  await confirm(by);
}

async function state(): Promise<string> {
  await staff.go(path);
  return classed(staff.document, 'sl-turn').map(textOf).join(' ');
}

/** Into the room of the board, as its members come there. */
async function room(member: PlainBrowser): Promise<void> {
  await member.go('/');
  await member.follow('Hội đồng');
  await member.follow(/^TĐ-/);
}

describe.sequential('an appraisal', () => {
  it('is applied for by the cooperative and taken in by staff', async () => {
    await coop.go('/cases');
    await coop.follow(/hẩm định/);
    await coop.write(example('SUBMIT'));
    await confirm(coop);
    path = coop.path.replace(/\?.*$/, '');
    await act(staff, 'Tiếp nhận hồ sơ');
    await coop.go(path);
    expect(coop.main).toMatch(/Đến lượt: Lãnh đạo/);
  });

  it('gets a board of five from a leader, who declare', async () => {
    await leader.go(path);
    await leader.follow('Thành lập Hội đồng thẩm định');
    const { members } = example('FORM_BOARD') as { members: Record<string, unknown>[] };
    const rows = members.map((member, index) => ({
      ...member,
      person: office.board[index]?.person.id,
      name: names[index],
    }));
    await leader.write({ members: rows });
    await confirm(leader);
    for (const member of board) {
      await room(member);
      await member.write({ conflict: 'none' });
      await member.press('Kê khai xung đột lợi ích');
    }
    expect(await state()).toContain('Đến lượt bạn');
    await act(staff, 'Kiểm tra thực tế', example('START_FIELD_CHECK'));
    await act(staff, 'Ghi kết quả kiểm tra thực tế', example('RECORD_FIELD'));
  });

  it('is scored on five sheets, each unseen by the others until the last is in', async () => {
    const { scores } = example('SCORE') as {
      scores: { criterion: string; points?: number; met?: boolean }[];
    };
    for (const [index, member] of board.entries()) {
      await room(member);
      for (const [other, name] of names.entries())
        if (other !== index) expect(member.main).not.toContain(`Lời kín của ${name}`);
      await member.follow('Phiếu chấm điểm của tôi');
      const values = scores.map(({ criterion, points, met }) => [
        `value.${criterion}`,
        points ?? met,
      ]);
      await member.write(Object.fromEntries(values));
      await member.write({ 'comment.1': `Lời kín của ${names[index] ?? ''}` });
      await member.press('Nộp phiếu');
      expect([member.status, member.path]).toEqual([200, `/boards/${id()}`]);
    }
  });

  it('is met on and voted for', async () => {
    office.service.engine.at('2026-03-10T02:00:00.000Z');
    const [chair] = board as [PlainBrowser];
    await room(chair);
    await chair.write({ present: office.board.map(({ person }) => person.id) });
    await chair.press('Khai mạc phiên họp');
    expect(chair.main).toContain('Túc số: đủ');
    for (const member of board) {
      await room(member);
      await member.press('Tán thành');
      expect(member.main).toContain('Bạn đã bỏ phiếu: tán thành.');
    }
    await act(chair, 'Kết luận: thông qua');
    expect(await state()).toMatch(/Đến lượt: .*[Ll]ãnh đạo/);
  });

  it('is signed by the leader, and the paper proves itself to anybody who sends it in', async () => {
    // As the worker does every hour.
    await office.service.engine.anchors.write();
    await leader.go('/');
    await leader.follow('Chờ ký');
    expect(leader.main).toContain('sẽ đưa hồ sơ sang Đã công nhận');
    await leader.follow(/^Ký quyết định công nhận/);
    await confirm(leader);
    await office.settle();
    const [certificate] = await office.papers(id(), 'RECOGNITION_CERT');
    if (!certificate) throw new Error('no certificate');
    const bytes = await office.bytes(certificate);
    const context = await browser.newContext({ viewport: { width: 390, height: 844 } });
    const page = await context.newPage();
    const sendIn = async (buffer: Buffer): Promise<string> => {
      await page.goto(`${office.service.url}/verify`);
      await page.getByLabel('Mã tra cứu').fill(certificate.code);
      await page.getByRole('button', { name: 'Tra cứu', exact: true }).click();
      await page.locator('input[type=file]').setInputFiles({
        name: 'giay-chung-nhan.pdf',
        mimeType: 'application/pdf',
        buffer,
      });
      await page.locator('form:has(input[type=file]) button').click();
      await page.getByRole('heading', { name: 'So tệp' }).waitFor();
      return page.locator('main').innerText();
    };
    expect(await sendIn(bytes)).toMatch(
      /TỆP ĐÚNG LÀ BẢN ĐÃ PHÁT HÀNH[^]*Mọi chữ ký đều đúng và phủ toàn bộ tệp/,
    );
    expect([await barriers(page), await excess(page)]).toEqual([[], 0]);
    const touched = Buffer.from(bytes);
    const at = touched.indexOf('/CreationDate');
    touched[at + 20] = (touched[at + 20] as number) ^ 1;
    expect(await sendIn(touched)).toMatch(/TỆP KHÁC VỚI BẢN ĐÃ PHÁT HÀNH/);
    await context.close();
  });
});
