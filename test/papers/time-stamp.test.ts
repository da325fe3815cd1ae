// Signatures with a time stamp, against a server that others wrote, and what happens when it misbehaves.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as asn1js from 'asn1js';
import * as pkijs from 'pkijs';
import { afterAll, beforeAll, beforeEach, describe, expect, it, type TestContext } from 'vitest';
import { openPress, type Press } from '../../src/documents/press.ts';
import { checkSignatures } from '../../src/documents/signature-check.ts';
import { inkFor } from '../../src/signing.ts';
import { startOffice, type PaperRow } from './certified.ts';
import { identity, p12Of } from '../documents/keys.ts';
import { startTimeStamps, type Manner, type TimeStampServer } from './time-stamp-server.ts';
import { has, needs, run } from './tools.ts';

const note = { reason: 'Thông báo', location: 'Cà Mau', at: new Date() };
const input = {
  kind: 'TB',
  organisation: { name: 'Liên minh', abbreviation: 'LMHTX', place: 'Cà Mau' },
  data: { text: 'Nội dung' },
};
const here = has('openssl');
let server: TimeStampServer;
let press: Press;
let signed: Uint8Array;

beforeAll(async () => {
  if (!here) return;
  server = await startTimeStamps();
  const p12 = async (name: string, kind: 'EC' | 'RSA') =>
    Buffer.from(await p12Of(await identity({ name, kind }), 'x'));
  press = openPress(
    inkFor({
      signingP12: await p12('Liên minh', 'EC'),
      signingPassword: 'x',
      cosigningP12: await p12('Lê Văn Tám', 'RSA'),
      cosigningPassword: 'x',
      tsaUrl: server.url,
      dataDir: server.folder,
    }),
  );
  signed = await press.build(input, note);
});
beforeEach((context: TestContext) => needs(context, 'openssl', 'openssl'));
afterAll(async () => {
  await press?.close();
  server?.close();
});

const misbehaving = async (manner: Manner): Promise<string> => {
  server.manner = manner;
  const fault = await press.build(input, note).then(
    () => 'built',
    (error: Error) => error.message,
  );
  server.manner = 'well';
  return fault;
};

describe('a time-stamped paper', () => {
  it('shows the time of the stamp on both signatures', async () => {
    const verdicts = await checkSignatures(signed, [], new Date());
    expect(verdicts).toHaveLength(2);
    for (const verdict of verdicts) {
      expect(verdict).toMatchObject({ intact: true, inDate: true, timeStamped: true });
      const away = Math.abs(Date.parse(verdict.stampedAt ?? '') - note.at.getTime());
      expect(away).toBeLessThan(10 * 60_000);
    }
  });

  it('carries tokens that openssl verifies over the signatures, and over nothing else', () => {
    const found = signaturesIn(signed);
    expect(found).toHaveLength(2);
    found.forEach(({ token, value }) => {
      writeFileSync(join(server.folder, 'token.der'), token);
      writeFileSync(join(server.folder, 'value'), value);
      const verify = () =>
        run('openssl', 'ts', '-verify', '-token_in', '-in', join(server.folder, 'token.der'), '-data', join(server.folder, 'value'), '-CAfile', server.root); // prettier-ignore
      expect(verify()).toMatchObject({ status: 0, out: expect.stringContaining('OK') });
      writeFileSync(join(server.folder, 'value'), 'another');
      expect(verify().status).not.toBe(0);
    });
  });

  it('is valid to pdfsig', (context) => {
    needs(context, 'pdfsig', 'poppler-utils');
    const file = join(server.folder, 'signed.pdf');
    writeFileSync(file, signed);
    const { out } = run('pdfsig', '-nocert', file);
    expect(out.match(/Signature is Valid\./g)).toHaveLength(2);
  });

  it('shows no stamp when the token is changed', async () => {
    const [{ token } = { token: Buffer.of() }] = signaturesIn(signed);
    const text = Buffer.from(signed).toString('latin1');
    const hex = token.toString('hex');
    const place = text.toLowerCase().indexOf(hex.slice(-64));
    expect(place).toBeGreaterThan(0);
    const changed = Buffer.from(signed);
    changed.write(text[place + 20] === '0' ? '1' : '0', place + 20, 'latin1');
    const [verdict] = await checkSignatures(changed, [], new Date());
    expect(verdict).toMatchObject({ intact: true, timeStamped: false, stampedAt: null });
  });
});

describe('no paper leaves the press when the server', () => {
  it.each<[Manner, RegExp]>([
    ['garbage', /timestamp response|TSA/i],
    ['fails', /HTTP 500/],
    ['refuses', /status 2/],
    ['stale', /does not fit the signature/],
    ['hangs', /timeout/],
    ['stalls', /timeout/],
  ])('%s', async (manner, fault) => {
    expect(await misbehaving(manner)).toMatch(fault);
    expect(await press.build(input, note)).toBeInstanceOf(Uint8Array);
  });
});

describe('the papers of a case', () => {
  it('wait for the server to come back, and are issued then', async () => {
    const office = await startOffice(server.url);
    const { clock, database } = office.service.engine;
    const { knex } = database;
    server.manner = 'fails';
    const id = await office.passed();
    await office.settle();
    const before = await office.papers(id);
    expect(before.length).toBeGreaterThan(0);
    expect(before.filter(({ state }) => state !== 'owed')).toEqual([]);
    const owed = await knex('outbox').where({ case_id: id, kind: 'issue' });
    for (const row of owed) {
      expect(row).toMatchObject({ state: 'pending', leased_by: null });
      expect(row.error).toContain('HTTP 500');
    }
    for (let quarter = 0; quarter < 16; quarter += 1) {
      clock.setOffset(clock.offsetMs() + 15 * 60_000);
      await office.settle();
    }
    const states = await knex('outbox').where({ case_id: id, kind: 'issue' }).distinct('state');
    expect(states).toEqual([{ state: 'pending' }]);
    server.manner = 'well';
    clock.setOffset(clock.offsetMs() + 10 * 60_000);
    await office.settle();
    const after: PaperRow[] = await office.papers(id);
    expect(after.map(({ state }) => state)).toEqual(before.map(() => 'issued'));
    for (const row of after) {
      const [verdict] = await checkSignatures(await office.bytes(row), [], new Date());
      expect([row.signature, verdict?.timeStamped]).toMatchObject([{ level: 'B-T' }, true]);
    }
    await office.close();
  });
});

/** Each signature's value and the token over it, read without our own check. */
function signaturesIn(bytes: Uint8Array): { token: Buffer; value: Buffer }[] {
  const text = Buffer.from(bytes).toString('latin1');
  return [...text.matchAll(/\/Contents\s*<([0-9a-fA-F]+)>/g)].map(([, hex = '']) => {
    const read = asn1js.fromBER(new Uint8Array(Buffer.from(hex, 'hex')));
    const content = new pkijs.ContentInfo({ schema: read.result }).content;
    const [signer] = new pkijs.SignedData({ schema: content }).signerInfos;
    const token = signer?.unsignedAttrs?.attributes[0]?.values[0] as asn1js.Sequence;
    return {
      token: Buffer.from(token.toBER()),
      value: Buffer.from(signer?.signature.valueBlock.valueHexView ?? []),
    };
  });
}
