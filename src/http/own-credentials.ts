// What whoever is signed in signs in with: proven again, and changed.
import { z } from 'zod';
import type { Operation } from './operation.ts';
import { done, ownCalls } from './own-call.ts';
import { said } from './shapes.ts';
import { password, recoveryCode, recoveryCodes } from './sign-in-password.ts';
import { email, sessionBody, sessionShape, sixDigits, type SignInDeps } from './sign-in.ts';

const account = z.strictObject({
  email: said(254),
  hasPassword: z.boolean(),
  hasGenerator: z.boolean(),
  recoveryCodesLeft: z.int().min(0),
});
const generator = z.strictObject({ secret: said(60), uri: said(500) });
const proven = { 200: { title: 'Proven; the session is a new one', schema: sessionShape } };

export function credentialOperations(deps: SignInDeps): Operation[] {
  return [...proofs(deps), ...passwords(deps), ...generators(deps), ...addresses(deps)];
}

function proofs({ signIn: { own: mine }, visits }: SignInDeps): Operation[] {
  const own = ownCalls(visits);
  return [
    own({
      id: 'proveByPassword',
      method: 'POST',
      path: '/api/session/proof',
      title: { vi: 'Xác nhận lại bằng mật khẩu và mã', en: 'Prove again by password and code' },
      body: { password, code: sixDigits.optional(), recoveryCode: recoveryCode.optional() },
      answers: proven,
      async act(session, { ctx, body }) {
        await visits.put(ctx, await mine.prove(session, body, visits.arrivalOf(ctx)));
        return { body: await sessionBody(visits, ctx) };
      },
    }),
    own({
      id: 'askForProof',
      method: 'POST',
      path: '/api/session/proof/code',
      title: { vi: 'Gửi mã xác nhận qua thư', en: 'Mail me a confirmation code' },
      answers: { 202: { title: 'Sent' } },
      async act(session, { ctx }) {
        await mine.askForProof(session, visits.arrivalOf(ctx));
        return { status: 202 };
      },
    }),
    own({
      id: 'proveByCode',
      method: 'POST',
      path: '/api/session/proof/code/check',
      title: { vi: 'Xác nhận lại bằng mã trong thư', en: 'Prove again by the mailed code' },
      body: { code: sixDigits },
      answers: proven,
      async act(session, { ctx, body }) {
        await visits.put(ctx, await mine.proveByCode(session, body.code, visits.arrivalOf(ctx)));
        return { body: await sessionBody(visits, ctx) };
      },
    }),
  ];
}

function passwords({ signIn: { own: mine }, visits }: SignInDeps): Operation[] {
  const own = ownCalls(visits);
  return [
    own({
      id: 'readOwnAccount',
      method: 'GET',
      path: '/api/session/account',
      title: { vi: 'Tôi đăng nhập bằng gì', en: 'What I sign in with' },
      answers: { 200: { title: 'The account', schema: account } },
      act: async (session) => ({ body: await mine.about(session) }),
    }),
    own({
      id: 'changePassword',
      method: 'PUT',
      path: '/api/session/password',
      title: { vi: 'Đổi mật khẩu', en: 'Change my password' },
      body: { current: password, password },
      answers: { 204: { title: 'Changed; every other session has ended' } },
      async act(session, { ctx, body }) {
        await mine.changePassword(session, body, visits.arrivalOf(ctx));
        return undefined;
      },
    }),
    own({
      id: 'renewRecoveryCodes',
      method: 'POST',
      path: '/api/session/recovery-codes',
      title: { vi: 'Tạo mã khôi phục mới', en: 'Make new recovery codes' },
      answers: { 200: { title: 'The new codes', schema: z.strictObject({ recoveryCodes }) } },
      async act(session, { ctx }) {
        const codes = await mine.newRecoveryCodes(session, visits.arrivalOf(ctx));
        return { body: { recoveryCodes: codes } };
      },
    }),
  ];
}

function generators({ signIn: { own: mine }, visits }: SignInDeps): Operation[] {
  const own = ownCalls(visits);
  return [
    own({
      id: 'beginGenerator',
      method: 'POST',
      path: '/api/session/generator',
      title: { vi: 'Cài lại ứng dụng xác thực', en: 'Set up another authenticator app' },
      answers: { 200: { title: 'Its secret', schema: generator } },
      act: async (session, { ctx }) => ({
        body: await mine.beginGenerator(session, visits.arrivalOf(ctx)),
      }),
    }),
    own({
      id: 'finishGenerator',
      method: 'POST',
      path: '/api/session/generator/check',
      title: { vi: 'Dùng ứng dụng xác thực mới', en: 'Take the new authenticator app into use' },
      body: { code: sixDigits },
      answers: done,
      async act(session, { ctx, body }) {
        await mine.finishGenerator(session, body.code, visits.arrivalOf(ctx));
        return undefined;
      },
    }),
  ];
}

function addresses({ signIn: { own: mine }, visits }: SignInDeps): Operation[] {
  const own = ownCalls(visits);
  return [
    own({
      id: 'askForEmail',
      method: 'POST',
      path: '/api/session/email',
      title: { vi: 'Đổi địa chỉ thư: gửi mã', en: 'Change my address: mail a code to it' },
      body: { email },
      answers: { 202: { title: 'The same for every address' } },
      async act(session, { ctx, body }) {
        await mine.askForEmail(session, body.email, visits.arrivalOf(ctx));
        return { status: 202 };
      },
    }),
    own({
      id: 'changeEmail',
      method: 'POST',
      path: '/api/session/email/check',
      title: { vi: 'Đổi địa chỉ thư: nhập mã', en: 'Change my address by the mailed code' },
      body: { code: sixDigits },
      answers: done,
      async act(session, { ctx, body }) {
        await mine.changeEmail(session, body.code, visits.arrivalOf(ctx));
        return undefined;
      },
    }),
  ];
}
