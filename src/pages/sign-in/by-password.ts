// Signing in by password, then a one-time code or a recovery code.
import type { Operation } from '../../http/operation.ts';
import { one } from '../../http/page-form.ts';
import type { PageAnswer } from '../page.ts';
import { digitsIn, goingOn, nextIn, passwordIn, type SignInPageDeps } from './door.ts';
import { localPath } from './next.ts';
import { leadingOut } from './oidc.ts';
import { orAgain, type Faults } from './refusal.ts';

const title = { vi: 'Cán bộ đăng nhập', en: 'Staff sign-in' };
const open = { public: true, keyless: true } as const;

type Shown = { next: string; email?: string; faults?: Faults };

export function passwordPages(deps: SignInPageDeps): Operation[] {
  return [passwordPage(deps), checkPasswordPage(deps), secondPage(deps), checkSecondPage(deps)];
}

function passwordForm({ signIn }: SignInPageDeps, shown: Shown): Promise<PageAnswer> {
  const { issuer } = signIn.byOidc;
  const model = { ...shown, oidc: issuer !== undefined };
  const headers = leadingOut(issuer);
  return Promise.resolve({ view: 'sign-in/password', model, form: true, headers });
}

function secondForm(model: Shown): Promise<PageAnswer> {
  return Promise.resolve({ view: 'sign-in/second', model, form: true });
}

function passwordPage(deps: SignInPageDeps): Operation {
  return deps.page({
    ...open,
    id: 'passwordPage',
    path: '/sign-in/staff',
    title,
    query: goingOn,
    async handle({ person, query }) {
      const next = localPath(query.next);
      return (person as unknown) === undefined ? passwordForm(deps, { next }) : { to: next };
    },
  });
}

function checkPasswordPage(deps: SignInPageDeps): Operation {
  const { page, signIn, visits } = deps;
  return page({
    ...open,
    id: 'checkPasswordPage',
    method: 'POST',
    path: '/sign-in/staff',
    title,
    async handle({ ctx, fields }) {
      const [email, next] = [one(fields, 'email') ?? '', nextIn(fields)];
      const password = passwordIn(fields);
      return orAgain(
        async () => {
          await signIn.byPassword.password({ email, password }, visits.arrivalOf(ctx));
          return { to: `/sign-in/second?next=${encodeURIComponent(next)}` };
        },
        ['email', 'password'],
        (faults) => passwordForm(deps, { next, email, faults }),
      );
    },
  });
}

function secondPage({ page }: SignInPageDeps): Operation {
  return page({
    ...open,
    id: 'secondFactorPage',
    path: '/sign-in/second',
    title,
    query: goingOn,
    handle: ({ query }) => secondForm({ next: localPath(query.next) }),
  });
}

function checkSecondPage({ page, signIn, visits }: SignInPageDeps): Operation {
  return page({
    ...open,
    id: 'checkSecondFactorPage',
    method: 'POST',
    path: '/sign-in/second',
    title,
    async handle({ ctx, fields }) {
      const next = nextIn(fields);
      const recoveryCode = one(fields, 'recoveryCode')?.slice(0, 60);
      const given =
        recoveryCode === undefined ? { code: digitsIn(fields, 'code') } : { recoveryCode };
      return orAgain(
        async () => {
          await visits.put(ctx, await signIn.byPassword.second(given, visits.arrivalOf(ctx)));
          return { to: next };
        },
        ['code', 'recoveryCode'],
        (faults) => secondForm({ next, faults }),
      );
    },
  });
}
