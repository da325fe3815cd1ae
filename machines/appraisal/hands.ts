// Four eyes: who prepared a decision, who approved it and who signs it are three people.
import type { Facts, Hands } from '../define.ts';
import {
  actsAs,
  localRule,
  words,
  type AppraisalData,
  type Correction,
  type Person,
} from './data.ts';
import { isOn } from './settings.ts';

/** What came before the rule was in force goes by what was in force then. */
export const inForce = (facts: Facts): boolean => isOn(facts, 'fourEyes');

/** Who concluded the last vote, where that was recorded. */
const approver = ({ votes }: AppraisalData): Person | undefined => votes.at(-1)?.by;

/** Returns who made the decision that the leader signs now; nothing where the rule is not in force. */
export function handsOf(data: AppraisalData, facts: Facts): Hands | undefined {
  if (!inForce(facts)) return undefined;
  return { ...prepared(data.assignee), ...approved(approver(data)), signedBy: facts.by.id };
}

/** Returns who made the revocation: who reported the violation, and the leader who signs. */
export function revokingHands({ violation }: AppraisalData, facts: Facts): Hands | undefined {
  return inForce(facts) ? { ...prepared(violation?.by), signedBy: facts.by.id } : undefined;
}

/** Returns who made the correction of an issued paper. */
export function correctingHands(data: AppraisalData, facts: Facts): Hands {
  const { by, approvedBy } = data.correction as Correction;
  return { ...prepared(by), ...approved(approvedBy), signedBy: facts.by.id };
}

const prepared = (by: Person | undefined) => (by ? { preparedBy: by.person } : {});
const approved = (by: Person | undefined) => (by ? { approvedBy: by.person } : {});

const source = 'Quy chế của Liên minh (cấu hình fourEyes)';

const fourEyes = words.rule({
  title: {
    vi: 'Người lập, người duyệt và người ký là ba người khác nhau',
    en: 'Preparer, approver and signer are three people',
  },
  law: source,
  remedy: {
    vi: 'Lãnh đạo khác ký; nếu chưa ghi được người duyệt thì trả lại Hội đồng kết luận.',
    en: 'Another leader signs; where no approver is recorded, return it to the board.',
  },
  test: ({ data, facts }) => {
    if (!inForce(facts)) return { met: true };
    const [first, second] = [data.assignee, approver(data)];
    const others = [first, second].flatMap((hand) => hand?.person ?? []);
    const met =
      second !== undefined &&
      first?.person !== second.person &&
      !others.some((person) => actsAs(facts, person));
    return { met, need: 3, have: [first?.name, second?.name, facts.by.name].filter(Boolean) };
  },
});

const notPreparer = words.rule({
  title: {
    vi: 'Người kết luận không phải người thụ lý hồ sơ',
    en: 'Who concludes is not who prepared the dossier',
  },
  law: source,
  remedy: {
    vi: 'Chủ tịch hoặc Thư ký Hội đồng khác với người thụ lý kết luận.',
    en: 'The chair or the secretary, whoever did not prepare the dossier, concludes.',
  },
  test: ({ data, facts }) => ({
    met: !inForce(facts) || data.assignee?.person !== facts.by.id,
    have: data.assignee?.name,
  }),
});

const notReporter = words.rule({
  title: {
    vi: 'Người ký thu hồi không phải người báo cáo vi phạm',
    en: 'Who signs the revocation did not report the violation',
  },
  law: source,
  remedy: { vi: 'Lãnh đạo khác ký.', en: 'Another leader signs.' },
  test: ({ data, facts }) => ({
    met: !inForce(facts) || data.violation?.by?.person !== facts.by.id,
    have: data.violation?.by?.name,
  }),
});

const corrects = (title: { vi: string; en: string }, others: (data: AppraisalData) => Person[]) =>
  words.rule({
    title,
    law: source,
    remedy: { vi: 'Người khác thực hiện bước này.', en: 'Somebody else takes this step.' },
    test: ({ data, facts }) => {
      const before = others(data);
      return {
        met: before.every(({ person }) => person !== facts.by.id),
        have: before.map(({ name }) => name),
      };
    },
  });

export const handRules = {
  fourEyes,
  notPreparer,
  notReporter,
  correctionByOther: corrects(
    {
      vi: 'Người duyệt đính chính không phải người đề nghị',
      en: 'Who approves the correction did not propose it',
    },
    ({ correction }) => (correction ? [correction.by] : []),
  ),
  correctionByThird: corrects(
    {
      vi: 'Người ký đính chính không phải người đề nghị hay người duyệt',
      en: 'Who signs the correction neither proposed nor approved it',
    },
    ({ correction }) =>
      correction ? [correction.by, correction.approvedBy].filter((one) => one !== undefined) : [],
  ),
  correctionProposed: words.rule({
    title: { vi: 'Có đề nghị đính chính chưa ký', en: 'A correction is proposed and not signed' },
    law: localRule,
    remedy: { vi: 'Chuyên viên đề nghị đính chính trước.', en: 'Staff propose it first.' },
    test: ({ data: { correction } }) => ({
      met: correction !== undefined && correction.signedOn === undefined,
    }),
  }),
  correctionApproved: words.rule({
    title: { vi: 'Đính chính đã được duyệt', en: 'The correction is approved' },
    law: localRule,
    remedy: { vi: 'Trưởng phòng duyệt trước.', en: 'The head of unit approves it first.' },
    test: ({ data }) => ({ met: data.correction?.approvedBy !== undefined }),
  }),
  correctionSaysWhat: words.rule<{ name?: string; address?: string }>({
    title: { vi: 'Nêu nội dung đúng', en: 'Says what is right' },
    law: localRule,
    remedy: { vi: 'Ghi tên đúng hoặc địa chỉ đúng.', en: 'Give the right name or address.' },
    reads: 'payload',
    test: ({ payload }) => ({
      met: payload.name !== undefined || payload.address !== undefined,
    }),
  }),
};
