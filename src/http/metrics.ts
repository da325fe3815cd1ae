// Figures of this process in the Prometheus text format: calls by operation and status, how long events take, and
// how the service stands.
import type { Knex } from 'knex';
import type { Clock } from '../clock.ts';
import { readHealth } from '../engine/health.ts';
import { series } from './series.ts';
import { standing } from './standing.ts';

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
        ...standing(await readHealth(db, clock)),
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

function cpuSeconds(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
}
