// `/cases/{id}/live`: says the version of a case whenever it has another, and nothing else. What has changed is read as
// the page itself is read, under the same rights; who may no longer see the case is told nothing more.
import { PassThrough } from 'node:stream';
import type { Knex } from 'knex';
import type { Sessions } from '../accounts/sign-in/sessions.ts';
import type { Clock } from '../clock.ts';
import type { Reading } from '../engine/reading.ts';
import type { Person } from '../engine/rights.ts';
import type { Watch } from '../engine/watch.ts';
import type { Operation } from '../http/operation.ts';
import type { Visits } from '../http/session.ts';
import { id, wholeNumber } from '../http/shapes.ts';
import { Problem } from '../problem.ts';
import { meetingKey, meetingOf } from './desk/meeting.ts';
import type { PageAnswer, PageCall, PageMaker } from './page.ts';

export type LiveDeps = {
  page: PageMaker;
  knex: Knex;
  clock: Clock;
  reading: Reading;
  watch: Watch;
  visits: Pick<Visits, 'sessionOf'>;
  sessions: Pick<Sessions, 'inForce'>;
};

export type Live = {
  operations: Operation[];
  /** Ends every line, and takes no more. */
  close(): void;
};

/** One page in front of a person holds one line; those in the background hold none. */
export const mostLines = { all: 500, person: 8 } as const;

/** How soon after a sign-out its lines end; at most one question to the database each time. */
const breathMs = 5_000;

type Line = { stream: PassThrough; session: string; person: Person };

export function livePages(deps: LiveDeps): Live {
  const { page } = deps;
  const lines = openLines(deps.sessions);
  const follow = followBy(deps, lines);
  const query = { version: wholeNumber(1, 999_999_999).optional() };
  const title = { vi: 'Báo thay đổi', en: 'Tells of changes' };
  const operations = [
    page({
      id: 'liveCase',
      path: '/cases/{id}/live',
      title,
      params: { id },
      query,
      handle: (call) => follow(call, [call.params.id]),
    }),
    page({
      id: 'liveMeeting',
      path: '/boards/meeting/{key}/live',
      title,
      params: { key: meetingKey },
      query,
      async handle(call) {
        const { cases } = await meetingOf(deps, call.person, call.params.key);
        const ids = cases.map((each) => each.id);
        return follow(call, ids);
      },
    }),
  ];
  return {
    operations,
    close() {
      deps.watch.close();
      lines.close();
    },
  };
}

type Call = PageCall<unknown, { version?: number | undefined }>;

/** A line on these cases; of several their versions are told together. @throws Problem `not-found` when one is hidden */
function followBy({ reading, visits, watch }: LiveDeps, lines: Lines) {
  /** Asked again at each change: a recusal is a change too. */
  async function tell({ stream, person }: Line, ids: readonly string[]): Promise<void> {
    const all = await Promise.all(ids.map((each) => reading.version(person, each).catch(hidden)));
    const known = all.flatMap((version) => version ?? []);
    if (known.length < all.length) stream.end();
    else stream.write(`data: ${sum(known)}\n\n`);
  }

  return async ({ ctx, person, query }: Call, ids: readonly string[]): Promise<PageAnswer> => {
    const versions = await Promise.all(ids.map((each) => reading.version(person, each)));
    const session = await visits.sessionOf(ctx);
    if (!session) throw new Problem('forbidden', { detail: onlyPages });
    const line = lines.add(session.id, person);
    const changed = (): void => void tell(line, ids).catch(() => undefined);
    const stops = ids.map((each, at) => watch.follow(each, versions[at] as number, changed));
    line.stream.once('close', () => stops.forEach((stop) => stop()));
    line.stream.write('retry: 3000\n\n');
    if (query.version !== undefined && query.version !== sum(versions)) changed();
    return { reply: { body: line.stream, type: 'text/event-stream' } };
  };
}

const sum = (numbers: readonly number[]): number => numbers.reduce((all, one) => all + one, 0);

const onlyPages = {
  vi: 'Báo thay đổi chỉ dành cho trang mở bằng trình duyệt đã đăng nhập; chương trình đọc ETag của hồ sơ',
  en: 'Changes are told to signed-in browsers only; programs read the ETag of the case',
};

function hidden(error: unknown): undefined {
  if (error instanceof Problem && error.code === 'not-found') return undefined;
  throw error;
}

/** Ends the lines of sessions that have ended. A database that is away is asked again with the next breath. */
async function breathe(open: ReadonlySet<Line>, sessions: LiveDeps['sessions']): Promise<void> {
  const known = await sessions.inForce([...new Set([...open].map(({ session }) => session))]);
  for (const line of open) {
    const person = known.get(line.session);
    if (!person) line.stream.end();
    else {
      line.person = person;
      line.stream.write(': \n\n');
    }
  }
}

type Lines = { add(session: string, person: Person): Line; close(): void };

function openLines(sessions: LiveDeps['sessions']): Lines {
  const open = new Set<Line>();
  let closed = false;
  let timer: NodeJS.Timeout | undefined;

  function next(): void {
    if (timer || closed || open.size === 0) return;
    timer = setTimeout(() => {
      void breathe(open, sessions)
        .catch(() => undefined)
        .finally(() => {
          timer = undefined;
          next();
        });
    }, breathMs);
    timer.unref();
  }

  return {
    add(session, person) {
      const theirs = [...open].filter((line) => line.person.id === person.id).length;
      if (closed || open.size >= mostLines.all)
        throw new Problem('busy', { retryAfterSeconds: 30 });
      if (theirs >= mostLines.person) throw new Problem('too-many', { retryAfterSeconds: 30 });
      const line = { stream: new PassThrough(), session, person };
      open.add(line);
      line.stream.once('close', () => open.delete(line));
      next();
      return line;
    },
    close() {
      closed = true;
      clearTimeout(timer);
      for (const { stream } of open) stream.end();
    },
  };
}
