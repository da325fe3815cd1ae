// The public answer to "is this paper real, and does it still hold?". Nothing personal beyond what is published.
import type { Knex } from 'knex';
import type { LocalDate } from '../../machines/calendar.ts';

export type Verified = {
  code: string;
  kind: string;
  number: string | null;
  issuer: string;
  issuedOn: LocalDate;
  holder: string;
  criterion: string;
  /** valid, suspended, superseded, revoked or expired. */
  status: string;
  since: LocalDate;
  validUntil: LocalDate | null;
  reason: string | null;
  /** SHA-256 of the issued file; null while it is being made. */
  sha256: string | null;
};

const publicKinds = ['RECOGNITION_CERT', 'RECOGNITION_DECISION'];

/** What may be told to anyone about the paper with this code; undefined when there is none. */
export async function verifyCode(
  db: Knex,
  code: string,
  today: LocalDate,
): Promise<Verified | undefined> {
  const row = await db('documents as d')
    .join('certificates as c', 'c.case_id', 'd.case_id')
    .join('alliances as a', 'a.id', 'd.alliance_id')
    .where('d.code', code)
    .whereIn('d.kind', publicKinds)
    .first(
      'd.kind',
      'd.symbol',
      'd.issued_on',
      'd.sha256',
      'a.name as issuer',
      'c.holder',
      'c.criterion',
      'c.status',
      'c.status_on',
      'c.valid_until',
      'c.reason',
    );
  if (!row) return undefined;
  const lapsed = row.status === 'valid' && row.valid_until !== null && row.valid_until < today;
  return {
    code,
    kind: row.kind,
    number: row.symbol,
    issuer: row.issuer,
    issuedOn: row.issued_on,
    holder: row.holder,
    criterion: row.criterion,
    status: lapsed ? 'expired' : row.status,
    since: lapsed ? row.valid_until : row.status_on,
    validUntil: row.valid_until,
    reason: row.reason,
    sha256: row.sha256 ? (row.sha256 as Buffer).toString('hex') : null,
  };
}
