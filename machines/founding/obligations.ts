// After the certificate: capital paid in, members kept above the minimum. And how any case may close and open again.
import { z } from 'zod';
import { addMonths } from '../calendar.ts';
import { field, type Facts } from '../define.ts';
import { closing } from './consultation.ts';
import { lawOn, leastMembers, without, type Certificate, type Founding } from './data.ts';
import { underLawOf } from './filing.ts';
import { openParts } from './lawfulness.ts';
import {
  allianceRule,
  day,
  event,
  lapse,
  line,
  memberNo,
  number,
  rule,
  vnd,
  yes,
} from './words.ts';

const members = number('Số thành viên chính thức hiện có', 'Official members now');

/** The certificate: there is one in every state of these events. */
function granted({ certificate }: Founding): Certificate {
  return certificate as Certificate;
}

export const obligationEvents = {
  CAPITAL_FULL: event({
    title: { vi: 'Đã góp đủ vốn', en: 'Capital fully paid in' },
    payload: { note: line(1000, 'Ghi chú', 'Note').optional() },
    examples: [{}],
    record: ({ data }) => ({
      ...data,
      capital: { how: 'full', amount: granted(data).capital, filed: true },
    }),
  }),
  CAPITAL_REDUCED: event({
    title: { vi: 'Góp thiếu, đăng ký vốn thực góp', en: 'Paid in part, real capital registered' },
    payload: {
      capital: vnd('Vốn thực góp (đồng)', 'Capital really paid in (VND)'),
      withdrawn: field(
        z.array(memberNo('Số thứ tự', 'Number')).max(300).optional(),
        { vi: 'Thành viên bị chấm dứt tư cách', en: 'Members who lose membership' },
        {
          vi: 'Người chưa góp hoặc góp dưới mức tối thiểu; ghi số thứ tự.',
          en: 'Who paid nothing or less than the minimum; their numbers.',
        },
      ),
      changeFiled: yes('Đã nộp hồ sơ đăng ký thay đổi vốn', 'The change of capital is filed'),
    },
    examples: [{ capital: 600_000_000, changeFiled: true }],
    record: ({ data, payload }) => ({
      ...without(data, payload.withdrawn ?? []),
      capital: { how: 'reduced', amount: payload.capital, filed: payload.changeFiled },
    }),
  }),
  MEMBERS_BELOW_MIN: event({
    title: { vi: 'Số thành viên xuống dưới mức tối thiểu', en: 'Members below the minimum' },
    payload: {
      members,
      since: day('Từ ngày', 'Since', {
        vi: 'Bỏ trống: hôm nay.',
        en: 'Left out: today.',
      }).optional(),
    },
    examples: [{ members: 2 }],
    record: ({ data, payload, facts }) => ({ ...data, atRiskSince: payload.since ?? facts.on }),
  }),
  MEMBERS_RESTORED: event({
    title: { vi: 'Đã đủ số thành viên tối thiểu', en: 'Members at the minimum again' },
    payload: { members },
    examples: [{ members: 7 }],
    record: ({ data }) => {
      const { atRiskSince: _, ...rest } = data;
      return rest;
    },
  }),
  WITHDRAW: event({
    title: { vi: 'Rút hồ sơ', en: 'Withdraw' },
    payload: {
      reason: line(1000, 'Lý do', 'Reason'),
      confirmed: yes('Các sáng lập viên đã đồng ý', 'The founders have agreed'),
    },
    examples: [{ reason: 'Nhóm thôi thành lập', confirmed: true }],
    record: ({ data, payload, facts }) => closing(data, facts.on, payload.reason),
  }),
  REOPEN: event({
    title: { vi: 'Mở lại hồ sơ', en: 'Reopen' },
    payload: { reason: line(1000, 'Lý do', 'Reason') },
    examples: [{ reason: 'Nhóm sáng lập đề nghị tiếp tục' }],
    record: ({ data, facts }) => {
      const { closedOn: _, closedFor: __, ...rest } = data;
      const { stop, ...filing } = data.filing;
      const next = underLawOf(rest, facts.on);
      return stop?.confirmedOn ? { ...next, papers: [], filing } : next;
    },
  }),
  INACTIVITY_TIMEOUT: lapse(
    { vi: 'Hết hạn vì không hoạt động', en: 'Closed for inactivity' },
    ({ data, facts }) => closing(data, facts.on, 'Không có hoạt động trong thời gian quy định'),
  ),
  EXPIRE: lapse({ vi: 'Hết 60 ngày bổ sung', en: 'The 60 days have passed' }),
  RESULT_OVERDUE: lapse({ vi: 'Quá hạn trả kết quả', en: 'The result is overdue' }),
  STOP_OVERDUE: lapse({
    vi: 'Quá hạn trả lời đề nghị dừng',
    en: 'The answer to the stop request is overdue',
  }),
  COMPLAINT_LAPSED: lapse({ vi: 'Hết thời hiệu khiếu nại', en: 'Time to complain has passed' }),
  CAPITAL_DUE: lapse({ vi: 'Hết thời hạn góp vốn', en: 'Time to pay in capital has passed' }),
  FILING_DUE: lapse({
    vi: 'Hết thời hạn đăng ký vốn thực góp',
    en: 'Time to register real capital has passed',
  }),
  REVOCATION_RISK: lapse({
    vi: 'Đủ 12 tháng dưới mức tối thiểu: có thể bị thu hồi',
    en: '12 months below the minimum: may be revoked',
  }),
  SERVICE_OVERDUE: lapse({
    vi: 'Quá hạn xử lý của Liên minh',
    en: "The alliance's own time has passed",
  }),
};

/** Whether what was decided so far still stands under the law in force. */
function stands(data: Founding, facts: Facts): boolean {
  const settled = data.certificate !== undefined || data.timesReady === 0;
  return settled || openParts(underLawOf(data, facts.on), facts).length === 0;
}

export const obligationRules = {
  capitalSettled: rule({
    title: { vi: 'Vốn đã góp đủ hoặc đã đăng ký lại', en: 'Capital is paid in or registered anew' },
    law: 'Luật 17/2023/QH15 Đ74.4, 74.6, 74.7',
    remedy: {
      vi: 'Góp đủ vốn hoặc đăng ký vốn thực góp.',
      en: 'Pay in, or register the real capital.',
    },
    test: ({ data }) => ({ met: data.capital?.filed === true, have: data.capital?.how }),
  }),
  capitalOpen: rule({
    title: { vi: 'Vốn chưa góp đủ', en: 'Capital is not settled' },
    law: 'Luật 17/2023/QH15 Đ74.4, 74.7',
    remedy: { vi: 'Đã hoàn thành.', en: 'Settled already.' },
    test: ({ data }) => ({ met: data.capital?.filed !== true }),
  }),
  realCapitalLess: rule<{ capital: number }>({
    title: {
      vi: 'Vốn thực góp thấp hơn vốn đăng ký',
      en: 'Real capital is below the registered one',
    },
    law: 'Luật 17/2023/QH15 Đ74.6, 74.7',
    remedy: {
      vi: 'Nếu đã góp đủ, ghi là góp đủ vốn.',
      en: 'If all is paid, record it as fully paid.',
    },
    reads: 'payload',
    test: ({ data, payload }) => {
      const need = granted(data).capital;
      return { met: payload.capital < need, need, have: payload.capital };
    },
  }),
  belowMinimum: rule<{ members: number }>({
    title: { vi: 'Số thành viên dưới mức tối thiểu', en: 'Members are below the minimum' },
    law: 'Luật 17/2023/QH15 Đ103.1d',
    remedy: { vi: 'Vẫn đủ thành viên.', en: 'There are enough members.' },
    reads: 'payload',
    test: ({ data, payload, facts }) => {
      const need = leastMembers(underLawOf(data, facts.on));
      return { met: payload.members < need, need, have: payload.members };
    },
  }),
  atMinimum: rule<{ members: number }>({
    title: { vi: 'Đủ số thành viên tối thiểu', en: 'Members reach the minimum' },
    law: 'Luật 17/2023/QH15 Đ103.1d',
    remedy: { vi: 'Kết nạp thêm thành viên chính thức.', en: 'Admit more official members.' },
    reads: 'payload',
    test: ({ data, payload, facts }) => {
      const need = leastMembers(underLawOf(data, facts.on));
      return { met: payload.members >= need, need, have: payload.members };
    },
  }),
  foundersAgree: rule<{ confirmed: boolean }>({
    title: { vi: 'Các sáng lập viên đồng ý rút', en: 'The founders agree to withdraw' },
    law: allianceRule,
    remedy: { vi: 'Lấy ý kiến các sáng lập viên trước.', en: 'Ask the founders first.' },
    reads: 'payload',
    test: ({ payload, facts }) => ({
      met: payload.confirmed || facts.settings['withdrawalConfirmed'] !== true,
    }),
  }),
  reopenInTime: rule({
    title: { vi: 'Còn trong thời gian được mở lại', en: 'Within the time to reopen' },
    law: allianceRule,
    remedy: { vi: 'Quá thời gian: mở hồ sơ mới.', en: 'Too late: open a new case.' },
    test: ({ data, facts }) => {
      const need = addMonths(data.closedOn as string, Number(facts.settings['reopenMonths']));
      return { met: facts.on <= need, need, have: facts.on };
    },
  }),
  stillLawful: rule({
    title: {
      vi: 'Nhóm và các dự thảo vẫn đúng luật đang có hiệu lực',
      en: 'Group and drafts still follow the law in force',
    },
    law: 'NĐ 92/2024/NĐ-CP Đ65.1',
    remedy: {
      vi: 'Soạn lại các phần không còn đúng luật.',
      en: 'Draft again what is no longer lawful.',
    },
    test: ({ data, facts }) => ({
      met: stands(data, facts),
      need: lawOn(facts.on).law,
      have: data.profile,
    }),
  }),
  stoppedAtRegistry: rule({
    title: {
      vi: 'Cơ quan đăng ký đã dừng hồ sơ trước',
      en: 'The registry has stopped the earlier filing',
    },
    law: 'NĐ 92/2024/NĐ-CP Đ19.7',
    remedy: { vi: 'Tiếp tục từ bước đã dừng.', en: 'Go on where the case stood.' },
    test: ({ data }) => ({ met: data.filing.stop?.confirmedOn !== undefined }),
  }),
};
