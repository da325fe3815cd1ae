// Signing in with the identity provider of the organisation: there, and back. The way back is a GET, so it only shows a
// button; pressing it signs in.
import { z } from 'zod';
import type { Operation } from '../../http/operation.ts';
import { one } from '../../http/page-form.ts';
import { present } from '../../http/sign-in-oidc.ts';
import { pagePolicy } from '../page.ts';
import { nextIn, type SignInPageDeps } from './door.ts';
import { orAgain } from './refusal.ts';

const title = { vi: 'Đăng nhập bằng tài khoản của tổ chức', en: 'Sign in with your organisation' };
const open = { public: true, keyless: true, title } as const;
const names = ['code', 'state', 'iss', 'error'] as const;
const param = z.string().max(4_000).optional();
/** Providers add parameters of their own. */
const query = {
  code: param,
  state: param,
  iss: param,
  error: param,
  error_description: param,
  session_state: param,
  scope: param,
};

/** Headers of pages with the button: its answer leads to the provider, which the browser must be told. */
export function leadingOut(issuer: string | undefined): Readonly<Record<string, string>> {
  if (issuer === undefined) return {};
  const policy = pagePolicy.replace(
    "form-action 'self'",
    `form-action 'self' ${new URL(issuer).origin}`,
  );
  return { 'Content-Security-Policy': policy };
}

const path = '/sign-in/oidc/callback';

export function oidcPages(deps: SignInPageDeps): Operation[] {
  const { page, signIn, visits } = deps;
  return [
    page({
      ...open,
      id: 'beginOidcPage',
      method: 'POST',
      path: '/sign-in/oidc',
      handle: async ({ ctx, fields }) => ({
        to: await signIn.byOidc.begin(nextIn(fields), visits.arrivalOf(ctx)),
      }),
    }),
    page({
      ...open,
      id: 'oidcReturnPage',
      path,
      query,
      handle: ({ query: given }) => {
        const returned = names.flatMap((name) =>
          given[name] ? [{ name, value: given[name] }] : [],
        );
        return Promise.resolve({ view: 'sign-in/returned', model: { returned }, form: true });
      },
    }),
    finishPage(deps),
  ];
}

function finishPage({ page, signIn, visits }: SignInPageDeps): Operation {
  return page({
    ...open,
    id: 'signInByOidcPage',
    method: 'POST',
    path,
    async handle({ ctx, fields }) {
      const returned = present(Object.fromEntries(names.map((name) => [name, one(fields, name)])));
      return orAgain(
        async () => {
          const { welcome, next } = await signIn.byOidc.finish(returned, visits.arrivalOf(ctx));
          await visits.put(ctx, welcome);
          return { to: next };
        },
        [],
        (faults) => Promise.resolve({ view: 'sign-in/not-completed', model: { faults } }),
      );
    },
  });
}
