// Events of the dossier: handed in, supplemented, accepted or turned away, withdrawn, taken up again.
import { z } from 'zod';
import { worded } from '../choice.ts';
import { field, type Cooperative, type Facts } from '../define.ts';
import { personal } from '../personal.ts';
import { exclusions, inForceOn } from '../criteria/set.ts';
import { exclusionTexts, frozenAs } from './criteria.ts';
import { figures, figuresBy } from './field-form.ts';
import { personOf, words, type AppraisalData, type Next } from './data.ts';
import {
  documents,
  exampleDocuments,
  exampleLines,
  kept,
  lines,
  longText,
  note,
  period,
  reason,
  shortText,
} from './fields.ts';

const copies = field(
  z
    .array(
      z.strictObject({
        name: shortText({ vi: 'Tên cơ quan, người nhận', en: 'Name' }),
        email: field(personal('email'), { vi: 'Thư điện tử', en: 'E-mail' }),
      }),
    )
    .max(10),
  { vi: 'Nơi nhận kết quả khác', en: 'Others who get the result' },
  { vi: 'Ví dụ: UBND xã, Sở Nông nghiệp và Môi trường', en: 'Such as the commune, the department' },
);

const cooperativeCode = field(
  z.string().trim().min(1).max(30),
  { vi: 'Mã số hợp tác xã', en: 'Code of the cooperative' },
  { vi: 'Ghi trên giấy chứng nhận đăng ký', en: 'As on the registration certificate' },
);

const submit = words.event({
  title: { vi: 'Nộp hồ sơ đề nghị thẩm định', en: 'Submit for appraisal' },
  payload: {
    cooperative: cooperativeCode,
    criterionSet: field(
      z
        .string()
        .max(40)
        .regex(/^[A-Za-z0-9_.]{1,40}$/),
      { vi: 'Bộ tiêu chí', en: 'Criteria set' },
      { vi: 'Mã bộ tiêu chí, ví dụ TT01_2020', en: 'Id of the set, such as TT01_2020' },
    ),
    criterion: field(
      z.string().min(1).max(20),
      { vi: 'Mã tiêu chí', en: 'Criterion' },
      { vi: 'TT01, TT09, 13.1, 3.2 hoặc 1.5', en: 'TT01, TT09, 13.1, 3.2 or 1.5' },
    ),
    period,
    selfScore: lines.default([]),
    figures: field(
      figures.optional(),
      { vi: 'Số liệu', en: 'Figures' },
      { vi: 'Theo mã số liệu của bộ tiêu chí', en: 'By the ids of the criteria set' },
    ),
    documents: documents.default([]),
    copies: copies.default([]),
    previousCase: field(z.string().max(64).optional(), { vi: 'Hồ sơ trước', en: 'Previous case' }),
    renews: field(z.literal(true).optional(), {
      vi: 'Thay giấy chứng nhận của hồ sơ trước',
      en: 'Replaces the certificate of the previous case',
    }),
    applicantName: shortText({ vi: 'Tên bên đề nghị', en: 'Applicant' }).optional(),
    applicantAccount: field(z.string().max(64).optional(), {
      vi: 'Tài khoản bên đề nghị',
      en: 'Account of the applicant',
    }),
  },
  examples: [
    {
      cooperative: '5400000001',
      criterionSet: 'TT01_2020',
      criterion: 'TT01',
      period: 2025,
      selfScore: exampleLines,
      documents: exampleDocuments,
    },
  ],
  looksUp: ({ cooperative, criterion }) => ({
    cooperative,
    subject: subjectOf(criterion, cooperative),
  }),
  record: ({ data, payload, facts }) => ({
    ...data,
    cooperative: facts.found.cooperative as Cooperative,
    ...(payload.previousCase ? { previousCase: payload.previousCase } : {}),
    ...(payload.renews && facts.by.id === 'system' ? { renews: payload.renews } : {}),
    criterionSet: payload.criterionSet,
    ...frozenNow(payload.criterionSet, facts),
    period: payload.period,
    selfScore: kept(payload.selfScore),
    ...(payload.figures ? { figures: figuresBy(payload.figures) } : {}),
    documents: payload.documents,
    copies: payload.copies,
    applicant: applicantOf(payload, facts),
  }),
});

/** From now on the case keeps to the version in force; without one, to the set as shipped. */
function frozenNow(id: string, { criteria = [], on }: Facts): Pick<AppraisalData, 'set'> {
  const published = inForceOn(criteria, id, on);
  return published ? { set: frozenAs(published) } : {};
}

/** The subject on which a cooperative may have one open case. */
export function subjectOf(criterion: string, cooperative: string): string {
  return `appraisal:${criterion}:${cooperative}`;
}

/** Only the system, which opens linked cases, may say that somebody else asked. */
function applicantOf(
  payload: { applicantName?: string | undefined; applicantAccount?: string | undefined },
  facts: Facts,
): AppraisalData['applicant'] {
  if (facts.by.id !== 'system') return personOf(facts.by);
  const { applicantName: name = facts.by.name, applicantAccount: person } = payload;
  return person ? { name, person } : { name };
}

/** The status of the cooperative may have changed since the case was opened. */
export const statusNow = (_: unknown, { cooperative }: AppraisalData) => ({
  cooperative: cooperative.code,
});

const requestSupplement = words.event({
  title: { vi: 'Yêu cầu bổ sung hồ sơ', en: 'Ask for a supplement' },
  payload: {
    missing: field(
      z
        .array(shortText({ vi: 'Điểm còn thiếu', en: 'Missing' }))
        .min(1)
        .max(40),
      { vi: 'Các điểm cần bổ sung', en: 'All that is missing' },
      {
        vi: 'Nêu đủ trong một lần',
        en: 'Name everything in one notice',
      },
    ),
  },
  examples: [{ missing: ['Báo cáo tài chính năm'] }],
  record: ({ data, payload, facts }) => ({
    ...data,
    missing: payload.missing,
    assignee: personOf(facts.by),
  }),
});

const resubmit = words.event({
  title: { vi: 'Nộp bổ sung', en: 'Resubmit' },
  handsIn: true,
  payload: { documents, selfScore: lines.optional(), note },
  examples: [{ documents: exampleDocuments }],
  record: ({ data, payload }) => ({
    ...data,
    missing: [],
    documents: [...data.documents, ...payload.documents],
    ...(payload.selfScore ? { selfScore: kept(payload.selfScore) } : {}),
  }),
});

const accept = words.event({
  title: { vi: 'Tiếp nhận hồ sơ', en: 'Accept' },
  handsIn: true,
  payload: { note },
  examples: [{}],
  looksUp: statusNow,
  record: ({ data, facts }) => ({ ...data, acceptedOn: facts.on, assignee: personOf(facts.by) }),
});

const rejectIneligible = words.event({
  title: { vi: 'Từ chối vì không thuộc diện thẩm định', en: 'Reject as ineligible' },
  payload: {
    reasons: field(
      z
        .array(worded(z.enum(exclusions), exclusionTexts))
        .min(1)
        .max(exclusions.length),
      { vi: 'Lý do', en: 'Reasons' },
    ),
    facts: longText({ vi: 'Sự việc, tài liệu chứng minh', en: 'Facts and evidence' }),
  },
  examples: [{ reasons: ['stopped'], facts: 'Ngừng hoạt động từ tháng 3 đến tháng 8.' }],
  record: ({ data, payload }) => ({ ...data, exclusions: payload.reasons }),
});

const withdraw = words.event({
  title: { vi: 'Rút hồ sơ', en: 'Withdraw' },
  payload: { reason: reason.optional() },
  examples: [{}],
});

const again = { period: period.optional(), documents: documents.default([]) };

const startReappraisal = words.event({
  title: { vi: 'Mở hồ sơ thẩm định lại', en: 'Start the re-appraisal' },
  payload: again,
  examples: [{}],
  record: ({ data, payload }) => ({ ...data, next: nextOf(data, payload) }),
});

const reopen = words.event({
  title: { vi: 'Nộp lại bằng hồ sơ mới', en: 'Take up again in a new case' },
  payload: {
    ...again,
    remedied: longText({ vi: 'Đã khắc phục những gì', en: 'What has been remedied' }).optional(),
  },
  examples: [{ remedied: 'Đã họp Đại hội thành viên và nộp báo cáo tài chính.' }],
  record: ({ data, payload }) => ({ ...data, next: nextOf(data, payload) }),
});

function nextOf(
  data: AppraisalData,
  given: { period?: number | undefined; documents: Next['documents'] },
): Next {
  return { period: given.period ?? data.period, documents: given.documents };
}

export const dossierEvents = {
  SUBMIT: submit,
  REQUEST_SUPPLEMENT: requestSupplement,
  RESUBMIT: resubmit,
  ACCEPT: accept,
  REJECT_INELIGIBLE: rejectIneligible,
  WITHDRAW: withdraw,
  START_REAPPRAISAL: startReappraisal,
  REOPEN: reopen,
  // Of the supplement, of the remediation, of the certificate: each state says what follows.
  EXPIRE: words.lapse({ vi: 'Hết hạn', en: 'Expired' }, ({ data }) => data),
  OVERALL_OVERDUE: words.lapse({ vi: 'Quá hạn giải quyết hồ sơ', en: 'The case is overdue' }),
};
