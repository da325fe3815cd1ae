// Whose certificate is whose, as administrators have noted it, and who signs papers with a token of their own.
import { createHash, X509Certificate } from 'node:crypto';
import type { Knex } from 'knex';
import type { Instant } from '../../machines/calendar.ts';
import type { Text } from '../../machines/text.ts';
import type { Tx } from '../db.ts';
import { Problem } from '../problem.ts';

export type SignerCertificate = {
  id: string;
  account: { id: string; name: string };
  subject: string;
  issuer: string;
  /** SHA-256 of the certificate, in hex. */
  sha256: string;
  validFrom: Instant;
  validTo: Instant;
  addedBy: { id: string; name: string };
  addedAt: Instant;
  withdrawnAt: Instant | null;
};

/** What of a name may be shown: certificates of persons carry identity numbers and addresses besides. */
const shownParts = new Set(['CN', 'T', 'title', 'OU', 'O']);

/** Returns the name in a certificate without what is personal: "CN=Lê Văn Tám, O=Liên minh". */
export function shownName(name: string): string {
  const parts = name.split('\n').filter((part) => shownParts.has(part.split('=', 1)[0] ?? ''));
  return parts.join(', ');
}

export async function listSignerCertificates(
  db: Knex,
  allianceId: string,
): Promise<SignerCertificate[]> {
  const rows = await db('signer_certificates as c')
    .join('accounts as a', 'a.id', 'c.account_id')
    .join('accounts as b', 'b.id', 'c.added_by')
    .where('c.alliance_id', allianceId)
    .orderBy(['a.name', 'c.added_at'])
    .select('c.*', 'a.name', 'b.name as adder');
  return rows.map((row) => ({
    id: row.id,
    account: { id: row.account_id, name: row.name },
    subject: row.subject,
    issuer: row.issuer,
    sha256: row.sha256.toString('hex'),
    validFrom: row.valid_from.toISOString(),
    validTo: row.valid_to.toISOString(),
    addedBy: { id: row.added_by, name: row.adder },
    addedAt: row.added_at.toISOString(),
    withdrawnAt: row.withdrawn_at?.toISOString() ?? null,
  }));
}

type Adding = { allianceId: string; account: string; pem: string; by: string; at: Instant };

/**
 * Notes that a certificate is that of a leader of the alliance. Whether its issuer is trusted is asked at each
 * signature.
 * @throws Problem `invalid` for what is no certificate of a person in its time, or already noted; for an account that
 *   is not a leader's, or one's own
 */
export async function addSignerCertificate(
  tx: Tx,
  { allianceId, account, pem, by, at }: Adding,
): Promise<{ id: string }> {
  if (account === by) throw fault('account', 'self', texts.self);
  const whose = await tx('accounts')
    .where({ id: account, alliance_id: allianceId, disabled_at: null })
    .whereRaw(`'leader' = any(roles)`)
    .first('id');
  if (!whose) throw fault('account', 'unknown', texts.unknown);
  const certificate = readCertificate(pem, new Date(at));
  const [added] = await tx('signer_certificates')
    .insert({
      alliance_id: allianceId,
      account_id: account,
      sha256: createHash('sha256').update(certificate.raw).digest(),
      subject: shownName(certificate.subject),
      issuer: shownName(certificate.issuer),
      valid_from: certificate.validFromDate,
      valid_to: certificate.validToDate,
      added_by: by,
      added_at: at,
    })
    .onConflict(tx.raw('(sha256) where withdrawn_at is null'))
    .ignore()
    .returning('id');
  if (!added) throw fault('certificate', 'known', texts.known);
  return added as { id: string };
}

function readCertificate(text: string, at: Date): X509Certificate {
  let certificate: X509Certificate;
  try {
    // As programs export it: PEM, or its base64 alone.
    const der = text.replace(/-----[A-Z ]+-----|\s/g, '');
    certificate = new X509Certificate(Buffer.from(der, 'base64'));
  } catch {
    throw fault('certificate', 'unreadable', texts.unreadable);
  }
  if (certificate.ca) throw fault('certificate', 'authority', texts.authority);
  if (at < certificate.validFromDate || at > certificate.validToDate)
    throw fault('certificate', 'out-of-date', texts.outOfDate);
  return certificate;
}

/** Signatures made with it are no longer taken from now on. @throws Problem `not-found` */
export async function withdrawSignerCertificate(
  tx: Tx,
  { allianceId, id, by, at }: { allianceId: string; id: string; by: string; at: Instant },
): Promise<void> {
  const withdrawn = await tx('signer_certificates')
    .where({ id, alliance_id: allianceId, withdrawn_at: null })
    .update({ withdrawn_by: by, withdrawn_at: at });
  if (withdrawn === 0) throw new Problem('not-found');
}

/** Returns whether papers of this person wait for their own signature, and whether they could. */
export async function signingWayOf(
  db: Knex,
  account: string,
  at: Instant,
): Promise<{ own: boolean; possible: boolean }> {
  const row = await db('accounts').where({ id: account }).first('signs_own_since');
  const known = await knownCertificates(db, account).andWhere('valid_to', '>', at).first('id');
  return { own: row?.signs_own_since != null, possible: known !== undefined };
}

/** @throws Problem `refused` when there is no certificate to sign with */
export async function chooseSigningWay(
  tx: Tx,
  { account, own, at }: { account: string; own: boolean; at: Instant },
): Promise<void> {
  if (own && !(await signingWayOf(tx, account, at)).possible)
    throw new Problem('refused', { detail: texts.none });
  await tx('accounts')
    .where({ id: account })
    .update({ signs_own_since: own ? tx.raw('coalesce(signs_own_since, ?::timestamptz)', [at]) : null }); // prettier-ignore
}

/** Certificates noted for an account and not withdrawn. */
export function knownCertificates(db: Knex, account: string): Knex.QueryBuilder {
  return db('signer_certificates').where({ account_id: account, withdrawn_at: null });
}

function fault(field: string, code: string, detail: Text): Problem {
  return new Problem('invalid', { errors: [{ pointer: `/${field}`, code, detail }] });
}

const texts = {
  self: {
    vi: 'Chứng thư của chính bạn do quản trị viên khác ghi nhận',
    en: 'Your own certificate is noted by another administrator',
  },
  unknown: {
    vi: 'Không có lãnh đạo nào đang làm việc với tài khoản này. Hãy chọn trong danh sách',
    en: 'No leader at work has this account. Choose one of the list',
  },
  unreadable: {
    vi: 'Đây không phải chứng thư số. Hãy xuất chứng thư từ USB token (tệp .cer, .crt hoặc .pem) rồi dán hoặc gửi lại',
    en: 'This is no certificate. Export the certificate from the token (.cer, .crt or .pem) and send it again',
  },
  authority: {
    vi: 'Đây là chứng thư của tổ chức cấp, không phải của người ký. Hãy chọn chứng thư mang tên người ký',
    en: 'This certificate is the issuer’s, not the signer’s. Choose the one with the name of the signer',
  },
  outOfDate: {
    vi: 'Chứng thư chưa có hoặc đã hết hiệu lực. Hãy dùng chứng thư đang còn hạn',
    en: 'The certificate is not valid today. Use one that is',
  },
  known: {
    vi: 'Chứng thư này đã được ghi nhận. Muốn ghi cho người khác thì thu lại ghi nhận cũ trước',
    en: 'This certificate is noted already. To note it for somebody else, withdraw it first',
  },
  none: {
    vi: 'Chưa có chứng thư còn hạn nào được ghi nhận cho bạn. Hãy nhờ quản trị viên ghi nhận',
    en: 'No valid certificate is noted for you. Ask an administrator to note it',
  },
} as const satisfies Record<string, Text>;
