// Commits grouped under load: whoever waits while a group is on its way joins the next one. At most one event per
// case in flight, two groups at a time so that deciding and storing overlap.

/** A piece of work on one case. */
export type Member<T> = { caseId: string; work: T };

export type Grouped<T, R> = {
  /** Puts the work in the next group and answers with its own result. */
  submit(caseId: string, work: T): Promise<R>;
  /** Resolves when nothing is under way. */
  idle(): Promise<void>;
};

export type Settle<R> = { done: (result: R) => void; failed: (error: unknown) => void };

type Waiting<T, R> = Member<T> & Settle<R>;

const largestGroup = 64;
const groupsAtOnce = 2;

/**
 * @param run carries out a group of different cases and settles every member, in its result or its error
 */
export function createGrouped<T, R>(
  run: (members: readonly Waiting<T, R>[]) => Promise<void>,
): Grouped<T, R> {
  let waiting: Waiting<T, R>[] = [];
  const busy = new Set<string>();
  let running = 0;
  const resting: (() => void)[] = [];

  function next(): void {
    if (running >= groupsAtOnce || waiting.length === 0) return;
    const group: Waiting<T, R>[] = [];
    const later: Waiting<T, R>[] = [];
    for (const member of waiting) {
      if (group.length < largestGroup && !busy.has(member.caseId)) {
        busy.add(member.caseId);
        group.push(member);
      } else later.push(member);
    }
    if (group.length === 0) return;
    waiting = later;
    running += 1;
    void run(group)
      .catch((error: unknown) => group.forEach(({ failed }) => failed(error)))
      .finally(() => {
        running -= 1;
        group.forEach(({ caseId }) => busy.delete(caseId));
        next();
        if (running === 0 && waiting.length === 0) resting.splice(0).forEach((rest) => rest());
      });
  }

  return {
    submit: (caseId, work) =>
      new Promise<R>((done, failed) => {
        waiting.push({ caseId, work, done, failed });
        if (waiting.length === 1) queueMicrotask(next);
      }),
    idle: () =>
      running === 0 && waiting.length === 0
        ? Promise.resolve()
        : new Promise((rest) => resting.push(rest)),
  };
}
