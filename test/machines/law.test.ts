// The laws as data: values, articles, confidence, and exact shares.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import data from '../../machines/legal-profiles.json' with { type: 'json' };
import {
  belowShare,
  boardSize,
  boardTermYears,
  capitalFilingDays,
  capitalMonths,
  changeFilingDays,
  cite,
  complaintAcceptanceOn,
  fullGovernanceRequired,
  maxAssociateTotal,
  maxForeignMemberRatio,
  maxForeignTotal,
  maxMemberShare,
  meetingNoticeDays,
  memberMinAge,
  minFounders,
  profile,
  profileInForce,
  publicationDays,
  registrationWorkingDays,
  registryAuthorityOn,
  statutoryTerms,
  supervisorySize,
  withinShare,
} from '../../machines/law.ts';
import type { StatutoryTerm } from '../../machines/law.ts';

const law2023 = profile('LAW_HTX_2023');
const law2012 = profile('LAW_HTX_2012');
const law2003 = profile('LAW_HTX_2003');

describe('which law', () => {
  test.each([
    ['2004-07-01', 'LAW_HTX_2003'],
    ['2013-06-30', 'LAW_HTX_2003'],
    ['2013-07-01', 'LAW_HTX_2012'],
    ['2024-06-30', 'LAW_HTX_2012'],
    ['2024-07-01', 'LAW_HTX_2023'],
    ['2026-11-21', 'LAW_HTX_2023'],
  ])('on %s: %s', (on, id) => {
    const inForce = profileInForce(on);
    expect(inForce).toBe(profile(id));
    expect(inForce.effectiveFrom <= on).toBe(true);
    expect(inForce.effectiveTo === null || on <= inForce.effectiveTo).toBe(true);
  });

  test('none is known before 2004-07-01, nor under another name', () => {
    expect(() => profileInForce('2004-06-30')).toThrow(RangeError);
    expect(() => profile('LAW_HTX_1996')).toThrow('unknown legal profile: LAW_HTX_1996');
  });

  test('the three laws are cited by number', () => {
    expect([law2023.shortLaw, law2012.shortLaw, law2003.shortLaw]).toEqual([
      'Luật 17/2023/QH15',
      'Luật 23/2012/QH13',
      'Luật 18/2003/QH11',
    ]);
    expect(law2023.law).toBe('Luật Hợp tác xã số 17/2023/QH15 (20/06/2023)');
  });
});

describe('founding under the 2023 law', () => {
  const verified = (value: unknown, basis: string) => ({ value, basis, confidence: 'verified' });

  test('5 founders of a cooperative, 3 of a union (Đ4.7, Đ4.8)', () => {
    expect(minFounders(law2023, 'cooperative')).toEqual(verified(5, 'Điều 4.7'));
    expect(minFounders(law2023, 'union')).toEqual(verified(3, 'Điều 4.8'));
    expect(4 >= minFounders(law2023, 'cooperative').value).toBe(false);
  });

  test('a member holds at most 30 % of a cooperative, 40 % of a union (Đ74.1)', () => {
    expect(maxMemberShare(law2023, 'cooperative')).toEqual(
      verified({ part: 3n, whole: 10n }, 'Điều 74.1'),
    );
    expect(maxMemberShare(law2023, 'union').value).toEqual({ part: 4n, whole: 10n });
  });

  test('exactly 30 % is allowed, one dong more is not', () => {
    const { value } = maxMemberShare(law2023, 'cooperative');
    expect(withinShare(300_000_000, 1_000_000_000, value)).toBe(true);
    expect(withinShare(300_000_001, 1_000_000_000, value)).toBe(false);
    const capital = 9_007_199_254_740_993n * 10n; // beyond what a float can tell apart
    expect(withinShare((capital / 10n) * 3n, capital, value)).toBe(true);
    expect(withinShare((capital / 10n) * 3n + 1n, capital, value)).toBe(false);
    expect(0.1 + 0.2 <= 0.3).toBe(false); // why no float is used
  });

  test('associates together 30 % / 40 % (Đ74.2), foreigners together 30 % (Đ74.3)', () => {
    expect(maxAssociateTotal(law2023, 'cooperative')?.value).toEqual({ part: 3n, whole: 10n });
    expect(maxAssociateTotal(law2023, 'union')?.value).toEqual({ part: 4n, whole: 10n });
    expect(maxForeignTotal(law2023)).toEqual(verified({ part: 3n, whole: 10n }, 'Điều 74.3'));
  });

  test('foreign official members stay below 35 %, 35 % itself is too many (Đ30.7)', () => {
    const ratio = maxForeignMemberRatio(law2023)!;
    expect(ratio).toEqual(verified({ part: 35n, whole: 100n }, 'Điều 30.7 / 34.6'));
    expect(belowShare(6, 20, ratio.value)).toBe(true);
    expect(belowShare(7, 20, ratio.value)).toBe(false);
    expect(withinShare(7, 20, ratio.value)).toBe(true);
  });

  test('members are 18, associates without capital 15 (Đ30)', () => {
    expect(memberMinAge(law2023, 'official')).toEqual(verified(18, 'Điều 30.1a'));
    expect(memberMinAge(law2023, 'associateNonContributing')).toEqual(verified(15, 'Điều 30.2b'));
  });

  test('terms: 3 working days, 30 days published, 6 months for capital, 30 and 10 days to file', () => {
    expect(registrationWorkingDays(law2023).value).toBe(3);
    expect(publicationDays(law2023)).toEqual(verified(30, 'Điều 49.3'));
    expect(capitalMonths(law2023)).toEqual(verified(6, 'Điều 74.4'));
    expect(capitalFilingDays(law2023)).toEqual(verified(30, 'Điều 74.7'));
    expect(changeFilingDays(law2023)?.value).toBe(10);
    expect(meetingNoticeDays(law2023)?.value).toBe(3);
  });

  test('board 3 to 15, supervisors 1 to 7, at most 5 years (Đ65, Đ69)', () => {
    expect(boardSize(law2023)).toEqual(verified({ min: 3, max: 15 }, 'Điều 65.1'));
    expect(supervisorySize(law2023)).toEqual(verified({ min: 1, max: 7 }, 'Điều 69.1'));
    expect(boardTermYears(law2023)).toEqual(verified({ min: 0, max: 5 }, 'Điều 65.2'));
  });

  test('full governance unless micro, or a union of fewer than 10 (Đ56)', () => {
    const needed = (founded: Parameters<typeof fullGovernanceRequired>[1]) =>
      fullGovernanceRequired(law2023, founded)?.value;
    expect(needed({ kind: 'cooperative', size: 'micro' })).toBe(false);
    expect(needed({ kind: 'cooperative', size: 'small' })).toBe(true);
    expect(needed({ kind: 'cooperative', size: 'large' })).toBe(true);
    expect(needed({ kind: 'union', members: 9 })).toBe(false);
    expect(needed({ kind: 'union', members: 10 })).toBe(true);
    expect(fullGovernanceRequired(law2023, { kind: 'union', members: 10 })?.basis).toBe(
      'Điều 56.2',
    );
  });
});

describe('older laws are for history, and mostly recalled', () => {
  test('7 founders in 2012, 4 for a union; 20 % and 30 %; 5 working days', () => {
    expect(minFounders(law2012, 'cooperative')).toMatchObject({ value: 7, confidence: 'verified' });
    expect(minFounders(law2012, 'union')).toMatchObject({ value: 4, confidence: 'memory' });
    expect(maxMemberShare(law2012, 'cooperative')).toEqual({
      value: { part: 2n, whole: 10n },
      basis: 'Điều 17.1',
      confidence: 'memory',
    });
    expect(maxMemberShare(law2012, 'union').value).toEqual({ part: 3n, whole: 10n });
    expect(registrationWorkingDays(law2012)).toMatchObject({ value: 5, confidence: 'memory' });
    expect(capitalMonths(law2012).value).toBe(6);
    expect(boardSize(law2012)?.confidence).toBe('memory');
    expect(boardTermYears(law2012)?.value).toEqual({ min: 2, max: 5 });
    expect(supervisorySize(law2012)?.value).toEqual({ min: 0, max: 7 });
  });

  test('what the 2012 law does not know is absent, not zero', () => {
    expect(maxAssociateTotal(law2012, 'cooperative')).toBeUndefined();
    expect(maxForeignTotal(law2012)).toBeUndefined();
    expect(maxForeignMemberRatio(law2012)).toBeUndefined();
    expect(memberMinAge(law2012, 'official')).toBeUndefined();
    expect(capitalFilingDays(law2012)).toBeUndefined();
    expect(fullGovernanceRequired(law2012, { kind: 'union', members: 12 })).toBeUndefined();
    expect(boardTermYears(law2003)).toBeUndefined();
    expect(supervisorySize(law2003)).toBeUndefined();
    expect(boardSize(law2003)).toBeUndefined();
  });

  test('2003: 7 members and 30 %, recalled without article; the rest is refused, not guessed', () => {
    expect(minFounders(law2003, 'cooperative')).toEqual({
      value: 7,
      basis: '',
      confidence: 'memory',
    });
    expect(maxMemberShare(law2003, 'cooperative').value).toEqual({ part: 3n, whole: 10n });
    expect(() => minFounders(law2003, 'union')).toThrow('LAW_HTX_2003 does not give');
    expect(() => maxMemberShare(law2003, 'union')).toThrow(RangeError);
    expect(() => registrationWorkingDays(law2003)).toThrow(RangeError);
    expect(() => capitalMonths(law2003)).toThrow(RangeError);
  });

  test('every parameter carries a known confidence, and the doubtful ones are marked', () => {
    const marks = (law: typeof law2023) =>
      new Set([...law.parameters.values()].map(({ confidence }) => confidence));
    expect(marks(law2023)).toEqual(new Set(['verified']));
    expect(marks(law2012)).toEqual(new Set(['verified', 'memory', 'memory-low']));
    expect(marks(law2003)).toEqual(new Set(['memory']));
    expect(law2023.parameters.size).toBe(Object.keys(data.profiles[0]!.params).length);
  });
});

describe('shares', () => {
  test('agree with a comparison of fractions, for any whole numbers', () => {
    const amounts = fc.bigInt({ min: 0n, max: 10n ** 15n });
    fc.assert(
      fc.property(amounts, amounts, fc.integer({ min: 1, max: 99 }), (part, rest, percent) => {
        const whole = part + rest + 1n;
        const share = { part: BigInt(percent), whole: 100n };
        const largest = (whole * BigInt(percent)) / 100n; // rounded down: the last amount that fits
        expect(withinShare(part, whole, share)).toBe(part <= largest);
        expect(belowShare(part, whole, share)).toBe(
          part < largest || (part === largest && (whole * share.part) % 100n > 0n),
        );
      }),
    );
  });

  test('half a dong is refused', () => {
    expect(() => withinShare(0.5, 10, { part: 3n, whole: 10n })).toThrow(RangeError);
    expect(() => belowShare(1, 10.5, { part: 3n, whole: 10n })).toThrow(RangeError);
  });
});

describe('citations', () => {
  test.each([
    ['Điều 74.1', 'Luật 17/2023/QH15 Đ74.1'],
    ['Điều 30.7 / 34.6', 'Luật 17/2023/QH15 Đ30.7, 34.6'],
    ['Điều 42.4; 47.1b; 48.2b', 'Luật 17/2023/QH15 Đ42.4, 47.1b, 48.2b'],
    ['NĐ 92/2024 Điều 47.1', 'NĐ 92/2024 Đ47.1'],
    ['', 'Luật 17/2023/QH15'],
  ])('%s', (basis, cited) => expect(cite(basis, law2023)).toBe(cited));
});

describe('who registers', () => {
  test('the commune since 2025-07-01, the district before; department names are unconfirmed', () => {
    const now = registryAuthorityOn('2025-07-01', 'cooperative');
    expect(now?.name).toContain('cấp xã');
    expect(now).toMatchObject({ confidence: 'memory', note: expect.stringContaining('level') });
    expect(registryAuthorityOn('2026-11-21', 'union')).toEqual(now);
    const before = registryAuthorityOn('2025-06-30', 'cooperative');
    expect(before).toEqual({
      name: 'Phòng Tài chính - Kế hoạch cấp huyện',
      basis: 'NĐ 92/2024/NĐ-CP Điều 5',
      confidence: 'verified',
    });
    expect(registryAuthorityOn('2024-07-18', 'union')?.name).toBe(before?.name);
  });

  test('under the 2012 law unions went to the province', () => {
    const union = registryAuthorityOn('2022-03-01', 'union');
    expect(union).toMatchObject({ name: 'Phòng ĐKKD, Sở KHĐT', confidence: 'memory' });
    expect(registryAuthorityOn('2013-11-01', 'cooperative')?.name).toContain('cấp huyện');
  });

  test('nobody is named where the table has a gap', () => {
    for (const on of ['2013-10-31', '2024-07-01', '2024-07-17']) {
      expect(registryAuthorityOn(on, 'cooperative')).toBeUndefined();
    }
  });
});

describe('terms of other laws', () => {
  test.each<[keyof typeof statutoryTerms, number, string, string]>([
    ['supplementWindow', 60, 'calendarDays', 'NĐ 92/2024/NĐ-CP Đ19.6'],
    ['stopRequestAnswer', 3, 'workingDays', 'NĐ 92/2024/NĐ-CP Đ19.7'],
    ['membersBelowMinimum', 12, 'months', 'Luật 17/2023/QH15 Đ103.1d'],
    ['complaintLimitation', 90, 'calendarDays', 'Luật Khiếu nại 02/2011/QH13 Đ9'],
    ['firstDecision', 30, 'calendarDays', 'Luật Khiếu nại 02/2011/QH13 Đ28'],
    ['firstDecisionComplex', 45, 'calendarDays', 'Luật Khiếu nại 02/2011/QH13 Đ28'],
    ['firstDecisionRemote', 45, 'calendarDays', 'Luật Khiếu nại 02/2011/QH13 Đ28'],
    ['firstDecisionRemoteComplex', 60, 'calendarDays', 'Luật Khiếu nại 02/2011/QH13 Đ28'],
    ['secondComplaint', 30, 'calendarDays', 'Luật Khiếu nại 02/2011/QH13 Đ33'],
    ['secondComplaintRemote', 45, 'calendarDays', 'Luật Khiếu nại 02/2011/QH13 Đ33'],
    ['secondDecision', 45, 'calendarDays', 'Luật Khiếu nại 02/2011/QH13 Đ37'],
    ['secondDecisionComplex', 60, 'calendarDays', 'Luật Khiếu nại 02/2011/QH13 Đ37'],
    ['secondDecisionRemote', 60, 'calendarDays', 'Luật Khiếu nại 02/2011/QH13 Đ37'],
    ['secondDecisionRemoteComplex', 70, 'calendarDays', 'Luật Khiếu nại 02/2011/QH13 Đ37'],
  ])('%s', (name, amount, unit, law) => {
    expect(statutoryTerms[name]).toMatchObject({ amount, unit, law, confidence: 'verified' });
  });

  test('a complaint is accepted in 10 days, since 2026-07-01 in 7 working days', () => {
    expect(complaintAcceptanceOn('2026-06-30')).toMatchObject({ amount: 10, unit: 'calendarDays' });
    expect(complaintAcceptanceOn('2026-07-01')).toMatchObject({
      amount: 7,
      unit: 'workingDays',
      law: 'NĐ 155/2026/NĐ-CP Đ10',
    });
  });

  test('complaint periods say that they must be re-checked, and bind no Alliance', () => {
    const named = Object.entries<StatutoryTerm>(statutoryTerms);
    const warned = named.filter(([, { caveat }]) => caveat?.vi.includes('136/2025/QH15'));
    expect(warned).toHaveLength(named.length - 3);
    expect(warned.every(([, { caveat }]) => caveat?.en.includes('default'))).toBe(true);
  });
});
