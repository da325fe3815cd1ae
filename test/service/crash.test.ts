// Killed at any moment, under sixteen writers: nothing acknowledged is lost, nothing is applied twice.
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, expect, it } from 'vitest';
import { freshDatabase } from '../support.ts';
import type { Place } from './calls.ts';
import { dataFolder, endAll, postmasterOf, run, start, tokensIn, until } from './running.ts';
import type { Running, Settings } from './running.ts';
import { checkRecords, checkReplays, draftingCases, startWriters } from './writers.ts';

const endings: (() => Promise<void>)[] = [];

afterEach(async () => {
  await endAll();
  for (const end of endings.splice(0)) await end();
});

/** The service under its writers; whatever `strike` does to it, it is started again. */
async function underFire(
  settings: Settings & { DATA_DIR: string },
  { strikes, events }: { strikes: number; events: number },
  strike: (service: Running) => Promise<void>,
): Promise<{ place: Place; figures: string }> {
  let service = await start(settings);
  const tokens = tokensIn(settings.DATA_DIR);
  const place = (): Place => ({ url: service.url, tokens });
  const cases = await draftingCases(place(), 8);
  let struck = 0;
  const { acknowledged, stopped } = startWriters(
    place,
    cases,
    (done) => done.length >= events && struck === strikes,
  );
  const restartsMs: number[] = [];
  while (struck < strikes) {
    const had = acknowledged.length;
    await Promise.race([stopped, until(() => acknowledged.length > had + 40)]);
    await sleep(Math.random() * 400);
    await strike(service);
    service = await start(settings);
    restartsMs.push(service.readyMs);
    struck += 1;
  }
  console.log("kills done", acknowledged.length, performance.now()); await stopped; console.log("stopped", performance.now(), Object.entries(Object.groupBy(acknowledged, a => a.path.length > 12 ? (a.body as any).type : (a.body as any).process)).map(([k, v]) => [k, v?.length]));
  await checkReplays(place(), acknowledged.slice(-50));
  expect(acknowledged.length).toBeGreaterThanOrEqual(events);
  console.log("replayed", performance.now());
  const audit = await run(['audit', 'verify', '--json'], settings);
  expect([audit.code, JSON.parse(audit.out).breaks]).toEqual([0, []]);
  const replay = await run(['replay', '--verify', '--json'], settings);
  expect([replay.code, JSON.parse(replay.out).breaks]).toEqual([0, []]);
  const url = settings['DATABASE_URL'] ?? '';
  if (url) await checkRecords(url, acknowledged);
  const figures = `${acknowledged.length} acknowledged, ${strikes} kills, restarts ${restartsMs.join(', ')} ms`;
  return { place: place(), figures };
}

it('keeps every promise when the service is killed', async () => {
  const database = await freshDatabase();
  endings.push(database.drop);
  const settings = { DATABASE_URL: database.url, DATA_DIR: dataFolder() };
  const { figures } = await underFire(settings, { strikes: 5, events: 1_000 }, (service) =>
    service.kill(),
  );
  process.stdout.write(`service killed: ${figures}\n`);
});
