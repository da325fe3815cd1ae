// Our cookies. None is for scripts, none goes along with other sites' forms. Those that sign in carry the prefix __Host-
// under https, so that no neighbour domain and no plain http can plant one.
import type { Context } from 'koa';
import { isOpaque } from '../accounts/opaque.ts';

/** `session`: who is signed in. `step`: the browser before that. `device`: it was here before. */
export type CookieName = 'session' | 'step' | 'device';

export type Cookies = {
  /** Value of a cookie of ours; undefined when there is none of that form. */
  read(ctx: Context, name: CookieName): string | undefined;
  /** Sets a cookie. @param seconds how long the browser keeps it */
  write(ctx: Context, name: CookieName, value: string, seconds: number): void;
  clear(ctx: Context, name: CookieName): void;
};

/** What values begin with, so that one is never taken for another. */
export const cookiePrefixes: Readonly<Record<CookieName, string>> = {
  session: 'sls_',
  step: 'slb_',
  device: 'sld_',
};

/** @param secure whether the service is reached by https */
export function createCookies(secure: boolean): Cookies {
  const nameOf = (name: CookieName): string => (secure ? `__Host-${name}` : name);
  return {
    read(ctx, name) {
      const value = cookieOf(ctx, nameOf(name));
      return value !== undefined && isOpaque(value, cookiePrefixes[name]) ? value : undefined;
    },
    write: (ctx, name, value, seconds) =>
      giveCookie(ctx, nameOf(name), value, { secure, seconds: Math.floor(seconds) }),
    clear: (ctx, name) => giveCookie(ctx, nameOf(name), '', { secure, seconds: 0 }),
  };
}

/** The value of a cookie; undefined when absent. */
export function cookieOf(ctx: Context, name: string): string | undefined {
  const start = `${name}=`;
  const pairs = ctx.get('Cookie').split(';');
  const found = pairs.map((pair) => pair.trim()).find((pair) => pair.startsWith(start));
  return found?.slice(start.length);
}

/** Gives a cookie; the last word on a name counts. The value is a token: no spaces, no `;`. */
export function giveCookie(
  ctx: Context,
  name: string,
  value: string,
  { secure, seconds }: { secure: boolean; seconds: number },
): void {
  const given = [ctx.response.headers['set-cookie'] ?? []].flat();
  const others = given.filter((line) => !line.startsWith(`${name}=`));
  const attributes = `Path=/; HttpOnly; SameSite=Lax${secure ? '; Secure' : ''}`;
  ctx.set('Set-Cookie', [...others, `${name}=${value}; Max-Age=${seconds}; ${attributes}`]);
}
