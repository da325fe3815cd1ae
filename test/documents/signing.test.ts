// Signed papers: what holds, and everything that must not.
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openPress, type Press } from '../../src/documents/press.ts';
import { signPaper } from '../../src/documents/sign.ts';
import { allHold, checkSignatures } from '../../src/documents/signature-check.ts';
import { signerOf, type SigningKey } from '../../src/documents/signing-key.ts';
import { inkFor, signingFaults } from '../../src/signing.ts';
import { identity, p12Of, type Identity } from './keys.ts';
import { pagesOf, paper } from './reading.ts';

const at = new Date('2026-11-24T03:00:00Z');
const note = { reason: 'Giấy chứng nhận 01/2026/GCN-LMHTX', location: 'Cà Mau', at };
const folder = mkdtempSync(join(tmpdir(), 'sang-lap-signing-'));
afterAll(() => rmSync(folder, { recursive: true }));

let root: Identity;
let office: SigningKey;
let person: SigningKey;
let plain: Uint8Array;

const keyOf = async (who: Identity): Promise<SigningKey> => ({
  kind: 'p12',
  p12: await p12Of(who, 'mật khẩu', [root]),
  password: 'mật khẩu',
});

beforeAll(async () => {
  root = await identity({ name: 'Gốc thử' });
  office = await keyOf(await identity({ name: 'Liên minh Hợp tác xã tỉnh Cà Mau', by: root }));
  person = await keyOf(await identity({ name: 'Lê Văn Tám', by: root, kind: 'RSA' }));
  plain = await paper('RECOGNITION_CERT', { data: { holder: 'HTX Bình Minh' } });
});

const signed = async (...keys: SigningKey[]): Promise<Uint8Array> =>
  signPaper(plain, { signers: await Promise.all(keys.map(signerOf)) }, note);

describe('a signed paper', () => {
  it('keeps every byte it had, names its signer, and holds', async () => {
    const bytes = await signed(office);
    expect(Buffer.from(bytes.subarray(0, plain.length)).equals(plain)).toBe(true);
    const verdicts = await checkSignatures(bytes, [root.der], at);
    expect(verdicts).toMatchObject([
      {
        signer: 'CN=Liên minh Hợp tác xã tỉnh Cà Mau',
        issuer: 'CN=Gốc thử',
        intact: true,
        coversFile: true,
        trusted: true,
        timeStamped: false,
        stampedAt: null,
      },
    ]);
    expect(allHold(verdicts)).toBe(true);
    expect(Buffer.from(bytes).toString('latin1')).toContain('/SubFilter /ETSI.CAdES.detached');
  });

  it('is signed by two, the second over the first, and both hold', async () => {
    const verdicts = await checkSignatures(await signed(person, office), [root.der], at);
    expect(verdicts.map(({ signer, intact, coversFile }) => [signer, intact, coversFile])).toEqual([
      ['CN=Lê Văn Tám', true, false],
      ['CN=Liên minh Hợp tác xã tỉnh Cà Mau', true, true],
    ]);
    expect(allHold(verdicts)).toBe(true);
  });

  it('trusts a signing certificate that is itself named as a root', async () => {
    const [verdict] = await checkSignatures(await signed(office), [], at);
    expect(verdict).toMatchObject({ intact: true, trusted: false });
    const { certificate } = await signerOf(office);
    expect(allHold(await checkSignatures(await signed(office), [certificate], at))).toBe(true);
  });

  it('without a signature does not hold', async () => {
    expect(await checkSignatures(plain, [root.der], at)).toEqual([]);
    expect(allHold([])).toBe(false);
  });
});

describe('refused is', () => {
  it('a flipped byte, wherever it stands', async () => {
    const bytes = await signed(person, office);
    for (const place of [20, 2_000, plain.length - 10, plain.length + 200, bytes.length - 3]) {
      const changed = Uint8Array.from(bytes);
      changed[place] = (changed[place] ?? 0) ^ 1;
      const verdicts = await checkSignatures(changed, [root.der], at);
      expect(allHold(verdicts), `byte ${place}`).toBe(false);
    }
  });

  it('an appended byte', async () => {
    const longer = Buffer.concat([await signed(office), Buffer.from('\n')]);
    const verdicts = await checkSignatures(longer, [root.der], at);
    expect(verdicts).toMatchObject([{ intact: true, coversFile: false }]);
    expect(allHold(verdicts)).toBe(false);
  });

  it('a range that leaves out more than the signature itself', async () => {
    const text = Buffer.from(await signed(office)).toString('latin1');
    const widened = text.replace(/(?<=\/ByteRange \[0 )\d+/, (to) => String(Number(to) - 5));
    expect(widened).not.toBe(text);
    const verdicts = await checkSignatures(Buffer.from(widened, 'latin1'), [root.der], at);
    expect(verdicts).toMatchObject([{ intact: false, fault: 'the signature cannot be read' }]);
  });

  it('another root', async () => {
    const other = await identity({ name: 'Gốc thử' });
    const verdicts = await checkSignatures(await signed(office), [other.der], at);
    expect(verdicts).toMatchObject([{ intact: true, trusted: false, inDate: true }]);
  });

  it('a certificate that has expired since', async () => {
    const late = new Date('2041-01-01T00:00:00Z');
    const verdicts = await checkSignatures(await signed(office), [root.der], late);
    expect(verdicts).toMatchObject([{ intact: true, trusted: false, inDate: false }]);
  });
});

describe('the keys of the service', () => {
  const given = (p12: Uint8Array | undefined, password?: string) => ({
    signingP12: p12 && Buffer.from(p12),
    signingPassword: password,
    cosigningP12: undefined,
    cosigningPassword: undefined,
    tsaUrl: undefined,
    dataDir: folder,
  });

  it('a wrong password, a broken file and an expired certificate are faults that name the setting', async () => {
    const { p12 } = office as Extract<SigningKey, { kind: 'p12' }>;
    expect(await signingFaults(given(p12, 'mật khẩu'))).toEqual([]);
    expect(await signingFaults(given(undefined))).toEqual([]);
    expect(await signingFaults(given(p12, 'sai'))).toEqual([
      expect.stringMatching(/^SIGNING_P12 cannot be opened with its password/),
    ]);
    expect(await signingFaults(given(Buffer.from('p12'), 'x'))).toEqual([
      expect.stringMatching(/^SIGNING_P12 cannot be opened/),
    ]);
    const old = await identity({ name: 'Cũ', by: root, to: '2024-01-01' });
    expect(await signingFaults(given(await p12Of(old, 'x'), 'x'))).toEqual([
      expect.stringMatching(/^SIGNING_P12 has expired: .*CN=Cũ was valid until 2024-01-01/),
    ]);
    const early = await identity({ name: 'Mới', by: root, from: '2039-01-01' });
    expect(await signingFaults(given(await p12Of(early, 'x'), 'x'))).toEqual([
      expect.stringMatching(/^SIGNING_P12 is not valid yet/),
    ]);
  });

  it('without one a development key is made once, for its owner only, and says what it is', async () => {
    const ink = await inkFor(given(undefined))();
    expect(statSync(join(folder, 'signing-key.pem')).mode & 0o777).toBe(0o600);
    expect(ink.mark?.vi).toContain('KHÔNG CÓ GIÁ TRỊ');
    expect(ink.signature).toMatchObject({ level: 'B-B', development: true });
    expect(ink.signature.signers[0]?.subject).toContain('không có giá trị pháp lý');
    const again = await inkFor(given(undefined))();
    expect(again.signature).toEqual(ink.signature);
  });

  it('of the organisation leave no mark; a person signs before it', async () => {
    const [first, second] = [person, office] as Extract<SigningKey, { kind: 'p12' }>[];
    const ink = await inkFor({
      ...given(second?.p12, 'mật khẩu'),
      cosigningP12: Buffer.from(first?.p12 as Uint8Array),
      cosigningPassword: 'mật khẩu',
      tsaUrl: 'http://127.0.0.1:9/',
    })();
    expect(ink.mark).toBeUndefined();
    expect(ink.signature).toMatchObject({
      level: 'B-T',
      development: false,
      signers: [{ subject: 'CN=Lê Văn Tám' }, { issuer: 'CN=Gốc thử' }],
    });
  });
});

describe('the press', () => {
  let press: Press;
  afterAll(() => press.close());

  it('builds and signs in its own thread; without a note it only builds', async () => {
    press = openPress(inkFor({ dataDir: folder } as never));
    const input = {
      kind: 'TB',
      organisation: { name: 'Liên minh', abbreviation: 'LMHTX', place: 'Cà Mau' },
      data: { text: 'Nội dung' },
    };
    const bytes = await press.build(input, note);
    const [verdict] = await checkSignatures(bytes, [], at);
    expect(verdict).toMatchObject({ intact: true, coversFile: true, signedAt: at.toISOString() });
    expect((await pagesOf(bytes))[0]).toContain('Nội dung');
    expect(await checkSignatures(await press.build(input), [], at)).toEqual([]);
  });

  it('says so when the time-stamp server does not answer', async () => {
    const away = openPress(inkFor({ dataDir: folder, tsaUrl: 'http://127.0.0.1:9/' } as never));
    const input = {
      kind: 'TB',
      organisation: { name: 'Liên minh', abbreviation: 'LMHTX', place: 'Cà Mau' },
      data: {},
    };
    await expect(away.build(input, note)).rejects.toThrow();
    await away.close();
  });
});
