// What a cooperative owes once its founding case has ended: the register of members and the first annual meeting, each
// with its day, until both are done. The case is opened by the founding case, so that that one need not stay open.
import { dueOn, type LocalDate, type Span } from '../calendar.ts';
import { defineProcess, type Act, type Facts, type Process, type State } from '../define.ts';
import { texts, type Slot } from '../dossier.ts';
import { guide, type Duty, type TellGuides } from '../guide.ts';
import { annualMeetingMonths, cite } from '../law.ts';
import { usualReminders } from '../reminders.ts';
import {
  accountsOf,
  adviserOf,
  allianceRule,
  cooperative,
  emptyData,
  lawOf,
  words,
  type Duties,
} from './data.ts';
import { events } from './events.ts';

const registerLaw = 'Luật 17/2023/QH15 Đ15';
const meetingLaw = 'Luật 17/2023/QH15 Đ59.1';

const actors = {
  cooperative: words.actor(
    { vi: 'Hợp tác xã', en: 'The cooperative' },
    ['founder', 'cooperative'],
    (data, { id }) => accountsOf(data).includes(id),
  ),
  recorder: words.actor({ vi: 'Cán bộ Liên minh', en: 'Alliance staff' }, [
    'staff',
    'unit-head',
    'clerk',
  ]),
};

const rules = {
  registerThere: words.rule({
    title: { vi: 'Đã có sổ đăng ký thành viên', en: 'The register is there' },
    law: registerLaw,
    remedy: { vi: 'Lập sổ rồi ghi lại.', en: 'Set it up, and record it.' },
    test: ({ data }) => ({ met: data.memberRegister !== undefined }),
  }),
  meetingThere: words.rule({
    title: { vi: 'Đã họp đại hội thường niên', en: 'The annual meeting was held' },
    law: meetingLaw,
    remedy: { vi: 'Họp rồi ghi lại.', en: 'Hold it, and record it.' },
    test: ({ data }) => ({ met: data.annualMeeting !== undefined }),
  }),
  afterCertificate: words.rule<{ yearEnd: string }>({
    title: {
      vi: 'Ngày này không trước ngày cấp giấy chứng nhận',
      en: 'Not before the certificate',
    },
    law: allianceRule,
    remedy: { vi: 'Kiểm tra lại ngày.', en: 'Check the date.' },
    reads: 'payload',
    test: ({ data: { grantedOn: need }, payload: { yearEnd: have } }) => ({
      met: have >= need,
      need,
      have,
    }),
  }),
  doneByToday: words.rule<{ keptOn?: string; heldOn?: string }>({
    title: { vi: 'Ngày làm việc này không ở tương lai', en: 'The date is not in the future' },
    law: allianceRule,
    remedy: { vi: 'Kiểm tra lại ngày.', en: 'Check the date.' },
    reads: 'payload',
    test: ({ payload: { keptOn, heldOn }, facts: { on: need } }) => {
      const have = keptOn ?? heldOn ?? need;
      return { met: have <= need, need, have };
    },
  }),
};

const registerSpan = ({ settings }: Facts): Span => ({
  amount: Number(settings['memberRegisterDays']),
  unit: 'calendarDays',
});
const meetingSpan = (data: Duties): Span => ({
  amount: annualMeetingMonths(lawOf(data)).value,
  unit: 'months',
});
/** The end of the first financial year: the calendar year, unless the charter says otherwise. */
const yearEnd = ({ grantedOn, yearEnd: told }: Duties): LocalDate =>
  told ?? `${grantedOn.slice(0, 4)}-12-31`;

const terms = {
  memberRegister: words.term({
    title: { vi: 'Lập sổ đăng ký thành viên', en: 'Set up the member register' },
    law: registerLaw,
    // The law asks for the register; the days are the alliance's own.
    confidence: 'unconfirmed',
    span: ({ facts }) => registerSpan(facts),
    from: ({ grantedOn }) => grantedOn,
    reminders: { days: usualReminders, notice: 'remind' },
    lapse: 'MEMBER_REGISTER_DUE',
  }),
  annualMeeting: words.term({
    title: { vi: 'Họp đại hội thường niên đầu tiên', en: 'Hold the first annual meeting' },
    law: meetingLaw,
    // Months after the financial year are law; that it ends with the calendar year is assumed.
    confidence: 'unconfirmed',
    span: ({ data }) => meetingSpan(data),
    from: yearEnd,
    reminders: { days: usualReminders, notice: 'remind' },
    lapse: 'ANNUAL_MEETING_DUE',
  }),
};

const effects = {
  remind: words.notify('dutyDue', cooperative),
  tellOverdue: words.notify('termLapsed', adviserOf),
};

function registerDuty(data: Duties, facts: Facts): Duty {
  return {
    code: 'memberRegister',
    title: terms.memberRegister.title,
    how: {
      vi: 'Sổ giấy hoặc bản điện tử: ghi từng thành viên, vốn góp và ngày vào. Luật bắt buộc có sổ; số ngày nhắc do Liên minh đặt.',
      en: 'On paper or electronic: each member, the capital and since when. The law asks for it; the days are the Alliance’s.',
    },
    law: registerLaw,
    confidence: 'unconfirmed',
    due: dueOn(facts.calendar, data.grantedOn, registerSpan(facts)),
    ...(data.memberRegister ? { done: data.memberRegister.on } : {}),
  };
}

function meetingDuty(data: Duties, { calendar }: Facts): Duty {
  const { value, basis } = annualMeetingMonths(lawOf(data));
  return {
    code: 'annualMeeting',
    title: terms.annualMeeting.title,
    how: {
      vi: `Trong ${value} tháng sau khi hết năm tài chính. Nếu điều lệ không lấy năm dương lịch, hãy ghi ngày kết thúc năm để tính lại hạn.`,
      en: `Within ${value} months of the end of the financial year. Where the charter does not take the calendar year, set its end, and the day is counted anew.`,
    },
    law: cite(basis, lawOf(data)),
    confidence: 'unconfirmed',
    due: dueOn(calendar, yearEnd(data), meetingSpan(data)),
    ...(data.annualMeeting ? { done: data.annualMeeting.on } : {}),
  };
}

/** @law Luật 17/2023/QH15 Đ15, 59.1 */
const guides: TellGuides<Duties> = (data, facts, { state }) =>
  state === 'following'
    ? [guide({ ...stillOwed, duties: [registerDuty(data, facts), meetingDuty(data, facts)] })]
    : [];

const stillOwed = {
  code: 'duties',
  title: { vi: 'Việc còn phải làm sau đăng ký', en: 'What is still owed after registration' },
  text: [
    {
      vi: 'Chúng tôi nhắc trước mỗi hạn. Việc nào xong, hãy ghi lại ở mục “Bạn làm được bây giờ”.',
      en: 'We remind you before each last day. Record what is done under “What you can do now”.',
    },
  ],
};

const place = (id: string, vi: string, en: string): Slot => ({
  id,
  title: { vi, en },
  law: allianceRule,
  confidence: 'unconfirmed',
  kinds: texts,
  by: ['cooperative', 'recorder'],
  needed: false,
});

/** One duty: owed until its event, or done already when the case is opened. */
function duty(
  name: 'register' | 'meeting',
  law: string,
  about: { owed: State; kept: State },
  more: State['on'] = {},
): State {
  const there = name === 'register' ? 'registerThere' : 'meetingThere';
  const [act, lapse] =
    name === 'register'
      ? ['MEMBER_REGISTER_KEPT', 'MEMBER_REGISTER_DUE']
      : ['ANNUAL_MEETING_HELD', 'ANNUAL_MEETING_DUE'];
  const by = ['cooperative', 'recorder'];
  return {
    initial: 'owed',
    states: {
      owed: {
        ...about.owed,
        always: { to: 'kept', name: `${name}Done`, by: ['system'], law, rules: [there] },
        on: {
          [act]: { to: 'kept', by, law, rules: ['doneByToday'] } satisfies Act,
          ...more,
          [lapse]: { by: ['system'], law, effects: ['remind', 'tellOverdue'] } satisfies Act,
        },
      },
      kept: about.kept,
    },
  };
}

/** Counted from another day from then on. */
const yearEndMoves: State['on'] = {
  SET_YEAR_END: {
    to: 'owed',
    reenter: true,
    by: ['cooperative', 'recorder'],
    law: meetingLaw,
    rules: ['afterCertificate'],
  },
};

const following: State = {
  id: 'following',
  type: 'parallel',
  title: { vi: 'Đang theo dõi nghĩa vụ', en: 'Duties being followed' },
  turn: 'cooperative',
  work: {
    title: { vi: 'Theo dõi nghĩa vụ sau đăng ký', en: 'Follow the duties after registration' },
    for: 'recorder',
  },
  always: {
    to: '#fulfilledDuties',
    name: 'DUTIES_FULFILLED',
    by: ['system'],
    law: `${registerLaw}, 59.1`,
    rules: ['registerThere', 'meetingThere'],
  },
  on: { STOP_FOLLOWING: { to: '#stoppedDuties', by: ['recorder'], law: allianceRule } },
  states: {
    register: duty('register', registerLaw, {
      owed: {
        id: 'registerOwed',
        title: { vi: 'Chưa có sổ thành viên', en: 'No member register yet' },
        terms: ['memberRegister'],
      },
      kept: { title: { vi: 'Đã có sổ thành viên', en: 'Member register there' } },
    }),
    meeting: duty(
      'meeting',
      meetingLaw,
      {
        owed: {
          id: 'meetingOwed',
          title: { vi: 'Chưa họp đại hội thường niên', en: 'No annual meeting yet' },
          terms: ['annualMeeting'],
        },
        kept: { title: { vi: 'Đã họp đại hội thường niên', en: 'Annual meeting held' } },
      },
      yearEndMoves,
    ),
  },
};

export const duties: Process = defineProcess<Duties>({
  id: 'duties',
  version: 1,
  title: { vi: 'Nghĩa vụ của hợp tác xã sau đăng ký', en: 'Duties after registration' },
  series: 'NV',
  opensWith: 'BEGIN_DUTIES',
  data: emptyData,
  actors,
  events,
  rules,
  terms,
  effects,
  settings: {
    memberRegisterDays: {
      value: 30,
      title: {
        vi: 'Số ngày để lập sổ đăng ký thành viên',
        en: 'Days to set up the member register',
      },
      source: 'Mặc định của Liên minh, không phải quy định của pháp luật',
    },
  },
  parties: (data) => [...accountsOf(data), ...(data.adviser ? [data.adviser.id] : [])],
  applicants: accountsOf,
  heading: ({ cooperative: name, commune, parentCase, adviser }) => ({
    title: `${name}: nghĩa vụ sau đăng ký`,
    commune,
    parent: parentCase,
    ...(adviser ? { assignee: adviser.id } : {}),
  }),
  dossier: () => [
    place('MEMBER_REGISTER', 'Sổ đăng ký thành viên', 'Register of members'),
    place('ANNUAL_MEETING', 'Biên bản đại hội thường niên', 'Minutes of the annual meeting'),
  ],
  guides,
  states: {
    new: {
      on: {
        BEGIN_DUTIES: { to: '#following', by: ['system'], law: `${registerLaw}, 59.1` },
      },
    },
    open: { initial: 'following', states: { following } },
    closed: {
      initial: 'fulfilled',
      states: {
        fulfilled: {
          id: 'fulfilledDuties',
          title: { vi: 'Đã làm đủ', en: 'All done' },
          closed: true,
        },
        stopped: {
          id: 'stoppedDuties',
          title: { vi: 'Thôi theo dõi', en: 'No longer followed' },
          closed: true,
        },
      },
    },
  },
});
