// Anchors: at least hourly, a Merkle root over the events since the last one, chained to it and written outside the
// database first, then inside. Nothing on the write path waits for this.
import { createHash } from 'node:crypto';
import { mkdir, open, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Knex } from 'knex';
import type { Clock } from '../clock.ts';
import { proofOf, rootOf, type Step } from './merkle.ts';

/** One line of the anchor file. `chain` = SHA-256(previous chain ‖ root); the first previous one is 32 zero bytes. */
export type Anchor = {
  number: number;
  at: string;
  events: number;
  untilSeq: number;
  root: string;
  chain: string;
};

export type Proof = { anchor: Anchor; index: number; hash: string; path: Step[] };

export type Anchors = {
  /** Anchors what has come since the last time; undefined when nothing has. */
  write(): Promise<Anchor | undefined>;
  /** Proof that an event lies under an anchor; undefined while it is not anchored yet. */
  proof(caseId: string, version: number): Promise<Proof | undefined>;
  /** False when some event has waited longer than allowed: certifying stops then. */
  fresh: () => Promise<boolean>;
};

const anchorFile = 'anchors.jsonl';
const anchorLock = 7_246_136;
export const longestWaitMs = 24 * 3_600_000;

export function createAnchors(db: Knex, clock: Clock, folder: string): Anchors {
  /** The last arrival number below which nothing can still appear. */
  async function settled(): Promise<number> {
    const { rows } = await db.raw<{ rows: { seq: number | null; next: string }[] }>(
      'select (select max(seq) from case_events) as seq, pg_snapshot_xmax(pg_current_snapshot())::text as next',
    );
    const { seq, next } = rows[0] as { seq: number | null; next: string };
    for (let tries = 0; tries < 100; tries += 1) {
      const { rows: now } = await db.raw<{ rows: { done: boolean }[] }>(
        'select pg_snapshot_xmin(pg_current_snapshot()) >= ?::xid8 as done',
        [next],
      );
      if (now[0]?.done) return seq ?? 0;
      await new Promise((wake) => setTimeout(wake, 50));
    }
    throw new Error('a transaction has been open for too long to anchor');
  }

  /** One writer at a time. What stands in the file and not in the database, or the other way round, is made good. */
  async function write(): Promise<Anchor | undefined> {
    const untilSeq = await settled();
    return db.transaction(async (tx) => {
      await tx.raw('select pg_advisory_xact_lock(?)', [anchorLock]);
      const previous = await reconcile(tx);
      const hashes = await hashesBetween(tx, previous?.untilSeq ?? 0, untilSeq);
      if (hashes.length === 0) return undefined;
      const root = rootOf(hashes);
      const anchor: Anchor = {
        number: (previous?.number ?? 0) + 1,
        at: clock.now(),
        events: hashes.length,
        untilSeq,
        root: root.toString('hex'),
        chain: chainOf(previous?.chain, root),
      };
      await append(folder, [anchor]);
      await tx('anchors').insert(rowOf(anchor));
      return anchor;
    });
  }

  /** Answers with the last anchor. An anchor that only one side has was cut short between the two. */
  async function reconcile(tx: Knex): Promise<Anchor | undefined> {
    const written = await readAnchors(folder);
    const inFile = written.at(-1)?.number ?? 0;
    let last = await lastIn(tx);
    const inside = last?.number ?? 0;
    if (inFile < inside) {
      const rows = await tx('anchors').where('number', '>', inFile).orderBy('number');
      await append(folder, rows.map(anchorOf));
    }
    for (const anchor of written.filter(({ number }) => number > inside)) {
      await adopt(tx, last, anchor);
      last = anchor;
    }
    return last;
  }

  return {
    write,
    async proof(caseId, version) {
      const event = await db('case_events')
        .where({ case_id: caseId, version })
        .first('seq', 'hash');
      if (!event) return undefined;
      const row = await db('anchors').where('until_seq', '>=', event.seq).orderBy('number').first();
      if (!row) return undefined;
      const anchor = anchorOf(row);
      const before = await db('anchors')
        .where({ number: anchor.number - 1 })
        .first('until_seq');
      const hashes = await hashesBetween(db, before?.until_seq ?? 0, anchor.untilSeq);
      const index = hashes.findIndex((hash) => hash.equals(event.hash));
      return {
        anchor,
        index,
        hash: (event.hash as Buffer).toString('hex'),
        path: proofOf(hashes, index),
      };
    },
    async fresh() {
      const previous = await lastIn(db);
      const row = await db('case_events')
        .where('seq', '>', previous?.untilSeq ?? 0)
        .orderBy('seq')
        .first('at');
      return !row || Date.parse(clock.now()) - (row.at as Date).getTime() < longestWaitMs;
    },
  };
}

async function lastIn(db: Knex): Promise<Anchor | undefined> {
  const row = await db('anchors').orderBy('number', 'desc').first();
  return row && anchorOf(row);
}

/** @throws when the file belongs to another journal, or the journal has lost what was anchored */
async function adopt(tx: Knex, before: Anchor | undefined, anchor: Anchor): Promise<void> {
  const hashes = await hashesBetween(tx, before?.untilSeq ?? 0, anchor.untilSeq);
  if (rootOf(hashes).toString('hex') !== anchor.root)
    throw new Error(`anchor ${anchor.number} is not of this journal: see audit verify`);
  await tx('anchors').insert(rowOf(anchor));
}

async function hashesBetween(db: Knex, after: number, until: number): Promise<Buffer[]> {
  const rows = await db('case_events')
    .where('seq', '>', after)
    .andWhere('seq', '<=', until)
    .orderBy('seq')
    .select('hash');
  return rows.map(({ hash }) => hash as Buffer);
}

/** Adds lines and answers once they would survive a power cut. A line that an earlier cut left torn is closed first. */
async function append(folder: string, anchors: readonly Anchor[]): Promise<void> {
  await mkdir(folder, { recursive: true });
  const path = join(folder, anchorFile);
  const torn = await readFile(path).then(
    (bytes) => bytes.length > 0 && bytes.at(-1) !== 10,
    () => false,
  );
  const file = await open(path, 'a', 0o644);
  try {
    const lines = anchors.map((anchor) => `${JSON.stringify(anchor)}\n`);
    await file.writeFile((torn ? '\n' : '') + lines.join(''));
    await file.sync();
  } finally {
    await file.close();
  }
}

export function chainOf(previous: string | undefined, root: Buffer): string {
  const before = previous ? Buffer.from(previous, 'hex') : Buffer.alloc(32);
  return createHash('sha256').update(before).update(root).digest('hex');
}

/** The anchors written outside the database; none when there is no file. A torn line counts as never written. */
export async function readAnchors(folder: string): Promise<Anchor[]> {
  const text = await readFile(join(folder, anchorFile), 'utf8').catch(
    (error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return '';
      throw error;
    },
  );
  return text.split('\n').flatMap((line) => readLine(line) ?? []);
}

function readLine(line: string): Anchor | undefined {
  try {
    return JSON.parse(line) as Anchor;
  } catch {
    return undefined;
  }
}

function rowOf({ number, at, events, untilSeq, root, chain }: Anchor): object {
  return {
    number,
    at,
    events,
    until_seq: untilSeq,
    root: Buffer.from(root, 'hex'),
    chain: Buffer.from(chain, 'hex'),
  };
}

function anchorOf(row: Record<string, unknown>): Anchor {
  return {
    number: row['number'] as number,
    at: (row['at'] as Date).toISOString(),
    events: row['events'] as number,
    untilSeq: row['until_seq'] as number,
    root: (row['root'] as Buffer).toString('hex'),
    chain: (row['chain'] as Buffer).toString('hex'),
  };
}
