// Whether the process lives, whether it can work, and its figures.
import type pg from 'pg';
import { z } from 'zod';
import { may } from '../engine/permissions.ts';
import type { Tokens } from '../accounts/tokens.ts';
import { migrationNames } from '../db.ts';
import { Problem } from '../problem.ts';
import { bearerOf, isLocal } from './headers.ts';
import type { Metrics } from './metrics.ts';
import { operation, type Operation } from './operation.ts';
import { said } from './shapes.ts';

export type HealthDeps = {
  pool: pg.Pool;
  metrics: Metrics;
  tokens: Pick<Tokens, 'personOf'>;
  /** False while starting and when stopping. */
  ready: () => boolean;
};

const slowMs = 1_000;
const status = z.strictObject({ status: said(20) });

const shared = { tag: 'service', method: 'GET', public: true, unlimited: true } as const;

export function healthOperations(deps: HealthDeps): Operation[] {
  return [
    operation({
      ...shared,
      id: 'health',
      path: '/healthz',
      title: { vi: 'Tiến trình còn sống', en: 'The process lives' },
      answers: { 200: { title: 'Alive; says nothing of the database', schema: status } },
      problems: [],
      handle: () => Promise.resolve({ body: { status: 'alive' } }),
    }),
    readiness(deps),
    figures(deps),
  ];
}

function readiness({ pool, ready }: HealthDeps): Operation {
  const wanted = migrationNames();
  return operation({
    ...shared,
    id: 'readiness',
    path: '/readyz',
    title: { vi: 'Sẵn sàng phục vụ', en: 'Ready to serve' },
    answers: {
      200: { title: 'The schema fits and a query took less than a second', schema: status },
    },
    problems: ['unavailable'],
    async handle() {
      if (!ready())
        throw notReady(
          'Dịch vụ đang khởi động hoặc đang dừng',
          'The service is starting or stopping',
        );
      await checkDatabase(pool, wanted);
      return { body: { status: 'ready' } };
    },
  });
}

function figures({ metrics, tokens }: HealthDeps): Operation {
  return operation({
    ...shared,
    id: 'metrics',
    path: '/metrics',
    title: { vi: 'Số đo vận hành', en: 'Figures of this process' },
    answers: {
      200: {
        title: 'Prometheus text; from this machine, or for administrators and auditors',
        types: ['text/plain'],
      },
    },
    problems: ['unauthenticated', 'forbidden'],
    async handle({ ctx }) {
      if (!isLocal(ctx)) await mayMeasure(bearerOf(ctx), tokens);
      return { body: await metrics.text(), type: 'text/plain; version=0.0.4; charset=utf-8' };
    },
  });
}

async function checkDatabase(pool: pg.Pool, wanted: readonly string[]): Promise<void> {
  const query = pool.query<{ name: string }>('select name from knex_migrations');
  // It may still fail after we have stopped waiting.
  query.catch(() => undefined);
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(
      () => reject(notReady('Cơ sở dữ liệu trả lời quá chậm', 'The database answers too slowly')),
      slowMs,
    );
  });
  try {
    const { rows } = await Promise.race([query, late]);
    const done = new Set(rows.map(({ name }) => name));
    if (!wanted.every((name) => done.has(name))) {
      throw notReady('Cơ sở dữ liệu chưa được nâng cấp', 'The database schema is not up to date');
    }
  } catch (error) {
    if (error instanceof Problem) throw error;
    throw new Problem('unavailable', { retryAfterSeconds: 2 }, { cause: error });
  } finally {
    clearTimeout(timer);
  }
}

function notReady(vi: string, en: string): Problem {
  return new Problem('unavailable', { detail: { vi, en }, retryAfterSeconds: 2 });
}

async function mayMeasure(token: string | undefined, tokens: HealthDeps['tokens']): Promise<void> {
  const person = token === undefined ? undefined : await tokens.personOf(token);
  if (!person) throw new Problem('unauthenticated');
  if (!may(person, 'keepRunning')) throw new Problem('forbidden');
}
