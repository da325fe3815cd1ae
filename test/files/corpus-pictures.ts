// Pictures that must be refused.
import { deflateSync } from 'node:zlib';
import { jpeg, paper, png, pngOf } from './samples.ts';
import { bad, type Specimen } from './specimen.ts';
import { zipOf } from './zips.ts';

const end: [string, Buffer] = ['IEND', Buffer.alloc(0)];
const data: [string, Buffer] = ['IDAT', deflateSync(Buffer.alloc(4))];

function header(
  width: number,
  height: number,
  rest: readonly number[] = [8, 2, 0, 0, 0],
): [string, Buffer] {
  const content = Buffer.alloc(13);
  content.writeUInt32BE(width, 0);
  content.writeUInt32BE(height, 4);
  content.set(rest, 8);
  return ['IHDR', content];
}

const described = (type: string, content: Buffer): Buffer =>
  pngOf(header(1, 1), [type, content], data, end);

/** The JPEG with another size in its frame. */
function jpegOf(width: number, height: number): Buffer {
  const copy = Buffer.from(jpeg);
  const frame = copy.indexOf(Buffer.from('ffc9000b08', 'hex')) + 5;
  copy.writeUInt16BE(height, frame);
  copy.writeUInt16BE(width, frame + 2);
  return copy;
}

const segment = (mark: string, content: string): Buffer => {
  const head = Buffer.from(`ff${mark}0000`, 'hex');
  head.writeUInt16BE(content.length + 2, 2);
  return Buffer.concat([head, Buffer.from(content, 'latin1')]);
};
const within = (part: Buffer): Buffer =>
  Buffer.concat([jpeg.subarray(0, 2), part, jpeg.subarray(2)]);

const svg = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>');

export const badPictures: readonly Specimen[] = [
  bad('pixels', 'a PNG wider than any picture', 'a.png', () => pngOf(header(20_001, 10), data, end)),
  bad('pixels', 'a PNG with a flood of pixels', 'a.png', () => pngOf(header(19_000, 19_000), data, end)),
  bad('unreadable', 'a PNG without a size', 'a.png', () => pngOf(header(0, 10), data, end)),
  bad('unreadable', 'a PNG with an impossible depth', 'a.png', () => pngOf(header(9, 9, [3, 2, 0, 0, 0]), data, end)),
  bad('unreadable', 'half a PNG', 'a.png', () => png(64, 64).subarray(0, 80)),
  bad('unreadable', 'a PNG without its end', 'a.png', () => png(64, 64).subarray(0, -12)),
  bad('unreadable', 'a PNG with a wrong checksum', 'a.png', () => {
    const copy = png(64, 64);
    copy[50] = (copy[50] as number) ^ 0xff;
    return copy;
  }),
  bad('unreadable', 'a PNG without a picture', 'a.png', () => pngOf(header(4, 4), end)),
  bad('unreadable', 'a PNG with two headers', 'a.png', () => pngOf(header(4, 4), header(4, 4), data, end)),
  bad('hidden', 'a PNG that moves', 'a.png', () => described('acTL', Buffer.alloc(8))),
  bad('hidden', 'a PNG with a page in its description', 'a.png', () =>
    described('tEXt', Buffer.from('Comment\0<script>alert(1)</script>'))),
  bad('hidden', 'a PNG with a page in its packed description', 'a.png', () =>
    described('zTXt', Buffer.concat([Buffer.from('Comment\0\0'), deflateSync('<html>')]))),
  bad('bomb', 'a PNG with a description without end', 'a.png', () =>
    described('zTXt', Buffer.concat([Buffer.from('Comment\0\0'), deflateSync(Buffer.alloc(50e6))]))),
  bad('bomb', 'a PNG with a profile without end', 'a.png', () =>
    described('iCCP', Buffer.concat([Buffer.from('icc\0\0'), deflateSync(Buffer.alloc(50e6))]))),
  bad('hidden', 'a PNG that is an archive as well', 'a.png', () =>
    Buffer.concat([png(4, 4), zipOf([{ name: 'a', content: 'x' }])])),
  bad('hidden', 'a PNG with bytes behind it', 'a.png', () => Buffer.concat([png(4, 4), Buffer.alloc(9)])),
  bad('pixels', 'a JPEG with a flood of pixels', 'a.jpg', () => jpegOf(65_000, 65_000)),
  bad('unreadable', 'a JPEG without a height', 'a.jpg', () => jpegOf(100, 0)),
  bad('unreadable', 'half a JPEG', 'a.jpg', () => jpeg.subarray(0, 90)),
  bad('unreadable', 'a JPEG without its end', 'a.jpg', () => jpeg.subarray(0, -2)),
  bad('unreadable', 'a JPEG with two frames', 'a.jpg', () => within(segment('c0', '\x08\0\x08\0\x08\x01\x01\x11\0'))),
  bad('unreadable', 'a JPEG without a picture', 'a.jpg', () =>
    Buffer.concat([jpeg.subarray(0, jpeg.indexOf(Buffer.from('ffda', 'hex'))), Buffer.from('ffd9', 'hex')])),
  bad('hidden', 'a JPEG with a page in its comment', 'a.jpg', () => within(segment('fe', '<script>alert(1)</script>'))),
  bad('hidden', 'a JPEG with PHP in its notes', 'a.jpg', () => within(segment('e1', 'Exif\0\0<?php system($_GET[0]);'))),
  bad('hidden', 'a JPEG that is an archive as well', 'a.jpg', () =>
    Buffer.concat([jpeg, zipOf([{ name: 'a.class', content: 'x' }])])),
  bad('hidden', 'a JPEG with a PDF behind it', 'a.jpg', async () => Buffer.concat([jpeg, await paper('x')])),
  bad('hidden', 'a JPEG with a program behind it', 'a.jpg', () => Buffer.concat([jpeg, Buffer.from('MZ\x90\0')])),
  bad('mismatch', 'a PNG that calls itself JPEG', 'a.jpg', () => png(4, 4)),
  bad('mismatch', 'a JPEG that calls itself PNG', 'a.png', () => jpeg),
  { ...bad('mismatch', 'a PNG declared as PDF', 'a.png', () => png(4, 4)), type: 'application/pdf' },
  bad('type', 'an SVG', 'a.svg', () => svg),
  bad('mismatch', 'an SVG that calls itself PNG', 'a.png', () => svg),
  bad('type', 'a GIF', 'a.gif', () => Buffer.from('GIF89a\x01\0\x01\0\0\0\0;')),
]; // prettier-ignore
