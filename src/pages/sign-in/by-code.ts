// Signing in by a mailed code: the address, then the six digits.
import type { Operation } from '../../http/operation.ts';
import { one } from '../../http/page-form.ts';
import type { PageAnswer } from '../page.ts';
import { digitsIn, goingOn, nextIn, type SignInPageDeps } from './door.ts';
import { localPath } from './next.ts';
import { orAgain, type Faults } from './refusal.ts';

const path = '/sign-in';
const title = { vi: 'Đăng nhập', en: 'Sign in' };
const open = { public: true, keyless: true } as const;

type Shown = { next: string; email?: string | undefined; faults?: Faults };

export function codePages(deps: SignInPageDeps): Operation[] {
  return [addressPage(deps), askPage(deps), codePage(deps), checkPage(deps)];
}

function addressForm(model: Shown): Promise<PageAnswer> {
  return Promise.resolve({ view: 'sign-in/address', model, form: true });
}

function codeForm(model: Shown): Promise<PageAnswer> {
  return Promise.resolve({ view: 'sign-in/code', model, form: true });
}

function addressPage({ page }: SignInPageDeps): Operation {
  return page({
    ...open,
    id: 'signInPage',
    path,
    title,
    query: goingOn,
    async handle({ person, query }) {
      const next = localPath(query.next);
      return (person as unknown) === undefined ? addressForm({ next }) : { to: next };
    },
  });
}

function askPage({ page, signIn, visits }: SignInPageDeps): Operation {
  return page({
    ...open,
    id: 'askForCodePage',
    method: 'POST',
    path,
    title,
    async handle({ ctx, fields }) {
      const [email, next] = [one(fields, 'email') ?? '', nextIn(fields)];
      return orAgain(
        async () => {
          await signIn.byCode.ask(email, visits.arrivalOf(ctx));
          return { to: `/sign-in/code?next=${encodeURIComponent(next)}` };
        },
        ['email'],
        (faults) => addressForm({ next, email, faults }),
      );
    },
  });
}

function codePage({ page }: SignInPageDeps): Operation {
  return page({
    ...open,
    id: 'codePage',
    path: '/sign-in/code',
    title,
    query: goingOn,
    handle: ({ query }) => codeForm({ next: localPath(query.next) }),
  });
}

function checkPage({ page, signIn, visits }: SignInPageDeps): Operation {
  return page({
    ...open,
    id: 'signInByCodePage',
    method: 'POST',
    path: '/sign-in/code',
    title,
    async handle({ ctx, fields }) {
      const next = nextIn(fields);
      const given = { code: digitsIn(fields, 'code'), name: one(fields, 'name')?.trim() };
      return orAgain(
        async () => {
          await visits.put(ctx, await signIn.byCode.check(given, visits.arrivalOf(ctx)));
          return { to: next };
        },
        ['code', 'name'],
        (faults) => codeForm({ next, faults }),
      );
    },
  });
}
