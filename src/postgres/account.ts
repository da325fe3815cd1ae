// Which operating-system account runs the server. PostgreSQL refuses uid 0, so root lends it an
// account that already exists; anyone else runs it as themselves.
import { spawnSync } from 'node:child_process';
import { readFileSync, statSync } from 'node:fs';

/** `undefined` wherever it may be missing means: stay who we are. */
export type Account = { name: string; uid: number; gid: number };

// Nothing of the caller's environment: PGDATA, PGPORT, LD_LIBRARY_PATH or a locale would steer it.
const ENVIRONMENT = { PATH: '/usr/bin:/bin', LC_ALL: 'C' };

/** The account for the server, or undefined when this process need not change who it is. */
export function chooseAccount(dataDir: string): Account | undefined {
  if (process.getuid?.() !== 0) return undefined;
  const known = accounts();
  const owner = ownerOf(`${dataDir}/postgres/cluster/PG_VERSION`) ?? ownerOf(dataDir, { never: 0 });
  const found =
    known.find((account) => account.uid === owner) ??
    known.find((account) => account.name === 'postgres') ??
    known.find((account) => account.name === 'nobody');
  if (!found) {
    throw new Error(
      'The embedded PostgreSQL cannot run as root, and this system has no account "postgres" or ' +
        '"nobody" to run it. Start as another user, or set DATABASE_URL.',
    );
  }
  return found;
}

/** Options for every child process: a bare environment, no inherited folder, the account's ids. */
export function spawnOptions(account: Account | undefined) {
  const ids = account ? { uid: account.uid, gid: account.gid } : {};
  return { cwd: '/', env: { ...ENVIRONMENT }, ...ids };
}

/** Whether the account can enter the folder; asked of the system itself, so ACLs count too. */
export function canEnter(account: Account, folder: string): boolean {
  const script = ['-c', 'cd "$1"', 'sh', folder];
  return spawnSync('/bin/sh', script, spawnOptions(account)).status === 0;
}

function accounts(): Account[] {
  return readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .map((line) => line.split(':'))
    .filter((fields) => fields.length >= 7 && Number(fields[2]) > 0)
    .map((fields) => ({ name: String(fields[0]), uid: Number(fields[2]), gid: Number(fields[3]) }));
}

function ownerOf(path: string, options?: { never: number }): number | undefined {
  const owner = statSync(path, { throwIfNoEntry: false })?.uid;
  return owner === options?.never ? undefined : owner;
}
