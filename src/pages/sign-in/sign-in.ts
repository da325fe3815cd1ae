// The pages at the door: by a mailed code, by password and one-time code, setting these up, a forgotten password, and
// out again. All of them work without scripts; none signs anybody in by GET.
import type { Operation } from '../../http/operation.ts';
import { accountPages } from './account.ts';
import { codePages } from './by-code.ts';
import { passwordPages } from './by-password.ts';
import type { SignInPageDeps } from './door.ts';
import { enrolPages } from './enrol.ts';
import type { AccountPageDeps } from './holder.ts';
import { oidcPages } from './oidc.ts';
import { resetPages } from './reset.ts';

export function signInPages(deps: AccountPageDeps): Operation[] {
  return [
    ...codePages(deps),
    ...passwordPages(deps),
    ...enrolPages(deps),
    ...resetPages(deps),
    ...oidcPages(deps),
    ...accountPages(deps),
    signOutPage(deps),
  ];
}

function signOutPage({ page, visits }: SignInPageDeps): Operation {
  return page({
    id: 'signOutPage',
    method: 'POST',
    path: '/sign-out',
    title: { vi: 'Đăng xuất', en: 'Sign out' },
    public: true,
    keyless: true,
    async handle({ ctx }) {
      await visits.end(ctx);
      return { to: '/' };
    },
  });
}
