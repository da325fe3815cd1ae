// Reminders wait for working hours; those who chose it get them in one mail a day, under one Message-ID whatever
// happens on the way, and nothing of a case they may not know of.
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { founding } from '../machines/founding/index.ts';
import { changePreferences } from '../src/accounts/preferences.ts';
import { createDeliver } from '../src/deliver.ts';
import { createOutbox, Later, type Outbox, type Owed } from '../src/engine/outbox.ts';
import { oweNotices } from '../src/engine/owe.ts';
import type { Person } from '../src/engine/rights.ts';
import { DeliveryRefused, type Message } from '../src/notices/channel.ts';
import { ask, startEngine, type TestEngine } from './engine/engine.ts';

let engine: TestEngine;
let outbox: Outbox;
let head: Person;
let cases: string[];
let sent: Message[];
let answer: (message: Message) => Error | undefined;

/** An instant by the clock of Vietnam. */
const at = (time: string): void => engine.at(new Date(`${time}:00+07:00`).toISOString());

beforeEach(async () => {
  engine = await startEngine();
  head = await engine.person('unit-head');
  sent = [];
  answer = () => undefined;
  const { database, clock, almanac, unseal } = engine;
  const mailer = {
    send: (message: Message) => {
      const trouble = answer(message);
      if (trouble) return Promise.reject(trouble);
      sent.push(message);
      return Promise.resolve({ messageId: '' });
    },
    close: () => undefined,
  };
  const deliver = createDeliver({
    knex: database.knex,
    clock,
    almanac,
    unseal,
    vault: engine.vault,
    mailer,
    publicUrl: 'https://htx.example.vn',
    mailFrom: 'no-reply@htx.example.vn',
  });
  outbox = createOutbox(database.knex, clock, 'test', (owed) => {
    const { payload } = owed;
    if (payload.kind === 'notify') return deliver.notice(owed, payload);
    return payload.kind === 'digest' ? deliver.digest(owed, payload) : Promise.resolve();
  });
  cases = [];
  const payload = founding.events['REQUEST_CONSULTATION']?.examples[0];
  for (let count = 0; count < 3; count += 1) {
    const request = ask(await engine.person('founder'), 'REQUEST_CONSULTATION', payload);
    cases.push((await engine.cases.open('founding', request)).answer.id);
  }
  await settle();
  sent = [];
});
afterEach(() => engine.close());

async function settle(): Promise<void> {
  while ((await outbox.work()) > 0) await outbox.idle();
}

const remind = (reader: Person, which = cases, template = 'termReminder') =>
  engine.database.knex.transaction((tx) =>
    oweNotices(
      tx,
      which.map((caseId) => ({
        id: `${caseId}/r${template.toLowerCase()}/0`,
        caseId,
        template,
        recipient: { person: reader.id, name: reader.name },
        data: { term: { title: { vi: 'Nộp bổ sung', en: 'Supplement' }, dueOn: '2026-03-20' } },
        reminder: true as const,
      })),
      engine.clock.now(),
    ),
  );

const states = async () =>
  (await engine.database.knex('outbox').where('id', 'like', '%/r%')).map(({ state }) => state);

describe('a digest', () => {
  beforeEach(() => changePreferences(engine.database.knex, head.id, { digest: true }));

  it('is one mail a working day with all that waits, in the words of its reader', async () => {
    at('2026-03-02T08:00');
    await remind(head);
    await settle();
    expect(sent).toEqual([]);
    at('2026-03-02T09:01');
    await settle();
    expect(sent).toHaveLength(1);
    const [mail] = sent as [Message];
    expect(mail.noticeId).toBe(`${head.id}/digest/20260302`);
    for (const id of cases) expect(mail.text).toContain(`https://htx.example.vn/cases/${id}`);
    expect(mail.text).toContain('Nhắc hạn: Nộp bổ sung');
    expect(mail.text).toContain('(20/03/2026)');
    at('2026-03-02T09:05');
    await settle();
    expect(await states()).toEqual(['done', 'done', 'done']);
    // What comes later in the day goes with the next one.
    await remind(head, cases.slice(0, 1), 'termLapsed');
    at('2026-03-02T23:00');
    await settle();
    expect(sent).toHaveLength(1);
    at('2026-03-03T09:01');
    await settle();
    expect(sent.map(({ noticeId }) => noticeId)).toEqual([
      `${head.id}/digest/20260302`,
      `${head.id}/digest/20260303`,
    ]);
  });

  it('says the same after a failed attempt, and takes nothing in any more', async () => {
    at('2026-03-02T08:00');
    await remind(head, cases.slice(0, 2));
    await settle();
    const tried: Message[] = [];
    answer = (message) => {
      tried.push(message);
      return new Error('451');
    };
    at('2026-03-02T09:01');
    await settle();
    expect(tried).toHaveLength(1);
    at('2026-03-02T08:59');
    await remind(head, cases.slice(2));
    await settle();
    answer = () => undefined;
    at('2026-03-02T09:03');
    await settle();
    expect(sent).toEqual([tried[0]]);
    at('2026-03-03T09:05');
    await settle();
    expect(sent.map(({ text }) => text.includes(cases[2] ?? ''))).toEqual([false, true]);
  });

  it('that can never be sent becomes work on every case it spoke of', async () => {
    at('2026-03-02T08:00');
    await remind(head);
    await settle();
    answer = () => new DeliveryRefused('550');
    at('2026-03-02T09:01');
    await settle();
    at('2026-03-02T09:10');
    await settle();
    expect(await states()).toEqual(['failed', 'failed', 'failed']);
    const work = await engine.database.knex('work_items').where('id', 'like', '%/failed');
    expect(work.map(({ case_id }) => case_id).toSorted()).toEqual(cases.toSorted());
    expect(new Set(work.map(({ process }) => process))).toEqual(new Set(['founding@1']));
  });

  it('is silent on a case its reader was recused from meanwhile', async () => {
    at('2026-03-02T08:00');
    await remind(head);
    await settle();
    const { knex } = engine.database;
    await knex('cases')
      .where({ id: cases[0] })
      .update({ recused: [head.id] });
    at('2026-03-02T09:01');
    await settle();
    expect(sent[0]?.text).not.toContain(cases[0]);
    expect(sent[0]?.text).toContain(cases[1]);
  });
});

describe('a reminder', () => {
  it('goes by itself to those who want no digest, other notices go at once', async () => {
    at('2026-03-02T08:00');
    await remind(head);
    await settle();
    expect(sent.map(({ noticeId }) => noticeId.split('/')[0]).toSorted()).toEqual(cases.toSorted());
  });

  it('of a term waits for the next working hours, and counts its days from then', async () => {
    const { knex } = engine.database;
    const [caseId = ''] = cases;
    const rolling = await knex('timers')
      .where({ case_id: caseId, term: 'open/inactivity' })
      .first();
    // The first reminder of all falls on Sunday 5 July 2026.
    at('2026-07-05T08:01');
    await engine.cases.fire({ caseId, id: rolling.id, term: rolling.term });
    const owed = await knex('outbox')
      .where({ case_id: caseId })
      .whereRaw(`payload ->> 'reminder' = 'true'`);
    expect(owed.length).toBeGreaterThan(0);
    for (const { next_at } of owed)
      expect(next_at.toISOString()).toBe(new Date('2026-07-06T07:30:00+07:00').toISOString());
    await settle();
    expect(sent).toEqual([]);
    at('2026-07-06T07:31');
    await settle();
    expect(sent.length).toBe(owed.length);
    expect(owed[0].payload.data.term.daysLeft).toBe(60);
    expect(sent[0]?.text).toContain('còn 59 ngày');
  });

  it('that waits has not failed: its attempts are not counted', async () => {
    const later = createOutbox(engine.database.knex, engine.clock, 'later', (owed: Owed) =>
      Promise.reject(new Later(owed.created_at.toISOString().replace('2026', '2027'))),
    );
    await remind(head, cases.slice(0, 1));
    await later.work();
    await later.idle();
    const row = await engine.database.knex('outbox').where('id', 'like', '%/r%').first();
    expect([row.attempts, row.state, row.error, row.next_at.getUTCFullYear()]).toEqual([
      0,
      'pending',
      null,
      2027,
    ]);
  });
});

describe('a notice that has gone out', () => {
  it('is not sent again by what takes its act back, nor by a changed calendar', async () => {
    const { knex } = engine.database;
    const leader = await engine.person('unit-head');
    const founder = await engine.person('founder');
    const example = (type: string) => founding.events[type]?.examples[0];
    const opening = ask(founder, 'REQUEST_CONSULTATION', example('REQUEST_CONSULTATION'));
    const { id } = (await engine.cases.open('founding', opening)).answer;
    const happens = (by: Person, type: string, version: number) =>
      engine.cases.advance(id, ask(by, type, example(type), { expect: version }));
    await happens(founder, 'WITHDRAW', 1);
    await settle();
    const first = sent.map(({ noticeId }) => noticeId);
    expect(first.length).toBeGreaterThan(1);
    await happens(leader, 'REOPEN', 2);
    await engine.almanac.changeCalendar(
      leader.allianceId,
      [{ date: '2026-03-03', kind: 'statutory', name: 'Nghỉ', basis: '', confidence: 'verified' }],
      engine.clock.now(),
    );
    await engine.cases.recompute(id);
    await settle();
    const later = sent.map(({ noticeId }) => noticeId).slice(first.length);
    expect(later.every((notice) => notice.startsWith(`${id}/3/`))).toBe(true);
    expect(new Set([...first, ...later]).size).toBe(sent.length);
    const rows = await knex('outbox').where({ case_id: id, kind: 'notify' });
    expect(rows.map(({ state, attempts }) => [state, attempts])).toEqual(
      rows.map(() => ['done', 1]),
    );
  });
});
