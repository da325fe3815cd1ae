// Reading multipart/form-data as it comes: fields are kept, files are handed on as streams and never held in memory.
// As with JSON never `for await` over the request: an early refusal would leave the line out of step.
import type { EventEmitter } from 'node:events';
import type { IncomingMessage } from 'node:http';
import type { Readable } from 'node:stream';
import { Busboy, type BusboyHeaders, type BusboyInstance } from '@fastify/busboy';
import type { Problem } from '../problem.ts';
import { announcesBody, checkNotEncoded, markRead } from './body.ts';
import {
  fieldLimits,
  malformed,
  openForm,
  problem,
  texts,
  tooLarge,
  type Form,
  type Part,
  type Sent,
  type UploadLimits,
} from './form.ts';

export type Received<T> = {
  fields: Record<string, string>;
  /** What `take` made of each file, in the order sent. */
  files: T[];
  /** Digest of files and of the fields besides those named: the same content has the same, whatever the boundary. */
  digest(this: void, without?: readonly string[]): Buffer;
};

/** A sender that says nothing for so long is given up. */
const idleMs = 30_000;

/**
 * Reads the whole request; `take` gets each file, one after the other. When anything fails, what `take` has begun has
 * ended before the failure is thrown.
 * @throws Problem `unsupported-media`, `too-large`, `malformed`, `invalid`, and what `take` throws
 */
export async function readUpload<T>(
  req: IncomingMessage,
  limits: UploadLimits,
  take: (file: Sent) => Promise<T>,
): Promise<Received<T>> {
  const parser = new Busboy({ headers: checkedHeaders(req, limits), limits: parserLimits(limits) });
  const form = openForm(limits);
  const queue = inTurn(take);
  const { promise: over, resolve, reject } = Promise.withResolvers<T[]>();
  listen(parser, { form, arrived: (file) => queue.add(file).catch(reject), fail: reject });
  const read = Promise.all([once(parser, 'finish'), once(req, 'end')]);
  void read.then(queue.done).then(resolve, () => undefined);
  const letGo = follow(req, parser, limits, reject);
  try {
    const files = await over;
    markRead(req);
    return { fields: form.fields(), files, digest: form.digest };
  } catch (error) {
    await queue.cut(error as Error);
    throw error;
  } finally {
    letGo();
  }
}

type Queue<T> = {
  add(this: void, file: Sent): Promise<void>;
  done(this: void): Promise<T[]>;
  /** Fails what is under way, and answers when it has ended. */
  cut(this: void, cause: Error): Promise<void>;
};

function inTurn<T>(take: (file: Sent) => Promise<T>): Queue<T> {
  const files: T[] = [];
  const contents: Readable[] = [];
  let last: Promise<void> = Promise.resolve();
  const taken = async (before: Promise<void>, file: Sent): Promise<void> => {
    await before;
    files.push(await take(file));
    // What was not wanted is read to its end all the same.
    file.content.resume();
  };
  return {
    add(file) {
      contents.push(file.content);
      last = taken(last, file);
      return last;
    },
    done: () => last.then(() => files),
    async cut(cause) {
      for (const content of contents) content.destroy(cause);
      await last.catch(() => undefined);
    },
  };
}

type Listening = { form: Form; arrived: (file: Sent) => unknown; fail: (error: unknown) => void };

function listen(parser: BusboyInstance, { form, arrived, fail }: Listening): void {
  parser.on('error', () => fail(malformed()));
  parser.on('partsLimit', () => fail(problem('too-large', texts.parts)));
  parser.on('field', guarded(fail, form.field));
  parser.on(
    'file',
    guarded(fail, (...part: Part) => {
      const file = form.file(...part);
      if (file) arrived(file);
    }),
  );
}

function once(emitter: EventEmitter, event: string): Promise<void> {
  return new Promise((happened) => emitter.once(event, () => happened()));
}

/** Feeds the parser until it has all, the line is cut, or the sender falls silent. Returns how to stop. */
function follow(
  req: IncomingMessage,
  parser: BusboyInstance,
  limits: UploadLimits,
  fail: (error: Problem) => void,
): () => void {
  // A sender that is held up because we are slow is not a silent one.
  const silent = setInterval(() => {
    if (!parser.writableNeedDrain && heardAt + idleMs < performance.now()) fail(malformed());
  }, idleMs / 10);
  let heardAt = performance.now();
  let bytes = 0;
  const heard = (chunk: Buffer): void => {
    heardAt = performance.now();
    bytes += chunk.length;
    if (bytes > longest(limits)) fail(tooLarge(limits));
  };
  const cut = (): void => void (req.complete || fail(malformed()));
  req.on('data', heard).on('error', cut).on('close', cut);
  req.pipe(parser);
  return () => {
    clearInterval(silent);
    req.unpipe(parser);
    req.off('data', heard).off('close', cut);
    // Letting go of the parser holds the line; a refusal is heard only while it flows.
    req.resume();
    // Errors may still come after the listeners are gone.
    parser.on('error', () => undefined).destroy();
  };
}

const multipart = /^multipart\/form-data\s*;.*\bboundary=/i;

function checkedHeaders(req: IncomingMessage, most: UploadLimits): BusboyHeaders {
  const type = req.headers['content-type'] ?? '';
  if (!announcesBody(req) || !multipart.test(type)) throw problem('unsupported-media', texts.type);
  checkNotEncoded(req);
  const length = Number(req.headers['content-length'] ?? 0);
  if (length > longest(most)) throw tooLarge(most);
  return { ...req.headers, 'content-type': type };
}

/** With room for the fields and the lines between the parts. */
function longest({ files, fileBytes }: UploadLimits): number {
  return files * fileBytes + 2 * fieldLimits.bytes;
}

function parserLimits({ files, fileBytes }: UploadLimits) {
  return {
    fileSize: fileBytes,
    fieldSize: fieldLimits.bytes,
    // Empty file inputs are parts too.
    parts: fieldLimits.fields + files,
    headerPairs: 20,
    headerSize: 8 * 1024,
  };
}

/** A listener whose refusal ends the reading instead of the process. */
function guarded<A extends unknown[]>(
  fail: (error: unknown) => void,
  hear: (...given: A) => void,
): (...given: A) => void {
  return (...given) => {
    try {
      hear(...given);
    } catch (error) {
      fail(error);
    }
  };
}
