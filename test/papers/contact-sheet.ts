// node test/papers/contact-sheet.ts: every kind of paper on one picture, docs/papers.png; with a folder as argument
// every page as a picture of its own in it.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gallery } from './gallery.ts';
import { picturesOf, pngOf, type Picture } from './picture.ts';

const scale = 0.45;
const columns = 7;
const cell = { width: 388, height: 388 };

async function main(folder: string | undefined): Promise<void> {
  const shown = await gallery();
  if (folder !== undefined) {
    mkdirSync(folder, { recursive: true });
    for (const { kind, pdf } of shown) {
      for (const [page, picture] of (await picturesOf(pdf, 1.1)).entries())
        writeFileSync(join(folder, `${kind}-${page + 1}.png`), pngOf(picture));
    }
    return;
  }
  const firsts: Picture[] = [];
  for (const { pdf } of shown) firsts.push((await picturesOf(pdf, scale))[0] as Picture);
  const file = new URL('../../docs/papers.png', import.meta.url);
  const png = pngOf(together(firsts), 6);
  writeFileSync(file, png);
  process.stdout.write(`docs/papers.png: ${firsts.length} papers, ${png.length} bytes\n`);
}

/** In rows, each page on grey. */
function together(pictures: readonly Picture[]): Picture {
  const width = columns * cell.width;
  const height = Math.ceil(pictures.length / columns) * cell.height;
  const rgb = new Uint8Array(width * height * 3).fill(204);
  for (const [index, picture] of pictures.entries()) {
    const left = (index % columns) * cell.width + 4;
    const top = Math.floor(index / columns) * cell.height + 4;
    for (let y = 0; y < Math.min(picture.height, cell.height - 8); y += 1) {
      const row = picture.rgb.subarray(y * picture.width * 3, (y + 1) * picture.width * 3);
      rgb.set(row.subarray(0, (cell.width - 8) * 3), ((top + y) * width + left) * 3);
    }
  }
  return { width, height, rgb };
}

await main(process.argv[2]);
