// The engine's shell on a real PostgreSQL: what is committed with an event, what races do, what a key promises.
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { founding } from '../../machines/founding/index.ts';
import type { Person } from '../../src/engine/rights.ts';
import { verifyChains, verifyReplay } from '../../src/engine/audit.ts';
import { ask, startEngine, type TestEngine } from './engine.ts';

const example = (type: string): Record<string, unknown> => founding.events[type]?.examples[0] ?? {};

describe('cases on PostgreSQL', () => {
  let engine: TestEngine;
  let founder: Person;
  let head: Person;
  let staff: Person;

  beforeAll(async () => {
    engine = await startEngine();
    founder = await engine.person('founder');
    head = await engine.person('unit-head');
    staff = await engine.person('staff');
  });
  afterAll(() => engine.close());

  const opened = async (): Promise<string> => {
    const { answer } = await engine.cases.open(
      'founding',
      ask(founder, 'REQUEST_CONSULTATION', example('REQUEST_CONSULTATION')),
    );
    return answer.id;
  };
  const consulting = async (): Promise<string> => {
    const id = await opened();
    await engine.cases.advance(
      id,
      ask(head, 'ASSIGN', { ...example('ASSIGN'), adviser: staff.id }, { expect: 1 }),
    );
    return id;
  };
  const rows = async (table: string, id: string): Promise<Record<string, unknown>[]> =>
    engine.database.knex(table).where({ case_id: id });

  it('opens a case with number, journal entry, work item, timer and notice in one statement', async () => {
    const id = await opened();
    const row = await engine.database.knex('cases').where({ id }).first();
    expect(row).toMatchObject({
      version: 1,
      state: 'consultation.requested',
      open: true,
      parties: [founder.id],
    });
    expect(row.number).toMatch(/^TL-2026-\d{4}$/);
    expect(await rows('case_events', id)).toHaveLength(1);
    expect(
      (await rows('work_items', id)).map(({ state, closed_at }) => [state, closed_at]),
    ).toEqual([['consultationRequested', null]]);
    expect((await rows('timers', id)).length).toBeGreaterThan(0);
    expect((await rows('outbox', id)).some(({ kind }) => kind === 'notify')).toBe(true);
  });

  it('keeps phone and e-mail in person rows, never in the journal or the snapshot', async () => {
    const id = await opened();
    const [event] = await rows('case_events', id);
    const row = await engine.database.knex('cases').where({ id }).first();
    const kept = await rows('person_rows', id);
    expect(kept.length).toBeGreaterThan(1);
    for (const { value, salt, cipher } of kept) {
      expect([value, salt]).toEqual([null, null]);
      expect((cipher as Buffer).toString('latin1')).not.toContain('0912345678');
    }
    expect(String(event?.['canonical'])).not.toContain('0912345678');
    expect(JSON.stringify(row.snapshot)).not.toContain('0912345678');
    expect(String(event?.['canonical'])).toContain('sealed:');
  });

  it('answers the same key with the same answer and applies it once', async () => {
    const id = await opened();
    const request = ask(head, 'ASSIGN', { ...example('ASSIGN'), adviser: staff.id }, { expect: 1 });
    const first = await engine.cases.advance(id, request);
    const second = await engine.cases.advance(id, request);
    expect(second).toEqual({ answer: first.answer, replayed: true });
    expect(await rows('case_events', id)).toHaveLength(2);
  });

  it('refuses a key that belongs to another request', async () => {
    const id = await consulting();
    const request = ask(staff, 'RECORD_SESSION', example('RECORD_SESSION'));
    await engine.cases.advance(id, { ...request, expect: 2 });
    const other = {
      ...request,
      expect: 3,
      key: { key: request.key?.key ?? '', request: 'f'.repeat(64) },
    };
    await expect(engine.cases.advance(id, other)).rejects.toMatchObject({ code: 'key-reused' });
  });

  it('applies a key once when thirty requests with it come at the same moment to two processes', async () => {
    const id = await opened();
    const other = await engine.another();
    const request = ask(head, 'ASSIGN', { ...example('ASSIGN'), adviser: staff.id }, { expect: 1 });
    const all = await Promise.allSettled(
      Array.from({ length: 30 }, (_, index) =>
        (index % 2 ? other.cases : engine.cases).advance(id, request),
      ),
    );
    await other.close();
    const done = all.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []));
    const codes = all.flatMap((result) =>
      result.status === 'rejected' ? [(result.reason as { code: string }).code] : [],
    );
    expect(done.filter(({ replayed }) => !replayed)).toHaveLength(1);
    expect(new Set(codes)).toEqual(new Set(['in-progress']));
    expect(await rows('case_events', id)).toHaveLength(2);
  });

  it('tells the loser of a race that the case has changed', async () => {
    const id = await consulting();
    const both = await Promise.allSettled([
      engine.cases.advance(
        id,
        ask(staff, 'RECORD_SESSION', example('RECORD_SESSION'), { expect: 2 }),
      ),
      engine.cases.advance(
        id,
        ask(staff, 'RECORD_SESSION', example('RECORD_SESSION'), { expect: 2 }),
      ),
    ]);
    expect(both.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
    const lost = both.find((result) => result.status === 'rejected');
    expect(lost?.reason).toMatchObject({ code: 'stale' });
  });

  it('hides a case from another founder exactly like one that does not exist', async () => {
    const id = await opened();
    const stranger = await engine.person('founder');
    const hidden = engine.cases.advance(
      id,
      ask(stranger, 'WITHDRAW', example('WITHDRAW'), { expect: 1 }),
    );
    const absent = engine.cases.advance(
      randomUUID(),
      ask(stranger, 'WITHDRAW', example('WITHDRAW'), { expect: 1 }),
    );
    await expect(hidden).rejects.toMatchObject({ code: 'not-found', extra: {} });
    await expect(absent).rejects.toMatchObject({ code: 'not-found', extra: {} });
  });

  it('names the field, in both languages, when the payload is not valid; nothing is written', async () => {
    const id = await opened();
    const bad = engine.cases.advance(id, ask(head, 'ASSIGN', { nonsense: 1 }, { expect: 1 }));
    await expect(bad).rejects.toMatchObject({ code: 'invalid' });
    const { extra } = (await bad.catch((error: unknown) => error)) as {
      extra: { errors: { pointer: string; detail: { vi: string; en: string } }[] };
    };
    expect(extra.errors.map(({ pointer }) => pointer)).toContain('/payload/nonsense');
    expect(extra.errors.every(({ detail }) => detail.vi !== '' && detail.en !== '')).toBe(true);
    expect(await rows('case_events', id)).toHaveLength(1);
  });

  it('loses nothing and doubles nothing when many writers share cases', async () => {
    const ids = await Promise.all(Array.from({ length: 6 }, consulting));
    const writes = Array.from({ length: 120 }, (_, index) => async (): Promise<void> => {
      const id = ids[index % ids.length] as string;
      const request = ask(staff, 'RECORD_SESSION', example('RECORD_SESSION'), {
        clientRef: `w${index}`,
      });
      for (;;) {
        const { version } = await engine.database.knex('cases').where({ id }).first('version');
        const done = await engine.cases
          .advance(id, { ...request, expect: version as number })
          .catch((error: { code: string }) => {
            if (error.code !== 'stale') throw error;
          });
        if (done) return;
      }
    });
    await Promise.all(writes.map((write) => write()));
    const refs = await engine.database
      .knex('case_events')
      .whereIn('case_id', ids)
      .whereNotNull('client_ref')
      .pluck('client_ref');
    expect(refs.toSorted()).toEqual(
      Array.from({ length: 120 }, (_, index) => `w${index}`).toSorted(),
    );
    expect((await verifyChains(engine.database.knex)).breaks).toEqual([]);
  });

  it('replays every journal to the stored snapshot', async () => {
    const report = await verifyReplay(engine.database.knex, engine.almanac);
    expect(report.breaks).toEqual([]);
    expect(report.cases).toBeGreaterThan(10);
  });

  it('refuses to change the journal, even to the owner of the database', async () => {
    const { default: pg } = await import('pg');
    const owner = new pg.Client({ connectionString: engine.url });
    await owner.connect();
    await expect(owner.query('update case_events set type = type')).rejects.toMatchObject({
      code: '42501',
    });
    await expect(owner.query('delete from case_events')).rejects.toMatchObject({ code: '42501' });
    await expect(owner.query('truncate case_events')).rejects.toMatchObject({ code: '42501' });
    await owner.end();
    await expect(engine.database.knex('case_events').delete()).rejects.toMatchObject({
      code: '42501',
    });
  });
});
