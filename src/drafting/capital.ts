// Who holds how much of the charter capital: each part as an exact fraction of whole VND, beside the largest share the
// law of the case lets it be. Reckoned on what is written so far; the rules of the process decide.
import { legalKind, isForeign, lawOf, type Founding } from '../../machines/founding/data.ts';
import type { Member } from '../../machines/founding/parts.ts';
import {
  cite,
  maxAssociateTotal,
  maxForeignTotal,
  maxMemberShare,
  withinShare,
  type LegalProfile,
  type Parameter,
  type Share,
} from '../../machines/law.ts';
import type { Text } from '../../machines/text.ts';

/** "3/40", and "7,5 %"; `rounded` where the percentage has no end, or more than four decimals. */
export type Fraction = { fraction: string; percent: Text; rounded: boolean };

export type Held = { amount: number; share: Fraction | null };
export type Limit = { most: Text; within: boolean; law: string };

export type CapitalTable = {
  /** VND of all members together. */
  whole: number;
  members: (Held & Partial<Member> & { limit: Limit | null })[];
  /** Of those who hold a share together under one limit. */
  together: (Held & Limit & { who: 'associates' | 'foreign' })[];
};

/** Returns part/whole in lowest terms and in percent; null for a part of nothing. */
export function fractionOf(part: number, whole: number): Fraction | null {
  if (whole <= 0) return null;
  const [a, b] = [BigInt(part), BigInt(whole)];
  const common = divisor(a, b);
  const fraction = a % b === 0n ? String(a / b) : `${a / common}/${b / common}`;
  const rounded = (a * 1_000_000n) % b !== 0n;
  const decimals = rounded ? 2 : 4;
  const scale = 10n ** BigInt(decimals + 2);
  // Half up: the nearest figure of two decimals.
  const figure = rounded ? (2n * a * scale + b) / (2n * b) : (a * scale) / b;
  return { fraction, percent: percentText(figure, decimals), rounded };
}

function divisor(a: bigint, b: bigint): bigint {
  return b === 0n ? a : divisor(b, a % b);
}

/** 75000 with four decimals: "7,5 %". */
function percentText(figure: bigint, decimals: number): Text {
  const digits = String(figure).padStart(decimals + 1, '0');
  const [whole, rest] = [digits.slice(0, -decimals), digits.slice(-decimals).replace(/0+$/, '')];
  const written = (point: string): string => `${rest === '' ? whole : whole + point + rest} %`;
  return { vi: written(','), en: written('.') };
}

/** The members as they were written last: saved, or handed in. */
export function writtenMembers({ parts }: Founding): Partial<Member>[] {
  const { stage, sketch, content } = parts.members;
  const told = (stage === 'draft' ? (sketch ?? content) : content) ?? {};
  const { list = [] } = told as { list?: Partial<Member>[] };
  return list;
}

/** Returns the table of the list as it is written now. @law Luật 17/2023/QH15 Đ74.1–74.3 */
export function capitalTable(data: Founding): CapitalTable {
  const [law, kind, list] = [lawOf(data), legalKind(data), writtenMembers(data)];
  const whole = sumOf(list);
  const most = maxMemberShare(law, kind);
  const members = list.map((member) => ({
    ...member,
    ...held(member.capital ?? 0, whole),
    limit:
      member.membership === 'official' && whole > 0
        ? limitOf(member.capital ?? 0, whole, { most, law })
        : null,
  }));
  const together = [
    group('associates', list.filter(isAssociate), maxAssociateTotal(law, kind)),
    group(
      'foreign',
      list.filter((each) => isForeign(each as Member)),
      maxForeignTotal(law),
    ),
  ];
  return { whole, members, together: together.flatMap((each) => each ?? []) };

  function group(
    who: 'associates' | 'foreign',
    of: readonly Partial<Member>[],
    share: Parameter<Share> | undefined,
  ) {
    const amount = sumOf(of);
    if (!share || amount === 0) return undefined;
    return { who, ...held(amount, whole), ...limitOf(amount, whole, { most: share, law }) };
  }
}

const isAssociate = ({ membership }: Partial<Member>): boolean => membership === 'contributing';

const sumOf = (list: readonly Partial<Member>[]): number =>
  list.reduce((sum, { capital = 0 }) => sum + capital, 0);

function held(amount: number, whole: number): Held {
  return { amount, share: fractionOf(amount, whole) };
}

function limitOf(
  part: number,
  whole: number,
  { most, law }: { most: Parameter<Share>; law: LegalProfile },
): Limit {
  const { value, basis } = most;
  return {
    most: (fractionOf(Number(value.part), Number(value.whole)) as Fraction).percent,
    within: withinShare(part, whole, value),
    law: cite(basis, law),
  };
}
