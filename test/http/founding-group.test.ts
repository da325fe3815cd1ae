// Founders join by a code, and see nothing of any other group; data of one's own can be had, and erased on request.
import { afterAll, beforeAll, expect, it } from 'vitest';
import { example, openFounding, startService, type Client, type Service } from './service.ts';

let service: Service;
let founder: Client;
beforeAll(async () => {
  service = await startService();
  founder = await service.client('founder');
});
afterAll(() => service.close());

const accept = (client: Client, code: string) =>
  client.send('POST', '/api/invitations/accept', { code });

it('a code lets one account in, once; it is kept as a hash only', async () => {
  const id = await openFounding(founder);
  const [bay, cuong] = [await service.client('founder'), await service.client('founder')];
  const path = `/api/cases/${id}/invitations`;
  const key = { 'idempotency-key': 'invite-bay-1' };
  const invited = await founder.send('POST', path, { name: 'Lê Thị Bảy' }, key);
  expect(invited.status).toBe(201);
  const again = await founder.send('POST', path, { name: 'Lê Thị Bảy' }, key);
  expect([again.status, again.body]).toEqual([201, invited.body]);
  const { code } = invited.body;
  expect((await bay.get(`/api/cases/${id}`)).status).toBe(404);
  expect((await bay.send('POST', path, { name: 'X' })).status).toBe(404);
  expect((await accept(bay, 'WRONGCODE')).status).toBe(404);
  expect((await accept(bay, code.toLowerCase())).body).toEqual({ case: id });
  expect((await bay.get(`/api/cases/${id}`)).status).toBe(200);
  expect((await accept(cuong, code)).status).toBe(404);
  expect((await cuong.get(`/api/cases/${id}`)).status).toBe(404);
  const { knex } = service.engine.database;
  for (const table of ['invitations', 'case_events', 'outbox', 'idempotency', 'cases']) {
    const { rows } = await knex.raw(`select t::text as line from ${table} t`);
    expect([table, rows.some(({ line }: { line: string }) => line.includes(code))]).toEqual([
      table,
      false,
    ]);
  }
});

it('a code has its last day', async () => {
  const id = await openFounding(founder);
  const late = await service.client('founder');
  const { code } = (await founder.send('POST', `/api/cases/${id}/invitations`, { name: 'Muộn' }))
    .body;
  await service.engine.database.knex('invitations').update({ expires_on: '2026-03-01' });
  expect((await accept(late, code)).status).toBe(404);
});

it('one’s own data is one’s own, and erased only for a request under way, in a closed case', async () => {
  const id = await openFounding(founder);
  const mine = await founder.get('/api/me/data');
  expect(mine.text).toContain('0912345678');
  expect(mine.body.cases.map((each: { id: string }) => each.id)).toContain(id);
  const stranger = await service.client('founder');
  expect((await stranger.get('/api/me/data')).body).toMatchObject({
    cases: [],
    acts: [],
    reads: [],
  });

  const [head, staff] = [await service.client('unit-head'), await service.client('staff')];
  const asked = await founder.send('POST', '/api/cases', {
    process: 'data-request',
    payload: { wish: 'erase', detail: 'Số điện thoại.', subjectName: 'Trần Văn An' },
  });
  const request = asked.body.id as string;
  const erase = (body: object) =>
    head.send('POST', `/api/cases/${id}/erasure`, { request, ...body });
  expect((await erase({})).status).toBe(409);
  const acknowledged = { type: 'ACKNOWLEDGE', payload: {} };
  await staff.send('POST', `/api/cases/${request}/events`, acknowledged, { 'if-match': '"1"' });
  expect((await erase({})).status).toBe(409);
  await founder.send(
    'POST',
    `/api/cases/${id}/events`,
    { type: 'WITHDRAW', payload: example('WITHDRAW') },
    { 'if-match': '"1"' },
  );
  expect((await staff.send('POST', `/api/cases/${id}/erasure`, { request })).status).toBe(403);
  const phone = [{ kind: 'phone', value: '+84912345678' }];
  expect((await erase({ identifiers: phone })).body).toEqual({ erased: 1 });
  const seen = await founder.get(`/api/cases/${id}`);
  expect([seen.text.includes('0912345678'), seen.text.includes('an@example.vn')]).toEqual([
    false,
    true,
  ]);
  expect((await erase({})).body.erased).toBeGreaterThan(0);
  expect((await founder.get(`/api/cases/${id}`)).text).not.toContain('an@example.vn');
});
