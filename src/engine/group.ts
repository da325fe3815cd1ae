// Commits grouped under load: whoever waits while a group is on its way joins the next one. At most one event per
// case in flight, a few groups at a time so that deciding and storing overlap.

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
const smallestGroup = 8;
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
  let asked = false;
  const resting: (() => void)[] = [];

  function next(): void {
    asked = false;
    while (running < groupsAtOnce) {
      const group = chosen();
      if (group.length === 0) return;
      start(group);
    }
  }

  /** Takes the members of the next group out of the queue: at most one for each case. */
  function chosen(): Waiting<T, R>[] {
    // Half of all there is, so that the other group has work too while this one is on its way.
    const share = Math.ceil((waiting.length + busy.size) / groupsAtOnce);
    const most = Math.min(largestGroup, Math.max(smallestGroup, share));
    const group: Waiting<T, R>[] = [];
    const later: Waiting<T, R>[] = [];
    for (const member of waiting) {
      if (group.length < most && !busy.has(member.caseId)) {
        busy.add(member.caseId);
        group.push(member);
      } else later.push(member);
    }
    waiting = later;
    return group;
  }

  function start(group: readonly Waiting<T, R>[]): void {
    running += 1;
    void run(group)
      .catch((error: unknown) => group.forEach(({ failed }) => failed(error)))
      .finally(() => {
        running -= 1;
        group.forEach(({ caseId }) => busy.delete(caseId));
        next();
        if (running === 0) resting.splice(0).forEach((rest) => rest());
      });
  }

  return {
    submit: (caseId, work) =>
      new Promise<R>((done, failed) => {
        waiting.push({ caseId, work, done, failed });
        // A member of a busy case may wait alone while others come: the next turn is asked for once, not once for all.
        if (!asked) queueMicrotask(next);
        asked = true;
      }),
    idle: () =>
      running === 0 && waiting.length === 0
        ? Promise.resolve()
        : new Promise((rest) => resting.push(rest)),
  };
}
