// Members and their capital, clause by clause, to the last dong.
import { describe, expect, it } from 'vitest';
import type { Refusal } from '../../../src/engine/reasons.ts';
import { accepted, adviser, drafting, founder, membersWith, type Told } from './story.ts';

type Changes = Record<number, Record<string, unknown>>;

/** The adviser tries to accept a member list: the codes of what stands against it. */
function faults(changes: Changes, told?: Told, upTo?: number): string[] {
  return refusal(changes, told, upTo).reasons.map(({ code }) => code);
}

function refusal(changes: Changes, told?: Told, upTo?: number): Refusal {
  return drafting(told)
    .as(founder)
    .does('SUBMIT_DRAFT', membersWith(changes, told, upTo))
    .as(adviser)
    .refused('ACCEPT_PART', { part: 'members' });
}

/** Whether the adviser may accept a member list. */
function passes(changes: Changes, told?: Told, upTo?: number): boolean {
  const story = accepted(drafting(told), 'members', membersWith(changes, told, upTo));
  return story.standing.leaves.includes('drafting.members.accepted');
}

const everybody = (change: Record<string, unknown>): Changes =>
  Object.fromEntries([1, 2, 3, 4, 5, 6, 7].map((no) => [no, change]));

const older = { on: '2022-03-01' };

describe('how many', () => {
  it('Đ15: each member has a number of its own', () => {
    expect(refusal({ 2: { no: 1 } }).reasons).toMatchObject([{ code: 'memberNumbers', have: [1] }]);
  });
});

describe('who', () => {
  it('Đ30.1: a citizen without a known age, or without capacity, is not eligible', () => {
    expect(faults({ 1: { birthDate: undefined } })).toEqual(['membersEligible']);
    expect(faults({ 1: { capable: false } })).toEqual(['membersEligible']);
  });

  it('Đ30.2: associates who contribute nothing may be 15, or foreign residents', () => {
    const young = { membership: 'noncontributing', capital: 0, capable: false };
    expect(passes({ 7: { ...young, birthDate: '2011-03-02' } })).toBe(true);
    expect(faults({ 7: { ...young, birthDate: '2011-03-03' } })).toEqual(['membersEligible']);
    expect(passes({ 7: { ...young, who: 'foreigner' } })).toBe(true);
    expect(faults({ 7: { who: 'foreigner' } })).toEqual(['membersEligible']);
  });

  it('Đ30.3: everybody has applied in writing', () => {
    expect(faults({ 3: { applied: false } })).toEqual(['membersEligible']);
  });

  it('Đ30.1: households, groups and Vietnamese legal persons may be official members', () => {
    const changes = { 1: { who: 'household' }, 2: { who: 'group' }, 3: { who: 'legalPerson' } };
    expect(passes(changes)).toBe(true);
  });

  it('the 2012 profile knows no age of its own and one kind of member', () => {
    expect(passes({ 1: { birthDate: '2008-03-03' } }, older)).toBe(true);
    expect(faults({ 7: { membership: 'contributing' } }, older)).toContain('memberKinds');
  });

  it('Đ4.8: only cooperatives are official members of a union', () => {
    const union = { kind: 'union' } as const;
    expect(faults({ 1: { who: 'legalPerson' } }, union)).toEqual(['memberKinds']);
  });

  it('Đ4.17 to 4.19: those who contribute do, the others have nothing', () => {
    expect(faults({ 1: { capital: 0 } })).toEqual(['memberCapital']);
    expect(faults({ 1: { membership: 'noncontributing' } })).toEqual(['memberCapital']);
  });
});

describe('how much', () => {
  // Six members with 700 million together; the seventh decides.
  const six = everybody({ capital: 100_000_000 });
  const rest = { ...six, 6: { capital: 200_000_000 } };

  it('Đ74.1: an official member holds exactly 30 %, not one dong more', () => {
    expect(passes({ ...rest, 7: { capital: 300_000_000 } })).toBe(true);
    expect(refusal({ ...rest, 7: { capital: 300_000_001 } }).reasons).toMatchObject([
      {
        code: 'memberShares',
        need: '30 %',
        have: [{ name: 'Võ Văn Hải', amount: 300_000_001, of: 1_000_000_001 }],
        law: 'Luật 17/2023/QH15 Đ74.1',
      },
    ]);
  });

  it('the 2012 profile sets no limits on foreign members', () => {
    const investor = { who: 'foreignInvestor' };
    expect(passes({ 1: investor, 2: investor, 3: investor }, older)).toBe(true);
  });
});
