// Pages that change what one signs in with: password, recovery codes, address. Each is one form of the account page,
// shown again by itself with what is wrong.
import type { Operation } from '../../http/operation.ts';
import { one } from '../../http/page-form.ts';
import type { PageAnswer } from '../page.ts';
import { digitsIn, passwordIn } from './door.ts';
import { sessionIn, type AccountPageDeps } from './holder.ts';
import { qrPath } from './qr.ts';
import { orAgain, type Faults } from './refusal.ts';

const title = { vi: 'Thay đổi cách đăng nhập', en: 'Change how I sign in' };
const post = { method: 'POST', keyless: true, title } as const;

export function credentialPages(deps: AccountPageDeps): Operation[] {
  return [passwordPage(deps), codesPage(deps), ...generatorPages(deps), ...addressPages(deps)];
}

function shown(view: string, model: object): Promise<PageAnswer> {
  return Promise.resolve({ view: `account/${view}`, model });
}

function passwordPage(deps: AccountPageDeps): Operation {
  const { page, signIn, visits } = deps;
  return page({
    ...post,
    id: 'changePasswordPage',
    path: '/account/password',
    async handle({ ctx, fields }) {
      const session = await sessionIn(deps, ctx);
      const given = { current: passwordIn(fields, 'current'), password: passwordIn(fields) };
      return orAgain(
        async () => {
          await signIn.own.changePassword(session, given, visits.arrivalOf(ctx));
          return shown('done', { what: 'password' });
        },
        ['current', 'password'],
        (faults) => shown('password', { faults }),
      );
    },
  });
}

function codesPage(deps: AccountPageDeps): Operation {
  const { page, signIn, visits } = deps;
  return page({
    ...post,
    id: 'renewRecoveryCodesPage',
    path: '/account/recovery-codes',
    async handle({ ctx }) {
      const session = await sessionIn(deps, ctx);
      return orAgain(
        async () => {
          const recoveryCodes = await signIn.own.newRecoveryCodes(session, visits.arrivalOf(ctx));
          return { view: 'sign-in/recovery-codes', model: { recoveryCodes, next: '/account' } };
        },
        [],
        (faults) => shown('done', { faults }),
      );
    },
  });
}

function generatorPages(deps: AccountPageDeps): Operation[] {
  const { page, signIn, visits } = deps;
  const drawn = (made: { secret: string; uri: string }, faults?: Faults): Promise<PageAnswer> =>
    shown('generator', { ...made, faults, qr: qrPath(made.uri) });
  return [
    page({
      ...post,
      id: 'beginGeneratorPage',
      path: '/account/generator',
      async handle({ ctx }) {
        const session = await sessionIn(deps, ctx);
        return orAgain(
          async () => drawn(await signIn.own.beginGenerator(session, visits.arrivalOf(ctx))),
          [],
          (faults) => shown('done', { faults }),
        );
      },
    }),
    page({
      ...post,
      id: 'finishGeneratorPage',
      path: '/account/generator/check',
      async handle({ ctx, fields }) {
        const session = await sessionIn(deps, ctx);
        return orAgain(
          async () => {
            const code = digitsIn(fields, 'code');
            await signIn.own.finishGenerator(session, code, visits.arrivalOf(ctx));
            return shown('done', { what: 'generator' });
          },
          [],
          (faults) => shown('done', { faults }),
        );
      },
    }),
  ];
}

function addressPages(deps: AccountPageDeps): Operation[] {
  const { page, signIn, visits } = deps;
  return [
    page({
      ...post,
      id: 'askForEmailPage',
      path: '/account/email',
      async handle({ ctx, fields }) {
        const session = await sessionIn(deps, ctx);
        const email = one(fields, 'email') ?? '';
        return orAgain(
          async () => {
            await signIn.own.askForEmail(session, email, visits.arrivalOf(ctx));
            return shown('email', { email, asked: true });
          },
          ['email'],
          (faults) => shown('email', { email, faults }),
        );
      },
    }),
    page({
      ...post,
      id: 'changeEmailPage',
      path: '/account/email/check',
      async handle({ ctx, fields }) {
        const session = await sessionIn(deps, ctx);
        return orAgain(
          async () => {
            await signIn.own.changeEmail(session, digitsIn(fields, 'code'), visits.arrivalOf(ctx));
            return shown('done', { what: 'email' });
          },
          ['code'],
          (faults) => shown('email', { faults, asked: true }),
        );
      },
    }),
  ];
}
