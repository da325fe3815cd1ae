// The desk over HTTP: figures that equal their rows, what lies ahead, cases by state, acts on many cases, what changed
// between two submissions, work given out.
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fold } from '../../src/words.ts';
import { readDays } from '../../src/engine/agenda.ts';
import { example, openFounding, startService, type Client, type Service } from './service.ts';

let service: Service;
let founder: Client;
let head: Client;
let staff: Client;
const opened: string[] = [];

const act = (by: Client, id: string, type: string, payload: object, version: number) =>
  by.send('POST', `/api/cases/${id}/events`, { type, payload }, { 'if-match': `"${version}"` });

/** A case in drafting; its next event is its fourth. */
const drafting = async (): Promise<string> => {
  const id = await openFounding(founder);
  await act(head, id, 'ASSIGN', { ...example('ASSIGN'), adviser: staff.person.id }, 1);
  const viable = await act(staff, id, 'CONCLUDE_VIABLE', example('CONCLUDE_VIABLE'), 2);
  if (viable.status !== 201) throw new Error(viable.text);
  return id;
};

beforeAll(async () => {
  service = await startService();
  founder = await service.client('founder');
  head = await service.client('unit-head');
  staff = await service.client('staff');
  for (let index = 0; index < 3; index += 1) opened.push(await openFounding(founder));
});
afterAll(() => service.close());

describe('the figures of a desk', () => {
  it('equal the rows of the lists they name', async () => {
    service.engine.at('2026-03-30T02:00:00.000Z');
    opened.push(await openFounding(founder));
    const { body } = await head.get('/api/desk');
    const counts: Record<string, number> = {};
    for (const { name, count, filter } of body.figures) {
      const query = new URLSearchParams({ ...filter, limit: '100' }).toString();
      const rows = await head.get(`/api/work-items?${query}`);
      expect([name, rows.body.items.length]).toEqual([name, count]);
      counts[name] = count;
    }
    expect(counts).toMatchObject({ late: 3, stuck: 3, unclaimed: 4, mine: 0 });
    expect((await founder.get('/api/desk')).body.figures[0].count).toBe(0);
  });
});

describe('the agenda', () => {
  it('shows terms of the days asked for, to who may see the case', async () => {
    const day = '?from=2026-03-01&to=2026-05-30';
    const { body } = await head.get(`/api/agenda${day}`);
    expect(body.items.length).toBe(4);
    expect(body.items[0]).toMatchObject({ kind: 'term', case: { id: opened[0] } });
    expect(body.items.map(({ on }: { on: string }) => on)).toEqual(
      body.items.map(({ on }: { on: string }) => on).toSorted(),
    );
    const period = { from: '2026-03-01', to: '2026-05-30' };
    const days = await readDays(service.engine.database.knex, head.person, period, 1);
    const count = (on: string) =>
      body.items.filter((item: { on: string }) => item.on === on).length;
    expect(days.map(({ on, items, total }) => [on, items.length, total])).toEqual(
      days.map(({ on }) => [on, 1, count(on)]),
    );
    expect(Math.max(...days.map(({ total }) => total))).toBeGreaterThan(1);
    expect(days.flatMap(({ items }) => items)).toContainEqual(body.items[0]);
    const stranger = await service.client('founder');
    expect((await stranger.get(`/api/agenda${day}`)).body.items).toEqual([]);
    expect((await head.get('/api/agenda?from=2026-03-01&to=2027-03-01')).status).toBe(422);
  });
});

describe('cases by state', () => {
  it('count what the list of cases shows', async () => {
    const id = await drafting();
    const { body } = await head.get('/api/processes/founding/cases');
    const found = body.columns.map(({ state, count }: { state: string; count: number }) => [
      state,
      count,
    ]);
    expect(found).toEqual([
      ['consultation.requested', 4],
      ['drafting', 1],
    ]);
    expect(body.columns[1].items[0].id).toBe(id);
    expect((await founder.get('/api/processes/founding/cases')).status).toBe(403);
    expect((await head.get('/api/processes/none/cases')).status).toBe(404);
  });
});

describe('one act on many cases', () => {
  const adviser = (): object => ({ ...example('ASSIGN'), adviser: staff.person.id });

  it('answers for each case by itself, and does again only what is left', async () => {
    const ids = [opened[0], opened[1], randomUUID(), opened[2]];
    const key = { 'idempotency-key': randomUUID() };
    const call = { event: 'ASSIGN', payload: adviser(), ids, versions: { [String(opened[2])]: 7 } };
    const { status, body } = await head.send('POST', '/api/cases/bulk', call, key);
    expect([status, body.counts]).toEqual([200, { done: 2, refused: 2 }]);
    expect(body.items.map(({ id }: { id: string }) => id)).toEqual(ids);
    expect(body.items.map(({ code }: { code?: string }) => code)).toEqual([
      undefined,
      undefined,
      'not-found',
      'stale',
    ]);
    const again = await head.send('POST', '/api/cases/bulk', call, key);
    expect(again.body.items.slice(0, 2)).toEqual(body.items.slice(0, 2));
    expect((await head.get(`/api/cases/${opened[0]}`)).body.version).toBe(2);
    const other = await head.send('POST', '/api/cases/bulk', { ...call, ids: [opened[0]] }, key);
    expect([other.status, other.body.code]).toEqual([422, 'key-reused']);
  });

  it('gives nobody more than the single call', async () => {
    const call = { event: 'ASSIGN', payload: adviser(), ids: [opened[3]] };
    const mine = await founder.send('POST', '/api/cases/bulk', call);
    expect(mine.body.items[0]).toMatchObject({ done: false, code: 'forbidden' });
    const stranger = await service.client('founder');
    const theirs = await stranger.send('POST', '/api/cases/bulk', call);
    expect(theirs.body.items[0]).toMatchObject({ done: false, code: 'not-found' });
    const many = Array.from({ length: 101 }, () => randomUUID());
    expect((await head.send('POST', '/api/cases/bulk', { ...call, ids: many })).status).toBe(422);
  });
});

describe('a part handed in again', () => {
  it('is shown beside what it was, field by field', async () => {
    const id = await drafting();
    const name = { name: 'Hợp tác xã Nông nghiệp Hòa Bình', shortName: 'HTX HB' };
    await act(founder, id, 'SUBMIT_DRAFT', { part: 'name', name }, 3);
    await act(staff, id, 'RETURN_PART', { part: 'name', comments: 'Trùng tên.' }, 4);
    const next = { name: 'Hợp tác xã Rau sạch Hòa Bình', foreignName: 'Hoa Binh' };
    const last = await act(founder, id, 'SUBMIT_DRAFT', { part: 'name', name: next }, 5);
    expect(last.status).toBe(201);
    const { body } = await staff.get(`/api/cases/${id}/events/6/comparison`);
    expect([body.version, body.before]).toEqual([6, 4]);
    expect(body.changes).toEqual([
      { pointer: '/name/foreignName', kind: 'added', before: null, after: 'Hoa Binh' },
      { pointer: '/name/name', kind: 'changed', before: name.name, after: next.name },
      { pointer: '/name/shortName', kind: 'removed', before: 'HTX HB', after: null },
    ]);
    expect((await staff.get(`/api/cases/${id}/events/4/comparison`)).body.before).toBeNull();
    expect((await staff.get(`/api/cases/${id}/events/99/comparison`)).status).toBe(404);
  });
});

describe('saved filters', () => {
  it('are one’s own, and replaced by name', async () => {
    const filter = { state: 'consultation', assignee: 'none' };
    const first = await staff.send('POST', '/api/filters', { list: 'work', name: 'Mới', filter });
    expect(first.status).toBe(201);
    await staff.send('POST', '/api/filters', { list: 'work', name: 'Mới', filter: { text: 'a' } });
    const { body } = await staff.get('/api/filters');
    expect(body.items).toEqual([
      { id: first.body.id, list: 'work', name: 'Mới', filter: { text: 'a' } },
    ]);
    expect((await head.get('/api/filters')).body.items).toEqual([]);
    const path = `/api/filters/${first.body.id}`;
    expect((await head.send('DELETE', path)).status).toBe(404);
    expect((await staff.send('DELETE', path)).status).toBe(200);
    expect((await staff.get('/api/filters')).body.items).toEqual([]);
  });
});

describe('giving work out', () => {
  it('is for heads and leaders, to somebody who can do it', async () => {
    const id = await openFounding(founder);
    const { body } = await head.get(`/api/work-items?case=${id}`);
    const path = `/api/work-items/${body.items[0].id}/holder`;
    const leader = await service.client('leader');
    const give = (by: Client, person: string) => by.send('PUT', path, { person });
    expect((await give(staff, head.person.id)).status).toBe(403);
    expect((await give(head, staff.person.id)).body.errors[0].pointer).toBe('/person');
    expect((await give(head, randomUUID())).status).toBe(422);
    expect((await give(head, leader.person.id)).body.claimedBy.id).toBe(leader.person.id);
    const mine = await leader.get('/api/work-items?claimedBy=me');
    expect(mine.body.counts.total).toBe(1);
  });
});

describe('search', () => {
  it('finds a case by a party’s name, without diacritics', async () => {
    const { knex } = service.engine.database;
    const found = await service.client('founder');
    await knex('accounts').where({ id: found.person.id }).update({ name: 'Đặng Thị Hường' });
    const id = await openFounding(found);
    const text = fold('Đặng Hường');
    const { body } = await head.get(`/api/cases?text=${encodeURIComponent(text)}`);
    expect(body.items.map((item: { id: string }) => item.id)).toEqual([id]);
    expect((await founder.get(`/api/cases?text=${text}`)).body.items).toEqual([]);
  });
});
