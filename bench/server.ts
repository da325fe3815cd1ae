// The service as a process of its own, as the benchmarks over HTTP need it.
import { spawn, type ChildProcess } from 'node:child_process';
import { cpuOf } from './cpu.ts';

export type Server = { url: string; cpuMs(this: void): number; stop(this: void): Promise<void> };

const main = new URL('../src/main.ts', import.meta.url).pathname;

/** Starts it with these settings on a free port and waits until it is ready. */
export async function startServer(settings: Record<string, string>): Promise<Server> {
  const own = { PORT: '0', LOG_LEVEL: 'error', NODE_ENV: 'test' };
  const child = spawn(process.execPath, [main, 'serve'], {
    env: { ...process.env, ...own, ...settings },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const url = await ready(child);
  const stop = (): Promise<void> =>
    new Promise((done) => {
      child.once('exit', () => done());
      child.kill('SIGTERM');
    });
  return { url, cpuMs: () => cpuOf(child.pid as number).own, stop };
}

function ready(child: ChildProcess): Promise<string> {
  return new Promise((done, failed) => {
    let text = '';
    child.stdout?.on('data', (chunk: Buffer) => {
      text += chunk.toString();
      const url = /is ready: (\S+)/.exec(text)?.[1];
      if (url) done(url.replace('localhost', '127.0.0.1'));
    });
    child.once('exit', (code) => failed(new Error(`the service ended with ${code}`)));
  });
}
