// Links that were mailed or handed over: 256 random bits, kept as a SHA-256, good once and for a short time.
import { timingSafeEqual } from 'node:crypto';
import type { Knex } from 'knex';
import type { Instant } from '../../../machines/calendar.ts';
import type { Tx } from '../../db.ts';
import { Problem } from '../../problem.ts';
import { digestOf, isOpaque } from '../opaque.ts';
import type { Keys } from './keys.ts';
import { mostTries } from './steps.ts';

/** `enrol`: sets up the generator of codes, and a password where there is none. `reset`: sets a new password. */
export type LinkKind = 'enrol' | 'reset';

export type Link = {
  hash: Buffer;
  accountId: string;
  kept: string | undefined;
  /** Opens only with a code that was handed over in person. */
  needsSpoken: boolean;
};

export type NewLink = {
  kind: LinkKind;
  accountId: string;
  token: string;
  /** `spokenMac` of the code that is needed with it. */
  spoken?: Buffer | undefined;
};

export type Links = {
  /** Keeps a link; the same token twice is one. Earlier links of its kind stay good until used or over. */
  make(given: NewLink): Promise<{ endsAt: Instant }>;
  /** The link while it is good. @throws Problem `invalid` at `/token` */
  find(kind: LinkKind, token: string): Promise<Link>;
  /** Counts a try and tells whether this is the code handed over in person; never after five wrong ones. */
  hear(link: Link, code: string): Promise<boolean>;
  /** What is remembered with a link, sealed. */
  keep(link: Link, text: string): Promise<void>;
  /** Uses the link up, and with it every other of its account and kind; false when another call was first. */
  use(kind: LinkKind, link: Link, tx: Tx): Promise<boolean>;
};

export const linkPrefix = 'sll_';

const minute = 60_000;
/** An invitation waits for its reader's next day at work; who asked for a reset is at the screen. */
export const linkLastsMs: Readonly<Record<LinkKind, number>> = {
  enrol: 24 * 60 * minute,
  reset: 30 * minute,
};

/** @param now real time in milliseconds */
export function createLinks(db: Knex, keys: Keys, now: () => number): Links {
  return {
    async make({ kind, accountId, token, spoken = null }) {
      const endsAt = new Date(now() + linkLastsMs[kind]);
      const row = { hash: digestOf(token), kind, account_id: accountId, spoken, ends_at: endsAt };
      await db('sign_in_links')
        .insert({ ...row, created_at: new Date(now()) })
        .onConflict('hash')
        .ignore();
      return { endsAt: endsAt.toISOString() };
    },
    find: (kind, token) => find({ db, keys }, { kind, token, at: new Date(now()) }),
    hear: (link, code) => hear({ db, keys }, link, code),
    async keep({ hash }, text) {
      await db('sign_in_links')
        .where({ hash })
        .update({ sealed: keys.seal(placeOf(hash), text) });
    },
    use: (kind, link, tx) => useUp(tx, kind, link, new Date(now())),
  };
}

type Kept = { db: Knex; keys: Keys };

async function find(
  { db, keys }: Kept,
  { kind, token, at }: { kind: LinkKind; token: string; at: Date },
): Promise<Link> {
  const row = isOpaque(token, linkPrefix)
    ? await db('sign_in_links as l')
        .join('accounts as a', 'a.id', 'l.account_id')
        .where({ 'l.hash': digestOf(token), 'l.kind': kind })
        .where('l.ends_at', '>', at)
        .whereNull('l.used_at')
        .whereNull('a.disabled_at')
        .first('l.hash', 'l.account_id as accountId', 'l.sealed', 'l.spoken')
    : undefined;
  if (!row) throw deadLink();
  const { hash, accountId, sealed, spoken } = row as Row;
  const kept = sealed ? keys.open(placeOf(hash), sealed) : undefined;
  return { hash, accountId, kept, needsSpoken: spoken !== null };
}

/** The try is counted before the code is looked at. */
async function hear({ db, keys }: Kept, { hash, accountId }: Link, code: string): Promise<boolean> {
  const [row] = await db('sign_in_links')
    .where({ hash })
    .where('tries', '<', mostTries)
    .update({ tries: db.raw('tries + 1') })
    .returning<{ spoken: Buffer | null }[]>('spoken');
  return row?.spoken != null && timingSafeEqual(row.spoken, spokenMac(keys, accountId, code));
}

type Row = Omit<Link, 'needsSpoken' | 'kept'> & { sealed: Buffer | null; spoken: Buffer | null };

/** What is kept of a code handed over in person. @param code as it is typed, with spaces or without */
export function spokenMac(keys: Keys, accountId: string, code: string): Buffer {
  return keys.mac('spoken', `${accountId} ${code.replaceAll(/\D/g, '')}`);
}

async function useUp(
  tx: Tx,
  kind: LinkKind,
  { hash, accountId }: Link,
  at: Date,
): Promise<boolean> {
  const unused = { kind, account_id: accountId };
  const used = await tx('sign_in_links')
    .where({ hash })
    .whereNull('used_at')
    .update({ used_at: at });
  await tx('sign_in_links').where(unused).whereNull('used_at').update({ used_at: at });
  return used === 1;
}

function placeOf(hash: Buffer): string {
  return `link/${hash.toString('base64url')}`;
}

export function deadLink(): Problem {
  const detail = {
    vi: 'Liên kết đã được dùng hoặc đã hết hạn. Hãy yêu cầu liên kết mới.',
    en: 'This link was used or is no longer valid. Please ask for a new one.',
  };
  return new Problem('invalid', { detail, errors: [{ pointer: '/token', code: 'link', detail }] });
}
