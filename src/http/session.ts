// Who is signed in on a call that comes from a browser, and the token that shows a call was meant. Pages and the JSON
// API use the same. With an Authorization header no cookie counts.
import { createHash, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { Context } from 'koa';
import { digestOf, newOpaque } from '../accounts/opaque.ts';
import { deviceLastsMs } from '../accounts/sign-in/devices.ts';
import type { Arrival, Welcome } from '../accounts/sign-in/arrival.ts';
import type { Session, Sessions } from '../accounts/sign-in/sessions.ts';
import { Problem } from '../problem.ts';
import { cookiePrefixes, type Cookies } from './cookies.ts';
import { addressOf } from './headers.ts';
import { callerOf } from './limits.ts';
import { foreignOrigin, isOwnOrigin } from './origin.ts';
import { languageOf } from './problems.ts';

export type Visits = {
  /** The session of this call; undefined when nobody is signed in. */
  sessionOf(ctx: Context): Promise<Session | undefined>;
  /** The CSRF token of this browser, signed in or not: for the hidden field `csrf` and the header X-CSRF-Token. */
  csrfOf(ctx: Context): Promise<string>;
  /** @throws Problem `forbidden` when a browser says that another site sent this call */
  checkOrigin(ctx: Context): void;
  /** @throws Problem `forbidden` when a form was sent from elsewhere, or its token is not this browser's */
  checkForm(ctx: Context, csrf: string | undefined): Promise<void>;
  /** The same for JSON, with the token in X-CSRF-Token. Calls without any cookie of ours need none. */
  checkCall(ctx: Context): Promise<void>;
  /** What is known of whoever asks to be let in; a browser that held nothing is given something to be known by. */
  arrivalOf(ctx: Context): Arrival;
  /** The session token that the browser sent; it may be out of force. */
  tokenOf(ctx: Context): string | undefined;
  /** Hands a session just begun to the browser; what it held before its sign-in is forgotten. */
  put(ctx: Context, welcome: Welcome): Promise<void>;
  /** Ends the session of this call and clears what the browser holds of it. */
  end(ctx: Context): Promise<void>;
};

export const csrfHeader = 'X-CSRF-Token';
const stepSeconds = 60 * 60;

export type VisitDeps = {
  sessions: Pick<Sessions, 'of' | 'end' | 'forget'>;
  cookies: Cookies;
  publicUrl: string;
  /** Proxies to believe. */
  trustProxy: number;
  /** Real time in milliseconds. */
  now: () => number;
};

/** What is known of the browser of one request. */
type Visit = {
  token: string | undefined;
  session: Promise<Session | undefined>;
  step: string | undefined;
};

export function createVisits(deps: VisitDeps): Visits {
  const { cookies, publicUrl, trustProxy } = deps;
  const visits = openVisits(deps);
  const { visitOf } = visits;

  function checkOrigin(ctx: Context): void {
    if (!isOwnOrigin(ctx, publicUrl)) throw foreignOrigin();
  }

  return {
    ...handing(deps, visits),
    checkOrigin,
    sessionOf: (ctx) => visitOf(ctx).session,
    async csrfOf(ctx) {
      const { token, session } = visitOf(ctx);
      return csrfFor((await session) && token !== undefined ? token : visits.stepOf(ctx));
    },
    async checkForm(ctx, csrf) {
      checkOrigin(ctx);
      if (!(await isMeant(visitOf(ctx), csrf))) throw wrongToken('/csrf');
    },
    async checkCall(ctx) {
      if (hasBearer(ctx)) return;
      checkOrigin(ctx);
      const visit = visitOf(ctx);
      const holdsNothing = !(await visit.session) && visit.step === undefined;
      if (holdsNothing || (await isMeant(visit, ctx.get(csrfHeader)))) return;
      throw wrongToken(`/header/${csrfHeader}`);
    },
    arrivalOf: (ctx) => ({
      browser: digestOf(visits.stepOf(ctx)),
      network: callerOf(addressOf(ctx, trustProxy)),
      device: cookies.read(ctx, 'device'),
      agent: ctx.get('User-Agent'),
      replaces: visitOf(ctx).token,
      language: languageOf(ctx),
    }),
    tokenOf: (ctx) => visitOf(ctx).token,
  };
}

type Known = {
  visitOf: (ctx: Context) => Visit;
  /** Value of the cookie `step`, set when there was none. */
  stepOf: (ctx: Context) => string;
  note: (ctx: Context, visit: Visit) => void;
};

/** Looked up once for each request. */
function openVisits({ sessions, cookies }: VisitDeps): Known {
  const known = new WeakMap<IncomingMessage, Visit>();

  function visitOf(ctx: Context): Visit {
    const earlier = known.get(ctx.req);
    if (earlier) return earlier;
    const token = hasBearer(ctx) ? undefined : cookies.read(ctx, 'session');
    const session = token === undefined ? Promise.resolve(undefined) : sessions.of(token);
    const visit = { token, session, step: cookies.read(ctx, 'step') };
    known.set(ctx.req, visit);
    return visit;
  }

  return {
    visitOf,
    stepOf(ctx) {
      const visit = visitOf(ctx);
      if (visit.step !== undefined) return visit.step;
      visit.step = newOpaque(cookiePrefixes.step);
      cookies.write(ctx, 'step', visit.step, stepSeconds);
      return visit.step;
    },
    note: (ctx, visit) => void known.set(ctx.req, visit),
  };
}

function handing(
  { sessions, cookies, now }: VisitDeps,
  { visitOf, note }: Known,
): Pick<Visits, 'put' | 'end'> {
  return {
    async put(ctx, { begun: { token, endsAt }, device }) {
      cookies.write(ctx, 'session', token, (Date.parse(endsAt) - now()) / 1_000);
      cookies.write(ctx, 'device', device, deviceLastsMs / 1_000);
      cookies.clear(ctx, 'step');
      sessions.forget();
      note(ctx, { token, session: sessions.of(token), step: undefined });
      await sessions.of(token);
    },
    async end(ctx) {
      const session = await visitOf(ctx).session;
      if (session) await sessions.end(session.person.id, session.id);
      cookies.clear(ctx, 'session');
      cookies.clear(ctx, 'step');
      ctx.set('Clear-Site-Data', '"storage"');
      note(ctx, { token: undefined, session: Promise.resolve(undefined), step: undefined });
    },
  };
}

async function isMeant(visit: Visit, given: string | undefined): Promise<boolean> {
  const { token, session, step } = visit;
  const secret = (await session) ? token : step;
  return secret !== undefined && given !== undefined && isSame(given, csrfFor(secret));
}

function hasBearer(ctx: Context): boolean {
  return ctx.get('Authorization') !== '';
}

/** Follows from the cookie, which no other site can read: nothing has to be kept for it. */
function csrfFor(secret: string): string {
  return createHash('sha256').update(`csrf ${secret}`).digest('base64url');
}

function isSame(given: string, wanted: string): boolean {
  const [one, other] = [Buffer.from(given), Buffer.from(wanted)];
  return one.length === other.length && timingSafeEqual(one, other);
}

function wrongToken(pointer: string): Problem {
  const detail = {
    vi: 'Trang này đã cũ hoặc không phải của bạn; hãy tải lại trang rồi làm lại',
    en: 'This page is out of date or not yours; load it again and repeat',
  };
  return new Problem('forbidden', { detail, errors: [{ pointer, code: 'csrf', detail }] });
}
