// What an act would bring about is shown before it is done, to whom it may be shown, and nothing of it is kept.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { example, openFounding, startService, type Client, type Service } from './service.ts';

let service: Service;
let founder: Client;
let head: Client;
let adviser: Client;

beforeAll(async () => {
  service = await startService();
  founder = await service.client('founder');
  head = await service.client('unit-head');
  adviser = await service.client('staff');
});
afterAll(() => service.close());

const tables = ['cases', 'case_events', 'outbox', 'inbox', 'work_items', 'timers', 'documents'];

async function everything(): Promise<unknown> {
  const { knex } = service.engine.database;
  return Promise.all(
    [...tables, 'person_rows', 'registers', 'idempotency'].map((table) => knex(table).select()),
  );
}

const assign = () => ({
  type: 'ASSIGN',
  payload: { ...example('ASSIGN'), adviser: adviser.person.id },
});

describe('a preview', () => {
  it('says what the act then does, and keeps nothing', async () => {
    const id = await openFounding(founder);
    const before = await everything();
    const { status, body } = await head.send('POST', `/api/cases/${id}/preview`, assign());
    expect([status, body.version]).toEqual([200, 1]);
    expect(await everything()).toEqual(before);

    const done = await head.send('POST', `/api/cases/${id}/events`, assign(), {
      'if-match': '"1"',
    });
    expect(done.body.state).toBe(body.state);
    const { knex } = service.engine.database;
    const sent = await knex('outbox').where('id', 'like', `${id}/2/%`).orderBy('id');
    const told = sent
      .filter(({ kind }) => kind === 'notify')
      .map(({ payload }) => [payload.template, payload.recipient.name]);
    expect(
      body.notices.map(({ template, name }: Record<string, string>) => [template, name]),
    ).toEqual(told);
    expect(told).toHaveLength(2);
    const view = (await head.get(`/api/cases/${id}`)).body;
    expect(body.work.opened.map(({ title }: { title: object }) => title)).toEqual(
      view.workItems.map(({ title }: { title: object }) => title),
    );
    expect(body.terms.closed.map(({ term }: { term: string }) => term)).toEqual(['assignment']);
  });

  it('says by what way each is reached, and which terms begin', async () => {
    const founders = [{ name: 'Lê Thị Bảy', email: 'bay@example.vn' }];
    const id = await openFounding(founder, { founders });
    const { body } = await head.send('POST', `/api/cases/${id}/preview`, assign());
    expect(body.notices.map(({ reach }: { reach: string }) => reach).toSorted()).toEqual([
      'account',
      'account',
      'address',
    ]);
    expect(JSON.stringify(body)).not.toContain('bay@example.vn');
    await head.send('POST', `/api/cases/${id}/events`, assign(), { 'if-match': '"1"' });
    const viable = { type: 'CONCLUDE_VIABLE', payload: example('CONCLUDE_VIABLE') };
    const next = await adviser.send('POST', `/api/cases/${id}/preview`, viable);
    expect(next.body).toMatchObject({ state: 'drafting', open: true });
  });

  it('is refused as the act would be', async () => {
    const id = await openFounding(founder);
    const of = (client: Client, body: object) =>
      client.send('POST', `/api/cases/${id}/preview`, body);
    expect((await of(founder, assign())).status).toBe(403);
    expect((await of(head, { type: 'GRANT', payload: example('GRANT') })).body.code).toBe(
      'refused',
    );
    expect((await of(head, { type: 'ASSIGN', payload: {} })).body.code).toBe('invalid');
    const stranger = await service.client('founder');
    expect((await of(stranger, assign())).status).toBe(404);
  });
});
