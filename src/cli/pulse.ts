// The pulse of a running process: every few seconds it says that it lives, and what room its disks have.
import { statfs } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Config } from '../config.ts';
import { beat, farewell, type Beat, type Disk } from '../engine/pulse.ts';
import type { Parts } from '../parts.ts';

const everyMs = 10_000;

export type Pulse = { stop(): Promise<void> };

type Given = Pick<Beat, 'role' | 'version'> & { onError: (error: unknown) => void };

/** Begins at once and goes on until stopped; a database that is away is told of once and asked again. */
export async function startPulse(
  { name, database: { knex }, config }: Parts,
  { onError, ...about }: Given,
): Promise<Pulse> {
  let troubled = false;
  let last: Promise<void> = Promise.resolve();
  async function once(): Promise<void> {
    try {
      const disks = await disksFor(config);
      await beat(knex, { name, ...about, disks }, Date.now());
      troubled = false;
    } catch (error) {
      if (!troubled) onError(error);
      troubled = true;
    }
  }
  await once();
  const timer = setInterval(() => void (last = last.then(once)), everyMs);
  timer.unref();
  return {
    async stop() {
      clearInterval(timer);
      await last;
      await farewell(knex, name).catch(() => undefined);
    },
  };
}

/** A folder that is not there yet stands on the disk of the one it will be made in. */
async function disksFor({ databaseUrl, dataDir, files, auditAnchorDir }: Config): Promise<Disk[]> {
  const places: [Disk['place'], string][] = [
    ...(databaseUrl === undefined ? [['database', dataDir] as [Disk['place'], string]] : []),
    ['data', dataDir],
    ...('folder' in files ? [['files', files.folder] as [Disk['place'], string]] : []),
    ['anchors', auditAnchorDir],
  ];
  return Promise.all(
    places.map(async ([place, folder]) => ({ place, folder, ...(await room(folder)) })),
  );
}

async function room(folder: string): Promise<Pick<Disk, 'free' | 'total'>> {
  try {
    const { bavail, blocks, bsize } = await statfs(folder);
    return { free: bavail * bsize, total: blocks * bsize };
  } catch (error) {
    const missing = (error as NodeJS.ErrnoException).code === 'ENOENT';
    if (!missing || dirname(folder) === folder) throw error;
    return room(dirname(folder));
  }
}
