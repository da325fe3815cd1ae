// PNG pictures, walked from chunk to chunk without decoding a pixel.
import { crc32, inflateSync } from 'node:zlib';
import { Refused, type Outline } from '../verdict.ts';
import { bearable, checkBehind, checkDescription } from './foreign.ts';

const mostUnfolded = 4 * 1024 * 1024;
const signature = Buffer.from('\u0089PNG\r\n\u001a\n', 'latin1');

type Chunk = { type: string; content: Buffer; next: number };

/** @throws Refused */
export function checkPng(bytes: Buffer): Outline {
  if (!bytes.subarray(0, 8).equals(signature)) throw new Refused('mismatch', 'no PNG signature');
  const chunks = chunksOf(bytes);
  const [header] = chunks;
  if (header?.type !== 'IHDR' || chunks.filter(({ type }) => type === 'IHDR').length !== 1)
    throw unreadable('IHDR is not the first chunk');
  const size = sizeOf(header.content);
  if (!chunks.some(({ type }) => type === 'IDAT')) throw unreadable('no picture data');
  for (const chunk of chunks) checkChunk(chunk);
  const rest = bytes.subarray(chunks.at(-1)?.next);
  checkBehind(rest);
  if (rest.length > 0) throw new Refused('hidden', 'data behind IEND');
  return size;
}

/** All up to IEND. */
function chunksOf(bytes: Buffer): Chunk[] {
  const chunks: Chunk[] = [];
  for (let at = 8; ;) {
    const chunk = chunkAt(bytes, at);
    chunks.push(chunk);
    if (chunk.type === 'IEND') return chunks;
    at = chunk.next;
  }
}

function chunkAt(bytes: Buffer, at: number): Chunk {
  if (at + 12 > bytes.length) throw unreadable('ends before IEND');
  const end = at + 8 + bytes.readUInt32BE(at);
  if (end + 4 > bytes.length) throw unreadable('a chunk is cut off');
  const type = bytes.toString('latin1', at + 4, at + 8);
  if (!/^[a-zA-Z]{4}$/.test(type)) throw unreadable('a chunk has no name');
  if (crc32(bytes.subarray(at + 4, end)) !== bytes.readUInt32BE(end))
    throw unreadable(`the checksum of ${type} is wrong`);
  return { type, content: bytes.subarray(at + 8, end), next: end + 4 };
}

const depths: Readonly<Record<number, readonly number[]>> = {
  0: [1, 2, 4, 8, 16],
  2: [8, 16],
  3: [1, 2, 4, 8],
  4: [8, 16],
  6: [8, 16],
};

function sizeOf(header: Buffer): Outline {
  const [depth = 0, color = 0, ...methods] = header.subarray(8);
  const [compression, filter, interlace = 2] = methods;
  const isKnown = depths[color]?.includes(depth) && compression === 0 && filter === 0;
  if (methods.length !== 3 || !isKnown || interlace > 1) throw unreadable('IHDR is impossible');
  return bearable(header.readUInt32BE(0), header.readUInt32BE(4));
}

function checkChunk({ type, content }: Chunk): void {
  if (type === 'acTL') throw new Refused('hidden', 'an animation');
  if (type === 'iTXt' || type === 'tEXt') checkDescription(content);
  if (type === 'zTXt' || type === 'iCCP') checkDescription(unfolded(content));
}

/** A name, a zero, the method, and packed bytes. */
function unfolded(content: Buffer): Buffer {
  try {
    const packed = content.subarray(content.indexOf(0) + 2);
    return inflateSync(packed, { maxOutputLength: mostUnfolded });
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ERR_BUFFER_TOO_LARGE') throw new Refused('bomb', 'a packed description');
    throw unreadable('a packed description is damaged');
  }
}

function unreadable(why: string): Refused {
  return new Refused('unreadable', why);
}
