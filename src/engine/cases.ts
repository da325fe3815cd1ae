// Opening and advancing cases: one read, the pure decision, one write. No lock is held across a round trip; who
// loses a race is read and decided again. Rights are checked here, on the row that the decision is made on.
import type { Knex } from 'knex';
import type pg from 'pg';
import { dueOn } from '../../machines/calendar.ts';
import { system, type Process } from '../../machines/define.ts';
import { currentProcess, processOf } from '../../machines/index.ts';
import type { Clock } from '../clock.ts';
import { databaseProblem } from '../db.ts';
import { Problem } from '../problem.ts';
import type { Vault } from '../vault.ts';
import type { Almanac } from './almanac.ts';
import { commit, type Committed } from './commit.ts';
import {
  decide,
  decideEvent,
  reminderEvent,
  type Answer,
  type Decision,
  type Loaded,
  type Request,
  type Surroundings,
} from './decide.ts';
import { createFindOut } from './found.ts';
import { createGrouped, type Settle } from './group.ts';
import { newId } from './id.ts';
import { firstHash } from './journal.ts';
import { loadedOf, readCases, type Kept, type Read } from './load.ts';
import { oneOpenCase } from './reasons.ts';
import { createRoute } from './routing.ts';
import { sees } from './rights.ts';
import { newSnapshot } from './snapshot.ts';
import { generalEvents } from './step.ts';
import { firing, type Timer } from './terms.ts';

export type Answered = { answer: Answer; replayed: boolean };

export type DueTimer = { caseId: string; id: string; term: string };

/** What became of a timer: an event, a later moment, or nothing because its term has ended. */
export type Fired =
  { kind: 'event'; answer: Answer } | { kind: 'later'; timer: Timer } | { kind: 'stale' };

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
  vault: Vault;
  /** False while the journal has not been anchored for longer than allowed: no certificate is given then. */
  mayCertify: () => Promise<boolean>;
};

type Work =
  { kind: 'event'; request: Request } | { kind: 'timer'; timer: DueTimer } | { kind: 'calendar' };
type Result = Answered | Fired | undefined;
type Job = { caseId: string; work: Work; tries?: number } & Settle<Result>;

const mostTries = 50;

export function createCases(deps: CasesDeps): Cases {
  const { pool, knex, clock, almanac, newCode, vault, mayCertify } = deps;
  const findOut = createFindOut(knex);
  const route = createRoute(knex);
  const grouped = createGrouped<Work, Result>(runGroup);
  const inProgress = new Set<string>();

  async function runGroup(jobs: readonly Job[]): Promise<void> {
    const wanted = jobs.map(({ caseId, work }) => ({
      caseId,
      request: work.kind === 'event' ? work.request : undefined,
    }));
    const reads = await readCases(pool, wanted).catch((error: unknown) => {
      throw meaningOf(error);
    });
    const decided = await Promise.all(
      jobs.map((job, index) => decideJob(job, reads[index] as Read)),
    );
    const ready = decided.filter((item) => item !== undefined);
    if (ready.length === 0) return;
    let written: Committed[];
    try {
      written = await commit(
        pool,
        ready.map(({ decision }) => decision.row),
      );
    } catch (error) {
      return ready.length === 1 ? settleError(ready[0] as Ready, error) : oneByOne(ready);
    }
    const moved = new Set(written.map(({ id }) => id));
    for (const { job, decision } of ready) {
      if (moved.has(job.caseId)) job.done(resultOf(job.work, decision.answer));
      else await again(job);
    }
  }

  type Ready = { job: Job; decision: Decision };

  async function oneByOne(ready: readonly Ready[]): Promise<void> {
    for (const { job } of ready) await runGroup([job]).catch(job.failed);
  }

  /** Another writer was first. */
  async function again(job: Job): Promise<void> {
    job.tries = (job.tries ?? 0) + 1;
    if (job.tries > mostTries) job.failed(new Problem('busy', { retryAfterSeconds: 1 }));
    else await runGroup([job]).catch(job.failed);
  }

  async function settleError({ job }: Ready, error: unknown): Promise<void> {
    if (keyTaken(error) || deadlocked(error)) await again(job);
    else job.failed(meaningOf(error));
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
    if (!row || (work.kind === 'event' && !sees(work.request.by, row)))
      throw new Problem('not-found');
    const process = processOf(row.process);
    const loaded = loadedOf(row);
    const around = {
      process,
      basis: await almanac.basis(row.alliance_id, process),
      at: clock.now(),
      found: {},
      newCode,
      vault,
    };
    switch (work.kind) {
      case 'event':
        return decideRequest(loaded, work.request, around);
      case 'timer':
        return decideTimer(job, loaded, work.timer, around);
      case 'calendar': {
        const { terms } = loaded.snapshot;
        const moved = Object.values(terms).some(
          ({ since, span, due }) => dueOn(around.basis.calendar, since, span) !== due,
        );
        if (!moved) return settled(job, undefined);
        const event = { type: generalEvents.calendar, payload: {} };
        return decideEvent(loaded, event, { ...around, on: clock.today(), by: system });
      }
    }
  }

  async function decideRequest(
    loaded: Loaded,
    request: Request,
    around: Surroundings,
  ): Promise<Decision> {
    const asked = {
      caseId: loaded.id,
      allianceId: loaded.alliance,
      process: around.process,
      type: request.type,
      payload: request.payload,
      by: request.by.id,
    };
    const { found, ties } = await findOut(asked, loaded.snapshot.data);
    const decision = decide(loaded, request, { ...around, found });
    if (ties !== undefined) decision.row.ties = ties;
    return decision;
  }

  function decideTimer(
    job: Job,
    loaded: Loaded,
    timer: DueTimer,
    around: Surroundings,
  ): Decision | undefined {
    const fired = firing(around.process, loaded.snapshot.terms, timer, clock.today());
    if (fired.kind === 'stale' || fired.kind === 'later') return settled(job, fired);
    const event =
      fired.kind === 'reminder'
        ? reminderEvent(timer.id, fired.key, fired.days)
        : { type: fired.event, payload: { timer: timer.id } };
    try {
      return decideEvent(loaded, event, { ...around, on: fired.on, by: system });
    } catch (error) {
      const refused = error instanceof Problem && error.code === 'refused';
      if (refused) return settled(job, { kind: 'stale' });
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

  async function openOnce(
    process: Process,
    request: Request,
    parent: string | undefined,
  ): Promise<Answered> {
    const at = clock.now();
    const id = newId(at);
    const [read] = await readCases(pool, [{ caseId: id, request }]);
    if (read?.kept) return replayed(read.kept, request);
    const loaded = unopened(process, id, request.by.allianceId, {
      openedOn: clock.today(),
      parent: parent ?? null,
    });
    const basis = await almanac.basis(loaded.alliance, process);
    const { row, answer } = await decideRequest(loaded, request, {
      process,
      basis,
      at,
      found: {},
      newCode,
      vault,
    });
    try {
      const [written] = await commit(pool, [await route(row, process)]);
      return { answer: { ...answer, number: (written as Committed).number }, replayed: false };
    } catch (error) {
      if (keyTaken(error) || deadlocked(error)) return openOnce(process, request, parent);
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
      once(
        request,
        async () => (await grouped.submit(caseId, { kind: 'event', request })) as Answered,
      ),
    fire: async (timer) => (await grouped.submit(timer.caseId, { kind: 'timer', timer })) as Fired,
    recompute: async (caseId) => void (await grouped.submit(caseId, { kind: 'calendar' })),
    idle: () => grouped.idle(),
  };
}

function unopened(
  process: Process,
  id: string,
  alliance: string,
  rest: Pick<Loaded, 'openedOn' | 'parent'>,
): Loaded {
  return {
    id,
    alliance,
    number: '',
    state: 'new',
    snapshot: newSnapshot(process),
    head: firstHash,
    ...rest,
  };
}

/** Somebody used the same key at the same moment; the next read finds the answer. */
function keyTaken(error: unknown): boolean {
  const { code, constraint } = error as { code?: string; constraint?: string };
  return code === '23505' && constraint === 'idempotency_pkey';
}

function deadlocked(error: unknown): boolean {
  const { code } = error as { code?: string };
  return code === '40P01' || code === '40001';
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
  if (code === '23505' && constraint === 'one_open_case_per_subject')
    return new Problem('refused', { reasons: [oneOpenCase] });
  return databaseProblem(error) ?? error;
}
