// How much may be kept: for one case, and from one person in a day.
import type { Knex } from 'knex';
import { Problem } from '../problem.ts';

export type Quotas = { caseBytes: number; caseFiles: number; dayBytes: number; dayFiles: number };

export const usualQuotas: Quotas = {
  caseBytes: 500 * 1024 * 1024,
  caseFiles: 500,
  dayBytes: 1024 * 1024 * 1024,
  dayFiles: 500,
};

const dayMs = 24 * 60 * 60_000;

type Asked = { caseId: string; person: string; at: string; bytes: number };

/**
 * Lets one more file in. Refused files count for the day, so that nobody tries for ever.
 * @throws Problem `refused` when the case is full, `too-many` when the person sent too much within 24 hours
 */
export async function checkQuota(db: Knex, asked: Asked, quotas: Quotas): Promise<void> {
  const { caseId, person, at, bytes } = asked;
  const since = new Date(Date.parse(at) - dayMs);
  const [[inCase], [inDay]] = await Promise.all([
    db('files').where({ case_id: caseId }).whereNot({ state: 'refused' }).select(sums(db)),
    db('files').where({ sent_by: person }).andWhere('sent_at', '>', since).select(sums(db)),
  ]);
  const [kept, sent] = [inCase as Sums, inDay as Sums];
  if (kept.files >= quotas.caseFiles || kept.bytes + bytes > quotas.caseBytes)
    throw new Problem('refused', { detail: fullCase(quotas) });
  if (sent.files >= quotas.dayFiles || sent.bytes + bytes > quotas.dayBytes)
    throw new Problem('too-many', { detail: fullDay(quotas), retryAfterSeconds: 60 * 60 });
}

type Sums = { files: number; bytes: number };

function sums(db: Knex): Knex.Raw {
  return db.raw('count(*) as files, coalesce(sum(bytes), 0)::bigint as bytes');
}

function fullCase({ caseBytes, caseFiles }: Quotas) {
  const mb = Math.floor(caseBytes / 1024 / 1024);
  return {
    vi: `Hồ sơ này đã đầy: tối đa ${caseFiles} tệp và ${mb} MB. Hãy liên hệ cán bộ phụ trách`,
    en: `The dossier is full: at most ${caseFiles} files and ${mb} MB. Ask the officer in charge`,
  };
}

function fullDay({ dayBytes, dayFiles }: Quotas) {
  const mb = Math.floor(dayBytes / 1024 / 1024);
  return {
    vi: `Mỗi người gửi tối đa ${dayFiles} tệp và ${mb} MB trong 24 giờ. Hãy gửi tiếp ngày mai`,
    en: `One person sends at most ${dayFiles} files and ${mb} MB in 24 hours. Go on tomorrow`,
  };
}
