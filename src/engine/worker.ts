// The loop of a worker process: due timers, then the outbox, then housekeeping; asleep when there is nothing to do.
import type { Outbox } from './outbox.ts';
import type { Timers } from './timers.ts';

export type Worker = {
  /** Looks again at once. */
  wake(): void;
  /** Works until no timer is due; for a clock that was moved. */
  settle(): Promise<void>;
  stop(): Promise<void>;
};

export type Chore = { everyMs: number; run: () => Promise<void> };

export type WorkerDeps = {
  timers: Timers;
  outbox: Outbox;
  /** Done between batches, at most this often: anchors, sweeping, following the clock of development. */
  chores: readonly Chore[];
  onError: (error: unknown) => void;
};

const batch = 50;
const idleMs = 400;
const troubledMs = 2_000;
const choreAgainMs = 30_000;

export function startWorker({ timers, outbox, chores, onError }: WorkerDeps): Worker {
  let stopped = false;
  const sleepers = new Set<() => void>();
  const last = new Map<Chore, number>();

  /** A chore that fails is told of and holds up neither the others nor the timers. */
  async function doChores(): Promise<void> {
    for (const chore of chores) {
      const due =
        performance.now() - (last.get(chore) ?? Number.NEGATIVE_INFINITY) >= chore.everyMs;
      if (!due) continue;
      last.set(chore, performance.now());
      await chore.run().catch((error: unknown) => {
        const pauseMs = Math.min(chore.everyMs, choreAgainMs);
        last.set(chore, performance.now() - chore.everyMs + pauseMs);
        onError(error);
      });
    }
  }

  function sleep(ms: number): Promise<void> {
    return new Promise((done) => {
      const wake = (): void => {
        clearTimeout(timer);
        sleepers.delete(wake);
        done();
      };
      const timer = setTimeout(wake, ms);
      sleepers.add(wake);
    });
  }

  /** Chores, timers and the outbox have their own loops: a slow disk or mail server must not hold up a lapse. */
  async function loop(work: () => Promise<number>): Promise<void> {
    while (!stopped) {
      try {
        const done = await work();
        if (done === 0 && !stopped) await sleep(idleMs);
      } catch (error) {
        onError(error);
        if (!stopped) await sleep(troubledMs);
      }
    }
  }

  const loops = [
    loop(async () => {
      await doChores();
      return 0;
    }),
    loop(() => timers.work(batch)),
    loop(() => outbox.work()),
  ];

  function rouse(): void {
    sleepers.forEach((wake) => wake());
  }

  return {
    wake: rouse,
    async settle() {
      while (!stopped && (await timers.work(batch)) > 0);
    },
    async stop() {
      stopped = true;
      rouse();
      await Promise.all(loops);
      await outbox.idle();
    },
  };
}
