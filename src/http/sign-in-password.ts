// Signing in by password and one-time code over JSON, setting both up by an enrolment link, and a forgotten password.
import { z } from 'zod';
import { operation, type Operation } from './operation.ts';
import { said, text } from './shapes.ts';
import {
  email,
  sessionBody,
  sessionShape,
  signInCalls,
  eightDigits,
  sixDigits,
  underWay,
  type SignInDeps,
} from './sign-in.ts';

/** Taken as it is typed: spaces count. Rules are for new ones. */
export const password = z.string().min(1).max(512);
export const recoveryCode = text(60);
const token = text(60);

const invitation = z.strictObject({
  email: said(254),
  name: said(200),
  choosesPassword: z.boolean(),
  needsSpoken: z
    .boolean()
    .meta({ description: 'Opens only with the code that an administrator hands over in person' }),
  secret: said(60),
  uri: said(500).meta({ description: 'otpauth:// for a QR code' }),
  csrf: said(60),
});

export const recoveryCodes = z
  .array(said(40))
  .max(20)
  .meta({ description: 'Told once; each is good once in place of a one-time code' });

export function passwordOperations(deps: SignInDeps): Operation[] {
  return [...signingIn(deps), openEnrolment(deps), finishEnrolment(deps), ...resetting(deps)];
}

function signingIn({ visits, signIn }: SignInDeps): Operation[] {
  return [
    operation({
      ...signInCalls,
      id: 'signInByPassword',
      method: 'POST',
      path: '/api/sign-in/password',
      title: { vi: 'Đăng nhập bằng mật khẩu: bước một', en: 'Sign in by password: first step' },
      body: { email, password },
      answers: { 200: { title: 'The second factor is awaited', schema: underWay } },
      problems: ['forbidden', 'refused'],
      async handle({ ctx, body }) {
        await signIn.byPassword.password(body, visits.arrivalOf(ctx));
        return { body: { csrf: await visits.csrfOf(ctx) } };
      },
    }),
    operation({
      ...signInCalls,
      id: 'signInBySecondFactor',
      method: 'POST',
      path: '/api/sign-in/second',
      title: {
        vi: 'Đăng nhập bằng mật khẩu: mã xác thực hoặc mã khôi phục',
        en: 'Sign in by password: one-time code or recovery code',
      },
      body: { code: sixDigits.optional(), recoveryCode: recoveryCode.optional() },
      answers: { 200: { title: 'Signed in', schema: sessionShape } },
      problems: ['forbidden'],
      async handle({ ctx, body }) {
        await visits.put(ctx, await signIn.byPassword.second(body, visits.arrivalOf(ctx)));
        return { body: await sessionBody(visits, ctx) };
      },
    }),
  ];
}

function openEnrolment({ visits, signIn }: SignInDeps): Operation {
  return operation({
    ...signInCalls,
    id: 'openEnrolment',
    method: 'POST',
    path: '/api/sign-in/enrol',
    title: { vi: 'Mở liên kết kích hoạt', en: 'Open an enrolment link' },
    body: { token },
    answers: { 200: { title: 'What the link is for', schema: invitation } },
    problems: ['forbidden'],
    async handle({ ctx, body }) {
      const opened = await signIn.enrolment.open(body.token, visits.arrivalOf(ctx));
      return { body: { ...opened, csrf: await visits.csrfOf(ctx) } };
    },
  });
}

function finishEnrolment({ visits, signIn }: SignInDeps): Operation {
  return operation({
    ...signInCalls,
    id: 'finishEnrolment',
    method: 'POST',
    path: '/api/sign-in/enrol/finish',
    title: {
      vi: 'Kích hoạt: mật khẩu và mã đầu tiên',
      en: 'Enrol: the password and the first code',
    },
    body: { token, password, code: sixDigits, spoken: eightDigits.optional() },
    answers: {
      200: { title: 'Enrolled and signed in', schema: sessionShape.extend({ recoveryCodes }) },
    },
    problems: ['forbidden'],
    async handle({ ctx, body }) {
      const { welcome, recoveryCodes: codes } = await signIn.enrolment.finish(
        body,
        visits.arrivalOf(ctx),
      );
      await visits.put(ctx, welcome);
      return { body: { ...(await sessionBody(visits, ctx)), recoveryCodes: codes } };
    },
  });
}

function resetting({ visits, signIn }: SignInDeps): Operation[] {
  return [
    operation({
      ...signInCalls,
      id: 'askForReset',
      method: 'POST',
      path: '/api/sign-in/reset',
      title: { vi: 'Quên mật khẩu', en: 'Forgotten password' },
      body: { email },
      answers: { 202: { title: 'The same for every address', schema: underWay } },
      problems: ['forbidden'],
      async handle({ ctx, body }) {
        await signIn.reset.ask(body.email, visits.arrivalOf(ctx));
        return { status: 202, body: { csrf: await visits.csrfOf(ctx) } };
      },
    }),
    operation({
      ...signInCalls,
      id: 'finishReset',
      method: 'POST',
      path: '/api/sign-in/reset/finish',
      title: { vi: 'Đặt mật khẩu mới', en: 'Set a new password' },
      body: { token, password },
      answers: { 204: { title: 'Set; nobody is signed in by it' } },
      problems: ['forbidden'],
      async handle({ ctx, body }) {
        await signIn.reset.finish(body, visits.arrivalOf(ctx));
        return { status: 204 };
      },
    }),
  ];
}
