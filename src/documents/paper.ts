// Builds one administrative paper as PDF bytes from a kind and its data. Same input, same bytes.
import type { SigningPlace } from './added-signature.ts';
import { writeCertificate } from './certificate.ts';
import { chartHeight, writeChart } from './chart.ts';
import { startOfDay } from './date.ts';
import { endingHeight, writeEnding, type Ending, type Verification } from './ending.ts';
import { writeNationalHeading, writeOrganisationHeading } from './heading.ts';
import { breakLines, lineHeight, type Span } from './lines.ts';
import {
  isText,
  type Block,
  type Markup,
  type Run,
  type Signature,
  type TextBlock,
} from './markup.ts';
import {
  BODY_SIZE,
  MM,
  beginAnew,
  closeSheet,
  openSheet,
  reserve,
  writeRule,
  writeText,
  type Element,
  type Sheet,
  type SheetOptions,
} from './sheet.ts';
import { slipHeight, writeSlip } from './slip.ts';
import { headHeight, writeTable } from './table.ts';
import { fillTemplate } from './template.ts';

/** `parent` is the body above, printed over the name; `place` stands before the date. */
export type Organisation = { name: string; parent?: string; abbreviation: string; place: string };
export type PaperInput = {
  /** One of `paperKinds()`. */
  kind: string;
  organisation: Organisation;
  /** The full symbol, "12/2026/QĐ-LMHTX"; dots are printed while there is none. */
  number?: string;
  /** Local date, "2026-01-05"; dots are printed while there is none. */
  issuedOn?: string;
  signer?: { title: string; name: string };
  /** See docs of the templates: case, holder, text, reasons, items, members, articles. */
  data: Record<string, unknown>;
  /** The alliance's own text, in place of the shipped one. */
  wording?: string;
  verification?: Verification;
  /** Shown in large letters on every page, such as "BẢN CHƯA KÝ SỐ". */
  mark?: string;
  /** Written as PDF/A-1b, for readers and validators that know no other. */
  oldest?: boolean;
};

/** A paper to be signed outside; without a place when nobody signs it. */
export type Prepared = { bytes: Uint8Array; place: SigningPlace | undefined };

const PARAGRAPH_GAP = 6;
const INDENT = 10 * MM;
const MOST_KEPT_LINES = 8;
/** A paper without a date still needs one inside the file, always the same. */
const NO_DATE = new Date(0);

/**
 * Returns the bytes of a tagged PDF (written as PDF/A-2a and PDF/UA-1).
 * @throws Error when the kind has no template, or its template names data that is not given
 * @throws RangeError when `issuedOn` is not a local date
 * @law NĐ 30/2020/NĐ-CP Đ8, Phụ lục I (layout)
 */
export async function buildPaper(input: PaperInput): Promise<Uint8Array> {
  return (await layPapers([input])).bytes;
}

/** What is laid out in one go: a paper, or several in one file. */
export type Papers = readonly [PaperInput, ...PaperInput[]];

/**
 * Several papers as one file, each from a page of its own with pages numbered from 1, to be printed and handed out. The
 * first gives the file its layout, author and mark.
 */
export async function layPapers(inputs: Papers): Promise<Prepared> {
  const filled = inputs.map((input) => ({ input, markup: filledIn(input) }));
  const sheet = openSheet(sheetOptions(filled as [Filled, ...Filled[]]));
  for (const [index, each] of filled.entries()) {
    if (index > 0) beginAnew(sheet);
    writePaper(sheet, each);
  }
  return { bytes: await closeSheet(sheet), place: sheet.signingPlace };
}

type Filled = { input: PaperInput; markup: Markup };

function filledIn({ kind, organisation, signer, wording, data }: PaperInput): Markup {
  return fillTemplate(kind, { ...data, organisation, ...(signer && { signer }) }, wording);
}

function writePaper(sheet: Sheet, { input, markup }: Filled): void {
  const ending = endingOf(input, markup);
  const { type, blocks } = markup;
  if (markup.heading === 'certificate')
    return writeCertificate(sheet, { ...input, type, blocks, ...ending });
  if (markup.heading === 'national') writeNationalHeading(sheet, { ...input, type });
  else writeOrganisationHeading(sheet, { ...input, type });
  writeBlocks(sheet, blocks, endingHeight(sheet, ending));
  writeEnding(sheet, ending);
}

function sheetOptions(filled: [Filled, ...Filled[]]): SheetOptions {
  const [{ input, markup }, ...others] = filled;
  const titles = markup.blocks.filter(
    (block) => block.style === 'title' || block.style === 'subject',
  );
  const title = titles.map((block) => plain(block as TextBlock)).join(' ');
  const said = others.length === 0 ? [input, markup] : filled;
  return {
    title: [title || input.kind, input.number].filter((part) => part !== undefined).join(' - '),
    author: input.organisation.name,
    subject: input.kind,
    content: JSON.stringify(said),
    createdAt: input.issuedOn === undefined ? NO_DATE : startOfDay(input.issuedOn),
    layout: markup.heading === 'certificate' ? 'landscape' : 'portrait',
    mark: input.mark ?? '',
    oldest: input.oldest ?? false,
  };
}

function endingOf(input: PaperInput, markup: Markup): Ending {
  const signer = input.signer ?? { title: '', name: '' };
  const signatures = markup.signatures.map((signature): Signature =>
    signature.title === '' ? signer : signature,
  );
  const verification = input.verification && { verification: input.verification };
  return { recipients: markup.recipients, signatures, ...verification };
}

/** The last block goes to the next page with the signatures: they never stand there alone. */
function writeBlocks(sheet: Sheet, blocks: Block[], endHeight: number): void {
  let list: Element | undefined;
  for (const [index, block] of blocks.entries()) {
    if (list && block.style !== 'item') {
      list.end();
      list = undefined;
      sheet.y += PARAGRAPH_GAP / 2;
    }
    const height = keptHeight(sheet, blocks.slice(index), endHeight);
    if (height > 0) reserve(sheet, height);
    const keep = index === blocks.length - 1 ? endHeight + PARAGRAPH_GAP : 0;
    if (block.style === 'item') {
      list ??= openList(sheet);
      writeItem(sheet, block, { list, keep });
    } else if (isText(block)) writeBlock(sheet, block, keep);
    else writeDrawn(sheet, block, keep);
  }
  list?.end();
}

function writeDrawn(sheet: Sheet, block: Exclude<Block, TextBlock>, keep: number): void {
  if (block.style === 'chart') return writeChart(sheet, block);
  if (block.style === 'slip') return writeSlip(sheet, block);
  writeTable(sheet, block, keep);
  sheet.y += PARAGRAPH_GAP;
}

/** Lines that announce what follows do not stand alone at the foot of a page. */
function announces(block: Block): boolean {
  if (!isText(block)) return false;
  return (
    ['title', 'subject', 'centre', 'heading'].includes(block.style) || plain(block).endsWith(':')
  );
}

/** What must stand on one page from here on: a heading with the start of what follows, the last block with the end. */
function keptHeight(sheet: Sheet, [block, ...after]: Block[], endHeight: number): number {
  if (!block) return endHeight;
  if (after.length === 0) {
    const whole = lastBlockHeight(sheet, block);
    return whole === 0 ? 0 : whole + endHeight;
  }
  if (!announces(block)) return 0;
  const next = after[0] as Block;
  const following = keptHeight(sheet, after, endHeight) || startHeight(sheet, next);
  return heightOf(sheet, block) + following;
}

/** Long last blocks and tables are broken, and their end stays with the signatures. */
function lastBlockHeight(sheet: Sheet, block: Block): number {
  const height = block.style === 'table' ? 0 : heightOf(sheet, block);
  return height > MOST_KEPT_LINES * lineHeight(BODY_SIZE) + PARAGRAPH_GAP ? 0 : height;
}

/** Two lines of a text, the header and the first row of a table. */
function startHeight(sheet: Sheet, block: Block): number {
  if (!isText(block)) return heightOf(sheet, block);
  return Math.min(heightOf(sheet, block), 2 * lineHeight(BODY_SIZE));
}

function heightOf(sheet: Sheet, block: Block): number {
  if (block.style === 'table') return headHeight(sheet, block);
  if (block.style === 'chart') return chartHeight();
  if (block.style === 'slip') return slipHeight();
  const bold = block.style !== 'paragraph' && block.style !== 'item';
  const measure = { size: BODY_SIZE, width: sheet.width, indent: INDENT };
  const lines = breakLines(sheet.doc, spansOf(block.runs, bold), measure);
  const gaps = block.style === 'subject' || block.style === 'centre' ? 2 : 1;
  return lines.length * lineHeight(BODY_SIZE) + gaps * PARAGRAPH_GAP;
}

function openList(sheet: Sheet): Element {
  const list = sheet.doc.struct('L');
  sheet.root.add(list);
  return list;
}

function writeItem(
  sheet: Sheet,
  block: TextBlock,
  { list, keep }: { list: Element; keep: number },
): void {
  const item = sheet.doc.struct('LI');
  list.add(item);
  const spans: Span[] = [{ text: '- ', face: 'regular' }, ...spansOf(block.runs)];
  writeText(sheet, spans, { tag: 'LBody', parent: item, indent: INDENT, align: 'justify', keep });
  item.end();
  sheet.y += PARAGRAPH_GAP / 2;
}

function writeBlock(sheet: Sheet, block: TextBlock, keep: number): void {
  if (block.style === 'title') {
    writeText(sheet, upper(block.runs), { tag: 'H1', size: 14, align: 'center' });
    sheet.y += PARAGRAPH_GAP;
  } else if (block.style === 'subject') writeSubject(sheet, block);
  else if (block.style === 'centre') {
    sheet.y += PARAGRAPH_GAP;
    writeText(sheet, spansOf(block.runs, true), { align: 'center' });
    sheet.y += PARAGRAPH_GAP;
  } else if (block.style === 'heading') {
    writeText(sheet, spansOf(block.runs, true), { tag: 'H2', indent: INDENT });
    sheet.y += PARAGRAPH_GAP;
  } else {
    const spans = block.style === 'ground' ? italic(block.runs) : spansOf(block.runs);
    writeText(sheet, spans, { indent: INDENT, align: 'justify', size: BODY_SIZE, keep });
    sheet.y += PARAGRAPH_GAP;
  }
}

function writeSubject(sheet: Sheet, block: TextBlock): void {
  sheet.y -= PARAGRAPH_GAP;
  writeText(sheet, spansOf(block.runs, true), { align: 'center' });
  sheet.y += 3;
  writeRule(sheet, { x: sheet.left, width: sheet.width }, 90);
  sheet.y += 12;
}

function spansOf(runs: Run[], bold = false): Span[] {
  return runs.map((run) => ({ text: run.text, face: bold || run.bold ? 'bold' : 'regular' }));
}

function italic(runs: Run[]): Span[] {
  return runs.map((run) => ({ text: run.text, face: run.bold ? 'boldItalic' : 'italic' }));
}

function upper(runs: Run[]): Span[] {
  return runs.map((run) => ({ text: run.text.toLocaleUpperCase('vi'), face: 'bold' }));
}

function plain(block: TextBlock): string {
  return block.runs.map((run) => run.text).join('');
}
