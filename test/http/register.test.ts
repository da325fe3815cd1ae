// The register of cooperatives and the check of a name over HTTP.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { columns } from '../../src/register/cooperative.ts';
import { importCooperatives } from '../../src/register/import.ts';
import { readGrid } from '../../src/sheets/grid.ts';
import { startService, type Client, type Service } from './service.ts';

let service: Service;
let staff: Client;
let head: Client;
let founder: Client;

const table = `Mã số,Tên,Tình trạng,Ngày đăng ký,Xã
1900000001,Hợp tác xã Rau sạch,Đang hoạt động,05/01/2026,Xã Hòa Bình
1900000002,Hợp tác xã Rau sạch Hòa Bình,Đang hoạt động,05/01/2026,Xã Hòa Bình
1900000003,Hợp tác xã Muối biển,Tạm ngừng kinh doanh,05/01/2026,Xã Đông Hải`;

beforeAll(async () => {
  service = await startService();
  staff = await service.client('staff');
  head = await service.client('unit-head');
  founder = await service.client('founder');
  const rows = await readGrid(new TextEncoder().encode(table), columns);
  const asked = { allianceId: staff.person.allianceId, rows, source: 'so.csv' };
  await importCooperatives(service.engine.database.knex, asked, '2026-11-23T01:00:00.000Z');
});
afterAll(() => service.close());

async function upload(by: Client, content: string, fields: Record<string, string> = {}) {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.set(name, value);
  form.set('file', new File([content], 'danh sách.csv', { type: 'text/csv' }));
  const answer = await fetch(`${service.url}/api/cooperatives/import`, {
    method: 'POST',
    headers: { authorization: `Bearer ${by.token}`, 'idempotency-key': 'import-1' },
    body: form,
  });
  return {
    status: answer.status,
    headers: answer.headers,
    body: (await answer.json()) as { counts: object; rows: { faults: { field: string }[] }[] },
  };
}

describe('the register', () => {
  it('takes a table in once per key, and says what became of each row', async () => {
    const more = `${table.split('\n')[0]}
1900000009,Hợp tác xã Lúa,Đang hoạt động,05/01/2026,Xã Hòa Bình
1900000001,Hợp tác xã Rau sạch,Không rõ,05/01/2026,Xã Hòa Bình`;
    expect((await upload(founder, more)).status).toBe(403);
    const first = await upload(staff, more);
    expect([first.status, first.body.counts]).toEqual([200, { added: 1, refused: 1 }]);
    expect(first.body.rows[1]?.faults[0]?.field).toBe('status');
    const again = await upload(staff, more);
    expect([again.headers.get('idempotency-replayed'), again.body]).toEqual(['true', first.body]);
    expect((await upload(staff, `${more}\n`, { trial: 'true' })).status).toBe(422);
  });

  it('is the staff’s to search and to export', async () => {
    const found = await staff.get('/api/cooperatives?text=rau%20sach&limit=1');
    expect([found.status, found.body.total, found.body.next]).toEqual([200, 2, '1900000001']);
    const after = await staff.get(
      `/api/cooperatives?text=rau%20sach&cursor=${String(found.body.next)}`,
    );
    expect(after.body.items.map(({ code }: { code: string }) => code)).toEqual(['1900000002']);
    expect((await founder.get('/api/cooperatives')).status).toBe(403);
    expect((await staff.get('/api/cooperatives?status=Ngủ')).status).toBe(422);
    const exported = await fetch(`${service.url}/api/cooperatives.xlsx`, {
      headers: { authorization: `Bearer ${staff.token}` },
    });
    const rows = await readGrid(new Uint8Array(await exported.arrayBuffer()), columns);
    expect(rows.map(({ cells }) => cells.name)).toEqual([
      'Hợp tác xã Rau sạch',
      'Hợp tác xã Rau sạch Hòa Bình',
      'Hợp tác xã Muối biển',
      'Hợp tác xã Lúa',
    ]);
  });

  it('merges doubles, by those who may, and keeps the history', async () => {
    const pair = { keep: '1900000002', double: '1900000003' };
    expect((await staff.send('POST', '/api/cooperatives/merge', pair)).status).toBe(403);
    const merged = await head.send('POST', '/api/cooperatives/merge', pair);
    expect([merged.status, merged.body.code]).toEqual([200, '1900000002']);
    const again = await head.send('POST', '/api/cooperatives/merge', pair);
    expect([again.status, again.body.errors[0].pointer]).toEqual([422, '/double']);
    const read = await staff.get('/api/cooperatives/1900000003');
    expect(read.body.cooperative.mergedInto).toBe('1900000002');
    expect(read.body.history).toHaveLength(1);
    expect((await staff.get('/api/cooperatives/none')).status).toBe(404);
  });

  it('tells a founder which names are like theirs, and why', async () => {
    const query = new URLSearchParams({ name: 'Hợp tác xã Rau sạch 2', words: 'xã Vĩnh Lợi' });
    const { status, body } = await founder.get(`/api/names?${query.toString()}`);
    expect(status).toBe(200);
    expect(body.similar).toMatchObject([
      { code: '1900000001', why: [{ code: 'number', law: 'NĐ 92/2024/NĐ-CP Đ17' }] },
    ]);
    expect(body.free).toEqual(['Hợp tác xã Rau sạch 2 Vĩnh Lợi']);
  });
});
