// A member of staff as the service knows one: an account with a password and a generator, and the codes it shows.
import type { Role } from '../../machines/roles.ts';
import { codeAt, newGenerator } from '../../src/accounts/sign-in/generator.ts';
import { openBrowser, type Browser } from './browser.ts';
import type { Answer, Service } from './service.ts';

export const goodPassword = 'bèo tây trôi 7 ngả sông';

export type Staff = {
  id: string;
  email: string;
  secret: string;
  /** The code of now, or of so many milliseconds from now. */
  code(fromNowMs?: number): Promise<string>;
};

export async function hire(service: Service, ...roles: Role[]): Promise<Staff> {
  const { id, allianceId, name } = await service.engine.person(...roles);
  const row = await service.engine.database.knex('accounts').where({ id }).first('email');
  const email = row.email as string;
  const secret = newGenerator();
  const account = { id, allianceId, name, email, roles: [...roles], createdAt: '' };
  await service.signIn.credentials.setPassword(account, goodPassword);
  await service.signIn.credentials.setGenerator(id, secret);
  const now = (): number => Date.now() + service.ahead.ms;
  return { id, email, secret, code: (fromNowMs = 0) => codeAt(secret, now() + fromNowMs) };
}

type Given = { password?: string; code?: string; headers?: Record<string, string> };

/** Both steps at the door; the answer of the last one. */
export async function signInAs(browser: Browser, staff: Staff, given: Given = {}): Promise<Answer> {
  const { password = goodPassword, headers = {} } = given;
  const first = { email: staff.email, password };
  const opened = await browser.send('POST', '/api/sign-in/password', first, headers);
  if (opened.status !== 200) return opened;
  const code = given.code ?? (await staff.code());
  return browser.send('POST', '/api/sign-in/second', { code }, headers);
}

/** Signed in at once; half a minute passes first, so that the code is a fresh one. */
export async function signedInStaff(service: Service, staff: Staff): Promise<Browser> {
  const browser = openBrowser(service.url);
  service.ahead.ms += 30_000;
  const answer = await signInAs(browser, staff);
  if (answer.status !== 200) throw new Error(answer.text);
  return browser;
}
