// Two web and two worker processes on one database behave as one.
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { freshDatabase, type TestDatabase } from '../support.ts';
import { advance, call, example, openFounding, persist, type Place } from './calls.ts';
import { openPostOffice, type PostOffice, type Whim } from './post-office.ts';
import { dataFolder, endAll, run, start, tokensIn, until } from './running.ts';
import type { Running, Settings } from './running.ts';

let database: TestDatabase;
let post: PostOffice;
let settings: Settings;
let webs: [Place, Place];
let workers: Running[];
let whim: Whim;

beforeEach(async () => {
  database = await freshDatabase();
  whim = () => undefined;
  post = await openPostOffice((address, attempt) => whim(address, attempt));
  settings = {
    DATABASE_URL: database.url,
    SMTP_URL: post.url,
    DEV_CLOCK: '1',
    PERSONAL_KEY: '8d1c8f0be5b94a1f9e37d0a2c64b7f5513c90e2a',
    AUDIT_ANCHOR_DIR: dataFolder(),
  };
  const folders = [dataFolder(), dataFolder()];
  const web = (DATA_DIR: string) => start({ ...settings, DATA_DIR, PROCESS_ROLE: 'web' });
  const started = await Promise.all(folders.map(web));
  webs = started.map(({ url }, index) => ({ url, tokens: tokensIn(folders[index] ?? '') })) as [
    Place,
    Place,
  ];
  workers = await Promise.all([startWorker(), startWorker()]);
});
afterEach(async () => {
  await endAll();
  await post.close();
  await database.drop();
});

const startWorker = (): Promise<Running> => start({ ...settings, DATA_DIR: dataFolder() }, 'work');
const either = (index: number): Place => webs[index % 2] as Place;

async function query<Row extends pg.QueryResultRow>(sql: string): Promise<Row[]> {
  const client = new pg.Client({ connectionString: database.url });
  await client.connect();
  try {
    return (await client.query<Row>(sql)).rows;
  } finally {
    await client.end();
  }
}

const owedNotices = (): Promise<{ id: string; state: string }[]> =>
  query(`select id, state from outbox where kind = 'notify'`);

/** Opens cases whose founders have the addresses, by both webs in turn. */
const openFor = (addresses: readonly string[]) =>
  Promise.all(
    addresses.map((email, index) =>
      openFounding(either(index), { founders: [{ name: `Người ${index}`, email }] }),
    ),
  );

describe('the same key to both at once', () => {
  it('opens one case', async () => {
    const body = { process: 'founding', payload: example('founding', 'REQUEST_CONSULTATION') };
    const before = (await query('select 1 from cases')).length;
    // The tokens stand for the same person on both.
    const ask = (place: Place, key: string) =>
      persist(() => place, 'POST', '/api/cases', { by: 'founder', key, body });
    const pairs = await Promise.all(
      Array.from({ length: 40 }, () => {
        const key = randomUUID();
        return Promise.all([ask(webs[0], key), ask(webs[1], key)]);
      }),
    );
    for (const [one, other] of pairs) {
      expect([one.status, other.status]).toEqual([201, 201]);
      expect(other.body).toEqual(one.body);
      const replays = [one, other].filter(({ headers }) => headers.has('idempotency-replayed'));
      expect(replays).toHaveLength(1);
    }
    expect((await query('select 1 from cases')).length - before).toBe(40);
  });

  it('applies one event', async () => {
    const { id } = await openFounding(webs[0]);
    const { body: me } = await call(webs[0], 'GET', '/api/me', { by: 'staff' });
    const payload = { ...example('founding', 'ASSIGN'), adviser: me.id };
    const given = {
      by: 'unit-head',
      key: randomUUID(),
      version: 1,
      body: { type: 'ASSIGN', payload },
    } as const;
    const answers = await Promise.all(
      webs.map((place) => persist(() => place, 'POST', `/api/cases/${id}/events`, given)),
    );
    expect(answers.map(({ status }) => status)).toEqual([201, 201]);
    expect(answers[1]?.body).toEqual(answers[0]?.body);
    expect(await query(`select 1 from case_events where case_id = '${id}'`)).toHaveLength(2);
  });

  it('different keys on the same version: one wins, the other is told', async () => {
    const { id } = await openFounding(webs[0]);
    const { body: me } = await call(webs[0], 'GET', '/api/me', { by: 'staff' });
    const body = { type: 'ASSIGN', payload: { ...example('founding', 'ASSIGN'), adviser: me.id } };
    const answers = await Promise.all(
      webs.map((place) =>
        call(place, 'POST', `/api/cases/${id}/events`, { by: 'unit-head', version: 1, body }),
      ),
    );
    expect(answers.map(({ status }) => status).toSorted()).toEqual([201, 412]);
  });
});

describe('workers that are killed, stopped and continued', () => {
  it('fire every timer once and send every notice under one Message-ID', async () => {
    // Slow enough that a worker that is struck has letters under way.
    whim = () => 150;
    const cases = await openFor(
      Array.from({ length: 25 }, (_, index) => `nhom-${index}@example.vn`),
    );
    const [first, second] = workers as [Running, Running];
    await until(() => post.attempts.size > 10);
    second.signal('SIGSTOP');
    await first.kill();
    const held = await query(
      `select 1 from outbox where state = 'pending' and leased_by is not null`,
    );
    expect(held.length).toBeGreaterThan(0);
    const third = await startWorker();
    for (let day = 0; day < 190; day += 1) {
      await advance(either(day), 'P1D');
      if (day === 120) await third.kill();
      if (day === 120) await startWorker();
    }
    await until(async () => (await owedNotices()).every(({ state }) => state === 'done'), 60_000);
    // What it held when it was stopped has long been done by others.
    second.signal('SIGCONT');
    await sleep(1_500);

    const fired = await query<{ timers: string[]; types: string[] }>(
      `select array_agg(canonical::jsonb #>> '{payload,timer}' order by version) as timers, array_agg(type order by version) as types
       from case_events where version > 1 group by case_id`,
    );
    expect(fired).toHaveLength(cases.length);
    for (const { timers, types } of fired) {
      expect(new Set(timers).size).toBe(timers.length);
      expect(types).toEqual([
        'SERVICE_OVERDUE',
        'TERM_REMINDER',
        'TERM_REMINDER',
        'INACTIVITY_TIMEOUT',
      ]);
    }
    expect(await query('select 1 from timers')).toEqual([]);

    const owed = await owedNotices();
    // Two founders, told of the request, twice reminded, told of the end.
    // Heads of unit may be told besides of what is near its end, as often as a worker looks on such a day.
    const ofEvents = owed.filter(({ id }) => /^[^/]+\/\d+\/\d+$/.test(id));
    expect(ofEvents).toHaveLength(cases.length * 2 * 4);
    const sent = Map.groupBy(post.letters, ({ noticeId }) => noticeId);
    expect([...sent.keys()].toSorted()).toEqual(owed.map(({ id }) => id).toSorted());
    for (const letters of sent.values())
      expect(new Set(letters.map(({ messageId }) => messageId)).size).toBe(1);
    const doubles = post.letters.length - owed.length;
    process.stdout.write(
      `${owed.length} notices, ${doubles} sent twice by workers that were struck\n`,
    );
    // No more than what the three workers had under way when they were struck.
    expect(doubles).toBeLessThanOrEqual(3 * 16);
    for (const verb of [
      ['audit', 'verify'],
      ['replay', '--verify'],
    ]) {
      const { code, out } = await run(verb, { ...settings, DATA_DIR: dataFolder() });
      expect([code, out]).toEqual([0, expect.stringContaining('whole')]);
    }
  });
});

describe('a mail server of many moods', () => {
  it('delivers every notice, gives up on what is refused for good, and delays nobody else', async () => {
    whim = (address, attempt) => {
      if (address.startsWith('treo')) return attempt <= 1 ? 'hang' : undefined;
      if (address.startsWith('sau')) return attempt <= 2 ? { code: 451 } : undefined;
      if (address.startsWith('khong')) return { code: 550 };
      return undefined;
    };
    const moods = [
      ...Array(6).fill('treo'),
      ...Array(3).fill('sau'),
      ...Array(2).fill('khong'),
      ...Array(12).fill('tot'),
    ];
    const addresses = moods.map((mood, index) => `${mood}-${index}@example.vn`);
    await openFor(addresses);
    const arrived = (mood: string) => post.letters.filter(({ to }) => to.startsWith(mood));
    await until(() => arrived('tot').length === 12 && arrived('founder').length === 23);
    // Those that hang are still hanging.
    expect(arrived('treo')).toEqual([]);
    await until(() => arrived('sau').length === 3);
    await until(
      async () => (await owedNotices()).every(({ state }) => state !== 'pending'),
      30_000,
    );
    expect(arrived('treo')).toHaveLength(6);
    const failed = (await owedNotices()).filter(({ state }) => state === 'failed');
    expect(failed).toHaveLength(2);
    const refused = [...post.attempts].filter(([address]) => address.startsWith('khong'));
    expect(refused.map(([, attempts]) => attempts)).toEqual([1, 1]);

    const failures = async () =>
      (
        await call(webs[0], 'GET', '/api/work-items?limit=100', { by: 'unit-head' })
      ).body.items.filter(({ state }: { state: string | null }) => state === null);
    expect(await failures()).toHaveLength(2);

    whim = () => undefined;
    const retried = await run(['outbox', 'retry', '--json'], {
      ...settings,
      DATA_DIR: dataFolder(),
    });
    expect([retried.code, JSON.parse(retried.out)]).toEqual([0, { retried: 2 }]);
    await until(() => arrived('khong').length === 2);
    await until(async () => (await failures()).length === 0);
    expect(new Set(post.letters.map(({ noticeId }) => noticeId)).size).toBe(46);
  });

  it('is waited for when it is not there at all', async () => {
    await post.close();
    await openFor(['mot@example.vn']);
    type Row = { state: string; attempts: number; error: string };
    const waiting = async () =>
      (await query<Row>(`select state, attempts, error from outbox where kind = 'notify'`))[0];
    await until(async () => ((await waiting())?.attempts ?? 0) >= 2);
    const refused = { state: 'pending', error: expect.stringContaining('ECONNREFUSED') };
    expect(await waiting()).toMatchObject(refused);
  });
});
