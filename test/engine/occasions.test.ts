// Days of the year: who is reminded, once, and reads it in the inbox.
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createOccasions, type Occasions } from '../../src/engine/occasions.ts';
import { listInbox } from '../../src/engine/inbox.ts';
import type { Person } from '../../src/engine/rights.ts';
import { startEngine, type TestEngine } from './engine.ts';

let engine: TestEngine;
let occasions: Occasions;
let coop: Person;
let stopped: Person;
let head: Person;

beforeEach(async () => {
  engine = await startEngine();
  const { database, clock, almanac } = engine;
  occasions = createOccasions(database.knex, clock, almanac);
  coop = await engine.person('cooperative');
  stopped = await engine.person('cooperative');
  head = await engine.person('unit-head');
  const register = (person: Person, code: string, status: string) =>
    database.knex('cooperatives').insert({
      alliance_id: person.allianceId,
      code,
      name: `Hợp tác xã ${code}`,
      kind: 'cooperative',
      status,
      registered_on: '2022-05-10',
      persons: [person.id],
    });
  await register(coop, '1900000001', 'Đang hoạt động');
  await register(stopped, '1900000002', 'Đã giải thể');
});
afterEach(() => engine.close());

const told = async (person: Person) => {
  const { database, unseal } = engine;
  const { items } = await listInbox({ db: database.knex, unseal }, person, {
    filter: {},
    limit: 50,
  });
  return items.map(({ notice, case: about }) => [notice.template, about]);
};

describe('days of the year', () => {
  it('remind cooperatives that are active of their yearly meeting, once', async () => {
    engine.at('2026-04-23T03:00:00.000Z');
    expect(await occasions.run()).toBe(1);
    await occasions.run();
    expect(await told(coop)).toEqual([['yearlyAssembly', null]]);
    expect(await told(stopped)).toEqual([]);
    expect(await told(head)).toEqual([]);
    engine.at('2026-04-24T03:00:00.000Z');
    expect(await occasions.run()).toBe(0);
  });

  it('remind the office of its reports, in working hours', async () => {
    engine.at('2026-12-24T15:00:00.000Z');
    await occasions.run();
    expect(await told(head)).toEqual([['reportDue', null]]);
    const [row] = await engine.database.knex('outbox').where({ kind: 'notify' });
    expect(row.next_at.toISOString()).toBe('2026-12-25T00:30:00.000Z');
  });
});
