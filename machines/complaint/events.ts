// Events of a complaint, from the letter to the court.
import { z } from 'zod';
import { choice } from '../choice.ts';
import { field, type Facts } from '../define.ts';
import { personal } from '../personal.ts';
import { personOf, words, type ComplaintData, type Resolution } from './data.ts';
import { account, day, flag, longText, note, shortText } from './fields.ts';

const fileComplaint = words.event({
  title: { vi: 'Gửi đơn khiếu nại', en: 'File a complaint' },
  payload: {
    parentCase: field(z.string().min(1).max(64), {
      vi: 'Hồ sơ bị khiếu nại',
      en: 'Case complained of',
    }),
    against: field(
      choice({
        registration: { vi: 'Quyết định của cơ quan đăng ký', en: 'A decision of the registry' },
        appraisal: { vi: 'Quyết định thẩm định của Liên minh', en: 'An appraisal of the Alliance' },
      }),
      { vi: 'Khiếu nại về', en: 'Against' },
    ),
    decision: field(
      z.strictObject({
        number: shortText({ vi: 'Số, ký hiệu', en: 'Number' }).optional(),
        on: day({
          vi: 'Ngày nhận được quyết định',
          en: 'Day the decision was received',
        }),
      }),
      { vi: 'Quyết định bị khiếu nại', en: 'Decision complained of' },
    ),
    decidedBy: account({ vi: 'Tài khoản người ra quyết định', en: 'Account of who decided' }),
    grounds: longText({ vi: 'Nội dung, căn cứ khiếu nại', en: 'Grounds' }),
    nameRefusal: flag({
      vi: 'Chỉ khiếu nại việc từ chối tên hợp tác xã',
      en: 'Only about the refusal of a name',
    }),
    complainantName: shortText({ vi: 'Người khiếu nại', en: 'Complainant' }),
    complainantAccount: account({
      vi: 'Tài khoản người khiếu nại',
      en: 'Account of the complainant',
    }),
    complainantEmail: field(personal('email').optional(), {
      vi: 'Thư điện tử người khiếu nại',
      en: 'E-mail of the complainant',
    }),
  },
  examples: [
    {
      parentCase: '0190a000-0000-7000-8000-000000000001',
      against: 'appraisal',
      decision: { on: '2026-02-20' },
      grounds: 'Hội đồng chưa xem xét báo cáo tài chính đã nộp bổ sung.',
      complainantName: 'Hợp tác xã Nông nghiệp Hòa Bình',
    },
    {
      parentCase: '0190a000-0000-7000-8000-000000000001',
      against: 'registration',
      decision: { on: '2026-02-20', number: '15/TB-ĐKKD' },
      grounds: 'Hồ sơ đã đủ giấy tờ theo quy định.',
      complainantName: 'Nguyễn Văn Sáng',
    },
  ],
  record: ({ data, payload, facts }) => {
    const { parentCase, against, grounds, nameRefusal, decidedBy, decision } = payload;
    return {
      ...data,
      caseId: facts.caseId,
      parentCase,
      against,
      grounds,
      nameRefusal,
      decision: { on: decision.on, ...(decision.number ? { number: decision.number } : {}) },
      ...(decidedBy ? { decidedBy } : {}),
      complainant: complainantOf(payload, facts),
      filedOn: facts.on,
    };
  },
});

type Named = {
  complainantName: string;
  complainantAccount?: string | undefined;
  complainantEmail?: string | undefined;
};

/** Whoever acts for themselves is the complainant; the system and staff file for somebody else. */
function complainantOf(payload: Named, { by }: Facts): ComplaintData['complainant'] {
  const forOthers = by.id === 'system' || by.roles.includes('staff');
  const person = forOthers ? payload.complainantAccount : by.id;
  return {
    name: payload.complainantName,
    ...(person ? { person } : {}),
    ...(payload.complainantEmail ? { email: payload.complainantEmail } : {}),
  };
}

const inadmissibleReasons = {
  timeBarred: { vi: 'Hết thời hiệu khiếu nại', en: 'Out of time' },
  notConcerned: { vi: 'Không liên quan trực tiếp', en: 'Not directly concerned' },
  alreadyResolved: { vi: 'Đã được giải quyết', en: 'Already resolved' },
  inCourt: { vi: 'Tòa án đã thụ lý', en: 'Before a court' },
  other: { vi: 'Lý do khác', en: 'Another reason' },
} as const;

const declareInadmissible = words.event({
  title: { vi: 'Không thụ lý khiếu nại', en: 'Declare inadmissible' },
  payload: {
    reasons: field(
      z.array(choice(inadmissibleReasons)).min(1).max(Object.keys(inadmissibleReasons).length),
      { vi: 'Lý do', en: 'Reasons' },
    ),
    text: longText({ vi: 'Giải thích', en: 'Explanation' }),
  },
  examples: [
    {
      reasons: ['notConcerned'],
      text: 'Người khiếu nại không phải là người chịu tác động trực tiếp của quyết định.',
    },
  ],
  record: ({ data, payload }) => ({ ...data, inadmissible: payload }),
});

const accept = words.event({
  title: { vi: 'Thụ lý khiếu nại', en: 'Accept the complaint' },
  payload: {
    complex: flag({ vi: 'Vụ việc phức tạp', en: 'Complex' }),
    remote: flag({ vi: 'Vùng sâu, vùng xa đi lại khó khăn', en: 'Remote area' }),
    hindrance: longText(
      { vi: 'Trở ngại khách quan', en: 'Hindrance' },
      {
        vi: 'Ốm đau, thiên tai, đi công tác, học tập xa: thời gian đó không tính vào thời hiệu',
        en: 'Illness, disaster, far away: that time does not count',
      },
    ).optional(),
  },
  examples: [{}],
  record: ({ data, payload, facts }) => ({
    ...data,
    acceptedOn: facts.on,
    complex: payload.complex,
    remote: payload.remote,
    assignee: personOf(facts.by),
  }),
});

const extend = words.event({
  title: { vi: 'Kéo dài thời hạn vì vụ việc phức tạp', en: 'Extend as complex' },
  payload: { reason: longText({ vi: 'Lý do', en: 'Reason' }) },
  examples: [{ reason: 'Phải xác minh tại nhiều địa bàn.' }],
  record: ({ data, payload }) => ({ ...data, complex: true, extension: payload.reason }),
});

const dialogue = words.event({
  title: { vi: 'Ghi kết quả đối thoại', en: 'Record the dialogue' },
  payload: {
    text: longText({ vi: 'Nội dung đối thoại', en: 'What was said' }),
    people: field(
      z
        .array(shortText({ vi: 'Người dự', en: 'Person' }))
        .max(40)
        .default([]),
      { vi: 'Người tham dự', en: 'People' },
    ),
  },
  examples: [{ text: 'Hai bên thống nhất bổ sung chứng cứ.' }],
  record: ({ data, payload, facts }) => ({
    ...data,
    dialogue: { on: facts.on, text: payload.text, people: payload.people },
  }),
});

const resolution = {
  outcome: field(
    choice({
      upheld: { vi: 'Giữ nguyên quyết định', en: 'Upheld' },
      modified: { vi: 'Sửa đổi quyết định', en: 'Modified' },
      cancelled: { vi: 'Hủy bỏ quyết định', en: 'Cancelled' },
    }),
    { vi: 'Kết quả', en: 'Outcome' },
  ),
  reasons: longText({ vi: 'Căn cứ, kết luận', en: 'Reasons' }),
  number: shortText({
    vi: 'Số quyết định của cơ quan giải quyết',
    en: 'Number of the decision',
  }).optional(),
};

type Resolved = { outcome: Resolution['outcome']; reasons: string; number?: string | undefined };

function resolved({ outcome, reasons, number }: Resolved, facts: Facts): Resolution {
  return { outcome, reasons, on: facts.on, by: personOf(facts.by), ...(number ? { number } : {}) };
}

const examples = [
  { outcome: 'upheld', reasons: 'Quyết định đúng quy chế.' },
  { outcome: 'modified', reasons: 'Cần xem xét lại bằng Hội đồng khác.' },
  { outcome: 'cancelled', reasons: 'Quyết định không có căn cứ.' },
] as const;

const decide = words.event({
  title: { vi: 'Ra quyết định giải quyết khiếu nại lần đầu', en: 'Decide the first complaint' },
  payload: resolution,
  examples,
  record: ({ data, payload, facts }) => ({ ...data, first: resolved(payload, facts) }),
});

const secondComplaint = words.event({
  title: { vi: 'Khiếu nại lần hai', en: 'Complain a second time' },
  payload: { grounds: longText({ vi: 'Lý do không đồng ý', en: 'Why not content' }) },
  examples: [{ grounds: 'Kết luận chưa xét đến chứng cứ đã nộp.' }],
  record: ({ data, payload, facts }) => ({
    ...data,
    secondFiledOn: facts.on,
    secondGrounds: payload.grounds,
  }),
});

const decideSecond = words.event({
  title: { vi: 'Ra quyết định giải quyết khiếu nại lần hai', en: 'Decide the second complaint' },
  payload: resolution,
  examples,
  record: ({ data, payload, facts }) => ({ ...data, second: resolved(payload, facts) }),
});

const withdraw = words.event({
  title: { vi: 'Rút khiếu nại bằng văn bản', en: 'Withdraw in writing' },
  payload: {
    writtenOn: day({ vi: 'Ngày ghi trên đơn rút khiếu nại', en: 'Date of the letter' }).optional(),
    reason: longText({ vi: 'Lý do', en: 'Reason' }).optional(),
  },
  examples: [{}],
  record: ({ data, payload, facts }) => ({
    ...data,
    withdrawal: {
      writtenOn: payload.writtenOn ?? facts.on,
      ...(payload.reason ? { reason: payload.reason } : {}),
    },
  }),
});

const goToCourt = words.event({
  title: { vi: 'Ghi nhận đã khởi kiện ra Tòa án', en: 'Record that it went to court' },
  payload: {
    court: shortText({ vi: 'Tòa án', en: 'Court' }),
    filedOn: day({ vi: 'Ngày nộp đơn khởi kiện', en: 'Day of filing' }).optional(),
  },
  examples: [{ court: 'Tòa án nhân dân khu vực' }],
  record: ({ data, payload, facts }) => ({
    ...data,
    court: { name: payload.court, on: payload.filedOn ?? facts.on },
  }),
});

const startVerification = words.event({
  title: { vi: 'Bắt đầu xác minh', en: 'Start verification' },
  payload: { note },
  examples: [{}],
});

const holdDialogue = words.event({
  title: { vi: 'Tổ chức đối thoại', en: 'Call a dialogue' },
  payload: { note },
  examples: [{}],
});

export const events = {
  FILE_COMPLAINT: fileComplaint,
  DECLARE_INADMISSIBLE: declareInadmissible,
  ACCEPT: accept,
  START_VERIFICATION: startVerification,
  HOLD_DIALOGUE: holdDialogue,
  RECORD_DIALOGUE: dialogue,
  EXTEND: extend,
  DECIDE: decide,
  SECOND_COMPLAINT: secondComplaint,
  DECIDE_SECOND: decideSecond,
  WITHDRAW: withdraw,
  GO_TO_COURT: goToCourt,
  ACCEPTANCE_OVERDUE: words.lapse({ vi: 'Quá hạn thụ lý', en: 'Acceptance is overdue' }),
  FIRST_OVERDUE: words.lapse(
    { vi: 'Quá hạn giải quyết lần đầu', en: 'The first decision is overdue' },
    ({ data, facts }) => ({ ...data, firstOverdueOn: facts.on }),
  ),
  FINAL: words.lapse({
    vi: 'Hết thời hạn khiếu nại lần hai',
    en: 'The time for a second complaint has passed',
  }),
  SECOND_OVERDUE: words.lapse({
    vi: 'Quá hạn giải quyết lần hai',
    en: 'The second decision is overdue',
  }),
};
