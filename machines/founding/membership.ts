// Rules on who may be a member and how much capital may be theirs. Exact sums of whole VND, never percentages.
import {
  belowShare,
  cite,
  maxAssociateTotal,
  maxForeignMemberRatio,
  maxForeignTotal,
  maxMemberShare,
  memberMinAge,
  minFounders,
  withinShare,
  type LegalProfile,
  type Parameter,
  type Share,
} from '../law.ts';
import { sealedAge } from '../personal.ts';
import {
  capitalOf,
  isForeign,
  lawOf,
  legalKind,
  membersOf,
  officialOf,
  type Founding,
} from './data.ts';
import type { Member } from './parts.ts';
import { rule } from './words.ts';

/** "30 %" of a share, for people. */
function percent({ part, whole }: Share): string {
  return `${Number(part * 100n) / Number(whole)} %`;
}

function named(members: readonly Member[]): string[] {
  return members.map(({ name }) => name);
}

/** Members who may not be what they are listed as. */
export function ineligible(members: readonly Member[], law: LegalProfile): Member[] {
  return members.filter((member) => !member.applied || !isEligible(member, law));
}

/** Organisations act through their representative; only natural persons have an age. */
function isEligible(member: Member, law: LegalProfile): boolean {
  const { membership, who, birthDate, capable } = member;
  if (who === 'foreigner') return membership === 'noncontributing';
  if (who !== 'citizen') return true;
  const least = memberMinAge(
    law,
    membership === 'noncontributing' ? 'associateNonContributing' : 'official',
  );
  const oldEnough = least === undefined || (sealedAge(birthDate) ?? 0) >= least.value;
  return oldEnough && (capable || membership === 'noncontributing');
}

/** Reads a share that some members' capital must not pass. */
function total(data: Founding, members: readonly Member[], most: Parameter<Share> | undefined) {
  if (most === undefined) return { met: true };
  const [part, whole] = [capitalOf(members), capitalOf(membersOf(data))];
  return {
    met: withinShare(part, whole, most.value),
    need: percent(most.value),
    have: { amount: part, of: whole },
    law: cite(most.basis, lawOf(data)),
  };
}

export const membershipRules = {
  membersEnough: rule({
    title: { vi: 'Đủ số thành viên chính thức tối thiểu', en: 'Enough official members' },
    law: 'Luật 17/2023/QH15 Đ4.7, 4.8',
    remedy: {
      vi: 'Vận động thêm thành viên chính thức, hoặc thành lập tổ hợp tác.',
      en: 'Win more official members, or form a cooperative group.',
    },
    test: ({ data }) => {
      const law = lawOf(data);
      const least = minFounders(law, legalKind(data));
      const have = officialOf(data).length;
      return { met: have >= least.value, need: least.value, have, law: cite(least.basis, law) };
    },
  }),
  memberNumbers: rule({
    title: {
      vi: 'Mỗi thành viên có một số thứ tự riêng',
      en: 'Each member has a number of its own',
    },
    law: 'Luật 17/2023/QH15 Đ15',
    remedy: { vi: 'Đánh lại số thứ tự trong danh sách.', en: 'Number the list anew.' },
    test: ({ data }) => {
      const numbers = membersOf(data).map(({ no }) => no);
      const twice = numbers.filter((no, at) => numbers.indexOf(no) !== at);
      return { met: twice.length === 0, have: twice };
    },
  }),
  membersEligible: rule({
    title: {
      vi: 'Thành viên đủ điều kiện và có đơn tự nguyện',
      en: 'Members qualify and have applied',
    },
    law: 'Luật 17/2023/QH15 Đ30.1, 30.2, 30.3',
    remedy: {
      vi: 'Thành viên chính thức và liên kết góp vốn từ đủ 18 tuổi, đủ năng lực hành vi; liên kết không góp vốn từ đủ 15 tuổi; mỗi người một đơn tự nguyện.',
      en: 'Official and contributing members are 18 or over with full capacity, others 15 or over; each has applied in writing.',
    },
    test: ({ data }) => {
      const wrong = ineligible(membersOf(data), lawOf(data));
      return { met: wrong.length === 0, have: named(wrong) };
    },
  }),
  memberKinds: rule({
    title: { vi: 'Loại thành viên được luật cho phép', en: 'Kinds of members the law knows' },
    law: 'Luật 17/2023/QH15 Đ4.7, 4.8, 4.17, 4.18, 4.19',
    remedy: {
      vi: 'Liên hiệp chỉ có thành viên chính thức là hợp tác xã; Luật 2012 chỉ có một loại thành viên.',
      en: 'Only cooperatives are official members of a union; the 2012 law knows one kind of member.',
    },
    test: ({ data }) => {
      const law = lawOf(data);
      const oneKind = maxAssociateTotal(law, legalKind(data)) === undefined;
      const wrong = membersOf(data).filter(
        ({ membership, who }) =>
          (oneKind && membership !== 'official') ||
          (data.kind === 'union' && membership === 'official' && who !== 'cooperative'),
      );
      return { met: wrong.length === 0, have: named(wrong) };
    },
  }),
  memberCapital: rule({
    title: { vi: 'Vốn góp đúng với loại thành viên', en: 'Capital fits the kind of member' },
    law: 'Luật 17/2023/QH15 Đ4.17, 4.18, 4.19',
    remedy: {
      vi: 'Thành viên chính thức và liên kết góp vốn phải góp vốn; liên kết không góp vốn ghi 0 đồng.',
      en: 'Official and contributing members contribute; the others have 0.',
    },
    test: ({ data }) => {
      const wrong = membersOf(data).filter(
        ({ membership, capital }) => (membership === 'noncontributing') !== (capital === 0),
      );
      return { met: wrong.length === 0, have: named(wrong) };
    },
  }),
  memberShares: rule({
    title: {
      vi: 'Vốn góp của mỗi thành viên chính thức trong giới hạn',
      en: "Each official member's capital within the limit",
    },
    law: 'Luật 17/2023/QH15 Đ74.1',
    remedy: {
      vi: 'Giảm phần góp của thành viên vượt mức hoặc tăng vốn của các thành viên khác.',
      en: 'Lower the share that is too large, or raise the others.',
    },
    test: ({ data }) => {
      const law = lawOf(data);
      const most = maxMemberShare(law, legalKind(data));
      const whole = capitalOf(membersOf(data));
      const over = officialOf(data).filter(
        ({ capital }) => !withinShare(capital, whole, most.value),
      );
      return {
        met: over.length === 0,
        need: percent(most.value),
        have: over.map(({ name, capital }) => ({ name, amount: capital, of: whole })),
        law: cite(most.basis, law),
      };
    },
  }),
  associateShares: rule({
    title: {
      vi: 'Tổng vốn của thành viên liên kết góp vốn trong giới hạn',
      en: 'Capital of contributing associates together within the limit',
    },
    law: 'Luật 17/2023/QH15 Đ74.2',
    remedy: {
      vi: 'Giảm vốn của thành viên liên kết góp vốn.',
      en: 'Lower the capital of associates.',
    },
    test: ({ data }) =>
      total(
        data,
        membersOf(data).filter(({ membership }) => membership === 'contributing'),
        maxAssociateTotal(lawOf(data), legalKind(data)),
      ),
  }),
  foreignShares: rule({
    title: {
      vi: 'Tổng vốn của nhà đầu tư nước ngoài trong giới hạn',
      en: 'Foreign capital within the limit',
    },
    law: 'Luật 17/2023/QH15 Đ74.3',
    remedy: { vi: 'Giảm vốn của nhà đầu tư nước ngoài.', en: 'Lower the foreign capital.' },
    test: ({ data }) =>
      total(data, membersOf(data).filter(isForeign), maxForeignTotal(lawOf(data))),
  }),
  foreignMembers: rule({
    title: {
      vi: 'Thành viên chính thức nước ngoài dưới giới hạn',
      en: 'Foreign official members below the limit',
    },
    law: 'Luật 17/2023/QH15 Đ30.7, 34.6',
    remedy: { vi: 'Kết nạp thêm thành viên trong nước.', en: 'Take in more Vietnamese members.' },
    test: ({ data }) => {
      const law = lawOf(data);
      const limit = maxForeignMemberRatio(law);
      if (limit === undefined) return { met: true };
      const official = officialOf(data);
      const foreign = official.filter(isForeign).length;
      return {
        met: foreign === 0 || belowShare(foreign, official.length, limit.value),
        need: `< ${percent(limit.value)}`,
        have: { members: foreign, of: official.length },
        law: cite(limit.basis, law),
      };
    },
  }),
};
