// What an appraisal board may not know of each other: nothing of it comes through the API in any form.
import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { appraisal } from '../../machines/appraisal/index.ts';
import { startService, type Client, type Service } from './service.ts';

const example = (type: string): Record<string, unknown> =>
  structuredClone(appraisal.events[type]?.examples[0] ?? {});

describe('score sheets', () => {
  let service: Service;
  let board: Client[];
  let coop: Client;
  let id: string;
  const secret = 'Nhận xét riêng của thành viên thứ nhất';

  const act = async (client: Client, type: string, payload = example(type)): Promise<void> => {
    const { version } = (await board[0]!.get(`/api/cases/${id}`)).body ?? {};
    const seen = version ?? (await coop.get(`/api/cases/${id}`)).body.version;
    const done = await client.send(
      'POST',
      `/api/cases/${id}/events`,
      { type, payload },
      { 'if-match': `"${seen}"` },
    );
    if (done.status !== 201) throw new Error(`${type}: ${done.text}`);
  };

  beforeAll(async () => {
    service = await startService();
    coop = await service.client('cooperative');
    board = [
      await service.client('leader', 'board-chair'),
      await service.client('staff', 'board-secretary'),
      await service.client('board-member'),
      await service.client('board-member'),
      await service.client('board-member'),
    ];
    const submission = example('SUBMIT');
    await service.engine.database.knex('cooperatives').insert({
      alliance_id: coop.person.allianceId,
      code: submission['cooperative'],
      name: 'Hợp tác xã Hòa Bình',
      kind: 'cooperative',
      status: 'Đang hoạt động',
      registered_on: '2022-05-10',
      commune: 'Xã Hòa Bình',
      persons: [coop.person.id],
    });
    const opened = await coop.send('POST', '/api/cases', {
      process: 'appraisal',
      payload: submission,
    });
    if (opened.status !== 201) throw new Error(opened.text);
    ({ id } = opened.body);
    const [leader, officer] = [await service.client('leader'), await service.client('staff')];
    await act(officer, 'ACCEPT');
    const forming = example('FORM_BOARD') as { members: Record<string, unknown>[] };
    forming.members = forming.members.map((member, index) => ({
      ...member,
      person: board[index]?.person.id,
      name: `Thành viên ${index}`,
    }));
    await act(leader, 'FORM_BOARD', forming);
    for (const each of board) await act(each, 'DECLARE_CONFLICT', { conflict: 'none' });
    await act(officer, 'START_FIELD_CHECK');
    await act(officer, 'RECORD_FIELD');
    const scored = example('SCORE') as { scores: { comment?: string }[] };
    scored.scores = scored.scores.map((line) => ({ ...line, comment: secret }));
    await act(board[0]!, 'SCORE', scored);
  });
  afterAll(() => service.close());

  it('are read by their own member only, in the case, the journal and the papers', async () => {
    const places = [
      `/api/cases/${id}`,
      `/api/cases/${id}/events?limit=100`,
      `/api/cases/${id}/actions`,
      `/api/cases/${id}/documents`,
      `/api/cases/${id}/scoring`,
    ];
    for (const path of places) {
      for (const other of [...board.slice(1), coop]) {
        const { status, text } = await other.get(path);
        expect([path, status, text.includes(secret)]).toEqual([path, 200, false]);
      }
    }
    expect((await board[0]!.get(places[0]!)).text).toContain(secret);
    expect((await board[0]!.get(places[1]!)).text).toContain(secret);
  });

  it('are not shown by trying an act out; nothing at all is shown to who is recused', async () => {
    const trial = { type: 'SCORE', payload: example('SCORE') };
    const preview = (client: Client) => client.send('POST', `/api/cases/${id}/preview`, trial);
    for (const other of board.slice(1)) {
      const { status, text, body } = await preview(other);
      expect([status, text.includes(secret)]).toEqual([200, false]);
      expect(body.papers.map(({ kind }: { kind: string }) => kind)).toEqual(['SCORE_SHEET']);
    }
    expect((await preview(coop)).status).toBe(403);
    const { knex } = service.engine.database;
    await knex('cases')
      .where({ id })
      .update({ recused: [board[4]!.person.id] });
    expect((await preview(board[4]!)).status).toBe(404);
    await knex('cases').where({ id }).update({ recused: [] });
  });

  it('cannot be guessed from hashes and proofs: the random id that is hashed along is hidden with them', async () => {
    const entries = async (client: Client): Promise<Entry[]> =>
      (await client.get(`/api/cases/${id}/events?limit=100`)).body.items;
    const mine = await entries(board[0]!);
    const scoring = mine.find(({ type }) => type === 'SCORE')!;
    const kept = await service.engine.database
      .knex('case_events')
      .where({ case_id: id, version: scoring.version })
      .first();
    const digest = createHash('sha256').update(kept.prev_hash).update(kept.canonical).digest('hex');
    expect([scoring.hash, scoring.eventId]).toEqual([digest, kept.event_id]);
    expect(kept.canonical).toContain(kept.event_id);
    for (const other of [board[2]!, coop]) {
      for (const entry of await entries(other)) {
        const hidden = entry.version === scoring.version;
        expect([entry.version, entry.eventId === null]).toEqual([entry.version, hidden]);
        if (hidden) expect(entry.payload).toEqual({});
      }
      const everything = await Promise.all(
        ['', '/events?limit=100', '/actions', '/documents'].map((path) =>
          other.get(`/api/cases/${id}${path}`),
        ),
      );
      expect(everything.some(({ text }) => text.includes(kept.event_id))).toBe(false);
    }
    await service.engine.anchors.write();
    expect((await coop.get(`/api/cases/${id}/events/1/proof`)).status).toBe(200);
  });
});

type Entry = {
  version: number;
  type: string;
  eventId: string | null;
  payload: object;
  hash: string;
};
