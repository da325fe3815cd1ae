// The keys papers are signed with: a PKCS #12 file of the organisation or of a person, or the development key, which
// says so on every paper. Knows how to make a signer of each and what is wrong with one.
import { createPrivateKey, generateKeyPairSync, randomBytes, webcrypto, X509Certificate } from 'node:crypto'; // prettier-ignore
import { CryptoKeySigner, P12Signer, SignerError, type Signer } from '@libpdf/core';
import * as asn1js from 'asn1js';
import * as pkijs from 'pkijs';
import type { Text } from '../../machines/text.ts';

export type SigningKey =
  | { kind: 'p12'; p12: Uint8Array; password: string }
  /** Private key and certificate as PEM, one after the other. */
  | { kind: 'development'; pem: string };

/** What is printed in large letters on papers signed with the development key. */
export const developmentMark: Text = {
  vi: 'BẢN KÝ THỬ - KHÔNG CÓ GIÁ TRỊ',
  en: 'TEST SIGNATURE - WITHOUT VALUE',
};

const developmentName = 'Khóa ký thử của hệ thống, không có giá trị pháp lý';
const curve = { name: 'ECDSA', namedCurve: 'P-256' } as const;

/** The engine for pkijs calls: the library's own default is global and others replace it. */
export const cryptoEngine = new pkijs.CryptoEngine({ name: 'node', crypto: webcrypto as never });

/** @throws Error when the file cannot be opened with the password */
export async function signerOf(key: SigningKey): Promise<Signer> {
  if (key.kind === 'p12') return P12Signer.create(key.p12, key.password);
  const pkcs8 = createPrivateKey(key.pem).export({ type: 'pkcs8', format: 'der' });
  const secret = await webcrypto.subtle.importKey('pkcs8', pkcs8, curve, false, ['sign']);
  const certificate = new X509Certificate(key.pem).raw;
  return new CryptoKeySigner(secret, new Uint8Array(certificate), 'EC', 'ECDSA');
}

/** Returns what keeps the key from signing at that moment, in words that follow its name; nothing when it can. */
export async function keyFault(key: SigningKey, at: Date): Promise<string | undefined> {
  let signer: Signer;
  try {
    signer = await signerOf(key);
  } catch (error) {
    if (!(error instanceof SignerError)) throw error;
    return `cannot be opened with its password: ${error.message}`;
  }
  const { validFromDate, validToDate, subject } = new X509Certificate(signer.certificate);
  const whose = `the certificate of ${subject.replaceAll('\n', ', ')}`;
  if (at > validToDate) return `has expired: ${whose} was valid until ${validToDate.toISOString()}`;
  if (at < validFromDate) return `is not valid yet: ${whose} begins ${validFromDate.toISOString()}`;
  return undefined;
}

/**
 * Returns a new development key with its certificate as PEM. Valid for any day a development clock may show; what
 * tells it from a real one is its name and the mark on the papers.
 */
export async function newDevelopmentKey(): Promise<string> {
  const pair = generateKeyPairSync('ec', { namedCurve: curve.namedCurve });
  const secret = pair.privateKey.export({ type: 'pkcs8', format: 'der' });
  const open = pair.publicKey.export({ type: 'spki', format: 'der' });
  const certificate = blankCertificate();
  const { subtle } = webcrypto;
  const shown = await subtle.importKey('spki', open, curve, true, ['verify']);
  await certificate.subjectPublicKeyInfo.importKey(shown, cryptoEngine);
  const key = await subtle.importKey('pkcs8', secret, curve, false, ['sign']);
  await certificate.sign(key, 'SHA-256', cryptoEngine);
  const der = Buffer.from(certificate.toSchema(true).toBER());
  return pair.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString() + pemOf(der);
}

function blankCertificate(): pkijs.Certificate {
  const certificate = new pkijs.Certificate({ version: 2 });
  certificate.serialNumber = new asn1js.Integer({
    valueHex: Uint8Array.from([1, ...randomBytes(15)]).buffer,
  });
  for (const name of [certificate.subject, certificate.issuer]) {
    const value = new asn1js.Utf8String({ value: developmentName.normalize('NFC') });
    name.typesAndValues.push(new pkijs.AttributeTypeAndValue({ type: '2.5.4.3', value }));
  }
  certificate.notBefore.value = new Date('2000-01-01T00:00:00Z');
  certificate.notAfter = new pkijs.Time({ type: 1, value: new Date('2099-12-31T00:00:00Z') });
  certificate.extensions = [digitalSignature()];
  return certificate;
}

/** Key usage: digital signature and non-repudiation. */
function digitalSignature(): pkijs.Extension {
  const bits = new asn1js.BitString({ valueHex: Uint8Array.of(0xc0).buffer, unusedBits: 6 });
  return new pkijs.Extension({ extnID: '2.5.29.15', critical: true, extnValue: bits.toBER() });
}

function pemOf(der: Buffer): string {
  const lines = der.toString('base64').match(/.{1,64}/g) ?? [];
  return ['-----BEGIN CERTIFICATE-----', ...lines, '-----END CERTIFICATE-----', ''].join('\n');
}
