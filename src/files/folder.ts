// Files kept in a folder.
import { createHash, randomUUID } from 'node:crypto';
import { createReadStream, type Stats } from 'node:fs';
import { copyFile, link, open, opendir, rename, rm, stat, utimes } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { makeFolder, syncFolder } from './durable.ts';
import { meaningOf } from './staging.ts';
import { isPath, pathOf, type FileStore } from './store.ts';

/** @param root folder, made when missing */
export function folderStore(root: string): FileStore {
  return {
    async put(bytes) {
      const sha256 = createHash('sha256').update(bytes).digest();
      const path = await place(root, sha256, (part) => writeDurably(part, bytes));
      return { path, bytes: bytes.byteLength, sha256 };
    },
    async keep({ place: from, sha256, bytes }) {
      const path = await place(root, sha256, (part) => copyDurably(from, part));
      return { path, bytes, sha256 };
    },
    async read(path) {
      const known = isPath(path) ? await fileAt(join(root, path)) : undefined;
      return known && createReadStream(join(root, path));
    },
    list: () => listed(root),
    async remove(path, before) {
      const known = isPath(path) ? await fileAt(join(root, path)) : undefined;
      if (known && known.mtime < before) await rm(join(root, path), { force: true });
    },
  };
}

/** `write` makes the file under a name of its own; it gets its true name when it is whole. */
async function place(
  root: string,
  sha256: Buffer,
  write: (part: string) => Promise<void>,
): Promise<string> {
  const path = pathOf(sha256);
  const target = join(root, path);
  const part = `${target}.${randomUUID()}.part`;
  try {
    await makeFolder(dirname(target));
    await write(part);
    await rename(part, target);
    // Renaming one name of a file to another of its names leaves both.
    await rm(part, { force: true });
    await syncFolder(dirname(target));
    return path;
  } catch (error) {
    await rm(part, { force: true }).catch(() => undefined);
    throw meaningOf(error);
  }
}

async function fileAt(target: string): Promise<Stats | undefined> {
  const known = await stat(target).catch(() => undefined);
  return known?.isFile() ? known : undefined;
}

async function* listed(root: string): AsyncGenerator<{ path: string; at: Date }> {
  if (!(await stat(root).catch(() => undefined))) return;
  for await (const { name, parentPath } of await opendir(root, { recursive: true })) {
    const path = `${basename(parentPath)}/${name}`;
    const known = isPath(path) ? await fileAt(join(parentPath, name)) : undefined;
    if (known) yield { path, at: known.mtime };
  }
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

/** A second name for what is on the disk already, where both folders are on one; else a copy. */
async function copyDurably(from: string, to: string): Promise<void> {
  const now = new Date();
  try {
    await link(from, to);
    return await utimes(to, now, now);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EXDEV') throw error;
  }
  await copyFile(from, to);
  const file = await open(to, 'r+');
  try {
    await file.sync();
  } finally {
    await file.close();
  }
}
