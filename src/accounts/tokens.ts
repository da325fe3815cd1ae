// Bearer tokens of API clients: 256 random bits, shown once, kept as a SHA-256. Who holds one acts as its account.
import { randomUUID } from 'node:crypto';
import type { Knex } from 'knex';
import type { Instant } from '../../machines/calendar.ts';
import type { Role } from '../../machines/roles.ts';
import { Problem } from '../problem.ts';
import { createMemory } from './memory.ts';
import { digestOf, isOpaque, newOpaque } from './opaque.ts';

/** Who is calling: an account that may be used. */
export type Bearer = { id: string; name: string; roles: readonly Role[]; allianceId: string };

export type Token = { id: string; label: string; createdAt: Instant; revokedAt?: Instant };

export type Tokens = {
  /** Makes a token for an account; the text is not kept and cannot be shown again. */
  create(accountId: string, label: string, at: Instant): Promise<{ id: string; token: string }>;
  /** Ends a token; false when there is none to end. */
  revoke(tokenId: string, at: Instant): Promise<boolean>;
  /** Tokens of an account, oldest first. */
  list(accountId: string): Promise<Token[]>;
  /** The account behind a token; undefined when unknown, revoked, or disabled. An answer is kept for 3 seconds. */
  personOf(token: string): Promise<Bearer | undefined>;
  /** Forgets the answers kept. */
  forget: () => void;
};

const prefix = 'slt_';

export function createTokens(db: Knex): Tokens {
  const memory = createMemory<Bearer | undefined>();
  return {
    create: (accountId, label, at) => createToken(db, accountId, label, at),
    list: (accountId) => listTokens(db, accountId),
    async revoke(tokenId, at) {
      const ended = await db('api_tokens')
        .where({ id: tokenId })
        .whereNull('revoked_at')
        .update({ revoked_at: at });
      memory.forget();
      return ended === 1;
    },
    async personOf(token) {
      if (!isOpaque(token, prefix)) return undefined;
      const hash = digestOf(token);
      return memory.of(hash.toString('base64'), () => lookUp(db, hash));
    },
    forget: memory.forget,
  };
}

async function lookUp(db: Knex, hash: Buffer): Promise<Bearer | undefined> {
  const row = await db('api_tokens as t')
    .join('accounts as a', 'a.id', 't.account_id')
    .where('t.hash', hash)
    .whereNull('t.revoked_at')
    .whereNull('a.disabled_at')
    .first('a.id', 'a.name', 'a.roles', 'a.alliance_id as allianceId');
  return row as Bearer | undefined;
}

async function createToken(
  db: Knex,
  accountId: string,
  label: string,
  at: Instant,
): Promise<{ id: string; token: string }> {
  const token = newOpaque(prefix);
  const row = { id: randomUUID(), account_id: accountId, label: labelOf(label), created_at: at };
  await db('api_tokens').insert({ ...row, hash: digestOf(token) });
  return { id: row.id, token };
}

async function listTokens(db: Knex, accountId: string): Promise<Token[]> {
  const rows = await db('api_tokens').where({ account_id: accountId }).orderBy('created_at');
  return rows.map(({ id, label, created_at, revoked_at }) => ({
    id: id as string,
    label: label as string,
    createdAt: (created_at as Date).toISOString(),
    ...(revoked_at ? { revokedAt: (revoked_at as Date).toISOString() } : {}),
  }));
}

function labelOf(given: string): string {
  const label = given.trim().normalize('NFC');
  if (label.length > 0 && label.length <= 100) return label;
  const detail = {
    vi: 'Tên của mã truy cập dài từ 1 đến 100 ký tự',
    en: 'A token’s label has 1 to 100 characters',
  };
  throw new Problem('invalid', { detail, errors: [{ pointer: '/label', code: 'label', detail }] });
}
