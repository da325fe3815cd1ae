// What a cooperative owes after its certificate, each with its last day and what to do.
import { addMonths, dueOn, type Span } from '../calendar.ts';
import type { Facts } from '../define.ts';
import { guide, type Duty, type Guide } from '../guide.ts';
import { annualMeetingMonths, capitalFilingDays, capitalMonths, cite } from '../law.ts';
import { usualReminders } from '../reminders.ts';
import { registrationLawOf, type Certificate, type Founding } from './data.ts';
import { allianceRule, day, event, lapse, line, rule, term } from './words.ts';

const doneOn = (vi: string, en: string) =>
  day(vi, en, { vi: 'Bỏ trống: hôm nay.', en: 'Left out: today.' }).optional();
const note = line(1000, 'Ghi chú', 'Note').optional();

export const dutyEvents = {
  MEMBER_REGISTER_KEPT: event({
    title: { vi: 'Đã lập sổ đăng ký thành viên', en: 'Member register set up' },
    payload: { keptOn: doneOn('Ngày lập sổ', 'Set up on'), note },
    examples: [{}],
    record: ({ data, payload, facts }) => ({
      ...data,
      duties: { ...data.duties, memberRegister: payload.keptOn ?? facts.on },
    }),
  }),
  ANNUAL_MEETING_HELD: event({
    title: { vi: 'Đã họp đại hội thường niên đầu tiên', en: 'First annual meeting held' },
    payload: { heldOn: doneOn('Ngày họp', 'Held on'), note },
    examples: [{}],
    record: ({ data, payload, facts }) => ({
      ...data,
      duties: { ...data.duties, annualMeeting: payload.heldOn ?? facts.on },
    }),
  }),
  MEMBER_REGISTER_DUE: lapse({
    vi: 'Hết thời hạn lập sổ đăng ký thành viên',
    en: 'Time to set up the member register has passed',
  }),
  ANNUAL_MEETING_DUE: lapse({
    vi: 'Hết thời hạn họp đại hội thường niên đầu tiên',
    en: 'Time to hold the first annual meeting has passed',
  }),
};

export const dutyRules = {
  memberRegisterOpen: rule({
    title: { vi: 'Chưa lập sổ đăng ký thành viên', en: 'No member register yet' },
    law: 'Luật 17/2023/QH15 Đ15',
    remedy: { vi: 'Đã hoàn thành.', en: 'Done already.' },
    test: ({ data }) => ({ met: data.duties?.memberRegister === undefined }),
  }),
  annualMeetingOpen: rule({
    title: { vi: 'Chưa họp đại hội thường niên đầu tiên', en: 'No annual meeting yet' },
    law: 'Luật 17/2023/QH15 Đ59.1',
    remedy: { vi: 'Đã hoàn thành.', en: 'Done already.' },
    test: ({ data }) => ({ met: data.duties?.annualMeeting === undefined }),
  }),
  doneByToday: rule<{ keptOn?: string; heldOn?: string }>({
    title: { vi: 'Ngày làm việc này không ở tương lai', en: 'The date is not in the future' },
    law: allianceRule,
    remedy: { vi: 'Kiểm tra lại ngày.', en: 'Check the date.' },
    reads: 'payload',
    test: ({ payload: { keptOn, heldOn }, facts: { on: need } }) => {
      const have = keptOn ?? heldOn ?? need;
      return { met: have <= need, need, have };
    },
  }),
  dutiesDone: rule({
    title: {
      vi: 'Đã có sổ thành viên và đã họp đại hội thường niên',
      en: 'Member register and annual meeting are there',
    },
    law: 'Luật 17/2023/QH15 Đ15, 59.1',
    remedy: {
      vi: 'Lập sổ đăng ký thành viên, họp đại hội thường niên đầu tiên rồi ghi lại.',
      en: 'Set up the register, hold the first annual meeting, and record both.',
    },
    test: ({ data: { duties: done } }) => ({
      met: done?.memberRegister !== undefined && done.annualMeeting !== undefined,
    }),
  }),
  dutiesSettled: rule({
    title: {
      vi: 'Đã có sổ thành viên và đã họp đại hội thường niên, nếu Liên minh theo dõi đến đó',
      en: 'Member register and annual meeting are there, where the alliance follows them',
    },
    law: 'Luật 17/2023/QH15 Đ15, 59.1',
    remedy: {
      vi: 'Lập sổ đăng ký thành viên, họp đại hội thường niên đầu tiên rồi ghi lại.',
      en: 'Set up the register, hold the first annual meeting, and record both.',
    },
    test: ({ data: { duties: done }, facts: { settings } }) => ({
      met: settings['followDuties'] !== true || (done?.memberRegister !== undefined && done.annualMeeting !== undefined), // prettier-ignore
    }),
  }),
};

const grantedOn = (data: Founding) => (data.certificate as Certificate).grantedOn;

const registerSpan = ({ settings }: Facts): Span => ({
  amount: Number(settings['memberRegisterDays'] ?? 30),
  unit: 'calendarDays',
});

/** The end of the first financial year: the calendar year, unless the charter says otherwise. */
const yearEnd = (data: Founding) => `${grantedOn(data).slice(0, 4)}-12-31`;

export const dutyTerms = {
  memberRegister: term({
    title: { vi: 'Lập sổ đăng ký thành viên', en: 'Set up the member register' },
    law: 'Luật 17/2023/QH15 Đ15',
    // The law asks for the register; the days are the alliance's own.
    confidence: 'unconfirmed',
    span: ({ facts }) => registerSpan(facts),
    from: grantedOn,
    reminders: { days: usualReminders, notice: 'memberRegisterReminder' },
    lapse: 'MEMBER_REGISTER_DUE',
  }),
  annualMeeting: term({
    title: { vi: 'Họp đại hội thường niên đầu tiên', en: 'Hold the first annual meeting' },
    law: 'Luật 17/2023/QH15 Đ59.1',
    // Months after the financial year are law; that it ends with the calendar year is assumed.
    confidence: 'unconfirmed',
    span: ({ data }) => ({
      amount: annualMeetingMonths(registrationLawOf(data)).value,
      unit: 'months',
    }),
    from: yearEnd,
    reminders: { days: usualReminders, notice: 'annualMeetingReminder' },
    lapse: 'ANNUAL_MEETING_DUE',
  }),
};

/** @law Luật 17/2023/QH15 Đ15, 59.1, 74.4, 74.6, 74.7, 75 */
export function duties(data: Founding, facts: Facts): Guide {
  return guide({
    code: 'duties',
    title: { vi: 'Việc phải làm sau đăng ký', en: 'What is owed after registration' },
    text: [
      {
        vi: 'Chúng tôi nhắc trước mỗi hạn. Việc nào xong, hãy ghi lại ở mục “Bạn làm được bây giờ”.',
        en: 'We remind you before each last day. Record what is done under “What you can do now”.',
      },
    ],
    duties: [
      capital(data, facts),
      ...realCapital(data, facts),
      memberRegister(data, facts),
      annualMeeting(data, facts),
    ],
  });
}

function capital(data: Founding, { calendar }: Facts): Duty {
  const law = registrationLawOf(data);
  const { value, basis, confidence } = capitalMonths(law);
  return {
    code: 'capital',
    title: { vi: 'Góp đủ vốn điều lệ', en: 'Pay in the charter capital' },
    how: {
      vi: 'Từng thành viên góp đủ số đã cam kết; hợp tác xã cấp giấy chứng nhận phần vốn góp.',
      en: 'Each member pays in what was committed; the cooperative gives share certificates.',
    },
    law: cite(basis, law),
    confidence: confidence === 'verified' ? 'verified' : 'unconfirmed',
    due: dueOn(calendar, grantedOn(data), { amount: value, unit: 'months' }),
    ...(data.capital ? { done: true } : {}),
  };
}

/** Only while something is left to register: of a capital paid in full there is nothing. */
function realCapital(data: Founding, { calendar }: Facts): Duty[] {
  const law = registrationLawOf(data);
  const days = capitalFilingDays(law);
  if (!days || data.capital?.how === 'full') return [];
  const paidBy = addMonths(grantedOn(data), capitalMonths(law).value);
  return [
    {
      code: 'capitalFiling',
      title: {
        vi: 'Nếu góp thiếu: đăng ký vốn thực góp',
        en: 'If not all is paid in: register what is',
      },
      how: {
        vi: 'Nộp hồ sơ thay đổi vốn điều lệ tại cơ quan đăng ký. Ai chưa góp, hoặc góp dưới mức tối thiểu, không còn là thành viên.',
        en: 'File the change of capital with the registry. Who paid nothing, or too little, is a member no more.',
      },
      law: cite(days.basis, law),
      confidence: 'verified',
      due: dueOn(calendar, paidBy, { amount: days.value, unit: 'calendarDays' }),
      ...(data.capital?.filed ? { done: true } : {}),
    },
  ];
}

function memberRegister(data: Founding, facts: Facts): Duty {
  return {
    code: 'memberRegister',
    title: { vi: 'Lập sổ đăng ký thành viên', en: 'Set up the member register' },
    how: {
      vi: 'Sổ giấy hoặc bản điện tử: ghi từng thành viên, vốn góp và ngày vào. Luật bắt buộc có sổ; số ngày nhắc do Liên minh đặt.',
      en: 'On paper or electronic: each member, the capital and since when. The law asks for it; the days are the Alliance’s.',
    },
    law: 'Luật 17/2023/QH15 Đ15',
    confidence: 'unconfirmed',
    due: dueOn(facts.calendar, grantedOn(data), registerSpan(facts)),
    ...(data.duties?.memberRegister ? { done: data.duties.memberRegister } : {}),
  };
}

function annualMeeting(data: Founding, { calendar }: Facts): Duty {
  const law = registrationLawOf(data);
  const { value, basis } = annualMeetingMonths(law);
  return {
    code: 'annualMeeting',
    title: { vi: 'Họp đại hội thường niên đầu tiên', en: 'Hold the first annual meeting' },
    how: {
      vi: `Trong ${value} tháng sau khi hết năm tài chính. Hạn này tính cho năm tài chính kết thúc ngày 31/12; nếu điều lệ ghi khác, hãy tính lại.`,
      en: `Within ${value} months of the end of the financial year, here taken as 31 December; count anew if the charter says otherwise.`,
    },
    law: cite(basis, law),
    confidence: 'unconfirmed',
    due: dueOn(calendar, yearEnd(data), { amount: value, unit: 'months' }),
    ...(data.duties?.annualMeeting ? { done: data.duties.annualMeeting } : {}),
  };
}
