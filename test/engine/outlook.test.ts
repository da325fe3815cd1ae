// What lies ahead of a case: stages, the earliest days, and how long cases like it took.
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addDays } from '../../machines/calendar.ts';
import { createOutlook } from '../../src/engine/outlook.ts';
import { openFounding, startService, type Client, type Service } from '../http/service.ts';

let service: Service;
let founder: Client;
let id: string;

beforeAll(async () => {
  service = await startService();
  founder = await service.client('founder');
  id = await openFounding(founder);
});
afterAll(() => service.close());

/** A case in the books that went from consultation to drafting in so many days. */
async function earlier(days: number): Promise<void> {
  const { knex } = service.engine.database;
  const copy = randomUUID();
  await knex.raw(
    `insert into cases select ?::uuid, alliance_id, process, ?, version, state, open, snapshot, head, title, commune,
       subject, parent_id, unit, assignee, due_on, parties, recused, opened_on, opened_at - interval '1 day', updated_at
     from cases where id = ?::uuid`,
    [copy, `TL-${copy}`, id],
  );
  for (const [version, to, on] of [
    [1, 'consultation.requested', '2025-01-01'],
    [2, 'drafting', addDays('2025-01-01', days)],
    [3, 'drafting', addDays('2025-01-01', days + 2)],
    [4, 'postRegistration.obligations', addDays('2025-01-01', days + 50)],
  ])
    await knex.raw(
      `insert into case_events (case_id, version, event_id, type, actor_id, occurred_on, at, prev_hash, hash, canonical)
       values (?::uuid, ?, ?::uuid, 'X', 'x', ?, now(), '', ?, ?)`,
      [copy, version, randomUUID(), on, Buffer.from(randomUUID()), JSON.stringify({ to })] as never,
    );
}

describe('the outlook of a case', () => {
  it('names the stages, whose turn it is, and the earliest days', async () => {
    const { status, body } = await founder.get(`/api/cases/${id}/outlook`);
    expect(status).toBe(200);
    expect(
      body.stages.map((stage: { state: string; where: string }) => `${stage.state} ${stage.where}`),
    ).toEqual([
      'consultation here',
      'drafting ahead',
      'readyForAssembly ahead',
      'assembly ahead',
      'dossier ahead',
      'registration ahead',
      'postRegistration ahead',
      'completed ahead',
    ]);
    const [here, drafting, ready, assembly] = body.stages;
    expect([here.earliest, drafting.earliest, ready.earliest]).toEqual([null, body.on, body.on]);
    expect(assembly.earliest >= addDays(body.on, 3)).toBe(true);
    expect(drafting.turn.vi).toBe('Nhóm sáng lập');
    expect([drafting.likely, body.forecast]).toEqual([null, null]);
    expect(drafting.beside.vi).toContain('cùng lúc');
  });

  it('says how long others took only when there are ten of them', async () => {
    for (let days = 1; days <= 10; days += 1) await earlier(days);
    // What was counted before is remembered for some minutes; another reader counts anew.
    const { almanac, clock, database } = service.engine;
    const outlook = createOutlook({ knex: database.knex, almanac, clock });
    const { on, stages, forecast } = await outlook(founder.person, id);
    expect(stages[1]?.likely).toEqual({ half: addDays(on, 5), most: addDays(on, 9), cases: 10 });
    expect(stages[2]?.likely).toBeNull();
    expect(forecast).toMatchObject({
      goal: { en: 'had the certificate' },
      half: addDays(on, 55),
      most: addDays(on, 59),
      cases: 10,
    });
  });

  it('is hidden with its case', async () => {
    const stranger = await service.client('founder');
    expect((await stranger.get(`/api/cases/${id}/outlook`)).status).toBe(404);
  });
});
