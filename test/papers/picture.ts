// Pages as pictures, and pictures as PNG files: for people to look at.
import { crc32, deflateSync } from 'node:zlib';
import { PDFiumLibrary } from '@hyzyla/pdfium';

/** Red, green and blue of each point, row by row. */
export type Picture = { width: number; height: number; rgb: Uint8Array };

/** The pages of a PDF. @param scale 1 gives 72 points in an inch */
export async function picturesOf(pdf: Uint8Array, scale: number): Promise<Picture[]> {
  const library = await PDFiumLibrary.init();
  const document = await library.loadDocument(pdf);
  try {
    const pictures: Picture[] = [];
    for (const page of document.pages()) {
      const { data, width, height } = await page.render({ scale, render: 'bitmap' });
      pictures.push({ width, height, rgb: opaque(data, width * height) });
    }
    return pictures;
  } finally {
    document.destroy();
    library.destroy();
  }
}

/** Four bytes a point, red first, on white. */
function opaque(rgba: Uint8Array, points: number): Uint8Array {
  const rgb = new Uint8Array(points * 3);
  for (let point = 0; point < points; point += 1) {
    for (let part = 0; part < 3; part += 1) rgb[point * 3 + part] = rgba[point * 4 + part] ?? 255;
  }
  return rgb;
}

/** A PNG file of the picture. @param shades how many of each colour are told apart: fewer make a smaller file */
export function pngOf({ width, height, rgb }: Picture, shades = 256): Buffer {
  const step = 255 / (shades - 1);
  const rows = Buffer.alloc(height * (width * 3 + 1));
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width * 3; x += 1) {
      const value = Math.round((rgb[y * width * 3 + x] ?? 0) / step) * step;
      rows[y * (width * 3 + 1) + 1 + x] = Math.round(value);
    }
  }
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width, 0);
  head.writeUInt32BE(height, 4);
  head.set([8, 2, 0, 0, 0], 8);
  return Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    chunk('IHDR', head),
    chunk('IDAT', deflateSync(rows, { level: 9 })),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

function chunk(name: string, content: Buffer): Buffer {
  const named = Buffer.concat([Buffer.from(name, 'latin1'), content]);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(content.length);
  const check = Buffer.alloc(4);
  check.writeUInt32BE(crc32(named));
  return Buffer.concat([length, named, check]);
}
