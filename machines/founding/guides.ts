// What a founding case tells people at each place of registration, in plain words: what was answered, by when to act,
// and how to go on.
import { addMonths } from '../calendar.ts';
import type { Facts } from '../define.ts';
import { guide, type Guide, type TellGuides, type Whereabouts } from '../guide.ts';
import { statutoryTerms } from '../law.ts';
import type { Text } from '../text.ts';
import type { Filing, Founding } from './data.ts';
import { duties } from './duties.ts';
import { grounds, type Ground } from './registration.ts';
import { whereToFile } from './where.ts';
import { nameIsFinal } from './notices.ts';
import { allianceRule } from './words.ts';

type Tell = (data: Founding, facts: Facts, at: Whereabouts) => Guide;

const same = (text: string): Text => ({ vi: text, en: text });
const kept: Text = {
  vi: 'Điều lệ, danh sách thành viên và các phần đã được chấp nhận vẫn còn nguyên.',
  en: 'The charter, the list of members and all that was accepted stay as they are.',
};

const awaitingReceipt: Tell = ({ filing }) =>
  guide({
    code: 'awaitingReceipt',
    title: { vi: 'Chờ giấy biên nhận', en: 'Waiting for the receipt' },
    text: [
      {
        vi: 'Khi nhận hồ sơ, cơ quan đăng ký đưa giấy biên nhận. Thời hạn trả lời tính từ ngày ghi trên giấy đó, nên hãy ghi lại ngay.',
        en: 'The registry gives a receipt when it takes the papers. Its time to answer runs from the date on it, so record it at once.',
      },
    ],
    lines: [{ label: { vi: 'Đã nộp ngày', en: 'Filed on' }, value: filing.filedOn as string }],
  });

const awaitingAnswer: Tell = ({ filing }, _, { due }) =>
  guide({
    code: 'awaitingAnswer',
    title: { vi: 'Chờ cơ quan đăng ký trả lời', en: 'Waiting for the registry' },
    text: [
      {
        vi: 'Cơ quan đăng ký sẽ cấp giấy chứng nhận, hoặc gửi thông báo cần bổ sung, hoặc từ chối và nêu lý do. Bạn chưa phải làm gì.',
        en: 'The registry will give the certificate, or ask for more, or refuse and say why. There is nothing to do for now.',
      },
    ],
    lines: [
      { label: { vi: 'Giấy biên nhận', en: 'Receipt' }, value: same(filing.receiptNo as string) },
      ...dated({ vi: 'Trả lời trước hết ngày', en: 'Answer by' }, due['result'], resultLaw),
    ],
  });

const resultLaw = 'Luật 17/2023/QH15 Đ42.4';

function dated(label: Text, on: string | undefined, law: string): Guide['lines'] {
  return on === undefined ? [] : [{ label, value: on, law, confidence: 'verified' }];
}

const supplement: Tell = ({ filing }, _, { due }) => {
  const { points, done = {} } = filing.supplement as NonNullable<Filing['supplement']>;
  const { law } = statutoryTerms.supplementWindow;
  const last = due['supplementWindow'];
  return guide({
    code: 'supplement',
    title: { vi: 'Những điểm phải bổ sung', en: 'What must be amended' },
    text: [
      {
        vi: 'Làm xong mọi điểm dưới đây rồi nộp lại một lần. Quá hạn mà chưa nộp, hồ sơ lần này không còn giá trị.',
        en: 'Do every point below, then hand in once. If nothing is handed in by the last day, this filing is void.',
      },
    ],
    lines: dated({ vi: 'Nộp lại trước hết ngày', en: 'Hand in by' }, last, law),
    duties: points.map((point, index) => {
      const ticked = done[index + 1];
      return {
        code: `point-${index + 1}`,
        title: same(point),
        how: ticked ? (ticked.evidence === '' ? answered : same(ticked.evidence)) : notYet,
        law,
        confidence: 'verified',
        ...(ticked ? { done: ticked.on } : {}),
      };
    }),
    acts: ['RESUBMIT'],
  });
};

const answered: Text = {
  vi: 'Có tệp trong bộ hồ sơ trả lời',
  en: 'Answered by a file of the dossier',
};
const notYet: Text = { vi: 'Chưa đánh dấu là đã làm', en: 'Not ticked yet' };

const voided: Tell = () =>
  guide({
    code: 'void',
    title: { vi: 'Hồ sơ không còn giá trị', en: 'The dossier is void' },
    text: [
      {
        vi: 'Đã quá 60 ngày kể từ thông báo bổ sung nên cơ quan đăng ký hủy hồ sơ nộp lần này. Lệ phí đã nộp không được hoàn lại.',
        en: 'More than 60 days have passed since the notice, so the registry has cancelled this filing. The fee is not returned.',
      },
      kept,
    ],
    options: [
      {
        event: 'REFILE',
        text: {
          vi: 'Lập hồ sơ mới từ các phần đã có, rồi nộp lại.',
          en: 'Prepare a new dossier from what there is, and file again.',
        },
      },
      {
        event: 'WITHDRAW',
        text: {
          vi: 'Thôi không đăng ký nữa; hồ sơ được đóng.',
          en: 'Give up; the case is closed.',
        },
      },
    ],
  });

const stopRequested: Tell = ({ filing }, _, { due }) =>
  guide({
    code: 'stopRequested',
    title: { vi: 'Đã xin dừng đăng ký', en: 'You asked to stop' },
    text: [
      {
        vi: 'Nếu cơ quan đăng ký đồng ý, hồ sơ được khép lại và sau này có thể xin mở lại. Nếu không, hồ sơ đi tiếp từ chỗ đang dở.',
        en: 'If the registry agrees, the case is closed and may be reopened later. If not, it goes on from where it was.',
      },
    ],
    lines: [
      { label: { vi: 'Lý do', en: 'Reason' }, value: same(filing.stop?.reason as string) },
      ...dated(
        { vi: 'Trả lời trước hết ngày', en: 'Answer by' },
        due['stopAnswer'],
        statutoryTerms.stopRequestAnswer.law,
      ),
    ],
  });

const refused: Tell = ({ filing }, { settings }, { due }) => {
  const { noticeOn, ground, reason } = filing.refusal as NonNullable<Filing['refusal']>;
  const named = grounds[ground as Ground];
  const { complaint } = filing;
  return guide({
    code: 'refused',
    title: { vi: 'Cơ quan đăng ký từ chối', en: 'The registry refused' },
    text: [
      mending[ground as Ground],
      ...(ground === 'name' ? [nameIsFinal] : []),
      ...(complaint ? [complained] : []),
      kept,
    ],
    lines: [
      {
        label: { vi: 'Căn cứ', en: 'Ground' },
        value: named,
        law: refusalLaw,
        confidence: 'verified',
      },
      { label: { vi: 'Lý do ghi trong thông báo', en: 'Reason given' }, value: same(reason) },
      { label: { vi: 'Ngày thông báo', en: 'Date of the notice' }, value: noticeOn },
      ...dated(
        { vi: 'Khiếu nại trước hết ngày', en: 'Complain by' },
        due['complaintWindow'],
        statutoryTerms.complaintLimitation.law,
      ),
    ],
    options: [fixing, ...(complaint ? [] : [complaining]), givingUp(settings)],
  });
};

const refusalLaw = 'Luật 17/2023/QH15 Đ42.4, 44.1; NĐ 92/2024/NĐ-CP Đ33';

/** What to do about each ground. */
const mending: Readonly<Record<Ground, Text>> = {
  business: {
    vi: 'Có ngành, nghề bị cấm đầu tư kinh doanh. Hãy bỏ hoặc đổi ngành, nghề đó trong điều lệ và phương án.',
    en: 'A business is banned. Take it out of the charter and the plan, or change it.',
  },
  dossier: {
    vi: 'Hồ sơ chưa hợp lệ. Hãy sửa đúng những chỗ nêu trong lý do.',
    en: 'The dossier is not valid. Mend what the reason names.',
  },
  name: {
    vi: 'Tên chưa đúng quy định. Hãy chọn tên khác và kiểm tra trước khi nộp lại.',
    en: 'The name does not follow the rules. Choose another, and check it before you file again.',
  },
  fee: {
    vi: 'Chưa nộp lệ phí. Hãy nộp lệ phí, hoặc kèm giấy tờ được miễn.',
    en: 'The fee was not paid. Pay it, or show that you are exempt.',
  },
  article33: {
    vi: 'Thuộc trường hợp chưa được đăng ký theo Điều 33. Phải gỡ xong trường hợp này trước; hãy bàn với chuyên viên.',
    en: 'Article 33 bars the registration for now. That must be settled first; talk to your adviser.',
  },
  other: {
    vi: 'Hãy đọc lý do bên dưới và bàn với chuyên viên xem sửa thế nào.',
    en: 'Read the reason below and talk to your adviser about what to mend.',
  },
};

const complained: Text = {
  vi: 'Nhóm đã khiếu nại; theo dõi ở hồ sơ khiếu nại liên quan.',
  en: 'You have complained; follow it in the linked case.',
};

const fixing = {
  event: 'FIX_AND_REFILE',
  text: {
    vi: 'Sửa rồi nộp lại; chỉ phải sửa chỗ bị từ chối.',
    en: 'Mend it and file again; only what was refused must change.',
  },
};
const complaining = {
  event: 'COMPLAIN',
  text: {
    vi: 'Khiếu nại, nếu nhóm cho rằng việc từ chối là sai.',
    en: 'Complain, when you think the refusal is wrong.',
  },
};

function givingUp(settings: Facts['settings']): Guide['options'][number] {
  const months = Number(settings['reopenMonths']);
  return {
    event: 'GIVE_UP',
    text: {
      vi: `Dừng tại đây. Trong ${months} tháng vẫn có thể xin mở lại.`,
      en: `Stop here. For ${months} months you may ask to have it reopened.`,
    },
  };
}

const closed: Tell = ({ closedOn, closedFor }, { settings }) => {
  const last = addMonths(closedOn as string, Number(settings['reopenMonths']));
  return guide({
    code: 'closed',
    title: { vi: 'Hồ sơ đã đóng', en: 'The case is closed' },
    text: [
      {
        vi: 'Nhóm không phải làm gì thêm. Muốn đi tiếp, hãy đề nghị Liên minh mở lại; những phần đã soạn vẫn còn.',
        en: 'Nothing more is asked of you. To go on, ask the Alliance to reopen it; what was drafted is still there.',
      },
    ],
    lines: [
      { label: { vi: 'Lý do', en: 'Reason' }, value: same(closedFor as string) },
      {
        label: { vi: 'Có thể mở lại đến hết ngày', en: 'May be reopened until' },
        value: last,
        law: allianceRule,
        confidence: 'unconfirmed',
      },
    ],
    options: [
      {
        event: 'REOPEN',
        text: { vi: 'Mở lại hồ sơ này.', en: 'Reopen this case.' },
      },
    ],
  });
};

const places: Readonly<Record<string, readonly Tell[]>> = {
  'dossier.preparing': [whereToFile],
  'dossier.ready': [whereToFile],
  'registration.submitted': [awaitingReceipt],
  'registration.underReview': [awaitingAnswer],
  'registration.supplement': [supplement],
  'registration.stopRequested': [stopRequested],
  'registration.void': [voided, whereToFile],
  'registration.refused': [refused],
  'postRegistration.obligations': [duties],
  'postRegistration.atRisk': [duties],
  'closed.withdrawn': [closed],
  'closed.refused': [closed],
  'closed.inactive': [closed],
  'closed.notViable': [closed],
};

export const guides: TellGuides<Founding> = (data, facts, at) =>
  (places[at.state] ?? []).map((tell) => tell(data, facts, at));
