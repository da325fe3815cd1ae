// Where a browser's call comes from: only our own pages may send what changes something.
import type { Context } from 'koa';
import { Problem } from '../problem.ts';

const loopback = /^http:\/\/(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])(?::\d{1,5})?$/;

/**
 * True unless the browser says that another site sent this call. Whatever says nothing is no browser of today, and has
 * to know the CSRF token like the others.
 * @param publicUrl origin under which the service is reached; at a loopback address all its names are one
 */
export function isOwnOrigin(ctx: Context, publicUrl: string): boolean {
  const site = ctx.get('Sec-Fetch-Site');
  if (site !== '' && site !== 'same-origin') return false;
  const origin = ctx.get('Origin');
  if (origin === '' || origin === publicUrl) return true;
  // A page under a strict referrer policy hides its origin; the browser has compared it then.
  if (origin === 'null') return site === 'same-origin';
  return loopback.test(publicUrl) && loopback.test(origin);
}

export function foreignOrigin(): Problem {
  return new Problem('forbidden', {
    detail: {
      vi: 'Lời gọi này đến từ một trang khác; hãy mở trang của chúng tôi và làm lại',
      en: 'This call came from another site; open our own page and do it again there',
    },
  });
}
