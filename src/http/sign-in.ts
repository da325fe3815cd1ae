// Signing in and out over JSON. None of these calls takes an Idempotency-Key: an answer that hands out a session is
// never kept, and what may be done once is done once anyway.
import { z } from 'zod';
import { operation, type Operation } from './operation.ts';
import type { Visits } from './session.ts';
import { id, instant, role, said } from './shapes.ts';

const session = z.strictObject({
  person: z
    .strictObject({ id, name: said(200), roles: z.array(role).max(20) })
    .nullable()
    .meta({ description: 'Who is signed in by cookie; null: nobody' }),
  method: z.enum(['code', 'password', 'oidc']).nullable(),
  provenAt: instant.nullable().meta({ description: 'When the person last proved who they are' }),
  csrf: said(60).meta({ description: 'For the header X-CSRF-Token of every call with a cookie' }),
});

export const signInCalls = { tag: 'account', public: true, keyless: true } as const;

export type SignInDeps = { visits: Visits };

export function signInOperations({ visits }: SignInDeps): Operation[] {
  return [
    operation({
      ...signInCalls,
      id: 'readSession',
      method: 'GET',
      path: '/api/session',
      title: { vi: 'Ai đang đăng nhập', en: 'Who is signed in' },
      answers: { 200: { title: 'The session of this browser', schema: session } },
      problems: [],
      async handle({ ctx }) {
        const found = await visits.sessionOf(ctx);
        const { id: personId, name, roles } = found?.person ?? {};
        return {
          body: {
            person: found ? { id: personId, name, roles } : null,
            method: found?.method ?? null,
            provenAt: found?.provenAt ?? null,
            csrf: await visits.csrfOf(ctx),
          },
        };
      },
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
