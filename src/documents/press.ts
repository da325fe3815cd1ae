// Papers built and signed in a thread of their own: laying out a page takes a processor for some 20 ms, and requests
// must not wait.
import { Worker } from 'node:worker_threads';
import { Away } from '../away.ts';
import type { PaperInput, Papers, Prepared } from './paper.ts';
import type { SignatureNote } from './sign.ts';
import type { SigningKey } from './signing-key.ts';

export type Press = {
  /**
   * The bytes of a paper, or of several in one file; signed when a note for the signature is given and the press has keys.
   * @throws Away when the time-stamp server is; Error what the layout or the signing found wrong
   */
  build(input: PaperInput | Papers, note?: SignatureNote): Promise<Uint8Array>;
  /** The paper unsigned, with the place left for its signature. @throws Error what the layout found wrong */
  prepare(input: PaperInput): Promise<Prepared>;
  close(): Promise<void>;
};

/** What a press signs with: each key in turn. Without keys papers stay unsigned. */
export type Ink = { keys: readonly SigningKey[]; tsaUrl?: string | undefined };
export type Order = { inputs: Papers; note: SignatureNote | undefined };

type Reply = { id: number; made?: Prepared; fault?: string; away?: boolean };
type Waiting = { done: (made: Prepared) => void; failed: (error: Error) => void };

const unsigned = (): Promise<Ink> => Promise.resolve({ keys: [] });

/**
 * The thread starts with the first paper, and anew should it ever end.
 * @param ink asked before each paper; without it papers are not signed
 */
export function openPress(ink: () => Promise<Ink> = unsigned): Press {
  const waiting = new Map<number, Waiting>();
  let worker: Worker | undefined;
  let last = 0;
  function start(workerData: Ink): Worker {
    const started = new Worker(new URL('./press-thread.ts', import.meta.url), { workerData });
    started.unref();
    started.on('message', ({ id, made, fault, away }: Reply) => {
      const one = waiting.get(id);
      waiting.delete(id);
      if (made) one?.done(made);
      else one?.failed(away ? new Away(fault) : new Error(fault));
    });
    started.on('error', fail);
    started.on('exit', () => fail(new Error('the thread that builds papers has ended')));
    return started;
  }

  function fail(error: Error): void {
    worker = undefined;
    waiting.forEach(({ failed }) => failed(error));
    waiting.clear();
  }

  async function make(order: Order): Promise<Prepared> {
    const keys = await ink();
    return new Promise((done, failed) => {
      worker ??= start(keys);
      waiting.set((last += 1), { done, failed });
      worker.postMessage({ id: last, order });
    });
  }

  return {
    build: async (input, note) => (await make({ inputs: several(input), note })).bytes,
    prepare: (input) => make({ inputs: [input], note: undefined }),
    async close() {
      const ending = worker;
      worker = undefined;
      await ending?.terminate();
    },
  };
}

function several(input: PaperInput | Papers): Papers {
  return 'kind' in input ? [input] : input;
}
