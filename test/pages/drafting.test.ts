// The drafting room in a browser, on a phone, without scripts: what is lacking and why, the charter with suggestions,
// members pasted from a spreadsheet.
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openFounding, startService, type Client, type Service } from '../http/service.ts';
import { pagesOf } from '../documents/reading.ts';
import { toDrafting } from '../http/play.ts';
import { openBrowser } from './chromium.ts';
import { barriers, excess, signedIn } from './signed.ts';

let service: Service;
let browser: Browser;
let founder: Client;
let page: Page;
let id: string;

beforeAll(async () => {
  [service, browser] = await Promise.all([startService(), openBrowser()]);
  founder = await service.client('founder');
  const head = await service.client('unit-head');
  id = await openFounding(founder);
  await toDrafting(head, id);
  const context = await signedIn(service, browser, founder, { width: 390, scripts: false });
  page = await context.newPage();
}, 180_000);
afterAll(async () => {
  await browser.close();
  await service.close();
});

const go = (path: string) => page.goto(`${service.url}/cases/${id}${path}`);

describe('the drafting room', () => {
  it('writes the charter item by item, with suggestions where nothing stands', async () => {
    await go('');
    await page.getByRole('link', { name: 'Phòng soạn thảo' }).click();
    await page.getByRole('link', { name: 'Soạn từng mục với gợi ý' }).click();
    await page.locator('#item-1').fill('Tên: Hợp tác xã Rau sạch Hòa Bình.');
    await page.getByLabel('Đại biểu (từ 50 thành viên)').check();
    await page.getByRole('button', { name: /điền gợi ý/ }).click();
    await page.getByText('Đã lưu nháp').waitFor();
    expect(await page.locator('#item-1').inputValue()).toBe('Tên: Hợp tác xã Rau sạch Hòa Bình.');
    expect(await page.locator('#item-10').inputValue()).toContain('đại hội đại biểu');
    await go('/drafting');
    expect(await page.locator('section', { hasText: 'Điều lệ' }).first().innerText()).toMatch(
      /còn thiếu \d+ chỗ/,
    );
  });

  it('takes members pasted from a spreadsheet, and says what the law finds in them', async () => {
    await go('/members');
    const rows = ['An', 'Bảy', 'Cường', 'Dung'].map(
      (name, at) =>
        `${at + 1}\tTrần ${name}\t${at === 0 ? '400.000.000' : '100.000.000'}\tChính thức\tCông dân Việt Nam\t20/05/1970\tCó\tCó`,
    );
    const head =
      'STT\tHọ và tên\tVốn góp\tLoại thành viên\tĐối tượng\tNgày sinh\tĐã có đơn\tĐủ năng lực hành vi dân sự';
    await page.locator('#table').fill([head, ...rows, '5\tLê Em\tnhiều'].join('\n'));
    await page.getByRole('button', { name: 'Lưu nháp' }).click();
    expect(await page.getByRole('alert').innerText()).toContain('Dòng 6');
    await page.locator('#table').fill([head, ...rows].join('\n'));
    await page.getByRole('button', { name: 'Lưu nháp' }).click();
    await page.getByText('4 thành viên, vốn điều lệ 700.000.000 đồng').waitFor();
    const [held] = await page.locator('tbody tr').allInnerTexts();
    expect(held?.replaceAll(/\s+/g, ' ')).toMatch(/4\/7 ≈ 57,14 %.*30 % Vượt mức .*Đ74\.1/i);
    const read = await founder.get(`/api/cases/${id}/drafting`);
    const members = read.body.parts.find(({ part }: { part: string }) => part === 'members');
    expect(members.faults).toEqual([]);
    expect(members.reasons.map(({ code }: { code: string }) => code)).toEqual([
      'membersEnough',
      'memberShares',
    ]);
    await go('/drafting');
    expect(await page.locator('body').innerText()).toContain('Luật 17/2023/QH15 Đ74.1');
  });

  it('prints the papers of each member; a co-founder is given only their own', async () => {
    const [bay, other] = [await service.client('founder'), await service.client('founder')];
    for (const [who, name] of [
      [bay, 'TRẦN  Bảy'],
      [other, 'Trần Bẩy'],
    ] as const) {
      const invited = await founder.send('POST', `/api/cases/${id}/invitations`, { name });
      await who.send('POST', '/api/invitations/accept', { code: invited.body.code });
    }
    await go('/dossier');
    await page.getByRole('link', { name: 'Đơn và cam kết của từng thành viên (4)' }).click();
    expect(await page.getByRole('link', { name: 'Tất cả trong một tệp' }).isVisible()).toBe(true);
    const papers = async (who: Client, asked = ''): Promise<string[]> => {
      const context = await signedIn(service, browser, who);
      const path = `${service.url}/cases/${id}/member-papers/file${asked}`;
      const answer = await context.request.get(path);
      const pages = answer.ok() ? await pagesOf(await answer.body()) : [String(answer.status())];
      await context.close();
      return pages.map((text) => /(?:Họ và tên: )(.+?) Ngày/.exec(text)?.[1] ?? text);
    };
    const both = (name: string): string[] => [name, name];
    expect(await papers(founder)).toEqual(['Trần An', 'Trần Bảy', 'Trần Cường', 'Trần Dung'].flatMap(both)); // prettier-ignore
    expect(await papers(founder, '?no=3')).toEqual(both('Trần Cường'));
    expect(await papers(bay)).toEqual(both('Trần Bảy'));
    expect(await papers(bay, '?no=1')).toEqual(['404']);
    expect(await papers(other)).toEqual(['404']);
    expect(await papers(await service.client('founder'))).toEqual(['404']);
  });

  it('computes the three years of the plan while the rest of it is still to be written', async () => {
    await go('/acts/SAVE_DRAFT?pick=plan');
    for (const [year, sales] of ['2.000.000.000', '0', '300'].entries()) {
      await page.locator(`[id="plan.years.${year}.memberSales"]`).fill('0');
      await page.locator(`[id="plan.years.${year}.outsideSales"]`).fill(sales);
      await page
        .locator(`[id="plan.years.${year}.variableCosts"]`)
        .fill(year === 0 ? '1200000000' : '100');
      await page
        .locator(`[id="plan.years.${year}.fixedCosts"]`)
        .fill(year === 0 ? '600000000' : '50');
    }
    await page.getByRole('button', { name: 'Tiếp tục' }).last().click();
    await page.getByRole('button', { name: 'Gửi' }).click();
    await go('/drafting');
    const part = page.locator('section', { hasText: 'Phương án sản xuất' }).first();
    const text = await part.innerText();
    // 600 ÷ (800 of every 2,000) = 1,500 million; 50 ÷ (200 of every 300) = 75; nothing sold: none.
    expect(text).toContain('1.500.000.000');
    expect(text).toMatch(/Năm 3[^]*75/);
    expect(text).toContain('Năm 2: doanh thu không bù được biến phí');
    expect(text).toContain('còn thiếu');
  });

  it('gives the table back as it was saved', async () => {
    const answer = await fetch(`${service.url}/api/cases/${id}/members.xlsx`, {
      headers: { authorization: `Bearer ${founder.token}` },
    });
    const form = new FormData();
    form.set('file', new File([await answer.blob()], 'thanh-vien.xlsx'));
    const again = await fetch(`${service.url}/api/cases/${id}/members`, {
      method: 'POST',
      headers: { authorization: `Bearer ${founder.token}` },
      body: form,
    });
    const { members, faults } = (await again.json()) as { members: { list: object[] }; faults: [] };
    const { body } = await founder.get(`/api/cases/${id}`);
    expect(faults).toEqual([]);
    expect(members.list).toEqual(body.data.parts.members.sketch.list);
  });

  it('takes the table as a file, and says why another file is none', async () => {
    const saved = await founder.get(`/api/cases/${id}`);
    const answer = await fetch(`${service.url}/api/cases/${id}/members.xlsx`, {
      headers: { authorization: `Bearer ${founder.token}` },
    });
    const buffer = Buffer.from(await answer.arrayBuffer());
    await go('/members');
    const send = page.getByRole('button', { name: 'Gửi bảng', exact: true });
    await send.click();
    expect(await page.getByRole('alert').innerText()).toContain('Bảng chưa có dòng nào');
    const type = 'application/octet-stream';
    const no = { name: 'x.xlsx', mimeType: type, buffer: buffer.subarray(0, 300) };
    await page.locator('#file').setInputFiles(no);
    await send.click();
    expect(await page.getByRole('alert').innerText()).toContain('Không đọc được bảng');
    await page.locator('#file').setInputFiles({ name: 'thanh-vien.xlsx', mimeType: type, buffer });
    await send.click();
    await page.getByText('Đã lưu nháp').waitFor();
    const after = await founder.get(`/api/cases/${id}`);
    expect(after.body.version).toBe(saved.body.version + 1);
    expect(after.body.data.parts.members).toEqual(saved.body.data.parts.members);
  });

  it('is in nobody’s way in either language, and fits a small phone', async () => {
    const context = await signedIn(service, browser, founder);
    const seen = await context.newPage();
    for (const path of ['/drafting', '/charter', '/members', '/member-papers'])
      for (const lang of ['vi', 'en']) {
        await seen.setViewportSize({ width: 1280, height: 900 });
        await seen.goto(`${service.url}/cases/${id}${path}?lang=${lang}`);
        expect(await barriers(seen), path).toEqual([]);
        expect(await excess(seen), path).toBeLessThanOrEqual(0);
      }
    await context.close();
  }, 120_000);
});
