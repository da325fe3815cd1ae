// What a client of the API does: calls with a token and a key, tries again when told to, and tells a founding case.
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Role } from '../../machines/roles.ts';
import { allProcesses } from '../../machines/index.ts';

export type Answer = {
  status: number;
  headers: Headers;
  // oxlint-disable-next-line typescript/no-explicit-any -- what a test looks for is what it names
  body: any;
};

/** Where the service is now, and the tokens of its people. */
export type Place = { url: string; tokens: Record<Role, string> };

export type Call = { by?: Role; key?: string; version?: number; body?: unknown };

/** One call. @throws what fetch throws when the line is cut or cannot be had */
export async function call(
  place: Place,
  method: string,
  path: string,
  given: Call = {},
): Promise<Answer> {
  const { by, key = randomUUID(), version, body } = given;
  const response = await fetch(place.url + path, {
    method,
    signal: AbortSignal.timeout(15_000),
    headers: {
      ...(by ? { authorization: `Bearer ${place.tokens[by]}` } : {}),
      ...(method === 'GET' ? {} : { 'idempotency-key': key, 'content-type': 'application/json' }),
      ...(version === undefined ? {} : { 'if-match': `"${version}"` }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  const isJson = /json/.test(response.headers.get('content-type') ?? '');
  return {
    status: response.status,
    headers: response.headers,
    body: isJson ? JSON.parse(text) : text,
  };
}

/**
 * The same call with the same key until there is an answer that counts: not a cut line, not 5xx, not "in progress".
 * @param place asked anew before each attempt
 */
export async function persist(
  place: () => Place,
  method: string,
  path: string,
  given: Call,
): Promise<Answer> {
  const key = given.key ?? randomUUID();
  for (;;) {
    const answer = await call(place(), method, path, { ...given, key }).catch(() => undefined);
    const comeBack =
      answer === undefined ||
      answer.status >= 500 ||
      (answer.status === 409 && answer.body.code === 'in-progress');
    if (!comeBack) return answer;
    await sleep(20 + Math.random() * 60);
  }
}

/** The first example of an event, fresh. */
export function example(processId: string, type: string, at = 0): Record<string, unknown> {
  const process = allProcesses().find(({ id }) => id === processId);
  return structuredClone(process?.events[type]?.examples[at]) as Record<string, unknown>;
}

/** Opens a case of a process. @throws when it is refused */
export async function open(
  place: Place,
  by: Role,
  process: string,
  payload: object,
): Promise<{ id: string; number: string }> {
  const { status, body } = await call(place, 'POST', '/api/cases', {
    by,
    body: { process, payload },
  });
  if (status !== 201) throw new Error(JSON.stringify(body));
  return body;
}

/** Tells one founding case over HTTP by the examples of the process, one act after the other. */
export async function openFounding(place: Place, changed: object = {}) {
  const opened = await open(place, 'founder', 'founding', {
    ...example('founding', 'REQUEST_CONSULTATION'),
    ...changed,
  });
  const { id } = opened;
  return {
    ...opened,
    /** The event happens; the payload is its example unless given. Answers with the state. @throws when refused */
    async does(by: Role, type: string, payload = example('founding', type)): Promise<string> {
      const { body: now } = await call(place, 'GET', `/api/cases/${id}`, { by });
      const { status, body } = await call(place, 'POST', `/api/cases/${id}/events`, {
        by,
        version: now.version,
        body: { type, payload },
      });
      if (status !== 201) throw new Error(`${type}: ${JSON.stringify(body)}`);
      return body.state;
    },
  };
}

export type Founding = Awaited<ReturnType<typeof openFounding>>;

export async function idOf(place: Place, by: Role): Promise<string> {
  return (await call(place, 'GET', '/api/me', { by })).body.id;
}

/** The head of unit gives the case to the demo adviser, who finds it viable: drafting begins. */
export async function drafting(place: Place, founding: Founding): Promise<void> {
  const adviser = await idOf(place, 'staff');
  await founding.does('unit-head', 'ASSIGN', { ...example('founding', 'ASSIGN'), adviser });
  await founding.does('staff', 'CONCLUDE_VIABLE');
}

/** The whole way to the registry's desk. */
export async function underReview(place: Place, founding: Founding): Promise<string> {
  await drafting(place, founding);
  const parts = ['charter', 'plan', 'members', 'name', 'governance', 'assets'];
  for (const [at, part] of parts.entries()) {
    await founding.does('founder', 'SUBMIT_DRAFT', example('founding', 'SUBMIT_DRAFT', at));
    await founding.does('staff', 'ACCEPT_PART', { part });
  }
  const rest =
    'SCHEDULE_ASSEMBLY OPEN RECORD_VOTE ADOPT_MEMBER_LIST VALUE_ASSETS DECIDE CLOSE_ASSEMBLY COMPLETE_DOSSIER FILE';
  for (const type of rest.split(' ')) await founding.does('founder', type);
  return founding.does('clerk', 'RECEIPT_RECORDED');
}

/** Moves the clock of development. */
export async function advance(place: Place, length: string): Promise<void> {
  const { status, body } = await call(place, 'POST', '/dev/clock', { body: { advance: length } });
  if (status !== 200) throw new Error(JSON.stringify(body));
}
