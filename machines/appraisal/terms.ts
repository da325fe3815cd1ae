// The terms of an appraisal. All are the alliance's own; none is law.
import { addDays, type LocalDate, type Span, type TermUnit } from '../calendar.ts';
import type { Scope, Term } from '../define.ts';
import type { Text } from '../text.ts';
import { usualReminders } from '../reminders.ts';
import { localRule, words, type AppraisalData, type Certificate } from './data.ts';
import { nextItemDue } from './remedies.ts';
import { numberOf, type settings } from './settings.ts';

type Given = { title: Text; setting: keyof typeof settings; unit: TermUnit; lapse: string };

function own(
  { title, setting, unit, lapse }: Given,
  extra: Partial<Term<AppraisalData>> = {},
): Term<AppraisalData> {
  const span = ({ facts }: Scope<AppraisalData>): Span => ({
    amount: numberOf(facts, setting),
    unit,
  });
  return words.term({ title, law: localRule, confidence: 'unconfirmed', span, lapse, ...extra });
}

/** A term that ends on a day the certificate gives. No length is added: such a day does not move past a day off. */
function until(
  title: Text,
  lapse: string,
  day: (certificate: Certificate) => LocalDate,
): Term<AppraisalData> {
  const span: Span = { amount: 0, unit: 'workingDays' };
  const from = ({ certificate }: AppraisalData) => day(certificate as Certificate);
  return words.term({ title, law: localRule, confidence: 'unconfirmed', span, from, lapse });
}

export const terms = {
  supplement: own(
    {
      title: { vi: 'Bổ sung hồ sơ', en: 'Supplement the dossier' },
      setting: 'supplementDays',
      unit: 'calendarDays',
      lapse: 'EXPIRE',
    },
    { reminders: { days: usualReminders, notice: 'remindApplicant' } },
  ),
  overall: own(
    {
      title: { vi: 'Giải quyết hồ sơ', en: 'Whole case' },
      setting: 'overallDays',
      unit: 'workingDays',
      lapse: 'OVERALL_OVERDUE',
    },
    { pausedIn: ['remediation'], reminders: { days: [7, 3, 1], notice: 'remindStaff' } },
  ),
  scoring: own(
    {
      title: { vi: 'Chấm điểm', en: 'Scoring' },
      setting: 'scoringDays',
      unit: 'workingDays',
      lapse: 'DEADLINE',
    },
    { reminders: { days: [3, 1], notice: 'remindBoard' } },
  ),
  remediation: own(
    {
      title: { vi: 'Khắc phục', en: 'Remediation' },
      setting: 'remediationDays',
      unit: 'calendarDays',
      lapse: 'EXPIRE',
    },
    {
      // Every item handed in starts the state anew, never the time for the whole.
      from: ({ votes }) => votes.at(-1)?.on,
      reminders: { days: usualReminders, notice: 'remindApplicant' },
    },
  ),
  remedyItem: words.term({
    title: { vi: 'Nội dung khắc phục đến hạn trước nhất', en: 'First item to remedy' },
    law: localRule,
    confidence: 'unconfirmed',
    span: { amount: 0, unit: 'workingDays' },
    from: nextItemDue,
    reminders: { days: [7, 3, 1], notice: 'remindItem' },
    lapse: 'ITEM_DUE',
  }),
  signing: own({
    title: { vi: 'Ký quyết định', en: 'Sign the decision' },
    setting: 'signDays',
    unit: 'workingDays',
    lapse: 'DECISION_OVERDUE',
  }),
  explanation: own(
    {
      title: { vi: 'Giải trình', en: 'Explanation' },
      setting: 'explanationDays',
      unit: 'calendarDays',
      lapse: 'EXPLANATION_OVERDUE',
    },
    { reminders: { days: usualReminders, notice: 'remindApplicant' } },
  ),
  nearExpiry: until(
    { vi: 'Đến kỳ thẩm định lại', en: 'Re-appraisal due' },
    'NEAR_EXPIRY',
    ({ reappraisalFrom }) =>
      // The event comes after the last day of a term: on the day itself.
      addDays(reappraisalFrom, -1),
  ),
  validity: until(
    { vi: 'Giấy chứng nhận có giá trị', en: 'Validity of the certificate' },
    'EXPIRE',
    ({ validUntil }) => validUntil,
  ),
};
