// What the room of an appraisal board shows: seats, what each member owes and has said, the sums of the meeting.
import { describe, expect, it } from 'vitest';
import type { Actor, Process } from '../../../machines/define.ts';
import type { BoardPart, SeatGiven } from '../../../machines/sitting.ts';
import type { Story } from '../given.ts';
import {
  chair,
  example,
  fifth,
  formed,
  inSession,
  officer,
  passed,
  process,
  scheduled,
  scoring,
  seen,
  submitted,
  votes,
} from './board.ts';

const { board } = process as Process & { board: BoardPart<Record<string, unknown>> };

const settings = Object.fromEntries(
  Object.entries(process.settings).map(([name, { value }]) => [name, value]),
);
const factsOf = (story: Story) => story.told.at(-1)!.facts;
const owed = (story: Story, who: Actor) => board.owed(seen(story, who), who);
const said = (story: Story, who: Actor) => board.said(seen(story, who), who);

describe('what a member owes', () => {
  it('is nothing before there is a board, and for whoever has no seat', () => {
    expect(owed(submitted(), chair)).toEqual([]);
    expect(owed(formed(), officer)).toEqual([]);
  });

  it('follows the case: to declare, to score, to open, to vote', () => {
    expect(owed(formed(), fifth)).toEqual(['DECLARE_CONFLICT']);
    expect(owed(scoring(), fifth)).toEqual(['SCORE']);
    expect([owed(scheduled(), chair), owed(scheduled(), fifth)]).toEqual([['OPEN'], []]);
    expect(owed(inSession(), fifth)).toEqual(['CAST_BALLOT']);
    expect(owed(votes(inSession(), 'for'), chair)).toEqual([]);
  });

  it('is nothing once recused', () => {
    const story = formed().as(fifth).does('DECLARE_CONFLICT', example('DECLARE_CONFLICT', 1));
    expect(owed(story, fifth)).toEqual([]);
    expect(board.seats(story.data).map(({ standing }) => standing)).toEqual([
      'undeclared',
      'undeclared',
      'undeclared',
      'undeclared',
      'recused',
    ]);
  });
});

it('a member reads back what they said, and nobody else does', () => {
  const story = votes(inSession(), 'against');
  expect(said(story, chair).map(({ value }) => value)).toEqual([
    { vi: 'đã nộp và niêm phong', en: 'handed in and sealed' },
    { vi: 'không tán thành', en: 'against' },
  ]);
  expect(said(story, fifth)).toHaveLength(1);
  expect(said(formed(), fifth)).toEqual([]);
});

it('the meeting is told with its sum once it is open, and the result once the vote is closed', () => {
  const none = scoring();
  expect(board.sitting(none.data, factsOf(none))).toBeUndefined();
  const called = scheduled();
  expect(board.sitting(called.data, factsOf(called))).toEqual({
    attempt: 1,
    from: (called.data as { meeting: { expectedOn: string } }).meeting.expectedOn,
  });
  const open = inSession();
  expect(board.sitting(open.data, factsOf(open))).toMatchObject({ quorum: { met: true } });
  expect(board.seats(open.data).every(({ present }) => present)).toBe(true);
  expect(board.resolutions(open.data)).toEqual([]);
  const [vote] = board.resolutions(passed().data);
  expect(vote).toMatchObject({ attempt: 1, round: 1, result: { vi: 'Thông qua' } });
  expect(vote?.arithmetic.map(({ vi }) => vi.split(':').at(-1))).toEqual([' đạt.', ' đạt.']);
});

describe('the composition', () => {
  const members = (example('FORM_BOARD') as { members: SeatGiven[] }).members;
  const faults = (given: SeatGiven[], other: object = {}) =>
    board.faults(given, { settings: { ...settings, ...other } }).map(({ vi }) => vi);

  it('is sound as in the example, with a secretary who has no vote too', () => {
    expect(faults(members)).toEqual([]);
    const sixth = { ...members[1]!, person: 'board-7', role: 'secretary' as const, voting: false };
    const others = members.map((each) => ({
      ...each,
      role: each.role === 'secretary' ? ('member' as const) : each.role,
    }));
    expect(faults([...others, sixth])).toEqual([]);
  });

  it('names everything that is wrong at once', () => {
    const two = [members[0]!, members[0]!].map((each) => ({ ...each, voting: false }));
    expect(faults(two)).toEqual([
      'Phải có từ 5 đến 9 thành viên biểu quyết',
      'Số thành viên biểu quyết phải là số lẻ',
      'Phải có một Chủ tịch, có quyền biểu quyết',
      'Phải có một Thư ký',
      'Có người giữ hai ghế',
      'Chưa có người của Sở Nông nghiệp và Môi trường',
    ]);
    expect(faults(members.slice(0, 4), { boardOdd: false, boardSizeMin: 3 })).toEqual([]);
  });
});
