// Motions from the floor, and how the items of the agenda were voted on: counted, summed, printed.
import { describe, expect, it } from 'vitest';
import type { Story } from '../given.ts';
import { draft, example, membersWith, ready, valued } from './story.ts';

const called = (story = ready()): Story => story.does('SCHEDULE_ASSEMBLY').on('2026-03-05');
const opened = (): Story => called().does('OPEN');
const motion = { motion: 'DN-1', text: 'Nâng mức góp vốn tối thiểu', how: 'open' };
const votes = (yea: number, against: number, abstain = 0) => ({ for: yea, against, abstain });
const count = (yea: number, against: number, abstain = 0) => ({
  motion: 'DN-1',
  ...votes(yea, against, abstain),
  how: 'open',
});
const secret = (given: number, collected: number, invalid: number) => ({
  how: 'secret',
  given,
  collected,
  invalid,
});
const codes = (story: Story, event: string, payload: Record<string, unknown>) =>
  story.refused(event, payload).reasons.map(({ code }) => code);
const motions = (story: Story) =>
  (story.data['conference'] as { motions: { result?: object }[] }).motions;
const articles = (story: Story): string[] =>
  story.told
    .flatMap(({ outcome }) => outcome.effects)
    .flatMap((effect) =>
      effect.kind === 'issue' && effect.document === 'ASSEMBLY_MINUTES'
        ? [effect.data as { articles: string[] }]
        : [],
    )
    .at(-1)?.articles ?? [];

describe('motions from the floor', () => {
  it('are moved, counted with the sum, and pass with more than half of all official members', () => {
    const story = opened().does('MOTION', motion).does('COUNT_MOTION', count(4, 3));
    expect(motions(story)).toEqual([
      {
        id: 'DN-1',
        text: 'Nâng mức góp vốn tối thiểu',
        how: 'open',
        result: {
          votes: votes(4, 3),
          how: 'open',
          present: 7,
          passed: true,
          arithmetic: {
            vi: 'Cần quá 50 % của 7 thành viên = 3,5, tức ít nhất 4 phiếu thuận; có 4: đạt.',
            en: 'Needs more than 50 % of 7 members = 3.5, that is at least 4 votes for; there are 4: reached.',
          },
        },
      },
    ]);
  });

  it('Đ39.5: as many for as against does not pass, and the sum says so', () => {
    const story = opened()
      .does('MOTION', motion)
      .does('COUNT_MOTION', count(3, 3, 1));
    expect(motions(story)[0]?.result).toMatchObject({
      passed: false,
      arithmetic: { vi: expect.stringContaining('Thuận và chống bằng nhau: không thông qua.') },
    });
  });

  it('Đ39.5: one vote for each official member present, none for associates and guests', () => {
    expect(codes(opened(), 'COUNT_MOTION', count(7, 1))).toEqual(['oneVoteEach']);
    const associate = ready({}, { members: membersWith({ 7: { membership: 'contributing' } }) });
    const story = called(associate);
    for (const member of [1, 2, 7]) story.does('CHECK_IN', { member, present: true });
    // Three have come, two of them vote.
    expect(story.refused('COUNT_MOTION', count(3, 0)).reasons).toMatchObject([
      { code: 'oneVoteEach', need: 2, have: 3 },
    ]);
    expect(story.does('COUNT_MOTION', count(2, 0)).standing.state).toBe('assembly.scheduled');
  });

  it('wait for the day, not for each other: a count may come first, the latest stands', () => {
    expect(codes(ready().does('SCHEDULE_ASSEMBLY'), 'MOTION', motion)).toEqual(['conferenceDay']);
    const story = opened().does('COUNT_MOTION', count(4, 3));
    story.does('MOTION', { ...motion, motion: 'DN-2' }).does('MOTION', motion);
    story.does('COUNT_MOTION', count(2, 5));
    expect(motions(story)).toMatchObject([
      { id: 'DN-1', text: motion.text, result: { votes: votes(2, 5), passed: false } },
      { id: 'DN-2' },
    ]);
  });

  it('by secret ballot: what is given out, collected and invalid must add up', () => {
    const ballot = (yea: number, against: number, papers: object) => ({
      ...count(yea, against),
      ...papers,
    });
    const wrong = [
      ballot(4, 2, { how: 'secret' }),
      ballot(4, 2, { how: 'secret', given: 7 }),
      ballot(4, 2, secret(6, 7, 1)),
      ballot(4, 2, secret(7, 7, 0)),
      ballot(4, 2, secret(8, 7, 1)),
    ];
    for (const payload of wrong)
      expect(codes(opened(), 'COUNT_MOTION', payload)).toEqual(['ballotsAddUp']);
    expect(codes(opened(), 'COUNT_MOTION', ballot(6, 1, secret(7, 8, 1)))).toEqual([
      'oneVoteEach',
      'ballotsAddUp',
    ]);
    const story = opened().does('COUNT_MOTION', ballot(4, 2, secret(7, 7, 1)));
    expect(motions(story)[0]?.result).toMatchObject({
      passed: true,
      ballots: { given: 7, collected: 7, invalid: 1 },
    });
    // Without invalid ones the number may be left out.
    const { invalid: _, ...none } = secret(6, 6, 0);
    expect(motions(opened().does('COUNT_MOTION', ballot(4, 2, none)))).toHaveLength(1);
  });
});

describe('minutes', () => {
  it('print motions in their order, with way, ballots, sum and outcome', () => {
    const story = opened().does('MOTION', motion).does('COUNT_MOTION', count(4, 3));
    story
      .does('MOTION', { motion: 'DN-2', text: 'Bầu thêm tổ trưởng', how: 'secret' })
      .does('COUNT_MOTION', { ...count(3, 3), motion: 'DN-2', ...secret(7, 7, 1) })
      .does('MOTION', { motion: 'DN-3', text: 'Mở thêm điểm thu mua', how: 'open' })
      .does('COUNT_MOTION', { ...count(1, 0), motion: 'DN-4' });
    for (const event of ['RECORD_VOTE', 'ADOPT_MEMBER_LIST', 'VALUE_ASSETS', 'DECIDE'])
      story.does(event);
    expect(articles(story).slice(-3)).toEqual([
      'Đề nghị 1: Nâng mức góp vốn tối thiểu. Biểu quyết bằng giơ tay (công khai): 4 thuận, 3 chống, 0 trắng. Cần quá 50 % của 7 thành viên = 3,5, tức ít nhất 4 phiếu thuận; có 4: đạt. Được thông qua.',
      'Đề nghị 2: Bầu thêm tổ trưởng. Biểu quyết bằng bỏ phiếu kín (phát ra 7, thu về 7, không hợp lệ 1 phiếu): 3 thuận, 3 chống, 0 trắng. Cần quá 50 % của 7 thành viên = 3,5, tức ít nhất 4 phiếu thuận; có 3: không đạt. Thuận và chống bằng nhau: không thông qua. Không được thông qua.',
      'Đề nghị 3: Mở thêm điểm thu mua. Chưa biểu quyết.',
    ]);
  });

  it('print how each item of the agenda was voted on', () => {
    const story = opened()
      .does('RECORD_VOTE', { ...votes(5, 1), ...secret(7, 7, 1) })
      .does('ADOPT_MEMBER_LIST')
      .does('VALUE_ASSETS', { ...example('VALUE_ASSETS'), how: 'open' })
      .does('DECIDE', {
        ...example('DECIDE'),
        plan: { ...votes(6, 1), how: 'open' },
        given: 7,
        collected: 7,
        invalid: 0,
      });
    expect(articles(story).slice(0, 8)).toEqual([
      'Biểu quyết điều lệ: bỏ phiếu kín (phát ra 7, thu về 7, không hợp lệ 1 phiếu): 5 thuận, 1 chống, 0 trắng. Cần quá 50 % của 7 thành viên = 3,5, tức ít nhất 4 phiếu thuận; có 5: đạt.',
      'Danh sách thành viên: 7 thành viên chính thức tán thành điều lệ, có tên trong danh sách',
      'Định giá tài sản góp vốn: các thành viên góp vốn nhất trí; giơ tay (công khai), 7 người tán thành',
      'Biểu quyết phương án sản xuất, kinh doanh: giơ tay (công khai): 6 thuận, 1 chống, 0 trắng. Cần quá 50 % của 7 thành viên = 3,5, tức ít nhất 4 phiếu thuận; có 6: đạt.',
      'Bầu cử: bỏ phiếu kín; phát ra 7, thu về 7, không hợp lệ 0 phiếu',
      'Thành viên Hội đồng quản trị: Trần Văn An (7 phiếu)',
      'Thành viên Hội đồng quản trị: Lê Thị Bảy (7 phiếu)',
      'Thành viên Hội đồng quản trị: Phạm Văn Cường (6 phiếu)',
    ]);
    expect(story.data['conference']).toMatchObject({ charterVote: votes(5, 1) });
  });

  it('say how an item was lost', () => {
    const story = opened().does('VOTE_FAILED', {
      item: 'plan',
      ...votes(2, 4),
      ...secret(7, 7, 1),
    });
    expect(articles(story)).toEqual([
      expect.stringMatching(/^Biểu quyết phương án .*bỏ phiếu kín.*2 thuận, 4 chống.*không đạt\.$/),
    ]);
  });

  it('the director of a small cooperative stands among those elected', () => {
    const governance = draft('governance') as { governance: object };
    governance.governance = { ...governance.governance, variant: 'simplified', board: 0 };
    const story = valued({}, { governance }).does('DECIDE', {
      ...example('DECIDE'),
      board: undefined,
      chair: undefined,
      headSupervisor: undefined,
      director: { member: 1, votes: 7 },
      given: 7,
      collected: 7,
    });
    expect(articles(story)).toContain('Giám đốc: Trần Văn An (7 phiếu)');
  });
});

describe('ballots of the elections and of the plan', () => {
  it('add up as well', () => {
    const decision = (change: object) => ({ ...example('DECIDE'), ...change });
    const wrong = [
      { given: 8, collected: 7 },
      { given: 7, collected: 8 },
      { given: 7, collected: 5, invalid: 6 },
    ];
    for (const change of wrong)
      expect(codes(valued(), 'DECIDE', decision(change))).toEqual(['electionBallotsAddUp']);
    const plan = { ...votes(6, 0), ...secret(7, 7, 0) };
    expect(codes(valued(), 'DECIDE', decision({ plan }))).toEqual(['ballotsAddUp']);
  });
});
