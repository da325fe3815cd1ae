// A list that others may keep a copy of, to tell without asking whether a certificate holds: three bits for each paper,
// compressed, in the form of the W3C Bitstring Status List.
import { createHash } from 'node:crypto';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import type { Knex } from 'knex';
import type { LocalDate } from '../../machines/calendar.ts';
import { publishedKinds, statusOf, type PaperStatus, type StatusRow } from './verify.ts';

/** Papers in one list: as many as the standard asks for at least, so that a look at one tells nothing. */
export const listLength = 131_072;
const bitsEach = 3;

/** What the bits of a paper say, by their value. A place where no published paper stands says `none`. */
export const statusMessages = [
  'none',
  'valid',
  'superseded',
  'suspended',
  'revoked',
  'expired',
  'voided',
  'reserved',
] as const satisfies readonly (PaperStatus | 'none' | 'reserved')[];

export type StatusList = {
  /** The credential, as JSON. */
  credential: object;
  /** Hex SHA-256 of its encoded list: the same as long as no paper changes its status. */
  sha256: string;
};

/** The list and the place in it for a paper's index. */
export function placeIn(index: number): { list: number; at: number } {
  return { list: Math.floor((index - 1) / listLength), at: (index - 1) % listLength };
}

/** Undefined when no paper has come as far as this list. The first list is always there. */
export async function readStatusList(
  db: Knex,
  list: number,
  { url, issuer, today }: { url: string; issuer: string; today: LocalDate },
): Promise<StatusList | undefined> {
  const first = list * listLength + 1;
  const last = first + listLength - 1;
  const [{ top = 0 } = {}] = await db('documents').max({ top: 'status_index' });
  if (list > 0 && Number(top) < first) return undefined;
  const bits = Buffer.alloc((listLength * bitsEach) / 8);
  for (const row of await rowsBetween(db, first, last)) {
    const { status } = statusOf(row, today);
    write(bits, placeIn(Number(row.status_index)).at, statusMessages.indexOf(status));
  }
  const packed = await promisify(gzip)(bits, { level: 9 });
  const encodedList = `u${packed.toString('base64url')}`;
  const sha256 = createHash('sha256').update(bits).digest('hex');
  return { sha256, credential: credentialOf({ url, issuer, today, encodedList }) };
}

type Indexed = StatusRow & { status_index: string };

async function rowsBetween(db: Knex, first: number, last: number): Promise<Indexed[]> {
  return db('documents as d')
    .join('certificates as c', 'c.case_id', 'd.case_id')
    .whereIn('d.kind', [...publishedKinds])
    .whereBetween('d.status_index', [first, last])
    .select(
      'd.status_index',
      'd.state',
      'd.issued_on',
      'd.superseded_at',
      'd.voided_at',
      'c.status',
      'c.status_on',
      'c.valid_until',
      db.raw('null as void_reason, null as correction, null as reason'),
    );
}

/** The first bit of a place is its highest, as the standard counts. */
function write(bits: Buffer, at: number, value: number): void {
  for (let bit = 0; bit < bitsEach; bit += 1) {
    if (((value >> (bitsEach - 1 - bit)) & 1) === 0) continue;
    const place = at * bitsEach + bit;
    bits[place >> 3] = (bits[place >> 3] ?? 0) | (0x80 >> (place & 7));
  }
}

type Parts = { url: string; issuer: string; today: LocalDate; encodedList: string };

function credentialOf({ url, issuer, today, encodedList }: Parts): object {
  return {
    '@context': ['https://www.w3.org/ns/credentials/v2'],
    id: url,
    type: ['VerifiableCredential', 'BitstringStatusListCredential'],
    issuer,
    validFrom: `${today}T00:00:00+07:00`,
    credentialSubject: {
      id: `${url}#list`,
      type: 'BitstringStatusList',
      statusPurpose: 'message',
      statusSize: bitsEach,
      statusMessages: statusMessages.map((message, value) => ({
        status: `0x${value.toString(16)}`,
        message,
      })),
      encodedList,
    },
  };
}
