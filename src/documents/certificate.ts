// The recognition certificate: one framed landscape page with a QR code and a typed code.
import { drawTaggedQr, urlSize, writeMark, type Ending, type Verification } from './ending.ts';
import { MOTTO, NATIONAL_TITLE, numberLine, placeAndDate, type HeadingInput } from './heading.ts';
import { breakLines, lineHeight, type Span } from './lines.ts';
import { isText, type Block, type Signature, type TextBlock } from './markup.ts';
import {
  MM,
  artifact,
  keepSigningPlace,
  span,
  writeRule,
  writeText,
  type Sheet,
  type Tag,
} from './sheet.ts';

export type CertificateInput = HeadingInput & Ending & { blocks: Block[] };

const RED = '#8f1d21';
const GOLD = '#a9812f';
const FRAME = 8 * MM;
const SIDE = 24 * MM;
const BODY_TOP = 118;
const FOOT_HEIGHT = 150;
const FOOT_SHARE = 0.5;
const QR_SIZE = 34 * MM;
const SIGNING_ROOM = 62;
/** Long names shrink the page's text down to this share before the certificate is refused. */
const SMALLEST = 0.55;

type Look = { size: number; face: 'regular' | 'bold'; tag: Tag; color?: string; after: number };
const LOOKS: Record<TextBlock['style'], Look> = {
  title: { size: 36, face: 'bold', tag: 'H1', color: RED, after: 0 },
  subject: { size: 18, face: 'bold', tag: 'P', after: 6 },
  centre: { size: 25, face: 'bold', tag: 'P', color: RED, after: 2 },
  heading: { size: 16, face: 'bold', tag: 'P', after: 4 },
  paragraph: { size: 15, face: 'regular', tag: 'P', after: 4 },
  ground: { size: 13, face: 'regular', tag: 'P', after: 8 },
  item: { size: 14, face: 'regular', tag: 'P', after: 1 },
};

/**
 * Draws the whole certificate on the open page.
 * @throws RangeError when the text does not fit on one page
 */
export function writeCertificate(sheet: Sheet, input: CertificateInput): void {
  drawFrame(sheet);
  sheet.left = SIDE;
  sheet.width = sheet.doc.page.width - 2 * SIDE;
  sheet.bottom = sheet.doc.page.height - FRAME;
  writeHead(sheet, input);
  const foot = sheet.bottom - FOOT_HEIGHT - 4 * MM;
  writeBody(sheet, input, foot);
  writeFoot(sheet, input, foot);
}

function writeHead(sheet: Sheet, input: CertificateInput): void {
  sheet.y = FRAME + 6 * MM;
  const column = { x: sheet.left, width: sheet.width };
  writeText(sheet, span(NATIONAL_TITLE, 'bold'), { align: 'center', size: 14 });
  writeText(sheet, span(MOTTO, 'bold'), { align: 'center', size: 14 });
  sheet.y += 1;
  writeRule(sheet, column, sheet.doc.font('bold', 14).widthOfString(MOTTO));
  sheet.y += 8;
  const name = input.organisation.name.toLocaleUpperCase('vi');
  writeText(sheet, span(name, 'bold'), { align: 'center', size: 13 });
}

function writeBody(sheet: Sheet, input: CertificateInput, foot: number): void {
  const blocks = input.blocks.filter(isText);
  const number = numberLine(input);
  const numbered = number === '' ? blocks : withNumber(blocks, number);
  const room = foot - BODY_TOP;
  const scale = scaleFor(sheet, numbered, room);
  const height = bodyHeight(sheet, numbered, scale);
  sheet.y = BODY_TOP + Math.max(0, (room - height) / 2);
  for (const block of numbered) {
    const { size, tag, color, after } = LOOKS[block.style];
    const options = { tag, size: size * scale, align: 'center', ...(color && { color }) } as const;
    writeText(sheet, spansOf(block), options);
    sheet.y += after * scale;
  }
}

/** The number stands under the title. */
function withNumber(blocks: TextBlock[], number: string): TextBlock[] {
  const titles = blocks.filter(({ style }) => style === 'title');
  const line: TextBlock = { style: 'ground', runs: [{ text: number, bold: false }] };
  return [...titles, line, ...blocks.filter(({ style }) => style !== 'title')];
}

function scaleFor(sheet: Sheet, blocks: TextBlock[], room: number): number {
  for (let scale = 1; scale >= SMALLEST; scale -= 0.05) {
    if (bodyHeight(sheet, blocks, scale) <= room) return scale;
  }
  throw new RangeError('The text of the certificate does not fit on one page');
}

function bodyHeight(sheet: Sheet, blocks: TextBlock[], scale: number): number {
  return blocks.reduce((height, block) => {
    const size = LOOKS[block.style].size * scale;
    const lines = breakLines(sheet.doc, spansOf(block), { size, width: sheet.width });
    return height + lines.length * lineHeight(size) + LOOKS[block.style].after * scale;
  }, 0);
}

function spansOf(block: TextBlock): Span[] {
  const { face } = LOOKS[block.style];
  const upper = block.style === 'title';
  return block.runs.map(({ text, bold }) => ({
    text: upper ? text.toLocaleUpperCase('vi') : text,
    face: bold ? 'bold' : face,
  }));
}

function writeFoot(sheet: Sheet, input: CertificateInput, foot: number): void {
  if (input.verification) writeCheck(sheet, input.verification, foot);
  const split = sheet.width * FOOT_SHARE;
  const column = { x: sheet.left + split, width: sheet.width - split };
  sheet.y = foot;
  writeText(sheet, span(placeAndDate(input), 'italic'), { ...column, align: 'center', size: 13 });
  for (const signature of input.signatures.slice(0, 1)) writeSigner(sheet, signature, column);
}

function writeSigner(
  sheet: Sheet,
  { title, name }: Signature,
  column: { x: number; width: number },
): void {
  const text = { ...column, align: 'center', size: 13 } as const;
  writeText(sheet, span(title.toLocaleUpperCase('vi'), 'bold'), text);
  const room = sheet.y + SIGNING_ROOM;
  if (sheet.mark !== '') {
    sheet.y += 12;
    writeMark(sheet, column);
  }
  keepSigningPlace(sheet, column, { from: room - SIGNING_ROOM, to: room });
  sheet.y = Math.max(sheet.y, room);
  writeText(sheet, span(name, 'bold'), text);
}

/** QR code with the typed code and the address beside it, for those without a camera. */
function writeCheck(sheet: Sheet, { url, code }: Verification, foot: number): void {
  const top = foot + (FOOT_HEIGHT - QR_SIZE) / 2;
  drawTaggedQr(sheet, url, { x: sheet.left - 6, y: top, size: QR_SIZE });
  const x = sheet.left + QR_SIZE;
  const text = { x, width: sheet.width * FOOT_SHARE - QR_SIZE - 6 };
  sheet.y = top + QR_SIZE / 2 - 34;
  writeText(sheet, span('Mã kiểm tra'), { ...text, size: 11 });
  writeText(sheet, span(code, 'bold'), { ...text, size: 15 });
  writeText(sheet, span('Quét mã QR hoặc nhập mã tại:'), { ...text, size: 10 });
  writeText(sheet, span(url), { ...text, size: urlSize(sheet, url, text.width) });
}

function drawFrame(sheet: Sheet): void {
  const { doc } = sheet;
  const { width, height } = doc.page;
  artifact(sheet, () => {
    doc
      .rect(FRAME, FRAME, width - 2 * FRAME, height - 2 * FRAME)
      .lineWidth(2.5)
      .stroke(RED);
    const inner = FRAME + 6;
    doc
      .rect(inner, inner, width - 2 * inner, height - 2 * inner)
      .lineWidth(0.8)
      .stroke(GOLD);
    for (const x of [inner, width - inner]) {
      for (const y of [inner, height - inner]) drawLozenge(doc, x, y);
    }
  });
}

/** A small lozenge closes each corner of the inner frame. */
function drawLozenge(doc: PDFKit.PDFDocument, x: number, y: number): void {
  const reach = 7;
  doc.polygon([x, y - reach], [x + reach, y], [x, y + reach], [x - reach, y]);
  doc.lineWidth(0.8).fillAndStroke('white', GOLD);
  doc.polygon([x, y - 3], [x + 3, y], [x, y + 3], [x - 3, y]).fill(RED);
}
