// Lists of cases on a real PostgreSQL: rights, filters, the walk by cursor, counts, words without diacritics.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { founding } from '../../machines/founding/index.ts';
import { writeCursor } from '../../src/engine/cursor.ts';
import { listCases, type CaseFilter } from '../../src/engine/list.ts';
import type { Person } from '../../src/engine/rights.ts';
import { fold, wordsQuery } from '../../src/words.ts';
import { ask, startEngine, type TestEngine } from './engine.ts';

const example = (type: string): Record<string, unknown> => founding.events[type]?.examples[0] ?? {};

describe('a list of cases', () => {
  let engine: TestEngine;
  let founders: Person[];
  let head: Person;
  let staff: Person;
  const opened: string[] = [];

  beforeAll(async () => {
    engine = await startEngine();
    founders = [await engine.person('founder'), await engine.person('founder')];
    [head, staff] = [await engine.person('unit-head'), await engine.person('staff')];
    for (let index = 0; index < 23; index += 1) {
      engine.at(
        `2026-03-${String(2 + (index % 5)).padStart(2, '0')}T02:${String(index).padStart(2, '0')}:00.000Z`,
      );
      const payload = {
        ...example('REQUEST_CONSULTATION'),
        group: `Nhóm số ${index} Đồng Tiến`,
        commune: index % 2 ? 'Xã Vĩnh Hậu' : 'Phường Bạc Liêu',
      };
      const { answer } = await engine.cases.open(
        'founding',
        ask(founders[index % 2] as Person, 'REQUEST_CONSULTATION', payload),
      );
      opened.push(answer.id);
    }
    for (const id of opened.slice(0, 4)) {
      await engine.cases.advance(
        id,
        ask(head, 'ASSIGN', { ...example('ASSIGN'), adviser: staff.id }, { expect: 1 }),
      );
    }
    for (const id of opened.slice(20)) {
      await engine.cases.advance(
        id,
        ask(founders[opened.indexOf(id) % 2] as Person, 'WITHDRAW', example('WITHDRAW'), {
          expect: 1,
        }),
      );
    }
    // Consultation itself has no term either: four more without a due date.
    await engine.database.knex('cases').whereIn('id', opened.slice(5, 12)).update({ due_on: null });
  });
  afterAll(() => engine.close());

  const list = (person: Person, filter: CaseFilter = {}, limit = 100, cursor?: string) =>
    listCases(engine.database.knex, person, { filter, limit, cursor });
  const walk = async (person: Person, filter: CaseFilter, limit: number) => {
    const items = [];
    let cursor: string | undefined;
    for (;;) {
      const page = await list(person, filter, limit, cursor);
      expect(page.items.length).toBeLessThanOrEqual(limit);
      items.push(...page.items);
      if (page.next === null) return { items, counts: page.counts };
      cursor = page.next;
    }
  };

  it.each([1, 2, 3, 7, 22, 23, 24])(
    'is walked %i at a time without gap or double, and counts what it lists',
    async (limit) => {
      for (const filter of [{}, { open: true }, { open: false }, { state: 'consultation' }]) {
        const { items, counts } = await walk(head, filter, limit);
        expect(new Set(items.map(({ id }) => id)).size).toBe(items.length);
        expect(counts.total).toBe(items.length);
        const byState = Object.groupBy(items, ({ state }) => state);
        expect(Object.fromEntries(counts.states.map(({ state, count }) => [state, count]))).toEqual(
          Object.fromEntries(
            Object.entries(byState).map(([state, group = []]) => [state, group.length]),
          ),
        );
      }
      expect((await walk(head, {}, limit)).items).toHaveLength(23);
    },
  );

  it('puts open cases by due date, those without one last, and others newest first', async () => {
    const { items } = await walk(head, { open: true }, 4);
    const dates = items.map(({ dueOn }) => dueOn ?? '9999');
    expect(dates).toEqual(dates.toSorted());
    expect(items.filter(({ dueOn }) => dueOn === null)).toHaveLength(11);
    const all = (await list(head)).items.map(({ openedOn }) => openedOn);
    expect(all).toEqual(all.toSorted().toReversed());
  });

  it('shows a founder their own cases only, in list and counts alike', async () => {
    const { items, counts } = await walk(founders[0] as Person, {}, 5);
    expect(items.map(({ id }) => id).toSorted()).toEqual(
      opened.filter((_, index) => index % 2 === 0).toSorted(),
    );
    expect(counts.total).toBe(12);
    expect((await list(await engine.person('founder'))).counts).toEqual({
      total: 0,
      capped: false,
      states: [],
    });
  });

  it('leaves out what a person is recused from', async () => {
    const [id] = opened;
    await engine.database
      .knex('cases')
      .where({ id })
      .update({ recused: [staff.id] });
    expect((await list(staff)).items.map((item) => item.id)).not.toContain(id);
    expect((await list(staff)).counts.total).toBe(22);
    await engine.database.knex('cases').where({ id }).update({ recused: [] });
  });

  it('does not reach into another alliance', async () => {
    const stranger: Person = { ...head, allianceId: '00000000-0000-4000-8000-000000000000' };
    expect((await list(stranger)).items).toEqual([]);
  });

  it.each<[string, CaseFilter, number]>([
    ['process', { process: 'founding' }, 23],
    ['a version of it', { process: 'founding@1' }, 23],
    ['another process', { process: 'found' }, 0],
    ['a state', { state: 'consultation.requested' }, 16],
    ['all inside a state', { state: 'consultation' }, 20],
    ['the start of a name, which is no state', { state: 'consult' }, 0],
    ['nobody’s', { assignee: 'none' }, 19],
    ['due from', { dueFrom: '2026-03-10' }, 1],
    ['a unit', { unit: 'Phòng Tư vấn' }, 0],
  ])('by %s', async (_, filter, expected) => {
    if (filter.dueFrom) {
      const { items } = await list(head, filter);
      expect(items.every(({ dueOn }) => dueOn !== null && dueOn >= '2026-03-10')).toBe(true);
      const until = await list(head, { dueTo: '2026-03-09' });
      const undated = (await list(head)).items.filter(({ dueOn }) => dueOn === null).length;
      expect(items.length + until.items.length + undated).toBe(23);
      return;
    }
    expect((await list(head, filter)).counts.total).toBe(expected);
  });

  it('by who is assigned, me included', async () => {
    const mine = await list(staff, { assignee: 'me' });
    expect(mine.items.map(({ id }) => id).toSorted()).toEqual(opened.slice(0, 4).toSorted());
    expect(mine.items[0]?.assignee).toEqual({ id: staff.id, name: staff.name });
  });

  it.each<[string, number]>([
    ['đồng tiến', 23],
    ['dong tien', 23],
    ['DONG TI', 23],
    ['vinh hau', 11],
    ['nhom so 7', 1],
    ['TL-2026-0003', 1],
    ['2026-0003', 1],
    ['0003', 1],
    ['tl', 23],
    ['ồng', 0],
    ['nothing here', 0],
    ['!!!', 0],
    [`' | 'x & ! <-> :*`, 11],
    ['\\', 0],
  ])('by the words %j', async (text, expected) => {
    expect((await list(head, { text })).counts.total).toBe(expected);
  });

  it.each([
    '',
    'x',
    'bm90IGpzb24',
    writeCursor({ order: 'opened', at: '2026-03-02T02:00:00.000Z', id: 'x' }),
  ])('refuses the cursor %j', async (cursor) => {
    await expect(list(head, { open: true }, 5, cursor)).rejects.toMatchObject({
      code: 'invalid',
      extra: { errors: [{ pointer: '/query/cursor' }] },
    });
  });

  it('takes a cursor for nobody’s rights: the filter holds behind it', async () => {
    const first = await list(head, {}, 1);
    const behind = await list(founders[0] as Person, {}, 100, first.next ?? '');
    expect(behind.items.every(({ id }) => opened.indexOf(id) % 2 === 0)).toBe(true);
  });
});

describe('words', () => {
  it.each([
    ['Hợp tác xã Đồng Tiến', 'hop tac xa dong tien'],
    ['PHƯỜNG Ỷ', 'phuong y'],
  ])('fold %j', (text, folded) => {
    expect(fold(text)).toBe(folded);
    expect(fold(text.normalize('NFD'))).toBe(folded);
  });

  it('make a query of at most eight beginnings', () => {
    expect(wordsQuery('hop  tac 0012')).toBe(`'hop':* & 'tac':* & ('0012':* | '-0012':*)`);
    expect(wordsQuery('xã 3')).toBe(`'xa' & ('3' | '-3')`);
    expect(wordsQuery('a b c d e f g h i j')?.split(' & ')).toHaveLength(8);
    expect(wordsQuery(' -- ')).toBeUndefined();
  });
});
