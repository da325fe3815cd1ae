// What the official members decide at the conference: the plan, the posts, and who registers. Ballots name members
// by their number in the adopted list.
import { z } from 'zod';
import { field } from '../define.ts';
import { majority, voters } from './ballots.ts';
import { voted } from './conference.ts';
import { contentOf, lawOf, officialOf, type Founding } from './data.ts';
import { electionBallots, votingIfSaid } from './voted.ts';
import { kinshipList } from './parts.ts';
import { electionOf, posts, type Decision } from './posts.ts';
import { event, line, memberNo, number, rule, votesShape, yes } from './words.ts';

const elected = z.strictObject({
  member: memberNo('Thành viên (số thứ tự)', 'Member (number)'),
  votes: number('Số phiếu', 'Votes'),
});

export const electionEvents = {
  DECIDE: event({
    title: { vi: 'Quyết định và bầu cử', en: 'Decide and elect' },
    payload: {
      plan: field(z.strictObject({ ...votesShape, ...votingIfSaid }), {
        vi: 'Biểu quyết phương án sản xuất, kinh doanh',
        en: 'Vote on the plan',
      }),
      board: field(z.array(elected).max(15).optional(), { vi: 'Hội đồng quản trị', en: 'Board' }),
      chair: memberNo('Chủ tịch Hội đồng quản trị (số thứ tự)', 'Chair (number)').optional(),
      supervisors: field(z.array(elected).max(7), {
        vi: 'Ban kiểm soát hoặc kiểm soát viên',
        en: 'Supervisors',
      }),
      headSupervisor: memberNo(
        'Trưởng ban kiểm soát (số thứ tự)',
        'Head supervisor (number)',
      ).optional(),
      director: field(
        elected.optional(),
        {
          vi: 'Giám đốc',
          en: 'Director',
        },
        {
          vi: 'Mô hình rút gọn: hội nghị bầu. Mô hình đầy đủ: Hội đồng quản trị bổ nhiệm, có thể bỏ trống.',
          en: 'Elected under simplified governance; under full governance appointed by the board, may be left out.',
        },
      ),
      accountant: memberNo(
        'Kế toán trưởng (số thứ tự, nếu là thành viên)',
        'Chief accountant (number)',
      ).optional(),
      treasurer: memberNo(
        'Thủ quỹ (số thứ tự, nếu là thành viên)',
        'Treasurer (number)',
      ).optional(),
      kinships: kinshipList,
      secretBallot: yes('Bầu bằng bỏ phiếu kín', 'Elected by secret ballot'),
      ...electionBallots,
      registrant: line(200, 'Người được ủy quyền đăng ký', 'Authorised registrant'),
      legalRepresentatives: field(
        z
          .array(line(200, 'Họ tên', 'Name'))
          .min(1)
          .max(10),
        { vi: 'Người đại diện theo pháp luật', en: 'Legal representatives' },
        { vi: 'Ít nhất một người cư trú tại Việt Nam.', en: 'At least one resides in Vietnam.' },
      ),
    },
    examples: [
      {
        plan: { for: 7, against: 0, abstain: 0 },
        board: [
          { member: 1, votes: 7 },
          { member: 2, votes: 7 },
          { member: 3, votes: 6 },
        ],
        chair: 1,
        supervisors: [{ member: 4, votes: 7 }],
        headSupervisor: 4,
        secretBallot: true,
        registrant: 'Trần Văn An',
        legalRepresentatives: ['Trần Văn An'],
      },
    ],
    record: ({ data, payload }) => {
      const { conference } = voted(data, 'plan', payload.plan);
      return {
        ...data,
        conference: {
          ...conference,
          posts: posts(data, payload),
          ...(payload.given === undefined ? {} : { election: electionOf(data, payload) }),
          registrant: payload.registrant,
          legalRepresentatives: payload.legalRepresentatives,
        },
      };
    },
  }),
};

/** Members by post; the same member may appear under several. */
function held({ board = [], supervisors, director, accountant, treasurer }: Decision) {
  const only = (no: number | undefined) => (no === undefined ? [] : [no]);
  return {
    board: board.map(({ member }) => member),
    supervisors: supervisors.map(({ member }) => member),
    director: only(director?.member),
    money: [...only(accountant), ...only(treasurer)],
  };
}

/** Đ62 is law of 2023; older profiles do not carry it. */
function conflictsKnown(data: Founding): boolean {
  return lawOf(data).parameters.has('governance.familyConflict');
}

/** Pairs of members whose posts check each other: they may not be family. The director is no bar to the board. */
function checkedPairs(decision: Decision): [number, number][] {
  const { board, supervisors, director, money } = held(decision);
  const cross = (some: number[], others: number[]) =>
    some.flatMap((a) => others.filter((b) => a !== b).map((b): [number, number] => [a, b]));
  return [
    ...cross(board, board),
    ...cross(supervisors, supervisors),
    ...cross([...board, ...director], [...supervisors, ...money]),
    ...cross(supervisors, money),
  ];
}

export const electionRules = {
  planPassed: rule<Decision>({
    title: { vi: 'Phương án được đa số tán thành', en: 'The plan has a majority' },
    law: 'Luật 17/2023/QH15 Đ39.3a, 39.5',
    remedy: {
      vi: 'Ghi là không thông qua, soạn lại phương án.',
      en: 'Record a failed vote and draft the plan again.',
    },
    reads: 'payload',
    test: ({ data, payload }) => majority(data, payload.plan),
  }),
  postsFilled: rule<Decision>({
    title: {
      vi: 'Bầu đủ các chức danh theo mô hình đã chọn',
      en: 'Every post of the chosen variant is filled',
    },
    law: 'Luật 17/2023/QH15 Đ39.3b, 39.3c, 56, 65, 69, 71, 72',
    remedy: {
      vi: 'Đầy đủ: Hội đồng quản trị, Chủ tịch, Ban kiểm soát, Trưởng ban. Rút gọn: Giám đốc, kiểm soát viên.',
      en: 'Full: board, chair, supervisors, head. Simplified: director, supervisor.',
    },
    reads: 'payload',
    test: ({ data, payload }) => {
      const need = contentOf(data, 'governance');
      const { board = [], chair = 0, supervisors, headSupervisor = 0, director } = payload;
      const full =
        board.some(({ member }) => member === chair) &&
        supervisors.some(({ member }) => member === headSupervisor);
      const counted = board.length === need.board && supervisors.length === need.supervisors;
      const met = counted && (need.variant === 'full' ? full : director !== undefined);
      return { met, need, have: { board: board.length, supervisors: supervisors.length } };
    },
  }),
  electedByMajority: rule<Decision>({
    title: { vi: 'Người trúng cử được đa số phiếu', en: 'Those elected have a majority' },
    law: 'Luật 17/2023/QH15 Đ39.5',
    remedy: {
      vi: 'Bầu lại chức danh chưa đủ phiếu.',
      en: 'Vote again on the post that lacks votes.',
    },
    reads: 'payload',
    test: ({ data, payload: { board = [], supervisors, director } }) => {
      const { present } = voters(data);
      const wrong = [...board, ...supervisors, ...(director ? [director] : [])].filter(
        ({ votes }) =>
          !majority(data, { for: votes, against: Math.max(0, present - votes), abstain: 0 }).met,
      );
      return {
        met: wrong.length === 0,
        have: wrong.map(({ member, votes }) => ({ member, votes })),
      };
    },
  }),
  secretBallot: rule<Decision>({
    title: { vi: 'Bầu bằng bỏ phiếu kín', en: 'Elected by secret ballot' },
    law: 'Luật 17/2023/QH15 Đ65.2, 67.1, 69.1, 71.2, 72.2',
    remedy: { vi: 'Bầu lại bằng phiếu kín.', en: 'Vote again by secret ballot.' },
    reads: 'payload',
    test: ({ payload }) => ({ met: payload.secretBallot }),
  }),
  electedAreMembers: rule<Decision>({
    title: {
      vi: 'Người giữ chức danh là thành viên chính thức',
      en: 'Those elected are official members',
    },
    law: 'Luật 17/2023/QH15 Đ62',
    remedy: {
      vi: 'Chọn người trong danh sách thành viên chính thức.',
      en: 'Choose official members.',
    },
    reads: 'payload',
    test: ({ data, payload }) => {
      const known = new Set(officialOf(data).map(({ no }) => no));
      const { board, supervisors, director } = held(payload);
      const wrong = [...board, ...supervisors, ...director].filter((no) => !known.has(no));
      return { met: wrong.length === 0, have: wrong };
    },
  }),
  noDoublePosts: rule<Decision>({
    title: {
      vi: 'Không ai giữ hai chức danh kiểm soát nhau',
      en: 'Nobody holds two posts that check each other',
    },
    law: 'Luật 17/2023/QH15 Đ62.1, 62.2, 62.3',
    remedy: {
      vi: 'Thành viên Hội đồng quản trị, Giám đốc không đồng thời là kiểm soát viên, kế toán trưởng, thủ quỹ.',
      en: 'Board members and the director are not supervisors, chief accountant or treasurer.',
    },
    reads: 'payload',
    test: ({ data, payload }) => {
      const { board, supervisors, director, money } = held(payload);
      const twice = [
        ...[...board, ...director].filter((no) => supervisors.includes(no) || money.includes(no)),
        ...supervisors.filter((no, at) => money.includes(no) || supervisors.indexOf(no) !== at),
        ...board.filter((no, at) => board.indexOf(no) !== at),
      ];
      return { met: !conflictsKnown(data) || twice.length === 0, have: [...new Set(twice)] };
    },
  }),
  noFamily: rule<Decision>({
    title: {
      vi: 'Các chức danh không có quan hệ gia đình',
      en: 'No family ties between the posts',
    },
    law: 'Luật 17/2023/QH15 Đ4.11, 62.1, 62.2, 62.3',
    remedy: {
      vi: 'Bầu người không có quan hệ gia đình với nhau.',
      en: 'Elect people who are not family.',
    },
    reads: 'payload',
    test: ({ data, payload }) => {
      const declared = [
        ...(payload.kinships ?? []),
        ...(contentOf(data, 'members').kinships ?? []),
      ];
      const pairs = checkedPairs(payload);
      const bound = declared.filter(({ first, second }) =>
        pairs.some(([a, b]) => (a === first && b === second) || (a === second && b === first)),
      );
      return { met: !conflictsKnown(data) || bound.length === 0, have: bound };
    },
  }),
};
