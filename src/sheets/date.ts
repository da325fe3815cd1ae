// Days as people write them into tables.

/** The day of "5/1/2026", "05-01-2026" or "05.01.2026" as 2026-01-05; anything else as it was given. */
export function readDay(text: string): string {
  const [, day = '', month = '', year] = /^(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})$/.exec(text) ?? [];
  return year === undefined ? text : `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
}
