// How often things may be tried, counted in the database so that all processes count together. Strangers who guess at
// an address use up the strangers' tries; whoever signed in from this browser before has tries of their own.
import type { Knex } from 'knex';
import { Problem } from '../../problem.ts';
import type { Keys } from './keys.ts';

const minute = 60_000;
const hour = 60 * minute;

/**
 * Tries within a time. `address`: of the network the call came from; a whole IPv6 network counts as one.
 *
 * | what | by | tries |
 * |---|---|---|
 * | codes and links mailed | e-mail and network address | 5 an hour |
 * | | e-mail, all strangers together | 20 an hour |
 * | | network address | 100 an hour |
 * | mailed codes typed | e-mail | 20 an hour, 60 a day |
 * | passwords | e-mail | 10 in 15 minutes |
 * | | network address | 100 in 15 minutes |
 * | one-time and recovery codes, links opened | account or network address | 10, 100 in 15 minutes |
 */
export const signInLimits = {
  mailsHere: { most: 5, withinMs: hour },
  mailsToOne: { most: 20, withinMs: hour },
  mailsByAddress: { most: 100, withinMs: hour },
  codes: { most: 20, withinMs: hour },
  codesByDay: { most: 60, withinMs: 24 * hour },
  passwords: { most: 10, withinMs: 15 * minute },
  passwordsByAddress: { most: 100, withinMs: 15 * minute },
  secondFactors: { most: 10, withinMs: 15 * minute },
  linksByAddress: { most: 100, withinMs: 15 * minute },
} as const;

export type Limited = keyof typeof signInLimits;

export type SignInLimits = {
  /** Counts a try before it is looked at. @throws Problem `too-many` when it is one too many */
  count(what: Limited, ...who: string[]): Promise<void>;
  /**
   * Counts a mail that somebody asks for.
   * @param device of a browser known to this address: it does not share the strangers' tries
   * @throws Problem `too-many`
   */
  countMail(email: string, network: string, device?: string): Promise<void>;
  /** Forgets the tries: the last one was right. */
  clear(what: Limited, ...who: string[]): Promise<void>;
};

/** @param now real time in milliseconds */
export function createSignInLimits(db: Knex, keys: Keys, now: () => number): SignInLimits {
  // The same name may stand for a person: it is kept as a keyed hash.
  const nameOf = (what: Limited, who: string[]): Buffer =>
    keys.mac('limit', JSON.stringify([what, ...who]));
  const count: SignInLimits['count'] = (what, ...who) => {
    const { most, withinMs } = signInLimits[what];
    return countUp(db, { name: nameOf(what, who), most, withinMs, now: now() });
  };
  return {
    count,
    async countMail(email, network, device) {
      await count('mailsByAddress', network);
      if (device !== undefined) return count('mailsHere', email, 'device', device);
      await count('mailsHere', email, network);
      await count('mailsToOne', email);
    },
    async clear(what, ...who) {
      await db('sign_in_limits')
        .where({ name: nameOf(what, who) })
        .delete();
    },
  };
}

type Counted = { name: Buffer; most: number; withinMs: number; now: number };

async function countUp(db: Knex, { name, most, withinMs, now }: Counted): Promise<void> {
  const { rows } = await db.raw<{ rows: { count: number; ends_at: Date }[] }>(
    `insert into sign_in_limits as kept (name, count, ends_at) values (:name, 1, :ends)
     on conflict (name) do update set
       count = case when kept.ends_at <= :at then 1 else kept.count + 1 end,
       ends_at = case when kept.ends_at <= :at then excluded.ends_at else kept.ends_at end
     returning count, ends_at`,
    { name, at: new Date(now).toISOString(), ends: new Date(now + withinMs).toISOString() },
  );
  const [{ count, ends_at: endsAt }] = rows as [{ count: number; ends_at: Date }];
  if (count <= most) return;
  const retryAfterSeconds = Math.max(1, Math.ceil((endsAt.getTime() - now) / 1_000));
  throw new Problem('too-many', { retryAfterSeconds });
}
