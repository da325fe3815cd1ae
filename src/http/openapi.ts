// The OpenAPI 3.1 document and the page for people, out of the operations that the service runs and the processes it
// knows.
import { allProcesses } from '../../machines/index.ts';
import { roles as roleTitles } from '../../machines/roles.ts';
import { problemTexts, type ProblemCode } from '../problem.ts';
import { html, page, type Html } from './html.ts';
import { jsonSchemaOf, type JsonSchema } from './json-schema.ts';
import { isUnsafe, needsKey, type AnswerDoc, type Operation } from './operation.ts';
import { statusOf } from './problems.ts';
import { csrfHeader } from './session.ts';
import { problem } from './shapes.ts';
import type { UploadLimits } from './form.ts';

/** The document. @param publicUrl origin under which the service is reached */
export function openApi(
  operations: readonly Operation[],
  publicUrl: string,
  version: string,
): object {
  const shown = operations.filter(({ hidden }) => !hidden);
  const paths: Record<string, Record<string, object>> = {};
  for (const each of shown)
    (paths[each.path] ??= {})[each.method.toLowerCase()] = operationDoc(each);
  return {
    openapi: '3.1.0',
    info: {
      title: 'Sáng Lập',
      version,
      description:
        'Hồ sơ thành lập và công nhận hợp tác xã. / Cases of founding and recognising cooperatives.',
      license: { name: 'MIT', identifier: 'MIT' },
    },
    servers: [{ url: publicUrl }],
    security: [{ bearer: [] }, { session: [], csrf: [] }],
    tags: [...new Set(shown.map(({ tag }) => tag))].map((name) => ({ name })),
    paths,
    components: {
      securitySchemes: securitySchemes(publicUrl),
      schemas: { Problem: problemSchema(), ...payloadSchemas() },
      headers: headerDocs,
    },
  };
}

function securitySchemes(publicUrl: string): object {
  return {
    bearer: { type: 'http', scheme: 'bearer', bearerFormat: 'slt_ and 43 characters' },
    session: {
      type: 'apiKey',
      in: 'cookie',
      name: publicUrl.startsWith('https:') ? '__Host-session' : 'session',
      description: 'Of browsers. Not looked at when a bearer token is sent.',
    },
    csrf: {
      type: 'apiKey',
      in: 'header',
      name: csrfHeader,
      description: 'With a cookie, for every unsafe call: `csrf` of GET /api/session',
    },
  };
}

const headerDocs = {
  ETag: { description: 'Version of the case', schema: { type: 'string', maxLength: 12 } },
  Location: { description: 'Where the case is', schema: { type: 'string', maxLength: 200 } },
  'Idempotency-Replayed': {
    description: 'The answer was given before',
    schema: { type: 'string', enum: ['true'] },
  },
  'Retry-After': { description: 'Seconds to wait', schema: { type: 'integer', minimum: 1 } },
} as const;

function problemSchema(): JsonSchema {
  const kinds = Object.entries(problemTexts).map(([code, title]) => ({
    type: `/problems/${code}`,
    status: statusOf[code as ProblemCode],
    title,
  }));
  return { ...jsonSchemaOf(problem, 'output'), description: 'RFC 9457', 'x-problems': kinds };
}

function operationDoc(given: Operation): object {
  const { id, tag, title, roles, answers } = given;
  return {
    operationId: id,
    tags: [tag],
    summary: title.en,
    description: title.vi,
    'x-roles': given.public ? ['anyone'] : (roles ?? Object.keys(roleTitles)),
    ...(given.public ? { security: [] } : {}),
    parameters: parametersOf(given),
    ...requestBodyOf(given),
    responses: {
      ...Object.fromEntries(
        Object.entries(answers).map(([code, answer]) => [code, answerDoc(answer)]),
      ),
      ...problemDocs(given),
    },
  };
}

function parametersOf(given: Operation): object[] {
  const { params, query, ifMatch } = given;
  return [
    ...Object.entries(propertiesOf(params)).map(([name, schema]) => ({
      name,
      in: 'path',
      required: true,
      schema,
    })),
    ...Object.entries(propertiesOf(query)).map(([name, schema]) => ({
      name,
      in: 'query',
      required: requiredOf(query).includes(name),
      schema,
    })),
    ...(needsKey(given) ? [keyParameter] : []),
    ...(ifMatch ? [matchParameter] : []),
  ];
}

const keyParameter = {
  name: 'Idempotency-Key',
  in: 'header',
  required: true,
  description: 'The same key and bytes get the same answer, kept for at least 24 hours',
  schema: { type: 'string', minLength: 8, maxLength: 128, pattern: '^[!-~]{8,128}$' },
};

const matchParameter = {
  name: 'If-Match',
  in: 'header',
  required: false,
  description:
    'Version of the case that the act is meant for; required unless the event is concurrent',
  schema: { type: 'string', maxLength: 11, pattern: '^"[1-9][0-9]{0,8}"$' },
};

function propertiesOf(schema: Operation['query']): Record<string, JsonSchema> {
  return (jsonSchemaOf(schema, 'output')['properties'] ?? {}) as Record<string, JsonSchema>;
}

/** A default makes a parameter one that may be left out. */
function requiredOf(schema: Operation['query']): string[] {
  return (jsonSchemaOf(schema, 'input')['required'] ?? []) as string[];
}

function requestBodyOf(given: Operation): object {
  if (given.upload) {
    const content = { 'multipart/form-data': { schema: formSchema(given, given.upload) } };
    return { requestBody: { required: true, content } };
  }
  if (!given.body) return {};
  const content = { 'application/json': { schema: bodySchema(given) } };
  return { requestBody: { required: true, content } };
}

function formSchema({ body }: Operation, { files, fileBytes }: UploadLimits): JsonSchema {
  const fields = body ? jsonSchemaOf(body, 'input') : {};
  const one = { type: 'string', format: 'binary', maxLength: fileBytes };
  const file = files === 1 ? one : { type: 'array', maxItems: files, items: one };
  return {
    type: 'object',
    ...fields,
    properties: { ...(fields['properties'] as object), file },
    required: [...((fields['required'] ?? []) as string[]), 'file'],
    additionalProperties: false,
  };
}

/** Payloads of cases are those of the processes' events. */
function bodySchema({ id, body }: Operation): JsonSchema {
  const schema = jsonSchemaOf(body as NonNullable<Operation['body']>, 'input');
  if (id !== 'openCase' && id !== 'addEvent') return schema;
  const names = payloadNames(id === 'openCase');
  const properties = schema['properties'] as Record<string, JsonSchema>;
  const payload = {
    ...properties['payload'],
    anyOf: names.map((name) => ({ $ref: `#/components/schemas/${name}` })),
  };
  return { ...schema, properties: { ...properties, payload } };
}

function payloadNames(opening: boolean): string[] {
  return allProcesses().flatMap((process) =>
    Object.keys(process.events)
      .filter((type) => (type === process.opensWith) === opening)
      .map((type) => nameOf(process.key, type)),
  );
}

function nameOf(key: string, type: string): string {
  return `${key.replace('@', '.')}.${type}`;
}

function payloadSchemas(): Record<string, JsonSchema> {
  return Object.fromEntries(
    allProcesses().flatMap((process) =>
      Object.entries(process.events).map(([type, { payload, title, examples }]) => {
        const schema = {
          ...jsonSchemaOf(payload, 'input'),
          title: title.en,
          description: title.vi,
          examples,
        };
        return [nameOf(process.key, type), schema];
      }),
    ),
  );
}

function answerDoc({ title, schema, types, headers = [] }: AnswerDoc): object {
  const content = {
    ...(schema ? { 'application/json': { schema: jsonSchemaOf(schema, 'output') } } : {}),
    ...Object.fromEntries((types ?? []).map((type) => [type, {}])),
  };
  return {
    description: title,
    ...(headers.length > 0
      ? {
          headers: Object.fromEntries(
            headers.map((name) => [name, { $ref: `#/components/headers/${name}` }]),
          ),
        }
      : {}),
    ...(Object.keys(content).length > 0 ? { content } : {}),
  };
}

/** What every operation may answer besides its own problems. */
function codesOf(given: Operation): ProblemCode[] {
  const { problems, roles, unlimited } = given;
  const codes: ProblemCode[] = [
    ...problems,
    'malformed',
    'internal',
    'busy',
    'unavailable',
    'method-not-allowed',
    'invalid',
  ];
  if (!unlimited) codes.push('too-many');
  if (!given.public) codes.push('unauthenticated');
  if (roles) codes.push('forbidden');
  if (isUnsafe(given)) codes.push('too-large', 'unsupported-media');
  if (needsKey(given)) codes.push('key-missing', 'key-reused', 'in-progress');
  return [...new Set(codes)];
}

function problemDocs(given: Operation): Record<string, object> {
  const byStatus = Object.groupBy(codesOf(given), (code) => String(statusOf[code]));
  return Object.fromEntries(
    Object.entries(byStatus).map(([status, codes = []]) => {
      const waits = status === '503' || status === '429';
      return [
        status,
        {
          description: codes.map((code) => `${code}: ${problemTexts[code].en}`).join('. '),
          ...(waits
            ? { headers: { 'Retry-After': { $ref: '#/components/headers/Retry-After' } } }
            : {}),
          content: {
            'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } },
          },
        },
      ];
    }),
  );
}

/** The same for people: one table, no script. */
export function docsPage(operations: readonly Operation[]): string {
  const rows = operations.filter(({ hidden }) => !hidden).map(rowOf);
  const body = html`<p>
      Mô tả đầy đủ cho máy: <a href="/openapi.json">/openapi.json</a> (OpenAPI 3.1). Mỗi lời gọi
      thay đổi dữ liệu cần <code>Idempotency-Key</code>; việc trong hồ sơ cần <code>If-Match</code>.
    </p>
    <p lang="en">
      For machines: <a href="/openapi.json">/openapi.json</a>. Every call that changes something
      needs an <code>Idempotency-Key</code>; events of a case need <code>If-Match</code>.
    </p>
    <table>
      <thead>
        <tr>
          <th scope="col">Lời gọi / Call</th>
          <th scope="col">Nội dung / What</th>
          <th scope="col">Tham số / Parameters</th>
          <th scope="col">Vai trò / Roles</th>
        </tr>
      </thead>
      <tbody>
        ${rows}
      </tbody>
    </table>
    <h2>Quy trình / Processes</h2>
    ${allProcesses().map(processRows)}`;
  return page('Sáng Lập: API', body);
}

function rowOf(given: Operation): Html {
  const { method, path, title, query, body, roles } = given;
  const names = [...Object.keys(propertiesOf(query)), ...(body ? Object.keys(body.shape) : [])];
  const who = given.public
    ? 'mọi người / anyone'
    : (roles?.join(', ') ?? 'đã đăng nhập / signed in');
  return html`<tr>
    <td><code>${method} ${path}</code></td>
    <td>${title.vi}<br /><span lang="en">${title.en}</span></td>
    <td>${names.join(', ')}</td>
    <td>${who}</td>
  </tr>`;
}

function processRows(process: ReturnType<typeof allProcesses>[number]): Html {
  const rows = Object.entries(process.events).map(
    ([type, { title }]) =>
      html`<tr>
        <td><code>${type}</code></td>
        <td>${title.vi}</td>
        <td lang="en">${title.en}</td>
      </tr>`,
  );
  return html`<h3>${process.title.vi} <code>${process.key}</code></h3>
    <table>
      <tbody>
        ${rows}
      </tbody>
    </table>`;
}
