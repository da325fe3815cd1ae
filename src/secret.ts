// Secrets kept in files: made once, readable by one account only.
import { randomBytes } from 'node:crypto';
import { chownSync, existsSync, linkSync, mkdirSync, readFileSync } from 'node:fs';
import { rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

/**
 * The secret in the file (64 hex digits), created on first use with mode 0600.
 * @throws the file system's error when it can be neither read nor written
 */
export function keptSecret(file: string, owner?: { uid: number; gid: number }): string {
  if (!existsSync(file)) create(file, randomBytes(32).toString('hex'), owner);
  return readFileSync(file, 'utf8').trim();
}

/** Keeps the text in the file with mode 0600, unless somebody was first. Answers with what is kept. */
export function keepSecret(file: string, text: string): string {
  if (!existsSync(file)) create(file, text);
  return readFileSync(file, 'utf8');
}

/** Written whole under another name, then linked: of two first starts one wins, both read its. */
function create(file: string, text: string, owner?: { uid: number; gid: number }): void {
  mkdirSync(dirname(file), { recursive: true });
  const draft = `${file}.draft-${process.pid}`;
  writeFileSync(draft, text, { mode: 0o600 });
  if (owner) chownSync(draft, owner.uid, owner.gid);
  try {
    linkSync(draft, file);
  } catch (error) {
    if (!existsSync(file)) throw error;
  } finally {
    rmSync(draft);
  }
}
