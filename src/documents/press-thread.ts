// The thread behind src/documents/press.ts: builds one paper after the other.
import { parentPort } from 'node:worker_threads';
import { buildPaper, type PaperInput } from './paper.ts';

let turn = Promise.resolve();

parentPort?.on('message', ({ id, input }: { id: number; input: PaperInput }) => {
  turn = press(turn, id, input);
});

async function press(before: Promise<void>, id: number, input: PaperInput): Promise<void> {
  await before;
  try {
    parentPort?.postMessage({ id, bytes: await buildPaper(input) });
  } catch (error) {
    const fault = error instanceof Error ? error.message : String(error);
    parentPort?.postMessage({ id, fault });
  }
}
