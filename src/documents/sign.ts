// Signs finished papers: PAdES B-B, or B-T where a time-stamp server is set. Each signature is added behind the bytes
// that were there, so that an earlier one stays valid.
import { PDF, type Signer } from '@libpdf/core';
import { Away } from '../away.ts';
import { checkSignatures } from './signature-check.ts';
import { stampsFrom } from './time-stamp.ts';

/** Who signs and with what help. Several signers sign one after the other. */
export type Signing = { signers: readonly Signer[]; tsaUrl?: string | undefined };
/** What stands in the signature itself. */
export type SignatureNote = { reason: string; location: string; at: Date };

const bareBytes = 3_000;
const stampBytes = 9_000;

/**
 * Returns the paper with the signatures added.
 * @throws Away when the time-stamp server does not answer, or with a stamp that does not hold: no paper is issued
 *   without the stamp it should have
 */
export async function signPaper(
  bytes: Uint8Array,
  { signers, tsaUrl }: Signing,
  { reason, location, at }: SignatureNote,
): Promise<Uint8Array> {
  const stamp = tsaUrl === undefined ? undefined : stampsFrom(tsaUrl);
  let signed = bytes;
  for (const signer of signers) {
    const pdf = await PDF.load(signed);
    ({ bytes: signed } = await pdf.sign({
      signer,
      level: stamp ? 'B-T' : 'B-B',
      ...(stamp ? { timestampAuthority: stamp } : {}),
      reason: reason.normalize('NFC'),
      location: location.normalize('NFC'),
      signingTime: at,
      estimatedSize: roomFor(signer, stamp !== undefined),
    }));
  }
  if (stamp) await refuseUnstamped(signed, at);
  return signed;
}

/** The library takes whatever the server calls a stamp, be it that of another paper. */
async function refuseUnstamped(signed: Uint8Array, at: Date): Promise<void> {
  const verdicts = await checkSignatures(signed, [], at);
  if (verdicts.length > 0 && verdicts.every(({ timeStamped }) => timeStamped)) return;
  throw new Away('the time-stamp server answered with a stamp that does not fit the signature');
}

/** Room for the signature with all its certificates; unused room stays in the file as zeros. */
function roomFor({ certificate, certificateChain = [] }: Signer, stamped: boolean): number {
  const chain = certificateChain.reduce((sum, { length }) => sum + length, certificate.length);
  return bareBytes + chain + (stamped ? stampBytes : 0);
}
