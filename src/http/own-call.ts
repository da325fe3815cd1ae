// What people do to their own account over JSON, signed in with a browser; a bearer token does none of it. No key is
// taken, as at sign-in: answers tell secrets, and what may be done once is done once anyway.
import type { Context } from 'koa';
import type { z } from 'zod';
import type { Text } from '../../machines/text.ts';
import type { Session } from '../accounts/sign-in/sessions.ts';
import { Problem } from '../problem.ts';
import { operation, type AnswerDoc, type Method, type Operation, type Reply } from './operation.ts';
import type { Visits } from './session.ts';

type Out<S extends z.ZodRawShape> = z.output<z.ZodObject<S, z.core.$strict>>;

type Given<P extends z.ZodRawShape, B extends z.ZodRawShape> = {
  id: string;
  method: Method;
  path: string;
  title: Text;
  params?: P;
  body?: B;
  answers: Readonly<Record<number, AnswerDoc>>;
  /** Nothing answered: 204. */
  act: (
    session: Session,
    call: { ctx: Context; params: Out<P>; body: Out<B> },
  ) => Promise<Reply | undefined>;
};

export const done = { 204: { title: 'Done' } } as const;

/** Makes calls that have a session. */
export function ownCalls(visits: Visits) {
  return <P extends z.ZodRawShape = z.ZodRawShape, B extends z.ZodRawShape = z.ZodRawShape>({
    act,
    ...about
  }: Given<P, B>): Operation =>
    operation({
      ...about,
      tag: 'account',
      keyless: true,
      problems: ['forbidden', 'refused', 'not-found'],
      handle: async (call: object) => {
        const { ctx } = call as { ctx: Context };
        const session = await visits.sessionOf(ctx);
        if (!session) throw withToken();
        return (await act(session, call as never)) ?? { status: 204 };
      },
    } as never);
}

function withToken(): Problem {
  return new Problem('forbidden', {
    detail: {
      vi: 'Việc này chỉ làm được khi đăng nhập bằng trình duyệt, không bằng mã truy cập',
      en: 'This is done signed in with a browser, not with a bearer token',
    },
  });
}
