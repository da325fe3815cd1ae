// Reads the signatures of a PDF and says of each whether the bytes are those that were signed, whether it covers the
// whole file, and whether its certificate is one to trust on that day. Needs nothing but the file and the roots.
import { createHash, X509Certificate } from 'node:crypto';
import * as asn1js from 'asn1js';
import * as pkijs from 'pkijs';
import { cryptoEngine } from './signing-key.ts';
import { stampedAt } from './time-stamp.ts';

export type SignatureVerdict = {
  /** Name of the certificate that signed. */
  signer: string;
  issuer: string;
  /** SHA-256 of that certificate, in hex. */
  certificate: string;
  /** What the signature itself claims; nothing proves it but a time stamp. */
  signedAt: string | null;
  /** A time stamp holds for this signature. Whose it is, is not judged. */
  timeStamped: boolean;
  /** The time of that stamp. */
  stampedAt: string | null;
  /** The bytes signed are the bytes here. */
  intact: boolean;
  /** Nothing was added behind the signature. */
  coversFile: boolean;
  /** The certificate is one of the roots or was issued under one, and is valid on the day asked for. */
  trusted: boolean;
  /** The certificate's own dates hold on the day asked for. */
  inDate: boolean;
  /** Why it is not intact. */
  fault: string | null;
};

type Found = { from: number; to: number; end: number };

const byteRange = /\/ByteRange\s*\[\s*0\s+(\d{1,10})\s+(\d{1,10})\s+(\d{1,10})\s*\]/g;
const signingTime = '1.2.840.113549.1.9.5';

/**
 * Returns a verdict for each signature, in the order they were made; none for a file without signatures.
 * @param roots certificates (DER) that are trusted: issuers, or signing certificates themselves
 * @param at the day on which certificates must be valid
 */
export async function checkSignatures(
  bytes: Uint8Array,
  roots: readonly Uint8Array[],
  at: Date,
): Promise<SignatureVerdict[]> {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1');
  const found = [...text.matchAll(byteRange)].map(([, to = '', from = '', length = '']): Found => ({
    to: Number(to),
    from: Number(from),
    end: Number(from) + Number(length),
  }));
  const inOrder = found.toSorted((a, b) => a.end - b.end);
  return Promise.all(inOrder.map((range) => verdictOn(bytes, range, { roots, at })));
}

/** True when every signature holds, the last covers the file, and all are trusted. */
export function allHold(verdicts: readonly SignatureVerdict[]): boolean {
  const last = verdicts.at(-1);
  return last?.coversFile === true && verdicts.every(({ intact, trusted }) => intact && trusted);
}

type Asked = { roots: readonly Uint8Array[]; at: Date };

async function verdictOn(bytes: Uint8Array, range: Found, asked: Asked): Promise<SignatureVerdict> {
  const unreadable: SignatureVerdict = {
    signer: '',
    issuer: '',
    certificate: '',
    signedAt: null,
    timeStamped: false,
    stampedAt: null,
    intact: false,
    coversFile: false,
    trusted: false,
    inDate: false,
    fault: 'the signature cannot be read',
  };
  const cms = cmsIn(bytes, range);
  const signed = cms && parsed(cms);
  const leaf = signed && certificateOf(signed);
  if (!signed || !leaf) return unreadable;
  const fault = await faultOf(signed, dataOf(bytes, range));
  const stamp = await stampOf(signed);
  const { subject, issuer, validFromDate, validToDate, raw } = leaf;
  const inDate = asked.at >= validFromDate && asked.at <= validToDate;
  return {
    signer: oneLine(subject),
    issuer: oneLine(issuer),
    certificate: sha256(raw),
    signedAt: claimedTime(signed),
    timeStamped: stamp !== null,
    stampedAt: stamp,
    intact: fault === null,
    coversFile: range.end === bytes.length,
    trusted: inDate && (await isTrusted(signed, leaf, asked)),
    inDate,
    fault,
  };
}

/** The signature between the two signed stretches: nothing may stand there but its hex digits. */
function cmsIn(bytes: Uint8Array, { to, from, end }: Found): Uint8Array | undefined {
  if (from <= to || end > bytes.length) return undefined;
  const gap = Buffer.from(bytes.subarray(to, from)).toString('latin1');
  return /^<(?:[0-9a-fA-F]{2})+>$/.test(gap) ? Buffer.from(gap.slice(1, -1), 'hex') : undefined;
}

/** Zeros fill the room behind the signature: the DER says itself how long it is. */
function parsed(der: Uint8Array): pkijs.SignedData | undefined {
  try {
    const read = asn1js.fromBER(new Uint8Array(der));
    const content = new pkijs.ContentInfo({ schema: read.result });
    return new pkijs.SignedData({ schema: content.content });
  } catch {
    return undefined;
  }
}

function dataOf(bytes: Uint8Array, { to, from, end }: Found): Uint8Array {
  return Buffer.concat([bytes.subarray(0, to), bytes.subarray(from, end)]);
}

/** The certificate that the signature names by issuer and serial number. */
function certificateOf(signed: pkijs.SignedData): X509Certificate | undefined {
  const named: unknown = signed.signerInfos[0]?.sid;
  if (!(named instanceof pkijs.IssuerAndSerialNumber)) return undefined;
  const found = certificatesIn(signed).find(
    ({ issuer, serialNumber }) =>
      serialNumber.isEqual(named.serialNumber) && issuer.isEqual(named.issuer),
  );
  return found && new X509Certificate(Buffer.from(found.toSchema().toBER()));
}

function certificatesIn({ certificates = [] }: pkijs.SignedData): pkijs.Certificate[] {
  return certificates.filter((each) => each instanceof pkijs.Certificate);
}

async function faultOf(signed: pkijs.SignedData, data: Uint8Array): Promise<string | null> {
  try {
    const buffer = new Uint8Array(data).buffer;
    const verdict = await signed.verify({ signer: 0, data: buffer }, cryptoEngine);
    return verdict ? null : 'the signature does not fit the bytes';
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

async function isTrusted(
  signed: pkijs.SignedData,
  leaf: X509Certificate,
  { roots, at }: Asked,
): Promise<boolean> {
  if (roots.some((root) => leaf.raw.equals(root))) return true;
  if (roots.length === 0) return false;
  const own = pkijs.Certificate.fromBER(new Uint8Array(leaf.raw));
  const others = certificatesIn(signed).filter(
    (each) => !leaf.raw.equals(Buffer.from(each.toSchema().toBER())),
  );
  const chain = new pkijs.CertificateChainValidationEngine({
    trustedCerts: roots.map((root) => pkijs.Certificate.fromBER(new Uint8Array(root))),
    // The last one is the certificate in question.
    certs: [...others, own],
    checkDate: at,
  });
  return chain.verify({}, cryptoEngine).then(
    ({ result }) => result,
    () => false,
  );
}

function claimedTime(signed: pkijs.SignedData): string | null {
  const attribute = signed.signerInfos[0]?.signedAttrs?.attributes.find(
    ({ type }) => type === signingTime,
  );
  const value: unknown = attribute?.values[0];
  return value instanceof asn1js.UTCTime || value instanceof asn1js.GeneralizedTime
    ? value.toDate().toISOString()
    : null;
}

async function stampOf({ signerInfos: [signer] }: pkijs.SignedData): Promise<string | null> {
  const time = signer && (await stampedAt(signer));
  return time ? time.toISOString() : null;
}

const oneLine = (name: string): string => name.replaceAll('\n', ', ');
const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');
