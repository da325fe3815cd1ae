// Conflicts computed from what is held: declared relations, founders' identifiers and addresses, loans, the charter,
// second accounts. At the forming of the board, at the vote, and after it.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as samples from '../../machines/founding/samples.ts';
import { acceptedMatter, boardOf, exampleOf, type Matter } from './board.ts';
import {
  example,
  openFounding,
  startService,
  type Answer,
  type Client,
  type Service,
} from './service.ts';

let service: Service;
let founding: string;
let adviser: Client;
const founderId = '079070000001';
const founderHome = 'Số 7, ấp Một, xã Hòa Bình';
let codes = 5_400_000_100;

beforeAll(async () => {
  service = await startService();
  adviser = await service.client('staff');
  founding = await draftedByAdviser();
});
afterAll(() => service.close());

/** A group without an account: its adviser writes the charter and the list of members. */
async function draftedByAdviser(): Promise<string> {
  const head = await service.client('unit-head');
  const clerk = await service.client('clerk');
  const id = await openFounding(clerk);
  const act = async (client: Client, type: string, payload: object): Promise<void> => {
    const { version } = (await head.get(`/api/cases/${id}`)).body;
    const about = { type, payload };
    const done = await client.send('POST', `/api/cases/${id}/events`, about, {
      'if-match': `"${version}"`,
    });
    if (done.status !== 201) throw new Error(done.text);
  };
  await act(head, 'ASSIGN', { ...example('ASSIGN'), adviser: adviser.person.id });
  await act(adviser, 'RECORD_SESSION', example('RECORD_SESSION'));
  await act(adviser, 'CONCLUDE_VIABLE', example('CONCLUDE_VIABLE'));
  await act(adviser, 'SAVE_DRAFT', { part: 'charter', charter: samples.charter });
  const [first, ...others] = samples.members.list;
  const list = [{ ...first, idNumber: founderId, address: founderHome }, ...others];
  await act(adviser, 'SAVE_DRAFT', { part: 'members', members: { list } });
  return id;
}

const accepted = (): Promise<Matter> => {
  codes += 1;
  return acceptedMatter(service, String(codes), founding);
};

const declare = (client: Client, body: object): Promise<Answer> =>
  client.send('POST', '/api/me/relations', body);

const reasons = ({ body }: Answer): unknown[] =>
  body.reasons.map(({ code, have }: { code: string; have: unknown }) => [code, have]);

describe('a board cannot be formed with', () => {
  const refusedFor = async (
    prepare: (client: Client, matter: Matter) => Promise<unknown>,
  ): Promise<unknown[]> => {
    const matter = await accepted();
    const other = await service.client('board-member');
    const prepared = await prepare(other, matter);
    const seated = [...matter.board.slice(0, 4), (prepared as Client | undefined) ?? other];
    const answer = await matter.act(matter.leader, 'FORM_BOARD', boardOf(seated));
    expect(answer.status).toBe(409);
    return reasons(answer);
  };
  const because = (words: string): unknown[] => [['untied', [`Thành viên 4: ${words}`]]];

  it('a founder, known by number', async () => {
    const own = { relation: 'self', name: 'Trần Văn An', idNumber: founderId };
    expect(await refusedFor(async (client) => void (await declare(client, own)))).toEqual(
      because('có trong danh sách sáng lập, thành viên'),
    );
  });

  it('a relative of a founder', async () => {
    const brother = { relation: 'sibling', name: 'Trần Văn An', idNumber: founderId };
    expect(await refusedFor(async (client) => void (await declare(client, brother)))).toEqual(
      because('người thân có trong hợp tác xã'),
    );
  });

  it('a relative of one who acts for the cooperative', async () => {
    const spouse = (relative: string) => ({ relation: 'spouse', name: 'Lê Thị Bảy', relative });
    expect(
      await refusedFor(
        async (client, { coop }) => void (await declare(client, spouse(coop.person.id))),
      ),
    ).toEqual(because('người thân có trong hợp tác xã'));
  });

  it('one who lives with a founder', async () => {
    const own = { relation: 'self', name: 'Người ở cùng', address: 'số 7 ấp một,  xã Hòa Bình' };
    expect(await refusedFor(async (client) => void (await declare(client, own)))).toEqual(
      because('cùng địa chỉ với thành viên'),
    );
  });

  it('a creditor', async () => {
    expect(
      await refusedFor(async (client) => {
        const loan = { relation: 'creditor', name: 'Vay vốn', cooperative: String(codes) };
        return void (await declare(client, loan));
      }),
    ).toEqual(because('cho hợp tác xã vay'));
  });

  it('who wrote its charter', async () => {
    expect(await refusedFor(() => Promise.resolve(adviser))).toEqual(because('đã soạn điều lệ'));
  });

  it('an administrator, also one whose other account that is', async () => {
    const admin = await service.client('administrator');
    const number = '079070000077';
    await declare(admin, { relation: 'self', name: 'Một người', idNumber: number });
    expect(
      await refusedFor(
        async (client) =>
          void (await declare(client, { relation: 'self', name: 'Một người', idNumber: number })),
      ),
    ).toEqual(because('quản trị hệ thống'));
  });
});

describe('declarations', () => {
  it('are one’s own, do not show their identifiers again, and can be withdrawn', async () => {
    const client = await service.client('board-member');
    const kept = await declare(client, {
      relation: 'parent',
      name: 'Mẹ',
      idNumber: '079050000001',
    });
    expect([kept.status, kept.body.given]).toEqual([201, ['idNumber']]);
    const mine = await client.get('/api/me/relations');
    expect(mine.body.items).toMatchObject([{ name: 'Mẹ', given: ['idNumber'] }]);
    expect(mine.text).not.toContain('079050000001');
    const other = await service.client('board-member');
    expect((await other.get('/api/me/relations')).body.items).toEqual([]);
    const path = `/api/me/relations/${kept.body.id}`;
    expect((await other.send('DELETE', path)).status).toBe(404);
    expect((await client.send('DELETE', path)).status).toBe(200);
    expect((await client.get('/api/me/relations')).body.items).toEqual([]);
    expect((await client.send('DELETE', path)).status).toBe(404);
  });

  it('of a loan name the cooperative, others do not', async () => {
    const client = await service.client('board-member');
    expect((await declare(client, { relation: 'creditor', name: 'Vay' })).status).toBe(422);
    expect(
      (await declare(client, { relation: 'child', name: 'Con', cooperative: '5400000000' })).status,
    ).toBe(422);
  });
});

/** The board in session, all sheets in. */
async function inSession(): Promise<Matter> {
  const matter = await accepted();
  await matter.does(matter.leader, 'FORM_BOARD', boardOf(matter.board));
  for (const each of matter.board)
    await matter.does(each, 'DECLARE_CONFLICT', { conflict: 'none' });
  await matter.does(matter.officer, 'START_FIELD_CHECK');
  await matter.does(matter.officer, 'RECORD_FIELD');
  for (const each of matter.board) await matter.does(each, 'SCORE');
  const present = matter.board.map(({ person }) => person.id);
  await matter.does(matter.board[0] as Client, 'OPEN', { present });
  return matter;
}

const brother = { relation: 'sibling', name: 'Trần Văn An', idNumber: founderId };

describe('a tie that appears', () => {
  it('before a vote recuses at once, and the vote is refused as if there were no case', async () => {
    const matter = await inSession();
    const last = matter.board[4] as Client;
    expect((await declare(last, brother)).status).toBe(201);
    expect((await matter.act(last, 'CAST_BALLOT')).status).toBe(404);
    expect((await last.get(`/api/cases/${matter.id}`)).status).toBe(404);
    const { recused } = await service.engine.database
      .knex('cases')
      .where({ id: matter.id })
      .first('recused');
    expect(recused).toEqual([last.person.id]);
  });

  it('between reading and writing a vote is seen by the statement that writes it', async () => {
    const matter = await inSession();
    const last = matter.board[4] as Client;
    const { knex, pool } = service.engine.database;
    const relation = {
      id: matter.id,
      account_id: last.person.id,
      alliance_id: last.person.allianceId,
    };
    // Declared after the vote was looked at, before it is written.
    const query = pool.query.bind(pool);
    let declared = false;
    pool.query = (async (...given: unknown[]) => {
      const { name = '' } = given[0] as { name?: string };
      if (!declared && name.startsWith('advance-')) {
        declared = true;
        const rest = { relation: 'spouse', name: 'Vợ', relative: matter.coop.person.id };
        await knex('relations').insert({ ...relation, ...rest, declared_at: new Date() });
      }
      return (query as (...all: unknown[]) => unknown)(...given);
    }) as typeof pool.query;
    const answer = await matter.act(last, 'CAST_BALLOT');
    pool.query = query;
    expect([declared, answer.status]).toEqual([true, 409]);
    expect(reasons(answer)).toEqual([['voterUntied', expect.stringContaining('người thân')]]);
    expect(await knex('votes').where({ case_id: matter.id })).toEqual([]);
  });

  it('after the vote voids the ballot; the result falls and the board meets again', async () => {
    const matter = await inSession();
    for (const each of matter.board) await matter.does(each, 'CAST_BALLOT', { ballot: 'for' });
    await matter.does(matter.board[0] as Client, 'VOTE_PASS');
    const last = matter.board[4] as Client;
    await declare(last, brother);
    const { knex } = service.engine.database;
    const { state, recused } = await knex('cases')
      .where({ id: matter.id })
      .first('state', 'recused');
    expect([state, recused]).toEqual(['meeting.scheduled', [last.person.id]]);
    const votes = await knex('votes').where({ case_id: matter.id });
    expect(
      votes.map(({ person_id, void: gone }) => [person_id === last.person.id, gone]).toSorted(),
    ).toEqual(
      votes
        .map(({ person_id }) => [person_id === last.person.id, person_id === last.person.id])
        .toSorted(),
    );
    expect((await matter.act(matter.leader, 'SIGN')).status).toBe(409);
  });

  it('recuses the person, not the account', async () => {
    const matter = await inSession();
    const number = '079060000099';
    const last = matter.board[4] as Client;
    const second = await service.client('staff');
    expect((await second.get(`/api/cases/${matter.id}`)).status).toBe(200);
    await declare(last, { relation: 'self', name: 'Một người', idNumber: number });
    await declare(second, { relation: 'self', name: 'Một người', idNumber: number });
    await matter.does(matter.leader, 'CONFLICT_FOUND', {
      ...exampleOf('CONFLICT_FOUND'),
      person: last.person.id,
    });
    for (const account of [last, second]) {
      expect((await account.get(`/api/cases/${matter.id}`)).status).toBe(404);
      expect((await account.get(`/api/cases?text=Hòa Bình`)).text).not.toContain(matter.id);
      expect((await matter.act(account, 'START_FIELD_CHECK')).status).toBe(404);
    }
  });
});
