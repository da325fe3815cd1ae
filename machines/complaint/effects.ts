// Who is told, what is issued, and what is sent back to the case complained of.
import { writtenDate } from '../calendar.ts';
import type { Effect, Recipient } from '../define.ts';
import type { Text } from '../text.ts';
import {
  inadmissibleTexts,
  words,
  type ComplaintData,
  type Outcome,
  type Person,
  type Resolution,
} from './data.ts';

const outcomeTexts: Readonly<Record<Outcome, string>> = {
  upheld: 'Giữ nguyên quyết định bị khiếu nại',
  modified: 'Sửa đổi quyết định bị khiếu nại',
  cancelled: 'Hủy bỏ quyết định bị khiếu nại',
};

const reachable = ({ person, email }: ComplaintData['complainant']) =>
  person !== undefined || email !== undefined;
const complainant = ({ complainant: to }: ComplaintData): Recipient[] =>
  reachable(to) ? [to] : [];
const office = ({ assignee }: ComplaintData): Recipient[] => (assignee ? [assignee] : []);
const everybody = (data: ComplaintData): Recipient[] => [...complainant(data), ...office(data)];

/** The decision that counts at this moment: the second when there is one. */
const latest = ({ first, second }: ComplaintData): Resolution | undefined => second ?? first;

const basics = ({ decision, filedOn }: ComplaintData) => [
  {
    label: 'Quyết định bị khiếu nại',
    value: [decision.number, `ngày ${writtenDate(decision.on)}`].filter(Boolean).join(' '),
  },
  { label: 'Ngày nhận đơn', value: writtenDate(filedOn) },
];

const decisionPaper = (title: Text): Effect<ComplaintData> =>
  words.issue({
    document: 'COMPLAINT_DECISION',
    title,
    register: { series: 'QD', symbol: 'QĐ-LMHTX' },
    with: (data) => {
      const decided = latest(data) as Resolution;
      return {
        holder: { name: data.complainant.name },
        text: outcomeTexts[decided.outcome],
        items: basics(data),
        reasons: [decided.reasons],
        signer: { title: 'Người giải quyết khiếu nại', name: decided.by.name },
      };
    },
  });

const result = (data: ComplaintData) => {
  const decided = latest(data) as Resolution;
  return { text: outcomeTexts[decided.outcome], reason: decided.reasons };
};

const stillThere = ({ first }: ComplaintData) => first === undefined || first.outcome === 'upheld';

/** To the appraisal complained of. A first decision that modified or cancelled has moved it on: nothing later reaches it. */
const tell = (
  event: string,
  reaches: (data: ComplaintData) => boolean = () => true,
): Effect<ComplaintData> =>
  words.send({
    to: (data) => (data.against === 'appraisal' && reaches(data) ? data.parentCase : undefined),
    event,
    payload: (data) => {
      const decided = latest(data);
      return { case: data.caseId, ...(decided ? { reason: decided.reasons } : {}) };
    },
  });

export const effects = {
  received: words.notify('complaintReceived', complainant),
  inadmissibleNotice: words.notify('complaintInadmissible', complainant, ({ inadmissible }) => {
    const { reasons, text } = inadmissible as NonNullable<ComplaintData['inadmissible']>;
    const joined = (language: keyof Text) =>
      reasons.map((each) => inadmissibleTexts[each][language]).join('; ');
    return { reason: { vi: joined('vi'), en: joined('en') }, text };
  }),
  acceptedNotice: words.notify('complaintAccepted', complainant),
  dialogueCalled: words.notify('complaintDialogue', complainant),
  decidedNotice: words.notify('complaintDecided', everybody, result),
  secondNotice: words.notify('complaintSecond', everybody),
  withdrawnNotice: words.notify('complaintWithdrawn', everybody),
  courtNotice: words.notify('complaintToCourt', everybody, ({ court }) => ({ text: court?.name })),
  overdue: words.notify('termLapsed', everybody),
  remindOffice: words.notify('termReminder', office),
  remindComplainant: words.notify('termReminder', complainant),
  acceptPaper: words.issue({
    document: 'COMPLAINT_ACCEPT',
    title: { vi: 'Thông báo thụ lý khiếu nại', en: 'Notice of acceptance' },
    register: { series: 'TB', symbol: 'TB-LMHTX' },
    with: (data) => ({
      holder: { name: data.complainant.name },
      text: data.grounds,
      items: basics(data),
      signer: { title: 'Người thụ lý', name: (data.assignee as Person).name },
    }),
  }),
  firstPaper: decisionPaper({
    vi: 'Quyết định giải quyết khiếu nại lần đầu',
    en: 'First decision on the complaint',
  }),
  secondPaper: decisionPaper({
    vi: 'Quyết định giải quyết khiếu nại lần hai',
    en: 'Second decision on the complaint',
  }),
  tellUpheld: tell('UPHELD'),
  tellModified: tell('MODIFIED'),
  tellCancelled: tell('CANCELLED'),
  tellUpheldLater: tell('UPHELD', stillThere),
  tellModifiedLater: tell('MODIFIED', stillThere),
  tellCancelledLater: tell('CANCELLED', stillThere),
  tellEnded: tell('COMPLAINT_ENDED', stillThere),
  complaintsReceived: words.count({ vi: 'Đơn khiếu nại đã nhận', en: 'Complaints received' }),
  complaintsResolved: words.count({ vi: 'Khiếu nại đã giải quyết', en: 'Complaints resolved' }),
};
