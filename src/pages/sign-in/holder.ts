// What the pages of one's own account are made of.
import type { Context } from 'koa';
import type { Knex } from 'knex';
import type { Session } from '../../accounts/sign-in/sessions.ts';
import type { Tokens } from '../../accounts/tokens.ts';
import type { Clock } from '../../clock.ts';
import { Problem } from '../../problem.ts';
import type { SignInPageDeps } from './door.ts';

export type AccountPageDeps = SignInPageDeps & { tokens: Tokens; clock: Clock; knex: Knex };

/** @throws Problem `forbidden` for a bearer token, which opens no pages of this kind */
export async function sessionIn({ visits }: AccountPageDeps, ctx: Context): Promise<Session> {
  const session = await visits.sessionOf(ctx);
  if (!session) throw new Problem('forbidden');
  return session;
}
