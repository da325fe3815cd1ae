// From the signature of the leader to the file: signed, kept, never changed, corrected by another one.
import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { checkSignatures } from '../../src/documents/signature-check.ts';
import { pagesOf } from '../documents/reading.ts';
import { startOffice, type Office, type PaperRow } from './certified.ts';

let office: Office;
let id: string;
let papers: PaperRow[];

beforeAll(async () => {
  office = await startOffice();
  const { knex } = office.service.engine.database;
  id = await office.passed();
  await office.settle();
  const chair = office.board[0] as Office['board'][number];
  const refused = await office.attempt(id, chair, 'SIGN');
  expect([refused.status, refused.body.reasons[0].code]).toEqual([409, 'fourEyes']);
  await office.act(id, office.people.leader, 'SIGN');
  await office.settle();
  papers = await office.papers(id);
  expect(await knex('outbox').where({ state: 'failed' })).toEqual([]);
});
afterAll(() => office.close());

const certificates = () => office.papers(id, 'RECOGNITION_CERT');

describe('an issued paper', () => {
  it('is signed, every one of the case, with the key that stands beside it', async () => {
    expect(papers.length).toBeGreaterThan(10);
    for (const row of papers) {
      const bytes = await office.bytes(row);
      expect(createHash('sha256').update(bytes).digest().equals(row.sha256)).toBe(true);
      const [verdict, ...more] = await checkSignatures(bytes, [], new Date());
      expect(more).toEqual([]);
      expect(verdict).toMatchObject({ intact: true, coversFile: true });
      expect(row.signature).toMatchObject({
        level: 'B-B',
        development: true,
        signers: [{ sha256: verdict?.certificate }],
      });
    }
  });

  it('says in large letters that the development key signed, and who signs', async () => {
    const [certificate] = await certificates();
    const [text] = await pagesOf(await office.bytes(certificate as PaperRow));
    expect(text).toContain('BẢN KÝ THỬ - KHÔNG CÓ GIÁ TRỊ');
    expect(text).toContain('CHỦ TỊCH');
    expect(text).toContain('Hợp tác xã “Đồng Tâm & Phước Lợi”');
  });

  it('names preparer, approver and signer: three people', () => {
    const { staff, leader } = office.people;
    for (const kind of ['RECOGNITION_DECISION', 'RECOGNITION_CERT']) {
      expect(papers.find((row) => row.kind === kind)).toMatchObject({
        prepared_by: staff.person.id,
        approved_by: office.board[0]?.person.id,
        signed_by: leader.person.id,
      });
    }
  });

  it.each([
    [`path = 'aa/bb'`, 'not changed'],
    [`sha256 = '\\x00'`, 'not changed'],
    [`number = 900`, 'not changed'],
    [`signed_by = 'somebody'`, 'not changed'],
    [`data = '{}'`, 'not changed'],
  ])('is not changed by anybody: set %s', async (change, message) => {
    const { knex } = office.service.engine.database;
    const update = knex.raw(`update documents set ${change} where case_id = ?`, [id]);
    await expect(update).rejects.toThrow(message);
    const remove = knex('documents').where({ case_id: id }).delete();
    await expect(remove).rejects.toThrow('not deleted');
  });
});

it('the database refuses one person as preparer, approver or signer of the same paper', async () => {
  const { knex } = office.service.engine.database;
  const row = (hands: object, at: number): object => ({
    id: `${id}/900/${at}`,
    case_id: id,
    alliance_id: office.people.staff.person.allianceId,
    kind: 'RECOGNITION_CERT',
    title: '{}',
    code: `AAAA-AAAA-${at}`,
    data: '{}',
    issued_on: '2026-03-02',
    ...hands,
  });
  const equal = [
    { prepared_by: 'a', approved_by: 'a', signed_by: 'b' },
    { prepared_by: 'a', approved_by: 'b', signed_by: 'b' },
    { prepared_by: 'a', approved_by: 'b', signed_by: 'a' },
    { prepared_by: 'a', signed_by: 'a' },
  ];
  for (const [at, hands] of equal.entries()) {
    await expect(knex('documents').insert(row(hands, at))).rejects.toThrow(
      'preparer_approver_signer_differ',
    );
  }
  await knex('documents').insert(row({ prepared_by: 'a', approved_by: 'b', signed_by: 'c' }, 9));
  await knex('documents').where({ code: 'AAAA-AAAA-9' }).delete();
});

describe('a correction', () => {
  const right = 'Hợp tác xã Đồng Tâm';
  let before: PaperRow;
  let after: PaperRow;

  beforeAll(async () => {
    const { staff, head, leader } = office.people;
    [before] = (await certificates()) as [PaperRow];
    await office.act(id, staff, 'PROPOSE_CORRECTION', { reason: 'In sai tên', name: right });
    await office.act(id, head, 'APPROVE_CORRECTION');
    await office.act(id, leader, 'SIGN_CORRECTION');
    await office.settle();
    [before, after] = (await certificates()) as [PaperRow, PaperRow];
  });

  it('is another paper with its own number, which takes the place of the first', async () => {
    expect(after).toMatchObject({ supersedes: before.id, superseded_by: null, state: 'issued' });
    expect(before).toMatchObject({ superseded_by: after.id, supersedes: null });
    expect([before.symbol, after.symbol]).toEqual(['01/2026/GCN-LMHTX', '02/2026/GCN-LMHTX']);
    expect((await pagesOf(await office.bytes(after)))[0]).toContain(right);
  });

  it('leaves the first as it was, and viewable', async () => {
    const listed = await office.people.staff.get(`/api/cases/${id}/documents`);
    const [old, now] = listed.body.items.filter(
      ({ kind }: { kind: string }) => kind === 'RECOGNITION_CERT',
    );
    expect(old).toMatchObject({ supersededBy: now.id, supersedes: null });
    expect(now).toMatchObject({ supersedes: old.id, supersededBy: null });
    expect((await office.people.staff.get(old.links.content)).status).toBe(200);
    const [text] = await pagesOf(await office.bytes(before));
    expect(text).toContain('Đồng Tâm & Phước Lợi');
  });
});
