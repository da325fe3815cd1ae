// Time stamps (RFC 3161): asks the server for one, and reads the one in a signature.
import { HttpTimestampAuthority, type TimestampAuthority } from '@libpdf/core';
import * as pkijs from 'pkijs';
import { Away } from '../away.ts';
import { cryptoEngine } from './signing-key.ts';

/** For the whole answer: papers behind this one wait for it. */
const answerMs = 8_000;
const stampType = '1.2.840.113549.1.9.16.2.14';

/** The server at that address. Asking throws Away when it is away, refuses, or has not finished its answer in time. */
export function stampsFrom(url: string): TimestampAuthority {
  const server = new HttpTimestampAuthority(url, { timeout: answerMs, fetch: fetchWhole });
  return {
    timestamp: (digest, algorithm) =>
      server.timestamp(digest, algorithm).catch((error: unknown) => {
        const why = error instanceof Error ? error.message : String(error);
        throw new Away(`the time-stamp server: ${why}`, { cause: error });
      }),
  };
}

/** The library's own limit ends with the first line of the answer; what follows may hang as well. */
const fetchWhole: typeof fetch = async (url, asked) => {
  const answer = await fetch(url, { ...asked, signal: AbortSignal.timeout(answerMs) });
  const { status, statusText } = answer;
  return new Response(await answer.arrayBuffer(), { status, statusText });
};

/**
 * Returns the time of the stamp on a signature; null without one, or when it belongs to another signature or does not
 * hold. Whether its authority is to be trusted is not judged.
 */
export async function stampedAt({
  unsignedAttrs,
  signature,
}: pkijs.SignerInfo): Promise<Date | null> {
  const [token] =
    unsignedAttrs?.attributes.find(({ type }) => type === stampType)?.values ?? ([] as unknown[]);
  if (token === undefined) return null;
  try {
    const stamp = new pkijs.SignedData({
      schema: new pkijs.ContentInfo({ schema: token as never }).content,
    });
    const { eContentType, eContent } = stamp.encapContentInfo;
    if (eContentType !== pkijs.id_eContentType_TSTInfo || !eContent) return null;
    const data = new Uint8Array(signature.valueBlock.valueHexView).buffer;
    const holds = await stamp.verify({ signer: 0, data }, cryptoEngine);
    return holds ? pkijs.TSTInfo.fromBER(new Uint8Array(eContent.getValue())).genTime : null;
  } catch {
    return null;
  }
}
