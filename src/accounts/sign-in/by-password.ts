// Signing in by password and one-time code: staff, boards and leaders. The password opens an attempt in this browser;
// only the second factor begins a session.
import type { Knex } from 'knex';
import { Problem } from '../../problem.ts';
import { emailOf } from '../accounts.ts';
import type { Arrival, LetIn, Welcome } from './arrival.ts';
import type { Devices } from './devices.ts';
import type { Generators } from './generator.ts';
import type { SignInLimits } from './limits.ts';
import { isPassword } from './password.ts';
import { pointerOf, type SecondFactor, type SecondFactors } from './second-factor.ts';
import { wrongCode, type Steps } from './steps.ts';

export type ByPassword = {
  /**
   * Opens an attempt when the password is right.
   * @throws Problem `invalid` at `/password`, the same for a wrong address and a wrong password; `refused` when no
   * generator of codes was set up yet; `too-many`
   */
  password(given: { email: string; password: string }, arrival: Arrival): Promise<void>;
  /** Begins the session. @throws Problem `invalid` at `/code` or `/recoveryCode`, `too-many` */
  second(given: SecondFactor, arrival: Arrival): Promise<Welcome>;
};

/** Whether a password is an account's; counted. `kept` is missing where there is no account. */
export type CheckPassword = (
  about: { email: string; kept: string | null | undefined },
  password: string,
  arrival: Arrival,
) => Promise<boolean>;

type Deps = {
  db: Knex;
  checkPassword: CheckPassword;
  steps: Steps;
  generators: Generators;
  seconds: SecondFactors;
  letIn: LetIn;
};

export function createByPassword(deps: Deps): ByPassword {
  const { db, checkPassword, steps, generators, seconds, letIn } = deps;
  return {
    async password({ email: given, password }, arrival) {
      const email = emailOf(given);
      const account = await db('accounts')
        .whereRaw('lower(email) = ?', [email])
        .whereNull('disabled_at')
        .first('id', 'password');
      const kept = account?.password as string | null | undefined;
      if (!(await checkPassword({ email, kept }, password, arrival))) throw wrongPassword();
      const accountId = account.id as string;
      if (!(await generators.has(accountId))) throw noGenerator();
      const { browser } = arrival;
      await steps.begin({ browser, kind: 'second', accountId, kept: email });
    },
    async second(given, arrival) {
      const step = await steps.attempt(arrival.browser, 'second');
      if (!step) throw wrongCode(pointerOf(given));
      const holder = { id: step.accountId as string, email: step.kept };
      await seconds.count(holder, arrival);
      return db.transaction(async (tx) => {
        await seconds.use(tx, holder, given, arrival);
        const stands = await tx('accounts').where({ id: holder.id }).whereNull('disabled_at');
        if (stands.length === 0 || !(await steps.finish(step, tx)))
          throw wrongCode(pointerOf(given));
        return letIn(tx, holder, 'password', arrival);
      });
    },
  };
}

/** Strangers share their tries at an address; a browser known to it has its own, and none by its network. */
export function createCheckPassword(limits: SignInLimits, devices: Devices): CheckPassword {
  return async ({ email, kept }, password, { device, network }) => {
    const known = (await devices.isKnown(email, device)) ? [device as string] : [];
    if (known.length === 0) await limits.count('passwordsByAddress', network);
    await limits.count('passwords', email, ...known);
    const right = await isPassword(kept, password);
    if (right) await limits.clear('passwords', email, ...known);
    return right;
  };
}

/** Says the same whichever of the two is wrong. */
export function wrongPassword(pointer = '/password'): Problem {
  const detail = {
    vi: 'Địa chỉ thư hoặc mật khẩu không đúng',
    en: 'The address or the password is wrong',
  };
  return new Problem('invalid', { errors: [{ pointer, code: 'password', detail }] });
}

function noGenerator(): Problem {
  return new Problem('refused', {
    detail: {
      vi: 'Tài khoản chưa cài ứng dụng tạo mã xác thực. Hãy mở liên kết trong thư đã gửi cho bạn, hoặc xin quản trị viên một liên kết kích hoạt.',
      en: 'No authenticator app is set up for this account yet. Open the link that was mailed to you, or ask the administrator for an enrolment link.',
    },
  });
}
