// Sound files of every kind that may be sent in, made by the libraries the product itself works with.
import { deflateSync, crc32 } from 'node:zlib';
import { buffer } from 'node:stream/consumers';
import { Document, Packer, Paragraph } from 'docx';
import { writeXlsx } from 'hucre/xlsx';
import PDFDocument from 'pdfkit';

/** A PDF of so many pages. */
export async function paper(text: string, pages = 1): Promise<Buffer> {
  const document = new PDFDocument({ autoFirstPage: false });
  for (let page = 0; page < pages; page += 1) document.addPage().text(text);
  document.end();
  return buffer(document as never);
}

/** A PNG of one colour. */
export function png(width: number, height: number): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 2, 0, 0, 0], 8);
  const rows = Buffer.alloc((width * 3 + 1) * height);
  return pngOf(['IHDR', header], ['IDAT', deflateSync(rows)], ['IEND', Buffer.alloc(0)]);
}

/** The signature and these chunks, each with its checksum. */
export function pngOf(...chunks: [type: string, content: Buffer][]): Buffer {
  const parts = chunks.flatMap(([type, content]) => {
    const named = Buffer.concat([Buffer.from(type, 'latin1'), content]);
    const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
    length.writeUInt32BE(content.length);
    sum.writeUInt32BE(crc32(named));
    return [length, named, sum];
  });
  return Buffer.concat([Buffer.from('89504e470d0a1a0a', 'hex'), ...parts]);
}

/** A grey JPEG of eight by eight, the smallest there is. */
export const jpeg = Buffer.from(
  'ffd8ffe000104a46494600010101004800480000ffdb004300' +
    '03020202020203020202030303030406040404040408060605060908' +
    '0a0a090809090a0c0f0c0a0b0e0b09090d110d0e0f101011100a0c12' +
    '131210130f101010ffc9000b080008000801011100ffcc000600101005' +
    'ffda0008010100003f00d2cf20ffd9',
  'hex',
);

/** A Word file with these paragraphs. */
export async function docx(...paragraphs: string[]): Promise<Buffer> {
  const children = paragraphs.map((text) => new Paragraph(text));
  return Packer.toBuffer(new Document({ sections: [{ children }] }));
}

/** An Excel file with one sheet of each name. */
export async function xlsx(...names: string[]): Promise<Buffer> {
  const sheets = names.map((name) => ({
    name,
    rows: [
      ['Họ tên', 'Vốn góp'],
      ['Trần Văn An', 1_000_000],
    ],
  }));
  return Buffer.from(await writeXlsx({ sheets }));
}
