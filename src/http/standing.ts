// How the service stands, in the Prometheus text format. What never was has no line, so that alarms can ask for its
// absence.
import type { Health } from '../engine/health.ts';
import { series } from './series.ts';

type Values = readonly (readonly [labels: string, value: number])[];
type Gauge = [name: string, help: string, values: number | null | Values];

export function standing(health: Health): string[] {
  return [...waiting(health), ...kept(health), ...machines(health)].flatMap(
    ([name, help, given]) => {
      const values: Values = typeof given === 'number' ? [['', given]] : (given ?? []);
      return values.length === 0 ? [] : series(`sang_lap_${name}`, 'gauge', help, values);
    },
  );
}

function waiting(health: Health): Gauge[] {
  return [
    ['outbox_pending', 'Effects that wait', health.pending],
    ['outbox_late_seconds', 'How late the oldest waiting effect is', health.lateSeconds],
    ['effects_failed', 'Failed effects that wait for a person', health.failed],
    ['mail_bounced', 'Mail that came back and waits for a person', health.bounced],
    ['papers_unstamped', 'Papers that wait for the time-stamp server', health.unstamped],
    ['timers_due', 'Timers whose moment has come', health.timersDue],
    ['timers_late', 'Timers whose moment came over five minutes ago', health.timersLate],
    ['files_quarantined', 'Files in quarantine', health.quarantined],
    ['files_unscanned', 'Files that no scanner has looked at', health.unscanned],
    ['files_unscanned_seconds', 'How long the oldest of them has waited', health.unscannedSeconds],
  ];
}

function kept(health: Health): Gauge[] {
  const failed = health.backupFault === null ? 0 : 1;
  const none = health.backupSeconds === null && health.backupFault === null;
  return [
    ['anchor_age_seconds', 'Since the journal was last anchored', health.anchorSeconds],
    ['events_unanchored', 'Journal entries that no anchor covers', health.unanchored],
    ['backup_age_seconds', 'Since the last backup that was proven', health.backupSeconds],
    ['backup_bytes', 'Size of the last backup that was proven', health.backupBytes],
    ['backup_failed', 'Whether the last backup failed', none ? null : failed],
    ['database_bytes', 'Size of the database', health.databaseBytes],
    ['migrations_pending', 'Migrations still to run', health.migrationsPending.length],
  ];
}

function machines({ processes, disks, skewMs, offsetMs }: Health): Gauge[] {
  const roles = ['web', 'worker', 'all'] as const;
  const alive = processes.filter((each) => each.alive);
  const room = (what: 'free' | 'total'): Values =>
    disks.map((disk) => [`host="${disk.host}",place="${disk.place}"`, disk[what]]);
  return [
    [
      'processes_alive',
      'Processes that live, by what they do',
      roles.map((role) => [`role="${role}"`, alive.filter((each) => each.role === role).length]),
    ],
    ['disk_free_bytes', 'Room left on a disk', room('free')],
    ['disk_bytes', 'Size of a disk', room('total')],
    ['clock_skew_seconds', 'How far this clock is ahead of the database', skewMs / 1_000],
    ['clock_offset_seconds', 'How far the clock of development was moved', offsetMs / 1_000],
  ];
}
