// Forms with files over real sockets: what arrives, what is refused, and how a refusal leaves the line.
import { createHash, randomUUID } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import { connect, type AddressInfo } from 'node:net';
import Koa from 'koa';
import { z } from 'zod';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { answering } from '../../src/http/answer.ts';
import { createCookies } from '../../src/http/cookies.ts';
import { edge } from '../../src/http/edge.ts';
import type { Sent } from '../../src/http/form.ts';
import { createLimiter, usualLimits } from '../../src/http/limits.ts';
import { operation } from '../../src/http/operation.ts';
import { masked } from '../../src/http/page-form.ts';
import { routing } from '../../src/http/router.ts';
import { createVisits, type Visits } from '../../src/http/session.ts';
import { Problem } from '../../src/problem.ts';

const most = 1024 * 1024;
type Seen = { name: string; type: string; sha256: string; bytes: number };
let server: Server;
let url: string;
let visits: Visits;
let under = 0;
let refuse: Problem | undefined;

async function seen({ name, type, content }: Sent): Promise<Seen> {
  under += 1;
  try {
    const hash = createHash('sha256');
    let bytes = 0;
    for await (const chunk of content as AsyncIterable<Buffer>) {
      bytes += chunk.length;
      hash.update(chunk);
      if (refuse) throw refuse;
    }
    return { name, type, sha256: hash.digest('hex'), bytes };
  } finally {
    under -= 1;
  }
}

const about = {
  method: 'POST',
  tag: 'service',
  public: true,
  title: { vi: 'Thử', en: 'Try' },
  answers: { 200: { title: 'What came' } },
  problems: [],
  upload: { files: 2, fileBytes: most },
  body: { slot: z.string().max(10) },
} as const;

beforeAll(async () => {
  const operations = [
    operation({
      ...about,
      id: 'take',
      path: '/take',
      handle: async ({ receive }) => ({ body: await receive(seen) }),
    }),
    operation({
      ...about,
      id: 'ignore',
      path: '/ignore',
      handle: async ({ receive }) => ({ body: await receive(({ name }) => Promise.resolve(name)) }),
    }),
    operation({
      ...about,
      id: 'page',
      path: '/page',
      page: true,
      handle: async ({ receive }) => ({ body: await receive(seen) }),
    }),
    operation({
      id: 'proof',
      method: 'GET',
      path: '/proof',
      tag: 'service',
      public: true,
      title: about.title,
      answers: about.answers,
      problems: [],
      handle: async ({ ctx }) => ({ body: { csrf: await visits.csrfOf(ctx) } }),
    }),
    operation({
      ...about,
      id: 'refuse',
      path: '/refuse',
      handle: () => Promise.reject(new Problem('not-found')),
    }),
  ];
  const koa = new Koa();
  koa.silent = true;
  koa.use(
    edge({
      log: () => undefined,
      metrics: { answered: () => undefined } as never,
      stopping: () => false,
      secure: false,
    }),
  );
  const tokens = { personOf: () => Promise.resolve(undefined) };
  const limiter = createLimiter(usualLimits);
  visits = createVisits({
    sessions: {
      of: () => Promise.resolve(undefined),
      end: () => Promise.resolve(false),
      forget: () => undefined,
    },
    cookies: createCookies(false),
    publicUrl: 'http://localhost',
    trustProxy: 0,
    now: Date.now,
  });
  koa.use(routing(operations, answering({ tokens, visits, limiter, trustProxy: 0 })));
  const answer = koa.callback();
  server = createServer((request, response) => void answer(request, response));
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(async () => {
  server.closeAllConnections();
  await new Promise((closed) => server.close(closed));
});

type FormEntry = [name: string, value: string | Blob, fileName?: string];

function formOf(...entries: FormEntry[]): FormData {
  const form = new FormData();
  for (const [name, value, fileName] of entries)
    if (typeof value === 'string') form.append(name, value);
    else form.append(name, value, fileName);
  return form;
}

async function post(path: string, body: FormData | string, headers: Record<string, string> = {}) {
  const key = { 'idempotency-key': randomUUID() };
  const answer = await fetch(url + path, { method: 'POST', headers: { ...key, ...headers }, body });
  const text = await answer.text();
  return { status: answer.status, headers: answer.headers, body: JSON.parse(text) };
}

/** Writes bytes to the service and answers with all that comes back until the line closes. */
function raw(head: string, ...chunks: (string | Buffer)[]): Promise<string> {
  return new Promise((done, failed) => {
    const line = connect(Number(new URL(url).port), '127.0.0.1');
    let text = '';
    line.on('data', (chunk) => (text += chunk.toString()));
    line.on('error', failed).on('close', () => done(text));
    line.write(head.replaceAll('\n', '\r\n'));
    for (const chunk of chunks) line.write(chunk);
  });
}

const head = (more: string): string =>
  `POST /take HTTP/1.1\nHost: x\nIdempotency-Key: ${randomUUID()}\nContent-Type: multipart/form-data; boundary=xyz\n${more}\n\n`;
const part = (disposition: string, content: string): string =>
  `--xyz\r\nContent-Disposition: form-data; ${disposition}\r\n\r\n${content}\r\n`;

const hello = (size = 5) => new Blob(['hello'.padEnd(size, '.')], { type: 'application/pdf' });
const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');

describe('a form with files', () => {
  it('arrives whole, file after file, with the fields before and behind', async () => {
    const { status, body } = await post(
      '/take',
      formOf(
        ['file', hello(), 'Điều lệ.pdf'],
        ['slot', 'CHARTER'],
        ['file', new Blob(['x'.repeat(most)])],
      ),
    );
    expect(status).toBe(200);
    expect(body.fields).toEqual({ slot: 'CHARTER' });
    expect(body.files).toEqual([
      { name: 'Điều lệ.pdf', type: 'application/pdf', sha256: sha256('hello'), bytes: 5 },
      {
        name: 'blob',
        type: 'application/octet-stream',
        sha256: sha256('x'.repeat(most)),
        bytes: most,
      },
    ]);
  });

  it('has the same digest for the same content under another boundary, and another for other content', async () => {
    const once = () => post('/take', formOf(['slot', 'A'], ['file', hello(), 'a.pdf']));
    const [one, two] = [await once(), await once()];
    expect(one.body.key.request).toMatch(/^[0-9a-f]{64}$/);
    expect(two.body.key.request).toBe(one.body.key.request);
    const others = [
      formOf(['slot', 'B'], ['file', hello(), 'a.pdf']),
      formOf(['slot', 'A'], ['file', hello(), 'b.pdf']),
      formOf(['slot', 'A'], ['file', hello(6), 'a.pdf']),
    ];
    for (const form of others)
      expect((await post('/take', form)).body.key.request).not.toBe(one.body.key.request);
  });

  it.each([
    ['C:\\Users\\An\\Điều lệ.pdf', 'Điều lệ.pdf'],
    ['../../etc/passwd', 'passwd'],
    ['Nghị quyết\u202Efdp.exe', 'Nghị quyếtfdp.exe'],
    ['Điều lệ.pdf'.normalize('NFD'), 'Điều lệ.pdf'],
    [`${'a'.repeat(300)}.pdf`, `${'a'.repeat(196)}.pdf`],
  ])('names the file of %j as %j', async (given, shown) => {
    const { body } = await post('/take', formOf(['slot', 'A'], ['file', hello(), given]));
    expect(body.files[0].name).toBe(shown);
  });

  it('passes over a file input that was left empty', async () => {
    const answer = await raw(
      head('Connection: close\nTransfer-Encoding: chunked'),
      chunked(part('name="slot"', 'A') + part('name="file"; filename=""', '') + '--xyz--\r\n'),
    );
    expect(answer).toContain('200 OK');
    expect(answer).toContain('"files":[]');
  });

  it('is read to its end even when nobody wants the files', async () => {
    const form = formOf(['file', new Blob(['x'.repeat(most)])], ['slot', 'A']);
    const { body } = await post('/ignore', form);
    expect([body.fields, body.files]).toEqual([{ slot: 'A' }, ['blob']]);
  });
});

const chunked = (text: string): string =>
  `${Buffer.byteLength(text).toString(16)}\r\n${text}\r\n0\r\n\r\n`;

describe('a form is refused', () => {
  it.each<[string, FormData | string, Record<string, string>, [number, string, string | undefined]]>([
    ['as JSON', '{}', { 'content-type': 'application/json' }, [415, 'unsupported-media', undefined]],
    ['without a boundary', 'x', { 'content-type': 'multipart/form-data' }, [415, 'unsupported-media', undefined]],
    ['with an unknown field', formOf(['slot', 'A'], ['more', 'x']), {}, [422, 'invalid', '/more']],
    ['with a field twice', formOf(['slot', 'A'], ['slot', 'B']), {}, [422, 'invalid', '/slot']],
    ['without a needed field', formOf(['file', hello(), 'a.pdf']), {}, [422, 'invalid', '/slot']],
    ['with NUL in a field', formOf(['slot', 'a\0b']), {}, [422, 'invalid', '/slot']],
    ['with a file under another name', formOf(['picture', hello(), 'a']), {}, [422, 'invalid', '/picture']],
    ['with a file above the limit', formOf(['slot', 'A'], ['file', hello(most + 1), 'a']), {}, [413, 'too-large', undefined]],
    ['far above the limit', formOf(['file', hello(9 * most), 'a']), {}, [413, 'too-large', undefined]],
    ['with too many files', formOf(['slot', 'A'], ['file', hello()], ['file', hello()], ['file', hello()]), {}, [413, 'too-large', undefined]],
    ['with too many fields', formOf(...Array.from({ length: 300 }, (_, index): FormEntry => [`f${index}`, 'x'])), {}, [413, 'too-large', undefined]],
    ['with too long fields', formOf(['a', 'x'.repeat(200_000)], ['b', 'x'.repeat(200_000)]), {}, [413, 'too-large', undefined]],
  ])('%s', async (_, form, headers, [status, code, pointer]) => {
    const refused = await post('/take', form, headers);
    expect([refused.status, refused.body.code, refused.body.errors?.[0].pointer]).toEqual([status, code, pointer]);
    expect(under).toBe(0);
  }); // prettier-ignore

  it('before it is read when the caller may not send it, and the line is closed', async () => {
    const refused = await post('/refuse', formOf(['file', hello(most), 'a']));
    expect([refused.status, refused.headers.get('connection')]).toEqual([404, 'close']);
  });

  it('when whoever takes the file refuses it midway, and the line is closed', async () => {
    refuse = new Problem('unavailable', { retryAfterSeconds: 3 });
    const away = await post('/take', formOf(['file', hello(most), 'a'], ['slot', 'A']));
    refuse = undefined;
    expect([away.status, away.headers.get('connection'), away.headers.get('retry-after')]).toEqual([
      503,
      'close',
      '3',
    ]);
    expect(under).toBe(0);
  });

  it('when it ends before its last boundary', async () => {
    const answer = await raw(
      head('Connection: close\nTransfer-Encoding: chunked'),
      chunked(part('name="file"; filename="a"', 'hello')),
    );
    expect(answer).toContain('400 Bad Request');
    expect(under).toBe(0);
  });

  it('when more follows behind its last boundary than any form may have', async () => {
    const answer = await raw(
      head(`Connection: close\nTransfer-Encoding: chunked`),
      chunked(`${part('name="slot"', 'A')}--xyz--\r\n${'x'.repeat(5 * most)}`),
    ).catch(String);
    expect(answer).toContain('413 Payload Too Large');
  });

  it('without a word when the line is cut, and what was begun is ended', async () => {
    const line = connect(Number(new URL(url).port), '127.0.0.1');
    line.write(head('Content-Length: 100000').replaceAll('\n', '\r\n'));
    line.write(part('name="file"; filename="a"', 'x'.repeat(1_000)));
    await expect.poll(() => under).toBe(1);
    line.destroy();
    await expect.poll(() => under).toBe(0);
    expect((await post('/take', formOf(['slot', 'A']))).status).toBe(200);
  });
});

describe('the form of a page', () => {
  it('carries key and proof of origin among its fields, which are no part of its content', async () => {
    const drawn = await fetch(`${url}/proof`);
    const cookie = drawn.headers.getSetCookie().map((text) => text.split(';')[0]).join('; '); // prettier-ignore
    const { csrf } = (await drawn.json()) as { csrf: string };
    const key = randomUUID();
    const filled = (proof: string) =>
      formOf(['_key', key], ['csrf', proof], ['slot', 'A'], ['file', hello(), 'a.pdf']);
    const taken = await post('/page', filled(csrf), { cookie });
    expect([taken.status, taken.body.fields, taken.body.key.key]).toEqual([
      200,
      { slot: 'A' },
      key,
    ]);
    const again = await post('/page', filled(masked(csrf)), { cookie });
    expect(again.body.key.request).toBe(taken.body.key.request);
    expect((await post('/page', filled('x'), { cookie })).status).toBe(403);
    expect((await post('/page', filled(csrf))).status).toBe(403);
  });
});
