// Who is told what, by e-mail. Wording is in templates/notices; here are the recipients and what a notice may say.
import { registryAuthorityOn } from '../law.ts';
import type { Recipient } from '../define.ts';
import type { Text } from '../text.ts';
import { charterItems } from './charter.ts';
import { legalKind, type Conference, type Founding } from './data.ts';
import { adviser, called, invited, reachable } from './invited.ts';
import { remarked } from './remarks.ts';
import { partNames, partTitles } from './parts.ts';
import { writtenDate } from '../calendar.ts';
import { notify } from './words.ts';

function founders({ representative, founders: others }: Founding): Recipient[] {
  return [representative, ...others].flatMap(reachable);
}

const everyone = (data: Founding) => [...founders(data), ...adviser(data)];

/** Time and place; the conference has been called. */
function meeting(data: Founding) {
  const { on, at, place } = data.conference as Required<Conference>;
  const when = `${at} ${writtenDate(on)}`;
  return {
    items: [
      { vi: `Thời gian: ${when}`, en: `Time: ${when}` },
      { vi: `Địa điểm: ${place}`, en: `Place: ${place}` },
    ],
    meeting: called(data),
  };
}

const calledOff = (data: Founding) => ({
  ...meeting(data),
  meeting: { ...called(data), off: true },
});

/** Closing the case calls off a conference that was called and not opened. */
function ending(data: Founding) {
  const { on, attendance } = data.conference;
  const off = on !== undefined && attendance === undefined;
  return { ...closedFor(data), ...(off ? { meeting: { ...called(data), off } } : {}) };
}

/** Of a conference that was adjourned: what it had to say of time and place. */
function adjourned(data: Founding) {
  return { items: meeting(data).items };
}

/** The registry of the day the dossier was complete, and its commune. */
export function whereToFile(data: Founding): string {
  const registry = registryAuthorityOn(data.dossierOn as string, legalKind(data));
  return [registry?.name ?? 'Cơ quan đăng ký kinh doanh', data.commune].join(', ');
}

const closedFor = ({ closedFor: reason }: Founding) => ({ reason });

/** Comments on parts that were returned, one line each. */
function comments(data: Founding): Text[] {
  return partNames.flatMap((part) => {
    const { stage, comments: text, remarks = [] } = data.parts[part];
    const { vi, en } = partTitles[part];
    if (stage !== 'returned' || !text) return [];
    return [{ vi: `${vi}: ${text}`, en: `${en}: ${text}` }, ...remarks.map(remarked)];
  });
}

function checklist(data: Founding): Text[] {
  const items = charterItems(data).items.map(({ no, title }) => ({
    vi: `Điều lệ, mục ${no}: ${title}`,
    en: `Charter, item ${no}: ${title}`,
  }));
  return [...partNames.map((part) => partTitles[part]), ...items];
}

function receipt({ filing: { receiptNo } }: Founding): { text: Text } {
  return { text: { vi: `Số giấy biên nhận: ${receiptNo}`, en: `Receipt: ${receiptNo}` } };
}

/** Parts not accepted yet. */
function left(data: Founding): Text[] {
  return partNames
    .filter((part) => data.parts[part].stage !== 'accepted')
    .map((part) => partTitles[part]);
}

const alternatives: Text[] = [
  {
    vi: 'Thành lập tổ hợp tác, đăng ký trực tiếp tại cơ quan đăng ký kinh doanh cấp xã',
    en: 'Form a cooperative group and register it directly with the commune registry',
  },
  { vi: 'Gia nhập một hợp tác xã đang hoạt động', en: 'Join a cooperative that exists' },
];

/** @law NĐ 92/2024/NĐ-CP Đ15.2 */
export const nameIsFinal: Text = {
  vi: 'Ý kiến của cơ quan đăng ký về tên là quyết định cuối cùng; nếu không đồng ý, nhóm có thể khởi kiện tại Tòa án (NĐ 92/2024/NĐ-CP Đ15.2).',
  en: "The registry's decision on a name is final; the next step is the court (Decree 92/2024/NĐ-CP, Article 15.2).",
};

export const notices = {
  tellReceived: notify('consultationReceived', founders),
  tellAssigned: notify('adviserAssigned', everyone, (data) => ({
    people: adviser(data).map(({ name }) => name),
  })),
  tellNotViable: notify('notViable', founders, (data) => ({
    ...closedFor(data),
    items: alternatives,
  })),
  tellChecklist: notify('draftChecklist', founders, (data) => ({ items: checklist(data) })),
  tellReturned: notify('partReturned', founders, (data) => ({ items: comments(data) })),
  tellAccepted: notify('partAccepted', founders, (data) => ({ items: left(data) })),
  tellReady: notify('readyForAssembly', founders),
  invite: notify('assemblyInvitation', invited, meeting),
  tellMoved: notify('assemblyMoved', invited, (data) => ({
    ...meeting(data),
    reason: data.conference.movedFor,
  })),
  tellPostponed: notify('assemblyPostponed', invited, calledOff),
  tellAdjourned: notify('assemblyAdjourned', invited, adjourned),
  tellFailed: notify('assemblyFailed', everyone, ({ conference }) => ({
    reason: conference.failedOn,
  })),
  tellResult: notify('assemblyResult', everyone, ({ conference: { posts = [] } }) => ({
    items: posts.map(({ label, value }) => `${label}: ${value}`),
  })),
  tellComplete: notify('dossierComplete', everyone, (data) => ({ text: whereToFile(data) })),
  tellFiled: notify('filed', everyone),
  tellReceipt: notify('receiptRecorded', everyone, receipt),
  tellSupplement: notify('supplementNotice', everyone, ({ filing }) => ({
    items: filing.supplement?.points,
  })),
  tellResubmitted: notify('resubmitted', everyone, receipt),
  tellVoid: notify('dossierVoid', everyone),
  tellStopRequested: notify('stopRequested', everyone, ({ filing }) => ({
    reason: filing.stop?.reason,
  })),
  tellStopped: notify('stopConfirmed', everyone, closedFor),
  tellRefused: notify('registrationRefused', everyone, ({ filing }) => ({
    reason: filing.refusal?.reason,
    ...(filing.refusal?.ground === 'name' ? { text: nameIsFinal } : {}),
  })),
  tellRegistered: notify('registered', everyone, ({ certificate }) => ({
    text: { vi: `Mã số: ${certificate?.code}`, en: `Code: ${certificate?.code}` },
  })),
  tellCapitalDue: notify('capitalDue', everyone),
  capitalReminder: notify('capitalDue', (data) => (data.capital?.filed ? [] : founders(data))),
  memberRegisterReminder: notify('dutyDue', (data) =>
    data.duties?.memberRegister ? [] : founders(data),
  ),
  annualMeetingReminder: notify('dutyDue', (data) =>
    data.duties?.annualMeeting ? [] : founders(data),
  ),
  tellBelowMinimum: notify('membersBelowMinimum', everyone),
  tellCompleted: notify('foundingCompleted', everyone),
  tellWithdrawn: notify('caseWithdrawn', everyone, ending),
  tellInactive: notify('caseInactive', everyone, ending),
  tellReopened: notify('caseReopened', everyone),
  remind: notify('termReminder', founders),
  tellOverdue: notify('termLapsed', adviser),
};
