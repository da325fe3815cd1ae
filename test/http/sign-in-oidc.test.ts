// Signing in with an identity provider: a real one, in this process.
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Provider } from 'oidc-provider';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { disableAccount } from '../../src/accounts/accounts.ts';
import { openBrowser, type Browser } from './browser.ts';
import { startService, type Service } from './service.ts';

let service: Service;
let provider: Server;
let issuer: string;
/** Who signs in at the provider next. */
let subject = '';
let accountId: string;

beforeAll(async () => {
  provider = createServer();
  await new Promise<void>((listening) => provider.listen(0, '127.0.0.1', listening));
  issuer = `http://127.0.0.1:${(provider.address() as AddressInfo).port}`;
  provider.on('request', answering(issuer));
  const settings = { issuer, clientId: 'sang-lap', clientSecret: 'a secret of the provider' };
  service = await startService({ provider: settings });
  accountId = (await service.engine.person('leader')).id;
  await service.signIn.byOidc.link(accountId, 'lanh-dao');
});
afterAll(async () => {
  provider.closeAllConnections();
  await new Promise((closed) => provider.close(closed));
  await service.close();
});

/** A provider whose people sign in and agree without being asked. */
function answering(at: string) {
  const oidc = new Provider(at, {
    clients: [
      {
        client_id: 'sang-lap',
        client_secret: 'a secret of the provider',
        redirect_uris: ['http://localhost/sign-in/oidc/callback'],
      },
    ],
    cookies: { keys: ['keys of the provider'] },
    pkce: { required: () => true },
    features: { devInteractions: { enabled: false } },
    interactions: { url: (_, { uid }) => `/interaction/${uid}` },
    findAccount: (_, id) => ({ accountId: id, claims: () => ({ sub: id }) }),
    loadExistingGrant: async ({ oidc: { client, session, provider: own } }) => {
      const grant = new own.Grant({
        ...(client ? { clientId: client.clientId } : {}),
        ...(session?.accountId ? { accountId: session.accountId } : {}),
      });
      grant.addOIDCScope('openid');
      await grant.save();
      return grant;
    },
  });
  const answer = oidc.callback();
  return (...[asked, told]: Parameters<typeof answer>) => {
    if (!asked.url?.startsWith('/interaction/')) return void answer(asked, told);
    void oidc.interactionFinished(asked, told, { login: { accountId: subject } });
  };
}

/** Goes to the provider and comes back with what it says. */
async function visited(url: string, as: string): Promise<Record<string, string>> {
  subject = as;
  const cookies = new Map<string, string>();
  let at = url;
  while (!at.startsWith('http://localhost/')) {
    const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const response = await fetch(at, { redirect: 'manual', headers: { cookie } });
    for (const line of response.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      cookies.set(name, value);
    }
    const next = response.headers.get('location');
    if (!next) throw new Error(await response.text());
    at = new URL(next, at).href;
  }
  return Object.fromEntries(new URL(at).searchParams);
}

async function begun(): Promise<{ browser: Browser; url: string }> {
  const browser = openBrowser(service.url);
  const { status, body } = await browser.send('POST', '/api/sign-in/oidc');
  expect(status).toBe(200);
  return { browser, url: body.url };
}
const check = (browser: Browser, returned: object) =>
  browser.send('POST', '/api/sign-in/oidc/check', returned);
const sessions = () => service.engine.database.knex('sessions').where({ account_id: accountId });

describe('the identity provider of the organisation', () => {
  it('is asked with PKCE, state, nonce and a recent proof, and told nothing but that', async () => {
    const { url } = await begun();
    const asked = new URL(url);
    expect(asked.origin).toBe(issuer);
    expect(Object.fromEntries(asked.searchParams)).toEqual({
      client_id: 'sang-lap',
      response_type: 'code',
      redirect_uri: 'http://localhost/sign-in/oidc/callback',
      scope: 'openid',
      state: expect.stringMatching(/^[\w-]{43}$/),
      nonce: expect.stringMatching(/^[\w-]{43}$/),
      code_challenge: expect.stringMatching(/^[\w-]{43}$/),
      code_challenge_method: 'S256',
      max_age: '600',
    });
  });

  it('lets in whoever is linked, once', async () => {
    const { browser, url } = await begun();
    const returned = await visited(url, 'lanh-dao');
    expect(Object.keys(returned).toSorted()).toEqual(['code', 'iss', 'state']);
    const step = browser.cookies.get('step') as string;
    const signedIn = await check(browser, returned);
    expect(signedIn.body).toMatchObject({ method: 'oidc', person: { id: accountId } });
    const other = openBrowser(service.url);
    other.cookies.set('step', step);
    expect((await check(other, returned)).status).toBe(409);
    expect(await sessions()).toHaveLength(1);
  });

  it('lets in nobody who is not linked, whatever address they have', async () => {
    const { browser, url } = await begun();
    const refused = await check(browser, await visited(url, 'nguoi-la'));
    expect([refused.status, refused.body.detail]).toMatchObject([409, /chưa được gắn|not linked/]);
    expect(browser.cookies.has('session')).toBe(false);
  });

  it('lets nobody in for a closed account', async () => {
    const { id } = await service.engine.person('staff');
    await service.signIn.byOidc.link(id, 'da-nghi');
    const { email } = await service.engine.database.knex('accounts').where({ id }).first('email');
    await disableAccount(service.engine.database.knex, email, '2026-03-02T02:00:00Z');
    const { browser, url } = await begun();
    expect((await check(browser, await visited(url, 'da-nghi'))).status).toBe(409);
  });

  it.each([
    ['in another browser', async () => (await begun()).browser, {}],
    ['in a browser that never asked', () => Promise.resolve(openBrowser(service.url)), {}],
    ['with another state', undefined, { state: 'A'.repeat(43) }],
    ['without a state', undefined, { state: undefined }],
    ['of another issuer', undefined, { iss: 'https://evil.example' }],
    ['without its issuer', undefined, { iss: undefined }],
    ['with another code', undefined, { code: 'A'.repeat(43) }],
    ['that is an error', undefined, { error: 'access_denied', code: undefined }],
  ])('is not believed %s', async (_, elsewhere, changed) => {
    const before = (await sessions()).length;
    const { browser, url } = await begun();
    const returned = { ...(await visited(url, 'lanh-dao')), ...changed };
    const there = elsewhere ? await elsewhere() : browser;
    const refused = await check(there, JSON.parse(JSON.stringify(returned)));
    expect([refused.status, refused.body.code]).toEqual([409, 'refused']);
    expect(await sessions()).toHaveLength(before);
  });

  it('comes back by a GET that signs nobody in; pressing the button does', async () => {
    const { browser, url } = await begun();
    const returned = await visited(url, 'lanh-dao');
    const query = new URLSearchParams(returned).toString();
    const html = { accept: 'text/html' };
    const page = await browser.get(`/sign-in/oidc/callback?${query}`, html);
    expect(page.status).toBe(200);
    expect(browser.cookies.has('session')).toBe(false);
    const fields = [...page.text.matchAll(/name="(\w+)" value="([^"]*)"/g)].map(
      ([, name, value]) => [name, value] as [string, string],
    );
    const cookie = [...browser.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const headers = {
      ...html,
      cookie,
      origin: 'http://localhost',
      'sec-fetch-site': 'same-origin',
    };
    const plain = fields.map(([name, value]): [string, string] => [
      name,
      value.replaceAll('&amp;', '&'),
    ]);
    const body = new URLSearchParams(plain);
    const sent = await fetch(`${service.url}/sign-in/oidc/callback`, {
      method: 'POST',
      headers,
      body,
      redirect: 'manual',
    });
    expect([sent.status, sent.headers.get('location')]).toEqual([303, '/']);
    expect(sent.headers.getSetCookie().join()).toContain('session=sls_');
  });

  it('is named to the browser on the page that leads to it, and on no other', async () => {
    const html = { accept: 'text/html' };
    const door = await service.anonymous.get('/sign-in/staff', html);
    expect(door.headers.get('content-security-policy')).toContain(`form-action 'self' ${issuer}`);
    const other = await service.anonymous.get('/sign-in', html);
    expect(other.headers.get('content-security-policy')).not.toContain(issuer);
  });

  it('links one person to one account', async () => {
    const { id } = await service.engine.person('staff');
    await expect(service.signIn.byOidc.link(id, 'lanh-dao')).rejects.toMatchObject({
      code: 'refused',
    });
  });
});

it('without a provider there is nothing to find, and no button', async () => {
  const plain = await startService();
  const answer = await plain.anonymous.send('POST', '/api/sign-in/oidc');
  expect(answer.status).toBe(404);
  const door = await plain.anonymous.get('/sign-in/staff', { accept: 'text/html' });
  expect(door.text).not.toContain('/sign-in/oidc');
  await plain.close();
});
