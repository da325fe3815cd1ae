// A person on the lists of two founding groups: staff are told of cases they may see, groups never of each other.
import { afterAll, beforeAll, expect, it } from 'vitest';
import { example, openFounding, startService, type Client, type Service } from './service.ts';

let service: Service;
let founders: Client[];
let ids: string[];
let head: Client;

beforeAll(async () => {
  service = await startService();
  head = await service.client('unit-head');
  founders = [await service.client('founder'), await service.client('founder')];
  ids = [];
  for (const founder of founders) {
    const id = await openFounding(founder);
    for (const [version, type, payload] of [
      [1, 'ASSIGN', { ...example('ASSIGN'), adviser: head.person.id }],
      [2, 'RECORD_SESSION', example('RECORD_SESSION')],
      [3, 'CONCLUDE_VIABLE', example('CONCLUDE_VIABLE')],
    ] as const)
      await act(head, id, version, { type, payload });
    ids.push(id);
  }
}, 120_000);
afterAll(() => service.close());

async function act(by: Client, id: string, version: number, body: object): Promise<void> {
  const headers = { 'if-match': `"${version}"` };
  const answer = await by.send('POST', `/api/cases/${id}/events`, body, headers);
  if (answer.status !== 201) throw new Error(answer.text);
}

const lists = (index: number, version: number, ...numbers: string[]) =>
  act(founders[index] as Client, ids[index] as string, version, {
    type: 'SAVE_DRAFT',
    payload: {
      part: 'members',
      members: {
        list: numbers.map((idNumber, at) => ({ no: at + 1, name: `Trần ${at + 1}`, idNumber })),
      },
    },
  });

const asked = (by: Client, index: number) => by.get(`/api/cases/${ids[index]}/member-duplicates`);

it('is told to staff by number and case, and to no group', async () => {
  await lists(0, 4, '012345678901', '012345678902');
  await lists(1, 4, '012345678903', '012345678901');
  const { body } = await asked(head, 0);
  expect(body.items).toMatchObject([{ no: 1, name: 'Trần 1', case: { id: ids[1] } }]);
  expect((await asked(head, 1)).body.items).toMatchObject([{ no: 2, case: { id: ids[0] } }]);
  expect((await asked(founders[0] as Client, 0)).body).toEqual({ items: [] });
  expect((await asked(founders[0] as Client, 1)).status).toBe(404);
});

it('is not told of a case that the reader is recused from', async () => {
  const { knex } = service.engine.database;
  await knex('cases')
    .where({ id: ids[1] })
    .update({ recused: [head.person.id] });
  expect((await asked(head, 0)).body.items).toEqual([]);
  await knex('cases').where({ id: ids[1] }).update({ recused: [] });
});

it('ends when the other group takes the person off its list', async () => {
  await lists(1, 5, '012345678903');
  expect((await asked(head, 0)).body.items).toEqual([]);
});
