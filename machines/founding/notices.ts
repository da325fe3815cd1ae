// Who is told what, by e-mail. Wording is in templates/notices; here are the recipients and what a notice may say.
import { registryAuthorityOn } from '../law.ts';
import type { Recipient } from '../define.ts';
import { charterItems } from './charter.ts';
import { legalKind, type Founding, type Person } from './data.ts';
import { partNames, partTitles } from './parts.ts';
import { notify } from './words.ts';

function reachable({ name, account, email }: Person): Recipient[] {
  if (account !== undefined) return [{ name, person: account }];
  return email === undefined ? [] : [{ name, email }];
}

function founders({ representative, founders: others }: Founding): Recipient[] {
  return [representative, ...others].flatMap(reachable);
}

function adviser(data: Founding): Recipient[] {
  return data.adviser ? [{ name: data.adviser.name, person: data.adviser.id }] : [];
}

const everyone = (data: Founding) => [...founders(data), ...adviser(data)];

function invitees(data: Founding): Recipient[] {
  const asked = (data.conference.invitees ?? []).flatMap(({ name, email }) =>
    email === undefined ? [] : [{ name, email }],
  );
  return [...everyone(data), ...asked];
}

function meeting({ conference: { on, at, place } }: Founding) {
  return { meeting: { on, at, place } };
}

/** The registry of the day the dossier was complete, and its commune. */
export function whereToFile(data: Founding): string {
  const registry = data.dossierOn && registryAuthorityOn(data.dossierOn, legalKind(data))?.name;
  return [registry ?? 'Cơ quan đăng ký kinh doanh', data.commune].join(', ');
}

const closedFor = ({ closedFor: reason }: Founding) => ({ reason });

/** Comments on parts that were returned, one line each. */
function comments(data: Founding): string[] {
  return partNames.flatMap((part) => {
    const { stage, comments: text } = data.parts[part];
    return stage === 'returned' && text ? [`${partTitles[part].vi}: ${text}`] : [];
  });
}

const accepted = (data: Founding) =>
  partNames
    .filter((part) => data.parts[part].stage === 'accepted')
    .map((part) => partTitles[part].vi);

const alternatives = [
  'Thành lập tổ hợp tác: đăng ký trực tiếp tại cơ quan đăng ký kinh doanh cấp xã',
  'Gia nhập một hợp tác xã đang hoạt động',
];

const options = [
  'Khắc phục và nộp lại',
  'Khiếu nại trong 90 ngày; riêng quyết định về tên, bước tiếp theo là khởi kiện tại Tòa án',
  'Dừng hồ sơ',
];

export const notices = {
  tellReceived: notify('consultationReceived', founders),
  tellAssigned: notify('adviserAssigned', everyone, ({ adviser: known }) => ({
    people: known ? [known.name] : [],
  })),
  tellNotViable: notify('notViable', founders, (data) => ({
    ...closedFor(data),
    items: alternatives,
  })),
  tellChecklist: notify('draftChecklist', founders, (data) => ({
    items: [
      ...partNames.map((part) => partTitles[part].vi),
      ...charterItems(data).items.map(({ no, title }) => `Điều lệ, mục ${no}: ${title}`),
    ],
  })),
  tellReturned: notify('partReturned', founders, (data) => ({ items: comments(data) })),
  tellAccepted: notify('partAccepted', founders, (data) => ({ items: accepted(data) })),
  tellReady: notify('readyForAssembly', founders),
  invite: notify('assemblyInvitation', invitees, meeting),
  tellPostponed: notify('assemblyPostponed', invitees, meeting),
  tellAdjourned: notify('assemblyAdjourned', invitees, meeting),
  tellFailed: notify('assemblyFailed', everyone, ({ conference }) => ({
    text: conference.failedOn,
    items: ['Soạn lại rồi họp lại', 'Thôi thành lập'],
  })),
  tellResult: notify('assemblyResult', everyone, ({ conference: { posts = [] } }) => ({
    items: posts.map(({ label, value }) => `${label}: ${value}`),
  })),
  tellComplete: notify('dossierComplete', everyone, (data) => ({ text: whereToFile(data) })),
  tellFiled: notify('filed', everyone),
  tellReceipt: notify('receiptRecorded', everyone, ({ filing: { receiptNo } }) => ({
    text: receiptNo,
  })),
  tellSupplement: notify('supplementNotice', everyone, ({ filing }) => ({
    items: filing.supplement?.points,
  })),
  tellResubmitted: notify('resubmitted', everyone, ({ filing: { receiptNo } }) => ({
    text: receiptNo,
  })),
  tellVoid: notify('dossierVoid', everyone),
  tellStopRequested: notify('stopRequested', everyone, ({ filing }) => ({
    reason: filing.stop?.reason,
  })),
  tellStopped: notify('stopConfirmed', everyone, closedFor),
  tellRefused: notify('registrationRefused', everyone, ({ filing }) => ({
    reason: filing.refusal?.reason,
    items: options,
  })),
  tellRegistered: notify('registered', everyone, ({ certificate }) => ({
    text: certificate?.code,
  })),
  tellCapitalDue: notify('capitalDue', everyone),
  capitalReminder: notify('capitalDue', founders),
  tellBelowMinimum: notify('membersBelowMinimum', everyone),
  tellCompleted: notify('foundingCompleted', everyone, () => ({
    items: ['Mời góp ý về việc tư vấn', 'Mời gia nhập Liên minh hợp tác xã'],
  })),
  tellWithdrawn: notify('caseWithdrawn', everyone, closedFor),
  tellInactive: notify('caseInactive', everyone, closedFor),
  tellReopened: notify('caseReopened', everyone),
  remind: notify('termReminder', founders),
  tellOverdue: notify('termLapsed', adviser),
};
