// Files of a case over HTTP: sending in, reading, who may, what is missing, what a crash or a lost store leaves behind.
import { createHash, randomUUID } from 'node:crypto';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { rescan } from '../../src/files/rescan.ts';
import { clamd } from '../../src/files/scanner.ts';
import type { Staged } from '../../src/files/staging.ts';
import { sweep } from '../../src/files/sweep.ts';
import { refusals } from '../../src/files/verdict.ts';
import { eicar, startClamd } from '../files/clamd.ts';
import { startIntake } from '../files/intake.ts';
import { pdfOf } from '../files/pdfs.ts';
import { startS3 } from '../files/s3.ts';
import { paper, xlsx } from '../files/samples.ts';
import { askedMatter } from './board.ts';
import { openFounding, startService, type Client, type Service } from './service.ts';

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

async function sendIn(
  { url }: { url: string },
  client: { token: string },
  bytes: Uint8Array,
  { slot = 'CHARTER', name = 'Điều lệ.pdf', type = 'application/pdf', key, to = caseId }: Given,
) {
  const form = new FormData();
  form.append('slot', slot);
  form.append('file', new Blob([new Uint8Array(bytes)], { type }), name);
  const answer = await fetch(`${url}/api/cases/${to}/files`, {
    method: 'POST',
    headers: { authorization: `Bearer ${client.token}`, 'idempotency-key': key ?? randomUUID() },
    body: form,
  });
  const text = await answer.text();
  return { status: answer.status, headers: answer.headers, text, body: JSON.parse(text) };
}

const send = (client: { token: string }, bytes: Uint8Array, given: Given = {}) =>
  sendIn(service, client, bytes, given);
const dossierOf = async (of: string) => (await founder.get(`/api/cases/${of}/files`)).body;
const placeOf = async (slot: string, of = caseId) =>
  (await dossierOf(of)).slots.find(({ id }: { id: string }) => id === slot);

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

describe('a file that is refused', () => {
  it('is told why and what to do, is kept nowhere, and is remembered once', async () => {
    const script = pdfOf({ catalog: '/OpenAction << /S /JavaScript /JS (app.alert\\(1\\)) >>' });
    const before = await stored();
    for (const _ of [1, 2]) {
      const refused = await send(founder, script, { name: 'bẫy.pdf' });
      expect([refused.status, refused.body.code]).toEqual([422, 'invalid']);
      expect(refused.body.errors).toEqual([
        expect.objectContaining({ pointer: '/file', code: 'script', detail: refusals.script }),
      ]);
    }
    expect(await stored()).toEqual(before);
    const place = await placeOf('CHARTER');
    const rows = place.versions.filter(({ state }: { state: string }) => state === 'refused');
    expect(rows).toHaveLength(1);
    expect(rows[0]).toMatchObject({ version: null, refusal: { code: 'script' }, name: 'bẫy.pdf' });
    expect((await founder.get(`/api/files/${rows[0].id}`)).body.code).toBe('refused');
  });

  it.each<[string, Given, [number, string, string]]>([
    ['for a place that there is not', { slot: 'NOWHERE' }, [422, 'unknown', '/slot']],
    ['of a kind the place does not take', { name: 'a.xlsx' }, [422, 'type', '/file']],
    ['declared as something else', { type: 'image/png' }, [422, 'mismatch', '/file']],
  ])('%s', async (_, given, [status, code, pointer]) => {
    const refused = await send(founder, await paper('x'), given);
    expect([refused.status, refused.body.errors[0].code, refused.body.errors[0].pointer]).toEqual([
      status,
      code,
      pointer,
    ]);
  });

  it('without a key, or larger than may be, before it is read', async () => {
    const keyless = await send(founder, await paper('x'), { key: 'short' });
    expect([keyless.status, keyless.headers.get('connection')]).toEqual([400, 'close']);
    const large = await send(founder, Buffer.alloc(22 * 1024 * 1024));
    expect([large.status, large.headers.get('connection')]).toEqual([413, 'close']);
    expect(await readdir(service.sent.staging.folder)).toEqual([]);
  });
});

describe('a place of the dossier', () => {
  it('keeps every version, tells what changed, and no longer misses its paper', async () => {
    const own = await openFounding(founder, { group: 'Nhóm hai' });
    const given = { to: own, slot: 'MEMBER_LIST' };
    const missing = async (): Promise<string[]> => (await dossierOf(own)).missing;
    expect(await missing()).toContain('MEMBER_LIST');
    const first = await send(founder, await paper('Danh sách', 2), { ...given, name: 'a.pdf' });
    await send(founder, await paper('Danh sách', 3), { ...given, name: 'b.pdf' });
    const sheet = await xlsx('Thành viên', 'Liên kết');
    const third = await send(founder, sheet, {
      ...given,
      name: 'b.xlsx',
      type: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
    });
    expect(await missing()).not.toContain('MEMBER_LIST');
    const place = await placeOf('MEMBER_LIST', own);
    expect(place).toMatchObject({ current: third.body.id, needed: true, maySend: true, law: 'Luật 17/2023/QH15 Đ42.2' });
    const changes = place.versions.map(({ version, changed }: { version: number; changed: object }) => [version, changed]);
    expect(changes).toEqual([
      [1, null],
      [2, { since: 1, identical: false, bytes: expect.any(Number), name: { was: 'a.pdf', is: 'b.pdf' }, pages: { was: 2, is: 3 } }],
      [3, { since: 2, identical: false, bytes: expect.any(Number), name: { was: 'b.pdf', is: 'b.xlsx' }, type: { was: 'application/pdf', is: expect.stringContaining('spreadsheetml') } }],
    ]);
    expect(place.versions[2].outline).toEqual({ sheets: ['Thành viên', 'Liên kết'] });
    expect((await founder.get(`/api/files/${first.body.id}`)).status).toBe(200);
  }); // prettier-ignore

  it('carries remarks of those who work on the case, and of nobody else', async () => {
    const { body: sent } = await send(founder, await paper('x'));
    const made = await staff.send('POST', `/api/files/${sent.id}/remarks`, { text: 'Thiếu chữ ký' });
    expect([made.status, made.body.text]).toEqual([201, 'Thiếu chữ ký']);
    const place = await placeOf('CHARTER');
    expect(place.versions.find(({ id }: { id: string }) => id === sent.id).remarks).toEqual([made.body]);
    const say = (client: Client, text: string) => client.send('POST', `/api/files/${sent.id}/remarks`, { text });
    expect((await say(auditor, 'x')).body.code).toBe('forbidden');
    expect((await say(other, 'x')).status).toBe(404);
    expect((await say(staff, ' ')).status).toBe(422);
  }); // prettier-ignore

  it('gives a file back to its sender, once, and counts the version before', async () => {
    const [one, two] = [
      await send(founder, await paper('1')),
      await send(founder, await paper('2')),
    ];
    const back = (client: Client) => client.send('POST', `/api/files/${two.body.id}/withdrawal`);
    expect((await back(staff)).body.code).toBe('forbidden');
    expect((await back(other)).status).toBe(404);
    expect((await placeOf('CHARTER')).current).toBe(two.body.id);
    expect((await back(founder)).status).toBe(200);
    expect((await back(founder)).body.code).toBe('refused');
    expect((await placeOf('CHARTER')).current).toBe(one.body.id);
  });
});

describe('the same key', () => {
  it('gets the same answer for the same file, and none for another', async () => {
    const [bytes, key] = [await paper('một lần'), randomUUID()];
    const [one, two] = [await send(founder, bytes, { key }), await send(founder, bytes, { key })];
    expect(two.text).toBe(one.text);
    expect(two.headers.get('idempotency-replayed')).toBe('true');
    expect((await send(founder, await paper('khác'), { key })).body.code).toBe('key-reused');
    const rows = await service.engine.database.knex('files').where({ id: one.body.id });
    expect(rows).toHaveLength(1);
  });
});

describe('handing the dossier in', () => {
  it('puts the digests of the files that count under the hash of the event, and keeps them', async () => {
    const matter = await askedMatter(service, '5400000077');
    const { knex } = service.engine.database;
    const { coop, id } = matter;
    const file = { to: id, slot: 'FIN_REPORT', name: 'Báo cáo.pdf' };
    await send(coop, await paper('1'), file);
    const second = await send(coop, await paper('2'), file);
    await matter.does(matter.officer, 'ACCEPT');
    const [event] = await knex('case_events').where({ case_id: id }).orderBy('version', 'desc').limit(1);
    const { sha256, version } = second.body;
    expect(JSON.parse(event.canonical).found.files).toEqual([
      { id: second.body.id, slot: 'FIN_REPORT', version, sha256 },
    ]);
    const chained = createHash('sha256').update(event.prev_hash).update(event.canonical).digest();
    expect(chained.equals(event.hash)).toBe(true);
    const { body: shown } = await coop.get(`/api/cases/${id}/files`);
    const place = shown.slots.find(({ id: slot }: { id: string }) => slot === 'FIN_REPORT');
    expect(place.versions.map(({ handedInBy }: { handedInBy: number[] }) => handedInBy)).toEqual([[], [event.version]]);
    const back = await coop.send('POST', `/api/files/${second.body.id}/withdrawal`);
    expect([back.status, back.body.code]).toEqual([409, 'refused']);
    expect((await send(coop, await paper('3'), file)).status).toBe(201);
  }); // prettier-ignore
});

describe('how much may be sent', () => {
  it('ends for a case, and for a person and a day', async () => {
    const quotas = { caseBytes: 1e9, caseFiles: 2, dayBytes: 1e9, dayFiles: 3 };
    const small = await startService({ quotas });
    const client = await small.client('founder');
    const [first, second] = [await openFounding(client), await openFounding(client, { group: 'B' })];
    const sendTo = async (to: string) => sendIn(small, client, await paper(randomUUID()), { to });
    expect((await sendTo(first)).status).toBe(201);
    expect((await sendTo(first)).status).toBe(201);
    const full = await sendTo(first);
    expect([full.status, full.body.code, full.headers.get('connection')]).toEqual([409, 'refused', 'close']);
    expect((await sendTo(second)).status).toBe(201);
    const late = await sendTo(second);
    expect([late.status, Number(late.headers.get('retry-after')) > 0]).toEqual([429, true]);
    const { clock } = small.engine;
    clock.setOffset(clock.offsetMs() + 25 * 60 * 60_000);
    expect((await sendTo(second)).status).toBe(201);
    await small.close();
  }); // prettier-ignore
});

describe('when something goes away', () => {
  it('answers 503 without the bucket and loses nothing; the same key works when it is back', async () => {
    const s3 = await startS3();
    const parts = startIntake({ store: s3.store });
    const away = await startService({ intake: parts.intake, openFile: s3.store.read });
    const client = await away.client('founder');
    const to = await openFounding(client);
    const kept = await sendIn(away, client, await paper('trước'), { to });
    await s3.away();
    const [bytes, key] = [await paper('sau'), randomUUID()];
    const refused = await sendIn(away, client, bytes, { to, key });
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([503, '10']);
    expect((await client.get(`/api/files/${kept.body.id}`)).status).toBe(503);
    expect(await away.engine.database.knex('files').count({ n: '*' })).toEqual([{ n: 1 }]);
    expect(await readdir(parts.staging.folder)).toEqual([]);
    await s3.back();
    expect((await sendIn(away, client, bytes, { to, key })).status).toBe(201);
    expect((await client.get(`/api/files/${kept.body.id}`)).status).toBe(200);
    await away.close();
    await parts.close();
    await s3.close();
  });

  it('leaves nothing half done when it ends between keeping a file and saying so', async () => {
    const parts = startIntake();
    const { intake } = parts;
    const cut = (): never => {
      throw new Error('the power went');
    };
    const keep = async (file: Staged): Promise<never> => {
      await intake.keep(file);
      return cut();
    };
    const ends = await startService({ intake: { ...intake, keep }, openFile: parts.store.read });
    const client = await ends.client('founder');
    const to = await openFounding(client);
    const [bytes, key] = [await paper('x'), randomUUID()];
    expect((await sendIn(ends, client, bytes, { to, key })).status).toBe(500);
    const { knex } = ends.engine.database;
    expect(await knex('files')).toEqual([]);
    expect(await knex('idempotency').where({ key })).toEqual([]);
    const later = Date.now() + 48 * 60 * 60_000;
    const { store, staging } = parts;
    expect(await sweep({ knex, store, staging }, later)).toMatchObject({ orphans: 1 });
    for await (const left of store.list()) expect(left).toBeUndefined();
    await ends.close();
    await parts.close();
  });

  it('keeps a file back until the scanner has seen it', async () => {
    const clam = await startClamd();
    const scanner = clamd({ host: '127.0.0.1', port: clam.port });
    const parts = startIntake({ scanner });
    const { store } = parts;
    const careful = await startService({ intake: parts.intake, openFile: store.read });
    const { database, clock } = careful.engine;
    const client = await careful.client('founder');
    const to = await openFounding(client);
    const clean = await sendIn(careful, client, await paper('sạch'), { to });
    expect([clean.body.state, clean.body.scannedAt !== null]).toEqual(['available', true]);
    const infected = pdfOf({ objects: [`(${eicar})`] });
    const caught = await sendIn(careful, client, infected, { to });
    expect([caught.status, caught.body.errors[0].code]).toEqual([422, 'virus']);
    clam.mood = 'cut';
    const waits = await sendIn(careful, client, await paper('chờ'), { to });
    expect([waits.status, waits.body.state]).toEqual([201, 'received']);
    const content = () => client.get(`/api/files/${waits.body.id}`);
    expect((await content()).status).toBe(503);
    const again = () => rescan({ knex: database.knex, clock, store, scanner });
    expect(await again()).toBe(0);
    clam.mood = 'limit';
    expect(await again()).toBe(0);
    clam.mood = 'well';
    expect(await again()).toBe(1);
    expect((await content()).status).toBe(200);
    const states = await database.knex('files').orderBy('version').pluck('state');
    expect(states).toEqual(['available', 'quarantined', 'available']);
    await careful.close();
    await parts.close();
    await clam.close();
  });
});
