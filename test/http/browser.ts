// A browser as far as the service can tell: keeps cookies, says where its calls come from, sends the CSRF token.
import type { Answer } from './service.ts';

export type Browser = {
  cookies: Map<string, string>;
  /** Set-Cookie lines of the last answer. */
  lastSet: string[];
  get(path: string, headers?: Record<string, string>): Promise<Answer>;
  /** JSON with cookies, Origin and the token of `GET /api/session`; headers given replace these, '' leaves one out. */
  send(
    method: string,
    path: string,
    body?: unknown,
    headers?: Record<string, string>,
  ): Promise<Answer>;
  csrf(): Promise<string>;
};

export function openBrowser(url: string, origin = 'http://localhost'): Browser {
  const cookies = new Map<string, string>();
  const browser: Browser = {
    cookies,
    lastSet: [],
    get: (path, headers = {}) => fetched(path, { headers: { ...sent(), ...headers } }),
    async send(method, path, body, headers = {}) {
      const csrf = cookies.size > 0 ? await browser.csrf() : '';
      const all: Record<string, string> = {
        ...sent(),
        origin,
        'sec-fetch-site': 'same-origin',
        'x-csrf-token': csrf,
        'idempotency-key': crypto.randomUUID(),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      };
      const kept = Object.fromEntries(Object.entries(all).filter(([, value]) => value !== ''));
      return fetched(path, {
        method,
        headers: kept,
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
    },
    csrf: async () => (await browser.get('/api/session')).body.csrf,
  };

  function sent(): Record<string, string> {
    const line = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    return line === '' ? {} : { cookie: line };
  }

  async function fetched(path: string, init: RequestInit): Promise<Answer> {
    const response = await fetch(url + path, { ...init, redirect: 'manual' });
    browser.lastSet = response.headers.getSetCookie();
    for (const line of browser.lastSet) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      if (/;\s*Max-Age=0/i.test(line)) cookies.delete(name);
      else cookies.set(name, value);
    }
    const text = await response.text();
    const isJson = /json/.test(response.headers.get('content-type') ?? '') && text !== '';
    const body = isJson ? JSON.parse(text) : undefined;
    return { status: response.status, headers: response.headers, text, body };
  }

  return browser;
}
