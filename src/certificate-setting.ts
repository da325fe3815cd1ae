// The form of a setting that holds certificates: PEM, one after the other.
import { X509Certificate } from 'node:crypto';
import { z } from 'zod';

/** Takes the certificates as DER. */
export function certificates() {
  return z
    .string()
    .transform(certificatesOf)
    .refine((given) => given.length > 0, 'must be one or more certificates in PEM form');
}

/** None where the text is not what it should be. */
function certificatesOf(text: string): Uint8Array[] {
  const blocks = text.match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g) ?? [];
  try {
    return blocks.map((block) => new Uint8Array(new X509Certificate(block).raw));
  } catch {
    return [];
  }
}
