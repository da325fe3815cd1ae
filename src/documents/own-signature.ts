// Papers that wait for the signature of a person who signs outside the service: prepared with number and bytes fixed,
// taken back when the signature is theirs and nothing else has changed, or handed over to the service after all.
import type { Knex } from 'knex';
import type { Instant } from '../../machines/calendar.ts';
import type { Text } from '../../machines/text.ts';
import type { Tx } from '../db.ts';
import { Problem } from '../problem.ts';
import { differenceOf, type Difference, type SigningPlace } from './added-signature.ts';
import { checkSignatures, type SignatureVerdict } from './signature-check.ts';
import { knownCertificates } from './signers.ts';

/** A prepared paper on its way. `id` is that of the paper. */
export type Waiting = {
  id: string;
  caseId: string;
  caseNumber: string;
  title: Text;
  symbol: string | null;
  preparedAt: Instant;
};

type PreparedRow = {
  account_id: string;
  path: string;
  sha256: Buffer;
  place: SigningPlace | null;
  wording: number | null;
  outcome: 'signed' | 'handed-over' | null;
};

/**
 * Returns the account that signs this paper with a token of its own: of the person whose act the paper comes from and
 * whose name stands under it. Nobody when the service signs.
 */
export async function ownSignerOf(
  db: Knex,
  documentId: string,
  { name, at }: { name: string; at: Instant },
): Promise<string | undefined> {
  const row = await db('documents as d')
    .join('case_events as e', (on) =>
      on.on('e.case_id', 'd.case_id').andOn(db.raw(`e.version = split_part(d.id, '/', 2)::int`)),
    )
    .join('accounts as a', db.raw('a.id::text = e.actor_id'))
    .where({ 'd.id': documentId, 'a.name': name, 'a.disabled_at': null })
    .whereNotNull('a.signs_own_since')
    .whereRaw('coalesce(d.signed_by, e.actor_id) = e.actor_id')
    .whereRaw(
      'not exists (select from prepared_papers p where p.document_id = d.id and p.outcome is not null)',
    ) // prettier-ignore
    .first('a.id');
  if (!row) return undefined;
  const known = await knownCertificates(db, row.id).andWhere('valid_to', '>', at).first('id');
  return known && row.id;
}

type Kept = { path: string; bytes: number; sha256: Buffer };
type Preparing = {
  account: string;
  stored: Kept;
  place: SigningPlace | undefined;
  wording: number | null;
  at: Date;
};

/** Notes a prepared paper; the first one made stays. */
export async function keepPrepared(
  db: Knex,
  documentId: string,
  { account, stored, place, wording, at }: Preparing,
): Promise<void> {
  await db('prepared_papers')
    .insert({
      document_id: documentId,
      account_id: account,
      ...stored,
      place: place ? JSON.stringify(place) : null,
      wording,
      prepared_at: at,
    })
    .onConflict('document_id')
    .ignore();
}

/** Papers that wait for this person's signature: the oldest first, those of a case in the order of its acts. */
export async function listWaiting(db: Knex, account: string): Promise<Waiting[]> {
  const rows = await db('prepared_papers as p')
    .join('documents as d', 'd.id', 'p.document_id')
    .join('cases as c', 'c.id', 'd.case_id')
    .where({ 'p.account_id': account, 'p.outcome': null, 'd.state': 'owed' })
    .orderByRaw(
      `d.issued_on, c.number, split_part(d.id, '/', 2)::int, split_part(d.id, '/', 3)::int`,
    )
    .limit(200)
    .select('d.id', 'd.case_id', 'c.number', 'd.title', 'd.symbol', 'p.prepared_at');
  return rows.map((row) => ({
    id: row.id,
    caseId: row.case_id,
    caseNumber: row.number,
    title: row.title,
    symbol: row.symbol,
    preparedAt: row.prepared_at.toISOString(),
  }));
}

/** The prepared paper of this person. @throws Problem `not-found`, `refused` when it waits no longer */
export async function findPrepared(
  db: Knex,
  documentId: string,
  account: string,
): Promise<PreparedRow> {
  const row = await db('prepared_papers as p')
    .join('documents as d', 'd.id', 'p.document_id')
    .where({ 'p.document_id': documentId, 'p.account_id': account })
    .first<(PreparedRow & { state: string }) | undefined>('p.*', 'd.state');
  if (!row) throw new Problem('not-found');
  if (row.outcome !== null || row.state !== 'owed')
    throw new Problem('refused', { detail: texts.settled });
  return row;
}

/** How the signed file is signed, as it is kept with the paper. */
export type OwnSignature = {
  level: string;
  development: false;
  signers: [{ subject: string; issuer: string; validTo: string; sha256: string }];
};

type Given = {
  prepared: Uint8Array;
  signed: Uint8Array;
  place: SigningPlace | null;
  account: string;
  /** Certificates (DER) of the issuers that are trusted. */
  roots: readonly Uint8Array[];
  at: Date;
};

/**
 * Returns how the file is signed, when it is the prepared paper with the signature of this person and nothing else.
 * @throws Problem `invalid` naming what is wrong with the file and what to do
 */
export async function judgeSigned(db: Knex, given: Given): Promise<OwnSignature> {
  const { prepared, signed, place, account, roots, at } = given;
  const difference = await differenceOf(prepared, signed, place ?? undefined);
  if (difference) throw refusal(difference);
  const [verdict] = await checkSignatures(signed, roots, at);
  if (!verdict?.intact) throw refusal('broken');
  if (!verdict.inDate) throw refusal('out-of-date');
  if (!verdict.trusted) throw refusal('untrusted');
  const sha256 = Buffer.from(verdict.certificate, 'hex');
  const known = await knownCertificates(db, account).andWhere({ sha256 }).first();
  if (!known) throw refusal('foreign');
  const { subject, issuer, valid_to: validTo } = known;
  const signer = { subject, issuer, validTo: validTo.toISOString(), sha256: verdict.certificate };
  return { level: levelOf(signed, verdict), development: false, signers: [signer] };
}

/** Older programs sign in the form of Adobe, which is no PAdES. */
function levelOf(signed: Uint8Array, { timeStamped }: SignatureVerdict): string {
  const text = Buffer.from(signed).toString('latin1');
  if (!/\/SubFilter\s*\/ETSI\.CAdES\.detached/.test(text)) return 'PKCS7';
  return timeStamped ? 'B-T' : 'B-B';
}

/** The signed file becomes the issued one. @throws Problem `refused` when the paper waits no longer */
export async function takeSigned(
  tx: Tx,
  documentId: string,
  { stored, signature, at }: { stored: Kept; signature: OwnSignature; at: Instant },
): Promise<void> {
  const { wording } = await settle(tx, documentId, { outcome: 'signed', at });
  const taken = await tx('documents')
    .where({ id: documentId, state: 'owed' })
    .update({
      state: 'issued',
      ...stored,
      issued_at: at,
      wording,
      signature: JSON.stringify(signature),
    });
  if (taken === 0) throw new Problem('refused', { detail: texts.settled });
}

/** The service signs the paper after all. @throws Problem `refused` when it waits no longer */
export async function handOver(tx: Tx, documentId: string, at: Instant): Promise<void> {
  await settle(tx, documentId, { outcome: 'handed-over', at });
  await tx('outbox')
    .where({ id: documentId, state: 'done' })
    .update({ state: 'pending', attempts: 0, next_at: at, done_at: null, leased_until: null });
}

async function settle(
  tx: Tx,
  documentId: string,
  { outcome, at }: { outcome: 'signed' | 'handed-over'; at: Instant },
): Promise<{ wording: number | null }> {
  const [settled] = await tx('prepared_papers')
    .where({ document_id: documentId, outcome: null })
    .update({ outcome, settled_at: at })
    .returning<{ wording: number | null }[]>('wording');
  if (!settled) throw new Problem('refused', { detail: texts.settled });
  return settled;
}

type Fault = Difference | 'broken' | 'out-of-date' | 'untrusted' | 'foreign';

function refusal(code: Fault): Problem {
  return new Problem('invalid', { errors: [{ pointer: '/file', code, detail: faults[code] }] });
}

const again: Text = {
  vi: 'Hãy tải lại bản chờ ký, ký đúng tệp đó rồi gửi lên',
  en: 'Fetch the prepared paper again, sign that very file, and send it',
};
const told = (vi: string, en: string): Text => ({ vi: `${vi}. ${again.vi}.`, en: `${en}. ${again.en}.` }); // prettier-ignore

const faults: Readonly<Record<Fault, Text>> = {
  'other-file': told(
    'Tệp này không phải bản chờ ký của văn bản này, hoặc chương trình ký đã ghi lại cả tệp',
    'This file is not the prepared paper, or the signing program wrote the whole file anew',
  ),
  unsigned: told('Tệp chưa có chữ ký số', 'The file has no digital signature'),
  several: told(
    'Tệp có nhiều chữ ký số; văn bản này cần đúng một chữ ký của bạn',
    'The file has several signatures; this paper takes yours alone',
  ),
  partly: told(
    'Chữ ký không phủ hết tệp: tệp đã bị thêm nội dung sau khi ký',
    'The signature does not cover the whole file: something was added after it',
  ),
  changed: told(
    'Nội dung đã bị sửa hoặc thêm trước khi ký',
    'Something besides the signature was changed or added',
  ),
  misplaced: told(
    'Hình chữ ký nằm ngoài chỗ ký. Đặt hình vào khoảng trống trên họ tên bạn, hoặc ký không hiện hình',
    'The picture of the signature stands outside its place. Put it in the room above your name, or sign without one',
  ),
  unreadable: told('Không đọc được tệp PDF này', 'This PDF cannot be read'),
  broken: told('Chữ ký số không khớp với nội dung tệp', 'The signature does not fit the file'),
  'out-of-date': {
    vi: 'Chứng thư của chữ ký chưa có hoặc đã hết hiệu lực. Hãy ký bằng chứng thư còn hạn.',
    en: 'The certificate of the signature is not valid today. Sign with one that is.',
  },
  untrusted: {
    vi: 'Chứng thư không do tổ chức được tin cậy cấp. Hãy ký bằng USB token đã đăng ký với quản trị viên.',
    en: 'The certificate is not of a trusted issuer. Sign with the token known to the administrator.',
  },
  foreign: {
    vi: 'Chữ ký là của người khác, hoặc chứng thư này chưa được quản trị viên ghi nhận cho bạn.',
    en: 'The signature is somebody else’s, or the administrator has not noted this certificate as yours.',
  },
};

const texts = {
  settled: {
    vi: 'Văn bản này không còn chờ chữ ký của bạn',
    en: 'This paper no longer waits for your signature',
  },
} as const satisfies Record<string, Text>;
