// Anchors: at least hourly, a Merkle root over the events since the last one, chained to it and written outside the
// database. Nothing on the write path waits for this.
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
  fresh(): Promise<boolean>;
};

const fileName = 'anchors.jsonl';
export const longestWaitMs = 24 * 3_600_000;

export function createAnchors(db: Knex, clock: Clock, folder: string): Anchors {
  async function last(): Promise<Anchor | undefined> {
    const row = await db('anchors').orderBy('number', 'desc').first();
    return row && anchorOf(row);
  }

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

  async function write(): Promise<Anchor | undefined> {
    const previous = await last();
    const untilSeq = await settled();
    const hashes = await hashesBetween(previous?.untilSeq ?? 0, untilSeq);
    if (hashes.length === 0) return undefined;
    const root = rootOf(hashes);
    const chain = chainOf(previous?.chain, root);
    const anchor: Anchor = {
      number: (previous?.number ?? 0) + 1,
      at: clock.now(),
      events: hashes.length,
      untilSeq,
      root: root.toString('hex'),
      chain,
    };
    const row = {
      number: anchor.number,
      at: anchor.at,
      events: anchor.events,
      until_seq: untilSeq,
      root,
      chain: Buffer.from(chain, 'hex'),
    };
    const [kept] = await db('anchors')
      .insert(row)
      .onConflict('number')
      .ignore()
      .returning('number');
    if (!kept) return undefined;
    await append(anchor);
    return anchor;
  }

  async function hashesBetween(after: number, until: number): Promise<Buffer[]> {
    const rows = await db('case_events')
      .where('seq', '>', after)
      .andWhere('seq', '<=', until)
      .orderBy('seq')
      .select('hash');
    return rows.map(({ hash }) => hash as Buffer);
  }

  async function append(anchor: Anchor): Promise<void> {
    await mkdir(folder, { recursive: true });
    const file = await open(join(folder, fileName), 'a', 0o644);
    try {
      await file.write(`${JSON.stringify(anchor)}\n`);
      await file.sync();
    } finally {
      await file.close();
    }
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
      const hashes = await hashesBetween(before?.until_seq ?? 0, anchor.untilSeq);
      const index = hashes.findIndex((hash) => hash.equals(event.hash));
      return {
        anchor,
        index,
        hash: (event.hash as Buffer).toString('hex'),
        path: proofOf(hashes, index),
      };
    },
    async fresh() {
      const previous = await last();
      const row = await db('case_events')
        .where('seq', '>', previous?.untilSeq ?? 0)
        .orderBy('seq')
        .first('at');
      return !row || Date.parse(clock.now()) - (row.at as Date).getTime() < longestWaitMs;
    },
  };
}

export function chainOf(previous: string | undefined, root: Buffer): string {
  const before = previous ? Buffer.from(previous, 'hex') : Buffer.alloc(32);
  return createHash('sha256').update(before).update(root).digest('hex');
}

/** The anchors written outside the database; none when there is no file. */
export async function readAnchors(folder: string): Promise<Anchor[]> {
  const text = await readFile(join(folder, fileName), 'utf8').catch(
    (error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return '';
      throw error;
    },
  );
  return text
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as Anchor);
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
