// The one place that turns errors into answers (RFC 9457). What went wrong inside never leaves; it is logged under
// the request id that the caller is given.
import type { Context } from 'koa';
import type { Language, Text } from '../../machines/text.ts';
import { databaseProblem } from '../db.ts';
import { Problem, problemTexts, type ProblemCode } from '../problem.ts';
import { cookieOf } from './cookies.ts';

export const statusOf: Readonly<Record<ProblemCode, number>> = {
  invalid: 422,
  malformed: 400,
  unauthenticated: 401,
  forbidden: 403,
  'not-found': 404,
  refused: 409,
  stale: 412,
  'version-missing': 428,
  'key-missing': 400,
  'key-reused': 422,
  'in-progress': 409,
  held: 409,
  'too-large': 413,
  'too-many': 429,
  'method-not-allowed': 405,
  'unsupported-media': 415,
  busy: 503,
  unavailable: 503,
  internal: 500,
};

/** Codes whose callers should come back. */
const waits: ReadonlySet<ProblemCode> = new Set(['too-many', 'busy', 'unavailable', 'in-progress']);

/** The problem a caller is told of; anything unknown is an internal one. */
export function problemOf(error: unknown): Problem {
  if (error instanceof Problem) return error;
  const away = databaseProblem(error);
  if (away) return away;
  const { status, expose } = error as { status?: unknown; expose?: unknown };
  if (expose === true && status === 413) return new Problem('too-large', {}, { cause: error });
  if (expose === true) return new Problem('malformed', {}, { cause: error });
  return new Problem('internal', {}, { cause: error });
}

/** True when a person in front of a browser waits for the answer; clients of the API get JSON. */
export function wantsPage(ctx: Context): boolean {
  return !ctx.path.startsWith('/api/') && ctx.accepts('json', 'html') === 'html';
}

/** Writes the problem as the answer, in the language asked for; `page` draws it for people. */
export function writeProblem(
  ctx: Context,
  problem: Problem,
  { requestId, page }: { requestId: string; page?: string | undefined },
): void {
  const { code, extra } = problem;
  const language = languageOf(ctx);
  ctx.status = statusOf[code];
  ctx.set('Content-Language', language);
  ctx.vary('Accept-Language');
  ctx.vary('Accept');
  if (code === 'unauthenticated') ctx.set('WWW-Authenticate', challengeOf(ctx));
  if (waits.has(code))
    ctx.set('Retry-After', String(Math.max(1, Math.ceil(extra.retryAfterSeconds ?? 1))));
  if (page !== undefined) {
    ctx.type = 'text/html; charset=utf-8';
    ctx.body = page;
    return;
  }
  ctx.type = 'application/problem+json';
  ctx.body = JSON.stringify(bodyOf(problem, language, requestId));
}

function challengeOf(ctx: Context): string {
  const realm = 'Bearer realm="sang-lap"';
  return ctx.get('Authorization') === '' ? realm : `${realm}, error="invalid_token"`;
}

/** `errors` and `reasons` keep both languages; `message` repeats the one asked for. */
function bodyOf({ code, extra }: Problem, language: Language, requestId: string): object {
  const { errors, reasons } = extra;
  const detail = detailOf(extra)?.[language];
  return {
    type: `/problems/${code}`,
    title: problemTexts[code][language],
    status: statusOf[code],
    ...(detail === undefined ? {} : { detail }),
    code,
    instance: requestId,
    ...(errors
      ? { errors: errors.map((fault) => ({ ...fault, message: fault.detail[language] })) }
      : {}),
    ...(reasons ? { reasons } : {}),
  };
}

/** What there is to say: the detail itself, else the first fault, else why it was refused. */
export function detailOf({ detail, errors, reasons }: Problem['extra']): Text | undefined {
  if (detail) return detail;
  const fault = errors?.[0];
  if (fault) {
    const at = fault.pointer === '' ? '' : `${fault.pointer}: `;
    return { vi: at + fault.detail.vi, en: at + fault.detail.en };
  }
  const titles = (reasons ?? []).flatMap((reason) => (reason as { title?: Text }).title ?? []);
  if (titles.length === 0) return undefined;
  return { vi: titles.map(({ vi }) => vi).join('; '), en: titles.map(({ en }) => en).join('; ') };
}

export const languageCookie = 'sl_lang';

/** Vietnamese unless the caller asked for English, once and for all or by what the browser prefers. */
export function languageOf(ctx: Context): Language {
  const chosen = ctx.state['language'] ?? cookieOf(ctx, languageCookie);
  if (chosen === 'vi' || chosen === 'en') return chosen;
  return ctx.acceptsLanguages('vi', 'en') === 'en' ? 'en' : 'vi';
}
