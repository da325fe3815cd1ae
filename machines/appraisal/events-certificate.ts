// Events after the decision: the certificate's end, doubts about it, and a complaint settled in a linked case.
import { choice } from '../choice.ts';
import { z } from 'zod';
import { field, type Facts } from '../define.ts';
import { called, personOf, words, type AppraisalData, type Complaint } from './data.ts';
import { inForce } from './hands.ts';
import { longText, note, reason, shortText } from './fields.ts';
import { isOn } from './settings.ts';

const reportLowGrade = words.event({
  title: {
    vi: 'Ghi nhận xếp loại năm mới thấp hơn mức công nhận',
    en: 'Record a new grade below the threshold',
  },
  payload: {
    score: field(z.number().min(0).max(100).multipleOf(0.01), {
      vi: 'Điểm năm mới',
      en: 'Score of the new year',
    }),
  },
  examples: [{ score: 48.5 }],
});

const violationKinds = {
  registrationRevoked: { vi: 'Bị thu hồi đăng ký', en: 'Registration revoked' },
  dissolved: { vi: 'Giải thể', en: 'Dissolved' },
  weakGrade: { vi: 'Bị xếp loại yếu', en: 'Weak grade' },
  forgedDossier: { vi: 'Hồ sơ giả mạo', en: 'Forged dossier' },
  contractEnded: { vi: 'Hợp đồng liên kết chấm dứt', en: 'Linkage contract ended' },
} as const;

const reportViolation = words.event({
  title: { vi: 'Báo cáo vi phạm', en: 'Report a violation' },
  payload: {
    kind: field(choice(violationKinds), { vi: 'Loại sự việc', en: 'Kind' }),
    facts: longText({ vi: 'Sự việc, tài liệu chứng minh', en: 'Facts and evidence' }),
  },
  examples: [{ kind: 'contractEnded', facts: 'Doanh nghiệp đã thanh lý hợp đồng liên kết.' }],
  record: ({ data: { explanation: _was, explanationDue: _due, ...data }, payload, facts }) => ({
    ...data,
    violation: { ...payload, ...(inForce(facts) ? { by: personOf(facts.by) } : {}) },
  }),
});

const explain = words.event({
  title: { vi: 'Giải trình', en: 'Explain' },
  payload: { text: longText({ vi: 'Nội dung giải trình', en: 'Explanation' }) },
  examples: [{ text: 'Hợp tác xã đã ký hợp đồng liên kết mới có hiệu lực 24 tháng.' }],
  record: ({ data, payload }) => ({ ...data, explanation: payload.text }),
});

const explanationAccepted = words.event({
  title: { vi: 'Chấp nhận giải trình', en: 'Accept the explanation' },
  payload: { note },
  examples: [{}],
  record: ({ data: { violation: _violation, ...data } }) => data,
});

const revoke = words.event({
  title: { vi: 'Thu hồi giấy chứng nhận', en: 'Revoke the certificate' },
  payload: { reason },
  examples: [{ reason: 'Hợp tác xã không còn hợp đồng liên kết chuỗi giá trị.' }],
  record: ({ data, payload, facts }) => ({
    ...data,
    decision: { kind: 'revoked', on: facts.on, by: personOf(facts.by), reason: payload.reason },
  }),
});

const complain = words.event({
  title: { vi: 'Khiếu nại quyết định', en: 'Complain of the decision' },
  payload: {
    grounds: longText({ vi: 'Nội dung, căn cứ khiếu nại', en: 'Grounds' }),
    name: shortText({ vi: 'Người khiếu nại', en: 'Complainant' }).optional(),
  },
  examples: [{ grounds: 'Hội đồng chưa xem xét báo cáo tài chính đã nộp bổ sung.' }],
  record: ({ data, payload, facts }) => ({
    ...data,
    complaint: {
      on: facts.on,
      grounds: payload.grounds,
      name: payload.name ?? facts.by.name,
      person: facts.by.id,
    },
  }),
});

const outcome = {
  case: field(z.string().max(64), { vi: 'Hồ sơ khiếu nại', en: 'Complaint case' }),
  reason: longText({ vi: 'Nội dung giải quyết', en: 'Decision on the complaint' }).optional(),
};

const upheld = words.event({
  title: { vi: 'Khiếu nại: giữ nguyên quyết định', en: 'Complaint: decision upheld' },
  payload: outcome,
  examples: [{ case: '0190a000-0000-7000-8000-000000000002' }],
  record: ({ data }) => ended(data, 'upheld'),
});

const modified = words.event({
  title: { vi: 'Khiếu nại: sửa đổi quyết định', en: 'Complaint: decision modified' },
  payload: outcome,
  examples: [{ case: '0190a000-0000-7000-8000-000000000002' }],
  record: ({ data, facts }) => heardAgain(ended(data, 'modified'), true, facts),
});

const cancelled = words.event({
  title: { vi: 'Khiếu nại: hủy bỏ quyết định', en: 'Complaint: decision cancelled' },
  payload: outcome,
  examples: [{ case: '0190a000-0000-7000-8000-000000000002' }],
  record: ({ data, facts }): AppraisalData => {
    const over = ended(data, 'cancelled');
    const { certificate, violation: _violation, ...rest } = over;
    if (certificate === undefined) return heardAgain(over, isOn(facts, 'cancelledByOthers'), facts);
    return {
      ...rest,
      certificate,
      decision: { kind: 'recognised', on: facts.on, by: personOf(facts.by) },
    };
  },
});

const complaintEnded = words.event({
  title: {
    vi: 'Khiếu nại không được thụ lý hoặc đã rút',
    en: 'Complaint inadmissible or withdrawn',
  },
  payload: outcome,
  examples: [{ case: '0190a000-0000-7000-8000-000000000002' }],
  record: ({ data }) => ended(data, 'withdrawn'),
});

function ended(data: AppraisalData, result: string): AppraisalData {
  return { ...data, complaint: { ...(data.complaint as Complaint), ended: result } };
}

/**
 * The board meets again on the case. By others: whoever sat on it, and on one that was complained of before, is replaced
 * first.
 */
function heardAgain(data: AppraisalData, byOthers: boolean, facts: Facts): AppraisalData {
  const board = byOthers ? data.board.map(({ person }) => person) : [];
  // What was decided before the setting was known stays as it was.
  const before = facts.settings['cancelledByOthers'] === undefined ? [] : data.contested;
  const contested = [...new Set([...before, ...board])];
  const { certificate: _certificate, violation: _violation, decision: _decision, ...rest } = data;
  return called({ ...rest, contested }, facts);
}

const superseded = words.event({
  title: {
    vi: 'Giấy chứng nhận được thay bằng giấy mới',
    en: 'A new certificate takes the place of this one',
  },
  payload: {
    cooperative: field(z.string().max(30), { vi: 'Mã số hợp tác xã', en: 'Cooperative' }),
    criterionSet: field(z.string().max(60), { vi: 'Bộ tiêu chí', en: 'Criteria set' }),
  },
  examples: [{ cooperative: '5400000001', criterionSet: 'TT01_2020' }],
});

export const certificateEvents = {
  SUPERSEDED: superseded,
  NEAR_EXPIRY: words.lapse({ vi: 'Đến kỳ thẩm định lại', en: 'Re-appraisal is due' }),
  REPORT_LOW_GRADE: reportLowGrade,
  REPORT_VIOLATION: reportViolation,
  EXPLAIN: explain,
  EXPLANATION_ACCEPTED: explanationAccepted,
  EXPLANATION_OVERDUE: words.lapse(
    { vi: 'Hết hạn giải trình', en: 'The time to explain has passed' },
    ({ data }) => ({
      ...data,
      explanationDue: true,
    }),
  ),
  REVOKE: revoke,
  COMPLAIN: complain,
  UPHELD: upheld,
  MODIFIED: modified,
  CANCELLED: cancelled,
  COMPLAINT_ENDED: complaintEnded,
};
