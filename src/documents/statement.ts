// Signed statements of the service besides papers: JSON web signatures (RFC 7515) under the key that papers are signed
// with, its certificate beside them.
import { X509Certificate } from 'node:crypto';
import type { Signer } from '@libpdf/core';

/** Returns the compact form: header, payload and signature, each in base64url. */
export async function signStatement(
  signer: Signer,
  type: string,
  payload: object,
): Promise<string> {
  const { alg, digest, bytes } = kindOf(signer);
  const chain = [signer.certificate, ...(signer.certificateChain ?? [])];
  const x5c = chain.map((der) => Buffer.from(der).toString('base64'));
  const signed = `${encoded({ alg, typ: type, x5c })}.${encoded(payload)}`;
  const raw = await signer.sign(new TextEncoder().encode(signed), digest);
  const signature = bytes === 0 ? raw : joined(Buffer.from(raw), bytes);
  return `${signed}.${Buffer.from(signature).toString('base64url')}`;
}

/** `bytes` of each half of an ECDSA signature; 0 for RSA. */
function kindOf(signer: Signer) {
  if (signer.keyType === 'RSA') return { alg: 'RS256', digest: 'SHA-256', bytes: 0 } as const;
  const { asymmetricKeyDetails } = new X509Certificate(signer.certificate).publicKey;
  return asymmetricKeyDetails?.namedCurve === 'secp384r1'
    ? ({ alg: 'ES384', digest: 'SHA-384', bytes: 48 } as const)
    : ({ alg: 'ES256', digest: 'SHA-256', bytes: 32 } as const);
}

const encoded = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');

/** ECDSA as JOSE writes it, both halves at full length, out of the DER of X.509. */
function joined(der: Buffer, bytes: number): Buffer {
  const half = der[3] ?? 0;
  const numbers = [der.subarray(4, 4 + half), der.subarray(6 + half)];
  return Buffer.concat(
    numbers.map((number) => {
      const bare = number.subarray(Math.max(0, number.length - bytes));
      return Buffer.concat([Buffer.alloc(bytes - bare.length), bare]);
    }),
  );
}
