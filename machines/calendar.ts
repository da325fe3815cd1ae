// Owns the working-day calendar of Vietnam and the arithmetic of legal terms. Days are data: the
// national table (holidays-vn.json) plus whatever an alliance adds. Knows nothing of the present time.

import table from './holidays-vn.json' with { type: 'json' };

/** A day in Asia/Ho_Chi_Minh (+07:00, no DST): "2026-11-24". Years 1000 to 9999. */
export type LocalDate = string;
/** ISO 8601 in UTC: "2026-11-24T03:00:00.000Z". */
export type Instant = string;
/** Only `swap-work` makes a day a working day; the other three make it a day off. */
export type DayKind = 'statutory' | 'compensatory' | 'swap-off' | 'swap-work';
export type CalendarDay = {
  date: LocalDate;
  kind: DayKind;
  name: string;
  basis: string;
  /** "verified"; anything else ("memory", "computed", "projected") must be confirmed by staff. */
  confidence: string;
};
/** `revision` names this set of days: due dates computed under another revision are recomputed. */
export type Calendar = { days: ReadonlyMap<LocalDate, CalendarDay>; revision: string };
export type TermUnit = 'workingDays' | 'calendarDays' | 'months';
/** A length of time; `amount` is a whole number, 0 or more. */
export type Span = { amount: number; unit: TermUnit };

const dayMs = 86_400_000;
const localOffsetMs = 7 * 3_600_000;

/** Returns a calendar of these days; a later entry overrides an earlier one on the same date. */
export function makeCalendar(days: readonly CalendarDay[], revision: string): Calendar {
  for (const day of days) dayNumber(day.date);
  return { days: new Map(days.map((day) => [day.date, day])), revision };
}

/** Returns whether offices work: Monday to Friday not off, and worked weekend days. */
export function isWorkingDay(calendar: Calendar, date: LocalDate): boolean {
  const day = calendar.days.get(date);
  return day ? day.kind === 'swap-work' : !isWeekend(dayNumber(date));
}

/** Returns the date so many days later, or earlier when `days` is negative. */
export function addDays(date: LocalDate, days: number): LocalDate {
  return dateOf(dayNumber(date) + whole(days));
}

/** Returns the same day of a later month, clipped to that month's last day: 31/8 + 6 → 28/2 or 29/2. */
export function addMonths(date: LocalDate, months: number): LocalDate {
  dayNumber(date);
  const counted = Number(date.slice(0, 4)) * 12 + Number(date.slice(5, 7)) - 1 + whole(months);
  const year = Math.floor(counted / 12);
  const month = counted - year * 12 + 1;
  const day = Math.min(Number(date.slice(8)), daysInMonth(year, month));
  // Date.UTC reads the years 0 to 99 as 1900 to 1999.
  return dateOf(year < 1000 ? Number.NaN : Date.UTC(year, month - 1, day) / dayMs);
}

/**
 * Returns the n-th working day after the date, which is itself not counted; before it when `days` is
 * negative; the date unchanged, working or not, for 0.
 */
export function addWorkingDays(calendar: Calendar, date: LocalDate, days: number): LocalDate {
  const step = whole(days) < 0 ? -1 : 1;
  const exceptions = exceptionsOf(calendar);
  // Going back, the days counted are those in [at, date), so both ends shift by one.
  const shift = step < 0 ? 1 : 0;
  let at = dayNumber(date);
  const target = workedUpTo(exceptions, at - shift) + days;
  // Each working day takes at least one day, so moving by what is missing never overshoots.
  for (let left = days; left !== 0; left = target - workedUpTo(exceptions, at - shift)) at += left;
  return dateOf(at);
}

/** Returns the date itself when it is a working day, else the next one. */
export function nextWorkingDay(calendar: Calendar, date: LocalDate): LocalDate {
  return isWorkingDay(calendar, date) ? date : addWorkingDays(calendar, date, 1);
}

/** Returns how many working days lie in (from, to]; minus those in (to, from] when `to` is earlier. */
export function workingDaysBetween(calendar: Calendar, from: LocalDate, to: LocalDate): number {
  const exceptions = exceptionsOf(calendar);
  return workedUpTo(exceptions, dayNumber(to)) - workedUpTo(exceptions, dayNumber(from));
}

/** Returns how many days `to` is after `from`; negative when it is before. */
export function daysBetween(from: LocalDate, to: LocalDate): number {
  return dayNumber(to) - dayNumber(from);
}

/** Returns -1, 0 or 1: for sorting. */
export function compareDates(a: LocalDate, b: LocalDate): number {
  return Number(a > b) - Number(a < b);
}

/** Returns whether the text is a date that exists, written "2026-11-24". */
export function isLocalDate(text: string): boolean {
  return !Number.isNaN(parse(text));
}

/** Returns the day it is in Vietnam at that instant. @throws RangeError not an instant in UTC */
export function localDateOf(at: Instant): LocalDate {
  const ms = at.endsWith('Z') && isLocalDate(at.slice(0, 10)) ? Date.parse(at) : Number.NaN;
  if (Number.isNaN(ms)) throw new RangeError(`not an instant: ${at}`);
  return dateOf(Math.floor((ms + localOffsetMs) / dayMs));
}

/** Returns the time it is in Vietnam at that instant, "08:30". @throws RangeError not an instant in UTC */
export function localTimeOf(at: Instant): string {
  localDateOf(at);
  return new Date(Date.parse(at) + localOffsetMs).toISOString().slice(11, 16);
}

/** Returns the instant at which the day begins in Vietnam, 17:00 UTC of the day before. */
export function startOfDay(date: LocalDate): Instant {
  return `${addDays(date, -1)}T17:00:00.000Z`;
}

/**
 * Returns the last day of a term; the day of the event is not counted. A term in calendar days or months
 * that would end on a day off ends on the next working day.
 * @law ? Bộ luật Dân sự 91/2015/QH13 Đ148.5 (end on a day off; recalled, to be confirmed)
 */
export function dueOn(calendar: Calendar, from: LocalDate, span: Span): LocalDate {
  if (span.unit === 'workingDays') return addWorkingDays(calendar, from, notNegative(span.amount));
  return nextWorkingDay(calendar, nominalEnd(from, span));
}

/**
 * Returns what is left of a term when it is paused, to be given to `dueOn` with the day of resumption. The
 * day of the pause is used up, the day of resumption is not counted. Working days stay working days;
 * calendar days and months become calendar days up to the nominal end, before any roll. Never below 0.
 */
export function remaining(
  calendar: Calendar,
  from: LocalDate,
  span: Span,
  pausedOn: LocalDate,
): Span {
  if (span.unit === 'workingDays') {
    const used = Math.max(0, workingDaysBetween(calendar, from, pausedOn));
    return { amount: Math.max(0, notNegative(span.amount) - used), unit: 'workingDays' };
  }
  const end = nominalEnd(from, span);
  const left = Math.min(daysBetween(pausedOn, end), daysBetween(from, end));
  return { amount: Math.max(0, left), unit: 'calendarDays' };
}

function nominalEnd(from: LocalDate, span: Span): LocalDate {
  const amount = notNegative(span.amount);
  return span.unit === 'months' ? addMonths(from, amount) : addDays(from, amount);
}

/** Days that break the Monday-to-Friday rule, sorted, with the running sum of their corrections. */
type Exceptions = { numbers: readonly number[]; sums: readonly number[] };

// Keyed by the map of days, which outlives copies of the calendar object around it.
const exceptionsByDays = new WeakMap<ReadonlyMap<LocalDate, CalendarDay>, Exceptions>();

function exceptionsOf(calendar: Calendar): Exceptions {
  const known = exceptionsByDays.get(calendar.days);
  if (known) return known;
  const breaking = [...calendar.days.values()]
    .map((day) => ({ number: dayNumber(day.date), works: day.kind === 'swap-work' }))
    .filter(({ number, works }) => works === isWeekend(number))
    .toSorted((a, b) => a.number - b.number);
  let sum = 0;
  const sums = breaking.map(({ works }) => (sum += works ? 1 : -1));
  const exceptions = { numbers: breaking.map(({ number }) => number), sums };
  exceptionsByDays.set(calendar.days, exceptions);
  return exceptions;
}

/** Working days up to and including a day, counted from a fixed Monday: only differences mean something. */
function workedUpTo({ numbers, sums }: Exceptions, number: number): number {
  const week = Math.floor((number + 3) / 7);
  const weekdays = week * 5 + Math.min(number + 3 - week * 7 + 1, 5);
  let [low, high] = [0, numbers.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (numbers[middle]! <= number) low = middle + 1;
    else high = middle;
  }
  return weekdays + (low === 0 ? 0 : sums[low - 1]!);
}

/** Day 0 is Thursday 1970-01-01. */
function isWeekend(number: number): boolean {
  return (((number + 3) % 7) + 7) % 7 > 4;
}

/** @throws RangeError not a date */
function dayNumber(date: LocalDate): number {
  const number = parse(date);
  if (Number.isNaN(number)) throw new RangeError(`not a local date: ${date}`);
  return number;
}

const firstNumber = Date.UTC(1000, 0, 1) / dayMs;
const lastNumber = Date.UTC(9999, 11, 31) / dayMs;

/** @throws RangeError outside the years 1000 to 9999 */
function dateOf(number: number): LocalDate {
  if (!(number >= firstNumber && number <= lastNumber)) {
    throw new RangeError('date outside the years 1000 to 9999');
  }
  // Four times as fast as toISOString, which is felt where many terms are computed.
  const date = new Date(number * dayMs);
  return `${date.getUTCFullYear()}-${two(date.getUTCMonth() + 1)}-${two(date.getUTCDate())}`;
}

const two = (part: number) => String(part).padStart(2, '0');

/** The day's number, or NaN when the text is not a date. */
function parse(text: string): number {
  if (text.length !== 10 || text[4] !== '-' || text[7] !== '-') return Number.NaN;
  const [year, month, day] = [digits(text, 0, 4), digits(text, 5, 7), digits(text, 8, 10)];
  const exists = year >= 1000 && month >= 1 && month <= 12 && day >= 1;
  return exists && day <= daysInMonth(year, month)
    ? Date.UTC(year, month - 1, day) / dayMs
    : Number.NaN;
}

function digits(text: string, from: number, to: number): number {
  let value = 0;
  for (let index = from; index < to; index++) {
    const digit = text.charCodeAt(index) - 48;
    if (digit < 0 || digit > 9) return Number.NaN;
    value = value * 10 + digit;
  }
  return value;
}

function daysInMonth(year: number, month: number): number {
  if (month === 2) return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0 ? 29 : 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}

/** @throws RangeError not a whole number */
function whole(amount: number): number {
  if (!Number.isSafeInteger(amount)) throw new RangeError(`not a whole number: ${amount}`);
  return amount;
}

/** @throws RangeError not a whole number, 0 or more */
function notNegative(amount: number): number {
  if (whole(amount) < 0) throw new RangeError(`a term cannot be negative: ${amount}`);
  return amount;
}

const { projection } = table;

/**
 * Days off of one year for which no notice is known: fixed and (where computed) lunar days, with the
 * days made up for those on a weekend. The second National Day day and swaps cannot be foreseen.
 * @law Bộ luật Lao động 45/2019/QH14 Đ111.3, Đ112; Nghị quyết 28/2026/QH16 Đ2 (24/11, not made up)
 */
function projectedYear(year: number): CalendarDay[] {
  const { confidence } = projection;
  const off = projectedOff(year);
  const taken = new Set(off.map(({ date }) => date));
  return off.flatMap(({ date: on, name, basis, madeUp }) => {
    const found: CalendarDay = { date: on, kind: 'statutory', name, basis, confidence };
    if (!madeUp || !isWeekend(dayNumber(on))) return [found];
    let date = on;
    while (taken.has(date) || isWeekend(dayNumber(date))) date = addDays(date, 1);
    taken.add(date);
    const madeUpFor = { name: `Nghỉ bù: ${name}`, basis: 'BLLĐ 2019 Điều 111.3' };
    return [found, { ...madeUpFor, date, kind: 'compensatory', confidence }];
  });
}

type DayOff = { date: LocalDate; name: string; basis: string; madeUp: boolean };

function projectedOff(year: number): DayOff[] {
  const fixed = projection.fixedDays
    .filter(({ fromYear }) => year >= fromYear)
    .map(({ monthDay, ...day }) => ({ ...day, date: `${year}-${monthDay}` }));
  const anchor = projection.lunarAnchors.find(({ gioTo }) => gioTo.startsWith(`${year}-`));
  if (!anchor) return fixed;
  const lunar = { basis: 'BLLĐ 2019 Điều 112', madeUp: true };
  const tet = [-1, 0, 1, 2, 3].map((days) => addDays(anchor.tetMung1, days));
  return [
    ...fixed,
    ...tet.map((date) => ({ ...lunar, date, name: 'Tết Âm lịch (dự kiến)' })),
    { ...lunar, date: anchor.gioTo, name: 'Giỗ Tổ Hùng Vương (10/3 âm lịch)' },
  ];
}

type TableDay = Omit<CalendarDay, 'kind'> & { kind: string };

function nationalYear(year: number): CalendarDay[] {
  const known = (table.years as Partial<Record<string, { days: TableDay[] }>>)[year];
  if (!known) return projectedYear(year);
  const kindOf = (kind: string) =>
    (kind === 'statutory-on-weekend' ? 'statutory' : kind) as DayKind;
  return known.days.map((day) => ({ ...day, kind: kindOf(day.kind) }));
}

/** The days of the whole country, in order, 2004 to 2040; see each day's confidence. */
export const nationalDays: readonly CalendarDay[] = Array.from(
  { length: projection.toYear - projection.fromYear + 1 },
  (_, index) => nationalYear(projection.fromYear + index),
)
  .flat()
  .toSorted((a, b) => compareDates(a.date, b.date));

/** A date as Vietnamese papers write it, `24/11/2026`. */
export function writtenDate(on: LocalDate): string {
  return on.split('-').toReversed().join('/');
}
