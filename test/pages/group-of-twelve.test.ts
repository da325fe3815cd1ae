// Twelve people found a cooperative through the pages alone, without scripts: from the first page to the certificate,
// with two parts returned, a conference without quorum and a supplement. Every act is a form that a page offered; the
// interface for programs is never called.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { codeAt } from '../../src/accounts/sign-in/generator.ts';
import { founding } from '../../machines/founding/index.ts';
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
  await browser.write({ email });
  await browser.press('Gửi mã cho tôi');
  const letter = (await service.lettersTo(email)).at(-1);
  await browser.write({ code: letter?.data.text, name });
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
  await browser.write({ email: staff.email, password: goodPassword });
  await browser.press('Tiếp tục');
  await browser.write({ code: await codeAt(staff.secret, Date.now() + service.ahead.ms) });
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
async function act(
  by: PlainBrowser,
  link: string,
  values: Record<string, unknown> = {},
  pick?: string,
) {
  await by.go(path);
  await by.follow(link);
  if (pick !== undefined) await by.follow(pick);
  await by.write(values);
  await by.press('Tiếp tục');
  expect([by.status, by.heading, by.main]).toEqual([200, 'Xem lại trước khi gửi', by.main]);
  await by.press('Gửi');
  expect([by.status, by.main]).toEqual([200, expect.stringContaining(`Đã ghi nhận ${link}`)]);
}

/** A draft that is complete, as the forms show one. */
function example(part: string): Record<string, unknown> {
  const found = founding.events['SUBMIT_DRAFT']?.examples.find((each) => each['part'] === part);
  return { [part]: found?.[part] };
}

/** Hands in one part of the drafts. */
const submit = (part: string, values: Record<string, unknown>): Promise<void> =>
  act(first(), 'Nộp dự thảo', values, part);

describe.sequential('a group of twelve', () => {
  it('asks whether it is ready, and signs in by a mailed code where it begins', async () => {
    const visitor = openPlainBrowser(service.url);
    await visitor.go('/');
    await visitor.follow('Nhóm của bạn đã đủ điều kiện?');
    await visitor.write({ kind: 'cooperative', people: 4, age: 'yes', need: 'yes', share: 'yes' });
    await visitor.press('Xem kết quả');
    expect(visitor.main).toContain('Cần thêm 1 thành viên');
    await visitor.write({ people: 12 });
    await visitor.press('Xem kết quả');
    expect(visitor.main).toContain('Có vẻ đã đủ để bắt đầu');
    await visitor.follow('Gửi đề nghị tư vấn');
    expect(visitor.heading).toBe('Đăng nhập');
    founders = [await byCode(people[0], 'an@example.vn', visitor.path)];
    expect(first().heading).toBe('Đề nghị tư vấn thành lập');
  });

  it('opens the case, and is told whose turn it is and by when', async () => {
    await first().write({
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
      await first().write({ name });
      await first().press('Lấy mã mời');
      const [code] = tagged(first().document, 'code').map(textOf);
      const other = await byCode(name, `thanh-vien-${index}@example.vn`, '/join');
      await other.write({ code });
      await other.press('Tham gia');
      expect(other.heading).toBe('Nhóm sáng lập');
      founders.push(other);
    }
    const second = founders[1] as PlainBrowser;
    await second.follow('Xác nhận dữ liệu của mình và đồng ý xử lý');
    await second.write({ correct: true, consent: true });
    await second.press('Tiếp tục');
    await second.press('Gửi');
    await second.follow('Nhóm sáng lập');
    expect(second.main).toContain('Lê Thị Bảy (đã có tài khoản; đã xác nhận dữ liệu của mình)');
    expect(second.main).not.toContain('chưa có tài khoản');
    await second.follow('Chọn người đại diện nhóm');
    await second.write({ person: second.option('person', people[2]) });
    await second.press('Tiếp tục');
    expect(second.main).toContain(`Tài khoản người được chọn ${people[2]}`);
  });

  it('is advised', async () => {
    head = await byPassword('Phan Văn Trưởng', 'unit-head');
    adviser = await byPassword('Nguyễn Thị Hoa', 'staff');
    clerk = await byPassword('Cao Văn Thư', 'clerk');
    await head.follow('Hàng việc');
    await head.follow(/^TL-/);
    await head.follow('Phân công chuyên viên tư vấn');
    await head.write({
      adviser: head.option('adviser', /^Nguyễn Thị Hoa/),
      adviserName: 'Nguyễn Thị Hoa',
      noInterest: true,
    });
    await head.press('Tiếp tục');
    await head.press('Gửi');
    expect((await told(first())).turn).toContain('Người phụ trách: Nguyễn Thị Hoa');
    await act(adviser, 'Ghi buổi tư vấn, tập huấn', {
      topic: 'Luật Hợp tác xã 2023',
      attendees: 12,
    });
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

  it('writes the charter with the suggested clauses, and has it returned', async () => {
    await first().go(path);
    await first().follow('Phòng soạn thảo');
    await first().follow('Soạn từng mục với gợi ý');
    await first().write({ 'item-1': 'Hợp tác xã Rau sạch Hòa Bình; biểu trưng: lá cải.' });
    await first().press(/điền gợi ý/);
    expect(first().value('item-1')).toContain('lá cải');
    await submit('Điều lệ', {
      charter: {
        contributionMonths: 7,
        termYears: 5,
        fundPercent: 5,
        usePercent: 51,
        address: 'Ấp Một, xã Hòa Bình',
        businesses: 'Trồng rau, đậu các loại và trồng hoa',
      },
    });
    await adviser.go(path);
    expect(adviser.main).toMatch(/Còn vướng Chấp nhận dự thảo.*Luật 17\/2023\/QH15 Đ74\.4/);
    const comments = 'Thời hạn góp vốn không quá 6 tháng.';
    await act(adviser, 'Trả lại để sửa', { part: 'charter', comments });
    await first().go(`${path}/drafting`);
    expect(first().main).toContain(`Chuyên viên góp ý: ${comments}`);
    await submit('Điều lệ', { charter: { contributionMonths: 6 } });
    await act(adviser, 'Chấp nhận dự thảo', { part: 'charter' });
  });

  it('pastes the list of members, has it returned, and mends the one share that is too large', async () => {
    await first().go(`${path}/drafting`);
    await first().follow('Dán danh sách từ bảng tính');
    const columns =
      'STT\tHọ và tên\tVốn góp\tLoại thành viên\tĐối tượng\tNgày sinh\tĐã có đơn\tĐủ năng lực hành vi dân sự';
    const rows = people.map((name, at) => {
      const capital = at === 0 ? '500.000.000' : '50.000.000';
      return `${at + 1}\t${name}\t${capital}\tChính thức\tCông dân Việt Nam\t20/05/19${70 + at}\tCó\tCó`;
    });
    await first().write({ table: [columns, ...rows].join('\n') });
    await first().press('Lưu nháp');
    expect(first().main).toContain('12 thành viên');
    await submit('Danh sách thành viên và vốn góp', {});
    await first().go(`${path}/drafting`);
    expect(first().main).toContain('Luật 17/2023/QH15 Đ74.1');
    const comments = 'Ông An góp quá 30 %.';
    await act(adviser, 'Trả lại để sửa', { part: 'members', comments });
    await submit('Danh sách thành viên và vốn góp', {
      members: { list: [{ capital: '150.000.000' }] },
    });
    await act(adviser, 'Chấp nhận dự thảo', { part: 'members' });
  });

  it('hands in the other parts, and may call its conference', async () => {
    for (const [part, title] of [
      ['plan', 'Phương án sản xuất, kinh doanh'],
      ['name', 'Tên'],
      ['governance', 'Tổ chức quản trị'],
      ['assets', 'Tài sản góp vốn'],
    ] as const) {
      await submit(title, example(part));
      await act(adviser, 'Chấp nhận dự thảo', { part });
    }
    expect(await told(first())).toMatchObject({
      state: 'Có thể triệu tập hội nghị thành lập',
      turn: expect.stringContaining('Đến lượt bạn.'),
    });
  });

  it('meets without enough members, and meets again', async () => {
    await calls('2026-03-06');
    on('2026-03-06');
    await first().go(path);
    await first().follow('Hội nghị');
    await arrive(people.slice(0, 4));
    expect(first().main).toMatch(/4 \/ 12 thành viên chính thức có mặt; luật cần ít nhất 5/);
    await first().follow('Khai mạc hội nghị');
    await opened(4);
    await act(first(), 'Dừng hội nghị vì thiếu thành viên', { reason: 'Mưa lớn, đường ngập' });
    expect((await told(first())).state).toBe('Có thể triệu tập hội nghị thành lập');
    await calls('2026-03-13');
    on('2026-03-13');
    await first().go(path);
    await first().follow('Hội nghị');
    await arrive(people);
    await first().write({ text: 'Bà Lê Thị Bảy đề nghị bán rau qua siêu thị.' });
    await first().press('Ghi lại');
    await first().follow('Khai mạc hội nghị');
    await opened(12);
    expect((await told(first())).state).toBe('Đang họp');
  });

  it('adopts, elects, decides, and signs the minutes', async () => {
    await act(first(), 'Ghi kết quả biểu quyết điều lệ', { for: 11, against: 1, abstain: 0 });
    await act(first(), 'Thông qua danh sách thành viên');
    await act(first(), 'Định giá tài sản góp vốn', { method: 'unanimous', for: 12 });
    await act(first(), 'Quyết định và bầu cử', {
      plan: { for: 12, against: 0, abstain: 0 },
      board: [
        { member: 1, votes: 11 },
        { member: 2, votes: 12 },
        { member: 3, votes: 9 },
      ],
      chair: 1,
      supervisors: [{ member: 4, votes: 10 }],
      headSupervisor: 4,
      secretBallot: true,
      registrant: people[0],
      legalRepresentatives: [people[0]],
    });
    await act(first(), 'Bế mạc, ký biên bản', { minutesSigned: true, charterSigned: true });
    expect((await told(first())).state).toBe('Đang lập hồ sơ đăng ký');
  });

  it('files, is asked for a supplement, and is registered', async () => {
    await act(first(), 'Hoàn thiện hồ sơ đăng ký', {
      papers: ['application', 'charter', 'resolution', 'memberList', 'representatives'],
    });
    await act(first(), 'Nộp hồ sơ đăng ký', {
      channel: 'direct',
      phone: '0912345678',
      fee: 'paid',
    });
    expect((await told(first())).turn).toContain('Đến lượt: Cán bộ ghi kết quả');
    await act(clerk, 'Ghi giấy biên nhận', { receiptNo: 'BN-0123' });
    expect((await told(first())).terms).toContain('Còn 3 ngày làm việc (18/03/2026)');
    await act(clerk, 'Ghi thông báo sửa đổi, bổ sung', { points: ['Ghi rõ địa chỉ trụ sở chính'] });
    expect(await told(first())).toMatchObject({
      turn: expect.stringContaining('Đến lượt bạn.'),
      terms: expect.stringContaining('NĐ 92/2024/NĐ-CP Đ19.6'),
    });
    on('2026-05-12');
    await act(first(), 'Nộp hồ sơ đã bổ sung', { receiptNo: 'BN-0145' });
    on('2026-05-14');
    await act(clerk, 'Ghi giấy chứng nhận đăng ký', {
      code: '1900123456',
      legalRepresentative: people[0],
      capital: '700.000.000',
    });
    expect(await told(founders.at(-1) as PlainBrowser)).toMatchObject({
      state: 'Đang góp vốn',
      terms: expect.stringContaining('Luật 17/2023/QH15 Đ74.4'),
    });
    await first().follow('Thông báo');
    expect(first().main).toContain('1900123456');
  });
});

const calls = (assemblyOn: string): Promise<void> =>
  act(first(), 'Triệu tập hội nghị thành lập', {
    assemblyOn,
    time: '08:00',
    place: 'Nhà văn hóa xã Hòa Bình',
    invitees: [{ name: 'UBND xã Hòa Bình' }],
  });

/** Members come into the hall one after the other. */
async function arrive(names: readonly string[]): Promise<void> {
  for (const name of names) await first().press(`Điểm danh ${name}`);
}

async function opened(official: number): Promise<void> {
  const [chair, secretary] = people;
  await first().write({ official, associates: 0, guests: 1, chair, secretary });
  await first().press('Tiếp tục');
  await first().press('Gửi');
  expect(first().main).toContain('Đã ghi nhận Khai mạc hội nghị');
}
