// From a request to a call of its operation and back: who calls, how often, with what; in this order, so that nothing
// is read for nobody.
import type { Context, Middleware } from 'koa';
import type { Tokens } from '../accounts/tokens.ts';
import { hasOneOf, type Person } from '../engine/rights.ts';
import { parse } from '../engine/validate.ts';
import { Problem, type Fault } from '../problem.ts';
import { announcesBody, readJson, type Body } from './body.ts';
import { addressOf, bearerOf, checkedKey, keyOf, requestKey } from './headers.ts';
import { callerOf, type Limiter } from './limits.ts';
import type { UploadLimits } from './form.ts';
import {
  isUnsafe,
  needsKey,
  type Call,
  type Fields,
  type Operation,
  type Receive,
  type Reply,
} from './operation.ts';
import { csrfField, keyField, readForm, unmasked } from './page-form.ts';
import type { Visits } from './session.ts';
import { readUpload } from './upload.ts';

export type AnswerDeps = {
  tokens: Pick<Tokens, 'personOf'>;
  visits: Pick<Visits, 'sessionOf' | 'tokenOf' | 'checkCall' | 'checkForm' | 'checkOrigin'>;
  limiter: Limiter;
  trustProxy: number;
};

/** The middleware that answers one operation. */
export function answering(deps: AnswerDeps): (operation: Operation) => Middleware {
  return (operation) =>
    operation.page ? pageAnswering(operation, deps) : apiAnswering(operation, deps);
}

function apiAnswering(operation: Operation, deps: AnswerDeps): Middleware {
  return async (ctx) => {
    ctx.state['operation'] = operation.id;
    const person = await permitted(ctx, operation, deps);
    await meant(ctx, operation, deps);
    const params = paramsOf(ctx, operation);
    const query = queryOf(ctx, operation);
    if (needsKey(operation)) checkedKey(ctx);
    const receive = receiving(ctx, operation);
    const call: Call = { ...bare, ctx, person, params, query, receive };
    if (operation.upload) return write(ctx, await operation.handle(call));
    const given = isUnsafe(operation) ? await readJson(ctx) : unread(ctx);
    const key = needsKey(operation) ? keyOf(ctx, given.bytes) : noKey;
    write(ctx, await operation.handle({ ...call, body: bodyOf(operation, given), key }));
  };
}

const noKey = { key: '', request: '' };
const bare = { body: undefined, fields: {} as Fields, key: noKey };

/** The same steps for a page: fields of a form in place of headers and JSON; a visitor of a public page may be known. */
function pageAnswering(operation: Operation, deps: AnswerDeps): Middleware {
  return async (ctx) => {
    ctx.state['operation'] = operation.id;
    const person = await visitorIn(ctx, operation, deps);
    const params = paramsOf(ctx, operation);
    const query = queryOf(ctx, operation);
    const receive = receivingForm(ctx, operation, deps);
    const call: Call = { ...bare, ctx, person, params, query, receive };
    if (operation.upload) return write(ctx, await operation.handle(call));
    if (!isUnsafe(operation)) unread(ctx);
    const sent = isUnsafe(operation) ? await sentIn(ctx, operation, deps) : {};
    write(ctx, await operation.handle({ ...call, ...sent }));
  };
}

async function sentIn(
  ctx: Context,
  operation: Operation,
  { visits }: AnswerDeps,
): Promise<Pick<Call, 'fields' | 'key'>> {
  const { [keyField]: keys, [csrfField]: proofs, ...fields } = await readForm(ctx);
  await visits.checkForm(ctx, unmasked(proofs));
  // The proof of origin is another text each time the form is drawn; the request is the same.
  const bytes = Buffer.from(JSON.stringify(fields));
  return { fields, key: needsKey(operation) ? requestKey(ctx, keys?.[0], bytes) : noKey };
}

async function visitorIn(ctx: Context, operation: Operation, deps: AnswerDeps): Promise<Person> {
  const { visits, limiter, trustProxy } = deps;
  if (!operation.public) return permitted(ctx, operation, deps);
  const person = (await visits.sessionOf(ctx))?.person;
  if (person) limiter.count(isUnsafe(operation) ? 'writes' : 'reads', person.id);
  else if (!operation.unlimited) limiter.count('anonymous', callerOf(addressOf(ctx, trustProxy)));
  return person as Person;
}

function receiving(ctx: Context, operation: Operation): Receive<unknown> {
  return async (take) => {
    const { fields, files, digest } = await readUpload(ctx.req, limitsOf(operation), take);
    const key = needsKey(operation) ? keyOf(ctx, digest()) : noKey;
    return { fields: valuesOf(operation, fields), files, key };
  };
}

/** A page sends its key and its proof of origin among the fields. */
function receivingForm(
  ctx: Context,
  operation: Operation,
  { visits }: AnswerDeps,
): Receive<unknown> {
  return async (take) => {
    visits.checkOrigin(ctx);
    const { fields, files, digest } = await readUpload(ctx.req, limitsOf(operation), take);
    const { [keyField]: sent, [csrfField]: proof, ...own } = fields;
    await visits.checkForm(ctx, unmasked(proof === undefined ? undefined : [proof]));
    const bytes = digest([keyField, csrfField]);
    const key = needsKey(operation) ? requestKey(ctx, sent, bytes) : noKey;
    return { fields: valuesOf(operation, own), files, key };
  };
}

function limitsOf({ id, upload }: Operation): UploadLimits {
  if (!upload) throw new Error(`${id} takes no uploads`);
  return upload;
}

function valuesOf(operation: Operation, value: Record<string, string>): unknown {
  return bodyOf(operation, { bytes: Buffer.alloc(0), value });
}

/** Whatever a browser sends to change something must come from a page of ours. */
async function meant(ctx: Context, operation: Operation, { visits }: AnswerDeps): Promise<void> {
  if (!isUnsafe(operation)) return;
  if (operation.form) visits.checkOrigin(ctx);
  else await visits.checkCall(ctx);
}

async function permitted(ctx: Context, operation: Operation, deps: AnswerDeps): Promise<Person> {
  const { limiter, trustProxy } = deps;
  if (operation.public) {
    const caller = callerOf(addressOf(ctx, trustProxy));
    if (!operation.unlimited) limiter.count(operation.limit ?? 'anonymous', caller);
    return undefined as unknown as Person;
  }
  const person = await personIn(ctx, deps);
  limiter.count(isUnsafe(operation) ? 'writes' : 'reads', person.id);
  const { roles } = operation;
  if (roles && !hasOneOf(person, roles)) throw new Problem('forbidden');
  return person;
}

/** Who calls: by the bearer token, or by the session of the browser when no token is sent. */
async function personIn(
  ctx: Context,
  { tokens, visits, limiter, trustProxy }: AnswerDeps,
): Promise<Person> {
  const caller = callerOf(addressOf(ctx, trustProxy));
  const token = bearerOf(ctx);
  if (token === undefined && visits.tokenOf(ctx) === undefined) {
    limiter.count('anonymous', caller);
    throw new Problem('unauthenticated');
  }
  limiter.check('refusedTokens', caller);
  const person =
    token === undefined ? (await visits.sessionOf(ctx))?.person : await tokens.personOf(token);
  if (person) return person;
  limiter.count('refusedTokens', caller);
  throw new Problem('unauthenticated');
}

/** A body where none belongs is left unread, and the line closed after the answer. */
function unread(ctx: Context): Body {
  if (announcesBody(ctx.req)) ctx.set('Connection', 'close');
  return { bytes: Buffer.alloc(0), value: undefined };
}

/** An address that cannot exist is answered like one that does not. */
function paramsOf(ctx: Context, { params }: Operation): unknown {
  const parsed = params.safeParse(ctx['params'] ?? {});
  if (!parsed.success) throw new Problem('not-found');
  return parsed.data;
}

function queryOf(ctx: Context, { query }: Operation): unknown {
  if (ctx.querystring === '') return accepted(parse(query, {}, '/query'));
  const given = new URLSearchParams(ctx.querystring);
  const names = [...given.keys()];
  const repeated = names.find((name, index) => names.indexOf(name) !== index);
  if (repeated !== undefined) {
    throw new Problem('invalid', {
      errors: [
        {
          pointer: `/query/${repeated.slice(0, 100)}`,
          code: 'repeated',
          detail: {
            vi: 'Tham số này chỉ được ghi một lần',
            en: 'This parameter may be given only once',
          },
        },
      ],
    });
  }
  return accepted(parse(query, Object.fromEntries(given), '/query'));
}

function bodyOf(operation: Operation, { value }: Body): unknown {
  if (operation.body) return accepted(parse(operation.body, value === undefined ? {} : value));
  const empty =
    value === undefined ||
    (typeof value === 'object' && value !== null && Object.keys(value).length === 0);
  if (empty) return undefined;
  throw new Problem('invalid', {
    errors: [
      {
        pointer: '',
        code: 'unknown',
        detail: { vi: 'Lời gọi này không nhận nội dung', en: 'This call takes no content' },
      },
    ],
  });
}

function accepted(parsed: { ok: true; value: unknown } | { ok: false; faults: Fault[] }): unknown {
  if (!parsed.ok) throw new Problem('invalid', { errors: parsed.faults });
  return parsed.value;
}

function write(
  ctx: Context,
  { status = 200, body, type = 'application/json', headers }: Reply,
): void {
  ctx.status = status;
  for (const [name, value] of Object.entries(headers ?? {})) ctx.set(name, value);
  if (status === 303 || status === 304 || status === 204) return;
  ctx.type = type;
  const isJson = type === 'application/json' && typeof body !== 'string';
  ctx.body = isJson ? JSON.stringify(body) : body;
}
