// The register of boards: composition checked, terms of office shown, and a board of a case formed from one.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { acceptedMatter, boardOf, type Matter } from './board.ts';
import { startService, type Client, type Service } from './service.ts';

let service: Service;
let matter: Matter;
let staff: Client;

beforeAll(async () => {
  service = await startService();
  matter = await acceptedMatter(service, '5400000700');
  staff = matter.officer;
});
afterAll(() => service.close());

type Seat = { person: string; name: string; role: string; body: string; voting: boolean };

const members = (): Seat[] => boardOf(matter.board)['members'] as Seat[];
const unnamed = (seats: Seat[]) =>
  seats.map(({ person, role, body, voting }) => ({ person, role, body, voting }));

const given = (other: object = {}): object => ({
  name: 'Hội đồng thẩm định thường xuyên',
  kind: 'standing',
  decision: '45/QĐ-LMHTX ngày 05/01/2026',
  from: '2026-01-05',
  to: '2026-12-31',
  seats: unnamed(members()),
  ...other,
});

const add = (other: object = {}) => staff.send('POST', '/api/boards', given(other));

describe('the register of boards', () => {
  it('keeps a board with the names of its accounts, and shows when its term ends', async () => {
    const { status, body } = await add({ to: '2026-04-01' });
    expect([status, body.term, body.faults]).toEqual([201, 'ending', []]);
    expect(body.seats[0]).toMatchObject({ name: matter.board[0]?.person.name, role: 'chair' });
    const place = `/api/boards/${body.id}`;
    const longer = await staff.send('PUT', place, given());
    expect([longer.body.term, longer.body.to]).toEqual(['running', '2026-12-31']);
    const { rows } = await service.engine.database.knex.raw(
      `select "row" ->> 'term_to' as was from board_history where board_id = ?`,
      [body.id],
    );
    expect(rows).toEqual([{ was: '2026-04-01' }]);
    const listed = async () =>
      (await staff.get('/api/boards')).body.items.map((each: { id: string }) => each.id);
    expect(await listed()).toEqual([body.id]);
    expect((await staff.send('DELETE', place)).status).toBe(200);
    expect(await listed()).toEqual([]);
    expect((await staff.send('PUT', place, given())).status).toBe(404);
  });

  it('refuses what an alliance does not allow, and says all of it', async () => {
    const seats = unnamed(members()).slice(0, 4);
    const few = await add({ seats });
    expect([few.status, few.body.errors.map(({ code }: { code: string }) => code)]).toEqual([
      422,
      ['composition', 'composition'],
    ]);
    const stranger = seats.map((each) => ({ ...each, person: 'nobody' }));
    expect((await add({ seats: stranger })).body.errors[0].pointer).toBe('/seats/0/person');
    expect((await add({ to: '2026-01-04' })).body.errors[0].pointer).toBe('/to');
    expect((await add({ process: 'founding' })).status).toBe(404);
    expect((await matter.coop.get('/api/boards')).status).toBe(403);
  });

  it('judges a kept board anew when the rules change', async () => {
    const { body } = await add();
    const head = await service.client('unit-head');
    const rule = { values: { requiredBodies: 'Công an tỉnh' }, reason: 'Theo quy chế mới.' };
    expect((await head.send('PUT', '/api/settings/appraisal', rule)).status).toBe(200);
    const [kept] = (await staff.get('/api/boards')).body.items;
    expect([kept.id, kept.faults[0].vi]).toEqual([body.id, 'Chưa có người của Công an tỉnh']);
    const usual = { values: { requiredBodies: null }, reason: 'Trở lại như cũ.' };
    await head.send('PUT', '/api/settings/appraisal', usual);
    await staff.send('DELETE', `/api/boards/${body.id}`);
  });
});

describe('a board of a case', () => {
  const form = (standing: string) =>
    matter.act(matter.leader, 'FORM_BOARD', { standing, members: members() });

  it('is not formed from a board out of office, or from none', async () => {
    const past = await add({ from: '2024-01-01', to: '2025-12-31' });
    expect(past.body.term).toBe('ended');
    for (const id of [past.body.id, '0190a000-0000-7000-8000-00000000dead', 'none']) {
      const { status, body } = await form(id);
      expect([status, body.reasons.map(({ code }: { code: string }) => code)]).toEqual([
        409,
        ['inOffice'],
      ]);
    }
  });

  it('is formed from a standing board, and the case says by which decision', async () => {
    const { body } = await add({ to: undefined });
    const formed = await form(body.id);
    expect(formed.status, formed.text).toBe(201);
    const { data, brief } = (await matter.leader.get(`/api/cases/${matter.id}`)).body;
    expect(data.boardFrom).toEqual({
      id: body.id,
      name: 'Hội đồng thẩm định thường xuyên',
      decision: '45/QĐ-LMHTX ngày 05/01/2026',
    });
    expect(JSON.stringify(brief)).toContain('45/QĐ-LMHTX');
  });
});
