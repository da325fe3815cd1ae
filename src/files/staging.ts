// The folder of incoming files: what is sent is written here while its digest is taken, judged here, and only then kept.
// Whatever a crash leaves behind here was never acknowledged.
import { createHash, randomUUID } from 'node:crypto';
import { open, readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { Problem } from '../problem.ts';
import { makeFolder } from './durable.ts';

export type Staged = {
  /** Absolute, without an extension. */
  place: string;
  bytes: number;
  sha256: Buffer;
  drop(this: void): Promise<void>;
};

export type Staging = {
  /** Absolute path of the folder. */
  folder: string;
  /** Answers once the bytes would survive a power cut. @throws Problem `unavailable`, and what the content throws */
  receive(this: void, content: Readable): Promise<Staged>;
  /** Removes what has been lying there for so long. Returns how many files. */
  sweep(this: void, olderThanMs: number): Promise<number>;
};

/** @param folder absolute path, made when missing */
export function createStaging(folder: string): Staging {
  return {
    folder,
    async receive(content) {
      const place = join(folder, randomUUID());
      const drop = () => rm(place, { force: true });
      try {
        await makeFolder(folder);
        return { place, drop, ...(await write(place, content)) };
      } catch (error) {
        await drop().catch(() => undefined);
        throw meaningOf(error);
      }
    },
    async sweep(olderThanMs) {
      const names = await readdir(folder).catch(() => []);
      const removed = await Promise.all(
        names.map(async (name) => {
          const known = await stat(join(folder, name)).catch(() => undefined);
          if (!known?.isFile() || Date.now() - known.mtimeMs < olderThanMs) return 0;
          await rm(join(folder, name), { force: true });
          return 1;
        }),
      );
      return removed.reduce((sum: number, one) => sum + one, 0);
    },
  };
}

async function write(place: string, content: Readable): Promise<{ bytes: number; sha256: Buffer }> {
  const file = await open(place, 'wx', 0o600);
  const hash = createHash('sha256');
  let bytes = 0;
  try {
    for await (const chunk of content as AsyncIterable<Buffer>) {
      hash.update(chunk);
      bytes += chunk.length;
      await file.writeFile(chunk);
    }
    await file.sync();
  } finally {
    await file.close();
  }
  return { bytes, sha256: hash.digest() };
}

const diskFaults = new Set([
  'ENOSPC',
  'EDQUOT',
  'EIO',
  'EROFS',
  'EACCES',
  'EPERM',
  'EMFILE',
  'ENOENT',
  'ENOTDIR',
  'EEXIST',
]);

/** A full or missing disk is no fault of the sender; they come back when it is mended. */
export function meaningOf(error: unknown): unknown {
  const { code } = error as NodeJS.ErrnoException;
  if (!diskFaults.has(code ?? '')) return error;
  return new Problem('unavailable', { retryAfterSeconds: 30 }, { cause: error });
}
