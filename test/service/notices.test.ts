// Three hundred notices against a mail server of every bad habit, while workers are killed: each is delivered, under
// one Message-ID, to whom it is owed and to nobody else; and who is well is not made to wait for who hangs.
import pg from 'pg';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { freshDatabase, type TestDatabase } from '../support.ts';
import { call, openFounding, type Place } from './calls.ts';
import { openPostOffice, type PostOffice, type Whim } from './post-office.ts';
import { dataFolder, endAll, run, start, tokensIn, until } from './running.ts';
import type { Running, Settings } from './running.ts';

let database: TestDatabase;
let post: PostOffice;
let settings: Settings;
let web: Place;
let whim: Whim;

beforeEach(async () => {
  database = await freshDatabase();
  whim = () => undefined;
  post = await openPostOffice((address, attempt) => whim(address, attempt));
  settings = {
    DATABASE_URL: database.url,
    SMTP_URL: post.url,
    AUDIT_ANCHOR_DIR: dataFolder(),
    // One for all processes, as on several machines.
    PERSONAL_KEY: '8d1c8f0be5b94a1f9e37d0a2c64b7f5513c90e2a',
  };
  const folder = dataFolder();
  const { url } = await start({ ...settings, DATA_DIR: folder, PROCESS_ROLE: 'web' });
  web = { url, tokens: tokensIn(folder) };
});
afterEach(async () => {
  await endAll();
  await post.close();
  await database.drop();
});

const startWorker = (): Promise<Running> => start({ ...settings, DATA_DIR: dataFolder() }, 'work');

type OwedRow = { id: string; state: string; error: string | null; next_at: Date };

async function owedNotices(): Promise<OwedRow[]> {
  const client = new pg.Client({ connectionString: database.url });
  await client.connect();
  try {
    return (
      await client.query<OwedRow>(
        `select id, state, error, next_at from outbox where kind = 'notify'`,
      )
    ).rows;
  } finally {
    await client.end();
  }
}

/** Cases whose founders have these addresses, nine to a case; the tenth to be told is who opens it. */
async function owe(addresses: readonly string[]): Promise<void> {
  const groups = Map.groupBy(addresses, (_, index) => Math.floor(index / 9));
  for (const group of groups.values())
    await openFounding(web, {
      founders: group.map((email, index) => ({ name: `Người ${index}`, email })),
    });
}

/** A generator of its own: the same seed draws the same moods. */
function chance(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

/** What the server does, by how often; the rest it takes. Nobody hangs or is refused for ever. */
function moods(random: () => number): Whim {
  return (_, attempt) => {
    const drawn = random();
    if (attempt <= 2 && drawn < 0.06) return 'hang';
    if (drawn < 0.14) return 'drop';
    if (drawn < 0.2) return 'lost';
    if (drawn < 0.3) return { code: 451 };
    if (attempt <= 3 && drawn < 0.4) return { code: 550 };
    return drawn < 0.6 ? 100 : undefined;
  };
}

const settled = async (): Promise<boolean> =>
  (await owedNotices()).every(({ state }) => state !== 'pending');

/** What stands in the way is shown in the queue of the staff. */
async function failures(): Promise<number> {
  const list = await call(web, 'GET', '/api/work-items?limit=100', { by: 'clerk' });
  return list.body.items.filter(({ state }: { state: string | null }) => state === null).length;
}

describe('three hundred notices', () => {
  it(
    'are each delivered under one Message-ID, and nothing else is',
    { timeout: 300_000 },
    async () => {
      const seed = Date.now() % 1_000_000;
      process.stdout.write(`moods of the mail server: seed ${seed}\n`);
      const random = chance(seed);
      whim = moods(random);
      const workers = await Promise.all([startWorker(), startWorker()]);
      await owe(Array.from({ length: 270 }, (_, index) => `nguoi-${index}@example.vn`));
      expect(await owedNotices()).toHaveLength(300);
      for (const reached of [40, 90, 150, 200]) {
        await until(() => post.letters.length >= reached, 120_000);
        const at = Math.floor(random() * workers.length);
        await workers[at]?.kill();
        workers[at] = await startWorker();
      }
      await until(settled, 120_000);
      const refused = (await owedNotices()).filter(({ state }) => state === 'failed');
      expect(refused.length).toBeGreaterThan(0);
      expect(await failures()).toBe(Math.min(100, refused.length));
      for (const { error } of refused) expect(error).toContain('550');
      // Whoever mends the cause puts them back in line.
      whim = () => undefined;
      await run(['outbox', 'retry'], { ...settings, DATA_DIR: dataFolder() });
      await until(async () => (await owedNotices()).every(({ state }) => state === 'done'), 60_000);
      expect(await failures()).toBe(0);

      const owed = (await owedNotices()).map(({ id }) => id);
      const sent = Map.groupBy(post.letters, ({ noticeId }) => noticeId);
      expect([...sent.keys()].toSorted()).toEqual(owed.toSorted());
      for (const letters of sent.values()) {
        expect(new Set(letters.map(({ messageId }) => messageId)).size).toBe(1);
        expect(new Set(letters.map(({ to }) => to)).size).toBe(1);
      }
      expect(new Set(post.letters.map(({ messageId }) => messageId)).size).toBe(300);
      const strangers = post.letters.filter(({ to }) => !/^(nguoi-\d+|founder)@/.test(to));
      expect(strangers).toEqual([]);
      process.stdout.write(
        `${owed.length} owed, ${post.letters.length} letters, ${refused.length} refused at first\n`,
      );
    },
  );

  it('do not wait for connections that hang', async () => {
    whim = (address, attempt) => (address.startsWith('treo') && attempt === 1 ? 'hang' : undefined);
    const hung = Array.from({ length: 8 }, (_, index) => `treo-${index}@example.vn`);
    const well = Array.from({ length: 64 }, (_, index) => `tot-${index}@example.vn`);
    await owe([...hung, ...well]);
    await startWorker();
    await until(async () => (await owedNotices()).every(({ state }) => state === 'done'), 90_000);
    // All who are well have their letter while every hung connection is still waited for.
    const early = post.letters.filter(({ to }) => !to.startsWith('treo'));
    expect(early.map(({ givenUp }) => givenUp)).toEqual(early.map(() => 0));
    expect([early.length, post.letters.length]).toEqual([72, 80]);
    for (const address of hung) expect(post.attempts.get(address)).toBe(2);
  });
});
