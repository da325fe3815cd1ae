// The stage of the benchmarks: a throw-away database with many cases in one state, and the CPU that PostgreSQL used.
import { randomBytes, randomUUID } from 'node:crypto';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { founding } from '../machines/founding/index.ts';
import { createAccount } from '../src/accounts/accounts.ts';
import { ensureAlliance } from '../src/accounts/alliances.ts';
import { systemClock } from '../src/clock.ts';
import { migrate, openDatabase, type Database } from '../src/db.ts';
import { verificationCode } from '../src/documents/code.ts';
import { createAlmanac, type Almanac } from '../src/engine/almanac.ts';
import { createCases, type Cases } from '../src/engine/cases.ts';
import { createVault } from '../src/vault.ts';
import type { Person } from '../src/engine/rights.ts';
import { startPostgres } from '../src/postgres/supervisor.ts';
import { postgresCpuMs } from './cpu.ts';

export type Stage = {
  url: string;
  folder: string;
  database: Database;
  almanac: Almanac;
  cases: Cases;
  founder: Person;
  staff: Person;
  head: Person;
  /** A case that was just opened. */
  opened(): Promise<string>;
  /** A case in drafting, made by its events. */
  draft(): Promise<string>;
  /** Copies of that case, numbered from 1; their ids end in the number. */
  copies(of: string, count: number): Promise<void>;
  postgresCpuMs(): number;
  close(): Promise<void>;
};

const copiesAtOnce = 50_000;

const copyCases = `insert into cases
  select ('00000000-0000-7000-8000-' || lpad(to_hex(n), 12, '0'))::uuid, alliance_id, process, 'B-' || n, version, state, open,
    snapshot, head, title, commune, subject, parent_id, unit, assignee, due_on, parties, recused, opened_on, opened_at, updated_at, words
  from cases, generate_series($2::int, $3::int) n where id = $1`;

export function copyId(number: number): string {
  return `00000000-0000-7000-8000-${number.toString(16).padStart(12, '0')}`;
}

export async function openStage(connections: number): Promise<Stage> {
  const folder = mkdtempSync(join(tmpdir(), 'sang-lap-bench-'));
  chmodSync(folder, 0o755);
  const server = await startPostgres({ dataDir: folder });
  await migrate(server.url);
  const clock = systemClock();
  const database = await openDatabase(server.url, connections);
  const { knex, pool } = database;
  const alliance = await ensureAlliance(knex);
  const almanac = createAlmanac(knex);
  const newCode = (): string => verificationCode(randomBytes(16));
  const cases = createCases({
    pool,
    knex,
    clock,
    almanac,
    newCode,
    vault: createVault([{ id: 1, secret: 'of the benchmark' }]),
    mayCertify: () => Promise.resolve(true),
  });
  const person = async (role: 'founder' | 'staff' | 'unit-head'): Promise<Person> => {
    const account = await createAccount(
      knex,
      { allianceId: alliance.id, email: `${role}@example.vn`, name: role, roles: [role] },
      clock.now(),
    );
    return { id: account.id, name: role, roles: [role], allianceId: alliance.id };
  };
  const [founder, staff, head] = [
    await person('founder'),
    await person('staff'),
    await person('unit-head'),
  ];
  const example = (type: string): Record<string, unknown> =>
    founding.events[type]?.examples[0] ?? {};
  const key = (): { key: string; request: string } => ({ key: randomUUID(), request: '00' });
  const opened = async (): Promise<string> => {
    const payload = example('REQUEST_CONSULTATION');
    const opening = { by: founder, type: 'REQUEST_CONSULTATION', payload, key: key() };
    return (await cases.open('founding', opening)).answer.id;
  };
  return {
    url: server.url,
    folder,
    database,
    almanac,
    cases,
    founder,
    staff,
    head,
    opened,
    async draft() {
      const id = await opened();
      const assign = { ...example('ASSIGN'), adviser: staff.id };
      const concluded = example('CONCLUDE_VIABLE');
      const act = { key: key(), expect: 1, by: head, type: 'ASSIGN', payload: assign };
      await cases.advance(id, act);
      const next = {
        key: key(),
        expect: 2,
        by: staff,
        type: 'CONCLUDE_VIABLE',
        payload: concluded,
      };
      await cases.advance(id, next);
      return id;
    },
    async copies(of, count) {
      for (let first = 1; first <= count; first += copiesAtOnce) {
        const last = Math.min(count, first + copiesAtOnce - 1);
        await database.pool.query(copyCases, [of, first, last]);
      }
      await database.pool.query('analyze cases');
    },
    postgresCpuMs: () => postgresCpuMs(folder),
    async close() {
      await cases.idle();
      await database.close();
      await server.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
