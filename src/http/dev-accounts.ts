// Accounts to try the service with, their passwords, and the one-time code of this moment: somebody at this very machine
// gets in within seconds. Only where mail stays in the built-in mailbox, never in production.
import type { Context } from 'koa';
import { codeAt } from '../accounts/sign-in/generator.ts';
import { Problem } from '../problem.ts';
import { isLocal } from './headers.ts';
import { operation, type Operation } from './operation.ts';

export type DemoAccount = { email: string; role: string; password?: string; totpSecret?: string };

export type DemoDeps = {
  demoAccounts: () => Promise<readonly DemoAccount[]>;
  /** Real time in milliseconds. */
  now: () => number;
};

const halfMinuteMs = 30_000;

export function demoOperations({ demoAccounts, now }: DemoDeps): Operation[] {
  return [
    operation({
      id: 'readDemoAccounts',
      method: 'GET',
      path: '/dev/accounts.json',
      tag: 'service',
      title: { vi: 'Tài khoản thử', en: 'Accounts to try the service with' },
      public: true,
      unlimited: true,
      hidden: true,
      answers: {},
      problems: [],
      async handle({ ctx }) {
        if (!isLocal(ctx) || !isLocalName(ctx)) throw new Problem('not-found');
        const accounts = await demoAccounts();
        const secondsLeft = Math.ceil((halfMinuteMs - (now() % halfMinuteMs)) / 1_000);
        const items = await Promise.all(accounts.map((account) => shown(account, now())));
        return { body: { items, secondsLeft } };
      },
    }),
  ];
}

/** A page of the internet whose name was pointed at this machine is not somebody sitting at it. */
function isLocalName(ctx: Context): boolean {
  return /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])$/.test(ctx.host.replace(/:\d+$/, ''));
}

async function shown(
  { email, role, password, totpSecret }: DemoAccount,
  now: number,
): Promise<object> {
  if (password === undefined || totpSecret === undefined)
    return {
      email,
      role,
      signIn: 'code',
      mailbox: `/dev/mail.json?to=${encodeURIComponent(email)}`,
    };
  const code = await codeAt(totpSecret, now);
  return { email, role, signIn: 'password', password, code, totpSecret };
}
