// Work items over HTTP: a claim is put and deleted, once per key; lists take filters strictly.
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openFounding, startService, type Client, type Service } from './service.ts';

let service: Service;
let founder: Client;
let head: Client;
let leader: Client;
let staff: Client;

beforeAll(async () => {
  service = await startService();
  founder = await service.client('founder');
  head = await service.client('unit-head');
  leader = await service.client('leader');
  staff = await service.client('staff');
});
afterAll(() => service.close());

const claimOf = async (): Promise<string> => {
  const id = await openFounding(founder);
  const { body } = await head.get(`/api/work-items?case=${id}`);
  return body.items[0].links.claim;
};

describe('a claim', () => {
  it('is put, held, released and put again', async () => {
    const claim = await claimOf();
    const mine = await leader.send('PUT', claim);
    expect([mine.status, mine.body.claimedBy.id]).toEqual([200, leader.person.id]);
    const held = await head.send('PUT', claim);
    expect([held.status, held.body.code]).toEqual([409, 'held']);
    expect(held.body.detail).toContain(leader.person.name);
    expect((await staff.send('PUT', claim)).status).toBe(403);
    expect((await staff.send('DELETE', claim)).status).toBe(403);
    expect((await head.send('DELETE', claim)).body.claimedBy).toBeNull();
    expect((await head.send('PUT', claim)).body.claimedBy.id).toBe(head.person.id);
  });

  it('takes the id with its slashes encoded, too', async () => {
    const claim = await claimOf();
    const encoded = claim.replace(
      /items\/(.+)\/claim/,
      (_, id: string) => `items/${encodeURIComponent(id.replaceAll('.', '/'))}/claim`,
    );
    expect((await head.send('PUT', encoded)).status).toBe(200);
  });

  it('is answered once per key: the same to the byte, said to be repeated', async () => {
    const claim = await claimOf();
    const key = { 'idempotency-key': randomUUID() };
    const first = await head.send('PUT', claim, undefined, key);
    await head.send('DELETE', claim);
    await leader.send('PUT', claim);
    const again = await head.send('PUT', claim, undefined, key);
    expect([again.status, again.text, again.headers.get('idempotency-replayed')]).toEqual([
      200,
      first.text,
      'true',
    ]);
    expect(first.headers.get('idempotency-replayed')).toBeNull();
    const other = await head.send('DELETE', claim, undefined, key);
    expect([other.status, other.body.code]).toEqual([422, 'key-reused']);
  });

  it('needs a key', async () => {
    const claim = await claimOf();
    for (const method of ['PUT', 'DELETE']) {
      const refused = await head.send(method, claim, undefined, { 'idempotency-key': '' });
      expect([refused.status, refused.body.code]).toEqual([400, 'key-missing']);
    }
  });

  it('does not keep a refusal under its key', async () => {
    const claim = await claimOf();
    const key = { 'idempotency-key': randomUUID() };
    await leader.send('PUT', claim);
    expect((await head.send('PUT', claim, undefined, key)).status).toBe(409);
    await leader.send('DELETE', claim);
    expect((await head.send('PUT', claim, undefined, key)).status).toBe(200);
  });

  it('goes to one of many who put it at once under one key', async () => {
    const claim = await claimOf();
    const key = { 'idempotency-key': randomUUID() };
    const all = await Promise.all(
      Array.from({ length: 8 }, () => head.send('PUT', claim, undefined, key)),
    );
    const done = all.filter(({ status }) => status === 200);
    expect(done.length).toBeGreaterThan(0);
    expect(done.filter(({ headers }) => headers.get('idempotency-replayed') === null)).toHaveLength(
      1,
    );
    expect(
      all.filter(({ status }) => status !== 200).every(({ body }) => body.code === 'in-progress'),
    ).toBe(true);
    expect(new Set(done.map(({ text }) => text)).size).toBe(1);
  });

  it('of an item that cannot exist is not found', async () => {
    for (const id of ['x', '%00', '..%2f..', `${randomUUID()}.1.1`, `${randomUUID()}.1`, "'"]) {
      expect((await head.send('PUT', `/api/work-items/${id}/claim`)).status).toBe(404);
    }
  });
});

describe('lists', () => {
  it.each([
    ['/api/cases?limit=0', '/query/limit'],
    ['/api/cases?limit=101', '/query/limit'],
    ['/api/cases?limit=0x10', '/query/limit'],
    ['/api/cases?limit=1e1', '/query/limit'],
    ['/api/cases?limit=%2B5', '/query/limit'],
    ['/api/cases?limit=5.0', '/query/limit'],
    ['/api/cases?limit=', '/query/limit'],
    ['/api/cases?limit=5&limit=6', '/query/limit'],
    ['/api/cases?open=yes', '/query/open'],
    ['/api/cases?colour=red', '/query/colour'],
    ['/api/cases?cursor=x', '/query/cursor'],
    ['/api/cases?dueFrom=2026-02-30', '/query/dueFrom'],
    ['/api/cases?state=a%25', '/query/state'],
    ['/api/cases?process=%27', '/query/process'],
    ['/api/cases?parent=1', '/query/parent'],
    ['/api/cases?assignee=you', '/query/assignee'],
    ['/api/cases?text=', '/query/text'],
    ['/api/cases?__proto__=1', '/query/__proto__'],
    ['/api/work-items?role=king', '/query/role'],
    ['/api/work-items?claimedBy=x', '/query/claimedBy'],
    ['/api/reports/counts?from=2026-01-01', '/query/to'],
    ['/api/reports/counts?from=2026-02-01&to=2026-01-01', '/query/to'],
  ])('refuse %s, naming %s', async (path, pointer) => {
    const refused = await head.get(path);
    expect([refused.status, refused.body.code]).toEqual([422, 'invalid']);
    expect(refused.body.errors.map((fault: { pointer: string }) => fault.pointer)).toEqual([
      pointer,
    ]);
  });

  it('take every filter that is documented', async () => {
    const id = await openFounding(founder);
    const query = new URLSearchParams({
      process: 'founding',
      state: 'consultation.requested',
      assignee: 'none',
      dueFrom: '2026-01-01',
      dueTo: '2026-12-31',
      text: 'hòa bình',
      limit: '100',
    });
    const cases = await head.get(`/api/cases?${query.toString()}&open=true`);
    expect(cases.body.items.map((item: { id: string }) => item.id)).toContain(id);
    const work = await head.get(
      `/api/work-items?${query.toString()}&role=mine&claimedBy=none&case=${id}`,
    );
    expect(work.body.items).toHaveLength(1);
    expect(work.body.counts).toEqual({ total: 1, capped: false, unclaimed: 1, mine: 0 });
  });

  it('walk by cursor over HTTP with counts equal to the rows', async () => {
    await Promise.all(Array.from({ length: 5 }, () => openFounding(founder)));
    for (const list of [
      '/api/cases?open=true&limit=2',
      '/api/cases?limit=2',
      '/api/work-items?limit=2',
    ]) {
      const ids: string[] = [];
      let next: string | null = null;
      let total = 0;
      do {
        const page = await head.get(next === null ? list : `${list}&cursor=${next}`);
        ids.push(...page.body.items.map((item: { id: string }) => item.id));
        ({
          next,
          counts: { total },
        } = page.body);
      } while (next !== null);
      expect([ids.length, new Set(ids).size]).toEqual([total, total]);
      expect(total).toBeGreaterThan(5);
    }
  });
});
