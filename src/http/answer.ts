// From a request to a call of its operation and back: who calls, how often, with what; in this order, so that nothing
// is read for nobody.
import type { Context, Middleware } from 'koa';
import type { Tokens } from '../accounts/tokens.ts';
import type { Person } from '../engine/rights.ts';
import { parse } from '../engine/validate.ts';
import { Problem, type Fault } from '../problem.ts';
import { announcesBody, readJson, type Body } from './body.ts';
import { addressOf, bearerOf, checkedKey, keyOf } from './headers.ts';
import { callerOf, type Limiter } from './limits.ts';
import {
  isUnsafe,
  needsKey,
  type Call,
  type Operation,
  type Receive,
  type Reply,
} from './operation.ts';
import type { Visits } from './session.ts';
import { readUpload } from './upload.ts';

export type AnswerDeps = {
  tokens: Pick<Tokens, 'personOf'>;
  visits: Pick<Visits, 'sessionOf' | 'tokenOf' | 'checkCall' | 'checkOrigin'>;
  limiter: Limiter;
  trustProxy: number;
};

/** The middleware that answers one operation. */
export function answering(deps: AnswerDeps): (operation: Operation) => Middleware {
  return (operation) => async (ctx) => {
    ctx.state['operation'] = operation.id;
    const person = await permitted(ctx, operation, deps);
    await meant(ctx, operation, deps);
    const params = paramsOf(ctx, operation);
    const query = queryOf(ctx, operation);
    if (needsKey(operation)) checkedKey(ctx);
    const receive = receiving(ctx, operation);
    if (operation.upload) {
      const key = { key: '', request: '' };
      const call: Call = { ctx, person, params, query, body: undefined, key, receive };
      return write(ctx, await operation.handle(call));
    }
    const given = isUnsafe(operation) ? await readJson(ctx) : unread(ctx);
    const key = needsKey(operation) ? keyOf(ctx, given.bytes) : { key: '', request: '' };
    const body = bodyOf(operation, given);
    const call: Call = { ctx, person, params, query, body, key, receive };
    write(ctx, await operation.handle(call));
  };
}

function receiving(ctx: Context, operation: Operation): Receive<unknown> {
  return async (take) => {
    if (!operation.upload) throw new Error(`${operation.id} takes no uploads`);
    const { fields, files, digest } = await readUpload(ctx.req, operation.upload, take);
    const key = needsKey(operation)
      ? keyOf(ctx, Buffer.from(digest, 'hex'))
      : { key: '', request: '' };
    return { fields: bodyOf(operation, { bytes: Buffer.alloc(0), value: fields }), files, key };
  };
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
    if (!operation.unlimited) limiter.count('anonymous', callerOf(addressOf(ctx, trustProxy)));
    return undefined as unknown as Person;
  }
  const person = await personIn(ctx, deps);
  limiter.count(isUnsafe(operation) ? 'writes' : 'reads', person.id);
  const { roles } = operation;
  if (roles && !roles.some((role) => person.roles.includes(role))) throw new Problem('forbidden');
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
  if (status === 304 || status === 204) return;
  ctx.type = type;
  const isJson = type === 'application/json' && typeof body !== 'string';
  ctx.body = isJson ? JSON.stringify(body) : body;
}
