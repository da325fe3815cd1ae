// Files of a case over HTTP: sending in, reading, who may, what is missing, what a crash or a lost store leaves behind.
import { createHash, randomUUID } from 'node:crypto';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openFounding, startService, type Client, type Service } from './service.ts';
import { paper } from '../files/samples.ts';

let service: Service;
let founder: Client;
let other: Client;
let staff: Client;
let auditor: Client;
let caseId: string;
beforeAll(async () => {
  service = await startService();
  founder = await service.client('founder');
  other = await service.client('founder');
  staff = await service.client('staff');
  auditor = await service.client('auditor');
  caseId = await openFounding(founder);
});
afterAll(() => service.close());

type Given = { slot?: string; name?: string; type?: string; key?: string; to?: string };

async function send(
  client: { token: string },
  bytes: Uint8Array,
  {
    slot = 'CHARTER',
    name = 'Điều lệ.pdf',
    type = 'application/pdf',
    key,
    to = caseId,
  }: Given = {},
) {
  const form = new FormData();
  form.append('slot', slot);
  form.append('file', new Blob([new Uint8Array(bytes)], { type }), name);
  const answer = await fetch(`${service.url}/api/cases/${to}/files`, {
    method: 'POST',
    headers: { authorization: `Bearer ${client.token}`, 'idempotency-key': key ?? randomUUID() },
    body: form,
  });
  const text = await answer.text();
  return { status: answer.status, headers: answer.headers, text, body: JSON.parse(text) };
}

const stored = async (): Promise<string[]> =>
  (await readdir(join(service.sent.folder, 'store'), { recursive: true })).filter((name) =>
    /[0-9a-f]{64}$/.test(name),
  );

describe('a file', () => {
  it('is kept and read again, to the byte, under its own name', async () => {
    const bytes = await paper('Điều lệ Hợp tác xã');
    const sent = await send(founder, bytes, { name: 'Điều lệ (bản ký).pdf' });
    expect(sent.status).toBe(201);
    expect(sent.headers.get('location')).toBe(`/api/files/${sent.body.id}`);
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    expect(sent.body).toMatchObject({
      slot: 'CHARTER',
      version: 1,
      name: 'Điều lệ (bản ký).pdf',
      type: 'application/pdf',
      bytes: bytes.length,
      sha256,
      state: 'available',
      refusal: null,
      outline: { pages: 1 },
      sentBy: founder.person.id,
      changed: null,
      remarks: [],
    });
    const answer = await fetch(`${service.url}/api/files/${sent.body.id}`, {
      headers: { authorization: `Bearer ${auditor.token}` },
    });
    expect(answer.status).toBe(200);
    expect(Buffer.from(await answer.arrayBuffer()).equals(bytes)).toBe(true);
    expect(Object.fromEntries(answer.headers)).toMatchObject({
      'content-type': 'application/pdf',
      'content-length': String(bytes.length),
      'x-content-type-options': 'nosniff',
      'content-disposition':
        'attachment; filename="Dieu le (ban ky).pdf"; filename*=UTF-8\'\'%C4%90i%E1%BB%81u%20l%E1%BB%87%20%28b%E1%BA%A3n%20k%C3%BD%29.pdf',
    });
    expect(await stored()).toEqual([`${sha256.slice(0, 2)}/${sha256}`]);
    expect(await readdir(service.sent.staging.folder)).toEqual([]);
  });
});

describe('the rights of a case', () => {
  it('hide its files like files that are not there', async () => {
    const { body: sent } = await send(founder, await paper('Nghị quyết'), {
      slot: 'FOUNDING_RESOLUTION',
    });
    const absent = randomUUID();
    const answers = [
      [await other.get(`/api/files/${sent.id}`), await other.get(`/api/files/${absent}`)],
      [
        await other.get(`/api/cases/${caseId}/files`),
        await other.get(`/api/cases/${absent}/files`),
      ],
      [await send(other, await paper('x')), await send(other, await paper('x'), { to: absent })],
    ];
    for (const [hidden, none] of answers) {
      const same = ({ status, body }: { status: number; body: object }) => ({
        status,
        ...body,
        instance: '',
      });
      expect(same(hidden as never)).toEqual(same(none as never));
      expect(hidden?.status).toBe(404);
    }
    expect((await service.anonymous.get(`/api/files/${sent.id}`)).status).toBe(401);
  });

  it('let those send in whom the place names, and nobody else', async () => {
    const bytes = await paper('x');
    expect((await send(auditor, bytes)).body.code).toBe('forbidden');
    expect((await send(founder, bytes, { slot: 'REG_CERT' })).body.code).toBe('forbidden');
    expect((await send(staff, bytes, { slot: 'REG_CERT' })).status).toBe(201);
    expect((await send(staff, bytes, { slot: 'CHARTER' })).body.code).toBe('forbidden');
  });
});
