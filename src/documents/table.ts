// Tables: header row repeated on every page, rows kept whole where a page can hold them.
import { breakLines, lineHeight, type Line } from './lines.ts';
import { artifact, breakPage, drawLines, span, type Element, type Sheet } from './sheet.ts';
import type { TableBlock } from './markup.ts';

const SIZE = 12;
const PADDING = 4;

type Column = { x: number; width: number; right: boolean };
type Row = { cells: Line[][]; height: number };

/**
 * Draws the table at `sheet.y`, over as many pages as it needs, and moves `sheet.y` on.
 * @param keep what must stand on the page of the last row, in points
 */
export function writeTable(sheet: Sheet, table: TableBlock, keep = 0): void {
  const [head = [], ...body] = table.rows;
  const columns = columnsOf(sheet, table, head.length);
  const header = layOut(sheet, head, columns, 'bold');
  const element = sheet.doc.struct('Table');
  sheet.root.add(element);
  const rows = (body.length > 0 ? body : [head.map(() => '')]).flatMap((cells) =>
    slices(layOut(sheet, cells, columns, 'regular'), pageRoom(sheet, header)),
  );
  const first = rows[0] as Row;
  if (sheet.y + header.height + first.height > sheet.bottom) breakPage(sheet);
  drawRow(sheet, header, { columns, element, tag: 'TH' });
  const last = rows.length > 1 ? rows.at(-1) : undefined;
  for (const row of rows) {
    const under = row === last ? keep : 0;
    if (sheet.y + row.height + under > sheet.bottom) {
      breakPage(sheet);
      artifact(sheet, () => drawCells(sheet, header, columns));
      drawBorders(sheet, header, columns);
      sheet.y += header.height;
    }
    drawRow(sheet, row, { columns, element, tag: 'TD' });
  }
  element.end();
}

/** Returns the height of the header with the first row under it. */
export function headHeight(sheet: Sheet, table: TableBlock): number {
  const [head = [], first = []] = table.rows;
  const columns = columnsOf(sheet, table, head.length);
  const header = layOut(sheet, head, columns, 'bold');
  return header.height + Math.min(layOut(sheet, first, columns, 'regular').height, 60);
}

/** Every page has the same room, so the first one may stand for all. */
function pageRoom(sheet: Sheet, header: Row): number {
  const top = sheet.doc.page.height - sheet.bottom;
  return sheet.bottom - top - header.height;
}

function columnsOf(sheet: Sheet, table: TableBlock, count: number): Column[] {
  const widths = table.widths.slice(0, count);
  const total = widths.reduce((sum, width) => sum + width, 0);
  let x = sheet.left;
  return widths.map((share, index) => {
    const right = table.right.includes(index);
    const column = { x, width: (sheet.width * share) / total, right };
    x += column.width;
    return column;
  });
}

function layOut(sheet: Sheet, cells: string[], columns: Column[], face: 'bold' | 'regular'): Row {
  const lines = columns.map(({ width }, index) =>
    breakLines(sheet.doc, span(cells[index] ?? '', face), {
      size: SIZE,
      width: width - 2 * PADDING,
    }),
  );
  return rowOf(lines);
}

function rowOf(cells: Line[][]): Row {
  const most = Math.max(1, ...cells.map((lines) => lines.length));
  return { cells, height: most * lineHeight(SIZE) + 2 * PADDING };
}

/** A row taller than a page is cut into rows that fit. */
function slices(row: Row, room: number): Row[] {
  if (row.height <= room) return [row];
  const perPage = Math.floor((room - 2 * PADDING) / lineHeight(SIZE));
  const count = Math.ceil(Math.max(...row.cells.map((lines) => lines.length)) / perPage);
  return Array.from({ length: count }, (_, index) =>
    rowOf(row.cells.map((lines) => lines.slice(index * perPage, (index + 1) * perPage))),
  );
}

type RowPlace = { columns: Column[]; element: Element; tag: 'TH' | 'TD' };

function drawRow(sheet: Sheet, row: Row, { columns, element, tag }: RowPlace): void {
  const { doc, y } = sheet;
  const tr = doc.struct('TR');
  element.add(tr);
  for (const [index, column] of columns.entries()) {
    const cell = doc.struct(tag, tag === 'TH' ? { scope: 'Column' } : {});
    tr.add(cell);
    cell.add(() => drawCell(sheet, row.cells[index] ?? [], { column, y, head: tag === 'TH' }));
    cell.end();
  }
  tr.end();
  drawBorders(sheet, row, columns);
  sheet.y += row.height;
}

function drawCells(sheet: Sheet, header: Row, columns: Column[]): void {
  for (const [index, column] of columns.entries()) {
    drawCell(sheet, header.cells[index] ?? [], { column, y: sheet.y, head: true });
  }
}

type CellPlace = { column: Column; y: number; head: boolean };

function drawCell(sheet: Sheet, lines: Line[], { column, y, head }: CellPlace): void {
  sheet.doc.fillColor('black');
  drawLines(sheet.doc, lines, {
    x: column.x + PADDING,
    y: y + PADDING,
    width: column.width - 2 * PADDING,
    size: SIZE,
    align: head ? 'center' : column.right ? 'right' : 'left',
  });
}

function drawBorders(sheet: Sheet, row: Row, columns: Column[]): void {
  artifact(sheet, () => {
    for (const { x, width } of columns) sheet.doc.rect(x, sheet.y, width, row.height);
    sheet.doc.lineWidth(0.5).stroke('black');
  });
}
