// Sessions and tokens of whoever is signed in: seen, made and ended.
import { z } from 'zod';
import type { Tokens } from '../accounts/tokens.ts';
import type { Clock } from '../clock.ts';
import { Problem } from '../problem.ts';
import type { Operation } from './operation.ts';
import { done, ownCalls } from './own-call.ts';
import { credentialOperations } from './own-credentials.ts';
import { id, instant, said, text } from './shapes.ts';
import type { SignInDeps } from './sign-in.ts';

export type OwnDeps = SignInDeps & { tokens: Tokens; clock: Clock };

const method = z.enum(['code', 'password', 'oidc']);
const times = { createdAt: instant, seenAt: instant, endsAt: instant };
const one = z.strictObject({ id, current: z.boolean(), method, device: said(200), ...times });
const listed = z.strictObject({ items: z.array(one).max(100) });
const token = z.strictObject({
  id,
  label: said(100),
  createdAt: instant,
  revokedAt: instant.optional(),
});
const tokensListed = z.strictObject({ items: z.array(token).max(1_000) });

export function ownOperations(deps: OwnDeps): Operation[] {
  return [...sessionOperations(deps), ...tokenOperations(deps), ...credentialOperations(deps)];
}

function sessionOperations({ signIn: { sessions }, visits }: OwnDeps): Operation[] {
  const own = ownCalls(visits);
  return [
    own({
      id: 'listSessions',
      method: 'GET',
      path: '/api/session/list',
      title: { vi: 'Những nơi đang đăng nhập', en: 'Where I am signed in' },
      answers: { 200: { title: 'Sessions, the one used last first', schema: listed } },
      async act(session) {
        const rows = await sessions.list(session.person.id);
        return { body: { items: rows.map((row) => ({ ...row, current: row.id === session.id })) } };
      },
    }),
    own({
      id: 'endSession',
      method: 'DELETE',
      path: '/api/session/list/{id}',
      title: { vi: 'Đăng xuất ở một nơi', en: 'End one of my sessions' },
      params: { id },
      answers: done,
      async act({ person }, { params }) {
        if (!(await sessions.end(person.id, params.id))) throw new Problem('not-found');
        return undefined;
      },
    }),
    own({
      id: 'endOtherSessions',
      method: 'DELETE',
      path: '/api/session/list',
      title: { vi: 'Đăng xuất ở mọi nơi khác', en: 'End all my other sessions' },
      answers: done,
      async act(session) {
        await sessions.endAll(session.person.id, session.id);
        return undefined;
      },
    }),
  ];
}

function tokenOperations({ signIn, tokens, clock, visits }: OwnDeps): Operation[] {
  const own = ownCalls(visits);
  return [
    own({
      id: 'listTokens',
      method: 'GET',
      path: '/api/session/tokens',
      title: { vi: 'Mã truy cập API của tôi', en: 'My API tokens' },
      answers: { 200: { title: 'Tokens, oldest first; never their text', schema: tokensListed } },
      act: async ({ person }) => ({ body: { items: await tokens.list(person.id) } }),
    }),
    own({
      id: 'createToken',
      method: 'POST',
      path: '/api/session/tokens',
      title: { vi: 'Tạo mã truy cập API', en: 'Make an API token' },
      body: { label: text(100) },
      answers: { 201: { title: 'Told once', schema: z.strictObject({ id, token: said(60) }) } },
      async act(session, { body }) {
        signIn.own.needProof(session);
        const made = await tokens.create(session.person.id, body.label, clock.now());
        return { status: 201, body: made };
      },
    }),
    own({
      id: 'revokeToken',
      method: 'DELETE',
      path: '/api/session/tokens/{id}',
      title: { vi: 'Thu hồi mã truy cập API', en: 'Revoke an API token of mine' },
      params: { id },
      answers: done,
      async act({ person }, { params }) {
        const mine = (await tokens.list(person.id)).some((each) => each.id === params.id);
        if (!mine || !(await tokens.revoke(params.id, clock.now()))) throw new Problem('not-found');
        return undefined;
      },
    }),
  ];
}
