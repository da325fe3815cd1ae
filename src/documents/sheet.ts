// The pages of one paper: A4, margins of NĐ 30/2020/NĐ-CP, page numbers, tags for PDF/A-2a and
// PDF/UA-1, fixed dates. Everything drawn goes through `tagged` or `artifact`.
import { createHash } from 'node:crypto';
import PDFDocument from 'pdfkit';
import type { SigningPlace } from './added-signature.ts';
import { faces, type Face } from './fonts.ts';
import {
  breakLines,
  drawLine,
  lineHeight,
  type Align,
  type Line,
  type Place,
  type Span,
} from './lines.ts';
import { PDF_UA_SCHEMA, escapeXml } from './xmp.ts';

export type Tag =
  'P' | 'H1' | 'H2' | 'L' | 'LI' | 'LBody' | 'Table' | 'TR' | 'TH' | 'TD' | 'Figure';
export type Element = PDFKit.PDFStructureElement;
export type Sheet = {
  doc: PDFKit.PDFDocument;
  /** The structure element of the whole document; papers add their elements to it. */
  root: Element;
  left: number;
  width: number;
  bottom: number;
  /** Where the next line goes, in points from the top of the page. */
  y: number;
  pageNumber: number;
  mark: string;
  /** The room left for the last signature drawn. */
  signingPlace?: SigningPlace;
};
export type SheetOptions = {
  title: string;
  author: string;
  subject: string;
  /** Everything the paper says; its digest tells two revisions apart in the file identifier. */
  content: string;
  createdAt: Date;
  layout: 'portrait' | 'landscape';
  mark: string;
  /** PDF/A-1b in place of PDF/A-2a: for readers and validators that know no other. */
  oldest: boolean;
};
export type TextOptions = {
  tag?: Tag;
  parent?: Element;
  size?: number;
  align?: Align;
  x?: number;
  width?: number;
  indent?: number;
  color?: string;
  /** What must stand on the page of the last lines, in points. */
  keep?: number;
};

/** Points per millimetre. */
export const MM = 72 / 25.4;
export const BODY_SIZE = 13;
const MARGINS = { top: 20 * MM, bottom: 20 * MM, left: 30 * MM, right: 15 * MM };
export const MARK_COLOR = '#a61b1b';
const WATERMARK_COLOR = '#f6e3e1';

/** Returns an empty sheet with its first page open. */
export function openSheet(options: SheetOptions): Sheet {
  const doc = new PDFDocument({
    size: 'A4',
    layout: options.layout,
    margin: 0,
    subset: options.oldest ? 'PDF/A-1b' : 'PDF/A-2a',
    pdfVersion: options.oldest ? '1.4' : '1.7',
    tagged: true,
    lang: 'vi-VN',
    displayTitle: true,
    autoFirstPage: false,
    info: information(options),
  });
  escapeInXmp(doc);
  for (const [face, font] of Object.entries(faces())) doc.registerFont(face, font);
  const root = doc.struct('Document', { title: options.title.normalize('NFC') });
  doc.addStructure(root);
  const mark = options.mark.normalize('NFC');
  const sheet: Sheet = { doc, root, left: 0, width: 0, bottom: 0, y: 0, pageNumber: 0, mark };
  breakPage(sheet);
  return sheet;
}

/** Starts the next page; pages after the first carry their number in the top margin. */
export function breakPage(sheet: Sheet): void {
  const { doc } = sheet;
  doc.addPage();
  sheet.pageNumber += 1;
  sheet.left = MARGINS.left;
  sheet.width = doc.page.width - MARGINS.left - MARGINS.right;
  sheet.bottom = doc.page.height - MARGINS.bottom;
  sheet.y = MARGINS.top;
  if (sheet.mark !== '') artifact(sheet, () => drawWatermark(sheet));
  if (sheet.pageNumber === 1) return;
  const place = { x: sheet.left, y: MARGINS.top / 2, width: sheet.width, size: BODY_SIZE };
  artifact(sheet, () =>
    drawSpans(doc, [{ text: String(sheet.pageNumber), face: 'regular' }], place),
  );
}

/** Starts the first page of another paper in the same file: its pages are numbered from 1 again. */
export function beginAnew(sheet: Sheet): void {
  sheet.pageNumber = 0;
  breakPage(sheet);
}

/** Starts a new page unless `height` points are left on this one. */
export function reserve(sheet: Sheet, height: number): void {
  if (sheet.y + height > sheet.bottom) breakPage(sheet);
}

/** Notes that a signature may stand between these heights of the open page. */
export function keepSigningPlace(
  sheet: Sheet,
  column: { x: number; width: number },
  { from, to }: { from: number; to: number },
): void {
  const { height } = sheet.doc.page;
  sheet.signingPlace = {
    page: sheet.pageNumber - 1,
    left: column.x,
    right: column.x + column.width,
    bottom: height - to,
    top: height - from,
  };
}

/** Draws content that is not part of the text: rules, borders, page numbers. */
export function artifact(sheet: Sheet, draw: () => void): void {
  sheet.doc.markContent('Artifact', { type: 'Pagination' });
  draw();
  sheet.doc.endMarkedContent();
}

/** Draws a block of text at `sheet.y`, over as many pages as it needs, and moves `sheet.y` on. */
export function writeText(sheet: Sheet, spans: Span[], given: TextOptions = {}): void {
  const options = { ...defaultsOf(sheet), ...given };
  const { size, align, x, width, color } = options;
  const height = lineHeight(size);
  const element = sheet.doc.struct(options.tag);
  options.parent.add(element);
  let rest = breakLines(sheet.doc, spans, options);
  const begun = rest.length;
  while (rest.length > 0) {
    const fit = linesHere(sheet, { height, count: rest.length, begun, keep: options.keep });
    if (fit === 0) {
      breakPage(sheet);
      continue;
    }
    const now = rest.slice(0, fit);
    const place = { x, y: sheet.y, width, size, align };
    element.add(drawing(sheet.doc, now, { place, color }));
    sheet.y += now.length * height;
    rest = rest.slice(now.length);
  }
  element.end();
}

type Stretch = { height: number; count: number; begun: number; keep: number };

/**
 * How many of so many lines go on this page; 0: all go on to the next. One line is never parted from its paragraph, and
 * the last two stay with what must stand under them.
 */
function linesHere(sheet: Sheet, { height, count, begun, keep }: Stretch): number {
  const room = sheet.bottom - sheet.y;
  const fit = Math.floor(room / height + 1e-6);
  const fresh = isFresh(sheet);
  if (fit >= count) {
    const rest = count * height + keep > room ? Math.max(0, count - 2) : count;
    return rest === 0 && fresh ? count : rest;
  }
  const kept = count - fit === 1 ? fit - 1 : fit;
  const lonely = kept === 1 && count === begun;
  return fresh ? Math.max(1, kept) : lonely ? 0 : Math.max(0, kept);
}

/** Nothing stands on the page yet. */
export function isFresh(sheet: Sheet): boolean {
  return sheet.y <= MARGINS.top + 1;
}

function defaultsOf(sheet: Sheet): Required<TextOptions> {
  const { root: parent, left: x, width } = sheet;
  return {
    tag: 'P',
    parent,
    size: BODY_SIZE,
    align: 'left',
    x,
    width,
    indent: 0,
    color: 'black',
    keep: 0,
  };
}

function drawing(
  doc: PDFKit.PDFDocument,
  lines: Line[],
  { place, color }: { place: Place; color: string },
): () => void {
  return () => {
    doc.fillColor(color);
    drawLines(doc, lines, place);
  };
}

/** Draws lines one under the other from `place.y`. */
export function drawLines(doc: PDFKit.PDFDocument, lines: Line[], place: Place): void {
  for (const [index, line] of lines.entries()) {
    drawLine(doc, line, { ...place, y: place.y + index * lineHeight(place.size) });
  }
}

/** Returns the text as one span. */
export function span(text: string, face: Face = 'regular'): Span[] {
  return [{ text, face }];
}

/** Draws a thin rule centred in the column, its length a share of the column or in points. */
export function writeRule(
  sheet: Sheet,
  column: { x: number; width: number },
  length: number,
): void {
  const x = column.x + (column.width - length) / 2;
  artifact(sheet, () =>
    sheet.doc
      .moveTo(x, sheet.y)
      .lineTo(x + length, sheet.y)
      .lineWidth(0.7)
      .stroke('black'),
  );
}

/** Ends the paper and returns its bytes. */
export async function closeSheet(sheet: Sheet): Promise<Uint8Array> {
  const { doc, root } = sheet;
  root.end();
  doc.appendXML(PDF_UA_SCHEMA);
  doc.end();
  const chunks: Buffer[] = [];
  for await (const chunk of doc) chunks.push(chunk as Buffer);
  return new Uint8Array(Buffer.concat(chunks));
}

function drawSpans(
  doc: PDFKit.PDFDocument,
  spans: Span[],
  place: { x: number; y: number; width: number; size: number },
): void {
  doc.fillColor('black');
  drawLines(doc, breakLines(doc, spans, place), { ...place, align: 'center' });
}

/**
 * Behind the text, along the diagonal, as outlines: the mark is read once, where it stands in
 * full, and does not mix with the text a reader copies. Opaque: paper copies stay readable.
 */
function drawWatermark(sheet: Sheet): void {
  const { doc } = sheet;
  const { width, height } = doc.page;
  const font = faces().bold;
  const { glyphs, advanceWidth } = font.layout(sheet.mark);
  const size = Math.min(72, (0.8 * width * font.unitsPerEm) / advanceWidth) / font.unitsPerEm;
  doc
    .save()
    .translate(width / 2, height / 2)
    .rotate(-35)
    .scale(size, -size);
  doc.translate(-advanceWidth / 2, -font.capHeight / 2);
  for (const glyph of glyphs) {
    doc.path(glyph.path.toSVG()).fill(WATERMARK_COLOR);
    doc.translate(glyph.advanceWidth, 0);
  }
  doc.restore();
}

function information(options: SheetOptions): PDFKit.DocumentInfo {
  const { title, author, subject, content, createdAt } = options;
  return {
    Title: title.normalize('NFC'),
    Author: author.normalize('NFC'),
    Subject: subject.normalize('NFC'),
    Keywords: createHash('sha256').update(content.normalize('NFC')).digest('hex'),
    Creator: 'Sáng Lập'.normalize('NFC'),
    Producer: 'PDFKit',
    CreationDate: createdAt,
    ModDate: createdAt,
  };
}

/** PDFKit writes `info` into XMP unescaped: a group called "A & B" would break the packet. */
function escapeInXmp(doc: PDFKit.PDFDocument): void {
  const addInfo = doc._addInfo.bind(doc);
  doc._addInfo = () => {
    const plain = doc.info;
    const escaped = Object.entries(plain).map(([name, value]: [string, unknown]) => [
      name,
      value instanceof Date ? value : escapeXml(String(value)),
    ]);
    doc.info = Object.fromEntries(escaped) as PDFKit.DocumentInfo;
    addInfo();
    doc.info = plain;
  };
}
