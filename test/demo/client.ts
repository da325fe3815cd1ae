// Speaks to the service as any outside program does: bearer token, idempotency key, version seen. A few calls at a time.
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';

/** Someone who may sign in, with what the service says of them. */
export type Person = { id: string; name: string; email: string; role: string; token: string };

/** A case as the play knows it: the version last seen goes into If-Match. */
export type Matter = { id: string; number: string; version: number; state: string };

/** The service said no; carries what it said. */
export class Refused extends Error {
  override readonly name = 'Refused';
  readonly status: number;
  readonly problem: Problem;
  constructor(call: string, status: number, problem: Problem) {
    super(`${call} → ${status}\n${JSON.stringify(problem, null, 2)}`);
    this.status = status;
    this.problem = problem;
  }
}

type Problem = { reasons?: { code: string }[]; text?: string };
type Call = {
  method: string;
  path: string;
  token?: string | undefined;
  body?: unknown;
  version?: number;
};

export type Client = {
  get<T>(path: string, by?: Person): Promise<T>;
  bytes(path: string, by: Person): Promise<Uint8Array>;
  post<T>(path: string, body: unknown, by?: Person, version?: number): Promise<T>;
};

const atOnce = 8;
const mostTries = 6;
const longestCallMs = 60_000;

export function createClient(url: string): Client {
  const waiting: (() => void)[] = [];
  let running = 0;

  async function inTurn<T>(work: () => Promise<T>): Promise<T> {
    while (running >= atOnce) await new Promise<void>((go) => waiting.push(go));
    running += 1;
    try {
      return await work();
    } finally {
      running -= 1;
      waiting.shift()?.();
    }
  }

  /** The same key on every try, so that an answer that was lost is not an act done twice. */
  async function send(call: Call): Promise<Response> {
    const key = randomUUID();
    for (let tries = 1; ; tries += 1) {
      const answer = await fetch(url + call.path, {
        method: call.method,
        headers: headersOf(call, key),
        signal: AbortSignal.timeout(longestCallMs),
        ...(call.body === undefined ? {} : { body: JSON.stringify(call.body) }),
      });
      if (answer.ok) return answer;
      const busy = answer.status === 503 || answer.status === 429;
      if (!busy || tries === mostTries) throw await refusalOf(call, answer);
      await answer.body?.cancel();
      await sleep(1_000 * Math.max(1, Number(answer.headers.get('Retry-After') ?? 1)));
    }
  }

  const json = <T>(call: Call): Promise<T> =>
    inTurn(async () => (await (await send(call)).json()) as T);

  return {
    get: (path, by) => json({ method: 'GET', path, token: by?.token }),
    bytes: (path, by) =>
      inTurn(
        async () =>
          new Uint8Array(
            await (await send({ method: 'GET', path, token: by.token })).arrayBuffer(),
          ),
      ),
    post: (path, body, by, version) =>
      json({
        method: 'POST',
        path,
        token: by?.token,
        body,
        ...(version === undefined ? {} : { version }),
      }),
  };
}

function headersOf({ method, token, body, version }: Call, key: string): Record<string, string> {
  return {
    ...(token === undefined ? {} : { Authorization: `Bearer ${token}` }),
    ...(method === 'GET' ? {} : { 'Idempotency-Key': key }),
    ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
    ...(version === undefined ? {} : { 'If-Match': `"${version}"` }),
    'Accept-Language': 'vi',
  };
}

async function refusalOf({ method, path, body }: Call, answer: Response): Promise<Refused> {
  const text = await answer.text();
  const isJson = (answer.headers.get('Content-Type') ?? '').includes('json');
  const problem = isJson ? (JSON.parse(text) as Problem) : { text };
  const { type } = (body ?? {}) as { type?: string };
  return new Refused([method, path, type].filter(Boolean).join(' '), answer.status, problem);
}
