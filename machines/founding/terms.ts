// The clocks of a founding case: those of the law, and those the alliance sets itself.
import { addMonths } from '../calendar.ts';
import type { Term } from '../define.ts';
import {
  capitalFilingDays,
  capitalMonths,
  registrationWorkingDays,
  statutoryTerms,
} from '../law.ts';
import { usualReminders } from '../reminders.ts';
import { registrationLawOf, type Founding } from './data.ts';
import { dutyTerms } from './duties.ts';
import { allianceRule, term } from './words.ts';

/** A length that the alliance sets, by the name of its setting. */
function set(name: string, unit: 'workingDays' | 'calendarDays'): Term<Founding>['span'] {
  return ({ facts }) => ({ amount: Number(facts.settings[name]), unit });
}

const months = (data: Founding) => capitalMonths(registrationLawOf(data)).value;

/** These terms are armed by events that record the day they count from. */
const grantedOn = (data: Founding) => data.certificate?.grantedOn as string;

export const terms = {
  assignment: term({
    title: { vi: 'Phân công chuyên viên', en: 'Assign an adviser' },
    law: allianceRule,
    confidence: 'unconfirmed',
    span: set('assignDays', 'workingDays'),
    lapse: 'SERVICE_OVERDUE',
  }),
  review: term({
    title: { vi: 'Xem xét dự thảo', en: 'Review the draft' },
    law: allianceRule,
    confidence: 'unconfirmed',
    span: set('reviewDays', 'workingDays'),
    lapse: 'SERVICE_OVERDUE',
  }),
  dossier: term({
    title: { vi: 'Hoàn thiện hồ sơ đăng ký', en: 'Complete the dossier' },
    law: allianceRule,
    confidence: 'unconfirmed',
    span: set('dossierDays', 'calendarDays'),
    reminders: { days: usualReminders, notice: 'remind' },
    lapse: 'SERVICE_OVERDUE',
  }),
  inactivity: term({
    title: { vi: 'Tự đóng nếu không có hoạt động', en: 'Closes if nothing happens' },
    law: allianceRule,
    confidence: 'unconfirmed',
    span: set('inactivityDays', 'calendarDays'),
    rolling: true,
    reminders: { days: [60, 14], notice: 'remind' },
    // States with a clock of the law wait for the registry or the cooperative, not for the founding group.
    pausedIn: [
      'registrationUnderReview',
      'registrationSupplement',
      'registrationStopRequested',
      'postRegistration',
    ],
    lapse: 'INACTIVITY_TIMEOUT',
  }),
  result: term({
    title: { vi: 'Cơ quan đăng ký trả kết quả', en: "The registry's result" },
    law: 'Luật 17/2023/QH15 Đ42.4',
    confidence: 'verified',
    span: ({ data }) => ({
      amount: registrationWorkingDays(registrationLawOf(data)).value,
      unit: 'workingDays',
    }),
    from: ({ filing }) => filing.receiptOn,
    lapse: 'RESULT_OVERDUE',
  }),
  supplementWindow: term({
    title: { vi: 'Nộp bổ sung hồ sơ', en: 'Supplement the dossier' },
    law: statutoryTerms.supplementWindow.law,
    confidence: 'verified',
    span: {
      amount: statutoryTerms.supplementWindow.amount,
      unit: statutoryTerms.supplementWindow.unit,
    },
    from: ({ filing }) => filing.supplement?.noticeOn,
    reminders: { days: usualReminders, notice: 'remind' },
    lapse: 'EXPIRE',
  }),
  stopAnswer: term({
    title: { vi: 'Trả lời đề nghị dừng', en: 'Answer to the stop request' },
    law: statutoryTerms.stopRequestAnswer.law,
    confidence: 'verified',
    span: {
      amount: statutoryTerms.stopRequestAnswer.amount,
      unit: statutoryTerms.stopRequestAnswer.unit,
    },
    lapse: 'STOP_OVERDUE',
  }),
  complaintWindow: term({
    title: { vi: 'Thời hiệu khiếu nại', en: 'Time to complain' },
    law: statutoryTerms.complaintLimitation.law,
    confidence: 'verified',
    span: {
      amount: statutoryTerms.complaintLimitation.amount,
      unit: statutoryTerms.complaintLimitation.unit,
    },
    from: ({ filing }) => filing.refusal?.noticeOn,
    reminders: { days: usualReminders, notice: 'remind' },
    lapse: 'COMPLAINT_LAPSED',
  }),
  capitalContribution: term({
    title: { vi: 'Góp đủ vốn', en: 'Pay in the capital' },
    law: 'Luật 17/2023/QH15 Đ74.4',
    confidence: 'verified',
    span: ({ data }) => ({ amount: months(data), unit: 'months' }),
    from: grantedOn,
    reminders: { days: [60, 30, 7], notice: 'capitalReminder' },
    lapse: 'CAPITAL_DUE',
  }),
  capitalFiling: term({
    title: { vi: 'Đăng ký vốn thực góp', en: 'Register the real capital' },
    law: 'Luật 17/2023/QH15 Đ74.7',
    confidence: 'verified',
    // The 2012 profile gives no time of its own: then it ends with the time to pay in.
    span: ({ data }) => ({
      amount: capitalFilingDays(registrationLawOf(data))?.value ?? 0,
      unit: 'calendarDays',
    }),
    from: (data) => addMonths(grantedOn(data), months(data)),
    reminders: { days: [14, 7, 3, 1], notice: 'capitalReminder' },
    lapse: 'FILING_DUE',
  }),
  ...dutyTerms,
  belowMinimum: term({
    title: { vi: 'Khôi phục số thành viên tối thiểu', en: 'Restore the minimum of members' },
    law: statutoryTerms.membersBelowMinimum.law,
    confidence: 'verified',
    span: {
      amount: statutoryTerms.membersBelowMinimum.amount,
      unit: statutoryTerms.membersBelowMinimum.unit,
    },
    from: (data) => data.atRiskSince,
    reminders: { days: [60, 30, 7], notice: 'remind' },
    lapse: 'REVOCATION_RISK',
  }),
};
