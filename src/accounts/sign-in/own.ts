// What people change about their own account. Every change needs a fresh proof of who they are, every change is told to
// them by mail, and a new password or address ends what others may have opened with the old one.
import type { Knex } from 'knex';
import type { Tx } from '../../db.ts';
import { Problem } from '../../problem.ts';
import { emailOf } from '../accounts.ts';
import type { Arrival, LetIn, Welcome } from './arrival.ts';
import { wrongPassword, type CheckPassword } from './by-password.ts';
import { generatorUri, newGenerator, type Generators } from './generator.ts';
import type { Change, Letters } from './letters.ts';
import type { SignInLimits } from './limits.ts';
import type { MailedCodes } from './mailed-codes.ts';
import { checkPassword as checkRules, hashPassword } from './password.ts';
import { makeRecoveryCodes, recoveryCodesLeft } from './recovery.ts';
import type { SecondFactor, SecondFactors } from './second-factor.ts';
import type { Session, Sessions } from './sessions.ts';
import { wrongCode, type Steps } from './steps.ts';

export type Own = {
  /** Proves anew who somebody is, by password and second factor. A new session takes the place of the old one. */
  prove(
    session: Session,
    given: { password: string } & SecondFactor,
    arrival: Arrival,
  ): Promise<Welcome>;
  /** Mails a code to whoever signs in by codes. */
  askForProof(session: Session, arrival: Arrival): Promise<void>;
  /** The same proof by that code. */
  proveByCode(session: Session, code: string, arrival: Arrival): Promise<Welcome>;
  /** @throws Problem `refused` without a fresh proof, `invalid` at `/current` or `/password` */
  changePassword(
    session: Session,
    given: { current: string; password: string },
    arrival: Arrival,
  ): Promise<void>;
  /** New codes in place of all before. @throws Problem `refused` without a fresh proof */
  newRecoveryCodes(session: Session, arrival: Arrival): Promise<string[]>;
  /** A new generator, not yet in use. @throws Problem `refused` without a fresh proof */
  beginGenerator(session: Session, arrival: Arrival): Promise<{ secret: string; uri: string }>;
  /** Takes it into use. @throws Problem `invalid` at `/code` */
  finishGenerator(session: Session, code: string, arrival: Arrival): Promise<void>;
  /** Mails a code to a new address. @throws Problem `refused` without a fresh proof, `invalid`, `too-many` */
  askForEmail(session: Session, email: string, arrival: Arrival): Promise<void>;
  /** Takes the new address into use. @throws Problem `invalid` at `/code`, or at `/email` when somebody has it */
  changeEmail(session: Session, code: string, arrival: Arrival): Promise<void>;
  /** Whether the person proved a short while ago who they are. */
  isProven(session: Session): boolean;
  /** @throws Problem `refused` unless the person proved who they are a short while ago */
  needProof(session: Session): void;
  /** What the account has. */
  about(session: Session): Promise<OwnAccount>;
};

export type OwnAccount = {
  email: string;
  hasPassword: boolean;
  hasGenerator: boolean;
  recoveryCodesLeft: number;
};

type Deps = {
  db: Knex;
  checkPassword: CheckPassword;
  codes: MailedCodes;
  generators: Generators;
  letIn: LetIn;
  letters: Letters;
  limits: SignInLimits;
  seconds: SecondFactors;
  sessions: Sessions;
  steps: Steps;
  now: () => number;
};

/** How long a proof stays fresh. */
const proofLastsMs = 15 * 60_000;

type Row = { id: string; email: string; name: string; password: string | null; alliance: string };

export function createOwn(deps: Deps): Own {
  const { now } = deps;
  const isProven = ({ provenAt }: Session): boolean => now() - Date.parse(provenAt) <= proofLastsMs;
  const needProof: Own['needProof'] = (session) => {
    if (!isProven(session)) throw proofNeeded();
  };
  return {
    isProven,
    needProof,
    ...proving(deps),
    ...changing(deps, needProof),
    ...renewing(deps, needProof),
    ...moving(deps, needProof),
    async about({ person }) {
      const { db, generators } = deps;
      const { email, password } = await accountOf(db, person.id);
      return {
        email,
        hasPassword: password !== null,
        hasGenerator: await generators.has(person.id),
        recoveryCodesLeft: await recoveryCodesLeft(db, person.id),
      };
    },
  };
}

function proving(deps: Deps): Pick<Own, 'prove' | 'askForProof' | 'proveByCode'> {
  const { db, checkPassword, codes, letIn, limits, seconds } = deps;
  return {
    async prove({ person, method }, { password, ...second }, arrival) {
      const account = await accountOf(db, person.id);
      const about = { email: account.email, kept: account.password };
      if (!(await checkPassword(about, password, arrival))) throw wrongPassword();
      await seconds.count(account, arrival);
      return db.transaction(async (tx) => {
        await seconds.use(tx, account, second, arrival);
        return letIn(tx, account, method, arrival);
      });
    },
    async askForProof({ person, method }, { browser, network, device, language }) {
      if (method !== 'code') throw proofNeeded();
      const { email: to } = await accountOf(db, person.id);
      await limits.countMail(to, network, device);
      await codes.send({ use: 'proof', browser, to, language, accountId: person.id });
    },
    proveByCode: ({ person, method }, code, arrival) =>
      codes.take({ use: 'proof', browser: arrival.browser, code }, (tx, step) => {
        if (step.accountId !== person.id || method !== 'code') throw wrongCode();
        return letIn(tx, { id: person.id, email: step.kept }, method, arrival);
      }),
  };
}

function changing(deps: Deps, needProof: Own['needProof']): Pick<Own, 'changePassword'> {
  const { db, checkPassword, sessions } = deps;
  return {
    async changePassword(session, { current, password }, arrival) {
      needProof(session);
      const account = await accountOf(db, session.person.id);
      const { id, email, name, alliance, password: kept } = account;
      if (!(await checkPassword({ email, kept }, current, arrival)))
        throw wrongPassword('/current');
      checkRules(password, [email, name, alliance]);
      const hash = await hashPassword(password);
      await db.transaction(async (tx) => {
        await tx('accounts').where({ id }).update({ password: hash });
        await sessions.endAll(id, session.id, tx);
        await tell(deps, tx, 'password', email, arrival);
      });
      sessions.forget();
    },
  };
}

function renewing(
  deps: Deps,
  needProof: Own['needProof'],
): Pick<Own, 'newRecoveryCodes' | 'beginGenerator' | 'finishGenerator'> {
  const { db, generators, seconds, steps, now } = deps;
  return {
    async newRecoveryCodes(session, arrival) {
      needProof(session);
      const { id, email } = await holderOf(deps, session);
      return db.transaction(async (tx) => {
        await tell(deps, tx, 'recoveryCodes', email, arrival);
        return makeRecoveryCodes(tx, id, new Date(now()));
      });
    },
    async beginGenerator(session, { browser }) {
      needProof(session);
      const { id, email } = await holderOf(deps, session);
      const secret = newGenerator();
      await steps.begin({ browser, kind: 'generator', accountId: id, kept: secret });
      return { secret, uri: generatorUri(secret, email) };
    },
    async finishGenerator(session, code, arrival) {
      const account = await holderOf(deps, session);
      const step = await steps.attempt(arrival.browser, 'generator');
      await seconds.count(account, arrival);
      const used =
        step?.accountId === account.id ? await generators.stepOf(step.kept, code) : undefined;
      if (!step || used === undefined) throw wrongCode();
      await db.transaction(async (tx) => {
        if (!(await steps.finish(step, tx))) throw wrongCode();
        await generators.set(tx, account.id, step.kept, used);
        await tell(deps, tx, 'generator', account.email, arrival);
      });
    },
  };
}

function moving(deps: Deps, needProof: Own['needProof']): Pick<Own, 'askForEmail' | 'changeEmail'> {
  const { codes, limits, sessions } = deps;
  return {
    async askForEmail(session, given, { browser, network, language }) {
      needProof(session);
      const to = emailOf(given);
      await limits.countMail(to, network);
      await codes.send({ use: 'email', browser, to, language, accountId: session.person.id });
    },
    async changeEmail(session, code, arrival) {
      const { id } = session.person;
      await codes.take({ use: 'email', browser: arrival.browser, code }, async (tx, step) => {
        if (step.accountId !== id) throw wrongCode();
        const { email: old } = await accountOf(tx, id);
        await tx('accounts').where({ id }).update({ email: step.kept }).catch(refuseTaken);
        await sessions.endAll(id, session.id, tx);
        await tell(deps, tx, 'email', old, arrival);
      });
      sessions.forget();
    },
  };
}

/** The account, when it signs in by a password. @throws Problem `refused` for all others */
async function holderOf({ db }: Deps, { person }: Session): Promise<Row> {
  const account = await accountOf(db, person.id);
  if (account.password !== null) return account;
  throw new Problem('refused', {
    detail: {
      vi: 'Tài khoản này không đăng nhập bằng mật khẩu và ứng dụng xác thực',
      en: 'This account does not sign in with a password and an authenticator app',
    },
  });
}

async function accountOf(db: Knex, id: string): Promise<Row> {
  return db('accounts as a')
    .join('alliances as l', 'l.id', 'a.alliance_id')
    .where('a.id', id)
    .first('a.id', 'a.email', 'a.name', 'a.password', 'l.name as alliance');
}

async function tell(
  { letters }: Deps,
  tx: Tx,
  change: Change,
  ...[to, { language, agent }]: [string, Arrival]
): Promise<void> {
  await letters.post({ about: 'changed', change, to, language, device: agent }, tx);
}

function refuseTaken(error: unknown): never {
  const { code } = error as { code?: string };
  if (code !== '23505') throw error;
  const detail = {
    vi: 'Địa chỉ này đã thuộc về một tài khoản khác',
    en: 'This address belongs to another account',
  };
  throw new Problem('invalid', { errors: [{ pointer: '/email', code: 'taken', detail }] });
}

function proofNeeded(): Problem {
  return new Problem('refused', {
    detail: {
      vi: 'Hãy xác nhận lại bạn là ai, rồi thay đổi trong vòng 15 phút',
      en: 'Prove once more who you are, then make the change within 15 minutes',
    },
  });
}
