import { setTimeout as wait } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { createGrouped } from '../../src/engine/group.ts';

type Run = Parameters<typeof createGrouped<number, number>>[0];
type Members = Parameters<Run>[0];

/** Runs groups when told to, and remembers them. */
function bench(onRun?: (members: Members) => Promise<void> | void) {
  const groups: string[][] = [];
  const waiting: (() => void)[] = [];
  let [running, most] = [0, 0];
  const grouped = createGrouped<number, number>(async (members) => {
    groups.push(members.map(({ caseId }) => caseId));
    running += 1;
    most = Math.max(most, running);
    await new Promise<void>((go) => waiting.push(go));
    running -= 1;
    if (onRun) await onRun(members);
    else members.forEach(({ work, done }) => done(work * 10));
  });
  /** Lets the oldest group finish. */
  const finish = async (): Promise<void> => {
    waiting.shift()?.();
    await wait(0);
  };
  const finishAll = async (): Promise<void> => {
    await wait(0);
    while (waiting.length > 0) await finish();
  };
  return { grouped, groups, waiting, finish, finishAll, most: () => most };
}

const names = (count: number): string[] =>
  Array.from({ length: count }, (_, index) => `case ${index}`);

describe('grouped commits', () => {
  it('answer each with its own result', async () => {
    const { grouped, finishAll } = bench();
    const results = Promise.all(names(5).map((name, index) => grouped.submit(name, index)));
    await finishAll();
    expect(await results).toEqual([0, 10, 20, 30, 40]);
  });

  it('go together when they come together', async () => {
    const { grouped, groups, finishAll } = bench();
    const results = names(5).map((name) => grouped.submit(name, 1));
    await finishAll();
    await Promise.all(results);
    expect(groups).toEqual([names(5)]);
  });

  it('that come while others are on their way form groups in the order in which they came', async () => {
    const { grouped, groups, finishAll } = bench();
    const results: Promise<number>[] = [];
    for (const name of names(40)) {
      results.push(grouped.submit(name, 1));
      await Promise.resolve();
    }
    await finishAll();
    await Promise.all(results);
    expect(groups.flat()).toEqual(names(40));
    expect(groups.length).toBeLessThan(20);
  });

  it('hold each case once in a group, and never in two groups at a time', async () => {
    const { grouped, groups, waiting, finish, finishAll } = bench();
    const order: number[] = [];
    const mine = [1, 2, 3].map((work) =>
      grouped.submit('hot', work).then((result) => order.push(result)),
    );
    const others = names(2).map((name) => grouped.submit(name, 7));
    await wait(0);
    expect(groups).toEqual([['hot', 'case 0', 'case 1']]);
    expect(waiting).toHaveLength(1);
    await finish();
    expect(groups).toEqual([['hot', 'case 0', 'case 1'], ['hot']]);
    await finishAll();
    await Promise.all([...mine, ...others]);
    expect(groups.slice(1)).toEqual([['hot'], ['hot']]);
    expect(order).toEqual([10, 20, 30]);
  });

  it('of another case do not wait behind a busy one', async () => {
    const { grouped, groups, finishAll } = bench();
    const first = grouped.submit('hot', 1);
    await wait(0);
    const second = grouped.submit('hot', 2);
    await wait(0);
    const other = grouped.submit('cold', 3);
    await wait(0);
    expect(groups).toEqual([['hot'], ['cold']]);
    await finishAll();
    expect(await Promise.all([first, second, other])).toEqual([10, 20, 30]);
  });

  it('go several groups at a time, none too large, however many come at once', async () => {
    const { grouped, groups, finishAll, most } = bench();
    const results = names(500).map((name) => grouped.submit(name, 1));
    await wait(0);
    expect(groups.length).toBeGreaterThan(1);
    await finishAll();
    await Promise.all(results);
    expect(groups.flat()).toEqual(names(500));
    expect(Math.max(...groups.map(({ length }) => length))).toBeLessThanOrEqual(64);
    expect(most()).toBeGreaterThan(1);
    expect(most()).toBeLessThanOrEqual(4);
  });

  it('settle every member with the error when a group fails, and others go on', async () => {
    let failing = true;
    const { grouped, finishAll } = bench((members) => {
      if (failing) throw new Error('connection lost');
      members.forEach(({ done }) => done(1));
    });
    const settled = Promise.allSettled(names(3).map((name) => grouped.submit(name, 1)));
    await finishAll();
    expect((await settled).map(({ status }) => status)).toEqual([
      'rejected',
      'rejected',
      'rejected',
    ]);
    failing = false;
    const after = grouped.submit('case 0', 1);
    await finishAll();
    expect(await after).toBe(1);
  });

  it('keep the result of a member that was settled before its group failed', async () => {
    const { grouped, finishAll } = bench((members) => {
      members[0]?.done(5);
      members[1]?.failed(new Error('stale'));
      throw new Error('connection lost');
    });
    const settled = Promise.allSettled(names(3).map((name) => grouped.submit(name, 1)));
    await finishAll();
    expect(await settled).toMatchObject([
      { value: 5 },
      { reason: { message: 'stale' } },
      { reason: { message: 'connection lost' } },
    ]);
  });

  it('are idle when nothing is under way, and only then', async () => {
    const { grouped, finish, finishAll } = bench();
    await grouped.idle();
    const results = [grouped.submit('a', 1), grouped.submit('a', 2)];
    let rested = 0;
    const resting = [grouped.idle(), grouped.idle()].map((idle) => idle.then(() => (rested += 1)));
    await finish();
    expect(rested).toBe(0);
    await finish();
    await finishAll();
    await Promise.all([...results, ...resting]);
    expect(rested).toBe(2);
  });
});
