// PDF files: parsed to the last object, and refused for whatever acts by itself, hides or carries another file.
import { inflateSync } from 'node:zlib';
import {
  PDF,
  PdfArray,
  PdfDict,
  PdfName,
  PdfNumber,
  PdfRef,
  PdfStream,
  type PdfObject,
} from '@libpdf/core';
import { Refused, type Outline } from '../verdict.ts';
import { checkRaw } from './pdf-raw.ts';

const mostObjects = 1_000_000;
const mostPages = 2_000;
const mostUnfolded = 256 * 1024 * 1024;
/** Deflate makes at most 1032 of one, so less than this cannot unfold to too much. */
const smallStream = mostUnfolded / 1_032;
const mostPicturePixels = 150_000_000;

/** @throws Refused */
export async function checkPdf(bytes: Buffer): Promise<Outline> {
  checkRaw(bytes);
  const pdf = await parsed(bytes);
  const { info, catalog } = pdf.context;
  if (info.isEncrypted) throw new Refused('encrypted', 'an /Encrypt entry');
  walk(pdf, [info.trailer, catalog.getDict()]);
  const pages = pdf.getPageCount();
  if (pages === 0) throw new Refused('unreadable', 'no pages');
  if (pages > mostPages) throw new Refused('bomb', `${pages} pages`);
  return { pages };
}

async function parsed(bytes: Buffer): Promise<PDF> {
  try {
    const pdf = await PDF.load(bytes, { lenient: false });
    // What readers would each mend in their own way is not one document.
    if (pdf.recoveredViaBruteForce) throw new Error('its table of objects is broken');
    return pdf;
  } catch (error) {
    throw new Refused('unreadable', String(error));
  }
}

/** Every object that can be reached, in no order: what counts is what there is. */
function walk(pdf: PDF, roots: PdfObject[]): void {
  const seen = new Set<string>();
  const left = [...roots];
  for (let object = left.pop(); object !== undefined; object = left.pop()) {
    if (object instanceof PdfRef) {
      if (seen.has(object.toString())) continue;
      seen.add(object.toString());
      if (seen.size > mostObjects) throw new Refused('bomb', 'too many objects');
      left.push(resolved(pdf, object));
    } else if (object instanceof PdfDict) {
      checkDict(object, (found) => (found instanceof PdfRef ? resolved(pdf, found) : found));
      for (const [, value] of object) left.push(value);
    } else if (object instanceof PdfArray) left.push(...object);
  }
}

function resolved(pdf: PDF, ref: PdfRef): PdfObject {
  try {
    return pdf.getObject(ref) ?? PdfArray.of();
  } catch (error) {
    throw new Refused('unreadable', String(error));
  }
}

type Plain = (object: PdfObject | undefined) => PdfObject | undefined;

/** What a name among the values of a key means. */
const refusedNames: Readonly<Record<string, Readonly<Record<string, Refused['refusal']>>>> = {
  S: {
    JavaScript: 'script',
    Rendition: 'script',
    RichMediaExecute: 'script',
    Launch: 'action',
    SubmitForm: 'action',
    ImportData: 'action',
    GoToR: 'action',
    GoToE: 'embedded',
  },
  Type: { EmbeddedFile: 'embedded' },
  Subtype: {
    RichMedia: 'script',
    Flash: 'script',
    '3D': 'script',
    Movie: 'embedded',
    Sound: 'embedded',
    Screen: 'embedded',
    FileAttachment: 'embedded',
  },
};

function checkDict(dict: PdfDict, plain: Plain): void {
  for (const [key, names] of Object.entries(refusedNames)) {
    const value = plain(dict.get(key));
    const refusal = value instanceof PdfName ? names[value.value] : undefined;
    if (refusal) throw new Refused(refusal, `/${key} /${(value as PdfName).value}`);
  }
  const files = plain(dict.get('EF'));
  if (files instanceof PdfDict && (files.has('F') || files.has('UF')))
    throw new Refused('embedded', '/EF');
  if (dict.has('XFA')) throw new Refused('script', '/XFA');
  if (dict instanceof PdfStream) checkStream(dict, plain);
}

function checkStream(stream: PdfStream, plain: Plain): void {
  const filter = plain(stream.get('Filter'));
  const filters = filter instanceof PdfArray ? [...filter].map(plain) : [filter];
  const names = filters.flatMap((each) => (each instanceof PdfName ? each.value : []));
  const packed = names.filter((name) => /^(FlateDecode|Fl|LZWDecode|LZW)$/.test(name));
  if (packed.length > 1) throw new Refused('bomb', 'packed more than once');
  if (names[0] === 'FlateDecode' && stream.data.length > smallStream) unfold(stream.data);
  const [width, height] = ['Width', 'Height'].map((key) => numberOf(plain(stream.get(key))));
  if ((width ?? 0) * (height ?? 0) > mostPicturePixels)
    throw new Refused('pixels', `${width} × ${height}`);
}

function numberOf(object: PdfObject | undefined): number {
  return object instanceof PdfNumber ? object.value : 0;
}

function unfold(data: Uint8Array): void {
  try {
    inflateSync(data, { maxOutputLength: mostUnfolded });
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ERR_BUFFER_TOO_LARGE') throw new Refused('bomb', 'a stream without end');
    // A damaged stream is a damaged picture or page, which shows itself.
  }
}
