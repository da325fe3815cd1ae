// Pages of the desk with many cases: time of the server for the page of a case, the list of work and the list of
// cases. `PAGES_CASES` sets how many there are.
import { spawn, type ChildProcess } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { createSessions } from '../src/accounts/sign-in/sessions.ts';
import { copyId, openStage, type Stage } from './stage.ts';

const cases = Number(process.env['PAGES_CASES'] ?? 100_000);
const rounds = 150;
const warmUp = 20;

export async function* pagesBench(): AsyncGenerator<string> {
  const stage = await openStage(8);
  let service: Service | undefined;
  try {
    await fill(stage);
    service = await start(stage);
    const cookie = await cookieOf(stage);
    const paths = {
      case: (round: number) => `/cases/${copyId(1 + ((round * 7_919) % cases))}`,
      work: () => '/desk/work?role=any',
      cases: () => '/desk/cases',
      search: (round: number) => `/desk/cases?text=hoa binh ${round % 10}`,
      home: () => '/desk',
    };
    for (const [name, path] of Object.entries(paths)) {
      const times: number[] = [];
      for (let round = 0; round < rounds + warmUp; round += 1) {
        const ms = await timed(service.url + path(round), cookie);
        if (round >= warmUp) times.push(ms);
      }
      times.sort((a, b) => a - b);
      const at = (part: number): string => (times[Math.floor(times.length * part)] ?? 0).toFixed(1);
      yield `${name}: p50 ${at(0.5)} ms, p95 ${at(0.95)} ms with ${cases} cases (target p95 <= 50 ms)`;
    }
  } finally {
    await service?.stop();
    await stage.close();
  }
}

/** Copies of one case with its journal, and one open work item each. */
async function fill(stage: Stage): Promise<void> {
  const id = await stage.draft();
  await stage.copies(id, cases);
  const { pool } = stage.database;
  await pool.query(
    `insert into case_events select c.id, e.version, gen_random_uuid(), e.client_ref, e.type, e.actor_id, e.occurred_on,
       e.at, e.counts, e.prev_hash, e.hash, e.canonical from case_events e cross join cases c
     where e.case_id = $1 and c.id <> $1`,
    [id],
  );
  await pool.query(
    `insert into work_items (id, case_id, alliance_id, state, title, roles, due_on, opened_at)
     select c.id || '/4/0', c.id, c.alliance_id, 'bench', '{"vi":"Xem dự thảo","en":"Review"}', '{staff,unit-head}',
       current_date + (random() * 60)::int, now() - random() * interval '30 days' from cases c`,
  );
  await pool.query('vacuum analyze');
}

async function cookieOf({ database, head }: Stage): Promise<string> {
  const sessions = createSessions(database.knex, () => Date.now());
  const begun = await sessions.begin({ accountId: head.id, method: 'password', device: 'bench' });
  return `session=${begun.token}`;
}

async function timed(url: string, cookie: string): Promise<number> {
  const before = performance.now();
  const answer = await fetch(url, { headers: { cookie, accept: 'text/html' } });
  await answer.arrayBuffer();
  if (answer.status !== 200) throw new Error(`${answer.status} ${url}`);
  return performance.now() - before;
}

type Service = { url: string; stop(): Promise<void> };

async function start({ url: database, folder }: Stage): Promise<Service> {
  const main = new URL('../src/main.ts', import.meta.url).pathname;
  const settings = { DATABASE_URL: database, DATA_DIR: folder, PORT: '0', PROCESS_ROLE: 'web' };
  const env = { ...process.env, ...settings, LOG_LEVEL: 'error', SESSION_SECRET: randomUUID() };
  const child = spawn(process.execPath, [main, 'serve'], {
    env: { ...env, NODE_ENV: 'test' },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const url = await ready(child);
  const stop = (): Promise<void> =>
    new Promise((done) => {
      child.once('exit', () => done());
      child.kill('SIGTERM');
    });
  return { url, stop };
}

function ready(child: ChildProcess): Promise<string> {
  return new Promise((done, failed) => {
    let text = '';
    child.stdout?.on('data', (chunk: Buffer) => {
      text += chunk.toString();
      const url = /is ready: (\S+)/.exec(text)?.[1];
      if (url) done(url.replace('localhost', '127.0.0.1'));
    });
    child.once('exit', (code) => failed(new Error(`the service ended with ${code}`)));
  });
}
