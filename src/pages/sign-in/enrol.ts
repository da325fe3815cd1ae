// Setting up what staff sign in with, by the link that was handed over: an app by its QR code, a password, and the
// recovery codes, which are shown once.
import type { Context } from 'koa';
import { z } from 'zod';
import type { Operation } from '../../http/operation.ts';
import type { PageAnswer } from '../page.ts';
import { digitsIn, passwordIn, type SignInPageDeps } from './door.ts';
import { qrPath } from './qr.ts';
import { orAgain, type Faults } from './refusal.ts';

const about = {
  path: '/sign-in/enrol/{token}',
  title: { vi: 'Kích hoạt tài khoản', en: 'Set up your account' },
  public: true,
  keyless: true,
  params: { token: z.string().max(60) },
} as const;

export function enrolPages(deps: SignInPageDeps): Operation[] {
  return [linkPage(deps), setUpPage(deps)];
}

async function form(
  { signIn, visits }: SignInPageDeps,
  ctx: Context,
  token: string,
  faults?: Faults,
): Promise<PageAnswer> {
  return orAgain(
    async () => {
      const invitation = await signIn.enrolment.open(token, visits.arrivalOf(ctx));
      const model = { ...invitation, token, faults, qr: qrPath(invitation.uri) };
      return { view: 'sign-in/enrol', model, form: true };
    },
    [],
    (dead) => Promise.resolve({ view: 'sign-in/dead-link', model: { faults: dead } }),
  );
}

function linkPage(deps: SignInPageDeps): Operation {
  return deps.page({
    ...about,
    id: 'enrolmentPage',
    handle: ({ ctx, params }) => form(deps, ctx, params.token),
  });
}

function setUpPage(deps: SignInPageDeps): Operation {
  const { page, signIn, visits } = deps;
  return page({
    ...about,
    id: 'enrolPage',
    method: 'POST',
    async handle({ ctx, params: { token }, fields }) {
      const password = passwordIn(fields);
      const [code, spoken] = [digitsIn(fields, 'code'), digitsIn(fields, 'spoken')];
      const given = { token, password, code, spoken };
      return orAgain(
        async () => {
          const enrolled = await signIn.enrolment.finish(given, visits.arrivalOf(ctx));
          await visits.put(ctx, enrolled.welcome);
          const { recoveryCodes } = enrolled;
          return {
            view: 'sign-in/recovery-codes',
            model: { recoveryCodes, next: '/' },
            form: true,
          };
        },
        ['spoken', 'password', 'code'],
        (faults) => form(deps, ctx, token, faults),
      );
    },
  });
}
