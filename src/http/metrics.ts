// Figures of this process in the Prometheus text format: calls by operation and status, how long events take, and
// what waits in the database.
import type { Knex } from 'knex';
import type { Clock } from '../clock.ts';

export type Metrics = {
  /** One call answered; seconds it took. */
  answered(operation: string, status: number, seconds: number): void;
  /** All figures as text. */
  text(): Promise<string>;
};

const bounds = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5];
/** Operations whose time is kept: those that write an event. */
const timed = new Set(['openCase', 'addEvent']);

type Histogram = { buckets: number[]; sum: number; count: number };

export function createMetrics(db: Knex, clock: Clock): Metrics {
  const answers = new Map<string, number>();
  const times = new Map<string, Histogram>();

  function observe(operation: string, seconds: number): void {
    const known = times.get(operation) ?? { buckets: bounds.map(() => 0), sum: 0, count: 0 };
    times.set(operation, known);
    known.sum += seconds;
    known.count += 1;
    bounds.forEach((bound, index) => {
      if (seconds <= bound) known.buckets[index] = (known.buckets[index] as number) + 1;
    });
  }

  return {
    answered(operation, status, seconds) {
      const name = `operation="${operation}",status="${status}"`;
      answers.set(name, (answers.get(name) ?? 0) + 1);
      if (timed.has(operation)) observe(operation, seconds);
    },
    async text() {
      const lines = [
        ...series('sang_lap_requests_total', 'counter', 'Requests answered', [...answers]),
        ...[...times].flatMap(([operation, histogram]) => histogramLines(operation, histogram)),
        ...(await waiting(db, clock)),
        ...series('process_resident_memory_bytes', 'gauge', 'Memory of the process', [
          ['', process.memoryUsage.rss()],
        ]),
        ...series('process_cpu_seconds_total', 'counter', 'CPU time of the process', [
          ['', cpuSeconds()],
        ]),
      ];
      return `${lines.join('\n')}\n`;
    },
  };
}

function series(
  name: string,
  type: string,
  help: string,
  values: readonly (readonly [string, number])[],
): string[] {
  const rows = values.map(
    ([labels, value]) => `${name}${labels === '' ? '' : `{${labels}}`} ${value}`,
  );
  return [`# HELP ${name} ${help}`, `# TYPE ${name} ${type}`, ...rows];
}

function histogramLines(operation: string, { buckets, sum, count }: Histogram): string[] {
  const name = 'sang_lap_event_seconds';
  const label = `operation="${operation}"`;
  return [
    `# HELP ${name} Time to answer an event`,
    `# TYPE ${name} histogram`,
    ...bounds.map(
      (bound, index) => `${name}_bucket{${label},le="${bound}"} ${buckets[index] as number}`,
    ),
    `${name}_bucket{${label},le="+Inf"} ${count}`,
    `${name}_sum{${label}} ${sum}`,
    `${name}_count{${label}} ${count}`,
  ];
}

/** What waits, reminders that keep to working hours aside; no lines while the database is away. */
async function waiting(db: Knex, clock: Clock): Promise<string[]> {
  const now = clock.now();
  const { rows } = await db.raw<{
    rows: { pending: number; late: number; failed: number; due: number; cases: number }[];
  }>(
    `select (select count(*) from outbox where state = 'pending' and (next_at <= ?::timestamptz or attempts > 0)) as pending,
       (select coalesce(extract(epoch from ?::timestamptz - min(next_at)), 0)::float8 from outbox where state = 'pending') as late,
       (select count(*) from work_items where closed_at is null and id like '%/failed') as failed,
       (select count(*) from timers where due_at <= ?::timestamptz) as due`,
    [now, now, now],
  );
  const { pending = 0, late = 0, failed = 0, due = 0 } = rows[0] ?? {};
  return [
    ...series('sang_lap_outbox_pending', 'gauge', 'Effects that wait', [['', pending]]),
    ...series('sang_lap_outbox_late_seconds', 'gauge', 'How late the oldest waiting effect is', [
      ['', Math.max(0, late)],
    ]),
    ...series('sang_lap_effects_failed', 'gauge', 'Failed effects that wait for a person', [
      ['', failed],
    ]),
    ...series('sang_lap_timers_due', 'gauge', 'Timers whose moment has come', [['', due]]),
  ];
}

function cpuSeconds(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
}
