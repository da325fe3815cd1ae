// Events of a request about personal data, from asking to the answer.
import { z } from 'zod';
import { choice, stands } from '../choice.ts';
import { field, type Facts } from '../define.ts';
import { personal } from '../personal.ts';
import type { Text } from '../text.ts';
import { grounds, personOf, wishes, words, type DataRequest } from './data.ts';

const shortText = (label: Text) => field(z.string().trim().min(1).max(200), label);
const longText = (label: Text, hint?: Text) =>
  field(z.string().trim().min(1).max(4000), label, hint);
const reason = longText({ vi: 'Lý do', en: 'Reason' });

type Named = {
  subjectName: string;
  subjectAccount?: string | undefined;
  subjectEmail?: string | undefined;
};

/** Whoever asks for themselves is the subject; staff write down what somebody else asks. */
function subjectFrom(payload: Named, { by }: Facts): DataRequest['subject'] {
  const forOthers = by.roles.some((role) => ['staff', 'unit-head', 'clerk'].includes(role));
  const person = payload.subjectAccount ?? (forOthers ? undefined : by.id);
  return {
    name: payload.subjectName,
    ...(person === undefined ? {} : { person }),
    ...(payload.subjectEmail === undefined ? {} : { email: payload.subjectEmail }),
  };
}

const makeRequest = words.event({
  title: { vi: 'Gửi yêu cầu về dữ liệu cá nhân', en: 'Ask about one’s personal data' },
  payload: {
    wish: field(choice(wishes), { vi: 'Nội dung yêu cầu', en: 'What is asked' }),
    detail: longText(
      { vi: 'Chi tiết', en: 'Detail' },
      {
        vi: 'Ghi rõ dữ liệu nào, trong hồ sơ nào. Không ghi số định danh vào đây.',
        en: 'Which data, in which case. No identity numbers here.',
      },
    ),
    subjectName: shortText({ vi: 'Chủ thể dữ liệu', en: 'Data subject' }),
    subjectAccount: field(stands(z.string().min(1).max(64), 'account').optional(), {
      vi: 'Tài khoản của chủ thể dữ liệu',
      en: 'Account of the subject',
    }),
    subjectEmail: field(personal('email').optional(), {
      vi: 'Thư điện tử của chủ thể dữ liệu',
      en: 'E-mail of the subject',
    }),
  },
  examples: [
    { wish: 'erase', detail: 'Số điện thoại trong hồ sơ đã rút.', subjectName: 'Trần Văn An' },
  ],
  record: ({ payload, facts }) => ({
    wish: payload.wish,
    detail: payload.detail,
    subject: subjectFrom(payload, facts),
    receivedOn: facts.on,
  }),
});

const acknowledge = words.event({
  title: { vi: 'Xác nhận đã nhận yêu cầu', en: 'Acknowledge the request' },
  payload: {},
  examples: [{}],
  record: ({ data, facts }) => ({ ...data, assignee: personOf(facts.by) }),
});

const extend = words.event({
  title: { vi: 'Gia hạn trả lời', en: 'Extend the time to answer' },
  payload: { reason },
  examples: [{ reason: 'Dữ liệu nằm trong nhiều hồ sơ.' }],
  record: ({ data, payload }) => ({ ...data, extension: payload.reason }),
});

const hold = words.event({
  title: { vi: 'Ghi nhận dữ liệu phải giữ', en: 'Record a legal hold' },
  payload: { reason },
  examples: [{ reason: 'Hồ sơ đang có khiếu nại.' }],
  record: ({ data, payload, facts }) => ({
    ...data,
    hold: { on: facts.on, reason: payload.reason, by: personOf(facts.by) },
  }),
});

const liftHold = words.event({
  title: { vi: 'Hết lý do phải giữ dữ liệu', en: 'Lift the legal hold' },
  payload: { reason },
  examples: [{ reason: 'Khiếu nại đã giải quyết xong.' }],
  record: ({ data: { hold: _hold, ...data } }) => data,
});

const fulfil = words.event({
  title: { vi: 'Đã thực hiện yêu cầu', en: 'The request is carried out' },
  payload: { done: longText({ vi: 'Đã làm gì', en: 'What was done' }) },
  examples: [{ done: 'Đã xóa số điện thoại khỏi hồ sơ.' }],
  record: ({ data, payload, facts }) => ({
    ...data,
    answer: { on: facts.on, by: personOf(facts.by), done: payload.done },
  }),
});

const refuse = words.event({
  title: { vi: 'Từ chối yêu cầu', en: 'Refuse the request' },
  payload: {
    grounds: field(z.array(choice(grounds)).min(1).max(4), {
      vi: 'Căn cứ từ chối',
      en: 'Grounds',
    }),
    text: longText({ vi: 'Giải thích', en: 'Explanation' }),
  },
  examples: [{ grounds: ['legalDuty'], text: 'Danh sách thành viên phải lưu theo luật.' }],
  record: ({ data, payload, facts }) => ({
    ...data,
    answer: { on: facts.on, by: personOf(facts.by), refused: payload.grounds, text: payload.text },
  }),
});

export const events = {
  MAKE_REQUEST: makeRequest,
  ACKNOWLEDGE: acknowledge,
  EXTEND: extend,
  HOLD: hold,
  LIFT_HOLD: liftHold,
  FULFIL: fulfil,
  REFUSE: refuse,
  WITHDRAW: words.event({
    title: { vi: 'Rút yêu cầu', en: 'Withdraw the request' },
    payload: {},
    examples: [{}],
  }),
  ACKNOWLEDGE_OVERDUE: words.lapse({
    vi: 'Quá hạn xác nhận yêu cầu',
    en: 'The acknowledgement is overdue',
  }),
  ANSWER_OVERDUE: words.lapse({ vi: 'Quá hạn trả lời yêu cầu', en: 'The answer is overdue' }),
};
