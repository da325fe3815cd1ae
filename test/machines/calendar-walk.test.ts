// The calendar against an oracle that walks one day at a time with the platform's own dates.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  addDays,
  addWorkingDays,
  compareDates,
  daysBetween,
  dueOn,
  isWorkingDay,
  localDateOf,
  makeCalendar,
  nationalDays,
  nextWorkingDay,
  remaining,
  startOfDay,
  workingDaysBetween,
} from '../../machines/calendar.ts';
import type { Calendar, CalendarDay, DayKind, Span, TermUnit } from '../../machines/calendar.ts';

function day(date: string, kind: DayKind): CalendarDay {
  return { date, kind, name: kind, basis: 'test', confidence: 'verified' };
}

const slow = {
  next: (date: string, step = 1) => {
    const at = new Date(`${date}T12:00:00Z`);
    at.setUTCDate(at.getUTCDate() + step);
    return at.toISOString().slice(0, 10);
  },
  works: (calendar: Calendar, date: string) => {
    const kind = calendar.days.get(date)?.kind;
    if (kind === 'swap-work') return true;
    if (kind !== undefined) return false;
    return !['Sat', 'Sun'].includes(new Date(`${date}T12:00:00Z`).toUTCString().slice(0, 3));
  },
  monthsLater: (date: string, months: number) => {
    const at = new Date(`${date.slice(0, 8)}01T12:00:00Z`);
    at.setUTCMonth(at.getUTCMonth() + months);
    const month = at.toISOString().slice(0, 7);
    let found = `${month}-01`;
    while (slow.next(found).startsWith(month) && found.slice(8) < date.slice(8)) {
      found = slow.next(found);
    }
    return found;
  },
  /** How many days a term has in all: working days, or the calendar days up to its nominal end. */
  total: (from: string, { amount, unit }: Span) => {
    if (unit !== 'months') return amount;
    let [date, count] = [from, 0];
    for (const end = slow.monthsLater(from, amount); date < end; count++) date = slow.next(date);
    return count;
  },
  /** The last day of a term that stands still on the days of the pauses. */
  due: (calendar: Calendar, from: string, span: Span, paused: ReadonlySet<string>) => {
    const working = span.unit === 'workingDays';
    let [date, left] = [from, slow.total(from, span)];
    while (left > 0) {
      date = slow.next(date);
      if (!paused.has(date) && (!working || slow.works(calendar, date))) left--;
    }
    while (!working && !slow.works(calendar, date)) date = slow.next(date);
    return date;
  },
};

const dates = fc
  .integer({ min: 0, max: 3300 })
  .map((days) => new Date(Date.UTC(2021, 6, 1 + days)).toISOString().slice(0, 10));
const kinds = fc.constantFrom<DayKind[]>('statutory', 'compensatory', 'swap-off', 'swap-work');
const calendars = fc
  .array(fc.tuple(dates, kinds), { maxLength: 40 })
  .map((own) => [...nationalDays, ...own.map(([date, kind]) => day(date, kind))])
  .map((days) => makeCalendar(days, 'random'));
const spans = fc.oneof(
  fc.record({ amount: fc.nat(70), unit: fc.constantFrom<TermUnit>('workingDays', 'calendarDays') }),
  fc.record({ amount: fc.nat(13), unit: fc.constant<TermUnit>('months') }),
);
const runs = { numRuns: 300 };

describe('against a walk day by day', () => {
  test('working days', () => {
    fc.assert(
      fc.property(calendars, dates, (calendar, date) => {
        expect(isWorkingDay(calendar, date)).toBe(slow.works(calendar, date));
        let next = date;
        while (!slow.works(calendar, next)) next = slow.next(next);
        expect(nextWorkingDay(calendar, date)).toBe(next);
      }),
      runs,
    );
  });

  test('the n-th working day, before and after', () => {
    fc.assert(
      fc.property(calendars, dates, fc.integer({ min: -80, max: 80 }), (calendar, date, days) => {
        let found = date;
        for (let left = Math.abs(days); left > 0;) {
          found = slow.next(found, Math.sign(days));
          if (slow.works(calendar, found)) left--;
        }
        expect(addWorkingDays(calendar, date, days)).toBe(found);
      }),
      runs,
    );
  });

  test('working and other days between two dates', () => {
    fc.assert(
      fc.property(calendars, dates, fc.nat(200), (calendar, from, length) => {
        let [to, working] = [from, 0];
        for (let count = 0; count < length; count++) {
          to = slow.next(to);
          if (slow.works(calendar, to)) working++;
        }
        expect(daysBetween(from, to)).toBe(length);
        expect(addDays(from, length)).toBe(to);
        expect(workingDaysBetween(calendar, from, to)).toBe(working);
        expect(workingDaysBetween(calendar, to, from) + working).toBe(0);
      }),
      runs,
    );
  });

  test('due dates', () => {
    fc.assert(
      fc.property(calendars, dates, spans, (calendar, from, span) => {
        expect(dueOn(calendar, from, span)).toBe(slow.due(calendar, from, span, new Set()));
      }),
      runs,
    );
  });

  test('a term paused several times counts as many days as one never paused', () => {
    const pauses = fc.array(fc.record({ runs: fc.nat(20), rests: fc.nat(40) }), { maxLength: 5 });
    fc.assert(
      fc.property(calendars, dates, spans, pauses, (calendar, opened, given, plan) => {
        const paused = new Set<string>();
        let [from, left] = [opened, given];
        for (const { runs: ran, rests } of plan) {
          const pausedOn = addDays(from, ran);
          const after = remaining(calendar, from, left, pausedOn);
          if (after.amount === 0) break; // over before the pause
          from = addDays(pausedOn, rests);
          for (let count = 1; count <= rests; count++) paused.add(addDays(pausedOn, count));
          left = after;
        }
        expect(dueOn(calendar, from, left)).toBe(slow.due(calendar, opened, given, paused));
      }),
      runs,
    );
  });

  test('a later start or a longer term never ends earlier', () => {
    fc.assert(
      fc.property(calendars, dates, spans, fc.nat(30), (calendar, from, span, more) => {
        const due = dueOn(calendar, from, span);
        const longer = { ...span, amount: span.amount + more };
        expect(compareDates(due, dueOn(calendar, addDays(from, more), span))).toBeLessThan(1);
        expect(compareDates(due, dueOn(calendar, from, longer))).toBeLessThan(1);
        if (span.amount > 0) expect(isWorkingDay(calendar, due)).toBe(true);
      }),
      runs,
    );
  });

  test('an instant falls on the day that has begun', () => {
    const instants = fc.date({ min: new Date('1990-01-01'), max: new Date('2090-01-01') });
    fc.assert(
      fc.property(
        instants.filter((at) => !Number.isNaN(at.getTime())),
        (at) => {
          const date = localDateOf(at.toISOString());
          const shown = at.toLocaleDateString('sv-SE', { timeZone: 'Asia/Ho_Chi_Minh' });
          expect(date).toBe(shown);
          expect(startOfDay(date) <= at.toISOString()).toBe(true);
          expect(startOfDay(addDays(date, 1)) > at.toISOString()).toBe(true);
        },
      ),
      runs,
    );
  });
});
