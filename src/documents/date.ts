// Local dates as Vietnamese papers write them (NĐ 30/2020/NĐ-CP, Phụ lục I).

const LOCAL_DATE = /^(\d{4})-(\d{2})-(\d{2})$/;

/**
 * Returns "ngày 05 tháng 01 năm 2026": a zero before days under 10 and before months 1 and 2 only.
 * @throws RangeError when the text is not a local date such as "2026-01-05"
 */
export function formatVietnameseDate(localDate: string): string {
  const { year, month, day } = partsOf(localDate);
  const writtenMonth = Number(month) <= 2 ? month : String(Number(month));
  return `ngày ${day} tháng ${writtenMonth} năm ${year}`;
}

/** Returns "05/01/2026", for tables. @throws RangeError as above */
export function shortDate(localDate: string): string {
  const { year, month, day } = partsOf(localDate);
  return `${day}/${month}/${year}`;
}

/** Returns the first instant of the local date in Vietnam, the moment written into the PDF. */
export function startOfDay(localDate: string): Date {
  partsOf(localDate);
  return new Date(`${localDate}T00:00:00+07:00`);
}

function partsOf(localDate: string): { year: string; month: string; day: string } {
  const [, year, month, day] = LOCAL_DATE.exec(localDate) ?? [];
  const exists =
    year !== undefined &&
    month !== undefined &&
    day !== undefined &&
    isOnCalendar(Number(year), Number(month), Number(day));
  if (!exists) throw new RangeError(`Not a local date: ${JSON.stringify(localDate)}`);
  return { year, month, day };
}

function isOnCalendar(year: number, month: number, day: number): boolean {
  const date = new Date(Date.UTC(year, month - 1, day));
  return date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
}
