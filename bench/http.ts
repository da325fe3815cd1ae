// Events through HTTP: the service as its own process, 32 kept-alive lines from this one, on the same cores.
import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync, chmodSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { Agent, request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { founding } from '../machines/founding/index.ts';
import { startServer } from './server.ts';

const lines = 32;
const seconds = 5;
const cases = 400;

type Service = {
  url: string;
  cpuMs(): number;
  tokens: Map<string, string>;
  ids: Map<string, string>;
  stop(): Promise<void>;
};
type Answer = { status: number; body: { id: string; version: number } };

const agent = new Agent({ keepAlive: true, maxSockets: lines });

export async function* httpBench(): AsyncGenerator<string> {
  const service = await start();
  try {
    const ids: string[] = [];
    while (ids.length < cases)
      ids.push(...(await Promise.all(Array.from({ length: lines }, () => draft(service)))));
    await drained(service);
    const known = new Map(ids.map((id) => [id, 3]));
    const payload = { part: 'plan', plan: { market: 'Chợ đầu mối tỉnh. '.repeat(5) } };
    const latencies: number[] = [];
    const used = { own: service.cpuMs(), client: process.cpuUsage() };
    const until = performance.now() + seconds * 1_000;
    const share = Math.floor(ids.length / lines);
    await Promise.all(
      Array.from({ length: lines }, async (_, line) => {
        for (let turn = 0; performance.now() < until; turn += 1) {
          const id = ids[line * share + (turn % share)] as string;
          const before = performance.now();
          const { body } = await post(
            service,
            'founder',
            `/api/cases/${id}/events`,
            { type: 'SAVE_DRAFT', payload },
            known.get(id),
          );
          known.set(id, body.version);
          latencies.push(performance.now() - before);
        }
      }),
    );
    const client = process.cpuUsage(used.client);
    const own = ((service.cpuMs() - used.own) * 1_000) / latencies.length;
    const theirs = (client.user + client.system) / latencies.length;
    latencies.sort((a, b) => a - b);
    const at = (part: number): string =>
      (latencies[Math.floor(latencies.length * part)] ?? 0).toFixed(1);
    yield `${(latencies.length / seconds).toFixed(0)} events/s over ${lines} lines, p50 ${at(0.5)} ms, p99 ${at(0.99)} ms, CPU ${own.toFixed(0)} us of the service and ${theirs.toFixed(0)} us of this client for an event (target >= 1,000 events/s)`;
  } finally {
    await service.stop();
  }
}

/** The papers and notices of the preparation are worked off first; they are not what is measured. */
async function drained(service: Service): Promise<void> {
  for (;;) {
    const metrics = await fetch(`${service.url}/metrics`);
    const owed = /^sang_lap_outbox_pending (\d+)$/m.exec(await metrics.text())?.[1];
    if (owed === '0') return;
    await new Promise((wake) => setTimeout(wake, 500));
  }
}

async function draft(service: Service): Promise<string> {
  const example = (type: string): Record<string, unknown> =>
    founding.events[type]?.examples[0] ?? {};
  const opened = await post(service, 'founder', '/api/cases', {
    process: 'founding',
    payload: example('REQUEST_CONSULTATION'),
  });
  const path = `/api/cases/${opened.body.id}/events`;
  const assign = { ...example('ASSIGN'), adviser: service.ids.get('staff') };
  await post(service, 'unit-head', path, { type: 'ASSIGN', payload: assign }, 1);
  await post(
    service,
    'staff',
    path,
    { type: 'CONCLUDE_VIABLE', payload: example('CONCLUDE_VIABLE') },
    2,
  );
  return opened.body.id;
}

function post(
  service: Service,
  role: string,
  path: string,
  body: object,
  version?: number,
): Promise<Answer> {
  const headers = {
    authorization: `Bearer ${service.tokens.get(role)}`,
    'content-type': 'application/json',
    'idempotency-key': randomUUID(),
    ...(version === undefined ? {} : { 'if-match': `"${version}"` }),
  };
  return new Promise((done, failed) => {
    const sent = request(service.url + path, { method: 'POST', agent, headers }, (answer) => {
      let text = '';
      answer.setEncoding('utf8');
      answer.on('data', (chunk: string) => (text += chunk));
      answer.on('end', () => {
        if (answer.statusCode === 201)
          done({ status: 201, body: JSON.parse(text) as Answer['body'] });
        else failed(new Error(`${answer.statusCode} ${text}`));
      });
    });
    sent.on('error', failed);
    sent.end(JSON.stringify(body));
  });
}

async function start(): Promise<Service> {
  const folder = mkdtempSync(join(tmpdir(), 'sang-lap-bench-http-'));
  chmodSync(folder, 0o755);
  const server = await startServer({ DATA_DIR: folder });
  const { url } = server;
  const demo = JSON.parse(await readFile(join(folder, 'demo-accounts.json'), 'utf8')) as {
    role: string;
    token: string;
  }[];
  const tokens = new Map(demo.map(({ role, token }) => [role, token]));
  const stop = async (): Promise<void> => {
    agent.destroy();
    await server.stop();
    rmSync(folder, { recursive: true, force: true });
  };
  const { cpuMs } = server;
  const service: Service = { url, cpuMs, tokens, ids: new Map(), stop };
  const me = await fetch(`${url}/api/me`, {
    headers: { authorization: `Bearer ${tokens.get('staff')}` },
  });
  service.ids.set('staff', ((await me.json()) as { id: string }).id);
  return service;
}
