// QR codes as one vector path: sharp at any size, no image in the PDF.
import { create } from 'qrcode';

/** White modules a reader needs around the code. */
export const QUIET_ZONE = 4;

type Square = { x: number; y: number; size: number };

/** Draws the code of `text` (level M) with its quiet zone inside the square, in black. */
export function drawQr(doc: PDFKit.PDFDocument, text: string, square: Square): void {
  const { size, data } = create(text, { errorCorrectionLevel: 'M' }).modules;
  const module = square.size / (size + 2 * QUIET_ZONE);
  for (let row = 0; row < size; row++) {
    for (const { from, length } of darkRuns(data.subarray(row * size, (row + 1) * size))) {
      const x = square.x + (QUIET_ZONE + from) * module;
      const y = square.y + (QUIET_ZONE + row) * module;
      doc.rect(x, y, length * module, module);
    }
  }
  doc.fill('black');
}

/** One rectangle per run instead of per module: a quarter of the bytes, no hairlines between. */
function darkRuns(row: Uint8Array): { from: number; length: number }[] {
  const runs: { from: number; length: number }[] = [];
  for (let from = 0; from < row.length; from++) {
    if (!row[from]) continue;
    let length = 1;
    while (row[from + length]) length++;
    runs.push({ from, length });
    from += length;
  }
  return runs;
}
