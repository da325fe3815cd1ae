// Elections as they happen in a village: large bodies, relatives, one person for two posts, a vote that is split.
import { describe, expect, it } from 'vitest';
import { founding } from '../../../machines/founding/index.ts';
import type { Story } from '../given.ts';
import { adviser, draft, drafting, example, ready } from './story.ts';

const people = 24;
const ballot = (from: number, to: number) =>
  Array.from({ length: to - from + 1 }, (_, at) => ({ member: from + at, votes: people }));

function manyMembers(kinships: object[] = []): Record<string, unknown> {
  const payload = draft('members') as { members: { list: object[] } };
  const list = Array.from({ length: people }, (_, at) => ({
    ...payload.members.list[0],
    no: at + 1,
    name: `Thành viên ${at + 1}`,
    capital: 60_000_000,
  }));
  return { ...payload, members: { list, kinships } };
}

function governance(board: number, supervisors: number): Record<string, unknown> {
  const payload = draft('governance') as { governance: object };
  return { ...payload, governance: { ...payload.governance, board, supervisors } };
}

/** A conference of 24 official members, everything valued, that elects bodies of these sizes. */
function conference(board: number, supervisors: number, kinships?: object[]): Story {
  return ready({}, { members: manyMembers(kinships), governance: governance(board, supervisors) })
    .does('SCHEDULE_ASSEMBLY')
    .does('OPEN', { ...example('OPEN'), official: people })
    .does('RECORD_VOTE', { for: people, against: 0, abstain: 0 })
    .does('ADOPT_MEMBER_LIST')
    .does('VALUE_ASSETS', { method: 'unanimous', for: people });
}

const decision = (board: number, supervisors: number): Record<string, unknown> => ({
  ...example('DECIDE'),
  plan: { for: people, against: 0, abstain: 0 },
  board: ballot(1, board),
  supervisors: ballot(board + 1, board + supervisors),
  headSupervisor: board + 1,
});
const codes = (story: Story, payload: Record<string, unknown>) =>
  story.refused('DECIDE', payload).reasons.map(({ code }) => code);
const fits = (payload: object) => founding.events['DECIDE']?.payload.safeParse(payload).success;

describe('Đ65.1, 69.1: how large the bodies may be', () => {
  it('a board of fifteen and seven supervisors are elected', () => {
    const story = conference(15, 7).does('DECIDE', decision(15, 7));
    expect(story.state).toBe('assembly.decided');
    const { posts } = story.data['conference'] as { posts: object[] };
    expect(posts).toHaveLength(1 + 15 + 1 + 7);
  });

  it('sixteen or eight are not: neither in the draft, nor on the ballot, nor other than was drafted', () => {
    const reviewed = (payload: Record<string, unknown>) =>
      drafting()
        .does('SUBMIT_DRAFT', payload)
        .as(adviser)
        .refused('ACCEPT_PART', { part: 'governance' })
        .reasons.map(({ code }) => code);
    expect(reviewed(governance(16, 1))).toEqual(['boardSize']);
    expect(reviewed(governance(3, 8))).toEqual(['supervisorSize']);
    expect(fits(decision(15, 7))).toBe(true);
    expect(fits(decision(16, 7))).toBe(false);
    expect(fits(decision(15, 8))).toBe(false);
    expect(codes(conference(14, 7), decision(15, 7))).toEqual(['postsFilled']);
    expect(codes(conference(15, 6), decision(15, 7))).toEqual(['postsFilled']);
  });
});

describe('Đ62: relatives and one person for two posts', () => {
  const kin = (first: number, second: number) => ({ first, second, relation: 'sibling' });

  it('three who are related on a board of three: each pair is named, whoever declared it', () => {
    const all = [kin(1, 2), kin(2, 3), kin(1, 3)];
    const story = conference(3, 1, all.slice(0, 2));
    const { reasons } = story.refused('DECIDE', { ...decision(3, 1), kinships: all.slice(2) });
    expect(reasons).toMatchObject([{ code: 'noFamily' }]);
    expect(reasons[0]?.have).toHaveLength(3);
    expect(reasons[0]?.have).toEqual(expect.arrayContaining(all));
  });

  it('the same three may be members, and one of them on the board', () => {
    const story = conference(3, 1, [kin(1, 2), kin(2, 3), kin(1, 3)]);
    const board = [1, 5, 6].map((member) => ({ member, votes: people }));
    const one = { ...decision(3, 1), board, supervisors: ballot(7, 7), headSupervisor: 7 };
    expect(story.does('DECIDE', one).state).toBe('assembly.decided');
  });

  it('one person for two posts that check each other, twice in one body, head of both: each is named', () => {
    const story = conference(3, 2);
    const both = { ...decision(3, 2), supervisors: ballot(3, 4), headSupervisor: 3 };
    expect(story.refused('DECIDE', both).reasons).toMatchObject([
      { code: 'noDoublePosts', have: [3] },
    ]);
    const twice = { ...decision(3, 2), supervisors: [...ballot(4, 4), ...ballot(4, 4)] };
    expect(story.refused('DECIDE', twice).reasons).toMatchObject([
      { code: 'noDoublePosts', have: [4] },
    ]);
  });
});

describe('Đ39.5: a vote that is split', () => {
  const tied = { for: 12, against: 12, abstain: 0 };

  it('does not pass the plan, fills no post, and ends as a tie', () => {
    const story = conference(3, 1);
    const half = ballot(1, 3).map((each) => ({ ...each, votes: 12 }));
    expect(codes(story, { ...decision(3, 1), plan: tied })).toEqual(['planPassed']);
    expect(codes(story, { ...decision(3, 1), board: half })).toEqual(['electedByMajority']);
    expect(story.refused('SPLIT', { item: 'plan', ...tied, against: 11 }).code).toBe('refused');
    expect(story.does('SPLIT', { item: 'plan', ...tied }).state).toBe('assembly.failed');
  });

  it('thirteen of twenty-four carry it', () => {
    const plan = { for: 13, against: 11, abstain: 0 };
    const story = conference(3, 1).does('DECIDE', { ...decision(3, 1), plan });
    expect(story.state).toBe('assembly.decided');
  });
});
