// That a process lives: it says so every few seconds, with its version, how its clock goes and what room its disks have.
import type { Knex } from 'knex';
import type { Instant } from '../../machines/calendar.ts';

export type Disk = {
  place: 'database' | 'data' | 'files' | 'anchors';
  folder: string;
  /** Bytes. */
  free: number;
  total: number;
};

export type Beat = {
  /** Of the process; never used again. */
  name: string;
  role: 'web' | 'worker' | 'all';
  version: string;
  disks: readonly Disk[];
};

export type ProcessRow = Beat & {
  startedAt: Instant;
  seenAt: Instant;
  /** Null unless it ended in order. */
  stoppedAt: Instant | null;
  /** Seen a short while ago, and not stopped since. */
  alive: boolean;
  aheadMs: number;
};

/** After so long without a word a process counts as gone. */
const silentSeconds = 60;
/** What is gone is shown for a day. */
const keptHours = 24;

/** @param realNow real time in milliseconds, as this machine has it */
export async function beat(db: Knex, { disks, ...about }: Beat, realNow: number): Promise<void> {
  const now = db.raw('clock_timestamp()');
  const ahead = db.raw(`round(? - extract(epoch from clock_timestamp()) * 1000)`, [realNow]);
  const seen = { seen_at: now, stopped_at: null, ahead_ms: ahead, disks: JSON.stringify(disks) };
  await db('processes')
    .insert({ ...about, started_at: now, ...seen })
    .onConflict('name')
    .merge(Object.keys(seen));
  await db('processes')
    .whereRaw('seen_at < now() - make_interval(hours => ?)', [keptHours])
    .delete();
}

/** Says that a process has ended in order. */
export async function farewell(db: Knex, name: string): Promise<void> {
  await db('processes').where({ name }).update({ stopped_at: db.fn.now() });
}

/** The processes of the last day, those that live first. */
export async function listProcesses(db: Knex): Promise<ProcessRow[]> {
  const rows = await db('processes')
    .select<Row[]>('*')
    .select(
      db.raw(
        'stopped_at is null and seen_at > now() - make_interval(secs => ?) as alive',
        silentSeconds,
      ),
    )
    .orderBy([{ column: 'alive', order: 'desc' }, { column: 'started_at', order: 'desc' }, 'name']);
  return rows.map(({ started_at, seen_at, stopped_at, ahead_ms, ...row }) => ({
    ...row,
    startedAt: started_at.toISOString(),
    seenAt: seen_at.toISOString(),
    stoppedAt: stopped_at?.toISOString() ?? null,
    aheadMs: ahead_ms,
  }));
}

type Row = Beat & {
  alive: boolean;
  started_at: Date;
  seen_at: Date;
  stopped_at: Date | null;
  ahead_ms: number;
};

/** The newest word on each disk of the processes that live. */
export function disksOf(processes: readonly ProcessRow[]): (Disk & { host: string })[] {
  const found = processes
    .filter(({ alive }) => alive)
    .toSorted((a, b) => (a.seenAt < b.seenAt ? -1 : 1))
    .flatMap(({ name, disks }) => disks.map((disk) => ({ ...disk, host: hostOf(name) })));
  return [...new Map(found.map((disk) => [`${disk.host} ${disk.place}`, disk])).values()];
}

/** The machine a process runs on, out of its name. */
export function hostOf(name: string): string {
  return name.split('/')[0] ?? name;
}
