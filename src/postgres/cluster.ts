// One database cluster on disk: its account, programs, owner password and initdb.
import { spawnSync } from 'node:child_process';
import { existsSync, realpathSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { keptSecret } from '../secret.ts';
import { chooseAccount, spawnOptions, type Account } from './account.ts';
import { nativeFolder, usableBinaries, type Binaries } from './binaries.ts';
import { openPlace } from './place.ts';

export const OWNER = 'sang_lap_owner';

export type Cluster = {
  /** Folder of everything below, as a real path. */
  place: string;
  /** The PGDATA folder. */
  data: string;
  /** What the server writes to stderr. */
  logFile: string;
  account: Account | undefined;
  binaries: Binaries;
  /** Of the owner login; kept in a file only its account can read. */
  password: string;
};

/** The cluster of a data folder, made on first use. `native`: other programs than npm's. */
export function openCluster(dataDir: string, native = nativeFolder()): Cluster {
  const account = chooseAccount(dataDir);
  const place = openPlace(dataDir, account);
  const cluster = {
    place,
    data: join(place, 'cluster'),
    logFile: join(place, 'server.log'),
    account,
    binaries: usableBinaries(realpathSync(native), place, account),
    password: keptSecret(join(place, 'password'), account),
  };
  if (!existsSync(cluster.data)) initialize(cluster);
  return cluster;
}

/** Made under another name, then renamed: a killed initdb leaves a draft, never half a cluster. */
function initialize(cluster: Cluster): void {
  const draft = `${cluster.data}.draft-${process.pid}`;
  rmSync(draft, { recursive: true, force: true });
  const locale = ['--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8'];
  const access = ['-A', 'scram-sha-256', '-U', OWNER, `--pwfile=${cluster.place}/password`];
  const run = spawnSync(
    cluster.binaries.initdb,
    ['-D', draft, '-E', 'UTF8', '-T', 'simple', '--data-checksums', ...locale, ...access],
    { ...spawnOptions(cluster.account), encoding: 'utf8' },
  );
  if (run.status !== 0) {
    rmSync(draft, { recursive: true, force: true });
    throw new Error(
      `initdb could not create ${cluster.data}: ${run.error?.message ?? lastLines(run.stderr)}`,
    );
  }
  try {
    renameSync(draft, cluster.data);
  } catch (error) {
    rmSync(draft, { recursive: true, force: true });
    if (!existsSync(cluster.data)) throw error;
  }
}

/** The end of a log, short enough for an error message. */
export function lastLines(text: string): string {
  return text.trim().split('\n').slice(-8).join('\n');
}
