// Our cookies: under https each carries the prefix __Host-, so that no neighbour domain and no plain http can plant one.
// None is for scripts.
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
  const attributes = `Path=/; HttpOnly; SameSite=Lax${secure ? '; Secure' : ''}`;
  return {
    read(ctx, name) {
      const start = `${nameOf(name)}=`;
      const found = ctx
        .get('Cookie')
        .split(';')
        .map((pair) => pair.trim())
        .find((pair) => pair.startsWith(start));
      const value = found?.slice(start.length);
      return value !== undefined && isOpaque(value, cookiePrefixes[name]) ? value : undefined;
    },
    write: (ctx, name, value, seconds) =>
      set(ctx, nameOf(name), `${value}; Max-Age=${Math.floor(seconds)}; ${attributes}`),
    clear: (ctx, name) => set(ctx, nameOf(name), `; Max-Age=0; ${attributes}`),
  };
}

/** The last word on a cookie counts. */
function set(ctx: Context, name: string, rest: string): void {
  const given = [ctx.response.headers['set-cookie'] ?? []].flat();
  const others = given.filter((line) => !line.startsWith(`${name}=`));
  ctx.set('Set-Cookie', [...others, `${name}=${rest}`]);
}
