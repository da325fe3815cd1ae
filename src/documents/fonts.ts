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

function open(face: Face): Font {
  const path = createRequire(import.meta.url).resolve(`@expo-google-fonts/tinos/${FILES[face]}`);
  return openSync(path) as Font;
}
