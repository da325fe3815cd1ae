// Work items on a real PostgreSQL: who sees, who claims, who releases, and what races do.
import makeKnex from 'knex';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { dataRequest } from '../../machines/data-request/index.ts';
import { founding } from '../../machines/founding/index.ts';
import type { Role } from '../../machines/roles.ts';
import { claimWork, releaseWork } from '../../src/engine/claims.ts';
import {
  countEach,
  listWork,
  shownId,
  storedId,
  type WorkFilter,
  type WorkItem,
} from '../../src/engine/queue.ts';
import type { Person } from '../../src/engine/rights.ts';
import * as speed from '../../migrations/20261123_21_speed.ts';
import { ask, startEngine, type TestEngine } from './engine.ts';

const example = (type: string): Record<string, unknown> => founding.events[type]?.examples[0] ?? {};
const at = '2026-03-02T03:00:00.000Z';

describe('work items', () => {
  let engine: TestEngine;
  let founder: Person;
  let head: Person;
  let leader: Person;
  let staff: Person;

  beforeAll(async () => {
    engine = await startEngine();
    const make = (role: Role) => engine.person(role);
    [founder, head, leader, staff] = [
      await make('founder'),
      await make('unit-head'),
      await make('leader'),
      await make('staff'),
    ];
  });
  afterAll(() => engine.close());

  const open = async (): Promise<string> => {
    const { answer } = await engine.cases.open(
      'founding',
      ask(founder, 'REQUEST_CONSULTATION', example('REQUEST_CONSULTATION')),
    );
    return answer.id;
  };
  const list = (person: Person, filter: WorkFilter, limit = 100, cursor?: string) =>
    listWork(engine.database.knex, person, { filter, limit, cursor });
  const itemOf = async (caseId: string): Promise<WorkItem> =>
    (await list(head, { caseId })).items[0] as WorkItem;
  const claim = (person: Person, id: string) =>
    engine.database.knex.transaction((tx) => claimWork(tx, person, id, at));
  const release = (person: Person, id: string) =>
    engine.database.knex.transaction((tx) => releaseWork(tx, person, id, engine.clock.today()));

  it('open with a state, for its roles, and carry the case along', async () => {
    const caseId = await open();
    expect(await itemOf(caseId)).toMatchObject({
      id: expect.stringMatching(new RegExp(`^${caseId}\\.1\\.\\d+$`)),
      case: { id: caseId, process: 'founding@1' },
      state: 'consultation.requested',
      roles: ['unit-head', 'leader'],
      claimedBy: null,
      claimedAt: null,
    });
  });

  it('are claimed by somebody of the role, twice without harm', async () => {
    const { id } = await itemOf(await open());
    const mine = await claim(head, id);
    expect(mine).toMatchObject({ claimedBy: { id: head.id, name: head.name }, claimedAt: at });
    expect(await claim(head, id)).toEqual(mine);
    expect(await claim(head, storedId(id))).toEqual(mine);
    await expect(claim(leader, id)).rejects.toMatchObject({
      code: 'held',
      extra: { detail: { en: expect.stringContaining(head.name) } },
    });
    await expect(claim(staff, id)).rejects.toMatchObject({ code: 'forbidden' });
  });

  it('are released by the holder, or for others by a head of unit', async () => {
    const { id } = await itemOf(await open());
    await claim(leader, id);
    await expect(release(staff, id)).rejects.toMatchObject({ code: 'forbidden' });
    expect((await release(head, id)).claimedBy).toBeNull();
    expect((await release(head, id)).claimedBy).toBeNull();
    await claim(head, id);
    await expect(release(leader, id)).rejects.toMatchObject({ code: 'forbidden' });
    expect((await release(head, id)).claimedAt).toBeNull();
  });

  it('go to one of twenty who claim at once', async () => {
    const { id } = await itemOf(await open());
    const people = await Promise.all(Array.from({ length: 6 }, () => engine.person('unit-head')));
    const all = await Promise.allSettled(
      Array.from({ length: 20 }, (_, index) => claim(people[index % 6] as Person, id)),
    );
    const holder = (await list(head, { caseId: id.split('.')[0] })).items[0]?.claimedBy?.id;
    const won = all.flatMap((result, index) =>
      result.status === 'fulfilled' ? [(people[index % 6] as Person).id] : [],
    );
    expect(new Set(won)).toEqual(new Set([holder]));
    const codes = all.flatMap((result) =>
      result.status === 'rejected' ? [(result.reason as { code: string }).code] : [],
    );
    expect(new Set(codes)).toEqual(new Set(['held']));
  });

  it('close with their state; then there is nothing to claim or release', async () => {
    const caseId = await open();
    const { id } = await itemOf(caseId);
    await claim(head, id);
    await engine.cases.advance(
      caseId,
      ask(head, 'ASSIGN', { ...example('ASSIGN'), adviser: staff.id }, { expect: 1 }),
    );
    expect((await list(head, { caseId })).items.map((item) => item.id)).not.toContain(id);
    await expect(claim(head, id)).rejects.toMatchObject({
      code: 'refused',
      extra: { reasons: [{ code: 'closed' }] },
    });
    await expect(release(head, id)).rejects.toMatchObject({ code: 'refused' });
  });

  it('are hidden with their case', async () => {
    const { id } = await itemOf(await open());
    const stranger = await engine.person('founder');
    for (const missing of [id, '00000000-0000-4000-8000-000000000000.1.1', 'x', '']) {
      await expect(claim(stranger, missing)).rejects.toMatchObject({
        code: 'not-found',
        extra: {},
      });
    }
    expect((await list(stranger, {})).counts).toEqual({
      total: 0,
      capped: false,
      unclaimed: 0,
      mine: 0,
    });
    expect((await list(founder, {})).counts.total).toBeGreaterThan(0);
  });

  it('are counted without what their reader is recused from, and what came of it', async () => {
    const { knex } = engine.database;
    const [origin, child] = [await open(), await open()];
    const counted = async (person: Person) => {
      const { items, counts } = await list(person, {});
      const [late, waiting] = await countEach(knex, person, [{ dueTo: '2000-01-01' }, {}]);
      expect([counts.total, late, waiting]).toEqual([items.length, 0, items.length]);
      return items.map((item) => item.case.id);
    };
    expect(await counted(head)).toEqual(expect.arrayContaining([origin, child]));
    await knex('cases').where({ id: child }).update({ parent_id: origin });
    await knex('cases')
      .where({ id: origin })
      .update({ recused: [head.id] });
    const seen = await counted(head);
    expect(seen.length).toBeGreaterThan(0);
    expect(seen.filter((id) => [origin, child].includes(id))).toEqual([]);
    expect(await counted(leader)).toEqual(expect.arrayContaining([origin, child]));
    expect(await counted(founder)).toEqual(expect.arrayContaining([origin, child]));
    await knex('cases').where({ id: origin }).update({ recused: [] });
  });

  it('are filtered and counted alike', async () => {
    const caseId = await open();
    await claim(leader, (await itemOf(caseId)).id);
    const all = await list(head, {});
    const ids = async (person: Person, filter: WorkFilter) => {
      const { items, counts } = await list(person, filter);
      expect(counts.total).toBe(items.length);
      return items.map((item) => item.case.id);
    };
    expect(await ids(leader, { claimedBy: 'me' })).toEqual([caseId]);
    expect(await ids(head, { claimedBy: leader.id })).toEqual([caseId]);
    expect(await ids(head, { claimedBy: 'none' })).not.toContain(caseId);
    expect(all.counts.unclaimed).toBe((await ids(head, { claimedBy: 'none' })).length);
    expect((await list(leader, {})).counts.mine).toBe(1);
    expect(await ids(head, { state: 'consultation.requested' })).toContain(caseId);
    expect(await ids(head, { state: 'consultation' })).toContain(caseId);
    expect(await ids(head, { state: 'registration' })).toEqual([]);
    expect(await ids(head, { state: 'nowhere' })).toEqual([]);
    expect(await ids(head, { role: 'leader' })).toContain(caseId);
    expect(await ids(staff, { role: 'mine', caseId })).toEqual([]);
    expect(await ids(head, { role: 'mine', caseId })).toEqual([caseId]);
    expect(await ids(head, { process: 'appraisal' })).toEqual([]);
    expect(await ids(head, { assignee: 'none', caseId })).toEqual([caseId]);
    expect(await ids(head, { text: 'hoa binh', caseId })).toEqual([caseId]);
    expect(await ids(head, { dueTo: '2020-01-01' })).toEqual([]);
  });

  it('carry the process of their case, also those that were there before they did', async () => {
    const { knex } = engine.database;
    const { answer } = await engine.cases.open(
      dataRequest.id,
      ask(founder, dataRequest.opensWith, dataRequest.events[dataRequest.opensWith]?.examples[0]),
    );
    const ofProcess = async () => {
      const { items, counts } = await list(head, { process: dataRequest.id });
      expect(items.map((item) => [item.case.id, item.case.process])).toEqual([
        [answer.id, dataRequest.key],
      ]);
      expect(counts.total).toBe(1);
      const { counts: founded } = await list(head, { process: 'founding@1' });
      expect(founded.total).toBe((await list(head, {})).counts.total - 1);
      expect(await countEach(knex, head, [{ process: dataRequest.id }])).toEqual([1]);
    };
    await ofProcess();
    const owner = makeKnex({ client: 'pg', connection: engine.url });
    await speed.down(owner);
    await speed.up(owner);
    await owner.destroy();
    await ofProcess();
  });

  it('are walked by due date without gap or double', async () => {
    await Promise.all(Array.from({ length: 6 }, open));
    const all = (await list(head, {})).items.map(({ id }) => storedId(id));
    await engine.database
      .knex('work_items')
      .whereIn('id', all.slice(0, 5))
      .update({ due_on: null });
    for (const limit of [1, 2, 4, 100]) {
      const seen: WorkItem[] = [];
      let cursor: string | undefined;
      do {
        const page = await list(head, {}, limit, cursor);
        expect(page.counts.total).toBe(all.length);
        seen.push(...page.items);
        cursor = page.next ?? undefined;
      } while (cursor !== undefined);
      expect(seen.map(({ id }) => storedId(id)).toSorted()).toEqual(all.toSorted());
      const dates = seen.map(({ dueOn }) => dueOn ?? '9999');
      expect(dates).toEqual(dates.toSorted());
    }
  });

  it('carry ids without slashes', () => {
    expect(shownId('a/1/2')).toBe('a.1.2');
    expect(storedId('a.1.2')).toBe('a/1/2');
  });
});
