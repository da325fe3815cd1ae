// A recognised cooperative under a draft, and boards with their meetings; told over HTTP on real cases.
import type { Facts } from '../../machines/define.ts';
import { allProcesses } from '../../machines/index.ts';
import { boardsOf, called as agendaOf } from '../../src/http/board-agenda.ts';
import { scoresOf } from '../../src/http/scoring.ts';
import { Problem } from '../../src/problem.ts';
import { hearing } from '../machines/hearing.ts';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { appraisal } from '../../machines/appraisal/index.ts';
import { startService, type Client, type Service } from './service.ts';

const example = (type: string): Record<string, unknown> =>
  structuredClone(appraisal.events[type]?.examples[0] ?? {});

let service: Service;
let board: Client[];
let head: Client;
let officer: Client;
let leader: Client;

beforeAll(async () => {
  service = await startService();
  board = [
    await service.client('leader', 'board-chair'),
    await service.client('staff', 'board-secretary'),
    await service.client('board-member'),
    await service.client('board-member'),
    await service.client('board-member'),
  ];
  [head, officer, leader] = [
    await service.client('unit-head'),
    await service.client('staff'),
    await service.client('leader'),
  ];
  const shared = { name: 'Hợp tác xã Hòa Bình', kind: 'cooperative', status: 'Đang hoạt động' };
  await service.engine.database.knex('cooperatives').insert(
    ['5400000001', '5400000002'].map((code) => ({
      ...shared,
      alliance_id: officer.person.allianceId,
      code,
      registered_on: '2022-05-10',
      commune: 'Xã Hòa Bình',
      persons: [],
    })),
  );
});
afterAll(() => service.close());

async function act(client: Client, id: string, type: string, payload = example(type)): Promise<void> {
  const { version } = (await client.get(`/api/cases/${id}`)).body;
  const done = await client.send('POST', `/api/cases/${id}/events`, { type, payload }, { 'if-match': `"${version}"` });
  if (done.status !== 201) throw new Error(`${type}: ${done.text}`);
} // prettier-ignore

/** An appraisal whose meeting is called. */
async function called(cooperative: string): Promise<string> {
  const opened = await officer.send('POST', '/api/cases', {
    process: 'appraisal',
    payload: { ...example('SUBMIT'), cooperative },
  });
  const { id } = opened.body;
  await act(officer, id, 'ACCEPT');
  const forming = example('FORM_BOARD') as { members: Record<string, unknown>[] };
  forming.members = forming.members.map((member, index) => ({
    ...member,
    person: board[index]?.person.id,
    name: `Thành viên ${index}`,
  }));
  await act(leader, id, 'FORM_BOARD', forming);
  for (const each of board) await act(each, id, 'DECLARE_CONFLICT', { conflict: 'none' });
  await act(officer, id, 'START_FIELD_CHECK');
  await act(officer, id, 'RECORD_FIELD');
  for (const each of board) await act(each, id, 'SCORE');
  return id;
}

it('a board sees its meetings together, and every recognised cooperative is scored again under a draft', async () => {
  const [first, second] = [await called('5400000001'), await called('5400000002')];
  const { boards } = (await board[2]!.get('/api/board-agenda')).body;
  expect(boards).toHaveLength(1);
  expect(boards[0].members).toHaveLength(5);
  expect(boards[0].items).toMatchObject([
    { case: first, attempt: 1, sheets: { in: 5, of: 5 }, state: 'meeting.scheduled' },
    { case: second },
  ]);
  expect((await (await service.client('cooperative')).get('/api/board-agenda')).body.boards).toEqual([]);
  const scores = (await head.get(`/api/cases/${first}/scoring`)).body;
  expect(scores).toMatchObject({ open: true, sealed: { in: 5, of: 5 }, totals: { mean: 84, median: 84, self: 84 } });
  await act(board[0]!, first, 'OPEN', { present: board.map(({ person }) => person.id) });
  for (const each of board) await act(each, first, 'CAST_BALLOT');
  await act(board[1]!, first, 'VOTE_PASS');
  await act(leader, first, 'SIGN');
  const draft = await officer.send('POST', '/api/criteria-sets', { from: { set: 'TT01_2020', version: 0 } });
  const { content } = draft.body;
  const rehearse = async () => (await head.get('/api/criteria-sets/TT01_2020/1/rehearsal')).body;
  expect(await rehearse()).toMatchObject({
    counts: { gains: 0, keeps: 1, loses: 0, open: 0 },
    items: [{ case: first, cooperative: '5400000001', before: { score: '84' }, after: { score: '84' }, outcome: 'keeps' }],
  });
  content.grades[0].from = 85;
  content.passScore = 84.5;
  await officer.send('PUT', '/api/criteria-sets/TT01_2020/1', { edition: 1, content });
  expect(await rehearse()).toMatchObject({
    counts: { loses: 1 },
    items: [{ after: { grade: { id: 'fair' }, recognised: false } }],
  });
  expect((await board[2]!.get('/api/criteria-sets/TT01_2020/1/rehearsal')).status).toBe(403);
}); // prettier-ignore

it('shows meetings and scores of any process with a board, by its definition alone', async () => {
  const { knex } = service.engine.database;
  const row = await knex('cases').where('process', 'like', 'appraisal@%').first();
  const data = { judges: ['a', 'b'], marks: { a: 6, b: 9 }, day: '2026-05-04', held: 2 };
  const id = '0190a000-0000-7000-8000-0000000000aa';
  const own = { id, number: 'NT-2026-0001', title: 'Nghe trình bày', process: 'hearing@1' };
  const snapshot = JSON.stringify({ ...row.snapshot, data });
  const before = boardsOf(await agendaOf(knex, head.person)).length;
  await knex('cases').insert({
    ...row,
    ...own,
    state: 'hearing',
    open: true,
    subject: null,
    recused: [],
    snapshot,
  });
  try {
    const all = boardsOf(await agendaOf(knex, head.person, [...allProcesses(), hearing]));
    expect(all).toContainEqual({
      from: '2026-05-04',
      members: ['a', 'b'].map((person) => ({ person, name: person, role: 'member', body: 'Tổ' })),
      items: [
        {
          case: id,
          number: 'NT-2026-0001',
          title: 'Nghe trình bày',
          state: 'hearing',
          attempt: 3,
          from: '2026-05-04',
          mayVote: ['a', 'b'],
          sheets: { in: 2, of: 2 },
        },
      ],
    });
    expect(all).toHaveLength(before + 1);
  } finally {
    await knex('cases').where({ id }).delete();
  }
  const inside = { version: 1, state: 'hearing', terms: [], facts: {} as Facts, data, seen: data };
  expect(scoresOf({ ...inside, process: hearing })).toMatchObject({
    sealed: { in: 2, of: 2 },
    totals: { mean: 7.5 },
  });
  const { scoring: _none, ...silent } = hearing;
  expect(() => scoresOf({ ...inside, process: silent })).toThrow(Problem);
});
