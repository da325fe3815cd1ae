// JPEG pictures, walked from mark to mark without decoding a pixel.
import { Refused, type Outline } from '../verdict.ts';
import { bearable, checkBehind, checkDescription } from './foreign.ts';

const [startOfScan, endOfImage, comment] = [0xda, 0xd9, 0xfe];

type Segment = { mark: number; content: Buffer; next: number };

/** @throws Refused */
export function checkJpeg(bytes: Buffer): Outline {
  if (bytes.readUInt16BE(0) !== 0xffd8) throw new Refused('mismatch', 'no JPEG signature');
  const segments = segmentsOf(bytes);
  const frames = segments.filter(({ mark }) => isFrame(mark));
  const [frame] = frames;
  if (!frame || frames.length > 1) throw unreadable(`${frames.length} frames`);
  if (!segments.some(({ mark }) => mark === startOfScan)) throw unreadable('no picture data');
  for (const { mark, content } of segments)
    if (mark === comment || isApplication(mark)) checkDescription(content);
  checkBehind(bytes.subarray(segments.at(-1)?.next));
  return frameSize(frame.content);
}

/** All up to the end of the image. */
function segmentsOf(bytes: Buffer): Segment[] {
  const segments: Segment[] = [];
  for (let at = 2; ;) {
    const segment = segmentAt(bytes, at);
    segments.push(segment);
    if (segment.mark === endOfImage) return segments;
    at = segment.mark === startOfScan ? endOfScan(bytes, segment.next) : segment.next;
  }
}

function segmentAt(bytes: Buffer, at: number): Segment {
  const { mark, place } = markAt(bytes, at);
  if (mark === endOfImage) return { mark, content: Buffer.alloc(0), next: place + 2 };
  if (mark < 0xc0 || (mark >= 0xd0 && mark <= 0xd8)) throw unreadable('a mark out of place');
  const length = place + 4 > bytes.length ? 0 : bytes.readUInt16BE(place + 2);
  const next = place + 2 + length;
  if (length < 2 || next > bytes.length) throw unreadable('a segment is cut off');
  return { mark, content: bytes.subarray(place + 4, next), next };
}

/** Any number of fill bytes may stand before a mark. */
function markAt(bytes: Buffer, at: number): { mark: number; place: number } {
  let place = at;
  while (bytes[place] === 0xff && bytes[place + 1] === 0xff) place += 1;
  const mark = bytes[place + 1];
  if (bytes[place] !== 0xff || mark === undefined) throw unreadable('no mark where one must be');
  return { mark, place };
}

/** Where the coded data ends: at the next mark that is neither a stuffed byte nor a restart. */
function endOfScan(bytes: Buffer, from: number): number {
  for (let at = bytes.indexOf(0xff, from); at >= 0; at = bytes.indexOf(0xff, at + 1)) {
    const mark = bytes[at + 1];
    if (mark === undefined) break;
    const goesOn = mark === 0 || mark === 0xff || (mark >= 0xd0 && mark <= 0xd7);
    if (!goesOn) return at;
  }
  throw unreadable('ends inside the picture');
}

function isApplication(mark: number): boolean {
  return mark >= 0xe0 && mark <= 0xef;
}

function isFrame(mark: number): boolean {
  return mark >= 0xc0 && mark <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(mark);
}

/** Precision, height, width, number of colours. */
function frameSize(content: Buffer): Outline {
  const [precision = 0, colors = 0] = [content[0], content[5]];
  if (content.length < 6 || ![8, 12].includes(precision) || ![1, 3, 4].includes(colors))
    throw unreadable('an impossible frame');
  return bearable(content.readUInt16BE(3), content.readUInt16BE(1));
}

function unreadable(why: string): Refused {
  return new Refused('unreadable', why);
}
