// Papers built in a thread of their own: laying out a page takes a processor for some 20 ms, and requests must not wait.
import { Worker } from 'node:worker_threads';
import type { PaperInput } from './paper.ts';

export type Press = {
  /** The bytes of a paper. @throws Error what the layout found wrong */
  build(input: PaperInput): Promise<Uint8Array>;
  close(): Promise<void>;
};

type Reply = { id: number; bytes?: Uint8Array; fault?: string };
type Waiting = { done: (bytes: Uint8Array) => void; failed: (error: Error) => void };

/** The thread starts with the first paper, and anew should it ever end. */
export function openPress(): Press {
  const waiting = new Map<number, Waiting>();
  let worker: Worker | undefined;
  let last = 0;

  function start(): Worker {
    const started = new Worker(new URL('./press-thread.ts', import.meta.url));
    started.unref();
    started.on('message', ({ id, bytes, fault }: Reply) => {
      const one = waiting.get(id);
      waiting.delete(id);
      if (bytes) one?.done(bytes);
      else one?.failed(new Error(fault));
    });
    started.on('error', (error: Error) => fail(error));
    started.on('exit', () => fail(new Error('the thread that builds papers has ended')));
    return started;
  }

  function fail(error: Error): void {
    worker = undefined;
    waiting.forEach(({ failed }) => failed(error));
    waiting.clear();
  }

  return {
    build: (input) =>
      new Promise((done, failed) => {
        worker ??= start();
        last += 1;
        waiting.set(last, { done, failed });
        worker.postMessage({ id: last, input });
      }),
    close: async () => {
      const ending = worker;
      worker = undefined;
      await ending?.terminate();
    },
  };
}
