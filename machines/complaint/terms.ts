// The periods of the Complaints Law. For the alliance's own decisions they are defaults; for the registry's they are
// followed, not set, here.
import { addDays, type LocalDate, type Span } from '../calendar.ts';
import type { Scope } from '../define.ts';
import { complaintAcceptanceOn, statutoryTerms, type StatutoryTerm } from '../law.ts';
import { usualReminders } from '../reminders.ts';
import { article, words, type ComplaintData } from './data.ts';

const spanOf = ({ amount, unit }: StatutoryTerm): Span => ({ amount, unit });

type Lengths = {
  plain: StatutoryTerm;
  complex: StatutoryTerm;
  remote: StatutoryTerm;
  both: StatutoryTerm;
};

function lengthOf({ complex, remote }: ComplaintData, lengths: Lengths): StatutoryTerm {
  if (complex) return remote ? lengths.both : lengths.complex;
  return remote ? lengths.remote : lengths.plain;
}

const { firstDecision, firstDecisionComplex, firstDecisionRemote, firstDecisionRemoteComplex } =
  statutoryTerms;
const { secondDecision, secondDecisionComplex, secondDecisionRemote, secondDecisionRemoteComplex } =
  statutoryTerms;
const { secondComplaint, secondComplaintRemote } = statutoryTerms;

const first: Lengths = {
  plain: firstDecision,
  complex: firstDecisionComplex,
  remote: firstDecisionRemote,
  both: firstDecisionRemoteComplex,
};
const second: Lengths = {
  plain: secondDecision,
  complex: secondDecisionComplex,
  remote: secondDecisionRemote,
  both: secondDecisionRemoteComplex,
};

/** Returns the time for a second complaint. @law Luật Khiếu nại 02/2011/QH13 Đ33 */
export function secondWindow({ remote }: ComplaintData): Span {
  return spanOf(remote ? secondComplaintRemote : secondComplaint);
}

export const terms = {
  acceptance: words.term({
    title: { vi: 'Thụ lý khiếu nại', en: 'Accept the complaint' },
    law: `${article('Đ27')}; từ 01/7/2026: NĐ 155/2026/NĐ-CP Đ10`,
    confidence: 'unconfirmed',
    span: ({ facts }: Scope<ComplaintData>) => spanOf(complaintAcceptanceOn(facts.on)),
    lapse: 'ACCEPTANCE_OVERDUE',
    reminders: { days: [3, 1], notice: 'remindOffice' },
  }),
  firstDecision: words.term({
    title: { vi: 'Giải quyết khiếu nại lần đầu', en: 'First decision' },
    law: article('Đ28'),
    confidence: 'unconfirmed',
    span: ({ data }: Scope<ComplaintData>) => spanOf(lengthOf(data, first)),
    from: ({ acceptedOn }) => acceptedOn,
    lapse: 'FIRST_OVERDUE',
    reminders: { days: usualReminders, notice: 'remindOffice' },
  }),
  secondWindow: words.term({
    title: { vi: 'Khiếu nại lần hai', en: 'Second complaint' },
    law: article('Đ33'),
    confidence: 'unconfirmed',
    span: ({ data }: Scope<ComplaintData>) => secondWindow(data),
    lapse: 'FINAL',
    reminders: { days: usualReminders, notice: 'remindComplainant' },
  }),
  secondDecision: words.term({
    title: { vi: 'Giải quyết khiếu nại lần hai', en: 'Second decision' },
    law: article('Đ37'),
    confidence: 'unconfirmed',
    span: ({ data }: Scope<ComplaintData>) => spanOf(lengthOf(data, second)),
    lapse: 'SECOND_OVERDUE',
    reminders: { days: usualReminders, notice: 'remindOffice' },
  }),
};

/** Returns the day before the first of the time for a second complaint when no decision came. */
export const dayBefore = (on: LocalDate): LocalDate => addDays(on, -1);
