// Tables that people send as XLSX or CSV: columns found by their headings in either language, cells as plain text.
import { writeCsv } from 'hucre/csv';
import { writeXlsx } from 'hucre/xlsx';
import type { Text } from '../../machines/text.ts';
import { Problem } from '../problem.ts';
import { fold } from '../words.ts';
import { readCells } from './cells.ts';
import type { Cells } from './plain-cells.ts';

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

const searchedForHeadings = 20;

/**
 * Reads the first sheet, below the first line that has all required headings. The bytes may come from a stranger: they
 * are opened in a process apart.
 * @throws Problem `invalid` when it is no table, too heavy a one, or a required column is not there (naming it)
 */
export async function readGrid<K extends string>(
  bytes: Uint8Array,
  columns: readonly Column<K>[],
): Promise<GridRow<K>[]> {
  const rows = await readCells(bytes);
  const head = rows.slice(0, searchedForHeadings).findIndex((row) => hasAll(row, columns));
  if (head < 0) throw missing(rows, columns);
  const places = placesOf(rows[head] as string[], columns);
  return rows.slice(head + 1).flatMap((row, index) => {
    const cells = Object.fromEntries(
      [...places].flatMap(([key, place]) => {
        const text = row[place] ?? '';
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

/** Writes the same table as CSV, marked as UTF-8; a text that a spreadsheet would take for a formula stays a text. */
export function writeText<K extends string>(
  columns: readonly Column<K>[],
  rows: readonly Partial<Record<K, string | number>>[],
): string {
  const cells = rows.map((row) => columns.map(({ key }) => row[key] ?? ''));
  const head = columns.map(({ title }) => title.vi);
  return writeCsv([head, ...cells], { bom: true, escapeFormulae: true });
}

const nameOf = (heading: string): string =>
  fold(heading)
    .replace(/[^a-z0-9]+/g, ' ')
    .trim();

const namesOf = <K extends string>({ key, title, also = [] }: Column<K>): string[] =>
  [key, title.vi, title.en, ...also].map(nameOf);

function placesOf<K extends string>(
  row: readonly string[],
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

function hasAll<K extends string>(row: string[], columns: readonly Column<K>[]): boolean {
  const places = placesOf(row, columns);
  return columns.every(({ key, required }) => !required || places.has(key));
}

function missing<K extends string>(rows: Cells, columns: readonly Column<K>[]): Problem {
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
