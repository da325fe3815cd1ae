// The commit path beside pgbench writing the same rows on the same server: rate, latency, CPU per event.
import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { copyId, openStage, type Stage } from './stage.ts';

export type Measured = {
  events: number;
  rate: number;
  p50Ms: number;
  p99Ms: number;
  cpuUs: number;
};

/** Numbers of the first copy and of how many there are. */
export type Range = { first: number; count: number };

const runSeconds = 4;
const rounds = 3;
const payload = {
  part: 'plan',
  plan: { market: 'Chợ đầu mối tỉnh và các bếp ăn tập thể. '.repeat(5) },
};

/** Engine and floor in turn, at 1, 8, 32 and 64 writers; medians of three rounds, ratios pair by pair. */
export async function* commitBench(): AsyncGenerator<string> {
  const stage = await openStage(16);
  try {
    const copies = 80_000;
    await stage.copies(await stage.draft(), copies);
    await runEngine(stage, 16, 2, { first: 1, count: 8_000 });
    if (!(await hasPgbench()))
      yield 'pgbench is not installed: the floor is left out (Debian: postgresql-contrib)';
    for (const writers of [1, 8, 32, 64]) yield* compare(stage, writers, copies);
  } finally {
    await stage.close();
  }
}

async function* compare(stage: Stage, writers: number, copies: number): AsyncGenerator<string> {
  const pairs: { ours: Measured; floor: Measured | undefined }[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const ours = await runEngine(stage, writers, runSeconds, { first: 8_001, count: copies / 2 });
    const floor = (await hasPgbench())
      ? await runPgbench(stage, writers, runSeconds, {
          first: copies / 2 + 10_001,
          count: copies / 2 - 10_000,
        })
      : undefined;
    pairs.push({ ours, floor });
  }
  const of = (pick: (pair: (typeof pairs)[number]) => number | undefined): number =>
    median(pairs.map((pair) => pick(pair) ?? Number.NaN));
  const target = { 32: ' (target 0.55)', 64: ' (target 0.70)' }[writers] ?? '';
  yield `${writers} writers: ${of(({ ours }) => ours.rate).toFixed(0)} events/s, p50 ${of(({ ours }) => ours.p50Ms).toFixed(1)} ms, p99 ${of(({ ours }) => ours.p99Ms).toFixed(1)} ms, CPU ${of(({ ours }) => ours.cpuUs).toFixed(0)} us/event`;
  yield `  pgbench ${of(({ floor }) => floor?.rate).toFixed(0)}/s, CPU ${of(({ floor }) => floor?.cpuUs).toFixed(0)} us; rate ratio ${of(({ ours, floor }) => floor && ours.rate / floor.rate).toFixed(2)}${target}, CPU ratio ${of(({ ours, floor }) => floor && ours.cpuUs / floor.cpuUs).toFixed(2)} (target <= 2)`;
}

export function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}

/** Versions by stage and case, so that one bench may use several stages. */
const versions = new WeakMap<Stage, Map<string, number>>();

/** A closed loop of writers in this process, each on cases of its own, each event with its own key. */
export async function runEngine(
  stage: Stage,
  writers: number,
  seconds: number,
  { first, count }: Range,
): Promise<Measured> {
  const until = performance.now() + seconds * 1_000;
  const latencies: number[] = [];
  const cpu = process.cpuUsage();
  const postgres = stage.postgresCpuMs();
  const started = performance.now();
  const share = Math.floor(count / writers);
  await Promise.all(
    Array.from({ length: writers }, async (_, writer) => {
      for (let turn = 0; performance.now() < until; turn += 1) {
        latencies.push(await writeOne(stage, copyId(first + writer * share + (turn % share))));
      }
    }),
  );
  const elapsed = performance.now() - started;
  const used = process.cpuUsage(cpu);
  const cpuMs = (used.user + used.system) / 1_000 + stage.postgresCpuMs() - postgres;
  latencies.sort((a, b) => a - b);
  const at = (part: number): number => latencies[Math.floor(latencies.length * part)] ?? Number.NaN;
  const events = latencies.length;
  return {
    events,
    rate: (events / elapsed) * 1_000,
    p50Ms: at(0.5),
    p99Ms: at(0.99),
    cpuUs: (cpuMs * 1_000) / events,
  };
}

/** One saved draft; answers with the time it took, in ms. */
export async function writeOne(stage: Stage, id: string): Promise<number> {
  const known = versions.get(stage) ?? new Map<string, number>();
  versions.set(stage, known);
  const before = performance.now();
  const { answer } = await stage.cases.advance(id, {
    by: stage.founder,
    type: 'SAVE_DRAFT',
    payload,
    expect: known.get(id) ?? 3,
    key: { key: randomUUID(), request: 'ab'.repeat(32) },
  });
  known.set(id, answer.version);
  return performance.now() - before;
}

/** The floor: one prepared statement with the same rows, and no decision. */
const floorScript = `\\set n random(:first, :last)
with moved as (update cases set version = version + 1, state = :state, open = true, snapshot = (:snapshot)::jsonb,
    head = decode(:hash, 'hex'), title = :title, updated_at = now()
  where id = ('00000000-0000-7000-8000-' || lpad(to_hex((:n)::bigint), 12, '0'))::uuid returning id, version),
journal as (insert into case_events (case_id, version, event_id, type, actor_id, occurred_on, at, prev_hash, hash, canonical)
  select id, version, gen_random_uuid(), 'SAVE_DRAFT', :person, current_date, now(), decode(:hash, 'hex'), decode(:hash, 'hex'), :canonical from moved),
keyed as (insert into idempotency (person_id, key, request, status, answer, at)
  select :person, gen_random_uuid()::text, decode(:hash, 'hex'), 201, (:answer)::jsonb, now() from moved)
select id, version from moved;
`;

let pgbench: Promise<boolean> | undefined;

function hasPgbench(): Promise<boolean> {
  pgbench ??= promisify(execFile)('pgbench', ['--version']).then(
    () => true,
    () => false,
  );
  return pgbench;
}

/** pgbench with as many clients; its rows are as long as the engine's own latest ones. */
export async function runPgbench(
  stage: Stage,
  clients: number,
  seconds: number,
  { first, count }: Range,
): Promise<Measured> {
  const script = join(stage.folder, 'floor.sql');
  await writeFile(script, floorScript);
  const variables = { first, last: first + count - 1, ...(await sampleRow(stage)) };
  const defines = Object.entries(variables).flatMap(([name, value]) => ['-D', `${name}=${value}`]);
  const args = [
    '-n',
    '-M',
    'prepared',
    '-c',
    `${clients}`,
    '-j',
    `${Math.min(2, clients)}`,
    '-T',
    `${seconds}`,
    '-f',
    script,
  ];
  const postgres = stage.postgresCpuMs();
  const { stdout, stderr } = await promisify(execFile)('sh', [
    '-c',
    'pgbench "$@"; times',
    'pgbench',
    ...args,
    ...defines,
    stage.url,
  ]);
  const events = Number(/actually processed: (\d+)/.exec(stdout)?.[1] ?? 0);
  if (events === 0) throw new Error(`pgbench wrote nothing: ${stderr}`);
  const cpuMs = childrenMs(stdout) + stage.postgresCpuMs() - postgres;
  const rate = Number(/tps = ([\d.]+)/.exec(stdout)?.[1]);
  const p50Ms = Number(/latency average = ([\d.]+)/.exec(stdout)?.[1]);
  return { events, rate, p50Ms, p99Ms: Number.NaN, cpuUs: (cpuMs * 1_000) / events };
}

/** CPU of the children as the shell's `times` prints it on its last line: user and system, `0m1.230s`. */
function childrenMs(output: string): number {
  const last = output.trim().split('\n').at(-1) ?? '';
  return [...last.matchAll(/(\d+)m([\d.]+)s/g)].reduce(
    (total, [, minutes, rest]) => total + (Number(minutes) * 60 + Number(rest)) * 1_000,
    0,
  );
}

async function sampleRow(stage: Stage): Promise<Record<string, string>> {
  const { knex } = stage.database;
  const row = await knex('cases')
    .where({ id: copyId(1) })
    .first();
  const event = await knex('case_events').where({ type: 'SAVE_DRAFT' }).first('canonical');
  const kept = await knex('idempotency').orderBy('at', 'desc').first('answer');
  return {
    state: row.state,
    snapshot: JSON.stringify(row.snapshot),
    hash: row.head.toString('hex'),
    title: row.title,
    person: stage.founder.id,
    canonical: event.canonical,
    answer: JSON.stringify(kept.answer),
  };
}
