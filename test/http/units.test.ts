// Units, routing of new cases, absences with deputies, cases given on, claims released.
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { execute } from '../database.ts';
import { searchTerritories } from '../../machines/territory/territory.ts';
import { example, openFounding, startService, type Client, type Service } from './service.ts';

let service: Service;
let leader: Client;
let head: Client;
let founder: Client;
let staff: [Client, Client, Client];

beforeEach(async () => {
  service = await startService();
  [leader, head, founder] = await Promise.all([
    service.client('leader'),
    service.client('unit-head'),
    service.client('founder'),
  ]);
  staff = [
    await service.client('staff'),
    await service.client('staff'),
    await service.client('staff'),
  ];
});
afterEach(() => service.close());

/** The unit a process names for what is routed nowhere. */
const usual = 'Phòng Kế hoạch hỗ trợ';

type Territory = { process?: string; kind: string; code?: string };

async function unit(code: string, members: Client[], territories: Territory[]): Promise<string> {
  const added = await leader.send('POST', '/api/units', {
    code,
    name: { vi: `Phòng ${code}`, en: `Unit ${code}` },
  });
  expect(added.status, added.text).toBe(201);
  const changed = await leader.send('PUT', `/api/units/${added.body.id}`, {
    members: members.map(({ person }) => ({
      account: person.id,
      head: person.roles.includes('unit-head'),
    })),
    territories,
  });
  expect(changed.status, changed.text).toBe(200);
  return added.body.id;
}

const communes = searchTerritories({ kind: 'commune', text: 'Xã Hòa' });
const [first, second] = communes as [(typeof communes)[0], (typeof communes)[0]];
const in1 = { kind: 'commune', code: first.code };
const in2 = { kind: 'commune', code: second.code };

async function opened(commune: string) {
  const id = await openFounding(founder, { commune });
  const { unit: code, assignee } = (await leader.get(`/api/cases/${id}`)).body;
  return { id, unit: code as string, assignee: (assignee?.id ?? null) as string | null };
}

const absent = (who: Client, deputy?: Client, days = ['2026-03-01', '2026-03-31']) =>
  who.send('POST', '/api/absences', {
    firstOn: days[0],
    lastOn: days[1],
    ...(deputy ? { deputy: deputy.person.id } : {}),
  });

describe('a new case', () => {
  it('comes to the unit of its commune, into the hands of who has least to do', async () => {
    await unit('mot', [head, staff[0], staff[1]], [in1]);
    await unit('hai', [staff[2]], [in2]);
    const cases = [];
    for (let count = 0; count < 4; count += 1) cases.push(await opened(first.name));
    expect(cases.map((each) => each.unit)).toEqual(['mot', 'mot', 'mot', 'mot']);
    const hands = Map.groupBy(cases, ({ assignee }) => assignee);
    expect([...hands.keys()].toSorted()).toEqual(
      [staff[0].person.id, staff[1].person.id].toSorted(),
    );
    expect([...hands.values()].map(({ length }) => length)).toEqual([2, 2]);
    expect(await opened(second.name.toLowerCase())).toMatchObject({
      unit: 'hai',
      assignee: staff[2].person.id,
    });
    const { body } = await leader.get('/api/units');
    expect(body.items.map(({ cases: load }: { cases: object }) => load)).toEqual([
      { open: 1, unassigned: 0 },
      { open: 4, unassigned: 0 },
    ]);
  });

  it('comes to the unit of its process and of its old district when these fit best', async () => {
    const [district] = searchTerritories({ kind: 'district', text: 'Huyện Đan Phượng' });
    await unit('chung', [staff[0]], [{ kind: 'everywhere' }]);
    await unit('thanh-lap', [staff[1]], [{ kind: 'everywhere', process: 'founding' }]);
    await unit('huyen', [staff[2]], [{ kind: 'district', code: district?.code ?? '' }]);
    expect((await opened('Xã Nào Đó')).unit).toBe('thanh-lap');
    expect((await opened('Xã Tân Lập, huyện Đan Phượng')).unit).toBe('huyen');
  });

  it('waits in the queue of nobody when no unit takes it, or nobody can be asked', async () => {
    await unit('mot', [staff[0]], [in1]);
    const elsewhere = await opened('Xã Không Có');
    expect(elsewhere).toMatchObject({ unit: usual, assignee: null });
    await execute(service.engine.url, 'alter table unit_territories rename to hidden');
    const lost = await opened(first.name);
    expect(lost).toMatchObject({ unit: usual, assignee: null });
    const { body } = await head.get('/api/work-items?assignee=none');
    expect(body.items.map((item: { case: { id: string } }) => item.case.id).toSorted()).toEqual(
      [elsewhere.id, lost.id].toSorted(),
    );
  });

  it('passes over who is away, to the deputy or to others, and follows deputies of deputies', async () => {
    await unit('mot', [staff[0], staff[1]], [in1]);
    expect((await absent(staff[0], staff[2])).status).toBe(201);
    const hands = async () => (await opened(first.name)).assignee;
    expect(new Set([await hands(), await hands()])).toEqual(
      new Set([staff[1].person.id, staff[2].person.id]),
    );
    await absent(staff[2], staff[1]);
    expect(new Set([await hands(), await hands()])).toEqual(new Set([staff[1].person.id]));
    await absent(staff[1]);
    expect(await hands()).toBeNull();
  });

  it('shows unit and assignee with its work, and is found by them', async () => {
    await unit('mot', [staff[0]], [in1]);
    const { id } = await opened(first.name);
    await opened(second.name);
    for (const filter of ['unit=mot', `assignee=${staff[0].person.id}`]) {
      const { body } = await head.get(`/api/work-items?${filter}`);
      expect(body.items).toHaveLength(1);
      expect(body.items[0].case).toMatchObject({
        id,
        unit: 'mot',
        unitName: { vi: 'Phòng mot', en: 'Unit mot' },
        assignee: { id: staff[0].person.id, name: staff[0].person.name },
      });
    }
  });
});

describe('a case given on', () => {
  const give = (by: Client, id: string, body: object) =>
    by.send('PUT', `/api/cases/${id}/assignment`, { reason: 'Ốm', ...body });

  it('changes hands and unit by its head, stays there over events, and says how it came', async () => {
    await unit('mot', [head, staff[0]], [in1]);
    await unit('hai', [staff[1]], [in2]);
    const { id } = await opened(first.name);
    const moved = await give(head, id, { unit: 'hai', assignee: staff[1].person.id });
    expect([moved.status, moved.body.unit, moved.body.assignee.id]).toEqual([
      200,
      'hai',
      staff[1].person.id,
    ]);
    const noted = await founder.send(
      'POST',
      `/api/cases/${id}/events`,
      { type: 'WITHDRAW', payload: example('WITHDRAW') },
      { 'if-match': '"1"' },
    );
    expect(noted.status, noted.text).toBe(201);
    const after = (await leader.get(`/api/cases/${id}`)).body;
    expect([after.unit, after.assignee.id]).toEqual(['hai', staff[1].person.id]);
    const { body } = await leader.get(`/api/cases/${id}/assignment`);
    expect(body.items).toMatchObject([{ unit: 'hai', by: { id: head.person.id }, reason: 'Ốm' }]);
    expect((await give(leader, id, { unit: '' })).status).toBe(409);
  });

  it('is refused to others, to strangers, to who is away, and to a unit that is none', async () => {
    await unit('mot', [head, staff[0], staff[1]], [in1]);
    const { id } = await opened(first.name);
    expect((await give(staff[0], id, { assignee: staff[1].person.id })).status).toBe(403);
    const other = await service.client('unit-head');
    expect((await give(other, id, { assignee: staff[1].person.id })).status).toBe(403);
    expect((await give(founder, id, { unit: '' })).status).toBe(403);
    expect((await give(head, id, { assignee: founder.person.id })).status).toBe(422);
    expect((await give(head, id, { unit: 'khong' })).body.errors[0].pointer).toBe('/unit');
    await absent(staff[1], staff[2]);
    const away = await give(head, id, { assignee: staff[1].person.id });
    expect([away.status, away.body.errors[0].detail.vi]).toEqual([
      422,
      expect.stringContaining(staff[2].person.name),
    ]);
    // Who stands in for the head may.
    await absent(head, staff[0]);
    expect((await give(staff[0], id, { assignee: staff[2].person.id })).status).toBe(200);
  });

  it('leaves the assignee to the process where that names one', async () => {
    await unit('mot', [head, staff[0]], [in1]);
    const { id } = await opened(first.name);
    const payload = { ...example('ASSIGN'), adviser: staff[1].person.id };
    await head.send(
      'POST',
      `/api/cases/${id}/events`,
      { type: 'ASSIGN', payload },
      { 'if-match': '"1"' },
    );
    expect((await leader.get(`/api/cases/${id}`)).body.assignee.id).toBe(staff[1].person.id);
    const refused = await give(head, id, { assignee: staff[0].person.id });
    expect([refused.status, refused.body.detail]).toEqual([409, expect.stringContaining('ASSIGN')]);
    expect((await give(head, id, { unit: '' })).status).toBe(200);
  });
});

describe('claims', () => {
  it('that are stuck are released by who stands in for the head of the unit, too', async () => {
    await unit('mot', [head, staff[0]], [in1]);
    const { id } = await opened(first.name);
    const claim = async () =>
      (await leader.get(`/api/work-items?case=${id}`)).body.items[0].links.claim;
    const link = await claim();
    expect((await head.send('PUT', link)).status).toBe(200);
    expect((await staff[0].send('DELETE', link)).status).toBe(403);
    await absent(head, staff[0]);
    expect((await staff[0].send('DELETE', link)).body.claimedBy).toBeNull();
  });
});

describe('units and absences', () => {
  it('are planned by leaders and administrators, with faults that name their place', async () => {
    const name = { vi: 'Phòng', en: 'Unit' };
    expect((await head.send('POST', '/api/units', { code: 'mot', name })).status).toBe(403);
    const id = await unit('mot', [staff[0]], [in1]);
    const taken = await leader.send('POST', '/api/units', { code: 'mot', name });
    expect([taken.status, taken.body.errors[0].pointer]).toEqual([422, '/code']);
    const change = async (body: object) => {
      const { status, body: told } = await leader.send('PUT', `/api/units/${id}`, body);
      return [status, told.errors?.[0].pointer];
    };
    expect(await change({ members: [{ account: founder.person.id }] })).toEqual([
      422,
      '/members/0/account',
    ]);
    const places = (territories: object[]) => change({ territories });
    expect(await places([in1, { kind: 'commune', code: '99999' }])).toEqual([
      422,
      '/territories/1/code',
    ]);
    expect(await places([{ kind: 'everywhere', process: 'nichts' }])).toEqual([
      422,
      '/territories/0/process',
    ]);
    expect((await leader.send('DELETE', `/api/units/${id}`)).status).toBe(200);
    expect((await leader.get('/api/units')).body.items).toEqual([]);
    expect((await opened(first.name)).unit).toBe(usual);
  });

  it('are entered for oneself, or by supervisors for anybody, and end', async () => {
    expect((await absent(staff[0], staff[0])).body.errors[0].pointer).toBe('/deputy');
    expect((await absent(staff[0], undefined, ['2026-03-31', '2026-03-01'])).status).toBe(422);
    const other = { account: staff[1].person.id, firstOn: '2026-03-01', lastOn: '2026-03-05' };
    expect((await staff[0].send('POST', '/api/absences', other)).status).toBe(403);
    const entered = await head.send('POST', '/api/absences', other);
    expect(entered.body.account.id).toBe(staff[1].person.id);
    expect((await staff[0].get('/api/absences')).body.items).toHaveLength(1);
    expect((await founder.get('/api/absences')).status).toBe(403);
    const path = `/api/absences/${entered.body.id}`;
    expect((await staff[0].send('DELETE', path)).status).toBe(403);
    expect((await staff[1].send('DELETE', path)).status).toBe(200);
    expect((await staff[0].get('/api/absences')).body.items).toEqual([]);
    expect((await staff[1].send('DELETE', path)).status).toBe(404);
  });

  it('know the communes to choose from', async () => {
    const { body } = await staff[0].get('/api/territories?text=xa%20hoa&limit=3');
    expect(body.items).toHaveLength(3);
    expect(body.total).toBe(communes.length);
    expect((await staff[0].get('/api/territories?kind=everywhere')).status).toBe(422);
  });
});
