// The outermost step of every call: its id, the headers all answers carry, and what becomes of an error.
import { randomUUID } from 'node:crypto';
import type { Context, Middleware, Next } from 'koa';
import { drain, hasUnreadBody } from './body.ts';
import type { Metrics } from './metrics.ts';
import type { Problem } from '../problem.ts';
import { problemOf, statusOf, wantsPage, writeProblem } from './problems.ts';

/** Where lines about the running service go; `fields` never hold secrets or personal data. */
export type Log = (
  level: 'info' | 'warn' | 'error',
  message: string,
  fields?: Readonly<Record<string, unknown>>,
) => void;

/** Draws a problem for people; a problem that people are led on from is answered by where they go. */
export type ProblemPage = (
  ctx: Context,
  problem: Problem,
  requestId: string,
) => Promise<{ html: string } | { to: string }>;

export type EdgeDeps = {
  log: Log;
  metrics: Metrics;
  stopping: () => boolean;
  secure: boolean;
  problemPage?: ProblemPage;
};

/** Runs around everything else; no error passes it. */
export function edge(deps: EdgeDeps): Middleware {
  const { metrics, stopping, secure } = deps;
  const headers = commonHeaders(secure);
  return async (ctx: Context, next: Next) => {
    const startedAt = performance.now();
    const requestId = randomUUID();
    for (const [name, value] of headers) ctx.res.setHeader(name, value);
    ctx.res.setHeader('X-Request-Id', requestId);
    try {
      await next();
    } catch (error) {
      await refuse(ctx, error, requestId, deps);
    }
    if (stopping()) ctx.set('Connection', 'close');
    metrics.answered(operationOf(ctx), ctx.status, (performance.now() - startedAt) / 1_000);
  };
}

function commonHeaders(secure: boolean): readonly (readonly [string, string])[] {
  const always = [
    ['X-Content-Type-Options', 'nosniff'],
    ['Cache-Control', 'no-store'],
    // Our own forms say where they come from; no other site learns a path of ours.
    ['Referrer-Policy', 'same-origin'],
    ['Content-Security-Policy', "default-src 'none'; frame-ancestors 'none'"],
    ['Cross-Origin-Resource-Policy', 'same-origin'],
  ] as const;
  return secure ? [...always, ['Strict-Transport-Security', 'max-age=31536000'] as const] : always;
}

async function refuse(
  ctx: Context,
  error: unknown,
  requestId: string,
  { log, problemPage }: EdgeDeps,
): Promise<void> {
  const problem = problemOf(error);
  tell(ctx, problem, requestId, log);
  if (hasUnreadBody(ctx.req)) {
    ctx.set('Connection', 'close');
    await drain(ctx.req);
  }
  const page = problemPage && wantsPage(ctx) ? problemPage(ctx, problem, requestId) : undefined;
  // A page that cannot be drawn must not hide what went wrong first.
  const drawn = await page?.catch((failed: unknown) => {
    log('error', 'a problem could not be drawn', { requestId, error: String(failed) });
  });
  if (drawn && 'to' in drawn) {
    ctx.status = 303;
    ctx.set('Location', drawn.to);
  } else writeProblem(ctx, problem, { requestId, page: drawn?.html });
}

function tell(ctx: Context, problem: Problem, requestId: string, log: Log): void {
  const cause = problem.cause ?? (problem.code === 'internal' ? problem : undefined);
  if (statusOf[problem.code] < 500 || cause === undefined) return;
  const error = cause instanceof Error ? (cause.stack ?? cause.message) : JSON.stringify(cause);
  const operation = operationOf(ctx);
  log('error', 'request failed', { requestId, operation, code: problem.code, error });
}

function operationOf(ctx: Context): string {
  return (ctx.state['operation'] as string | undefined) ?? 'unknown';
}
