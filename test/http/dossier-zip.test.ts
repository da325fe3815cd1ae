// A whole dossier as one file: what is in it, in which order, under which names, and for whom.
import { createHash, randomUUID } from 'node:crypto';
import { PDF } from '@libpdf/core';
import { fromBufferPromise } from 'yauzl';
import { buffer } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { paper as samplePaper, xlsx } from '../files/samples.ts';
import { openFounding, startService, type Client, type Service } from './service.ts';

let service: Service;
let founder: Client;
let caseId: string;
let charter: Buffer;
let drawnUp: Buffer;
let sheet: Buffer;
beforeAll(async () => {
  service = await startService();
  founder = await service.client('founder');
  caseId = await openFounding(founder);
  [charter, drawnUp, sheet] = [await samplePaper('Charter', 2), await samplePaper('Application', 3), await xlsx('Một')];
  const { sha256, path, bytes } = await service.sent.store.put(drawnUp);
  await service.engine.database.knex('documents').insert({
    id: `${caseId}/1/9`, case_id: caseId, alliance_id: founder.person.allianceId, kind: 'REG_APPLICATION',
    title: { vi: 'Giấy đề nghị đăng ký thành lập', en: 'Application' }, code: 'TEST', data: {}, issued_on: '2026-03-02',
    state: 'issued', path, bytes, sha256, issued_at: '2026-03-02T03:00:00Z',
  });
  await send('CHARTER', 'cũ.pdf', await samplePaper('Old'));
  await send('CHARTER', 'Điều lệ.pdf', charter);
  await send('MEMBER_LIST', 'Danh sách.xlsx', sheet);
}); // prettier-ignore
afterAll(() => service.close());

async function send(slot: string, name: string, bytes: Buffer): Promise<void> {
  const form = new FormData();
  form.append('slot', slot);
  form.append('file', new Blob([new Uint8Array(bytes)]), name);
  const headers = { authorization: `Bearer ${founder.token}`, 'idempotency-key': randomUUID() };
  const url = `${service.url}/api/cases/${caseId}/files`;
  const answer = await fetch(url, { method: 'POST', headers, body: form });
  if (answer.status !== 201) throw new Error(await answer.text());
}

async function download(client: Client, id = caseId): Promise<Response> {
  const headers = { authorization: `Bearer ${client.token}` };
  return fetch(`${service.url}/api/cases/${id}/dossier.zip`, { headers });
}

type Unpacked = { name: string; content: Buffer; isUtf8: boolean };

async function unpacked(answer: Response): Promise<Unpacked[]> {
  const zip = await fromBufferPromise(Buffer.from(await answer.arrayBuffer()), {
    lazyEntries: true,
  });
  const parts: Unpacked[] = [];
  for await (const entry of zip.eachEntry()) {
    const content = await buffer(await zip.openReadStreamPromise(entry));
    const isUtf8 = (entry.generalPurposeBitFlag & 0x0800) !== 0;
    parts.push({ name: entry.fileName, content, isUtf8 });
  }
  return parts;
}

const sha256 = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex');

describe('the whole dossier', () => {
  it('has the papers in the order of their places, each to the byte, under Vietnamese names', async () => {
    const answer = await download(founder);
    const { number } = (await founder.get(`/api/cases/${caseId}`)).body;
    expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'application/zip']);
    expect(answer.headers.get('content-disposition')).toContain(`filename="Ho so ${number}.zip"`);
    const parts = await unpacked(answer);
    expect(parts.map(({ name }) => name)).toEqual([
      '00 Hồ sơ gộp.pdf',
      '01 Giấy đề nghị đăng ký thành lập.pdf',
      '02 Điều lệ, bản 2.pdf',
      '03 Danh sách thành viên, bản 1.xlsx',
      'manifest.json',
      'SHA256SUMS',
    ]);
    expect(parts.every(({ isUtf8 }) => isUtf8)).toBe(true);
    const [, one, two, three] = parts;
    for (const [part, bytes] of [[one, drawnUp], [two, charter], [three, sheet]] as const)
      expect(part?.content.equals(bytes)).toBe(true);
  }); // prettier-ignore

  it('names every digest, in a manifest and as sha256sum reads it', async () => {
    const parts = await unpacked(await download(founder));
    const content = (name: string) => parts.find((part) => part.name === name)?.content;
    const manifest = JSON.parse(String(content('manifest.json')));
    expect(manifest).toMatchObject({ format: 'sang-lap/dossier/1', case: { id: caseId, version: 1 } });
    expect(manifest.files.map(({ slot, source }: Record<string, string>) => [slot, source])).toEqual([
      ['REG_APPLICATION', 'paper'],
      ['CHARTER', 'file'],
      ['MEMBER_LIST', 'file'],
    ]);
    const listed = [manifest.merged, ...manifest.files] as { path: string; sha256: string; bytes: number }[];
    for (const { path, sha256: digest, bytes } of listed) {
      const part = content(path) as Buffer;
      expect([sha256(part), part.length]).toEqual([digest, bytes]);
    }
    const sums = listed.map(({ path, sha256: digest }) => `${digest}  ${path}\n`).join('');
    expect(String(content('SHA256SUMS'))).toBe(sums);
  }); // prettier-ignore

  it('is one PDF as well: a list, all pages, a bookmark for each paper', async () => {
    const [merged] = await unpacked(await download(founder));
    const pdf = await PDF.load(merged?.content as Buffer, { lenient: false });
    const pages = pdf.extractText().map(({ text }) => text);
    expect(pages).toHaveLength(1 + 3 + 2);
    expect(pages[0]).toContain('1. Giấy đề nghị đăng ký thành lập.pdf, trang 2');
    expect(pages[0]).toContain('2. Điều lệ, bản 2.pdf, trang 5');
    expect(pages[0]).toContain('3. Danh sách thành viên, bản 1.xlsx (tệp riêng)');
    expect([pages[1], pages[4]]).toEqual(['Application', 'Charter']);
    const outlines = pdf.getCatalog().getDict('Outlines', (ref) => pdf.getObject(ref));
    const first = outlines?.getDict('First', (ref) => pdf.getObject(ref));
    expect(outlines?.getNumber('Count')?.value).toBe(2);
    expect(first?.getString('Title')?.asString()).toBe('1. Giấy đề nghị đăng ký thành lập.pdf');
  });

  it('is hidden from whom the case is hidden', async () => {
    const other = await service.client('founder');
    const [hidden, absent] = [await download(other), await download(other, randomUUID())];
    expect([hidden.status, absent.status]).toEqual([404, 404]);
  });

  it('is there when nothing is in it yet', async () => {
    const empty = await openFounding(founder, { group: 'Nhóm mới' });
    const parts = await unpacked(await download(founder, empty));
    expect(parts.map(({ name }) => name)).toEqual(['manifest.json', 'SHA256SUMS']);
  });
});
