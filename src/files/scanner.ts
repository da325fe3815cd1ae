// The virus scanner: clamd, asked over its own protocol (INSTREAM). Away or confused, it says nothing of a file.
import { createReadStream } from 'node:fs';
import { connect, type NetConnectOpts, type Socket } from 'node:net';
import type { Readable } from 'node:stream';

/** `away`: no answer, or one that is neither yes nor no; to be asked again later. */
export type Scan = 'clean' | 'infected' | 'away';

export type Scanner = {
  /** @param file path of a file, or its content */
  scan(this: void, file: string | Readable): Promise<Scan>;
};

const connectMs = 5_000;
const silenceMs = 60_000;
const mostAnswer = 4_096;

/** @param address as `net.connect` takes it */
export function clamd(address: NetConnectOpts): Scanner {
  return {
    async scan(file) {
      const content = typeof file === 'string' ? createReadStream(file) : file;
      try {
        return meaningOf(await asked(address, content));
      } catch {
        return 'away';
      } finally {
        content.destroy();
      }
    },
  };
}

/** `stream: OK`, `stream: Eicar-Signature FOUND`, or a fault such as `INSTREAM size limit exceeded. ERROR`. */
function meaningOf(answer: string): Scan {
  if (/^stream: OK$/.test(answer)) return 'clean';
  return /^stream: .+ FOUND$/.test(answer) ? 'infected' : 'away';
}

function asked(address: NetConnectOpts, content: Readable): Promise<string> {
  return new Promise((resolve, reject) => {
    const line = connect({ ...address, timeout: connectMs } as NetConnectOpts);
    let answer = '';
    line.on('connect', () => {
      line.setTimeout(silenceMs);
      // It may answer and hang up before it has all: then its answer counts, not our broken pipe.
      send(line, content).catch((error: Error) => line.destroyed || line.destroy(error));
    });
    line.on('data', (chunk: Buffer) => {
      answer += chunk.toString('latin1');
      if (answer.length > mostAnswer) line.destroy(new Error('an endless answer'));
    });
    line.on('timeout', () => line.destroy(new Error('no answer')));
    line.on('error', (error) => (answer === '' ? reject(error) : resolve(wordsOf(answer))));
    line.on('close', () => (answer === '' ? reject(new Error('cut')) : resolve(wordsOf(answer))));
  });
}

function wordsOf(answer: string): string {
  return answer.replace(/\0[\s\S]*$/, '').trim();
}

/** The command, then chunks each led by its length, and a length of zero. */
async function send(line: Socket, content: Readable): Promise<void> {
  line.write('zINSTREAM\0');
  for await (const chunk of content as AsyncIterable<Buffer>) {
    const length = Buffer.alloc(4);
    length.writeUInt32BE(chunk.length);
    line.write(length);
    if (!line.write(chunk)) await drained(line);
  }
  line.write(Buffer.alloc(4));
}

function drained(line: Socket): Promise<void> {
  return new Promise((done, failed) => {
    const over = (): void => {
      line.off('drain', over).off('close', cut);
      done();
    };
    const cut = (): void => failed(new Error('cut'));
    line.once('drain', over).once('close', cut);
  });
}
