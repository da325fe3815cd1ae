// Replaying journals: every event of 72,000 decided again, snapshots compared.
import { verifyReplay } from '../src/engine/audit.ts';
import { openStage } from './stage.ts';
import { writeOne } from './commit.ts';

const cases = 400;
const perCase = 177;
const atOnce = 16;

export async function* replayBench(): AsyncGenerator<string> {
  const stage = await openStage(16);
  try {
    const ids: string[] = [];
    // Not all at once: on a busy machine some would wait too long for a line.
    while (ids.length < cases)
      ids.push(...(await Promise.all(Array.from({ length: atOnce }, () => stage.draft()))));
    for (let turn = 0; turn < perCase; turn += 1)
      await Promise.all(ids.map((id) => writeOne(stage, id)));
    const started = performance.now();
    const report = await verifyReplay(stage.database.knex, stage.almanac);
    const seconds = (performance.now() - started) / 1_000;
    if (report.breaks.length > 0) throw new Error(JSON.stringify(report.breaks[0]));
    yield `${report.events} events of ${report.cases} cases replayed and compared in ${seconds.toFixed(1)} s: ${((72_000 / report.events) * seconds).toFixed(1)} s for 72,000 (target < 5 s)`;
  } finally {
    await stage.close();
  }
}
