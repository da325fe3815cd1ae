// My account: where I am signed in, what I sign in with, my API tokens. Whoever has not proven for a while who they are
// is asked to before anything changes.
import { changePreferences, preferencesOf } from '../../accounts/preferences.ts';
import type { Session } from '../../accounts/sign-in/sessions.ts';
import type { Operation } from '../../http/operation.ts';
import { one } from '../../http/page-form.ts';
import { id } from '../../http/shapes.ts';
import { Problem } from '../../problem.ts';
import type { PageAnswer, PageCall } from '../page.ts';
import { digitsIn, nextIn, passwordIn } from './door.ts';
import { sessionIn, type AccountPageDeps } from './holder.ts';
import { credentialPages } from './credentials.ts';
import { orAgain, type Faults } from './refusal.ts';

const path = '/account';
const title = { vi: 'Tài khoản của tôi', en: 'My account' };

export function accountPages(deps: AccountPageDeps): Operation[] {
  return [
    accountPage(deps),
    provePage(deps),
    proofCodePage(deps),
    preferencesPage(deps),
    ...endPages(deps),
    ...tokenPages(deps),
    ...credentialPages(deps),
  ];
}

type Shown = { faults?: Faults; token?: string; asked?: boolean; next?: string };

async function form(
  deps: AccountPageDeps,
  session: Session,
  shown: Shown = {},
): Promise<PageAnswer> {
  const { signIn, tokens } = deps;
  const [about, sessions, kept, preferences] = await Promise.all([
    signIn.own.about(session),
    signIn.sessions.list(session.person.id),
    tokens.list(session.person.id),
    preferencesOf(deps.knex, session.person.id),
  ]);
  const listed = sessions.map((each) => ({ ...each, current: each.id === session.id }));
  const inUse = kept.filter(({ revokedAt }) => revokedAt === undefined);
  const { method, person } = session;
  const fresh = signIn.own.isProven(session);
  const model = {
    preferences,
    about,
    person,
    method,
    fresh,
    sessions: listed,
    tokens: inUse,
    ...shown,
  };
  return { view: 'account/account', model };
}

function accountPage(deps: AccountPageDeps): Operation {
  return deps.page({
    id: 'accountPage',
    path,
    title,
    handle: async ({ ctx }) => form(deps, await sessionIn(deps, ctx)),
  });
}

/** Proves again who somebody is: by both factors, or by the code that was mailed. */
function provePage(deps: AccountPageDeps): Operation {
  const { page, signIn, visits } = deps;
  return page({
    id: 'provePage',
    method: 'POST',
    path: `${path}/proof`,
    title,
    keyless: true,
    async handle({ ctx, fields }) {
      const session = await sessionIn(deps, ctx);
      const arrival = visits.arrivalOf(ctx);
      const code = digitsIn(fields, 'code');
      const next = one(fields, 'next') === undefined ? path : nextIn(fields);
      return orAgain(
        async () => {
          const welcome =
            session.method === 'code'
              ? await signIn.own.proveByCode(session, code, arrival)
              : await signIn.own.prove(session, { password: passwordIn(fields), code }, arrival);
          await visits.put(ctx, welcome);
          return { to: next };
        },
        ['password', 'code'],
        (faults) => form(deps, session, { faults, asked: session.method === 'code', next }),
      );
    },
  });
}

function proofCodePage(deps: AccountPageDeps): Operation {
  const { page, signIn, visits } = deps;
  return page({
    id: 'proofCodePage',
    method: 'POST',
    path: `${path}/proof/code`,
    title,
    keyless: true,
    async handle({ ctx }) {
      const session = await sessionIn(deps, ctx);
      return orAgain(
        async () => {
          await signIn.own.askForProof(session, visits.arrivalOf(ctx));
          return form(deps, session, { asked: true });
        },
        [],
        (faults) => form(deps, session, { faults }),
      );
    },
  });
}

/** How letters and notices are written to somebody; pages follow at once. */
function preferencesPage(deps: AccountPageDeps): Operation {
  return deps.page({
    id: 'preferencesPage',
    method: 'POST',
    path: `${path}/preferences`,
    title: { vi: 'Ngôn ngữ và cách nhận thông báo', en: 'Language and notices' },
    keyless: true,
    async handle({ person, fields }) {
      const language = one(fields, 'language') === 'en' ? 'en' : 'vi';
      const digest = one(fields, 'digest') === 'yes';
      await changePreferences(deps.knex, person.id, { language, digest });
      return { to: `${path}?lang=${language}` };
    },
  });
}

function endPages(deps: AccountPageDeps): Operation[] {
  const { page, signIn } = deps;
  const end = async ({ ctx, fields }: PageCall): Promise<PageAnswer> => {
    const session = await sessionIn(deps, ctx);
    const which = one(fields, 'session');
    if (which === undefined) await signIn.sessions.endAll(session.person.id, session.id);
    else if (id.safeParse(which).success) await signIn.sessions.end(session.person.id, which);
    return { to: path };
  };
  return [
    page({
      id: 'endSessionsPage',
      method: 'POST',
      path: `${path}/sessions/end`,
      title,
      keyless: true,
      handle: end,
    }),
  ];
}

function tokenPages(deps: AccountPageDeps): Operation[] {
  const { page, signIn, tokens, clock } = deps;
  return [
    page({
      id: 'createTokenPage',
      method: 'POST',
      path: `${path}/tokens`,
      title,
      keyless: true,
      async handle({ ctx, fields }) {
        const session = await sessionIn(deps, ctx);
        return orAgain(
          async () => {
            signIn.own.needProof(session);
            const label = one(fields, 'label') ?? '';
            const { token } = await tokens.create(session.person.id, label, clock.now());
            return form(deps, session, { token });
          },
          ['label'],
          (faults) => form(deps, session, { faults }),
        );
      },
    }),
    page({
      id: 'revokeTokenPage',
      method: 'POST',
      path: `${path}/tokens/revoke`,
      title,
      keyless: true,
      async handle({ ctx, fields }) {
        const { person } = await sessionIn(deps, ctx);
        const which = one(fields, 'token') ?? '';
        const mine = await tokens.list(person.id);
        if (!mine.some((token) => token.id === which)) throw new Problem('not-found');
        await tokens.revoke(which, clock.now());
        return { to: path };
      },
    }),
  ];
}
