// Three hundred certificates at once: every number from 1 to 300, none twice, none left out.
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { ask } from '../engine/engine.ts';
import { startOffice, type Office } from './certified.ts';

const count = 300;
let office: Office;
let ids: string[];

beforeAll(async () => {
  office = await startOffice();
  const { knex } = office.service.engine.database;
  const passed = await office.passed();
  ids = Array.from({ length: count }, () => randomUUID());
  // Copies of one case whose vote has passed, each on a subject of its own.
  await knex.raw(
    `insert into cases select (jsonb_populate_record(c, jsonb_build_object(
        'id', q.id, 'number', 'B-' || q.n, 'subject', c.subject || ':' || q.n))).*
      from cases c, unnest(?::uuid[]) with ordinality as q(id, n) where c.id = ?`,
    [ids, passed],
  );
});
afterAll(() => office.close());

it('are signed at once, with numbers 1 to 300', async () => {
  const { cases, database } = office.service.engine;
  const { leader } = office.people;
  const { version } = await database.knex('cases').where({ id: ids[0] }).first('version');
  await Promise.all(
    ids.map((id) => cases.advance(id, ask(leader.person, 'SIGN', {}, { expect: version }))),
  );
  for (const kind of ['RECOGNITION_CERT', 'RECOGNITION_DECISION']) {
    const numbers: number[] = await database
      .knex('documents')
      .where({ kind })
      .orderBy('number')
      .pluck('number');
    const [first = 0] = numbers;
    expect(numbers).toEqual(Array.from({ length: count }, (_, index) => first + index));
    if (kind === 'RECOGNITION_CERT') expect(first).toBe(1);
  }
  const codes: string[] = await database.knex('documents').pluck('code');
  expect(new Set(codes).size).toBe(codes.length);
});
