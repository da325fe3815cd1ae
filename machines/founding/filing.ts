// Rules on the dossier, its filing and the registry's answers.
import { dueOn } from '../calendar.ts';
import type { Facts } from '../define.ts';
import { statutoryTerms, type LegalProfile } from '../law.ts';
import { isForeign, lawOn, membersOf, nameOf, type Filing, type Founding } from './data.ts';
import { nameFault } from './naming.ts';
import { openParts } from './lawfulness.ts';
import { papers, type Paper } from './registration.ts';
import { allianceRule, rule } from './words.ts';

/** The 2012 dossier, in the words of its profile. */
const olderPapers: readonly Paper[] = [
  'application',
  'charter',
  'plan',
  'memberList',
  'management',
  'resolution',
];

/** Papers the dossier must have under the law of the filing day. @law Luật 17/2023/QH15 Đ42.2 */
export function papersNeeded(data: Founding, law: LegalProfile): readonly Paper[] {
  if (law.parameters.has('dossier')) return olderPapers;
  const foreign = membersOf(data).some(isForeign);
  const last: readonly Paper[] = foreign ? ['investorCertificate', 'projectCertificate'] : [];
  return ['application', 'charter', 'resolution', 'memberList', 'representatives', ...last];
}

/** The case as the law in force on a day would have it. */
export function underLawOf(data: Founding, on: string): Founding {
  return { ...data, profile: lawOn(on).id };
}

/** Last day to hand in what a supplement notice asks for. */
function supplementEnds({ filing }: Founding, { calendar }: Facts): string {
  const { noticeOn } = filing.supplement as NonNullable<Filing['supplement']>;
  return dueOn(calendar, noticeOn, statutoryTerms.supplementWindow);
}

/** Last day to complain about a refusal. */
function complaintEnds({ filing }: Founding, { calendar }: Facts): string {
  const { noticeOn } = filing.refusal as NonNullable<Filing['refusal']>;
  return dueOn(calendar, noticeOn, statutoryTerms.complaintLimitation);
}

const dates = ['receivedOn', 'noticeOn', 'grantedOn', 'filedOn', 'since'] as const;

export const filingRules = {
  dossierComplete: rule<{ papers: Paper[] }>({
    title: { vi: 'Hồ sơ đủ giấy tờ', en: 'The dossier is complete' },
    law: 'Luật 17/2023/QH15 Đ42.2',
    remedy: { vi: 'Bổ sung giấy tờ còn thiếu.', en: 'Add the missing papers.' },
    reads: 'payload',
    test: ({ data, payload, facts }) => {
      const need = papersNeeded(data, lawOn(facts.on));
      const missing = need.filter((paper) => !payload.papers.includes(paper));
      return {
        met: missing.length === 0,
        need: need.map((paper) => papers[paper]),
        have: missing.map((paper) => papers[paper]),
      };
    },
  }),
  nameFilled: rule({
    title: { vi: 'Tên đã điền trong giấy đề nghị', en: 'The application carries the name' },
    law: 'NĐ 92/2024/NĐ-CP Đ19.2',
    remedy: {
      vi: 'Điền tên đã được hội nghị thông qua.',
      en: 'Fill in the name the conference adopted.',
    },
    test: ({ data }) => ({ met: nameFault(data, nameOf(data)) === undefined, have: nameOf(data) }),
  }),
  feeSettled: rule<{ fee: string }>({
    title: { vi: 'Đã nộp lệ phí hoặc được miễn', en: 'The fee is paid or waived' },
    law: 'NĐ 92/2024/NĐ-CP Đ19.2, 22.1, 32',
    remedy: { vi: 'Nộp lệ phí đăng ký.', en: 'Pay the fee.' },
    reads: 'payload',
    test: ({ data, payload, facts }) => {
      const once = facts.settings['feeAgain'] === false && data.filing.feePaidBefore === true;
      return { met: payload.fee !== 'unpaid' || once, have: payload.fee };
    },
  }),
  lawfulWhenFiled: rule({
    title: {
      vi: 'Các dự thảo đúng luật ở ngày nộp',
      en: 'The drafts follow the law of the filing day',
    },
    law: 'NĐ 92/2024/NĐ-CP Đ65.1',
    remedy: {
      vi: 'Luật đã thay đổi: rút hồ sơ, rồi đề nghị mở lại để soạn theo luật đang có hiệu lực.',
      en: 'The law has changed: withdraw, then have the case reopened to draft under the law in force.',
    },
    test: ({ data, facts }) => {
      const have = openParts(underLawOf(data, facts.on), facts);
      return { met: have.length === 0, need: lawOn(facts.on).law, have };
    },
  }),
  notAhead: rule<Partial<Record<(typeof dates)[number], string>>>({
    title: {
      vi: 'Ngày ghi trên giấy không ở tương lai',
      en: 'The date on the paper is not in the future',
    },
    law: allianceRule,
    remedy: { vi: 'Kiểm tra lại ngày.', en: 'Check the date.' },
    reads: 'payload',
    test: ({ payload, facts }) => {
      const have = dates.flatMap((name) => payload[name] ?? []);
      return { met: have.every((date) => date <= facts.on), need: facts.on, have };
    },
  }),
  inSupplementWindow: rule({
    title: { vi: 'Còn trong 60 ngày kể từ thông báo', en: 'Within 60 days of the notice' },
    law: statutoryTerms.supplementWindow.law,
    remedy: {
      vi: 'Hồ sơ không còn giá trị: lập hồ sơ mới.',
      en: 'The dossier is void: prepare a new one.',
    },
    test: ({ data, facts }) => {
      const need = supplementEnds(data, facts);
      return { met: facts.on <= need, need, have: facts.on };
    },
  }),
  supplementPending: rule({
    title: { vi: 'Đang có thông báo bổ sung chưa thực hiện', en: 'A supplement notice stands' },
    law: 'NĐ 92/2024/NĐ-CP Đ19.6',
    remedy: { vi: 'Nộp bổ sung.', en: 'Hand in the supplement.' },
    test: ({ data }) => ({ met: data.filing.supplement !== undefined }),
  }),
  inComplaintWindow: rule({
    title: { vi: 'Còn thời hiệu khiếu nại 90 ngày', en: 'Within 90 days of the refusal' },
    law: statutoryTerms.complaintLimitation.law,
    remedy: {
      vi: 'Hết thời hiệu: khắc phục và nộp lại, hoặc dừng hồ sơ.',
      en: 'Out of time: remedy and file again, or give up.',
    },
    test: ({ data, facts }) => {
      const need = complaintEnds(data, facts);
      return { met: facts.on <= need, need, have: facts.on };
    },
  }),
  notComplained: rule({
    title: { vi: 'Chưa khiếu nại việc từ chối này', en: 'No complaint about this refusal yet' },
    law: 'Luật Khiếu nại 02/2011/QH13 Đ33',
    remedy: { vi: 'Theo dõi vụ khiếu nại đã mở.', en: 'Follow the complaint already opened.' },
    test: ({ data }) => ({ met: data.filing.complaint === undefined }),
  }),
  newNameLawful: rule<{ name?: string }>({
    title: { vi: 'Tên mới đúng quy định', en: 'The new name follows the rules' },
    law: 'Luật 17/2023/QH15 Đ50; NĐ 92/2024/NĐ-CP Đ15',
    remedy: { vi: 'Chọn tên khác.', en: 'Choose another name.' },
    reads: 'payload',
    test: ({ data, payload: { name } }) => ({
      met: name === undefined || nameFault(data, name) === undefined,
      have: name,
    }),
  }),
  codeUnused: rule<{ code: string }>({
    title: {
      vi: 'Mã số chưa cấp cho hợp tác xã khác',
      en: 'The code belongs to no other cooperative',
    },
    law: 'Luật 17/2023/QH15 Đ46',
    remedy: {
      vi: 'Kiểm tra lại mã số trên giấy chứng nhận.',
      en: 'Check the code on the certificate.',
    },
    reads: 'payload',
    test: ({ facts: { found } }) => ({
      met: found.cooperative === undefined,
      have: found.cooperative?.name,
    }),
  }),
  codeKept: rule<{ code: string }>({
    title: { vi: 'Chuyển đổi giữ nguyên mã số tổ hợp tác', en: 'A converted group keeps its code' },
    law: 'NĐ 92/2024/NĐ-CP Đ61.4',
    remedy: { vi: 'Ghi đúng mã số của tổ hợp tác.', en: 'Enter the code of the group.' },
    reads: 'payload',
    test: ({ data, payload }) => {
      const need = data.converted?.code ?? payload.code;
      return { met: payload.code === need, need, have: payload.code };
    },
  }),
  isUnion: rule({
    title: { vi: 'Là liên hiệp hợp tác xã', en: 'Is a union of cooperatives' },
    law: 'Luật 17/2023/QH15 Đ4.8',
    remedy: { vi: 'Ghi theo loại hình của hồ sơ.', en: 'Goes by the kind of the case.' },
    test: ({ data }) => ({ met: data.kind === 'union' }),
  }),
};
