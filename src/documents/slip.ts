// A slip to cut out of a paper and hand over: a QR code, and beside it who it is for and the code to type.
import { drawQr } from './qr.ts';
import type { SlipBlock } from './markup.ts';
import { MM, artifact, reserve, span, writeText, type Sheet } from './sheet.ts';

const QR_SIZE = 30 * MM;
const HEIGHT = QR_SIZE + 6;
const CODE_SIZE = 17;

/** Returns the height of a slip, in points. */
export function slipHeight(): number {
  return HEIGHT;
}

/** Draws the slip whole on one page, under a dashed line to cut along, and moves `sheet.y` on. */
export function writeSlip(sheet: Sheet, { link, name, role, label, code }: SlipBlock): void {
  reserve(sheet, HEIGHT);
  const top = sheet.y;
  artifact(sheet, () =>
    sheet.doc
      .moveTo(sheet.left, top)
      .lineTo(sheet.left + sheet.width, top)
      .dash(4, { space: 3 })
      .lineWidth(0.5)
      .stroke('black')
      .undash(),
  );
  const square = { x: sheet.left, y: top + 3, size: QR_SIZE };
  const alt = `Mã QR điểm danh ${code}`;
  const bbox = [square.x, square.y, square.x + QR_SIZE, square.y + QR_SIZE];
  const figure = sheet.doc.struct('Figure', { alt, bbox, placement: 'Block' } as never, () =>
    drawQr(sheet.doc, link, square),
  );
  sheet.root.add(figure);
  const text = { x: sheet.left + QR_SIZE + 10, width: sheet.width - QR_SIZE - 10 };
  sheet.y = top + 10;
  writeText(sheet, span(name, 'bold'), text);
  writeText(sheet, span(role), { ...text, size: 12 });
  sheet.y += 4;
  writeText(sheet, span(`${label}:`), { ...text, size: 11 });
  writeText(sheet, span(code, 'bold'), { ...text, size: CODE_SIZE });
  sheet.y = Math.max(sheet.y, top + HEIGHT);
}
