// Bytes of a table → its cells as text. Bounds what is handed on, not what reading takes: that is for the process it
// runs in.
import { parseCsv } from 'hucre/csv';
import { readXlsx, type CellValue } from 'hucre/xlsx';

/** Rows of cells; '' where a cell is empty. */
export type Cells = string[][];

export const mostRows = 100_000;
const mostColumns = 300;
const mostLetters = 5_000;

/** Returns at most one row more than `mostRows`. Rejects when the bytes are no table. */
export async function plainCells(bytes: Uint8Array): Promise<Cells> {
  const rows = await rowsOf(bytes);
  return rows.slice(0, mostRows + 1).map((row) => row.slice(0, mostColumns).map(textOf));
}

async function rowsOf(bytes: Uint8Array): Promise<CellValue[][]> {
  const isZip = bytes[0] === 0x50 && bytes[1] === 0x4b;
  if (!isZip) return parseCsv(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  const { sheets } = await readXlsx(bytes, { sheets: [0] });
  return sheets[0]?.rows ?? [];
}

function textOf(cell: CellValue | undefined): string {
  if (cell === null || cell === undefined) return '';
  if (cell instanceof Date) return cell.toISOString().slice(0, 10);
  const text = String(cell).slice(0, mostLetters);
  return text.normalize('NFC').replace(/\s+/g, ' ').trim();
}
