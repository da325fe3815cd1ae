// Pages of the desk and the lists of the API with many cases: time and CPU of the server for each, one request at a
// time. `PAGES_CASES` sets how many cases there are, `PAGES_OPEN` how many of a hundred are open.
import { randomUUID } from 'node:crypto';
import { loadavg } from 'node:os';
import { createSessions } from '../src/accounts/sign-in/sessions.ts';
import { openCase, stageOfPages } from './pages-stage.ts';
import { startServer, type Server } from './server.ts';
import type { Stage } from './stage.ts';

const cases = Number(process.env['PAGES_CASES'] ?? 100_000);
const rounds = Number(process.env['PAGES_ROUNDS'] ?? 100);
const warmUp = 20;

type Path = (round: number, open: number) => string;

const pages: Record<string, Path> = {
  case: (round, open) => `/cases/${openCase(round, open)}`,
  'case, journal': (round, open) => `/cases/${openCase(round, open)}/journal`,
  work: () => '/desk/work?role=any',
  'work, one process': () => '/desk/work?role=any&process=founding&claimedBy=none',
  'work, words': (round) => `/desk/work?role=any&text=phuoc long ${round % 10}`,
  cases: () => '/desk/cases',
  'cases, all': () => '/desk/cases?open=any',
  'cases, one state': () => '/desk/cases?process=founding&state=drafting',
  'cases, nobody has them': () => '/desk/cases?assignee=none',
  'search, number': (round) =>
    `/desk/cases?open=any&text=TL-2026-${10_001 + ((round * 7_919) % cases)}`,
  'search, words': (round) => `/desk/cases?open=any&text=hoa binh ${round % 10}`,
  'search, words of every case': () => '/desk/cases?open=any&text=hop tac xa',
  'search, words of every open case': () => '/desk/cases?text=hợp tác xã',
  'search, commune': () => '/desk/cases?open=any&text=xã giá rai',
  'search, person': () => '/desk/cases?open=any&text=nguyễn văn an',
  'search, nothing': () => '/desk/cases?open=any&text=khong co gi',
  states: () => '/desk/states',
  agenda: () => '/desk/agenda',
  home: () => '/desk',
  'API cases': () => '/api/cases?limit=50',
  'API open cases': () => '/api/cases?limit=50&open=true',
  'API words': (round) => `/api/cases?limit=50&text=hoa binh ${round % 10}`,
  'API work': () => '/api/work-items?limit=50',
};

/** One line for each page: p50, p95, CPU of the service and of the database for a request. */
export async function* pagesBench(): AsyncGenerator<string> {
  const stage = await stageOfPages(cases);
  let server: Server | undefined;
  try {
    const settings = { DATABASE_URL: stage.url, DATA_DIR: stage.folder, PROCESS_ROLE: 'web' };
    server = await startServer({ ...settings, SESSION_SECRET: randomUUID() });
    const cookie = await cookieOf(stage);
    yield `${cases} cases, ${stage.open} of them open (target p95 <= 50 ms)`;
    const only = process.env['PAGES_ONLY'];
    for (const [name, path] of Object.entries(pages)) {
      if (only && !name.includes(only)) continue;
      yield `${name}: ${await measured(stage, server, { cookie, path: (round) => path(round, stage.open) })}`;
    }
  } finally {
    await server?.stop();
    await stage.close();
  }
}

type Asked = { cookie: string; path: (round: number) => string };

/** p50, p95, and CPU of the service and of the database for one request of a page. */
export async function measured(
  stage: Stage,
  server: Server,
  { cookie, path }: Asked,
): Promise<string> {
  const times: number[] = [];
  let before = { own: 0, database: 0 };
  for (let round = 0; round < rounds + warmUp; round += 1) {
    if (round === warmUp) before = { own: server.cpuMs(), database: stage.postgresCpuMs() };
    const ms = await timed(server.url + path(round), cookie);
    if (round >= warmUp) times.push(ms);
  }
  const own = (server.cpuMs() - before.own) / rounds;
  const database = (stage.postgresCpuMs() - before.database) / rounds;
  times.sort((a, b) => a - b);
  const at = (part: number): string => (times[Math.floor(times.length * part)] ?? 0).toFixed(1);
  return `p50 ${at(0.5)} ms, p95 ${at(0.95)} ms; CPU ${own.toFixed(1)} + ${database.toFixed(1)} ms (load ${loadavg()[0]?.toFixed(1)})`;
}

export async function cookieOf({ database, head }: Stage): Promise<string> {
  const sessions = createSessions(database.knex, () => Date.now());
  const begun = await sessions.begin({ accountId: head.id, method: 'password', device: 'bench' });
  return `session=${begun.token}`;
}

async function timed(url: string, cookie: string): Promise<number> {
  const before = performance.now();
  const accept = url.includes('/api/') ? 'application/json' : 'text/html';
  const answer = await fetch(url, { headers: { cookie, accept } });
  await answer.arrayBuffer();
  if (answer.status !== 200) throw new Error(`${answer.status} ${url}`);
  return performance.now() - before;
}
