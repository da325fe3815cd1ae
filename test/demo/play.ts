// What every story of the demonstration works with: the people, the calls, and what is to be told of it afterwards.
import { setTimeout as sleep } from 'node:timers/promises';
import { Refused, type Client, type Matter, type Person } from './client.ts';
import type { Stage } from './stage.ts';

/** The accounts that play, by what they do. */
export type People = {
  founder: Person;
  cooperative: Person;
  commune: Person;
  staff: Person;
  head: Person;
  leader: Person;
  /** Decides complaints against what the first leader decided; absent when there is only one. */
  secondLeader: Person | undefined;
  chair: Person;
  secretary: Person;
  member: Person;
  clerk: Person;
  administrator: Person;
};

/** A registered cooperative. */
export type Candidate = { code: string; name: string; commune: string };

/** How a case ended badly, or nearly. */
export type Ending = { matter: Matter; state: string; on: string; how: string };

export type Play = {
  client: Client;
  people: People;
  matters: Matter[];
  endings: Ending[];
  /** Cooperatives founded before the half-year, in the order of `older`. */
  older: Candidate[];
  /** The groups of the half-year in their order; not all of them come to be registered. */
  newcomers: Candidate[];
  /** Recognised in the half-year: their appraisals. */
  recognised: Matter[];
  /** Addresses that letters go to. */
  addresses: Set<string>;
  /** Runs of the demonstration on one service keep their codes apart. */
  run: number;
  /** Codes given so far. */
  codes: number;
};

type Payload = Record<string, unknown>;
type Answer = { id: string; number: string; version: number; state: string };
type Described = { events: { type: string; examples: Payload[] }[] };

export async function open(
  play: Play,
  by: Person,
  process: string,
  payload: Payload,
): Promise<Matter> {
  const matter = matterOf(await play.client.post<Answer>('/api/cases', { process, payload }, by));
  play.matters.push(matter);
  return matter;
}

function matterOf({ id, number, version, state }: Answer): Matter {
  return { id, number, version, state };
}

/** One act on a case. Who finds that a timer came first reads the case again and acts once more. */
export async function act(
  play: Play,
  matter: Matter,
  by: Person,
  type: string,
  payload: Payload = {},
): Promise<void> {
  const path = `/api/cases/${matter.id}/events`;
  const send = (): Promise<Answer> => play.client.post(path, { type, payload }, by, matter.version);
  const answer = await send().catch(async (error: unknown) => {
    if (!(error instanceof Refused && error.status === 412)) throw error;
    await look(play, matter);
    return send();
  });
  matter.version = answer.version;
  matter.state = answer.state;
}

/** Several people, one after the other. */
export async function everyone(
  play: Play,
  matter: Matter,
  people: readonly Person[],
  type: string,
  payload: Payload = {},
): Promise<void> {
  for (const person of people) await act(play, matter, person, type, payload);
}

/** An act the service must refuse, for this reason. */
export async function refused(
  play: Play,
  matter: Matter,
  by: Person,
  { type, payload = {}, code }: { type: string; payload?: Payload; code: string },
): Promise<void> {
  await look(play, matter);
  const done = await act(play, matter, by, type, payload).then(
    (): string[] => [],
    (error: unknown) => {
      if (error instanceof Refused) return (error.problem.reasons ?? []).map((each) => each.code);
      throw error;
    },
  );
  if (!done.includes(code))
    throw new Error(
      `${matter.number} ${type}: expected “${code}”, got ${done.join(', ') || 'none'}`,
    );
}

/** Reads the case as it stands: timers may have moved it. */
export async function look(play: Play, matter: Matter): Promise<Matter> {
  const path = `/api/cases/${matter.id}`;
  const { version, state } = await play.client.get<Answer>(path, play.people.administrator);
  return Object.assign(matter, { version, state });
}

/** @throws Error when the case is not where the story needs it */
export async function stands(play: Play, matter: Matter, state: string): Promise<void> {
  await look(play, matter);
  if (matter.state !== state)
    throw new Error(`${matter.number} is in “${matter.state}”, not in “${state}”`);
}

/** Notes an ending, once it is sure that the case has come to it. */
export async function ends(
  play: Play,
  stage: Stage,
  matter: Matter,
  [state, how]: readonly [state: string, how: string],
): Promise<void> {
  await stands(play, matter, state);
  play.endings.push({ matter, state, on: stage.today(), how });
}

const pauseMs = 100;
const mostLooks = 600;

/** The case of that process which this one has opened; it comes a moment later. */
export async function linked(play: Play, parent: Matter, process: string): Promise<Matter> {
  const path = `/api/cases?process=${process}&parent=${parent.id}`;
  for (let looks = 0; looks < mostLooks; looks += 1) {
    const { items } = await play.client.get<{ items: Answer[] }>(path, play.people.administrator);
    const fresh = items.find(({ id }) => play.matters.every((known) => known.id !== id));
    if (fresh) {
      const matter = matterOf(fresh);
      play.matters.push(matter);
      return matter;
    }
    await sleep(pauseMs);
  }
  throw new Error(`${parent.number} has opened no ${process}`);
}

/** Waits until another case has moved this one there. */
export async function arrives(play: Play, matter: Matter, state: string): Promise<void> {
  await until(play, matter, `state ${state}`, (view) => view.state === state);
}

type View = Answer & { data: Record<string, unknown> };

/** Reads the case again and again until it is as wanted. @throws Error when it never is */
export async function until(
  play: Play,
  matter: Matter,
  what: string,
  fits: (view: View) => boolean,
): Promise<void> {
  const path = `/api/cases/${matter.id}`;
  for (let looks = 0; looks < mostLooks; looks += 1) {
    const view = await play.client.get<View>(path, play.people.administrator);
    Object.assign(matter, { version: view.version, state: view.state });
    if (fits(view)) return;
    await sleep(pauseMs);
  }
  throw new Error(`${matter.number} stayed in “${matter.state}”, never came to ${what}`);
}

const described = new Map<string, Promise<Described>>();

/** The examples the service itself gives for an event. */
export async function examples(play: Play, process: string, type: string): Promise<Payload[]> {
  const known =
    described.get(process) ??
    play.client.get<Described>(`/api/processes/${process}`, play.people.staff);
  described.set(process, known);
  return (await known).events.find((event) => event.type === type)?.examples ?? [];
}
