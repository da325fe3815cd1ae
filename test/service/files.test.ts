// Files in the running product: killed in the middle of an upload, backed up and brought to another home.
import { createHash, randomUUID } from 'node:crypto';
import { readdirSync, utimesSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { paper } from '../files/samples.ts';
import { call, openFounding, type Place } from './calls.ts';
import { home, leaveHomes, verb, type Home } from './homes.ts';
import { dataFolder, start, tokensIn, until } from './running.ts';

afterAll(leaveHomes);

/** Both homes have the keys of one installation. */
const newHome = async (): Promise<Home> =>
  Object.assign(await home(), { SESSION_SECRET: 'one installation, two homes' });

const placeOf = (settings: Home, url: string): Place => ({
  url,
  tokens: tokensIn(settings.DATA_DIR),
});

async function send(place: Place, caseId: string, bytes: Buffer): Promise<{ id: string }> {
  const form = new FormData();
  form.append('slot', 'CHARTER');
  form.append('file', new Blob([new Uint8Array(bytes)]), 'Điều lệ.pdf');
  const headers = { authorization: `Bearer ${place.tokens.founder}`, 'idempotency-key': randomUUID() };
  const answer = await fetch(`${place.url}/api/cases/${caseId}/files`, { method: 'POST', headers, body: form });
  if (answer.status !== 201) throw new Error(await answer.text());
  return (await answer.json()) as { id: string };
} // prettier-ignore

async function content(place: Place, id: string): Promise<Buffer> {
  const headers = { authorization: `Bearer ${place.tokens.founder}` };
  const answer = await fetch(`${place.url}/api/files/${id}`, { headers });
  return Buffer.from(await answer.arrayBuffer());
}

/** Half of an upload, which never goes on. */
function sendHalf(place: Place, caseId: string): void {
  const line = connect(Number(new URL(place.url).port), '127.0.0.1');
  line.on('error', () => undefined);
  const head = [
    `POST /api/cases/${caseId}/files HTTP/1.1`,
    'Host: x',
    `Authorization: Bearer ${place.tokens.founder}`,
    `Idempotency-Key: ${randomUUID()}`,
    'Content-Type: multipart/form-data; boundary=xyz',
    'Content-Length: 1000000',
  ];
  const part =
    '--xyz\r\nContent-Disposition: form-data; name="file"; filename="a.pdf"\r\n\r\n%PDF-1.7';
  line.write(`${head.join('\r\n')}\r\n\r\n${part}${'x'.repeat(400_000)}`);
}

it('an upload under way when the service is killed leaves nothing behind; what was acknowledged stays', async () => {
  const settings = await newHome();
  const incoming = join(settings.DATA_DIR, 'incoming');
  let service = await start(settings);
  let place = placeOf(settings, service.url);
  const { id } = await openFounding(place);
  const bytes = await paper('Điều lệ');
  const kept = await send(place, id, bytes);
  sendHalf(place, id);
  await until(() => readdirSync(incoming).length === 1);
  await service.kill();

  const [half = ''] = readdirSync(incoming);
  const yesterday = new Date(Date.now() - 24 * 60 * 60_000);
  utimesSync(join(incoming, half), yesterday, yesterday);
  service = await start(settings);
  place = placeOf(settings, service.url);
  expect(readdirSync(incoming)).toEqual([]);
  const { body } = await call(place, 'GET', `/api/cases/${id}/files`, { by: 'founder' });
  const versions = body.slots.flatMap((slot: { versions: object[] }) => slot.versions);
  expect(versions).toEqual([expect.objectContaining({ id: kept.id, state: 'available' })]);
  expect((await content(place, kept.id)).equals(bytes)).toBe(true);
  await service.kill();

  const copy = join(dataFolder(), 'copy');
  expect((await verb(settings, 'backup', copy)).code).toBe(0);
  const elsewhere = await newHome();
  expect(await verb(elsewhere, 'restore', copy)).toMatchObject({ code: 0, err: '' });
  const second = await start(elsewhere);
  const there = { url: second.url, tokens: place.tokens };
  expect((await content(there, kept.id)).equals(bytes)).toBe(true);
  await second.kill();

  const name = createHash('sha256').update(bytes).digest('hex');
  writeFileSync(join(copy, 'files', name.slice(0, 2), name), 'x');
  expect(await verb(await newHome(), 'restore', copy)).toMatchObject({
    code: 1,
    err: expect.stringContaining('has changed since the backup'),
  });
});
