// The public check: what anyone is told by a code, by a file, and by the list of statuses.
import { createPublicKey, verify, X509Certificate } from 'node:crypto';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startOffice, type Office, type PaperRow } from './certified.ts';

let office: Office;
let id: string;
let first: PaperRow;
let now: PaperRow;

const get = (path: string, headers?: Record<string, string>) =>
  office.service.anonymous.get(path, headers);
const browser = { Accept: 'text/html,application/xhtml+xml,*/*;q=0.8' };

beforeAll(async () => {
  office = await startOffice();
  const { staff, head, leader } = office.people;
  id = await office.passed();
  await office.act(id, leader, 'SIGN');
  await office.act(id, staff, 'PROPOSE_CORRECTION', { reason: 'In sai tên', name: 'HTX Đúng' });
  await office.act(id, head, 'APPROVE_CORRECTION');
  await office.act(id, leader, 'SIGN_CORRECTION');
  await office.settle();
  [first, now] = (await office.papers(id, 'RECOGNITION_CERT')) as [PaperRow, PaperRow];
});
afterAll(() => office.close());

const send = async (code: string, content: Uint8Array | undefined, headers = {}) => {
  const form = new FormData();
  if (content) form.set('file', new Blob([new Uint8Array(content)]), 'giay.pdf');
  else form.set('file', new Blob([]), '');
  return fetch(`${office.service.url}/verify/${code}/file`, {
    method: 'POST',
    body: form,
    headers,
  });
};

describe('by its code', () => {
  it('a certificate tells holder, dates, hash and signature; a corrected one what took its place', async () => {
    const valid = (await get(`/verify/${now.code}`)).body;
    expect(valid).toMatchObject({
      status: 'valid',
      since: '2026-03-02',
      holder: 'HTX Đúng',
      number: '02/2026/GCN-LMHTX',
      sha256: now.sha256.toString('hex'),
      signature: { level: 'B-B', development: true },
      supersededBy: null,
    });
    const old = (await get(`/verify/${first.code}`)).body;
    expect(old).toMatchObject({
      status: 'superseded',
      since: '2026-03-02',
      reason: 'In sai tên',
      holder: 'Hợp tác xã “Đồng Tâm & Phước Lợi”',
      supersededBy: { number: '02/2026/GCN-LMHTX', code: now.code },
    });
  });

  it('the page says the same, large, and takes a file', async () => {
    const { text, headers } = await get(`/verify/${first.code}`, browser);
    expect(text).toContain('ĐÃ ĐƯỢC THAY THẾ');
    expect(text).toContain(`02/2026/GCN-LMHTX – ${now.code}`);
    expect(text).toContain('bản ký thử, không có giá trị');
    expect(text).toContain('enctype="multipart/form-data"');
    expect(headers.get('content-security-policy')).toContain("form-action 'self'");
  });

  it('any other paper tells that it was issued, and nothing of whom', async () => {
    const [minutes] = await office.papers(id, 'BOARD_MINUTES');
    const { body } = await get(`/verify/${minutes?.code}`);
    expect(body).toMatchObject({ status: 'valid', holder: null, criterion: null, reason: null });
    expect(JSON.stringify(body)).not.toContain('Đồng Tâm');
    expect((await get(`/verify/${minutes?.code}`, browser)).text).toContain('ĐÃ PHÁT HÀNH');
  });

  it('each check is counted', async () => {
    const before = (await get(`/verify/${now.code}`)).body.checks;
    await send(now.code, await office.bytes(now));
    const after = (await get(`/verify/${now.code}`)).body.checks;
    expect([after.code - before.code, after.file - before.file]).toEqual([1, 1]);
  });
});

describe('by the file', () => {
  it('the issued one is the same and its signature holds', async () => {
    const answer = await send(now.code, await office.bytes(now));
    expect(answer.status).toBe(200);
    expect(await answer.json()).toMatchObject({
      same: true,
      signed: true,
      file: { sha256: now.sha256.toString('hex') },
      signatures: [{ intact: true, coversFile: true, trusted: true }],
      paper: { code: now.code },
    });
  });

  it('one byte flipped, one byte more, and another paper are not', async () => {
    const bytes = await office.bytes(now);
    const flipped = Uint8Array.from(bytes);
    flipped[3_000] = (flipped[3_000] ?? 0) ^ 1;
    expect(await (await send(now.code, flipped)).json()).toMatchObject({
      same: false,
      signed: false,
    });
    const longer = Buffer.concat([bytes, Buffer.from(' ')]);
    expect(await (await send(now.code, longer)).json()).toMatchObject({
      same: false,
      signed: false,
      signatures: [{ intact: true, coversFile: false }],
    });
    expect(await (await send(now.code, await office.bytes(first))).json()).toMatchObject({
      same: false,
      signed: true,
    });
    expect(await (await send(now.code, Buffer.from('không phải PDF'))).json()).toMatchObject({
      same: false,
      signed: false,
      signatures: [],
    });
  });

  it('a person sees it as a page', async () => {
    const right = await (await send(now.code, await office.bytes(now), browser)).text();
    expect(right).toContain('TỆP ĐÚNG LÀ BẢN ĐÃ PHÁT HÀNH');
    expect(right).toContain('Mọi chữ ký đều đúng');
    const wrong = await (await send(now.code, Buffer.from('x'), browser)).text();
    expect(wrong).toContain('TỆP KHÁC VỚI BẢN ĐÃ PHÁT HÀNH');
    expect(wrong).toContain('Tệp không có chữ ký số');
  });

  it('no file, a file too large and an unknown code are told apart', async () => {
    expect((await send(now.code, undefined)).status).toBe(422);
    expect((await send(now.code, Buffer.alloc(10 * 1024 * 1024 + 1))).status).toBe(413);
    expect((await send('AAAA-AAAA-AAAA', Buffer.from('x'))).status).toBe(404);
  });
});

describe('by the list of statuses', () => {
  const names = ['none', 'valid', 'superseded', 'suspended', 'revoked', 'expired', 'voided'];
  const read = (credential: { credentialSubject: { encodedList: string } }, at: number): string => {
    const { encodedList } = credential.credentialSubject;
    expect(encodedList.startsWith('u')).toBe(true);
    const bits = gunzipSync(Buffer.from(encodedList.slice(1), 'base64url'));
    expect(bits).toHaveLength((131_072 * 3) / 8);
    const bit = (place: number): number => ((bits[place >> 3] ?? 0) >> (7 - (place & 7))) & 1;
    return names[bit(at * 3) * 4 + bit(at * 3 + 1) * 2 + bit(at * 3 + 2)] ?? '';
  };
  const entryOf = async (code: string) =>
    (await get(`/verify/${code}`)).body.credentialStatus as {
      statusListIndex: string;
      statusListCredential: string;
    };
  const path = '/verify/status-list/0';

  it('says what the code says, for every certificate', async () => {
    const list = (await get(path)).body;
    for (const [row, status] of [
      [first, 'superseded'],
      [now, 'valid'],
    ] as const) {
      const entry = await entryOf(row.code);
      expect(entry.statusListCredential).toBe(`http://localhost${path}`);
      expect(read(list, Number(entry.statusListIndex))).toBe(status);
    }
    const [minutes] = await office.papers(id, 'BOARD_MINUTES');
    const entry = await entryOf((minutes as PaperRow).code);
    expect(read(list, Number(entry.statusListIndex))).toBe('none');
  });

  it('may be kept by anyone and asked for anew; it changes when a status does', async () => {
    const { headers } = await get(path);
    expect(headers.get('cache-control')).toBe('public, max-age=300');
    expect(headers.get('access-control-allow-origin')).toBe('*');
    const known = { 'If-None-Match': headers.get('etag') as string };
    expect((await get(path, known)).status).toBe(304);
    const { knex } = office.service.engine.database;
    await knex('certificates').where({ case_id: id }).update({ status: 'revoked' });
    const changed = await get(path, known);
    await knex('certificates').where({ case_id: id }).update({ status: 'valid' });
    expect(changed.status).toBe(200);
    const entry = await entryOf(now.code);
    expect(read(changed.body, Number(entry.statusListIndex))).toBe('revoked');
    expect((await get('/verify/status-list/1')).status).toBe(404);
  });

  it('comes signed with the key of the papers when asked for as a JWT', async () => {
    const { text, headers } = await get(path, { Accept: 'application/vc+jwt' });
    expect(headers.get('content-type')).toContain('application/vc+jwt');
    const [head = '', payload = '', signature = ''] = text.split('.');
    const { alg, x5c } = JSON.parse(Buffer.from(head, 'base64url').toString()) as {
      alg: string;
      x5c: string[];
    };
    expect(alg).toBe('ES256');
    const certificate = new X509Certificate(Buffer.from(x5c[0] ?? '', 'base64'));
    const [root] = await office.seal.roots();
    expect(certificate.raw.equals(root as Uint8Array)).toBe(true);
    const key = { key: createPublicKey(certificate.publicKey.export({ type: 'spki', format: 'pem' })), dsaEncoding: 'ieee-p1363' } as const; // prettier-ignore
    const fits = (body: string): boolean =>
      verify('SHA-256', Buffer.from(`${head}.${body}`), key, Buffer.from(signature, 'base64url'));
    expect(fits(payload)).toBe(true);
    expect(fits(`${payload.slice(0, -2)}AA`)).toBe(false);
  });
});
