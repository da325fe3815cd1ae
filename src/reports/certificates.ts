// The public register of certificates: what each says of itself and whether it holds. Nothing personal.
import type { Knex } from 'knex';
import type { LocalDate } from '../../machines/calendar.ts';
import { statusOf, type PaperStatus, type StatusRow } from './verify.ts';

export type PublicCertificate = {
  number: string | null;
  holder: string;
  criterion: string;
  issuer: string;
  issuedOn: LocalDate;
  validUntil: LocalDate | null;
  status: PaperStatus;
  since: LocalDate;
  code: string;
};

const most = 5_000;

/** All certificates that were given, newest first. @param filter words of holder or number; a status */
export async function certificatesOf(
  db: Knex,
  today: LocalDate,
  { text, status }: { text?: string | undefined; status?: PaperStatus | undefined },
): Promise<PublicCertificate[]> {
  const rows = (await db('documents as d')
    .join('certificates as c', 'c.case_id', 'd.case_id')
    .join('alliances as a', 'a.id', 'd.alliance_id')
    .where('d.kind', 'RECOGNITION_CERT')
    .whereNull('d.superseded_at')
    .orderBy([{ column: 'd.issued_on', order: 'desc' }, 'd.id'])
    .limit(most)
    .select(
      'd.symbol',
      'd.code',
      'd.state',
      'd.issued_on',
      'd.superseded_at',
      'd.voided_at',
      'd.void_reason',
      'c.holder',
      'c.criterion',
      'c.status',
      'c.status_on',
      'c.valid_until',
      'c.reason',
      'a.name as issuer',
      db.raw('null as correction'),
    )) as Row[];
  const words = (text ?? '').normalize('NFC').toLowerCase();
  return rows
    .map((row) => certificateOf(row, today))
    .filter((each) => status === undefined || each.status === status)
    .filter(({ holder, number }) => `${holder} ${number}`.toLowerCase().includes(words));
}

type Row = StatusRow & {
  symbol: string | null;
  code: string;
  holder: string;
  criterion: string;
  issuer: string;
};

function certificateOf(row: Row, today: LocalDate): PublicCertificate {
  const { status, since } = statusOf(row, today);
  return {
    number: row.symbol,
    holder: row.holder,
    criterion: row.criterion,
    issuer: row.issuer,
    issuedOn: row.issued_on,
    validUntil: row.valid_until,
    status,
    since,
    code: row.code,
  };
}
