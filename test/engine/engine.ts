// An engine on a fresh database, with a clock that tests hold in their hands.
import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Instant } from '../../machines/calendar.ts';
import type { Role } from '../../machines/roles.ts';
import { createAccount } from '../../src/accounts/accounts.ts';
import { ensureAlliance } from '../../src/accounts/alliances.ts';
import { systemClock, type Clock } from '../../src/clock.ts';
import { openDatabase, type Database } from '../../src/db.ts';
import { createAlmanac, type Almanac } from '../../src/engine/almanac.ts';
import { createAnchors, type Anchors } from '../../src/engine/anchor.ts';
import { createCases, type Cases } from '../../src/engine/cases.ts';
import type { Request } from '../../src/engine/decide.ts';
import type { Person } from '../../src/engine/rights.ts';
import { createTimers, type Timers } from '../../src/engine/timers.ts';
import { createUnseal, type Unseal } from '../../src/engine/unseal.ts';
import { createVault, type Vault } from '../../src/vault.ts';
import { verificationCode } from '../../src/documents/code.ts';
import { freshDatabase } from '../support.ts';

export type TestEngine = {
  url: string;
  database: Database;
  clock: Clock;
  almanac: Almanac;
  anchors: Anchors;
  cases: Cases;
  timers: Timers;
  vault: Vault;
  unseal: Unseal;
  folder: string;
  person(...roles: Role[]): Promise<Person>;
  /** A second engine on the same database, as another process would be. */
  another(): Promise<{ cases: Cases; close(): Promise<void> }>;
  /** Moves the clock to an instant. */
  at(instant: Instant): void;
  close(): Promise<void>;
};

/** Starts at nine in the morning of 2 March 2026 in Vietnam. */
export async function startEngine(
  start: Instant = '2026-03-02T02:00:00.000Z',
): Promise<TestEngine> {
  const { url, drop } = await freshDatabase();
  const clock = systemClock();
  const at = (instant: Instant): void => clock.setOffset(Date.parse(instant) - Date.now());
  at(start);
  const database = await openDatabase(url, 8);
  const { knex, pool } = database;
  const folder = mkdtempSync(join(tmpdir(), 'sang-lap-engine-'));
  const alliance = await ensureAlliance(knex);
  const almanac = createAlmanac(knex);
  const anchors = createAnchors(knex, clock, folder);
  const newCode = (): string => verificationCode(randomBytes(16));
  const mayCertify = (): Promise<boolean> => anchors.fresh();
  const vault = createVault([{ id: 1, secret: 'of a test' }]);
  const cases = createCases({ pool, knex, clock, almanac, newCode, vault, mayCertify });
  return {
    url,
    database,
    clock,
    almanac,
    anchors,
    cases,
    timers: createTimers(knex, clock, cases),
    vault,
    unseal: createUnseal(knex, vault, clock),
    folder,
    at,
    async person(...roles) {
      const email = `${randomUUID()}@example.vn`;
      const { id, name } = await createAccount(
        knex,
        { allianceId: alliance.id, email, name: roles.join(' '), roles },
        clock.now(),
      );
      return { id, name, roles, allianceId: alliance.id };
    },
    async another() {
      const second = await openDatabase(url, 4);
      const parts = { pool: second.pool, knex: second.knex, clock, newCode, vault, mayCertify };
      return {
        cases: createCases({ ...parts, almanac: createAlmanac(second.knex) }),
        close: () => second.close(),
      };
    },
    async close() {
      await cases.idle();
      await database.close();
      rmSync(folder, { recursive: true });
      await drop();
    },
  };
}

/** A request with a key of its own. */
export function ask(
  by: Person,
  type: string,
  payload: unknown,
  rest: Partial<Request> = {},
): Request {
  const request = createHash('sha256')
    .update(JSON.stringify([type, payload]))
    .digest('hex');
  return { by, type, payload, key: { key: randomUUID(), request }, ...rest };
}
