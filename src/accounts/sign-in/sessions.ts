// Sessions of people in browsers: begun, recognised, listed, ended. The cookie is 256 random bits, kept as a SHA-256; a
// session ends after some idleness, at its latest end, with its account, and by its owner.
import { randomUUID } from 'node:crypto';
import type { Knex } from 'knex';
import type { Instant } from '../../../machines/calendar.ts';
import type { Role } from '../../../machines/roles.ts';
import { createMemory } from '../memory.ts';
import { digestOf, isOpaque, newOpaque } from '../opaque.ts';
import type { Bearer } from '../tokens.ts';

/** How the person proved who they are: by a mailed code, by password and one-time code, or elsewhere. */
export type Method = 'code' | 'password' | 'oidc';

/** A session that is in force, and whose it is. */
export type Session = {
  id: string;
  person: Bearer;
  method: Method;
  /** When the person last proved who they are. */
  provenAt: Instant;
};

export type SessionRow = {
  id: string;
  method: Method;
  /** What the browser says of itself, shortened. */
  device: string;
  createdAt: Instant;
  seenAt: Instant;
  endsAt: Instant;
};

export type NewSession = {
  accountId: string;
  method: Method;
  device: string;
  /** Token of the session that this browser had: it ends. */
  replaces?: string | undefined;
};

export type Begun = { id: string; token: string; endsAt: Instant };

export type Sessions = {
  /**
   * Begins a session and returns its token. The session it replaces ends; so do the oldest beyond the most that an
   * account may have. Inside a transaction the caller says `forget` once it is over.
   */
  begin(given: NewSession, within?: Knex): Promise<Begun>;
  /** The session of a token while it is in force; an answer is kept for 3 seconds. */
  of(token: string): Promise<Session | undefined>;
  /** Sessions in force of an account, the one used last first. */
  list(accountId: string): Promise<SessionRow[]>;
  /** Whose those of these sessions are that are in force. Asking is no use of a session: none lasts longer for it. */
  inForce(ids: readonly string[]): Promise<Map<string, Bearer>>;
  /** Ends one session of the account; false when there is none. */
  end(accountId: string, id: string): Promise<boolean>;
  /** Ends all sessions of the account, but for one. Returns how many. Inside a transaction: see `begin`. */
  endAll(accountId: string, except?: string, within?: Knex): Promise<number>;
  /** Forgets the answers kept. */
  forget: () => void;
};

export const sessionPrefix = 'sls_';

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

/** For people who sign in by a mailed code alone, and for everybody else. */
export const sessionLengths: Readonly<Record<Method, { idleMs: number; mostMs: number }>> = {
  code: { idleMs: 7 * day, mostMs: 30 * day },
  password: { idleMs: hour, mostMs: 12 * hour },
  oidc: { idleMs: hour, mostMs: 12 * hour },
};

/** Sessions of one account at a time. */
export const mostSessions = 10;

/** Roles of people who have only their own group's cases. All others need a second factor. */
const codeRoles: ReadonlySet<Role> = new Set(['founder', 'cooperative']);

/** True when a mailed code alone may sign this person in. */
export function maySignInByCode(roles: readonly Role[]): boolean {
  return roles.every((role) => codeRoles.has(role));
}

const noteEveryMs = minute;

/** @param now real time in milliseconds: sign-in follows the clock on people's phones, never a moved one */
export function createSessions(db: Knex, now: () => number): Sessions {
  const memory = createMemory<Session | undefined>();
  return {
    async begin(given, within = db) {
      const begun = await begin(within, given, now());
      const { replaces, accountId } = given;
      if (replaces !== undefined)
        await within('sessions')
          .where({ hash: digestOf(replaces) })
          .delete();
      await endOldest(within, accountId);
      memory.forget();
      return begun;
    },
    async of(token) {
      if (!isOpaque(token, sessionPrefix)) return undefined;
      const hash = digestOf(token);
      return memory.of(hash.toString('base64'), () => lookUp(db, hash, now()));
    },
    list: (accountId) => list(db, accountId, now()),
    inForce: (ids) => inForce(db, ids, now()),
    async end(accountId, id) {
      const ended = await db('sessions').where({ id, account_id: accountId }).delete();
      memory.forget();
      return ended === 1;
    },
    async endAll(accountId, except, within = db) {
      const all = within('sessions').where({ account_id: accountId });
      const ended = await (except === undefined ? all : all.whereNot({ id: except })).delete();
      memory.forget();
      return ended;
    },
    forget: memory.forget,
  };
}

async function begin(
  db: Knex,
  { accountId, method, device }: NewSession,
  now: number,
): Promise<Begun> {
  const token = newOpaque(sessionPrefix);
  const { idleMs, mostMs } = sessionLengths[method];
  const at = instantOf(now);
  const row = { id: randomUUID(), hash: digestOf(token), account_id: accountId, method };
  const endsAt = instantOf(now + mostMs);
  await db('sessions').insert({
    ...row,
    device: device.replaceAll(/\p{C}/gu, ' ').slice(0, 200),
    created_at: at,
    seen_at: at,
    proven_at: at,
    idle_ends_at: instantOf(now + idleMs),
    ends_at: endsAt,
  });
  return { id: row.id, token, endsAt };
}

async function endOldest(db: Knex, accountId: string): Promise<void> {
  const beyond = db('sessions')
    .where({ account_id: accountId })
    .orderBy('seen_at', 'desc')
    .orderBy('id')
    .offset(mostSessions)
    .select('id');
  await db('sessions').whereIn('id', beyond).delete();
}

type Found = Bearer & {
  session: string;
  method: Method;
  seen_at: Date;
  proven_at: Date;
};

async function lookUp(db: Knex, hash: Buffer, now: number): Promise<Session | undefined> {
  const at = instantOf(now);
  const row = (await db('sessions as s')
    .join('accounts as a', 'a.id', 's.account_id')
    .where('s.hash', hash)
    .where('s.ends_at', '>', at)
    .where('s.idle_ends_at', '>', at)
    .whereNull('a.disabled_at')
    .first(
      's.id as session',
      's.method',
      's.seen_at',
      's.proven_at',
      'a.id',
      'a.name',
      'a.roles',
      'a.alliance_id as allianceId',
    )) as Found | undefined;
  // Whoever was given more to do since must sign in anew, with more than a code.
  if (!row || (row.method === 'code' && !maySignInByCode(row.roles))) return undefined;
  if (now - row.seen_at.getTime() > noteEveryMs) await noteUse(db, row, now);
  const { id, name, roles, allianceId } = row;
  const person = { id, name, roles, allianceId };
  const provenAt = row.proven_at.toISOString();
  return { id: row.session, person, method: row.method, provenAt };
}

async function inForce(
  db: Knex,
  ids: readonly string[],
  now: number,
): Promise<Map<string, Bearer>> {
  const at = instantOf(now);
  const rows = (await db('sessions as s')
    .join('accounts as a', 'a.id', 's.account_id')
    .whereIn('s.id', [...ids])
    .where('s.ends_at', '>', at)
    .where('s.idle_ends_at', '>', at)
    .whereNull('a.disabled_at')
    .select(
      's.id as session',
      'a.id',
      'a.name',
      'a.roles',
      'a.alliance_id as allianceId',
    )) as (Bearer & { session: string })[];
  return new Map(rows.map(({ session, ...person }) => [session, person]));
}

async function noteUse(db: Knex, { session, method }: Found, now: number): Promise<void> {
  await db('sessions')
    .where({ id: session })
    .update({
      seen_at: instantOf(now),
      idle_ends_at: instantOf(now + sessionLengths[method].idleMs),
    });
}

async function list(db: Knex, accountId: string, now: number): Promise<SessionRow[]> {
  const at = instantOf(now);
  const rows = await db('sessions')
    .where({ account_id: accountId })
    .where('ends_at', '>', at)
    .where('idle_ends_at', '>', at)
    .orderBy('seen_at', 'desc')
    .orderBy('id');
  return rows.map(({ id, method, device, created_at, seen_at, ends_at }) => ({
    id: id as string,
    method: method as Method,
    device: device as string,
    createdAt: (created_at as Date).toISOString(),
    seenAt: (seen_at as Date).toISOString(),
    endsAt: (ends_at as Date).toISOString(),
  }));
}

function instantOf(ms: number): Instant {
  return new Date(ms).toISOString();
}
