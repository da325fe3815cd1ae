// Letters about accounts. A request only puts one in the outbox, sealed; what it says is decided when it is sent, so
// that asking takes as long for an address we know as for one we do not.
import { randomUUID } from 'node:crypto';
import type { Knex } from 'knex';
import type { Text } from '../../../machines/text.ts';
import { findAccount, type Account } from '../accounts.ts';
import type { Keys } from './keys.ts';
import { linkPrefix, type Links } from './links.ts';
import { maySignInByCode } from './sessions.ts';

export type Language = keyof Text;

/** What was changed about an account: its holder is told, and by which words. */
export const changes = {
  password: { vi: 'Mật khẩu đã được thay đổi.', en: 'The password was changed.' },
  generator: {
    vi: 'Ứng dụng tạo mã xác thực đã được cài đặt lại.',
    en: 'The authenticator app was set up anew.',
  },
  generatorTaken: {
    vi: 'Ứng dụng xác thực và các mã khôi phục đã bị gỡ vì có người báo bạn mất điện thoại; mọi phiên đăng nhập đã kết thúc.',
    en: 'The authenticator app and the recovery codes were taken away, because somebody said you lost your phone; every session has ended.',
  },
  recoveryCodes: {
    vi: 'Các mã khôi phục đã được tạo mới; mã cũ không còn dùng được.',
    en: 'New recovery codes were made; the old ones are no longer valid.',
  },
  recoveryCodeUsed: {
    vi: 'Một mã khôi phục đã được dùng để đăng nhập.',
    en: 'A recovery code was used to sign in.',
  },
  email: {
    vi: 'Địa chỉ thư điện tử của tài khoản đã được đổi sang địa chỉ khác.',
    en: 'The e-mail address of the account was replaced by another one.',
  },
  token: {
    vi: 'Một mã truy cập API mới đã được tạo.',
    en: 'A new API token was made.',
  },
  newDevice: {
    vi: 'Có lần đăng nhập từ một trình duyệt chưa từng dùng với tài khoản này.',
    en: 'Somebody signed in from a browser that this account had not been used with before.',
  },
} as const satisfies Record<string, Text>;

export type Change = keyof typeof changes;

type Addressed = { to: string; language: Language };

export type Letter = Addressed &
  (
    | { about: 'code' | 'proof' | 'email'; code: string; endsAt: number }
    | { about: 'reset' | 'enrol'; endsAt: number }
    | { about: 'anew'; endsAt: number; spoken: string; by: string }
    | { about: 'changed'; change: Change; device: string }
    | { about: 'witness'; whom: string; by: string }
  );

/** A letter as the outbox holds it. `sealed` in base64. */
export type PostedLetter = { kind: 'letter'; sealed: string };

/** A letter ready to be written: a template of notices and what it is filled with. */
export type ReadyLetter = {
  to: string;
  name: string;
  /** Whose wording it takes; none while the address has no account. */
  allianceId: string | undefined;
  template: string;
  language: Language;
  data: { text?: string | Text; items?: readonly string[] };
};

export type Letters = {
  /** Puts a letter in the outbox, in the transaction of what it tells of. */
  post(letter: Letter, within?: Knex): Promise<void>;
  /** What to send for a posted letter; undefined when there is nothing to send any more. The same however often asked. */
  ready(id: string, posted: PostedLetter): Promise<ReadyLetter | undefined>;
};

export type LettersDeps = {
  db: Knex;
  keys: Keys;
  links: Pick<Links, 'make'>;
  publicUrl: string;
  /** Real time in milliseconds. */
  now: () => number;
};

export function createLetters(deps: LettersDeps): Letters {
  const { db, keys, now } = deps;
  return {
    async post(letter, within = db) {
      const id = `letter/${randomUUID()}`;
      const sealed = keys.seal(id, JSON.stringify(letter)).toString('base64');
      const payload: PostedLetter = { kind: 'letter', sealed };
      // Due since ever: people wait for their codes, and the clock of development may be behind.
      const times = { next_at: new Date(0), created_at: new Date(now()) };
      await within('outbox').insert({ id, kind: 'letter', payload, ...times });
    },
    async ready(id, { sealed }) {
      const letter = JSON.parse(keys.open(id, Buffer.from(sealed, 'base64'))) as Letter;
      if ('endsAt' in letter && letter.endsAt <= now()) return undefined;
      const account = await findAccount(db, letter.to);
      const content = await contentOf(deps, id, letter, account);
      if (!content) return undefined;
      const { to, language } = letter;
      const { name = '', allianceId } = account ?? {};
      return { to, language, name, allianceId, ...content };
    },
  };
}

type Content = Pick<ReadyLetter, 'template' | 'data'>;

async function contentOf(
  deps: LettersDeps,
  id: string,
  letter: Letter,
  account: Account | undefined,
): Promise<Content | undefined> {
  if ('by' in letter || letter.about === 'reset' || letter.about === 'enrol')
    return account && holderContent(deps, id, letter, account);
  switch (letter.about) {
    case 'code':
      return codeContent(letter.code, account);
    case 'proof':
      return { template: 'accountProof', data: { text: letter.code } };
    case 'email':
      // Whoever has the address already is not troubled; whoever asked is told nothing of it.
      return account ? undefined : { template: 'accountNewEmail', data: { text: letter.code } };
    case 'changed':
      return changedContent(letter);
  }
}

function changedContent({ change, device }: Extract<Letter, { about: 'changed' }>): Content {
  const items = device === '' ? [] : [device];
  return { template: 'accountChanged', data: { text: changes[change], items } };
}

/** An address without an account gets a code too: the account is made when it is used. */
function codeContent(code: string, account: Account | undefined): Content {
  if (account?.disabledAt) return { template: 'accountClosed', data: {} };
  if (account && !maySignInByCode(account.roles))
    return { template: 'accountCodeRefused', data: {} };
  return { template: 'accountCode', data: { text: code } };
}

/** Nothing is sent to whom it has become of no use. The token follows from the letter, as below. */
async function enrolContent(
  { keys, links, publicUrl }: LettersDeps,
  id: string,
  account: Account,
  spoken?: Buffer,
): Promise<Content | undefined> {
  if (account.disabledAt || maySignInByCode(account.roles)) return undefined;
  const token = linkPrefix + keys.mac('link', id).toString('base64url');
  await links.make({ kind: 'enrol', accountId: account.id, token, spoken });
  return { template: 'accountEnrol', data: { text: `${publicUrl}/sign-in/enrol/${token}` } };
}

/** The same link, which opens only with the code that was handed over in person. */
async function anewContent(
  deps: LettersDeps,
  id: string,
  account: Account,
  { spoken, by }: Extract<Letter, { about: 'anew' }>,
): Promise<Content | undefined> {
  const content = await enrolContent(deps, id, account, Buffer.from(spoken, 'base64'));
  return content && { template: 'accountAnew', data: { ...content.data, items: [by] } };
}

/** Nobody who has become of no use as a witness is told. */
function witnessContent(
  { disabledAt }: Account,
  { whom, by }: Extract<Letter, { about: 'witness' }>,
): Content | undefined {
  const items = by === '' ? [] : [by];
  return disabledAt ? undefined : { template: 'accountWitness', data: { text: whom, items } };
}

/** The token follows from the letter: sent twice, it is the same link. */
async function resetContent(
  { keys, links, publicUrl }: LettersDeps,
  id: string,
  account: Account,
): Promise<Content> {
  if (account.disabledAt) return { template: 'accountClosed', data: {} };
  if (maySignInByCode(account.roles)) return { template: 'accountResetByCode', data: {} };
  const token = linkPrefix + keys.mac('link', id).toString('base64url');
  await links.make({ kind: 'reset', accountId: account.id, token });
  const text = `${publicUrl}/sign-in/reset/${token}`;
  return { template: 'accountReset', data: { text } };
}

/** Letters for whoever has an account, and for nobody else. */
function holderContent(
  deps: LettersDeps,
  id: string,
  letter: Extract<Letter, { about: 'reset' | 'enrol' | 'anew' | 'witness' }>,
  account: Account,
): Promise<Content | undefined> | Content | undefined {
  switch (letter.about) {
    case 'reset':
      return resetContent(deps, id, account);
    case 'enrol':
      return enrolContent(deps, id, account);
    case 'anew':
      return anewContent(deps, id, account, letter);
    case 'witness':
      return witnessContent(account, letter);
  }
}
