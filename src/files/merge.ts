// One PDF out of many: a list in front, the papers behind it, and a bookmark for each.
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import {
  PDF,
  PdfArray,
  PdfDict,
  PdfName,
  PdfNumber,
  PdfString,
  type EmbeddedFont,
  type PdfRef,
} from '@libpdf/core';

export type Merging = {
  title: string;
  /** Under the title. */
  note: string;
  /** In their order; without a place, the entry is listed only. */
  entries: readonly { title: string; place?: string }[];
};

const face = '@expo-google-fonts/tinos/400Regular/Tinos_400Regular.ttf';
/** Of A4, in points. */
const margin = 60;
const lineHeight = 18;
const linesOnPage = 38;
const longestLine = 84;

/** @throws Error when one of the files cannot be read */
export async function merge({ title, note, entries }: Merging): Promise<Uint8Array> {
  const sources = await Promise.all(
    entries.map(async (entry) => ({ ...entry, pdf: await at(entry.place) })),
  );
  const merged = PDF.create();
  merged.setTitle(title);
  const covers = Math.max(1, Math.ceil((entries.length + 3) / linesOnPage));
  let next = covers;
  const marks = sources.map(({ title: name, pdf }, index) => {
    const first = next;
    next += pdf?.getPageCount() ?? 0;
    return { name: `${index + 1}. ${name}`, first: pdf ? first : undefined };
  });
  const lines = marks.map(({ name, first }) => line(name, first));
  await drawCovers(merged, covers, [title, note, '', ...lines]);
  for (const { pdf } of sources)
    if (pdf) await merged.copyPagesFrom(pdf, pdf.getPages().map((_, index) => index)); // prettier-ignore
  bookmark(merged, marks);
  return merged.save();
}

async function at(place: string | undefined): Promise<PDF | undefined> {
  return place === undefined ? undefined : PDF.load(await readFile(place));
}

function line(name: string, first: number | undefined): string {
  const short = name.length > longestLine ? `${name.slice(0, longestLine - 1)}…` : name;
  return first === undefined ? `${short} (tệp riêng)` : `${short}, trang ${first + 1}`;
}

async function drawCovers(pdf: PDF, pages: number, lines: readonly string[]): Promise<void> {
  const path = createRequire(import.meta.url).resolve(face);
  const font = pdf.embedFont(await readFile(path));
  for (let page = 0; page < pages; page += 1)
    drawCover(pdf, font, lines.slice(page * linesOnPage, (page + 1) * linesOnPage));
}

function drawCover(pdf: PDF, font: EmbeddedFont, lines: readonly string[]): void {
  const page = pdf.addPage({ size: 'a4' });
  for (const [index, text] of lines.entries()) {
    const y = page.height - margin - index * lineHeight;
    if (text !== '') page.drawText(text.normalize('NFC'), { x: margin, y, size: 12, font });
  }
}

type Mark = { name: string; first: number | undefined };

function bookmark(pdf: PDF, marks: readonly Mark[]): void {
  const root = pdf.createDict({ Type: PdfName.of('Outlines') });
  const items = marks.flatMap(({ name, first }) => {
    const page = first === undefined ? undefined : pdf.getPage(first);
    if (!page) return [];
    const target = PdfArray.of(page.ref, PdfName.of('Fit'));
    return [pdf.createDict({ Title: textOf(name), Parent: root, Dest: target })];
  });
  const [first, last] = [items.at(0), items.at(-1)];
  if (!first || !last) return;
  for (const [index, item] of items.entries()) {
    link(pdf, item, 'Prev', items[index - 1]);
    link(pdf, item, 'Next', items[index + 1]);
  }
  link(pdf, root, 'First', first);
  link(pdf, root, 'Last', last);
  (pdf.getObject(root) as PdfDict).set('Count', PdfNumber.of(items.length));
  pdf.getCatalog().set('Outlines', root);
  pdf.getCatalog().set('PageMode', PdfName.of('UseOutlines'));
}

function link(pdf: PDF, from: PdfRef, key: string, to: PdfRef | undefined): void {
  if (to) (pdf.getObject(from) as PdfDict).set(key, to);
}

/** As bookmarks hold letters beyond Latin: UTF-16 with its mark, the high byte first. */
function textOf(text: string): PdfString {
  return PdfString.fromBytes(Buffer.from(`\u{feff}${text}`, 'utf16le').swap16());
}
