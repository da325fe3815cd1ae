// The end of a paper: recipients, signatures, the mark of an unsigned copy, the verification code.
import { lineHeight } from './lines.ts';
import type { Signature } from './markup.ts';
import { drawQr } from './qr.ts';
import { BODY_SIZE, MARK_COLOR, MM, artifact, reserve, span, writeText, type Sheet } from './sheet.ts';

export type Verification = { url: string; code: string };
export type Ending = {
  recipients: string[];
  signatures: Signature[];
  verification?: Verification;
};

const SIGNING_ROOM = 66;
const RECIPIENT_SIZE = 11;
const QR_SIZE = 26 * MM;

/** Draws recipients at the left and signatures from the right, together on one page. */
export function writeEnding(sheet: Sheet, ending: Ending): void {
  sheet.y += 14;
  reserve(sheet, heightOf(ending));
  const top = sheet.y;
  const columns = signatureColumns(sheet, ending);
  writeRecipients(sheet, ending, (columns[0]?.x ?? sheet.left + sheet.width) - sheet.left - 12);
  let lowest = sheet.y;
  for (const [index, signature] of ending.signatures.entries()) {
    sheet.y = top;
    const column = columns[index] ?? { x: sheet.left, width: sheet.width };
    const marked = index === ending.signatures.length - 1;
    writeSignature(sheet, signature, { ...column, marked, hint: ending.signatures.length > 1 });
    lowest = Math.max(lowest, sheet.y);
  }
  sheet.y = lowest + 10;
  if (ending.verification) writeVerification(sheet, ending.verification);
}

/** Draws the QR code of the address with the typed code beside it, from `sheet.left`. */
export function writeVerification(sheet: Sheet, { url, code }: Verification): void {
  reserve(sheet, QR_SIZE);
  const top = sheet.y;
  drawTaggedQr(sheet, url, { x: sheet.left, y: top, size: QR_SIZE });
  const text = { x: sheet.left + QR_SIZE + 8, width: sheet.width - QR_SIZE - 8, size: 11 };
  sheet.y = top + (QR_SIZE - 3 * lineHeight(11)) / 2;
  writeText(sheet, span('Kiểm tra văn bản này tại:'), text);
  writeText(sheet, span(url), text);
  writeText(sheet, [...span('Mã kiểm tra: '), ...span(code, 'bold')], text);
  sheet.y = Math.max(sheet.y, top + QR_SIZE);
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
export function writeMark(sheet: Sheet, column: { x: number; width: number }): void {
  const size = Math.min(20, markSize(sheet, column.width - 20));
  const text = { ...column, size, align: 'center', color: MARK_COLOR } as const;
  const top = sheet.y;
  sheet.y += 5;
  writeText(sheet, span(sheet.mark, 'bold'), text);
  sheet.y += 7;
  const length = sheet.doc.font('bold', size).widthOfString(sheet.mark) + 16;
  const x = column.x + (column.width - length) / 2;
  artifact(sheet, () =>
    sheet.doc.rect(x, top, length, sheet.y - top).lineWidth(1.5).stroke(MARK_COLOR),
  );
}

function markSize(sheet: Sheet, width: number): number {
  return (width / sheet.doc.font('bold', 100).widthOfString(sheet.mark)) * 100;
}

function heightOf({ recipients, signatures }: Ending): number {
  const titles = signatures.map(({ title }) => title.split('\n').length + Math.floor(title.length / 28));
  const signing = signatures.length === 0 ? 0 : SIGNING_ROOM + (Math.max(...titles) + 3) * lineHeight(BODY_SIZE);
  return Math.max(signing, (recipients.length + 2) * lineHeight(RECIPIENT_SIZE));
}

/** One signature stands in the right half; several share the width. */
function signatureColumns(sheet: Sheet, { signatures }: Ending): { x: number; width: number }[] {
  if (signatures.length === 1) {
    return [{ x: sheet.left + sheet.width * 0.46, width: sheet.width * 0.54 }];
  }
  const width = sheet.width / Math.max(1, signatures.length);
  return signatures.map((_, index) => ({ x: sheet.left + index * width, width }));
}

function writeRecipients(sheet: Sheet, { recipients }: Ending, width: number): void {
  if (recipients.length === 0 || width < 60) return;
  writeText(sheet, span('Nơi nhận:', 'boldItalic'), { width, size: 12 });
  for (const recipient of recipients) {
    writeText(sheet, span(`- ${recipient}`), { width, size: RECIPIENT_SIZE });
  }
}

type SignaturePlace = { x: number; width: number; marked: boolean; hint: boolean };

function writeSignature(sheet: Sheet, { title, name }: Signature, place: SignaturePlace): void {
  const text = { x: place.x, width: place.width, align: 'center' } as const;
  writeText(sheet, span(title.toLocaleUpperCase('vi'), 'bold'), text);
  if (place.hint) writeText(sheet, span('(Ký, ghi rõ họ tên)', 'italic'), { ...text, size: 12 });
  const room = sheet.y + SIGNING_ROOM;
  if (place.marked && sheet.mark !== '') {
    sheet.y += 14;
    writeMark(sheet, place);
  }
  sheet.y = Math.max(sheet.y, room);
  if (name !== '') writeText(sheet, span(name, 'bold'), text);
}
