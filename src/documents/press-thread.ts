// The thread behind src/documents/press.ts: builds one paper after the other.
import { parentPort } from 'node:worker_threads';
import { buildPaper, type PaperInput } from './paper.ts';

let turn = Promise.resolve();

parentPort?.on('message', ({ id, input }: { id: number; input: PaperInput }) => {
  turn = turn.then(async () => {
    try {
      parentPort?.postMessage({ id, bytes: await buildPaper(input) });
    } catch (error) {
      parentPort?.postMessage({
        id,
        fault: error instanceof Error ? error.message : String(error),
      });
    }
  });
});
