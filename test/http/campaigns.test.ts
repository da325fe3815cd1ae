// A campaign over HTTP: opened by one action, filled in by hand, by spreadsheet and by table, graded, exported.
import { randomUUID } from 'node:crypto';
import { readXlsx, writeXlsx } from 'hucre/xlsx';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { numberIn } from '../../src/criteria/spreadsheet.ts';
import { exampleLines } from '../../machines/appraisal/fields.ts';
import { openOwed } from './owed.ts';
import { startService, type Answer, type Client, type Service } from './service.ts';

let service: Service;
let officer: Client;
let head: Client;
let coop: Client;
let campaign: string;

const codes = ['5400000001', '5400000002', '5400000003', '5400000004'];

beforeAll(async () => {
  service = await startService();
  [officer, head, coop] = [
    await service.client('staff'),
    await service.client('unit-head'),
    await service.client('cooperative'),
  ];
  await service.engine.database.knex('cooperatives').insert(
    codes.map((code, index) => ({
      alliance_id: coop.person.allianceId,
      code,
      name: `Hợp tác xã số ${index + 1}`,
      kind: 'cooperative',
      status: index === 3 ? 'Đã giải thể' : 'Đang hoạt động',
      registered_on: '2022-05-10',
      commune: index === 0 ? 'Xã An' : 'Xã Bình',
      persons: index === 0 ? [coop.person.id] : [],
    })),
  );
});
afterAll(() => service.close());

async function upload(
  client: Client,
  path: string,
  bytes: Uint8Array<ArrayBuffer>,
): Promise<Answer> {
  const form = new FormData();
  form.append('file', new Blob([bytes]), 'bang.xlsx');
  const response = await fetch(service.url + path, {
    method: 'POST',
    body: form,
    headers: { authorization: `Bearer ${client.token}`, 'idempotency-key': randomUUID() },
  });
  const text = await response.text();
  return { status: response.status, headers: response.headers, text, body: JSON.parse(text) };
}

async function rowsOf(client: Client, path: string): Promise<(string | number)[][]> {
  const response = await fetch(service.url + path, {
    headers: { authorization: `Bearer ${client.token}` },
  });
  expect(response.status).toBe(200);
  const { sheets } = await readXlsx(new Uint8Array(await response.arrayBuffer()));
  return (sheets[0]?.rows ?? []) as (string | number)[][];
}

const written = async (rows: unknown[][]): Promise<Uint8Array<ArrayBuffer>> =>
  new Uint8Array(await writeXlsx({ sheets: [{ name: 'S', rows: rows as string[][] }] }));
const member = async (code: string) =>
  (await officer.get(`/api/campaigns/${campaign}/members`)).body.items.find(
    ({ cooperative }: { cooperative: string }) => cooperative === code,
  );
const act = async (client: Client, caseId: string, type: string, payload: object) => {
  const { version } = (await officer.get(`/api/cases/${caseId}`)).body;
  return client.send('POST', `/api/cases/${caseId}/events`, { type, payload }, { 'if-match': `"${version}"` });
}; // prettier-ignore

describe('a campaign', () => {
  it('is opened by one action of a head of unit, for every cooperative in operation', async () => {
    const asked = { title: 'Xếp loại 2026', set: 'TT01_2020', period: 2026 };
    expect((await officer.send('POST', '/api/campaigns', asked)).status).toBe(403);
    const key = { 'idempotency-key': randomUUID() };
    const opened = await head.send('POST', '/api/campaigns', asked, key);
    expect([opened.status, opened.body.handInBy, opened.body.registryBy, opened.body.provinceBy]).toEqual([201, '2026-12-15', '2026-12-18', '2026-12-21']);
    campaign = opened.body.id;
    const again = await head.send('POST', '/api/campaigns', asked, key);
    expect([again.status, again.text]).toEqual([201, opened.text]);
    expect((await head.send('POST', '/api/campaigns', asked)).status).toBe(409);
    const { progress, openedAt } = (await officer.get(`/api/campaigns/${campaign}`)).body;
    expect(openedAt).not.toBeNull();
    expect(progress).toMatchObject({ total: 3, late: 0, stages: { filling: 3, refused: 0 } });
    expect(progress.communes).toMatchObject([
      { commune: 'Xã An', total: 1 },
      { commune: 'Xã Bình', total: 2 },
    ]);
    expect((await officer.get('/api/campaigns')).body.items).toHaveLength(1);
    expect((await coop.get('/api/campaigns')).status).toBe(403);
    expect((await coop.get('/api/cases')).body.items).toHaveLength(1);
  }); // prettier-ignore

  it('refuses days out of order, a set that is not in force, communes without a cooperative', async () => {
    const asked = { title: 'Thử', set: 'TT09_2017', period: 2026 };
    const send = (more: object) => head.send('POST', '/api/campaigns', { ...asked, ...more });
    expect((await send({ set: 'NONE' })).body.errors[0].pointer).toBe('/set');
    expect((await send({ registryBy: '2026-01-01' })).body.errors[0].code).toBe('order');
    expect((await send({ communes: ['Xã Không'] })).status).toBe(409);
    expect((await head.get(`/api/campaigns/${randomUUID()}`)).status).toBe(404);
  });

  it('goes on where it was interrupted, and says whom it could not open', async () => {
    const { knex } = service.engine.database;
    await knex('campaign_members').insert({ campaign_id: campaign, cooperative: '9999', commune: 'Xã An' });
    const done = await head.send('POST', `/api/campaigns/${campaign}/open`);
    expect(done.status).toBe(200);
    expect(await member('9999')).toMatchObject({ stage: 'refused', refused: { reasons: [{ code: 'registered' }] } });
    const stage = await officer.get(`/api/campaigns/${campaign}/members?stage=refused`);
    expect(stage.body.items).toHaveLength(1);
    await knex('campaign_members').where({ cooperative: '9999' }).delete();
  }); // prettier-ignore

  it('is opened by the workers where nobody waits, each cooperative once, though they are cut short', async () => {
    const { knex } = service.engine.database;
    const { cases, clock } = service.engine;
    const many = Array.from({ length: 60 }, (_, index) => ({
      alliance_id: coop.person.allianceId,
      code: `55000000${10 + index}`,
      name: `Hợp tác xã Đông ${index}`,
      kind: 'cooperative',
      status: 'Đang hoạt động',
      registered_on: '2022-05-10',
      commune: 'Xã Đông',
    }));
    await knex('cooperatives').insert(many);
    const asked = { title: 'Xã Đông', set: 'TT09_2017', period: 2026, communes: ['Xã Đông'], wait: false };
    const { status, body } = await head.send('POST', '/api/campaigns', asked);
    expect([status, body.openedAt]).toEqual([201, null]);
    const path = `/api/campaigns/${body.id}`;
    const stages = async () => (await head.get(path)).body.progress.stages;
    const opened = () =>
      knex('cases').whereRaw("snapshot #>> '{data,campaign}' = ?", [body.id]).pluck('subject');
    expect([await stages(), await opened()]).toMatchObject([{ waiting: 60, filling: 0 }, []]);
    let begun = 0;
    await openOwed(service, {
      async open(...given) {
        const mine = (begun += 1);
        if (mine > 6) throw new Error('killed');
        const answered = await cases.open(...given);
        if (mine === 3) throw new Error('killed between the case and its place in the campaign');
        return answered;
      },
    });
    expect([(await stages()).waiting, (await opened()).length]).toEqual([55, 6]);
    service.engine.at(new Date(Date.parse(clock.now()) + 60_000).toISOString());
    await openOwed(service);
    expect([await stages(), (await head.get(path)).body.openedAt]).toMatchObject([{ waiting: 0, refused: 0, filling: 60 }, expect.any(String)]);
    expect([(await opened()).length, new Set(await opened()).size]).toEqual([60, 60]);
    await knex('campaign_members').where({ campaign_id: body.id, cooperative: '5500000010' }).update({ case_id: null });
    await knex('campaign_members').insert({ campaign_id: body.id, cooperative: codes[0], commune: 'Xã Đông' });
    const leader = await service.client('leader');
    expect((await leader.send('POST', `${path}/open`)).status).toBe(200);
    expect([await stages(), (await opened()).length]).toMatchObject([{ waiting: 0, refused: 0, filling: 61 }, 61]);
  }); // prettier-ignore

  it('shows a cooperative its self-score beside the computed one, and what the next grade takes', async () => {
    const { caseId } = await member(codes[0] as string);
    const path = `/api/cases/${caseId}/assessment`;
    const empty = (await coop.get(path)).body;
    expect(empty.set).toMatchObject({ id: 'TT01_2020', version: 0, confidence: 'secondary' });
    expect(empty.form.lines).toHaveLength(16);
    const payload = {
      figures: [{ figure: 'equityStart', value: 1e9 }, { figure: 'equityEnd', value: 1.1e9 }],
      self: exampleLines,
      evidence: [{ slot: 'e1', title: 'Báo cáo tài chính 2026' }],
    };
    expect((await act(coop, caseId, 'SAVE_ASSESSMENT', payload)).status).toBe(201);
    const { assessed, evidence } = (await coop.get(path)).body;
    expect(assessed).toMatchObject({ total: 84, grade: { id: 'good' }, next: null, passes: true });
    expect(assessed.parts[1]).toMatchObject({ key: '1.b', points: 1, value: 10 });
    expect(evidence).toEqual([{ slot: 'e1', title: 'Báo cáo tài chính 2026' }]);
    expect((await service.client('cooperative').then((other) => other.get(path))).status).toBe(404);
  }); // prettier-ignore

  it('goes out as a spreadsheet and comes back filled', async () => {
    const { caseId } = await member(codes[0] as string);
    const path = `/api/cases/${caseId}/assessment/sheet`;
    const rows = await rowsOf(coop, path);
    expect(rows[0]).toEqual(['Mã', 'Nội dung', 'Đơn vị, điểm tối đa', 'Giá trị', 'Ghi chú']);
    const row = (id: string) => rows.find(([each]) => each === id) as (string | number)[];
    expect([row('SL:equityEnd')[3], row('TC:3')[3], row('TC:a')[3], row('MC:e1')[3]]).toEqual([1.1e9, 9.5, 'đạt', 'Báo cáo tài chính 2026']);
    row('SL:equityEnd')[3] = '2.000.000.000,5';
    row('TC:3')[3] = '10,25';
    row('TC:a')[3] = 'không';
    const taken = await upload(coop, path, await written(rows));
    expect(taken.status).toBe(201);
    const { data } = (await coop.get(`/api/cases/${caseId}`)).body;
    expect(data.figures.equityEnd).toBe(2_000_000_000.5);
    expect(data.self.find(({ criterion }: { criterion: string }) => criterion === '3').points).toBe(1025);
    expect(data.self.at(-1)).toEqual({ criterion: 'a', met: false });
    row('TC:3')[3] = 'mười';
    row('TC:a')[3] = 'chắc vậy';
    rows.push(['lạ', '', '', '1']);
    const refused = await upload(coop, path, await written(rows));
    expect(refused.body.errors.map(({ code }: { code: string }) => code)).toEqual(['number', 'yesNo', 'unknown']);
    expect((await upload(coop, path, new TextEncoder().encode('a,b\n1,2'))).status).toBe(422);
    expect(['1.200', '1200.5', '1.200,50', '12,5', '-3', '1,2,3', 'x', '1.20.3'].map(numberIn)).toEqual([1200, 1200.5, 1200.5, 12.5, -3, undefined, undefined, undefined]);
  }); // prettier-ignore

  it('takes in the figures of many, says what is wrong with each row, and keeps what they scored themselves', async () => {
    const path = `/api/campaigns/${campaign}/figures`;
    const rows = await rowsOf(officer, path);
    expect(rows.slice(1).map(([code]) => code)).toEqual(codes.slice(0, 3));
    const place = (rows[0] as string[]).indexOf('Tổng doanh thu trong năm');
    for (const [index, row] of rows.slice(1).entries()) row[place] = index === 2 ? 'nhiều' : 3e9 + index;
    rows.push(['0000', 'Lạ']);
    expect((await upload(coop, path, await written(rows))).status).toBe(403);
    const taken = (await upload(officer, path, await written(rows))).body;
    expect([taken.saved, taken.refused]).toEqual([2, 2]);
    expect(taken.rows.map(({ faults }: { faults: { field: string }[] }) => faults[0]?.field)).toEqual([undefined, undefined, 'revenue', 'cooperative']);
    const { caseId } = await member(codes[0] as string);
    const { data } = (await coop.get(`/api/cases/${caseId}`)).body;
    expect([data.figures, data.self.length]).toEqual([{ revenue: 3e9 }, 16]);
  }); // prettier-ignore

  it('is graded, counted by commune, late after the last day, and exported for the registry', async () => {
    const { caseId } = await member(codes[0] as string);
    expect((await act(coop, caseId, 'HAND_IN', { checkedBy: 'Lê Thị Soát' })).status).toBe(201);
    const graded = await act(officer, caseId, 'CONFIRM_GRADE', { scores: exampleLines });
    expect(graded.body.state).toBe('closed.graded');
    service.engine.at('2026-12-16T02:00:00.000Z');
    const { progress } = (await officer.get(`/api/campaigns/${campaign}`)).body;
    expect(progress).toMatchObject({ total: 3, late: 2, grades: { good: 1 }, stages: { graded: 1, saved: 1, filling: 1 } });
    const rows = await rowsOf(officer, `/api/campaigns/${campaign}/export`);
    expect(rows[1]).toEqual([codes[0], 'Hợp tác xã số 1', 'Xã An', expect.stringMatching(/^XL-2026-/), 'Đã xếp loại', '2026-03-02', 84, 'Tốt']);
    expect(rows).toHaveLength(4);
    const years = (await officer.get('/api/reports/grades?from=2025&to=2026')).body.years;
    expect(years).toMatchObject([{ period: 2026, set: 'TT01_2020', graded: 1, goodOrFair: 1, weak: 0, grades: [{ id: 'good', count: 1, share: 1 }] }]);
  }); // prettier-ignore
});
