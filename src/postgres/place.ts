// Where cluster, password, log and copied binaries live: `postgres` in the data folder, or, when
// the server's account cannot enter that folder (/root/app), under /var/lib with a link to it.
import { createHash } from 'node:crypto';
import { chownSync, chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { lstatSync, readlinkSync, realpathSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { canEnter, type Account } from './account.ts';

const OUTSIDE = '/var/lib/sang-lap';

/**
 * The real path of the folder, created on first use.
 * @throws when an existing one is gone or cannot be entered by the account
 */
export function openPlace(dataDir: string, account: Account | undefined): string {
  mkdirSync(dataDir, { recursive: true });
  const entry = join(dataDir, 'postgres');
  if (!lstatSync(entry, { throwIfNoEntry: false })) create(entry, dataDir, account);
  if (!statSync(entry, { throwIfNoEntry: false })) {
    throw new Error(
      `${entry} points to ${readlinkSync(entry)}, which is gone. Bring it back, or remove the link to begin with an empty database.`,
    );
  }
  const place = realpathSync(entry);
  if (account && !canEnter(account, place)) {
    throw new Error(
      `The embedded PostgreSQL runs as "${account.name}", who cannot enter ${place}. Open the folders above it (chmod o+x), or set DATABASE_URL.`,
    );
  }
  return place;
}

function create(entry: string, dataDir: string, account: Account | undefined): void {
  if (account && !canEnter(account, dataDir)) return createOutside(entry, dataDir, account);
  mkdirSync(entry, { mode: 0o700, recursive: true });
  if (account) chownSync(entry, account.uid, account.gid);
}

/** A new folder each time: who removed the data folder wants an empty database, not the old one. */
function createOutside(entry: string, dataDir: string, account: Account): void {
  mkdirSync(OUTSIDE, { recursive: true });
  chmodSync(OUTSIDE, 0o755);
  const hash = createHash('sha256').update(realpathSync(dataDir)).digest('hex').slice(0, 16);
  const place = mkdtempSync(join(OUTSIDE, `${hash}-`));
  chownSync(place, account.uid, account.gid);
  try {
    symlinkSync(place, entry);
  } catch (error) {
    rmSync(place, { recursive: true });
    if (!lstatSync(entry, { throwIfNoEntry: false })) throw error;
  }
}
