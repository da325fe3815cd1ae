// The outermost step of every call: its id, the headers all answers carry, and what becomes of an error.
import { randomUUID } from 'node:crypto';
import type { Context, Middleware, Next } from 'koa';
import { drain, hasUnreadBody } from './body.ts';
import type { Metrics } from './metrics.ts';
import { problemOf, statusOf, writeProblem } from './problems.ts';

/** Where lines about the running service go; `fields` never hold secrets or personal data. */
export type Log = (
  level: 'info' | 'warn' | 'error',
  message: string,
  fields?: Readonly<Record<string, unknown>>,
) => void;

export type EdgeDeps = { log: Log; metrics: Metrics; stopping: () => boolean; secure: boolean };

/** Runs around everything else; no error passes it. */
export function edge({ log, metrics, stopping, secure }: EdgeDeps): Middleware {
  const headers = commonHeaders(secure);
  return async (ctx: Context, next: Next) => {
    const startedAt = performance.now();
    const requestId = randomUUID();
    for (const [name, value] of headers) ctx.res.setHeader(name, value);
    ctx.res.setHeader('X-Request-Id', requestId);
    try {
      await next();
    } catch (error) {
      await refuse(ctx, error, requestId, log);
    }
    if (stopping()) ctx.set('Connection', 'close');
    metrics.answered(operationOf(ctx), ctx.status, (performance.now() - startedAt) / 1_000);
  };
}

function commonHeaders(secure: boolean): readonly (readonly [string, string])[] {
  const always = [
    ['X-Content-Type-Options', 'nosniff'],
    ['Cache-Control', 'no-store'],
    ['Referrer-Policy', 'no-referrer'],
    ['Content-Security-Policy', "default-src 'none'; frame-ancestors 'none'"],
    ['Cross-Origin-Resource-Policy', 'same-origin'],
  ] as const;
  return secure ? [...always, ['Strict-Transport-Security', 'max-age=31536000'] as const] : always;
}

async function refuse(ctx: Context, error: unknown, requestId: string, log: Log): Promise<void> {
  const problem = problemOf(error);
  const cause = problem.cause ?? (problem.code === 'internal' ? problem : undefined);
  if (statusOf[problem.code] >= 500 && cause !== undefined) {
    const text = cause instanceof Error ? (cause.stack ?? cause.message) : JSON.stringify(cause);
    log('error', 'request failed', {
      requestId,
      operation: operationOf(ctx),
      code: problem.code,
      error: text,
    });
  }
  if (hasUnreadBody(ctx.req)) {
    ctx.set('Connection', 'close');
    await drain(ctx.req);
  }
  writeProblem(ctx, problem, requestId);
}

function operationOf(ctx: Context): string {
  return (ctx.state['operation'] as string | undefined) ?? 'unknown';
}
