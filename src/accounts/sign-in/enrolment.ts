// Setting up what staff sign in with: by a link that an administrator hands over, good once. Whoever has no password
// yet chooses one; whoever has one must know it, so that the link alone opens nothing.
import type { Knex } from 'knex';
import type { Instant } from '../../../machines/calendar.ts';
import { Problem } from '../../problem.ts';
import { newOpaque } from '../opaque.ts';
import { noteAct } from '../acts.ts';
import type { Arrival, LetIn, Welcome } from './arrival.ts';
import { wrongPassword, type CheckPassword } from './by-password.ts';
import { generatorUri, newGenerator, type Generators } from './generator.ts';
import type { Letters } from './letters.ts';
import type { SignInLimits } from './limits.ts';
import { deadLink, linkLastsMs, linkPrefix, type Link, type Links } from './links.ts';
import { checkPassword as checkRules, hashPassword } from './password.ts';
import { makeRecoveryCodes } from './recovery.ts';
import type { SecondFactors } from './second-factor.ts';
import type { Sessions } from './sessions.ts';
import { maySignInByCode } from './sessions.ts';
import { wrongCode } from './steps.ts';

export type Enrolment = {
  /** A link for an account. @throws Problem `refused` for people who sign in by a mailed code */
  invite(accountId: string): Promise<{ url: string; endsAt: Instant }>;
  /** Mails such a link. @throws Problem `invalid` for who signs in by a mailed code */
  mail(accountId: string, within?: Knex): Promise<void>;
  /** What a link is for. @throws Problem `invalid` at `/token`, `too-many` */
  open(token: string, arrival: Arrival): Promise<Invitation>;
  /**
   * Sets the generator and, where there is none, the password; ends every other session and begins one.
   * @throws Problem `invalid` at `/token`, `/password`, `/code` or `/spoken`, `too-many`
   */
  finish(given: Enrolling, arrival: Arrival): Promise<Enrolled>;
};

export type Invitation = {
  email: string;
  name: string;
  /** Whether a password is to be chosen; else the one there is must be given. */
  choosesPassword: boolean;
  /** Whether the code that an administrator handed over in person is needed. */
  needsSpoken: boolean;
  /** Base32, for typing. */
  secret: string;
  /** For a QR code. */
  uri: string;
};

export type Enrolling = {
  token: string;
  password: string;
  code: string;
  /** What was handed over in person. */
  spoken?: string | undefined;
};
export type Enrolled = { welcome: Welcome; recoveryCodes: string[] };

type Deps = {
  db: Knex;
  links: Links;
  limits: SignInLimits;
  checkPassword: CheckPassword;
  generators: Generators;
  seconds: SecondFactors;
  sessions: Sessions;
  letters: Letters;
  letIn: LetIn;
  publicUrl: string;
  now: () => number;
};

type Account = {
  id: string;
  email: string;
  name: string;
  password: string | null;
  alliance: string;
};

export function createEnrolment(deps: Deps): Enrolment {
  const { db, links, limits, publicUrl } = deps;
  return {
    async invite(accountId) {
      const { roles } = await db('accounts').where({ id: accountId }).first('roles');
      if (maySignInByCode(roles)) throw signsInByCode();
      const token = newOpaque(linkPrefix);
      const { endsAt } = await links.make({ kind: 'enrol', accountId, token });
      return { url: `${publicUrl}/sign-in/enrol/${token}`, endsAt };
    },
    async mail(accountId, within = db) {
      const { roles, email, language } = await within('accounts')
        .where({ id: accountId })
        .first('roles', 'email', 'language');
      if (maySignInByCode(roles)) throw signsInByCode();
      const endsAt = deps.now() + linkLastsMs.enrol;
      await deps.letters.post({ about: 'enrol', to: email, language, endsAt }, within);
    },
    async open(token, { network }) {
      await limits.count('linksByAddress', network);
      const link = await links.find('enrol', token);
      const { email, name, password } = await accountOf(db, link);
      const secret = link.kept ?? newGenerator();
      if (link.kept === undefined) await links.keep(link, secret);
      const uri = generatorUri(secret, email);
      const { needsSpoken } = link;
      return { email, name, choosesPassword: password === null, needsSpoken, secret, uri };
    },
    async finish(given, arrival) {
      await limits.count('linksByAddress', arrival.network);
      const link = await links.find('enrol', given.token);
      if (link.needsSpoken && !(await links.hear(link, given.spoken ?? ''))) throw wrongSpoken();
      const account = await accountOf(db, link);
      await mayHavePassword(deps, account, given.password, arrival);
      const hash = account.password ?? (await hashPassword(given.password));
      return enrol(deps, { link, account, hash, code: given.code }, arrival);
    },
  };
}

async function accountOf(db: Knex, { accountId }: Link): Promise<Account> {
  return db('accounts as a')
    .join('alliances as l', 'l.id', 'a.alliance_id')
    .where('a.id', accountId)
    .first('a.id', 'a.email', 'a.name', 'a.password', 'l.name as alliance');
}

async function mayHavePassword(
  { checkPassword }: Deps,
  { email, name, alliance, password: kept }: Account,
  password: string,
  arrival: Arrival,
): Promise<void> {
  if (kept === null) return checkRules(password, [email, name, alliance]);
  if (!(await checkPassword({ email, kept }, password, arrival))) throw wrongPassword();
}

type Proven = { link: Link; account: Account; hash: string; code: string };

async function enrol(deps: Deps, proven: Proven, arrival: Arrival): Promise<Enrolled> {
  const { db, links, generators, seconds, sessions, letters, letIn, now } = deps;
  const { link, account, hash, code } = proven;
  await seconds.count(account, arrival);
  const secret = link.kept ?? '';
  const step = secret === '' ? undefined : await generators.stepOf(secret, code);
  if (step === undefined) throw wrongCode();
  const enrolled = await db.transaction(async (tx) => {
    if (!(await links.use('enrol', link, tx))) throw deadLink();
    await tx('accounts').where({ id: account.id }).update({ password: hash });
    await generators.set(tx, account.id, secret, step);
    const recoveryCodes = await makeRecoveryCodes(tx, account.id, new Date(now()));
    await sessions.endAll(account.id, undefined, tx);
    const at = new Date(now());
    await noteAct(tx, { accountId: account.id, act: 'enrolled', by: account.id, at });
    const { language, agent: device } = arrival;
    const letter = { about: 'changed', change: 'generator', to: account.email } as const;
    await letters.post({ ...letter, language, device }, tx);
    return { welcome: await letIn(tx, account, 'password', arrival), recoveryCodes };
  });
  sessions.forget();
  return enrolled;
}

/** Says the same whether it is wrong or was tried too often. */
function wrongSpoken(): Problem {
  const detail = {
    vi: 'Mã do quản trị viên trao không đúng. Sai quá 5 lần thì phải xin quản trị viên liên kết và mã mới.',
    en: 'This is not the code the administrator gave you. After 5 wrong ones, ask for a new link and code.',
  };
  return new Problem('invalid', { errors: [{ pointer: '/spoken', code: 'code', detail }] });
}

function signsInByCode(): Problem {
  return new Problem('refused', {
    detail: {
      vi: 'Người này đăng nhập bằng mã gửi qua thư, không cần kích hoạt',
      en: 'This person signs in by a mailed code and needs no enrolment',
    },
  });
}
