// Twelve people found a cooperative through the pages alone, without scripts: from the first page to the certificate,
// with two parts returned, a conference without quorum and a supplement. Every act is a form that a page offered; the
// interface for programs is never called.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { codeAt } from '../../src/accounts/sign-in/generator.ts';
import { startService, type Service } from '../http/service.ts';
import { goodPassword, hire } from '../http/staff.ts';
import type { Role } from '../../machines/roles.ts';
import { classed, tagged, textOf } from './html.ts';
import { openPlainBrowser, type PlainBrowser } from './plain-browser.ts';

const people = [
  'Trần Văn An',
  'Lê Thị Bảy',
  'Phạm Văn Cường',
  'Nguyễn Thị Dung',
  'Hoàng Văn Em',
  'Đỗ Thị Gấm',
  'Võ Văn Hải',
  'Bùi Thị Inh',
  'Danh Khoa',
  'Thạch Thị Liên',
  'Lý Minh',
  'Trương Thị Nga',
] as const;

let service: Service;
let founders: PlainBrowser[];
let head: PlainBrowser;
let adviser: PlainBrowser;
let clerk: PlainBrowser;
let path: string;

const first = (): PlainBrowser => founders[0] as PlainBrowser;

beforeAll(async () => {
  service = await startService();
}, 60_000);
afterAll(() => service.close());

/** Days go by. */
const on = (day: string): void => service.engine.at(`${day}T02:00:00.000Z`);

async function byCode(name: string, email: string, next: string): Promise<PlainBrowser> {
  const browser = openPlainBrowser(service.url);
  await browser.go(next);
  await browser.fill({ email });
  await browser.press('Gửi mã cho tôi');
  const letter = (await service.lettersTo(email)).at(-1);
  await browser.fill({ code: letter?.data.text, name });
  await browser.press('Đăng nhập');
  return browser;
}

async function byPassword(name: string, ...roles: Role[]): Promise<PlainBrowser> {
  const staff = await hire(service, ...roles);
  const { knex } = service.engine.database;
  await knex('accounts').where({ id: staff.id }).update({ name });
  const browser = openPlainBrowser(service.url);
  await browser.go('/');
  await browser.follow('Đăng nhập');
  await browser.follow('Đăng nhập bằng mật khẩu');
  await browser.fill({ email: staff.email, password: goodPassword });
  await browser.press('Tiếp tục');
  await browser.fill({ code: await codeAt(staff.secret, Date.now() + service.ahead.ms) });
  await browser.press('Đăng nhập');
  return browser;
}

type Told = { state: string; turn: string; terms: string };

/** What the page of the case says: the step, whose turn it is with the next day, the days that run. */
async function told(by: PlainBrowser): Promise<Told> {
  await by.go(path);
  const turn = classed(by.document, 'sl-turn').map(textOf).join(' ');
  const [tag] = classed(by.document, 'govuk-tag').map(textOf);
  const terms = tagged(by.document, 'dl').map(textOf).join(' ');
  return { state: tag ?? '', turn, terms };
}

/** Goes from the case to one of its acts, fills it in, looks it through, sends it. */
async function act(by: PlainBrowser, link: string, values: Record<string, unknown> = {}, pick?: string) {
  await by.go(path);
  await by.follow(link);
  if (pick !== undefined) await by.follow(pick);
  await by.fill(values);
  await by.press('Tiếp tục');
  expect([by.status, by.heading, by.main]).toEqual([200, 'Xem lại trước khi gửi', by.main]);
  await by.press('Gửi');
  expect([by.status, by.main]).toEqual([200, expect.stringContaining(`Đã ghi nhận ${link}`)]);
}

/** Hands in one part of the drafts. */
const submit = (part: string, values: Record<string, unknown>): Promise<void> =>
  act(first(), 'Nộp dự thảo', values, part);

describe.sequential('a group of twelve', () => {
  it('asks whether it is ready, and signs in by a mailed code where it begins', async () => {
    const visitor = openPlainBrowser(service.url);
    await visitor.go('/');
    await visitor.follow('Nhóm của bạn đã đủ điều kiện?');
    await visitor.fill({ kind: 'cooperative', people: 4, age: 'yes', need: 'yes', share: 'yes' });
    await visitor.press('Xem kết quả');
    expect(visitor.main).toContain('Cần thêm 1 thành viên');
    await visitor.fill({ people: 12 });
    await visitor.press('Xem kết quả');
    expect(visitor.main).toContain('Có vẻ đã đủ để bắt đầu');
    await visitor.follow('Gửi đề nghị tư vấn');
    expect(visitor.heading).toBe('Đăng nhập');
    founders = [await byCode(people[0], 'an@example.vn', visitor.path)];
    expect(first().heading).toBe('Đề nghị tư vấn thành lập');
  });

  it('opens the case, and is told whose turn it is and by when', async () => {
    await first().fill({
      kind: 'cooperative',
      group: 'Nhóm rau sạch Hòa Bình',
      commune: 'Xã Hòa Bình',
      representativeName: people[0],
      phone: '0912 345 678',
    });
    await first().press('Tiếp tục');
    await first().press('Gửi');
    expect(first().main).toContain('Đã ghi nhận Đề nghị tư vấn thành lập');
    path = first().path.replace(/\?.*$/, '');
    expect(await told(first())).toMatchObject({
      state: 'Chờ phân công tư vấn',
      turn: expect.stringMatching(/Đến lượt: Lãnh đạo, Trưởng phòng.*Còn 3 ngày làm việc/),
    });
  });

  it('is joined by eleven others, each with a code of their own', async () => {
    await first().follow('Nhóm sáng lập');
    for (const [index, name] of people.entries()) {
      if (index === 0) continue;
      await first().fill({ name });
      await first().press('Lấy mã mời');
      const [code] = tagged(first().document, 'code').map(textOf);
      const other = await byCode(name, `thanh-vien-${index}@example.vn`, '/join');
      await other.fill({ code });
      await other.press('Tham gia');
      expect(other.heading).toBe('Nhóm sáng lập');
      founders.push(other);
    }
    const second = founders[1] as PlainBrowser;
    await second.follow('Xác nhận dữ liệu của mình và đồng ý xử lý');
    await second.fill({ correct: true, consent: true });
    await second.press('Tiếp tục');
    await second.press('Gửi');
    await second.follow('Nhóm sáng lập');
    expect(second.main).toContain('Lê Thị Bảy (đã có tài khoản; đã xác nhận dữ liệu của mình)');
    expect(second.main).not.toContain('chưa có tài khoản');
  });

  it('is advised', async () => {
    head = await byPassword('Phan Văn Trưởng', 'unit-head');
    adviser = await byPassword('Nguyễn Thị Hoa', 'staff');
    clerk = await byPassword('Cao Văn Thư', 'clerk');
    await head.follow('Bàn làm việc');
    await head.go(path);
    await head.follow('Phân công chuyên viên tư vấn');
    await head.fill({
      adviser: head.option('adviser', /^Nguyễn Thị Hoa/),
      adviserName: 'Nguyễn Thị Hoa',
      noInterest: true,
    });
    await head.press('Tiếp tục');
    await head.press('Gửi');
    expect((await told(first())).turn).toContain('Người phụ trách: Nguyễn Thị Hoa');
    await act(adviser, 'Ghi buổi tư vấn, tập huấn', { topic: 'Luật Hợp tác xã 2023', attendees: 12 });
    await act(adviser, 'Kết luận: đủ điều kiện soạn hồ sơ', {
      founders: 12,
      eligible: true,
      need: 'Mua chung vật tư, bán chung rau',
    });
    expect(await told(first())).toMatchObject({
      state: 'Soạn dự thảo',
      turn: expect.stringContaining('Đến lượt bạn.'),
    });
  });
});
