// How the service stands, as one look at the database tells it: what the page of administration says in sentences and
// `/metrics` in figures.
import type { Knex } from 'knex';
import type { Instant } from '../../machines/calendar.ts';
import { migrationNames } from '../db.ts';
import type { Clock } from '../clock.ts';
import { disksOf, listProcesses, type Disk, type ProcessRow } from './pulse.ts';

export type Backup = {
  folder: string;
  beganAt: Date;
  bytes: number;
  /** Stored files in it. */
  files: number;
  /** Why it cannot be relied on; absent when all of it was read back and is what was written. */
  fault?: string;
};

/** Counts, and ages in whole seconds; null for what never was. */
export type Figures = {
  pending: number;
  /** How late the oldest waiting effect is. */
  lateSeconds: number;
  /** Failed effects that nobody has seen to. */
  failed: number;
  /** Of the failed ones: mail that a server took and sent back. */
  bounced: number;
  /** Effects that wait for the time-stamp server after a try. */
  unstamped: number;
  /** Timers whose moment has come. */
  timersDue: number;
  /** Timers whose moment came more than five minutes ago. */
  timersLate: number;
  quarantined: number;
  /** Files that no scanner has looked at, and how long the oldest has waited. */
  unscanned: number;
  unscannedSeconds: number;
  anchorSeconds: number | null;
  /** Journal entries that no anchor covers yet, and how long the oldest has waited. */
  unanchored: number;
  unanchoredSeconds: number;
  /** Since the last backup that held, its size, and since the last one that did not, if that was later. */
  backupSeconds: number | null;
  backupBytes: number | null;
  backupFault: string | null;
  cases: number;
  databaseVersion: string;
  databaseBytes: number;
};

export type Health = Figures & {
  processes: ProcessRow[];
  disks: (Disk & { host: string })[];
  /** Migrations that this version brings and the database has not; and the other way round. */
  migrationsPending: string[];
  migrationsUnknown: string[];
  /** How far the clock of this process is ahead of the database's, and of its own machine's. */
  skewMs: number;
  offsetMs: number;
};

/** Returns the state of the service. @throws what the database throws when it is away */
export async function readHealth(db: Knex, clock: Clock): Promise<Health> {
  const [figures, processes, done, skewMs] = await Promise.all([
    readFigures(db, clock.now()),
    listProcesses(db),
    db('knex_migrations').pluck<string[]>('name'),
    skewOf(db),
  ]);
  const wanted = migrationNames();
  return {
    ...figures,
    processes,
    disks: disksOf(processes),
    migrationsPending: wanted.filter((name) => !done.includes(name)),
    migrationsUnknown: done.filter((name) => !wanted.includes(name)),
    skewMs,
    offsetMs: clock.offsetMs(),
  };
}

async function readFigures(db: Knex, at: Instant): Promise<Figures> {
  const { rows } = await db.raw<{ rows: Figures[] }>(
    `with t as (select ?::timestamptz as at),
      waiting as (select * from outbox where state = 'pending'),
      fresh as (select * from case_events where seq > coalesce((select max(until_seq) from anchors), 0)),
      failed as (select * from outbox o where state = 'failed' and not exists
        (select from work_items w where w.id = o.id || '/failed' and w.closed_at is not null))
     select
       (select count(*) from waiting, t where next_at <= t.at or attempts > 0) as pending,
       (select coalesce(max(extract(epoch from t.at - greatest(next_at, created_at))), 0)::int8 from waiting, t where next_at < t.at) as "lateSeconds",
       (select count(*) from failed) as failed,
       (select count(*) from failed where error like 'bounced:%') as bounced,
       (select count(*) from waiting where kind = 'issue' and error like 'the time-stamp server%') as unstamped,
       (select count(*) from timers, t where due_at <= t.at) as "timersDue",
       (select count(*) from timers, t where due_at < t.at - interval '5 minutes') as "timersLate",
       (select count(*) from files where state = 'quarantined' and withdrawn_at is null) as quarantined,
       (select count(*) from files where state = 'received' and withdrawn_at is null) as unscanned,
       (select coalesce(extract(epoch from max(t.at - sent_at)), 0)::int8 from files, t where state = 'received' and withdrawn_at is null) as "unscannedSeconds",
       (select extract(epoch from t.at - (select max(a.at) from anchors a))::int8 from t) as "anchorSeconds",
       (select count(*) from fresh) as unanchored,
       (select coalesce(max(extract(epoch from t.at - fresh.at)), 0)::int8 from fresh, t) as "unanchoredSeconds",
       (select extract(epoch from now() - max(ended_at))::int8 from backups where fault is null) as "backupSeconds",
       (select bytes from backups where fault is null order by ended_at desc limit 1) as "backupBytes",
       (select fault from backups order by ended_at desc limit 1) as "backupFault",
       (select count(*) from cases) as cases,
       current_setting('server_version') as "databaseVersion",
       pg_database_size(current_database()) as "databaseBytes"`,
    [at],
  );
  return rows[0] as Figures;
}

/** Half of the way there and back is not the clock's. */
async function skewOf(db: Knex): Promise<number> {
  const asked = Date.now();
  const { rows } = await db.raw<{ rows: { at: Date }[] }>('select clock_timestamp() as at');
  const answered = Date.now();
  return Math.round((asked + answered) / 2 - (rows[0]?.at.getTime() ?? answered));
}

/** Keeps in mind that a backup ended, whole or not. */
export async function recordBackup(db: Knex, backup: Backup): Promise<void> {
  const { folder, beganAt, bytes, files, fault = null } = backup;
  const row = { folder, began_at: beganAt, bytes, files, fault };
  await db('backups').insert({ ...row, ended_at: db.fn.now() });
}
