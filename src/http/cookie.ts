// Cookies of pages: never readable by scripts, never sent along from other sites' forms.
import type { Context } from 'koa';

/** The value of a cookie; undefined when absent. */
export function cookieOf(ctx: Context, name: string): string | undefined {
  const pairs = ctx.get('Cookie').split(';');
  for (const pair of pairs) {
    const at = pair.indexOf('=');
    if (at > 0 && pair.slice(0, at).trim() === name) return pair.slice(at + 1).trim();
  }
  return undefined;
}

/** Gives a cookie; without a length of life it ends with the browser. The value is a token: no spaces, no `;`. */
export function giveCookie(
  ctx: Context,
  name: string,
  value: string,
  { secure, seconds }: { secure: boolean; seconds?: number },
): void {
  const life = seconds === undefined ? '' : `; Max-Age=${seconds}`;
  const only = secure ? '; Secure' : '';
  ctx.append('Set-Cookie', `${name}=${value}; Path=/; HttpOnly; SameSite=Lax${life}${only}`);
}
