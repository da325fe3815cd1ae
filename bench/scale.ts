// What an event costs when there are many cases, and when one case has many events.
import { median, runEngine, writeOne, type Measured } from './commit.ts';
import { copyId, openStage } from './stage.ts';

const writers = 32;
const seconds = 4;
const few = 10_000;
const many = 1_000_000;
const manyEvents = 10_000;

/** CPU per event at 10,000 and at 1,000,000 cases, and for the first and the last of 10,000 events of one case. */
export async function* scaleBench(): AsyncGenerator<string> {
  const [small, large] = [await openStage(16), await openStage(16)];
  try {
    await small.copies(await small.draft(), few);
    await large.copies(await large.draft(), many);
    const pairs: [Measured, Measured][] = [];
    for (let round = 0; round < 3; round += 1) {
      const ours = await runEngine(small, writers, seconds, { first: 1, count: few });
      pairs.push([ours, await runEngine(large, writers, seconds, { first: 1, count: many })]);
    }
    const cpu = median(pairs.map(([a, b]) => b.cpuUs / a.cpuUs));
    yield `${many} cases: ${median(pairs.map(([, b]) => b.cpuUs)).toFixed(0)} us CPU per event, at ${few}: ${median(pairs.map(([a]) => a.cpuUs)).toFixed(0)} us; ratio ${cpu.toFixed(2)} (target <= 1.2)`;
    const times: number[] = [];
    for (let n = 0; n < manyEvents; n += 1) times.push(await writeOne(small, copyId(few)));
    const head = median(times.slice(500, 1_500));
    const tail = median(times.slice(-1_000));
    yield `one case with ${manyEvents} events: p50 ${tail.toFixed(2)} ms at its end, ${head.toFixed(2)} ms at its start; ratio ${(tail / head).toFixed(2)} (target <= 1.2)`;
  } finally {
    await small.close();
    await large.close();
  }
}
