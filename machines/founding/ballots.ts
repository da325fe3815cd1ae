// Who must be there and what must be voted: the rules of the founding conference before its elections.
import { addDays, daysBetween } from '../calendar.ts';
import { leastPresent } from './agenda.ts';
import { foundingVote, isPossible, passes, valuationByAppraiser, type Board } from '../voting.ts';
import { leastMembers, membersOf, officialOf, without, type Founding, type Votes } from './data.ts';
import { faultsOf } from './lawfulness.ts';
import { allianceRule, rule } from './words.ts';

/** Those who may vote on the items of Đ39.3: official members, one vote each. Before the opening, those checked in. */
export function voters(data: Founding): Board {
  const { attendance: counted, present = [] } = data.conference;
  const official = officialOf(data);
  const checkedIn = official.filter(({ no }) => present.includes(no)).length;
  return { all: official.length, recused: 0, present: counted?.official ?? checkedIn };
}

/** Reads a vote of the conference; counts that cannot be are not met. */
export function majority(data: Founding, { for: yea, against, abstain }: Votes) {
  const board = voters(data);
  const tally = { for: yea, against, abstain };
  if (!isPossible(board, tally)) return { met: false, need: board, have: tally };
  const { met, need, have, arithmetic } = passes(foundingVote.rule, board, tally);
  return { met, need, have: { votes: have, arithmetic }, law: foundingVote.law };
}

/** Official members who must be there, and those who are. */
function attendance({
  data,
  facts,
}: {
  data: Founding;
  facts: { settings: Readonly<Record<string, unknown>> };
}) {
  return { need: leastPresent(data, facts.settings).need, have: voters(data).present };
}

export const ballotRules = {
  enoughNotice: rule<{ assemblyOn?: string }>({
    title: { vi: 'Báo trước đủ ngày', en: 'Enough notice' },
    law: `${allianceRule}, phỏng theo Luật 17/2023/QH15 Đ60.1`,
    remedy: { vi: 'Chọn ngày họp muộn hơn.', en: 'Choose a later day.' },
    reads: 'payload',
    test: ({ payload, facts }) => {
      const need = Number(facts.settings['noticeDays']);
      const have = daysBetween(facts.on, payload.assemblyOn ?? addDays(facts.on, need));
      return { met: have >= need, need, have };
    },
  }),
  attendancePossible: rule<{ official: number }>({
    title: { vi: 'Số người dự khớp danh sách', en: 'Attendance fits the list' },
    law: 'Luật 17/2023/QH15 Đ39.1',
    remedy: {
      vi: 'Kiểm tra lại số thành viên chính thức dự họp.',
      en: 'Check the number present.',
    },
    reads: 'payload',
    test: ({ data, payload }) => ({
      met: payload.official <= officialOf(data).length,
      need: officialOf(data).length,
      have: payload.official,
    }),
  }),
  quorum: rule({
    title: { vi: 'Đủ thành viên chính thức dự họp', en: 'Enough official members present' },
    law: 'Luật 17/2023/QH15 Đ4.7, 4.8, 39.2c',
    remedy: { vi: 'Dừng hội nghị và họp lại.', en: 'Adjourn and call the conference again.' },
    test: (scope) => {
      const { need, have } = attendance(scope);
      return { met: have >= need, need, have };
    },
  }),
  noQuorum: rule({
    title: { vi: 'Thiếu thành viên chính thức dự họp', en: 'Too few official members present' },
    law: 'Luật 17/2023/QH15 Đ4.7, 4.8, 39.2c',
    remedy: {
      vi: 'Đủ thành viên: tiếp tục họp và biểu quyết.',
      en: 'There are enough: go on and vote.',
    },
    test: (scope) => {
      const { need, have } = attendance(scope);
      return { met: have < need, need, have };
    },
  }),
  votesPossible: rule<Votes>({
    title: { vi: 'Số phiếu khớp số người dự', en: 'Votes fit the attendance' },
    law: 'Luật 17/2023/QH15 Đ39.5',
    remedy: {
      vi: 'Mỗi thành viên chính thức dự họp một phiếu.',
      en: 'One vote for each official member present.',
    },
    reads: 'payload',
    test: ({ data, payload }) => {
      const { for: yea, against, abstain } = payload;
      const board = voters(data);
      return {
        met: isPossible(board, { for: yea, against, abstain }),
        need: board.present,
        have: yea + against + abstain,
      };
    },
  }),
  majorityFor: rule<Votes>({
    title: {
      vi: 'Được đa số thành viên chính thức tán thành',
      en: 'A majority of official members in favour',
    },
    law: 'Luật 17/2023/QH15 Đ39.2b, 39.5',
    remedy: {
      vi: 'Soạn lại và biểu quyết lại; ngang phiếu là không thông qua.',
      en: 'Draft again and vote again; a tie does not pass.',
    },
    reads: 'payload',
    test: ({ data, payload }) => majority(data, payload),
  }),
  noMajority: rule<Votes>({
    title: { vi: 'Không được đa số tán thành', en: 'No majority in favour' },
    law: 'Luật 17/2023/QH15 Đ39.5',
    remedy: { vi: 'Nội dung này đã được thông qua.', en: 'The item has passed.' },
    reads: 'payload',
    test: ({ data, payload }) => ({
      ...majority(data, payload),
      met: !majority(data, payload).met,
    }),
  }),
  tie: rule<Votes>({
    title: { vi: 'Số phiếu thuận và chống bằng nhau', en: 'As many for as against' },
    law: 'Luật 17/2023/QH15 Đ39.5',
    remedy: {
      vi: 'Không ngang phiếu: ghi là không thông qua.',
      en: 'No tie: record it as voted down.',
    },
    reads: 'payload',
    test: ({ payload }) => ({
      met: payload.for === payload.against,
      need: payload.against,
      have: payload.for,
    }),
  }),
  listAdoptable: rule<{ withdrawn?: number[] }>({
    title: {
      vi: 'Thành viên tán thành điều lệ, đủ điều kiện và đủ số tối thiểu',
      en: 'Members agree with the charter, qualify, and are enough',
    },
    law: 'Luật 17/2023/QH15 Đ39.2c',
    remedy: {
      vi: 'Nếu thiếu, ghi không thông qua và soạn lại danh sách.',
      en: 'If too few, record a failed vote and draft again.',
    },
    reads: 'payload',
    test: ({ data, payload, facts }) => {
      const left = without(data, payload.withdrawn ?? []);
      const need = leastMembers(left);
      const have = officialOf(left).length;
      const faults = faultsOf('members', left, facts);
      return { met: have >= need && faults.length === 0, need, have: { members: have, faults } };
    },
  }),
  valuationAgreed: rule<{ method: string; for: number; present?: number; appraiser?: string }>({
    title: { vi: 'Định giá được tán thành', en: 'The valuation is agreed' },
    law: 'Luật 17/2023/QH15 Đ39.4, 77.1',
    remedy: {
      vi: 'Cần tất cả thành viên góp vốn nhất trí, hoặc có tổ chức thẩm định giá và quá nửa người dự tán thành.',
      en: 'All contributing members must agree, or an appraiser and more than half of those present.',
    },
    reads: 'payload',
    test: ({ data, payload: { method, for: have, present = 0, appraiser } }) => {
      if (method === 'unanimous') {
        const need = membersOf(data).filter(({ capital }) => capital > 0).length;
        return { met: have === need, need, have };
      }
      const board = { all: present, recused: 0, present };
      const tally = { for: have, against: 0, abstain: 0 };
      if (appraiser === undefined || !isPossible(board, tally)) return { met: false, have };
      const { met, need } = passes(valuationByAppraiser.rule, board, tally);
      return { met, need, have };
    },
  }),
  cashOnly: rule({
    title: { vi: 'Chỉ góp vốn bằng tiền', en: 'All capital is cash' },
    law: 'Luật 17/2023/QH15 Đ77.1',
    remedy: { vi: 'Định giá tài sản trước.', en: 'Value the assets first.' },
    test: ({ data }) => ({ met: data.parts.assets.content?.cashOnly === true }),
  }),
  minutesSigned: rule<{ minutesSigned: boolean; charterSigned: boolean }>({
    title: {
      vi: 'Biên bản, điều lệ, nghị quyết đã ký',
      en: 'Minutes, charter and resolution are signed',
    },
    law: 'Luật 17/2023/QH15 Đ39, 67.2b, 71.3b',
    remedy: { vi: 'Ký đủ rồi ghi nhận.', en: 'Have them signed first.' },
    reads: 'payload',
    test: ({ payload }) => ({ met: payload.minutesSigned && payload.charterSigned }),
  }),
};
