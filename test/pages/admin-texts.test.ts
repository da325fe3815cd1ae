// Rewording notices and papers in a real browser: a look first, clear faults, history, the way back; what was said and
// issued before stays as it was.
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { pagesOf } from '../documents/reading.ts';
import { openFounding, type Service } from '../http/service.ts';
import { startOffice, type Office } from '../papers/certified.ts';
import { openBrowser } from './chromium.ts';
import { barriers, excess, visitor, type Visitor } from './signed.ts';

let office: Office;
let service: Service;
let browser: Browser;
let admin: Visitor;
beforeAll(async () => {
  [office, browser] = await Promise.all([startOffice(), openBrowser()]);
  ({ service } = office);
  admin = await visitor(service, browser, ['administrator']);
}, 180_000);
afterAll(async () => {
  await browser.close();
  await office.close();
});

const wordings = () => service.engine.database.knex('wordings');
const path = '/admin/texts/notice/consultationReceived';

describe('the wording of a notice', () => {
  it('is tried, refused with the line that is wrong, then used and told with who wrote it', async () => {
    const { page } = admin;
    const founder = await service.client('founder');
    await openFounding(founder);
    const told = async () =>
      (await founder.get('/api/inbox')).body.items.map(
        ({ subject }: { subject: string }) => subject,
      );
    const [before] = await told();
    await page.goto(service.url + path);
    const shipped = await page.inputValue('#text');
    await page.locator('#text').fill(`${shipped}\n{{ case.constructor }}`);
    await page.getByRole('button', { name: 'Xem thử' }).click();
    expect(await page.locator('.govuk-error-summary').innerText()).toMatch(
      /Dòng \d+: Không có tên “case.constructor”/,
    );
    expect(await page.inputValue('#text')).toContain('case.constructor');
    const mine =
      '[vi] subject: Đã nhận hồ sơ {{ case.number }}\nXin chào {{ recipient.name }}.\n\n[en] subject: Received {{ case.number }}\nHello {{ recipient.name }}.';
    await page.locator('#text').fill(mine);
    expect(await page.getByRole('button', { name: 'Dùng từ bây giờ' }).count()).toBe(0);
    await page.getByRole('button', { name: 'Xem thử' }).click();
    expect(await page.locator('main').innerText()).toContain('Đã nhận hồ sơ TL-2026-0001');
    expect(await wordings()).toHaveLength(0);
    service.engine.at('2026-03-03T02:00:00.000Z');
    await page.getByRole('button', { name: 'Dùng từ bây giờ' }).click();
    expect(await page.locator('main').innerText()).toContain(`1. ${admin.client.person.name}`);
    service.engine.at('2026-03-03T03:00:00.000Z');
    await openFounding(founder);
    expect(await told()).toEqual([expect.stringContaining('Đã nhận hồ sơ TL-2026-'), before]);
    expect(await barriers(page)).toEqual([]);
    expect(await excess(page)).toBeLessThanOrEqual(0);
  });

  it('goes back to the shipped one without losing what was written', async () => {
    const { page } = admin;
    await page.goto(service.url + path);
    await page.getByRole('button', { name: 'Trở về lời văn gốc' }).click();
    const rows = await wordings().orderBy('revision');
    expect(rows.map(({ revision, text }) => [revision, text === null])).toEqual([
      [1, false],
      [2, true],
    ]);
    await expect(wordings().delete()).rejects.toThrow('not changed');
    await expect(wordings().update({ text: 'x' })).rejects.toThrow('not changed');
  });

  it('is not written over what somebody else wrote meanwhile, and by administrators only', async () => {
    const { page } = admin;
    const other = await admin.context.newPage();
    const title = (words: string) => `[vi] subject: ${words}\nA\n\n[en] subject: ${words}\nA`;
    for (const each of [page, other]) {
      await each.goto(service.url + path);
      await each.locator('#text').fill(title(each === page ? 'Một' : 'Hai'));
      await each.getByRole('button', { name: 'Xem thử' }).click();
    }
    await page.getByRole('button', { name: 'Dùng từ bây giờ' }).click();
    await other.getByRole('button', { name: 'Dùng từ bây giờ' }).click();
    expect(await other.locator('h1').innerText()).toContain('đã thay đổi');
    expect(await wordings().where({ revision: 3 })).toHaveLength(1);
    expect(await wordings().where({ revision: 4 })).toHaveLength(0);
    await other.close();
    const clerk = await visitor(service, browser, ['clerk']);
    expect((await clerk.page.goto(service.url + path))?.status()).toBe(200);
    expect(await clerk.page.locator('#text').count()).toBe(0);
    await clerk.context.close();
    const founder = await visitor(service, browser, ['founder']);
    expect((await founder.page.goto(service.url + path))?.status()).toBe(403);
    await founder.context.close();
  });
});

describe('the wording of a paper', () => {
  it('is printed on papers from then on, each of which notes its revision', async () => {
    const { page } = admin;
    const kind = 'CONSULT_REQUEST';
    const founder = await service.client('founder');
    const issued = async () => {
      const id = await openFounding(founder);
      await office.settle();
      return office.papers(id, kind);
    };
    const [before] = await issued();
    const at = `${service.url}/admin/texts/document/${kind}`;
    await page.goto(at);
    const shipped = await page.inputValue('#text');
    const added = 'Câu thêm của Liên minh về {{ holder.name }}.';
    await page.locator('#text').fill(shipped.replace('@sign', `${added}\n@sign`));
    await page.getByRole('button', { name: 'Xem thử' }).click();
    service.engine.at('2026-03-04T02:00:00.000Z');
    await page.getByRole('button', { name: 'Dùng từ bây giờ' }).click();
    const sample = await page.request.get(`${at}/sample`);
    expect(sample.headers()['content-type']).toBe('application/pdf');
    expect((await pagesOf(await sample.body())).join(' ')).toContain('Câu thêm của Liên minh');
    service.engine.at('2026-03-04T03:00:00.000Z');
    const [after] = await issued();
    if (!before || !after) throw new Error('no paper was issued');
    expect((await pagesOf(await office.bytes(after))).join(' ')).toContain(
      'Câu thêm của Liên minh',
    );
    expect(before).toMatchObject({ wording: null });
    expect(after).toMatchObject({ wording: 1 });
    const kept = await service.engine.database.knex('documents').where({ id: before.id }).first();
    expect(kept).toEqual(before);
    expect(await barriers(page)).toEqual([]);
    expect(await excess(page)).toBeLessThanOrEqual(0);
  });
});

it('the list of them all is read in both languages, and a text that is not reworded says so', async () => {
  const { page } = admin;
  for (const lang of ['en', 'vi']) {
    await page.goto(`${service.url}/admin/texts?lang=${lang}`);
    expect(await barriers(page)).toEqual([]);
    expect(await excess(page)).toBeLessThanOrEqual(0);
  }
  expect(await page.locator('main li a').count()).toBeGreaterThan(100);
  await page.goto(`${service.url}/admin/texts/notice/digest`);
  expect(await page.locator('#text').count()).toBe(0);
  for (const name of ['BUSINESS_PLAN', 'ASSEMBLY_PASSES']) {
    await page.goto(`${service.url}/admin/texts/document/${name}`);
    const shipped = await page.inputValue('#text');
    await page.locator('#text').fill(shipped.replace('@sign', 'Câu của Liên minh.\n@sign'));
    await page.getByRole('button', { name: 'Xem thử' }).click();
    await page.getByRole('button', { name: 'Dùng từ bây giờ' }).click();
    const sample = await page.request.get(`${service.url}/admin/texts/document/${name}/sample`);
    const printed = (await pagesOf(await sample.body())).join(' ');
    expect(printed).toContain('Câu của Liên minh.');
    expect(printed).toContain(name === 'BUSINESS_PLAN' ? 'Bán rau' : 'K7QF-9M2P');
  }
});

describe('the API', () => {
  const at = '/api/wordings/notice/accountCode';

  it('lists, reads, tries, keeps and restores a wording, with the rights of the pages', async () => {
    const { client } = admin;
    const { body: all } = await client.get('/api/wordings?kind=notice');
    expect(all.items).toContainEqual(
      expect.objectContaining({ name: 'accountCode', editable: true, revision: null }),
    );
    const { body: before } = await client.get(at);
    expect([before.text, before.newest, before.history]).toEqual([before.shipped, 0, []]);

    const dumb = before.shipped.replaceAll('{{ text }}', '…');
    const look = await client.send('POST', `${at}/preview`, { text: dumb });
    expect([look.status, look.body.faults.length, look.body.lost]).toEqual([200, 1, ['text']]);
    expect((await client.send('PUT', at, { text: dumb, after: 0 })).body.errors[0].pointer).toBe(
      '/text',
    );
    const text = before.shipped.replace('Mã đăng nhập của bạn là', 'Mã của Liên minh gửi bạn');
    const good = await client.send('POST', `${at}/preview`, { text });
    expect(good.body).toMatchObject({ faults: [], lost: [] });
    expect(good.body.sample[0].lines.join()).toContain('Mã của Liên minh gửi bạn');
    const clerk = await service.client('clerk');
    expect((await clerk.get(at)).status).toBe(200);
    expect((await clerk.send('PUT', at, { text, after: 0 })).status).toBe(403);
    expect((await (await service.client('founder')).get(at)).status).toBe(403);

    expect((await client.send('PUT', at, { text, after: 0 })).body).toEqual({ revision: 1 });
    expect((await client.send('PUT', at, { text, after: 0 })).body.code).toBe('stale');
    await service.signIn.byCode.ask('ai@example.vn', {
      browser: Buffer.alloc(32),
      network: '1',
      device: undefined,
      replaces: undefined,
      language: 'vi',
      agent: '',
    });
    await office.settle();
    const mail = () =>
      service.engine.database.knex('dev_mailbox').where({ recipient: 'ai@example.vn' });
    expect((await mail())[0].body_text).toContain('Mã của Liên minh gửi bạn');
    expect((await client.send('POST', `${at}/restore`, { after: 1 })).body).toEqual({
      revision: 2,
    });
    const { body: now } = await client.get(at);
    expect([now.text, now.revision, now.newest]).toEqual([now.shipped, null, 2]);
    expect(now.history.map((each: { text: string }) => each.text)).toEqual([null, text]);
    expect((await client.get('/api/wordings/notice/nothing')).status).toBe(404);
    const digest = { text: now.shipped, after: 0 };
    expect((await client.send('PUT', '/api/wordings/notice/digest', digest)).status).toBe(403);
  });
});
