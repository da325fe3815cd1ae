// The head of a paper: issuing body, number, national title and motto, place and date.
import { formatVietnameseDate } from './date.ts';
import { breakLines, type Span } from './lines.ts';
import { span, writeRule, writeText, type Sheet } from './sheet.ts';

export type HeadingInput = {
  organisation: { name: string; parent?: string; abbreviation: string; place: string };
  /** Letters of the symbol; no letters and no number means the paper carries no number line. */
  type: string;
  number?: string;
  issuedOn?: string;
};

export const NATIONAL_TITLE = 'CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM';
export const MOTTO = 'Độc lập - Tự do - Hạnh phúc';
const SMALL = 12;
const SIZE = 13;
const LEFT_SHARE = 0.45;

type Column = { x: number; width: number };

/**
 * Draws issuing body and number at the left, national title, place and date at the right.
 * @law NĐ 30/2020/NĐ-CP Đ8, Phụ lục I
 */
export function writeOrganisationHeading(sheet: Sheet, input: HeadingInput): void {
  const split = sheet.width * LEFT_SHARE;
  const left = { x: sheet.left, width: split - 8 };
  const right = { x: sheet.left + split, width: sheet.width - split };
  const top = sheet.y;
  writeIssuer(sheet, input, left);
  const afterIssuer = sheet.y;
  sheet.y = top;
  writeNation(sheet, right);
  sheet.y = Math.max(sheet.y, afterIssuer) + 8;
  const line = sheet.y;
  const number = numberLine(input);
  if (number !== '') writeText(sheet, span(number), { ...left, align: 'center', size: SIZE });
  const afterNumber = sheet.y;
  sheet.y = line;
  const date = span(placeAndDate(input), 'italic');
  writeText(sheet, date, { ...right, align: 'center', size: SIZE });
  sheet.y = Math.max(sheet.y, afterNumber) + 14;
}

/** Draws national title and motto over the whole width: papers signed by founders, not issued. */
export function writeNationalHeading(sheet: Sheet, input: HeadingInput): void {
  const column = { x: sheet.left, width: sheet.width };
  writeNation(sheet, column);
  sheet.y += 10;
  writeText(sheet, span(placeAndDate(input), 'italic'), { align: 'right', size: SIZE });
  sheet.y += 12;
}

/** Returns "Cà Mau, ngày 05 tháng 01 năm 2026", with dots where the day is not known yet. */
export function placeAndDate({ organisation, issuedOn }: HeadingInput): string {
  const date = issuedOn === undefined ? 'ngày …… tháng …… năm ………' : formatVietnameseDate(issuedOn);
  return `${organisation.place}, ${date}`;
}

/** Returns "Số: 12/QĐ-LMHTX", dots in place of a number not yet given, '' for unnumbered papers. */
export function numberLine({ organisation, number, type }: HeadingInput): string {
  if (number !== undefined) return `Số: ${number}`;
  return type === '' ? '' : `Số: ……/${type}-${organisation.abbreviation}`;
}

function writeIssuer(sheet: Sheet, { organisation }: HeadingInput, column: Column): void {
  const text = { ...column, align: 'center', size: SMALL } as const;
  if (organisation.parent !== undefined) {
    const parent = span(organisation.parent.toLocaleUpperCase('vi'));
    writeText(sheet, parent, { ...text, ...balanced(sheet, parent, column) });
  }
  const name = span(organisation.name.toLocaleUpperCase('vi'), 'bold');
  writeText(sheet, name, { ...text, ...balanced(sheet, name, column) });
  sheet.y += 2;
  writeRule(sheet, column, column.width * 0.4);
}

/** The narrowest column that takes no more lines: a long name breaks into lines of like length. */
function balanced(sheet: Sheet, spans: Span[], { x, width }: Column): Column {
  const linesIn = (room: number): number =>
    breakLines(sheet.doc, spans, { size: SMALL, width: room }).length;
  const lines = linesIn(width);
  let narrow = width;
  while (narrow > width / 2 && linesIn(narrow - 4) === lines) narrow -= 4;
  return { x: x + (width - narrow) / 2, width: narrow };
}

function writeNation(sheet: Sheet, column: Column): void {
  const text = { ...column, align: 'center' } as const;
  writeText(sheet, span(NATIONAL_TITLE, 'bold'), { ...text, size: SMALL });
  writeText(sheet, span(MOTTO, 'bold'), { ...text, size: SIZE });
  sheet.y += 2;
  writeRule(sheet, column, sheet.doc.font('bold', SIZE).widthOfString(MOTTO));
}
