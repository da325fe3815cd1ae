// The public answer to "is this paper real, and does it still hold?". Nothing personal beyond what is published: of a
// certificate its holder and criterion, of any other paper only that it was issued, by whom and when.
import type { Knex } from 'knex';
import { localDateOf, type LocalDate } from '../../machines/calendar.ts';
import type { Text } from '../../machines/text.ts';

export type PaperStatus = 'valid' | 'superseded' | 'suspended' | 'revoked' | 'expired' | 'voided';

export type Verified = {
  code: string;
  kind: string;
  title: Text;
  number: string | null;
  issuer: string;
  issuedOn: LocalDate;
  /** Null for papers that are not published. */
  holder: string | null;
  criterion: string | null;
  status: PaperStatus;
  since: LocalDate;
  validUntil: LocalDate | null;
  reason: string | null;
  /** SHA-256 of the issued file; null while it is being made. */
  sha256: string | null;
  /** How the file is signed. */
  signature: Signature | null;
  /** The paper that took its place. */
  supersededBy: { number: string | null; code: string } | null;
  /** How often it was looked up before, and how often a file was compared with it. */
  checks: { code: number; file: number };
  /** Place in the status list. */
  statusIndex: number;
};

export type Signature = {
  level: string;
  /** Signed with a test key, without value. */
  development: boolean;
  signers: { subject: string; issuer: string; validTo: string; sha256: string }[];
};

/** What may be told to anyone about the paper with this code, with the id under which checks are counted. */
export type Looked = { documentId: string; paper: Verified };

/** Papers about a certificate, whose fate they share and whose holder is published. */
export const publishedKinds = ['RECOGNITION_CERT', 'RECOGNITION_DECISION'] as const;

/** Undefined when there is no paper with this code. */
export async function verifyCode(
  db: Knex,
  code: string,
  today: LocalDate,
): Promise<Looked | undefined> {
  const row = (await db('documents as d')
    .join('alliances as a', 'a.id', 'd.alliance_id')
    .leftJoin('certificates as c', (on) =>
      on.on('c.case_id', 'd.case_id').onIn('d.kind', [...publishedKinds]),
    )
    .leftJoin('documents as n', 'n.id', 'd.superseded_by')
    .where('d.code', code)
    .first(columns(db))) as Row | undefined;
  return row && { documentId: row.id, paper: paperOf(row, code, today) };
}

function columns(db: Knex): (string | Knex.Raw)[] {
  const plain = ['d.id', 'd.kind', 'd.title', 'd.symbol', 'd.issued_on', 'd.sha256', 'd.state'];
  const fate = ['d.superseded_at', 'd.voided_at', 'd.void_reason', 'd.signature', 'd.status_index'];
  const certificate = ['c.criterion', 'c.status', 'c.status_on', 'c.valid_until', 'c.reason'];
  return [
    ...plain,
    ...fate,
    ...certificate,
    'a.name as issuer',
    'n.symbol as next_symbol',
    'n.code as next_code',
    // What the paper itself says: a correction changes the holder of the later one only.
    db.raw(`case when c.case_id is not null
      then coalesce(d.data #>> '{holder,name}', c.holder) end as holder`),
    db.raw(`n.data ->> 'correction' as correction`),
    db.raw(`(select coalesce(sum(times) filter (where kind = 'code'), 0) from paper_checks
      where document_id = d.id)::int as code_checks`),
    db.raw(`(select coalesce(sum(times) filter (where kind <> 'code'), 0) from paper_checks
      where document_id = d.id)::int as file_checks`),
  ];
}

type Row = StatusRow & {
  id: string;
  kind: string;
  title: Text;
  symbol: string | null;
  issuer: string;
  sha256: Buffer | null;
  signature: Signature | null;
  status_index: string | number;
  holder: string | null;
  criterion: string | null;
  next_symbol: string | null;
  next_code: string | null;
  code_checks: number;
  file_checks: number;
};

function paperOf(row: Row, code: string, today: LocalDate): Verified {
  return {
    code,
    kind: row.kind,
    title: row.title,
    number: row.symbol,
    issuer: row.issuer,
    issuedOn: row.issued_on,
    holder: row.holder,
    criterion: row.criterion,
    ...statusOf(row, today),
    validUntil: row.valid_until,
    sha256: row.sha256 && row.sha256.toString('hex'),
    signature: row.signature,
    supersededBy: row.next_code === null ? null : { number: row.next_symbol, code: row.next_code },
    checks: { code: row.code_checks, file: row.file_checks },
    statusIndex: Number(row.status_index),
  };
}

/** What the status of a paper is made of: its own fate first, then that of its certificate. */
export type StatusRow = {
  state: string;
  issued_on: LocalDate;
  superseded_at: Date | null;
  voided_at: Date | null;
  void_reason: string | null;
  correction: string | null;
  status: PaperStatus | null;
  status_on: LocalDate | null;
  valid_until: LocalDate | null;
  reason: string | null;
};

export function statusOf(
  row: StatusRow,
  today: LocalDate,
): Pick<Verified, 'status' | 'since' | 'reason'> {
  if (row.voided_at) {
    return { status: 'voided', since: dayOf(row.voided_at), reason: row.void_reason };
  }
  if (row.superseded_at) {
    return { status: 'superseded', since: dayOf(row.superseded_at), reason: row.correction };
  }
  const { status, status_on: since, valid_until: until, reason } = row;
  if (status === null) return { status: 'valid', since: row.issued_on, reason: null };
  if (status === 'valid' && until !== null && until < today) {
    return { status: 'expired', since: until, reason };
  }
  return { status, since: since ?? row.issued_on, reason };
}

const dayOf = (at: Date): LocalDate => localDateOf(at.toISOString());

/** Counts one look at a paper. */
export async function countCheck(
  db: Knex,
  documentId: string,
  on: LocalDate,
  kind: 'code' | 'file-same' | 'file-other',
): Promise<void> {
  await db('paper_checks as p')
    .insert({ document_id: documentId, checked_on: on, kind, times: 1 })
    .onConflict(['document_id', 'checked_on', 'kind'])
    .merge({ times: db.raw('p.times + 1') });
}
