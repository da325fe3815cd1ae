// Tables that people send as XLSX or CSV: columns found by their headings in either language, cells as plain text.
import { parseCsv } from 'hucre/csv';
import { readXlsx, writeXlsx, type CellValue } from 'hucre/xlsx';
import type { Text } from '../../machines/text.ts';
import { Problem } from '../problem.ts';
import { fold } from '../words.ts';

/** A column by its key, its heading, and other headings it is known by. */
export type Column<K extends string> = {
  key: K;
  title: Text;
  also?: readonly string[];
  /** A table without it cannot be read. */
  required?: boolean;
};

/** A row with its number in the file, as the program that shows it counts. Cells left empty are absent. */
export type GridRow<K extends string> = { line: number; cells: Partial<Record<K, string>> };

export const xlsxType = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

const mostRows = 100_000;
const searchedForHeadings = 20;

/**
 * Reads the first sheet, below the first line that has all required headings.
 * @throws Problem `invalid` when it is no table, or a required column is not there (naming it)
 */
export async function readGrid<K extends string>(
  bytes: Uint8Array,
  columns: readonly Column<K>[],
): Promise<GridRow<K>[]> {
  const rows = await cellsOf(bytes);
  const head = rows.slice(0, searchedForHeadings).findIndex((row) => hasAll(row, columns));
  if (head < 0) throw missing(rows, columns);
  const places = placesOf(rows[head] as CellValue[], columns);
  return rows.slice(head + 1, head + 1 + mostRows).flatMap((row, index) => {
    const cells = Object.fromEntries(
      [...places].flatMap(([key, place]) => {
        const text = textOf(row[place] ?? null);
        return text === '' ? [] : [[key, text]];
      }),
    ) as Partial<Record<K, string>>;
    return Object.keys(cells).length === 0 ? [] : [{ line: head + 2 + index, cells }];
  });
}

/** Writes one sheet with frozen headings. Numbers stay numbers; everything else is text. */
export async function writeGrid<K extends string>(
  name: string,
  columns: readonly Column<K>[],
  rows: readonly Partial<Record<K, string | number>>[],
): Promise<Uint8Array> {
  return writeXlsx({
    sheets: [
      {
        name,
        columns: columns.map(({ key, title }) => ({ key, header: title.vi, autoWidth: true })),
        data: [...rows] as Record<string, string | number>[],
        freezePane: { rows: 1 },
      },
    ],
  });
}

async function cellsOf(bytes: Uint8Array): Promise<CellValue[][]> {
  const isZip = bytes[0] === 0x50 && bytes[1] === 0x4b;
  try {
    if (!isZip) return parseCsv(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
    const { sheets } = await readXlsx(bytes, { sheets: [0] });
    return sheets[0]?.rows ?? [];
  } catch (error) {
    const detail = {
      vi: 'Không đọc được bảng; hãy gửi tệp .xlsx, hoặc .csv mã UTF-8',
      en: 'The table cannot be read; send an .xlsx file, or .csv in UTF-8',
    };
    const errors = [{ pointer: '/file', code: 'table', detail }];
    throw new Problem('invalid', { detail, errors }, { cause: error });
  }
}

const nameOf = (heading: CellValue): string =>
  fold(textOf(heading))
    .replace(/[^a-z0-9]+/g, ' ')
    .trim();

const namesOf = <K extends string>({ key, title, also = [] }: Column<K>): string[] =>
  [key, title.vi, title.en, ...also].map(nameOf);

function placesOf<K extends string>(
  row: readonly CellValue[],
  columns: readonly Column<K>[],
): Map<K, number> {
  const headings = row.map(nameOf);
  return new Map(
    columns.flatMap((column): [K, number][] => {
      const names = namesOf(column);
      const place = headings.findIndex((heading) => names.includes(heading));
      return place < 0 ? [] : [[column.key, place]];
    }),
  );
}

function hasAll<K extends string>(row: CellValue[], columns: readonly Column<K>[]): boolean {
  const places = placesOf(row, columns);
  return columns.every(({ key, required }) => !required || places.has(key));
}

function missing<K extends string>(rows: CellValue[][], columns: readonly Column<K>[]): Problem {
  const counted = rows
    .slice(0, searchedForHeadings)
    .map((row) => placesOf(row, columns))
    .toSorted((one, other) => other.size - one.size)[0];
  const gone = columns.filter(({ key, required }) => required && !counted?.has(key));
  const list = (language: 'vi' | 'en'): string =>
    gone.map(({ title }) => `“${title[language]}”`).join(', ');
  const detail = {
    vi: `Bảng thiếu cột ${list('vi')}; ghi tên cột ở dòng đầu`,
    en: `The table has no column ${list('en')}; the first line holds the headings`,
  };
  return new Problem('invalid', {
    detail,
    errors: [{ pointer: '/file', code: 'columns', detail }],
  });
}

function textOf(cell: CellValue): string {
  if (cell === null) return '';
  if (cell instanceof Date) return cell.toISOString().slice(0, 10);
  return String(cell).normalize('NFC').replace(/\s+/g, ' ').trim();
}
