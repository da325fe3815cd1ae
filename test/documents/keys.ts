// Certificates and keys for tests: an authority, people under it, PKCS #12 files.
import { generateKeyPairSync, randomBytes, webcrypto } from 'node:crypto';
import * as asn1js from 'asn1js';
import * as pkijs from 'pkijs';
import { cryptoEngine } from '../../src/documents/signing-key.ts';

const algorithms = {
  EC: { name: 'ECDSA', namedCurve: 'P-256' },
  RSA: { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' },
} as const;

type Kind = keyof typeof algorithms;
export type Identity = { name: string; kind: Kind; pkcs8: Buffer; der: Uint8Array };

type Given = { name: string; by?: Identity; kind?: Kind; from?: string; to?: string };

/** A key with a certificate, signed by itself unless an authority is named. */
export async function identity(given: Given): Promise<Identity> {
  const { name, by, kind = 'EC', from = '2020-01-01', to = '2040-01-01' } = given;
  const pair =
    kind === 'EC'
      ? generateKeyPairSync('ec', { namedCurve: 'P-256' })
      : generateKeyPairSync('rsa', { modulusLength: 2048 });
  const pkcs8 = pair.privateKey.export({ type: 'pkcs8', format: 'der' });
  const spki = pair.publicKey.export({ type: 'spki', format: 'der' });
  const certificate = new pkijs.Certificate({ version: 2 });
  certificate.serialNumber = new asn1js.Integer({
    valueHex: new Uint8Array([1, ...randomBytes(8)]).buffer,
  });
  certificate.subject.typesAndValues.push(commonName(name));
  certificate.issuer.typesAndValues.push(commonName(by?.name ?? name));
  certificate.notBefore.value = new Date(`${from}T00:00:00Z`);
  certificate.notAfter.value = new Date(`${to}T00:00:00Z`);
  const constraints = new pkijs.BasicConstraints({ cA: by === undefined });
  certificate.extensions = [
    new pkijs.Extension({
      extnID: '2.5.29.19',
      critical: true,
      extnValue: constraints.toSchema().toBER(),
      parsedValue: constraints,
    }),
  ];
  const open = await webcrypto.subtle.importKey('spki', spki, algorithms[kind], true, ['verify']);
  await certificate.subjectPublicKeyInfo.importKey(open, cryptoEngine);
  await certificate.sign(await secretOf(by ?? { kind, pkcs8 }), 'SHA-256', cryptoEngine);
  return { name, kind, pkcs8, der: new Uint8Array(certificate.toSchema(true).toBER()) };
}

function secretOf({ kind, pkcs8 }: Pick<Identity, 'kind' | 'pkcs8'>) {
  return webcrypto.subtle.importKey('pkcs8', pkcs8, algorithms[kind], false, ['sign']);
}

function commonName(name: string): pkijs.AttributeTypeAndValue {
  return new pkijs.AttributeTypeAndValue({
    type: '2.5.4.3',
    value: new asn1js.Utf8String({ value: name }),
  });
}

/** A PKCS #12 file with the key, its certificate and those above it. */
export async function p12Of(
  { pkcs8, der }: Identity,
  password: string,
  above: readonly Identity[] = [],
): Promise<Uint8Array> {
  const secret = new TextEncoder().encode(password).buffer;
  const keyBag = new pkijs.PKCS8ShroudedKeyBag({
    parsedValue: pkijs.PrivateKeyInfo.fromBER(new Uint8Array(pkcs8)),
  });
  const encryption = {
    contentEncryptionAlgorithm: { name: 'AES-CBC', length: 256 },
    hmacHashAlgorithm: 'SHA-256',
    iterationCount: 2_048,
  };
  await keyBag.makeInternalValues({ password: secret, ...encryption }, cryptoEngine);
  const certificates = [der, ...above.map((each) => each.der)].map(
    (raw) =>
      new pkijs.SafeBag({
        bagId: '1.2.840.113549.1.12.10.1.3',
        bagValue: new pkijs.CertBag({ parsedValue: pkijs.Certificate.fromBER(raw) }),
      }),
  );
  const contents = [
    [new pkijs.SafeBag({ bagId: '1.2.840.113549.1.12.10.1.2', bagValue: keyBag })],
    certificates,
  ].map((safeBags) => ({
    privacyMode: 0,
    value: new pkijs.SafeContents({ safeBags }),
  }));
  const safe = new pkijs.AuthenticatedSafe({ parsedValue: { safeContents: contents } });
  await safe.makeInternalValues({ safeContents: [{}, {}] }, cryptoEngine);
  const pfx = new pkijs.PFX({ parsedValue: { integrityMode: 0, authenticatedSafe: safe } });
  await pfx.makeInternalValues(
    {
      password: secret,
      iterations: 2_048,
      pbkdf2HashAlgorithm: 'SHA-256',
      hmacHashAlgorithm: 'SHA-256',
    },
    cryptoEngine,
  );
  return new Uint8Array(pfx.toSchema().toBER());
}
