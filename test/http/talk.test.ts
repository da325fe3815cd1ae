// Notes stay among the alliance's own people; messages reach both sides of a case and nobody else.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { example, openFounding, startService, type Client, type Service } from './service.ts';

let service: Service;
let founder: Client;
let head: Client;
let staff: Client;
let auditor: Client;
let id: string;

beforeAll(async () => {
  service = await startService();
  founder = await service.client('founder');
  head = await service.client('unit-head');
  staff = await service.client('staff');
  auditor = await service.client('auditor');
  id = await openFounding(founder);
  const payload = { ...example('ASSIGN'), adviser: staff.person.id };
  const call = { type: 'ASSIGN', payload };
  await head.send('POST', `/api/cases/${id}/events`, call, { 'if-match': '"1"' });
});
afterAll(() => service.close());

const outbox = () =>
  service.engine.database
    .knex('outbox')
    .where({ case_id: id })
    .andWhereRaw(`payload->>'template' = 'caseMessage'`)
    .orderBy('id');

describe('notes', () => {
  const path = (): string => `/api/cases/${id}/notes`;

  it('are read by the alliance’s people and written by those who work on cases', async () => {
    const written = await staff.send('POST', path(), { text: 'Cần gọi lại cho nhóm.' });
    expect([written.status, written.body.by.name]).toEqual([201, staff.person.name]);
    for (const reader of [head, auditor]) {
      expect((await reader.get(path())).body.items).toEqual([written.body]);
    }
    expect((await auditor.send('POST', path(), { text: 'x' })).status).toBe(403);
    expect((await founder.get(path())).status).toBe(403);
    expect((await founder.send('POST', path(), { text: 'x' })).status).toBe(403);
  });

  it('are not there for one of the staff who asked for the case, nor for the recused', async () => {
    const own = await service.client('staff', 'founder');
    const opened = await openFounding(own);
    const theirs = `/api/cases/${opened}/notes`;
    expect(
      (await head.send('POST', theirs, { text: 'Người đề nghị là đồng nghiệp.' })).status,
    ).toBe(201);
    const hidden = await own.get(theirs);
    expect([hidden.status, hidden.body.code]).toEqual([404, 'not-found']);
    expect((await own.get(`/api/cases/${opened}`)).status).toBe(200);
    const { knex } = service.engine.database;
    await knex('cases')
      .where({ id: opened })
      .update({ recused: [staff.person.id] });
    expect((await staff.get(theirs)).status).toBe(404);
    expect((await staff.get(`/api/cases/${opened}/messages`)).status).toBe(404);
  });
});

describe('messages', () => {
  const path = (): string => `/api/cases/${id}/messages`;

  it('go both ways, are seen once read, and are told to the other side by mail', async () => {
    await staff.send('POST', path(), { text: 'Nhóm cần thêm hai thành viên.' });
    const asked = await founder.get(path());
    expect([asked.body.unseen, asked.body.side]).toEqual([1, 'applicant']);
    await founder.send('PUT', `${path()}/seen`);
    expect((await founder.get(path())).body.unseen).toBe(0);
    const answer = await founder.send('POST', path(), { text: 'Chúng tôi đã mời thêm.' });
    expect([answer.status, answer.body.number]).toEqual([201, 2]);
    const thread = (await staff.get(path())).body;
    expect(thread.messages.map(({ side, seen }: Record<string, unknown>) => [side, seen])).toEqual([
      ['alliance', true],
      ['applicant', false],
    ]);
    const owed = await outbox();
    expect(owed.map(({ payload }) => payload.recipient.person)).toEqual([
      founder.person.id,
      staff.person.id,
    ]);
    expect(JSON.stringify(owed)).not.toContain('thành viên');
  });

  it('are sent once per key', async () => {
    const key = { 'idempotency-key': 'message-once' };
    const first = await head.send('POST', path(), { text: 'Đã nhận.' }, key);
    const again = await head.send('POST', path(), { text: 'Đã nhận.' }, key);
    expect(again.text).toBe(first.text);
    expect((await head.get(path())).body.messages.length).toBe(3);
  });

  it('are read by the auditor and written by neither the auditor nor a stranger', async () => {
    const read = await auditor.get(path());
    expect([read.status, read.body.side]).toEqual([200, null]);
    expect((await auditor.send('POST', path(), { text: 'x' })).status).toBe(403);
    const stranger = await service.client('founder');
    expect((await stranger.get(path())).status).toBe(404);
    expect((await stranger.send('POST', path(), { text: 'x' })).status).toBe(404);
  });

  it('get numbers without a gap from two at a time', async () => {
    const sent = await Promise.all(
      [staff, head, founder].map((by) => by.send('POST', path(), { text: 'Cùng lúc.' })),
    );
    expect(sent.map(({ body }) => body.number).toSorted()).toEqual([4, 5, 6]);
  });
});
