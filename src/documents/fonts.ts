// The four faces of Tinos, metric-compatible with Times New Roman (OFL-1.1). Parsed once per
// process: parsing per paper makes a paper ten times slower.
import { createRequire } from 'node:module';
import { openSync, type Font } from 'fontkit';

export type Face = 'regular' | 'bold' | 'italic' | 'boldItalic';

const FILES: Record<Face, string> = {
  regular: '400Regular/Tinos_400Regular.ttf',
  bold: '700Bold/Tinos_700Bold.ttf',
  italic: '400Regular_Italic/Tinos_400Regular_Italic.ttf',
  boldItalic: '700Bold_Italic/Tinos_700Bold_Italic.ttf',
};

let parsed: Record<Face, Font> | undefined;

/** Returns the parsed faces; reads the files on the first call only. */
export function faces(): Record<Face, Font> {
  parsed ??= {
    regular: open('regular'),
    bold: open('bold'),
    italic: open('italic'),
    boldItalic: open('boldItalic'),
  };
  return parsed;
}

/** Returns the text in NFC, with "?" for signs the faces cannot print (PDF/A forbids blanks). */
export function printable(text: string): string {
  const font = faces().regular;
  return text
    .normalize('NFC')
    .replace(/[^\n\t\u0020-\u007E\u00C0-\u01B0\u1EA0-\u1EF9]/gu, (sign) =>
      font.hasGlyphForCodePoint(sign.codePointAt(0) ?? 0) ? sign : '?',
    );
}

function open(face: Face): Font {
  const path = createRequire(import.meta.url).resolve(`@expo-google-fonts/tinos/${FILES[face]}`);
  const font = openSync(path) as Font;
  nameGlyphs(font);
  return font;
}

/**
 * A parsed font remembers each glyph with the characters it was first asked for, and embedding
 * "Ý" asks for "Y" with none: the next paper would then print a Y that nobody can copy or hear.
 * Asking for every character first, lowest first, fixes the answer for the life of the process.
 */
function nameGlyphs(font: Font): void {
  for (const codePoint of font.characterSet.toSorted((a, b) => a - b)) {
    font.glyphForCodePoint(codePoint);
  }
}
