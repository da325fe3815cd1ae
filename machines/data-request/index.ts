// A request about one's personal data: seen, corrected, erased or refused with grounds, within two clocks.
import { defineProcess, type Process } from '../define.ts';
import { roles, type Role } from '../roles.ts';
import {
  daysOf,
  emptyData,
  grounds,
  law,
  office,
  subjectOf,
  wishes,
  words,
  type DataRequest,
} from './data.ts';
import { events } from './events.ts';
import { states } from './states.ts';

const source = 'NĐ 356/2025/NĐ-CP (chưa đối chiếu; Liên minh xác nhận)';
/** Administrators and auditors act in no process; what is theirs they ask for as whoever they are besides. */
const everybody = (Object.keys(roles) as Role[]).filter(
  (role) => !['administrator', 'auditor'].includes(role),
);

const rules = {
  notOneself: words.rule({
    title: { vi: 'Người xử lý không phải người yêu cầu', en: 'Nobody handles their own request' },
    law: 'Quy chế của Liên minh (cấu hình)',
    remedy: { vi: 'Người khác xử lý.', en: 'Somebody else handles it.' },
    test: ({ data, facts }) => ({ met: data.subject.person !== facts.by.id }),
  }),
  notExtended: words.rule({
    title: { vi: 'Chưa gia hạn', en: 'Not extended yet' },
    law,
    remedy: { vi: 'Chỉ gia hạn một lần.', en: 'Extended once only.' },
    test: ({ data }) => ({ met: data.extension === undefined }),
  }),
  held: words.rule({
    title: { vi: 'Dữ liệu đang phải giữ', en: 'The data is held' },
    law,
    remedy: { vi: 'Không có lý do giữ nào để gỡ.', en: 'There is no hold to lift.' },
    test: ({ data }) => ({ met: data.hold !== undefined }),
  }),
  notHeld: words.rule({
    title: { vi: 'Dữ liệu chưa bị giữ', en: 'The data is not held yet' },
    law,
    remedy: { vi: 'Đã ghi nhận rồi.', en: 'It is recorded already.' },
    test: ({ data }) => ({ met: data.hold === undefined }),
  }),
  nothingHeld: words.rule({
    title: { vi: 'Không xóa dữ liệu đang phải giữ', en: 'Nothing under hold is erased' },
    law,
    remedy: {
      vi: 'Chờ hết lý do giữ, hoặc từ chối với căn cứ phải giữ.',
      en: 'Wait until the hold is lifted, or refuse on that ground.',
    },
    test: ({ data: { wish, hold } }) => ({
      met: wish !== 'erase' || hold === undefined,
      ...(hold ? { have: hold.reason } : {}),
    }),
  }),
};

const terms = {
  acknowledge: words.term({
    title: { vi: 'Xác nhận yêu cầu', en: 'Acknowledge the request' },
    law,
    confidence: 'unconfirmed',
    span: ({ facts }) => ({ amount: daysOf(facts, 'acknowledgeDays'), unit: 'workingDays' }),
    lapse: 'ACKNOWLEDGE_OVERDUE',
    reminders: { days: [1], notice: 'remindOffice' },
  }),
  answer: words.term({
    title: { vi: 'Thực hiện, trả lời yêu cầu', en: 'Carry out and answer' },
    law,
    confidence: 'unconfirmed',
    span: ({ data, facts }) => ({
      amount: daysOf(facts, data.extension === undefined ? 'answerDays' : 'extendedDays'),
      unit: 'calendarDays',
    }),
    from: ({ receivedOn }) => receivedOn,
    lapse: 'ANSWER_OVERDUE',
    reminders: { days: [3, 1], notice: 'remindOffice' },
  }),
};

const effects = {
  received: words.notify('dataRequestReceived', subjectOf, ({ wish }) => ({
    items: [wishes[wish]],
  })),
  acknowledged: words.notify('dataRequestAcknowledged', subjectOf),
  extended: words.notify('dataRequestExtended', subjectOf, ({ extension }) => ({
    text: extension,
  })),
  fulfilled: words.notify('dataRequestFulfilled', subjectOf, ({ answer }) => ({
    text: answer?.done,
  })),
  refused: words.notify('dataRequestRefused', subjectOf, ({ answer }) => ({
    text: answer?.text,
    items: answer?.refused?.map((each) => grounds[each]),
  })),
  withdrawn: words.notify('dataRequestWithdrawn', office),
  overdue: words.notify('termLapsed', office),
  remindOffice: words.notify('termReminder', office),
  requestsReceived: words.count({
    vi: 'Yêu cầu về dữ liệu cá nhân đã nhận',
    en: 'Requests on personal data received',
  }),
  requestsAnswered: words.count({
    vi: 'Yêu cầu về dữ liệu cá nhân đã trả lời',
    en: 'Requests on personal data answered',
  }),
};

const days = (value: number, vi: string, en: string) => ({ value, title: { vi, en }, source });

export const dataRequest: Process = defineProcess<DataRequest>({
  id: 'data-request',
  version: 1,
  title: { vi: 'Yêu cầu về dữ liệu cá nhân', en: 'Request on personal data' },
  series: 'DL',
  opensWith: 'MAKE_REQUEST',
  data: emptyData,
  actors: {
    asker: words.actor(
      { vi: 'Chủ thể dữ liệu, hoặc cán bộ ghi thay', en: 'Data subject, or staff for them' },
      everybody,
    ),
    subject: words.actor(
      { vi: 'Chủ thể dữ liệu', en: 'Data subject' },
      everybody,
      ({ subject }, { id }) => subject.person === id,
    ),
    officer: words.actor({ vi: 'Người xử lý yêu cầu', en: 'Handles requests' }, [
      'staff',
      'unit-head',
    ]),
    head: words.actor({ vi: 'Trưởng phòng, lãnh đạo', en: 'Head of unit or leader' }, [
      'unit-head',
      'leader',
    ]),
  },
  events,
  rules,
  terms,
  effects,
  settings: {
    acknowledgeDays: days(2, 'Số ngày làm việc để xác nhận', 'Working days to acknowledge'),
    answerDays: days(10, 'Số ngày để thực hiện, trả lời', 'Days to carry out and answer'),
    extendedDays: days(20, 'Số ngày khi đã gia hạn', 'Days when extended'),
  },
  parties: ({ subject, assignee }) => [
    ...(subject.person === undefined ? [] : [subject.person]),
    ...(assignee ? [assignee.person] : []),
  ],
  heading: ({ subject, assignee }) => ({
    title: `Yêu cầu về dữ liệu cá nhân của ${subject.name}`,
    ...(assignee ? { assignee: assignee.person } : {}),
  }),
  states,
});
