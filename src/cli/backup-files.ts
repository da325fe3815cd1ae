// The files of a backup: every stored file under its hash, from and into whatever store is set.
import { createHash } from 'node:crypto';
import { createWriteStream, existsSync } from 'node:fs';
import { mkdir, opendir, readFile, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { isPath, pathOf, type FileStore } from '../files/store.ts';

/** Copies every file of the store. Returns how many. */
export async function saveFiles(store: FileStore, folder: string): Promise<number> {
  let files = 0;
  for await (const { path } of store.list()) {
    const content = await store.read(path);
    if (!content) continue;
    await mkdir(dirname(join(folder, path)), { recursive: true, mode: 0o700 });
    await pipeline(content, createWriteStream(join(folder, path), { mode: 0o600 }));
    files += 1;
  }
  return files;
}

/** Keeps every file of the backup in the store. @throws Error for a file that is not what its name says */
export async function restoreFiles(folder: string, store: FileStore): Promise<number> {
  let files = 0;
  for await (const bytes of storedIn(folder)) {
    await store.put(bytes);
    files += 1;
  }
  return files;
}

/** Reads every file of the backup. @throws Error for a file that is not what its name says */
export async function checkStored(folder: string): Promise<{ files: number }> {
  let files = 0;
  for await (const bytes of storedIn(folder)) if (bytes) files += 1;
  return { files };
}

async function* storedIn(folder: string): AsyncGenerator<Buffer> {
  if (!existsSync(folder)) return;
  for await (const entry of await opendir(folder, { recursive: true })) {
    const path = `${basename(entry.parentPath)}/${entry.name}`;
    if (!entry.isFile() || !isPath(path)) continue;
    const bytes = await readFile(join(entry.parentPath, entry.name));
    if (pathOf(createHash('sha256').update(bytes).digest()) !== path)
      throw new Error(`file ${path} has changed since the backup`);
    yield bytes;
  }
}

/** Bytes of all files in a folder. */
export async function sizeOf(folder: string): Promise<number> {
  let bytes = 0;
  for await (const entry of await opendir(folder, { recursive: true }))
    if (entry.isFile()) bytes += (await stat(join(entry.parentPath, entry.name))).size;
  return bytes;
}
