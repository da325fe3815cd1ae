// Finds the operation of a request: by the start of its path to one small router, there by pattern and method. One
// long table of patterns would cost more than the rest of the call.
import Router from '@koa/router';
import type { Context, Middleware } from 'koa';
import { Problem } from '../problem.ts';
import type { Operation } from './operation.ts';

/** @param answer makes the middleware of an operation */
export function routing(
  operations: readonly Operation[],
  answer: (operation: Operation) => Middleware,
): Middleware {
  const routers = new Map<string, Middleware>();
  for (const [prefix, group] of Map.groupBy(operations, ({ path }) => prefixOf(path))) {
    const router = new Router({ strict: true, sensitive: true });
    for (const operation of group) {
      const path = operation.path.replaceAll(/\{(\w+)\}/g, ':$1');
      router.register(path, [operation.method], answer(operation) as never);
    }
    routers.set(prefix, router.routes() as unknown as Middleware);
  }
  return (ctx: Context) => {
    const router = routers.get(prefixOf(ctx.path));
    if (!router) throw new Problem('not-found');
    return router(ctx, () => noOperation(ctx));
  };
}

/** `/api/cases/1` → `api/cases`; `/verify/x` → `verify`. */
function prefixOf(path: string): string {
  const [, first = '', second = ''] = path.split('/', 3);
  return first === 'api' ? `api/${second}` : first;
}

/** The path may be known for other methods. */
function noOperation(ctx: Context): Promise<never> {
  const layers = (ctx['matched'] ?? []) as { methods: string[] }[];
  const methods = [...new Set(layers.flatMap((layer) => layer.methods))];
  if (methods.length === 0) throw new Problem('not-found');
  ctx.set('Allow', methods.toSorted().join(', '));
  throw new Problem('method-not-allowed');
}
