import { afterAll, beforeAll, expect, it } from 'vitest';
import { eraseExpired } from '../../src/engine/retention.ts';
import { example } from '../http/service.ts';
import { ask, startEngine, type TestEngine } from './engine.ts';

let engine: TestEngine;
beforeAll(async () => {
  engine = await startEngine();
});
afterAll(() => engine.close());

it('erases identifiers of cases closed for longer than is set, and of no others', async () => {
  const { cases, almanac, clock, database } = engine;
  const { knex } = database;
  const founder = await engine.person('founder');
  const opened = async (): Promise<string> => {
    const asked = ask(founder, 'REQUEST_CONSULTATION', example('REQUEST_CONSULTATION'));
    return (await cases.open('founding', asked)).answer.id;
  };
  const [closed, complained, open] = [await opened(), await opened(), await opened()];
  for (const id of [closed, complained])
    await cases.advance(id, ask(founder, 'WITHDRAW', example('WITHDRAW'), { expect: 1 }));
  await knex('cases').where({ id: open }).update({ parent_id: complained });
  const left = async (): Promise<string[]> =>
    (await knex('person_rows').whereNull('erased_at').distinct('case_id')).map(
      ({ case_id }) => case_id as string,
    );

  engine.at('2030-03-02T02:00:00.000Z');
  almanac.forget();
  expect(await eraseExpired(knex, almanac, clock)).toBe(0);
  const keep = async (months: number): Promise<void> => {
    const settings = { founding: { retentionMonths: months } };
    await knex('alliances').update({ settings });
    almanac.forget();
  };
  await keep(60);
  expect(await eraseExpired(knex, almanac, clock)).toBe(0);
  await keep(24);
  const { snapshot } = await knex('cases').where({ id: open }).first('snapshot');
  const data = { subject: { person: founder.id }, hold: { reason: 'Tranh chấp tại Tòa án' } };
  const held = { process: 'data-request@1', snapshot: { ...snapshot, data } };
  await knex('cases').where({ id: open }).update(held);
  expect(await eraseExpired(knex, almanac, clock)).toBe(0);
  await knex('cases').where({ id: open }).update({ process: 'founding@1', snapshot });
  expect(await eraseExpired(knex, almanac, clock)).toBeGreaterThan(0);
  expect((await left()).toSorted()).toEqual([complained, open].toSorted());
});
