// How something was voted on in the hall, by show of hands or by secret ballot, and what came of it: the counts with
// their sum, as the minutes print them.
import { z } from 'zod';
import { asked, choice } from '../choice.ts';
import { field } from '../define.ts';
import type { Text } from '../text.ts';
import { foundingVote, isPossible, passes } from '../voting.ts';
import { voters } from './ballots.ts';
import type { Ballots, Founding, How, Result, Votes } from './data.ts';
import { number, rule } from './words.ts';

export const hows: Readonly<Record<How, Text>> = {
  open: { vi: 'Giơ tay (công khai)', en: 'Show of hands (open)' },
  secret: { vi: 'Bỏ phiếu kín', en: 'Secret ballot' },
};

export const how = field(choice(hows), { vi: 'Cách biểu quyết', en: 'How it was voted' });

const count = (vi: string, en: string) =>
  field(asked(z.int().min(0).max(10_000).optional(), 'how', ['secret']), { vi, en });

const ballots = {
  given: count('Phiếu kín phát ra', 'Ballots given out'),
  collected: count('Phiếu kín thu về', 'Ballots collected'),
  invalid: count('Phiếu kín không hợp lệ', 'Invalid ballots'),
};

/** For what is always voted on in one of the two ways. */
export const voting = { how, ...ballots } as const;
/** For items whose way of voting may be left out. */
export const votingIfSaid = { how: how.optional(), ...ballots } as const;

export const electionBallots = {
  given: number('Phiếu bầu phát ra', 'Election ballots given out').optional(),
  collected: number('Phiếu bầu thu về', 'Election ballots collected').optional(),
  invalid: number('Phiếu bầu không hợp lệ', 'Invalid election ballots').optional(),
} as const;

export type Ways = Ballots & { how?: How | undefined };

/** Returns what came of the vote; its counts were found possible before. */
export function resultOf(data: Founding, vote: Votes & Ways & { how: How }): Result {
  const { for: yea, against, abstain } = vote;
  const votes = { for: yea, against, abstain };
  const board = voters(data);
  const { met, arithmetic } = passes(foundingVote.rule, board, votes);
  const tied = yea === against;
  return {
    votes,
    how: vote.how,
    ...(vote.how === 'secret' ? { ballots: counted(vote) } : {}),
    present: board.present,
    passed: met,
    arithmetic: tied ? withTie(arithmetic) : arithmetic,
  };
}

function counted({ given = 0, collected = 0, invalid = 0 }: Ballots) {
  return { given, collected, invalid };
}

function withTie({ vi, en }: Text): Text {
  return {
    vi: `${vi} Thuận và chống bằng nhau: không thông qua.`,
    en: `${en} As many for as against: it does not pass.`,
  };
}

/** The vote in words: how, ballots, votes. */
export function inWords({ votes, how: way, ballots: papers }: Result): string {
  const { for: yea, against, abstain } = votes;
  const given = papers ? ` (${ballotsInWords(papers)})` : '';
  return `${hows[way].vi.toLowerCase()}${given}: ${yea} thuận, ${against} chống, ${abstain} trắng`;
}

export function ballotsInWords({ given = 0, collected = 0, invalid = 0 }: Ballots): string {
  return `phát ra ${given}, thu về ${collected}, không hợp lệ ${invalid} phiếu`;
}

type Counted = Votes & Ways;

/** Ballots and votes as far as they were given; anything but this sum cannot be. */
function sumOf(vote: Counted): { need: Ballots; have: number; adds: boolean } {
  const { given, collected, invalid = 0 } = vote;
  const have = vote.for + vote.against + vote.abstain + invalid;
  if (vote.how !== 'secret') return { need: {}, have, adds: true };
  const known = given !== undefined && collected !== undefined;
  const adds = known && collected <= given && have === collected;
  return { need: { given, collected, invalid }, have, adds };
}

export const votedRules = {
  ballotsAddUp: rule<Counted & { plan?: Counted }>({
    title: { vi: 'Số phiếu kín phát ra, thu về khớp nhau', en: 'Secret ballots add up' },
    law: 'Luật 17/2023/QH15 Đ39.5',
    remedy: {
      vi: 'Bỏ phiếu kín: ghi số phiếu phát ra (mỗi thành viên chính thức dự họp một phiếu), số thu về; thuận, chống, trắng và không hợp lệ cộng lại bằng số thu về.',
      en: 'Secret ballot: give the ballots handed out (one for each official member present) and collected; for, against, abstentions and invalid ones add up to those collected.',
    },
    reads: 'payload',
    test: ({ data, payload: { plan, ...vote } }) => {
      const { need, have, adds } = sumOf(plan ?? vote);
      return { met: adds && (need.given ?? 0) <= voters(data).present, need, have };
    },
  }),
  electionBallotsAddUp: rule<Ballots>({
    title: { vi: 'Số phiếu bầu khớp nhau', en: 'Election ballots add up' },
    law: 'Luật 17/2023/QH15 Đ39.5',
    remedy: {
      vi: 'Phiếu không hợp lệ không nhiều hơn phiếu thu về, phiếu thu về không nhiều hơn phiếu phát ra, phiếu phát ra không nhiều hơn số thành viên chính thức dự họp.',
      en: 'No more invalid than collected, no more collected than given out, no more given out than official members present.',
    },
    reads: 'payload',
    test: ({ data, payload }) => {
      const { given, collected, invalid } = counted(payload);
      const { present } = voters(data);
      const need = { given: present };
      return {
        met: invalid <= collected && collected <= given && given <= present,
        need,
        have: { given, collected, invalid },
      };
    },
  }),
  oneVoteEach: rule<Counted>({
    title: { vi: 'Mỗi thành viên chính thức có mặt một phiếu', en: 'One vote for each present' },
    law: 'Luật 17/2023/QH15 Đ39.5',
    remedy: {
      vi: 'Điểm danh đủ thành viên chính thức trước, rồi đếm lại: thành viên liên kết và khách mời không biểu quyết.',
      en: 'Check the official members in first, then count again: associates and guests do not vote.',
    },
    reads: 'payload',
    test: ({ data, payload }) => {
      const { for: yea, against, abstain } = payload;
      const { have } = sumOf(payload);
      const board = voters(data);
      const possible = isPossible(board, { for: yea, against, abstain });
      return { met: possible && have <= board.present, need: board.present, have };
    },
  }),
};
