// Đ39.3, 62, 65 to 72: what the conference decides, and who may hold which post.
import { describe, expect, it } from 'vitest';
import type { Refusal } from '../../../src/engine/reasons.ts';
import { draft, example, membersWith, ready, valued, type Told } from './story.ts';

type Changed = Parameters<typeof valued>[1];

const ballot = (...members: number[]) => members.map((member) => ({ member, votes: 7 }));

function decision(change: object): Record<string, unknown> {
  return { ...example('DECIDE'), ...change };
}

function refusal(change: object, told?: Told, changed?: Changed): Refusal {
  return valued(told, changed).refused('DECIDE', decision(change));
}

const codes = (...given: Parameters<typeof refusal>) =>
  refusal(...given).reasons.map(({ code }) => code);

function passes(change: object, told?: Told, changed?: Changed): boolean {
  return valued(told, changed).does('DECIDE', decision(change)).state === 'assembly.decided';
}

const governance = {
  part: 'governance',
  governance: { variant: 'simplified', size: 'micro', board: 0, supervisors: 1, termYears: 5 },
};

const simplified = {
  board: undefined,
  chair: undefined,
  headSupervisor: undefined,
  director: { member: 1, votes: 7 },
};

const kin = (first: number, second: number) => ({ first, second, relation: 'sibling' });

describe('Đ39.3: what is decided', () => {
  it('the plan by a majority of official members', () => {
    expect(codes({ plan: { for: 3, against: 4, abstain: 0 } })).toEqual(['planPassed']);
    expect(passes({ plan: { for: 4, against: 3, abstain: 0 } })).toBe(true);
  });

  it('counts that cannot be are refused', () => {
    expect(codes({ plan: { for: 8, against: 0, abstain: 0 } })).toEqual(['planPassed']);
    expect(codes({ supervisors: [{ member: 4, votes: 8 }] })).toEqual(['electedByMajority']);
  });

  it('Đ56.1: full governance has board, chair, supervisors and head', () => {
    expect(codes({ board: ballot(1, 2) })).toEqual(['postsFilled']);
    expect(codes({ chair: undefined })).toEqual(['postsFilled']);
    expect(codes({ chair: 7 })).toEqual(['postsFilled']);
    expect(codes({ headSupervisor: undefined })).toEqual(['postsFilled']);
    expect(codes({ supervisors: ballot(4, 5) })).toEqual(['postsFilled']);
  });

  it('simplified governance has a director and a supervisor', () => {
    const story = valued({}, { governance }).does('DECIDE', decision(simplified));
    expect(story.state).toBe('assembly.decided');
    const { conference } = story.data as { conference: { posts: object[] } };
    expect(conference.posts).toEqual([
      { label: 'Giám đốc', value: 'Trần Văn An' },
      { label: 'Kiểm soát viên', value: 'Nguyễn Thị Dung' },
    ]);
    const without = { ...simplified, director: undefined };
    expect(codes(without, {}, { governance })).toEqual(['postsFilled']);
  });

  it('Đ39.5: everybody elected has a majority', () => {
    expect(refusal({ supervisors: [{ member: 4, votes: 3 }] }).reasons).toMatchObject([
      { code: 'electedByMajority', have: [{ member: 4, votes: 3 }] },
    ]);
    expect(passes({ supervisors: [{ member: 4, votes: 4 }] })).toBe(true);
    const director = { ...simplified, director: { member: 1, votes: 3 } };
    expect(codes(director, {}, { governance })).toEqual(['electedByMajority']);
  });

  it('Đ65.2, 69.1: by secret ballot', () => {
    expect(codes({ secretBallot: false })).toEqual(['secretBallot']);
  });

  it('the resolution names posts and registrant', () => {
    const story = valued().does('DECIDE');
    expect(story.effects.find(({ kind }) => kind === 'issue')).toMatchObject({
      document: 'FOUNDING_RESOLUTION',
      data: {
        holder: { name: 'Hợp tác xã Rau sạch Hòa Bình', address: 'Ấp Một, xã Hòa Bình' },
        members: [
          { role: 'Chủ tịch Hội đồng quản trị', name: 'Trần Văn An' },
          { role: 'Thành viên Hội đồng quản trị', name: 'Trần Văn An' },
          { role: 'Thành viên Hội đồng quản trị', name: 'Lê Thị Bảy' },
          { role: 'Thành viên Hội đồng quản trị', name: 'Phạm Văn Cường' },
          { role: 'Trưởng ban kiểm soát', name: 'Nguyễn Thị Dung' },
          { role: 'Kiểm soát viên', name: 'Nguyễn Thị Dung' },
        ],
        text: 'Ủy quyền cho Trần Văn An thực hiện thủ tục đăng ký thành lập.',
        items: [{ label: 'Biểu quyết điều lệ', value: '7 thuận, 0 chống, 0 trắng' }],
      },
    });
  });
});

describe('Đ62: posts that check each other', () => {
  it('board members and supervisors are official members', () => {
    const members = membersWith({ 7: { membership: 'contributing' } });
    const six = {
      plan: { for: 6, against: 0, abstain: 0 },
      board: [1, 2, 3].map((member) => ({ member, votes: 6 })),
      supervisors: [{ member: 7, votes: 6 }],
      headSupervisor: 7,
    };
    expect(valuedWith(members).refused('DECIDE', decision(six)).reasons).toMatchObject([
      { code: 'electedAreMembers', have: [7] },
    ]);
  });

  it('nobody is both on the board and a supervisor, chief accountant or treasurer', () => {
    expect(codes({ supervisors: ballot(3), headSupervisor: 3 })).toEqual(['noDoublePosts']);
    expect(codes({ accountant: 2 })).toEqual(['noDoublePosts']);
    expect(codes({ treasurer: 1 })).toEqual(['noDoublePosts']);
    expect(passes({ accountant: 5, treasurer: 6 })).toBe(true);
  });

  it('a supervisor is neither director, chief accountant nor treasurer', () => {
    expect(codes({ director: { member: 4, votes: 7 } })).toEqual(['noDoublePosts']);
    expect(codes({ accountant: 4 })).toEqual(['noDoublePosts']);
  });

  it('nobody is elected twice to the same body', () => {
    expect(codes({ board: ballot(1, 2, 2) })).toEqual(['noDoublePosts']);
  });

  it('Đ56.1a: the chair may be the director too', () => {
    expect(passes({ director: { member: 1, votes: 7 } })).toBe(true);
  });

  it.each([[[kin(1, 2)]], [[kin(1, 2), kin(2, 3), kin(1, 3)]]])(
    'a board of three has no two members of one family',
    (kinships) => {
      expect(refusal({ kinships }).reasons).toMatchObject([{ code: 'noFamily', have: kinships }]);
    },
  );

  it('a supervisor is not family of the board, the director, the accountant or the treasurer', () => {
    expect(codes({ kinships: [kin(4, 2)] })).toEqual(['noFamily']);
    expect(codes({ director: { member: 5, votes: 7 }, kinships: [kin(5, 4)] })).toEqual([
      'noFamily',
    ]);
    expect(codes({ accountant: 5, kinships: [kin(4, 5)] })).toEqual(['noFamily']);
    expect(codes({ treasurer: 6, kinships: [kin(6, 1)] })).toEqual(['noFamily']);
  });

  it('supervisors are not family of each other', () => {
    const two = {
      ...draft('governance'),
      governance: { ...(draft('governance')['governance'] as object), supervisors: 2 },
    };
    const posts = { supervisors: ballot(4, 5), kinships: [kin(4, 5)] };
    expect(codes(posts, {}, { governance: two })).toEqual(['noFamily']);
  });

  it('Đ62 does not set director against board, nor accountant against treasurer', () => {
    const director = { member: 5, votes: 7 };
    expect(passes({ director, kinships: [kin(5, 1)] })).toBe(true);
    expect(passes({ accountant: 5, treasurer: 6, kinships: [kin(5, 6)] })).toBe(true);
  });

  it('ties declared with the member list count as well', () => {
    const payload = membersWith({}) as { members: object };
    const members = { ...payload, members: { ...payload.members, kinships: [kin(2, 1)] } };
    expect(codes({}, {}, { members })).toEqual(['noFamily']);
  });

  it('the 2012 profile carries no such rule', () => {
    const older = { on: '2022-03-01' };
    expect(passes({ kinships: [kin(1, 2)], accountant: 2 }, older)).toBe(true);
  });
});

/** A conference of six official members and one contributing associate, everything valued. */
function valuedWith(members: Record<string, unknown>) {
  return ready({}, { members })
    .does('SCHEDULE_ASSEMBLY')
    .does('OPEN', { ...example('OPEN'), official: 6, associates: 1 })
    .does('RECORD_VOTE', { for: 6, against: 0, abstain: 0 })
    .does('ADOPT_MEMBER_LIST')
    .does('VALUE_ASSETS');
}
