// Files that must be taken: what offices, telephones and the service itself make.
import { PDF } from '@libpdf/core';
import { deflateSync } from 'node:zlib';
import PDFDocument from 'pdfkit';
import { buffer } from 'node:stream/consumers';
import { paper as ownPaper } from '../documents/reading.ts';
import { pdfOf, revised, streamOf } from './pdfs.ts';
import { docx, jpeg, paper, png, pngOf, xlsx } from './samples.ts';
import { good, type Specimen } from './specimen.ts';
import { officeFile, relation } from './zips.ts';

const exif = Buffer.concat([
  Buffer.from('ffe10022', 'hex'),
  Buffer.from('Exif\0\0'),
  Buffer.from('49492a0008000000010012010300010000000100000000000000', 'hex'),
]);

async function withLink(): Promise<Buffer> {
  const document = new PDFDocument();
  document.text('Liên minh', { link: 'https://htx.example.vn' });
  document.end();
  return buffer(document as never);
}

async function resaved(options: object): Promise<Buffer> {
  const pdf = await PDF.load(await paper('Nghị quyết', 3));
  pdf.setTitle('Nghị quyết');
  return Buffer.from(await pdf.save(options));
}

async function filledForm(): Promise<Buffer> {
  const pdf = PDF.create();
  pdf.addPage();
  pdf.getOrCreateForm().createTextField('name', { defaultValue: 'An' });
  return Buffer.from(await pdf.save());
}

export const goodFiles: readonly Specimen[] = [
  good('a PDF of one page', 'Điều lệ.pdf', () => paper('Điều lệ')),
  good('a PDF of many pages', 'Phương án.pdf', () => paper('Phương án', 60)),
  good('a PDF with the extension in capitals', 'SCAN0001.PDF', () => paper('Điều lệ')),
  { ...good('a PDF of no declared type', 'a.pdf', () => paper('x')), type: 'application/octet-stream' },
  good('a PDF with a packed table', 'a.pdf', () => resaved({ useXRefStream: true })),
  good('a PDF with a second revision', 'a.pdf', () => resaved({ incremental: true })),
  good('a PDF with packed objects', 'a.pdf', () => pdfOf({ packed: [1, 2, 3] })),
  good('a PDF revised by hand', 'a.pdf', () =>
    revised(pdfOf(), '<< /Type /Catalog /Pages 2 0 R /Lang (vi) >>')),
  good('a PDF with links to the web', 'a.pdf', withLink),
  good('a PDF with fields to fill in', 'a.pdf', filledForm),
  good('a PDF with a scanned page', 'scan.pdf', () =>
    pdfOf({
      page: '/Resources << /XObject << /I 4 0 R >> >>',
      objects: [
        streamOf(
          '/Type /XObject /Subtype /Image /Width 2480 /Height 3508 /BitsPerComponent 8 /ColorSpace /DeviceGray /Filter /FlateDecode',
          deflateSync(Buffer.alloc(2480 * 3508, 0x7f)),
        ),
      ],
    })),
  good('a PDF padded by a fax', 'fax.pdf', () => Buffer.concat([pdfOf(), Buffer.alloc(512), Buffer.from('\r\n')])),
  good('a PDF of the service itself', 'nghi-quyet.pdf', async () =>
    Buffer.from(await ownPaper('TB', { data: { text: 'Thông báo' } }))),
  good('a PNG', 'ảnh chụp.png', () => png(640, 480)),
  good('a PNG of almost forty megapixels', 'a.png', () => png(8_000, 4_999)),
  good('a PNG with a word of its maker', 'a.png', () =>
    Buffer.concat([
      png(4, 4).subarray(0, 33),
      pngOf(['tEXt', Buffer.from('Software\0Scanner 3')]).subarray(8),
      png(4, 4).subarray(33),
    ])),
  good('a JPEG', 'a.jpg', () => jpeg),
  good('a JPEG with the long extension', 'a.JPEG', () => jpeg),
  good('a JPEG with notes of the camera', 'IMG_0001.jpg', () =>
    Buffer.concat([jpeg.subarray(0, 2), exif, jpeg.subarray(2)])),
  good('a JPEG with a telephone’s trailer', 'a.jpg', () =>
    Buffer.concat([jpeg, Buffer.from('SEFH\u0000\u0001MotionPhoto_Data ftypmp42SEFT')])),
  good('a Word file', 'Điều lệ dự thảo.docx', () => docx('Điều lệ', 'Chương I')),
  good('a Word file by hand', 'a.docx', () => officeFile({ kind: 'docx' })),
  good('a Word file with a link', 'a.docx', () =>
    officeFile({ kind: 'docx', relations: relation('hyperlink', 'https://htx.example.vn/a?b=1&amp;c=2') })),
  good('a Word file with a page number', 'a.docx', () =>
    officeFile({ kind: 'docx', body: '<w:p><w:r><w:instrText xml:space="preserve"> PAGE  \\* MERGEFORMAT </w:instrText></w:r></w:p>' })),
  good('an Excel file', 'Danh sách.xlsx', () => xlsx('Thành viên')),
  good('an Excel file of three sheets', 'a.xlsx', () => xlsx('Một', 'Hai', 'Ba')),
  good('an Excel file by hand', 'a.xlsx', () => officeFile({ kind: 'xlsx' })),
  good('an Excel file with the settings of a printer', 'a.xlsx', () =>
    officeFile({
      kind: 'xlsx',
      parts: [{ name: 'xl/printerSettings/printerSettings1.bin', content: Buffer.alloc(200) }],
    })),
]; // prettier-ignore
