// The register of cooperatives on a real database: import, history, search, doubles, names.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { writeXlsx } from 'hucre/xlsx';
import { randomUUID } from 'node:crypto';
import { openDatabase, type Database } from '../../src/db.ts';
import { columns } from '../../src/register/cooperative.ts';
import { importCooperatives, type RowResult } from '../../src/register/import.ts';
import { checkName } from '../../src/register/names.ts';
import {
  listCooperatives,
  mergeCooperatives,
  readCooperative,
} from '../../src/register/register.ts';
import { readGrid, writeGrid } from '../../src/sheets/grid.ts';
import { freshDatabase, type TestDatabase } from '../support.ts';

const at = '2026-11-23T01:00:00.000Z';
const later = '2026-11-24T01:00:00.000Z';

let own: TestDatabase;
let database: Database;
let allianceId: string;

beforeAll(async () => {
  own = await freshDatabase();
  database = await openDatabase(own.url, 2);
  allianceId = randomUUID();
  const row = {
    id: allianceId,
    slug: 'ban',
    name: 'Liên minh',
    abbreviation: 'LM',
    place: 'Cà Mau',
  };
  await database.knex('alliances').insert(row);
});

afterAll(async () => {
  await database.close();
  await own.drop();
});

const csv = (text: string): Uint8Array => new TextEncoder().encode(text);

async function take(text: string, on = at, trial = false): Promise<RowResult[]> {
  const rows = await readGrid(csv(text), columns);
  return importCooperatives(database.knex, { allianceId, rows, source: 'bang.csv', trial }, on);
}

const head = 'Mã số,Tên,Tình trạng,Ngày đăng ký,Xã,Vốn điều lệ,Số thành viên';
const hoaBinh =
  '1900000001,Hợp tác xã Hòa Bình,Đang hoạt động,05/01/2026,Xã Hòa Bình,500.000.000,12';

describe('import', () => {
  it('says of every row what became of it, and can be repeated', async () => {
    const table = [
      head,
      hoaBinh,
      '1900000002,Liên hiệp hợp tác xã Lúa,dang hoat dong,2026-02-01,,,',
      '1900000001,Hợp tác xã Khác,Đang hoạt động,05/01/2026,,,',
      '1900000003,Hợp tác xã Ba,Ngủ đông,31/02/2026,,nhiều,',
      ',,,,,,',
      ',Hợp tác xã Bốn,Đang hoạt động,05/01/2026,,,',
    ].join('\n');
    expect((await take(table, at, true)).map(({ outcome }) => outcome)).toEqual([
      'added',
      'added',
      'refused',
      'refused',
      'refused',
    ]);
    expect((await listCooperatives(database.knex, allianceId, { limit: 10 })).total).toBe(0);

    const results = await take(table);
    expect(results.map(({ line, code, outcome }) => [line, code, outcome])).toEqual([
      [2, '1900000001', 'added'],
      [3, '1900000002', 'added'],
      [4, '1900000001', 'refused'],
      [5, '1900000003', 'refused'],
      [7, '', 'refused'],
    ]);
    expect(results[2]?.faults[0]?.detail.vi).toContain('dòng 2');
    expect(results[3]?.faults.map(({ field }) => field)).toEqual([
      'status',
      'registeredOn',
      'capital',
    ]);
    expect((await take(table)).map(({ outcome }) => outcome).slice(0, 2)).toEqual(['same', 'same']);
  });

  it('keeps what a row was before, and what an empty cell leaves alone', async () => {
    const changed = hoaBinh
      .replace('500.000.000,12', ',15')
      .replace('Đang hoạt động', 'Tạm ngừng kinh doanh');
    expect((await take(`${head}\n${changed}`, later))[0]?.outcome).toBe('changed');
    const { cooperative, history } = await readCooperative(database.knex, allianceId, '1900000001');
    expect(cooperative).toMatchObject({
      status: 'Tạm ngừng kinh doanh',
      capital: 500_000_000,
      members: 15,
      commune: 'Xã Hòa Bình',
      registeredOn: '2026-01-05',
      since: later,
    });
    expect(history).toHaveLength(1);
    expect(history[0]).toMatchObject({ status: 'Đang hoạt động', members: 12, since: at });
  });

  it('reads XLSX with dates and numbers, under headings that are not in the first line', async () => {
    const bytes = await writeXlsx({
      sheets: [
        {
          name: 'HTX',
          rows: [
            ['DANH SÁCH HỢP TÁC XÃ'],
            ['STT', 'Mã số thuế', 'Tên HTX', 'Trạng thái', 'Ngày cấp', 'Vốn điều lệ'],
            [1, 1900000009, 'Hợp tác xã Muối', 'Đang hoạt động', new Date('2025-03-04'), 1.5e9],
          ],
        },
      ],
    });
    const rows = await readGrid(bytes, columns);
    expect(rows).toEqual([
      {
        line: 3,
        cells: {
          code: '1900000009',
          name: 'Hợp tác xã Muối',
          status: 'Đang hoạt động',
          registeredOn: '2025-03-04',
          capital: '1500000000',
        },
      },
    ]);
  });

  it('names the column that is missing, and refuses what is no table', async () => {
    await expect(readGrid(csv('Mã số,Tên\n1,2'), columns)).rejects.toMatchObject({
      code: 'invalid',
      extra: { detail: { vi: expect.stringContaining('“Tình trạng”, “Ngày đăng ký”') } },
    });
    const broken = new Uint8Array([0x50, 0x4b, 3, 4, 0, 0, 0]);
    await expect(readGrid(broken, columns)).rejects.toMatchObject({ code: 'invalid' });
    await expect(readGrid(new Uint8Array([0xff, 0xfe, 0x41]), columns)).rejects.toMatchObject({
      code: 'invalid',
    });
  });

  it('gives back what it wrote', async () => {
    const bytes = await writeGrid('HTX', columns, [
      { code: '0100', name: 'Hợp tác xã “A & B”', status: 'x', registeredOn: '01/02/2026' },
    ]);
    expect((await readGrid(bytes, columns))[0]?.cells).toEqual({
      code: '0100',
      name: 'Hợp tác xã “A & B”',
      status: 'x',
      registeredOn: '01/02/2026',
    });
  });
});

describe('search and doubles', () => {
  it('finds without diacritics, page by page', async () => {
    await take(
      `${head}\n${['21', '22', '23'].map((no) => `19000000${no},Hợp tác xã Xoài Cát ${no},Đang hoạt động,05/01/2026,Xã Vĩnh Lợi,,`).join('\n')}`,
    );
    const asked = { text: 'xoai cat vinh', limit: 2 };
    const first = await listCooperatives(database.knex, allianceId, asked);
    expect(first).toMatchObject({ total: 3, next: '1900000022' });
    const after = first.next as string;
    const second = await listCooperatives(database.knex, allianceId, { ...asked, after });
    expect(second.items.map(({ code }) => code)).toEqual(['1900000023']);
    expect((await listCooperatives(database.knex, randomUUID(), asked)).total).toBe(0);
    expect((await listCooperatives(database.knex, allianceId, { text: '…', limit: 2 })).total).toBe(
      0,
    );
  });

  it('merges a double once, and shows it no more', async () => {
    const pair = { keep: '1900000021', double: '1900000022' };
    await mergeCooperatives(database.knex, allianceId, pair, later);
    const found = await listCooperatives(database.knex, allianceId, { text: 'xoai', limit: 9 });
    expect(found.items.map(({ code }) => code)).toEqual(['1900000021', '1900000023']);
    const { cooperative } = await readCooperative(database.knex, allianceId, '1900000022');
    expect(cooperative.mergedInto).toBe('1900000021');
    for (const wrong of [
      pair,
      { keep: 'x', double: '1900000023' },
      { keep: '1900000023', double: '1900000023' },
    ])
      await expect(
        mergeCooperatives(database.knex, allianceId, wrong, later),
      ).rejects.toMatchObject({ code: 'invalid' });
    await expect(readCooperative(database.knex, allianceId, 'none')).rejects.toMatchObject({
      code: 'not-found',
    });
  });
});

describe('names', () => {
  it('shows what is alike and why, and what is free', async () => {
    await take(
      `${head}\n1900000031,Hợp tác xã Rau sạch Phước Long,Đang hoạt động,05/01/2026,Xã Phước Long,,
1900000032,Hợp tác xã Rau sạch,Đang hoạt động,05/01/2026,Xã Hòa Bình,,`,
    );
    const name = 'HỢP TÁC XÃ Rau sạch 2';
    const words = ['Xã Phước Long', 'huyện Phước Long', 'Xã Hòa Bình'];
    const { similar, free } = await checkName(database.knex, { name, words });
    expect(similar.map(({ code, why }) => [code, why.map((each) => each.code)])).toEqual([
      ['1900000032', ['number']],
    ]);
    // "… 2 Phước Long" differs from the one that is there by a number alone.
    expect(free).toEqual([
      'HỢP TÁC XÃ Rau sạch 2 Hòa Bình',
      'HỢP TÁC XÃ Rau sạch 2 Phước Long Hòa Bình',
    ]);
    expect(await checkName(database.knex, { name: 'Hợp tác xã Mới tinh', words })).toEqual({
      similar: [],
      free: [],
    });
  });
});
