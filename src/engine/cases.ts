// Opening and advancing cases: one read, the pure decision, one write. No lock is held across a round trip; who
// loses a race is read and decided again. Rights are checked here, on the row that the decision is made on.
import type { Knex } from 'knex';
import type pg from 'pg';
import type { LocalDate } from '../../machines/calendar.ts';
import { system, type Process } from '../../machines/define.ts';
import { currentProcess, processOf } from '../../machines/index.ts';
import type { Clock } from '../clock.ts';
import { databaseProblem } from '../db.ts';
import { Problem } from '../problem.ts';
import type { Almanac } from './almanac.ts';
import { commit, type Committed } from './commit.ts';
import { decide, decideEvent, reminderEvent, type Answer, type Decision, type Loaded, type Request } from './decide.ts';
import { createFindOut } from './found.ts';
import { createGrouped, type Settle } from './group.ts';
import { newId } from './id.ts';
import { firstHash } from './journal.ts';
import { sees } from './rights.ts';
import { newSnapshot, type CaseSnapshot } from './snapshot.ts';
import { generalEvents } from './step.ts';
import { firing, type Timer } from './terms.ts';

export type Answered = { answer: Answer; replayed: boolean };

export type DueTimer = { caseId: string; id: string; term: string };

/** What became of a timer: an event, a later moment, or nothing because its term has ended. */
export type Fired = { kind: 'event'; answer: Answer } | { kind: 'later'; timer: Timer } | { kind: 'stale' };

export type Cases = {
  /** Opens a case of a process. @throws Problem */
  open(processId: string, request: Request, parent?: string): Promise<Answered>;
  /** Advances a case by one event. @throws Problem */
  advance(caseId: string, request: Request): Promise<Answered>;
  /** Lets a due timer speak. */
  fire(timer: DueTimer): Promise<Fired>;
  /** Recomputes the due dates of a case by today's calendar. */
  recompute(caseId: string): Promise<void>;
  /** Resolves when no commit is under way. */
  idle(): Promise<void>;
};

export type CasesDeps = {
  pool: pg.Pool;
  knex: Knex;
  clock: Clock;
  almanac: Almanac;
  newCode: () => string;
  /** False while the journal has not been anchored for longer than allowed: no certificate is given then. */
  mayCertify: () => Promise<boolean>;
};

type Work = { kind: 'event'; request: Request } | { kind: 'timer'; timer: DueTimer } | { kind: 'calendar' };
type Result = Answered | Fired | undefined;
type Row = {
  id: string;
  alliance_id: string;
  process: string;
  number: string;
  version: number;
  snapshot: CaseSnapshot;
  head: Buffer;
  parties: string[];
  recused: string[];
  opened_on: LocalDate;
  parent_id: string | null;
};
type Kept = { request: string; answer: Answer };
type Read = { row: Row | undefined; kept: Kept | undefined };
type Job = { caseId: string; work: Work } & Settle<Result>;

const mostTries = 50;

export function createCases({ pool, knex, clock, almanac, newCode, mayCertify }: CasesDeps): Cases {
  const findOut = createFindOut(knex);
  const grouped = createGrouped<Work, Result>(runGroup);
  const inProgress = new Set<string>();

  async function runGroup(jobs: readonly Job[]): Promise<void> {
    const reads = await readAll(pool, jobs).catch((error: unknown) => {
      throw meaningOf(error);
    });
    const decided = await Promise.all(jobs.map((job, index) => decideJob(job, reads[index] as Read)));
    const ready = decided.filter((item) => item !== undefined);
    if (ready.length === 0) return;
    let written: Committed[];
    try {
      written = await commit(pool, ready.map(({ decision }) => decision.row));
    } catch (error) {
      return ready.length === 1 ? settleError(ready[0] as Ready, error) : oneByOne(ready);
    }
    const moved = new Set(written.map(({ id }) => id));
    for (const { job, decision } of ready) {
      if (moved.has(job.caseId)) job.done(resultOf(job.work, decision.answer));
      else again(job);
    }
  }

  type Ready = { job: Job; decision: Decision };

  async function oneByOne(ready: readonly Ready[]): Promise<void> {
    for (const { job } of ready) await runGroup([job]).catch(job.failed);
  }

  /** Another writer was first. */
  function again(job: Job): void {
    const tries = ((job as { tries?: number }).tries ?? 0) + 1;
    if (tries > mostTries) return job.failed(new Problem('busy', { retryAfterSeconds: 1 }));
    (job as { tries?: number }).tries = tries;
    void runGroup([job]).catch(job.failed);
  }

  function settleError({ job }: Ready, error: unknown): void {
    const { code, constraint } = error as { code?: string; constraint?: string };
    const raced = (code === '23505' && constraint === 'idempotency_pkey') || code === '40P01' || code === '40001';
    if (raced) return again(job);
    job.failed(meaningOf(error));
  }

  async function decideJob(job: Job, read: Read): Promise<Ready | undefined> {
    try {
      const decision = await decideWork(job, read);
      if (decision?.row.certificates && !(await mayCertify())) throw notAnchored();
      return decision && { job, decision };
    } catch (error) {
      job.failed(error);
      return undefined;
    }
  }

  async function decideWork(job: Job, { row, kept }: Read): Promise<Decision | undefined> {
    const { work } = job;
    if (work.kind === 'event' && kept) return settled(job, replayed(kept, work.request));
    if (!row || (work.kind === 'event' && !sees(work.request.by, row))) throw new Problem('not-found');
    const process = processOf(row.process);
    const loaded = loadedOf(row);
    const around = { process, basis: await almanac.basis(row.alliance_id, process), at: clock.now(), found: {}, newCode };
    if (work.kind === 'event') {
      const { request } = work;
      const found = await findOut(row.alliance_id, process, request.type, request.payload, loaded.snapshot.data);
      return decide(loaded, request, { ...around, found });
    }
    if (work.kind === 'calendar') {
      return decideEvent(loaded, { type: generalEvents.calendar, payload: {} }, { ...around, on: clock.today(), by: system });
    }
    return decideTimer(job, loaded, work.timer, around);
  }

  function decideTimer(job: Job, loaded: Loaded, timer: DueTimer, around: Parameters<typeof decide>[2]): Decision | undefined {
    const { process } = around;
    const fired = firing(process, loaded.snapshot.terms, timer, clock.today());
    if (fired.kind === 'stale' || fired.kind === 'later') return settled(job, fired);
    const moment = { ...around, on: fired.on, by: system };
    try {
      const event =
        fired.kind === 'reminder' ? reminderEvent(timer.id, fired.key, fired.days) : { type: fired.event, payload: { timer: timer.id } };
      const decision = decideEvent(loaded, event, moment);
      // A reminder's term goes on: its next moment replaces this one.
      if (fired.kind === 'lapse' && !decision.row.timers?.some(({ term }) => term === timer.term)) {
        decision.row.cleared = [...new Set([...(decision.row.cleared ?? []), timer.term])];
      }
      return decision;
    } catch (error) {
      if (error instanceof Problem && error.code === 'refused') return settled(job, { kind: 'stale' });
      throw error;
    }
  }

  async function once<T>(request: Request, work: () => Promise<T>): Promise<T> {
    if (!request.key) return work();
    const name = `${request.by.id} ${request.key.key}`;
    if (inProgress.has(name)) throw new Problem('in-progress', { retryAfterSeconds: 1 });
    inProgress.add(name);
    try {
      return await work();
    } finally {
      inProgress.delete(name);
    }
  }

  async function openOnce(process: Process, request: Request, parent: string | undefined): Promise<Answered> {
    const at = clock.now();
    const id = newId(at);
    const [read] = await readAll(pool, [{ caseId: id, work: { kind: 'event', request } }]);
    if (read?.kept) return replayed(read.kept, request);
    const alliance = request.by.allianceId;
    const fresh = newSnapshot(process);
    const loaded: Loaded = { id, alliance, number: '', snapshot: fresh, head: firstHash, openedOn: clock.today(), parent: parent ?? null };
    const found = await findOut(alliance, process, request.type, request.payload, fresh.data);
    const basis = await almanac.basis(alliance, process);
    const { row, answer } = decide(loaded, request, { process, basis, at, found, newCode });
    try {
      const [written] = await commit(pool, [row]);
      return { answer: { ...answer, number: (written as Committed).number }, replayed: false };
    } catch (error) {
      const { code, constraint } = error as { code?: string; constraint?: string };
      if (code === '23505' && constraint === 'idempotency_pkey') return openOnce(process, request, parent);
      throw meaningOf(error);
    }
  }

  return {
    open(processId, request, parent) {
      const process = currentProcess(processId);
      if (!process) throw new Problem('not-found');
      if (request.type !== process.opensWith) throw wrongOpening(process);
      return once(request, () => openOnce(process, request, parent));
    },
    advance: (caseId, request) =>
      once(request, async () => (await grouped.submit(caseId, { kind: 'event', request })) as Answered),
    fire: async (timer) => (await grouped.submit(timer.caseId, { kind: 'timer', timer })) as Fired,
    recompute: async (caseId) => void (await grouped.submit(caseId, { kind: 'calendar' })),
    idle: () => grouped.idle(),
  };
}

function notAnchored(): Problem {
  return new Problem('unavailable', {
    detail: {
      vi: 'Nhật ký chưa được neo ra ngoài quá thời hạn cho phép; tạm dừng việc cấp chứng nhận. Hãy báo quản trị hệ thống.',
      en: 'The journal has not been anchored for longer than allowed; certifying has stopped. Please tell the administrator.',
    },
    retryAfterSeconds: 60,
  });
}

/** The job has its result without anything to write. */
function settled(job: Job, result: Result): undefined {
  job.done(result);
}

function resultOf(work: Work, answer: Answer): Result {
  if (work.kind === 'event') return { answer, replayed: false };
  return work.kind === 'timer' ? { kind: 'event', answer } : undefined;
}

function replayed(kept: Kept, { key }: Request): Answered {
  if (kept.request !== key?.request) throw new Problem('key-reused');
  return { answer: kept.answer, replayed: true };
}

function wrongOpening(process: Process): Problem {
  const detail = {
    vi: `Hồ sơ loại này mở bằng “${process.opensWith}”`,
    en: `A case of this kind opens with “${process.opensWith}”`,
  };
  return new Problem('invalid', { errors: [{ pointer: '/type', code: 'unknown', detail }] });
}

/** What a database error means to the caller; an error of another kind stays what it is. */
function meaningOf(error: unknown): unknown {
  const { code, constraint } = error as { code?: string; constraint?: string };
  if (code === '23505' && constraint === 'one_open_case_per_subject') return new Problem('refused', { reasons: [oneOpenCase] });
  return databaseProblem(error) ?? error;
}

const oneOpenCase = {
  code: 'oneOpenCase',
  title: { vi: 'Đã có hồ sơ đang mở cho cùng nội dung', en: 'A case on the same subject is already open' },
  law: 'Quy chế của Liên minh (cấu hình)',
  remedy: { vi: 'Hãy tiếp tục hồ sơ đang mở, hoặc rút hồ sơ đó trước.', en: 'Go on with the open case, or withdraw it first.' },
};

const readText = `select c.id, c.alliance_id, c.process, c.number, c.version, c.snapshot, c.head, c.parties, c.recused,
    c.opened_on, c.parent_id, encode(i.request, 'hex') as request, i.answer
  from unnest($1::uuid[], $2::text[], $3::text[]) with ordinality as q(id, person, key, n)
  left join cases c on c.id = q.id
  left join idempotency i on i.person_id = q.person and i.key = q.key
  order by q.n`;

/** One read for a whole group: the cases, and answers already given to the same keys. */
async function readAll(pool: pg.Pool, jobs: readonly { caseId: string; work: Work }[]): Promise<Read[]> {
  const requests = jobs.map(({ work }) => (work.kind === 'event' && work.request.key ? work.request : undefined));
  const values = [
    jobs.map(({ caseId }) => caseId),
    requests.map((request) => request?.by.id ?? null),
    requests.map((request) => request?.key?.key ?? null),
  ];
  const { rows } = await pool.query<Row & { request: string | null; answer: Answer }>({ name: 'read-cases', text: readText, values });
  return rows.map((row) => ({
    row: row.id === null ? undefined : row,
    kept: row.request === null ? undefined : { request: row.request, answer: row.answer },
  }));
}

function loadedOf(row: Row): Loaded {
  const { id, number, snapshot, head, opened_on, parent_id } = row;
  return { id, alliance: row.alliance_id, number, snapshot, head, openedOn: opened_on, parent: parent_id };
}

