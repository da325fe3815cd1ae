// Criteria sets over HTTP, from the shipped one through a draft to a case that is decided on it and replays.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { appraisal } from '../../machines/appraisal/index.ts';
import type { CriteriaSet } from '../../machines/criteria/set.ts';
import { createAlmanac } from '../../src/engine/almanac.ts';
import { verifyReplay } from '../../src/engine/audit.ts';
import { small } from '../machines/criteria/sets.ts';
import { startService, type Client, type Service } from './service.ts';

let service: Service;
let officer: Client;
let head: Client;
let coop: Client;

beforeAll(async () => {
  service = await startService();
  [officer, head, coop] = [
    await service.client('staff'),
    await service.client('unit-head'),
    await service.client('cooperative'),
  ];
  await service.engine.database.knex('cooperatives').insert({
    alliance_id: coop.person.allianceId,
    code: '5400000001',
    name: 'Hợp tác xã Hòa Bình',
    kind: 'cooperative',
    status: 'Đang hoạt động',
    registered_on: '2022-05-10',
    commune: 'Xã Hòa Bình',
    persons: [coop.person.id],
  });
});
afterAll(() => service.close());

const sets = '/api/criteria-sets';
const draftOf = async (set: string, version: number, as?: string) =>
  officer.send('POST', sets, { from: { set, version }, ...(as ? { as } : {}) });
const asked = { criterionSet: 'SMALL', criterion: 'S', period: 2025, cooperative: '5400000001' };

/** A draft of this content. */
async function drafted(content: CriteriaSet): Promise<string> {
  const made = await draftOf('TT01_2020', 0, content.id);
  const path = `${sets}/${content.id}/${made.body.version}`;
  const kept = await officer.send('PUT', path, { edition: 1, content });
  expect(kept.status).toBe(200);
  return path;
}

describe('criteria sets', () => {
  it('are there as shipped, each with its confidence, and none of them may be published as it is', async () => {
    const { items } = (await coop.get(`${sets}?status=shipped`)).body;
    expect(items.map((each: { set: string }) => each.set)).toContain('TT01_2020');
    const read = (await coop.get(`${sets}/TT01_2020/0`)).body;
    expect(read).toMatchObject({ status: 'shipped', version: 0, confidence: 'secondary' });
    const blocking = read.faults.filter(({ blocks }: { blocks: string }) => blocks === 'publish');
    expect(blocking).toHaveLength(7);
    expect((await coop.get(`${sets}/TT01_2020/9`)).status).toBe(404);
    expect((await coop.get(`${sets}/NONE/0`)).status).toBe(404);
    const draft = await draftOf('TT01_2020', 0);
    expect([draft.status, draft.body.version, draft.body.basedOn]).toEqual([201, 1, 'TT01_2020@0']);
    const published = await head.send('POST', `${sets}/TT01_2020/1/publish`, {
      from: '2026-03-02',
    });
    expect([published.status, published.body.errors.length]).toEqual([422, 7]);
    expect(published.body.errors[0]).toMatchObject({
      pointer: '/content/groups/2/criteria/0/confidence',
      code: 'unconfirmed',
    });
    // Staff confirm, with the document they checked.
    const { content } = draft.body;
    for (const each of [...content.groups[2].criteria, content.requirements[0]])
      Object.assign(each, { confidence: 'confirmed', source: 'CV 12/LMHTX ngày 02/03/2026' });
    await officer.send('PUT', `${sets}/TT01_2020/1`, { edition: 1, content });
    const done = await head.send('POST', `${sets}/TT01_2020/1/publish`, { from: '2027-01-01' });
    expect([done.status, done.body.status, done.body.from]).toEqual([
      200,
      'published',
      '2027-01-01',
    ]);
  });

  it('one draft at a time, changed by one at a time, taken away again', async () => {
    const first = await draftOf('TT09_2017', 0);
    expect(first.status).toBe(201);
    expect((await draftOf('TT09_2017', 0)).status).toBe(409);
    const path = `${sets}/TT09_2017/1`;
    const { content } = first.body;
    const change = { edition: 1, content: { ...content, note: 'Sửa', id: 'OTHER' } };
    const changed = await officer.send('PUT', path, change);
    expect(changed.body).toMatchObject({ edition: 2, content: { note: 'Sửa', id: 'TT09_2017' } });
    expect((await officer.send('PUT', path, change)).status).toBe(412);
    const since = (await coop.get(`${path}/changes?since=0`)).body.changes;
    expect(since).toEqual([
      { kind: 'changed', part: 'set', id: 'TT09_2017', what: 'note', before: content.note, after: 'Sửa' },
    ]); // prettier-ignore
    expect((await officer.send('DELETE', path)).status).toBe(200);
    expect((await coop.get(path)).status).toBe(404);
    expect((await officer.send('DELETE', path)).status).toBe(404);
  });

  it('are drafted by staff and published by heads of unit, by nobody else', async () => {
    expect((await coop.send('POST', sets, { from: { set: 'TT01_2020', version: 0 } })).status).toBe(403);
    const path = await drafted({ ...small, id: 'RIGHTS' });
    expect((await officer.send('POST', `${path}/publish`, { from: '2026-03-02' })).status).toBe(403);
    const other = await service.client('leader');
    expect((await other.send('POST', `${path}/retire`, { on: '2026-03-02', reason: 'x' })).status).toBe(403);
  }); // prettier-ignore

  it('say what is wrong with a content, and what figures score, before anything is kept', async () => {
    const broken = { ...small, grades: small.grades.slice(0, 3) };
    const told = await officer.send('POST', `${sets}/preview`, { content: broken });
    expect(told.body.faults).toMatchObject([
      { code: 'bottom' },
      { code: 'reference', pointer: '/gradedAs/fined' },
    ]);
    expect(told.body.form.lines).toHaveLength(6);
    const path = await drafted({ ...small, id: 'TRIED' });
    const figures = { start: 900, end: 1300, members: 4, profit: 1 };
    const self = [
      { criterion: '2', points: 10 },
      { criterion: 'b', met: true },
    ];
    const scored = await coop.send('POST', `${path}/preview`, { figures, self });
    expect(scored.body).toMatchObject({ total: 65, grade: { id: 'fair' }, missing: 15, passes: true });
    const stray = await coop.send('POST', `${path}/preview`, { self: [{ criterion: '2', points: 21 }] });
    expect([stray.status, stray.body.errors[0].pointer]).toEqual([422, '/self']);
  }); // prettier-ignore

  it('a case keeps the version it was opened on; published content never changes; the case replays', async () => {
    const path = await drafted(small);
    const submit = { process: 'appraisal', payload: { ...asked, selfScore: [] } };
    expect((await coop.send('POST', '/api/cases', submit)).body.reasons[0].code).toBe(
      'criterionOfSet',
    );
    const turned = { from: '2026-03-02', to: '2026-03-01' };
    expect((await head.send('POST', `${path}/publish`, turned)).status).toBe(422);
    expect((await head.send('POST', `${path}/publish`, { from: '2026-03-01' })).status).toBe(200);
    const opened = await coop.send('POST', '/api/cases', submit);
    expect(opened.status).toBe(201);
    const { id } = opened.body;
    const retire = { on: '2026-03-01', reason: 'Có bộ tiêu chí mới' };
    const retired = await head.send('POST', `${path}/retire`, retire);
    expect(retired.body).toMatchObject({ status: 'retired', to: '2026-03-01' });
    expect((await head.send('POST', `${path}/retire`, retire)).status).toBe(409);
    expect((await officer.send('PUT', path, { edition: 2, content: small })).status).toBe(409);
    await expect(
      service.engine.database
        .knex('criteria_sets')
        .where({ set_id: 'SMALL' })
        .update({ content: JSON.stringify({ ...small, note: 'x' }) }),
    ).rejects.toThrow('does not change');
    // Ended for new cases, in force for this one: its set asks for no papers at all.
    const accepted = await officer.send(
      'POST',
      `/api/cases/${id}/events`,
      { type: 'ACCEPT', payload: {} },
      { 'if-match': '"1"' },
    );
    expect(accepted.body.state).toBe('accepted');
    const second = { ...submit, payload: { ...submit.payload, period: 2026 } };
    expect((await coop.send('POST', '/api/cases', second)).status).toBe(409);
    const read = (await coop.get(`/api/cases/${id}`)).body;
    expect(read.data.set).toMatchObject({ version: 1, code: 'S' });
    const { knex } = service.engine.database;
    expect(await verifyReplay(knex, createAlmanac(knex), id)).toEqual({
      cases: 1,
      events: 2,
      breaks: [],
    });
  });
});

describe('settings', () => {
  const path = '/api/settings/appraisal';
  const change = (client: Client, values: object) =>
    client.send('PUT', path, { values, reason: 'Theo quy chế mới' });

  it('are read with what is usual, and changed by name with a reason', async () => {
    const changed = await change(head, { requiredBodies: 'Liên minh', quorumPart: 60 });
    expect(changed.status).toBe(200);
    const bodies = (given: { settings: { name: string }[] }) =>
      given.settings.find(({ name }) => name === 'requiredBodies');
    expect(bodies(changed.body)).toMatchObject({ value: 'Liên minh', own: true });
    expect(bodies((await coop.get(path)).body)).toMatchObject({
      usual: 'Liên minh; Sở Nông nghiệp và Môi trường',
    });
    const process = (await coop.get('/api/processes/appraisal')).body;
    expect(bodies(process)).toMatchObject({ value: 'Liên minh' });
    const { items } = (await head.get(`${path}/history`)).body;
    expect(items[0]).toMatchObject({ reason: 'Theo quy chế mới', by: head.person.id });
    expect((await change(head, { requiredBodies: null })).status).toBe(200);
    expect(bodies((await coop.get(path)).body)).toMatchObject({ own: false });
    expect((await head.get('/api/settings/nothing')).status).toBe(404);
  });

  it('refuses what a process cannot work with, naming it', async () => {
    const faults = async (values: object) => {
      const { status, body } = await change(head, values);
      return [status, ...(body.errors ?? []).map(({ pointer }: { pointer: string }) => pointer)];
    };
    expect(await faults({ nothing: 1 })).toEqual([422, '/values/nothing']);
    expect(await faults({ boardOdd: 'yes', scoreRule: 'mode', backdateDays: -1, unit: 'x'.repeat(1_000) })).toEqual([422, '/values/boardOdd', '/values/scoreRule', '/values/backdateDays']);
    expect(await faults({ passPart: 40 })).toEqual([422, '/values/passPart']);
    expect(await faults({ quorumPart: 101 })).toEqual([422, '/values/quorumPart']);
    expect(await faults({ boardSizeMin: 11 })).toEqual([422, '/values/boardSizeMin']);
    expect(await faults({ passPart: 50, passCompare: '>', unit: 'Phòng nghiệp vụ' })).toEqual([200]);
  }); // prettier-ignore

  it('are changed by administrators and heads of unit only', async () => {
    expect((await change(officer, { boardOdd: false })).status).toBe(403);
    expect((await officer.get(`${path}/history`)).status).toBe(403);
    const administrator = await service.client('administrator');
    expect((await change(administrator, { boardOdd: false })).status).toBe(200);
  });
});

it('the happy path of an appraisal on a shipped set still opens', async () => {
  const payload = appraisal.events['SUBMIT']?.examples[0];
  const opened = await coop.send('POST', '/api/cases', { process: 'appraisal', payload });
  expect(opened.status).toBe(201);
  expect((await coop.get(`/api/cases/${opened.body.id}`)).body.data.set).toBeUndefined();
});
