// Our files before the programs of others: qpdf, pdfsig, Preflight, and a camera.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { signPaper } from '../../src/documents/sign.ts';
import { signerOf } from '../../src/documents/signing-key.ts';
import { paperKinds } from '../../src/documents/template.ts';
import { identity, p12Of } from '../documents/keys.ts';
import { paper, qrOf } from '../documents/reading.ts';
import { needs, preflight, run } from './tools.ts';

const folder = mkdtempSync(join(tmpdir(), 'sang-lap-tools-'));
afterAll(() => rmSync(folder, { recursive: true }));

const url = 'https://kiem-tra.lienminhhtx.example.vn/verify/7KM4-XH9M-3RTC';
const verification = { url, code: '7KM4-XH9M-3RTC' };
const data = {
  holder: { name: 'Hợp tác xã “Đồng Tâm & Phước Lợi” <số 1>', address: 'Ấp 4, xã Hòa Bình' },
  text: 'tiêu chí 3.2 về liên kết',
  reasons: ['Lý do thứ nhất', 'Lý do thứ hai'],
  items: [{ label: 'Ngày cấp', value: '24 tháng 11 năm 2026' }],
  members: [{ name: 'Trần Văn Nghĩa', role: 'Thư ký', value: '1.000.000' }],
};

const file = (name: string, bytes: Uint8Array): string => {
  const path = join(folder, `${name}.pdf`);
  writeFileSync(path, bytes);
  return path;
};

let signed: Uint8Array;
let rootPem: string;

beforeAll(async () => {
  const root = await identity({ name: 'Gốc thử' });
  const keys = await Promise.all(
    ['Lê Văn Tám', 'Liên minh Hợp tác xã'].map(async (name) =>
      signerOf({
        kind: 'p12',
        p12: await p12Of(await identity({ name, by: root }), 'x', [root]),
        password: 'x',
      }),
    ),
  );
  const plain = await paper('RECOGNITION_CERT', { data, verification });
  const note = { reason: 'Giấy chứng nhận', location: 'Cà Mau', at: new Date('2026-11-24') };
  signed = await signPaper(plain, { signers: keys }, note);
  const lines =
    Buffer.from(root.der)
      .toString('base64')
      .match(/.{1,64}/g) ?? [];
  rootPem = join(folder, 'root.pem');
  writeFileSync(
    rootPem,
    ['-----BEGIN CERTIFICATE-----', ...lines, '-----END CERTIFICATE-----', ''].join('\n'),
  );
});

describe('qpdf', () => {
  it('finds nothing wrong with any kind of paper, nor with a signed one', async (context) => {
    needs(context, 'qpdf', 'qpdf');
    for (const kind of paperKinds()) {
      const told = run('qpdf', '--check', file(kind, await paper(kind, { data, verification })));
      expect([kind, told.status, told.out.includes('No syntax or stream')]).toEqual([
        kind,
        0,
        true,
      ]);
    }
    const told = run('qpdf', '--check', file('signed', signed));
    expect([told.status, told.out]).toEqual([0, expect.stringContaining('No syntax or stream')]);
  });
});

describe('pdfsig', () => {
  it('calls both signatures valid, the chain trusted, and the whole document signed', (context) => {
    needs(context, 'pdfsig', 'poppler-utils');
    needs(context, 'certutil', 'libnss3-tools');
    const store = `sql:${join(folder, 'nss')}`;
    run('mkdir', join(folder, 'nss'));
    run('certutil', '-N', '-d', store, '--empty-password');
    run('certutil', '-A', '-d', store, '-n', 'root', '-t', 'CT,C,C', '-a', '-i', rootPem);
    const { out } = run('pdfsig', '-nssdir', store, file('signed', signed));
    expect(out.match(/Signature is Valid\./g)).toHaveLength(2);
    expect(out.match(/Certificate is Trusted\./g)).toHaveLength(2);
    expect(out.match(/ETSI\.CAdES\.detached/g)).toHaveLength(2);
    expect(out.split('Signature #2')[1]).toContain('Total document signed');
    const changed = Uint8Array.from(signed);
    changed[3_000] = (changed[3_000] ?? 0) ^ 1;
    expect(run('pdfsig', '-nssdir', store, file('changed', changed)).out).not.toContain(
      'Signature is Valid.',
    );
  });
});

describe('Preflight', () => {
  it('passes certificate and minutes written as PDF/A-1b', (context) =>
    Promise.all(
      ['RECOGNITION_CERT', 'BOARD_MINUTES'].map(async (kind) => {
        const bytes = await paper(kind, { data, verification, oldest: true });
        const told = preflight(context, file(`${kind}-1b`, bytes));
        expect(told.out).toContain('is a valid PDF/A-1b file');
      }),
    ));
});

describe('the QR code', () => {
  it.each([72, 150, 300])('of a certificate is read from the page at %i dpi', async (dpi) => {
    const bytes = await paper('RECOGNITION_CERT', { data, verification });
    expect(await qrOf(bytes, dpi / 72)).toBe(url);
  });

  it('of every kind is read at 150 dpi', async () => {
    for (const kind of paperKinds()) {
      const bytes = await paper(kind, { data, verification });
      expect([kind, await qrOf(bytes, 150 / 72)]).toEqual([kind, url]);
    }
  });
});
