// The commit path beside pgbench writing the same rows on the same server: rate, latency, CPU per event.
import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { copyId, type Stage } from './stage.ts';

export type Measured = { rate: number; p50Ms: number; p99Ms: number; cpuUs: number };

const payload = { part: 'plan', plan: { market: 'Chợ đầu mối tỉnh và các bếp ăn tập thể trong huyện. '.repeat(5) } };

/** A closed loop of writers in this process, each on cases of its own, each event with its own key. */
export async function runEngine(stage: Stage, writers: number, seconds: number, cases: number, first: number): Promise<Measured> {
  const until = performance.now() + seconds * 1_000;
  const latencies: number[] = [];
  const versions = new Map<string, number>();
  const cpu = process.cpuUsage();
  const postgres = stage.postgresCpuMs();
  const started = performance.now();
  await Promise.all(
    Array.from({ length: writers }, async (_, writer) => {
      const share = Math.floor(cases / writers);
      for (let turn = 0; performance.now() < until; turn += 1) {
        const id = copyId(first + writer * share + (turn % share));
        const before = performance.now();
        const { answer } = await stage.cases.advance(id, {
          by: stage.founder,
          type: 'SAVE_DRAFT',
          payload,
          expect: versions.get(id) ?? 3,
          key: { key: randomUUID(), request: 'ab'.repeat(32) },
        });
        versions.set(id, answer.version);
        latencies.push(performance.now() - before);
      }
    }),
  );
  const elapsed = performance.now() - started;
  const used = process.cpuUsage(cpu);
  const cpuMs = (used.user + used.system) / 1_000 + stage.postgresCpuMs() - postgres;
  latencies.sort((a, b) => a - b);
  const at = (share: number): number => latencies[Math.floor(latencies.length * share)] ?? Number.NaN;
  return { rate: (latencies.length / elapsed) * 1_000, p50Ms: at(0.5), p99Ms: at(0.99), cpuUs: (cpuMs * 1_000) / latencies.length };
}

/** The floor: one prepared statement with the same rows, no decision possible. */
const floor = `\\set n random(:first, :last)
with moved as (update cases set version = version + 1, state = :state, open = true, snapshot = (:snapshot)::jsonb,
    head = decode(:hash, 'hex'), title = :title, updated_at = now()
  where id = ('00000000-0000-7000-8000-' || lpad(to_hex((:n)::bigint), 12, '0'))::uuid returning id, version),
journal as (insert into case_events (case_id, version, event_id, type, actor_id, occurred_on, at, prev_hash, hash, canonical)
  select id, version, gen_random_uuid(), 'SAVE_DRAFT', :person, current_date, now(), decode(:hash, 'hex'), decode(:hash, 'hex'), :canonical from moved),
keyed as (insert into idempotency (person_id, key, request, status, answer, at)
  select :person, gen_random_uuid()::text, decode(:hash, 'hex'), 201, (:answer)::jsonb, now() from moved)
select id, version from moved;
`;

/** pgbench with as many clients; its rows are as long as the engine's own latest ones. */
export async function runPgbench(stage: Stage, clients: number, seconds: number, cases: number, first: number): Promise<Measured> {
  const script = join(stage.folder, 'floor.sql');
  await writeFile(script, floor);
  const { knex } = stage.database;
  const row = await knex('cases').where({ id: copyId(1) }).first();
  const event = await knex('case_events').where({ type: 'SAVE_DRAFT' }).first('canonical');
  const kept = await knex('idempotency').first('answer');
  const variables = {
    first,
    last: first + cases - 1,
    state: row.state,
    snapshot: JSON.stringify(row.snapshot),
    hash: row.head.toString('hex'),
    title: row.title,
    person: stage.founder.id,
    canonical: event.canonical,
    answer: JSON.stringify(kept.answer),
  };
  const defines = Object.entries(variables).flatMap(([name, value]) => ['-D', `${name}=${value}`]);
  const args = ['-n', '-M', 'prepared', '-c', `${clients}`, '-j', '2', '-T', `${seconds}`, '-f', script, ...defines, stage.url];
  const postgres = stage.postgresCpuMs();
  const own = process.resourceUsage();
  void own;
  const { stdout, stderr } = await promisify(execFile)('sh', ['-c', 'pgbench "$@"; times', 'pgbench', ...args]);
  if (!/tps = /.test(stdout)) throw new Error(stdout + stderr);
  const rate = Number(/tps = ([\d.]+)/.exec(stdout)?.[1]);
  const latency = Number(/latency average = ([\d.]+)/.exec(stdout)?.[1]);
  const events = Number(/actually processed: (\d+)/.exec(stdout)?.[1]);
  const children = stdout.trim().split('\n').at(-1) ?? '';
  const clientMs = [...children.matchAll(/(\d+)m([\d.]+)s/g)].reduce((total, [, minutes, rest]) => total + (Number(minutes) * 60 + Number(rest)) * 1_000, 0);
  const cpuMs = clientMs + stage.postgresCpuMs() - postgres;
  return { rate, p50Ms: latency, p99Ms: Number.NaN, cpuUs: (cpuMs * 1_000) / events };
}
