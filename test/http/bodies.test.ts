// What may be sent, and how a refusal leaves the line: contract §4, Bodies, on real sockets.
import { connect } from 'node:net';
import { gzipSync } from 'node:zlib';
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { example, openFounding, startService, type Client, type Service } from './service.ts';

let service: Service;
let founder: Client;
beforeAll(async () => {
  service = await startService();
  founder = await service.client('founder');
});
afterAll(() => service.close());

const open = (body: unknown, headers: Record<string, string> = {}) =>
  founder.send('POST', '/api/cases', body, headers);
const whole = () => ({ process: 'founding', payload: example('REQUEST_CONSULTATION') });
const nested = (depth: number): unknown => (depth === 0 ? 1 : [nested(depth - 1)]);

describe('a JSON body', () => {
  it('is taken as application/json, with or without charset=utf-8', async () => {
    expect(
      (await open(whole(), { 'content-type': 'application/json; charset="UTF-8"' })).status,
    ).toBe(201);
  });

  it.each([
    'text/plain',
    'application/x-www-form-urlencoded',
    'application/json; charset=latin1',
    'application/jsonx',
    '',
  ])('is refused as %j', async (type) => {
    const refused = await open(JSON.stringify(whole()), { 'content-type': type });
    expect([refused.status, refused.body.code]).toEqual([415, 'unsupported-media']);
    expect(refused.headers.get('connection')).toBe('close');
  });

  it('is refused when compressed', async () => {
    const refused = await open(gzipSync(JSON.stringify(whole())), { 'content-encoding': 'gzip' });
    expect([refused.status, refused.body.code]).toEqual([415, 'unsupported-media']);
    expect(refused.headers.get('connection')).toBe('close');
  });

  it('is refused above 256 kB, announced or not', async () => {
    const large = { ...whole(), clientRef: 'x'.repeat(256 * 1024) };
    const announced = await open(large);
    expect([announced.status, announced.headers.get('connection')]).toEqual([413, 'close']);
    const streamed = await fetch(`${service.url}/api/cases`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${founder.token}`,
        'content-type': 'application/json',
        'idempotency-key': randomUUID(),
      },
      body: new Blob([JSON.stringify(large)]).stream(),
      duplex: 'half',
    });
    expect([streamed.status, streamed.headers.get('connection')]).toEqual([413, 'close']);
  });

  it('is refused when it is not strict UTF-8', async () => {
    const text = Buffer.from(JSON.stringify({ ...whole(), clientRef: 'abc' }));
    const broken = Buffer.from(text);
    broken[broken.indexOf('abc')] = 0xff;
    const refused = await open(broken);
    expect([refused.status, refused.body.code]).toEqual([400, 'malformed']);
    expect(refused.body.detail).toContain('UTF-8');
  });

  it.each(['{', '{"a":1,}', '[1] 2', "{'a':1}", '{"a":NaN}', '{"a":0x10}', '{"a":01}'])(
    'is refused as %s',
    async (text) => {
      const refused = await open(text);
      expect([refused.status, refused.body.code]).toEqual([400, 'malformed']);
    },
  );

  it.each([
    [[whole()], ''],
    ['null', ''],
    ['"text"', ''],
    [{ ...whole(), more: 1 }, '/more'],
    [{ process: 'founding', payload: 'x' }, '/payload'],
    [{ process: 'founding', payload: [] }, '/payload'],
    [{ ...whole(), process: 'knitting' }, '/process'],
    [{ ...whole(), clientRef: 'x'.repeat(65) }, '/clientRef'],
    [{ ...whole(), occurredOn: '2026-02-30' }, '/occurredOn'],
    [{ ...whole(), type: 'WITHDRAW' }, '/type'],
  ])('%j is refused at %j', async (body, pointer) => {
    const refused = await open(body);
    expect([refused.status, refused.body.code]).toEqual([422, 'invalid']);
    expect(refused.body.errors.map((fault: { pointer: string }) => fault.pointer)).toContain(
      pointer,
    );
  });

  it('nests at most 32 levels deep', async () => {
    // The body itself and its payload are two of them.
    const deep = await open({ ...whole(), payload: { x: nested(31) } });
    expect([deep.status, deep.body.errors[0].code]).toEqual([400, 'depth']);
    const shallow = await open({ ...whole(), payload: { x: nested(30) } });
    expect(shallow.status).toBe(422);
    const abyss = await open('['.repeat(100_000) + ']'.repeat(100_000));
    expect([abyss.status, abyss.body.errors[0].code]).toEqual([400, 'depth']);
  });

  it('has at most 1,000 keys', async () => {
    const keys = (count: number) =>
      Object.fromEntries(Array.from({ length: count }, (_, index) => [`k${index}`, 1]));
    const many = await open({ ...whole(), payload: keys(999) });
    expect([many.status, many.body.errors[0].code]).toEqual([400, 'keys']);
    expect((await open({ ...whole(), payload: keys(998) })).status).toBe(422);
  });

  it('cannot reach a prototype, and repeated keys do no harm', async () => {
    const polluting = await open(
      '{"process":"founding","payload":{"__proto__":{"polluted":true}}}',
    );
    expect([polluting.status, polluting.body.errors[0].pointer]).toEqual([
      422,
      '/payload/__proto__',
    ]);
    expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
    const text = JSON.stringify(whole()).slice(1);
    expect((await open(`{"process":"knitting",${text}`)).status).toBe(201);
  });

  it('holds only texts that can be kept', async () => {
    const nul = await open({
      ...whole(),
      payload: { ...example('REQUEST_CONSULTATION'), group: 'a\u0000b' },
    });
    expect([nul.status, nul.body.errors[0].pointer]).toEqual([422, '/payload/group']);
    const half = await open('{"process":"founding","payload":{"group":"\\ud800"}}');
    expect([half.status, half.body.errors[0].pointer]).toEqual([422, '/payload/group']);
  });

  it('does not belong to a claim', async () => {
    const refused = await founder.send('PUT', `/api/work-items/${randomUUID()}.1.0/claim`, {
      by: 'me',
    });
    expect([refused.status, refused.body.code]).toEqual([422, 'invalid']);
  });
});

/** Sends bytes over one kept-alive line and reads until the line is quiet or closed. */
function talk(...parts: string[]): Promise<{ text: string; closed: boolean }> {
  return new Promise((resolve) => {
    const line = connect(service.port, '127.0.0.1');
    let text = '';
    let closed = false;
    let timer: NodeJS.Timeout | undefined;
    const finish = (): void => {
      line.destroy();
      resolve({ text, closed });
    };
    const wait = (): void => {
      clearTimeout(timer);
      timer = setTimeout(() => {
        const next = parts.shift();
        if (next === undefined) finish();
        else line.write(next);
        if (next !== undefined) wait();
      }, 700);
    };
    line.setEncoding('utf8').on('data', (chunk: string) => {
      text += chunk;
      wait();
    });
    line
      .on('error', () => undefined)
      .on('close', () => {
        closed = true;
        clearTimeout(timer);
        finish();
      });
    line.on('connect', () => {
      line.write(parts.shift() ?? '');
      wait();
    });
  });
}

const headers = (path: string, more: string[], method = 'POST') =>
  [`${method} ${path} HTTP/1.1`, 'Host: x', ...more, '', ''].join('\r\n');
const signedIn = () => [
  `Authorization: Bearer ${founder.token}`,
  `Idempotency-Key: ${randomUUID()}`,
];
const statuses = (text: string) =>
  [...text.matchAll(/HTTP\/1\.1 (\d+)/g)].map(([, status]) => Number(status));
const health = headers('/healthz', [], 'GET');

describe('a kept-alive line', () => {
  it('goes on after a refusal of a body that was read', async () => {
    const body = '{"process":"founding"';
    const { text, closed } = await talk(
      headers('/api/cases', [
        ...signedIn(),
        'Content-Type: application/json',
        `Content-Length: ${body.length}`,
      ]) + body,
      health,
    );
    expect([statuses(text), closed]).toEqual([[400, 200], false]);
  });

  it.each([
    ['nobody signed in', [], 401, 'unauthenticated'],
    ['no key', ['Authorization: Bearer TOKEN'], 400, 'key-missing'],
    [
      'a wrong type',
      ['Authorization: Bearer TOKEN', 'Idempotency-Key: 12345678', 'Content-Type: text/plain'],
      415,
      'unsupported-media',
    ],
  ])('is closed when a body is refused unread: %s', async (_, given, status, code) => {
    const body = JSON.stringify(whole());
    const sent = given.map((header) => header.replace('TOKEN', founder.token));
    const { text, closed } = await talk(
      headers('/api/cases', [...sent, `Content-Length: ${Buffer.byteLength(body)}`]) + body,
      health,
    );
    expect([statuses(text), closed]).toEqual([[status], true]);
    expect(text).toContain(code);
    expect(text).toMatch(/^Connection: close$/im);
  });

  it('is answered and closed while the rest of a large body is still to come', async () => {
    const start = headers('/api/cases', [
      ...signedIn(),
      'Content-Type: application/json',
      'Content-Length: 900000',
    ]);
    const { text, closed } = await talk(start + '{"process":');
    expect([statuses(text), closed]).toEqual([[413], true]);
  });

  it('is closed after a chunked body that grew too large, with an answer', async () => {
    const start = headers('/api/cases', [
      ...signedIn(),
      'Content-Type: application/json',
      'Transfer-Encoding: chunked',
    ]);
    const { text, closed } = await talk(start + `50000\r\n"${'x'.repeat(0x50000 - 1)}\r\n`, health);
    expect([statuses(text), closed]).toEqual([[413], true]);
  });

  it('stays in step after fifty refusals by other clients on other lines', async () => {
    const body = JSON.stringify(whole());
    await Promise.all(
      Array.from({ length: 50 }, () =>
        talk(
          headers('/api/cases', [
            `Content-Length: ${Buffer.byteLength(body)}`,
            'Content-Type: application/json',
          ]) + body,
        ),
      ),
    );
    expect((await founder.get('/api/me')).status).toBe(200);
  });

  it('does not take a body of GET for the next request', async () => {
    const body = health;
    const { text } = await talk(
      headers('/healthz', [`Content-Length: ${body.length}`], 'GET') + body,
    );
    expect(statuses(text)).toEqual([200]);
  });
});

describe('headers', () => {
  it.each([
    ['two lengths', ['Content-Length: 2', 'Content-Length: 3']],
    ['length and chunks', ['Content-Length: 2', 'Transfer-Encoding: chunked']],
    ['a folded line', ['X-A: 1', ' folded']],
    ['a bare return', ['X-A: 1\rX-B: 2']],
    ['a name with a space', ['X A: 1']],
  ])('with %s are refused', async (_, given) => {
    const { text, closed } = await talk(headers('/api/cases', given) + '{}');
    expect([statuses(text), closed]).toEqual([[400], true]);
  });

  it('too large are refused', async () => {
    const { text } = await talk(headers('/healthz', [`X-A: ${'x'.repeat(40_000)}`], 'GET'));
    expect(statuses(text)).toEqual([431]);
  });

  it.each(['short', 'x'.repeat(129), 'with space', 'tiếng-việt-1'])(
    'Idempotency-Key %j is none',
    async (key) => {
      const text = headers('/api/cases', [
        `Authorization: Bearer ${founder.token}`,
        `Idempotency-Key: ${key}`,
      ]);
      const { text: answer } = await talk(text);
      expect(statuses(answer)).toEqual([400]);
      expect(answer).toContain('"key-missing"');
    },
  );

  it('cannot carry a second key or version along', async () => {
    const id = await openFounding(founder);
    const twice = await talk(
      headers(`/api/cases/${id}/events`, [
        ...signedIn(),
        'Idempotency-Key: 87654321',
        'Content-Length: 0',
      ]),
    );
    expect(twice.text).toContain('"key-missing"');
    const versions = await talk(
      headers(`/api/cases/${id}/events`, [
        ...signedIn(),
        'If-Match: "1"',
        'If-Match: "2"',
        'Content-Type: application/json',
        'Content-Length: 19',
      ]) + '{"type":"WITHDRAW"}',
    );
    expect(statuses(versions.text)).toEqual([400]);
  });
});
