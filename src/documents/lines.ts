// Breaks text into lines and draws them. PDFKit's own justified text drops the space characters,
// which screen readers need; here every word keeps its space.
import { printable, type Face } from './fonts.ts';

export type Span = { text: string; face: Face };
type Piece = Span & { width: number };
/** Pieces that stand together without a space, such as a bold word and its comma. */
type Word = { pieces: Piece[]; width: number };
export type Line = { words: Word[]; width: number; indent: number; last: boolean };
export type Align = 'left' | 'center' | 'right' | 'justify';
export type Measure = { size: number; width: number; indent?: number };
export type Place = { x: number; y: number; width: number; size: number; align: Align };

const LEADING = 1.3;

/** Returns the height of one line in points for a type size in points. */
export function lineHeight(size: number): number {
  return size * LEADING;
}

/** Returns the lines of the spans; a line break in the text starts a new line, indented again. */
export function breakLines(doc: PDFKit.PDFDocument, spans: Span[], measure: Measure): Line[] {
  return paragraphs(spans).flatMap((paragraph) => breakParagraph(doc, paragraph, measure));
}

function breakParagraph(doc: PDFKit.PDFDocument, spans: Span[], measure: Measure): Line[] {
  const space = widthOf(doc, ' ', 'regular', measure.size);
  const indent = measure.indent ?? 0;
  const lines: Line[] = [];
  let line: Line = { words: [], width: 0, indent, last: false };
  for (const word of words(doc, spans, measure.size)) {
    for (const part of fitting(doc, word, measure)) {
      const width = line.width + (line.words.length > 0 ? space : 0) + part.width;
      if (line.words.length > 0 && line.indent + width > measure.width) {
        lines.push(line);
        line = { words: [part], width: part.width, indent: 0, last: false };
      } else {
        line.words.push(part);
        line.width = width;
      }
    }
  }
  if (line.words.length > 0) lines.push({ ...line, last: true });
  return lines;
}

/** Draws one line with its top at `place.y`. */
export function drawLine(doc: PDFKit.PDFDocument, line: Line, place: Place): void {
  const room = place.width - line.indent - line.width;
  const gaps = line.words.length - 1;
  const stretch = place.align === 'justify' && !line.last && gaps > 0 ? room / gaps : 0;
  const space = widthOf(doc, ' ', 'regular', place.size) + stretch;
  let x = place.x + line.indent + room * shareBefore(place.align);
  for (const { text, face, width } of drawn(line, stretch > 0, space)) {
    doc.font(face, place.size).text(text, x, place.y, { lineBreak: false });
    x += width;
  }
}

function shareBefore(align: Align): number {
  if (align === 'center') return 0.5;
  return align === 'right' ? 1 : 0;
}

/** Neighbours of one face are drawn as one text, unless the spaces between them are stretched. */
function drawn(line: Line, stretched: boolean, space: number): Piece[] {
  const result: Piece[] = [];
  for (const [index, word] of line.words.entries()) {
    const end = index === line.words.length - 1;
    for (const [at, piece] of word.pieces.entries()) {
      const closes = at === word.pieces.length - 1;
      const text = closes && !(end && line.last) ? `${piece.text} ` : piece.text;
      const width = piece.width + (closes ? space : 0);
      const before = result.at(-1);
      if (before && !stretched && before.face === piece.face) {
        before.text += text;
        before.width += width;
      } else result.push({ text, face: piece.face, width });
    }
  }
  return result;
}

function paragraphs(spans: Span[]): Span[][] {
  const result: Span[][] = [[]];
  for (const { text, face } of spans) {
    for (const [index, part] of printable(text).split('\n').entries()) {
      if (index > 0) result.push([]);
      result.at(-1)?.push({ text: part, face });
    }
  }
  return result;
}

function words(doc: PDFKit.PDFDocument, spans: Span[], size: number): Word[] {
  const result: Word[] = [];
  let joins = false;
  for (const { text, face } of spans) {
    for (const part of text.split(/([ \t]+)/)) {
      if (part.trim() === '') {
        joins = joins && part === '';
        continue;
      }
      const piece = { text: part, face, width: widthOf(doc, part, face, size) };
      const word = result.at(-1);
      if (joins && word) {
        word.pieces.push(piece);
        word.width += piece.width;
      } else result.push({ pieces: [piece], width: piece.width });
      joins = true;
    }
  }
  return result;
}

/** A word wider than the column (a long address in a narrow cell) is cut between letters. */
function fitting(doc: PDFKit.PDFDocument, word: Word, measure: Measure): Word[] {
  if (word.width <= measure.width) return [word];
  const parts: Word[] = [];
  for (const { text, face } of word.pieces) {
    for (const letter of text) {
      const width = widthOf(doc, letter, face, measure.size);
      const part = parts.at(-1);
      const piece = part?.pieces[0];
      if (part && piece?.face === face && part.width + width <= measure.width) {
        piece.text += letter;
        piece.width += width;
        part.width += width;
      } else parts.push({ pieces: [{ text: letter, face, width }], width });
    }
  }
  return parts;
}

function widthOf(doc: PDFKit.PDFDocument, text: string, face: Face, size: number): number {
  return doc.font(face, size).widthOfString(text);
}
