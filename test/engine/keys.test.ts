import { randomBytes, randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Person } from '../../src/engine/rights.ts';
import { checkKeys, renewRows } from '../../src/engine/keys.ts';
import { createUnseal, logRead } from '../../src/engine/unseal.ts';
import { createVault } from '../../src/vault.ts';
import { example } from '../http/service.ts';
import { ask, startEngine, type TestEngine } from './engine.ts';

let engine: TestEngine;
let founder: Person;
beforeAll(async () => {
  engine = await startEngine();
  founder = await engine.person('founder');
});
afterAll(() => engine.close());

const both = createVault([
  { id: 2, secret: 'the next key' },
  { id: 1, secret: 'of a test' },
]);

async function opened(): Promise<string> {
  const asked = ask(founder, 'REQUEST_CONSULTATION', example('REQUEST_CONSULTATION'));
  return (await engine.cases.open('founding', asked)).answer.id;
}

async function dataOf(id: string): Promise<unknown> {
  return (await engine.database.knex('cases').where({ id }).first('snapshot')).snapshot.data;
}

describe('keys of identifiers', () => {
  it('are registered at the first start and must be the same at the next', async () => {
    const { knex } = engine.database;
    await checkKeys(knex, engine.vault);
    await checkKeys(knex, engine.vault);
    await expect(checkKeys(knex, createVault([{ id: 1, secret: 'another' }]))).rejects.toThrow(
      'PERSONAL_KEY 1 is not the key this database was written with',
    );
  });

  it('change: new rows under the new one, old ones readable, then written anew', async () => {
    const { knex } = engine.database;
    const id = await opened();
    await checkKeys(knex, both);
    const unseal = createUnseal(knex, both, engine.clock);
    const before = await unseal(id, await dataOf(id));
    expect(JSON.stringify(before)).toContain('0912345678');
    const only = createVault([{ id: 2, secret: 'the next key' }]);
    await expect(checkKeys(knex, only)).rejects.toThrow('PERSONAL_KEY lacks key 1');
    expect(await renewRows(knex, both, 'older')).toBeGreaterThan(0);
    expect(await renewRows(knex, both, 'older')).toBe(0);
    await checkKeys(knex, only);
    expect(await createUnseal(knex, only, engine.clock)(id, await dataOf(id))).toEqual(before);
  });

  it('encrypt what an earlier version wrote in the clear, and never undo an erasure', async () => {
    const { knex } = engine.database;
    const [id, caseId] = [randomUUID(), randomUUID()];
    const salt = randomBytes(16);
    await knex('person_rows').insert({ id, case_id: caseId, kind: 'phone', value: '0987', salt });
    expect(await renewRows(knex, engine.vault, 'clear')).toBe(1);
    const row = await knex('person_rows').where({ id }).first();
    expect(row).toMatchObject({ value: null, salt: null, erased_at: null });
    expect(engine.vault.unlock(id, 'phone', row.cipher)).toEqual({ value: '0987', salt });
    expect(row.mark.equals(engine.vault.mark('phone', '0987'))).toBe(true);
    await expect(
      knex('person_rows').where({ id }).update({ erased_at: engine.clock.now() }),
    ).rejects.toThrow('erased_means_gone');
  });
});

describe('reads of identifiers', () => {
  it('are written down with the values they hand out; the system’s own are not', async () => {
    const { knex } = engine.database;
    const id = await opened();
    const data = await dataOf(id);
    await engine.unseal(id, data);
    await engine.unseal(id, { nothing: 'sealed' }, { person: founder, operation: 'readCase' });
    expect(await knex('personal_reads').where({ case_id: id })).toEqual([]);
    await engine.unseal(id, data, { person: founder, operation: 'readCase' });
    await logRead(knex, engine.clock, { id: 'cli', operation: 'export' }, id);
    const reads = await knex('personal_reads').where({ case_id: id }).orderBy('seq');
    expect(
      reads.map(({ reader, operation, identifiers }) => [reader, operation, identifiers]),
    ).toEqual([
      [founder.id, 'readCase', expect.any(Number)],
      ['cli', 'export', expect.any(Number)],
    ]);
    expect(reads[0].identifiers).toBeGreaterThan(0);
  });

  it('stay: the log refuses change', async () => {
    const { knex } = engine.database;
    for (const attempt of [
      () => knex('personal_reads').update({ reader: 'nobody' }),
      () => knex('personal_reads').delete(),
      () => knex.raw('truncate personal_reads'),
    ])
      await expect(attempt()).rejects.toThrow(/denied|append-only/);
  });
});
