// A leader signs with a token of their own: from the known certificate to the issued file, and all that is refused.
import { randomUUID } from 'node:crypto';
import { PDF, type Signer } from '@libpdf/core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { signPaper } from '../../src/documents/sign.ts';
import { checkSignatures } from '../../src/documents/signature-check.ts';
import { signerOf } from '../../src/documents/signing-key.ts';
import { identity, p12Of, type Identity } from '../documents/keys.ts';
import { pagesOf, paper } from '../documents/reading.ts';
import type { Answer, Client } from '../http/service.ts';
import { startOffice, type Office, type PaperRow } from './certified.ts';

const note = { reason: 'Ký', location: 'Cà Mau', at: new Date('2026-03-02T03:00:00Z') };

let office: Office;
let admin: Client;
let root: Identity;
let leader: Identity;
let other: Identity;
let id: string;

const tokenOf = async (who: Identity, above: Identity = root): Promise<Signer> =>
  signerOf({ kind: 'p12', p12: await p12Of(who, 'x', [above]), password: 'x' });
const signedBy = async (who: Identity, bytes: Uint8Array, above?: Identity): Promise<Uint8Array> =>
  signPaper(bytes, { signers: [await tokenOf(who, above)] }, note);
const pemOf = ({ der }: Identity): string =>
  `-----BEGIN CERTIFICATE-----\n${Buffer.from(der).toString('base64')}\n-----END CERTIFICATE-----`;
const noteCertificate = (account: string, certificate: string, by = admin): Promise<Answer> =>
  by.send('POST', '/api/signer-certificates', { account, certificate });
const faultIn = ({ status, body }: Answer): unknown[] => [status, body.errors?.[0]?.code];

async function paperOf(kind: string): Promise<PaperRow> {
  return (await office.papers(id, kind)).at(-1) as PaperRow;
}

const addressOf = ({ id: key }: PaperRow): string =>
  `/api/cases/${id}/documents/${key.split('/').join('.')}`;

async function preparedOf(row: PaperRow, by = office.people.leader): Promise<Uint8Array> {
  const answer = await fetch(`${office.service.url}${addressOf(row)}/prepared`, {
    headers: { authorization: `Bearer ${by.token}` },
  });
  if (!answer.ok) throw new Error(`${answer.status} ${await answer.text()}`);
  return new Uint8Array(await answer.arrayBuffer());
}

async function sendBack(row: PaperRow, bytes: Uint8Array, by = office.people.leader) {
  const form = new FormData();
  form.append('file', new Blob([Buffer.from(bytes)], { type: 'application/pdf' }), 'da-ky.pdf');
  const answer = await fetch(`${office.service.url}${addressOf(row)}/signed`, {
    method: 'POST',
    headers: { authorization: `Bearer ${by.token}`, 'idempotency-key': randomUUID() },
    body: form,
  });
  return { status: answer.status, body: await answer.json() } as Answer;
}

beforeAll(async () => {
  root = await identity({ name: 'Tổ chức chứng thực thử' });
  leader = await identity({ name: 'Nguyễn Văn Lãnh Đạo', by: root, kind: 'RSA' });
  other = await identity({ name: 'Người Khác', by: root });
  office = await startOffice(undefined, [root.der]);
  admin = await office.service.client('administrator');
  id = await office.passed();
  await office.settle();
});
afterAll(() => office.close());

describe('whose certificate is whose', () => {
  it('is noted by an administrator for somebody else, and for a leader only', async () => {
    const { people } = office;
    const both = await office.service.client('administrator', 'leader');
    expect(faultIn(await noteCertificate(both.person.id, pemOf(leader), both))).toEqual([
      422,
      'self',
    ]);
    expect(faultIn(await noteCertificate(people.staff.person.id, pemOf(leader)))).toEqual([
      422,
      'unknown',
    ]);
    expect(
      (await noteCertificate(people.leader.person.id, pemOf(leader), people.leader)).status,
    ).toBe(403);
    expect(faultIn(await noteCertificate(people.leader.person.id, 'abc'))).toEqual([
      422,
      'unreadable',
    ]);
    expect(faultIn(await noteCertificate(people.leader.person.id, pemOf(root)))).toEqual([
      422,
      'authority',
    ]);
    const old = await identity({ name: 'Cũ', by: root, to: '2024-01-01' });
    expect(faultIn(await noteCertificate(people.leader.person.id, pemOf(old)))).toEqual([
      422,
      'out-of-date',
    ]);
    const asked = await people.leader.send('PUT', '/api/account/signing-way', { own: true });
    expect([asked.status, asked.body.detail]).toEqual([
      409,
      expect.stringContaining('quản trị viên'),
    ]);
    expect((await noteCertificate(people.leader.person.id, pemOf(leader))).status).toBe(201);
    expect((await noteCertificate(people.other.person.id, pemOf(other))).status).toBe(201);
    expect(faultIn(await noteCertificate(people.other.person.id, pemOf(leader)))).toEqual([
      422,
      'known',
    ]);
    const listed = await admin.get('/api/signer-certificates');
    expect(listed.body.items).toMatchObject([
      { subject: 'CN=Nguyễn Văn Lãnh Đạo', issuer: 'CN=Tổ chức chứng thực thử', withdrawnAt: null },
      { subject: 'CN=Người Khác' },
    ]);
  });
});

describe('a leader who signs with a token', () => {
  beforeAll(async () => {
    const { people } = office;
    const chosen = await people.leader.send('PUT', '/api/account/signing-way', { own: true });
    expect(chosen.status).toBe(200);
    await office.act(id, people.leader, 'SIGN');
    await office.settle();
  });

  it('finds the papers prepared, with their numbers and without a mark', async () => {
    const { leader: person, other: colleague } = office.people;
    const waiting = await person.get('/api/prepared-papers');
    expect(waiting.body.items.map(({ number }: { number: string }) => number)).toEqual(['02/2026/QĐ-LMHTX', '01/2026/GCN-LMHTX']); // prettier-ignore
    expect((await colleague.get('/api/prepared-papers')).body.items).toEqual([]);
    const row = await paperOf('RECOGNITION_CERT');
    expect(row.state).toBe('owed');
    const bytes = await preparedOf(row);
    const [text] = await pagesOf(bytes);
    expect(text).toContain('01/2026/GCN-LMHTX');
    expect(text).not.toContain('KHÔNG CÓ GIÁ TRỊ');
    expect(Buffer.from(await preparedOf(row)).equals(bytes)).toBe(true);
    await expect(preparedOf(row, colleague)).rejects.toThrow('404');
  });

  it.each<[string, (bytes: Uint8Array) => Promise<Uint8Array> | Uint8Array]>([
    ['unsigned', (bytes) => bytes],
    [
      'other-file',
      async () => signedBy(leader, await preparedOf(await paperOf('RECOGNITION_DECISION'))),
    ],
    ['other-file', async () => signedBy(leader, await paper('RECOGNITION_CERT'))],
    [
      'changed',
      async (bytes) => {
        const pdf = await PDF.load(Uint8Array.from(bytes));
        pdf.getPages()[0]?.drawText('Hạng A', { x: 300, y: 300 });
        return signedBy(leader, await pdf.save({ incremental: true }));
      },
    ],
    [
      'partly',
      async (bytes) => {
        const pdf = await PDF.load(await signedBy(leader, bytes));
        pdf.setTitle('Sau khi ký');
        return pdf.save({ incremental: true });
      },
    ],
    ['several', async (bytes) => signedBy(other, await signedBy(leader, bytes))],
    [
      'broken',
      async (bytes) => {
        const signed = Buffer.from(await signedBy(leader, bytes));
        signed.write('9', signed.lastIndexOf('/M (D:') + 6);
        return signed;
      },
    ],
    ['foreign', (bytes) => signedBy(other, bytes)],
    [
      'untrusted',
      async (bytes) => {
        const impostor = await identity({ name: root.name });
        return signedBy(await identity({ name: leader.name, by: impostor }), bytes, impostor);
      },
    ],
    [
      'out-of-date',
      async (bytes) =>
        signedBy(await identity({ name: leader.name, by: root, to: '2024-01-01' }), bytes),
    ],
  ])('is told what is wrong with a file: %s', async (code, make) => {
    const row = await paperOf('RECOGNITION_CERT');
    const answer = await sendBack(row, await make(await preparedOf(row)));
    expect(faultIn(answer)).toEqual([422, code]);
    expect((await paperOf('RECOGNITION_CERT')).state).toBe('owed');
  });

  it('has this very file issued, and nobody else can send it', async () => {
    const row = await paperOf('RECOGNITION_CERT');
    const signed = await signedBy(leader, await preparedOf(row));
    expect((await sendBack(row, signed, office.people.other)).status).toBe(404);
    const answer = await sendBack(row, signed);
    expect(answer).toMatchObject({
      status: 201,
      body: {
        state: 'issued',
        signer: 'CN=Nguyễn Văn Lãnh Đạo',
        issuer: 'CN=Tổ chức chứng thực thử',
      },
    });
    const issued = await paperOf('RECOGNITION_CERT');
    expect((await office.bytes(issued)).equals(Buffer.from(signed))).toBe(true);
    expect(issued).toMatchObject({
      state: 'issued',
      signed_by: office.people.leader.person.id,
      signature: { level: 'B-B', development: false },
    });
    expect((await sendBack(row, signed)).status).toBe(409);
  });

  it('stands on the page that checks papers, with the issuer of the certificate', async () => {
    const { service } = office;
    const { code } = await paperOf('RECOGNITION_CERT');
    const page = await service.anonymous.get(`/verify/${code}`, { accept: 'text/html' });
    expect(page.text).toContain('Nguyễn Văn Lãnh Đạo');
    expect(page.text).toContain('Tổ chức chứng thực thử');
    const form = new FormData();
    const bytes = await office.bytes(await paperOf('RECOGNITION_CERT'));
    form.append('file', new Blob([Uint8Array.from(bytes)]), 'giay.pdf');
    const compared = await fetch(`${service.url}/verify/${code}/file`, {
      method: 'POST',
      body: form,
    });
    expect(await compared.json()).toMatchObject({ same: true, signed: true });
  });

  it('may let the service sign after all', async () => {
    const { leader: person } = office.people;
    const row = await paperOf('RECOGNITION_DECISION');
    const given = await person.send('POST', `${addressOf(row)}/handing-over`);
    expect(given.status).toBe(200);
    await office.settle();
    const issued = await paperOf('RECOGNITION_DECISION');
    expect(issued).toMatchObject({ state: 'issued', signature: { development: true } });
    const [verdict] = await checkSignatures(await office.bytes(issued), [], new Date());
    expect(verdict).toMatchObject({ intact: true, coversFile: true });
    expect((await person.get('/api/prepared-papers')).body.items).toEqual([]);
    expect((await sendBack(row, await office.bytes(issued))).status).toBe(409);
  });

  it('waits in vain for a certificate that was withdrawn: the service signs again', async () => {
    const { staff, head, leader: person } = office.people;
    const [{ id: key }] = (await admin.get('/api/signer-certificates')).body.items;
    await office.act(id, staff, 'PROPOSE_CORRECTION', {
      reason: 'In sai tên',
      name: 'Hợp tác xã Đồng Tâm',
    });
    await office.act(id, head, 'APPROVE_CORRECTION');
    await office.act(id, person, 'SIGN_CORRECTION');
    await office.settle();
    const row = await paperOf('RECOGNITION_CERT');
    const signed = await signedBy(leader, await preparedOf(row));
    expect((await admin.send('DELETE', `/api/signer-certificates/${key}`)).status).toBe(200);
    expect(faultIn(await sendBack(row, signed))).toEqual([422, 'foreign']);
    expect((await person.get('/api/account/signing-way')).body).toEqual({
      own: true,
      possible: false,
    });
    expect((await person.send('POST', `${addressOf(row)}/handing-over`)).status).toBe(200);
    await office.settle();
    expect(await paperOf('RECOGNITION_CERT')).toMatchObject({ state: 'issued', signature: { development: true } }); // prettier-ignore
  });
});
