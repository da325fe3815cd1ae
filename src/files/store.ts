// Where files are kept: by the hash of their content, in a folder or in a bucket. A file is there in full and durable,
// or not at all.
import type { Readable } from 'node:stream';
import type { Staged } from './staging.ts';

export type Stored = { path: string; bytes: number; sha256: Buffer };

export type FileStore = {
  /** Keeps the bytes; answers once they would survive a power cut. @throws Problem `unavailable` */
  put(bytes: Uint8Array): Promise<Stored>;
  /** Keeps a file that has come in, under its hash; as durable. @throws Problem `unavailable` */
  keep(staged: Pick<Staged, 'place' | 'sha256' | 'bytes'>): Promise<Stored>;
  /** The content of a stored file; undefined when there is none at that path. @throws Problem `unavailable` */
  read(this: void, path: string): Promise<Readable | undefined>;
  /** Every file with the moment it was last put here. */
  list(): AsyncIterable<{ path: string; at: Date }>;
  /** Removes a file if it was last put here before then. */
  remove(path: string, before: Date): Promise<void>;
  /** Lets go of its lines. */
  close?(): void;
};

/** Where content of this hash lies, in every store. */
export function pathOf(sha256: Buffer): string {
  const name = sha256.toString('hex');
  return `${name.slice(0, 2)}/${name}`;
}

export function isPath(path: string): boolean {
  return /^([0-9a-f]{2})\/\1[0-9a-f]{62}$/.test(path);
}
