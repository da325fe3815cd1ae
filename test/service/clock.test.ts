// A year of deadlines in a minute, played over HTTP with the clock of development.
import { afterAll, beforeAll, expect, it } from 'vitest';
import { endAll, dataFolder, start, tokensIn, type Running } from './running.ts';
import { advance, call, openFounding, underReview, type Place } from './calls.ts';
import { freshDatabase, type TestDatabase } from '../support.ts';

let database: TestDatabase;
let service: Running;
let place: Place;

beforeAll(async () => {
  database = await freshDatabase();
  const dataDir = dataFolder();
  service = await start({ DATABASE_URL: database.url, DATA_DIR: dataDir, DEV_CLOCK: '1' });
  place = { url: service.url, tokens: tokensIn(dataDir) };
  const body = { now: '2026-03-02T09:00:00+07:00' };
  expect((await call(place, 'POST', '/dev/clock', { body })).body.today).toBe('2026-03-02');
});
afterAll(async () => {
  await endAll();
  await database.drop();
});

type Entry = { type: string; payload: Record<string, unknown>; occurredOn: string; to: string };

async function journalOf(id: string): Promise<Entry[]> {
  const { body } = await call(place, 'GET', `/api/cases/${id}/events?limit=100`, { by: 'auditor' });
  return body.items;
}

const today = async (): Promise<string> =>
  (await call(place, 'GET', '/dev/clock')).body.today as string;
const remindersIn = (entries: Entry[], term: string): Entry[] =>
  entries.filter(
    ({ type, payload }) => type === 'TERM_REMINDER' && String(payload['term']).endsWith(`/${term}`),
  );

it('plays the supplement window: five reminders, each on its day, then the dossier is void', async () => {
  const founding = await openFounding(place);
  expect(await underReview(place, founding)).toBe('registration.underReview');
  expect(await founding.does('clerk', 'SUPPLEMENT_NOTICE')).toBe('registration.supplement');
  for (let day = 0; day < 63; day += 1) await advance(place, 'P1D');

  // Sixty days end on 1 May, a day off; the next working day is Monday, 4 May.
  expect(await today()).toBe('2026-05-04');
  const onLastDay = await journalOf(founding.id);
  const reminders = remindersIn(onLastDay, 'supplementWindow');
  expect(reminders.map(({ payload, occurredOn }) => [payload['days'], occurredOn])).toEqual([
    [30, '2026-04-04'],
    [14, '2026-04-20'],
    [7, '2026-04-27'],
    [3, '2026-05-01'],
    [1, '2026-05-03'],
  ]);
  expect(onLastDay.at(-1)?.to).toBe('registration.supplement');

  await advance(place, 'P1D');
  const after = await journalOf(founding.id);
  expect(after.length).toBe(onLastDay.length + 1);
  expect(after.at(-1)).toMatchObject({
    type: 'EXPIRE',
    to: 'registration.void',
    occurredOn: '2026-05-05',
  });
});

it('plays the same window in one leap: one lapse with its legal date, no late reminders', async () => {
  const founding = await openFounding(place);
  await underReview(place, founding);
  await founding.does('clerk', 'SUPPLEMENT_NOTICE');
  const before = await journalOf(founding.id);
  await advance(place, 'P70D');
  const [entry, ...more] = (await journalOf(founding.id)).slice(before.length);
  expect(more).toEqual([]);
  // From 5 May sixty days end on Saturday, 4 July.
  expect(entry).toMatchObject({ type: 'EXPIRE', occurredOn: '2026-07-07' });
});

it('plays a year of a case that nobody touches, day by day', async () => {
  const founding = await openFounding(place);
  expect(await today()).toBe('2026-07-14');
  const beganAt = performance.now();
  for (let day = 0; day < 365; day += 1) await advance(place, 'P1D');
  const tookMs = performance.now() - beganAt;
  process.stdout.write(`a year of 365 days played in ${Math.round(tookMs)} ms\n`);
  expect(await today()).toBe('2027-07-14');

  const entries = await journalOf(founding.id);
  const types = entries.map(({ type }) => type);
  expect(types).toEqual([
    'REQUEST_CONSULTATION',
    'SERVICE_OVERDUE',
    'TERM_REMINDER',
    'TERM_REMINDER',
    'INACTIVITY_TIMEOUT',
  ]);
  expect(entries.at(-1)).toMatchObject({ to: 'closed.inactive', occurredOn: '2027-01-12' });
});

it('keeps the clock over a restart', async () => {
  const before = await today();
  const dataDir = dataFolder();
  const second = await start({ DATABASE_URL: database.url, DATA_DIR: dataDir, DEV_CLOCK: '1' });
  const there = { url: second.url, tokens: tokensIn(dataDir) };
  expect((await call(there, 'GET', '/dev/clock')).body.today).toBe(before);
});

it('has no such clock unless it is asked for', async () => {
  const plain = await start({ DATABASE_URL: database.url, DATA_DIR: dataFolder() });
  const { status } = await call({ ...place, url: plain.url }, 'POST', '/dev/clock', {
    body: { advance: 'P1D' },
  });
  expect(status).toBe(404);
});
