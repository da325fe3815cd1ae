// The thread behind src/documents/press.ts: builds and signs one paper after the other.
import { parentPort, workerData } from 'node:worker_threads';
import type { Signer } from '@libpdf/core';
import { Away } from '../away.ts';
import { layPapers, type Prepared } from './paper.ts';
import type { Ink, Order } from './press.ts';
import { signPaper } from './sign.ts';
import { signerOf } from './signing-key.ts';

const { keys, tsaUrl } = workerData as Ink;
let signers: Promise<Signer[]> | undefined;
let turn = Promise.resolve();

parentPort?.on('message', ({ id, order }: { id: number; order: Order }) => {
  turn = press(turn, id, order);
});

async function press(before: Promise<void>, id: number, order: Order): Promise<void> {
  await before;
  try {
    parentPort?.postMessage({ id, made: await made(order) });
  } catch (error) {
    const fault = error instanceof Error ? error.message : String(error);
    parentPort?.postMessage({ id, fault, away: error instanceof Away });
  }
}

async function made({ inputs, note }: Order): Promise<Prepared> {
  const prepared = await layPapers(inputs);
  if (!note) return prepared;
  signers ??= Promise.all(keys.map(signerOf));
  const bytes = await signPaper(prepared.bytes, { signers: await signers, tsaUrl }, note);
  return { ...prepared, bytes };
}
