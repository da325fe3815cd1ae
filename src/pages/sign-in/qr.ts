// A QR code as one path of SVG: sharp at any size, nothing to load.
import { create } from 'qrcode';

const quiet = 4;

/** Side of the square in modules, and the path of its dark runs. */
export function qrPath(text: string): { side: number; path: string } {
  const { size, data } = create(text, { errorCorrectionLevel: 'M' }).modules;
  const lines: string[] = [];
  for (let row = 0; row < size; row += 1) {
    const dark = Array.from(data.subarray(row * size, (row + 1) * size), (on) => (on ? '1' : '0'));
    for (const { index, 0: run } of dark.join('').matchAll(/1+/g))
      lines.push(`M${index + quiet} ${row + quiet}h${run.length}v1h-${run.length}z`);
  }
  return { side: size + 2 * quiet, path: lines.join('') };
}
