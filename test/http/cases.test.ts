// Cases over HTTP: contract §4 on keys, versions, errors in two languages, hidden and absent.
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  example,
  openFounding,
  startService,
  type Answer,
  type Client,
  type Service,
} from './service.ts';

let service: Service;
let founder: Client;
let head: Client;
let staff: Client;
let auditor: Client;

beforeAll(async () => {
  service = await startService();
  founder = await service.client('founder');
  head = await service.client('unit-head');
  staff = await service.client('staff');
  auditor = await service.client('auditor');
});
afterAll(() => service.close());

const assign = () => ({
  type: 'ASSIGN',
  payload: { ...example('ASSIGN'), adviser: staff.person.id },
});
const act = (client: Client, id: string, body: unknown, headers: Record<string, string> = {}) =>
  client.send('POST', `/api/cases/${id}/events`, body, headers);
const codeOf = ({ status, body }: Answer) => [status, body.code];
const journal = (id: string) => service.engine.database.knex('case_events').where({ case_id: id });

describe('opening a case', () => {
  it('answers 201 with its address, version and number', async () => {
    const opened = await founder.send('POST', '/api/cases', {
      process: 'founding',
      payload: example('REQUEST_CONSULTATION'),
      clientRef: 'đơn-1',
    });
    expect(opened.status).toBe(201);
    expect(opened.headers.get('location')).toBe(`/api/cases/${opened.body.id}`);
    expect(opened.headers.get('etag')).toBe('"1"');
    expect(opened.body).toEqual({
      id: expect.any(String),
      eventId: expect.any(String),
      version: 1,
      state: 'consultation.requested',
      occurredOn: '2026-03-02',
      number: expect.stringMatching(/^TL-2026-\d{4}$/),
    });
    const [entry] = (await founder.get(`/api/cases/${opened.body.id}/events`)).body.items;
    expect(entry).toMatchObject({ version: 1, clientRef: 'đơn-1', by: { id: founder.person.id } });
  });

  it('needs someone who may', async () => {
    const refused = await auditor.send('POST', '/api/cases', {
      process: 'founding',
      payload: example('REQUEST_CONSULTATION'),
    });
    expect(codeOf(refused)).toEqual([403, 'forbidden']);
    expect(refused.body.reasons[0]).toMatchObject({
      code: 'role',
      law: expect.any(String),
      remedy: { vi: expect.any(String), en: expect.any(String) },
    });
  });
});

describe('an idempotency key', () => {
  it('gets the same bytes the same answer, said to be repeated', async () => {
    const key = { 'idempotency-key': randomUUID() };
    const body = { process: 'founding', payload: example('REQUEST_CONSULTATION') };
    const first = await founder.send('POST', '/api/cases', body, key);
    const again = await founder.send('POST', '/api/cases', body, key);
    expect([again.status, again.text]).toEqual([201, first.text]);
    expect(again.headers.get('location')).toBe(first.headers.get('location'));
    expect([first, again].map(({ headers }) => headers.get('idempotency-replayed'))).toEqual([
      null,
      'true',
    ]);
  });

  it('still answers when the case has moved on', async () => {
    const id = await openFounding(founder);
    const headers = { 'idempotency-key': randomUUID(), 'if-match': '"1"' };
    const first = await act(head, id, assign(), headers);
    await act(
      staff,
      id,
      { type: 'RECORD_SESSION', payload: example('RECORD_SESSION') },
      { 'if-match': '"2"' },
    );
    const again = await act(head, id, assign(), headers);
    expect([again.status, again.text]).toEqual([201, first.text]);
    expect(await journal(id)).toHaveLength(3);
  });

  it('is missing: 400; of another body or path: 422', async () => {
    const id = await openFounding(founder);
    const missing = await act(head, id, assign(), { 'idempotency-key': '', 'if-match': '"1"' });
    expect(codeOf(missing)).toEqual([400, 'key-missing']);
    const headers = { 'idempotency-key': randomUUID(), 'if-match': '"1"' };
    expect((await act(head, id, assign(), headers)).status).toBe(201);
    const otherBody = await act(head, id, { ...assign(), clientRef: 'x' }, headers);
    const otherPath = await act(head, await openFounding(founder), assign(), headers);
    expect(codeOf(otherBody)).toEqual([422, 'key-reused']);
    expect(codeOf(otherPath)).toEqual([422, 'key-reused']);
  });

  it('belongs to its person', async () => {
    const key = { 'idempotency-key': randomUUID() };
    const body = { process: 'founding', payload: example('REQUEST_CONSULTATION') };
    const other = await service.client('founder');
    const [mine, theirs] = [
      await founder.send('POST', '/api/cases', body, key),
      await other.send('POST', '/api/cases', body, key),
    ];
    expect([mine.status, theirs.status]).toEqual([201, 201]);
    expect(theirs.body.id).not.toBe(mine.body.id);
  });

  it('is free again after a refusal', async () => {
    const id = await openFounding(founder);
    const key = { 'idempotency-key': randomUUID() };
    expect((await act(head, id, assign(), { ...key, 'if-match': '"7"' })).status).toBe(412);
    expect((await act(head, id, assign(), { ...key, 'if-match': '"1"' })).status).toBe(201);
  });

  it('in use at this moment answers 409 or the one answer, and the act happens once', async () => {
    const id = await openFounding(founder);
    const headers = { 'idempotency-key': randomUUID(), 'if-match': '"1"' };
    const all = await Promise.all(
      Array.from({ length: 12 }, () => act(head, id, assign(), headers)),
    );
    expect(all.filter(({ status }) => status === 201).length).toBeGreaterThan(0);
    expect(all.filter(({ status }) => status !== 201 && status !== 409)).toEqual([]);
    expect(
      all.filter(({ status }) => status === 409).every(({ body }) => body.code === 'in-progress'),
    ).toBe(true);
    expect(await journal(id)).toHaveLength(2);
  });
});

describe('If-Match', () => {
  it('is required: 428; stale: 412; anything else than a version: 400', async () => {
    const id = await openFounding(founder);
    expect(codeOf(await act(head, id, assign()))).toEqual([428, 'version-missing']);
    expect(codeOf(await act(head, id, assign(), { 'if-match': '"2"' }))).toEqual([412, 'stale']);
    for (const wrong of ['*', '1', 'W/"1"', '"1", "2"', '"0"', '"01"', '"0x1"', '"1e0"', '"-1"']) {
      const refused = await act(head, id, assign(), { 'if-match': wrong });
      expect(codeOf(refused)).toEqual([400, 'malformed']);
      expect(refused.body.errors[0].pointer).toBe('/header/If-Match');
    }
    expect(await journal(id)).toHaveLength(1);
  });

  it('lets one of two acts on the same version through', async () => {
    const id = await openFounding(founder);
    const both = await Promise.all(
      [1, 2].map(() => act(head, id, assign(), { 'if-match': '"1"' })),
    );
    expect(both.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([201, 412]);
  });
});

describe('a problem', () => {
  it('follows RFC 9457 with the request id, in Vietnamese first', async () => {
    const id = await openFounding(founder);
    const refused = await act(
      head,
      id,
      { type: 'ASSIGN', payload: { adviser: '' } },
      { 'if-match': '"1"' },
    );
    expect(refused.headers.get('content-type')).toMatch(/^application\/problem\+json/);
    expect(refused.headers.get('content-language')).toBe('vi');
    expect(refused.body).toMatchObject({
      type: '/problems/invalid',
      title: 'Dữ liệu gửi lên chưa đúng',
      status: 422,
      instance: refused.headers.get('x-request-id'),
    });
    const fault = refused.body.errors[0];
    expect(fault.pointer).toBe('/payload/adviser');
    expect([fault.message, fault.detail.en.length > 0]).toEqual([fault.detail.vi, true]);
  });

  it.each(['en', 'en-GB,en;q=0.9,vi;q=0.5', 'fr, en;q=0.3'])(
    'is in English for %s',
    async (language) => {
      const refused = await founder.get('/api/cases?limit=0', { 'accept-language': language });
      expect([refused.body.title, refused.headers.get('content-language')]).toEqual([
        'The data sent is not valid',
        'en',
      ]);
      expect(refused.body.errors[0].message).toBe(refused.body.errors[0].detail.en);
      expect(refused.body.errors[0].detail.vi).not.toBe(refused.body.errors[0].detail.en);
    },
  );

  it.each(['vi', '*', 'fr', 'xx;q=oops', 'vi;q=0.9,en;q=0.1'])(
    'is in Vietnamese for %s',
    async (language) => {
      const refused = await founder.get('/api/cases?limit=0', { 'accept-language': language });
      expect(refused.body.title).toBe('Dữ liệu gửi lên chưa đúng');
    },
  );

  it('of an act not possible now says what is needed, what there is, the law and the remedy', async () => {
    const id = await openFounding(founder);
    const refused = await act(
      founder,
      id,
      { type: 'SUBMIT_DRAFT', payload: example('SUBMIT_DRAFT') },
      { 'if-match': '"1"' },
    );
    expect(codeOf(refused)).toEqual([409, 'refused']);
    expect(refused.body.reasons[0]).toMatchObject({
      code: 'state',
      have: 'consultation.requested',
      title: { vi: expect.any(String), en: expect.any(String) },
      law: expect.any(String),
      remedy: { vi: expect.any(String), en: expect.any(String) },
    });
    expect(refused.body.detail).toBe(refused.body.reasons[0].title.vi);
  });

  it('of an unknown event names those there are', async () => {
    const id = await openFounding(founder);
    const refused = await act(head, id, { type: 'EXPLODE' }, { 'if-match': '"1"' });
    expect(codeOf(refused)).toEqual([422, 'invalid']);
    expect(refused.body.errors[0]).toMatchObject({ pointer: '/type' });
    expect(refused.body.errors[0].detail.en).toContain('ASSIGN');
  });

  it('says 401 with a challenge to who is not signed in', async () => {
    const nobody = await service.anonymous.get('/api/cases');
    expect(codeOf(nobody)).toEqual([401, 'unauthenticated']);
    expect(nobody.headers.get('www-authenticate')).toBe('Bearer realm="sang-lap"');
    const wrong = await service.anonymous.get('/api/cases', {
      authorization: `Bearer slt_${'a'.repeat(43)}`,
    });
    expect(wrong.headers.get('www-authenticate')).toContain('invalid_token');
    expect(
      (await service.anonymous.get('/api/cases', { authorization: 'Basic eDp5' })).status,
    ).toBe(401);
  });

  it('says 405 with the methods there are, and 404 for addresses there are not', async () => {
    const id = await openFounding(founder);
    for (const [method, path, allow] of [
      ['DELETE', '/api/cases', 'GET, HEAD, POST'],
      ['PUT', `/api/cases/${id}`, 'GET, HEAD'],
      ['GET', `/api/work-items/${id}.1.1/claim`, 'DELETE, PUT'],
      ['OPTIONS', '/api/cases', 'GET, HEAD, POST'],
    ] as const) {
      const refused = method === 'GET' ? await founder.get(path) : await founder.send(method, path);
      expect([...codeOf(refused), refused.headers.get('allow')]).toEqual([
        405,
        'method-not-allowed',
        allow,
      ]);
    }
    for (const path of [
      '/api',
      '/api/',
      '/api/cases/',
      '/API/cases',
      '/api/toString',
      '/api/__proto__',
      '/api/cases/../me',
      '/%2e%2e/etc/passwd',
    ]) {
      const gone = await founder.get(path);
      expect([path, gone.status === 404 || path.includes('..')]).toEqual([path, true]);
    }
  });

  it('never says what happened inside', async () => {
    const broken = await startService({
      cases: {
        open: () => Promise.reject(new Error('secret-cause')),
        advance: () => Promise.reject(new Error('x')),
      },
    });
    const person = await broken.client('founder');
    const failed = await person.send('POST', '/api/cases', { process: 'founding', payload: {} });
    expect(codeOf(failed)).toEqual([500, 'internal']);
    expect(failed.text).not.toContain('secret-cause');
    const line = broken.logged.find((each) => each.includes('secret-cause'));
    expect(line).toContain(failed.body.instance);
    await broken.close();
  });
});

describe('a case that is hidden', () => {
  it('answers exactly like one that is not there', async () => {
    const id = await openFounding(founder);
    const stranger = await service.client('founder');
    const absent = randomUUID();
    const bare = ({ status, text, headers }: Answer) => {
      const known = [...headers].filter(([name]) => !['date', 'x-request-id'].includes(name));
      return [status, text.replace(/"instance":"[^"]+"/, ''), known];
    };
    const ask: ((case_: string) => Promise<Answer>)[] = [
      (each) => stranger.get(`/api/cases/${each}`),
      (each) => stranger.get(`/api/cases/${each}`, { 'if-none-match': '"1"' }),
      (each) => stranger.get(`/api/cases/${each}/actions`),
      (each) => stranger.get(`/api/cases/${each}/events`),
      (each) => stranger.get(`/api/cases/${each}/documents`),
      (each) => stranger.get(`/api/cases/${each}/documents/${each}.1.0`),
      (each) => stranger.get(`/api/cases/${each}/events/1/proof`),
      (each) => stranger.get(`/api/processes/founding/diagram?case=${each}`),
      (each) =>
        act(
          stranger,
          each,
          { type: 'WITHDRAW', payload: example('WITHDRAW') },
          { 'if-match': '"1"' },
        ),
      (each) => stranger.send('PUT', `/api/work-items/${each}.1.2/claim`),
    ];
    for (const one of ask) {
      const [hidden, missing, garbled] = [await one(id), await one(absent), await one('not-an-id')];
      expect(hidden.status).toBe(404);
      expect(bare(hidden)).toEqual(bare(missing));
      if (!String(one).includes('diagram')) expect(garbled.status).toBe(404);
    }
    expect((await stranger.get('/api/cases')).body.items).toEqual([]);
  });
});

describe('reading a case', () => {
  it('shows where it stands, with an ETag that spares the second reading', async () => {
    const id = await openFounding(founder);
    const read = await founder.get(`/api/cases/${id}`);
    expect(read.headers.get('etag')).toBe('"1"');
    expect(read.body).toMatchObject({
      version: 1,
      process: { id: 'founding', version: 1 },
      state: 'consultation.requested',
      open: true,
      turns: [{ title: { vi: expect.any(String) } }],
      parties: [{ id: founder.person.id, name: founder.person.name }],
      links: { actions: `/api/cases/${id}/actions` },
    });
    expect(read.body.workItems).toHaveLength(1);
    expect(read.body.terms[0]).toMatchObject({
      law: expect.any(String),
      confidence: expect.any(String),
      paused: false,
    });
    for (const known of ['"1"', 'W/"1"', '"0", "1"']) {
      const again = await founder.get(`/api/cases/${id}`, { 'if-none-match': known });
      expect([again.status, again.text, again.headers.get('etag')]).toEqual([304, '', '"1"']);
    }
    expect((await founder.get(`/api/cases/${id}`, { 'if-none-match': '"2"' })).status).toBe(200);
  });

  it('shows identifiers to its people, while the journal keeps seals, and a mask once they are erased', async () => {
    const id = await openFounding(founder);
    const { knex } = service.engine.database;
    expect((await founder.get(`/api/cases/${id}/events`)).text).toContain('0912345678');
    expect(JSON.stringify((await journal(id))[0].canonical)).not.toContain('0912345678');
    await knex('person_rows')
      .where({ case_id: id, kind: 'phone' })
      .update({ cipher: null, mark: null, erased_at: service.engine.clock.now() });
    const erased = await founder.get(`/api/cases/${id}`);
    expect(erased.text).not.toContain('0912345678');
    expect(erased.text).not.toContain('sealed:');
    expect(erased.text).toContain('•••');
  });

  it('writes down who was given identifiers, by which call', async () => {
    const id = await openFounding(founder);
    await founder.get(`/api/cases/${id}`);
    await head.get(`/api/cases/${id}/events`);
    await head.get(`/api/cases/${id}/actions`);
    const reads = await service.engine.database
      .knex('personal_reads')
      .where({ case_id: id })
      .orderBy('seq');
    expect(reads.map(({ reader, operation }) => [reader, operation])).toEqual([
      [founder.person.id, 'readCase'],
      [head.person.id, 'listEvents'],
    ]);
  });

  it('does not unseal what somebody writes in the form of another case’s seal', async () => {
    const id = await openFounding(founder);
    const [row] = await service.engine.database
      .knex('person_rows')
      .where({ case_id: id, kind: 'phone' });
    const stranger = await service.client('founder');
    const other = await openFounding(stranger, {
      group: `sealed:${row.id}:${'a'.repeat(64)}`,
      phone: '0987654321',
    });
    const seen = await stranger.get(`/api/cases/${other}`);
    expect(seen.text).not.toContain('0912345678');
  });

  it('walks the journal page by page', async () => {
    const id = await openFounding(founder);
    await act(head, id, assign(), { 'if-match': '"1"' });
    for (const version of [2, 3, 4]) {
      await act(
        staff,
        id,
        { type: 'RECORD_SESSION', payload: example('RECORD_SESSION') },
        { 'if-match': `"${version}"` },
      );
    }
    const versions: number[] = [];
    let cursor = '';
    do {
      const { body } = await founder.get(`/api/cases/${id}/events?limit=2${cursor}`);
      expect(body.counts.total).toBe(5);
      versions.push(...body.items.map(({ version }: { version: number }) => version));
      cursor = body.next === null ? '' : `&cursor=${body.next}`;
    } while (cursor !== '');
    expect(versions).toEqual([1, 2, 3, 4, 5]);
  });
});

describe('actions', () => {
  it('lists all, open ones and others with reasons, each with schema, examples and law', async () => {
    const id = await openFounding(founder);
    const { body, headers } = await head.get(`/api/cases/${id}/actions`);
    expect(headers.get('etag')).toBe('"1"');
    const known = (await head.get('/api/processes/founding')).body.events;
    const people = known.filter(
      ({ opens, by }: { opens: boolean; by: { name: string }[] }) =>
        !opens && by.some(({ name }) => name !== 'system'),
    );
    expect(body.actions.length).toBe(people.length);
    const assigning = body.actions.find(({ type }: { type: string }) => type === 'ASSIGN');
    expect(assigning).toMatchObject({
      enabled: true,
      reasons: [],
      payload: { type: 'object', additionalProperties: false },
    });
    expect(assigning.examples.length).toBeGreaterThan(0);
    for (const action of body.actions) {
      expect(action.law.length).toBeGreaterThan(0);
      expect(action.enabled).toBe(action.reasons.length === 0);
      for (const reason of action.reasons) {
        expect(reason).toMatchObject({
          code: expect.any(String),
          law: expect.any(String),
          remedy: { vi: expect.any(String), en: expect.any(String) },
        });
      }
    }
  });

  it('never offers what it then forbids, for anybody', async () => {
    const id = await openFounding(founder);
    for (const client of [founder, head, staff, auditor]) {
      const { body } = await client.get(`/api/cases/${id}/actions`);
      for (const { type, enabled, examples } of body.actions) {
        const tried = await act(client, id, { type, payload: examples[0] }, { 'if-match': '"99"' });
        expect(tried.status).toBe(412);
        if (enabled) continue;
      }
    }
    const offered = async (client: Client): Promise<string[]> =>
      (await client.get(`/api/cases/${id}/actions`)).body.actions
        .filter((each: { enabled: boolean }) => each.enabled)
        .map((each: { type: string }) => each.type);
    expect(await offered(auditor)).toEqual([]);
    for (const type of await offered(founder)) {
      const fresh = await openFounding(founder);
      const done = await act(
        founder,
        fresh,
        { type, payload: example(type) },
        { 'if-match': '"1"' },
      );
      expect([type, done.status === 403]).toEqual([type, false]);
    }
  });
});
