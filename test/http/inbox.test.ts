// The inbox: what a person was told, in their language, and nothing of a case they may not see.
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { example, openFounding, startService, type Client, type Service } from './service.ts';

let service: Service;
let founder: Client;
let head: Client;

beforeAll(async () => {
  service = await startService();
  head = await service.client('unit-head');
});
afterAll(() => service.close());
beforeEach(async () => {
  founder = await service.client('founder');
});

/** The head of unit gives the case to an adviser: everybody concerned is told. */
async function assign(id: string): Promise<Client> {
  const adviser = await service.client('staff');
  const payload = { ...example('ASSIGN'), adviser: adviser.person.id };
  const version = (await head.get(`/api/cases/${id}`)).body.version;
  const told = await head.send(
    'POST',
    `/api/cases/${id}/events`,
    { type: 'ASSIGN', payload },
    { 'if-match': `"${version}"` },
  );
  expect(told.status, told.text).toBe(201);
  return adviser;
}

describe('the inbox', () => {
  it('holds what was owed, newest first, with how many are unread', async () => {
    const id = await openFounding(founder);
    await assign(id);
    const { status, body } = await founder.get('/api/inbox');
    expect([status, body.unread]).toEqual([200, 2]);
    expect(body.items.map(({ kind }: { kind: string }) => kind)).toEqual([
      'adviserAssigned',
      'consultationReceived',
    ]);
    expect(body.items[1]).toMatchObject({
      case: { id },
      subject: expect.stringContaining('TL-2026-'),
      text: expect.stringContaining('Kính gửi'),
      readAt: null,
      links: { case: `/api/cases/${id}` },
    });
  });

  it('comes in pages that neither repeat nor leave out', async () => {
    const ids = await Promise.all(Array.from({ length: 5 }, () => openFounding(founder)));
    const seen: string[] = [];
    let path: string | undefined = '/api/inbox?limit=2';
    while (path !== undefined) {
      const { body } = await founder.get(path);
      expect(body.items.length).toBeLessThanOrEqual(2);
      seen.push(...body.items.map((item: { case: { id: string } }) => item.case.id));
      path = body.next === null ? undefined : `/api/inbox?limit=2&cursor=${body.next}`;
    }
    expect(seen.toSorted()).toEqual(ids.toSorted());
    expect((await founder.get('/api/inbox?cursor=nichts')).status).toBe(422);
  });

  it('marks one as read, and all; twice is once', async () => {
    await Promise.all([openFounding(founder), openFounding(founder), openFounding(founder)]);
    const { body } = await founder.get('/api/inbox');
    const { read } = body.items[1].links;
    const key = { 'idempotency-key': randomUUID() };
    expect((await founder.send('POST', read, undefined, key)).body).toEqual({ unread: 2 });
    const again = await founder.send('POST', read, undefined, key);
    expect(again.headers.get('idempotency-replayed')).toBe('true');
    const readAt = (await founder.get('/api/inbox')).body.items[1].readAt;
    expect(readAt).not.toBeNull();
    expect((await founder.send('POST', read)).body).toEqual({ unread: 2 });
    expect((await founder.get('/api/inbox')).body.items[1].readAt).toBe(readAt);
    expect((await founder.get('/api/inbox?unread=true')).body.items).toHaveLength(2);
    expect((await founder.send('POST', '/api/inbox/read')).body).toEqual({ unread: 0 });
    expect((await founder.get('/api/inbox?unread=true')).body.items).toEqual([]);
  });

  it('is nobody else’s', async () => {
    await openFounding(founder);
    const { read } = (await founder.get('/api/inbox')).body.items[0].links;
    expect((await head.send('POST', read)).status).toBe(404);
    const missing = read.replace(/^\/api\/inbox\/[^.]+/, `/api/inbox/${randomUUID()}`);
    expect((await head.send('POST', missing)).status).toBe(404);
    expect((await founder.get('/api/inbox')).body.unread).toBe(1);
  });

  it('shows nothing of a case its owner is recused from, as if it had never been told', async () => {
    const id = await openFounding(founder);
    const adviser = await assign(id);
    const [notice] = (await adviser.get('/api/inbox')).body.items;
    expect(notice.kind).toBe('adviserAssigned');
    await service.engine.database
      .knex('cases')
      .where({ id })
      .update({ recused: [adviser.person.id] });
    expect((await adviser.get('/api/inbox')).body).toEqual({ items: [], next: null, unread: 0 });
    expect((await adviser.send('POST', notice.links.read)).status).toBe(404);
    expect((await adviser.send('POST', '/api/inbox/read')).body).toEqual({ unread: 0 });
    const { knex } = service.engine.database;
    const [row] = await knex('inbox').where({ person_id: adviser.person.id });
    expect(row.read_at).toBeNull();
  });

  it('speaks the language of its reader', async () => {
    await openFounding(founder);
    expect((await founder.get('/api/me/preferences')).body).toEqual({
      language: 'vi',
      digest: false,
    });
    const changed = await founder.send('PUT', '/api/me/preferences', { language: 'en' });
    expect(changed.body).toEqual({ language: 'en', digest: false });
    expect((await founder.send('PUT', '/api/me/preferences', { digest: true })).body).toEqual({
      language: 'en',
      digest: true,
    });
    expect((await founder.get('/api/inbox')).body.items[0].text).toContain('Dear');
    expect((await founder.send('PUT', '/api/me/preferences', { language: 'fr' })).status).toBe(422);
  });
});

describe('mail that came back', () => {
  it('becomes work of the staff, once, and is done again when it is sent anew', async () => {
    const id = await openFounding(founder);
    const clerk = await service.client('clerk');
    const { knex } = service.engine.database;
    const notice = await knex('outbox').where({ case_id: id, kind: 'notify' }).first();
    const path = `/api/notices/${notice.id.replaceAll('/', '.')}/bounce`;
    const report = (by: Client) => by.send('POST', path, { reason: '550 mailbox full' });
    expect((await report(clerk)).body.code).toBe('refused');
    await knex('outbox').where({ id: notice.id }).update({ state: 'done', done_at: new Date() });
    expect((await report(founder)).status).toBe(403);
    expect((await report(clerk)).body).toEqual({
      id: notice.id.replaceAll('/', '.'),
      state: 'failed',
    });
    expect((await report(clerk)).status).toBe(200);
    const { body } = await clerk.get(`/api/work-items?case=${id}`);
    const failures = body.items.filter(({ state }: { state: string | null }) => state === null);
    expect(failures).toHaveLength(1);
    expect(await knex('outbox').where({ id: notice.id }).first('state', 'error')).toEqual({
      state: 'failed',
      error: 'bounced: 550 mailbox full',
    });
    const missing = path.replace(/notices\/[^.]+/, `notices/${randomUUID()}`);
    expect((await clerk.send('POST', missing, { reason: 'x' })).status).toBe(404);
  });
});
