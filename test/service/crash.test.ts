// Killed at any moment, under sixteen writers: nothing acknowledged is lost, nothing is applied twice.
import { afterEach, expect, it } from 'vitest';
import { startPostgres } from '../../src/postgres/supervisor.ts';
import { freshDatabase } from '../support.ts';
import type { Place } from './calls.ts';
import { dataFolder, endAll, postmasterOf, run, start, tokensIn, until } from './running.ts';
import type { Running, Settings } from './running.ts';
import { checkRecords, checkReplays, draftingCases, startWriters } from './writers.ts';
import type { Acknowledged } from './writers.ts';

const endings: (() => Promise<void>)[] = [];

afterEach(async () => {
  for (const end of endings.splice(0)) await end();
  await endAll();
});

type Fire = {
  settings: Settings & { DATA_DIR: string };
  events: number;
  strikes: number;
  /** What befalls the service; it is started again afterwards. */
  strike: (service: Running) => Promise<void>;
};

/** The service under its writers, struck at random moments spread over all that they write. */
async function underFire({ settings, events, strikes, strike }: Fire): Promise<Acknowledged[]> {
  let service = await start(settings);
  const tokens = tokensIn(settings.DATA_DIR);
  const place = (): Place => ({ url: service.url, tokens });
  const cases = await draftingCases(place(), 8);
  const restartsMs: number[] = [];
  const { acknowledged, stopped } = startWriters(
    place,
    cases,
    (done) => done.length >= events && restartsMs.length === strikes,
  );
  const share = events / (strikes + 1);
  while (restartsMs.length < strikes) {
    const next = acknowledged.length + share * (0.5 + Math.random());
    await Promise.race([stopped, until(() => acknowledged.length > next)]);
    await strike(service);
    service = await start(settings);
    restartsMs.push(service.readyMs);
  }
  await stopped;
  await checkReplays(place(), acknowledged.slice(-50));
  process.stdout.write(
    `${acknowledged.length} acknowledged, ${strikes} kills, restarts in ${restartsMs.join(', ')} ms\n`,
  );
  return acknowledged;
}

async function isWhole(settings: Settings): Promise<void> {
  for (const verb of [
    ['audit', 'verify'],
    ['replay', '--verify'],
  ]) {
    const { code, out, err } = await run([...verb, '--json'], settings);
    const report = JSON.parse(out || '{}');
    expect([code, err, report.breaks]).toEqual([0, '', []]);
    expect(report.events).toBeGreaterThan(300);
  }
}

it('keeps every promise when the service is killed', async () => {
  const database = await freshDatabase();
  endings.push(database.drop);
  const settings = { DATABASE_URL: database.url, DATA_DIR: dataFolder() };
  const strike = (service: Running) => service.kill();
  const acknowledged = await underFire({ settings, events: 1_000, strikes: 5, strike });
  expect(acknowledged.length).toBeGreaterThanOrEqual(1_000);
  await checkRecords(database.url, acknowledged);
  await isWhole(settings);
});

it('keeps every promise when the service and its own PostgreSQL are killed together', async () => {
  const settings = { DATA_DIR: dataFolder() };
  const strike = async (service: Running): Promise<void> => {
    process.kill(postmasterOf(settings.DATA_DIR) as number, 'SIGKILL');
    await service.kill();
  };
  const acknowledged = await underFire({ settings, events: 300, strikes: 2, strike });
  const { url, stop } = await startPostgres({ dataDir: settings.DATA_DIR });
  endings.push(stop);
  await checkRecords(url, acknowledged);
  await isWhole(settings);
});
