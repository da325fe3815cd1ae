// Criteria sets in a real browser without scripts: read with their doubts, drafted one part at a time, mended where the
// faults say, compared, published, ended.
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { small } from '../machines/criteria/sets.ts';
import { startService, type Service } from '../http/service.ts';
import { openBrowser } from './chromium.ts';
import { barriers, excess, signedIn, visitor, type Visitor } from './signed.ts';

let service: Service;
let browser: Browser;
let officer: Visitor;
let head: Visitor;

beforeAll(async () => {
  [service, browser] = await Promise.all([startService(), openBrowser()]);
  officer = await visitor(service, browser, ['staff'], { scripts: false });
  head = await visitor(service, browser, ['unit-head'], { scripts: false });
}, 180_000);
afterAll(async () => {
  await browser.close();
  await service.close();
});

const draft = '/desk/criteria/TT01_2020/1';
const go = (who: Visitor, path: string) => who.page.goto(service.url + path);
const press = (who: Visitor, name: string | RegExp) =>
  who.page.getByRole('button', { name }).click();
const main = ({ page }: Visitor) => page.locator('main').innerText();
const read = async () => (await officer.client.get('/api/criteria-sets/TT01_2020/1')).body;

describe('a set', () => {
  it('as shipped is shown with its law, its doubts and why it cannot be published', async () => {
    await go(officer, '/desk/criteria');
    expect(await main(officer)).toMatch(/13\.1: Tiêu chí tổ chức sản xuất[\s\S]*chưa xác nhận/);
    expect(await main(officer)).toContain('Chưa ban hành được, còn');
    await go(officer, '/desk/criteria/BL_NC_3_2/0');
    expect(await main(officer)).toMatch(/Chưa ban hành được: \d+ chỗ cần sửa hoặc xác nhận/);
    await go(officer, '/desk/criteria/TT01_2020/0');
    expect(await main(officer)).toContain('TT 01/2020/TT-BKHĐT');
    expect(await main(officer)).toContain('0 trở xuống: 0 điểm; trên 0: 1 điểm');
    expect(await officer.page.getByRole('link', { name: 'Sửa' }).count()).toBe(0);
  });

  it('is copied into a draft; while one is open there is no other', async () => {
    await press(officer, 'Tạo bản thảo từ bản này');
    expect(officer.page.url()).toBe(`${service.url}${draft}?done=copied`);
    await go(officer, '/desk/criteria/TT01_2020/0');
    await press(officer, 'Tạo bản thảo từ bản này');
    expect(await officer.page.locator('[role=alert]').innerText()).toContain('đang có bản thảo');
  });
});

describe('a draft', () => {
  it('is edited one criterion at a time, kept although it is wrong, and says where', async () => {
    const { page } = officer;
    await go(officer, draft);
    await page.getByRole('link', { name: /Sửa\s+3 Kết quả/ }).click();
    await page.locator('#max').fill('12,5');
    await page.locator('#name\\.en').fill('');
    await press(officer, 'Lưu');
    expect(await page.locator('.govuk-error-summary').innerText()).toContain('Tiếng Anh: hãy điền');
    expect(await page.locator('#max').inputValue()).toBe('12,5');
    await page.locator('#name\\.en').fill('Results');
    await press(officer, 'Lưu');
    expect(page.url()).toContain('done=saved#groups.0.criteria.2');
    const { content, edition } = await read();
    expect([content.groups[0].criteria[2].max, edition]).toEqual([12.5, 2]);
    expect(content.groups[0].criteria[2].sub).toHaveLength(3);
    const fault = page.getByRole('link', { name: 'Tiêu chí 3', exact: true });
    expect(await fault.count()).toBe(1);
    await fault.click();
    expect(page.url()).toContain('/edit?at=groups.0.criteria.2#max');
    expect(await main(officer)).toContain('Các phần cộng lại là 11 điểm, không phải 12,5');
  });

  it('grows bands over an indicator, a part, a group, a must-pass item; loses and moves what stands in it', async () => {
    const { page } = officer;
    await go(officer, `${draft}/edit?at=groups.0.criteria.2.sub.2`);
    await page.locator('input[name=scoredBy][value=measure]').check();
    await press(officer, 'Lưu');
    expect(await page.locator('.govuk-error-summary').innerText()).toContain('Thang điểm: hãy điền');
    await page.locator('#measure\\.indicator').selectOption('revenue');
    await press(officer, /Thêm.*Khoảng điểm/);
    await page.locator('#measure\\.bands\\.0\\.points').fill('0');
    await page.locator('#measure\\.bands\\.1\\.from').fill('1.000.000.000');
    await page.locator('#measure\\.bands\\.1\\.points').fill('4');
    await page.locator('input[name="measure.confidence"][value=confirmed]').check();
    await page.locator('#measure\\.source').fill('QĐ 10/QĐ-LM');
    await press(officer, 'Lưu');
    const { content } = await read();
    expect(content.groups[0].criteria[2].sub[2].measure).toEqual({
      indicator: 'revenue', confidence: 'confirmed', source: 'QĐ 10/QĐ-LM',
      bands: [{ from: null, points: 0 }, { from: 1e9, points: 4 }],
    });
    expect(await main(officer)).toContain('dưới 1.000.000.000: 0 điểm; từ 1.000.000.000: 4 điểm');
    await go(officer, `${draft}/edit?at=groups.0.criteria.2.sub.new`);
    expect(await page.locator('#id').inputValue()).toBe('d');
    await page.locator('#name\\.vi').fill('Nộp thuế');
    await page.locator('#name\\.en').fill('Taxes');
    await page.locator('#max').fill('1,5');
    await press(officer, 'Lưu');
    await go(officer, `${draft}/edit?at=groups.0.criteria.2.sub.3`);
    await press(officer, 'Chuyển lên');
    expect((await read()).content.groups[0].criteria[2].sub[2]).toMatchObject({ id: 'd', max: 1.5, confidence: 'unconfirmed' });
    await go(officer, `${draft}/edit?at=groups.0.criteria.2.sub.2`);
    await page.locator('summary', { hasText: 'Bỏ mục này' }).click();
    await press(officer, 'Bỏ khỏi bản thảo');
    await go(officer, `${draft}/edit?at=groups.new`);
    await page.locator('#name\\.vi').fill('Chuyển đổi số');
    await page.locator('#name\\.en').fill('Digital');
    await page.locator('#max').fill('5');
    await press(officer, 'Lưu');
    expect(await main(officer)).toContain('Tổng điểm các nhóm là 105, phải là 100');
    await go(officer, `${draft}/edit?at=groups.3`);
    await page.locator('summary', { hasText: 'Bỏ mục này' }).click();
    await press(officer, 'Bỏ khỏi bản thảo');
    await go(officer, `${draft}/edit?at=requirements.new`);
    await page.locator('#name\\.vi').fill('Có lãi');
    await page.locator('#name\\.en').fill('A profit');
    await page.locator('input[name=scoredBy][value=check]').check();
    await page.locator('#check\\.indicator').selectOption('revenue');
    await page.locator('#check\\.from').fill('0');
    await page.locator('#check\\.above').check();
    await press(officer, 'Lưu');
    const after = (await read()).content;
    expect(after.requirements.at(-1)).toMatchObject({ id: 'b', check: { indicator: 'revenue', from: 0, above: true } });
    expect([after.groups.length, after.groups[0].criteria[2].sub.length]).toEqual([3, 3]);
  }); // prettier-ignore

  it('has general data, grades, figures, indicators, support; days are written day first', async () => {
    const { page } = officer;
    await go(officer, `${draft}/edit?at=set`);
    expect(await page.locator('#calendar\\.handIn').inputValue()).toBe('15/12');
    await page.locator('#calendar\\.handIn').fill('1/12');
    await page.locator('#passScore').fill('65');
    await press(officer, /Thêm.*Trường hợp/);
    await page.locator('select[name="gradedAs.0.grade"], input[name="gradedAs.0.grade"]').first().waitFor();
    await page.locator('input[name="gradedAs.0.exclusion"][value=fined]').check();
    await page.locator('input[name="gradedAs.0.grade"][value=weak]').check();
    await press(officer, 'Lưu');
    const { content } = await read();
    expect(content).toMatchObject({ calendar: { handIn: '12-01', registry: '12-18' }, passScore: 65, gradedAs: { fined: 'weak' } });
    expect(content.groups).toHaveLength(3);
    await go(officer, `${draft}/edit?at=grades.0`);
    await page.locator('#from').fill('85');
    await press(officer, 'Lưu');
    await go(officer, `${draft}/edit?at=figures.new`);
    for (const [id, value] of [['id', 'tax'], ['name\\.vi', 'Thuế đã nộp'], ['name\\.en', 'Tax paid']] as const) await page.locator(`#${id}`).fill(value);
    await page.locator('input[name=unit][value=dong]').check();
    await press(officer, 'Lưu');
    await go(officer, `${draft}/edit?at=indicators.new`);
    for (const [id, value] of [['id', 'taxShare'], ['name\\.vi', 'Tỷ lệ thuế'], ['name\\.en', 'Tax share']] as const) await page.locator(`#${id}`).fill(value);
    await page.locator('input[name=unit][value=percent]').check();
    await page.locator('select[name=operation]').selectOption('percent');
    await page.locator('select[name="of.0.value"]').selectOption('tax');
    await press(officer, 'Lưu');
    expect(await main(officer)).toContain('Phép tính này cần đúng 2 số liệu');
    await go(officer, `${draft}/edit?at=support.new`);
    await page.locator('select[name=criterion]').selectOption('a');
    await page.locator('#name\\.vi').fill('Lớp kế toán');
    await page.locator('#name\\.en').fill('Bookkeeping class');
    await page.locator('#link').fill('http://vca.org.vn');
    await press(officer, 'Lưu');
    expect(await main(officer)).toContain('đường dẫn bắt đầu bằng https://');
    await page.locator('#link').fill('https://vca.org.vn/tap-huan');
    await press(officer, 'Lưu');
    const after = (await read()).content;
    expect([after.grades[0].from, after.figures.at(-1).id, after.indicators.at(-1).of, after.support.at(-1).criterion, after.support.at(-1).link]).toEqual([85, 'tax', ['tax'], 'a', 'https://vca.org.vn/tap-huan']);
  }); // prettier-ignore

  it('keeps what somebody else changed meanwhile, and what was filled in', async () => {
    const { page } = officer;
    await go(officer, `${draft}/edit?at=groups.0`);
    await page.locator('#name\\.vi').fill('Tài chính, vốn');
    await go(head, `${draft}/edit?at=groups.1`);
    await head.page.locator('#name\\.vi').fill('Hoạt động và thành viên');
    await press(head, 'Lưu');
    await press(officer, 'Lưu');
    expect(await main(officer)).toContain('vừa được người khác sửa');
    await press(officer, 'Lưu');
    const { content } = await read();
    expect(content.groups.slice(0, 2).map(({ name }: { name: { vi: string } }) => name.vi)).toEqual(
      ['Tài chính, vốn', 'Hoạt động và thành viên'],
    );
  });

  it('is compared with what it was made of, in words', async () => {
    await go(officer, `${draft}/changes`);
    const text = await main(officer);
    expect(text).toMatch(/điểm khác/);
    expect(text).toMatch(/Tiêu chí 3\s+Điểm tối đa\s+11\s+12,5/);
    expect(text).toMatch(/Mức xếp loại good\s+Từ điểm\s+80\s+85/);
    await officer.page.getByLabel(/so với/).selectOption('TT09_2017@0');
    await press(officer, 'So sánh');
    expect(await main(officer)).toContain('bỏ');
  });
});

describe('publishing', () => {
  it('is refused with its reasons, is for heads of unit, and shows what it does before it is done', async () => {
    await go(head, `${draft}/publish`);
    expect(await main(head)).toContain('Chưa ban hành được');
    expect(await head.page.getByRole('button', { name: 'Tiếp tục' }).count()).toBe(0);
    expect((await go(officer, `${draft}/publish`))?.status()).toBe(403);
    const { edition } = await read();
    const content = { ...small, id: 'TT01_2020' };
    await officer.client.send('PUT', '/api/criteria-sets/TT01_2020/1', { edition, content });
    await go(head, `${draft}/publish`);
    await head.page.locator('#from').fill('2026-03-02');
    await head.page.locator('#to').fill('2026-03-01');
    await press(head, 'Tiếp tục');
    await press(head, 'Ban hành bộ tiêu chí');
    expect(await head.page.locator('[role=alert]').innerText()).toContain('trước ngày có hiệu lực');
    await head.page.locator('#to').fill('');
    await press(head, 'Tiếp tục');
    expect(await main(head)).toContain('02/03/2026');
    await press(head, 'Ban hành bộ tiêu chí');
    expect(await main(head)).toContain('hồ sơ mới đang dùng');
    expect((await go(officer, `${draft}/edit?at=set`))?.status()).toBe(404);
  });

  it('is ended with a reason', async () => {
    await go(head, draft);
    await head.page.getByRole('link', { name: 'Kết thúc hiệu lực' }).click();
    await press(head, 'Tiếp tục');
    expect(await head.page.locator('[role=alert]').count()).toBe(1);
    await head.page.locator('#reason').fill('Có bộ tiêu chí mới');
    await press(head, 'Tiếp tục');
    expect(await main(head)).toContain('Có bộ tiêu chí mới');
    await press(head, 'Kết thúc hiệu lực bộ tiêu chí');
    expect((await read()).status).toBe('retired');
  });

  it('a draft that is not wanted is taken away', async () => {
    await go(officer, draft);
    await officer.page.locator('#as').fill('Bộ mới');
    await press(officer, 'Tạo bản thảo từ bản này');
    expect(await officer.page.locator('[role=alert]').count()).toBe(1);
    await officer.page.locator('#as').fill('BO_MOI');
    await press(officer, 'Tạo bản thảo từ bản này');
    await officer.page.locator('summary', { hasText: 'Xóa bản thảo' }).click();
    await press(officer, 'Xóa bản thảo này');
    expect(officer.page.url()).toBe(`${service.url}/desk/criteria`);
    expect((await officer.client.get('/api/criteria-sets/BO_MOI/1')).status).toBe(404);
  });
});

describe('every page', () => {
  it('has no barrier and fits a small phone; people outside do not come in', async () => {
    await officer.client.send('POST', '/api/criteria-sets', { from: { set: 'TT09_2017', version: 0 } });
    const other = '/desk/criteria/TT09_2017/1';
    const context = await signedIn(service, browser, head.client);
    const page = await context.newPage();
    for (const path of [
      '/desk/criteria',
      '/desk/criteria/TT01_2020/0',
      other,
      `${other}/edit?at=set`,
      `${other}/edit?at=groups.0.criteria.0`,
      `${other}/changes?since=TT01_2020@0`,
      `${other}/publish`,
    ]) {
      for (const lang of ['en', 'vi']) {
        await page.setViewportSize({ width: 1280, height: 900 });
        await page.goto(`${service.url}${path}${path.includes('?') ? '&' : '?'}lang=${lang}`);
        expect([path, await barriers(page), await excess(page)]).toEqual([path, [], 0]);
      }
    }
    await context.close();
    const founder = await visitor(service, browser, ['founder']);
    expect((await go(founder, '/desk/criteria'))?.status()).toBe(403);
    await founder.context.close();
  }, 300_000); // prettier-ignore
});
