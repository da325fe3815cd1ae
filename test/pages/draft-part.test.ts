// One part of the drafts between adviser and founders: returned with remarks beside the fields, seen in the form, handed
// in again with what changed before and after, commented on by both sides. In a browser without scripts.
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as samples from '../../machines/founding/samples.ts';
import { openFounding, startService, type Client, type Service } from '../http/service.ts';
import { act, toDrafting } from '../http/play.ts';
import { openBrowser } from './chromium.ts';
import { barriers, excess, signedIn } from './signed.ts';

let service: Service;
let browser: Browser;
let founder: Client;
let adviser: Client;
let theirs: Page;
let ours: Page;
let id: string;

const opened = async (client: Client, width: number): Promise<Page> => {
  const context: BrowserContext = await signedIn(service, browser, client, {
    width,
    scripts: false,
  });
  return context.newPage();
};

beforeAll(async () => {
  [service, browser] = await Promise.all([startService(), openBrowser()]);
  founder = await service.client('founder');
  adviser = await service.client('unit-head');
  id = await openFounding(founder);
  await toDrafting(adviser, id);
  await act(founder, id, 'SUBMIT_DRAFT', { part: 'charter', charter: samples.charter });
  await act(founder, id, 'SUBMIT_DRAFT', { part: 'members', members: samples.members });
  theirs = await opened(founder, 390);
  ours = await opened(adviser, 1280);
}, 180_000);
afterAll(async () => {
  await browser.close();
  await service.close();
});

const at = (page: Page, path: string) => page.goto(`${service.url}/cases/${id}/drafting${path}`);
const place = (page: Page, key: string) => page.locator(`[id="place-${key}"]`);

describe('a part of the drafts', () => {
  it('is not returned without a word', async () => {
    await at(ours, '');
    await ours.getByRole('link', { name: /Xem từng chỗ.*: Điều lệ/ }).click();
    await ours.getByRole('link', { name: 'Trả lại để sửa, góp ý từng chỗ' }).click();
    await ours.getByRole('button', { name: 'Trả lại để sửa' }).click();
    expect(await ours.getByRole('alert').innerText()).toContain('ít nhất một góp ý');
  });

  it('is returned with remarks written beside the fields', async () => {
    await ours.getByLabel(/Góp ý cho chỗ này: 10\./).fill('Ghi rõ cách mời họp');
    await ours.getByLabel(/Góp ý cho chỗ này: Nhiệm kỳ/).fill('Nhóm chọn 5 năm hay 3 năm?');
    await ours.getByRole('button', { name: 'Trả lại để sửa' }).click();
    await ours.waitForURL(/done=RETURN_PART/);
    const { body } = await founder.get(`/api/cases/${id}`);
    expect(body.data.parts.charter).toMatchObject({
      stage: 'returned',
      comments: 'Xem góp ý ở từng mục.',
      remarks: [
        { field: 'charter.items', no: '10', text: 'Ghi rõ cách mời họp' },
        { field: 'charter.termYears', text: 'Nhóm chọn 5 năm hay 3 năm?' },
      ],
    });
  });

  it('shows the founders each remark beside its field, in the form and on the page', async () => {
    await at(theirs, '/charter');
    expect(await place(theirs, 'items-10').innerText()).toContain('Ghi rõ cách mời họp');
    expect(await place(theirs, 'items-11').innerText()).not.toContain('mời họp');
    await theirs.getByRole('link', { name: 'Sửa và lưu nháp' }).click();
    const row = theirs.locator('[id="charter.items.9"]');
    expect(await row.innerText()).toContain('Chuyên viên góp ý: Ghi rõ cách mời họp');
    const beside = theirs.locator('.sl-beside', { hasText: 'Nhóm chọn 5 năm' });
    expect(await beside.evaluate((node) => node.nextElementSibling?.innerHTML ?? '')).toContain(
      'charter.termYears',
    );
  });

  it('is handed in again with what changed, before and after', async () => {
    const items = samples.charter.items
      .filter(({ no }) => no !== '19')
      .map((item) => (item.no === '10' ? { no: '10', text: 'Mời họp trước 7 ngày' } : item));
    const charter = { ...samples.charter, termYears: 3, items };
    await act(founder, id, 'SUBMIT_DRAFT', { part: 'charter', charter });
    await at(ours, '/charter');
    expect(await ours.locator('body').innerText()).toMatch(/3 chỗ khác nhau giữa mục 5 và mục 8/);
    const item = place(ours, 'items-10');
    expect(await item.locator('del').innerText()).toContain(samples.charter.items[9]?.text);
    expect(await item.locator('ins').innerText()).toBe('Mời họp trước 7 ngày');
    expect(await item.innerText()).toContain('Ghi rõ cách mời họp');
    expect(await place(ours, 'items-19').innerText()).toContain('Đã bỏ');
    expect(await place(ours, 'termYears').locator('ins').innerText()).toBe('3');
    expect(await place(ours, 'address').locator('del').count()).toBe(0);
  });

  it('compares any two versions', async () => {
    await act(adviser, id, 'RETURN_PART', { part: 'charter', comments: 'Thêm mục 19' });
    await act(founder, id, 'SUBMIT_DRAFT', { part: 'charter', charter: samples.charter });
    await at(theirs, '/charter');
    await theirs.getByText('Các bản đã lưu và so sánh').click();
    await theirs.getByLabel('Bản cũ').selectOption('5');
    await theirs.getByLabel('Bản mới').selectOption('10');
    await theirs.getByRole('button', { name: 'So sánh' }).click();
    expect(await theirs.locator('body').innerText()).toMatch(
      /0 chỗ khác nhau giữa mục 5 và mục 10/,
    );
    const read = await founder.get(`/api/cases/${id}/drafting/charter?from=5&to=8`);
    expect(read.body.changes).toContainEqual({
      pointer: '/termYears',
      kind: 'changed',
      before: 5,
      after: 3,
    });
    expect((await founder.get(`/api/cases/${id}/drafting/charter?from=6`)).status).toBe(404);
  });

  it('is commented on in place by both sides, and nobody else reads it', async () => {
    await at(theirs, '/charter');
    await place(theirs, 'items-10')
      .getByRole('link', { name: /Viết ý kiến/ })
      .click();
    await theirs.getByLabel('Ý kiến của bạn').fill('Bảy ngày có đủ không ạ?');
    await theirs.getByRole('button', { name: 'Gửi ý kiến' }).click();
    await theirs.waitForURL(/#place-items-10$/);
    await at(ours, '/charter?at=items/10');
    expect(await place(ours, 'items-10').innerText()).toContain('Bảy ngày có đủ không ạ?');
    await place(ours, 'items-10').getByLabel('Ý kiến của bạn').fill('Luật cho ít nhất 3 ngày.');
    await ours.getByRole('button', { name: 'Gửi ý kiến' }).click();
    await ours.waitForURL(/#place-items-10$/);
    const { body } = await founder.get(`/api/cases/${id}/draft-comments`);
    expect(body.comments).toMatchObject([
      { part: 'charter', field: 'items', no: '10', side: 'applicant' },
      { part: 'charter', field: 'items', no: '10', side: 'alliance' },
    ]);
    const [member, other] = await Promise.all([
      service.client('board-member'),
      service.client('founder'),
    ]);
    for (const client of [member, other]) {
      expect((await client.get(`/api/cases/${id}/draft-comments`)).status).toBe(404);
      expect((await client.get(`/api/cases/${id}/drafting/charter`)).status).toBe(404);
      const words = { part: 'charter', text: 'Tôi' };
      const answer = await client.send('POST', `/api/cases/${id}/draft-comments`, words);
      expect(answer.status).toBe(404);
    }
  });

  it('takes comments on fields of the part only, and none from who may only read', async () => {
    const say = (by: Client, words: object) =>
      by.send('POST', `/api/cases/${id}/draft-comments`, { part: 'name', text: 'Ý', ...words });
    expect((await say(founder, { field: 'address' })).body.errors[0].pointer).toBe('/field');
    expect((await say(founder, { no: '3' })).status).toBe(422);
    expect((await say(founder, {})).status).toBe(201);
    expect((await say(await service.client('auditor'), {})).status).toBe(403);
  });

  it('tells the other side of comments once, until they are read; nobody who is recused', async () => {
    const { knex } = service.engine.database;
    const told = async (part: string): Promise<string[]> => {
      const owed = knex('outbox').where({ case_id: id }).whereLike('id', `%/${part}-%`);
      const rows = await owed.andWhereRaw(`payload->>'template' = 'draftComment'`).orderBy('id');
      return rows.map(({ payload }) => payload.recipient.person);
    };
    const say = async (by: Client, part: string): Promise<void> => {
      const said = { part, text: 'Xin xem lại.' };
      const { status } = await by.send('POST', `/api/cases/${id}/draft-comments`, said);
      expect(status).toBe(201);
    };
    const [us, them] = [adviser.person.id, founder.person.id];
    for (const _ of [1, 2, 3]) await say(founder, 'plan');
    await say(adviser, 'plan');
    await say(founder, 'governance');
    expect([await told('plan'), await told('governance')]).toEqual([[us, them], [us]]);
    await at(ours, '/plan');
    for (const _ of [1, 2]) await say(founder, 'plan');
    await say(founder, 'governance');
    expect([await told('plan'), await told('governance')]).toEqual([[us, them, us], [us]]);
    await founder.get(`/api/cases/${id}/draft-comments`);
    await knex('cases')
      .where({ id })
      .update({ recused: [them] });
    await say(adviser, 'plan');
    await knex('cases').where({ id }).update({ recused: [] });
    expect(await told('plan')).toEqual([us, them, us]);
    await say(adviser, 'plan');
    expect(await told('plan')).toEqual([us, them, us, them]);
  });

  it('never shows identifiers, nor reads them', async () => {
    const { knex } = service.engine.database;
    const reads = () => knex('personal_reads').where({ case_id: id, operation: 'readPart' });
    const { body, text } = await adviser.get(`/api/cases/${id}/drafting/members`);
    expect(body.now.list[0]).not.toHaveProperty('birthDate');
    expect(text).not.toContain('sealed:');
    expect(await reads()).toEqual([]);
  });

  it('is in nobody’s way in either language, and fits a small phone', async () => {
    const context = await signedIn(service, browser, adviser);
    const seen = await context.newPage();
    for (const path of ['/charter?review=yes', '/charter?from=5&to=8'])
      for (const lang of ['vi', 'en']) {
        await seen.setViewportSize({ width: 1280, height: 900 });
        const joint = path.includes('?') ? '&' : '?';
        await at(seen, `${path}${joint}lang=${lang}`);
        expect(await barriers(seen), path).toEqual([]);
        expect(await excess(seen), path).toBeLessThanOrEqual(0);
      }
    await context.close();
  }, 120_000);
});
