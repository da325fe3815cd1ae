// The leader signs in a real browser: what signing brings about is said before, and the paper that comes of it proves
// itself to anybody.
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { checkSignatures } from '../../src/documents/signature-check.ts';
import { signPaper } from '../../src/documents/sign.ts';
import { signerOf } from '../../src/documents/signing-key.ts';
import { identity, p12Of, type Identity } from '../documents/keys.ts';
import { pagesOf, qrOf } from '../documents/reading.ts';
import { openFounding, type Client } from '../http/service.ts';
import { startOffice, type Office } from '../papers/certified.ts';
import { openBrowser } from './chromium.ts';
import { barriers, excess, signedIn } from './signed.ts';

let office: Office;
let browser: Browser;
let id: string;
let root: Identity;

beforeAll(async () => {
  root = await identity({ name: 'Tổ chức chứng thực thử' });
  [office, browser] = await Promise.all([startOffice(undefined, [root.der]), openBrowser()]);
  id = await office.passed();
  await office.settle();
}, 180_000);
afterAll(async () => {
  await browser.close();
  await office.close();
});

describe('a leader', () => {
  it('signs what waits, having seen what it brings about', async () => {
    const { service, people } = office;
    const context = await signedIn(service, browser, people.leader, {});
    const page = await context.newPage();
    // Work that others may do as well is not waiting for a signature.
    await openFounding(await service.client('founder'));
    await page.goto(`${service.url}/signatures`);
    expect(await page.locator('h1').innerText()).toContain('Chờ ký: 1');
    expect(await page.locator('article').innerText()).toContain('Giấy chứng nhận');
    expect(await barriers(page)).toEqual([]);
    expect(await excess(page)).toBe(0);
    await page.setViewportSize({ width: 1280, height: 900 });
    const numbers = () => service.engine.database.knex('registers').select('series', 'last');
    const before = await numbers();
    const link = page.getByRole('link', { name: /dự thảo/ }).first();
    const draft = await page.request.get(`${service.url}${await link.getAttribute('href')}`);
    expect(draft.headers()['content-type']).toBe('application/pdf');
    const read = (await pagesOf(await draft.body())).join(' ');
    expect(read.replaceAll(' ', '')).toContain('DỰTHẢO');
    expect(read).toContain('Số: ……');
    expect(await qrOf(await draft.body())).toBeUndefined();
    expect(await numbers()).toEqual(before);
    const outsider = await signedIn(service, browser, await service.client('founder'), {});
    const hidden = await outsider.request.get(`${service.url}${await link.getAttribute('href')}`);
    expect(hidden.status()).toBe(404);
    await outsider.close();
    await page.getByRole('button', { name: /Ký quyết định công nhận/ }).click();
    await page.locator('main button[name=_step][value=review]').last().click();
    const opening = page
      .context()
      .waitForEvent('response', (answer) => answer.url().endsWith('/draft'));
    await page.locator('button[name=_paper]').first().click();
    const filled = await opening;
    expect([filled.status(), filled.headers()['content-type']]).toEqual([200, 'application/pdf']);
    await page.locator('button[name=_step][value=send]').click();
    await page.getByText('Đã ghi nhận').waitFor();
    await page.goto(`${service.url}/signatures`);
    expect(await page.locator('h1').innerText()).toContain('Chờ ký: 0');
    await context.close();
  });

  it('gives a certificate that its file and its code prove', async () => {
    const { service } = office;
    await office.settle();
    const [row] = await office.papers(id, 'RECOGNITION_CERT');
    if (!row) throw new Error('no certificate');
    const [verdict] = await checkSignatures(await office.bytes(row), [], new Date());
    expect(verdict).toMatchObject({ intact: true, coversFile: true });
    const page = await browser.newPage();
    await page.goto(`${service.url}/verify/${row.code}`);
    expect(await page.locator('body').innerText()).toContain(row.symbol);
    await page.close();
  });
});

describe('a leader with a token', () => {
  const looks = process.env['PICTURES'];
  const seen = async (page: Page, name: string): Promise<void> => {
    for (const lang of ['vi', 'en']) {
      await page.goto(`${page.url().split('?')[0]}?lang=${lang}`);
      expect(await barriers(page), `${name} ${lang}`).toEqual([]);
      expect(await excess(page), `${name} ${lang}`).toBe(0);
      for (const width of looks ? [390, 1280] : []) {
        await page.setViewportSize({ width, height: 900 });
        await page.screenshot({ path: `${looks}/${name}-${lang}-${width}.png`, fullPage: true });
      }
    }
    await page.goto(`${page.url().split('?')[0]}?lang=vi`);
  };

  it('is known by the certificate that an administrator notes', async () => {
    const { service, people } = office;
    const key = await identity({ name: 'Lê Văn Tám', by: root });
    const admin = await service.client('administrator');
    const context = await signedIn(service, browser, admin, {});
    const page = await context.newPage();
    await page.goto(`${service.url}/admin/signers`);
    await page.locator('#account').selectOption(people.leader.person.id);
    await page.getByLabel('Chứng thư, dạng PEM').fill('không phải');
    await page.getByRole('button', { name: 'Ghi nhận' }).click();
    expect(await page.getByRole('alert').innerText()).toContain('không phải chứng thư số');
    const pem = Buffer.from(key.der).toString('base64');
    await page.getByLabel('Chứng thư, dạng PEM').fill(pem);
    await page.getByRole('button', { name: 'Ghi nhận' }).click();
    await page.getByText('Đã ghi nhận chứng thư').waitFor();
    await seen(page, 'signers');
    await context.close();
    await signsWith(key, people.leader);
  });

  /** Chooses the token, fetches what waits, and sends it back: first as it is, then signed. */
  async function signsWith(key: Identity, leader: Client): Promise<void> {
    const { service, people } = office;
    const context = await signedIn(service, browser, leader, {});
    const page = await context.newPage();
    await page.goto(`${service.url}/signatures`);
    await page.getByText('Cách ký của bạn').click();
    await page.getByRole('button', { name: /ký bằng USB token/ }).click();
    await page.getByText('Đã lưu cách ký').waitFor();
    await office.act(id, people.staff, 'PROPOSE_CORRECTION', {
      reason: 'Sai tên',
      name: 'HTX Mới',
    });
    await office.act(id, people.head, 'APPROVE_CORRECTION');
    await office.act(id, leader, 'SIGN_CORRECTION');
    await office.settle();
    await page.goto(`${service.url}/signatures`);
    await seen(page, 'own-signing');
    const link = page.getByRole('link', { name: /Tải bản chờ ký/ }).last();
    const prepared = await page.request.get(`${service.url}${await link.getAttribute('href')}`);
    const send = async (bytes: Uint8Array): Promise<void> => {
      const file = { name: 'da-ky.pdf', mimeType: 'application/pdf', buffer: Buffer.from(bytes) };
      await page
        .getByLabel(/Tệp PDF đã ký/)
        .last()
        .setInputFiles(file);
      await page
        .getByRole('button', { name: /Gửi tệp đã ký/ })
        .last()
        .click();
    };
    await send(await prepared.body());
    expect(await page.getByRole('alert').innerText()).toContain('Tệp chưa có chữ ký số');
    const p12 = await p12Of(key, 'x', [root]);
    const signers = [await signerOf({ kind: 'p12', p12, password: 'x' })];
    const note = { reason: 'Ký', location: 'Cà Mau', at: new Date('2026-03-02T03:00:00Z') };
    await send(await signPaper(await prepared.body(), { signers }, note));
    await page.getByText('Đã phát hành văn bản với chữ ký của bạn').waitFor();
    const [row] = (await office.papers(id, 'RECOGNITION_CERT')).slice(-1);
    expect(row?.signature).toMatchObject({ signers: [{ subject: 'CN=Lê Văn Tám' }] });
    await context.close();
  }
});
