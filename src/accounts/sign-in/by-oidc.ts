// Signing in by the identity provider of the organisation (OpenID Connect): PKCE, state and nonce kept with the attempt
// of this browser, issuer and signature checked by the library. Whoever comes in was linked by subject beforehand: a
// matching address proves nothing.
import type { Knex } from 'knex';
import * as client from 'openid-client';
import type { Tx } from '../../db.ts';
import { Problem } from '../../problem.ts';
import type { Arrival, LetIn, Welcome } from './arrival.ts';
import type { Steps } from './steps.ts';

export type Provider = Readonly<{ issuer: string; clientId: string; clientSecret: string }>;

/** What the provider sends back in the address: `code`, `state`, `iss`, or an error. */
export type Returned = Readonly<Record<string, string>>;

export type ByOidc = {
  /** Issuer of the provider; undefined when none is set. */
  issuer: string | undefined;
  /** Where to send the browser. @throws Problem `not-found` without a provider, `unavailable` */
  begin(next: string, arrival: Arrival): Promise<string>;
  /**
   * Begins a session for what the provider says, in the browser that was sent there.
   * @throws Problem `refused` for anything that does not fit together, or a person who is not linked; `unavailable`
   */
  finish(returned: Returned, arrival: Arrival): Promise<{ welcome: Welcome; next: string }>;
  /** Links a person at the provider to an account. @throws Problem `refused` when either is linked otherwise */
  link(accountId: string, subject: string): Promise<void>;
};

type Deps = {
  db: Knex;
  provider: Provider | undefined;
  steps: Steps;
  letIn: LetIn;
  publicUrl: string;
  now: () => number;
};

/** Seconds since the person last proved to the provider who they are. */
const maxAge = 600;
const patienceSeconds = 10;
const loopback = /^http:\/\/(?:localhost|127\.0\.0\.1|\[::1\])(?::\d+)?(?:\/|$)/;

type Kept = { state: string; nonce: string; verifier: string; next: string };

export function createByOidc(deps: Deps): ByOidc {
  const { db, provider, steps, publicUrl, now } = deps;
  const discovered = discovering(provider);
  const redirect = `${publicUrl}/sign-in/oidc/callback`;
  return {
    issuer: provider?.issuer,
    async begin(next, { browser }) {
      const config = await discovered();
      const [state, nonce] = [client.randomState(), client.randomNonce()];
      const kept: Kept = { state, nonce, verifier: client.randomPKCECodeVerifier(), next };
      await steps.begin({ browser, kind: 'oidc', kept: JSON.stringify(kept) });
      return addressOf(config, redirect, kept);
    },
    async finish(returned, arrival) {
      const config = await discovered();
      const step = await steps.attempt(arrival.browser, 'oidc');
      if (!step) throw notCompleted();
      const kept = JSON.parse(step.kept) as Kept;
      const url = new URL(`${redirect}?${new URLSearchParams(returned).toString()}`);
      const person = await claimsOf(config, url, kept);
      return db.transaction(async (tx) => {
        if (!(await steps.finish(step, tx))) throw notCompleted();
        const account = await linkedTo(tx, person);
        return { welcome: await deps.letIn(tx, account, 'oidc', arrival), next: kept.next };
      });
    },
    async link(accountId, subject) {
      const { issuer } = (await discovered()).serverMetadata();
      const row = { issuer, subject, account_id: accountId, created_at: new Date(now()) };
      const made = await db('identities')
        .insert(row)
        .onConflict(['issuer', 'subject'])
        .ignore()
        .returning('subject');
      if (made.length === 0) throw linkedOtherwise();
    },
  };
}

async function addressOf(
  config: client.Configuration,
  redirect: string,
  { state, nonce, verifier }: Kept,
): Promise<string> {
  return client.buildAuthorizationUrl(config, {
    redirect_uri: redirect,
    scope: 'openid',
    state,
    nonce,
    code_challenge: await client.calculatePKCECodeChallenge(verifier),
    code_challenge_method: 'S256',
    max_age: String(maxAge),
  }).href;
}

async function linkedTo(
  tx: Tx,
  { iss, sub }: { iss: string; sub: string },
): Promise<{ id: string; email: string }> {
  const account = await tx('identities as i')
    .join('accounts as a', 'a.id', 'i.account_id')
    .where({ 'i.issuer': iss, 'i.subject': sub })
    .whereNull('a.disabled_at')
    .first('a.id', 'a.email');
  if (!account) throw notLinked();
  return account as { id: string; email: string };
}

/** The provider's own description, asked for once; again after a failure. */
function discovering(provider: Provider | undefined): () => Promise<client.Configuration> {
  let known: Promise<client.Configuration> | undefined;
  return async () => {
    if (!provider) throw new Problem('not-found');
    known ??= discover(provider);
    try {
      return await known;
    } catch (error) {
      known = undefined;
      throw new Problem('unavailable', { retryAfterSeconds: 10 }, { cause: error });
    }
  };
}

function discover({ issuer, clientId, clientSecret }: Provider): Promise<client.Configuration> {
  // Plain http is for a provider on this very machine alone.
  const execute = loopback.test(issuer) ? [client.allowInsecureRequests] : [];
  const options = { execute, timeout: patienceSeconds };
  return client.discovery(new URL(issuer), clientId, clientSecret, undefined, options);
}

async function claimsOf(
  config: client.Configuration,
  url: URL,
  { state, nonce, verifier }: Kept,
): Promise<{ iss: string; sub: string }> {
  const checks = {
    expectedState: state,
    expectedNonce: nonce,
    pkceCodeVerifier: verifier,
    idTokenExpected: true,
    maxAge,
  };
  try {
    const answer = await client.authorizationCodeGrant(config, url, checks);
    const claims = answer.claims();
    if (!claims) throw new Error('no ID token');
    return { iss: claims.iss, sub: claims.sub };
  } catch (error) {
    throw notCompleted(error);
  }
}

function notCompleted(cause?: unknown): Problem {
  const detail = {
    vi: 'Chưa đăng nhập được bằng tài khoản của tổ chức. Hãy bắt đầu lại từ trang đăng nhập.',
    en: 'The sign-in with your organisation was not completed. Begin again on the sign-in page.',
  };
  return new Problem('refused', { detail }, { cause });
}

function notLinked(): Problem {
  return new Problem('refused', {
    detail: {
      vi: 'Tài khoản của tổ chức chưa được gắn với tài khoản nào ở đây. Hãy hỏi quản trị viên.',
      en: 'Your account at the organisation is not linked to one here. Ask the administrator.',
    },
  });
}

function linkedOtherwise(): Problem {
  return new Problem('refused', {
    detail: {
      vi: 'Người này tại tổ chức đã được gắn với một tài khoản',
      en: 'This person of the organisation is linked to an account already',
    },
  });
}
