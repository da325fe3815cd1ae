// A forgotten password: asking for a link, and setting a new one by it.
import type { Context } from 'koa';
import { z } from 'zod';
import type { Operation } from '../../http/operation.ts';
import { one } from '../../http/page-form.ts';
import type { PageAnswer } from '../page.ts';
import { passwordIn, type SignInPageDeps } from './door.ts';
import { orAgain, type Faults } from './refusal.ts';

const open = { public: true, keyless: true } as const;
const title = { vi: 'Quên mật khẩu', en: 'Forgotten password' };
const byLink = {
  ...open,
  path: '/sign-in/reset/{token}',
  title: { vi: 'Đặt mật khẩu mới', en: 'Set a new password' },
  params: { token: z.string().max(60) },
} as const;

export function resetPages(deps: SignInPageDeps): Operation[] {
  return [askPage(deps), sendPage(deps), newPasswordPage(deps), setPage(deps)];
}

function askForm(model: object): Promise<PageAnswer> {
  return Promise.resolve({ view: 'sign-in/forgotten', model, form: true });
}

function askPage({ page }: SignInPageDeps): Operation {
  return page({
    ...open,
    id: 'forgottenPage',
    path: '/sign-in/reset',
    title,
    handle: () => askForm({}),
  });
}

function sendPage({ page, signIn, visits }: SignInPageDeps): Operation {
  return page({
    ...open,
    id: 'askForResetPage',
    method: 'POST',
    path: '/sign-in/reset',
    title,
    async handle({ ctx, fields }) {
      const email = one(fields, 'email') ?? '';
      return orAgain(
        async () => {
          await signIn.reset.ask(email, visits.arrivalOf(ctx));
          return { view: 'sign-in/forgotten-sent', model: { email } };
        },
        ['email'],
        (faults) => askForm({ email, faults }),
      );
    },
  });
}

async function form(
  { signIn, visits }: SignInPageDeps,
  ctx: Context,
  token: string,
  faults?: Faults,
): Promise<PageAnswer> {
  return orAgain(
    async () => {
      const { email } = await signIn.reset.open(token, visits.arrivalOf(ctx));
      return { view: 'sign-in/new-password', model: { email, token, faults }, form: true };
    },
    [],
    (dead) => Promise.resolve({ view: 'sign-in/dead-link', model: { faults: dead } }),
  );
}

function newPasswordPage(deps: SignInPageDeps): Operation {
  return deps.page({
    ...byLink,
    id: 'newPasswordPage',
    handle: ({ ctx, params }) => form(deps, ctx, params.token),
  });
}

function setPage(deps: SignInPageDeps): Operation {
  const { page, signIn, visits } = deps;
  return page({
    ...byLink,
    id: 'setPasswordPage',
    method: 'POST',
    async handle({ ctx, params: { token }, fields }) {
      const password = passwordIn(fields);
      return orAgain(
        async () => {
          await signIn.reset.finish({ token, password }, visits.arrivalOf(ctx));
          return { view: 'sign-in/password-set' };
        },
        ['password'],
        (faults) => form(deps, ctx, token, faults),
      );
    },
  });
}
