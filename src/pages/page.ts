// What one page is: an operation that answers people. Declared like the operations of the API, with a form instead of
// a body; the answer is a template with its model, or where to go next.
import { randomUUID } from 'node:crypto';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import type { Context } from 'koa';
import { z } from 'zod';
import type { Role } from '../../machines/roles.ts';
import type { Language, Text } from '../../machines/text.ts';
import type { Person } from '../engine/rights.ts';
import type { UploadLimits } from '../http/form.ts';
import {
  operation,
  type Call,
  type Fields,
  type Operation,
  type Receive,
  type Reply,
  type RequestKey,
} from '../http/operation.ts';
import { languageOf } from '../http/problems.ts';
import type { Frame } from './frame.ts';

export type PageCall<P = unknown, Q = unknown> = {
  ctx: Context;
  /** Who is signed in; on public pages perhaps nobody, then undefined. */
  person: Person;
  params: P;
  query: Q;
  /** What the form sent, without its key and its proof of origin. Empty on GET. */
  fields: Fields;
  /** Of the hidden field `_key`; handed on to the engine. Empty on GET. */
  key: RequestKey;
  language: Language;
  /** Reads the form of a page that takes uploads. */
  receive: Receive<unknown>;
};

/** A template with what it shows, an address to go to next, or something that is not a page (a file). */
export type PageAnswer =
  | {
      view: string;
      model?: object;
      status?: number;
      headers?: Readonly<Record<string, string>>;
      /** The view has a form, although nobody needs to be signed in. */
      form?: boolean;
    }
  | { to: string }
  | { reply: Reply };

export type Page<P, Q> = {
  id: string;
  /** GET when left out. A POST takes a form, with a key and a proof of origin in hidden fields. */
  method?: 'GET' | 'POST';
  path: string;
  title: Text;
  /** Roles that may come here; left out, everybody who is signed in. */
  roles?: readonly Role[];
  /** Open to everybody. */
  public?: boolean;
  /** A form without `_key`: sending it twice does no harm. */
  keyless?: boolean;
  /** The form brings files: `fields` and `key` stay empty, `receive` reads them. */
  upload?: UploadLimits;
  /** Fields beside those files, all of them texts. */
  body?: z.ZodRawShape;
  params?: P;
  query?: Q;
};

type Out<S extends z.ZodRawShape> = z.output<z.ZodObject<S, z.core.$strict>>;

export type PageMaker = <
  P extends z.ZodRawShape = z.ZodRawShape,
  Q extends z.ZodRawShape = z.ZodRawShape,
>(
  given: Page<P, Q> & { handle: (call: PageCall<Out<P>, Out<Q>>) => Promise<PageAnswer> },
) => Operation;

const language = z.enum(['vi', 'en']).optional();

/** What every page may load: our own stylesheet, script, fonts and pictures; nothing written into the page itself. */
export const pagePolicy =
  "default-src 'none'; style-src 'self'; script-src 'self'; font-src 'self'; img-src 'self'; connect-src 'self'; " +
  "form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

/** Makes pages within one frame. */
export function pageMaker(frame: Frame): PageMaker {
  return (given) => {
    const { method = 'GET', query, handle, ...about } = given;
    return operation({
      ...about,
      method,
      tag: 'service',
      hidden: true,
      page: true,
      query: { ...query, lang: language } as z.ZodRawShape,
      answers: { 200: { title: given.title.en, types: ['text/html'] } },
      problems: [],
      async handle(call: Call) {
        const asked = frame.chooseLanguage(call.ctx, call.query as { lang?: Language });
        const answer = await handle({ ...call, ...asked } as never);
        if ('reply' in answer) return answer.reply;
        if ('to' in answer) return { status: 303, headers: { Location: answer.to } };
        const { view, model = {}, form = false } = answer;
        const { ctx, person } = call;
        return written(ctx, answer, await frame.draw({ ctx, person, form }, view, model));
      },
    } as never);
  };
}

const squeezeBr = promisify(brotliCompress);
const squeezeGzip = promisify(gzip);
const quick = { params: { [constants.BROTLI_PARAM_QUALITY]: 4 } };

/** A drawn page as an answer, squeezed. */
export async function written(
  ctx: Context,
  { status = 200, headers = {} }: { status?: number; headers?: Readonly<Record<string, string>> },
  html: string,
): Promise<Reply> {
  const encoding = ctx.acceptsEncodings('br', 'gzip', 'identity');
  const always = {
    'Content-Security-Policy': pagePolicy,
    'Content-Language': languageOf(ctx),
    Vary: 'Accept, Accept-Language, Accept-Encoding, Cookie',
    ...headers,
  };
  const type = 'text/html; charset=utf-8';
  if (encoding !== 'br' && encoding !== 'gzip')
    return { status, body: html, type, headers: always };
  const body = await (encoding === 'br' ? squeezeBr(html, quick) : squeezeGzip(html));
  return { status, body, type, headers: { ...always, 'Content-Encoding': encoding } };
}

/** A new key for a form: the same form sent twice does its work once. */
export function newKey(): string {
  return randomUUID();
}
