// Reading a body by hand, JSON or a form: strict about its type, size, encoding and shape. Never `for await` over the request:
// breaking out of that destroys the stream and leaves a kept-alive line out of step.
import type { IncomingMessage } from 'node:http';
import type { Context } from 'koa';
import type { Text } from '../../machines/text.ts';
import { Problem, type ProblemCode } from '../problem.ts';

export const bodyLimits = { bytes: 256 * 1024, depth: 32, keys: 1_000, readMs: 30_000 } as const;

export type Body = { bytes: Buffer; value: unknown };

const none: Body = { bytes: Buffer.alloc(0), value: undefined };
const read = new WeakSet<IncomingMessage>();

/** True when the request announces a body. */
export function announcesBody({ headers }: IncomingMessage): boolean {
  const length = headers['content-length'];
  return headers['transfer-encoding'] !== undefined || (length !== undefined && length !== '0');
}

/** True when a body was announced and has not been read to its end. */
export function hasUnreadBody(req: IncomingMessage): boolean {
  return announcesBody(req) && !read.has(req);
}

/** Notes that a body was read to its end. */
export function markRead(req: IncomingMessage): void {
  read.add(req);
}

/**
 * The body as bytes and value; without a body the value is undefined.
 * @throws Problem `unsupported-media`, `too-large`, `malformed`, `invalid`
 */
export async function readJson(ctx: Context): Promise<Body> {
  const bytes = await readWhole(ctx, 'application/json');
  if (bytes.length === 0) return none;
  const value = parseJson(bytes);
  checkShape(value);
  return { bytes, value };
}

/**
 * The bytes of a body of this type; none without a body.
 * @throws Problem `unsupported-media`, `too-large`, `malformed`
 */
export async function readWhole({ req }: Context, type: string): Promise<Buffer> {
  if (!announcesBody(req)) return none.bytes;
  checkHeaders(req, type);
  const bytes = await readBytes(req);
  markRead(req);
  return bytes;
}

/** @throws Problem `unsupported-media` for a compressed body */
export function checkNotEncoded({ headers }: IncomingMessage): void {
  const encoding = headers['content-encoding'];
  if (encoding === undefined || encoding.trim().toLowerCase() === 'identity') return;
  throw problem('unsupported-media', {
    vi: 'Nội dung phải gửi không nén (không có Content-Encoding)',
    en: 'The content must be sent as it is, without Content-Encoding',
  });
}

function checkHeaders(req: IncomingMessage, type: string): void {
  const { headers } = req;
  checkNotEncoded(req);
  const [given = '', ...parameters] = (headers['content-type'] ?? '').split(';');
  const utf8Only = parameters.every((each) => /^\s*(?:charset\s*=\s*"?utf-8"?\s*)?$/i.test(each));
  if (given.trim().toLowerCase() !== type || !utf8Only || parameters.length > 2) {
    throw problem('unsupported-media', {
      vi: `Nội dung phải có Content-Type: ${type} (UTF-8)`,
      en: `The content must have Content-Type: ${type} (UTF-8)`,
    });
  }
  if (Number(headers['content-length'] ?? 0) > bodyLimits.bytes) throw tooLarge();
}

function tooLarge(): Problem {
  return problem('too-large', {
    vi: `Nội dung tối đa ${bodyLimits.bytes} byte`,
    en: `The content has at most ${bodyLimits.bytes} bytes`,
  });
}

function readBytes(req: IncomingMessage): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let length = 0;
    const onData = (chunk: Buffer): void => {
      length += chunk.length;
      if (length > bodyLimits.bytes) finish(() => reject(tooLarge()));
      else chunks.push(chunk);
    };
    const onEnd = (): void =>
      finish(() => resolve(chunks.length === 1 ? (chunks[0] as Buffer) : Buffer.concat(chunks)));
    const onCut = (): void => finish(() => reject(new Problem('malformed')));
    const late = setTimeout(onCut, bodyLimits.readMs);
    const finish = (settle: () => void): void => {
      clearTimeout(late);
      req.off('data', onData).off('end', onEnd).off('error', onCut).off('close', onCut);
      // Errors may still come after the listeners are gone.
      req.on('error', () => undefined);
      settle();
    };
    req.on('data', onData).on('end', onEnd).on('error', onCut).on('close', onCut);
  });
}

const utf8 = new TextDecoder('utf-8', { fatal: true });

/** @throws Problem `malformed` */
export function decoded(bytes: Buffer): string {
  try {
    return utf8.decode(bytes);
  } catch {
    throw problem('malformed', {
      vi: 'Nội dung không phải UTF-8 hợp lệ',
      en: 'The content is not valid UTF-8',
    });
  }
}

function parseJson(bytes: Buffer): unknown {
  const text = decoded(bytes);
  try {
    return JSON.parse(text) as unknown;
  } catch {
    throw problem('malformed', {
      vi: 'Nội dung không phải JSON hợp lệ',
      en: 'The content is not valid JSON',
    });
  }
}

type Walk = { keys: number; path: string[] };

/** Depth, number of keys, and texts that a database can hold. */
function checkShape(value: unknown): void {
  walk(value, { keys: 0, path: [] });
}

function walk(value: unknown, state: Walk): void {
  if (typeof value === 'string') return checkText(value, state);
  if (value === null || typeof value !== 'object') return;
  if (state.path.length >= bodyLimits.depth) {
    throw at(state, 'malformed', 'depth', {
      vi: `JSON lồng tối đa ${bodyLimits.depth} cấp`,
      en: `JSON nests at most ${bodyLimits.depth} levels deep`,
    });
  }
  if (Array.isArray(value)) value.forEach((item, index) => step(String(index), item, state));
  else for (const [key, item] of Object.entries(value)) member(key, item, state);
}

function member(key: string, item: unknown, state: Walk): void {
  state.keys += 1;
  if (state.keys > bodyLimits.keys) {
    throw at(state, 'malformed', 'keys', {
      vi: `JSON có tối đa ${bodyLimits.keys} khóa`,
      en: `JSON has at most ${bodyLimits.keys} keys`,
    });
  }
  if (key === '__proto__' || key.length > 100) {
    throw at({ ...state, path: [...state.path, key.slice(0, 100)] }, 'invalid', 'unknown', {
      vi: 'Trường này không có trong biểu mẫu, hãy bỏ đi',
      en: 'This field is not part of the form; leave it out',
    });
  }
  checkText(key, state);
  step(key, item, state);
}

function step(name: string, item: unknown, state: Walk): void {
  state.path.push(name);
  walk(item, state);
  state.path.pop();
}

function checkText(text: string, state: Walk): void {
  if (text.isWellFormed() && !text.includes('\0')) return;
  throw at(state, 'invalid', 'text', {
    vi: 'Văn bản có ký tự không hợp lệ (NUL hoặc nửa cặp Unicode)',
    en: 'The text has an impossible character (NUL or half a Unicode pair)',
  });
}

function at({ path }: Walk, code: ProblemCode, fault: string, detail: Text): Problem {
  const pointer = path
    .map(
      (name) =>
        `/${name.toWellFormed().replaceAll('\0', '').replaceAll('~', '~0').replaceAll('/', '~1')}`,
    )
    .join('');
  return new Problem(code, { errors: [{ pointer, code: fault, detail }] });
}

function problem(code: ProblemCode, detail: Text): Problem {
  return new Problem(code, { detail });
}

const drainedAtMost = 1024 * 1024;
const drainedForMs = 300;

/**
 * Reads on for a moment after a refusal, so that a caller still sending sees the answer instead of a cut line. The
 * line is closed afterwards in any case.
 */
export function drain(req: IncomingMessage): Promise<void> {
  req.on('error', () => undefined);
  if (req.complete || req.destroyed) {
    req.resume();
    return Promise.resolve();
  }
  return new Promise((resolve) => {
    let bytes = 0;
    const count = (chunk: Buffer): void => {
      bytes += chunk.length;
      if (bytes > drainedAtMost) done();
    };
    const done = (): void => {
      clearTimeout(timer);
      req.off('data', count).off('end', done).off('close', done);
      req.resume();
      resolve();
    };
    const timer = setTimeout(done, drainedForMs);
    req.on('data', count).on('end', done).on('close', done);
  });
}
