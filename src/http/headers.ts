// Headers that calls carry: the bearer token, the idempotency key, the version a person saw, and where they come from.
import { createHash } from 'node:crypto';
import { isIP } from 'node:net';
import type { Context } from 'koa';
import type { Text } from '../../machines/text.ts';
import { Problem, type ProblemCode } from '../problem.ts';
import type { RequestKey } from './operation.ts';

const visibleAscii = /^[\x21-\x7e]{8,128}$/;

/**
 * The idempotency key with the digest of the request: method, path and body bytes.
 * @throws Problem `key-missing` when it is absent or not 8–128 visible ASCII characters
 */
export function keyOf(ctx: Context, body: Buffer): RequestKey {
  return digested(ctx, checkedKey(ctx), body);
}

/** The same for a form, which carries its key in a field. @throws Problem `key-missing` */
export function requestKey(ctx: Context, key: string | undefined, body: Buffer): RequestKey {
  if (key !== undefined && visibleAscii.test(key)) return digested(ctx, key, body);
  throw new Problem('key-missing');
}

function digested(ctx: Context, key: string, body: Buffer): RequestKey {
  const request = createHash('sha256')
    .update(`${ctx.method} ${ctx.path}\n`)
    .update(body)
    .digest('hex');
  return { key, request };
}

/** @throws Problem `key-missing` */
export function checkedKey(ctx: Context): string {
  const key = ctx.get('Idempotency-Key');
  if (visibleAscii.test(key)) return key;
  throw header('key-missing', 'Idempotency-Key', {
    vi: 'Idempotency-Key gồm 8–128 ký tự ASCII nhìn thấy được, mỗi việc một khóa riêng',
    en: 'Idempotency-Key has 8–128 visible ASCII characters, a new one for every act',
  });
}

/** The version in If-Match: `"3"`; undefined without the header. @throws Problem `malformed` for any other form */
export function expectedVersion(ctx: Context): number | undefined {
  const given = ctx.get('If-Match');
  if (given === '') return undefined;
  const found = /^"([1-9]\d{0,8})"$/.exec(given);
  if (found) return Number(found[1]);
  throw header('malformed', 'If-Match', {
    vi: 'If-Match là phiên bản hồ sơ trong ngoặc kép, như "3"',
    en: 'If-Match is the version of the case in quotes, like "3"',
  });
}

export function etagOf(version: number): string {
  return `"${version}"`;
}

/** True when If-None-Match names this version. */
export function isKnown(ctx: Context, version: number): boolean {
  const names = ctx.get('If-None-Match').split(',');
  return names.some((name) => name.trim().replace(/^W\//, '') === etagOf(version));
}

/** The bearer token; undefined without one. */
export function bearerOf(ctx: Context): string | undefined {
  return /^Bearer +(\S+)$/i.exec(ctx.get('Authorization'))?.[1];
}

/**
 * Address of the caller. Proxies may be believed for as many hops as stand before the service, and no more: what a
 * caller writes into X-Forwarded-For itself is to the left of theirs.
 */
export function addressOf(ctx: Context, hops: number): string {
  const peer = ctx.req.socket.remoteAddress ?? '';
  if (hops === 0) return peer;
  const told = ctx
    .get('X-Forwarded-For')
    .split(',')
    .map((text) => text.trim())
    .filter((text) => text !== '');
  const address = told.at(-Math.min(hops, told.length)) ?? '';
  return isIP(address) === 0 ? peer : address;
}

/** True when the call comes from this machine itself, not through a proxy on it. */
export function isLocal(ctx: Context): boolean {
  const peer = (ctx.req.socket.remoteAddress ?? '').replace(/^::ffff:/, '');
  const direct = ctx.get('X-Forwarded-For') === '' && ctx.get('Forwarded') === '';
  return direct && (peer === '::1' || peer.startsWith('127.'));
}

function header(code: ProblemCode, name: string, detail: Text): Problem {
  return new Problem(code, {
    detail,
    errors: [{ pointer: `/header/${name}`, code: 'header', detail }],
  });
}
