// The calendar and its terms in the words of the law; against a slow walk: calendar-walk.test.ts.
import { describe, expect, test } from 'vitest';
import {
  addDays,
  addMonths,
  addWorkingDays,
  compareDates,
  daysBetween,
  dueOn,
  isLocalDate,
  isWorkingDay,
  localDateOf,
  makeCalendar,
  nationalDays,
  remaining,
  startOfDay,
  workingDaysBetween,
} from '../../machines/calendar.ts';
import type { CalendarDay, DayKind, Span, TermUnit } from '../../machines/calendar.ts';

const national = makeCalendar(nationalDays, 'national');

function day(date: string, kind: DayKind): CalendarDay {
  return { date, kind, name: kind, basis: 'test', confidence: 'verified' };
}

describe('terms as the law counts them', () => {
  const span = (amount: number, unit: TermUnit): Span => ({ amount, unit });

  test.each([
    ['24/11 is off since 2026-07-01 (NQ 28/2026/QH16 Đ2)', '2026-11-20', 3, '2026-11-26'],
    ['24/11 was a working day in 2025', '2025-11-20', 3, '2025-11-25'],
    ['the day of the event is not counted', '2026-03-02', 1, '2026-03-03'],
    ['an event on a Saturday starts on Monday', '2026-03-07', 3, '2026-03-11'],
    ['Tết 2026 takes a week', '2026-02-13', 3, '2026-02-25'],
    ['Tết 2022, mùng 1 on a Tuesday', '2022-01-28', 1, '2022-02-07'],
    ['Giỗ Tổ 2022 on a Sunday is made up on Monday', '2022-04-08', 1, '2022-04-12'],
    ['30/4 and 1/5/2022 on a weekend: two days made up', '2022-04-29', 1, '2022-05-04'],
    ['National Day 2022', '2022-08-31', 1, '2022-09-05'],
    ['Tết 2023 is made up until 26/1', '2023-01-19', 1, '2023-01-27'],
    ['Giỗ Tổ, 30/4 and 1/5/2023', '2023-04-28', 1, '2023-05-04'],
    ['National Day 2023, made up on Monday', '2023-08-31', 1, '2023-09-05'],
    ['Tết 2024 is made up until 14/2', '2024-02-07', 1, '2024-02-15'],
    ['the made-up Saturday 2026-01-10 works', '2026-01-09', 1, '2026-01-10'],
    ['the made-up Saturday 2026-08-22 works', '2026-08-20', 3, '2026-08-24'],
    ['no working days: the day itself, even a Sunday', '2026-03-08', 0, '2026-03-08'],
  ])('working days: %s', (_, from, amount, due) => {
    expect(dueOn(national, from, span(amount, 'workingDays'))).toBe(due);
  });

  test.each([
    ['60 days end on a working day (NĐ 92/2024 Đ19.6)', '2026-11-20', 60, '2027-01-19'],
    ['60 days end on a Saturday: Monday', '2026-03-10', 60, '2026-05-11'],
    ['30 days end in Tết: the first working day after', '2026-01-18', 30, '2026-02-23'],
    ['30 days end on a worked Saturday: that day', '2026-07-23', 30, '2026-08-22'],
    ['90 days for a complaint (Luật Khiếu nại Đ9)', '2026-09-25', 90, '2026-12-24'],
    ['nothing left, on a Sunday: Monday', '2026-03-08', 0, '2026-03-09'],
  ])('calendar days: %s', (_, from, amount, due) => {
    expect(dueOn(national, from, span(amount, 'calendarDays'))).toBe(due);
  });

  test.each([
    ['6 months from 31/8 end on 28/2, a Sunday', '2026-08-31', 6, '2027-03-01'],
    ['6 months from 31/8/2023 end on 29/2', '2023-08-31', 6, '2024-02-29'],
    ['6 months to pay in capital (Đ74.4)', '2026-01-15', 6, '2026-07-15'],
    ['12 months below the minimum (Đ103.1d)', '2025-03-03', 12, '2026-03-03'],
    ['6 months end on National Day', '2026-03-02', 6, '2026-09-03'],
  ])('months: %s', (_, from, amount, due) => {
    expect(dueOn(national, from, span(amount, 'months'))).toBe(due);
  });

  test('a pause of the 60 days keeps what is left, and the day of the pause is used up', () => {
    const left = remaining(national, '2026-03-02', span(60, 'calendarDays'), '2026-03-12');
    expect(left).toEqual({ amount: 50, unit: 'calendarDays' });
    expect(dueOn(national, '2026-04-06', left)).toBe('2026-05-26');
  });

  test('a pause of working days keeps working days', () => {
    const left = remaining(national, '2026-11-20', span(3, 'workingDays'), '2026-11-24');
    expect(left).toEqual({ amount: 2, unit: 'workingDays' });
  });

  test('a pause of months leaves calendar days up to the nominal end', () => {
    const left = remaining(national, '2026-08-31', span(6, 'months'), '2027-02-26');
    expect(left).toEqual({ amount: 2, unit: 'calendarDays' });
  });

  test.each(['workingDays', 'calendarDays', 'months'] as const)(
    'nothing is left after the end, nothing used before the start: %s',
    (unit) => {
      expect(remaining(national, '2026-03-02', span(1, unit), '2026-12-01').amount).toBe(0);
      const whole = remaining(national, '2026-03-02', span(1, unit), '2026-03-02');
      expect(remaining(national, '2026-03-02', span(1, unit), '2026-01-01')).toEqual(whole);
      expect(whole.amount).toBe(unit === 'months' ? 31 : 1);
    },
  );

  test.each([-1, 1.5, Number.NaN])('a term of %s is refused', (amount) => {
    for (const unit of ['workingDays', 'calendarDays', 'months'] as const) {
      expect(() => dueOn(national, '2026-03-02', { amount, unit })).toThrow(RangeError);
      const left = () => remaining(national, '2026-03-02', { amount, unit }, '2026-03-03');
      expect(left).toThrow(RangeError);
    }
  });
});

describe('the national table', () => {
  const named = (date: string) => national.days.get(date);

  test('holds one entry per day, in order, each a real date', () => {
    const dates = nationalDays.map(({ date }) => date);
    expect(dates).toEqual([...new Set(dates)].toSorted());
    expect(dates.filter((date) => !isLocalDate(date))).toEqual([]);
    expect([dates[0], dates.at(-1)]).toEqual(['2004-01-01', '2040-11-24']);
  });

  test('knows the four kinds only, and every worked day is a Saturday', () => {
    const kinds = new Set(nationalDays.map(({ kind }) => kind));
    expect([...kinds].toSorted()).toEqual(['compensatory', 'statutory', 'swap-off', 'swap-work']);
    const worked = nationalDays.filter(({ kind }) => kind === 'swap-work').map(({ date }) => date);
    expect(worked).toEqual(['2024-05-04', '2025-04-26', '2026-01-10', '2026-08-22']);
    expect(worked.map((date) => new Date(date).getUTCDay())).toEqual([6, 6, 6, 6]);
  });

  test('says how sure each year is', () => {
    const sure = (year: string) =>
      new Set(
        nationalDays.filter(({ date }) => date.startsWith(year)).map((found) => found.confidence),
      );
    for (const year of ['2024', '2025', '2026']) expect(sure(year)).toEqual(new Set(['verified']));
    for (const year of ['2022', '2023']) expect(sure(year)).toEqual(new Set(['memory']));
    for (const year of ['2027', '2028']) expect(sure(year)).not.toContain('verified');
    for (const year of ['2010', '2030']) expect(sure(year)).toEqual(new Set(['projected']));
  });

  test('a proposed swap that nobody decided is not applied', () => {
    expect(isWorkingDay(national, '2026-11-23')).toBe(true);
    expect(isWorkingDay(national, '2026-11-28')).toBe(false);
  });

  test('projects fixed days, and makes up those on a weekend (BLLĐ Đ111.3)', () => {
    expect(named('2021-09-02')?.kind).toBe('statutory');
    expect(named('2033-05-02')).toMatchObject({ kind: 'compensatory', confidence: 'projected' });
    expect(named('2033-05-03')).toMatchObject({ name: 'Nghỉ bù: Ngày Quốc tế lao động' });
    expect(named('2033-05-04')).toBeUndefined();
  });

  test('projects lunar days where they are computed: Tết 2031 on a Thursday, two days made up', () => {
    const off = ['22', '23', '24', '25', '26', '27', '28'].map((d) => named(`2031-01-${d}`)?.kind);
    expect(off.slice(0, 5)).toEqual(Array.from({ length: 5 }, () => 'statutory'));
    expect(off.slice(5)).toEqual(['compensatory', 'compensatory']);
    expect(named('2031-04-01')?.name).toContain('Giỗ Tổ');
    expect(named('2033-01-31')).toBeUndefined();
  });

  test('24/11 is no holiday before 2026, and not made up (NQ 28/2026/QH16)', () => {
    expect(named('2021-11-24')).toBeUndefined();
    expect(named('2029-11-24')?.kind).toBe('statutory'); // a Saturday
    expect(isWorkingDay(national, '2029-11-26')).toBe(true);
  });

  test('the table and the projection make up 30/4 on a Sunday alike', () => {
    expect(named('2028-05-02')).toMatchObject({ kind: 'compensatory' }); // in the table
    expect(named('2034-05-02')).toMatchObject({ kind: 'compensatory' }); // projected
    expect(named('2034-05-03')).toBeUndefined();
  });
});

describe('a calendar', () => {
  test('lets a later entry override an earlier one', () => {
    const off = makeCalendar([...nationalDays, day('2026-11-23', 'swap-off')], 'a');
    expect(dueOn(off, '2026-11-20', { amount: 3, unit: 'workingDays' })).toBe('2026-11-27');
    const both = makeCalendar([...off.days.values(), day('2026-11-24', 'swap-work')], 'b');
    expect(dueOn(both, '2026-11-20', { amount: 3, unit: 'workingDays' })).toBe('2026-11-26');
    expect(both.revision).toBe('b');
  });

  test('works without any day, and for years outside the table', () => {
    const empty = makeCalendar([], 'empty');
    expect(addWorkingDays(empty, '2026-11-20', 3)).toBe('2026-11-25');
    expect(isWorkingDay(empty, '2026-11-21')).toBe(false);
    expect(workingDaysBetween(empty, '1950-01-01', '1950-12-31')).toBe(260);
    expect(addWorkingDays(national, '2050-01-03', 5)).toBe('2050-01-10');
  });

  test('refuses a day that does not exist', () => {
    expect(() => makeCalendar([day('2026-02-30', 'statutory')], 'x')).toThrow(RangeError);
  });
});

describe('dates', () => {
  test.each(['2026-11-24', '2024-02-29', '2000-02-29', '1000-01-01', '9999-12-31', '2026-04-30'])(
    '%s is a date',
    (text) => expect(isLocalDate(text)).toBe(true),
  );

  test.each(
    '2026-02-29,1900-02-29,2026-13-01,2026-00-10,2026-01-00,2026-04-31,2026-06-31,2026-09-31,2026-11-31,2026-01-32,0999-12-31,26-11-24,2026-11-24T,2026/11/24,2026-11/24,2026-1a-24,2026-11- 1,２026-11-24,+026-11-24,'.split(
      ',',
    ),
  )('"%s" is not', (text) => {
    expect(isLocalDate(text)).toBe(false);
    expect(() => addDays(text, 1)).toThrow(RangeError);
    expect(() => isWorkingDay(national, text)).toThrow(RangeError);
    expect(() => addMonths(text, 1)).toThrow(RangeError);
  });

  test.each([
    ['2026-08-31', 6, '2027-02-28'],
    ['2027-08-31', 6, '2028-02-29'],
    ['2026-12-31', 2, '2027-02-28'],
    ['2026-01-31', 1, '2026-02-28'],
    ['2026-03-31', -1, '2026-02-28'],
    ['2026-03-15', -15, '2024-12-15'],
    ['2026-10-31', 1, '2026-11-30'],
    ['2026-11-30', 1, '2026-12-30'],
    ['2026-11-24', 0, '2026-11-24'],
  ])('%s and %i months is %s', (date, months, later) => {
    expect(addMonths(date, months)).toBe(later);
  });

  test.each([
    ['2026-11-23T16:59:59.999Z', '2026-11-23'],
    ['2026-11-23T17:00:00.000Z', '2026-11-24'],
    ['2026-11-24T03:00:00Z', '2026-11-24'],
    ['2026-12-31T17:00:00.000Z', '2027-01-01'],
    ['1969-12-31T16:59:59.999Z', '1969-12-31'],
  ])('at %s it is %s in Vietnam', (at, date) => expect(localDateOf(at)).toBe(date));

  test.each([
    '2026-11-24T03:00:00+07:00',
    '2026-02-30T03:00:00Z',
    '2026-11-24T25:00:00Z',
    '24/11/2026',
  ])('%s is not an instant', (at) => expect(() => localDateOf(at)).toThrow(RangeError));

  test('a day begins at 17:00 UTC of the day before', () => {
    expect(startOfDay('2026-11-24')).toBe('2026-11-23T17:00:00.000Z');
    expect(startOfDay('2027-01-01')).toBe('2026-12-31T17:00:00.000Z');
  });

  test('dates are compared and subtracted', () => {
    const dates = ['2026-11-24', '2025-12-31', '2026-02-01', '2025-12-31'];
    expect(dates.toSorted(compareDates)).toEqual(dates.toSorted());
    expect(compareDates('2026-11-24', '2026-11-24')).toBe(0);
    expect(daysBetween('2024-02-28', '2024-03-01')).toBe(2);
    expect(daysBetween('2026-03-01', '2026-02-28')).toBe(-1);
  });

  test('amounts that are not whole and years out of range are refused', () => {
    expect(() => addDays('2026-01-01', 0.5)).toThrow('not a whole number');
    expect(() => addMonths('2026-01-01', Number.NaN)).toThrow('not a whole number');
    expect(() => addWorkingDays(national, '2026-01-01', 1.5)).toThrow('not a whole number');
    expect(() => addDays('9999-12-31', 1)).toThrow('years 1000 to 9999');
    expect(() => addDays('1000-01-01', -1)).toThrow('years 1000 to 9999');
    expect(() => addMonths('1000-01-01', -12 * 950)).toThrow('years 1000 to 9999');
    expect(() => addMonths('9999-12-01', 1)).toThrow('years 1000 to 9999');
    expect(() => addWorkingDays(national, '2026-01-01', 10_000_000)).toThrow('years 1000 to 9999');
  });
});
