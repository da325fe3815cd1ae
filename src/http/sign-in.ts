// Signing in and out over JSON. None of these calls takes an Idempotency-Key: an answer that hands out a session is
// never kept, and what may be done once is done once anyway.
import type { Context } from 'koa';
import { z } from 'zod';
import type { SignIn } from '../accounts/sign-in/sign-in.ts';
import { operation, type Operation } from './operation.ts';
import type { Visits } from './session.ts';
import { id, instant, role, said, text } from './shapes.ts';

const csrf = said(60).meta({
  description: 'For the header X-CSRF-Token of the next call that changes something',
});

export const sessionShape = z.strictObject({
  person: z
    .strictObject({ id, name: said(200), roles: z.array(role).max(20) })
    .nullable()
    .meta({ description: 'Who is signed in by cookie; null: nobody' }),
  method: z.enum(['code', 'password', 'oidc']).nullable(),
  provenAt: instant.nullable().meta({ description: 'When the person last proved who they are' }),
  csrf,
});

/** What an attempt goes on with. */
export const underWay = z.strictObject({ csrf });

export const email = text(254).meta({ format: 'email' });
/** Digits as people copy them, with spaces in between. */
const digits = (many: number) =>
  z
    .string()
    .trim()
    .max(20)
    .transform((given) => given.replaceAll(/\s/g, ''))
    .pipe(
      z
        .string()
        .max(20)
        .regex(new RegExp(`^\\d{${many}}$`), 'digits'),
    );
export const sixDigits = digits(6);
export const eightDigits = digits(8);

export const signInCalls = { tag: 'account', public: true, keyless: true } as const;

export type SignInDeps = { visits: Visits; signIn: SignIn };

export function signInOperations(deps: SignInDeps): Operation[] {
  return [...sessionOperations(deps), ...codeOperations(deps)];
}

/** The session of this browser as it is told to it. */
export async function sessionBody(visits: Visits, ctx: Context): Promise<object> {
  const found = await visits.sessionOf(ctx);
  const { id: personId, name, roles } = found?.person ?? {};
  return {
    person: found ? { id: personId, name, roles } : null,
    method: found?.method ?? null,
    provenAt: found?.provenAt ?? null,
    csrf: await visits.csrfOf(ctx),
  };
}

function sessionOperations({ visits }: SignInDeps): Operation[] {
  return [
    operation({
      ...signInCalls,
      id: 'readSession',
      method: 'GET',
      path: '/api/session',
      title: { vi: 'Ai đang đăng nhập', en: 'Who is signed in' },
      answers: { 200: { title: 'The session of this browser', schema: sessionShape } },
      problems: [],
      handle: async ({ ctx }) => ({ body: await sessionBody(visits, ctx) }),
    }),
    operation({
      ...signInCalls,
      id: 'signOut',
      method: 'POST',
      path: '/api/sign-out',
      title: { vi: 'Đăng xuất', en: 'Sign out' },
      answers: { 204: { title: 'Nobody is signed in on this browser any more' } },
      problems: ['forbidden'],
      async handle({ ctx }) {
        await visits.end(ctx);
        return { status: 204 };
      },
    }),
  ];
}

function codeOperations({ visits, signIn }: SignInDeps): Operation[] {
  return [
    operation({
      ...signInCalls,
      id: 'askForCode',
      method: 'POST',
      path: '/api/sign-in/code',
      title: { vi: 'Gửi mã đăng nhập qua thư', en: 'Mail me a sign-in code' },
      body: { email },
      answers: { 202: { title: 'The same for every address', schema: underWay } },
      problems: ['forbidden'],
      async handle({ ctx, body }) {
        await signIn.byCode.ask(body.email, visits.arrivalOf(ctx));
        return { status: 202, body: { csrf: await visits.csrfOf(ctx) } };
      },
    }),
    operation({
      ...signInCalls,
      id: 'signInByCode',
      method: 'POST',
      path: '/api/sign-in/code/check',
      title: { vi: 'Đăng nhập bằng mã trong thư', en: 'Sign in by the mailed code' },
      body: { code: sixDigits, name: text(200).optional() },
      answers: { 200: { title: 'Signed in', schema: sessionShape } },
      problems: ['forbidden'],
      async handle({ ctx, body }) {
        await visits.put(ctx, await signIn.byCode.check(body, visits.arrivalOf(ctx)));
        return { body: await sessionBody(visits, ctx) };
      },
    }),
  ];
}
