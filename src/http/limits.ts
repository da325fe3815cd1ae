// Rate limits: calls per minute and caller, in memory, counted in fixed windows per process.
import { isIPv6 } from 'node:net';
import { Problem } from '../problem.ts';

/**
 * | who | what | calls per minute |
 * |---|---|---|
 * | a person | reads | 60,000 |
 * | a person | writes | 60,000 |
 * | an address | calls without a token | 1,200 |
 * | an address | calls with a token that is refused | 120 |
 * | an address | files compared with a paper | 60 |
 */
export type Limits = {
  reads: number;
  writes: number;
  anonymous: number;
  refusedTokens: number;
  comparisons: number;
};

export const usualLimits: Limits = {
  reads: 60_000,
  writes: 60_000,
  anonymous: 1_200,
  refusedTokens: 120,
  comparisons: 60,
};

export type Limiter = {
  /** Counts a call. @throws Problem `too-many` above the limit */
  count(kind: keyof Limits, who: string): void;
  /** Does not count. @throws Problem `too-many` at the limit */
  check(kind: keyof Limits, who: string): void;
};

const windowMs = 60_000;
const mostCallers = 100_000;

/** @param now milliseconds that only grow */
export function createLimiter(
  limits: Limits,
  now: () => number = () => performance.now(),
): Limiter {
  let window = -1;
  const counts = new Map<string, number>();

  function seen(kind: keyof Limits, who: string): { name: string; count: number } {
    const current = Math.floor(now() / windowMs);
    if (current !== window) counts.clear();
    window = current;
    const own = `${kind} ${who}`;
    // A flood of addresses shares one count instead of filling the memory.
    const name = counts.size < mostCallers || counts.has(own) ? own : `${kind} others`;
    return { name, count: counts.get(name) ?? 0 };
  }

  function refuse(): never {
    const left = windowMs - (now() % windowMs);
    throw new Problem('too-many', { retryAfterSeconds: Math.ceil(left / 1_000) });
  }

  return {
    count(kind, who) {
      const { name, count } = seen(kind, who);
      counts.set(name, count + 1);
      if (count >= limits[kind]) refuse();
    },
    check(kind, who) {
      if (seen(kind, who).count >= limits[kind]) refuse();
    },
  };
}

/** Callers with a whole IPv6 network have 2^64 addresses; they count as one. */
export function callerOf(address: string): string {
  const bare = address.replace(/^::ffff:(?=\d+\.)/, '');
  return isIPv6(bare) ? `${expanded(bare).slice(0, 4).join(':')}::/64` : bare;
}

function expanded(address: string): string[] {
  const [head = '', tail] = address.split('%')[0]?.split('::') ?? [];
  const left = head === '' ? [] : head.split(':');
  if (tail === undefined) return left;
  const right = tail === '' ? [] : tail.split(':');
  return [
    ...left,
    ...Array.from({ length: Math.max(0, 8 - left.length - right.length) }, () => '0'),
    ...right,
  ];
}
