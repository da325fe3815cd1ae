// Files by the hash of their content, in a folder. A file is there in full and durable, or not at all.
import { createHash, randomUUID } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, open, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Readable } from 'node:stream';

export type Stored = { path: string; bytes: number; sha256: Buffer };

export type FileStore = {
  /** Keeps the bytes; answers once they would survive a power cut. */
  put(bytes: Uint8Array): Promise<Stored>;
  /** The content of a stored file; undefined when there is none at that path. */
  read(path: string): Promise<Readable | undefined>;
};

/** @param root folder, made when missing */
export function folderStore(root: string): FileStore {
  return {
    async put(bytes) {
      const sha256 = createHash('sha256').update(bytes).digest();
      const name = sha256.toString('hex');
      const path = `${name.slice(0, 2)}/${name}`;
      const target = join(root, path);
      await mkdir(dirname(target), { recursive: true });
      const part = `${target}.${randomUUID()}.part`;
      try {
        await writeDurably(part, bytes);
        await rename(part, target);
      } catch (error) {
        await rm(part, { force: true });
        throw error;
      }
      await syncFolder(dirname(target));
      return { path, bytes: bytes.byteLength, sha256 };
    },
    async read(path) {
      if (!/^[0-9a-f]{2}\/[0-9a-f]{64}$/.test(path)) return undefined;
      const target = join(root, path);
      const known = await stat(target).catch(() => undefined);
      return known?.isFile() ? createReadStream(target) : undefined;
    },
  };
}

async function writeDurably(path: string, bytes: Uint8Array): Promise<void> {
  const file = await open(path, 'wx', 0o600);
  try {
    await file.writeFile(bytes);
    await file.sync();
  } finally {
    await file.close();
  }
}

async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
