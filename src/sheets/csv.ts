// A table as CSV that spreadsheets open as it is meant.

/** Rows of cells, the heading first; with the mark of UTF-8, without which spreadsheets misread Vietnamese. */
export function csvOf(rows: readonly (readonly (string | null)[])[]): string {
  return `\uFEFF${rows.map((row) => row.map(cell).join(',')).join('\r\n')}\r\n`;
}

/** Quoted where needed; what a spreadsheet would take for a formula is made a text. */
function cell(value: string | null): string {
  const plain = value ?? '';
  const safe = /^[=+\-@\t\r]/.test(plain) ? `'${plain}` : plain;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
