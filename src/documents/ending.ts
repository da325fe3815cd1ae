// The end of a paper: recipients, signatures, the mark of an unsigned copy, the verification code.
import { breakLines, lineHeight } from './lines.ts';
import type { Signature } from './markup.ts';
import { drawQr } from './qr.ts';
import {
  BODY_SIZE,
  MARK_COLOR,
  MM,
  artifact,
  keepSigningPlace,
  reserve,
  span,
  writeText,
  type Sheet,
} from './sheet.ts';

export type Verification = { url: string; code: string };
export type Ending = {
  recipients: string[];
  signatures: Signature[];
  verification?: Verification;
};

const SIGNING_ROOM = 66;
const RECIPIENT_SIZE = 11;
const QR_SIZE = 22 * MM;
const GAP = 14;
const URL_SIZE = 10;
/** Where a single signature starts, as a share of the line. */
const LEFT_SHARE = 0.46;

/**
 * Draws recipients and verification code at the left and the signature at the right; several
 * signatures share the width and the code stands under them. All together on one page.
 */
export function writeEnding(sheet: Sheet, ending: Ending): void {
  reserve(sheet, endingHeight(sheet, ending));
  sheet.y += GAP;
  const top = sheet.y;
  const columns = signatureColumns(sheet, ending);
  const alone = ending.signatures.length <= 1;
  const left = {
    x: sheet.left,
    width: (columns[0]?.x ?? sheet.left + sheet.width) - sheet.left - 12,
  };
  if (alone) writeLeft(sheet, ending, left);
  let lowest = sheet.y;
  for (const [index, signature] of ending.signatures.entries()) {
    sheet.y = top;
    const column = columns[index] ?? left;
    const marked = index === ending.signatures.length - 1;
    writeSignature(sheet, signature, { ...column, marked, hint: !alone });
    lowest = Math.max(lowest, sheet.y);
  }
  sheet.y = lowest;
  if (!alone) writeLeft(sheet, ending, { x: sheet.left, width: sheet.width });
}

/** Returns the height the end of the paper needs, in points. */
export function endingHeight(sheet: Sheet, ending: Ending): number {
  const columns = signatureColumns(sheet, ending);
  const alone = ending.signatures.length <= 1;
  const titles = ending.signatures.map(({ title }, index) =>
    linesHigh(sheet, title.toLocaleUpperCase('vi'), (columns[index]?.width ?? 0) - 10),
  );
  const lines = Math.max(0, ...titles) + (alone ? 1 : 2);
  const signing = titles.length === 0 ? 0 : SIGNING_ROOM + lines * lineHeight(BODY_SIZE);
  const left = leftHeight(sheet, ending, alone ? LEFT_SHARE * sheet.width - 12 : sheet.width);
  return GAP + (alone ? Math.max(signing, left) : signing + left);
}

function leftHeight(sheet: Sheet, { recipients, verification }: Ending, width: number): number {
  const lines = recipients.map((recipient) => linesHigh(sheet, `- ${recipient}`, width));
  const listed = lines.reduce((sum, count) => sum + count * lineHeight(RECIPIENT_SIZE), 0);
  const list = recipients.length === 0 ? 0 : listed + lineHeight(BODY_SIZE);
  return list + (verification ? GAP / 2 + QR_SIZE + lineHeight(URL_SIZE) : 0);
}

/** How many lines the text takes, measured in the widest face it may be set in. */
function linesHigh(sheet: Sheet, text: string, width: number): number {
  return breakLines(sheet.doc, span(text, 'bold'), { size: BODY_SIZE, width }).length;
}

type Column = { x: number; width: number };

function writeLeft(sheet: Sheet, { recipients, verification }: Ending, column: Column): void {
  if (recipients.length > 0) {
    writeText(sheet, span('Nơi nhận:', 'boldItalic'), { ...column, size: 12 });
    for (const recipient of recipients) {
      writeText(sheet, span(`- ${recipient}`), { ...column, size: RECIPIENT_SIZE });
    }
  }
  if (!verification) return;
  sheet.y += GAP / 2;
  writeVerification(sheet, verification, column);
}

/** The QR code of the address, the typed code beside it, the address under it. */
function writeVerification(sheet: Sheet, { url, code }: Verification, column: Column): void {
  const top = sheet.y;
  drawTaggedQr(sheet, url, { x: column.x - 6, y: top, size: QR_SIZE });
  const text = { x: column.x + QR_SIZE - 2, width: column.width - QR_SIZE };
  sheet.y = top + 12;
  writeText(sheet, span('Mã kiểm tra:'), { ...text, size: 11 });
  writeText(sheet, span(code, 'bold'), { ...text, size: 13 });
  sheet.y = top + QR_SIZE;
  writeText(sheet, span(url), { ...column, size: urlSize(sheet, url, column.width) });
}

/** Returns the size that keeps an address on one line, as far as it stays readable. */
export function urlSize(sheet: Sheet, url: string, width: number): number {
  const fits = width / sheet.doc.font('regular', 1).widthOfString(url);
  return Math.max(7, Math.min(URL_SIZE, fits - 0.05));
}

/** Draws a QR code as a figure with an alternative text. */
export function drawTaggedQr(
  sheet: Sheet,
  url: string,
  square: { x: number; y: number; size: number },
): void {
  const { x, y, size } = square;
  const figure = sheet.doc.struct(
    'Figure',
    { alt: `Mã QR mở trang kiểm tra ${url}`, bbox: [x, y, x + size, y + size], placement: 'Block' },
    () => drawQr(sheet.doc, url, square),
  );
  sheet.root.add(figure);
}

/** Draws the mark (such as "BẢN CHƯA KÝ SỐ") framed, where a seal would stand, and moves on. */
export function writeMark(sheet: Sheet, column: Column): void {
  const size = Math.min(20, markSize(sheet, column.width - 20));
  const text = { ...column, size, align: 'center', color: MARK_COLOR } as const;
  const top = sheet.y;
  sheet.y += 5;
  writeText(sheet, span(sheet.mark, 'bold'), text);
  sheet.y += 7;
  const length = sheet.doc.font('bold', size).widthOfString(sheet.mark) + 16;
  const x = column.x + (column.width - length) / 2;
  artifact(sheet, () =>
    sheet.doc
      .rect(x, top, length, sheet.y - top)
      .lineWidth(1.5)
      .stroke(MARK_COLOR),
  );
}

function markSize(sheet: Sheet, width: number): number {
  return (width / sheet.doc.font('bold', 100).widthOfString(sheet.mark)) * 100;
}

/** One signature stands in the right half; several share the width. */
function signatureColumns(sheet: Sheet, { signatures }: Ending): Column[] {
  if (signatures.length === 1) {
    return [{ x: sheet.left + sheet.width * LEFT_SHARE, width: sheet.width * (1 - LEFT_SHARE) }];
  }
  const width = sheet.width / Math.max(1, signatures.length);
  return signatures.map((_, index) => ({ x: sheet.left + index * width, width }));
}

type SignaturePlace = Column & { marked: boolean; hint: boolean };

function writeSignature(sheet: Sheet, { title, name }: Signature, place: SignaturePlace): void {
  const text = { x: place.x + 5, width: place.width - 10, align: 'center' } as const;
  writeText(sheet, span(title.toLocaleUpperCase('vi'), 'bold'), text);
  if (place.hint) writeText(sheet, span('(Ký, ghi rõ họ tên)', 'italic'), { ...text, size: 12 });
  const room = sheet.y + SIGNING_ROOM;
  if (place.marked && sheet.mark !== '') {
    sheet.y += 14;
    writeMark(sheet, place);
  }
  keepSigningPlace(sheet, place, { from: room - SIGNING_ROOM, to: room });
  sheet.y = Math.max(sheet.y, room);
  if (name !== '') writeText(sheet, span(name, 'bold'), text);
}
