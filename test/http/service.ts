// The API on a real socket over a real engine, and a client that speaks to it as outsiders do.
import { randomUUID } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Readable } from 'node:stream';
import type { Knex } from 'knex';
import { founding } from '../../machines/founding/index.ts';
import type { Role } from '../../machines/roles.ts';
import { createApp, type App, type AppDeps } from '../../src/app.ts';
import type { Provider } from '../../src/accounts/sign-in/by-oidc.ts';
import type { ReadyLetter } from '../../src/accounts/sign-in/letters.ts';
import { createSignIn, type SignIn } from '../../src/accounts/sign-in/sign-in.ts';
import { createTokens, type Tokens } from '../../src/accounts/tokens.ts';
import type { Person } from '../../src/engine/rights.ts';
import { startEngine, type TestEngine } from '../engine/engine.ts';
import { startIntake, type TestIntake } from '../files/intake.ts';

export type Answer = {
  status: number;
  headers: Headers;
  text: string;
  // eslint-disable-next-line typescript/no-explicit-any -- what a test looks for is what it names
  body: any;
};

export type Client = {
  person: Person;
  token: string;
  get(path: string, headers?: Record<string, string>): Promise<Answer>;
  /** With a fresh Idempotency-Key unless one is given. */
  send(
    method: string,
    path: string,
    body?: unknown,
    headers?: Record<string, string>,
  ): Promise<Answer>;
};

export type Service = {
  engine: TestEngine;
  app: App;
  signIn: SignIn;
  /** Letters to an address that wait in the outbox, the newest last, as they will be sent. */
  lettersTo(email: string): Promise<ReadyLetter[]>;
  /** Moves the time that signing in goes by. */
  ahead: { ms: number };
  url: string;
  port: number;
  tokens: Tokens;
  logged: string[];
  /** Paths of files that can be read, with their content. */
  files: Map<string, Buffer>;
  /** Where what people send in is taken and kept. */
  sent: TestIntake;
  client(...roles: Role[]): Promise<Client>;
  /** Without a token. */
  anonymous: Omit<Client, 'person' | 'token'>;
  close(): Promise<void>;
};

export async function startService(
  changed: Partial<Omit<AppDeps, 'config'>> & {
    config?: Partial<AppDeps['config']>;
    provider?: Provider;
  } = {},
): Promise<Service> {
  const engine = await startEngine();
  const { knex, pool } = engine.database;
  const tokens = createTokens(knex);
  const logged: string[] = [];
  const files = new Map<string, Buffer>();
  const ahead = { ms: 0 };
  const signIn = createSignIn({
    db: knex,
    secrets: [{ id: 1, secret: 'a secret of tests' }],
    publicUrl: changed.config?.publicUrl ?? 'http://localhost',
    provider: changed.provider,
    now: () => Date.now() + ahead.ms,
  });
  const sent = startIntake();
  const { config, provider: _, ...deps } = changed;
  const app = createApp({
    knex,
    pool,
    clock: engine.clock,
    almanac: engine.almanac,
    cases: engine.cases,
    unseal: engine.unseal,
    vault: engine.vault,
    tokens,
    signIn,
    config: {
      publicUrl: 'http://localhost',
      trustProxy: 0,
      devClock: true,
      mailbox: true,
      version: '0.0.0',
      ...config,
    },
    log: (level, message, fields) =>
      void logged.push(`${level} ${message} ${JSON.stringify(fields)}`),
    ready: () => true,
    openFile: async (path) => {
      const bytes = files.get(path);
      return bytes ? Readable.from([bytes]) : sent.store.read(path);
    },
    intake: sent.intake,
    zipDossier: sent.zipDossier,
    proof: (caseId, version) => engine.anchors.proof(caseId, version),
    ownSigning: { roots: [], put: (bytes) => sent.store.put(bytes) },
    ...deps,
  });
  const answer = app.koa.callback();
  const server = createServer((request, response) => void answer(request, response));
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const { port } = server.address() as AddressInfo;
  const url = `http://127.0.0.1:${port}`;
  return {
    engine,
    app,
    signIn,
    ahead,
    lettersTo: (email) => lettersTo(knex, signIn, email),
    url,
    port,
    tokens,
    logged,
    files,
    sent,
    anonymous: callsOf(url, {}),
    async client(...roles) {
      const person = await engine.person(...roles);
      const { token } = await tokens.create(person.id, 'test', engine.clock.now());
      return { person, token, ...callsOf(url, { authorization: `Bearer ${token}` }) };
    },
    close: async () => {
      await closed(server, engine);
      await sent.close();
    },
  };
}

async function lettersTo(knex: Knex, signIn: SignIn, email: string): Promise<ReadyLetter[]> {
  const rows = await knex('outbox').where({ kind: 'letter' }).orderBy('created_at');
  const all = await Promise.all(rows.map(({ id, payload }) => signIn.letters.ready(id, payload)));
  return all.flatMap((letter) => (letter?.to === email ? letter : []));
}

async function closed(server: Server, engine: TestEngine): Promise<void> {
  server.closeAllConnections();
  await new Promise((done) => server.close(done));
  await engine.close();
}

function callsOf(url: string, always: Record<string, string>): Pick<Client, 'get' | 'send'> {
  return {
    get: async (path, headers = {}) =>
      answerOf(await fetch(url + path, { headers: { ...always, ...headers } })),
    async send(method, path, body, headers = {}) {
      const json: Record<string, string> =
        body === undefined ? {} : { 'content-type': 'application/json' };
      const all = { ...always, 'idempotency-key': randomUUID(), ...json, ...headers };
      return answerOf(
        await fetch(url + path, {
          method,
          headers: all,
          ...(body === undefined ? {} : { body: textOf(body) }),
        }),
      );
    },
  };
}

function textOf(body: unknown): string | Uint8Array<ArrayBuffer> {
  if (typeof body === 'string') return body;
  return body instanceof Uint8Array ? new Uint8Array(body) : JSON.stringify(body);
}

async function answerOf(response: Response): Promise<Answer> {
  const text = await response.text();
  const isJson = /json/.test(response.headers.get('content-type') ?? '');
  return {
    status: response.status,
    headers: response.headers,
    text,
    body: isJson && text !== '' ? JSON.parse(text) : undefined,
  };
}

export const example = (type: string): Record<string, unknown> =>
  founding.events[type]?.examples[0] ?? {};

/** Opens a founding case; answers with its id. */
export async function openFounding(
  founder: Client,
  payload: Record<string, unknown> = {},
): Promise<string> {
  const opened = await founder.send('POST', '/api/cases', {
    process: 'founding',
    payload: { ...example('REQUEST_CONSULTATION'), ...payload },
  });
  if (opened.status !== 201) throw new Error(opened.text);
  return opened.body.id;
}
