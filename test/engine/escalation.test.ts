// Heads of unit are told when a term is about to end and when work is late: once, until the end moves.
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { founding } from '../../machines/founding/index.ts';
import { addAbsence } from '../../src/engine/absences.ts';
import { createEscalation, type Escalation } from '../../src/engine/escalation.ts';
import type { Person } from '../../src/engine/rights.ts';
import { addUnit, changeUnit } from '../../src/engine/units.ts';
import { ask, startEngine, type TestEngine } from './engine.ts';

let engine: TestEngine;
let escalation: Escalation;
let head: Person;
let other: Person;
let caseId: string;

beforeEach(async () => {
  engine = await startEngine();
  const { database, clock, almanac } = engine;
  escalation = createEscalation(database.knex, clock, almanac);
  const leader = await engine.person('leader');
  head = await engine.person('unit-head');
  other = await engine.person('unit-head');
  const moment = { at: clock.now(), on: clock.today() };
  await database.knex.transaction(async (tx) => {
    const named = { code: 'mot', name: { vi: 'Phòng Một', en: 'Unit One' } };
    const { id } = await addUnit(tx, leader, named, moment);
    await changeUnit(
      tx,
      leader,
      { id, on: moment.on },
      {
        members: [{ account: head.id, head: true }],
        territories: [{ kind: 'everywhere' }],
      },
    );
  });
  const payload = founding.events['REQUEST_CONSULTATION']?.examples[0];
  const request = ask(await engine.person('founder'), 'REQUEST_CONSULTATION', payload);
  caseId = (await engine.cases.open('founding', request)).answer.id;
});
afterEach(() => engine.close());

const told = async () => {
  const rows = await engine.database
    .knex('outbox')
    .whereRaw(`payload ->> 'template' in ('termNear', 'workLate')`)
    .orderBy(['created_at', 'id']);
  return rows.map(({ payload: { template, recipient, data } }) => [
    template,
    recipient.person,
    data.term.dueOn,
  ]);
};

/** The case was opened on Monday 2 March; it is to be assigned within three working days. */
const due = '2026-03-05';
const on = (date: string): void => engine.at(`${date}T03:00:00.000Z`);

describe('escalation', () => {
  it('tells the head of the unit once when the end is near, and once when the work is late', async () => {
    await escalation.run();
    expect(await told()).toEqual([]);
    on('2026-03-04');
    await Promise.all([escalation.run(), escalation.run()]);
    await escalation.run();
    expect(await told()).toEqual([['termNear', head.id, due]]);
    on('2026-03-06');
    await engine.timers.work(50);
    await escalation.run();
    await escalation.run();
    expect(await told()).toEqual([
      ['termNear', head.id, due],
      ['workLate', head.id, due],
    ]);
    const inbox = await engine.database.knex('inbox').where({ person_id: head.id });
    expect(inbox).toHaveLength(2);
  });

  it('tells who stands in for the head, and nobody who must know nothing of the case', async () => {
    const { knex } = engine.database;
    await knex.transaction((tx) =>
      addAbsence(
        tx,
        head,
        { account: head.id, deputy: other.id, firstOn: '2026-03-01', lastOn: '2026-03-04' },
        engine.clock.now(),
      ),
    );
    on('2026-03-04');
    await escalation.run();
    expect(await told()).toEqual([['termNear', other.id, due]]);
    await knex('cases')
      .where({ id: caseId })
      .update({ recused: [head.id] });
    on('2026-03-06');
    await escalation.run();
    expect(await told()).toHaveLength(1);
  });

  it('tells anew when the end has moved', async () => {
    on('2026-03-04');
    await escalation.run();
    await engine.database.knex('cases').where({ id: caseId }).update({ due_on: '2026-03-10' });
    on('2026-03-09');
    await escalation.run();
    expect((await told()).filter(([template]) => template === 'termNear')).toHaveLength(2);
  });

  it('waits for working hours', async () => {
    engine.at('2026-03-04T15:00:00.000Z');
    await escalation.run();
    const [row] = await engine.database
      .knex('outbox')
      .whereRaw(`payload ->> 'template' = 'termNear'`);
    expect(row.next_at.toISOString()).toBe('2026-03-05T00:30:00.000Z');
    expect(row.payload.reminder).toBe(true);
  });
});
