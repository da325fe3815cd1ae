// The web application, put together by hand: the operations of the API behind one edge.
import type { Readable } from 'node:stream';
import Koa, { type Context } from 'koa';
import type { Knex } from 'knex';
import type pg from 'pg';
import type { SignIn } from './accounts/sign-in/sign-in.ts';
import { createTokens, type Tokens } from './accounts/tokens.ts';
import { realTime, type Clock } from './clock.ts';
import type { Almanac } from './engine/almanac.ts';
import type { Cases } from './engine/cases.ts';
import { createPlaces, type Places } from './engine/places.ts';
import { createPreview, type Foresee } from './engine/preview.ts';
import { createGuidance, type ReadGuidance } from './engine/guidance.ts';
import { createOutlook, type ReadOutlook } from './engine/outlook.ts';
import { createReading, type Reading } from './engine/reading.ts';
import type { Unseal } from './engine/unseal.ts';
import type { Intake } from './files/intake.ts';
import type { Quotas } from './files/quota.ts';
import { accountOperations } from './http/account.ts';
import { answering } from './http/answer.ts';
import { boardOperations } from './http/boards.ts';
import { caseListOperations } from './http/case-lists.ts';
import { charterOperations } from './http/charter.ts';
import { caseOperations } from './http/cases.ts';
import { criteriaOperations } from './http/criteria.ts';
import { createCookies } from './http/cookies.ts';
import { clockOperations, mailOperations } from './http/dev.ts';
import { demoOperations, type DemoDeps } from './http/dev-accounts.ts';
import { deskOperations } from './http/desk.ts';
import { doorOperations } from './http/door.ts';
import { draftPartOperations } from './http/draft-parts.ts';
import { draftingOperations } from './http/drafting.ts';
import { edge, type Log } from './http/edge.ts';
import type { ZipDeps } from './http/dossier-zip.ts';
import { fileOperations } from './http/files.ts';
import { healthOperations } from './http/health.ts';
import { pagePolicy } from './http/html.ts';
import { inboxOperations } from './http/inbox.ts';
import { createLimiter, usualLimits, type Limits } from './http/limits.ts';
import { createMetrics, type Metrics } from './http/metrics.ts';
import { createOnce, type Once } from './http/once.ts';
import { docsPage, openApi } from './http/openapi.ts';
import { operation, type Operation } from './http/operation.ts';
import { guidanceOperations } from './http/guidance.ts';
import { ownSigningOperations, type OwnSigning } from './http/own-signing.ts';
import { outlookOperations } from './http/outlook.ts';
import { paperRegisterOperations, type PaperRegisterDeps } from './http/paper-registers.ts';
import { processOperations } from './http/processes.ts';
import { registerOperations } from './http/register.ts';
import { calendarOperations, reportOperations, type ReportDeps } from './http/reports.ts';
import { personalDataOperations } from './http/personal-data.ts';
import { relationOperations } from './http/relations.ts';
import { routing } from './http/router.ts';
import { verifyOperations, type Draw, type Seal } from './http/verify.ts';
import type { Vault } from './vault.ts';
import { createVisits, type Visits } from './http/session.ts';
import { openObject } from './http/shapes.ts';
import { signerOperations } from './http/signer-certificates.ts';
import { staffOperations } from './http/staff.ts';
import { unitOperations } from './http/units.ts';
import { wordingOperations } from './http/wordings.ts';
import { workOperations } from './http/work-items.ts';
import { createPages } from './pages/pages.ts';

export type AppDeps = {
  knex: Knex;
  pool: pg.Pool;
  clock: Clock;
  almanac: Almanac;
  cases: Pick<Cases, 'open' | 'advance'>;
  unseal: Unseal;
  vault: Vault;
  config: {
    /** Origin under which the service is reached. */
    publicUrl: string;
    trustProxy: number;
    devClock: boolean;
    /** Shows the development mailbox: outside production, without an SMTP server. */
    mailbox: boolean;
    /** Version of the product. */
    version: string;
  };
  log: Log;
  /** False while starting and when stopping. */
  ready: () => boolean;
  /** Content of a stored file by its path. */
  openFile: (path: string) => Promise<Readable | undefined>;
  intake: Intake;
  zipDossier: ZipDeps['zipDossier'];
  proof?: ReportDeps['proof'];
  seal?: Seal | undefined;
  /** How papers come back that people sign outside; without issuers nobody does. */
  ownSigning: OwnSigning;
  /** Works off due timers and their effects; awaited after the clock of development moved. */
  onClockMoved?: () => Promise<void>;
  /** Computes the due dates of an alliance's open cases anew. */
  onCalendarChanged?: (allianceId: string) => Promise<void>;
  signIn: SignIn;
  /** Accounts to try the service with, and their secrets; never in production. */
  demoAccounts?: DemoDeps['demoAccounts'];
  tokens?: Tokens;
  limits?: Partial<Limits>;
  quotas?: Quotas;
};

export type App = {
  koa: Koa;
  /** All that is answered: the API and the pages. */
  operations: readonly Operation[];
  /** From now on not ready, and every answer closes its line. */
  stopping(): void;
};

export function createApp(deps: AppDeps): App {
  const { knex, clock, log, config, tokens = createTokens(knex) } = deps;
  let ending = false;
  const metrics = createMetrics(knex, clock);
  const secure = config.publicUrl.startsWith('https:');
  const visits = visitsOf(deps, secure);
  const ready = (): boolean => !ending && deps.ready();
  const core = coreOf(deps);
  const shown = { visits, tokens, secure, publicUrl: config.publicUrl };
  const pages = createPages({ ...deps, ...core, ...shown });
  const { problemPage, draw, press } = pages;
  const shared = { ...core, tokens, visits, metrics, ready, draw, press };
  const operations = [...operationsOf(deps, shared), ...pages.operations];
  const limiter = createLimiter({ ...usualLimits, ...deps.limits });
  const answer = answering({ tokens, visits, limiter, trustProxy: config.trustProxy });
  const koa = new Koa();
  koa.silent = true;
  koa.on('error', (error: unknown, ctx?: Context) => {
    // A reader of news leaves when the page is left: that is how they end.
    if (ctx?.type === 'text/event-stream') return;
    log('warn', 'an answer was cut', { error: String(error) });
  });
  koa.use(edge({ log, metrics, stopping: () => ending, secure, problemPage }));
  koa.use(routing(operations, answer));
  return {
    koa,
    operations,
    stopping: () => {
      ending = true;
      pages.close();
    },
  };
}

function visitsOf({ signIn, clock, config }: AppDeps, secure: boolean): Visits {
  const { publicUrl, trustProxy } = config;
  const { sessions } = signIn;
  const cookies = createCookies(secure);
  return createVisits({ sessions, cookies, publicUrl, trustProxy, now: realTime(clock) });
}

type Core = {
  reading: Reading;
  foresee: Foresee;
  outlook: ReadOutlook;
  guidance: ReadGuidance;
  once: Once;
  places: Places;
};

/** What pages and the JSON API do their work with alike. */
function coreOf({ knex, clock, almanac, unseal }: AppDeps): Core {
  const reading = createReading({ knex, almanac, clock, unseal });
  const foresee = createPreview({ knex, clock, almanac });
  const outlook = createOutlook({ knex, almanac, clock });
  const guidance = createGuidance(reading);
  const places = createPlaces(knex, almanac, clock);
  return { reading, foresee, outlook, guidance, once: createOnce(knex, clock), places };
}

type Shared = Core & {
  tokens: Tokens;
  visits: Visits;
  metrics: Metrics;
  ready: () => boolean;
  draw: Draw;
  press: PaperRegisterDeps['press'];
};

function operationsOf(deps: AppDeps, shared: Shared): Operation[] {
  const { knex, pool, clock, almanac, cases, unseal, config, openFile } = deps;
  const { reading, foresee, outlook, once } = shared;
  const operations = [
    ...caseOperations({ cases, reading, foresee }),
    ...caseListOperations({ knex, clock, unseal, openFile }),
    ...paperRegisterOperations({ knex, clock, once, unseal, press: shared.press }),
    ...signerOperations({ knex, clock, once }),
    ...ownSigningOperations({ ...deps, once }),
    ...fileOperations({ ...deps, once, places: shared.places }),
    ...workOperations({ knex, clock, once }),
    ...inboxOperations({ knex, clock, once, unseal, publicUrl: config.publicUrl }),
    ...unitOperations({ knex, clock, once }),
    ...boardOperations({ knex, clock, almanac, once }),
    ...staffOperations({ knex, clock, once }),
    ...deskOperations({ knex, clock, once, cases, reading }),
    ...processOperations({ almanac, reading }),
    ...charterOperations({ reading }),
    ...draftingOperations({ knex, almanac, clock, unseal, reading }),
    ...draftPartOperations({ knex, clock, once }),
    ...outlookOperations({ outlook }),
    ...guidanceOperations({ guidance: shared.guidance }),
    ...registerOperations({ knex, clock, once }),
    ...personalDataOperations({ knex, clock, once, vault: deps.vault, cases, unseal }),
    ...relationOperations({ knex, clock, once, vault: deps.vault, cases }),
    ...reportOperations(deps),
    ...criteriaOperations({ knex, clock, almanac, once, cases, reading }),
    ...wordingOperations({ knex, clock, once }),
    ...verifyOperations({ ...deps, publicUrl: config.publicUrl, draw: shared.draw }),
    ...calendarOperations({ almanac, clock, once, onCalendarChanged: deps.onCalendarChanged }),
    ...accountOperations(knex),
    ...doorOperations({ ...shared, signIn: deps.signIn, clock }),
    ...healthOperations({ pool, ...shared }),
    ...(config.devClock ? clockOperations({ knex, clock, onClockMoved: deps.onClockMoved }) : []),
    ...(config.mailbox ? mailOperations(knex) : []),
    ...demoOperationsOf(deps),
  ];
  operations.push(...documentation(operations, config));
  return operations;
}

function demoOperationsOf({ config, demoAccounts, clock }: AppDeps): Operation[] {
  if (!config.mailbox || !demoAccounts) return [];
  return demoOperations({ demoAccounts, now: realTime(clock) });
}

/** Made at the first question: the schemas of all processes take a moment. */
function documentation(
  operations: readonly Operation[],
  { publicUrl, version }: AppDeps['config'],
): Operation[] {
  let described: string | undefined;
  let shown: string | undefined;
  const shared = { tag: 'service', method: 'GET', public: true, problems: [] } as const;
  return [
    operation({
      ...shared,
      id: 'openApi',
      path: '/openapi.json',
      title: { vi: 'Mô tả API cho máy', en: 'This document' },
      answers: { 200: { title: 'OpenAPI 3.1', schema: openObject } },
      handle: () =>
        Promise.resolve({
          body: (described ??= JSON.stringify(openApi(operations, publicUrl, version))),
        }),
    }),
    operation({
      ...shared,
      id: 'docs',
      path: '/api/docs',
      title: { vi: 'Mô tả API cho người đọc', en: 'The API for people' },
      answers: { 200: { title: 'A page', types: ['text/html'] } },
      handle: () =>
        Promise.resolve({
          body: (shown ??= docsPage(operations)),
          type: 'text/html; charset=utf-8',
          headers: { 'Content-Security-Policy': pagePolicy },
        }),
    }),
  ];
}
