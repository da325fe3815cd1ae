// Registers of numbers, numbers written as the alliance wants them, numbers declared void, and papers to go on writing.
import { inflateRawSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildDraft } from '../../src/documents/draft.ts';
import { registerPrint } from '../../src/reports/registers.ts';
import { pagesOf, paper } from '../documents/reading.ts';
import { openFounding } from '../http/service.ts';
import { startOffice, type Office, type PaperRow } from './certified.ts';

let office: Office;
let id: string;

beforeAll(async () => {
  office = await startOffice();
  id = await office.passed();
  await office.act(id, office.people.leader, 'SIGN');
  await office.settle();
});
afterAll(() => office.close());

const read = async (series: string, query = '') =>
  office.people.staff.get(`/api/number-registers/${series}/2026${query}`);

describe('a register of numbers', () => {
  it('lists every number from 1 on, with its case, and no gap', async () => {
    const { body } = await office.people.staff.get('/api/number-registers');
    const minutes = body.items.find(({ series }: { series: string }) => series === 'BB');
    expect(minutes).toMatchObject({ year: 2026, pattern: '{no}/{year}/{symbol}' });
    expect(JSON.stringify(body)).not.toContain('case:');
    const { body: register } = await read('BB');
    expect(register.items).toHaveLength(minutes.last);
    expect(register.items.map(({ number }: { number: number }) => number)).toEqual(
      Array.from({ length: minutes.last }, (_, index) => index + 1),
    );
    expect(register.items[0]).toMatchObject({
      symbol: '01/2026/BB-LMHTX',
      state: 'issued',
      caseNumber: expect.stringMatching(/^TĐ-2026-/),
    });
  });

  it('is a table to print as well', async () => {
    const { text, headers } = await read('GCN', '?format=csv');
    expect(headers.get('content-type')).toContain('text/csv');
    expect(text).toContain('"Số","Ký hiệu","Loại"');
    expect(text).toContain('"1","01/2026/GCN-LMHTX","RECOGNITION_CERT","Giấy chứng nhận"');
    expect(text.endsWith('\r\n')).toBe(true);
  });

  it('is a paper to print as well, with what is void and why', async () => {
    const { url } = office.service;
    const headers = { authorization: `Bearer ${office.people.staff.token}` };
    const answer = await fetch(`${url}/api/number-registers/GCN/2026?format=pdf`, { headers });
    expect(answer.headers.get('content-type')).toBe('application/pdf');
    const [text] = await pagesOf(new Uint8Array(await answer.arrayBuffer()));
    expect(text).toContain('SỔ ĐĂNG KÝ VĂN BẢN Sổ GCN, năm 2026');
    expect(text).toMatch(/01\/2026\/GCN-LMHTX \d\d\/\d\d\/2026 Giấy chứng nhận, hồ sơ/);
    const numbers = [1, 2, 3].map((number) => {
      const state = (['issued', 'voided', 'owed'] as const)[number - 1] as 'issued';
      return { number, symbol: `0${number}/TB`, kind: 'TB', title: { vi: 'Thông báo', en: '' }, caseNumber: null, issuedOn: '2026-03-02', signer: null, state, reason: number === 2 ? 'In thừa' : null }; // prettier-ignore
    });
    const data = registerPrint(numbers, { series: 'TB', year: 2026, on: '2026-03-05' });
    const printed = (await pagesOf(await paper('NUMBER_REGISTER', { data }))).join(' ');
    expect(printed).toContain('Số đã hủy Ký hiệu Tên loại Lý do hủy 02/TB Thông báo In thừa');
    expect(printed).toContain(
      'văn bản chưa phát hành Ký hiệu Tên loại Ngày cấp số 03/TB Thông báo 02/03/2026',
    );
    expect(printed).not.toMatch(/undefined|null/);
  });

  it('hides what stands under a number of a case the reader is recused from', async () => {
    const { knex } = office.service.engine.database;
    await knex('cases')
      .where({ id })
      .update({ recused: [office.people.staff.person.id] });
    const { body } = await read('GCN');
    await knex('cases').where({ id }).update({ recused: [] });
    expect(body.items).toEqual([
      expect.objectContaining({ number: 1, state: 'hidden', symbol: null, caseNumber: null }),
    ]);
  });

  it('is not for outsiders, and not there when no number was taken', async () => {
    expect((await office.people.coop.get('/api/number-registers/BB/2026')).status).toBe(403);
    expect((await read('ZZ')).status).toBe(404);
    expect((await read('BB', '?format=xml')).status).toBe(422);
  });
});

describe('a void paper', () => {
  it('keeps its number with the reason, once; a certificate is not voided beside its case', async () => {
    const clerk = await office.service.client('clerk');
    const [minutes] = (await office.papers(id, 'BOARD_MINUTES')) as [PaperRow];
    const path = `/api/cases/${id}/documents/${minutes.id.replaceAll('/', '.')}/voiding`;
    const reason = 'Lập trùng biên bản';
    expect((await office.people.staff.send('POST', path, { reason })).status).toBe(403);
    expect((await clerk.send('POST', path, { reason })).status).toBe(201);
    expect((await clerk.send('POST', path, { reason })).status).toBe(409);
    const { body } = await read('BB');
    expect(
      body.items.find(({ symbol }: { symbol: string }) => symbol === minutes.symbol),
    ).toMatchObject({ state: 'voided', reason });
    expect((await office.service.anonymous.get(`/verify/${minutes.code}`)).body).toMatchObject({
      status: 'voided',
      reason,
    });
    const [certificate] = (await office.papers(id, 'RECOGNITION_CERT')) as [PaperRow];
    const other = path.replace(
      minutes.id.replaceAll('/', '.'),
      certificate.id.replaceAll('/', '.'),
    );
    expect((await clerk.send('POST', other, { reason })).status).toBe(409);
  });
});

describe('the pattern of numbers', () => {
  it('is set by the administrator and holds from the next number on', async () => {
    const admin = await office.service.client('administrator');
    const set = (pattern: string) => admin.send('PUT', '/api/number-registers/QD', { pattern });
    for (const wrong of ['{symbol}', '{no}', '{no}/{what}-{symbol}', 'x'.repeat(61)])
      expect((await set(wrong)).status).toBe(422);
    expect((await set('{no}/{type}-{org}')).body).toEqual({
      series: 'QD',
      pattern: '{no}/{type}-{org}',
    });
    const again = await office.passed('5400000002');
    const [decision] = (await office.papers(again, 'BOARD_DECISION')) as [PaperRow];
    expect(decision.symbol).toMatch(/^0\d\/QĐ-LMHTX$/);
    const [before] = (await office.papers(id, 'BOARD_DECISION')) as [PaperRow];
    expect(before.symbol).toBe('01/2026/QĐ-LMHTX');
  });
});

/** The main part of a DOCX, found in the ZIP by its local header. */
function wordsOf(docx: Buffer): string {
  const directory = docx.indexOf('PK\u0001\u0002', 0, 'latin1');
  for (let at = directory; at > 0; at = docx.indexOf('PK\u0001\u0002', at + 4, 'latin1')) {
    const name = docx.toString('utf8', at + 46, at + 46 + docx.readUInt16LE(at + 28));
    if (name !== 'word/document.xml') continue;
    const local = docx.readUInt32LE(at + 42);
    const start = local + 30 + docx.readUInt16LE(local + 26) + docx.readUInt16LE(local + 28);
    return inflateRawSync(docx.subarray(start, start + docx.readUInt32LE(at + 20))).toString();
  }
  return '';
}

describe('a draft', () => {
  it('says what the template says, as a text to go on writing', async () => {
    const docx = await buildDraft({
      kind: 'CHARTER',
      organisation: { name: 'Liên minh', abbreviation: 'LMHTX', place: 'Cà Mau' },
      data: {
        holder: { name: 'HTX “A & B” <1>'.normalize('NFD') },
        items: [{ label: 'Ngành, nghề', value: 'Trồng rau' }],
      },
    });
    const words = wordsOf(Buffer.from(docx));
    for (const text of ['ĐIỀU LỆ', 'HTX “A &amp; B” &lt;1&gt;', 'Ngành, nghề', 'Trồng rau'])
      expect(words).toContain(text);
    expect(words).toContain('w:keepNext');
  });

  it('has the tables of a plan with figures at their right edge, and no chart', async () => {
    const rows = [
      ['Chỉ tiêu', 'Năm 1'],
      ['Lãi', '-150'],
    ];
    const docx = await buildDraft({
      kind: 'BUSINESS_PLAN',
      organisation: { name: 'Liên minh', abbreviation: 'LMHTX', place: 'Cà Mau' },
      data: {
        tables: [{ title: 'Kết quả', widths: '5 3>', rows }],
        charts: [{ look: 'bars', title: 'Biểu đồ lãi', rows }],
      },
    });
    const words = wordsOf(Buffer.from(docx));
    expect(words).toMatch(/<w:jc w:val="right"\/>(?:(?!<w:jc).)*-150/s);
    expect(words).toContain('w:tblHeader');
    expect(words).not.toContain('Biểu đồ lãi');
  });

  it('is there for charters and plans of a case one sees, and for nothing else', async () => {
    const founder = await office.service.client('founder');
    const founding = await openFounding(founder);
    const { knex } = office.service.engine.database;
    const row = (index: number, kind: string): object => ({
      id: `${founding}/9/${index}`,
      case_id: founding,
      alliance_id: founder.person.allianceId,
      kind,
      title: JSON.stringify({ vi: kind, en: kind }),
      code: `AAAA-AAA${index}`,
      data: JSON.stringify({ holder: { name: 'HTX Mới' }, items: [] }),
      issued_on: '2026-03-02',
    });
    await knex('documents').insert([row(1, 'BUSINESS_PLAN'), row(2, 'TB')]);
    const path = (index: number): string =>
      `/api/cases/${founding}/documents/${founding}.9.${index}/draft`;
    const answer = await fetch(office.service.url + path(1), {
      headers: { authorization: `Bearer ${founder.token}` },
    });
    expect(answer.status).toBe(200);
    expect(answer.headers.get('content-type')).toContain('wordprocessingml');
    expect(wordsOf(Buffer.from(await answer.arrayBuffer()))).toContain('PHƯƠNG ÁN SẢN XUẤT');
    expect((await founder.get(path(2))).status).toBe(404);
    expect((await (await office.service.client('founder')).get(path(1))).status).toBe(404);
  });
});
