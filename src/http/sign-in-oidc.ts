// Signing in with the identity provider of the organisation over JSON: where to send the browser, and what it brings
// back. The way back is a GET that signs nobody in; a page of ours sends on what came with it.
import { z } from 'zod';
import { operation, type Operation } from './operation.ts';
import { said, text } from './shapes.ts';
import { sessionBody, sessionShape, signInCalls, type SignInDeps } from './sign-in.ts';

const param = text(4_000);
/** What a provider may send back; whatever else it adds is left out. */
export const returned = {
  code: param.optional(),
  state: param.optional(),
  iss: param.optional(),
  error: param.optional(),
};

export function oidcOperations({ visits, signIn }: SignInDeps): Operation[] {
  return [
    operation({
      ...signInCalls,
      id: 'beginOidc',
      method: 'POST',
      path: '/api/sign-in/oidc',
      title: { vi: 'Đăng nhập bằng tài khoản của tổ chức', en: 'Sign in with your organisation' },
      answers: {
        200: {
          title: 'Where to send the browser',
          schema: z.strictObject({ url: said(4_000), csrf: said(60) }),
        },
      },
      problems: ['forbidden', 'not-found'],
      async handle({ ctx }) {
        const url = await signIn.byOidc.begin('/', visits.arrivalOf(ctx));
        return { body: { url, csrf: await visits.csrfOf(ctx) } };
      },
    }),
    operation({
      ...signInCalls,
      id: 'signInByOidc',
      method: 'POST',
      path: '/api/sign-in/oidc/check',
      title: {
        vi: 'Đăng nhập bằng tài khoản của tổ chức: kết quả',
        en: 'Sign in with what the organisation answered',
      },
      body: returned,
      answers: { 200: { title: 'Signed in', schema: sessionShape } },
      problems: ['forbidden', 'refused', 'not-found'],
      async handle({ ctx, body }) {
        const { welcome } = await signIn.byOidc.finish(present(body), visits.arrivalOf(ctx));
        await visits.put(ctx, welcome);
        return { body: await sessionBody(visits, ctx) };
      },
    }),
  ];
}

/** Without what is missing. */
export function present(given: Record<string, string | undefined>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(given).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  );
}
