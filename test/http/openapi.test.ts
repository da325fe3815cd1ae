// The document against OpenAPI 3.1 as far as we use it, and against what the service really answers.
import { founding } from '../../machines/founding/index.ts';
import { jsonSchemaOf } from '../../src/http/json-schema.ts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { allProcesses } from '../../machines/index.ts';
import { problemTexts } from '../../src/problem.ts';
import { openFounding, startService, type Answer, type Client, type Service } from './service.ts';

type Json = Record<string, unknown>;
type Parameter = { name: string; in: string; required: boolean; schema: Json };
type Documented = {
  operationId: string;
  'x-roles': string[];
  parameters: Parameter[];
  requestBody?: { content: Record<string, { schema: Json }> };
  responses: Record<string, { description: string; content?: Record<string, { schema?: Json }> }>;
};

let service: Service;
let head: Client;
let document: Json;
let operations: [string, string, Documented][];

beforeAll(async () => {
  service = await startService();
  head = await service.client('unit-head', 'administrator');
  document = (await service.anonymous.get('/openapi.json')).body;
  const paths = document['paths'] as Record<string, Record<string, Documented>>;
  operations = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, each]): [string, string, Documented] => [
      method,
      path,
      each,
    ]),
  );
});
afterAll(() => service.close());

/** Whoever signs in or out: an answer that hands out a session is never kept under a key. */
const isSignIn = (path: string): boolean => /^\/api\/(?:sign-(?:in|out)|session)\b/.test(path);

/** Every value in the document with its place. */
function* walk(value: unknown, place = '#'): Generator<[string, Json]> {
  if (Array.isArray(value))
    for (const [index, item] of value.entries()) yield* walk(item, `${place}/${index}`);
  else if (value !== null && typeof value === 'object') {
    yield [place, value as Json];
    for (const [key, item] of Object.entries(value)) yield* walk(item, `${place}/${key}`);
  }
}

/** Examples are data, not schemas. */
const schemas = (): [string, Json][] =>
  [...walk(document)].filter(([place]) => !place.includes('/examples'));
const resolve = (ref: string): unknown =>
  ref
    .slice(2)
    .split('/')
    .reduce<unknown>((at, name) => (at as Json | undefined)?.[name], document);

/** A notice drawn but not sent, a file compared but not kept. */
const changesNothing = /\/(preview|verify\/\{code\}\/file|members)$/;

describe('the OpenAPI document', () => {
  it('is of version 3.1 with everything an operation needs', () => {
    expect(document['openapi']).toMatch(/^3\.1\.\d$/);
    expect(document).toMatchObject({
      info: { title: expect.any(String), version: '0.0.0' },
      servers: [{ url: 'http://localhost' }],
    });
    const ids = operations.map(([, , { operationId }]) => operationId);
    expect(new Set(ids).size).toBe(ids.length);
    for (const [method, path, each] of operations) {
      expect(['get', 'put', 'post', 'delete']).toContain(method);
      expect(each['x-roles'].length).toBeGreaterThan(0);
      expect(Object.keys(each.responses).every((code) => /^[2-5]\d\d$/.test(code))).toBe(true);
      expect(Object.values(each.responses).every(({ description }) => description.length > 0)).toBe(
        true,
      );
      const inPath = each.parameters
        .filter((parameter) => parameter.in === 'path')
        .map(({ name }) => `{${name}}`);
      expect(inPath.toSorted()).toEqual((path.match(/\{\w+\}/g) ?? []).toSorted());
    }
  });

  it('has no reference to nothing', () => {
    const refs = [...walk(document)].flatMap(([, value]) =>
      typeof value['$ref'] === 'string' ? [value['$ref']] : [],
    );
    expect(refs.length).toBeGreaterThan(50);
    expect(refs.filter((ref) => resolve(ref) === undefined)).toEqual([]);
  });

  it('closes every object', () => {
    const objects = schemas().filter(
      ([, value]) => value['type'] === 'object' && value['properties'] !== undefined,
    );
    expect(objects.length).toBeGreaterThan(100);
    expect(
      objects
        .filter(([, value]) => value['additionalProperties'] !== false)
        .map(([place]) => place),
    ).toEqual([]);
  });

  it('gives every text a longest length', () => {
    const texts = schemas().filter(
      ([, value]) => value['type'] === 'string' && !('enum' in value) && !('const' in value),
    );
    expect(texts.length).toBeGreaterThan(200);
    expect(
      texts.filter(([, value]) => typeof value['maxLength'] !== 'number').map(([place]) => place),
    ).toEqual([]);
  });

  it('asks for a key in every call that changes something, and for a version in events', () => {
    for (const [method, path, each] of operations) {
      const key = each.parameters.find(({ name }) => name === 'Idempotency-Key');
      expect([each.operationId, key?.required ?? false]).toEqual([
        each.operationId,
        method !== 'get' && !isSignIn(path) && !changesNothing.test(path),
      ]);
    }
    const event = operations.find(([, , { operationId }]) => operationId === 'addEvent')?.[2];
    expect(event?.parameters.map(({ name }) => name)).toContain('If-Match');
    expect(Object.keys(event?.responses ?? {})).toEqual(
      expect.arrayContaining(['409', '412', '422', '428', '403', '404', '429', '503']),
    );
  });

  it('holds the payload of every event of every process, and lists the problems', () => {
    const { schemas: kept } = document['components'] as { schemas: Record<string, Json> };
    const wanted = allProcesses().flatMap(({ key, events }) =>
      Object.keys(events).map((type) => `${key.replace('@', '.')}.${type}`),
    );
    expect(Object.keys(kept).toSorted()).toEqual(['Problem', ...wanted].toSorted());
    const kinds = kept['Problem']?.['x-problems'] as { type: string }[];
    expect(kinds.map(({ type }) => type)).toEqual(
      Object.keys(problemTexts).map((code) => `/problems/${code}`),
    );
  });

  it('says of every date that it is one, further tests or not', () => {
    const schema = jsonSchemaOf(founding.events['MOVE_ASSEMBLY']?.payload as never, 'input');
    const { assemblyOn } = schema['properties'] as Record<string, object>;
    expect(assemblyOn).toMatchObject({ type: 'string', format: 'date' });
  });

  it('marks personal identifiers', () => {
    const marked = [...walk(document)].filter(
      ([, value]) => typeof value['x-personal'] === 'string',
    );
    expect(marked.length).toBeGreaterThan(3);
    expect(
      [...walk(document)].filter(([, value]) => typeof value['personal'] === 'string'),
    ).toEqual([]);
  });

  it('says nothing of development', () => {
    expect(operations.filter(([, path]) => path.startsWith('/dev'))).toEqual([]);
  });

  it('describes what is answered', async () => {
    const founder = await service.client('founder');
    const id = await openFounding(founder);
    const { body: work } = await head.get(`/api/work-items?case=${id}`);
    const answers: [string, string, Answer][] = [
      ['get', '/api/cases', await head.get('/api/cases')],
      ['get', '/api/cases/{id}', await head.get(`/api/cases/${id}`)],
      ['get', '/api/cases/{id}/actions', await head.get(`/api/cases/${id}/actions`)],
      ['get', '/api/cases/{id}/events', await head.get(`/api/cases/${id}/events`)],
      ['get', '/api/cases/{id}/documents', await head.get(`/api/cases/${id}/documents`)],
      ['get', '/api/work-items', await head.get('/api/work-items')],
      ['put', '/api/work-items/{id}/claim', await head.send('PUT', work.items[0].links.claim)],
      ['get', '/api/processes', await head.get('/api/processes')],
      ...(await Promise.all(
        allProcesses().map(async (process): Promise<[string, string, Answer]> => [
          'get',
          '/api/processes/{id}',
          await head.get(`/api/processes/${process.id}`),
        ]),
      )),
      ['get', '/api/me', await head.get('/api/me')],
      ['get', '/api/calendar', await head.get('/api/calendar')],
      [
        'get',
        '/api/reports/counts',
        await head.get('/api/reports/counts?from=2026-01-01&to=2026-12-31'),
      ],
      ['get', '/healthz', await head.get('/healthz')],
      ['get', '/api/cases', await head.get('/api/cases?limit=0')],
      ['get', '/api/cases/{id}', await head.get('/api/cases/x')],
    ];
    for (const [method, path, answer] of answers) {
      const documented = operations.find(([m, p]) => m === method && p === path)?.[2].responses[
        String(answer.status)
      ];
      const schema = Object.values(documented?.content ?? {})[0]?.schema;
      expect([path, answer.status, misfits(schema as Json, answer.body, '')]).toEqual([
        path,
        answer.status,
        [],
      ]);
    }
  });
});

/** Where a value does not fit a schema, for the keywords that our schemas use. */
function misfits(schema: Json, value: unknown, place: string): string[] {
  const { $ref: ref, enum: values } = schema;
  if (typeof ref === 'string') return misfits(resolve(ref) as Json, value, place);
  const branches = schema['anyOf'] as Json[] | undefined;
  const fits = branches?.some((branch) => misfits(branch, value, place).length === 0);
  if (fits !== undefined) return fits ? [] : [`${place}: no branch`];
  const allowed = 'const' in schema ? [schema['const']] : values;
  if (Array.isArray(allowed)) return allowed.includes(value) ? [] : [`${place}: not allowed`];
  return byType[String(schema['type'])]?.(schema, value, place) ?? [];
}

type Fits = (schema: Json, value: unknown, place: string) => string[];

const simple =
  (test: (value: unknown, schema: Json) => boolean): Fits =>
  (schema, value, place) =>
    test(value, schema)
      ? []
      : [`${place}: not ${String(schema['type'])}: ${JSON.stringify(value)}`];

const byType: Record<string, Fits> = {
  string: simple((value, { maxLength = Infinity, pattern = '' }) => {
    return (
      typeof value === 'string' &&
      value.length <= Number(maxLength) &&
      new RegExp(pattern as string, 'u').test(value)
    );
  }),
  integer: simple((value) => Number.isInteger(value)),
  number: simple((value) => typeof value === 'number'),
  boolean: simple((value) => typeof value === 'boolean'),
  null: simple((value) => value === null),
  array(schema, value, place) {
    if (!Array.isArray(value)) return [`${place}: list`];
    if (value.length > Number(schema['maxItems'] ?? Infinity)) return [`${place}: too long a list`];
    return value.flatMap((item, index) =>
      misfits(schema['items'] as Json, item, `${place}/${index}`),
    );
  },
  object(schema, value, place) {
    if (value === null || typeof value !== 'object' || Array.isArray(value))
      return [`${place}: object`];
    const properties = (schema['properties'] ?? {}) as Record<string, Json>;
    const missing = ((schema['required'] ?? []) as string[]).filter((name) => !(name in value));
    const found = Object.entries(value).flatMap(([name, item]) => {
      const own = properties[name];
      if (own) return misfits(own, item, `${place}/${name}`);
      return schema['additionalProperties'] === false ? [`${place}/${name}: unknown`] : [];
    });
    return [...missing.map((name) => `${place}/${name}: missing`), ...found];
  },
};
