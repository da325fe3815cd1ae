// Reminders keep working hours: by the calendar, swapped days and the night included.
import { describe, expect, it } from 'vitest';
import { makeCalendar, nationalDays } from '../../machines/calendar.ts';
import { digestMoment, workingMoment } from '../../src/engine/hours.ts';

const calendar = makeCalendar(nationalDays, 'national');
const hours = { workFrom: '07:30', workUntil: '17:00', digestAt: '09:00' };

/** An instant by the clock of Vietnam. */
const vn = (at: string): string => new Date(`${at}:00+07:00`).toISOString();

describe('working hours', () => {
  it.each([
    ['at work', '2026-03-02T08:00', '2026-03-02T08:00'],
    ['the first moment', '2026-03-02T07:30', '2026-03-02T07:30'],
    ['too early', '2026-03-02T05:00', '2026-03-02T07:30'],
    ['the last moment is past', '2026-03-02T17:00', '2026-03-03T07:30'],
    ['Saturday', '2026-03-07T08:00', '2026-03-09T07:30'],
    ['Friday night', '2026-03-06T23:59', '2026-03-09T07:30'],
    ['24 November, a day off since 2026', '2026-11-24T08:00', '2026-11-25T07:30'],
  ])('%s: %s goes out at %s', (_, at, out) => {
    expect(workingMoment(calendar, hours, vn(at))).toBe(vn(out));
  });

  it.each([
    ['before the hour', '2026-03-02T08:00', '2026-03-02T09:00'],
    ['on the hour', '2026-03-02T09:00', '2026-03-02T09:00'],
    ['after it', '2026-03-02T09:01', '2026-03-03T09:00'],
    ['on Sunday', '2026-03-08T08:00', '2026-03-09T09:00'],
  ])('a digest %s: %s goes out at %s', (_, at, out) => {
    expect(digestMoment(calendar, hours, vn(at))).toBe(vn(out));
  });
});
