// Ends the server when the last Node process that used it is gone, killed -9 included. All hold
// one named pipe open; the kernel tells a waiting shell when nobody does any more.
import { spawn, spawnSync } from 'node:child_process';
import { constants, existsSync, openSync } from 'node:fs';
import { join } from 'node:path';
import { spawnOptions } from './account.ts';
import type { Cluster } from './cluster.ts';

const SCRIPT = '[ -p "$1" ] && cat <"$1" >/dev/null && read -r pid <"$2" && kill -INT "$pid"';

/** Marks this process as a user of the server; the file descriptor, or undefined without pipes. */
export function holdPipe(cluster: Cluster): number | undefined {
  const pipe = pipeOf(cluster);
  if (!existsSync(pipe)) spawnSync('mkfifo', ['-m', '600', pipe], spawnOptions(cluster.account));
  if (!existsSync(pipe)) return undefined;
  // Reading as well as writing, because opening only to write waits for a reader.
  return openSync(pipe, constants.O_RDWR | constants.O_NOFOLLOW);
}

/** Begins to watch over the server just launched. Call only while holding the pipe. */
export function watch(cluster: Cluster): void {
  const record = join(cluster.data, 'postmaster.pid');
  const child = spawn('/bin/sh', ['-c', SCRIPT, 'sh', pipeOf(cluster), record], {
    ...spawnOptions(cluster.account),
    detached: true,
    stdio: 'ignore',
  });
  child.on('error', () => {}); // No shell, no watch: the next start finds the server and joins it.
  child.unref();
}

function pipeOf(cluster: Cluster): string {
  return join(cluster.place, 'users');
}
